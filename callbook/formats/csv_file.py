"""CSV and other delimited text: bytes in, a grid of text out."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from callbook.domain.errors import UserError
from callbook.formats.headers import is_header_word
from callbook.formats.shapes import Shape, shape_of
from callbook.formats.table import Table

# In the order in which they win a tie: a tab is never part of a name, a bar often stands inside a cell.
_DELIMITERS = "\t,;|"
_SCORED_RECORDS = 50
_SCORED_LINES = 2000
_COMPARED_RECORDS = 100
_PREAMBLE_RECORDS = 20
_BINARY_STARTS = (
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"SQLite format",
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_NO_VALUE = frozenset({"n/a", "na", "n.a.", "none", "null", "unknown", "-", "--", "?"})


class _Record(NamedTuple):
    """The cells of one record and the number, from 1, of the line it begins in."""

    line: int
    cells: list[str]

    @property
    def extent(self) -> int:
        """How many cells there are up to the last filled one; 0 for a blank record."""
        return max((at for at, cell in enumerate(self.cells, start=1) if cell.strip()), default=0)


def read_table(data: bytes) -> Table:
    """The table in a delimited text file of any encoding, delimiter and line ending we know.

    Raises UserError for a file without text and for one that is not text at all. Blank rows are left out, and
    so are NUL characters. A quote that never closes is taken as a character of its line, so that no row
    disappears into a cell. Bytes that are neither Unicode nor Windows-1252 are read as Latin-1.

    Side effect: csv.field_size_limit, which is one number for the whole process, is raised and stays so.
    """
    text, encoding = _decoded(data)
    csv.field_size_limit(2**31 - 1)  # the largest value that is valid on every system
    lines = list(io.StringIO(text, newline=""))
    declared = re.fullmatch(r'"?sep=([^"\r\n])\1*"?\s*', lines[0], re.IGNORECASE) if lines else None
    start = 1 if declared else 0
    delimiter = declared[1] if declared else _best_delimiter(lines)
    records = list(_records(lines, delimiter, start))
    filled = [record for record in records if record.extent]
    if not filled:
        raise UserError("The file is empty.", "Choose a file with at least one row of text.")
    return _table(records, filled, encoding, delimiter)


def _table(records: list[_Record], filled: list[_Record], encoding: str, delimiter: str) -> Table:
    width = _usual_width(filled)
    at = _header_at(filled, width)
    if at is None:
        return _as_table(None, filled, [], encoding, delimiter)
    foot = _footer_line(records, width) or filled[-1].line + 1
    body = [record for record in filled[at + 1 :] if record.line < foot]
    outside = [*filled[:at], *(record for record in filled[at + 1 :] if record.line >= foot)]
    return _as_table(filled[at], body, outside, encoding, delimiter)


def _as_table(
    header: _Record | None, body: list[_Record], outside: list[_Record], encoding: str, delimiter: str
) -> Table:
    after_header = header.line + 1 if header else 1
    return Table(
        header=tuple(header.cells) if header else None,
        rows=tuple(tuple(record.cells) for record in body),
        first_line=body[0].line if body else after_header,
        encoding=encoding,
        delimiter=delimiter,
        lines=tuple(record.line for record in body),
        outside=tuple(delimiter.join(record.cells) for record in outside),
    )


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    if data.startswith(_BINARY_STARTS):
        raise _not_text()
    encoding = _encoding(data)
    decoded = data.decode(encoding, errors="replace")
    text = decoded.replace("\0", "")
    start = text[:100_000]
    if len(text) * 3 < len(decoded) * 2 or len(_CONTROLS.findall(start)) * 50 > len(start):
        raise _not_text()
    return text, encoding


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    # Text in UTF-16 without its mark has a zero in every second byte as long as it is mostly Latin.
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) * 5 > min(len(data), 2000) and min(even, odd) * 10 < max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return next(filter(lambda name: _decodes(data, name), ("utf-8", "cp1252")), "latin-1")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _not_text() -> UserError:
    return UserError("This is not a text file with a table in it.", "Save the list as CSV and choose that file.")


def _records(lines: Sequence[str], delimiter: str, start: int = 0) -> Iterator[_Record]:
    """Every record from the line at index `start`, blank ones too.

    A record with a quote where none may be is read again by itself: its quotes then reach no further than the
    end of its first line, which is where the next record begins.
    """
    at = start
    while at < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=delimiter, strict=True)
        begin = at
        try:
            for cells in reader:
                yield _Record(begin + 1, cells)
                begin = at + reader.line_num
            return
        except csv.Error:
            closed = begin + 1 == at + reader.line_num and not _is_open(lines[begin], delimiter)
            yield _Record(begin + 1, _cells(lines[begin], delimiter, quoted=closed))
            at = begin + 1


def _is_open(line: str, delimiter: str) -> bool:
    """Whether a lenient reader comes to the end of the line inside a quoted cell."""
    return len(list(csv.reader([line, "\0"], delimiter=delimiter))) == 1


def _cells(line: str, delimiter: str, quoted: bool) -> list[str]:
    bare = [line.rstrip("\r\n")]
    if quoted:
        return next(csv.reader(bare, delimiter=delimiter), [])
    return next(csv.reader(bare, delimiter=delimiter, quoting=csv.QUOTE_NONE), [])


def _best_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that gives the most records of one width; a comma where there is only one column."""
    sample = lines[:_SCORED_LINES]
    scores = {delimiter: _score(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=scores.__getitem__)
    return best if scores[best] > 1 / 3 else ","


def _score(lines: Sequence[str], delimiter: str) -> float:
    """Share of records with the commonest width above one, less the share that has quotes inside cells.

    Quotes are left inside cells when a file is cut at the wrong character. Of two equal scores that with the
    wider records is a little higher, up to ten cells: one comma in every name makes no table of two columns.
    """
    records = [record for record in islice(_records(lines, delimiter), _SCORED_RECORDS) if record.extent]
    widths = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    if not widths:
        return 0.0
    torn = sum(any('"' in cell for cell in record.cells) for record in records)
    width, count = widths.most_common(1)[0]
    return (count - torn / 2) / len(records) * (1 - 0.01 / min(width, 10))


def _usual_width(filled: Sequence[_Record]) -> int:
    """The commonest number of cells; one only if hardly any record has more, for a few lines of talk around a
    short table are not the table."""
    sample = filled[:200]
    wide = Counter(len(record.cells) for record in sample if len(record.cells) > 1).most_common(1)
    return wide[0][0] if wide and wide[0][1] * 3 > len(sample) else 1


def _header_at(filled: Sequence[_Record], width: int) -> int | None:
    """Index of the header: the first record, or the first that is wide enough after narrower lines.

    Lines before it are left out of the table only when it certainly is a header.
    """
    preamble = sum(1 for _ in takewhile(lambda record: record.extent * 2 <= width, filled[:_PREAMBLE_RECORDS]))
    for at in dict.fromkeys((preamble, 0)):
        below = filled[at + 1 : at + 1 + _COMPARED_RECORDS]
        if at < len(filled) and _is_header(filled[at].cells, below):
            return at
    return None


def _is_header(cells: Sequence[str], below: Sequence[_Record]) -> bool:
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


def _compared(cells: Sequence[str], below: Sequence[_Record]) -> tuple[int, int]:
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


def _footer_line(records: Sequence[_Record], width: int) -> int | None:
    """The line of the blank record after which only single cells follow, in a table wider than three."""
    tail = list(takewhile(lambda record: len(record.cells) <= 1, reversed(records)))
    blank = [record.line for record in tail if not record.extent]
    followed = any(record.extent for record in tail)
    return min(blank) if width > 3 and blank and followed else None
