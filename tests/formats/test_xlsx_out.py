"""Workbooks, read back by openpyxl cell for cell."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from callbook.formats import xlsx_out
from callbook.formats.table_out import Cell
from callbook.formats.xlsx_out import MOST_TEXT, Heading, Workbook

HEADINGS = (Heading("Company", 30), Heading("When"), Heading("Length"))


def written(folder: Path, *rows: tuple[Cell, ...]) -> openpyxl.Workbook:
    file = io.BytesIO()
    with Workbook(file, folder) as workbook:
        sheet = workbook.sheet("Prospects", HEADINGS)
        for row in rows:
            sheet.add(row)
    return openpyxl.load_workbook(file)


def sheet(workbook: openpyxl.Workbook, name: str = "Prospects") -> Worksheet:
    found = workbook[name]
    assert isinstance(found, Worksheet)
    return found


def values(found: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in found.iter_rows(min_row=2, values_only=True)]


def test_each_kind_of_cell_is_of_that_kind(tmp_path: Path) -> None:
    row: tuple[Cell, ...] = (
        "Larch", datetime(2026, 11, 24, 10, 41), timedelta(hours=26, seconds=5), date(2026, 11, 24),
        12, True, False, None,
    )  # fmt: skip
    found = sheet(written(tmp_path, row))
    (cells,) = found.iter_rows(min_row=2)
    assert [cell.value for cell in cells[:6]] == [
        "Larch", datetime(2026, 11, 24, 10, 41), timedelta(hours=26, seconds=5), datetime(2026, 11, 24), 12, "yes",
    ]  # fmt: skip
    assert [cell.data_type for cell in cells[:6]] == ["s", "d", "d", "d", "n", "s"]
    assert [cell.number_format for cell in cells[1:4]] == ["yyyy-mm-dd hh:mm", "[h]:mm:ss", "yyyy-mm-dd"]
    assert [cell.value for cell in cells[6:]] == []


@pytest.mark.parametrize("text", ["=1+1", "{=1}", "+44 161", "-5", "@x", "https://a.example", "007", "1.5", "TRUE"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    (cell, *_), *_ = sheet(written(tmp_path, (text,))).iter_rows(min_row=2)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_header_stays_in_sight_and_columns_are_as_wide_as_asked(tmp_path: Path) -> None:
    found = sheet(written(tmp_path, ("Larch",)))
    assert [cell.value for cell in found[1]] == ["Company", "When", "Length"]
    assert found.freeze_panes == "A2"
    assert [round(found.column_dimensions[letter].width) for letter in "AB"] == [31, 15]
    assert found["A1"].font.b


def test_a_day_before_excels_calendar_is_a_text(tmp_path: Path) -> None:
    row = (date(1899, 12, 31), datetime(1066, 10, 14, 9, 0), date(1900, 3, 1))
    assert values(sheet(written(tmp_path, row))) == [("1899-12-31", "1066-10-14 09:00:00", datetime(1900, 3, 1))]


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20), max_size=4))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    read = values(sheet(written(tmp_path_factory.getbasetemp(), *((text, "end") for text in texts))))
    assert [row[0] or "" for row in read] == texts


def test_lines_within_a_cell_stay(tmp_path: Path) -> None:
    assert values(sheet(written(tmp_path, ("one\ntwo\tthree",)))) == [("one\ntwo\tthree", None, None)]


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_what_is_too_long_for_a_cell_goes_on_in_another_sheet(tmp_path: Path, letter: str) -> None:
    text = letter * (MOST_TEXT * 2 + 5)
    workbook = written(tmp_path, ("short",), ("Larch", text))
    begun = values(sheet(workbook))[1][1]
    more = values(sheet(workbook, "Long texts"))
    assert [row[:4] for row in more] == [("Prospects", 3, 2, part) for part in range(2, 2 + len(more))]
    assert "".join([str(begun), *(str(row[4]) for row in more)]) == text


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_out, "MOST_ROWS", 3)
    workbook = written(tmp_path, ("one",), ("two",), ("three",))
    assert workbook.sheetnames == ["Prospects", "Prospects 2"]
    assert [[row[0] for row in values(sheet(workbook, name))] for name in workbook.sheetnames] == [
        ["one", "two"],
        ["three"],
    ]
    assert [cell.value for cell in sheet(workbook, "Prospects 2")[1]] == ["Company", "When", "Length"]


def test_an_error_within_leaves_no_open_file(tmp_path: Path) -> None:
    with pytest.raises(TypeError), Workbook(io.BytesIO(), tmp_path) as workbook:
        workbook.sheet("Prospects", HEADINGS).add(None)  # type: ignore[arg-type]


class Full(io.BytesIO):
    """A disk without room."""

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_the_error_it_is(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"), Workbook(Full(), tmp_path) as workbook:
        workbook.sheet("Prospects", HEADINGS)
