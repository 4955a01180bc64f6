"""Weeks by their number: ISO 8601, from Monday to Sunday, each belonging to the year of its Thursday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from callbook.domain.comparing import evidence, needed_evidence
from callbook.domain.stats import Rate, Tally

_TEXT = re.compile(r"(\d{4})-?[Ww]?(\d{1,2})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
FEWEST = 10
"""From this many on a rate says something."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of a year of weeks, which has 52 of them or 53. ValueError for one that there is not."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise ValueError("not a year of ours")
        date.fromisocalendar(self.year, self.number, 1)

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=at) for at in range(7))

    def back(self, weeks: int) -> "Week":
        """The one so many weeks before."""
        return week_of(self.first - timedelta(weeks=weeks))

    def __str__(self) -> str:
        """'2026-47', as `read_week` reads it."""
        return f"{self.year}-{self.number:02}"


def week_of(day: date) -> Week:
    """The week a day is in: 1 January may be in the last one of the year before."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def read_week(text: str) -> Week:
    """The week that "2026-47", or "2026-W47", names. ValueError for any other text and where there is no such week."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError("a week is a year and a number, as 2026-47")
    return Week(int(found[1]), int(found[2]))


def last_whole_week(today: date) -> Week:
    """The last week that is over."""
    return week_of(today).back(1)


class Measure(StrEnum):
    """A share that weeks can be compared by."""

    CONNECTS = "connects"
    CONVERSATIONS = "conversations"
    MEETINGS = "meetings"


def rate_of(measure: Measure, tally: Tally) -> Rate:
    rates = {
        Measure.CONNECTS: tally.connect_rate,
        Measure.CONVERSATIONS: tally.conversation_rate,
        Measure.MEETINGS: tally.meeting_rate,
    }
    return rates[measure]


def comparable(week: Tally, before: Tally) -> tuple[Measure, ...]:
    """The shares of which there is enough on both sides to look at a difference at all."""
    return tuple(each for each in Measure if min(rate_of(each, week).n, rate_of(each, before).n) >= FEWEST)


def stands_out(week: Tally, before: Tally) -> Measure | None:
    """The share in which a week may be said to differ from the time before, the clearest where there are several;
    None where what differs may be chance. All that are looked at share the risk of one false claim."""
    looked_at = comparable(week, before)
    told = {each: evidence(rate_of(each, week), rate_of(each, before)) for each in looked_at}
    enough = needed_evidence(len(looked_at))
    found = [each for each in looked_at if told[each] >= enough]
    return max(found, key=lambda each: told[each]) if found else None
