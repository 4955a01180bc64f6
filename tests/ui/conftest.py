"""A whole window on a real book, a clock that the test moves, and keys that are counted."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from callbook.app import Program, open_window
from callbook.domain.change import Change
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.services import prospects
from callbook.services.prospects import Draft
from callbook.system.paths import paths
from callbook.ui.theme import Theme
from tests.new_book import copy_new_book

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)


def dressed(application: QApplication, choice: str) -> Theme:
    """A theme in force, for a part that is built alone."""
    theme = Theme(application, choice)
    theme.apply()
    return theme


def clear_away(application: QApplication) -> None:
    """Leave nothing of windows and dialogs that were closed, and then no style sheet, as at the start of the program: a
    window is built faster before it is dressed. The sheet is never taken off what lives: that has ended in Qt."""
    for window in application.topLevelWidgets():
        # Other windows without a parent have an owner nonetheless: a completer frees the list that it drops down.
        if isinstance(window, QDialog | QMainWindow) and not window.isVisible() and window.parent() is None:
            window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
    if not application.allWidgets():
        application.setStyleSheet("")


class Clock:
    def __init__(self, now: datetime = TUESDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


class Keys:
    """Presses keys where the keyboard is, and counts them; what is typed into a field is not counted."""

    def __init__(self, application: QApplication) -> None:
        self.presses = 0
        self._application = application

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.presses += 1
        QTest.keyClick(self.target(), key, modifiers)
        self._application.processEvents()

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.target(), text)
        self._application.processEvents()

    def target(self) -> QWidget:
        target = self._application.focusWidget() or self._application.activeWindow()
        assert target is not None, "nothing has the keyboard"
        return target


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(qapp: QApplication) -> Keys:
    return Keys(qapp)


@pytest.fixture
def open_program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Program]]:
    """Opens the window on the book of this test; again, too, after it was closed."""
    opened: list[Program] = []

    def start(theme: str = "light") -> Program:
        places = paths(tmp_path / "data")
        if not places.book.exists():
            copy_new_book(places.book, TUESDAY)
        if not any(one.window.isVisible() for one in opened if isValid(one.window)):
            clear_away(qapp)
        program = open_window(qapp, places, clock, LONDON, theme)
        opened.append(program)
        qtbot.waitUntil(program.window.isActiveWindow)
        return program

    yield start
    for program in opened:
        if isValid(program.window) and program.window.isVisible():
            program.close()
        # Windows left over would be styled again with each one opened after them.
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
    if not qapp.allWidgets():
        qapp.setStyleSheet("")


@pytest.fixture
def program(open_program: Callable[[], Program]) -> Program:
    """A window on a book with three prospects."""
    program = open_program()
    for name, number in (
        ("Northgate Dental", "0161 496 0142"),
        ("Halden Outdoor", "0113 496 0123"),
        ("Larch Bakery", ""),
    ):
        add(program, name, number)
    program.window.page.begin()
    return program


def add(program: Program, name: str, number: str = "", **fields: str) -> int:
    phones = (Phone(typed=number),) if number else ()
    draft = Draft(Prospect(name=name, country="GB", **fields), (Contact(name=f"Owner of {name}"),), phones)  # type: ignore[arg-type]
    change = program.session.do(prospects.add, draft)
    assert isinstance(change, Change)
    return change.one("prospect")
