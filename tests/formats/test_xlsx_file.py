"""Workbooks: sizes and cells of real files, cells of our own, and files made to do harm."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from callbook.domain.errors import UserError
from callbook.formats.xlsx_file import OpenWorkbook, SheetInfo, Value, is_workbook, text_of

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this checkout")

# Files that are refused, as both readers that were asked refuse them.
REFUSED = {
    "xlsx/calamine/issue252.xlsx": "The workbook is damaged.",
    "xlsx/calamine/pass_protected.ods": "The workbook is protected by a password.",
}


def workbook(*rows: tuple[object, ...], title: str = "List") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A small workbook whose only sheet has these rows."""
    source = zipfile.ZipFile(io.BytesIO(workbook(("a",))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            whole = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start, end = whole.index(b"<sheetData>") + 11, whole.index(b"</sheetData>")
                whole = whole[:start] + xml + whole[end:]
            packed.writestr(name, whole)
    return file.getvalue()


@pytest.mark.parametrize(
    "value, text",
    [
        (447700900123.0, "447700900123"), (3.34e13, "33400000000000"), ("3.34E+13", "3.34E+13"), (0.0, "0"),
        (-2.0, "-2"), (0.9876, "0.9876"), (1.5, "1.5"), (7, "7"), (True, "TRUE"), (False, "FALSE"), ("", ""),
        (" 007 ", " 007 "), (date(2020, 7, 23), "2020-07-23"), (datetime(2020, 7, 23), "2020-07-23"),
        (datetime(2020, 7, 23, 9, 0), "2020-07-23 09:00:00"),
        (datetime(2016, 4, 28, 11, 29, 59, 999999), "2016-04-28 11:30:00"),
        (time(9, 30), "09:30"), (time(9, 30, 5), "09:30:05"), (timedelta(hours=26, minutes=3), "26:03:00"),
    ],
)  # fmt: skip
def test_cells_as_a_person_would_type_them(value: Value, text: str) -> None:
    assert text_of(value) == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert text_of(float(number)) == str(number)


def test_a_list_of_our_own_comes_back() -> None:
    data = workbook(
        ("Company", "Phone", "Since", "Called", "Active", "Share"),
        ("Acme", 447700900123, date(2024, 2, 29), datetime(2024, 3, 1, 9, 30), True, 0.25),
        ("Beta", "+44 20 7946 0100", None, None, False, None),
        (None,) * 6,
        ("Gamma", "0113 496 0000", None, None, None, 3),
    )
    assert OpenWorkbook(data).infos == (SheetInfo("List", 5, 6),)
    table = OpenWorkbook(data).table("List")
    assert table.header == ("Company", "Phone", "Since", "Called", "Active", "Share")
    assert table.rows == (
        ("Acme", "447700900123", "2024-02-29", "2024-03-01 09:30:00", "TRUE", "0.25"),
        ("Beta", "+44 20 7946 0100", "", "", "FALSE", ""),
        ("Gamma", "0113 496 0000", "", "", "", "3"),
    )
    assert (table.lines, table.first_line, table.encoding, table.delimiter) == ((2, 3, 5), 2, "", "")


def test_a_title_above_and_sums_below_are_kept_beside_the_table() -> None:
    data = workbook(
        ("Customers of 2024",),
        (),
        ("Company", "Phone", "Email", "City"),
        ("Acme", "555-0100", "a@acme.example", "Leeds"),
        ("Beta", "555-0101", "b@beta.example", "York"),
        (),
        ("2 rows",),
    )
    table = OpenWorkbook(data).table()
    assert table.header == ("Company", "Phone", "Email", "City")
    assert (len(table.rows), table.lines, table.outside) == (2, (4, 5), ("Customers of 2024", "2 rows"))
    bare = OpenWorkbook(data).table(header=False)
    assert (bare.header, len(bare.rows)) == (None, 5)


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "This is not a workbook that can be read."),
        (b"Company,Phone\nAcme,1\n", "This is not a workbook that can be read."),
        (b"PK\x03\x04 and no more", "The workbook is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "This is not a workbook that can be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "The workbook is protected by a password."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "The workbook is damaged."),
        (workbook(("Company", "Phone"))[:-200], "The workbook is damaged."),
        (with_sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
         "The workbook is too large to be read."),
        (with_sheet(b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 1_000),
         "The workbook is too large to be read."),
    ],
    ids=["nothing", "text", "cut zip", "other", "locked", "old and damaged", "cut", "far corner", "unplaced"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, sentence: str) -> None:
    for read in (lambda book: book.infos, lambda book: book.table()):
        with pytest.raises(UserError) as caught:
            read(OpenWorkbook(data))
        assert (caught.value.sentence, bool(caught.value.next_step)) == (sentence, True)


def test_empty_sheets_and_wrong_names() -> None:
    empty = workbook()
    assert OpenWorkbook(empty).infos == (SheetInfo("List", 0, 0),)
    for data, name, sentence in (
        (empty, "", "The sheet is empty."),
        (empty, "List", "The sheet is empty."),
        (workbook(("a",)), "Other", "The workbook has no sheet of this name."),
    ):
        with pytest.raises(UserError) as caught:
            OpenWorkbook(data).table(name)
        assert caught.value.sentence == sentence


