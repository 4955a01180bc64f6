"""The working days of a demonstration: which there are, how many calls each has, at which minutes they may lie."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.when import is_working_day

OPENS, SHUTS = time(8, 30), time(17, 45)
"""The hours in which calls are made: by our clock and by theirs."""

A_DAY = range(24, 31)
"""Calls on one working day, of somebody who makes twenty to thirty attempts."""
LONGEST = 40 * 260
"""Working days in forty years; where the calls do not fit into them, each day has more."""
MOST_A_DAY = 150

_ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Day:
    """One working day. Minutes are counted from midnight UTC of its date, and may lie before or beyond it.

    `open` gives, for each zone, the minutes at which a call may begin; none of it reaches `until`.
    """

    date: date
    wanted: int
    until: int
    open: dict[str, range]
    busy: set[int] = field(default_factory=set)

    def begin(self, zone: str, wished: int | None, random: Random) -> int | None:
        """A free minute at their working hours, at or after the one wished for; None where there is none."""
        minutes = self.open[zone]
        if not minutes:
            return None
        at = random.choice(minutes) if wished is None or wished not in minutes else wished
        tried = (*range(at, minutes.stop), *range(minutes.start, at))
        return next((minute for minute in tried if minute not in self.busy), None)

    def take(self, start: int, minutes: int) -> int:
        """How many minutes, of those asked for, a call beginning at `start` gets before the next one begins."""
        last = min(start + minutes, self.until)
        end = next((minute for minute in range(start, last) if minute in self.busy), last)
        self.busy.update(range(start, end))
        return end - start

    def instant(self, minute: int) -> datetime:
        return datetime.combine(self.date, time(), UTC) + timedelta(minutes=minute)

    def minute(self, instant: datetime) -> int:
        return int((instant - datetime.combine(self.date, time(), UTC)).total_seconds()) // 60


def opened(day: date, wanted: int, ours: ZoneInfo, theirs: Iterable[ZoneInfo], now: datetime) -> Day:
    """A day with its windows; nothing of it lies after `now`."""
    found = Day(day, wanted, 0, {})
    found.until = found.minute(now) - 2
    for zone in theirs:
        start, stop = window(found, ours, zone)
        found.open[zone.key] = range(start, max(start, min(stop, found.until - 3)))
    return found


def window(day: Day, ours: ZoneInfo, theirs: ZoneInfo) -> tuple[int, int]:
    """Minutes that are working hours for both; where there are none, those of theirs."""
    (our_start, our_stop), (start, stop) = (
        [day.minute(datetime.combine(day.date, at, zone)) for at in (OPENS, SHUTS)] for zone in (ours, theirs)
    )
    if max(start, our_start) < min(stop, our_stop):
        return max(start, our_start), min(stop, our_stop)
    return start, stop


def plan(calls: int, most: int, today: Day, last: date, random: Random) -> list[tuple[date, int]]:
    """The dates and their numbers of calls, which add up to `calls`, oldest first.

    `today` has some of its calls already; `last` is the last day before it that is over everywhere. No day has
    more than `most`.
    """
    counts = [(today.date, min(today.wanted, calls))] if today.wanted and calls else []
    left, day = calls - sum(count for _, count in counts), last
    few = min(max(0, -(-calls // LONGEST) - A_DAY[-1]), MOST_A_DAY)
    while left > 0:
        if is_working_day(day):
            counts.append((day, min(left, most, random.choice(A_DAY) + few)))
            left -= counts[-1][1]
        day -= _ONE_DAY
    return counts[::-1]
