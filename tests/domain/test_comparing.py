"""Differences of shares: the published intervals, and how seldom one is claimed that is not there."""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import comb, exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.comparing import (
    MOST_NEEDED,
    RISK,
    comparisons,
    evidence,
    farthest,
    more_needed,
    newcombe,
    verdict,
)
from callbook.domain.stats import Rate

RATES = st.integers(0, 2_000).flatmap(lambda n: st.integers(0, n).map(lambda good: Rate(good, n)))
USERS, WEEKS = 2_000, 52


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
    [
        (Rate(56, 70), Rate(48, 80), 0.0524, 0.3339),
        (Rate(9, 10), Rate(3, 10), 0.1705, 0.8090),
        (Rate(6, 7), Rate(2, 7), 0.0582, 0.8062),
        (Rate(5, 56), Rate(0, 29), -0.0381, 0.1926),
        (Rate(0, 10), Rate(0, 20), -0.1611, 0.2775),
        (Rate(0, 10), Rate(0, 10), -0.2775, 0.2775),
        (Rate(10, 10), Rate(0, 20), 0.6791, 1.0),
        (Rate(10, 10), Rate(0, 10), 0.6075, 1.0),
    ],
)
def test_the_published_intervals_of_a_difference(first: Rate, second: Rate, low: float, high: float) -> None:
    assert list(newcombe(first, second)) == pytest.approx([low, high], abs=5.1e-5)


def test_nothing_counted_on_one_side_leaves_everything_open_there() -> None:
    assert newcombe(Rate(0, 0), Rate(0, 0)) == (-1.0, 1.0)
    low, high = newcombe(Rate(5, 10), Rate(0, 0))
    assert (low, high) == pytest.approx((0.2366 - 1, 0.7634), abs=1e-4)


@given(RATES, RATES)
def test_an_interval_turned_round_is_that_of_the_difference_turned_round(first: Rate, second: Rate) -> None:
    low, high = newcombe(first, second)
    assert list(newcombe(second, first)) == pytest.approx([-high, -low], abs=1e-12)
    assert -1 - 1e-12 <= low <= high <= 1 + 1e-12


@given(RATES, RATES)
def test_evidence_does_not_mind_the_order_or_what_is_called_success(first: Rate, second: Rate) -> None:
    told = evidence(first, second)
    assert evidence(second, first) == pytest.approx(told, abs=1e-6)
    failed = [Rate(one.n - one.successes, one.n) for one in (first, second)]
    assert evidence(*failed) == pytest.approx(told, abs=1e-6)


@given(st.floats(0.01, 0.99), st.integers(0, 6), st.integers(0, 6))
def test_the_score_is_fair_before_it_is_seen(share: float, first: int, second: int) -> None:
    """Its mean under any one share is at most 1: summed over every result there can be, not drawn."""
    mean = 0.0
    for a in range(first + 1):
        for b in range(second + 1):
            ways = comb(first, a) * comb(second, b)
            chance = ways * share ** (a + b) * (1 - share) ** (first + second - a - b)
            mean += chance * exp(evidence(Rate(a, first), Rate(b, second)))
    assert mean <= 1 + 1e-9


@pytest.mark.parametrize(
    ("share", "a_week", "scripts"),
    [(0.4, 5, 2), (0.1, 5, 2), (0.02, 20, 2), (0.4, 5, 3)],
    ids=["conversations", "meetings", "rare", "three scripts"],
)
def test_without_a_difference_hardly_anybody_who_looks_weekly_is_told_of_one(
    share: float, a_week: int, scripts: int
) -> None:
    told = simulated([share] * scripts, a_week, USERS)
    assert told <= RISK * USERS


def test_looking_weekly_at_the_drawn_interval_would_tell_many_of_one() -> None:
    """Why the sentence has a rule of its own: so it would be if it went by the 95 % interval."""
    random, users = Random(7), 300
    fooled = 0
    for _ in range(users):
        weeks = enumerate(zip(drawn(random, 0.4, 5), drawn(random, 0.4, 5), strict=True), 1)
        intervals = [newcombe(*(Rate(good, 5 * week) for good in counts)) for week, counts in weeks]
        fooled += any(low > 0 or high < 0 for low, high in intervals)
    assert fooled > 0.2 * users


