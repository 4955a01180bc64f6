"""First paint of the packaged program beside the same program from source: python -m tests.bench.bundle PROGRAM.

Both are started as a person starts them, on copies of one demonstration book, in turn, on a virtual screen of their
own, and watched from outside: a start ends when the list has its rows on that screen. Linux, with Xvfb.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from PySide6.QtGui import QGuiApplication, QImage

from callbook.system.paths import Paths
from tests.bench.books import book_of, copied
from tests.bench.report import Measured, table
from tests.bench.screen import virtual_screen

# Where the window, placed at the screen's corner, has its list; a row's text there has more colours than a bare panel.
LIST = (90, 120, 260, 600)
COLOURS = 12
LONGEST = 30.0  # seconds


def main() -> None:
    asked = arguments()
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="callbook-bench-") as folder:
        display = virtual_screen(stack)
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        app = QGuiApplication(["bench"])
        book = book_of(Path(tempfile.gettempdir()) / "callbook-bench", 400, 4000)
        bundle, source = [str(asked.program)], [sys.executable, "-m", "callbook"]
        found: dict[str, list[float]] = {"bundle": [], "source": []}
        for run in range(asked.runs + 1):
            for kind, command in (("bundle", bundle), ("source", source)):
                places = copied(book, Path(folder) / kind)
                took = one_start(app, command, places)
                if run:  # the first of each only warms the disk's cache
                    found[kind].append(took * 1000)
        rows = [Measured("start to painted", "ms", found["bundle"], found["source"], "the same from source")]
        print(table(rows))
        print(f"ratio {median(found['bundle']) / median(found['source']):.3f}")
        print(f"bundle {listed(found['bundle'])}\nsource {listed(found['source'])}")


def listed(milliseconds: Sequence[float]) -> str:
    return " ".join(f"{each:.0f}" for each in milliseconds)


def one_start(app: QGuiApplication, command: list[str], places: Paths) -> float:
    """Seconds from starting the process to the rows of the list standing on the screen."""
    begun = time.perf_counter()
    with subprocess.Popen([*command, "--data", str(places.folder)], start_new_session=True) as child:
        try:
            while not painted(app):
                if time.perf_counter() - begun > LONGEST or child.poll() is not None:
                    raise RuntimeError(f"{command[0]} painted nothing")
            return time.perf_counter() - begun
        finally:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            wait_until_gone(app)


def painted(app: QGuiApplication) -> bool:
    """Whether the list's place on the screen holds text."""
    app.processEvents()
    image = app.primaryScreen().grabWindow(0, *LIST).toImage().convertToFormat(QImage.Format.Format_RGB32)
    if image.isNull():
        return False
    middle = image.width() // 2
    seen = {image.pixel(x, y) for y in range(0, image.height(), 3) for x in range(0, middle, 3)}
    return len(seen) >= COLOURS


def wait_until_gone(app: QGuiApplication) -> None:
    end = time.perf_counter() + LONGEST
    while painted(app) and time.perf_counter() < end:
        time.sleep(0.01)


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser("python -m tests.bench.bundle", description=__doc__)
    made.add_argument("program", type=Path, help="the bundle's program: build/bundle/callbook/callbook")
    made.add_argument("--runs", type=int, default=10, help="counted starts of each")
    asked = made.parse_args()
    if not asked.program.is_file():
        made.error(f"{asked.program} is not there; make it with: python3 packaging/dev.py build")
    return asked


if __name__ == "__main__":
    main()