def packed(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        write(target)
    return file.getvalue()


def bomb(target: zipfile.ZipFile) -> None:
    with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
        for _ in range(4):
            file.write(b"<row/>" * 1_500_000)


@pytest.mark.parametrize(
    "write, sentence",
    [
        (bomb, "The workbook is too large to be read."),
        (
            lambda target: [target.writestr(f"{at}.xml", "") for at in range(5_100)],
            "The workbook is too large to be read.",
        ),
        (lambda target: target.writestr("word/document.xml", "<a/>"), "This is not a workbook that can be read."),
        (lambda target: target.writestr("xl/workbook.bin", "x"), "This is not a workbook that can be read."),
    ],
    ids=["36 MB out of 36 kB", "thousands of files", "a letter", "binary sheets"],
)
def test_bombs_and_other_zip_files(write: Callable[[zipfile.ZipFile], None], sentence: str) -> None:
    data = packed(write)
    assert is_workbook(data)
    tracemalloc.start()
    try:
        with pytest.raises(UserError) as caught:
            OpenWorkbook(data).table()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.sentence == sentence
    assert peak < 30_000_000


def test_repeated_cells_of_an_open_document_are_counted_before_they_are_laid_out() -> None:
    rows = (
        b'<office:document-content><table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">'
        b'<table:table-cell table:number-columns-repeated="1000" office:value="1"></table:table-cell>'
        b"</table:table-row></table:table></office:document-content>"
    )
    with pytest.raises(UserError) as caught:
        OpenWorkbook(packed(lambda target: target.writestr("content.xml", rows)))
    assert caught.value.sentence == "The workbook is too large to be read."


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook"]))
def test_any_bytes_are_a_workbook_or_a_user_error(data: bytes, start: bytes) -> None:
    with pytest.raises(UserError):
        OpenWorkbook(start + data).table()


# Real files.


def expected() -> list[dict[str, str]]:
    path = DATA / "EXPECTED_xlsx.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row for row in rows if (DATA / row["path"]).is_file()]


@with_data
@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"])
def test_sheets_and_sizes(row: dict[str, str]) -> None:
    data = (DATA / row["path"]).read_bytes()
    if row["path"] in REFUSED:
        with pytest.raises(UserError) as caught:
            OpenWorkbook(data).table()
        assert caught.value.sentence == REFUSED[row["path"]]
        return
    found = OpenWorkbook(data).infos
    assert "; ".join(f"{info.name}:{info.rows}x{info.columns}" for info in found) == row["calamine sheets:rowsxcols"]
    for info in found:
        if info.rows:
            table = OpenWorkbook(data).table(info.name)
            assert len(table.rows) + len(table.outside) + (table.header is not None) <= info.rows


def sheet(path: str, name: str = "") -> list[tuple[str, ...]]:
    table = OpenWorkbook((DATA / "xlsx" / path).read_bytes()).table(name)
    return [cells for cells in (table.header, *table.rows) if cells is not None]


@with_data
def test_values_of_real_sheets() -> None:
    hospitals = sheet("kumamoto/byouin_list.xlsx")
    assert hospitals[0][:5] == ("施設区分", "施設正式名称", "郵便番号", "所在地", "電話番号")
    assert len(hospitals) == 91
    assert len(sheet("kumamoto/yakkyoku_list.xlsx")) == 401
    template = sheet("cn-crm-template/客户导入模板.xlsx")
    assert template[0][:5] == ("名称", "联系人", "电话", "邮箱", "微信")
    typed = dict(cells[:2] for cells in sheet("sheetjs/DataTypesFormats.xlsx"))
    assert typed["Date Time"] == "2020-07-23 09:00:00"
    assert (typed["Percentage"], typed["Thousands Separator"]) == ("0.9876", "7890")
    numbers = sheet("readxl/big-texty-numbers-xlsx.xlsx")
    assert all(cells[0] == cells[1] for cells in numbers[1:])
    kinds = sheet("readxl/types.xlsx", "guess_me")
    assert kinds[1] == ("", "TRUE", "2017-02-27", "1", "hello")
    companies = sheet("relaticle/companies.xlsx")
    assert companies[0] == ("name", "account_owner_email")
    assert len(companies) == 6


def test_an_open_workbook_tells_its_sheets_and_gives_any_of_them() -> None:
    book = Workbook()
    book.active.title = "Blank"
    for title in ("First", "Second"):
        sheet = book.create_sheet(title)
        sheet["B3"], sheet["C3"], sheet["B4"], sheet["C4"] = "Company", "Phone", title, "0113 496 0000"
    file = io.BytesIO()
    book.save(file)
    opened = OpenWorkbook(file.getvalue())
    assert [(info.name, info.rows) for info in opened.infos] == [("Blank", 0), ("First", 2), ("Second", 2)]
    first, second = opened.table(), opened.table("Second")
    assert (first.rows, first.lines) == ((("First", "0113 496 0000"),), (4,))
    assert second.rows == (("Second", "0113 496 0000"),)
    # What was kept from the look at the sizes is given once; a second time the sheet is read anew.
    assert opened.table() == opened.table("First") == OpenWorkbook(file.getvalue()).table() == first
    with pytest.raises(UserError, match="empty"):
        opened.table("Blank")