def test_a_difference_that_is_there_is_told_within_the_year() -> None:
    assert simulated([0.3, 0.6], 5, 200) >= 0.9 * 200


def simulated(shares: Sequence[float], a_week: int, users: int) -> int:
    """How many of so many users are told of a difference when they look every week for a year."""
    random = Random(2026)
    return sum(told_of_one(random, shares, a_week) for _ in range(users))


def told_of_one(random: Random, shares: Sequence[float], a_week: int) -> bool:
    weeks = zip(*(drawn(random, share, a_week) for share in shares), strict=True)
    return any(tells(counts, week * a_week) for week, counts in enumerate(weeks, 1))


@cache
def tells(counts: tuple[int, ...], n: int) -> bool:
    """Whether so many of n each are told apart anywhere; many who look find the same."""
    return any(one.differ for one in comparisons([Rate(good, n) for good in counts]))


def drawn(random: Random, share: float, n: int) -> list[int]:
    """How many of n a week went well, added up week by week for a year."""
    chances = [comb(n, good) * share**good * (1 - share) ** (n - good) for good in range(n + 1)]
    return list(accumulate(random.choices(range(n + 1), chances, k=WEEKS)))


def test_more_pairs_ask_for_more_of_each() -> None:
    pair = [Rate(22, 60), Rate(46, 60)]
    (alone,) = comparisons(pair)
    among = comparisons([*pair, *[Rate(34, 60)] * 12])
    assert alone.differ
    assert [one.differ for one in among if (one.first, one.second) == (0, 1)] == [False]
    assert len(among) == 91


def test_what_is_needed_settles_it() -> None:
    """With so many more at the same shares the difference may be claimed, and not with far fewer."""
    more = more_needed(Rate(12, 30), Rate(18, 30))
    assert more is not None
    for share, differ in ((1.0, True), (0.9, False)):
        n = round((60 + more * share) / 2)
        (one,) = comparisons([Rate(round(0.4 * n), n), Rate(round(0.6 * n), n)])
        assert one.differ is differ


@pytest.mark.parametrize("rates", [(Rate(5, 10), Rate(5, 10)), (Rate(500, 1000), Rate(501, 1000))])
def test_what_looks_alike_is_given_no_number(rates: tuple[Rate, Rate]) -> None:
    assert more_needed(*rates) is None


@given(RATES, RATES.filter(lambda rate: rate.n > 0), st.integers(1, 45))
def test_what_is_needed_is_never_nothing_and_never_endless(first: Rate, second: Rate, pairs: int) -> None:
    assert more_needed(first, second, pairs) is None or 1 <= (more_needed(first, second, pairs) or 0) <= MOST_NEEDED


def test_of_nothing_nothing_can_be_said() -> None:
    with pytest.raises(ValueError, match="nothing"):
        more_needed(Rate(0, 0), Rate(0, 0))
    assert comparisons([Rate(0, 0), Rate(3, 9), Rate(0, 0)]) == []


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=2, max_size=5))
def test_a_verdict_is_what_its_pairs_say(counts: list[tuple[int, int]]) -> None:
    rates = [Rate(min(good, n), n) for good, n in counts]
    pairs, told = comparisons(rates), verdict(rates)
    assert (told.pairs, {*told.differ}) == (len(pairs), {pair for pair in pairs if pair.differ})
    needed = [more_needed(rates[pair.first], rates[pair.second], len(pairs)) for pair in pairs if not told.differ]
    assert told.nearest == min((one for one in needed if one is not None), default=None)


def test_how_far_apart_shares_may_be_is_the_widest_of_what_all_pairs_at_once_ask_for() -> None:
    near, far = Rate(500, 1000), Rate(60, 100)
    alone = farthest([near, far])
    assert alone == pytest.approx(max(map(abs, newcombe(near, far))), abs=1e-6)
    assert farthest([near, far, near]) > alone
    assert farthest([near]) == farthest([near, Rate(0, 0)]) == 1.0
    assert verdict([near, near], least=10).farthest < 0.05
    assert verdict([Rate(5, 9), Rate(5, 9)], least=10).farthest == 1.0
