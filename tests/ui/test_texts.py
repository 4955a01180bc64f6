"""Words for enums, times and lengths: tables of what is read, most of all where days and zones meet."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from callbook.domain.change import Change, Op
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Reached, Result
from callbook.domain.prospect import PREPARATION, BuyingRole, Stage
from callbook.domain.script import Channel, Direction, Purpose
from callbook.domain.typed_date import read_due
from callbook.domain.weeks import read_week
from callbook.domain.when import Due
from callbook.ui import texts
from callbook.ui.printed.wording import week_name

LONDON, TOKYO, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
KATHMANDU = ZoneInfo("Asia/Kathmandu")  # 5:45 ahead
TODAY = date(2026, 11, 24)  # a Tuesday
TEN_FORTY_ONE = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)


def utc(day: int, hour: int, minute: int = 0, second: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    """Months and days as in Britain, wherever the tests run."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("locale", "with_year", "without", "earlier", "due"),
    [
        ("en_GB", "26 Oct 2026", "26 Oct", "Mon 26 Oct", "Mon 26 Oct 2026"),
        ("de_DE", "26 Okt. 2026", "26 Okt.", "Mo. 26 Okt.", "Mo. 26 Okt. 2026"),
        ("en_US", "Oct 26, 2026", "Oct 26", "Mon, Oct 26", "Mon, Oct 26, 2026"),
        ("zh_CN", "2026年10月26日", "10月26日", "10月26日 周一", "2026年10月26日 周一"),
        ("zh_HK", "2026年10月26日", "10月26日", "10月26日 週一", "2026年10月26日 週一"),
        ("ja_JP", "2026年10月26日", "10月26日", "10月26日 月", "2026年10月26日 月"),
        ("ko_KR", "2026년 10월 26일", "10월 26일", "10월 26일 월", "2026년 10월 26일 월"),
        ("hu_HU", "2026 okt. 26", "okt. 26", "okt. 26 H", "2026 okt. 26 H"),
    ],
)
def test_a_date_has_the_order_of_the_country(
    locale: str, with_year: str, without: str, earlier: str, due: str
) -> None:
    QLocale.setDefault(QLocale(locale))
    day = date(2026, 10, 26)
    assert (texts.day_and_month(day, with_year=True), texts.day_and_month(day)) == (with_year, without)
    assert texts.past_moment(utc(26, 12, month=10), TEN_FORTY_ONE, LONDON) == earlier
    assert texts.due_reading(day, utc(24, 10, year=2025), LONDON) == due


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en_GB", "Week 47, 16 – 22 Nov 2026"),
        ("en_US", "Week 47, Nov 16 – Nov 22, 2026"),
        ("zh_CN", "Week 47, 2026年11月16日 – 11月22日"),
    ],
)
def test_a_week_is_named_in_that_order(locale: str, told: str) -> None:
    QLocale.setDefault(QLocale(locale))
    assert week_name(read_week("2026-47")) == told


@pytest.mark.parametrize(
    ("locale", "within", "across"),
    [
        ("en_GB", "30 Oct – 2 Nov 2026", "30 Oct 2025 – 2 Nov 2026"),
        ("zh_CN", "2026年10月30日 – 11月2日", "2025年10月30日 – 2026年11月2日"),
    ],
)
def test_a_year_that_two_days_share_stands_once(locale: str, within: str, across: str) -> None:
    QLocale.setDefault(QLocale(locale))
    assert texts.span(date(2026, 10, 30), date(2026, 11, 2)) == within
    assert texts.span(date(2025, 10, 30), date(2026, 11, 2)) == across
    assert texts.span(date(2026, 11, 2), date(2026, 11, 2)) == texts.day_and_month(date(2026, 11, 2), with_year=True)


@pytest.mark.parametrize(
    "words, kind",
    [
        (texts.stage, Stage),
        (texts.direction, Direction),
        (texts.channel, Channel),
        (texts.purpose, Purpose),
        (texts.action, ActionKind),
        (texts.reached, Reached),
        (texts.operation, Op),
    ],
)
def test_every_value_has_words_of_its_own(words: Callable[[Enum], str], kind: type[Enum]) -> None:
    told = [words(value) for value in kind]
    assert all(told)
    assert len(set(told)) == len(told)


def test_what_is_unknown_says_nothing() -> None:
    assert [value for value in BuyingRole if not texts.role(value)] == [BuyingRole.UNKNOWN]
    assert [value for value in Result if not texts.result(value)] == [Result.NONE]


