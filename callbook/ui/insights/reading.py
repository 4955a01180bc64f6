"""What the insights page shows, counted in one go on a read-only connection."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callbook.domain.facts import Dimension
from callbook.domain.settings import BookSettings
from callbook.domain.stats import Tally
from callbook.domain.when import local_day
from callbook.storage import insights, settings
from callbook.storage.engine import Connection

SHOWN_DAYS = 30
"""How many days the chart of attempts a day goes back, whatever the period."""


class Period(StrEnum):
    """The days looked at, today included."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


LENGTHS = {Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}
"""In days. A quarter is 13 whole weeks, so that it holds as many Mondays as Fridays."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`days` are the last 30, oldest first, each with its attempts; `hours` (weekday, hour) of their clock ->
    (attempts, connects). `ever` tells whether any attempt was made at all, also before the period."""

    period: Period
    tally: Tally
    by_script: tuple[tuple[str, Tally], ...]
    days: tuple[tuple[date, int], ...]
    hours: Mapping[tuple[int, int], tuple[int, int]]
    refusals: tuple[tuple[str, int], ...]
    settings: BookSettings
    ever: bool

    @property
    def nothing(self) -> bool:
        """Whether the period holds nothing to show."""
        return not self.tally.attempts and not self.refusals

    @property
    def days_called(self) -> int:
        """Days with at least one attempt, of the days shown."""
        return sum(1 for _, attempts in self.days if attempts)

    @property
    def days_met(self) -> int:
        """Days on which the daily goal was met; none where there is no goal."""
        goal = self.settings.daily_goal
        return sum(1 for _, attempts in self.days if goal and attempts >= goal)


def read(connection: Connection, period: Period, now: datetime, zone: ZoneInfo) -> Reading:
    """Count everything for one period up to the end of today in `zone`. StorageError where the file fails."""
    since, until = span(period, now, zone)
    tally = insights.tally(connection, since, until)
    return Reading(
        period=period,
        tally=tally,
        by_script=tuple(insights.by_script(connection, since, until)),
        days=attempts_a_day(connection, until),
        hours=attempts_by_hour(connection, since, until),
        refusals=tuple(insights.refusals(connection, since, until)),
        settings=settings.settings(connection),
        ever=bool(tally.attempts or insights.tally(connection, date.min, until).attempts),
    )


def span(period: Period, now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first day and the last, which is today by the clock of `zone`. A call counts for the day it was where it was
    made."""
    today = local_day(now, zone)
    return date.min if period is Period.ALL else today - timedelta(days=LENGTHS[period] - 1), today


def attempts_a_day(connection: Connection, today: date) -> tuple[tuple[date, int], ...]:
    """Attempts on each of the last 30 days."""
    days = [today - timedelta(days=back) for back in range(SHOWN_DAYS - 1, -1, -1)]
    counted = insights.by_day(connection, Dimension.ALL, days[0], today)
    return tuple((day, counted.get(("", day), Tally()).attempts) for day in days)


def attempts_by_hour(connection: Connection, since: date, until: date) -> dict[tuple[int, int], tuple[int, int]]:
    """(weekday, hour) of their clock -> (attempts, connects); calls whose clock was not known are left out."""
    counted = insights.by(connection, Dimension.HOUR, since, until)
    return {divmod(int(hour), 24): (one.attempts, one.connects) for hour, one in counted.items()}
