"""Lines of delimited text into records, so that no quote that is out of place swallows the rows after it."""

import csv
import re
from array import array
from collections.abc import Iterator, Sequence

from callbook.formats.records import Record, narrowed

_LINE_END = re.compile(r"\r\n|\r|\n")
_SHARED_LENGTH = 40
_SHARED_CELLS = 50_000


class Form(csv.Dialect):
    """How the cells of a line are told apart; `blank_first` where a blank stands before quotes: "a", "b"."""

    def __init__(self, delimiter: str, quote: str = '"', blank_first: bool = False) -> None:
        self.delimiter = delimiter
        self.quotechar = quote
        self.skipinitialspace = blank_first
        self.doublequote = True
        self.lineterminator = "\n"
        self.quoting = csv.QUOTE_MINIMAL
        super().__init__()


class Lines:
    """The lines of a text with their ends, cut out of it one by one: a large file is not held twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("Q", [0])
        self._starts.extend(found.end() for found in _LINE_END.finditer(text))
        if self._starts[-1] != len(text):
            self._starts.append(len(text))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> str:
        return self._text[self._starts[at] : self._starts[at + 1]]

    def since(self, at: int) -> Iterator[str]:
        return map(self.__getitem__, range(at, len(self)))

    def first(self, count: int, length: int) -> list[str]:
        """At most `count` lines from the top, until they have `length` characters; a longer line is cut."""
        sample: list[str] = []
        for at in range(min(count, len(self))):
            if self._starts[at] > length:
                break
            sample.append(self[at][:length])
        return sample


def records(lines: Lines, form: Form, start: int = 0) -> Iterator[Record]:
    """Every record from the line at index `start`, blank ones too.

    A record with a quote where none may be is read again by itself: its quotes then reach no further than the
    end of its first line, which is where the next record begins. Each line is read three times at most: a quote
    that stays open is closed or found out by the next line that has one.
    """
    at = start
    seen: dict[str, str] = {}
    while at < len(lines):
        reader = csv.reader(lines.since(at), form, strict=True)
        begin = at
        try:
            for cells in reader:
                yield _record(begin + 1, cells, form, seen)
                begin = at + reader.line_num
            return
        except csv.Error:
            closed = begin + 1 == at + reader.line_num and not _is_open(lines[begin], form)
            yield _record(begin + 1, _cells(lines[begin], form, quoted=closed), form, seen)
            at = begin + 1


def single_blanks(found: Iterator[Record]) -> Iterator[Record]:
    """The records, of blank ones in a row only the first."""
    blank = False
    for record in found:
        if not (blank and not record.cells):
            yield record
        blank = not record.cells


def _record(line: int, cells: list[str], form: Form, seen: dict[str, str]) -> Record:
    """The record, its short cells shared with those that say the same: towns and countries repeat."""
    if len(seen) > _SHARED_CELLS:
        seen.clear()
    kept = narrowed(cells, form.delimiter)
    return Record(line, tuple([seen.setdefault(cell, cell) if len(cell) < _SHARED_LENGTH else cell for cell in kept]))


def _is_open(line: str, form: Form) -> bool:
    """Whether a lenient reader comes to the end of the line inside a quoted cell."""
    return len(list(csv.reader([line, "\0"], form))) == 1


def _cells(line: str, form: Form, quoted: bool) -> list[str]:
    bare = [line.rstrip("\r\n")]
    return next(csv.reader(bare, form, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE), [])


def unfolded(found: Sequence[Record], width: int, form: Form) -> tuple[list[Record], frozenset[int]]:
    """The records, each that holds a whole row in its first cell read as that row; and the lines of these."""
    mended = {}
    for record in found:
        if record.extent == 1 and (cells := _row_within(record.cells, width, form)):
            mended[record.line] = Record(record.line, cells)
    return [mended.get(record.line, record) for record in found], frozenset(mended)


def _row_within(cells: Sequence[str], width: int, form: Form) -> tuple[str, ...]:
    """The row that the first of the cells holds; nothing where it may as well be one cell with commas in it."""
    within = row_in(cells[0], form) if len(cells) == 1 or width > 4 else ()
    prose = sum(cell.startswith(" ") for cell in within) * 2 > len(within)
    return within if len(within) == width > 2 and not prose else ()


def row_in(cell: str, form: Form) -> tuple[str, ...]:
    """The one row that the text is, or nothing."""
    if form.delimiter not in cell:
        return ()
    try:
        rows = list(csv.reader(Lines(cell).since(0), form, strict=True))
    except csv.Error:
        return ()
    return tuple(rows[0]) if len(rows) == 1 else ()
