"""Days in a row with the goal met: what breaks a streak, and what does not."""

from datetime import date, timedelta

import pytest

from callbook.domain.streak import Streak, streak

TUESDAY = date(2026, 11, 24)
MONDAY, FRIDAY, THURSDAY, SATURDAY = (TUESDAY - timedelta(days=back) for back in (1, 4, 5, 3))


@pytest.mark.parametrize(
    "attempts, told",
    [
        ({}, Streak()),
        ({TUESDAY: 20}, Streak(1, TUESDAY, TUESDAY)),
        # Today is not over.
        ({TUESDAY: 3, MONDAY: 20}, Streak(1, MONDAY, MONDAY)),
        ({MONDAY: 20}, Streak(1, MONDAY, MONDAY)),
        # A weekend breaks nothing, and counts where it was worked through.
        ({MONDAY: 25, FRIDAY: 20, THURSDAY: 19}, Streak(2, FRIDAY, MONDAY)),
        ({MONDAY: 25, SATURDAY: 20, FRIDAY: 20}, Streak(3, FRIDAY, MONDAY)),
        ({TUESDAY: 20, FRIDAY: 20}, Streak(1, TUESDAY, TUESDAY)),
        ({FRIDAY: 20}, Streak()),
    ],
)
def test_a_streak(attempts: dict[date, int], told: Streak) -> None:
    assert streak(attempts, 20, TUESDAY) == told


def test_a_holiday_breaks_nothing_and_no_goal_is_no_streak() -> None:
    made = {TUESDAY: 20, FRIDAY: 20}
    assert streak(made, 20, TUESDAY, {MONDAY}) == Streak(2, FRIDAY, TUESDAY)
    assert streak(made, 0, TUESDAY) == Streak()
