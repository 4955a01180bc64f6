"""The rules of typed dates: what each form of words looks like, and which day or minute it means."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from callbook.domain.typed_words import END, MONTHS, NAMED_DAYS, NUMBERS, PARTS, UNITS, WEEKDAYS, any_of
from callbook.domain.when import (
    Due,
    add_months,
    add_working_days,
    first_working_day_of_month,
    last_working_day_of_month,
    local_day,
    local_instant,
)

# What years are typed up to; a longer span could not be typed as a date again.
LAST_YEAR = 2999


@dataclass(frozen=True, slots=True)
class Clock:
    """Now, where we are, and whether 1/12 begins with the day."""

    now: datetime
    zone: ZoneInfo
    day_first: bool

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    def first_ahead(self, days: Iterable[date], at: time | None) -> Due | None:
        """The first of `days` that is not past: today or later, or later than now where there is a time."""
        for day in (day for day in days if day.year <= LAST_YEAR):
            if at is None and day >= self.today:
                return day
            if at is not None and (moment := self._moment_ahead(day, at)):
                return moment
        return None

    def _moment_ahead(self, day: date, at: time) -> datetime | None:
        """The moment of a time of day that is not past; of one that comes twice that day, the first such."""
        first = local_instant(day, at, self.zone)
        # Where the clock jumps over the time this is earlier than the first, and so never ahead by itself.
        second = datetime.combine(day, at.replace(fold=1), tzinfo=self.zone).astimezone(UTC)
        return next((moment for moment in (first, second) if moment > self.now), None)

    def in_minutes(self, minutes: int, at: time | None) -> datetime | None:
        """So much elapsed time on, to the minute begun; a time of day beside it makes no sense."""
        due = self.now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        return due if at is None and due > self.now else None


# A reader gets the match, the clock and the time beside the day; None means: no such moment is to come.
Reader: TypeAlias = Callable[[re.Match[str], Clock, time | None], Due | None]

_WEEKDAY = rf"(?P<weekday>{any_of(WEEKDAYS)})\.?"
_NAMED = rf"(?:{_WEEKDAY},? (?:the )?)?"
_MONTH = rf"(?P<month>{any_of(MONTHS)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_SAID_YEAR = r"(?P<year>[12]\d{3}|next year|this year)"
_SHORT_YEAR = r"(?P<year>[12]\d{3}|\d\d)"
_START = r"(?:early (?:in )?|(?:the )?(?:beginning|start) of )?"
_COUNT = rf"(?:(?P<count>\d{{1,3}}) ?|(?P<word>{any_of(NUMBERS)}) )"


def _minutes_on(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    return clock.in_minutes(int(found["hours"]) * 60 + int(found["minutes"]), at)


def _half_an_hour_on(_: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    return clock.in_minutes(30, at)


def _span_on(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """So much later by the calendar, weekends counted and kept; only working days avoid them."""
    kind, factor = UNITS[found["unit"]]
    n = factor * (int(found["count"]) if found["count"] else NUMBERS[found["word"]])
    if kind == "minutes":
        return clock.in_minutes(n, at)
    if kind == "days":
        return clock.first_ahead([clock.today + timedelta(days=n)], at)
    on = add_months if kind == "months" else add_working_days
    return clock.first_ahead([on(clock.today, n)], at)


def _named_day(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """So many days from today; "this" stands for today before a part of the day."""
    return clock.first_ahead([clock.today + timedelta(days=NAMED_DAYS.get(found["name"], 0))], at)


def _tonight(_: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """This evening; its twelve o'clock is the midnight that ends it."""
    at = at or PARTS["evening"]
    if at.hour in (0, 12):
        return clock.first_ahead([clock.today + timedelta(days=1)], at.replace(hour=0))
    return clock.first_ahead([clock.today], at.replace(hour=at.hour % 12 + 12))


