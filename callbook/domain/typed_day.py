"""A calendar day, and a time with it, as typed in figures or with an English month, past or to come."""

import re
from datetime import date, time, timedelta

from callbook.domain.typed_words import MONTHS, any_of, folded

YEARS = range(1900, 3000)
NAMED = {"today": 0, "yesterday": 1}
_FIGURES = re.compile(r"(\d{1,4})[ ./-]+(\d{1,2})(?:[ ./-]+(\d{4}|\d{1,2}))?\.?", re.ASCII)
_AT = re.compile(r"(?P<day>.*[ ,]|)(?P<hour>\d{1,2})(?P<colon>[:：]?)(?P<minute>\d{2})", re.ASCII)
_RUN = re.compile(r"\d{8}", re.ASCII)
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ./-]*(?P<month>{any_of(MONTHS)})(?:[ ./,-]+(?P<year>\d{{4}}|\d\d))?",
    re.ASCII,
)
_MONTH_DAY = re.compile(
    rf"(?P<month>{any_of(MONTHS)})[ .]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ,]+(?P<year>\d{{4}}|\d\d))?",
    re.ASCII,
)


def read_day(text: str, today: date, day_first: bool = True) -> date | None:
    """The day a text says, None where it says none: "23 10 2026", "23/10/26", "16112026", "2026-10-23", "23 Oct".

    No string raises. `day_first` says what 1/12 begins with; 13/2 and 2/13 can only be one. Without a year it is the
    latest such day up to `today`.
    """
    line = folded(" ".join(text.split()))
    if line in NAMED:
        return today - timedelta(days=NAMED[line])
    if _RUN.fullmatch(line):
        return _figures(line[:2], line[2:4], line[4:], today, day_first) or _day(line[:4], line[4:6], line[6:], today)
    if found := _FIGURES.fullmatch(line):
        return _figures(found[1], found[2], found[3] or "", today, day_first)
    if found := _DAY_MONTH.fullmatch(line) or _MONTH_DAY.fullmatch(line):
        return _day(found["year"] or "", str(MONTHS[found["month"]]), found["day"], today)
    return None


def read_day_and_time(text: str, today: date, day_first: bool = True) -> tuple[date | None, time | None]:
    """What a text says, None for what it does not: "23 10 2026 9:30", "9:30" and "23/10" say both, a time and a day.

    As `read_day` for the day; the time is of 24 hours and stands last, with a colon or as four figures after a day. A
    text with anything in it that cannot be read says nothing at all.
    """
    line = " ".join(text.split())
    day = read_day(line, today, day_first)
    found = _AT.fullmatch(line)
    if day is not None or found is None:
        return day, None
    at = _time(found["hour"], found["minute"])
    before = found["day"].rstrip(" ,")
    if at is None or not before:
        return None, at if found["colon"] else None
    day = read_day(before, today, day_first)
    return (None, None) if day is None else (day, at)


def _time(hour: str, minute: str) -> time | None:
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def _figures(first: str, second: str, third: str, today: date, day_first: bool) -> date | None:
    """Three figures with the year at either end, or two without one."""
    if len(first) > 2:
        return _day(first, second, third, today) if len(first) == 4 and third and len(third) <= 2 else None
    day, month = (first, second) if day_first else (second, first)
    if int(month) > 12:
        day, month = month, day
    return _day(third, month, day, today)


def _day(year: str, month: str, day: str, today: date) -> date | None:
    """The day of a year of four figures or two; without one the latest that is not to come."""
    if len(year) == 1 or len(year) == 3:
        return None
    if year:
        return _exists(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    # 29 February comes back after at most eight years.
    days = (_exists(today.year - back, int(month), int(day)) for back in range(9))
    return next((one for one in days if one is not None and one <= today), None)


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
