"""Bringing other people's files in: what is found, what it would become, and then one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from callbook.domain.change import Change, Op
from callbook.domain.phone import digits
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.formats.columns import Mapping, guess
from callbook.formats.csv_file import read_table
from callbook.formats.headers import Field
from callbook.formats.incoming import Incoming, incoming
from callbook.formats.table import Table
from callbook.services.prospects import Draft, insert
from callbook.storage import matching
from callbook.storage.book import Book
from callbook.storage.engine import Connection

PREVIEW_ROWS = 5


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would become in this book; nothing is written yet. The counts add up:
    rows = new + same, and `do_not_call` of the new ones carry a number that asked not to be called."""

    table: Table
    mapping: Mapping
    source: str
    fresh: tuple[Incoming, ...]
    same: int
    barred: frozenset[int]

    @property
    def rows(self) -> int:
        return len(self.table.rows)

    @property
    def new(self) -> int:
        return len(self.fresh)

    @property
    def do_not_call(self) -> int:
        return len(self.barred)

    @property
    def names(self) -> tuple[str, ...]:
        return self.table.names

    @property
    def fields(self) -> tuple[str, ...]:
        """What each column is taken for; "" where it was not understood and goes into the notes."""
        return tuple("" if field is None else field.value for field in self.mapping)

    @property
    def choices(self) -> tuple[str, ...]:
        return ("", *(field.value for field in Field))

    @property
    def preview(self) -> tuple[tuple[str, ...], ...]:
        return self.table.rows[:PREVIEW_ROWS]

    @property
    def encoding(self) -> str:
        return self.table.encoding

    @property
    def delimiter(self) -> str:
        return self.table.delimiter

    @property
    def has_header(self) -> bool:
        return self.table.header is not None


def plan_import(book: Connection, data: bytes, source: str) -> ImportPlan:
    """Read a CSV file's bytes and say what it would become; UserError where it cannot be read as a table.

    `source` is the file's name, kept as where the prospects came from unless the file says so itself.
    """
    table = read_table(data)
    return planned(book, table, guess(table), source)


def remapped(book: Connection, plan: ImportPlan, fields: Sequence[str]) -> ImportPlan:
    """The plan with the columns taken for what the user says."""
    mapping = tuple(Field(field) if field else None for field in fields)
    return planned(book, plan.table, mapping, plan.source)


def planned(book: Connection, table: Table, mapping: Mapping, source: str) -> ImportPlan:
    rows = [row if row.source else replace(row, source=source) for row in incoming(table, mapping)]
    known = matching.fingerprints(book, {row.name for row in rows})
    fresh = []
    for row in rows:
        mark = fingerprint(row)
        if mark not in known:
            known.add(mark)
            fresh.append(row)
    barred = matching.do_not_call_numbers(book)
    lines = frozenset(row.line for row in fresh if any(digits(phone.typed) in barred for phone in row.phones))
    return ImportPlan(table, mapping, source, tuple(fresh), len(rows) - len(fresh), lines)


def fingerprint(row: Incoming) -> matching.Fingerprint:
    """What makes a row the same as another, or as a prospect in the book: every name, number, address and place."""
    emails = [row.email, *(person.email for person in row.people)]
    return matching.fingerprint(
        row.name,
        [person.name for person in row.people],
        [phone.typed for phone in row.phones],
        emails,
        f"{row.address}\n{row.city}",
        row.postcode,
    )


def run_import(book: Book, plan: ImportPlan, *, now: datetime) -> Change:
    """Write what the plan says, in one step that one undo takes back.

    A number that asked not to be called stays so: its prospect comes in as do-not-call.
    """
    with book.step(Op.IMPORT) as step:
        for row in plan.fresh:
            prospect = insert(step, draft(row), now)
            if row.line in plan.barred:
                step.update(replace(prospect, do_not_call_at=now))
    return step.change()


def draft(row: Incoming) -> Draft:
    """A row as a form would hold it."""
    return Draft(
        Prospect(
            name=row.name,
            website=row.website,
            address=row.address,
            city=row.city,
            region=row.region,
            postcode=row.postcode,
            country=row.country,
            source=row.source,
            notes=row.notes,
            what_they_do=row.what_they_do,
        ),
        tuple(people(row)),
        tuple(Phone(label=phone.label, typed=phone.typed) for phone in row.phones),
        row.tags,
    )


def people(row: Incoming) -> Iterable[Contact]:
    for person in row.people:
        yield Contact(name=person.name, title=person.role, email=person.email)
    if row.email:
        yield Contact(email=row.email)
