"""Public holidays by country and region, and what they do to the next working day."""

from datetime import UTC, date, datetime

import pytest

from callbook.domain.prospect import Prospect
from callbook.domain.when import add_working_days
from callbook.domain.workdays import holidays_of
from callbook.services.prospects import working_days_off

YEARS = (2026, 2027)
CHRISTMAS_EVE = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)


# gov.uk/bank-holidays; opm.gov, Federal Holidays; the holiday laws of the German states; canada.ca.
@pytest.mark.parametrize(
    ("country", "region", "day", "off"),
    [
        ("GB", "England", date(2026, 4, 6), True),
        ("GB", "ENG", date(2026, 8, 31), True),
        ("GB", "Scotland", date(2026, 8, 31), False),
        ("GB", " scotland ", date(2026, 8, 3), True),
        ("GB", "NIR", date(2027, 7, 12), True),
        # Of a county, or of none, the holidays of England.
        ("GB", "Kent", date(2026, 4, 6), True),
        ("GB", "", date(2027, 3, 29), True),
        ("gb", "", date(2027, 7, 12), False),
        # Given instead of a Saturday.
        ("GB", "", date(2026, 12, 28), True),
        ("US", "MA", date(2026, 4, 20), True),
        ("US", "Massachusetts", date(2026, 4, 20), True),
        ("US", "NY", date(2026, 4, 20), False),
        ("US", "", date(2026, 11, 26), True),
        ("US", "nowhere", date(2026, 7, 3), True),
        ("DE", "Bayern", date(2026, 1, 6), True),
        ("DE", "BE", date(2026, 1, 6), False),
        ("DE", "", date(2026, 10, 3), True),
        ("CA", "ON", date(2026, 10, 12), True),
        ("FR", "", date(2026, 7, 14), True),
        ("JP", "", date(2026, 5, 6), True),
        ("CN", "", date(2026, 10, 1), True),
        ("GB", "", date(2026, 7, 14), False),
    ],
)
def test_days_off(country: str, region: str, day: date, off: bool) -> None:
    assert (day in holidays_of(country, region, YEARS)) is off


def test_only_the_years_asked_for() -> None:
    assert {day.year for day in holidays_of("GB", "", (2026,))} == {2026}
    assert {day.year for day in holidays_of("GB", "", YEARS)} == {2026, 2027}
    assert holidays_of("GB", "", ()) == frozenset()


@pytest.mark.parametrize("country", ["", "XX", "B3", "MON", "JAN", "date", "England", "BVMF", "<b>", "  ", "é1"])
def test_a_country_that_is_not_known_has_none(country: str) -> None:
    assert holidays_of(country, "ENG", YEARS) == frozenset()


def test_the_days_off_of_a_prospect_are_those_where_they_are() -> None:
    scot = Prospect(country="GB", region="Scotland")
    days = {
        who.region: add_working_days(CHRISTMAS_EVE.date(), 5, working_days_off(who, CHRISTMAS_EVE))
        for who in (scot, Prospect(country="GB", region="Kent"), Prospect(region="nowhere"))
    }
    assert days == {
        "Scotland": date(2027, 1, 6),  # not 25 and 28 December, 1 and 4 January
        "Kent": date(2027, 1, 5),
        "nowhere": date(2026, 12, 31),
    }
