"""Reading what calls count for: from the sums of each day that storage.sums keeps, or, for the prospects of a view,
from the facts of their calls."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
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
CALLS = [field.name for field in fields(Tally)].index("calls")
WITHIN = "FROM day_sum WHERE dimension = ? AND day BETWEEN ? AND ?"


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
class Part:
    """How facts are told apart by one dimension: an expression, what it needs beside them, and which of them it is of.
    `whole` says whose conversations count though they are no attempts, as domain.facts.places has it."""

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


def of_view(book: Connection, dimension: Dimension, since: date, until: date, whose: Whose) -> dict[str | int, Tally]:
    """The same as `by` for the prospects that a view finds: every fact of the period is read, which takes a second or
    two for a million; the query can be interrupted."""
    apart = "" if dimension is Dimension.ALL else "GROUP BY 1"
    rows = viewed(book, dimension, since, until, whose, "", apart)
    return {what: Tally(*counts) for what, *counts in rows if counts[-1] is not None}


def days_of_view(
    book: Connection, dimension: Dimension, since: date, until: date, whose: Whose
) -> dict[tuple[str | int, date], Tally]:
    """The same as `by_day` for the prospects that a view finds."""
    rows = viewed(book, dimension, since, until, whose, ", day", "GROUP BY 1, day")
    return {(what, date.fromisoformat(day)): Tally(*counts) for what, day, *counts in rows}


def by_month(
    book: Connection, dimension: Dimension, since: date, until: date, whose: Whose | None = None
) -> dict[tuple[str | int, date], int]:
    """The calls of one dimension, month by month (by the first day of each), those of a view where there is one."""
    values = [since.isoformat(), until.isoformat()]
    if whose is None:
        told = f"SELECT what, substr(day, 1, 7) AS month, sum(calls) {WITHIN} GROUP BY 1, 2"
        rows = book.sql(told, [dimension, *values])
    else:
        rows = viewed(book, dimension, since, until, whose, ", substr(day, 1, 7) AS month", "GROUP BY 1, 2")
        rows = [(row[0], row[1], row[2 + CALLS]) for row in rows]
    return {(what, date.fromisoformat(f"{month}-01")): calls for what, month, calls in rows}


def viewed(
    book: Connection, dimension: Dimension, since: date, until: date, whose: Whose, also: str, apart: str
) -> list[tuple[Any, ...]]:
    part = PARTS[dimension]
    told = amounts(part)
    sums = [f"sum({told[Count(field.name)]})" for field in fields(Tally) if field.name != "seconds"]
    ids, values = prospect_ids(whose.query, whose.now, whose.zone)
    by_index = "+" if is_large(book, ids, values) else ""
    return book.sql(
        f"SELECT {part.what} AS what{also}, {', '.join(sums)}, sum(seconds) FROM call_fact f {part.join} "
        f"WHERE {by_index}f.prospect_id IN ({ids}) AND day BETWEEN ? AND ? AND {part.only} {apart}",
        [*values, since.isoformat(), until.isoformat()],
    )


def is_large(book: Connection, ids: str, values: Sequence[Any]) -> bool:
    """Whether so many prospects are found that reading every fact is quicker than looking theirs up one by one."""
    everybody = int(book.sql("SELECT count(*) FROM prospect")[0][0])
    found = int(book.sql(f"SELECT count(*) FROM ({ids} LIMIT {everybody // 8 + 1})", values)[0][0])
    return found > everybody // 8


def stages(book: Connection, whose: Whose | None = None) -> dict[str, int]:
    """How many prospects stand at each stage now."""
    ids, values = prospect_ids(whose.query, whose.now, whose.zone) if whose else ("", [])
    within = f"AND id IN ({ids})" if whose else ""
    rows = book.sql(f"SELECT stage, count(*) FROM prospect WHERE deleted_at IS NULL {within} GROUP BY stage", values)
    return dict(rows)


def open_meetings(book: Connection, since: date, until: date, whose: Whose | None = None) -> int:
    """How many of the meetings set in attempts of a period are open: neither held nor off yet."""
    ids, values = prospect_ids(whose.query, whose.now, whose.zone) if whose else ("", [])
    within = f"AND f.prospect_id IN ({ids})" if whose else ""
    rows = book.sql(
        "SELECT count(DISTINCT f.call_id) FROM next_action a JOIN call_fact f ON f.call_id = a.opened_by "
        f"WHERE a.kind = '{ActionKind.MEETING}' AND a.closed_at IS NULL AND a.deleted_at IS NULL "
        f"AND f.meetings > 0 AND f.attempt > 0 AND day BETWEEN ? AND ? {within}",
        [since.isoformat(), until.isoformat(), *values],
    )
    return int(rows[0][0])


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
