"""Taking everything out: prospects and calls as tables, contacts, calendar entries, or the whole book."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zoneinfo import ZoneInfo

from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, NextAction
from callbook.domain.query import parse
from callbook.domain.settings import BookSettings
from callbook.domain.when import due_from_text
from callbook.formats.calendar_out import Entry, Span, spans, write_calendar
from callbook.formats.own_table import ANSWER_HEADINGS, CALL_HEADINGS, prospect_headings
from callbook.formats.table_out import write_csv
from callbook.formats.vcard_out import Version, write_cards
from callbook.formats.xlsx_out import Heading, Sheet, Workbook
from callbook.services.card_out import entry, out_card
from callbook.services.table_rows import Cells, answer_rows, call_row, prospect_row, zone_named
from callbook.services.whole_book import Tell, quiet, write_book
from callbook.services.whole_file import replacing
from callbook.storage import prospects as prospect_reader
from callbook.storage import settings as settings_reader
from callbook.storage import taking_out as reader
from callbook.storage.engine import Connection, storage_errors
from callbook.storage.listing import Listing, Scope
from callbook.storage.migrations import MIGRATIONS
from callbook.storage.opening import application_id, refuse_foreign, user_version
from callbook.storage.taking_out import FullCall, FullCard
from callbook.storage.whole import snapshot

NOTHING = UserError("There is nothing to export here.", "Choose another view, or everything.")


class Stopped(Exception):  # noqa: N818  nothing went wrong
    """For a `Tell` to raise, where somebody gave up."""


class Format(StrEnum):
    """What a file can be, by the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"
    VCARD = "vcf"
    CALENDAR = "ics"
    BOOK = "json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall stand in a file: the prospects of a listing, or these, or of neither everything.

    `calls` asks a CSV file for a row a call instead of a row a prospect; `version` is the vCard's.
    """

    format: Format
    listing: Listing | None = None
    prospects: tuple[int, ...] | None = None
    calls: bool = False
    version: Version = "3.0"

    @property
    def everything(self) -> bool:
        return self.listing is None and self.prospects is None


@dataclass(frozen=True, slots=True)
class Exported:
    """What came out: prospects (or dated steps, or rows of the whole book), and calls."""

    path: Path
    format: Format
    rows: int
    calls: int = 0


@dataclass(slots=True)
class _Taking:
    """One export on its way."""

    book: Connection
    wanted: Wanted
    now: datetime
    zone: ZoneInfo
    tell: Tell
    ids: Sequence[int] = ()
    rows: int = 0
    calls: int = 0


def format_of(path: Path) -> Format:
    """What the ending of a file's name asks for; UserError for one that is none of ours."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in list(Format):
        raise UserError(
            "What kind of file this shall be does not follow from its name.",
            f"Let it end in {', '.join(f'.{each}' for each in Format)}.",
        )
    return Format(ending)


def is_older(source: Path) -> bool:
    """Whether a book has to be brought up to date before it can be read. StorageError for what is no book, or newer."""
    with storage_errors(), closing(Connection(source, read_only=True)) as book:
        newest, found = MIGRATIONS[-1][0], user_version(book.connection)
        refuse_foreign(application_id(book.connection), found, newest)
    return found < newest


def listing_named(source: Path, name: str) -> Listing:
    """The listing of a smart view, or of Next, Today, New, All or Unfinished, by its name; UserError for any other."""
    with closing(Connection(source, read_only=True)) as book:
        views = {view.name.casefold(): Listing(Scope.ALL, parse(view.query)) for view in settings_reader.views(book)}
    found = views | {scope.value: Listing(scope) for scope in Scope}
    if name.strip().casefold() not in found:
        raise UserError(
            "There is no view of this name.",
            "Besides the views of your own there are: next, today, new, unfinished, all.",
        )
    return found[name.strip().casefold()]


def export(
    source: Path, target: Path, wanted: Wanted, *, now: datetime, zone: ZoneInfo, tell: Tell = quiet
) -> Exported:
    """Write what is wanted of the book at `source` to `target`, in the place of what stood there; see `export_from`."""
    with closing(Connection(source, read_only=True)) as book:
        return export_from(book, target, wanted, now=now, zone=zone, tell=tell)


def export_from(
    book: Connection, target: Path, wanted: Wanted, *, now: datetime, zone: ZoneInfo, tell: Tell = quiet
) -> Exported:
    """Write what is wanted, as the book is at this moment, on a connection that nobody else uses meanwhile.

    Moments are by the clock of `zone` where none of their own is known. UserError where there is nothing to write, or
    no place to write to; StorageError where the book cannot be read. Then `target` is as it was.
    """
    with snapshot(book):
        taking = _Taking(book, wanted, now, zone, tell)
        if wanted.format is not Format.BOOK:
            taking.ids = chosen(taking)
        with replacing(target) as file:
            if wanted.format is Format.XLSX:
                with TemporaryDirectory(prefix=".callbook-", dir=target.resolve().parent) as folder:
                    write_workbook(taking, file, Path(folder))
            else:
                WRITERS[wanted.format](taking, file)
    return Exported(target, wanted.format, taking.rows, taking.calls)


