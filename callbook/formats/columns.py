"""What the columns of a table mean: guessed from the header, from the cells, and from what stands beside."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from callbook.domain.place import is_region
from callbook.formats.headers import Field, is_courtesy, is_given_or_whole, is_only_name, plain_words, read_header
from callbook.formats.shapes import Shape, shape_of
from callbook.formats.table import LONG, Table

Mapping: TypeAlias = tuple[Field | None, ...]

_SAMPLE = 200
_MOST = 0.6
_ENOUGH = 3  # cells that speak for themselves under a header that says nothing
_STREET = re.compile(r"\d+\S*\s+.*[^\W\d_]{2}.*|.*[^\W\d_]{2}\S*\s+\d+\s*[a-zA-Z]?([-/]\d+)?")
# Latin, Greek and Cyrillic letters: Chinese and Japanese write firms and people in one word alike.
_WORD = re.compile(r"[A-Za-z\u00C0-\u052F]+(['’-][A-Za-z\u00C0-\u052F]+)*\.?")
_FIRM = re.compile(
    r"\b(inc|ltd|llc|llp|plc|gmbh|ag|kg|co|corp|company|sons|group|services?|bank|schools?|hospital|university"
    r"|s\.?a|b\.?v|associates|center|centre|agency|studio|systems|solutions)\b|&|会社|公司",
    re.IGNORECASE,
)


class _Columns:
    """The filled cells of each column, a sample of them, while its meaning is being guessed."""

    def __init__(self, table: Table) -> None:
        self.names = table.names
        self.cells: list[list[str]] = [[] for _ in self.names]
        for row in table.rows[: 5 * _SAMPLE]:
            for at, cell in enumerate(row):
                if cell.strip() and len(self.cells[at]) < _SAMPLE:
                    self.cells[at].append(cell.strip()[:LONG])
        self.fields: list[Field | None] = [None] * len(self.names)
        self.unknown = set(range(len(self.names)))

    def share(self, at: int, matches: re.Pattern[str]) -> float:
        cells = self.cells[at]
        return sum(bool(matches.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0

    def shape(self, at: int) -> Shape | None:
        """The shape most of the column's cells have; None for a blank or a mixed column."""
        counted = Counter(map(shape_of, self.cells[at])).most_common(1)
        return counted[0][0] if counted and counted[0][1] >= _MOST * len(self.cells[at]) else None

    def has(self, *fields: Field) -> bool:
        return any(field in fields for field in self.fields)

    def filled(self) -> set[Field]:
        """The fields that some column has and holds anything for."""
        return {field for field, cells in zip(self.fields, self.cells, strict=True) if field and cells}

    def set(self, at: int, field: Field) -> None:
        self.fields[at] = field
        self.unknown.discard(at)

    def texts(self) -> list[int]:
        """Columns of plain words that mean nothing yet, from the left."""
        return [at for at in sorted(self.unknown) if self.shape(at) is Shape.TEXT]


def guess(table: Table) -> Mapping:
    """What each column means, from its header, and from what stands in it where the header does not say.

    None where neither does. Nothing is ever guessed to be left out.
    """
    columns = _Columns(table)
    if table.header is not None:
        _guess_by_header(columns)
    _guess_by_shape(columns, alone=table.header is None)
    if not columns.has(Field.COMPANY, Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME):
        _guess_names(columns, alone=table.header is None)
    return tuple(columns.fields)


def _guess_by_header(columns: _Columns) -> None:
    readings = [read_header(name) for name in columns.names]
    for at, reading in enumerate(readings):
        if reading.known:
            columns.unknown.discard(at)
        if reading.field and not reading.second:
            columns.set(at, reading.field)
    said = columns.filled() - {Field.PHONE, Field.EMAIL}
    for at, reading in enumerate(readings):
        if reading.field and reading.second and reading.field not in said:
            columns.set(at, reading.field)
    _settle_titles(columns)
    _settle_names(columns)
    for at, cells in enumerate(columns.cells):
        dialled = cells and all(re.fullmatch(r"\+\d{1,4}", cell) for cell in cells)
        if columns.fields[at] is Field.COUNTRY and dialled:
            columns.set(at, Field.PHONE_PREFIX)


def _settle_titles(columns: _Columns) -> None:
    """Beside a job title, "Title" is Mr or Dr."""
    roles = [at for at, field in enumerate(columns.fields) if field is Field.ROLE]
    said = any(not is_courtesy(columns.names[at]) for at in roles)  # "Title 1" and "Title 2" are those of two people
    for at in roles:
        if said and is_courtesy(columns.names[at]):
            columns.fields[at] = None


