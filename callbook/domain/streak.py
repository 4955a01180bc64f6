"""Days in a row on which the daily goal was met."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from callbook.domain.when import is_working_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Streak:
    """`days` on which the goal was met, the first and the last of them; none have no days."""

    days: int = 0
    since: date | None = None
    until: date | None = None


def streak(attempts: Mapping[date, int], goal: int, today: date, holidays: Container[date] = ()) -> Streak:
    """The days up to today on which `goal` was met, without a working day between on which it was not.

    Weekends and holidays break nothing, and count where the goal was met on them. Today breaks nothing either: it is
    not over. Without a goal there is no streak.
    """
    if goal <= 0 or not attempts:
        return Streak()
    met: list[date] = []
    day, first = today, min(attempts)
    while day >= first:
        if attempts.get(day, 0) >= goal:
            met.append(day)
        elif day != today and is_working_day(day, holidays):
            break
        day -= ONE_DAY
    return Streak(len(met), met[-1], met[0]) if met else Streak()
