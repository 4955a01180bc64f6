"""The calls that a figure counts, found by the same definitions as it was counted by."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from callbook.domain.facts import ATTEMPTED, Dimension
from callbook.domain.script import Direction
from callbook.domain.stats import Count
from callbook.storage.engine import Connection
from callbook.storage.insights import PARTS, Whose, amounts
from callbook.storage.listing import prospect_ids


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure counts: which count, of what by one dimension (`whats`: any of these, () for all), on the days from
    `since` to `until`, both included, with whom; of the `last` so many attempts only where that is not 0."""

    count: Count
    dimension: Dimension = Dimension.ALL
    whats: tuple[str | int, ...] = ()
    since: date = date.min
    until: date = date.max
    whose: Whose | None = None
    last: int = 0


SAVED = "saved_at IS NOT NULL AND deleted_at IS NULL"
OURS = f"direction = '{Direction.OUTBOUND}' AND channel IN {tuple(map(str, ATTEMPTED))}"
LAST = f"(SELECT id FROM call WHERE {SAVED} AND {OURS} ORDER BY started_at DESC, id DESC LIMIT ?)"


MANY = 2000
"""So many calls are found soon enough by going through all of them, newest first."""
LONG = timedelta(days=400)


def is_rare(book: Connection, behind: Behind) -> bool:
    """Whether going through all calls for these would take long: few of them, in a long time."""
    if behind.until - behind.since < LONG:
        return False
    sql, values = call_ids(behind)
    return int(book.sql(f"SELECT count(*) FROM ({sql} LIMIT {MANY})", values)[0][0]) < MANY


def call_ids(behind: Behind) -> tuple[str, list[Any]]:
    """A SELECT of the ids of these calls, as SQL with its values, for use within another one."""
    part = PARTS[behind.dimension]
    where = ["day BETWEEN ? AND ?", part.only, amounts(part)[behind.count]]
    values: list[Any] = [behind.since.isoformat(), behind.until.isoformat()]
    if behind.whats:
        where.append(f"{part.what} IN ({', '.join('?' * len(behind.whats))})")
        values += behind.whats
    if behind.whose is not None:
        ids, wanted = prospect_ids(behind.whose.query, behind.whose.now, behind.whose.zone)
        where.append(f"f.prospect_id IN ({ids})")
        values += wanted
    if behind.last:
        where.append(f"f.call_id IN {LAST}")
        values.append(behind.last)
    return f"SELECT f.call_id FROM call_fact f {part.join} WHERE {' AND '.join(where)}", values


def count(book: Connection, behind: Behind) -> int:
    """How many these calls are."""
    sql, values = call_ids(behind)
    return int(book.sql(f"SELECT count(*) FROM ({sql})", values)[0][0])
