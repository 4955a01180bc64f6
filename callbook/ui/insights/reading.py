"""What the insights page shows, counted in one go on a read-only connection."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callbook.domain.settings import BookSettings
from callbook.domain.stats import Tally
from callbook.domain.when import local_day, local_instant
from callbook.storage import insights, settings
from callbook.storage.engine import Connection

SHOWN_DAYS = 30
"""How many days the chart of attempts a day goes back, whatever the period."""
BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


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
        by_script=tuple(insights.tally_by_script(connection, since, until)),
        days=attempts_a_day(connection, now, zone),
        hours=insights.attempts_by_hour(connection, since, until),
        refusals=tuple(insights.refusals(connection, since, until)),
        settings=settings.settings(connection),
        ever=bool(tally.attempts or insights.tally(connection, BEGINNING, until).attempts),
    )


def span(period: Period, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the midnight before the first day to the one after today, by the clock of `zone`, in UTC."""
    today = local_day(now, zone)
    until = local_instant(today + timedelta(days=1), time(), zone)
    if period is Period.ALL:
        return BEGINNING, until
    return local_instant(today - timedelta(days=LENGTHS[period] - 1), time(), zone), until


def attempts_a_day(connection: Connection, now: datetime, zone: ZoneInfo) -> tuple[tuple[date, int], ...]:
    """Attempts on each of the last 30 days, a call counting for the day it was where it was made."""
    today = local_day(now, zone)
    days = [today - timedelta(days=back) for back in range(SHOWN_DAYS - 1, -1, -1)]
    since, until = span(Period.MONTH, now, zone)
    # Where a call was made from another zone, its day may begin up to 26 hours before or after ours.
    margin = timedelta(hours=26)
    starts = insights.attempt_starts(connection, since - margin, until + margin)
    counted = days_of(starts, zone)
    return tuple((day, counted[day]) for day in days)


def days_of(starts: Iterable[tuple[datetime, str]], otherwise: ZoneInfo) -> Counter[date]:
    """How many calls began on each day, by the clock of each call's zone; `otherwise` where none was kept."""
    return Counter(local_day(at, ZoneInfo(zone) if zone else otherwise) for at, zone in starts)
