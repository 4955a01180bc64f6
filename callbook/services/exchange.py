"""Bringing other people's files in: what is found, what each row would become, and then one step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from callbook.formats.columns import Mapping, guess
from callbook.formats.csv_file import read_table
from callbook.formats.headers import Field
from callbook.formats.incoming import Incoming, LeftOut, incoming
from callbook.formats.own_table import own_mapping
from callbook.formats.table import Table
from callbook.formats.table_out import undefused
from callbook.formats.vcard import read_cards
from callbook.formats.xlsx_file import is_workbook, read_sheet, sheets
from callbook.services.bringing_in import Fate, Fated, Known, Matching, Person, emails_of, number, numbers_of
from callbook.storage import matching
from callbook.storage.engine import Connection
from callbook.storage.prospects import Card
from callbook.storage.settings import settings

PREVIEW_ROWS = 5
CARD_BEGINS_WITHIN = 4096  # bytes: some files begin with blank lines


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is read where a person knows better than the guess; "" and None leave it to the guess."""

    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. Cards have no columns; a workbook has the names of its sheets that hold something."""

    rows: tuple[Incoming, ...]
    left_out: tuple[LeftOut, ...] = ()
    encoding: str = ""
    table: Table | None = None
    mapping: Mapping = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would become in this book; nothing is written yet.

    The counts add up: read = new + updated + same + doubtful + left out. `barred` are the lines of rows with a number
    that asked not to be called.
    """

    reading: Reading
    source: str
    choices: Choices
    fated: tuple[Fated, ...]
    barred: frozenset[int]

    @property
    def read(self) -> int:
        return len(self.fated) + len(self.left_out)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return self.reading.left_out

    @property
    def new(self) -> int:
        return self.count(Fate.NEW)

    @property
    def updated(self) -> int:
        return self.count(Fate.UPDATED)

    @property
    def same(self) -> int:
        return self.count(Fate.SAME)

    @property
    def doubtful(self) -> int:
        return self.count(Fate.DOUBTFUL)

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.fated)

    @property
    def writes(self) -> bool:
        """Whether there is anything to write at all."""
        return any(one.fate is not Fate.SAME for one in self.fated)

    @property
    def do_not_call(self) -> int:
        return len(self.barred)

    @property
    def names(self) -> tuple[str, ...]:
        return self.reading.table.names if self.reading.table else ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What each column is taken for; "" where it was not understood and goes into the notes."""
        return tuple("" if field is None else field.value for field in self.reading.mapping)

    @property
    def field_choices(self) -> tuple[str, ...]:
        return ("", *(field.value for field in Field))

    @property
    def preview(self) -> tuple[tuple[str, ...], ...]:
        return self.reading.table.rows[:PREVIEW_ROWS] if self.reading.table else ()


def plan_import(book: Connection, data: bytes, source: str, choices: Choices | None = None) -> ImportPlan:
    """Read a file's bytes, whatever kind it is, and say what it would become; UserError where it cannot be read.

    `source` is the file's name, kept as where the prospects came from unless the file says so itself.
    """
    asked = choices or Choices()
    return planned(book, read_file(data, asked), source, asked)


def remapped(book: Connection, plan: ImportPlan, fields: Sequence[str]) -> ImportPlan:
    """The plan with the columns taken for what the user says."""
    table = plan.reading.table
    if table is None:
        return plan
    mapping = tuple(Field(field) if field else None for field in fields)
    reading = replace(plan.reading, mapping=mapping, rows=tuple(incoming(table, mapping)))
    return planned(book, reading, plan.source, plan.choices)


def read_file(data: bytes, choices: Choices) -> Reading:
    """What kind of file it is, its own bytes tell: names and their endings often say something else."""
    if has_cards(data):
        cards = read_cards(data)
        return Reading(cards.rows, cards.left_out, cards.encoding)
    if not is_workbook(data):
        return of_table(read_table(data, choices.encoding, choices.delimiter, choices.header))
    filled = tuple(sheet.name for sheet in sheets(data) if sheet.rows)
    sheet = choices.sheet or next(iter(filled), "")
    return replace(of_table(read_sheet(data, sheet, choices.header)), sheets=filled, sheet=sheet)


def has_cards(data: bytes) -> bool:
    """Whether a file begins as one of cards does, in any encoding that keeps ASCII or puts a NUL beside it."""
    return b"BEGIN:VCARD" in data[:CARD_BEGINS_WITHIN].replace(b"\0", b"").upper()


def of_table(table: Table) -> Reading:
    """A table as rows. One that Callbook wrote has a plan of its own, and its signs against formulas are taken off."""
    own = own_mapping(table.names)
    if own:
        table = replace(table, rows=tuple(tuple(map(undefused, cells)) for cells in table.rows))
    mapping = own or guess(table)
    return Reading(tuple(incoming(table, mapping)), (), table.encoding, table, mapping)


def planned(book: Connection, reading: Reading, source: str, choices: Choices) -> ImportPlan:
    home = settings(book).home_country
    rows = reading.rows
    numbers = [numbers_of(row, home) for row in rows]
    names = {matching.folded(row.name) for row in rows}
    forms = {form for some in numbers for one in some if one.dials for form in one.forms}
    emails = {email for row in rows for email in emails_of(row)}
    match = Matching(map(known, matching.alike(book, names, forms, emails)), source)
    fated = tuple(map(match.take, rows, numbers))
    asked_not_to = matching.do_not_call_numbers(book)
    barred = frozenset(
        one.row.line
        for one, some in zip(fated, numbers, strict=True)
        if one.fate is not Fate.SAME and not asked_not_to.isdisjoint(form for each in some for form in each.forms)
    )
    return ImportPlan(reading, source, choices, fated, barred)


def known(card: Card) -> Known:
    """A prospect of the book as rows are compared with it."""
    prospect = card.prospect
    numbers = [number(phone.label, phone.typed, phone.e164) for phone in card.phones]
    return Known(
        prospect.id,
        prospect.name,
        fields={
            "website": prospect.website,
            "address": prospect.address,
            "city": prospect.city,
            "region": prospect.region,
            "postcode": prospect.postcode,
            "country": prospect.country,
            "what_they_do": prospect.what_they_do,
        },
        notes=prospect.notes,
        people=[Person(one.id, one.name, one.title, one.email) for one in card.contacts],
        numbers={form: one for one in numbers for form in one.forms},
        tags={matching.folded(tag) for tag in card.tags},
    )
