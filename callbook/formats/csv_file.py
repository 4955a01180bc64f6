"""CSV and other delimited text: bytes in, a grid of text out."""

import csv
import re
from collections.abc import Iterator

from callbook.domain.errors import UserError
from callbook.formats.delimited import Form, Lines, records, row_in, single_blanks, unfolded
from callbook.formats.dialect import best_form, score
from callbook.formats.encodings import decode
from callbook.formats.records import Record, Source, table_of, usual_width
from callbook.formats.table import Table
from callbook.formats.watched import Watch, unwatched, watched

_BINARY_STARTS = (
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"SQLite format",
)
# What is read is held in memory as a whole, each cell as a text of its own: so much of it takes some 700 MB.
MOST_BYTES = 100_000_000
MOST_LINES = 4_000_000
MOST_ROWS = 300_000
MOST_CELLS = 6_000_000
FEW_CONTROLS = 5  # a short text may have as many and be a text
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19]")


def read_table(
    data: bytes, encoding: str = "", delimiter: str = "", header: bool | None = None, watch: Watch = unwatched
) -> Table:
    """The table in a delimited text file of any encoding, delimiter and line ending we know.

    `encoding`, `delimiter` and `header` are a person's choices; what is not chosen is found. Raises UserError for a
    file without text, for one that is not text at all, for one with more than can be held in memory at once, and for
    choices that the file cannot be read with. Blank rows are left out, and so are NUL characters. A quote that never
    closes is taken as a character of its line, so that no row disappears into a cell; a row that stands in one cell
    as a whole is taken out of it and its line put among those mended.

    Side effect: csv.field_size_limit, which is one number for the whole process, is raised and stays so.
    """
    text, name, strays = _text(data, encoding)
    if len(delimiter) > 1 or delimiter in ('"', "\r", "\n"):
        raise UserError("This cannot separate the cells of a row.", "Choose one character, such as a comma.")
    csv.field_size_limit(2**31 - 1)  # the largest value that is valid on every system
    lines = Lines(text)
    declared = re.fullmatch(r'"?sep=([^"\r\n])\1*"?\s*', lines[0], re.IGNORECASE) if len(lines) else None
    form = best_form(lines, delimiter or (declared[1] if declared else ""))
    found = list(_bounded(single_blanks(watched(records(lines, form, 1 if declared else 0), watch))))
    filled = [record for record in found if record.extent]
    if not filled:
        raise UserError("The file is empty.", "Choose a file with at least one row of text.")
    found, mended, form = _unfolded(found, filled, form, bool(delimiter))
    return table_of(found, Source(name, form.delimiter, mended, strays), header)


def _text(data: bytes, encoding: str) -> tuple[str, str, tuple[int, ...]]:
    """The text, the name of its encoding, and the lines with bytes of another."""
    if data.startswith(_BINARY_STARTS):
        raise _not_text()
    if len(data) > MOST_BYTES:
        raise _too_large()
    decoded = decode(data, encoding)
    text = decoded.text.replace("\0", "")
    start = text[:100_000]
    if len(text) * 3 < len(decoded.text) * 2 or len(_CONTROLS.findall(start)) > max(FEW_CONTROLS, len(start) // 50):
        raise _not_text()
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:
        raise _too_large()
    return text, decoded.encoding, decoded.strays


def _bounded(found: Iterator[Record]) -> Iterator[Record]:
    """The records, as long as they are no more than fit into memory."""
    cells = 0
    for count, record in enumerate(found):
        cells += len(record.cells)
        if count > MOST_ROWS or cells > MOST_CELLS:
            raise _too_large()
        yield record


def _too_large() -> UserError:
    next_step = f"Split it into files of at most {MOST_ROWS:,} rows and {MOST_BYTES // 10**6} MB each."
    return UserError("The file is too large to be read at once.", next_step)


def _not_text() -> UserError:
    return UserError("This is not a text file with a table in it.", "Save the list as CSV and choose that file.")


def _unfolded(
    found: list[Record], filled: list[Record], form: Form, chosen: bool
) -> tuple[list[Record], frozenset[int], Form]:
    """The records with whole rows taken out of single cells, the lines of these, and how the rows are cut."""
    width = usual_width(filled)
    if width == 1 and not chosen and (inner := _form_within(filled)):
        rows = {record.line: row_in(record.cells[0], inner) for record in filled}
        opened = [Record(record.line, rows.get(record.line) or record.cells) for record in found]
        return opened, frozenset(line for line, cells in rows.items() if cells), inner
    records_now, mended = unfolded(found, width, form)
    return records_now, mended, form


def _form_within(filled: list[Record]) -> Form | None:
    """How the rows are cut that stand in single cells throughout the file, as in a file that was quoted twice."""
    sample = [record.cells[0] + "\n" for record in filled[:100] if record.extent == 1]
    form = best_form(Lines("".join(sample)))
    several = len(sample) > 1 and len(row_in(sample[0].rstrip("\n"), form)) > 2
    return form if several and score(sample, form) > 0.9 else None
