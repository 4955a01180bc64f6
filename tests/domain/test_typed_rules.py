"""What each form of words means, against one clock: Thursday 19 November 2026, 10:00."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from callbook.domain.typed_date import read_due
from tests.domain.told import LONDON, NOW, told

DUE = [
    # spans
    ("+3d", "2026-11-22"),
    ("+ 3 d", "2026-11-22"),
    ("3d", "2026-11-22"),
    ("3 days", "2026-11-22"),
    ("in 3 days", "2026-11-22"),
    ("in three days", "2026-11-22"),
    ("in a day", "2026-11-20"),
    ("+2w", "2026-12-03"),
    ("in 2 weeks", "2026-12-03"),
    ("In Two Weeks", "2026-12-03"),
    ("a week from now", "2026-11-26"),
    ("2 wks", "2026-12-03"),
    ("+1m", "2026-12-19"),
    ("in 3 months", "2027-02-19"),
    ("1y", "2027-11-19"),
    ("+2wd", "2026-11-23"),
    ("in 5 working days", "2026-11-26"),
    ("3 business days", "2026-11-24"),
    ("+0d", "2026-11-19"),
    ("in 3 days at 9:30", "2026-11-22 09:30"),
    ("+2w 14:00", "2026-12-03 14:00"),
    ("in 2 hours", "2026-11-19 12:00"),
    ("2h", "2026-11-19 12:00"),
    ("in an hour", "2026-11-19 11:00"),
    ("in half an hour", "2026-11-19 10:30"),
    ("in 20 min", "2026-11-19 10:20"),
    ("20 minutes", "2026-11-19 10:20"),
    ("in 1h30", "2026-11-19 11:30"),
    ("in 1 hour 15 min", "2026-11-19 11:15"),
    ("+15h", "2026-11-20 01:00"),
    # named days
    ("today", "2026-11-19"),
    ("today 15:30", "2026-11-19 15:30"),
    ("TODAY 4pm", "2026-11-19 16:00"),
    ("tomorrow", "2026-11-20"),
    ("tomorrow 10", "2026-11-20 10:00"),
    ("tomorrow at 3", "2026-11-20 15:00"),
    ("tomorrow 03:00", "2026-11-20 03:00"),
    ("tmrw 9", "2026-11-20 09:00"),
    ("tomorrow morning", "2026-11-20 09:30"),
    ("tomorrow in the afternoon", "2026-11-20 14:30"),
    ("the day after tomorrow", "2026-11-21"),
    ("day after tomorrow 11", "2026-11-21 11:00"),
    # weekdays
    ("thu", "2026-11-26"),
    ("thursday", "2026-11-26"),
    ("thu 9:30", "2026-11-26 09:30"),
    ("thu 11:30", "2026-11-19 11:30"),
    ("this thu 11:30", "2026-11-19 11:30"),
    ("fri", "2026-11-20"),
    ("on Friday", "2026-11-20"),
    ("by fri.", "2026-11-20"),
    ("wed", "2026-11-25"),
    ("Weds. 9.45", "2026-11-25 09:45"),
    ("wed 9.10", "2026-11-25 09:10"),
    ("monday 9am", "2026-11-23 09:00"),
    ("mon, 9:30 a.m.", "2026-11-23 09:30"),
    ("mon 12am", "2026-11-23 00:00"),
    ("mon 12 pm", "2026-11-23 12:00"),
    ("mon @ 2", "2026-11-23 14:00"),
    ("mon 2 o'clock", "2026-11-23 14:00"),
    ("mon 9 o’clock", "2026-11-23 09:00"),
    ("mon around 10", "2026-11-23 10:00"),
    ("next thu", "2026-11-26"),
    ("next mon", "2026-11-23"),
    ("next fri 10", "2026-11-27 10:00"),
    ("next week fri", "2026-11-27"),
    ("fri next week", "2026-11-27"),
    # periods
    ("next week", "2026-11-23"),
    ("next week 9h30", "2026-11-23 09:30"),
    ("next month", "2026-12-01"),
    ("end of month", "2026-11-30"),
    ("the end of the month", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("end of the week", "2026-11-20"),
    ("end of next week", "2026-11-27"),
    ("march", "2027-03-01"),
    ("in March", "2027-03-01"),
    ("march 2028", "2028-03-01"),
    ("nov", "2027-11-01"),
    ("end of november", "2026-11-30"),
    ("end of january", "2027-01-29"),
    ("may", "2027-05-03"),
    ("march 10am", "2027-03-01 10:00"),
    # days of a month
    ("12 march", "2027-03-12"),
    ("12th of March", "2027-03-12"),
    ("12mar", "2027-03-12"),
    ("1. december", "2026-12-01"),
    ("march 12", "2027-03-12"),
    ("march 12 2027", "2027-03-12"),
    ("march 12th, 2028", "2028-03-12"),
    ("12 march 2028", "2028-03-12"),
    ("12 march 10", "2027-03-12 10:00"),
    ("19 november", "2026-11-19"),
    ("19 november 9:00", "2027-11-19 09:00"),
    ("18 nov", "2027-11-18"),
    ("29 feb", "2028-02-29"),
    ("fri 12 march", "2027-03-12"),
    ("friday, the 12th of march 14:15", "2027-03-12 14:15"),
    ("the 20th", "2026-11-20"),
    ("the 12th", "2026-12-12"),
    ("the 31st", "2026-12-31"),
    ("fri the 20th 9:30", "2026-11-20 09:30"),
    ("1/12", "2026-12-01"),
    ("13/2", "2027-02-13"),
    ("2/13", "2027-02-13"),
    ("1/12/2027", "2027-12-01"),
    ("1/12/27 9:30", "2027-12-01 09:30"),
    ("1-12-2026", "2026-12-01"),
    ("1.12.", "2026-12-01"),
    ("1.12", "2026-12-01"),
    ("1.12.2027", "2027-12-01"),
    ("1.12.27, 14 ", "2027-12-01 14:00"),
    ("tue 1.12.", "2026-12-01"),
    ("2026-12-01", "2026-12-01"),
    ("2026-12-01 14:00", "2026-12-01 14:00"),
    ("2026/12/1", "2026-12-01"),
    # times alone
    ("9:30", "2026-11-20 09:30"),
    ("10:00", "2026-11-20 10:00"),
    ("10:01", "2026-11-19 10:01"),
    ("at 11", "2026-11-19 11:00"),
    ("2pm", "2026-11-19 14:00"),
    ("2:30", "2026-11-19 14:30"),
    ("12.30", "2026-11-19 12:30"),
    ("noon", "2026-11-19 12:00"),
    ("morning", "2026-11-20 09:30"),
    ("10am tomorrow", "2026-11-20 10:00"),
    ("9:30 on thu", "2026-11-26 09:30"),
    ("noon, 12 march", "2027-03-12 12:00"),
    # as a Chinese keyboard types them
    ("＋３ｄ", "2026-11-22"),
    ("ＴＨＵ　９：３０", "2026-11-26 09:30"),
]


@pytest.mark.parametrize(("text", "expected"), DUE)
def test_due(text: str, expected: str) -> None:
    reading = read_due(text, NOW, LONDON)
    assert told(text) == expected
    assert (reading.understood, reading.never, reading.rest) == (True, False, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1/12", "2027-01-12"), ("13/2", "2027-02-13"), ("2/13", "2027-02-13"), ("12-1-2026", "2026-12-01")]
    + [("1.12.", "2026-12-01"), ("2026-12-01", "2026-12-01")],
)
def test_month_first(text: str, expected: str) -> None:
    assert told(text, day_first=False) == expected


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        # Saturday 31 October 2026: the last working day is past, and so is Friday.
        ("end of month", datetime(2026, 10, 31, 12, tzinfo=UTC), "2026-11-30"),
        ("end of week", datetime(2026, 10, 31, 12, tzinfo=UTC), "2026-11-06"),
        ("end of next month", datetime(2027, 1, 31, 12, tzinfo=UTC), "2027-02-26"),
        ("next month", datetime(2027, 1, 31, 12, tzinfo=UTC), "2027-02-01"),
        ("the 30th", datetime(2027, 1, 31, 12, tzinfo=UTC), "2027-03-30"),
        ("+1m", datetime(2027, 1, 31, 12, tzinfo=UTC), "2027-02-28"),
        # 1 March 2027 is a Monday; on that day March has not passed, on the next it has.
        ("march", datetime(2027, 3, 1, 12, tzinfo=UTC), "2027-03-01"),
        ("march", datetime(2027, 3, 2, 12, tzinfo=UTC), "2028-03-01"),
        # 1 August 2027 is a Sunday.
        ("august", NOW, "2027-08-02"),
        ("29 feb", datetime(2096, 3, 1, tzinfo=UTC), "2104-02-29"),
        # Seconds are not typed: to the minute begun.
        ("in 20 min", datetime(2026, 11, 19, 10, 0, 40, tzinfo=UTC), "2026-11-19 10:20"),
    ],
)
def test_edges_of_the_calendar(text: str, now: datetime, expected: str) -> None:
    assert told(text, now) == expected


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        # London jumps from 01:00 to 02:00 on 28 March 2027 and repeats 01:00 to 02:00 on 31 October 2027.
        ("Europe/London", "28 march 01:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/London", "31 october 01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("America/New_York", "14 march 2027 02:30", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        # It is 23:00 of the same Thursday in Auckland, 13 hours ahead, and 05:00 in New York.
        ("Pacific/Auckland", "tomorrow 9", datetime(2026, 11, 19, 20, tzinfo=UTC)),
        ("America/New_York", "9:30", datetime(2026, 11, 19, 14, 30, tzinfo=UTC)),
    ],
)
def test_times_are_of_the_zone(zone: str, text: str, expected: datetime) -> None:
    assert read_due(text, NOW, ZoneInfo(zone)).due == expected


def test_hours_are_elapsed_hours() -> None:
    before_the_jump = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert told("in 2 hours", before_the_jump) == "2027-03-28 03:30"


def test_today_is_where_we_are() -> None:
    late_in_london = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    assert told("today", late_in_london, ZoneInfo("Pacific/Auckland")) == "2026-11-20"
    assert told("today", late_in_london) == "2026-11-19"
