"""Sheets of an Excel workbook: dates that are dates, texts that are never formulas, in memory of one row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from callbook.formats.table_out import Cell, cell_text

# Excel's own limits: support article "Excel specifications and limits".
MOST_ROWS = 1_048_576
MOST_TEXT = 32_767  # UTF-16 units in a cell
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_PIECE = MOST_TEXT // 2  # a character may be two units
_FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "length": "[h]:mm:ss"}
_OVERFLOW = "Long texts"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name, and its width in characters."""

    name: str
    width: int = 14


class Workbook:
    """A workbook being written into a file; whole when its `with` ends without an error.

    `folder` is where rows wait until then: a sheet of a million is never held in memory. A text longer than a cell can
    hold goes on in the sheet "Long texts", which says of which cell; a sheet that is full goes on in another.
    """

    def __init__(self, file: BinaryIO, folder: Path) -> None:
        from xlsxwriter import Workbook as Written  # type: ignore[import-untyped]

        self._target = _Target(file)
        self._written = Written(self._target, {"constant_memory": True, "tmpdir": str(folder), "use_zip64": True})
        self._formats = {name: self._written.add_format({"num_format": code}) for name, code in _FORMATS.items()}
        self._bold = self._written.add_format({"bold": True, "bottom": 1})
        self._long: Sheet | None = None

    def sheet(self, name: str, headings: Sequence[Heading]) -> "Sheet":
        """A new sheet with its header, which stays in sight."""
        return Sheet(self, name, tuple(headings))

    def begin_sheet(self, name: str, headings: Sequence[Heading]) -> Any:
        made = self._written.add_worksheet(name)
        made.freeze_panes(1, 0)
        for at, heading in enumerate(headings):
            made.set_column(at, at, heading.width)
        for at, heading in enumerate(headings):
            made.write_string(0, at, heading.name, self._bold)
        return made

    def write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if cell is None or cell == "" or cell is False:
            return
        if isinstance(cell, datetime | date) and in_calendar(cell):
            kind = "moment" if isinstance(cell, datetime) else "day"
            sheet.write_datetime(row, column, cell, self._formats[kind])
        elif isinstance(cell, timedelta):
            sheet.write_datetime(row, column, cell, self._formats["length"])
        elif isinstance(cell, int) and cell is not True:
            sheet.write_number(row, column, cell)
        else:
            text = cell if isinstance(cell, str) else cell_text(cell)
            sheet.write_string(row, column, self.shortened(text, sheet.get_name(), row, column))

    def shortened(self, text: str, sheet: str, row: int, column: int) -> str:
        """As much of a text as a cell holds; the rest goes into the sheet for it."""
        if len(text) <= _PIECE or len(text.encode("utf-16-le")) // 2 <= MOST_TEXT:
            return text
        if self._long is None:
            names = ("Sheet", "Row", "Column", "Part", "Text goes on")
            self._long = self.sheet(_OVERFLOW, [Heading(name) for name in names])
        for part, start in enumerate(range(_PIECE, len(text), _PIECE), start=2):
            self._long.add((sheet, row + 1, column + 1, part, text[start : start + _PIECE]))
        return text[:_PIECE]

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the workbook together; OSError where the disk does not take it."""
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

        if error is not None:
            self._let_go()
            return
        try:
            self._written.close()
        except FileCreateError as failed:
            self._let_go()
            raise failed.args[0] from failed

    def _let_go(self) -> None:
        """Close the files in which rows wait, of a workbook that will not be."""
        self._target.forget()
        self._written.fileclosed = True  # else it says at its end that it was never closed
        for sheet in self._written.worksheets():
            sheet._opt_close()


class _Target:
    """The file that a workbook is put into; once forgotten, nothing reaches it any more: an archive that met an error
    would still write its end when it is thrown away."""

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file

    def forget(self) -> None:
        self._file = None

    def write(self, data: bytes) -> int:
        return self._file.write(data) if self._file is not None else len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence) if self._file is not None else 0

    def tell(self) -> int:
        return self._file.tell() if self._file is not None else 0

    def flush(self) -> None:
        if self._file is not None:
            self._file.flush()


class Sheet:
    """Rows of one kind, one below the other."""

    def __init__(self, workbook: Workbook, name: str, headings: tuple[Heading, ...]) -> None:
        self._workbook = workbook
        self._name, self._headings = name, headings
        self._sheets = 0
        self._next = MOST_ROWS
        self._begin()

    def add(self, cells: Sequence[Cell]) -> None:
        """Write the next row."""
        if self._next >= MOST_ROWS:
            self._begin()
        for column, cell in enumerate(cells):
            self._workbook.write(self._sheet, self._next, column, cell)
        self._next += 1

    def _begin(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._workbook.begin_sheet(name, self._headings)
        self._next = 1


def in_calendar(day: date) -> bool:
    """Whether Excel can hold a day as one; a datetime is a date to Python."""
    return (day.date() if isinstance(day, datetime) else day) >= _FIRST_DAY
