"""Rows for a spreadsheet as CSV: for Excel by the mark at its start, and without a cell that would be computed."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import BinaryIO, TypeAlias

Cell: TypeAlias = str | int | bool | date | datetime | timedelta | None
"""What may stand in a cell. A datetime is one of a wall clock, without a zone: spreadsheets know no other."""

# What spreadsheets take for the beginning of a formula, in full width too: OWASP, "CSV Injection".
_BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# No program computes this: there is a blank or bracket where two numbers would have to be joined by a sign.
_NUMBER_AS_SPOKEN = re.compile(r"\+\d{1,4}( *\(\d+\) *\d*| +\d+)+", re.ASCII)


def defused(text: str) -> str:
    """The text as a cell that no spreadsheet computes: one that begins like a formula gets an apostrophe in front.

    A telephone number with + and its groups apart by blanks stays as it is: it cannot be computed. One of + and digits
    alone would become a number without its +, and one with hyphens a difference: these get the apostrophe too.
    A text that has an apostrophe before such a sign already gets another, so that `undefused` gives it back.
    """
    harmless = not text.lstrip("'").startswith(_BEGINS_FORMULA) or _NUMBER_AS_SPOKEN.fullmatch(text)
    return text if harmless else f"'{text}"


def undefused(text: str) -> str:
    """The text that `defused` made this cell of."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_BEGINS_FORMULA) else text


def cell_text(cell: Cell) -> str:
    """A cell as text: 2026-11-24, 2026-11-24 10:41:00, 0:03:20, yes; nothing for None and for no."""
    if cell is None or cell is False:
        return ""
    if cell is True:
        return "yes"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}" if cell.year > 999 else cell.isoformat(" ", "seconds")
    return defused(cell) if isinstance(cell, str) else str(cell)


def write_csv(file: BinaryIO, rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows, the first of them the header, in UTF-8 with its mark, commas, and CR LF at the end of each row."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        writer = csv.writer(text)
        for row in rows:
            writer.writerow([cell_text(cell) for cell in row])
        text.flush()
    finally:
        text.detach()