def test_the_preparation_sheet_has_five_questions() -> None:
    assert [texts.preparation(field) for field in PREPARATION] == [
        "What they do", "How they do it", "What sets them apart", "How we fit", "Who decides",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "due, now, zone, words",
    [
        # A minute, against the clock
        (utc(24, 10, 41), TEN_FORTY_ONE, LONDON, "today 10:41"),
        (utc(24, 10, 40, 31), TEN_FORTY_ONE, LONDON, "today 10:40"),
        (utc(24, 10, 40), TEN_FORTY_ONE, LONDON, "1 min overdue"),
        (utc(24, 10, 21), TEN_FORTY_ONE, LONDON, "20 min overdue"),
        (utc(24, 9, 42), TEN_FORTY_ONE, LONDON, "59 min overdue"),
        (utc(24, 9, 41), TEN_FORTY_ONE, LONDON, "1 h overdue"),
        (utc(24, 8, 42), TEN_FORTY_ONE, LONDON, "1 h overdue"),
        (utc(24, 8, 41), TEN_FORTY_ONE, LONDON, "2 h overdue"),
        (utc(24, 0, 0), TEN_FORTY_ONE, LONDON, "10 h overdue"),
        (utc(23, 23, 59), TEN_FORTY_ONE, LONDON, "1 day overdue"),
        (utc(20, 11, 0), TEN_FORTY_ONE, LONDON, "4 days overdue"),
        (utc(24, 11, 0), TEN_FORTY_ONE, LONDON, "today 11:00"),
        (utc(24, 23, 59), TEN_FORTY_ONE, LONDON, "today 23:59"),
        (utc(25, 0, 0), TEN_FORTY_ONE, LONDON, "tomorrow 00:00"),
        (utc(26, 9, 30), TEN_FORTY_ONE, LONDON, "Thursday 09:30"),
        (utc(30, 9, 30), TEN_FORTY_ONE, LONDON, "Monday 09:30"),
        (utc(1, 9, 30, month=12), TEN_FORTY_ONE, LONDON, "1 Dec 09:30"),
        (utc(4, 9, 0, month=1, year=2027), TEN_FORTY_ONE, LONDON, "4 Jan 2027 09:00"),
        # A day, without a time
        (TODAY, TEN_FORTY_ONE, LONDON, "today"),
        (date(2026, 11, 23), TEN_FORTY_ONE, LONDON, "1 day overdue"),
        (date(2026, 11, 17), TEN_FORTY_ONE, LONDON, "7 days overdue"),
        (date(2026, 11, 25), TEN_FORTY_ONE, LONDON, "tomorrow"),
        (date(2026, 11, 30), TEN_FORTY_ONE, LONDON, "Monday"),
        (date(2026, 12, 1), TEN_FORTY_ONE, LONDON, "1 Dec"),
        # The same moment is another day elsewhere
        (utc(24, 23, 30), utc(24, 22, 0), LONDON, "today 23:30"),
        (utc(24, 23, 30), utc(24, 22, 0), TOKYO, "today 08:30"),
        (utc(24, 14, 30), utc(24, 15, 30), TOKYO, "1 day overdue"),
        (utc(24, 14, 30), utc(24, 15, 30), LONDON, "1 h overdue"),
        (utc(25, 3, 0), utc(24, 22, 0), NEW_YORK, "today 22:00"),
        (utc(25, 5, 0), utc(24, 22, 0), NEW_YORK, "tomorrow 00:00"),
        (utc(24, 18, 15), utc(24, 18, 14), KATHMANDU, "tomorrow 00:00"),
        (date(2026, 11, 25), utc(24, 16, 0), TOKYO, "today"),
        (date(2026, 11, 24), utc(24, 16, 0), TOKYO, "1 day overdue"),
        # The night the clocks go back: 01:30 comes twice, and an hour is still an hour
        (utc(25, 0, 30, month=10), utc(25, 1, 45, month=10), LONDON, "1 h overdue"),
        (utc(25, 1, 30, month=10), utc(25, 0, 30, month=10), LONDON, "today 01:30"),
    ],
)
def test_due_words(due: Due, now: datetime, zone: ZoneInfo, words: str) -> None:
    assert texts.due_words(due, now, zone) == words


