"""Workbooks (.xlsx, .ods and the old .xls): bytes in, the sheets in them and a grid of text for each."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from callbook.domain.errors import UserError
from callbook.formats.records import Record, Source, narrowed, table_of
from callbook.formats.table import Table
from callbook.formats.workbook_check import MOST_CELLS, check_workbook, damaged, locked, no_workbook, too_large

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

Value: TypeAlias = int | float | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet and how many rows and columns of it hold anything, blank ones between them counted."""

    name: str
    rows: int
    columns: int
    hidden: bool = False


def is_workbook(data: bytes) -> bool:
    """Whether the bytes begin as those of a workbook do, whatever the file is called."""
    return data.startswith((_ZIP, _COMPOUND))


def sheets(data: bytes) -> tuple[SheetInfo, ...]:
    """The sheets in their order. Raises UserError for what is no workbook, damaged, locked or too large."""
    book = _opened(data)
    return tuple(_info(book, at) for at in range(len(book.sheet_names)))


def read_sheet(data: bytes, name: str = "", header: bool | None = None) -> Table:
    """The table in the sheet of that name; without one, in the first sheet that holds anything.

    `header` is a person's choice; None leaves it to be found. Whole numbers lose the ".0" they are stored with,
    dates and times become ISO, and lines are numbered as in the sheet. Raises UserError as `sheets` does, and for a
    sheet that is empty or not there.
    """
    book = _opened(data)
    if name and name not in book.sheet_names:
        raise UserError("The workbook has no sheet of this name.", "Choose one of its sheets.")
    filled = (
        [info.name for at in range(len(book.sheet_names)) if (info := _info(book, at)).rows] if not name else [name]
    )
    found = list(_records(_sheet(book, book.sheet_names.index(filled[0])))) if filled else []
    if not any(record.extent for record in found):
        raise UserError("The sheet is empty.", "Choose a sheet with at least one row.")
    return table_of(found, Source(), header)


def _opened(data: bytes) -> "CalamineWorkbook":
    # Reading workbooks is seldom asked for, and loading the library takes as long as a small file.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _check(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise locked() from None
    except (CalamineError, OSError, ValueError):
        raise damaged() from None
    if not book.sheet_names:
        raise UserError("The workbook has no sheets.", "Choose a workbook with a list in it.")
    return book


def _check(data: bytes) -> None:
    if data.startswith(_ZIP):
        check_workbook(data)
    elif not data.startswith(_COMPOUND):
        raise no_workbook()
    elif _ENCRYPTED in data:
        raise locked()
    elif not any(name in data for name in _OLD_BOOK):
        raise no_workbook()


def _sheet(book: "CalamineWorkbook", at: int) -> "CalamineSheet":
    from python_calamine import CalamineError

    try:
        sheet = book.get_sheet_by_index(at)
    except (CalamineError, OSError, ValueError):
        raise damaged() from None
    if sheet.height * sheet.width > MOST_CELLS:
        raise too_large()
    return sheet


def _info(book: "CalamineWorkbook", at: int) -> SheetInfo:
    from python_calamine import SheetVisibleEnum

    sheet = _sheet(book, at)
    hidden = book.sheets_metadata[at].visible != SheetVisibleEnum.Visible
    return SheetInfo(sheet.name, sheet.height, sheet.width, hidden)


def _records(sheet: "CalamineSheet") -> Iterator[Record]:
    """Every row from the first filled one; a row with nothing after its first cell has no further cells."""
    first = sheet.start[0] + 1 if sheet.start else 1
    seen: dict[str, str] = {}
    for line, values in enumerate(sheet.to_python(), start=first):
        texts = [text_of(value) for value in values]
        record = Record(line, narrowed([seen.setdefault(text, text) for text in texts], "\t"))
        yield record if record.extent > 1 else Record(line, record.cells[: record.extent])


def text_of(value: Value) -> str:
    """A cell as a person would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
    if isinstance(value, datetime):
        whole = value + timedelta(microseconds=500_000)
        return whole.date().isoformat() if whole.time() < time(0, 0, 1) else whole.isoformat(" ", "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
