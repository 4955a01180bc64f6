"""Bringing other people's files in: what is found, what each row would become, and then one step."""

import stat
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from callbook.domain.errors import UserError
from callbook.formats.call_log import LogColumns, find_columns, possible_columns
from callbook.formats.call_xml import is_calls_xml, read_calls
from callbook.formats.columns import Mapping, guess
from callbook.formats.csv_file import read_table
from callbook.formats.headers import Field
from callbook.formats.incoming import Incoming, LeftOut, incoming
from callbook.formats.other_kinds import refuse_other_kinds
from callbook.formats.own_table import own_mapping
from callbook.formats.table import Table
from callbook.formats.table_out import undefused
from callbook.formats.vcard import read_cards
from callbook.formats.watched import Watch, unwatched, watched
from callbook.formats.xlsx_file import OpenWorkbook, is_workbook
from callbook.services.bringing_in import (
    Content,
    Fate,
    Fated,
    Known,
    Matching,
    Numbers,
    Person,
    emails_of,
    number,
    numbers_of,
)
from callbook.storage import matching
from callbook.storage.engine import Connection
from callbook.storage.prospects import Card
from callbook.storage.settings import settings

PREVIEW_ROWS = 5
LARGEST_FILE = 250_000_000  # bytes: cards with pictures are larger than tables of as many people
CARD_BEGINS_WITHIN = 4096  # bytes: some files begin with blank lines


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is read where a person knows better than the guess; "" and None leave it to the guess."""

    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    sheet: str = ""
    fields: tuple[str, ...] | None = None  # what each column is taken for


Recall: TypeAlias = Callable[[tuple[str, ...]], tuple[str, ...] | None]
"""From the names of a table's columns what they were taken for before; None leaves it to the guess."""


