"""Days as they are typed, past ones too."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.typed_day import read_day, read_day_and_time

TODAY = date(2026, 11, 24)
CASES = (
    ("23 10 2026", date(2026, 10, 23)),
    ("16112026", date(2026, 11, 16)),
    ("20112026", date(2026, 11, 20)),
    ("20261116", date(2026, 11, 16)),
    ("23/10/2026", date(2026, 10, 23)),
    ("23.10.26", date(2026, 10, 23)),
    ("2026-10-23", date(2026, 10, 23)),
    ("2026. 10. 23.", date(2026, 10, 23)),
    (" 1/2/2026 ", date(2026, 2, 1)),
    ("2/13/2026", date(2026, 2, 13)),
    ("２３/１０/２０２６", date(2026, 10, 23)),
    ("23 Oct 2026", date(2026, 10, 23)),
    ("1st October 2026", date(2026, 10, 1)),
    ("October 23, 2026", date(2026, 10, 23)),
    ("24 11", TODAY),
    ("25 11", date(2025, 11, 25)),
    ("29 feb", date(2024, 2, 29)),
    ("yesterday", date(2026, 11, 23)),
)
NONE = ("", "23", "1624/11/2026", "31/2/2026", "23 10 202", "23 10 2", "161126", "0/1/2026", "23 10 0026", "soon", "²")


@pytest.mark.parametrize("typed, day", CASES)
def test_a_day_is_read_as_it_is_typed(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, TODAY) is None


def test_where_the_month_comes_first() -> None:
    assert read_day("1/2/2026", TODAY, day_first=False) == date(2026, 1, 2)
    assert read_day("16112026", TODAY, day_first=False) == date(2026, 11, 16)


@given(st.text(alphabet="0123456789 ./-octapr²٣", max_size=14), st.booleans())
def test_no_text_raises(typed: str, day_first: bool) -> None:
    found = read_day(typed, TODAY, day_first)
    assert found is None or 1900 <= found.year < 3000


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("23 10 2026 9:30", (date(2026, 10, 23), time(9, 30))),
        ("23/10/26, 09:30", (date(2026, 10, 23), time(9, 30))),
        ("16112026 1130", (date(2026, 11, 16), time(11, 30))),
        ("16 11 1130", (date(2026, 11, 16), time(11, 30))),
        ("16 11 2026", (date(2026, 11, 16), None)),
        ("16.11", (date(2026, 11, 16), None)),
        ("yesterday 17:00", (date(2026, 11, 23), time(17))),
        ("9:05", (None, time(9, 5))),
        ("1130", (None, None)),
        ("161120261130", (None, None)),
        ("24 soon 2026 9:00", (None, None)),
        ("23 10 2026 24:00", (None, None)),
        ("23 10 2026 9:60", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_day_and_a_time(typed: str, read: tuple[date | None, time | None]) -> None:
    assert read_day_and_time(typed, date(2026, 11, 24)) == read


@given(st.text())
def test_no_text_is_refused_as_a_day_and_a_time(typed: str) -> None:
    read_day_and_time(typed, date(2026, 11, 24))
