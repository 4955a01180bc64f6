"""Keeping a book sound, as the window and the command line do it; storage/test_backup.py looks closer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from callbook.services import upkeep
from callbook.services.upkeep import Finding
from callbook.storage.backup import backups
from callbook.storage.engine import Connection
from tests.storage.desk import TUESDAY, Desk, dump, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def test_a_day_of_backups(desk: Desk, tmp_path: Path) -> None:
    """Every half hour in which something was written, and the newest is the one that counts."""
    folder, steps, last = tmp_path / "backups", 0, None
    for half_hour in range(16):
        desk.on(minutes=30)
        if half_hour % 4 == 0:
            desk.add(f"Northgate {half_hour}")
        if upkeep.backup_is_due(desk.book.steps - steps, last, desk.now):
            last, steps = upkeep.backup(desk.path, folder, desk.now).made_at, desk.book.steps
    assert len(backups(folder)) == 4
    newest = upkeep.last_backup(folder)
    assert newest is not None
    assert newest.made_at == last
    assert dump(newest.path) == desk.dump()


def test_a_changed_byte_is_found_while_the_book_is_open(desk: Desk) -> None:
    number = desk.add("Northgate Dental")
    desk.log(number, note="They book by phone.")
    assert upkeep.check(desk.path) == []
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("UPDATE call SET note = 'They book by phone,'")
        other.commit()
    wanted = [Finding("call", 1, "rows whose checksum does not fit their content")]
    assert upkeep.check(desk.path) == wanted
    with closing(Connection(desk.path, read_only=True)) as reader:
        assert list(upkeep.findings(reader)) == wanted


def test_findings_say_which_rows_of_what(desk: Desk) -> None:
    desk.log(desk.add("Northgate"), due=TUESDAY + timedelta(days=1))
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("UPDATE prospect SET next_due = NULL")
        other.execute("DELETE FROM call_text")
        other.commit()
    assert upkeep.check(desk.path) == [
        Finding("prospect", 1, "rows whose checksum does not fit their content"),
        Finding("call_text", 1, "rows missing from the text index, or left over in it"),
        Finding("prospect", 1, "rows whose next action is not that of their open next action"),
    ]


def test_a_copy_to_look_at(desk: Desk, tmp_path: Path) -> None:
    desk.add("Northgate")
    upkeep.copy_book(desk.path, tmp_path / "full" / "callbook.book")
    assert dump(tmp_path / "full" / "callbook.book") == desk.dump()
    assert upkeep.check(tmp_path / "full" / "callbook.book") == []