def _weekday(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """The next such day after today; today itself only with a time that is still ahead."""
    away = (WEEKDAYS[found["weekday"]] - clock.today.weekday()) % 7
    first = clock.today + timedelta(days=away)
    again = first + timedelta(days=7)
    return clock.first_ahead([first, again] if away or at else [again], at)


def _week_after(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """A week after the next such day, or after tomorrow."""
    if found["name"]:
        return clock.first_ahead([clock.today + timedelta(days=7 + NAMED_DAYS[found["name"]])], at)
    away = (WEEKDAYS[found["weekday"] or found["said"]] - clock.today.weekday()) % 7 or 7
    return clock.first_ahead([clock.today + timedelta(days=away + 7)], at)


def _next_week(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """A day of the calendar week after this one, weeks starting on Monday; Monday where none is named."""
    weekday = WEEKDAYS.get(found["weekday"] or "", 0)
    return clock.first_ahead([clock.today + timedelta(days=7 - clock.today.weekday() + weekday)], at)


def _next_period(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """The first working day of the next month or year."""
    first = date(clock.today.year + 1, 1, 1) if found["period"] == "year" else add_months(clock.today, 1)
    return clock.first_ahead([first_working_day_of_month(first)], at)


def _end_of(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """The last working day of a week, month or year: of this one unless it is past, or of the next."""
    today = clock.today
    if found["period"] == "year":
        ends = [last_working_day_of_month(date(today.year + more, 12, 1)) for more in (0, 1)]
    elif found["period"] == "month":
        ends = [last_working_day_of_month(day) for day in (today, add_months(today, 1))]
    else:
        ends = [today + timedelta(days=days - today.weekday()) for days in (4, 11)]
    return clock.first_ahead(ends[1:] if found["next"] else ends, at)


def _year_said(words: str, this_year: int) -> int:
    if words.endswith(" year"):
        return this_year + words.startswith("next")
    return int(words) + (2000 if len(words) == 2 else 0)


def _month(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """The first or last working day of a month; without a year, of the next one where that is not past."""
    this_year = clock.today.year
    years = [_year_said(found["year"], this_year)] if found["year"] else [this_year, this_year + 1]
    place = last_working_day_of_month if found["end"] else first_working_day_of_month
    return clock.first_ahead([place(date(year, MONTHS[found["month"]], 1)) for year in years], at)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _agreed(days: Iterable[date | None], found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """The first of `days` that exists and is ahead, unless the weekday named beside it is another."""
    due = clock.first_ahead((day for day in days if day), at)
    weekday = found["weekday"]
    return None if due and weekday and local_day(due, clock.zone).weekday() != WEEKDAYS[weekday] else due


def _day_of_month(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """The 31st: of this month, or of the next that has one; of the month said, where one is."""
    said = {"next": range(1, 2), "this": range(1), "the": range(1)}.get(found["which"] or "", range(4))
    months = (add_months(clock.today, more) for more in said)
    days = (_date_or_none(month.year, month.month, int(found["day"])) for month in months)
    return _agreed(days, found, clock, at)


def _date_said(day: int, month: int, found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """A day and a month; without a year, the next such day that is not past."""
    year, this_year = found["year"], clock.today.year
    # 29 February comes back after at most eight years.
    years = [_year_said(year, this_year)] if year else range(this_year, this_year + 9)
    return _agreed((_date_or_none(each, month, day) for each in years), found, clock, at)


def _in_order(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    month = found["month"]
    return _date_said(int(found["day"]), MONTHS.get(month) or int(month), found, clock, at)


def _slashed(found: re.Match[str], clock: Clock, at: time | None) -> Due | None:
    """1/12 as the clock's `day_first` says, but 13/2 and 2/13 can only be one."""
    day, month = int(found["first"]), int(found["second"])
    if month > 12 or (not clock.day_first and day <= 12):
        day, month = month, day
    return _date_said(day, month, found, clock, at)


def _rules(*rows: tuple[str, Reader]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(rf"(?:on |by )?(?:{pattern}){END}", re.ASCII), read) for pattern, read in rows)


# The first row that fits decides; "12 march" has to stand before "thu", which may stand before a date.
DAYS = _rules(
    (rf"{_NAMED}{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})", _in_order),
    (rf"{_NAMED}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?:/{_SHORT_YEAR})?", _slashed),
    (rf"{_NAMED}(?P<first>\d{{1,2}})-(?P<second>\d{{1,2}})-{_YEAR}", _slashed),
    # After a weekday 9.10 is a time and 9.10. a date.
    (
        rf"{_NAMED}(?P<day>\d{{1,2}})\.(?P<month>0?[1-9]|1[0-2])(?:\.{_SHORT_YEAR}|(?(weekday)\.|\.?))",
        _in_order,
    ),
    (rf"{_NAMED}{_DAY}\.?(?: of)? ?{_MONTH}(?:,? {_SAID_YEAR})?", _in_order),
    (rf"{_NAMED}{_MONTH} {_DAY}(?:,? {_SAID_YEAR})?", _in_order),
    (
        rf"(?:{_WEEKDAY},? )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?: of (?P<which>next|this|the) month)?",
        _day_of_month,
    ),
    (r"tonight", _tonight),
    (r"(?P<name>this)(?= (?:morning|afternoon|evening))", _named_day),
    (
        rf"{_WEEKDAY} week(?! \d\d?{END})"
        rf"|(?:in )?(?:a )?week (?:(?:on |from )?(?P<said>{any_of(WEEKDAYS)})|(?P<name>tomorrow))",
        _week_after,
    ),
    (rf"(?P<name>{any_of(NAMED_DAYS)})", _named_day),
    (rf"{_WEEKDAY}(?: of)? next week", _next_week),
    (rf"(?:this )?{_WEEKDAY}", _weekday),
    (rf"{_START}next week(?:,? (?:on )?{_WEEKDAY})?", _next_week),
    (rf"next {_WEEKDAY}", _next_week),
    (rf"{_START}next (?P<period>month|year)", _next_period),
    (r"(?:the )?end of (?:the |this |(?P<next>next ))?(?P<period>week|month|year)", _end_of),
    # "May" is a verb as well.
    (rf"(?!may [a-z])(?:in |{_START}|(?P<end>late |end of )){_MONTH}(?: {_SAID_YEAR})?", _month),
)
SPANS = _rules(
    (
        r"(?:in |\+ ?)(?P<hours>\d{1,2}) ?(?:h|hours?) ?(?P<minutes>\d{1,2})(?: ?(?:m|mins?|minutes?))?",
        _minutes_on,
    ),
    (r"(?:in )?half an hour", _half_an_hour_on),
    (rf"(?:in |\+ ?)?{_COUNT}(?P<unit>{any_of(UNITS)})(?! ago)(?:'? time| from now)?", _span_on),
)
