"""Dates and times as people type them in English, read against a given clock."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from callbook.domain.typed_rules import DAYS, SPANS, Clock
from callbook.domain.typed_words import END, HALVES, NEVER, OURS, PARTS, THEIRS, VERBS, any_of, folded
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


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Ours, and theirs where their zone is known."""

    ours: Clock
    theirs: Clock | None


_ENDS = rf"(?:{END}|(?= ?[-–]))"
_HOUR = r"\d{1,2}(?:[:.h][0-5]\d)?(?: ?[ap]\.?m\.?)?"
_TIME = (
    r"(?:(?!12 (?:noon|mid(?:day|night)))"
    rf"(?:(?P<before>{any_of(HALVES)})(?:,? ?@ ?|,? (?:at |around |about )?))?"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])\.?m\.?|(?P<clock> ?o'?clock))?"
    rf"(?: (?:in the|at) (?P<after>{any_of(HALVES)}))?{_ENDS}"
    rf"|(?:12 (?=noon|mid(?:day|night)))?(?P<part>{any_of(PARTS)}){_ENDS})"
)
_TIME_AFTER = re.compile(rf"(?:(?:, ?| )(?:(?:at|around|about|from|after|in the) )?|,? ?@ ?){_TIME}", re.ASCII)
_TIME_FIRST = re.compile(rf"(?P<at>at )?{_TIME}", re.ASCII)
_HALF_AFTER = re.compile(rf" (?:in the )?(?P<after>{any_of(HALVES)}){END}", re.ASCII)
_PLACE = re.compile(
    rf",? (?P<open>\()?(?:(?P<theirs>{any_of(THEIRS)})|{any_of(OURS)})"
    rf"(?(open)\)){END}(?! {any_of(VERBS)}{END})",
    re.ASCII,
)
# A dash between spaces begins the words beside a date, which may be a time too.
_UNTIL = re.compile(rf"(?:[-–]| (?:to|until|till) ){_HOUR}(?= )", re.ASCII)
_NEVER_SAID = re.compile(rf"{any_of(NEVER)}(?=[,;.!:]| [-–(]|\Z)")
_BESIDE = " ,;.!?:-–。、，；：！？"


def read_due(
    text: str, now: datetime, zone: ZoneInfo, day_first: bool = True, theirs: ZoneInfo | None = None
) -> Reading:
    """The due moment a text begins with, never one that is past; times are of `zone`.

    A time followed by "their time", "local time", "theirs" or "there" is of the zone `theirs`, and then so is
    the day beside it: "tomorrow 9:30 there" is of their tomorrow. After "our time", "my time", "ours" or "here"
    it is of `zone`, as it is by itself. Where `theirs` is not known such words of theirs stay in the rest, as do
    all of them beside a day without a time, which stays a day of ours.

    No string raises, and the time taken grows with its length alone. `now` is aware (ValueError).
    A day without a time is a day. A weekday is the next one after today; a month or day without a year
    that has passed is of the next year; a time alone that has passed is tomorrow's. Hours 1 to 6 without
    am, pm, a part of the day or a leading zero are of the afternoon, when offices are open. Midnight begins
    the day named beside it. A whole month or year means its first working day, and the end of one its last.
    Of a time that comes twice, when clocks go back, the first that is ahead is taken.
    """
    line = " ".join(text.split())
    lowered = folded(line)
    if never := _NEVER_SAID.match(lowered):
        return Reading(None, line[never.end() :].strip(_BESIDE), True, never=True)
    if not line:
        return Reading(None, "", True)
    clocks = _Clocks(Clock(now, zone, day_first), Clock(now, theirs, day_first) if theirs else None)
    due, end = _due_at_start(lowered, clocks)
    if due is None:
        return Reading(None, text, False)
    return Reading(due, line[end:].lstrip(_BESIDE), True)


def _due_at_start(line: str, clocks: _Clocks) -> tuple[Due | None, int]:
    for pattern, read in DAYS + SPANS:
        if found := pattern.match(line):
            at, end = _time_after(line, found.end())
            clock, end = _clock_said(line, end, clocks) if at else (None, end)
            return read(found, clock or clocks.ours, at), end
    return _due_from_time(line, clocks)


def _due_from_time(line: str, clocks: _Clocks) -> tuple[Due | None, int]:
    """A time that comes first, and the day after it: "9:30 their time on thu"."""
    found = _TIME_FIRST.match(line)
    if found is None:
        return None, 0
    clock, end = _clock_said(line, found.end(), clocks)
    # A number alone is no time of day: it may be anything, but not before "our time".
    if found["hour"] == found[0] and not line[:end].rstrip(")").endswith(" time"):
        return None, 0
    return _day_after(line, end, clocks, clock, found)


def _time_after(line: str, start: int) -> tuple[time | None, int]:
    found = _TIME_AFTER.match(line, start)
    at = _clock_time(found, found["after"]) if found else None
    return (at, found.end()) if found and at else (None, start)


def _clock_said(line: str, end: int, clocks: _Clocks) -> tuple[Clock | None, int]:
    """Whose clock is named after a time, and where that ends; after a second time, "9-10 there", it is left there."""
    until = _UNTIL.match(line, end)
    found = _PLACE.match(line, until.end() if until else end)
    if found is None:
        return None, end
    clock = clocks.theirs if found["theirs"] else clocks.ours
    return clock, (end if until or clock is None else found.end())


def _day_after(
    line: str, end: int, clocks: _Clocks, clock: Clock | None, first: re.Match[str]
) -> tuple[Due | None, int]:
    """The day said after a time, else the first day on which that time is still ahead."""
    start = end + len(line[end : end + 2]) - len(line[end : end + 2].lstrip(", "))
    for pattern, read in DAYS:
        if found := pattern.match(line, start):
            half = None if first["after"] else _HALF_AFTER.match(line, found.end())
            at, end = _clock_time(first, half["after"] if half else first["after"]), (half or found).end()
            if clock is None:
                clock, end = _clock_said(line, end, clocks)
            return (read(found, clock or clocks.ours, at) if at else None), end
    at, clock = _clock_time(first, first["after"]), clock or clocks.ours
    return (clock.first_ahead([clock.today, clock.today + timedelta(days=1)], at) if at else None), end


def _clock_time(found: re.Match[str], after: str | None) -> time | None:
    """The time of day of a match of `_TIME`; `after` is the part of the day said behind it."""
    if found["part"]:
        return PARTS[found["part"]]
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    part = HALVES.get(after or found["before"] or "")
    if found["half"]:
        return time(hour % 12 + 12 * (found["half"] == "p"), minute) if 1 <= hour <= 12 else None
    office = not part and hour <= 6 and not found["hour"].startswith("0")
    return time(hour + 12 if hour < 12 and (office or (part == "p" and hour)) else hour, minute)
