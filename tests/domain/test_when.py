"""Due moments: their text, their lateness, and the ones that outcomes propose."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.outcome import SHIPPED_OUTCOMES
from callbook.domain.when import (
    PARTS_OF_DAY,
    Due,
    Lateness,
    add_months,
    add_working_days,
    due_from_text,
    due_text,
    first_working_day_of_month,
    instant_from_text,
    instant_text,
    is_working_day,
    last_working_day_of_month,
    lateness,
    local_day,
    local_instant,
    next_working_day_on_or_after,
    proposed_due,
)

LONDON = ZoneInfo("Europe/London")
AUCKLAND = ZoneInfo("Pacific/Auckland")
HONOLULU = ZoneInfo("Pacific/Honolulu")
# A Thursday; 10:00 in London, 23:00 in Auckland.
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 19)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC))
DAYS = st.dates(date(1900, 1, 1), date(2900, 1, 1))


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (date(2026, 12, 1), "2026-12-01"),
        (datetime(2026, 12, 1, 9, 30, tzinfo=UTC), "2026-12-01T09:30:00Z"),
        (datetime(2026, 12, 1, 10, 30, tzinfo=timezone(timedelta(hours=1))), "2026-12-01T09:30:00Z"),
        (datetime(2026, 7, 1, 9, 30, 15, 999999, tzinfo=LONDON), "2026-07-01T08:30:15Z"),
        (date(26, 1, 2), "0026-01-02"),
    ],
)
def test_due_text(due: Due, text: str) -> None:
    assert due_text(due) == text
    assert due_text(due_from_text(text)) == text


@given(st.one_of(DAYS, MOMENTS.map(lambda moment: moment.replace(microsecond=0))))
def test_a_due_moment_is_read_back_as_what_it_was(due: Due) -> None:
    read = due_from_text(due_text(due))
    assert (read, type(read)) == (due, type(due))


@given(MOMENTS)
def test_the_texts_of_instants_sort_like_the_instants(moment: datetime) -> None:
    assert instant_text(moment) <= instant_text(moment + timedelta(seconds=1))
    assert instant_from_text(instant_text(moment)).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "20261201", "2026-W49-2", "2026-12-32", "2026-12-01 09:30:00Z", "2026-12-01T09:30:00",
        "2026-12-01T09:30Z", "2026-12-01T09:30:00+00:00", "2026-12-01T25:00:00Z", "２０２６-12-01", "2026-12-01\n",
    ],
)  # fmt: skip
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        due_from_text(text)


def test_an_instant_is_never_a_day() -> None:
    with pytest.raises(ValueError, match="instant"):
        instant_from_text("2026-12-01")


def test_naive_datetimes_are_refused() -> None:
    naive = datetime(2026, 12, 1, 9, 30)
    with pytest.raises(ValueError, match="time zone"):
        instant_text(naive)
    with pytest.raises(ValueError, match="time zone"):
        due_text(naive)
    with pytest.raises(ValueError, match="time zone"):
        local_day(naive, LONDON)
    with pytest.raises(ValueError, match="time zone"):
        proposed_due("ask", naive, LONDON)


@pytest.mark.parametrize(
    ("due", "zone", "day"),
    [
        (date(2026, 12, 1), AUCKLAND, date(2026, 12, 1)),
        (NOW, LONDON, date(2026, 11, 19)),
        (NOW + timedelta(hours=2), AUCKLAND, date(2026, 11, 20)),
        (NOW, HONOLULU, date(2026, 11, 19)),
        (NOW - timedelta(hours=1), HONOLULU, date(2026, 11, 18)),
    ],
)
def test_local_day(due: Due, zone: ZoneInfo, day: date) -> None:
    assert local_day(due, zone) == day


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        (LONDON, date(2026, 7, 1), time(9), datetime(2026, 7, 1, 8, tzinfo=UTC)),
        # Skipped in London: 01:30 on 28 March 2027 becomes 02:30 summer time.
        (LONDON, date(2027, 3, 28), time(1, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # Twice in London: 01:30 on 31 October 2027, first in summer time.
        (LONDON, date(2027, 10, 31), time(1, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (LONDON, date(2027, 10, 31), time(1, 30, fold=1), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_local_instant(zone: ZoneInfo, day: date, at: time, expected: datetime) -> None:
    assert local_instant(day, at, zone) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 11, 18), Lateness.OVERDUE),
        (datetime(2026, 11, 18, 23, 59, tzinfo=UTC), Lateness.OVERDUE),
        (datetime(2026, 11, 19, 0, 0, tzinfo=UTC), Lateness.NOW),
        (NOW, Lateness.NOW),
        (NOW + timedelta(seconds=1), Lateness.LATER),
        (date(2026, 11, 19), Lateness.TODAY),
        (date(2026, 11, 20), Lateness.LATER),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), Lateness.LATER),
    ],
)
def test_lateness(due: Due, expected: Lateness) -> None:
    assert lateness(due, NOW, LONDON) is expected


def test_lateness_goes_by_the_days_of_the_zone() -> None:
    # 12:00 UTC is 01:00 of Friday in Auckland, where Thursday is over; 10:00 UTC was 23:00 of Thursday.
    after_midnight = NOW + timedelta(hours=2)
    assert lateness(NOW, after_midnight, AUCKLAND) is Lateness.OVERDUE
    assert lateness(NOW, after_midnight, LONDON) is Lateness.NOW
    assert lateness(THURSDAY, after_midnight, AUCKLAND) is Lateness.OVERDUE


@given(MOMENTS, MOMENTS)
def test_only_what_is_past_is_overdue_or_now(due: datetime, now: datetime) -> None:
    assert (lateness(due, now, LONDON) in (Lateness.OVERDUE, Lateness.NOW)) == (due <= now)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (THURSDAY, 0, THURSDAY),
        (THURSDAY, 1, date(2026, 11, 20)),
        (THURSDAY, 2, date(2026, 11, 23)),
        (THURSDAY, 5, date(2026, 11, 26)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 2, date(2026, 11, 24)),
    ],
)
def test_working_days(day: date, n: int, expected: date) -> None:
    assert add_working_days(day, n) == expected


def test_holidays_are_no_working_days() -> None:
    christmas = {date(2026, 12, 25), date(2026, 12, 28)}
    assert add_working_days(date(2026, 12, 24), 1, christmas) == date(2026, 12, 29)
    assert next_working_day_on_or_after(date(2026, 12, 25), christmas) == date(2026, 12, 29)
    assert proposed_due("+1wd", datetime(2026, 12, 24, 9, tzinfo=UTC), LONDON, (), christmas) == date(2026, 12, 29)


def test_working_days_are_not_counted_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(THURSDAY, -1)


@given(DAYS, st.integers(1, 50))
def test_so_many_working_days_lie_in_between(day: date, n: int) -> None:
    later = add_working_days(day, n)
    between = [day + timedelta(days=away) for away in range(1, (later - day).days + 1)]
    assert sum(map(is_working_day, between)) == n
    assert is_working_day(later)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 19), 3, date(2027, 2, 19)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months(day: date, n: int, expected: date) -> None:
    assert add_months(day, n) == expected


def test_ends_of_a_month() -> None:
    # August 2027 begins on a Sunday; October 2026 ends on a Saturday.
    assert first_working_day_of_month(date(2027, 8, 15)) == date(2027, 8, 2)
    assert last_working_day_of_month(date(2026, 10, 15)) == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("+1wd", date(2026, 11, 20)),
        ("+2wd", date(2026, 11, 23)),
        ("+5wd", date(2026, 11, 26)),
        ("+3d", date(2026, 11, 23)),
        ("+1d", date(2026, 11, 20)),
        ("+2w", date(2026, 12, 3)),
        ("+3m", date(2027, 2, 19)),
        ("+1m", date(2026, 12, 21)),
        ("+2wd other time", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("none", None),
        ("ask", None),
        ("", None),
        ("+0wd", None),
        ("2wd", None),
        ("+1000d", None),
        ("+2wd another time", None),
    ],
)
def test_proposed(rule: str, expected: Due | None) -> None:
    assert proposed_due(rule, NOW, LONDON) == expected


def test_proposed_from_where_we_are() -> None:
    # In Auckland it is Friday already.
    assert proposed_due("+1wd", NOW + timedelta(hours=2), AUCKLAND) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("failed", "part"),
    [
        ([], time(9, 30)),
        ([9], time(16, 30)),
        ([16], time(9, 30)),
        ([11], time(16, 30)),
        ([14], time(9, 30)),
        ([9, 16], time(11, 30)),
        ([9, 11, 16], time(14, 30)),
        ([9, 11, 14, 16], time(9, 30)),
        ([9, 9, 11, 14, 16], time(16, 30)),
        ([0], time(16, 30)),
        ([23], time(9, 30)),
    ],
)
def test_another_part_of_the_day(failed: list[int], part: time) -> None:
    due = proposed_due("+2wd other time", NOW, LONDON, failed)
    assert due == datetime.combine(date(2026, 11, 23), part, UTC)


def test_another_part_of_the_day_is_of_the_zone() -> None:
    # 23 November is summer in Auckland, 13 hours ahead.
    assert proposed_due("+1wd other time", NOW, AUCKLAND) == datetime(2026, 11, 19, 20, 30, tzinfo=UTC)


RULES = st.builds(
    "+{}{}{}".format, st.integers(1, 999), st.sampled_from(["wd", "d", "w", "m"]), st.sampled_from(["", " other time"])
)


@given(RULES, MOMENTS, st.lists(st.integers(0, 23)), st.sampled_from([LONDON, AUCKLAND, HONOLULU]))
def test_every_proposal_is_a_working_day_to_come(rule: str, now: datetime, failed: list[int], zone: ZoneInfo) -> None:
    due = proposed_due(rule, now, zone, failed)
    assert due is not None
    day = local_day(due, zone)
    assert is_working_day(day)
    assert day > local_day(now, zone)
    assert isinstance(due, datetime) == rule.endswith("time")
    if isinstance(due, datetime):
        assert due.astimezone(zone).time() in PARTS_OF_DAY


@given(st.text())
def test_any_other_rule_asks(rule: str) -> None:
    assert proposed_due(f"?{rule}", NOW, LONDON) is None


@pytest.mark.parametrize("rule", sorted({outcome.proposes for outcome in SHIPPED_OUTCOMES}))
def test_the_rules_of_the_shipped_outcomes_are_read(rule: str) -> None:
    assert (proposed_due(rule, NOW, LONDON) is None) == (rule in ("none", "ask"))
