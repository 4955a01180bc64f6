"""What a workbook would cost to read, found out before it is read: the reader lays out every cell up to the last."""

import io
import re
import string
import zipfile
import zlib
from collections.abc import Iterator

from callbook.domain.errors import UserError

MOST_CELLS = 10_000_000  # 100,000 rows of 100 columns
_MOST_ENTRIES = 5_000
_MOST_INFLATED = 512 * 2**20
_INFLATED_AT_ANY_RATIO = 32 * 2**20
_MOST_RATIO = 150  # sheets of a thousand equal rows shrink to a hundredth
_CHUNK = 2**20

_LETTERS = string.ascii_letters.encode()
_DIGITS = string.digits.encode()
_PREFIX = re.compile(rb"<(\w+:)worksheet\b")
_ODS_TAG = re.compile(rb"<table:(table-row|(?:covered-)?table-cell|table)(?=[\s>/])([^>]*)>")
_ODS_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,9})"')


def check_workbook(data: bytes) -> None:
    """Raise UserError for a packed workbook that is damaged, locked, no workbook, or far larger than it looks."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_sizes(packed.infolist(), len(data))
            _check_kind(packed)
            for name in packed.namelist():
                if re.fullmatch(r"(?i)/?xl/worksheets/[^/]*\.xml", name):
                    _check_cells(*_sheet_size(_tags(packed, name)))
                elif name == "content.xml":
                    _check_cells(*_ods_size(_tags(packed, name)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise damaged() from None


def damaged() -> UserError:
    return UserError(
        "The workbook is damaged.", "Open it in a spreadsheet program, save it again and choose that file."
    )


def locked() -> UserError:
    return UserError("The workbook is protected by a password.", "Save it without a password and choose that file.")


def too_large() -> UserError:
    return UserError(
        "The workbook is too large to be read.", "Save the sheet with the list as CSV and choose that file."
    )


def no_workbook() -> UserError:
    return UserError("This is not a workbook that can be read.", "Save it as an Excel workbook (.xlsx) or as CSV.")


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    inflated = sum(entry.file_size for entry in entries)
    blown_up = inflated > _INFLATED_AT_ANY_RATIO and inflated > _MOST_RATIO * size
    if len(entries) > _MOST_ENTRIES or inflated > _MOST_INFLATED or blown_up:
        raise too_large()


def _check_kind(packed: zipfile.ZipFile) -> None:
    names = {name.lstrip("/").lower() for name in packed.namelist()}
    if "META-INF/manifest.xml" in packed.namelist() and b":encryption-data" in packed.read("META-INF/manifest.xml"):
        raise locked()
    if "content.xml" in names:
        return
    if not any(re.fullmatch(r".*workbook[^/]*\.xml", name) for name in names):
        raise no_workbook()


def _check_cells(rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise too_large()


def _tags(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The file piece by piece, none of them cut inside a tag."""
    rest = b""
    with packed.open(name) as file:
        while chunk := file.read(_CHUNK):
            whole = rest + chunk
            at = max(whole.rfind(b">") + 1, len(whole) - 65_536)
            yield whole[:at]
            rest = whole[at:]
    yield rest


class _SheetSize:
    """How far apart the cells with anything in them are, gathered piece by piece."""

    def __init__(self, prefix: bytes) -> None:
        self.cell = re.compile(rb'<%sc\s(?:[^>]*?\s)??r="([A-Za-z]{1,3}[0-9]{1,7})"[^>/]*>' % prefix)
        self.blank = re.compile(rb'<%sc\s(?:[^>]*?\s)??r="[A-Za-z]{1,3}[0-9]{1,7}"[^>/]*/>' % prefix)
        self.unplaced = re.compile(rb"<%sc(?:\s(?!r=|[^>]*\sr=)[^>/]*)?>" % prefix)
        self.start = b"<%sc" % prefix
        self.starts = [self.start + end for end in (b" ", b">", b"\t", b"\n", b"\r")]
        self.row = b"<%srow" % prefix
        self.columns: set[bytes] = set()
        self.top, self.bottom = 10**7, 0
        self.lines = self.widest = 0

    def add(self, piece: bytes) -> None:
        # Places are taken apart all at once: one by one they would take longer than the sheet itself.
        places = self.cell.findall(piece)
        if places:
            joined = b" ".join(places)
            rows = set(map(int, set(joined.translate(None, _LETTERS).split())))
            self.top, self.bottom = min(self.top, min(rows)), max(self.bottom, max(rows))
            self.columns.update(joined.translate(None, _DIGITS).split())
        if self.has_more(piece, len(places)):
            self.widest = max(self.widest, max(len(self.unplaced.findall(row)) for row in piece.split(self.row)))
        self.lines += piece.count(self.row)

    def has_more(self, piece: bytes, placed: int) -> bool:
        """Whether there are cells that do not say where they stand."""
        if piece.count(self.start) == placed:
            return False
        return sum(map(piece.count, self.starts)) > placed + len(self.blank.findall(piece))

    def size(self) -> tuple[int, int]:
        """Rows and columns; where cells do not say where they stand, as many as there can be."""
        places = {_number(letters) for letters in self.columns}
        height = max(self.bottom - self.top + 1, 0)
        width = max(places) - min(places) + 1 if places else 0
        # A row may be cut between two pieces.
        return (max(height, self.lines), max(width, 2 * self.widest)) if self.widest else (height, width)


def _sheet_size(pieces: Iterator[bytes]) -> tuple[int, int]:
    size = None
    for piece in pieces:
        if size is None:
            prefix = _PREFIX.search(piece)
            size = _SheetSize(prefix[1] if prefix else b"")
        size.add(piece)
    return size.size() if size else (0, 0)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _ods_size(pieces: Iterator[bytes]) -> tuple[int, int]:
    """Rows and columns of the largest table, repeated ones counted as often as they are repeated."""
    row = column = height = width = 0
    largest = (0, 0)
    for piece in pieces:
        for tag, attributes in _ODS_TAG.findall(piece):
            count = _ODS_REPEATED.search(attributes)
            times = int(count[1]) if count else 1
            if tag == b"table":
                row = height = width = 0
            elif tag == b"table-row":
                row, column = row + times, 0
            else:
                column += times
                if not attributes.endswith(b"/") or b"office:value" in attributes:
                    height, width = max(height, row), max(width, column)
                    largest = max(largest, (height, width), key=lambda size: size[0] * size[1])
    return largest
