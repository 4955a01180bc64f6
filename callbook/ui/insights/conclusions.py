"""What may be concluded from rates beside each other, in sentences that say no more than the numbers carry."""

from collections.abc import Sequence
from math import ceil

from callbook.domain.comparing import Comparison, Verdict, evidence, farthest, more_needed, needed_evidence, newcombe
from callbook.domain.stats import TOO_FEW, Count, Rate
from callbook.ui import texts
from callbook.ui.insights.words import number_of, percent, percent_of, settled, tr
from callbook.ui.texts import filled

ALIKE = 0.05
"""Shares that lie no farther apart than this are called alike: it would make one of twenty."""
MOST_TOLD = 3
"""As many differences as are told in one sentence each; of more it says how many there are."""


def verdict_words(names: Sequence[str], verdict: Verdict, unit: Count) -> str:
    """What may be concluded from a rate of several; "" where there is nothing to compare. `unit` is what the rate is
    of.

    A difference is claimed only where `comparing.comparisons` allows it, however often somebody looks and with all
    pairs of the list allowed for; until then it says how much is still needed for the pair that is nearest to it.
    """
    if not verdict.pairs:
        return ""
    if verdict.differ:
        return differences(names, verdict)
    if verdict.nearest is None or verdict.two is None:
        if verdict.farthest > ALIKE:
            return tr("Too early to tell: they are too close for a number of how many more it would take.")
        alike = tr("They are alike: no two with %1 are likely to be more than %2 apart.")
        return filled(alike, number_of(unit, TOO_FEW), reach(verdict.farthest))
    more = more_of(unit, rounded(verdict.nearest))
    if verdict.pairs == 1:
        return filled(tr("Too early to tell: if both go on like this, about %1 of both together would show it."), more)
    return filled(
        tr("Too early to tell: “%1” and “%2” would differ first, after about %3 of both together if they go on so."),
        *(names[place] for place in verdict.two), more,
    )  # fmt: skip


def conclusion(names: Sequence[str], rates: Sequence[Rate], verdict: Verdict, unit: Count) -> str:
    """The same, but nothing is said of a list in which fewer than two rates say something."""
    if len(rates) > 1 and not verdict.differ and sum(map(settled, rates)) < 2:
        return filled(tr("Too early to tell: fewer than two of them have %1."), number_of(unit, TOO_FEW))
    return verdict_words(names, verdict, unit)


def differences(names: Sequence[str], verdict: Verdict) -> str:
    """The clearest differences, and of how many pairs they are."""
    told = [
        filled(tr("“%1” does better than “%2”."), names[better], names[worse])
        for better, worse in map(turned, verdict.differ[:MOST_TOLD])
    ]
    more = len(verdict.differ) - MOST_TOLD
    if more > 0:
        others = texts.counted(tr("1 other pair"), tr("%n other pairs"), more)
        told.append(filled(tr("%1 of %2 differ as well."), others, texts.grouped(verdict.pairs)))
    return " ".join(told)


def parts_words() -> str:
    return tr("Shares of the same attempts: together they are all of them, so there is nothing to compare.")


def left_out_words(rows: int, left_out: int, pairs: int) -> str:
    """That of many only the largest stand there."""
    return filled(
        tr("The %1 with the most to count from, of %2, %3 pairs."),
        texts.grouped(rows), texts.grouped(rows + left_out), texts.grouped(pairs),
    )  # fmt: skip


def pairs_looked_at(pairs: int) -> str:
    """That all pairs of a list are allowed for."""
    return filled(tr("All %1 pairs of the list are allowed for."), texts.grouped(pairs))


def more_of(unit: Count, number: int) -> str:
    """So many more of a denominator."""
    return {
        Count.ATTEMPTS: texts.counted(tr("1 more attempt"), tr("%n more attempts"), number),
        Count.CONNECTS: texts.counted(tr("1 more connect"), tr("%n more connects"), number),
        Count.CONVERSATIONS: texts.counted(tr("1 more conversation"), tr("%n more conversations"), number),
        Count.MEETINGS: texts.counted(tr("1 more meeting"), tr("%n more meetings"), number),
    }[unit]


def pair_words(first: tuple[str, Rate], second: tuple[str, Rate], pairs: int, unit: Count) -> str:
    """Two of a list beside each other: how far apart they are, between what that may lie, and whether it holds."""
    (name, one), (other_name, other) = first, second
    if not (settled(one) and settled(other)):
        fewer = name if not settled(one) else other_name
        return filled(tr("Too early to tell: “%1” has fewer than %2."), fewer, number_of(unit, TOO_FEW))
    low, high = newcombe(one, other)
    apart = (one.share or 0) - (other.share or 0)
    first_share, second_share = told_apart(one, other)
    told = filled(
        tr("“%1” has %2, “%3” %4: %5 (95 % interval: %6 to %7)."),
        name, first_share, other_name, second_share, points(apart), signed(low), signed(high),
    )  # fmt: skip
    if evidence(one, other) >= needed_evidence(pairs):
        better, worse = (name, other_name) if apart > 0 else (other_name, name)
        return f"{told} {filled(tr('That is enough to say that “%1” does better than “%2”.'), better, worse)}"
    if round(100 * low) > 0 or round(100 * high) < 0:  # as it is printed
        told += " " + tr("An interval without 0 is enough for who looks once; who looks again and again needs more.")
    return f"{told} {still_needed(one, other, pairs, unit)}"


def still_needed(one: Rate, other: Rate, pairs: int, unit: Count) -> str:
    """How much is missing until two could be told apart, with all pairs of their list allowed for; of two that are
    close, and counted often enough to say so, how close."""
    needed = more_needed(one, other, pairs)
    if needed is not None:
        more = more_of(unit, rounded(needed))
        return filled(tr("Too early to tell: if both go on like this, about %1 of both together would show it."), more)
    apart = farthest([one, other])
    if apart > ALIKE:
        return tr("Too early to tell: they are too close for a number of how many more it would take.")
    return filled(tr("They are alike: more than %1 apart is not likely."), reach(apart))


def reach(apart: float) -> str:
    """So many whole points at most."""
    return texts.counted(tr("1 point"), tr("%n points"), max(1, ceil(100 * apart)))


def told_apart(one: Rate, other: Rate) -> tuple[str, str]:
    """Two shares side by side, with a decimal where they differ and would look alike without."""
    alike = one.share != other.share and percent(one) == percent(other)
    return percent_of(one, fine=alike), percent_of(other, fine=alike)


def points(apart: float) -> str:
    """A difference of shares: "9 points more"."""
    size = texts.counted(tr("1 point"), tr("%n points"), abs(round(100 * apart)))
    if not round(100 * apart):
        return tr("no whole point apart")
    return filled(tr("%1 more"), size) if apart > 0 else filled(tr("%1 fewer"), size)


def signed(share: float) -> str:
    """A difference of shares in points, with its sign: "+23", "−5"."""
    whole = round(100 * share)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


def turned(pair: Comparison) -> tuple[int, int]:
    """The places of the better and the worse of two that differ."""
    low, high = pair.interval
    return (pair.first, pair.second) if low + high > 0 else (pair.second, pair.first)


def rounded(count: int) -> int:
    """A number of which nobody believes more than two digits, rounded up."""
    step = int(10 ** max(0, len(str(count)) - 2))
    return -(-count // step) * step