def nothing(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Recalls nothing."""
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. Cards have no columns; a workbook has the names of its sheets that hold something.

    Of the table's own rows only those of a preview are kept: `rows` hold what all of them say. A call log keeps them
    all, and `log` says where in them the parts of a call stand; `possible_log` says it of a table that is none by
    itself, so that a person may take it for one.
    """

    rows: tuple[Incoming, ...]
    left_out: tuple[LeftOut, ...] = ()
    encoding: str = ""
    table: Table | None = None
    names: tuple[str, ...] = ()
    mapping: Mapping = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    log: LogColumns | None = None
    possible_log: LogColumns | None = None

    @property
    def as_log(self) -> "Reading | None":
        """The same taken for a call log; None where no call could be made of it."""
        log = self.log or self.possible_log
        return None if log is None else replace(self, log=log)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would become in this book; nothing is written yet. The rows of its reading stand in `fated`.

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
        return self.reading.names

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


def bytes_of(path: Path) -> bytes:
    """What a file holds; UserError for one that is not there, cannot be read or is larger than any list, and for what
    is no file at all: a pipe would never end."""
    try:
        told = path.stat()
        if stat.S_ISDIR(told.st_mode):
            raise UserError("This is a folder, not a file.", "Choose one file in it.")
        if not stat.S_ISREG(told.st_mode):
            raise UserError("This is not a file with a list in it.", "Save the list as a file and choose that.")
        if told.st_size > LARGEST_FILE:
            most = f"Choose a file of at most {LARGEST_FILE // 10**6} MB, or split it."
            raise UserError("The file is too large to be read at once.", most)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError("The file is not there.", "Check its name, and whether it was moved or renamed.") from error
    except PermissionError as error:
        raise UserError("The file may not be read.", "Allow yourself to read it, or copy it elsewhere.") from error
    except OSError as error:
        raise UserError("The file cannot be read.", "Check that it is still there and may be read.") from error


def plan_import(
    book: Connection,
    data: bytes,
    source: str,
    choices: Choices | None = None,
    recall: Recall = nothing,
    watch: Watch = unwatched,
) -> ImportPlan:
    """Read a file's bytes, whatever kind it is, and say what it would become; UserError where it cannot be read.

    `source` is the file's name, kept as where the prospects came from unless the file says so itself. Columns are taken
    for what the choices say, else for what is recalled of their names, else for what they seem to be.
    What `watch` raises ends the reading wherever it is.
    """
    asked = choices or Choices()
    return planned(book, read_file(data, asked, recall, watch), source, asked, watch)


def read_file(data: bytes, choices: Choices, recall: Recall = nothing, watch: Watch = unwatched) -> Reading:
    """What kind of file it is, its own bytes tell: names and their endings often say something else."""
    watch()
    if has_cards(data):
        cards = read_cards(data, watch=watch)
        return Reading(cards.rows, cards.left_out, cards.encoding)
    if is_calls_xml(data):
        table, damaged = read_calls(data)
        return replace(of_table(table, choices, recall, watch), left_out=damaged)
    if not is_workbook(data):
        refuse_other_kinds(data)
        table = read_table(data, choices.encoding, choices.delimiter, choices.header, watch)
        return of_table(table, choices, recall, watch)
    opened = OpenWorkbook(data)
    filled = tuple(sheet.name for sheet in opened.infos if sheet.rows)
    sheet = choices.sheet or next(iter(filled), "")
    table = opened.table(sheet, choices.header)
    return replace(of_table(table, choices, recall, watch), sheets=filled, sheet=sheet)


def has_cards(data: bytes) -> bool:
    """Whether a file begins as one of cards does, in any encoding that keeps ASCII or puts a NUL beside it."""
    return b"BEGIN:VCARD" in data[:CARD_BEGINS_WITHIN].replace(b"\0", b"").upper()


def of_table(table: Table, choices: Choices, recall: Recall, watch: Watch = unwatched) -> Reading:
    """A table as rows. One that Callbook wrote has a plan of its own, and its signs against formulas are taken off."""
    names = table.names
    own = own_mapping(names)
    if own:
        table = replace(table, rows=tuple(tuple(map(undefused, cells)) for cells in table.rows))
    mapping = taken_for(choices.fields if choices.fields is not None else recall(names), names) or own or guess(table)
    rows, log = tuple(watched(incoming(table, mapping), watch)), find_columns(table)
    possible = None if log is not None else possible_columns(table)
    if log is None and possible is None:
        table = replace(table, rows=table.rows[:PREVIEW_ROWS], lines=table.lines[:PREVIEW_ROWS])
    return Reading(rows, (), table.encoding, table, names, mapping, log=log, possible_log=possible)


def taken_for(fields: Sequence[str] | None, names: Sequence[str]) -> Mapping:
    """What the columns are said to be; nothing where that was said of other columns, or of fields there are not."""
    known = {"", *(field.value for field in Field)}
    if fields is None or len(fields) != len(names) or not known.issuperset(fields):
        return ()
    return tuple(Field(field) if field else None for field in fields)


def planned(
    book: Connection, reading: Reading, source: str, choices: Choices, watch: Watch = unwatched
) -> ImportPlan:
    """What the rows become; they are kept with it, and no longer with the reading."""
    home = settings(book).home_country
    rows = reading.rows
    numbers = [numbers_of(row, home) for row in watched(rows, watch)]
    match = Matching(map(known, those_alike(book, rows, numbers)), source)
    fated = tuple(map(match.take, watched(rows, watch), numbers))
    barred = frozenset(barred_lines(matching.do_not_call_numbers(book), fated, numbers))
    return ImportPlan(replace(reading, rows=()), source, choices, fated, barred)


def those_alike(book: Connection, rows: Sequence[Incoming], numbers: Sequence[Numbers]) -> list[Card]:
    """The prospects of the book that rows may be."""
    names = {matching.folded(row.name) for row in rows}
    forms = {form for some in numbers for one in some if one.dials for form in one.forms}
    emails = {email for row in rows for email in emails_of(row)}
    return matching.alike(book, names, forms, emails)


def barred_lines(asked_not_to: Set[str], fated: Sequence[Fated], numbers: Sequence[Numbers]) -> Iterator[int]:
    """The lines of rows that come in with a number that asked not to be called."""
    if not asked_not_to:
        return
    for one, some in zip(fated, numbers, strict=True):
        if one.fate is not Fate.SAME and not asked_not_to.isdisjoint(form for each in some for form in each.forms):
            yield one.row.line


def known(card: Card) -> Known:
    """A prospect of the book as rows are compared with it."""
    prospect = card.prospect
    numbers = [number(phone.label, phone.typed, phone.e164) for phone in card.phones]
    content = Content(
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
    return Known(prospect.id, prospect.name, content)
