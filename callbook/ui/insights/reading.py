"""What the page of numbers shows, counted in one go on a read-only connection."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from callbook.domain.comparing import Verdict, verdict
from callbook.domain.facts import Dimension
from callbook.domain.script import Direction
from callbook.domain.settings import BookSettings
from callbook.domain.stats import TOO_FEW, Count, Tally
from callbook.domain.streak import Streak, streak
from callbook.domain.workdays import holidays_of
from callbook.storage import behind, insights, settings
from callbook.storage.behind import Behind
from callbook.storage.engine import Connection
from callbook.storage.insights import RECENT_DAYS, Sums
from callbook.ui.insights.grouping import By, Group, groups
from callbook.ui.insights.question import Period, Question, total

SHOWN_DAYS = 30
"""How many days the chart of attempts a day goes back from the last one, whatever the period."""
MOST_MONTHS = 24
LAST_ATTEMPTS = 100
A_YEAR, A_WEEK = 365, 7

COUNTED = (
    Dimension.ALL, Dimension.VERSION, Dimension.HOUR, Dimension.REASON, Dimension.REACHED_AT, Dimension.WAITED,
    Dimension.DIRECTION,
)  # fmt: skip
"""What the cards need."""

Reasons = tuple[tuple[str, int, int], ...]
"""Label ("" where none was kept), id, and how many refusals; commonest first."""


@dataclass(frozen=True, slots=True)
class OverTime:
    """Refusals by reason over equal spans of time: first day and last of each span, and how many of each reason."""

    spans: tuple[tuple[date, date], ...] = ()
    counts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    weeks: bool = False


@dataclass(frozen=True, slots=True)
class Cheer:
    """What has been done: attempts in all, the streak, and what the last so many attempts brought."""

    attempts: int
    streak: Streak
    last: int
    brought: Mapping[Count, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """`days` are the last 30 of the period, oldest first, each with its attempts; `hours` (weekday, hour) of their
    clock -> (attempts, connects). `reached_at` is how many were first reached at which attempt, `waited` how many first
    meetings were set how many days after the first attempt, `ahead` the meetings set that are still open, `came_in`
    those set in calls that came in, which are in no count of attempts. Of a period
    without attempts `earlier` and `later` tell whether any was made before it, and after it."""

    question: Question
    tally: Tally
    by_script: tuple[Group, ...]
    verdict: Verdict
    days: tuple[tuple[date, int], ...]
    hours: Mapping[tuple[int, int], tuple[int, int]]
    refusals: Reasons
    over_time: OverTime
    reached_at: Mapping[int, int]
    waited: Mapping[int, int]
    stages: Mapping[str, int]
    cheer: Cheer | None
    settings: BookSettings
    ahead: int
    came_in: int
    earlier: bool
    later: bool

    @property
    def nothing(self) -> bool:
        """Whether the period holds nothing to show."""
        return not self.tally.attempts and not self.refusals

    @property
    def days_called(self) -> int:
        """Days with at least one attempt, of the days shown."""
        return sum(1 for _, attempts in self.days if attempts)

    @property
    def days_met(self) -> int:
        """Days on which the daily goal was met; none where there is no goal."""
        goal = self.settings.daily_goal
        return sum(1 for _, attempts in self.days if goal and attempts >= goal)


def read(connection: Connection, question: Question) -> Reading:
    """Count everything for one question. StorageError where the file fails, or the reading is stopped."""
    sums = question.sums(connection, *COUNTED)
    tally = total(sums)
    scripts = tuple(group for group in groups(connection, By.SCRIPT, sums) if group.tally.attempts)
    chosen = settings.settings(connection)
    return Reading(
        question=question,
        tally=tally,
        by_script=scripts,
        verdict=verdict([group.tally.conversation_rate for group in scripts], least=TOO_FEW),
        days=attempts_a_day(sums, question),
        hours=attempts_by_hour(sums),
        refusals=refusals(connection, sums),
        over_time=refusals_over_time(sums, question),
        reached_at={int(at): one.calls for at, one in sums.by(Dimension.REACHED_AT).items()},
        waited={int(days): one.calls for days, one in sums.by(Dimension.WAITED).items()},
        stages=insights.stages(connection, question.whose),
        cheer=None if question.whose else cheer(connection, chosen, question.today),
        settings=chosen,
        ahead=insights.open_meetings(connection, question.since, question.until, question.whose),
        came_in=sums.by(Dimension.DIRECTION).get(Direction.INBOUND, Tally()).meetings,
        earlier=not tally.attempts and question.before().any_attempt(connection),
        later=not tally.attempts and question.after().any_attempt(connection),
    )


def attempts_a_day(sums: Sums, question: Question) -> tuple[tuple[date, int], ...]:
    """Attempts on each of the last 30 days of the period."""
    first = max(question.since, question.until - timedelta(days=SHOWN_DAYS - 1))
    made = {day: one.attempts for (_, day), one in sums.by_recent_day(Dimension.ALL).items()}
    shown = [first + timedelta(days=after) for after in range((question.until - first).days + 1)]
    return tuple((day, made.get(day, 0)) for day in shown)


def attempts_by_hour(sums: Sums) -> dict[tuple[int, int], tuple[int, int]]:
    """(weekday, hour) of their clock -> (attempts, connects); calls whose clock was not known are left out."""
    counted = sums.by(Dimension.HOUR)
    return {divmod(int(hour), 24): (one.attempts, one.connects) for hour, one in counted.items()}


def refusals(connection: Connection, sums: Sums) -> Reasons:
    labels = insights.reasons(connection)
    counted = sums.by(Dimension.REASON).items()
    found = [(labels.get(int(key), ""), int(key), one.calls) for key, one in counted]
    return tuple(sorted(found, key=lambda reason: (-reason[2], reason[0].casefold())))


def refusals_over_time(sums: Sums, question: Question) -> OverTime:
    """By week where these are few enough, else by month, else by year; of all calls from the first refusal on."""
    months = sums.refusals_by_month()
    if not months:
        return OverTime()
    counted, until = months, question.until
    ever = question.period is Period.ALL
    since = first_of(months) if ever else question.since
    weeks = (until - since).days < RECENT_DAYS
    if weeks:
        counted = {key: one.calls for key, one in sums.by_recent_day(Dimension.REASON).items()}
    if weeks and ever:
        first = first_of(counted)
        since = first - timedelta(days=first.weekday())
    spans = spans_between(since, until, weeks)
    counts: dict[int, list[int]] = {}
    starts = [start for start, _ in spans]
    for (reason, day), number in counted.items():
        at = max(0, bisect_right(starts, day) - 1)  # the first month may begin before the first day asked for
        counts.setdefault(int(reason), [0] * len(spans))[at] += number
    return OverTime(tuple(spans), {key: tuple(some) for key, some in counts.items()}, weeks)


def first_of(counted: Mapping[tuple[str | int, date], int]) -> date:
    return min(day for _, day in counted)


def spans_between(since: date, until: date, weeks: bool) -> list[tuple[date, date]]:
    """Calendar weeks from Monday on, months or years from one day to another; the first and the last are cut."""
    starts = [since]
    monthly = (until.year - since.year) * 12 + until.month - since.month < MOST_MONTHS
    while (following := next_start(starts[-1], weeks, monthly)) <= until:
        starts.append(following)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [until]
    return list(zip(starts, ends, strict=True))


def next_start(day: date, weeks: bool, monthly: bool) -> date:
    if weeks:
        return day + timedelta(days=7 - day.weekday())
    if monthly:
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return date(day.year + 1, 1, 1)


def cheer(connection: Connection, chosen: BookSettings, today: date) -> Cheer:
    """What has been done up to now with everybody, whatever the period."""
    last = {
        count: behind.count(connection, Behind(count, last=LAST_ATTEMPTS))
        for count in (Count.ATTEMPTS, Count.CONNECTS, Count.CONVERSATIONS, Count.MEETINGS)
    }
    attempts = insights.tally(connection, date.min, date.max).attempts
    return Cheer(attempts, streak_until(connection, chosen, today), last.pop(Count.ATTEMPTS), last)


def streak_until(connection: Connection, chosen: BookSettings, until: date) -> Streak:
    """The streak within the last year; where it fills that, within all years."""
    if not chosen.daily_goal:
        return Streak()
    off = holidays_of(chosen.home_country, "", tuple(range(until.year - 1, until.year + 1)))
    found = Streak()
    for since in (max(until - timedelta(days=A_YEAR), date.min), date.min):
        days = insights.by_day(connection, Dimension.ALL, since, until)
        attempts = {day: one.attempts for (_, day), one in days.items()}
        found = streak(attempts, chosen.daily_goal, until, off)
        if found.since is None or (found.since - since).days > A_WEEK:
            break
    return found
