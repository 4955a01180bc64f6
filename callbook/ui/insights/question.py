"""What the insights are asked for: which days, and whose calls."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callbook.domain.facts import Dimension
from callbook.domain.stats import Count, Tally
from callbook.domain.when import local_day
from callbook.storage.behind import Behind
from callbook.storage.engine import Connection
from callbook.storage.insights import DaySums, Sums, Whose
from callbook.storage.viewed import sums_of_view


class Period(StrEnum):
    """The days looked at, today included; or two that were typed."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"
    BETWEEN = "between"


LENGTHS = {Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}
"""In days. A quarter is 13 whole weeks, so that it holds as many Mondays as Fridays."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """`since` and `until` are both included; neither is after `today` unless the whole period is. `view` is the name of
    the view whose prospects these are, "" for all calls, with `whose` as what it looks for."""

    period: Period
    since: date
    until: date
    today: date
    view: str = ""
    query: str = ""
    whose: Whose | None = None

    def sums(self, connection: Connection, *dimensions: Dimension) -> Sums:
        """What these calls count for, by these dimensions; read within a `snapshot` where others may write."""
        if self.whose is None:
            return DaySums(connection, self.since, self.until)
        return sums_of_view(connection, dimensions, self.since, self.until, self.whose)

    def any_attempt(self, connection: Connection) -> bool:
        return bool(total(self.sums(connection, Dimension.ALL)).attempts)

    def before(self) -> "Question":
        """The same of all days before these; nothing, where there are none."""
        return replace(self, since=date.min, until=max(self.since, date.min + A_DAY) - A_DAY)

    def after(self) -> "Question":
        """The same of all days after these."""
        return replace(self, since=min(self.until, date.max - A_DAY) + A_DAY, until=date.max)

    def behind(self, count: Count, dimension: Dimension = Dimension.ALL, *whats: str | int) -> Behind:
        """The calls that a count of this question has in it."""
        return Behind(count, dimension, whats, self.since, self.until, self.whose)


def asked(
    period: Period,
    now: datetime,
    zone: ZoneInfo,
    between: tuple[date, date] | None = None,
) -> Question:
    """All calls of a period up to the end of today by the clock of `zone`, or of the days `between` two. A call counts
    for the day it was where it was made."""
    today = local_day(now, zone)
    if period is Period.BETWEEN and between is not None:
        since = min(between)
        return Question(period, since, max(since, min(max(between), today)), today)
    since = date.min if period is Period.ALL else today - timedelta(days=LENGTHS.get(period, 30) - 1)
    return Question(period, since, today, today)


def total(sums: Sums) -> Tally:
    """What all calls of the period come to."""
    return sums.by(Dimension.ALL).get("", Tally())
