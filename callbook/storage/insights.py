"""Reading what calls count for, from the sums of each day that storage.sums keeps. For the prospects of a view see
storage.viewed."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from callbook.domain.facts import ATTEMPTED, Dimension
from callbook.domain.followup import ActionKind
from callbook.domain.query import Query
from callbook.domain.script import Direction
from callbook.domain.stats import Count, Tally
from callbook.storage.engine import Connection
from callbook.storage.listing import prospect_ids
from callbook.storage.schema import OpenerTable, ReasonTable, ScriptTable, ScriptVersionTable, TagTable

SUMS = ", ".join(f"sum({field.name})" for field in fields(Tally))
WITHIN = "FROM day_sum WHERE dimension = ? AND day BETWEEN ? AND ?"
RECENT_DAYS = 98


class Sums(Protocol):
    """What the calls of a period count for."""

    def by(self, dimension: Dimension) -> dict[str | int, Tally]:
        """Apart by one dimension: what of it -> its tally."""

    def by_recent_day(self, dimension: Dimension) -> dict[tuple[str | int, date], Tally]:
        """The same day by day, of the last 98 days of the period; a day without such calls is left out."""

    def refusals_by_month(self) -> dict[tuple[str | int, date], int]:
        """How many refusals of each reason, by the first day of their month."""


def tally(book: Connection, since: date, until: date) -> Tally:
    """What the calls made on the days from `since` to `until`, both included, count for."""
    return by(book, Dimension.ALL, since, until).get("", Tally())


def by(book: Connection, dimension: Dimension, since: date, until: date) -> dict[str | int, Tally]:
    """The same apart by one dimension: what of it -> its tally. Ids are 0, and words blank, where nothing is known."""
    rows = book.sql(f"SELECT what, {SUMS} {WITHIN} GROUP BY what", (dimension, since.isoformat(), until.isoformat()))
    return {what: Tally(*counts) for what, *counts in rows}


def by_day(book: Connection, dimension: Dimension, since: date, until: date) -> dict[tuple[str | int, date], Tally]:
    """The same, day by day; a day without such calls is left out."""
    columns = ", ".join(field.name for field in fields(Tally))
    rows = book.sql(f"SELECT what, day, {columns} {WITHIN}", (dimension, since.isoformat(), until.isoformat()))
    return {(what, date.fromisoformat(day)): Tally(*counts) for what, day, *counts in rows}


@dataclass(frozen=True, slots=True)
class DaySums:
    """The Sums of all calls of a period, `since` and `until` included."""

    book: Connection
    since: date
    until: date

    def by(self, dimension: Dimension) -> dict[str | int, Tally]:
        return by(self.book, dimension, self.since, self.until)

    def by_recent_day(self, dimension: Dimension) -> dict[tuple[str | int, date], Tally]:
        return by_day(self.book, dimension, first_recent(self.since, self.until), self.until)

    def refusals_by_month(self) -> dict[tuple[str | int, date], int]:
        rows = self.book.sql(
            f"SELECT what, substr(day, 1, 7) AS month, sum(calls) {WITHIN} GROUP BY 1, 2",
            (Dimension.REASON, self.since.isoformat(), self.until.isoformat()),
        )
        return {(reason, date.fromisoformat(f"{month}-01")): calls for reason, month, calls in rows}


def first_recent(since: date, until: date) -> date:
    """The first of the last 98 days of a period, or its own first day where it is shorter."""
    return since if (until - since).days < RECENT_DAYS else until - timedelta(days=RECENT_DAYS - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """How facts are told apart by one dimension: an expression, what it needs beside them, and which of them it is of.
    `whole` says whose conversations count though they are no attempts, as domain.facts.counts_whole has it."""

    what: str
    join: str = ""
    only: str = "1"
    whole: str = "0"


TRIED = "attempt > 0"
OWNER = "LEFT JOIN prospect p ON p.id = f.prospect_id"
PARTS = {
    Dimension.ALL: Part("''"),
    Dimension.VERSION: Part("coalesce(version_id, 0)"),
    Dimension.OPENER: Part("coalesce(opener_id, 0)"),
    Dimension.PURPOSE: Part("purpose"),
    Dimension.CHANNEL: Part("channel", whole=f"channel NOT IN {tuple(map(str, ATTEMPTED))}"),
    Dimension.DIRECTION: Part("direction", whole=f"direction = '{Direction.INBOUND}'"),
    Dimension.TAG: Part("g.tag_id", "JOIN tagging g ON g.prospect_id = f.prospect_id"),
    Dimension.CITY: Part("coalesce(p.city, '')", OWNER),
    Dimension.COUNTRY: Part("coalesce(p.country, '')", OWNER),
    Dimension.ATTEMPT: Part("attempt", only=TRIED),
    Dimension.HOUR: Part("hour", only=f"{TRIED} AND hour IS NOT NULL"),
    Dimension.REACHED: Part("coalesce(reached, '')", only=TRIED),
    Dimension.REASON: Part("coalesce(reason_id, 0)", only="refusals > 0"),
    Dimension.REACHED_AT: Part("attempt", only="first > 0"),
    Dimension.WAITED: Part("waited", only="waited IS NOT NULL"),
}


def amounts(part: Part) -> dict[Count, str]:
    """What one fact adds to each count, as an expression: 1 or more where it counts, else 0."""
    counts = f"({TRIED} OR {part.whole})"
    told = {count: f"({count} AND {counts})" for count in (Count.CONVERSATIONS, Count.MEETINGS, Count.HELD)}
    return {Count.ATTEMPTS: TRIED, Count.CONNECTS: "connects", **told, Count.CALLS: "1", Count.REFUSALS: "refusals"}


@dataclass(frozen=True, slots=True)
class Whose:
    """The prospects that a view finds at a moment; a query that finds everybody stands for those not deleted."""

    query: Query
    now: datetime
    zone: ZoneInfo


def stages(book: Connection, whose: Whose | None = None) -> dict[str, int]:
    """How many prospects stand at each stage now."""
    ids, values = prospect_ids(whose.query, whose.now, whose.zone) if whose else ("", [])
    within = f"AND id IN ({ids})" if whose else ""
    rows = book.sql(f"SELECT stage, count(*) FROM prospect WHERE deleted_at IS NULL {within} GROUP BY stage", values)
    return dict(rows)


def open_meetings(book: Connection, since: date, until: date, whose: Whose | None = None) -> int:
    """How many of the meetings set in attempts of a period are open: neither held nor off yet."""
    return open_meetings_by(book, Dimension.ALL, since, until, whose).get("", 0)


def open_meetings_by(
    book: Connection, dimension: Dimension, since: date, until: date, whose: Whose | None = None
) -> dict[str | int, int]:
    """The same apart by one dimension, as `by` has the meetings themselves."""
    part = PARTS[dimension]
    ids, values = prospect_ids(whose.query, whose.now, whose.zone) if whose else ("", [])
    within = f"AND f.prospect_id IN ({ids})" if whose else ""
    rows = book.sql(
        # Left to itself SQLite goes through all actions there ever were.
        f"SELECT {part.what}, count(DISTINCT f.call_id) FROM next_action a INDEXED BY next_action_open "
        f"JOIN call_fact f ON f.call_id = a.opened_by {part.join} "
        f"WHERE a.kind = '{ActionKind.MEETING}' AND a.closed_at IS NULL AND a.deleted_at IS NULL "
        f"AND {amounts(part)[Count.MEETINGS]} AND {part.only} AND day BETWEEN ? AND ? {within} GROUP BY 1",
        [since.isoformat(), until.isoformat(), *values],
    )
    return dict(rows)


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of a script, and whose."""

    script_id: int
    script: str
    number: int


def wordings(book: Connection) -> dict[int, Wording]:
    """Every version of every script by its id, those of deleted ones with them."""
    version, script = ScriptVersionTable, ScriptTable
    query = version.select(version.id, script.id, script.name, version.number)
    return {key: Wording(*row) for key, *row in book.rows(query.join(script, on=(script.id == version.script_id)))}


def openers(book: Connection) -> dict[int, tuple[str, int]]:
    """Every opener's words by its id, and the version it belongs to."""
    query = OpenerTable.select(OpenerTable.id, OpenerTable.text, OpenerTable.version_id)
    return {key: (text, version) for key, text, version in book.rows(query)}


def tags(book: Connection) -> dict[int, str]:
    return dict(book.rows(TagTable.select(TagTable.id, TagTable.name)))


def reasons(book: Connection) -> dict[int, str]:
    """Every reason's label by its id, those no longer offered with them."""
    return dict(book.rows(ReasonTable.select(ReasonTable.id, ReasonTable.label)))
