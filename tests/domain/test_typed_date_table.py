"""Typed dates against clocks, as the calendar has them: each value was found by hand in a printed calendar.

A block is one clock at one place. A row is what is typed, what it means and what is kept of it as words: a day
("2026-11-26"), a minute with the offset of our zone ("2026-11-26 09:30+00:00"), "never", or "?" where no date is read.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.typed_date import Reading, read_due
from callbook.domain.when import local_day
from callbook.ui.texts import due_typed


@dataclass(frozen=True, slots=True)
class Block:
    """Rows read at one moment in one place; `theirs` is the zone of the person called, where it is known."""

    about: str
    zone: str
    clock: str
    rows: tuple[tuple[str, str, str], ...]
    day_first: bool = True
    theirs: str | None = None


LONDON, NEW_YORK, LORD_HOWE, KOLKATA = "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"
TUESDAY = "2026-11-24 10:41+00:00"

USUAL = (
    Block("spans of days, weeks and months", LONDON, TUESDAY, (
        ("+3d", "2026-11-27", ""),
        ("+ 3 d", "2026-11-27", ""),
        ("3 Days", "2026-11-27", ""),
        ("IN THREE DAYS", "2026-11-27", ""),
        ("in 3 days time, with prices", "2026-11-27", "with prices"),
        ("+0d", "2026-11-24", ""),
        ("in a day", "2026-11-25", ""),
        ("+1w", "2026-12-01", ""),
        ("a week from now", "2026-12-01", ""),
        ("in 2 weeks", "2026-12-08", ""),
        ("2 wks", "2026-12-08", ""),
        ("in two weeks' time", "2026-12-08", ""),
        ("in two weeks’ time 9:30", "2026-12-08 09:30+00:00", ""),
        ("in a fortnight", "2026-12-08", ""),
        ("in a couple of weeks", "2026-12-08", ""),
        ("+2w 14:00 bring the offer", "2026-12-08 14:00+00:00", "bring the offer"),
        ("+1m", "2026-12-24", ""),
        ("in 3 months", "2027-02-24", ""),
        ("2y", "2028-11-24", ""),
        ("in 3 days at 9:30", "2026-11-27 09:30+00:00", ""),
        ("+3d call Ann", "2026-11-27", "call Ann"),
        ("3 days ago", "?", "3 days ago"),
        ("in 999 years", "?", "in 999 years"),
    )),
    Block("working days pass over the weekend of the 28th", LONDON, TUESDAY, (
        ("in 3 working days", "2026-11-27", ""),
        ("+4wd", "2026-11-30", ""),
        ("4 workdays", "2026-11-30", ""),
        ("In Ten Business Days", "2026-12-08", ""),
        ("in 4 working days 9:30", "2026-11-30 09:30+00:00", ""),
    )),
    Block("spans of hours and minutes are elapsed time", LONDON, TUESDAY, (
        ("in 2 hours", "2026-11-24 12:41+00:00", ""),
        ("2h", "2026-11-24 12:41+00:00", ""),
        ("in an hour", "2026-11-24 11:41+00:00", ""),
        ("half an hour", "2026-11-24 11:11+00:00", ""),
        ("+90min", "2026-11-24 12:11+00:00", ""),
        ("in 1h30", "2026-11-24 12:11+00:00", ""),
        ("in 1 hour 30 minutes, her mobile", "2026-11-24 12:11+00:00", "her mobile"),
        ("in 14 hours", "2026-11-25 00:41+00:00", ""),
        ("in 0 min", "?", "in 0 min"),
        ("in 2 hours at 9", "?", "in 2 hours at 9"),
    )),
    Block("today and tomorrow; what has passed today is not read", LONDON, TUESDAY, (
        ("today", "2026-11-24", ""),
        ("today 15:30", "2026-11-24 15:30+00:00", ""),
        ("TODAY 4PM", "2026-11-24 16:00+00:00", ""),
        ("today 10:42", "2026-11-24 10:42+00:00", ""),
        ("today 10:41", "?", "today 10:41"),
        ("today 9:30", "?", "today 9:30"),
        ("tomorrow", "2026-11-25", ""),
        ("  Tomorrow   10  ", "2026-11-25 10:00+00:00", ""),
        ("tomorrow at 3", "2026-11-25 15:00+00:00", ""),
        ("tmrw 03:00", "2026-11-25 03:00+00:00", ""),
        ("tomorrow 6", "2026-11-25 18:00+00:00", ""),
        ("tomorrow 7", "2026-11-25 07:00+00:00", ""),
        ("tomorrow 24", "2026-11-25", "24"),
        ("tomorrow - bring the folder", "2026-11-25", "bring the folder"),
        ("day after tomorrow", "2026-11-26", ""),
        ("the day after tomorrow, noon", "2026-11-26 12:00+00:00", ""),
    )),
    Block("parts of the day, alone and beside an hour", LONDON, TUESDAY, (
        ("tomorrow morning", "2026-11-25 09:30+00:00", ""),
        ("tomorrow in the afternoon", "2026-11-25 14:30+00:00", ""),
        ("tomorrow morning at 8", "2026-11-25 08:00+00:00", ""),
        ("tomorrow morning at 6", "2026-11-25 06:00+00:00", ""),
        ("tomorrow afternoon at 3", "2026-11-25 15:00+00:00", ""),
        ("tomorrow morning 25 samples", "2026-11-25 09:30+00:00", "25 samples"),
        ("Thu evening 7:15", "2026-11-26 19:15+00:00", ""),
        ("tomorrow 8:30 in the evening", "2026-11-25 20:30+00:00", ""),
        ("10:30 tomorrow morning", "2026-11-25 10:30+00:00", ""),
        ("8:00 tomorrow evening", "2026-11-25 20:00+00:00", ""),
        ("this afternoon", "2026-11-24 14:30+00:00", ""),
        ("this afternoon at 4", "2026-11-24 16:00+00:00", ""),
        ("this morning", "?", "this morning"),
        ("tonight", "2026-11-24 18:00+00:00", ""),
        ("tonight 8:30", "2026-11-24 20:30+00:00", ""),
        ("8:30 tonight", "2026-11-24 20:30+00:00", ""),
        ("tonight at 12", "2026-11-25 00:00+00:00", ""),
    )),
    Block("noon, midnight, am and pm", LONDON, TUESDAY, (
        ("noon", "2026-11-24 12:00+00:00", ""),
        ("midday thu", "2026-11-26 12:00+00:00", ""),
        ("12 noon, thu", "2026-11-26 12:00+00:00", ""),
        ("midnight", "2026-11-25 00:00+00:00", ""),
        ("today midnight", "?", "today midnight"),
        ("thu midnight", "2026-11-26 00:00+00:00", ""),
        ("thu 12 midnight", "2026-11-26 00:00+00:00", ""),
        ("thu 12am", "2026-11-26 00:00+00:00", ""),
        ("thu 12pm", "2026-11-26 12:00+00:00", ""),
        ("thu 12:30 A.M.", "2026-11-26 00:30+00:00", ""),
        ("thu 12:30 p.m. at the gate", "2026-11-26 12:30+00:00", "at the gate"),
        ("thu 9 Am", "2026-11-26 09:00+00:00", ""),
        ("thu 4am", "2026-11-26 04:00+00:00", ""),
        ("thu 0:15", "2026-11-26 00:15+00:00", ""),
        ("thu 13pm", "2026-11-26", "13pm"),
        ("thu 0am", "2026-11-26", "0am"),
    )),
    Block("weekdays: the next after today, and today only with a time ahead", LONDON, TUESDAY, (
        ("tue", "2026-12-01", ""),
        ("tue 9:30", "2026-12-01 09:30+00:00", ""),
        ("tue 10:41", "2026-12-01 10:41+00:00", ""),
        ("tue 11", "2026-11-24 11:00+00:00", ""),
        ("wed", "2026-11-25", ""),
        ("THURS", "2026-11-26", ""),
        ("Thur. 9.45", "2026-11-26 09:45+00:00", ""),
        ("on friday", "2026-11-27", ""),
        ("by fri 5pm", "2026-11-27 17:00+00:00", ""),
        ("sat", "2026-11-28", ""),
        ("Sunday", "2026-11-29", ""),
        ("mon", "2026-11-30", ""),
        ("this fri", "2026-11-27", ""),
        ("next tue", "2026-12-01", ""),
        ("next fri", "2026-12-04", ""),
        ("fri next week", "2026-12-04", ""),
        ("next week, on fri 10", "2026-12-04 10:00+00:00", ""),
        ("thu week", "2026-12-03", ""),
        ("tue week 9:30", "2026-12-08 09:30+00:00", ""),
        ("a week on friday", "2026-12-04", ""),
        ("a week tomorrow", "2026-12-02", ""),
        ("last thu", "?", "last thu"),
    )),
    Block("a time after a day, and the words after it", LONDON, TUESDAY, (
        ("thu 9:30", "2026-11-26 09:30+00:00", ""),
        ("thu 9:30 ask for Sam", "2026-11-26 09:30+00:00", "ask for Sam"),
        ("thu\t9:30 ,  ask   for Sam", "2026-11-26 09:30+00:00", "ask for Sam"),
        ("thu,9:30", "2026-11-26 09:30+00:00", ""),
        ("thu @ 2", "2026-11-26 14:00+00:00", ""),
        ("thu around 10", "2026-11-26 10:00+00:00", ""),
        ("thu 9h30", "2026-11-26 09:30+00:00", ""),
        ("thu 9 o'clock", "2026-11-26 09:00+00:00", ""),
        ("thu 9:30-10:00", "2026-11-26 09:30+00:00", "10:00"),
        ("thu ask for Sam at 9:30", "2026-11-26", "ask for Sam at 9:30"),
        ("thu 930", "2026-11-26", "930"),
        ("thu 25:10", "2026-11-26", "25:10"),
        ("thu: Sam", "2026-11-26", "Sam"),
        ("ask for Sam thu", "?", "ask for Sam thu"),
    )),
    Block("a time alone is today's, or tomorrow's once it has passed", LONDON, TUESDAY, (
        ("9:30", "2026-11-25 09:30+00:00", ""),
        ("10:41", "2026-11-25 10:41+00:00", ""),
        ("10:42", "2026-11-24 10:42+00:00", ""),
        ("at 11", "2026-11-24 11:00+00:00", ""),
        ("2pm", "2026-11-24 14:00+00:00", ""),
        ("2:30 Sam again", "2026-11-24 14:30+00:00", "Sam again"),
        ("12.30", "2026-11-24 12:30+00:00", ""),
        ("9:30 on thu", "2026-11-26 09:30+00:00", ""),
        ("10am, 12 march", "2027-03-12 10:00+00:00", ""),
        ("9", "?", "9"),
        ("9 people", "?", "9 people"),
        ("25:00", "?", "25:00"),
    )),
    Block("weeks, months and years, by their first and last working days", LONDON, TUESDAY, (
        ("next week", "2026-11-30", ""),
        ("early next week", "2026-11-30", ""),
        ("next month", "2026-12-01", ""),
        ("beginning of next month 9:30", "2026-12-01 09:30+00:00", ""),
        ("next year", "2027-01-01", ""),
        ("end of week", "2026-11-27", ""),
        ("end of next week", "2026-12-04", ""),
        ("end of month", "2026-11-30", ""),
        ("the End of the Month", "2026-11-30", ""),
        ("end of next month", "2026-12-31", ""),
        ("end of the year", "2026-12-31", ""),
        ("end of next year", "2027-12-31", ""),
        ("december", "2026-12-01", ""),
        ("december this year", "2026-12-01", ""),
        ("november", "2027-11-01", ""),
        ("Jan", "2027-01-01", ""),
        ("in march", "2027-03-01", ""),
        ("march next year", "2027-03-01", ""),
        ("late march", "2027-03-31", ""),
        ("may", "2027-05-03", ""),  # the 1st is a Saturday
        ("march 2028", "2028-03-01", ""),
        ("march, after the fair", "2027-03-01", "after the fair"),
        ("march 2026", "?", "march 2026"),
        ("may be next week", "?", "may be next week"),
    )),
    Block("days of a month in words", LONDON, TUESDAY, (
        ("12 march", "2027-03-12", ""),
        ("12MAR", "2027-03-12", ""),
        ("march 12", "2027-03-12", ""),
        ("12th of March next year", "2027-03-12", ""),
        ("March 12th, 2028 at 10", "2028-03-12 10:00+00:00", ""),
        ("fri 12 march 14:15 the fair", "2027-03-12 14:15+00:00", "the fair"),
        ("thu 12 march", "?", "thu 12 march"),
        ("24 nov", "2026-11-24", ""),
        ("24 nov 10:00", "2027-11-24 10:00+00:00", ""),
        ("23 nov", "2027-11-23", ""),
        ("Thu 26 Nov 09:30 · 04:30 there", "2026-11-26 09:30+00:00", "· 04:30 there"),
        ("the 30th", "2026-11-30", ""),
        ("20th", "2026-12-20", ""),
        ("the 31st", "2026-12-31", ""),
        ("the 5th of next month", "2026-12-05", ""),
        ("the 30th of this month", "2026-11-30", ""),
        ("the 5th of this month", "?", "the 5th of this month"),
        ("the 32nd", "?", "the 32nd"),
        ("29 feb", "2028-02-29", ""),
        ("29 feb 2027", "?", "29 feb 2027"),
        ("30 feb", "?", "30 feb"),
    )),
    Block("dates in figures, the day first", LONDON, TUESDAY, (
        ("1/12", "2026-12-01", ""),
        ("12/1", "2027-01-12", ""),
        ("13/2", "2027-02-13", ""),
        ("2/13", "2027-02-13", ""),
        ("1/12/27", "2027-12-01", ""),
        ("1/12/2027 9:30 Sam", "2027-12-01 09:30+00:00", "Sam"),
        ("31/12", "2026-12-31", ""),
        ("12/31", "2026-12-31", ""),
        ("1-12-2026", "2026-12-01", ""),
        ("1.12.", "2026-12-01", ""),
        ("1.12.27 14", "2027-12-01 14:00+00:00", ""),
        ("tue 1/12", "2026-12-01", ""),
        ("mon 1/12", "?", "mon 1/12"),
        ("31/11", "?", "31/11"),
        ("2026-12-01", "2026-12-01", ""),
        ("2026-12-01 14:00", "2026-12-01 14:00+00:00", ""),
        ("2026/12/1", "2026-12-01", ""),
        ("2026-11-23", "?", "2026-11-23"),
        ("2026-13-01", "?", "2026-13-01"),
    )),
    Block("dates in figures, the month first", NEW_YORK, "2026-11-24 10:41-05:00", (
        ("1/12", "2027-01-12", ""),
        ("12/1", "2026-12-01", ""),
        ("13/2", "2027-02-13", ""),
        ("2/13", "2027-02-13", ""),
        ("12/1/26 2pm", "2026-12-01 14:00-05:00", ""),
        ("12-1-2026", "2026-12-01", ""),
        ("1.12.", "2026-12-01", ""),  # with points the day always comes first
        ("2026-12-01", "2026-12-01", ""),
        ("7/4 9:30", "2027-07-04 09:30-04:00", ""),
    ), day_first=False),
    Block("never", LONDON, TUESDAY, (
        ("never", "never", ""),
        ("  NEVER ", "never", ""),
        ("Never.", "never", ""),
        ("never again", "never", ""),
        ("Never, asked us to stop", "never", "asked us to stop"),
        ("never - they moved", "never", "they moved"),
        ("none", "never", ""),
        ("no", "never", ""),
        ("-", "never", ""),
        ("nothing (closed down)", "never", "(closed down)"),
        ("no thanks", "?", "no thanks"),
        ("no-one there", "?", "no-one there"),
        ("never mind", "?", "never mind"),
    )),
)  # fmt: skip

ENDS = (
    Block("the afternoon of the last day of a year, a Thursday", LONDON, "2026-12-31 16:30+00:00", (
        ("today", "2026-12-31", ""),
        ("tomorrow", "2027-01-01", ""),
        ("tomorrow 10", "2027-01-01 10:00+00:00", ""),
        ("thu", "2027-01-07", ""),
        ("thu 17:00", "2026-12-31 17:00+00:00", ""),
        ("thu 9:30", "2027-01-07 09:30+00:00", ""),
        ("31/12", "2026-12-31", ""),
        ("31/12 9:00", "2027-12-31 09:00+00:00", ""),
        ("1/1", "2027-01-01", ""),
        ("30 dec", "2027-12-30", ""),
        ("next week", "2027-01-04", ""),
        ("next month", "2027-01-01", ""),
        ("next year", "2027-01-01", ""),
        ("end of month", "2026-12-31", ""),
        ("end of the year", "2026-12-31", ""),
        ("end of next month", "2027-01-29", ""),
        ("in 2 working days", "2027-01-04", ""),
        ("in 2 months", "2027-02-28", ""),
        ("the 31st", "2026-12-31", ""),
        ("the 30th", "2027-01-30", ""),
        ("december", "2027-12-01", ""),
        ("in 8 hours", "2027-01-01 00:30+00:00", ""),
        ("1 january 9:30 wish them well", "2027-01-01 09:30+00:00", "wish them well"),
    )),
    Block("five minutes into the new year, a Friday", LONDON, "2027-01-01 00:05+00:00", (
        ("today", "2027-01-01", ""),
        ("9:30", "2027-01-01 09:30+00:00", ""),
        ("fri", "2027-01-08", ""),
        ("31 dec", "2027-12-31", ""),
        ("1 jan", "2027-01-01", ""),
        ("1 jan 00:00", "2028-01-01 00:00+00:00", ""),
        ("end of year", "2027-12-31", ""),
        ("next month", "2027-02-01", ""),
    )),
    Block("a Sunday that ends a month of 31 days", LONDON, "2027-01-31 12:00+00:00", (
        ("in a month", "2027-02-28", ""),
        ("end of month", "2027-02-26", ""),  # Friday the 29th has passed
        ("next month", "2027-02-01", ""),
        ("the 30th", "2027-03-30", ""),
        ("+1wd", "2027-02-01", ""),
        ("tomorrow", "2027-02-01", ""),
    )),
    Block("the day before a leap day", LONDON, "2028-02-28 09:00+00:00", (
        ("tomorrow", "2028-02-29", ""),
        ("29/2", "2028-02-29", ""),
        ("the 29th 10:00", "2028-02-29 10:00+00:00", ""),
        ("end of month", "2028-02-29", ""),
        ("the 30th", "2028-03-30", ""),
        ("in 2 days", "2028-03-01", ""),
        ("29/2/2029", "?", "29/2/2029"),
    )),
    Block("a leap day at noon", LONDON, "2028-02-29 12:00+00:00", (
        ("29 feb", "2028-02-29", ""),
        ("29 feb 9:00", "2032-02-29 09:00+00:00", ""),
        ("28 feb", "2029-02-28", ""),
        ("in a month", "2028-03-29", ""),
        ("in a year", "2029-02-28", ""),
        ("in 4 years", "2032-02-29", ""),
    )),
    Block("a summer's new year in the south", LORD_HOWE, "2027-12-31 23:30+11:00", (
        ("tomorrow", "2028-01-01", ""),
        ("in an hour", "2028-01-01 00:30+11:00", ""),
        ("1/1 9:30", "2028-01-01 09:30+11:00", ""),
        ("29/2", "2028-02-29", ""),
        ("1 july 9:30", "2028-07-01 09:30+10:30", ""),
    )),
)  # fmt: skip

CHANGES = (
    Block("London skips 01:00 to 02:00 on 28 March", LONDON, "2027-03-27 22:00+00:00", (
        ("tomorrow", "2027-03-28", ""),
        ("tomorrow 00:30", "2027-03-28 00:30+00:00", ""),
        ("tomorrow 01:30", "2027-03-28 02:30+01:00", ""),
        ("tomorrow 02:30", "2027-03-28 02:30+01:00", ""),
        ("sun 9:30", "2027-03-28 09:30+01:00", ""),
        ("in 3 hours", "2027-03-28 02:00+01:00", ""),
        ("in 24 hours", "2027-03-28 23:00+01:00", ""),
        ("in a day at 10pm", "2027-03-28 22:00+01:00", ""),
    )),
    Block("London repeats 01:00 to 02:00 on 31 October", LONDON, "2027-10-30 22:00+01:00", (
        ("tomorrow 00:30", "2027-10-31 00:30+01:00", ""),
        ("tomorrow 01:30", "2027-10-31 01:30+01:00", ""),
        ("tomorrow 02:00", "2027-10-31 02:00+00:00", ""),
        ("in 3 hours", "2027-10-31 01:00+01:00", ""),
        ("in 4 hours", "2027-10-31 01:00+00:00", ""),
        ("sun 9:30", "2027-10-31 09:30+00:00", ""),
    )),
    Block("within the hour that comes twice in London", LONDON, "2027-10-31 01:40+01:00", (
        ("01:30", "2027-10-31 01:30+00:00", ""),
        ("today 01:40", "2027-10-31 01:40+00:00", ""),
        ("01:50", "2027-10-31 01:50+01:00", ""),
        ("in 20 min", "2027-10-31 01:00+00:00", ""),
    )),
    Block("within that hour, the second time", LONDON, "2027-10-31 01:40+00:00", (
        ("01:30", "2027-11-01 01:30+00:00", ""),
        ("today 01:30", "?", "today 01:30"),
        ("01:50", "2027-10-31 01:50+00:00", ""),
    )),
    Block("New York skips 02:00 to 03:00 on 14 March", NEW_YORK, "2027-03-13 18:00-05:00", (
        ("tomorrow 01:30", "2027-03-14 01:30-05:00", ""),
        ("tomorrow 02:30", "2027-03-14 03:30-04:00", ""),
        ("3/14 2:30am", "2027-03-14 03:30-04:00", ""),
        ("tomorrow 2:30", "2027-03-14 14:30-04:00", ""),
        ("in 8 hours", "2027-03-14 03:00-04:00", ""),
        ("sun 9am", "2027-03-14 09:00-04:00", ""),
    ), day_first=False),
    Block("New York repeats 01:00 to 02:00 on 7 November", NEW_YORK, "2027-11-06 18:00-04:00", (
        ("tomorrow 1am", "2027-11-07 01:00-04:00", ""),
        ("tomorrow 01:30", "2027-11-07 01:30-04:00", ""),
        ("tomorrow 02:00", "2027-11-07 02:00-05:00", ""),
        ("in 7 hours", "2027-11-07 01:00-04:00", ""),
        ("in 8 hours", "2027-11-07 01:00-05:00", ""),
        ("mon 9:30", "2027-11-08 09:30-05:00", ""),
    ), day_first=False),
    Block("within the hour that comes twice in New York", NEW_YORK, "2027-11-07 01:30-04:00", (
        ("01:15", "2027-11-07 01:15-05:00", ""),
        ("01:30", "2027-11-07 01:30-05:00", ""),
        ("01:45", "2027-11-07 01:45-04:00", ""),
    ), day_first=False),
    Block("Lord Howe skips half an hour after 02:00 on 3 October", LORD_HOWE, "2027-10-02 20:00+10:30", (
        ("tomorrow 01:45", "2027-10-03 01:45+10:30", ""),
        ("tomorrow 02:15", "2027-10-03 02:45+11:00", ""),
        ("tomorrow 02:30", "2027-10-03 02:30+11:00", ""),
        ("in 6 hours", "2027-10-03 02:30+11:00", ""),
        ("sun 9:30", "2027-10-03 09:30+11:00", ""),
    )),
    Block("Lord Howe repeats 01:30 to 02:00 on 4 April", LORD_HOWE, "2027-04-03 20:00+11:00", (
        ("tomorrow 01:15", "2027-04-04 01:15+11:00", ""),
        ("tomorrow 01:45", "2027-04-04 01:45+11:00", ""),
        ("tomorrow 02:00", "2027-04-04 02:00+10:30", ""),
        ("in 6 hours", "2027-04-04 01:30+10:30", ""),
        ("sun 9:30", "2027-04-04 09:30+10:30", ""),
    )),
    Block("within the half hour that comes twice on Lord Howe", LORD_HOWE, "2027-04-04 01:50+11:00", (
        ("01:45", "2027-04-04 01:45+10:30", ""),
        ("01:55", "2027-04-04 01:55+11:00", ""),
    )),
)  # fmt: skip

THEIRS = (
    Block("Tuesday 10:41 in London is 05:41 in New York", LONDON, TUESDAY, (
        ("thu 9:30", "2026-11-26 09:30+00:00", ""),
        ("thu 9:30 their time", "2026-11-26 14:30+00:00", ""),
        ("thu 9:30 theirs", "2026-11-26 14:30+00:00", ""),
        ("thu 9:30 there", "2026-11-26 14:30+00:00", ""),
        ("thu 9:30 local time", "2026-11-26 14:30+00:00", ""),
        ("thu 9:30am (their time)", "2026-11-26 14:30+00:00", ""),
        ("THU 9:30  THEIR   TIME Ask for Sam", "2026-11-26 14:30+00:00", "Ask for Sam"),
        ("thu 9:30, there, ask for Sam", "2026-11-26 14:30+00:00", "ask for Sam"),
        ("thu 9:30 our time", "2026-11-26 09:30+00:00", ""),
        ("thu 9:30 my time, ask for Sam", "2026-11-26 09:30+00:00", "ask for Sam"),
        ("thu 9:30 here", "2026-11-26 09:30+00:00", ""),
        ("thu 9:30 there will be two of them", "2026-11-26 09:30+00:00", "there will be two of them"),
        ("thu 9:30 in their office", "2026-11-26 09:30+00:00", "in their office"),
        ("thu 9:30-10:00 their time", "2026-11-26 14:30+00:00", "10:00 their time"),
        ("thu 14:30 - 10:00 their time", "2026-11-26 14:30+00:00", "10:00 their time"),
        ("thu 9:30 to 10 there", "2026-11-26 14:30+00:00", "to 10 there"),
        ("9:30 their time", "2026-11-24 14:30+00:00", ""),
        ("9:30 here", "2026-11-25 09:30+00:00", ""),
        ("9:30 their time on thu", "2026-11-26 14:30+00:00", ""),
        ("9:30 on thu, their time", "2026-11-26 14:30+00:00", ""),
        ("9am there, tomorrow", "2026-11-25 14:00+00:00", ""),
        ("9 their time", "2026-11-24 14:00+00:00", ""),
        ("9 there", "?", "9 there"),
        ("today 9 there", "2026-11-24 14:00+00:00", ""),
        ("today 9 here", "?", "today 9 here"),
        ("thu noon there", "2026-11-26 17:00+00:00", ""),
        ("tomorrow 8pm there", "2026-11-26 01:00+00:00", ""),
        ("tomorrow evening their time", "2026-11-25 23:00+00:00", ""),
        ("in 3 working days 9:30 their time", "2026-11-27 14:30+00:00", ""),
        ("2026-12-01 14:00 their time", "2026-12-01 19:00+00:00", ""),
        ("1/12 9:30 theirs", "2026-12-01 14:30+00:00", ""),
        # Days without a time stay days of ours, and elapsed hours are nobody's.
        ("thu their time", "2026-11-26", "their time"),
        ("in 2 hours their time", "2026-11-24 12:41+00:00", "their time"),
        # Their clocks change two weeks before ours in spring, and a week after ours in autumn.
        ("mon 15 march 9:30 their time", "2027-03-15 13:30+00:00", ""),
        ("mon 29 march 9:30 their time", "2027-03-29 14:30+01:00", ""),
        ("14 march 02:30 their time", "2027-03-14 07:30+00:00", ""),
        ("1 nov 2027 9:30 their time", "2027-11-01 13:30+00:00", ""),
        ("7 nov 2027 01:30 their time", "2027-11-07 05:30+00:00", ""),
    ), theirs=NEW_YORK),
    Block("Tuesday 22:30 in London is Wednesday 04:00 in Kolkata", LONDON, "2026-11-24 22:30+00:00", (
        ("today", "2026-11-24", ""),
        ("tomorrow", "2026-11-25", ""),
        ("tomorrow 9:30", "2026-11-25 09:30+00:00", ""),
        ("today 9:30 their time", "2026-11-25 04:00+00:00", ""),
        ("tomorrow 9:30 their time", "2026-11-26 04:00+00:00", ""),
        ("9:30 their time", "2026-11-25 04:00+00:00", ""),
        ("wed 9:30 there", "2026-11-25 04:00+00:00", ""),
        ("wed 3:30am there", "2026-12-01 22:00+00:00", ""),
        ("tue 9:30 there", "2026-12-01 04:00+00:00", ""),
        ("mon 02:00 there", "2026-11-29 20:30+00:00", ""),
        ("1 dec 00:15 their time", "2026-11-30 18:45+00:00", ""),
    ), theirs=KOLKATA),
    Block("New Year 01:00 on Lord Howe is 31 December 09:00 in New York", LORD_HOWE, "2027-01-01 01:00+11:00", (
        ("today 16:00 their time", "2027-01-01 08:00+11:00", ""),
        ("tomorrow 9:30 there", "2027-01-02 01:30+11:00", ""),
        ("31/12 10:00 their time", "2027-01-01 02:00+11:00", ""),
        ("31/12 8:00 there", "2028-01-01 00:00+11:00", ""),
        ("end of month", "2027-01-29", ""),
        ("end of month 10:00 there", "2027-01-01 02:00+11:00", ""),
        ("next month 9:00 their time", "2027-01-02 01:00+11:00", ""),
        ("1 jan 9:00 our time", "2027-01-01 09:00+11:00", ""),
    ), theirs=NEW_YORK),
    Block("where their zone is not known the words stay", LONDON, TUESDAY, (
        ("thu 9:30 their time", "2026-11-26 09:30+00:00", "their time"),
        ("thu 9:30 there, ask for Sam", "2026-11-26 09:30+00:00", "there, ask for Sam"),
        ("thu 9:30 our time", "2026-11-26 09:30+00:00", ""),
        ("9 our time", "2026-11-25 09:00+00:00", ""),
        ("9 their time", "?", "9 their time"),
    )),
)  # fmt: skip

BLOCKS = USUAL + ENDS + CHANGES + THEIRS


def expected(due: str, rest: str) -> Reading:
    if due in ("?", "never"):
        return Reading(None, rest, due == "never", never=due == "never")
    return Reading(datetime.fromisoformat(due) if " " in due else date.fromisoformat(due), rest, True)


@pytest.mark.parametrize(
    ("block", "text", "due", "rest"),
    [
        pytest.param(block, *row, id=f"{block.zone} {block.clock}: {row[0]}".replace("\t", " "))
        for block in BLOCKS
        for row in block.rows
    ],
)
def test_typed(block: Block, text: str, due: str, rest: str) -> None:
    zone, now = ZoneInfo(block.zone), datetime.fromisoformat(block.clock)
    reading = read_due(text, now, zone, block.day_first, ZoneInfo(block.theirs) if block.theirs else None)
    assert reading == expected(due, rest)
    if isinstance(reading.due, datetime):
        assert reading.due.astimezone(zone).isoformat(" ", "minutes") == due


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.zone} {block.clock} {block.about}")
def test_the_clocks_of_the_table_are_times_of_their_places(block: Block) -> None:
    now = datetime.fromisoformat(block.clock)
    assert now.astimezone(ZoneInfo(block.zone)).isoformat(" ", "minutes") == block.clock


ZONES = st.sampled_from([LONDON, NEW_YORK, LORD_HOWE, KOLKATA, "Pacific/Apia", "UTC"]).map(ZoneInfo)
# Clocks near the changes of the table, and any other.
NOWS = st.one_of(
    st.sampled_from([datetime.fromisoformat(block.clock).astimezone(UTC) for block in BLOCKS]),
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
WORDS = sorted({word for block in BLOCKS for text, _, _ in block.rows for word in text.split()})
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.sampled_from([text for block in BLOCKS for text, _, _ in block.rows]),
)


@given(TEXTS, NOWS, ZONES, st.booleans(), st.none() | ZONES)
def test_whatever_is_understood_is_ahead_and_reads_back(
    text: str, now: datetime, zone: ZoneInfo, day_first: bool, theirs: ZoneInfo | None
) -> None:
    reading = read_due(text, now, zone, day_first, theirs)
    due, rest = reading.due, reading.rest
    if due is None:
        return
    if isinstance(due, datetime):
        assert due > now
        # The second of two times that look alike cannot be typed while the first is ahead: an hour counted only.
        first = due.astimezone(zone).replace(fold=0).astimezone(UTC)
        due = first if first > now else due
    else:
        assert due >= local_day(now, zone)
    typed = due_typed(due, zone)
    assert read_due(typed, now, zone, day_first, theirs) == Reading(due, "", True)
    assert read_due(f"{typed} - {rest}", now, zone, day_first, theirs) == Reading(due, rest, True)