def chosen(taking: _Taking) -> Sequence[int]:
    """The prospects asked for; UserError where there are none."""
    wanted = taking.wanted
    if wanted.prospects is not None:
        ids: Sequence[int] = wanted.prospects
    elif wanted.listing is not None:
        ids = reader.listed(taking.book, wanted.listing, taking.now, taking.zone)
    else:
        ids = reader.everybody(taking.book)
    without_prospect = wanted.everything and wanted.format in (Format.CSV, Format.XLSX)
    if not ids and not (without_prospect and reader.call_count(taking.book)):
        raise NOTHING
    return ids


def full_cards(taking: _Taking) -> Iterator[FullCard]:
    for page in reader.pages(taking.ids):
        found = reader.full_cards(taking.book, page)
        taking.rows += len(found)
        yield from found
        taking.tell(taking.rows, len(taking.ids))


def full_calls(taking: _Taking) -> Iterator[FullCall]:
    """The calls with the prospects asked for; of everything those with nobody known too."""
    wanted = None if taking.wanted.everything else frozenset(taking.ids)
    total = reader.call_count(taking.book)
    for page in reader.call_pages(taking.book, wanted):
        taking.calls += len(page)
        yield from reader.full_calls(taking.book, page)
        taking.tell(taking.calls, total)


# CSV and Excel


def write_table(taking: _Taking, file: BinaryIO) -> None:
    write_csv(file, call_table(taking) if taking.wanted.calls else prospect_table(taking))


def prospect_table(taking: _Taking) -> Iterator[Cells]:
    people, numbers = reader.widest(taking.book, taking.ids)
    yield names(prospect_headings(people, numbers))
    yield from (prospect_row(full, people, numbers, taking.zone) for full in full_cards(taking))


def call_table(taking: _Taking) -> Iterator[Cells]:
    yield names(CALL_HEADINGS)
    yield from (call_row(full, taking.zone) for full in full_calls(taking))


def names(headings: Iterable[Heading]) -> Cells:
    return tuple(heading.name for heading in headings)


def write_workbook(taking: _Taking, file: BinaryIO, folder: Path) -> None:
    people, numbers = reader.widest(taking.book, taking.ids)
    with Workbook(file, folder) as workbook:
        sheet = workbook.sheet("Prospects", prospect_headings(people, numbers))
        for card in full_cards(taking):
            sheet.add(prospect_row(card, people, numbers, taking.zone))
        add_calls(taking, workbook.sheet("Calls", CALL_HEADINGS), workbook.sheet("Answers", ANSWER_HEADINGS))


def add_calls(taking: _Taking, calls: Sheet, answers: Sheet) -> None:
    for call in full_calls(taking):
        calls.add(call_row(call, taking.zone))
        for answer in answer_rows(call, taking.zone):
            answers.add(answer)


# Contacts


def write_contacts(taking: _Taking, file: BinaryIO) -> None:
    for full in full_cards(taking):
        file.write(write_cards([out_card(full.card)], taking.wanted.version, taking.now))


# Calendar


def write_entries(taking: _Taking, file: BinaryIO) -> None:
    settings = settings_reader.settings(taking.book)
    found = entries(taking, settings)
    first = next(found, None)
    if first is None:
        raise UserError("There is no next action with a date here.", "Choose another view, or everything.")
    taking.rows = 0

    def counted() -> Iterator[Entry]:
        for taking.rows, one in enumerate((first, *found), start=1):
            yield one

    write_calendar(file, counted(), zones(taking), taking.now)


def zones(taking: _Taking) -> Sequence[Span]:
    """The zones of every open next action: more than a view needs do no harm."""
    moments = reader.action_spans(taking.book)
    return spans(
        (due_from_text(due), zone_named(name) or taking.zone) for name, first, last in moments for due in (first, last)
    )


def entries(taking: _Taking, settings: BookSettings) -> Iterator[Entry]:
    for full in full_cards(taking):
        action = action_for_calendar(full.card)
        if action is not None:
            yield entry(full.card, action, settings, taking.zone)


def action_for_calendar(card: prospect_reader.Card) -> NextAction | None:
    """The next action, if it has a date; no call for somebody who asked not to be called."""
    action = card.next_action
    barred = card.prospect.do_not_call_at is not None and action and action.kind is ActionKind.CALL
    return None if action is None or action.due is None or barred else action


def has_calendar_entry(book: Connection, prospect_id: int) -> bool:
    """Whether there is something of a prospect to be saved for a calendar."""
    found = prospect_reader.card(book, prospect_id)
    return found is not None and action_for_calendar(found) is not None


# The whole book


def write_whole(taking: _Taking, file: BinaryIO) -> None:
    taking.rows = write_book(taking.book, file, now=taking.now, tell=taking.tell)


WRITERS: dict[Format, Callable[[_Taking, BinaryIO], None]] = {
    Format.CSV: write_table,
    Format.VCARD: write_contacts,
    Format.CALENDAR: write_entries,
    Format.BOOK: write_whole,
}
