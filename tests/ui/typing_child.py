"""A process that is on a call and types, telling after each letter when it was typed; it runs until it is killed."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from callbook.app import application, open_window
from callbook.domain.prospect import Prospect
from callbook.services import prospects
from callbook.services.prospects import Draft
from callbook.system.paths import paths

LETTER_SECONDS = 0.02


def main(folder: Path) -> None:
    app = application(["typing"])
    program = open_window(app, paths(folder))
    if program.window.page.call.prospect_id == 0:
        program.session.do(prospects.add, Draft(Prospect(name="Northgate")))
        app.processEvents()
    call = program.window.page.call
    if call.state is None:
        call.primary()
    call.focus_note()
    while True:
        field = app.focusWidget()
        if field is None:
            raise SystemExit("nothing has the keyboard")
        QTest.keyClick(field, Qt.Key.Key_X)
        print(f"{datetime.now(UTC).timestamp()}", flush=True)
        until = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < until:
            app.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
