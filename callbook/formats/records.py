"""Records of a text file or a sheet into a table: where the header is, and what stands around the rows."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from callbook.formats.headers import is_header_word
from callbook.formats.shapes import Shape, shape_of
from callbook.formats.table import Table

# A table with more columns is not a list of anybody: the cells beyond are kept together in the last one.
WIDEST = 1000
_COMPARED_RECORDS = 100
_PREAMBLE_RECORDS = 20
_NO_VALUE = frozenset({"n/a", "na", "n.a.", "none", "null", "unknown", "-", "--", "?"})


class Record(NamedTuple):
    """The cells of one record and the number, from 1, of the line it begins in."""

    line: int
    cells: Sequence[str]

    @property
    def extent(self) -> int:
        """How many cells there are up to the last filled one; 0 for a blank record."""
        at = len(self.cells)
        while at and not self.cells[at - 1].strip():
            at -= 1
        return at


class Source(NamedTuple):
    """What a table keeps of the file it came from; `mended` as in Table, `strays` as they are in Decoded."""

    encoding: str = ""
    delimiter: str = ""
    mended: frozenset[int] = frozenset()
    strays: tuple[int, ...] = ()


def narrowed(cells: list[str], delimiter: str) -> tuple[str, ...]:
    """The cells, those from the widest column on joined into one."""
    if len(cells) <= WIDEST:
        return tuple(cells)
    return (*cells[: WIDEST - 1], delimiter.join(cells[WIDEST - 1 :]))


def table_of(records: Sequence[Record], source: Source, header: bool | None = None) -> Table:
    """The table in the records, of which at least one is filled; blank ones are left out.

    `header` says that the table has one or has none; None leaves it to be found.
    """
    filled = [record for record in records if record.extent]
    width = usual_width(filled)
    at = None if header is False else _header_at(filled, width)
    if at is None and header:
        at = _preamble(filled, width) % len(filled)
    if at is None:
        return _as_table(None, filled, [], source)
    foot = _footer_line(records, width) or filled[-1].line + 1
    body = [record for record in filled[at + 1 :] if record.line < foot]
    outside = [*filled[:at], *(record for record in filled[at + 1 :] if record.line >= foot)]
    return _as_table(filled[at], body, outside, source)


def _as_table(header: Record | None, body: list[Record], outside: list[Record], source: Source) -> Table:
    after_header = header.line + 1 if header else 1
    joint = source.delimiter or "\t"
    lines = tuple(record.line for record in body)
    return Table(
        header=tuple(header.cells) if header else None,
        rows=tuple(tuple(record.cells) for record in body),
        first_line=body[0].line if body else after_header,
        encoding=source.encoding,
        delimiter=source.delimiter,
        lines=lines,
        outside=tuple(joint.join(record.cells) for record in outside),
        mended=tuple(record.line for record in body if record.line in source.mended),
        strays=tuple(sorted({lines[at - 1] for line in source.strays if (at := bisect_right(lines, line))})),
    )


def usual_width(filled: Sequence[Record]) -> int:
    """The commonest number of cells; one only if hardly any record has more, for a few lines of talk around a
    short table are not the table."""
    sample = filled[:200]
    wide = Counter(len(record.cells) for record in sample if len(record.cells) > 1).most_common(1)
    return wide[0][0] if wide and wide[0][1] * 3 > len(sample) else 1


def _preamble(filled: Sequence[Record], width: int) -> int:
    """How many records at the top are too narrow to be the header."""
    return sum(1 for _ in takewhile(lambda record: record.extent * 2 <= width, filled[:_PREAMBLE_RECORDS]))


def _header_at(filled: Sequence[Record], width: int) -> int | None:
    """Index of the header: the first record, or the first that is wide enough after narrower lines.

    Lines before it are left out of the table only when it certainly is a header.
    """
    for at in dict.fromkeys((_preamble(filled, width), 0)):
        below = filled[at + 1 : at + 1 + _COMPARED_RECORDS]
        if at < len(filled) and _is_header(filled[at].cells, below):
            return at
    return None


def _is_header(cells: Sequence[str], below: Sequence[Record]) -> bool:
    """Whether the cells name columns: by known words, or by being words above columns of numbers or dates."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    known = sum(map(is_header_word, filled))
    alike, unlike = _compared(cells, below)
    if alike:
        return known >= 3 and known > 2 * alike
    if known >= 2 or known * 2 >= len(filled):
        return True
    named = all(shape_of(cell) is Shape.TEXT and cell.casefold() not in _NO_VALUE for cell in filled)
    return unlike > 0 and named and len(set(filled)) >= 0.8 * len(filled)


def _compared(cells: Sequence[str], below: Sequence[Record]) -> tuple[int, int]:
    """How many cells look like what most cells below them are, and how many do not, words left aside."""
    alike = unlike = 0
    for at, cell in enumerate(cells):
        column = [record.cells[at] for record in below if len(record.cells) > at and record.cells[at].strip()]
        if not column or not cell.strip():
            continue
        usual, count = Counter(map(shape_of, column)).most_common(1)[0]
        if usual is not Shape.TEXT and count >= 0.6 * len(column):
            alike += shape_of(cell) is usual
            unlike += shape_of(cell) is Shape.TEXT
    return alike, unlike


def _footer_line(records: Sequence[Record], width: int) -> int | None:
    """The line of the blank record after which only single cells follow, in a table wider than three."""
    tail = list(takewhile(lambda record: len(record.cells) <= 1, reversed(records)))
    blank = [record.line for record in tail if not record.extent]
    followed = any(record.extent for record in tail)
    return min(blank) if width > 3 and blank and followed else None
