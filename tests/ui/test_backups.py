"""Backups made by themselves: when they are due, that they can be trusted, and that a failure is told."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.prospect import Prospect
from callbook.services import prospects, upkeep
from callbook.storage.backup import backups
from callbook.storage.opening import open_book
from callbook.ui.backups import LOOK_EVERY_MS
from tests.ui.conftest import Clock, Keys, add


def made(program: Program) -> list[datetime]:
    """When the backups beside the book were made, oldest first."""
    return [backup.made_at for backup in reversed(backups(program.book.path.parent / "backups"))]


def on_the_rail(program: Program) -> str:
    return program.window._rail.findChildren(QToolButton)[-1].text()


def look(program: Program) -> None:
    """What the timer does every minute, and the worker's answer."""
    program.backups._timer.timeout.emit()
    program.session.worker.finish()


def close(program: Program) -> None:
    """Close the window as leaving the program does: no timer of it runs any more."""
    program.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def written_at(program: Program, moment: datetime) -> None:
    """Give the book's file the time of the test's clock."""
    os.utime(program.book.path, (moment.timestamp(), moment.timestamp()))


def test_a_backup_is_due_after_half_an_hour_in_which_something_was_written(
    program: Program, clock: Clock, qtbot: QtBot
) -> None:
    assert program.backups._timer.interval() == LOOK_EVERY_MS
    assert on_the_rail(program) == "No\nbackup"
    clock.on(minutes=29, seconds=59)
    look(program)
    assert made(program) == []
    clock.on(seconds=1)
    with qtbot.waitSignal(program.backups.made):
        look(program)
    assert made(program) == [datetime(2026, 11, 24, 11, 11, tzinfo=UTC)]
    assert on_the_rail(program) == "Backup\n11:11"
    clock.on(hours=3)  # and nothing is written
    look(program)
    assert len(made(program)) == 1
    add(program, "Osprey Logistics")
    with qtbot.waitSignal(program.backups.made):
        look(program)
    assert on_the_rail(program) == "Backup\n14:11"
    add(program, "Fen Joinery")
    clock.on(minutes=29)
    look(program)
    assert len(made(program)) == 2


def test_the_backup_is_a_whole_book(program: Program, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.backups.made) as told:
        program.backups.make()
    path = told.args[0].path
    assert upkeep.check(path) == []
    copy = open_book(path, before_migration=lambda _: None)
    names = [copy.get(Prospect, key) for key in (1, 2, 3)]
    copy.close()
    assert [each.name for each in names if each is not None] == ["Northgate Dental", "Halden Outdoor", "Larch Bakery"]


def test_one_at_a_time(program: Program, qtbot: QtBot) -> None:
    told: list[object] = []
    program.backups.made.connect(told.append)
    program.backups.make()
    program.backups.make()
    qtbot.waitUntil(lambda: bool(told))
    program.session.worker.finish()
    QApplication.processEvents()
    assert len(told) == len(made(program)) == 1
    program.backups.make()
    qtbot.waitUntil(lambda: len(told) == 2)


def test_by_hand_from_the_palette(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_K)
    keys.type("back up now")
    with qtbot.waitSignal(program.backups.made):
        keys.press(Qt.Key.Key_Return)
    assert on_the_rail(program) == "Backup\n10:41"


def test_what_is_written_while_it_runs_is_owed_to_the_next(program: Program, clock: Clock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.backups.made):
        program.backups.make()
        add(program, "Osprey Logistics")
    clock.on(minutes=30)
    with qtbot.waitSignal(program.backups.made):
        look(program)


def test_at_closing_what_was_written_is_backed_up_and_nothing_else(
    open_program: Callable[[], Program], clock: Clock
) -> None:
    program = open_program()
    add(program, "Northgate Dental")
    close(program)
    written_at(program, clock.now)
    assert made(program) == [clock.now]
    clock.on(hours=1)
    again = open_program()
    assert on_the_rail(again) == "Backup\n10:41"
    close(again)
    written_at(again, clock.now)
    assert len(made(again)) == 1
    clock.on(days=1)
    tomorrow = open_program()
    assert on_the_rail(tomorrow) == "Backup\n24 Nov"
    tomorrow.session.do(prospects.mark_do_not_call, [1])
    close(tomorrow)
    assert len(made(tomorrow)) == 2


def test_a_book_that_a_crash_left_without_its_backup_is_owed_one(
    open_program: Callable[[], Program], clock: Clock, qtbot: QtBot
) -> None:
    program = open_program()
    add(program, "Northgate Dental")
    close(program)
    clock.on(hours=1)
    written_at(program, clock.now)  # after the backup
    clock.on(hours=1)
    again = open_program()
    clock.on(minutes=30)
    with qtbot.waitSignal(again.backups.made):
        look(again)
    assert len(made(again)) == 2


@pytest.fixture
def no_folder(program: Program) -> Path:
    """A file lies where the folder of the backups should be."""
    path = program.book.path.parent / "backups"
    path.write_text("in the way", encoding="utf-8")
    return path


def test_a_backup_that_fails_is_told_and_tried_again(
    program: Program, no_folder: Path, clock: Clock, qtbot: QtBot
) -> None:
    clock.on(minutes=30)
    with qtbot.waitSignal(program.backups.failed):
        look(program)
    assert program.window.notice_text() == "The backup could not be written. Check the disk and its free space."
    assert on_the_rail(program) == "No\nbackup"
    no_folder.unlink()
    clock.on(minutes=1)
    with qtbot.waitSignal(program.backups.made):
        look(program)
    assert on_the_rail(program) == "Backup\n11:12"


def test_a_backup_that_fails_at_closing_does_not_keep_the_window_open(
    program: Program, no_folder: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(program.backups.failed):
        program.close()
    assert no_folder.read_text(encoding="utf-8") == "in the way"


def test_a_damaged_book_is_never_kept_as_a_backup(program: Program, qtbot: QtBot) -> None:
    program.book.settle()
    with program.book.path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)
    with qtbot.waitSignal(program.backups.failed):
        program.backups.make()
    assert made(program) == []
    assert list((program.book.path.parent / "backups").iterdir()) == []
