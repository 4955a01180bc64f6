"""Rates and their intervals, against published examples."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.stats import Z_95, Rate, Tally, wilson

COUNTS = st.integers(0, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(successes: int, n: int, low: float, high: float) -> None:
    assert list(wilson(successes, n)) == pytest.approx([low, high], abs=5e-5)


def test_nothing_counted_tells_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_wilson_refuses_what_is_no_proportion(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(successes, n)


@given(COUNTS.filter(lambda counts: counts[1] > 0))
def test_the_ends_of_the_interval_solve_the_score_equation(counts: tuple[int, int]) -> None:
    """Wilson's definition: the shares whose own standard error puts what was seen z of them away."""
    successes, n = counts
    for end in wilson(successes, n):
        if 0 < end < 1:
            distance = abs(successes / n - end)
            assert distance == pytest.approx(Z_95 * sqrt(end * (1 - end) / n), rel=1e-6, abs=1e-9)


@given(COUNTS)
def test_the_interval_lies_within_0_and_1_around_the_share(counts: tuple[int, int]) -> None:
    successes, n = counts
    low, high = wilson(successes, n)
    assert 0 <= low < high <= 1
    if n:
        assert low <= successes / n <= high


@given(COUNTS)
def test_the_interval_of_failures_mirrors_that_of_successes(counts: tuple[int, int]) -> None:
    successes, n = counts
    low, high = wilson(successes, n)
    assert list(wilson(n - successes, n)) == pytest.approx([1 - high, 1 - low], abs=1e-12)


def test_more_calls_narrow_the_interval() -> None:
    few, many = wilson(3, 30), wilson(30, 300)
    assert many[1] - many[0] < few[1] - few[0]


def test_a_smaller_z_narrows_the_interval() -> None:
    assert wilson(3, 30, z=1.0)[0] > wilson(3, 30)[0]


def test_rate() -> None:
    rate = Rate(3, 12)
    assert (rate.share, rate.inside, rate.outside) == (0.25, 3, 0)
    assert rate.interval == wilson(3, 12)


def test_a_rate_of_nothing_has_no_share() -> None:
    rate = Rate(0, 0)
    assert rate.share is None
    assert rate.interval == (0.0, 1.0)


def test_what_does_not_fit_is_told_and_not_shared() -> None:
    rate = Rate(7, 5)
    assert (rate.share, rate.inside, rate.outside) == (1.0, 5, 2)
    assert rate.interval == wilson(5, 5)
    assert Rate(2, 0).outside == 2


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (0, -5)])
def test_a_rate_refuses_negative_counts(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        Rate(successes, n)


def test_a_tally_says_each_denominator() -> None:
    tally = Tally(attempts=600, connects=90, conversations=40, meetings=3)
    assert tally.connect_rate == Rate(90, 600)
    assert tally.conversation_rate == Rate(40, 90)
    assert tally.meeting_rate == Rate(3, 40)


def test_a_meeting_set_at_the_desk_is_a_conversation_without_a_connect() -> None:
    tally = Tally(attempts=10, connects=0, conversations=1, meetings=1)
    assert (tally.conversation_rate.share, tally.conversation_rate.outside) == (None, 1)
    assert tally.meeting_rate.share == 1.0


def test_an_empty_tally_has_no_rates() -> None:
    tally = Tally()
    assert [tally.connect_rate.share, tally.conversation_rate.share, tally.meeting_rate.share] == [None] * 3
