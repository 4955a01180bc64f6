"""Reading what calls count for: from the sums of each day that storage.sums keeps, or, for the prospects of a view,
from the facts of their calls."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callbook.domain.facts import ATTEMPTED, Dimension
from callbook.domain.query import Query
from callbook.domain.script import Direction
from callbook.domain.stats import Tally
from callbook.storage.engine import Connection
from callbook.storage.listing import prospect_ids
from callbook.storage.schema import ReasonTable, ScriptTable, ScriptVersionTable

SUMS = ", ".join(f"sum({field.name})" for field in fields(Tally))
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


MANY = 10_000  # prospects
TRIED = "attempt > 0"
OWNER = "JOIN prospect p ON p.id = f.prospect_id"
PARTS = {
    Dimension.ALL: Part("''"),
    Dimension.VERSION: Part("coalesce(version_id, 0)"),
    Dimension.OPENER: Part("coalesce(opener_id, 0)"),
    Dimension.PURPOSE: Part("purpose"),
    Dimension.CHANNEL: Part("channel", whole=f"channel NOT IN {tuple(map(str, ATTEMPTED))}"),
    Dimension.DIRECTION: Part("direction", whole=f"direction = '{Direction.INBOUND}'"),
    Dimension.TAG: Part("g.tag_id", "JOIN tagging g ON g.prospect_id = f.prospect_id"),
    Dimension.CITY: Part("p.city", OWNER),
    Dimension.COUNTRY: Part("p.country", OWNER),
    Dimension.ATTEMPT: Part("attempt", only=TRIED),
    Dimension.HOUR: Part("hour", only=f"{TRIED} AND hour IS NOT NULL"),
    Dimension.REACHED: Part("coalesce(reached, '')", only=TRIED),
    Dimension.REASON: Part("coalesce(reason_id, 0)", only="refusals > 0"),
    Dimension.REACHED_AT: Part("attempt", only="first > 0"),
    Dimension.WAITED: Part("waited", only="waited IS NOT NULL"),
}


def of_view(
    book: Connection, dimension: Dimension, since: date, until: date, query: Query, now: datetime, zone: ZoneInfo
) -> dict[str | int, Tally]:
    """The same as `by` for the prospects that a view finds: every fact of the period is read, which takes a second or
    two for a million; the query can be interrupted."""
    part = PARTS[dimension]
    counts = f"({TRIED} OR {part.whole})"
    told = (f"sum({name} AND {counts})" for name in ("conversations", "meetings", "held"))
    amounts = [f"sum({TRIED})", "sum(connects)", *told, "count(*)", "sum(seconds)"]
    ids, values = prospect_ids(query, now, zone)
    # Going from each prospect to its facts is quick for few of them; for many all facts are read in their order.
    many = "+" if book.sql(f"SELECT count(*) FROM ({ids})", values)[0][0] > MANY else ""
    rows = book.sql(
        f"SELECT {part.what} AS what, {', '.join(amounts)} FROM call_fact f {part.join} "
        f"WHERE {many}f.prospect_id IN ({ids}) AND day BETWEEN ? AND ? AND {part.only} GROUP BY 1",
        [*values, since.isoformat(), until.isoformat()],
    )
    return {what: Tally(*counts) for what, *counts in rows}


def by_script(book: Connection, since: date, until: date) -> list[tuple[str, Tally]]:
    """The tally of each script whose attempts were made with it, over all its versions, by name."""
    version, script = ScriptVersionTable, ScriptTable
    query = version.select(version.id, script.id, script.name).join(script, on=(script.id == version.script_id))
    scripts = {key: (name, script_id) for key, script_id, name in book.rows(query)}
    found: dict[tuple[str, int], Tally] = {}
    for key, counted in by(book, Dimension.VERSION, since, until).items():
        if key in scripts and counted.attempts:
            found[scripts[key]] = found.get(scripts[key], Tally()) + counted
    return [(name, counted) for (name, _), counted in sorted(found.items())]


def refusals(book: Connection, since: date, until: date) -> list[tuple[str, int]]:
    """Reasons given by those not interested, commonest first; "" where none was kept."""
    labels = dict(book.rows(ReasonTable.select(ReasonTable.id, ReasonTable.label)))
    counted = by(book, Dimension.REASON, since, until)
    found = [(labels.get(key, ""), one.calls) for key, one in counted.items()]
    return sorted(found, key=lambda reason: -reason[1])
