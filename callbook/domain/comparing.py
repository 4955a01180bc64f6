"""Whether two shares differ: the interval of their difference, and a claim that stays right however often one looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import lgamma, log, sqrt
from statistics import NormalDist

from callbook.domain.stats import Z_95, Rate, wilson

RISK = 0.05
"""How seldom a difference may be claimed where there is none, over all looks and all pairs of one list."""
MOST_NEEDED = 10_000
"""Beyond so many more of the denominator no number is named: it would take a solo caller years."""


def newcombe(first: Rate, second: Rate, z: float = Z_95) -> tuple[float, float]:
    """The interval of first share minus second, from -1 to 1; nothing counted on either side tells nothing there.

    R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
    methods, Statistics in Medicine 17 (1998) 873-890, method 10: the two score intervals, squared and added.
    """
    p, q = first.share or 0.0, second.share or 0.0
    if not (first.n and second.n):
        low, high = (wilson(one.inside, one.n, z) for one in (first, second))
        return low[0] - high[1], low[1] - high[0]
    (low_p, high_p), (low_q, high_q) = (wilson(one.inside, one.n, z) for one in (first, second))
    apart = p - q
    return apart - sqrt((p - low_p) ** 2 + (high_q - q) ** 2), apart + sqrt((high_p - p) ** 2 + (q - low_q) ** 2)


def evidence(first: Rate, second: Rate) -> float:
    """How strongly the counts speak for two shares instead of one, as the natural logarithm of a betting score.

    The score is the likelihood of both counts averaged over all pairs of shares (each by Jeffreys' prior, after
    R. E. Krichevsky and V. K. Trofimov, IEEE Transactions on Information Theory 27 (1981) 199-207) over the greatest
    likelihood that one common share can give them: the test by universal inference of L. Wasserman, A. Ramdas and
    S. Balakrishnan, Proceedings of the National Academy of Sciences 117 (2020) 16880-16890, in its running form.
    Where there is one share only, the score ever reaches 1 / risk with a chance of at most `risk`, however often one
    looks and whenever one stops (J. Ville, 1939). It asks for more than a 95 % interval without zero, which is
    right for one look planned beforehand, and wrong for somebody who looks every week.
    """
    n, successes = first.n + second.n, first.inside + second.inside
    return sum(map(averaged, (first, second))) - greatest(successes, n)


def averaged(rate: Rate, scale: float = 1.0) -> float:
    """Logarithm of the average likelihood of the counts times `scale`, over all shares by Jeffreys' prior."""
    good, bad = rate.inside * scale, (rate.n - rate.inside) * scale
    return log_beta(good + 0.5, bad + 0.5) - log_beta(0.5, 0.5)


def greatest(successes: float, n: float) -> float:
    """Logarithm of the likelihood of the counts at the share that fits them best."""
    return sum(part * log(part / n) for part in (successes, n - successes) if part > 0)


def log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def needed_evidence(pairs: int, risk: float = RISK) -> float:
    """What `evidence` has to reach where so many pairs are looked at: the risk is shared out among them evenly
    (C. E. Bonferroni, 1936), so that one false claim anywhere in the list has a chance of at most `risk`."""
    return log(max(1, pairs) / risk)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two of a list beside each other, by their places in it.

    `interval` is that of the first share minus the second; `differ` says that the difference may be claimed.
    """

    first: int
    second: int
    interval: tuple[float, float]
    differ: bool


def comparisons(rates: Sequence[Rate], risk: float = RISK) -> list[Comparison]:
    """Every pair of a list, each held to what all of them together ask for; those with nothing counted stay out."""
    pairs = list(combinations([at for at, rate in enumerate(rates) if rate.n], 2))
    enough = needed_evidence(len(pairs), risk)
    return [
        Comparison(at, other, newcombe(rates[at], rates[other]), evidence(rates[at], rates[other]) >= enough)
        for at, other in pairs
    ]


def more_needed(first: Rate, second: Rate, pairs: int = 1, risk: float = RISK) -> int | None:
    """About how many more of the denominator would settle a difference that may not be claimed yet, if both shares
    stayed as they are and what comes were shared between the two as so far; `pairs` are looked at in all.

    None where that is more than MOST_NEEDED, as where nothing tells them apart. ValueError where nothing is counted.
    """
    n = first.n + second.n
    if not n:
        raise ValueError("nothing is counted that could go on")
    enough = needed_evidence(pairs, risk)
    low, high = 1.0, 1.0 + MOST_NEEDED / n
    if scaled_evidence(first, second, high) < enough:
        return None
    while (high - low) * n > 0.5:
        middle = (low + high) / 2
        if scaled_evidence(first, second, middle) >= enough:
            high = middle
        else:
            low = middle
    return max(1, round((high - 1) * n))


def scaled_evidence(first: Rate, second: Rate, scale: float) -> float:
    """The evidence of counts `scale` times as great."""
    n, successes = first.n + second.n, first.inside + second.inside
    return averaged(first, scale) + averaged(second, scale) - greatest(successes * scale, n * scale)


def farthest(rates: Sequence[Rate], risk: float = RISK) -> float:
    """How far apart any two of these shares may well be, from 0 to 1: the outermost end of the intervals of all pairs,
    each as wide as so many at once ask for (Bonferroni). With fewer than two shares nothing is known: 1."""
    pairs = list(combinations([rate for rate in rates if rate.n], 2))
    if not pairs:
        return 1.0
    z = NormalDist().inv_cdf(1 - risk / (2 * len(pairs)))
    return max(max(map(abs, newcombe(one, other, z))) for one, other in pairs)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of a list: of how many pairs, which of them differ, and about how many more of the denominator
    the first difference would take where there is none yet (None where no such number can be named), with the places
    of the `two` it would be between. Without either, no two of those that count lie more than `farthest` apart."""

    pairs: int
    differ: tuple[Comparison, ...] = ()
    nearest: int | None = None
    two: tuple[int, int] | None = None
    farthest: float = 1.0


def verdict(rates: Sequence[Rate], risk: float = RISK, least: int = 1) -> Verdict:
    """The same for a list, with all its pairs allowed for; those that differ most clearly come first.

    What a difference would still take is said of pairs that both have `least` of the denominator: the share of fewer,
    taken for what it will stay, would promise far too much.
    """
    pairs = comparisons(rates, risk)
    differ = [pair for pair in pairs if pair.differ]
    differ.sort(key=lambda pair: -evidence(rates[pair.first], rates[pair.second]))
    nearest, two = (None, None) if differ else soonest(rates, pairs, risk, least)
    apart = 1.0 if differ or two else farthest([rate for rate in rates if rate.n >= least], risk)
    return Verdict(len(pairs), tuple(differ), nearest, two, apart)


def soonest(
    rates: Sequence[Rate], pairs: Sequence[Comparison], risk: float = RISK, least: int = 1
) -> tuple[int | None, tuple[int, int] | None]:
    """The least of what `more_needed` says of the pairs with `least` on both sides, and which pair that is; one that
    is not settled by the best so far is passed by."""
    best: int | None = None
    two: tuple[int, int] | None = None
    enough = needed_evidence(len(pairs), risk)
    for pair in pairs:
        one, other = rates[pair.first], rates[pair.second]
        n = one.n + other.n
        if min(one.n, other.n) < least:
            continue
        if best is None or scaled_evidence(one, other, 1 + best / n) >= enough:
            found = more_needed(one, other, len(pairs), risk)
            if found is not None and (best is None or found < best):
                best, two = found, (pair.first, pair.second)
    return best, two
