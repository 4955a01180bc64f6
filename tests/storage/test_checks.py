"""Damage is noticed: one changed letter, a lost row, a total that does not fit, a file that breaks off."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from callbook.domain.errors import StorageError
from callbook.services.upkeep import Finding, check
from callbook.storage.checks import damaged_rows, integrity_faults, unindexed, unsteady
from callbook.storage.engine import Connection
from callbook.storage.records import TABLE_MAPS
from tests.storage.desk import TODAY, Desk


@pytest.fixture
def full(desk: Desk) -> Path:
    """A closed book with something in every table of a day's work."""
    number = desk.add("Northgate Dental", "0161 496 0142", tags=("dental",), people=("Ann Lee",), notes="Ask for Ann.")
    desk.log(number, "Talked", note="They book by phone.", due=TODAY, version_id=desk.script().version.id)
    desk.book.settle()
    desk.book.close()
    return desk.path


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA foreign_keys = 0")
        other.execute(sql)
        other.commit()


def test_a_sound_book_has_no_findings(full: Path) -> None:
    before = full.read_bytes()
    assert check(full) == []
    assert full.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE prospect SET name = 'Northgate Dentel'", "prospect"),
        ("UPDATE prospect SET notes = 'Ask for Ann'", "prospect"),
        ("UPDATE prospect SET do_not_call_at = NULL, deleted_at = NULL, tries = tries + 1", "prospect"),
        ("UPDATE contact SET name = ''", "contact"),
        ("UPDATE phone SET typed = '0161 496 0143'", "phone"),
        ("UPDATE call SET note = note || ' '", "call"),
        ("UPDATE call SET seconds = seconds + 1", "call"),
        ("UPDATE next_action SET text = 'x'", "next_action"),
        ("UPDATE tag SET name = 'rental'", "tag"),
        ("UPDATE opener SET text = 'Goodbye?' WHERE id = 1", "opener"),
        ("UPDATE outcome SET label = 'Maybe' WHERE id = 1", "outcome"),
        ("UPDATE setting SET value = '21' WHERE key = 'daily_goal'", "setting"),
    ],
)
def test_a_value_changed_behind_our_back_is_noticed(full: Path, sql: str, table: str) -> None:
    change(full, sql)
    found = check(full)
    assert found[0] == Finding(table, 1, "rows whose checksum does not fit their content")
    assert {other.table for other in found[1:]} <= {"call_fact", "day_sum"}  # what is counted from it fits no more


def test_every_table_is_looked_at(full: Path) -> None:
    for table in TABLE_MAPS:
        change(full, f"UPDATE {table} SET crc = crc + 1")
    with closing(Connection(full, read_only=True)) as book:
        counts = {table: book.sql(f"SELECT count(*) FROM {table}")[0][0] for table in TABLE_MAPS}
        assert damaged_rows(book) == {table: rows for table, rows in counts.items() if rows}


@pytest.mark.parametrize("word", [b"Northgate Dental", b"0161 496 0142", b"They book by phone", b"Ask for Ann"])
def test_a_bit_flipped_in_the_file_is_noticed(full: Path, word: bytes) -> None:
    """SQLite's own check passes most of these."""
    data = full.read_bytes()
    table = data.index(word, first_byte_of_rows(full))
    random = Random(word)
    for _ in range(8):
        damaged = bytearray(data)
        damaged[table + random.randrange(len(word))] ^= 1 << random.randrange(8)
        full.write_bytes(damaged)
        assert check(full) != []
    full.write_bytes(data)
    assert check(full) == []


def first_byte_of_rows(path: Path) -> int:
    """Where the first table's pages begin: the text index and the indexes repeat some words elsewhere."""
    with closing(sqlite3.connect(path)) as book:
        page = book.execute("PRAGMA page_size").fetchone()[0]
        tables = "SELECT min(rootpage) FROM sqlite_master WHERE name IN ('prospect', 'phone', 'call')"
        return (int(book.execute(tables).fetchone()[0]) - 1) * int(page)


def test_bytes_that_are_no_text_are_counted_and_not_stumbled_over(full: Path) -> None:
    change(full, "UPDATE contact SET name = CAST(x'416eff' AS TEXT)")
    assert check(full) == [Finding("contact", 1, "rows whose checksum does not fit their content")]


def test_rows_that_went_missing_are_noticed(full: Path) -> None:
    change(full, "DELETE FROM prospect")
    found = {finding.what for finding in check(full)}
    assert {
        "a row of contact points to a prospect that is not there",
        "a row of call points to a prospect that is not there",
    } <= found
    assert "rows missing from the text index, or left over in it" in found


def test_totals_that_do_not_fit_are_noticed(full: Path) -> None:
    change(full, "UPDATE prospect SET next_due = NULL")
    change(full, "UPDATE prospect SET last_call_at = '2020-01-01T00:00:00Z'")
    with closing(Connection(full, read_only=True)) as book:
        assert unsteady(book) == {
            "rows whose next action is not that of their open next action": 1,
            "rows whose last call is not that of their calls": 1,
        }
        assert integrity_faults(book) == []
        assert unindexed(book) == {}


UNREADABLE = Finding("book", 1, "the file is damaged and could not be read to its end")


def test_a_file_that_breaks_off_is_damaged(full: Path) -> None:
    data = full.read_bytes()
    full.write_bytes(data[: len(data) // 2])
    with pytest.raises(StorageError, match="damaged"):
        check(full)


@pytest.mark.parametrize("byte", [b"\x00", b"\xff"])
@pytest.mark.parametrize("table", ["prospect", "call", "call_text_data"])
def test_a_page_of_nothing_is_a_finding(full: Path, table: str, byte: bytes) -> None:
    with closing(sqlite3.connect(full)) as book:
        page = book.execute("PRAGMA page_size").fetchone()[0]
        (root,) = book.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data = bytearray(full.read_bytes())
    data[(root - 1) * page : root * page] = byte * page
    full.write_bytes(data)
    assert UNREADABLE in check(full)


def test_no_check_of_what_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Northgate\n" * 100, encoding="utf-8")
    with pytest.raises(StorageError, match="not a book"):
        check(path)
    with pytest.raises(StorageError, match="cannot be opened"):
        check(tmp_path / "none.book")
