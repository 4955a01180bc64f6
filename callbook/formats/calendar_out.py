"""Dated steps for a calendar program: iCalendar (RFC 5545), each with its alarm, in the rules of its time zone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from callbook.domain.when import Due

_MAKER = "-//Callbook//Callbook//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """A step as a calendar shows it. `uid` is the same whenever the step is written, so that a calendar replaces it.

    A day lasts all day, and its alarm rings at `day_alarm` of that day; a minute lasts `minutes`, and its alarm rings
    `remind` minutes before. `zone` is where a calendar shall understand it.
    """

    uid: str
    title: str
    due: Due
    zone: ZoneInfo
    minutes: int
    remind: int
    day_alarm: time
    place: str = ""
    text: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A zone that entries are in, and the first and last day of which its rules are needed."""

    zone: ZoneInfo
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment at which a zone's clocks change, by the clock before; the first one says how they stand."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def turns(span: Span) -> Iterator[Turn]:
    """How the clocks of a zone stand on its first day, and each change of them until its last, however irregular.

    Written out one by one, as the time zone database knows them: Timezone.from_tzinfo of icalendar 7.3 leaves out some,
    such as those around Ramadan in Morocco.
    """
    # From the day before: in the east the first day begins then.
    at = datetime(span.first.year, span.first.month, span.first.day, tzinfo=UTC) - timedelta(days=1)
    end = datetime(span.last.year, span.last.month, span.last.day, tzinfo=UTC)
    yield turn_at(span.zone, at, at)
    while at < end:
        later = at + timedelta(days=1)
        if standing(span.zone, later) != standing(span.zone, at):
            yield turn_at(span.zone, at, changed_at(span.zone, at, later))
        at = later


def changed_at(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second, after one moment and up to another, at which a zone's clock does not stand as before."""
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if standing(zone, before + timedelta(seconds=middle)) == standing(zone, before):
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def turn_at(zone: ZoneInfo, earlier: datetime, at: datetime) -> Turn:
    before, (after, name, summer) = standing(zone, earlier)[0], standing(zone, at)
    return Turn((at + before).replace(tzinfo=None), before, after, name, summer)


def standing(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    """How far a zone's clock is from UTC, what that is called, and whether it is summer time."""
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or zone.key, bool(local.dst())


def spans(dues: Iterable[tuple[Due, ZoneInfo]]) -> tuple[Span, ...]:
    """The zones of timed entries, each with whole years around all of them; a day needs no zone."""
    found: dict[str, Span] = {}
    for due, zone in dues:
        if isinstance(due, datetime):
            day = due.astimezone(zone).date()
            known = found.get(zone.key, Span(zone, day, day))
            found[zone.key] = Span(zone, min(known.first, day), max(known.last, day))
    return tuple(Span(s.zone, date(s.first.year, 1, 1), date(s.last.year + 2, 1, 1)) for s in found.values())


def write_calendar(file: BinaryIO, entries: Iterable[Entry], zones: Sequence[Span], now: datetime) -> None:
    """Write a calendar; `zones` are those of its entries (see `spans`), `now` (aware) is when it was made."""
    frame = _frame(zones)
    end = frame.rindex(b"END:VCALENDAR")
    file.write(frame[:end])
    for entry in entries:
        file.write(_event(entry, now))
    file.write(frame[end:])


def _frame(zones: Sequence[Span]) -> bytes:
    """A calendar without entries."""
    from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard

    made = Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for span in zones:
        zone = Timezone()
        zone.add("tzid", span.zone.key)
        for turn in turns(span):
            rule = TimezoneDaylight() if turn.summer else TimezoneStandard()
            rule.add("dtstart", turn.wall)
            rule.add("tzoffsetfrom", turn.before)
            rule.add("tzoffsetto", turn.after)
            rule.add("tzname", turn.name)
            zone.add_component(rule)
        made.add_component(zone)
    return bytes(made.to_ical())


def _event(entry: Entry, now: datetime) -> bytes:
    from icalendar import Alarm, Event

    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", now.astimezone(UTC))
    if entry.created_at is not None:
        made.add("created", entry.created_at.astimezone(UTC))
    made.add("summary", _one_line(entry.title))
    for name, when in _times(entry):
        made.add(name, when)
    for name, words in (("location", _one_line(entry.place)), ("description", entry.text)):
        if words:
            made.add(name, words)
    made.add("transp", "OPAQUE" if isinstance(entry.due, datetime) else "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _one_line(entry.title))
    alarm.add("trigger", _alarm_after(entry))
    made.add_component(alarm)
    return bytes(made.to_ical())


def _times(entry: Entry) -> Iterator[tuple[str, date]]:
    if isinstance(entry.due, datetime):
        start = entry.due.astimezone(entry.zone)
        yield "dtstart", start
        # Counted in UTC: the clock may be put back meanwhile.
        yield "dtend", (entry.due + timedelta(minutes=entry.minutes)).astimezone(entry.zone)
    else:
        yield "dtstart", entry.due
        yield "dtend", entry.due + timedelta(days=1)


def _alarm_after(entry: Entry) -> timedelta:
    """When the alarm rings, counted from the start."""
    if isinstance(entry.due, datetime):
        return -timedelta(minutes=entry.remind)
    return timedelta(hours=entry.day_alarm.hour, minutes=entry.day_alarm.minute)


def _one_line(text: str) -> str:
    return " ".join(text.split())
