"""The working days of a demonstration: which there are, how many calls each has, at which minutes they may lie."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
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

    `open` gives, for each zone, the minutes at which a call may begin, `theirs` all their working hours, for when
    those are full, and `ahead` by how many minutes its clock is ahead of UTC; nothing of the day reaches `until`.
    """

    date: date
    wanted: int
    until: int
    midnight: datetime
    open: dict[str, range] = field(default_factory=dict)
    theirs: dict[str, range] = field(default_factory=dict)
    ahead: dict[str, int] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)

    def begin(self, zone: str, wished: int | None, random: Random) -> int | None:
        """A free minute at their working hours, at or after the one wished for; None where there is none."""
        minutes = self.open[zone]
        if not minutes:
            return None
        at = minutes[int(random.random() * len(minutes))] if wished is None or wished not in minutes else wished
        if at not in self.busy:
            return at
        others = chain(range(at, minutes.stop), minutes, self.theirs[zone])
        return next((minute for minute in others if minute not in self.busy), None)

    def take(self, start: int, minutes: int) -> int:
        """How many minutes, of those asked for, a call beginning at `start` gets before the next one begins."""
        end, last = start, min(start + minutes, self.until)
        while end < last and end not in self.busy:
            self.busy.add(end)
            end += 1
        return end - start

    def hour(self, minute: int, zone: str) -> int:
        """The hour of a zone's clock."""
        return (minute + self.ahead[zone]) // 60 % 24

    def instant(self, minute: int) -> datetime:
        return self.midnight + timedelta(minutes=minute)

    def minute(self, instant: datetime) -> int:
        return int((instant - self.midnight).total_seconds()) // 60


def opened(day: date, wanted: int, ours: ZoneInfo, theirs: Iterable[ZoneInfo], now: datetime) -> Day:
    """A day with its windows; nothing of it lies after `now`."""
    found = Day(day, wanted, 0, datetime.combine(day, time(), UTC))
    found.until = found.minute(now) - 2
    our_hours = hours(found, ours)
    for zone in (ours, *theirs):
        their_hours = hours(found, zone)
        found.open[zone.key] = past(window(our_hours, their_hours), found.until)
        found.theirs[zone.key] = past(their_hours, found.until)
    return found


def past(minutes: tuple[int, int], until: int) -> range:
    """Those of the minutes that leave a call some time before `until`."""
    start, stop = minutes
    return range(start, max(start, min(stop, until - 3)))


def hours(day: Day, zone: ZoneInfo) -> tuple[int, int]:
    """The minutes from opening to shutting by a zone's clock; notes how far that is ahead."""
    opens, shuts = datetime.combine(day.date, OPENS, zone), datetime.combine(day.date, SHUTS, zone)
    ahead = opens.utcoffset() or timedelta()
    day.ahead[zone.key] = int(ahead.total_seconds()) // 60
    return day.minute(opens), day.minute(shuts)


def window(ours: tuple[int, int], theirs: tuple[int, int]) -> tuple[int, int]:
    """Minutes that are working hours for both; where there are none, those of theirs."""
    start, stop = max(ours[0], theirs[0]), min(ours[1], theirs[1])
    return (start, stop) if start < stop else theirs


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
