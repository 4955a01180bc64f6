"""When a call was and how long: the ways in which logs write moments and lengths, read a whole column at a time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from callbook.formats.headers import plain_words

LONGEST_CELL = 60
LONGEST = 7 * 24 * 3600  # seconds: whatever claims to be longer than a week is no length of a call
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OLDEST, _NEWEST = 1990, 2100
_FIRST, _LAST = 631_152_000, 4_102_444_800  # of these years: between them a bare number is a moment
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s*([-/.年])\s*(\d{1,2})\s*(?:[-/.月])\s*(\d{1,4})(?!\d)日?")
_NAMED = re.compile(
    r"(?<!\w)(?:(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+(?:de )?([^\W\d_]{3,10})\.?"
    r"|([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r"[\s,.-]+(?:de )?(\d{4}|\d\d)(?![\d:])"
)
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?\s*(?:m\b\.?)?"
    r"\s*(z\b|utc\b|gmt\b|[+-]\d{2}:?\d{2}(?!\d))?",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan|januar|january|janvier|enero|ene|gennaio|gen|januari|janeiro|janv",
            "feb|februar|february|fevrier|fev|febrero|febbraio|februari|fevereiro|fevr",
            "mar|marz|march|mars|marzo|maart|marco|mrz|maerz|mrt",
            "apr|april|avril|avr|abril|abr|aprile",
            "may|mai|mayo|maggio|mag|mei|maio",
            "jun|juni|june|juin|junio|giugno|giu|junho",
            "jul|juli|july|juillet|julio|luglio|lug|julho|juil",
            "aug|august|aout|agosto|ago|augustus",
            "sep|sept|september|septembre|septiembre|settembre|set|setembro",
            "oct|okt|october|oktober|octobre|octubre|ottobre|ott|outubro|out",
            "nov|november|novembre|noviembre|novembro",
            "dec|dez|december|dezember|decembre|diciembre|dic|dicembre|dezembro",
        ),
        1,
    )
    for name in names.split("|")
}
_LENGTH = re.compile(r"(?:(\d+):)?(\d{1,4}):(\d{2})(?:[.,]\d+)?")
_UNIT = (
    r"(?:(h(?:rs?|ours?|oras?|eures?)?|std|stunden?|ore|ora)|(m(?:ins?|inutes?|inuten?|inutos?|inuti)?)"
    r"|(s(?:ecs?|econds?|ek|ekunden?|econdes?|egundos?|econdi)?))(?![^\W\d_])"
)
_PART = re.compile(rf"(\d+(?:[.,]\d+)?)\s*{_UNIT}[.,;\s]*(?:(?:and|und|et|y|e)\s+)?")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")


class Order(StrEnum):
    """The order of the numbers of a day, where its year is not first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as far as it is read: a moment that is known already, or the three numbers of a day and a time of it."""

    moment: datetime | None = None
    day: tuple[int, int, int] | None = None  # as they stand; the year first where it has four figures
    clock: time | None = None
    offset: timedelta | None = None
    dotted: bool = False


NOTHING = Written()


def read_cell(text: str) -> Written:
    """What stands in one cell: milliseconds or seconds since 1970 are UTC, as are a Z and an offset; everything
    else is a day, a time of day, or both."""
    text = text.strip()
    if not text or len(text) > LONGEST_CELL:
        return NOTHING
    if text.isdecimal() and text.isascii():
        return Written(moment=_since_1970(int(text)))
    clock_at = _CLOCK.search(text.replace("T", " "))
    clock, offset = _clock(clock_at) if clock_at else (None, None)
    if found := _NUMBERS.search(text):
        day = (int(found[1]), int(found[3]), int(found[4]))
        return Written(day=day, clock=clock, offset=offset, dotted=found[2] == ".")
    if found := _NAMED.search(text):
        month = _MONTHS.get(plain_words(found[2] or found[3]))
        if month:
            year = int(found[5]) + (2000 if len(found[5]) == 2 else 0)
            return Written(day=(year, month, int(found[1] or found[4])), clock=clock, offset=offset)
    return Written(clock=clock, offset=offset) if clock_at and clock_at[0].strip() == text else NOTHING


def _since_1970(number: int) -> datetime | None:
    if _FIRST * 1000 <= number < _LAST * 1000:
        return _EPOCH + timedelta(seconds=number // 1000)
    return _EPOCH + timedelta(seconds=number) if _FIRST <= number < _LAST else None


def _clock(found: re.Match[str]) -> tuple[time | None, timedelta | None]:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None, None
    return time(hour, minute, second), _offset((found[5] or "").lower())


def _offset(text: str) -> timedelta | None:
    if not text:
        return None
    if text[0] not in "+-":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[-2:])
    away = timedelta(hours=hours, minutes=minutes)
    return (-away if text[0] == "-" else away) if away < timedelta(hours=24) else None


def order_of(cells: Iterable[Written], now: datetime) -> Order | None:
    """The order of day and month that a whole column can only mean; None where either would do.

    A number above 12 tells, then a point between them (written day first wherever points are used, as DIN 5008 has
    it), then that nothing in a log lies in the future, then that a log is in the order of time. Where numbers above 12
    stand in both places, days are written both ways.
    """
    days = [cell for cell in cells if cell.day and cell.day[0] <= 31]
    numbers = [cell.day for cell in days if cell.day]
    either = any(first <= 12 and second <= 12 and first != second for first, second, _ in numbers)
    both = any(first > 12 for first, _, _ in numbers) and any(second > 12 for _, second, _ in numbers)
    if either and both:
        return None
    if not numbers or any(first > 12 for first, _, _ in numbers) or all(one.dotted for one in days):
        return Order.DAY_FIRST
    if any(second > 12 for _, second, _ in numbers):
        return Order.MONTH_FIRST
    if all(first == second for first, second, _ in numbers):
        return Order.DAY_FIRST
    tomorrow = (now + timedelta(days=1)).date()
    read = {order: [made for one in numbers if (made := day_of(one, order))] for order in Order}
    past = [order for order in Order if all(one <= tomorrow for one in read[order])]
    if len(past) == 1:
        return past[0]
    sorted_ = [order for order in Order if _in_order(read[order])]
    return sorted_[0] if len(sorted_) == 1 and len(set(numbers)) > 2 else None  # noqa: PLR2004


def _in_order(days: Sequence[date]) -> bool:
    pairs = list(zip(days, days[1:], strict=False))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)


def day_of(numbers: tuple[int, int, int], order: Order) -> date | None:
    """The day that three numbers are; None where there is no such day."""
    first, second, third = numbers
    if first > 31:
        year, month, day = first, second, third
        if month > 12:
            month, day = day, month
    else:
        year, (day, month) = third, (first, second) if order is Order.DAY_FIRST else (second, first)
        if month > 12 >= day:
            month, day = day, month
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if _OLDEST <= year < _NEWEST else None
    except ValueError:
        return None


def moment_of(day: Written, clock: Written, order: Order, zone: tzinfo) -> datetime | None:
    """The UTC moment of a day and a time of day, which may be the same cell; by the clock of `zone` where neither
    says otherwise. None where there is no such moment, or no time of day."""
    if day.moment is not None:
        return day.moment
    known = day_of(day.day, order) if day.day else None
    if known is None or clock.clock is None:
        return None
    local = datetime.combine(known, clock.clock)
    try:
        if clock.offset is not None:
            return (local - clock.offset).replace(tzinfo=UTC)
        return local.replace(tzinfo=zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def seconds_of(text: str, unit: float = 1.0, hours_and_minutes: bool = False) -> int | None:
    """Whole seconds of a length: a number counts in `unit` seconds; 3:20 is minutes and seconds, unless the log
    writes `hours_and_minutes`. None where it is no length."""
    text = text.strip().lower()
    if len(text) > LONGEST_CELL:
        return None
    found = None
    if _NUMBER.fullmatch(text):
        found = float(text.replace(",", ".")) * unit
    elif said := _LENGTH.fullmatch(text):
        hours, minutes, seconds = int(said[1] or 0), int(said[2]), int(said[3])
        if said[1] is None and hours_and_minutes:
            hours, minutes, seconds = minutes, seconds, 0
        found = hours * 3600.0 + minutes * 60.0 + seconds
    elif parts := _parts(text.removeprefix("pt")):
        found = sum(parts)
    return int(found) if found is not None and found <= LONGEST else None


def _parts(text: str) -> list[float]:
    """The seconds of each part of "3 min 20 s"; none where anything else stands there too."""
    found: list[float] = []
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return []
        each = 3600.0 if part[2] else 60.0 if part[3] else 1.0
        found.append(float(part[1].replace(",", ".")) * each)
        at = part.end()
    return found
