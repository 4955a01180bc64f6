"""The figures in words: every rate with what it is a share of, or why it is too early for one. What follows from
several beside each other is in conclusions, what each counts in definitions."""

from collections.abc import Mapping
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from callbook.domain.stats import RATES, TOO_FEW, Count, Rate, Tally
from callbook.ui import texts
from callbook.ui.insights.question import LENGTHS, Period, Question
from callbook.ui.texts import filled

FINE = 100
"""From this many on a rate is shown with one decimal; under it the decimal would be noise."""
NBSP = "\u00a0"
JOINER = "\u2060"
"""Keeps what stands after a dash on its line."""


def tr(text: str) -> str:
    return QCoreApplication.translate("insights", text)


def period(value: Period) -> str:
    """The name on a period's chip."""
    return {
        Period.MONTH: tr("30 days"),
        Period.QUARTER: tr("Quarter"),
        Period.YEAR: tr("Year"),
        Period.ALL: tr("All"),
        Period.BETWEEN: tr("From … to …"),
    }[value]


def period_told(question: Question) -> str:
    """The days a period holds: "last 30 days"."""
    if question.period is Period.ALL:
        return tr("since the first call")
    if question.period is Period.BETWEEN:
        return texts.span(question.since, question.until)
    if question.period is Period.QUARTER:
        return tr("last 13 weeks")
    return filled(tr("last %1 days"), str(LENGTHS[question.period]))


def asked_told(question: Question) -> str:
    """Which days, and whose: "last 30 days · Dental"."""
    return texts.joined([part for part in (period_told(question), question.view) if part])


def count_name(count: Count) -> str:
    """A count as it heads a figure."""
    return {
        Count.ATTEMPTS: tr("Attempts"),
        Count.CONNECTS: tr("Connects"),
        Count.CONVERSATIONS: tr("Conversations"),
        Count.MEETINGS: tr("Meetings"),
        Count.HELD: tr("Meetings held"),
        Count.CALLS: tr("Calls"),
        Count.REFUSALS: tr("Refusals"),
    }[count]


def rate_name(count: Count) -> str:
    """A rate by what it counts and what of."""
    return {
        Count.CONNECTS: tr("Connects per attempt"),
        Count.CONVERSATIONS: tr("Conversations per connect"),
        Count.MEETINGS: tr("Meetings per conversation"),
        Count.HELD: tr("Held per meeting"),
    }[count]


def plural(count: Count) -> str:
    name = count_name(count)
    return name[:1].lower() + name[1:]


def number_of(count: Count, number: int) -> str:
    """So many of what is counted: "61 connects"."""
    return {
        Count.ATTEMPTS: attempts,
        Count.CONNECTS: connects,
        Count.CONVERSATIONS: conversations,
        Count.MEETINGS: meetings,
        Count.HELD: held,
        Count.CALLS: calls,
        Count.REFUSALS: refusals,
    }[count](number)


def none_yet(count: Count) -> str:
    """What stands in place of a rate that has nothing to count from."""
    return {
        Count.ATTEMPTS: tr("no attempts yet"),
        Count.CONNECTS: tr("no connects yet"),
        Count.CONVERSATIONS: tr("no conversations yet"),
        Count.MEETINGS: tr("no meetings yet"),
    }[count]


def held(count: int) -> str:
    return texts.counted(tr("1 meeting held"), tr("%n meetings held"), count)


def calls(count: int) -> str:
    return texts.counted(tr("1 call"), tr("%n calls"), count)


def refusals(count: int) -> str:
    return texts.counted(tr("1 refusal"), tr("%n refusals"), count)


def prospects(count: int) -> str:
    return texts.counted(tr("1 prospect"), tr("%n prospects"), count)


def days(count: int) -> str:
    return texts.counted(tr("1 day"), tr("%n days"), count)


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
    return f"{number(low, rate.n)}{NBSP}–{JOINER}{NBSP}{number(high, rate.n)}"


def number(share: float, n: int) -> str:
    return QLocale().toString(100 * share, "f", 1 if n >= FINE else 0)


