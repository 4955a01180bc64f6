"""The figures in words: every rate with what it is a share of, or why it is too early for one."""

import re

from PySide6.QtCore import QCoreApplication, QLocale

from callbook.domain.comparing import Comparison, comparisons, more_needed
from callbook.domain.stats import Rate, Tally
from callbook.ui import texts
from callbook.ui.insights.reading import LENGTHS, Period, Reading

TOO_FEW = 10
"""Under this many a rate is not shown: even 5 of 9 could be anything from 27 to 81 % (95 % score interval)."""
MOST_TOLD = 3
"""As many differences as are told in one sentence each."""
FINE = 100
"""From this many on a rate is shown with one decimal; under it the decimal would be noise."""
NBSP = "\u00a0"


def tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def filled(pattern: str, *parts: str) -> str:
    """`pattern` with %1, %2, ... replaced at once: a name that holds "%2" stays as it is."""
    return re.sub(r"%(\d)", lambda found: parts[int(found[1]) - 1], pattern)


def period(value: Period) -> str:
    """The name on a period's chip."""
    return {
        Period.MONTH: tr("30 days"),
        Period.QUARTER: tr("Quarter"),
        Period.YEAR: tr("Year"),
        Period.ALL: tr("All"),
    }[value]


def period_told(value: Period) -> str:
    """The days a period holds: "last 30 days"."""
    if value is Period.ALL:
        return tr("since the first call")
    if value is Period.QUARTER:
        return tr("last 13 weeks")
    return filled(tr("last %1 days"), str(LENGTHS[value]))


def attempts(count: int) -> str:
    return texts.counted(tr("1 attempt"), tr("%n attempts"), count)


def connects(count: int) -> str:
    return texts.counted(tr("1 connect"), tr("%n connects"), count)


def conversations(count: int) -> str:
    return texts.counted(tr("1 conversation"), tr("%n conversations"), count)


def meetings(count: int) -> str:
    return texts.counted(tr("1 meeting"), tr("%n meetings"), count)


def settled(rate: Rate) -> bool:
    """Whether a rate says something: from 10 on. Below that, and where there is nothing to count from, words
    stand in its place, because its interval would cover nearly everything."""
    return rate.n >= TOO_FEW


def rate_words(rate: Rate, counted: str, nothing: str) -> str:
    """A rate with its denominator and 95 % interval: "12.6 % of 486 attempts (9.9 – 15.8)".

    `counted` is the denominator in words ("486 attempts"), `nothing` what is said where it is 0. Under 10 the
    counts stand there without a rate: "3 of 7 attempts, too early to tell".
    """
    if not rate.n:
        return nothing
    if not settled(rate):
        return filled(tr("%1 of %2, too early to tell"), texts.grouped(rate.inside), counted)
    share = filled(tr("%1 of %2"), percent(rate), counted)
    return f"{share} ({interval(rate)})"


def percent(rate: Rate) -> str:
    """The share: "12.6 %", "62 %" under a hundred. ValueError where there is nothing to count from."""
    if rate.share is None:
        raise ValueError("a share of nothing")
    return number(rate.share, rate.n) + NBSP + "%"


def interval(rate: Rate) -> str:
    """The 95 % interval in per cent: "9.9 – 15.8"."""
    low, high = rate.interval
    return f"{number(low, rate.n)}{NBSP}–{NBSP}{number(high, rate.n)}"


def number(share: float, n: int) -> str:
    return QLocale().toString(100 * share, "f", 1 if n >= FINE else 0)


def connect_words(tally: Tally) -> str:
    return rate_words(tally.connect_rate, attempts(tally.attempts), tr("no attempts yet"))


def conversation_words(tally: Tally) -> str:
    return rate_words(tally.conversation_rate, connects(tally.connects), tr("no connects yet"))


def meeting_words(tally: Tally) -> str:
    return rate_words(tally.meeting_rate, conversations(tally.conversations), tr("no conversations yet"))


def days_called(reading: Reading) -> str:
    return texts.counted(tr("1 day with calls"), tr("%n days with calls"), reading.days_called)


def days_words(reading: Reading) -> str:
    """How the last 30 days went against the goal: "goal of 20 met on 11 of 22 days with calls"."""
    if not reading.days_called:
        return tr("no attempts")
    called = days_called(reading)
    goal = reading.settings.daily_goal
    if not goal:
        return called
    return filled(tr("goal of %1 met on %2 of %3"), texts.grouped(goal), str(reading.days_met), called)


def comparison(by_script: tuple[tuple[str, Tally], ...]) -> str:
    """What may be concluded from conversations per connect of several scripts; "" where there is nothing to compare.

    A difference is claimed only where `comparing.comparisons` allows it, however often somebody looks and with all
    pairs of the list allowed for; until then it says how much is still needed for the pair that is nearest to it.
    """
    rates = [tally.conversation_rate for _, tally in by_script]
    pairs = comparisons(rates)
    found = [
        filled(tr("“%1” does better than “%2”."), by_script[better][0], by_script[worse][0])
        for better, worse in map(turned, (pair for pair in pairs if pair.differ))
    ]
    if found or not pairs:
        return " ".join(found[:MOST_TOLD])
    needed = [more_needed(rates[pair.first], rates[pair.second], len(pairs)) for pair in pairs]
    nearest = min((count for count in needed if count is not None), default=None)
    if nearest is None:
        return tr("No difference to be seen so far.")
    more = texts.counted(tr("1 more connect"), tr("%n more connects"), rounded(nearest))
    if len(pairs) == 1:
        return filled(tr("Too early to tell: if both go on like this, about %1 would show it."), more)
    return filled(tr("Too early to tell: the first difference would show after about %1."), more)


def turned(pair: Comparison) -> tuple[int, int]:
    """The places of the better and the worse of two that differ."""
    low, high = pair.interval
    return (pair.first, pair.second) if low + high > 0 else (pair.second, pair.first)


def rounded(count: int) -> int:
    """A number of which nobody believes more than two digits, rounded up."""
    step = int(10 ** max(0, len(str(count)) - 2))
    return -(-count // step) * step
