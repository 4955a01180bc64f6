"""A step of many rows is taken back and done again while the window goes on, and by nothing else in between."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.change import Op
from callbook.services.exchange import plan_import
from callbook.services.importing import run_import
from callbook.services.upkeep import check
from callbook.storage import book as book_module
from callbook.storage.book import PIECE
from callbook.ui.dialogs.replay import ReplayDialog
from tests.ui.conftest import Keys, add

MANY = PIECE // 3 + 1  # prospects, each with a person and a number
ENOUGH = 10_000  # ms


@pytest.fixture
def long(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Many rows have come in, and the list shows them; they are taken back in some dozens of pieces."""
    monkeypatch.setattr(book_module, "PIECE", 100)
    rows = "".join(f"Firm {at:04},Ann Lee,0161 4{at:06}\n" for at in range(MANY))
    plan = plan_import(program.book, f"Company,Contact,Phone\n{rows}".encode(), "x.csv")
    program.session.do(lambda book, now: run_import(book, plan, now=now))
    assert program.session.long_undo
    return program


def everybody(program: Program) -> int:
    return int(program.book.sql("SELECT count(*) FROM prospect WHERE deleted_at IS NULL")[0][0])


@contextmanager
def replay(program: Program, qtbot: QtBot) -> Iterator[ReplayDialog]:
    """The dialog while it is on its way; its end is waited for."""
    dialog = program.window._dialogs[ReplayDialog]
    assert isinstance(dialog, ReplayDialog)
    assert dialog.isVisible()
    yield dialog
    qtbot.waitUntil(dialog.isHidden, timeout=ENOUGH)


def test_the_window_is_painted_meanwhile_and_nothing_is_done_in_it(long: Program, keys: Keys, qtbot: QtBot) -> None:
    before = everybody(long) - MANY
    left: set[int] = set()
    keys.ctrl(Qt.Key.Key_Z)
    with replay(long, qtbot) as dialog:
        dialog._bar.valueChanged.connect(lambda _: left.add(everybody(long)))
        qtbot.waitUntil(lambda: dialog._bar.value() > 0, timeout=ENOUGH)
        long.window.page.list.grab()  # what it shows is half gone
        dialog.reject()
        assert dialog.close() is False
        assert not dialog.isHidden()
    assert len(left) > 3
    assert everybody(long) == before
    assert long.window.notice_text() == "Undone: import"
    assert check(long.book.path) == []
    long.window.activateWindow()
    qtbot.waitUntil(long.window.isActiveWindow, timeout=ENOUGH)
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    with replay(long, qtbot) as dialog:
        assert dialog._words.text() == "Doing it again…"
    assert everybody(long) == before + MANY
    assert long.window.notice_text() == "Done again: import"
    assert (long.book.undo_op, long.book.redo_op) == (Op.IMPORT, None)


def test_what_is_done_in_between_is_said_and_ends_it(long: Program, keys: Keys, qtbot: QtBot) -> None:
    before = everybody(long) - MANY
    keys.ctrl(Qt.Key.Key_Z)
    with replay(long, qtbot) as dialog:
        run = dialog._run
        assert run is not None
        run.advanced.connect(lambda _: add(long, "Halden"), Qt.ConnectionType.SingleShotConnection)
    assert "Something else was written meanwhile." in long.window.notice_text()
    long.session.undo()
    assert long.book.undo_op is Op.IMPORT
    long.session.undo()
    assert everybody(long) == before
    assert check(long.book.path) == []


def test_the_program_ends_only_when_all_of_it_is_done(long: Program, keys: Keys) -> None:
    before = everybody(long) - MANY
    keys.ctrl(Qt.Key.Key_Z)
    long.window.close()
    assert everybody(long) == before
