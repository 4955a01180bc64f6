"""What people type when they are asked for a date: what is read, what is kept, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.typed_date import Reading, read_due
from callbook.domain.when import Due, local_day, local_instant
from callbook.ui.texts import due_typed
from tests.domain.told import LONDON, NOW, told


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("thu 9:30, at the practice", "2026-11-26 09:30", "at the practice"),
        ("thu 9:30-10:00", "2026-11-26 09:30", "10:00"),
        ("tomorrow - bring the Mappe", "2026-11-20", "bring the Mappe"),
        ("+3d call Ann", "2026-11-22", "call Ann"),
        ("Mon 25:10", "2026-11-23", "25:10"),
        ("mon 13pm", "2026-11-23", "13pm"),
        ("march, after the fair", "2027-03-01", "after the fair"),
        ("march after the Fair", "2027-03-01", "after the Fair"),
        ("12 march 27", "2027-03-12", "27"),
        ("in 2 hours. Maybe", "2026-11-19 12:00", "Maybe"),
        ("9:30，带上样品", "2026-11-20 09:30", "带上样品"),
        ("tomorrow noonish", "2026-11-20", "noonish"),
        ("10:30  (their   mobile)", "2026-11-19 10:30", "(their mobile)"),
    ],
)
def test_words_after_it_are_kept(text: str, expected: str, rest: str) -> None:
    reading = read_due(text, NOW, LONDON)
    assert (told(text), reading.rest, reading.understood) == (expected, rest, True)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "call thu",
        "9",
        "maybe march",
        "marching",
        "may be next week",
        "3 days ago",
        "today 9:30",
        "today 10:00",
        "9:30 today",
        "2020-01-01",
        "march 2020",
        "12 march 2020",
        "31/2",
        "31.2.",
        "thu 12 march",
        "wed the 20th",
        "0/12",
        "14/13",
        "the 32nd",
        "in 0 min",
        "in 2 hours at 9",
        "25:00",
        "2026-13-01",
        "1/12/2026/4",
        "1.2.3.4",
        "no thanks",
        "?",
        "ſat",
        "mıdday",
    ],
)
def test_what_is_not_a_coming_date_is_kept_whole(text: str) -> None:
    reading = read_due(f" {text} ", NOW, LONDON)
    assert (reading.due, reading.rest, reading.understood, reading.never) == (None, f" {text} ", False, False)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("never", ""), ("None", ""), ("no", ""), ("-", ""), ("Never, asked us to stop", "asked us to stop")],
)
def test_never(text: str, rest: str) -> None:
    reading = read_due(text, NOW, LONDON)
    assert (reading.due, reading.rest, reading.understood, reading.never) == (None, rest, True, True)


@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_nothing_typed_is_understood_and_says_nothing(text: str) -> None:
    reading = read_due(text, NOW, LONDON)
    assert (reading.due, reading.rest, reading.understood, reading.never) == (None, "", True, False)


def test_a_naive_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        read_due("today", datetime(2026, 11, 19), LONDON)


PIECES = (
    "thu|fri|next|week|month|end of|in|a|the|12th|march|may|2027|29|31|0|1/12|.|:|,|-|+|d|w|m|h|min|9:30|25:61"
    "|am|pm|noon|at|@|today|tomorrow|never|2026-12-01|feb|９|　|ſ|ı|days|999|wd|years|o'clock|half an hour|x"
).split("|")


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(PIECES)).map("".join),
        st.lists(st.sampled_from(PIECES)).map(" ".join),
    ),
    st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/London", "Pacific/Auckland", "America/St_Johns", "Asia/Shanghai"]),
    st.booleans(),
)
def test_any_text_is_read_without_an_error_and_never_as_past(
    text: str, now: datetime, zone_name: str, day_first: bool
) -> None:
    zone = ZoneInfo(zone_name)
    reading = read_due(text, now, zone, day_first)
    if isinstance(reading.due, datetime):
        assert reading.due > now
    elif reading.due is not None:
        assert reading.due >= now.astimezone(zone).date()
    else:
        assert reading.never or not text.strip() or (not reading.understood and reading.rest == text)
    assert reading.rest == text or reading.rest in " ".join(text.split())


@pytest.mark.parametrize(
    "piece",
    ["thu ", " ", "9", "+", "1/", "3 days ", ",", "a ", "working ", "1.", "９", "–", "h1"]
    + ["there ", "9 their time ", "9-", " to 9", "a week ", "morning ", "12 mid", "never "],
)
def test_long_lines_take_no_longer_than_their_length(piece: str) -> None:
    line = piece * 200_000
    begun = perf_counter()
    for text in (line, "thu" + line, "thu 9:30 " + line):
        read_due(text, NOW, LONDON, theirs=ZoneInfo("America/New_York"))
    assert perf_counter() - begun < 3


def test_a_due_day_as_text_is_read_back() -> None:
    assert read_due(date(2026, 12, 1).isoformat(), NOW, LONDON).due == date(2026, 12, 1)


@pytest.mark.parametrize("day_first", [True, False])
@pytest.mark.parametrize("word", ["never", "none", "no", "-"])
@pytest.mark.parametrize("form", ["{}", " {} ", "{}.", "{}!", "{}, they moved away"])
def test_never_in_every_form_and_place(form: str, word: str, day_first: bool) -> None:
    for text in (form.format(word), form.format(word.upper()), form.format(word.capitalize())):
        reading = read_due(text, NOW, LONDON, day_first)
        assert (reading.due, reading.understood, reading.never) == (None, True, True)
        assert reading.rest == ("they moved away" if "," in form else "")


ZONES = st.sampled_from(
    "Europe/London America/New_York America/St_Johns Asia/Kathmandu Australia/Lord_Howe Pacific/Apia UTC".split()
).map(ZoneInfo)
CLOCKS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
# Years are read up to 2999.
LATEST = date(2999, 12, 31)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def read_back(due: Due, now: datetime, zone: ZoneInfo, day_first: bool) -> Reading:
    return read_due(due_typed(due, zone), now, zone, day_first)


@given(st.data(), CLOCKS, ZONES, st.booleans())
def test_a_proposed_day_reads_back_as_itself(
    data: st.DataObject, now: datetime, zone: ZoneInfo, day_first: bool
) -> None:
    day = data.draw(st.dates(local_day(now, zone), LATEST))
    assert read_back(day, now, zone, day_first) == Reading(day, "", True)


@given(st.data(), CLOCKS, TIMES, ZONES, st.booleans())
def test_a_proposed_minute_reads_back_as_itself(
    data: st.DataObject, now: datetime, at: time, zone: ZoneInfo, day_first: bool
) -> None:
    due = local_instant(data.draw(st.dates(local_day(now, zone), LATEST)), at, zone)
    if due <= now:
        due = local_instant(local_day(now, zone) + timedelta(days=1), at, zone)
    assert read_back(due, now, zone, day_first) == Reading(due, "", True)


@given(CLOCKS, st.integers(1, 3 * 24 * 60), ZONES, st.booleans())
def test_a_minute_soon_reads_back_as_itself(now: datetime, minutes: int, zone: ZoneInfo, day_first: bool) -> None:
    due = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    # The second of two times that look alike stands for itself only once the first is past.
    first = due.astimezone(zone).replace(fold=0).astimezone(UTC)
    expected = first if first > now else due
    assert read_back(due, now, zone, day_first) == Reading(expected, "", True)


@pytest.mark.parametrize("day_first", [True, False])
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        # Clocks go forward, then back: by an hour at 01:00, by an hour at 02:00, by half an hour at 02:00.
        ("Europe/London", date(2027, 3, 28)),
        ("Europe/London", date(2027, 10, 31)),
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
        ("Australia/Lord_Howe", date(2027, 10, 3)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
    ],
)
def test_every_minute_of_a_day_on_which_the_clocks_change_reads_back(zone: str, day: date, day_first: bool) -> None:
    place = ZoneInfo(zone)
    for minute in range(24 * 60):
        due = local_instant(day, time(minute // 60, minute % 60), place)
        assert read_back(due, NOW, place, day_first).due == due
        # A minute before it, the first of two times that look alike is past.
        second = due.astimezone(place).replace(fold=1).astimezone(UTC)
        assert read_back(second, second - timedelta(minutes=1), place, day_first).due == second
