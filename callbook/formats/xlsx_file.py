"""Workbooks (.xlsx, .ods and the old .xls): bytes in, the sheets in them and a grid of text for each."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
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


class OpenWorkbook:
    """A workbook that is looked through once: its sheets, and the table in one of them.

    The first sheet that holds anything stays in memory from the look at the sizes until it is read, so that it is not
    read twice. Raises UserError for what is no workbook, damaged, locked or too large.
    """

    def __init__(self, data: bytes) -> None:
        self._book = _opened(data)
        self._first: CalamineSheet | None = None

    @cached_property
    def infos(self) -> tuple[SheetInfo, ...]:
        """The sheets in their order."""
        return tuple(self._info(at) for at in range(len(self._book.sheet_names)))

    def table(self, name: str = "", header: bool | None = None) -> Table:
        """The table in the sheet of that name; without one, in the first sheet that holds anything.

        `header` is a person's choice; None leaves it to be found. Whole numbers lose the ".0" they are stored with,
        dates and times become ISO, and lines are numbered as in the sheet. Raises UserError for a sheet that is empty,
        too large or not there.
        """
        if name and name not in self._book.sheet_names:
            raise UserError("The workbook has no sheet of this name.", "Choose one of its sheets.")
        found = list(_records(sheet)) if (sheet := self._sheet(name)) else []
        if not any(record.extent for record in found):
            raise UserError("The sheet is empty.", "Choose a sheet with at least one row.")
        return table_of(found, Source(), header)

    def _sheet(self, name: str) -> "CalamineSheet | None":
        """The sheet of that name, or the first that holds anything, if there is one."""
        filled = [name] if name else [info.name for info in self.infos if info.rows]
        kept, self._first = self._first, None
        if kept is not None and filled and kept.name == filled[0]:
            return kept
        return _sheet(self._book, self._book.sheet_names.index(filled[0])) if filled else None

    def _info(self, at: int) -> SheetInfo:
        from python_calamine import SheetVisibleEnum

        sheet = _sheet(self._book, at)
        if self._first is None and sheet.height:
            self._first = sheet
        hidden = self._book.sheets_metadata[at].visible != SheetVisibleEnum.Visible
        return SheetInfo(sheet.name, sheet.height, sheet.width, hidden)


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


def _records(sheet: "CalamineSheet") -> Iterator[Record]:
    """Every row from the first filled one; a row with nothing after its first cell has no further cells."""
    first = sheet.start[0] if sheet.start else 0
    # Of a text that stands in many cells one is kept.
    kept = dict[str, str]().setdefault
    for line, values in enumerate(islice(sheet.iter_rows(), first, None), start=first + 1):
        texts = [kept(value, value) if isinstance(value, str) else text_of(value) for value in values]
        extent = next((at for at in range(len(texts), 0, -1) if texts[at - 1] and not texts[at - 1].isspace()), 0)
        yield Record(line, narrowed(texts if extent > 1 else texts[:extent], "\t"))


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
