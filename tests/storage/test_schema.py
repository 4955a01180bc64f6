"""Records, models and the tables in the file say the same, field by field."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.call import Call
from callbook.domain.change import Op
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.prospect import Prospect, Stage, View
from callbook.storage.records import MAPS, TABLE_MAPS, RowMap, checksum, table_name
from callbook.storage.schema import ADDED, TABLES, Text
from tests.storage.desk import TUESDAY, Desk

SQL_TYPES = {int: "INTEGER", bool: "INTEGER"}
RECORDS = sorted(TABLES, key=lambda record: record.__name__)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_fields_columns_and_table_agree_in_order(desk: Desk, record: type) -> None:
    table = TABLE_MAPS[table_name(TABLES[record])]
    names = [field.name for field in fields(record)]
    assert list(table.columns) == names
    in_file = desk.book.sql(f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table.table}')")
    assert [name for name, *_ in in_file if name != "crc"] == names
    assert ("crc", "INTEGER", 1, 0) in in_file
    assert next(name for name, _, _, key in in_file if key) == names[0] == "id"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_types_and_what_may_be_missing_agree(desk: Desk, record: type) -> None:
    table = MAPS[record].table
    in_file = {name: (kind, needed) for name, kind, needed in columns_of(desk, table)}
    for name, hint in get_type_hints(record).items():
        kinds = getattr(hint, "__args__", (hint,))
        wanted = next((SQL_TYPES[kind] for kind in kinds if kind in SQL_TYPES), "TEXT")
        kind, needed = in_file[name]
        assert kind == wanted, name
        # created_at, started_at and the like are None only until the row is written.
        if not needed and name != "id":
            assert type(None) in kinds, name
        model = getattr(TABLES[record], name)
        assert model.null is (not needed and name != "id"), name


def columns_of(desk: Desk, table: str) -> list[tuple[Any, ...]]:
    return desk.book.sql(f"SELECT name, type, \"notnull\" FROM pragma_table_info('{table}')")


def test_every_table_is_strict_and_has_a_record(desk: Desk) -> None:
    tables = desk.book.sql("SELECT name, strict, type FROM pragma_table_list WHERE schema = 'main'")
    ours = {name for name, strict, kind in tables if kind == "table" and strict}
    assert ours == set(TABLE_MAPS) | {"call_fact", "day_sum", "answer_fact"}  # these are counted from the calls
    loose = {name for name, strict, kind in tables if kind == "table" and not strict}
    assert {name for name in loose if not name.startswith("sqlite_")} == set()


def test_nothing_in_the_file_acts_by_itself(desk: Desk) -> None:
    """No trigger, no view, no cascade: undo would never see what they do."""
    assert desk.book.sql("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')") == []
    assert desk.book.sql("SELECT name FROM sqlite_master WHERE sql LIKE '%CASCADE%'") == []


def test_every_reference_has_an_index_that_begins_with_it(desk: Desk) -> None:
    """Without one each delete reads the whole table that might point to the row."""
    for table in TABLE_MAPS:
        begins = {
            desk.book.sql(f"SELECT name FROM pragma_index_info('{index}')")[0][0]
            for (index,) in desk.book.sql(f"SELECT name FROM pragma_index_list('{table}')")
        }
        refers = {column for (column,) in desk.book.sql(f"SELECT \"from\" FROM pragma_foreign_key_list('{table}')")}
        assert refers <= begins, table


WHOLE: list[Any] = [
    Prospect(
        id=0, uuid="u1", created_at=TUESDAY, deleted_at=TUESDAY, name="Müller & Söhne 会社",
        website="https://x.example", address="1 High St", city="Köln", region="NW", postcode="50667", country="DE",
        zone="Europe/Berlin", source="fair", notes="two\nlines", what_they_do="a", how_they_do_it="b", sets_apart="c",
        how_we_fit="d", who_decides="e", stage=Stage.RESTING, do_not_call_at=TUESDAY, tries=3, last_call_at=TUESDAY,
        next_due=date(2026, 12, 1),
    ),
    Prospect(uuid="u2", created_at=TUESDAY, next_due=datetime(2026, 12, 1, 9, 30, tzinfo=UTC)),
    Call(
        uuid="u3", started_at=TUESDAY, zone="Europe/London", their_zone="Europe/Berlin", their_weekday=1, their_hour=11,
        picked_up_at=TUESDAY, ended_at=TUESDAY, saved_at=TUESDAY, seen_at=TUESDAY, seconds=59, outcome="Talked",
        reached=Reached.RIGHT_PERSON, result=Result.INFORMATION, conversation=True, note="n", next_text="thu 9:30",
    ),
    Outcome(uuid="u4", key="1", label="x", action=ActionKind.VISIT, stage=Stage.CLIENT, saves_itself=True),
    NextAction(
        uuid="u5", prospect_id=1, created_at=TUESDAY, due=date(2026, 12, 1), zone="UTC", closing=Closing.HELD,
        closed_at=TUESDAY,
    ),
    View(uuid="u6", name="Leeds", query="city:leeds"),
]  # fmt: skip


def test_what_is_written_is_read_again(desk: Desk) -> None:
    with desk.book.step(Op.SET_UP) as step:
        stored = [step.insert(record) for record in WHOLE]
    for record in stored:
        assert desk.book.get(type(record), record.id) == record
        assert type(record).__slots__  # frozen and without room for anything else


def test_types_come_back_as_they_were(desk: Desk) -> None:
    with desk.book.step(Op.SET_UP) as step:
        outcome = step.insert(WHOLE[3])
    read = desk.book.get(Outcome, outcome.id)
    assert read is not None
    assert read.saves_itself is True
    assert read.conversation is False
    assert read.action is ActionKind.VISIT


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("plain", "plain"),
        ("", ""),
        ("a\0b", "ab"),
        ("half \ud83d pair", "half ? pair"),
        ("\udc80", "?"),
        ("whole 😀 pair", "whole 😀 pair"),
        (None, None),
    ],
)
def test_text_is_stored_as_utf_8_may_hold_it(typed: str | None, stored: str | None) -> None:
    assert Text().db_value(typed) == stored


@given(st.text(st.characters()))
def test_any_text_can_be_stored(text: str) -> None:
    stored = Text().db_value(text)
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert "\0" not in stored
    assert Text().db_value(stored) == stored


LETTERS = st.characters(min_codepoint=32, max_codepoint=126)


@given(st.lists(st.text(LETTERS, min_size=1), min_size=1, max_size=8), st.data())
def test_a_checksum_notices_any_one_changed_letter(row: list[str], data: st.DataObject) -> None:
    """A burst of up to 32 bits never passes a CRC-32."""
    column = data.draw(st.integers(0, len(row) - 1))
    at = data.draw(st.integers(0, len(row[column]) - 1))
    letter = data.draw(LETTERS.filter(lambda letter: letter != row[column][at]))
    damaged = row[column][:at] + letter + row[column][at + 1 :]
    assert checksum([*row[:column], damaged, *row[column + 1 :]]) != checksum(row)


def test_an_empty_value_and_a_missing_one_differ() -> None:
    assert checksum(["", None]) != checksum([None, ""]) != checksum(["", ""])


def test_every_row_carries_the_checksum_of_its_values(desk: Desk) -> None:
    desk.log(desk.add("Northgate Dental", "0161 496 0142", tags=("dental",)), note="Said yes.")
    for rows in TABLE_MAPS.values():
        for *row, crc in desk.book.sql(f"SELECT {', '.join(rows.columns)}, crc FROM {rows.table}"):
            assert crc == rows.checksum(row), rows.table


def test_a_column_added_later_counts_where_it_says_something() -> None:
    rows = MAPS[Call]
    call = Call(id=1, uuid="u", note="said yes")
    plain = rows.row(call)
    assert rows.checksum(plain) == checksum(plain[1 : -len(rows.added)])
    told = {rows.checksum(rows.row(replace(call, **{name: 7}))) for name in ("paused_seconds", "answered_by")}
    assert len(told | {rows.checksum(plain)}) == 3


@pytest.mark.parametrize("record", ADDED)
def test_what_was_added_stands_last_with_what_old_rows_hold(record: type) -> None:
    rows, added = MAPS[record], ADDED[record]
    assert rows.columns[-len(added) :] == tuple(added)
    assert {name: getattr(record(), name) for name in added} == added


def test_a_map_holds_whole_statements() -> None:
    rows: RowMap = MAPS[View]
    assert rows.select == "SELECT id, uuid, deleted_at, position, name, query FROM view WHERE id = ?"
    assert rows.insert == (
        "INSERT INTO view (id, uuid, deleted_at, position, name, query, crc) VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    assert rows.update == (
        "UPDATE view SET uuid = ?, deleted_at = ?, position = ?, name = ?, query = ?, crc = ? WHERE id = ?"
    )
    assert rows.delete == "DELETE FROM view WHERE id = ?"
