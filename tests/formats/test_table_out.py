"""Tables for a spreadsheet: readable by any, computed by none, and every text back as it was."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.phone import e164
from callbook.formats.csv_file import read_table
from callbook.formats.table_out import Cell, cell_text, defused, undefused, write_csv

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def written(*rows: tuple[Cell, ...]) -> bytes:
    file = io.BytesIO()
    write_csv(file, rows)
    return file.getvalue()


def test_a_table_byte_for_byte() -> None:
    rows = (
        ("Company", "Due", "Début"),
        ("Halden, Outdoor", date(2026, 11, 24), "à 9 h"),
        ('The "Larch"', datetime(2026, 11, 24, 10, 41, 5), "two\nlines"),
    )
    assert written(*rows) == (
        b"\xef\xbb\xbfCompany,Due,D\xc3\xa9but\r\n"
        b'"Halden, Outdoor",2026-11-24,\xc3\xa0 9 h\r\n'
        b'"The ""Larch""",2026-11-24 10:41:05,"two\nlines"\r\n'
    )


@pytest.mark.parametrize(
    "cell, expected",
    [
        (None, ""),
        (True, "yes"),
        (False, ""),
        (0, "0"),
        (-3, "-3"),
        (timedelta(seconds=200), "0:03:20"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(999, 1, 2, 3, 4, 5), "0999-01-02 03:04:05"),
        ("plain", "plain"),
    ],
)
def test_cells_as_text(cell: Cell, expected: str) -> None:
    assert cell_text(cell) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("=1+1", "'=1+1"),
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-5 % this year", "'-5 % this year"),
        ("\tindented", "'\tindented"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
        # Numbers: with their groups apart nobody computes them; the others would lose their + or be subtracted.
        ("+44 161 496 0142", "+44 161 496 0142"),
        ("+44 (0)161 496 0142", "+44 (0)161 496 0142"),
        ("+1 (212) 555 0100", "+1 (212) 555 0100"),
        ("+441614960142", "'+441614960142"),
        ("+1-212-555-0100", "'+1-212-555-0100"),
        ("+44 161-496", "'+44 161-496"),
        ("+44 A1", "'+44 A1"),
        ("0161 496 0142", "0161 496 0142"),
    ],
)
def test_what_would_be_computed_gets_an_apostrophe(text: str, expected: str) -> None:
    assert defused(text) == expected
    assert undefused(expected) == text


def test_a_number_with_an_apostrophe_is_still_that_number() -> None:
    for typed in ("+441614960142", "+1-212-555-0100", "+44 161 496 0142"):
        assert e164(defused(typed), "GB") == e164(typed, "GB") != ""


ANY = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("'=+-@\t\r\n 0123456789(")), max_size=12)


@given(ANY)
def test_no_cell_begins_as_a_formula_and_each_comes_back(text: str) -> None:
    safe = defused(text)
    assert undefused(safe) == text
    if safe.startswith(DANGEROUS):
        assert safe == text
        assert safe[0] == "+"
        assert set(safe[1:]) <= set("0123456789 ()")
        assert " " in safe or "(" in safe


@given(st.lists(st.tuples(ANY, ANY), max_size=5))
def test_a_csv_reader_gets_every_cell(rows: list[tuple[str, str]]) -> None:
    text = written(("one", "two"), *rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [tuple(map(undefused, row)) for row in read[1:]] == rows


def test_our_own_reader_takes_it_for_what_it_is() -> None:
    table = read_table(written(("Company", "Phone"), ("Larch Bakery", "+44 161 496 0142"), ("Öztürk", "0161 496 0142")))
    assert (table.encoding, table.delimiter, table.header) == ("utf-8-sig", ",", ("Company", "Phone"))
    assert table.rows == (("Larch Bakery", "+44 161 496 0142"), ("Öztürk", "0161 496 0142"))


def test_half_a_character_stops_no_table() -> None:
    assert written(("a\ud800b",)) == b"\xef\xbb\xbfa?b\r\n"
