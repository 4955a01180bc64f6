"""Dates, times and lengths as people type them in English, read against a given clock."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from callbook.domain.when import (
    Due,
    add_months,
    add_working_days,
    first_working_day_of_month,
    last_working_day_of_month,
    local_day,
    local_instant,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `rest` is what followed the date, or the whole text where nothing was understood.

    `never` says that the text asks for no next action in so many words; an empty text is understood too,
    but has said nothing.
    """

    due: Due | None
    rest: str
    understood: bool
    never: bool = False


@dataclass(frozen=True, slots=True)
class _Clock:
    """Now, where we are, and whether 1/12 begins with the day."""

    now: datetime
    zone: ZoneInfo
    day_first: bool

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    def first_ahead(self, days: Iterable[date], at: time | None) -> Due | None:
        """The first of `days` that is not past: today or later, or later than now where there is a time."""
        for day in days:
            if at is None and day >= self.today:
                return day
            if at is not None and (moment := local_instant(day, at, self.zone)) > self.now:
                return moment
        return None

    def in_minutes(self, minutes: int, at: time | None) -> datetime | None:
        """So much elapsed time on, to the minute begun; a time of day beside it makes no sense."""
        due = self.now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        return due if at is None and due > self.now else None


# A reader gets the match, the clock and the time beside the day; None means: no such moment is to come.
_Reader: TypeAlias = Callable[[re.Match[str], _Clock, time | None], Due | None]


def _words(*groups: str, first: int = 0) -> dict[str, int]:
    return {word: number for number, group in enumerate(groups, first) for word in group.split()}


# The words of English. Another language brings its own words, and its own rows in the tables of rules.
_NEVER = ("never", "none", "nothing", "no", "-")
_NAMED_DAYS = _words("today", "tomorrow tmrw tmr") | {"day after tomorrow": 2, "the day after tomorrow": 2}
_WEEKDAYS = _words(
    "mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday",
    "fri friday", "sat saturday", "sun sunday",
)  # fmt: skip
_MONTHS = _words(
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december", first=1,
)  # fmt: skip
_NUMBERS = _words(
    "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    first=1,
)  # fmt: skip
_UNITS = {
    word: (kind, factor)
    for words, kind, factor in (
        ("min,mins,minute,minutes", "minutes", 1),
        ("h,hr,hrs,hour,hours", "minutes", 60),
        ("d,day,days", "days", 1),
        ("w,wk,wks,week,weeks", "days", 7),
        ("m,month,months", "months", 1),
        ("y,yr,yrs,year,years", "months", 12),
        ("wd,workday,workdays,working day,working days,business day,business days", "working days", 1),
    )
    for word in words.split(",")
}
_PARTS = {
    "morning": time(9, 30),
    "noon": time(12),
    "midday": time(12),
    "afternoon": time(14, 30),
    "evening": time(18),
}


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# What is read ends where a word ends; a stop or colon only before a space, not in 9.30.
_END = r"(?=[ ,;!?)。、]|[.:](?: |\Z)|\Z)"
_WEEKDAY = rf"(?P<weekday>{_any(_WEEKDAYS)})\.?"
_NAMED = rf"(?:{_WEEKDAY},? (?:the )?)?"
_MONTH = rf"(?P<month>{_any(_MONTHS)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_SHORT_YEAR = r"(?P<year>[12]\d{3}|\d\d)"
_COUNT = rf"(?:(?P<count>\d{{1,3}}) ?|(?P<word>{_any(_NUMBERS)}) )"
_TIME = (
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])\.?m\.?|(?P<clock> ?o'?clock))?"
    rf"|(?P<part>{_any(_PARTS)}))(?:{_END}|(?= ?[-–]))"
)
_TIME_AFTER = re.compile(rf"(?:,? (?:(?:at|around|about|from|after|in the) )?|,? ?@ ?){_TIME}", re.ASCII)
_TIME_FIRST = re.compile(rf"(?P<at>at )?{_TIME}", re.ASCII)


