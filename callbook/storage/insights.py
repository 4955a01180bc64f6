"""Counting calls, by the definitions of domain.stats."""

from datetime import datetime
from typing import Any

from peewee import SQL, Case, fn

from callbook.domain.outcome import Reached, Result
from callbook.domain.script import Channel, Direction
from callbook.domain.stats import Tally
from callbook.storage.engine import Connection
from callbook.storage.schema import CallTable, ReasonTable, ScriptTable, ScriptVersionTable

C = CallTable


def tally(book: Connection, since: datetime, until: datetime) -> Tally:
    """Attempts, connects, conversations and meetings of calls started from `since` up to `until` (UTC)."""
    (row,) = book.rows(C.select(*counts()).where(*attempts(since, until)))
    return Tally(*(int(value or 0) for value in row))


def tally_by_script(book: Connection, since: datetime, until: datetime) -> list[tuple[str, Tally]]:
    """The same for each script used, by name."""
    query = (
        C.select(ScriptTable.name, *counts())
        .join(ScriptVersionTable, on=(ScriptVersionTable.id == C.version_id))
        .join(ScriptTable, on=(ScriptTable.id == ScriptVersionTable.script_id))
        .where(*attempts(since, until))
        .group_by(ScriptTable.id)
        .order_by(ScriptTable.name)
    )
    return [(row[0], Tally(*(int(value or 0) for value in row[1:]))) for row in book.rows(query)]


def attempts_by_hour(book: Connection, since: datetime, until: datetime) -> dict[tuple[int, int], tuple[int, int]]:
    """(weekday, hour) of their clock -> (attempts, connects); calls whose clock was not known are left out."""
    query = C.select(C.their_weekday, C.their_hour, *counts()[:2]).where(
        *attempts(since, until), C.their_weekday.is_null(False)
    )
    rows = book.rows(query.group_by(C.their_weekday, C.their_hour))
    return {(day, hour): (int(tries), int(connects or 0)) for day, hour, tries, connects in rows}


def attempt_starts(book: Connection, since: datetime, until: datetime) -> list[tuple[datetime, str]]:
    """When each attempt began and the zone it was made in: for days as the caller lived them."""
    return [(at, zone) for at, zone in book.rows(C.select(C.started_at, C.zone).where(*attempts(since, until)))]


def refusals(book: Connection, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """Reasons given by those not interested, commonest first; "" where none was kept."""
    query = (
        C.select(ReasonTable.label, fn.COUNT(C.id))
        .left_outer_join(ReasonTable, on=(ReasonTable.id == C.reason_id))
        .where(*saved(since, until), C.result == Result.NOT_INTERESTED)
        .group_by(C.reason_id)
        .order_by(SQL("2 DESC"))
    )
    return [(label or "", int(number)) for label, number in book.rows(query)]


def saved(since: datetime, until: datetime) -> list[Any]:
    return [C.started_at >= since, C.started_at < until, C.saved_at.is_null(False), C.deleted_at.is_null()]


def attempts(since: datetime, until: datetime) -> list[Any]:
    return [
        *saved(since, until),
        C.direction == Direction.OUTBOUND,
        C.channel.in_([Channel.PHONE, Channel.WALK_IN]),
    ]


def counts() -> list[Any]:
    connect = C.reached == Reached.RIGHT_PERSON
    talked = connect & C.conversation
    return [
        fn.COUNT(C.id),
        fn.SUM(Case(None, ((connect, 1),), 0)),
        fn.SUM(Case(None, ((talked, 1),), 0)),
        fn.SUM(Case(None, ((talked & (C.result == Result.MEETING), 1),), 0)),
    ]