@pytest.mark.parametrize(
    "moment, now, zone, words",
    [
        (utc(24, 10, 21), TEN_FORTY_ONE, LONDON, "Today 10:21"),
        (utc(24, 0, 0), TEN_FORTY_ONE, LONDON, "Today 00:00"),
        (utc(23, 23, 59), TEN_FORTY_ONE, LONDON, "Yesterday 23:59"),
        (utc(22, 23, 59), TEN_FORTY_ONE, LONDON, "Sun 22 Nov"),
        (utc(20, 9, 0), TEN_FORTY_ONE, LONDON, "Fri 20 Nov"),
        (utc(2, 9, 0, month=10, year=2024), TEN_FORTY_ONE, LONDON, "2 Oct 2024"),
        (utc(31, 23, 59, month=12, year=2025), utc(2, 9, 0, month=1), LONDON, "31 Dec 2025"),
        (utc(31, 23, 59, month=12, year=2025), utc(1, 0, 10, month=1), LONDON, "Yesterday 23:59"),
        (utc(24, 15, 30), utc(24, 22, 0), TOKYO, "Today 00:30"),
        (utc(24, 14, 30), utc(24, 22, 0), TOKYO, "Yesterday 23:30"),
        (utc(24, 4, 30), utc(24, 22, 0), NEW_YORK, "Yesterday 23:30"),
        (utc(24, 18, 14), utc(24, 18, 16), KATHMANDU, "Yesterday 23:59"),
        (utc(24, 10, 50), TEN_FORTY_ONE, LONDON, "Today 10:50"),  # their clock was ahead
        (utc(25, 10, 0), TEN_FORTY_ONE, LONDON, "Wed 25 Nov"),
    ],
)
def test_past_moment(moment: datetime, now: datetime, zone: ZoneInfo, words: str) -> None:
    assert texts.past_moment(moment, now, zone) == words


@pytest.mark.parametrize(
    "seconds, short, long",
    [
        (-5, "0:00", "0m 00s"),
        (0, "0:00", "0m 00s"),
        (9, "0:09", "0m 09s"),
        (59, "0:59", "0m 59s"),
        (60, "1:00", "1m 00s"),
        (267, "4:27", "4m 27s"),
        (3599, "59:59", "59m 59s"),
        (3600, "1:00:00", "1h 00m"),
        (3723, "1:02:03", "1h 02m"),
        (86_400, "24:00:00", "24h 00m"),
        (360_000, "100:00:00", "100h 00m"),
    ],
)
def test_lengths(seconds: int, short: str, long: str) -> None:
    assert (texts.length(seconds), texts.long_length(seconds)) == (short, long)


@pytest.mark.parametrize(
    "day, words",
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 26), "Thursday"),
        (date(2026, 11, 30), "Monday"),  # six days on, the last that a weekday alone makes clear
        (date(2026, 12, 1), "1 Dec"),
        (date(2026, 11, 22), "22 Nov"),
        (date(2026, 12, 31), "31 Dec"),
        (date(2027, 1, 1), "1 Jan 2027"),
        (date(2025, 12, 31), "31 Dec 2025"),
    ],
)
def test_short_day(day: date, words: str) -> None:
    assert texts.short_day(day, TODAY) == words


def test_a_weekday_alone_is_clear_over_the_new_year() -> None:
    assert texts.short_day(date(2027, 1, 1), date(2026, 12, 31)) == "tomorrow"
    assert texts.short_day(date(2027, 1, 4), date(2026, 12, 31)) == "Monday"


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(-1, 6))
def test_days_that_look_alike_are_never_within_a_week(today: date, away: int) -> None:
    near = {texts.short_day(today + timedelta(days=days), today) for days in range(-1, 7)}
    assert len(near) == 8
    assert texts.short_day(today + timedelta(days=away), today) in near


@pytest.mark.parametrize(
    "due, zone, typed, reading",
    [
        (date(2026, 12, 1), LONDON, "1 dec 2026", "Tue 1 Dec"),
        (date(2027, 2, 28), LONDON, "28 feb 2027", "Sun 28 Feb 2027"),
        (utc(26, 9, 30), LONDON, "26 nov 2026 09:30", "Thu 26 Nov 09:30"),
        (utc(26, 9, 30), TOKYO, "26 nov 2026 18:30", "Thu 26 Nov 18:30"),
        (utc(26, 23, 30), TOKYO, "27 nov 2026 08:30", "Fri 27 Nov 08:30"),
        (utc(31, 23, 30, month=12), TOKYO, "1 jan 2027 08:30", "Fri 1 Jan 2027 08:30"),
    ],
)
def test_a_due_moment_typed_and_read(due: Due, zone: ZoneInfo, typed: str, reading: str) -> None:
    assert texts.due_typed(due, zone) == typed
    assert texts.due_reading(due, TEN_FORTY_ONE, zone) == reading


