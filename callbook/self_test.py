"""The program trying itself out where it is installed: a new book, a window, a call logged and found again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PySide6.QtCore import qVersion

from callbook import __version__
from callbook.app import Program, application, open_window
from callbook.domain.prospect import Phone, Prospect
from callbook.services import prospects, upkeep
from callbook.services.prospects import Draft
from callbook.storage import calls
from callbook.storage.calls import HistoryFilter
from callbook.storage.engine import sqlite_version
from callbook.system import resources
from callbook.system.paths import paths

OLDEST_SQLITE = (3, 38, 0)  # strict tables and the text index's "unicode61 remove_diacritics 2"


def self_test() -> int:
    """Run every check, print a line each, and answer 0 when all passed, else 1."""
    app = application(["callbook"])
    with TemporaryDirectory(prefix="callbook-self-test-") as folder:
        program = open_window(app, paths(Path(folder)))
        checks: tuple[tuple[str, Callable[[], object]], ...] = (
            (f"Callbook {__version__}, Qt {qVersion()}, SQLite {'.'.join(map(str, sqlite_version()))}", versions),
            ("the shipped files are there", shipped_files),
            ("a window opens on a new book", lambda: program.window.isVisible()),
            ("a call is logged by its keys", lambda: log_a_call(program)),
            ("and found again", lambda: found_again(program)),
            ("the book is sound", lambda: upkeep.check(program.book.path) == []),
            ("time zones are known", time_zones),
        )
        passed = [report(words, check) for words, check in checks]
        program.close()
    return 0 if all(passed) else 1


def report(words: str, check: Callable[[], object]) -> bool:
    """Print one check's line. Whatever goes wrong in it is its result, not the end of the run."""
    try:
        good = bool(check())
    except Exception as error:  # noqa: BLE001
        print(f"FAILED  {words}: {type(error).__name__}: {error}")
        return False
    print(f"{'ok    ' if good else 'FAILED'}  {words}")
    return good


def versions() -> bool:
    return sqlite_version() >= OLDEST_SQLITE


def shipped_files() -> bool:
    icons, scripts = resources.resource("icons"), resources.texts("scripts", ".json")
    return len(list(icons.glob("*.svg"))) > 20 and len(scripts) == 7 and bool(resources.text("styles", "callbook.qss"))


def log_a_call(program: Program) -> bool:
    draft = Draft(Prospect(name="Self test", country="GB"), phones=(Phone(typed="020 7946 0000"),))
    program.session.do(prospects.add, draft)
    program.window.page.begin()
    call = program.window.page.call
    call.primary()
    call.choose_key("1")
    return call.state is None


def found_again(program: Program) -> bool:
    rows = calls.history_page(program.book, HistoryFilter(words=("self",)), 0, 10)
    return [(row.prospect, row.call.outcome) for row in rows] == [("Self test", "No answer")]


def time_zones() -> bool:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    return noon.astimezone(ZoneInfo("Europe/London")).hour == 13
