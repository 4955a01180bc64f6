"""Reading many prospects and calls with all that stands on them, for files that leave the program."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from peewee import SQL

from callbook.domain.followup import NextAction
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.storage import listing as lists
from callbook.storage.calls import HistoryRow, history_rows
from callbook.storage.engine import Connection, columns, storage_errors
from callbook.storage.ids import MANY, as_value, these
from callbook.storage.listing import Listing, Scope
from callbook.storage.prospects import Card
from callbook.storage.schema import (
    ContactTable,
    NextActionTable,
    OpenerTable,
    PhoneTable,
    ProspectTable,
    TaggingTable,
    TagTable,
)

P = ProspectTable
PAGE = 400
Part = TypeVar("Part", Contact, Phone)


@dataclass(frozen=True, slots=True)
class FullCard:
    """A card, with how often there were saved calls, conversations among them, and seconds of talk."""

    card: Card
    calls: int
    conversations: int
    seconds: int


@dataclass(frozen=True, slots=True)
class FullCall:
    """A call with its names; "" where there is none."""

    row: HistoryRow
    city: str
    person: str
    title: str
    number: str
    opener: str
    answered_by: str


def listed(book: Connection, listing: Listing, now: datetime, zone: ZoneInfo) -> list[int]:
    """The ids of all prospects that a listing holds, in its order. Unlike the list, of any number for words."""
    where = lists.narrowed(listing.query, now, zone, lists.NO_LIMIT)
    if listing.scope is not Scope.NEXT:
        where += lists.scoped(listing.scope, now, zone)
        return lists.ids(book, where, lists.order(listing, now, zone), 0, -1)
    due = lists.ids(book, [*lists.due(now, zone), *where], lists.queue_order(now, zone), 0, -1)
    return due + lists.ids(book, [*lists.unstarted(), *where], [SQL("prepared DESC"), P.id], 0, -1)


def everybody(book: Connection) -> list[int]:
    """The ids of all prospects that were not deleted, as they were added."""
    return [key for (key,) in book.sql("SELECT id FROM prospect WHERE deleted_at IS NULL ORDER BY id")]


def pages(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))


def widest(book: Connection, ids: Iterable[int]) -> tuple[int, int]:
    """The most people, and the most numbers, that one of these prospects has."""
    chosen = as_value(ids)
    people, numbers = (
        book.sql(
            f"SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM {table} "
            f"WHERE prospect_id IN {MANY} GROUP BY prospect_id)",
            (chosen,),
        )
        for table in ("contact", "phone")
    )
    return int(people[0][0]), int(numbers[0][0])


def full_cards(book: Connection, ids: Sequence[int]) -> list[FullCard]:
    """The cards of a page of prospects, in this order; those that are gone are left out."""
    found = {one.id: one for one in book.fetch(Prospect, P.select(*columns(Prospect)).where(P.id.in_(these(ids))))}
    contacts = parts(book, Contact, ContactTable, (ContactTable.position, ContactTable.id), ids)
    phones = parts(book, Phone, PhoneTable, (PhoneTable.position, PhoneTable.id), ids)
    tags, actions, totals = tags_of(book, ids), open_actions(book, ids), totals_of(book, ids)
    referrers = names_of(book, P, P.name, {one.referred_by for one in found.values()})
    return [
        FullCard(
            Card(
                found[key],
                tuple(contacts.get(key, ())),
                tuple(phones.get(key, ())),
                tuple(tags.get(key, ())),
                actions.get(key),
                referrers.get(found[key].referred_by, ""),
            ),
            *totals.get(key, (0, 0, 0)),
        )
        for key in ids
        if key in found and found[key].deleted_at is None
    ]


def parts(
    book: Connection, record: type[Part], table: Any, order: tuple[Any, ...], ids: Sequence[int]
) -> dict[int, list[Part]]:
    query = table.select(*columns(record)).where(table.prospect_id.in_(these(ids))).order_by(table.prospect_id, *order)
    found: dict[int, list[Part]] = {}
    for part in book.fetch(record, query):
        found.setdefault(part.prospect_id, []).append(part)
    return found


def tags_of(book: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        TaggingTable.select(TaggingTable.prospect_id, TagTable.name)
        .join(TagTable, on=(TagTable.id == TaggingTable.tag_id))
        .where(TaggingTable.prospect_id.in_(these(ids)))
        .order_by(TagTable.name)
    )
    found: dict[int, list[str]] = {}
    for key, name in book.rows(query):
        found.setdefault(key, []).append(name)
    return found


def open_actions(book: Connection, ids: Sequence[int]) -> dict[int, NextAction]:
    query = NextActionTable.select(*columns(NextAction)).where(
        NextActionTable.prospect_id.in_(these(ids)),
        NextActionTable.closed_at.is_null(),
        NextActionTable.deleted_at.is_null(),
    )
    return {action.prospect_id: action for action in book.fetch(NextAction, query)}


def totals_of(book: Connection, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    rows = book.sql(
        "SELECT prospect_id, count(*), sum(conversation), sum(seconds) FROM call WHERE saved_at IS NOT NULL "
        f"AND deleted_at IS NULL AND prospect_id IN {MANY} GROUP BY prospect_id",
        (as_value(ids),),
    )
    return {key: (calls, conversations, seconds) for key, calls, conversations, seconds in rows}


def names_of(book: Connection, table: Any, column: Any, ids: Iterable[int | None]) -> dict[int | None, str]:
    """Id -> one text of its row."""
    wanted = [key for key in ids if key is not None]
    return dict(book.rows(table.select(table.id, column).where(table.id.in_(these(wanted))))) if wanted else {}


def action_spans(book: Connection) -> list[tuple[str, str, str]]:
    """The zones that open timed next actions are meant in, each with its first and last moment."""
    return book.sql(
        "SELECT zone, min(due), max(due) FROM next_action "
        "WHERE closed_at IS NULL AND deleted_at IS NULL AND length(due) > 10 GROUP BY zone"
    )


def call_count(book: Connection) -> int:
    return int(book.sql("SELECT count(*) FROM call WHERE saved_at IS NOT NULL AND deleted_at IS NULL")[0][0])


def call_pages(book: Connection, prospects: frozenset[int] | None) -> Iterator[list[int]]:
    """The ids of saved calls with these prospects, None for all calls there are, oldest first, a page at a time."""
    some: list[int] = []
    with storage_errors():
        for key, prospect_id in book.connection.execute(
            "SELECT id, prospect_id FROM call WHERE saved_at IS NOT NULL AND deleted_at IS NULL ORDER BY started_at, id"
        ):
            if prospects is None or prospect_id in prospects:
                some.append(key)
            if len(some) == PAGE:
                yield some
                some = []
    if some:
        yield some


def full_calls(book: Connection, ids: list[int]) -> list[FullCall]:
    """These calls in this order, with the names of whom and what they point to."""
    rows = history_rows(book, ids)
    calls = [row.call for row in rows]
    cities = names_of(book, P, P.city, {call.prospect_id for call in calls})
    spoken = {key for call in calls for key in (call.contact_id, call.answered_by)}
    people = names_of(book, ContactTable, ContactTable.name, spoken)
    titles = names_of(book, ContactTable, ContactTable.title, {call.contact_id for call in calls})
    numbers = names_of(book, PhoneTable, PhoneTable.typed, {call.phone_id for call in calls})
    openers = names_of(book, OpenerTable, OpenerTable.text, {call.opener_id for call in calls})
    return [
        FullCall(
            row,
            city=cities.get(row.call.prospect_id, ""),
            person=people.get(row.call.contact_id, ""),
            title=titles.get(row.call.contact_id, ""),
            number=numbers.get(row.call.phone_id, ""),
            opener=openers.get(row.call.opener_id, ""),
            answered_by=people.get(row.call.answered_by, ""),
        )
        for row in rows
    ]
