"""The prospect list: which prospects a chip, a smart view or a search shows, in which order, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from peewee import SQL, Case, fn

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Result
from callbook.domain.place import zone_of
from callbook.domain.prospect import BuyingRole, Stage
from callbook.domain.query import Query
from callbook.domain.when import Due, due_from_text, instant_text
from callbook.storage.engine import Connection
from callbook.storage.schema import (
    CallTable,
    ContactTable,
    NextActionTable,
    ProspectTable,
    TaggingTable,
    TagTable,
)
from callbook.storage.text_index import match

P = ProspectTable
# Text found beyond this many prospects is not worth ordering; the count says "or more".
MOST_FOUND = 2000
NO_LIMIT = -1
# Each is a subquery, and SQLite's parser goes only so deep.
MOST_TAGS = 50
# Left to itself SQLite takes the index on next_due and sorts every prospect never called.
UNSTARTED = SQL("prospect AS t1 INDEXED BY prospect_unstarted")


WHO_SAID = """(
  SELECT c.prospect_id FROM theme h CROSS JOIN answer_theme m ON m.theme_id = h.id
  CROSS JOIN answer_fact a ON a.answer_id = m.answer_id CROSS JOIN call_fact c ON c.call_id = a.call_id
  WHERE h.name = ? COLLATE NOCASE AND h.deleted_at IS NULL AND c.prospect_id IS NOT NULL)"""


class Scope(StrEnum):
    NEXT = "next"
    TODAY = "today"
    NEW = "new"
    UNFINISHED = "unfinished"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Listing:
    """A scope, narrowed by a query."""

    scope: Scope = Scope.NEXT
    query: Query = Query()


@dataclass(frozen=True, slots=True)
class ListRow:
    """What one row of the list shows. `result` is that of the call which opened the next action."""

    id: int
    name: str
    person: str
    title: str
    role: BuyingRole
    stage: Stage
    kind: ActionKind | None
    due: Due | None
    result: Result
    tries: int
    zone: str
    do_not_call: bool
    referrer: str
    called: bool
    prepared: int
    city: str


def count(book: Connection, listing: Listing, now: datetime, zone: ZoneInfo) -> int:
    """How many prospects the listing holds; for words at most MOST_FOUND."""
    if listing.scope is Scope.NEXT:
        narrow = narrowed(listing.query, now, zone)
        fresh = counted(book, [*unstarted(), *narrow], P if narrow else UNSTARTED)
        return due_count(book, listing, now, zone) + fresh
    return counted(book, [*scoped(listing.scope, now, zone), *narrowed(listing.query, now, zone)])


def page(
    book: Connection, listing: Listing, now: datetime, zone: ZoneInfo, offset: int, limit: int
) -> list[ListRow]:
    """Rows `offset` to `offset + limit` of the listing, in its order."""
    return rows_of(book, page_ids(book, listing, now, zone, offset, limit))


def page_ids(
    book: Connection, listing: Listing, now: datetime, zone: ZoneInfo, offset: int, limit: int
) -> list[int]:
    """The ids of those rows: the due ones and the unstarted of the queue come from an index each."""
    narrow = narrowed(listing.query, now, zone)
    if listing.scope is not Scope.NEXT:
        where = [*scoped(listing.scope, now, zone), *narrow]
        return ids(book, where, order(listing, now, zone), offset, limit)
    first = ids(book, [*due(now, zone), *narrow], queue_order(now, zone), offset, limit)
    if len(first) < limit:
        before = max(0, offset - due_count(book, listing, now, zone))
        by, table = [SQL("prepared DESC"), P.id], P if narrow else UNSTARTED
        first += ids(book, [*unstarted(), *narrow], by, before, limit - len(first), table)
    return first


def prospect_ids(query: Query, now: datetime, zone: ZoneInfo) -> tuple[str, list[Any]]:
    """A SELECT of the ids of all prospects that a query finds, as SQL with its values, for use within another one.
    Unlike the list's they are of any number for words."""
    sql, values = P.select(P.id).where(*present(), *narrowed(query, now, zone, NO_LIMIT)).sql()
    return sql, list(values)


def position(
    book: Connection, listing: Listing, now: datetime, zone: ZoneInfo, prospect_id: int, within: int
) -> int:
    """Where a prospect stands among the first `within` rows of the listing; -1 where it does not."""
    found = page_ids(book, listing, now, zone, 0, within)
    return found.index(prospect_id) if prospect_id in found else -1


def due_count(book: Connection, listing: Listing, now: datetime, zone: ZoneInfo) -> int:
    return counted(book, [*due(now, zone), *narrowed(listing.query, now, zone)])


def counted(book: Connection, where: list[Any], table: Any = P) -> int:
    return int(book.one(P.select(fn.COUNT(P.id)).from_(table).where(*where)) or 0)


