"""Bringing other people's files in: what is found, what each row would become, and then one step."""

import stat
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeAlias

from callbook.domain import likeness
from callbook.domain.errors import UserError
from callbook.domain.prospect import PREPARATION
from callbook.formats.call_log import LogColumns, find_columns, possible_columns
from callbook.formats.call_xml import is_calls_xml, read_calls
from callbook.formats.columns import Mapping, guess
from callbook.formats.csv_file import read_table
from callbook.formats.headers import Field
from callbook.formats.incoming import Incoming, LeftOut, incoming
from callbook.formats.other_kinds import refuse_other_kinds
from callbook.formats.own_table import own_mapping
from callbook.formats.rare_cells import AboutPhone, IncomingAction, in_zone
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
    new_lines,
    number,
    numbers_of,
    put,
)
from callbook.services.standing_in import Standing, referred_line
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

    The counts add up: read = new + updated + same + doubtful + left out. `barred` are the lines of rows that say that
    somebody asked not to be called, or have a number that did. `referred` are prospects with who referred them.
    """

    reading: Reading
    source: str
    choices: Choices
    fated: tuple[Fated, ...]
    barred: frozenset[int]
    referred: tuple[tuple[Known, Known], ...] = ()

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
    zone: tzinfo = UTC,
    watch: Watch = unwatched,
) -> ImportPlan:
    """Read a file's bytes, whatever kind it is, and say what it would become; UserError where it cannot be read.

    `source` is the file's name, kept as where the prospects came from unless the file says so itself. Columns are taken
    for what the choices say, else for what is recalled of their names, else for what they seem to be. Moments that do
    not say their zone were read off a clock of `zone`. What `watch` raises ends the reading wherever it is.
    """
    asked = choices or Choices()
    return planned(book, read_file(data, asked, recall, watch), source, asked, zone, watch)


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
    """A table as rows. One that Callbook wrote has a plan of its own, and its signs against formulas are taken off.

    Of a workbook that Callbook wrote that is the sheet of prospects. Its sheets of calls and answers are for reading:
    they repeat what stands in the book, and do not come back as calls.
    """
    names = table.names
    own = own_mapping(names)
    if own:
        table = replace(table, rows=tuple(tuple(map(undefused, cells)) for cells in table.rows))
    mapping = taken_for(choices.fields if choices.fields is not None else recall(names), names) or own or guess(table)
    rows, log = tuple(watched(incoming(table, mapping, own is not None), watch)), find_columns(table)
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
    book: Connection, reading: Reading, source: str, choices: Choices, zone: tzinfo = UTC, watch: Watch = unwatched
) -> ImportPlan:
    """What the rows become; they are kept with it, and no longer with the reading. `zone` is as in `plan_import`."""
    home = settings(book).home_country
    rows = [replace(row, more=in_zone(row.more, zone)) if row.more else row for row in reading.rows]
    numbers = [numbers_of(row, home) for row in watched(rows, watch)]
    match = Matching(known_ones(book, those_alike(book, rows, numbers), rows), source)
    fated = tuple(map(match.take, watched(rows, watch), numbers))
    referred = tuple(referrals(match, fated))
    barred = frozenset(barred_lines(matching.do_not_call_numbers(book), fated, numbers))
    return ImportPlan(replace(reading, rows=()), source, choices, fated, barred, referred)


def referrals(match: Matching, fated: Sequence[Fated]) -> Iterator[tuple[Known, Known]]:
    """Prospects with those who referred them, by name; where nobody or more than one has that name, it is noted."""
    told = {id(one.target): one.target for one in fated if one.row.more and one.row.more.referred_by}
    for one in told.values():
        name = said.referral if (said := one.told().standing) else ""
        found = match.named(name) if name else ()
        if len(found) == 1 and found[0] is not one:
            yield one, found[0]
        elif name:
            for line in list(new_lines(one.content, referred_line(name))):
                put(one.content, line)


def those_alike(book: Connection, rows: Sequence[Incoming], numbers: Sequence[Numbers]) -> list[Card]:
    """The prospects of the book that rows may be."""
    names = {matching.folded(row.name) for row in rows}
    names |= {matching.folded(row.more.referred_by) for row in rows if row.more and row.more.referred_by}
    forms = {form for some in numbers for one in some if one.dials for form in one.forms}
    emails = {email for row in rows for email in emails_of(row)}
    return matching.alike(book, names, forms, emails)


def barred_lines(asked_not_to: Set[str], fated: Sequence[Fated], numbers: Sequence[Numbers]) -> Iterator[int]:
    """The lines of rows that say that they asked not to be called, or come in with a number that did, by the book or by
    another row."""
    refusing = [some for one, some in zip(fated, numbers, strict=True) if refused(one)]
    asked = asked_not_to | {form for some in refusing for each in some for form in each.forms}
    if not asked and not refusing:
        return
    barred = likeness.Numbers(asked)
    for one, some in zip(fated, numbers, strict=True):
        if one.fate is Fate.SAME:
            continue
        if refused(one) or any(form in barred for each in some if each.dials for form in each.forms):
            yield one.row.line


def refused(one: Fated) -> bool:
    return one.row.more is not None and one.row.more.do_not_call


def known_ones(book: Connection, cards: Sequence[Card], rows: Sequence[Incoming]) -> Iterator[Known]:
    """The prospects of the book as rows are compared with them; where no row says more, neither do they."""
    if not any(row.more for row in rows):
        yield from map(known, cards)
        return
    actions, referrers = matching.open_actions(book), matching.referrers(book)
    for card in cards:
        key = card.prospect.id
        one = known(card)
        one.content.standing = standing(replace(card, next_action=actions.get(key), referrer=referrers.get(key, "")))
        yield one


def standing(card: Card) -> Standing:
    action = card.next_action
    people = {contact.id: contact.name for contact in card.contacts}
    said = Standing(card.prospect.stage, card.prospect.do_not_call_at is not None, None, card.referrer)
    if action is not None and action.due is not None:
        due = action.due.astimezone(UTC) if isinstance(action.due, datetime) else action.due
        said.action = IncomingAction(action.kind, due, action.zone, action.text.strip(), action.place.strip())
    for phone in card.phones:
        about = AboutPhone(phone.wrong_at, people.get(phone.contact_id or 0, ""))
        if about != AboutPhone():
            said.about |= dict.fromkeys(number(phone.label, phone.typed, phone.e164).forms, about)
    return said


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
            **{name: getattr(prospect, name) for name in (*PREPARATION, "zone")},
        },
        notes=prospect.notes,
        people=[Person(one.id, one.name, one.title, one.email, one.role, one.note) for one in card.contacts],
        numbers={form: one for one in numbers for form in one.forms},
        tags={matching.folded(tag) for tag in card.tags},
    )
    return Known(prospect.id, prospect.name, content)