def _minutes_on(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    return clock.in_minutes(int(found["hours"]) * 60 + int(found["minutes"]), at)


def _half_an_hour_on(_: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    return clock.in_minutes(30, at)


def _span_on(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """So much later by the calendar, weekends counted and kept; only working days avoid them."""
    kind, factor = _UNITS[found["unit"]]
    n = factor * (int(found["count"]) if found["count"] else _NUMBERS[found["word"]])
    if kind == "minutes":
        return clock.in_minutes(n, at)
    if kind == "days":
        return clock.first_ahead([clock.today + timedelta(days=n)], at)
    on = add_months if kind == "months" else add_working_days
    return clock.first_ahead([on(clock.today, n)], at)


def _named_day(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    return clock.first_ahead([clock.today + timedelta(days=_NAMED_DAYS[found["name"]])], at)


def _weekday(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """The next such day after today; today itself only with a time that is still ahead."""
    away = (_WEEKDAYS[found["weekday"]] - clock.today.weekday()) % 7
    first = clock.today + timedelta(days=away)
    again = first + timedelta(days=7)
    return clock.first_ahead([first, again] if away or at else [again], at)


def _next_week(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """A day of the calendar week after this one, weeks starting on Monday; Monday where none is named."""
    weekday = _WEEKDAYS.get(found["weekday"] or "", 0)
    return clock.first_ahead([clock.today + timedelta(days=7 - clock.today.weekday() + weekday)], at)


def _next_month(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """Its first working day."""
    return clock.first_ahead([first_working_day_of_month(add_months(clock.today, 1))], at)


def _end_of(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """The last working day of a week or month: of this one unless it is past, or of the next."""
    today = clock.today
    if found["period"] == "month":
        ends = [last_working_day_of_month(day) for day in (today, add_months(today, 1))]
    else:
        ends = [today + timedelta(days=days - today.weekday()) for days in (4, 11)]
    return clock.first_ahead(ends[1:] if found["next"] else ends, at)


def _month(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """The first or last working day of a month; without a year, of the next one where that is not past."""
    this_year = clock.today.year
    years = [int(found["year"])] if found["year"] else [this_year, this_year + 1]
    place = last_working_day_of_month if found["end"] else first_working_day_of_month
    return clock.first_ahead([place(date(year, _MONTHS[found["month"]], 1)) for year in years], at)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _agreed(days: Iterable[date | None], found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """The first of `days` that exists and is ahead, unless the weekday named beside it is another."""
    due = clock.first_ahead((day for day in days if day), at)
    weekday = found["weekday"]
    return None if due and weekday and local_day(due, clock.zone).weekday() != _WEEKDAYS[weekday] else due


def _day_of_month(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """The 31st: of this month, or of the next that has one."""
    months = (add_months(clock.today, more) for more in range(4))
    days = (_date_or_none(month.year, month.month, int(found["day"])) for month in months)
    return _agreed(days, found, clock, at)


def _date_said(day: int, month: int, found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """A day and a month; without a year, the next such day that is not past."""
    year, this_year = found["year"], clock.today.year
    # 29 February comes back after at most eight years.
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else range(this_year, this_year + 9)
    return _agreed((_date_or_none(each, month, day) for each in years), found, clock, at)


def _in_order(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    month = found["month"]
    return _date_said(int(found["day"]), _MONTHS.get(month) or int(month), found, clock, at)


def _slashed(found: re.Match[str], clock: _Clock, at: time | None) -> Due | None:
    """1/12 as the clock's `day_first` says, but 13/2 and 2/13 can only be one."""
    day, month = int(found["first"]), int(found["second"])
    if month > 12 or (not clock.day_first and day <= 12):
        day, month = month, day
    return _date_said(day, month, found, clock, at)


def _rules(*rows: tuple[str, _Reader]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((re.compile(rf"(?:on |by )?(?:{pattern}){_END}", re.ASCII), read) for pattern, read in rows)


# The first row that fits decides; "12 march" has to stand before "thu", which may stand before a date.
_DAYS = _rules(
    (rf"{_NAMED}{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})", _in_order),
    (rf"{_NAMED}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?:/{_SHORT_YEAR})?", _slashed),
    (rf"{_NAMED}(?P<first>\d{{1,2}})-(?P<second>\d{{1,2}})-{_YEAR}", _slashed),
    # After a weekday 9.10 is a time and 9.10. a date.
    (
        rf"{_NAMED}(?P<day>\d{{1,2}})\.(?P<month>0?[1-9]|1[0-2])(?:\.{_SHORT_YEAR}|(?(weekday)\.|\.?))",
        _in_order,
    ),
    (rf"{_NAMED}{_DAY}\.?(?: of)? ?{_MONTH}(?:,? {_YEAR})?", _in_order),
    (rf"{_NAMED}{_MONTH} {_DAY}(?:,? {_YEAR})?", _in_order),
    (rf"(?:{_WEEKDAY},? )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)", _day_of_month),
    (rf"(?P<name>{_any(_NAMED_DAYS)})", _named_day),
    (rf"{_WEEKDAY}(?: of)? next week", _next_week),
    (rf"(?:this )?{_WEEKDAY}", _weekday),
    (rf"next week(?:,? (?:on )?{_WEEKDAY})?", _next_week),
    (rf"next {_WEEKDAY}", _next_week),
    (r"next month", _next_month),
    (r"(?:the )?end of (?:the |this |(?P<next>next ))?(?P<period>week|month)", _end_of),
    # "May" is a verb as well.
    (rf"(?!may [a-z])(?:in |early |beginning of |(?P<end>late |end of ))?{_MONTH}(?: {_YEAR})?", _month),
)
_SPANS = _rules(
    (
        r"(?:in |\+ ?)(?P<hours>\d{1,2}) ?(?:h|hours?) ?(?P<minutes>\d{1,2})(?: ?(?:m|mins?|minutes?))?",
        _minutes_on,
    ),
    (r"(?:in )?half an hour", _half_an_hour_on),
    (rf"(?:in |\+ ?)?{_COUNT}(?P<unit>{_any(_UNITS)})(?! ago)(?: from now)?", _span_on),
)

_NEVER_SAID = re.compile(rf"{_any(_NEVER)}(?=[,;.!:]|\Z)")
_BESIDE = " ,;.!?:-–。、，；：！？"
# One character for one, so that places in the folded line are places in the typed one.
_FOLD = (
    {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
    | {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
    | {wide: wide - 0xFEE0 + 32 for wide in range(0xFF21, 0xFF3B)}
    | {ord("’"): ord("'")}
)


def _folded(text: str) -> str:
    return text.translate(_FOLD)


def read_due(text: str, now: datetime, zone: ZoneInfo, day_first: bool = True) -> Reading:
    """The due moment a text begins with, never one that is past; times are of `zone`.

    No string raises, and the time taken grows with its length alone. `now` is aware (ValueError).
    A day without a time is a day. A weekday is the next one after today; a month or day without a year
    that has passed is of the next year; a time alone that has passed is tomorrow's. Hours 1 to 6 without
    am, pm or a leading zero are of the afternoon, when offices are open. A whole month means its first
    working day, and the end of one its last.
    """
    line = " ".join(text.split())
    folded = _folded(line)
    if never := _NEVER_SAID.match(folded):
        return Reading(None, line[never.end() :].strip(_BESIDE), True, never=True)
    if not line:
        return Reading(None, "", True)
    due, end = _due_at_start(folded, _Clock(now, zone, day_first))
    if due is None:
        return Reading(None, text, False)
    return Reading(due, line[end:].lstrip(_BESIDE), True)


def _due_at_start(line: str, clock: _Clock) -> tuple[Due | None, int]:
    for pattern, read in _DAYS + _SPANS:
        if found := pattern.match(line):
            at, end = _time_after(line, found.end())
            return read(found, clock, at), end
    found = _TIME_FIRST.match(line)
    at = _clock_time(found) if found else None
    # A number alone is no time of day: it may be anything.
    if found is None or at is None or found["hour"] == found[0]:
        return None, 0
    return _day_after(line, found.end(), clock, at)


def _time_after(line: str, start: int) -> tuple[time | None, int]:
    found = _TIME_AFTER.match(line, start)
    at = _clock_time(found) if found else None
    return (at, found.end()) if found and at else (None, start)


def _day_after(line: str, end: int, clock: _Clock, at: time) -> tuple[Due | None, int]:
    """The day said after a time, else the first day on which that time is still ahead."""
    start = end + len(line[end : end + 2]) - len(line[end : end + 2].lstrip(", "))
    for pattern, read in _DAYS:
        if found := pattern.match(line, start):
            return read(found, clock, at), found.end()
    return clock.first_ahead([clock.today, clock.today + timedelta(days=1)], at), end


def _clock_time(found: re.Match[str]) -> time | None:
    if found["part"]:
        return _PARTS[found["part"]]
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        return time(hour % 12 + 12 * (found["half"] == "p"), minute) if 1 <= hour <= 12 else None
    if 1 <= hour <= 6 and not found["hour"].startswith("0"):
        hour += 12
    return time(hour, minute) if hour < 24 else None


_CLOCK_LENGTH = re.compile(r"(?:(\d{1,2}):([0-5]?\d)|(\d{1,4})):([0-5]\d)", re.ASCII)
_LENGTH_PART = r"(\d{1,5}(?:[.,]\d{1,2})?) ?([a-z]+|\Z)"
_WORDED_LENGTH = re.compile(rf"{_LENGTH_PART}(?: ?{_LENGTH_PART}){{0,2}}", re.ASCII)
_LENGTH_UNITS = {
    word: seconds
    for words, seconds in (
        ("h hr hrs hour hours", 3600),
        ("m min mins minute minutes", 60),
        ("s sec secs second seconds", 1),
    )
    for word in words.split()
}
_LONGEST = 24 * 3600


def read_length(text: str) -> int | None:
    """Whole seconds of a length as typed: "4:27", "1:02:03", "4m", "270s", "1h30"; None if unreadable.

    A bare number is minutes, or after a unit the next smaller one. More than a day is not a call: None.
    """
    line = _folded(" ".join(text.split()))
    if found := _CLOCK_LENGTH.fullmatch(line):
        hours, minutes, alone, seconds = (int(group or 0) for group in found.groups())
        total: float = hours * 3600 + (minutes + alone) * 60 + seconds
    elif _WORDED_LENGTH.fullmatch(line):
        total = _worded_length(re.findall(_LENGTH_PART, line))
    else:
        return None
    return round(total) if 0 <= total <= _LONGEST else None


def _worded_length(parts: list[tuple[str, str]]) -> float:
    """Seconds, or -1 where a unit is unknown or not smaller than the one before."""
    total, before = 0.0, 3601
    for number, word in parts:
        unit = _LENGTH_UNITS.get(word, 0) if word else (60 if before > 3600 else before // 60)
        if not 0 < unit < before:
            return -1
        total += float(number.replace(",", ".")) * unit
        before = unit
    return total
