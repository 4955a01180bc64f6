"""Weeks by their number, and when one may be said to differ from those before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.paper import Paper, paper_of
from callbook.domain.stats import Tally
from callbook.domain.weeks import Measure, Week, comparable, last_whole_week, read_week, stands_out, week_of


@pytest.mark.parametrize(
    "day, week",
    [
        (date(2026, 11, 16), Week(2026, 47)),
        (date(2026, 11, 22), Week(2026, 47)),
        (date(2026, 11, 23), Week(2026, 48)),
        (date(2026, 12, 31), Week(2026, 53)),
        (date(2027, 1, 3), Week(2026, 53)),
        (date(2027, 1, 4), Week(2027, 1)),
        (date(2024, 12, 30), Week(2025, 1)),
    ],
)
def test_the_week_of_a_day(day: date, week: Week) -> None:
    assert week_of(day) == week


@given(st.dates(date(1901, 1, 1), date(2999, 11, 30)))
def test_a_week_holds_its_days_and_reads_back(day: date) -> None:
    week = week_of(day)
    assert day in week.days and len(week.days) == 7
    assert (week.first, week.last) == (week.days[0], week.days[-1])
    assert week.first.weekday() == 0
    assert read_week(str(week)) == week
    assert week.back(1).last.toordinal() == week.first.toordinal() - 1


@pytest.mark.parametrize("text", ["2026-47", "2026-W47", "2026w47", " 2026-47 "])
def test_a_week_as_it_is_typed(text: str) -> None:
    assert read_week(text) == Week(2026, 47)


@pytest.mark.parametrize(
    "text", ["", "47", "2026", "2026-0", "2026-54", "2025-53", "0001-01", "9999-52", "2026-47-1", "２０２６-47"]
)
def test_what_names_no_week(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  of two kinds: no such text, no such week
        read_week(text)


def test_the_last_whole_week_is_over() -> None:
    assert last_whole_week(date(2026, 11, 22)) == Week(2026, 46)
    assert last_whole_week(date(2026, 11, 23)) == Week(2026, 47)
    assert last_whole_week(date(2027, 1, 4)) == Week(2026, 53)


@pytest.mark.parametrize(
    "week, before, told",
    [
        (Tally(100, 10, 5, 1), Tally(400, 40, 20, 4), None),
        (Tally(100, 40, 20, 4), Tally(400, 40, 20, 4), Measure.CONNECTS),
        (Tally(100, 10, 5, 1), Tally(400, 160, 80, 4), Measure.CONNECTS),
        (Tally(9, 9, 0, 0), Tally(400, 4, 2, 1), None),
        (Tally(100, 40, 40, 4), Tally(400, 160, 40, 4), Measure.CONVERSATIONS),
        (Tally(100, 20, 5, 1), Tally(), None),
    ],
)
def test_a_share_stands_out_only_where_the_counts_bear_it(week: Tally, before: Tally, told: Measure | None) -> None:
    assert stands_out(week, before) is told


def test_a_share_of_fewer_than_ten_is_not_looked_at() -> None:
    assert comparable(Tally(100, 10, 9, 9), Tally(400, 40, 20, 4)) == (Measure.CONNECTS, Measure.CONVERSATIONS)
    assert comparable(Tally(100, 10, 9, 9), Tally(9)) == ()


@pytest.mark.parametrize(
    "country, paper", [("US", Paper.LETTER), ("ca", Paper.LETTER), ("GB", Paper.A4), ("", Paper.A4)]
)
def test_the_paper_of_a_country(country: str, paper: Paper) -> None:
    assert paper_of(country) is paper
