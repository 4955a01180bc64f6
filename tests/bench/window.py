"""Driving the real window by keys: what takes how long until it is painted."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget

from callbook.app import Program, application, open_window
from callbook.system.paths import Paths
from callbook.ui.prospects.panel import SEARCH_MS
from tests.bench.books import NOW, ZONE
from tests.bench.floors import Plain
from tests.bench.painted import Painted
from tests.bench.report import Measured

WORDS = ("dental", "whitlock", "leeds", "studio", "0161 496", "bakery", "müller", "杭州", "owner", "zahnarzt berlin")


def measure_window(places: Paths, runs: int) -> list[Measured]:
    """Search, select and save, `runs` times each and each right beside its floor, in one window on a copied book."""
    with driven(places) as window:
        return [window.search(runs), window.select(runs), window.save(runs)]


@contextmanager
def driven(places: Paths) -> Iterator["Driven"]:
    app = application(["callbook"])
    begun = time.monotonic()
    program = open_window(app, places, lambda: NOW + timedelta(seconds=time.monotonic() - begun), ZONE, "light")
    program.window.resize(1320, 840)  # the offscreen screen is smaller, and a narrow window hides the history
    plain = Plain(places.book)
    try:
        found = Driven(app, program, plain)
        found.rest()
        yield found
    finally:
        plain.close()
        program.window.hide()
        program.session.worker.finish()
        program.book.close()


class Driven:
    """A window, the keyboard before it, and the plain connection beside it."""

    def __init__(self, app: QApplication, program: Program, plain: Plain) -> None:
        self.app = app
        self.program = program
        self.plain = plain
        self.list = the_list(program)
        self.box = the_search(program)

    def rest(self) -> None:
        """Let everything that waits be done, so that it is in nobody's time."""
        for _ in range(5):
            self.app.processEvents()
            self.program.session.worker.finish()

    def search(self, runs: int) -> Measured:
        """From the last key of a word until the rows found are painted."""
        ours, floor = [], []
        rows = self.list.viewport().height() // max(1, self.list.sizeHintForRow(0)) + 2
        for run in range(runs):
            word = WORDS[run % len(WORDS)]
            floor.append(self.plain.search(word.split(), rows))
            ours.append(self._search(word))
        what = f"search key to painted (waits {SEARCH_MS} ms for the next key)"
        return Measured(what, "ms", ours, floor, "the same rows and their count by plain sqlite3")

    def _search(self, word: str) -> float:
        self._clear()
        self._wait_for_search(lambda: type_text(self.box, word[:-1]))
        self.rest()
        return self._wait_for_search(lambda: type_text(self.box, word[-1]))

    def _clear(self) -> None:
        """Show the queue again."""
        if self.box.text():
            self._wait_for_search(self.box.clear)

    def _wait_for_search(self, do: Callable[[], object]) -> float:
        found: list[bool] = []
        connection = self.list.model().modelReset.connect(lambda: found.append(True))
        took = self._until_painted(self.list.viewport(), do, lambda: bool(found))
        QObject.disconnect(connection)
        return took

    def select(self, runs: int) -> Measured:
        """From Down in the list until the panel and the history of the next prospect are painted."""
        page = self.program.window.page
        self._clear()
        page.list.focus_list()
        ours, floor = [], []
        for _ in range(runs):
            self.rest()
            before = page.call.prospect_id
            took = self._until_painted(
                page.history.list.viewport(),
                lambda: QTest.keyClick(self.list, Qt.Key.Key_Down),
                partial(self._another, before),
            )
            ours.append(took)
            floor.append(self.plain.select(page.call.prospect_id))
        return Measured("select to painted panel", "ms", ours, floor, "everything shown of it by plain sqlite3")

    def save(self, runs: int) -> Measured:
        """From the key of an outcome that saves by itself until the next prospect is painted."""
        page = self.program.window.page
        self._clear()
        page.begin()
        ours, floor = [], []
        for _ in range(min(runs, self.list.model().rowCount() - 1)):
            self.rest()
            before = page.call.prospect_id
            ours.append(
                self._until_painted(
                    page.call,
                    lambda: QTest.keyClick(self.program.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
                    partial(self._another, before),
                )
            )
            floor.append(self.plain.save(before, page.call.prospect_id))
        return Measured("save to next painted", "ms", ours, floor, "the same rows written and read by plain sqlite3")

    def _another(self, before: int) -> bool:
        """Whether another prospect is shown than before, ready to be called."""
        call = self.program.window.page.call
        return call.prospect_id not in (0, before) and call.state is None

    def _until_painted(self, widget: QWidget, do: Callable[[], object], ready: Callable[[], bool]) -> float:
        painted = Painted(self.app, widget)
        begun = time.perf_counter()
        do()
        return (painted.wait(ready) - begun) * 1000


def the_list(program: Program) -> QListView:
    found = program.window.page.list.findChild(QListView)
    assert isinstance(found, QListView)
    return found


def the_search(program: Program) -> QLineEdit:
    found = program.window.page.list.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def type_text(field: QWidget, text: str) -> None:
    """Press a key for each letter, of any script."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter))
