"""Calendars, read by two programs' readers and looked at byte for byte."""

import io
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Read

from callbook.domain.when import Due
from callbook.formats.calendar_out import Entry, spans, write_calendar

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
WINTER, SUMMER = datetime(2026, 12, 3, 14, 0, tzinfo=UTC), datetime(2027, 6, 3, 14, 0, tzinfo=UTC)


def entry(due: Due, zone: ZoneInfo = LONDON, **more: Any) -> Entry:
    usual: dict[str, Any] = {"uid": "0f" * 16, "title": "Meeting: Larch Bakery", "minutes": 45, "remind": 10}
    return Entry(due=due, zone=zone, day_alarm=time(8), **{**usual, **more})


def written(*entries: Entry) -> bytes:
    file = io.BytesIO()
    write_calendar(file, entries, spans((each.due, each.zone) for each in entries), NOW)
    return file.getvalue()


def lines(data: bytes) -> list[str]:
    """The content lines, unfolded."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_meeting_line_by_line() -> None:
    meeting = entry(WINTER, place="3 Mill Lane, Leeds; second floor", text="Dana\nbring, the offer", created_at=NOW)
    said = lines(written(meeting))
    assert said[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Callbook//Callbook//EN", "CALSCALE:GREGORIAN"]
    assert said[-2:] == ["END:VCALENDAR", ""]
    event = said[said.index("BEGIN:VEVENT") : said.index("END:VEVENT")]
    assert set(event) >= {
        "UID:" + "0f" * 16,
        "DTSTAMP:20261124T104100Z",
        "CREATED:20261124T104100Z",
        "SUMMARY:Meeting: Larch Bakery",
        "DTSTART;TZID=Europe/London:20261203T140000",
        "DTEND;TZID=Europe/London:20261203T144500",
        "LOCATION:3 Mill Lane\\, Leeds\\; second floor",
        "DESCRIPTION:Dana\\nbring\\, the offer",
        "TRIGGER:-PT10M",
        "ACTION:DISPLAY",
    }


def test_a_day_lasts_all_day_and_rings_in_its_morning() -> None:
    said = lines(written(entry(date(2026, 12, 31))))
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "TRIGGER:PT8H"} <= set(said)
    assert "BEGIN:VTIMEZONE" not in said  # no time, no zone


@pytest.mark.parametrize(
    "due, zone, start, offset",
    [
        (WINTER, LONDON, "20261203T140000", "+0000"),
        (SUMMER, LONDON, "20270603T150000", "+0100"),
        (WINTER, NEW_YORK, "20261203T090000", "-0500"),
        (SUMMER, NEW_YORK, "20270603T100000", "-0400"),
        (WINTER, ZoneInfo("Asia/Kathmandu"), "20261203T194500", "+0545"),
    ],
)
def test_a_time_is_that_of_its_zone_and_the_rules_are_there(
    due: datetime, zone: ZoneInfo, start: str, offset: str
) -> None:
    said = lines(written(entry(due, zone)))
    assert f"DTSTART;TZID={zone.key}:{start}" in said
    assert said.count("BEGIN:VTIMEZONE") == 1
    assert f"TZID:{zone.key}" in said
    assert f"TZOFFSETTO:{offset}" in said


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([LONDON, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Africa/Casablanca")]),
)
def test_the_rules_say_the_same_as_the_zone(moment: datetime, zone: ZoneInfo) -> None:
    moment = moment.replace(second=0, microsecond=0)
    local = moment.astimezone(zone)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():  # a wall clock does not tell which
        moment += timedelta(days=1)
    calendar = Read.from_ical(written(entry(moment, zone)))
    (rules,) = calendar.walk("VTIMEZONE")
    (event,) = calendar.walk("VEVENT")
    wall = event["DTSTART"].dt.replace(tzinfo=None)
    assert wall.replace(tzinfo=rules.to_tz(lookup_tzid=False)).astimezone(UTC) == moment


def test_changes_of_the_clock_that_follow_no_rule_are_all_there() -> None:
    """Morocco puts its clocks back for Ramadan: in 2027 from 7 February to 14 March."""
    said = lines(written(entry(datetime(2027, 2, 20, 9, 0, tzinfo=UTC), ZoneInfo("Africa/Casablanca"))))
    assert {"DTSTART:20270207T030000", "DTSTART:20270314T020000"} <= set(said)


def test_an_hour_when_the_clock_goes_back_lasts_as_long_as_any() -> None:
    said = lines(written(entry(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), minutes=120)))
    assert "DTSTART;TZID=Europe/London:20261025T013000" in said
    assert "DTEND;TZID=Europe/London:20261025T023000" in said


LONG = "Ein sehr langer Name für eine Bäckerei, 面包店 😀 " * 5


def test_lines_end_in_crlf_and_have_75_octets_at_most() -> None:
    data = written(entry(WINTER, title=LONG, text=LONG + "\n" + LONG, place=LONG), entry(date(2026, 12, 4)))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    for piece in data.split(b"\r\n"):
        piece.decode()  # no character is divided
    assert f"SUMMARY:{' '.join(LONG.split())}".replace(",", "\\,") in lines(data)


def test_vobject_reads_it() -> None:
    calendar: Any = vobject.readOne(
        written(entry(SUMMER, place="Mill Lane"), entry(date(2026, 12, 4), uid="b")).decode()
    )
    first, second = calendar.vevent_list
    assert (first.summary.value, first.location.value) == ("Meeting: Larch Bakery", "Mill Lane")
    assert first.dtstart.value.astimezone(UTC) == SUMMER
    assert first.dtend.value - first.dtstart.value == timedelta(minutes=45)
    assert first.valarm.trigger.value == timedelta(minutes=-10)
    assert (second.uid.value, second.dtstart.value) == ("b", date(2026, 12, 4))


def test_ics_reads_it() -> None:
    ics = pytest.importorskip("ics")
    calendar = ics.Calendar(written(entry(SUMMER, text="two\nlines, here"), entry(date(2026, 12, 4), uid="b")).decode())
    first, second = sorted(calendar.events, key=lambda event: event.uid)
    assert first.begin.astimezone(UTC) == SUMMER
    assert first.duration == timedelta(minutes=45)
    assert (first.name, first.description) == ("Meeting: Larch Bakery", "two\nlines, here")
    assert first.alarms[0].trigger == timedelta(minutes=-10)
    assert second.all_day


def test_the_same_entry_is_the_same_bytes() -> None:
    assert written(entry(WINTER)) == written(entry(WINTER))
    assert re.findall(rb"UID:(\w+)", written(entry(WINTER), entry(SUMMER, uid="c"))) == [b"0f" * 16, b"c"]
