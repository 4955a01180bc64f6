"""What the calls with the prospects of a view count for: their facts are read once, and told apart in every way asked.

The sums of each day know no views. A million facts take a second or two, and the reading can be interrupted.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from callbook.domain.facts import Dimension, counts_whole
from callbook.domain.stats import Tally
from callbook.storage.engine import Connection
from callbook.storage.ids import MANY, as_value
from callbook.storage.insights import PARTS, TRIED, DaySums, Sums, Whose, first_recent
from callbook.storage.listing import prospect_ids

THESE = f"f.prospect_id IN {MANY}"
THESE_OR_NOBODY = f"(+{THESE} OR f.prospect_id IS NULL)"
ATTEMPT, CONNECT, CONVERSATION, MEETING, HELD = (1 << bit for bit in range(5))
MARKS = (
    f"({TRIED}) * {ATTEMPT} + connects * {CONNECT} + conversations * {CONVERSATION} + meetings * {MEETING} "
    f"+ held * {HELD}"
)
"""What one fact counts for, as one number."""
FEW = 8
"""Up to this part of all prospects their facts are looked up by the index, beyond it all facts are read."""

Key = TypeVar("Key")
Alike = tuple[str | int, str | None, int]
"""What a fact is of a dimension, when it was where that is told apart (a day, or a month), and its marks."""


@dataclass(frozen=True, slots=True)
class FactSums:
    """Sums from the facts of some calls: how many are alike, by dimension. Talk time is not counted: `seconds` is 0."""

    alike: Mapping[Dimension, Mapping[Alike, int]]

    def by(self, dimension: Dimension) -> dict[str | int, Tally]:
        found: dict[str | int, Tally] = {}
        marked = Counter[tuple[str | int, int]]()
        for (what, _, marks), times in self.alike[dimension].items():
            marked[what, marks] += times
        for (what, marks), times in marked.items():
            found[what] = found.get(what, Tally()) + tally_of(marks, times, counts_whole(dimension, what))
        return found

    def by_recent_day(self, dimension: Dimension) -> dict[tuple[str | int, date], Tally]:
        found: dict[tuple[str | int, date], Tally] = {}
        for (what, when, marks), times in self.alike[dimension].items():
            if when is not None and len(when) == len("2026-11-22"):
                key = what, date.fromisoformat(when)
                found[key] = found.get(key, Tally()) + tally_of(marks, times, counts_whole(dimension, what))
        return found

    def refusals_by_month(self) -> dict[tuple[str | int, date], int]:
        found = Counter[tuple[str | int, date]]()
        for (reason, when, _), times in self.alike[Dimension.REASON].items():
            if when is not None:
                found[reason, date.fromisoformat(f"{when[:7]}-01")] += times
        return dict(found)


@dataclass(frozen=True, slots=True)
class Without:
    """The Sums that are left of `whole` without those of `others`."""

    whole: Sums
    others: Sums

    def by(self, dimension: Dimension) -> dict[str | int, Tally]:
        return left(self.whole.by(dimension), self.others.by(dimension))

    def by_recent_day(self, dimension: Dimension) -> dict[tuple[str | int, date], Tally]:
        return left(self.whole.by_recent_day(dimension), self.others.by_recent_day(dimension))

    def refusals_by_month(self) -> dict[tuple[str | int, date], int]:
        return dict(Counter(self.whole.refusals_by_month()) - Counter(self.others.refusals_by_month()))


def sums_of_view(
    book: Connection, dimensions: Collection[Dimension], since: date, until: date, whose: Whose
) -> Sums:
    """The Sums of a view by these dimensions; talk time is 0 in them. A tag multiplies facts: ask for it alone.

    Of a view that holds more than half of all prospects the others' facts are read, and taken from what is known of
    all. Read within a `snapshot` where others write meanwhile.
    """
    ids, values = prospect_ids(whose.query, whose.now, whose.zone)
    found = {key for (key,) in book.sql(ids, values)}
    everybody = int(book.sql("SELECT count(*) FROM prospect")[0][0])
    if 2 * len(found) > everybody:
        others = {key for (key,) in book.sql("SELECT id FROM prospect")} - found
        counted = facts_where(book, dimensions, since, until, THESE_OR_NOBODY, others)
        return Without(DaySums(book, since, until), counted)
    condition = f"+{THESE}" if FEW * len(found) > everybody else THESE
    return facts_where(book, dimensions, since, until, condition, found)


def facts_where(
    book: Connection,
    dimensions: Collection[Dimension],
    since: date,
    until: date,
    condition: str,
    ids: Collection[int],
) -> FactSums:
    """Count the facts of a period that are alike, `condition` being one of THESE ids."""
    parts = [PARTS[dimension] for dimension in dimensions]
    joins = " ".join(dict.fromkeys(part.join for part in parts))
    # What is not asked for is left out, so that as many facts as can be are alike.
    month = "WHEN refusals > 0 THEN substr(day, 1, 7)" if Dimension.REASON in dimensions else ""
    whats = ", ".join(f"CASE WHEN {part.only} THEN {part.what} END" for part in parts)
    rows = book.equal_rows(
        f"SELECT {MARKS}, CASE WHEN day >= ? THEN day {month} END, {whats} FROM call_fact f {joins} "
        f"WHERE day BETWEEN ? AND ? AND {condition}",
        [first_recent(since, until).isoformat(), since.isoformat(), until.isoformat(), as_value(sorted(ids))],
    )
    alike = {dimension: Counter[Alike]() for dimension in dimensions}
    for (marks, when, *told), times in rows.items():
        for counted, what in zip(alike.values(), told, strict=True):
            if what is not None:
                counted[what, when, marks] += times
    return FactSums(alike)


def tally_of(marks: int, times: int, whole: bool) -> Tally:
    """What so many facts of these marks come to; a call that is no attempt is only a call, unless it counts `whole`."""
    told = marks if whole or marks & ATTEMPT else marks & CONNECT
    attempts, connects, conversations, meetings, held = (
        times if told & bit else 0 for bit in (ATTEMPT, CONNECT, CONVERSATION, MEETING, HELD)
    )
    return Tally(attempts, connects, conversations, meetings, held, calls=times)


def left(whole: Mapping[Key, Tally], others: Mapping[Key, Tally]) -> dict[Key, Tally]:
    """What is left of each; one that no call is left of is left out."""
    rest = {key: minus(tally, others.get(key, Tally())) for key, tally in whole.items()}
    return {key: tally for key, tally in rest.items() if tally.calls}


def minus(whole: Tally, other: Tally) -> Tally:
    names = [field.name for field in fields(Tally) if field.name != "seconds"]
    return Tally(**{name: getattr(whole, name) - getattr(other, name) for name in names})