@pytest.mark.parametrize(
    "due, zone, theirs, reading",
    [
        (utc(26, 9, 30), LONDON, NEW_YORK, "Thu 26 Nov 09:30 · 04:30 there"),
        (utc(26, 9, 30), LONDON, TOKYO, "Thu 26 Nov 09:30 · 18:30 there"),
        (utc(26, 9, 30), LONDON, KATHMANDU, "Thu 26 Nov 09:30 · 15:15 there"),
        (utc(26, 9, 30), NEW_YORK, LONDON, "Thu 26 Nov 04:30 · 09:30 there"),
        # Another day there
        (utc(26, 4, 30), LONDON, NEW_YORK, "Thu 26 Nov 04:30 · Wed 23:30 there"),
        (utc(26, 15, 0), LONDON, TOKYO, "Thu 26 Nov 15:00 · Fri 00:00 there"),
        (utc(26, 14, 59), LONDON, TOKYO, "Thu 26 Nov 14:59 · 23:59 there"),
        (utc(1, 2, 0, month=1, year=2027), LONDON, NEW_YORK, "Fri 1 Jan 2027 02:00 · Thu 21:00 there"),
        (utc(31, 20, 0, month=12), LONDON, TOKYO, "Thu 31 Dec 20:00 · Fri 05:00 there"),
        # The same time there says nothing more
        (utc(26, 9, 30), LONDON, None, "Thu 26 Nov 09:30"),
        (utc(26, 9, 30), LONDON, LONDON, "Thu 26 Nov 09:30"),
        (utc(26, 9, 30), LONDON, ZoneInfo("Europe/Lisbon"), "Thu 26 Nov 09:30"),
        (utc(26, 9, 30), TOKYO, ZoneInfo("Asia/Seoul"), "Thu 26 Nov 18:30"),
        # Lagos and Paris agree in winter alone
        (utc(26, 9, 30), ZoneInfo("Africa/Lagos"), ZoneInfo("Europe/Paris"), "Thu 26 Nov 10:30"),
        (
            utc(1, 9, 30, month=7, year=2027), ZoneInfo("Africa/Lagos"), ZoneInfo("Europe/Paris"),
            "Thu 1 Jul 2027 10:30 · 11:30 there",
        ),
        # Between the two changes of a spring the difference is an hour less
        (utc(15, 9, 30, month=3, year=2027), LONDON, NEW_YORK, "Mon 15 Mar 2027 09:30 · 05:30 there"),
        # A day is a day
        (date(2026, 11, 26), LONDON, NEW_YORK, "Thu 26 Nov"),
        (date(2026, 11, 26), LONDON, TOKYO, "Thu 26 Nov"),
    ],
)  # fmt: skip
def test_a_minute_is_read_in_their_time_too(due: Due, zone: ZoneInfo, theirs: ZoneInfo | None, reading: str) -> None:
    assert texts.due_reading(due, TEN_FORTY_ONE, zone, theirs) == reading


def test_their_weekday_is_in_the_words_of_the_country() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    ours, _, there = texts.due_reading(utc(26, 4, 30), TEN_FORTY_ONE, LONDON, NEW_YORK).partition(" · ")
    assert ours.startswith("Do")
    assert there.startswith("Mi") and there.endswith(" 23:30 there")


@given(
    st.datetimes(datetime(2026, 11, 25), datetime(2030, 1, 1)),
    st.sampled_from([LONDON, TOKYO, NEW_YORK, KATHMANDU]),
    st.sampled_from([LONDON, TOKYO, NEW_YORK, KATHMANDU]),
)
def test_what_is_shown_of_their_time_is_the_same_minute(local: datetime, zone: ZoneInfo, theirs: ZoneInfo) -> None:
    due = local.replace(second=0, microsecond=0, tzinfo=zone, fold=0).astimezone(UTC)
    ours, _, there = texts.due_reading(due, TEN_FORTY_ONE, zone, theirs).partition(" · ")
    assert ours == texts.due_reading(due, TEN_FORTY_ONE, zone)
    same_clock = due.astimezone(zone).utcoffset() == due.astimezone(theirs).utcoffset()
    assert (there == "") is same_clock
    assert same_clock or there.endswith(f"{due.astimezone(theirs):%H:%M} there")