def ids(book: Connection, where: list[Any], order_by: list[Any], offset: int, limit: int, table: Any = P) -> list[int]:
    query = P.select(P.id).from_(table).where(*where).order_by(*order_by).offset(offset).limit(limit)
    return [key for (key,) in book.rows(query)]


def rows_of(book: Connection, wanted: list[int]) -> list[ListRow]:
    """The rows of these prospects, in this order, each filled by look-ups on indexes."""
    contact = ContactTable.select(ContactTable.id).where(ContactTable.prospect_id == P.id)
    first = contact.order_by(ContactTable.position, ContactTable.id).limit(1)
    referrer = ProspectTable.alias()
    query = (
        P.select(
            P.id, P.name, ContactTable.name, ContactTable.title, ContactTable.role, P.stage,
            NextActionTable.kind, P.next_due, CallTable.result, P.tries, P.zone,
            P.do_not_call_at, referrer.name, P.last_call_at, SQL("t1.prepared"), P.city, P.country, P.region,
        )
        .left_outer_join(ContactTable, on=(ContactTable.id == first))
        .switch(P)
        .left_outer_join(
            NextActionTable,
            on=(NextActionTable.prospect_id == P.id)
            & NextActionTable.closed_at.is_null()
            & NextActionTable.deleted_at.is_null(),
        )
        .left_outer_join(CallTable, on=(CallTable.id == NextActionTable.opened_by))
        .switch(P)
        .left_outer_join(referrer, on=(referrer.id == P.referred_by))
        .where(P.id.in_(wanted))
    )  # fmt: skip
    found = {row[0]: list_row(row) for row in book.rows(query)}
    return [found[key] for key in wanted if key in found]


def list_row(row: tuple[Any, ...]) -> ListRow:
    key, name, person, title, role, stage, kind, next_due, result, tries, zone, *rest = row
    dnc, referrer, last, prepared, city, country, region = rest
    return ListRow(
        id=key, name=name, person=person or "", title=title or "", role=role or BuyingRole.UNKNOWN, stage=stage,
        kind=kind, due=due_from_text(next_due) if isinstance(next_due, str) else next_due,
        result=result or Result.NONE, tries=tries, zone=zone or zone_of(country, region), do_not_call=dnc is not None,
        referrer=referrer or "", called=last is not None, prepared=prepared, city=city,
    )  # fmt: skip


def present() -> list[Any]:
    return [P.deleted_at.is_null()]


def due(now: datetime, zone: ZoneInfo) -> list[Any]:
    """Due by now: minutes up to this one, days up to today; never do-not-call."""
    today = now.astimezone(zone).date().isoformat()
    day = (fn.LENGTH(P.next_due) == 10) & (raw(P.next_due) <= today)
    minute = (fn.LENGTH(P.next_due) > 10) & (raw(P.next_due) <= instant_text(now))
    # The first bound lets the index on next_due do most of the work; the second is exact.
    bound = max(today, instant_text(now))
    return [*present(), raw(P.next_due) <= bound, day | minute, P.do_not_call_at.is_null()]


def unstarted() -> list[Any]:
    """Never called, nothing planned: word for word the condition of the index prospect_unstarted."""
    return [
        *present(),
        P.last_call_at.is_null(),
        P.next_due.is_null(),
        P.do_not_call_at.is_null(),
        SQL("t1.stage NOT IN ('resting', 'closed')"),
    ]


def queue_order(now: datetime, zone: ZoneInfo) -> list[Any]:
    """Due now with a time; overdue, oldest first; today without a time."""
    local = now.astimezone(zone)
    midnight = instant_text(local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC))
    timed_today = (fn.LENGTH(P.next_due) > 10) & (raw(P.next_due) >= midnight)
    group = Case(None, ((timed_today, 0), (raw(P.next_due) == local.date().isoformat(), 2)), 1)
    return [group, raw(P.next_due), P.id]


def scoped(scope: Scope, now: datetime, zone: ZoneInfo) -> list[Any]:
    if scope is Scope.TODAY:
        return [*present(), *on_days(now, zone, 0, 1), P.do_not_call_at.is_null()]
    if scope is Scope.NEW:
        return [*present(), P.last_call_at.is_null()]
    if scope is Scope.UNFINISHED:
        unfinished = CallTable.select(CallTable.prospect_id).where(
            CallTable.saved_at.is_null(False), CallTable.outcome_id.is_null(), CallTable.deleted_at.is_null()
        )
        return [*present(), P.id.in_(unfinished)]
    return present()


