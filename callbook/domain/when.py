"""Due moments: a day or a minute, how late they are, and which one an outcome proposes."""

import re
from calendar import monthrange
from collections.abc import Container, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

Due: TypeAlias = date | datetime
"""A plain `date` is a day, an aware `datetime` a minute. A datetime is a date to Python: ask for it first."""

PARTS_OF_DAY = (time(9, 30), time(11, 30), time(14, 30), time(16, 30))
"""Local times worth trying, two before lunch and two after; our own choice, no study behind it."""

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_DAY_TEXT = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT_TEXT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_RULE = re.compile(r"\+([1-9]\d{0,2})(wd|d|w|m)( other time)?", re.ASCII)


class Lateness(StrEnum):
    """Where a due moment stands against the clock, in the order of the queue."""

    OVERDUE = "overdue"
    NOW = "now"
    TODAY = "today"
    LATER = "later"


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a datetime without a time zone is not a moment")
    return moment


def instant_text(moment: datetime) -> str:
    """'YYYY-MM-DDTHH:MM:SSZ' in UTC; fractions of a second are cut off. ValueError for a naive datetime."""
    return _aware(moment).astimezone(UTC).isoformat()[:19] + "Z"


def instant_from_text(text: str) -> datetime:
    """The UTC datetime that `instant_text` wrote; ValueError for anything else."""
    if not _INSTANT_TEXT.fullmatch(text):
        raise ValueError("not an instant in UTC with seconds and Z")
    return datetime.fromisoformat(text)


def due_text(due: Due) -> str:
    """'YYYY-MM-DD' for a day, 'YYYY-MM-DDTHH:MM:SSZ' for a minute. ValueError for a naive datetime."""
    return instant_text(due) if isinstance(due, datetime) else due.isoformat()


def due_from_text(text: str) -> Due:
    """The day or minute that `due_text` wrote; ValueError for anything else."""
    return date.fromisoformat(text) if _DAY_TEXT.fullmatch(text) else instant_from_text(text)


def local_day(due: Due, zone: ZoneInfo) -> date:
    """The calendar day of `due` in `zone`; a plain day is itself. ValueError for a naive datetime."""
    return _aware(due).astimezone(zone).date() if isinstance(due, datetime) else due


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of a wall clock time in `zone`.

    A time skipped by daylight saving moves forward by the length of the gap; of a time that comes twice
    the first is taken. Both are what fold=0 means (PEP 495).
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def lateness(due: Due, now: datetime, zone: ZoneInfo) -> Lateness:
    """How `due` stands at the moment `now`, by the days of `zone`. ValueError for naive datetimes."""
    today, day = local_day(now, zone), local_day(due, zone)
    if day < today:
        return Lateness.OVERDUE
    if day > today:
        return Lateness.LATER
    if not isinstance(due, datetime):
        return Lateness.TODAY
    return Lateness.NOW if due <= now else Lateness.LATER


def is_working_day(day: date, holidays: Container[date] = ()) -> bool:
    """Monday to Friday, and not a holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day_on_or_after(day: date, holidays: Container[date] = ()) -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += _ONE_DAY
    return day


def add_working_days(day: date, n: int, holidays: Container[date] = ()) -> date:
    """The n-th working day after `day`; n = 0 is the first one on or after it. ValueError for n < 0."""
    if n < 0:
        raise ValueError("working days are only counted forward")
    if n == 0:
        return next_working_day_on_or_after(day, holidays)
    for _ in range(n):
        day = next_working_day_on_or_after(day + _ONE_DAY, holidays)
    return day


def add_months(day: date, n: int) -> date:
    """The same day n months on, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_working_day_of_month(day: date) -> date:
    return next_working_day_on_or_after(day.replace(day=1))


def last_working_day_of_month(day: date) -> date:
    day = day.replace(day=monthrange(day.year, day.month)[1])
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def _part_away_from(failed_hours: Sequence[int]) -> time:
    """The part of the day whose nearest failed try is farthest; then the second nearest, and so on.

    A failed hour stands for its middle. Where nothing decides, the earlier part is taken.
    """

    def distances(part: time) -> list[int]:
        minute = part.hour * 60 + part.minute
        return sorted(abs(minute - (hour * 60 + 30)) for hour in failed_hours)

    return max(PARTS_OF_DAY, key=distances)


def proposed_due(
    rule: str,
    now: datetime,
    zone: ZoneInfo,
    failed_hours: Sequence[int] = (),
    holidays: Container[date] = (),
) -> Due | None:
    """The next due moment an outcome's rule proposes, always on a working day after today.

    Rules: "+2wd" working days, "+3d" days, "+2w" weeks, "+3m" months (1 to 999 of each), a day in `zone`
    that moves on to a working day; with " other time" a minute of it, at the part of the day farthest
    from `failed_hours` (0-23, in `zone`, the hours of the tries that failed). "none" and "ask" give None,
    and so does a rule that cannot be read: then the person is asked. ValueError for a naive `now`.
    """
    found = _RULE.fullmatch(rule)
    today = local_day(now, zone)
    if found is None:
        return None
    day = _moved(today, int(found[1]), found[2], holidays)
    return local_instant(day, _part_away_from(failed_hours), zone) if found[3] else day


def _moved(day: date, n: int, unit: str, holidays: Container[date]) -> date:
    if unit == "wd":
        return add_working_days(day, n, holidays)
    if unit == "m":
        return next_working_day_on_or_after(add_months(day, n), holidays)
    return next_working_day_on_or_after(day + timedelta(days=n * (7 if unit == "w" else 1)), holidays)