@given(st.datetimes(datetime(2026, 11, 25), datetime(2030, 1, 1)), st.sampled_from([LONDON, TOKYO, NEW_YORK]))
def test_what_is_proposed_as_text_is_read_back_as_the_same(local: datetime, zone: ZoneInfo) -> None:
    due = local.replace(second=0, microsecond=0, tzinfo=zone).astimezone(UTC)
    typed = texts.due_typed(due, zone)
    read = read_due(typed, TEN_FORTY_ONE, zone, True).due
    assert isinstance(read, datetime)
    assert texts.due_typed(read, zone) == typed
    assert read_due(texts.due_typed(local.date(), zone), TEN_FORTY_ONE, zone, True).due == local.date()


def change(op: Op, undone: bool | None = None, **counts: int) -> Change:
    return Change(op, {table: frozenset(range(1, number + 1)) for table, number in counts.items()}, undone)


@pytest.mark.parametrize(
    "told, words",
    [
        (change(Op.DELETE_PROSPECTS, prospect=1, call=3), "1 prospect deleted."),
        (change(Op.DELETE_PROSPECTS, prospect=3), "3 prospects deleted."),
        (change(Op.DELETE_PROSPECTS, prospect=1234), "1,234 prospects deleted."),
        (change(Op.DELETE_CALLS, call=1, prospect=1), "1 call deleted."),
        (change(Op.DELETE_CALLS, call=3, prospect=1), "3 calls deleted."),
        (change(Op.MOVE_STAGE, prospect=1), "Stage moved."),
        (change(Op.MOVE_STAGE, prospect=2), "Stage of 2 prospects moved."),
        (change(Op.MOVE_NEXT, prospect=1, next_action=1), "Next action moved."),
        (change(Op.MOVE_NEXT, prospect=4, next_action=4), "4 next actions moved."),
        (change(Op.TAG_PROSPECTS, tagging=3), "Tags changed."),
        (change(Op.LOG_CALL, call=1), "Call logged."),
        (change(Op.SAVE_CALL, call=1), "Call saved."),
        (change(Op.CLOSE_NEXT, next_action=1), "Next action closed."),
        (change(Op.MARK_DO_NOT_CALL, prospect=1), "Marked as do not call."),
        (change(Op.LIFT_DO_NOT_CALL, prospect=1), "May be called again."),
        (change(Op.SAVE_VIEW, view=1), "Kept as a view."),
        (change(Op.DELETE_VIEW, view=1), "View removed."),
        (change(Op.DELETE_SCRIPT, script=1), "Script removed. Calls made with it keep their wording."),
        (change(Op.EDIT_CALL, call=1), ""),
        (change(Op.START_CALL, call=1), ""),
        (change(Op.SAVE_CALL, True, call=1), "Undone: call saved"),
        (change(Op.EDIT_CALL, True, call=1), "Undone: call edited"),
        (change(Op.DELETE_PROSPECTS, False, prospect=2), "Done again: prospects deleted"),
    ],
)
def test_notice(told: Change, words: str) -> None:
    assert texts.notice(told) == words


@pytest.mark.parametrize("op", Op)
@pytest.mark.parametrize("undone", [True, False])
def test_whatever_is_taken_back_is_named(op: Op, undone: bool) -> None:
    assert texts.notice(Change(op, {}, undone)).endswith(texts.operation(op))


@pytest.mark.parametrize(
    "locale, day_first, thousand",
    [("en_GB", True, "1,234"), ("en_US", False, "1,234"), ("de_DE", True, "1.234"), ("ja_JP", False, "1,234")],
)
def test_numbers_and_dates_follow_the_country(locale: str, day_first: bool, thousand: str) -> None:
    QLocale.setDefault(QLocale(locale))
    assert texts.day_comes_first() is day_first
    assert texts.grouped(1234) == thousand


def test_joined_leaves_out_what_is_not_there() -> None:
    assert texts.joined(("Northgate", "", "Leeds")) == "Northgate · Leeds"
    assert texts.joined(("", "")) == ""
    assert texts.joined(("a", "b"), ", ") == "a, b"