def _settle_names(columns: _Columns) -> None:
    """A column that is only called "Name" holds a person or a firm: the columns beside it say which."""
    for at, name in enumerate(columns.names):
        if is_only_name(name):
            columns.set(at, _kind_of_name(columns, at))


def _kind_of_name(columns: _Columns, at: int) -> Field:
    cells = columns.cells[at]
    first, last = columns.has(Field.FIRST_NAME), columns.has(Field.LAST_NAME)
    if is_given_or_whole(columns.names[at]) and last:
        return Field.FIRST_NAME
    if first and not last:
        return Field.LAST_NAME
    if columns.has(Field.COMPANY) or (columns.has(Field.ROLE) and not first):
        return Field.PERSON
    return Field.PERSON if _look_like_people(cells) else Field.COMPANY


def _look_like_people(cells: Sequence[str]) -> bool:
    """Mostly two or three words of letters, and hardly a word that only firms have in their names."""
    if not cells:
        return False
    named = sum(
        2 <= len(cell.split()) <= 3 and all(map(_WORD.fullmatch, cell.replace(",", " ").split())) for cell in cells
    )
    firms = sum(bool(_FIRM.search(cell)) for cell in cells)
    return named >= 0.8 * len(cells) and firms < 0.1 * len(cells)


_BY_SHAPE = {
    Shape.EMAIL: Field.EMAIL,
    Shape.URL: Field.WEBSITE,
    Shape.PHONE: Field.PHONE,
    Shape.POSTCODE: Field.POSTCODE,
}


def _guess_by_shape(columns: _Columns, alone: bool) -> None:
    """Columns whose cells speak for themselves; with `alone` (no header) also those that need neighbours."""
    for at in sorted(columns.unknown):
        shape = columns.shape(at)
        field = _BY_SHAPE.get(shape) if shape else None
        if field and (field in (Field.PHONE, Field.EMAIL) or not columns.has(field)):
            columns.set(at, field)
        elif shape is Shape.TEXT and (alone or len(columns.cells[at]) >= _ENOUGH):
            _guess_place(columns, at)
    if alone:
        _guess_numbers(columns)
        _guess_after_address(columns)


def _guess_place(columns: _Columns, at: int) -> None:
    if not columns.has(Field.REGION) and _are_regions(columns.cells[at]):
        columns.set(at, Field.REGION)
    elif not columns.has(Field.ADDRESS) and columns.share(at, _STREET) >= _MOST:
        columns.set(at, Field.ADDRESS)


def _are_regions(cells: Sequence[str]) -> bool:
    return all(len(cell) == 2 and (is_region("US", cell) or is_region("CA", cell)) for cell in cells)


def _guess_numbers(columns: _Columns) -> None:
    """ZIP codes beside a state, and telephone numbers without a blank where no column has others."""
    for at in sorted(columns.unknown):
        before = columns.fields[at - 1] if at else None
        if before is Field.REGION and not columns.has(Field.POSTCODE):
            if columns.share(at, re.compile(r"\d{4,5}")) >= _MOST:
                columns.set(at, Field.POSTCODE)
        elif not columns.has(Field.PHONE) and columns.share(at, re.compile(r"\d{10,11}")) >= 0.8:
            columns.set(at, Field.PHONE)


def _guess_after_address(columns: _Columns) -> None:
    """After the street comes the town; what stands between the town and the postcode is the region."""
    if not columns.has(Field.ADDRESS):
        return
    at = columns.fields.index(Field.ADDRESS) + 1
    texts = columns.texts()
    if at in texts:
        columns.set(at, Field.CITY)
        closed = columns.fields[at + 2 : at + 3] == [Field.POSTCODE]
        if at + 1 in texts and closed and not columns.has(Field.REGION):
            columns.set(at + 1, Field.REGION)


def _guess_names(columns: _Columns, alone: bool) -> None:
    """First, last, company; or a person, company; or a company: by position and shape, before the street.

    Under a header that does not say so nobody is taken for a person.
    """
    street = columns.fields.index(Field.ADDRESS) if columns.has(Field.ADDRESS) else len(columns.fields)
    texts = [at for at in columns.texts() if at < street]
    single = [at for at in texts[:2] if columns.share(at, _WORD) >= 0.85]
    if alone and len(single) == 2 and single[1] == single[0] + 1:
        columns.set(texts.pop(0), Field.FIRST_NAME)
        columns.set(texts.pop(0), Field.LAST_NAME)
    elif alone and texts and _look_like_people(columns.cells[texts[0]]):
        columns.set(texts.pop(0), Field.PERSON)
    wordy = [at for at in texts if columns.share(at, re.compile(r"\D*")) >= _MOST]
    called_names = [at for at in wordy if "name" in plain_words(columns.names[at]).split()]
    for at in (called_names or wordy)[:1]:
        columns.set(at, Field.COMPANY)