def told_rate(tally: Tally, count: Count, still_open: int = 0) -> str:
    """A rate of a tally in words, with what is not in its share said beside it."""
    rate = tally.rate(count, still_open)
    told = rate_words(rate, number_of(RATES[count], rate.n), none_yet(RATES[count]))
    if rate.outside:
        told = texts.joined((told, outside_words(rate, count)))
    return open_words(told if rate.n else "", still_open) if count is Count.HELD and still_open else told


def outside_words(rate: Rate, count: Count) -> str:
    """Those that came out of none of what the share is of."""
    return filled(tr("and %1 without a connect"), number_of(count, rate.outside))


def open_words(told: str, still_open: int) -> str:
    """What is told of meetings held, and how many more are still open."""
    if not told:
        return texts.counted(tr("1 meeting, still open"), tr("%n meetings, all still open"), still_open)
    return texts.joined((told, texts.counted(tr("1 more still open"), tr("%n more still open"), still_open)))


def came_in_words(meetings: int) -> str:
    """Meetings that no attempt led to."""
    return texts.counted(tr("1 more in calls that came in"), tr("%n more in calls that came in"), meetings)


def called_words(days_called: int) -> str:
    return texts.counted(tr("1 day with calls"), tr("%n days with calls"), days_called)


def days_words(days_called: int, days_met: int, goal: int) -> str:
    """How some days went against the goal: "goal of 20 met on 11 of 22 days with calls"."""
    if not days_called:
        return tr("no attempts")
    called = called_words(days_called)
    if not goal:
        return called
    return filled(tr("goal of %1 met on %2 of %3"), texts.grouped(goal), str(days_met), called)


def shown_days(question: Question, days: int) -> str:
    """The days of the chart: "last 30 days", or the last 30 of two that were typed."""
    if question.period is not Period.BETWEEN:
        return filled(tr("last %1 days"), str(days))
    return texts.span(question.until - timedelta(days=days - 1), question.until)


def tries_words(reached_at: Mapping[int, int]) -> str:
    """How many attempts it took until the right person was reached: "half of 61 prospects within 2 attempts"."""
    reached = sum(reached_at.values())
    if reached < TOO_FEW:
        return filled(tr("%1 reached for the first time: too few for more words."), prospects(reached))
    return filled(
        tr("Half of %1 were reached within %2. Those never reached are not among them."),
        prospects(reached), attempts(middle(reached_at)),
    )  # fmt: skip


def waits_words(waited: Mapping[int, int]) -> str:
    """How long it took until a first meeting was set."""
    met = sum(waited.values())
    if met < TOO_FEW:
        return filled(tr("%1 so far: too few for more words."), first_meetings(met))
    return filled(tr("Half of %1 were set within %2 of the first attempt."), first_meetings(met), days(middle(waited)))


def first_meetings(count: int) -> str:
    return texts.counted(tr("1 first meeting"), tr("%n first meetings"), count)


def middle(counts: Mapping[int, int]) -> int:
    """The smallest value that at least half of all reach. ValueError where there are none."""
    half, seen = sum(counts.values()) / 2, 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= half:
            return value
    raise ValueError("the middle of nothing")


def group_names() -> dict[str, str]:
    """What calls are told apart by, as it is offered."""
    return {
        "script": tr("Script"),
        "version": tr("Script and version"),
        "opener": tr("Opener"),
        "purpose": tr("Purpose"),
        "channel": tr("Channel"),
        "direction": tr("Direction"),
        "tag": tr("Tag"),
        "city": tr("City"),
        "country": tr("Country"),
        "attempt": tr("Attempt number"),
        "weekday": tr("Weekday (their clock)"),
        "hour": tr("Hour (their clock)"),
        "reached": tr("Who was reached"),
    }


def rate_by(count: Count, by: str) -> str:
    """What is compared by what: "Conversations per connect, by script"."""
    return filled(tr("%1, by %2"), rate_name(count), by[:1].lower() + by[1:])


def percent_of(rate: Rate, fine: bool = False) -> str:
    """The share and what of: "12.6 % of 486"; `fine` with a decimal however few they are."""
    shown = number(rate.share or 0, FINE) + NBSP + "%" if fine else percent(rate)
    return filled(tr("%1 of %2"), shown, texts.grouped(rate.n))