def on_days(now: datetime, zone: ZoneInfo, first: int, last: int) -> list[Any]:
    """Next action on local days from today + `first` up to, not including, today + `last`."""
    local = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    start, end = local + timedelta(days=first), local + timedelta(days=last)
    days, minutes = [at.date().isoformat() for at in (start, end)], [instant_text(at) for at in (start, end)]
    day = (raw(P.next_due) >= days[0]) & (raw(P.next_due) < days[1])
    minute = (raw(P.next_due) >= minutes[0]) & (raw(P.next_due) < minutes[1])
    # As in `due`: the bounds are for the index.
    within = [raw(P.next_due) >= min(days[0], minutes[0]), raw(P.next_due) < max(days[1], minutes[1])]
    return [*within, ((fn.LENGTH(P.next_due) == 10) & day) | ((fn.LENGTH(P.next_due) > 10) & minute)]


def narrowed(query: Query, now: datetime, zone: ZoneInfo, most: int = MOST_FOUND) -> list[Any]:
    """The conditions of a query, all of which must hold; words find at most so many prospects."""
    where: list[Any] = []
    expression = match(query.words)
    if expression:
        where.append(P.id.in_(found_by("prospect_text MATCH ?", expression, most)))
    elif query.words:
        where.append(SQL("0"))
    if query.city:
        where.append(P.city.collate("NOCASE") == P.city.db_value(query.city))
    if query.postcode:
        where.append(P.postcode.collate("NOCASE").between(code := P.postcode.db_value(query.postcode), code + "\uffff"))
    if query.stage:
        where.append(P.stage == query.stage)
    where += [P.id.in_(tagged(tag)) for tag in query.tags[:MOST_TAGS]]
    where += [P.id.in_(who_said(theme)) for theme in query.themes[:MOST_TAGS]]
    where += [P.id.not_in(who_said(theme)) for theme in query.not_themes[:MOST_TAGS]]
    return where + last_called(query.last, now, zone) + next_planned(query.next, now, zone)


def found_by(condition: str, expression: str, most: int = MOST_FOUND) -> Any:
    return SQL(f"(SELECT rowid FROM prospect_text WHERE {condition} LIMIT {most})", (expression,))


def tagged(tag: str) -> Any:
    return (
        TaggingTable.select(TaggingTable.prospect_id)
        .join(TagTable, on=(TagTable.id == TaggingTable.tag_id))
        .where(TagTable.name == tag)
    )


def who_said(theme: str) -> Any:
    """The prospects with an answer under a theme of this name, whatever the question."""
    return SQL(WHO_SAID, (theme,))


def last_called(when: str, now: datetime, zone: ZoneInfo) -> list[Any]:
    if not when:
        return []
    if when == "never":
        return [P.last_call_at.is_null()]
    if when == "today":
        midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return [P.last_call_at >= midnight]
    since = now - timedelta(days=int(when.lstrip("<>").rstrip("d")))
    return [P.last_call_at < since] if when.startswith(">") else [P.last_call_at >= since]


def next_planned(when: str, now: datetime, zone: ZoneInfo) -> list[Any]:
    if when == "none":
        return [P.next_due.is_null()]
    if when == "overdue":
        return due(now, zone)
    if when == "today":
        return on_days(now, zone, 0, 1)
    if when == "week":
        return on_days(now, zone, 0, 7)
    if when == "later":
        return on_days(now, zone, 7, 36500)
    return []


def order(listing: Listing, now: datetime, zone: ZoneInfo) -> list[Any]:
    """The asked-for order; without one, names that match first, then what is due, then as imported."""
    sort = listing.query.sort
    by: dict[str, Any] = {
        "name": P.name.collate("NOCASE"),
        "city": P.city.collate("NOCASE"),
        "last": P.last_call_at,
        "added": P.id,
        "stage": P.stage,
    }
    key = sort.lstrip("-")
    if key in by:
        column = by[key]
        return [column.desc(), P.id.desc()] if sort.startswith("-") else [column, P.id]
    if key == "next":
        return [
            P.next_due.is_null(),
            raw(P.next_due).desc() if sort.startswith("-") else raw(P.next_due),
            P.id,
        ]
    if listing.query.words:
        names = found_by("prospect_text MATCH ?", "name : (" + match(listing.query.words) + ")")
        return [P.id.in_(names).desc(), P.next_due.is_null(), raw(P.next_due), P.id]
    if listing.scope is Scope.ALL and listing.query == Query():
        return [P.name.collate("NOCASE"), P.id]
    if listing.scope is Scope.NEW:
        return [SQL("prepared DESC"), P.id]
    return [P.next_due.is_null(), raw(P.next_due), P.id]


def raw(column: Any) -> Any:
    """A due column as the text it is stored as, comparable with text."""
    return SQL(f't1."{column.name}"')


def referred_from(book: Connection, wanted: Iterable[int]) -> list[int]:
    """Prospects whom one of these referred."""
    query = P.select(P.id).where(P.referred_by.in_(list(wanted)), P.deleted_at.is_null())
    return [key for (key,) in book.rows(query)]
