"""Dates and times as people type them in English, read against a given clock."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from callbook.domain.typed_rules import DAYS, SPANS, Clock
from callbook.domain.typed_words import END, NEVER, PARTS, any_of, folded
from callbook.domain.when import Due


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


_TIME = (
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])\.?m\.?|(?P<clock> ?o'?clock))?"
    rf"|(?P<part>{any_of(PARTS)}))(?:{END}|(?= ?[-–]))"
)
_TIME_AFTER = re.compile(rf"(?:,? (?:(?:at|around|about|from|after|in the) )?|,? ?@ ?){_TIME}", re.ASCII)
_TIME_FIRST = re.compile(rf"(?P<at>at )?{_TIME}", re.ASCII)
_NEVER_SAID = re.compile(rf"{any_of(NEVER)}(?=[,;.!:]|\Z)")
_BESIDE = " ,;.!?:-–。、，；：！？"


def read_due(text: str, now: datetime, zone: ZoneInfo, day_first: bool = True) -> Reading:
    """The due moment a text begins with, never one that is past; times are of `zone`.

    No string raises, and the time taken grows with its length alone. `now` is aware (ValueError).
    A day without a time is a day. A weekday is the next one after today; a month or day without a year
    that has passed is of the next year; a time alone that has passed is tomorrow's. Hours 1 to 6 without
    am, pm or a leading zero are of the afternoon, when offices are open. A whole month means its first
    working day, and the end of one its last. Of a time that comes twice, when clocks go back, the first
    that is ahead is taken.
    """
    line = " ".join(text.split())
    lowered = folded(line)
    if never := _NEVER_SAID.match(lowered):
        return Reading(None, line[never.end() :].strip(_BESIDE), True, never=True)
    if not line:
        return Reading(None, "", True)
    due, end = _due_at_start(lowered, Clock(now, zone, day_first))
    if due is None:
        return Reading(None, text, False)
    return Reading(due, line[end:].lstrip(_BESIDE), True)


def _due_at_start(line: str, clock: Clock) -> tuple[Due | None, int]:
    for pattern, read in DAYS + SPANS:
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


def _day_after(line: str, end: int, clock: Clock, at: time) -> tuple[Due | None, int]:
    """The day said after a time, else the first day on which that time is still ahead."""
    start = end + len(line[end : end + 2]) - len(line[end : end + 2].lstrip(", "))
    for pattern, read in DAYS:
        if found := pattern.match(line, start):
            return read(found, clock, at), found.end()
    return clock.first_ahead([clock.today, clock.today + timedelta(days=1)], at), end


def _clock_time(found: re.Match[str]) -> time | None:
    if found["part"]:
        return PARTS[found["part"]]
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        return time(hour % 12 + 12 * (found["half"] == "p"), minute) if 1 <= hour <= 12 else None
    if 1 <= hour <= 6 and not found["hour"].startswith("0"):
        hour += 12
    return time(hour, minute) if hour < 24 else None
