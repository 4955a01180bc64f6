"""Reading a week as it shall stand on a page: its counts and answers, and what is ahead as the book is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from callbook.domain.facts import Dimension
from callbook.domain.followup import ActionKind
from callbook.domain.place import zone_of
from callbook.domain.script import Direction
from callbook.domain.settings import BookSettings
from callbook.domain.stats import Tally
from callbook.domain.weeks import Week, week_of
from callbook.domain.when import Due, due_from_text, instant_from_text, instant_text, local_day
from callbook.storage import insights, settings
from callbook.storage.engine import Connection

WEEKS_BEFORE = 4
"""As many whole weeks before it a week is compared with."""
AHEAD = timedelta(days=14)
MOST_ANSWERS = 10  # of a question
MOST_PROMISES = 12  # of those overdue, and of those to come
MOST_MEETINGS = 30

OPEN = """
FROM next_action n JOIN prospect p ON p.id = n.prospect_id
LEFT JOIN contact k ON k.id = (SELECT id FROM contact WHERE prospect_id = p.id ORDER BY position, id LIMIT 1)
WHERE n.closed_at IS NULL AND n.deleted_at IS NULL AND p.deleted_at IS NULL
  AND (p.do_not_call_at IS NULL OR n.kind <> 'call')
"""
# The first condition is for the index on next_due, which repeats what the open next action says.
DUE_UNTIL = "AND p.next_due <= ? AND ((length(n.due) = 10 AND n.due <= ?) OR (length(n.due) > 10 AND n.due < ?))"
EARLIER = " AND n.due < (CASE WHEN length(n.due) = 10 THEN ? ELSE ? END)"  # than a day, or than a moment
LATER = EARLIER.replace("<", ">=", 1)
STEP = """
SELECT n.kind, n.due, p.id, p.name, coalesce(k.name, ''), p.zone, p.country, p.region, n.place, p.address, p.postcode,
  p.city, n.minutes, n.text
"""
ANSWERS = """
FROM call c JOIN call_fact d ON d.call_id = c.id JOIN answer_fact f ON f.call_id = c.id
JOIN answer a ON a.id = f.answer_id JOIN question q ON q.id = f.question_id
LEFT JOIN prospect p ON p.id = c.prospect_id
LEFT JOIN contact k ON k.id = coalesce(c.answered_by, c.contact_id)
WHERE c.deleted_at IS NULL AND c.started_at BETWEEN ? AND ? AND d.day BETWEEN ? AND ?
"""


@dataclass(frozen=True, slots=True)
class Step:
    """An open next action, with whom and where. `zone` is that of their clock, "" where it is not known. A meeting's
    `place` is where it was agreed on; `address` is theirs, in one line."""

    kind: ActionKind
    due: Due
    prospect_id: int
    name: str
    person: str
    zone: str
    place: str
    address: str
    minutes: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Some of the steps there are, and how many there are in all."""

    shown: tuple[Step, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person said to a question; "" where it is not known who they are."""

    prospect: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The newest answers of a week to one question, and how many there are in all."""

    question: str
    shown: tuple[Answered, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class WeekReading:
    """A week on a page. `days` are its attempts a day, from Monday; None for a day that has not come yet.

    `before` is the tally of the four weeks before it together, `each_before` of each, the latest first. What is
    `ahead` and what is promised is as of `now`: meetings of the next two weeks, steps `overdue`, and those `coming`
    due up to `until`.
    """

    week: Week
    now: datetime
    zone: ZoneInfo
    settings: BookSettings
    tally: Tally
    came_in: Tally
    each_before: tuple[Tally, ...]
    days: tuple[tuple[date, int | None], ...]
    by_script: tuple[tuple[str, Tally], ...]
    refusals: tuple[tuple[str, int], ...]
    ahead: Steps
    overdue: Steps
    coming: Steps
    until: date
    answers: tuple[Answers, ...]

    @property
    def before(self) -> Tally:
        return sum(self.each_before, Tally())

    @property
    def over(self) -> bool:
        """Whether the week has ended."""
        return local_day(self.now, self.zone) > self.week.last

    @property
    def nothing(self) -> bool:
        """Whether no call was made or came in."""
        return not self.tally.calls

    @property
    def days_called(self) -> int:
        return sum(1 for _, attempts in self.days if attempts)

    @property
    def days_met(self) -> int:
        """Days on which the daily goal was met; none where there is no goal."""
        goal = self.settings.daily_goal
        return sum(1 for _, attempts in self.days if goal and attempts is not None and attempts >= goal)


def read(book: Connection, week: Week, now: datetime, zone: ZoneInfo) -> WeekReading:
    """Everything of a week. A call counts for the day it was where it was made; StorageError where the file fails."""
    today = local_day(now, zone)
    until = week_of(today).last + timedelta(days=7)
    return WeekReading(
        week=week,
        now=now,
        zone=zone,
        settings=settings.settings(book),
        tally=insights.tally(book, week.first, week.last),
        came_in=insights.by(book, Dimension.DIRECTION, week.first, week.last).get(Direction.INBOUND, Tally()),
        each_before=tuple(
            insights.tally(book, each.first, each.last) for each in map(week.back, range(1, WEEKS_BEFORE + 1))
        ),
        days=attempts_a_day(book, week, today),
        by_script=tuple(by_script(book, week)),
        refusals=tuple(refusals(book, week)),
        ahead=meetings_ahead(book, now, zone),
        overdue=promises(book, now, zone, None),
        coming=promises(book, now, zone, until),
        until=until,
        answers=answers(book, week),
    )


def by_script(book: Connection, week: Week) -> list[tuple[str, Tally]]:
    """The tally of each script whose attempts were made with it, over all its versions, by name."""
    wordings = insights.wordings(book)
    found: dict[tuple[str, int], Tally] = {}
    for key, counted in insights.by(book, Dimension.VERSION, week.first, week.last).items():
        one = wordings.get(int(key))
        if one is not None and counted.attempts:
            script = one.script, one.script_id
            found[script] = found.get(script, Tally()) + counted
    return [(name, counted) for (name, _), counted in sorted(found.items())]


def refusals(book: Connection, week: Week) -> list[tuple[str, int]]:
    """Reasons given by those not interested, commonest first; "" where none was kept."""
    labels = insights.reasons(book)
    counted = insights.by(book, Dimension.REASON, week.first, week.last)
    return sorted(((labels.get(int(key), ""), one.calls) for key, one in counted.items()), key=lambda one: -one[1])


def attempts_a_day(book: Connection, week: Week, today: date) -> tuple[tuple[date, int | None], ...]:
    counted = insights.by_day(book, Dimension.ALL, week.first, week.last)
    found = {day: counted.get(("", day), Tally()).attempts for day in week.days}
    return tuple((day, count if day <= today or count else None) for day, count in found.items())


def meetings_ahead(book: Connection, now: datetime, zone: ZoneInfo) -> Steps:
    """Meetings from this minute on, of the next two weeks, the earliest first."""
    today, moment = local_day(now, zone), instant_text(now)
    last = today + AHEAD
    where, values = due_until(last, zone)
    where += f" AND n.kind = 'meeting'{LATER}"
    return steps(book, where, [*values, today.isoformat(), moment], "n.due, n.id", MOST_MEETINGS)


def promises(book: Connection, now: datetime, zone: ZoneInfo, until: date | None) -> Steps:
    """Next actions that are overdue, or with `until` those due from now to the end of that day; those for which
    something was typed come first. Meetings that are still ahead are not among them: see `meetings_ahead`."""
    today, moment = local_day(now, zone), instant_text(now)
    where, values = due_until(until or today, zone)
    where += EARLIER if until is None else f" AND n.kind <> 'meeting'{LATER}"
    return steps(book, where, [*values, today.isoformat(), moment], "n.text = '', n.due, n.id", MOST_PROMISES)


def due_until(day: date, zone: ZoneInfo) -> tuple[str, list[Any]]:
    """The condition that a step is due by the end of a day in `zone`, with its values."""
    next_day = day + timedelta(days=1)
    end = instant_text(datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone))
    return DUE_UNTIL, [max(day.isoformat() + "T", end), day.isoformat(), end]


def steps(book: Connection, where: str, values: Sequence[Any], order: str, most: int) -> Steps:
    total = int(book.sql(f"SELECT count(*) {OPEN} {where}", values)[0][0])
    rows = book.sql(f"{STEP} {OPEN} {where} ORDER BY {order} LIMIT {most}", values) if total else []
    return Steps(tuple(map(step_of, rows)), total)


def step_of(row: tuple[Any, ...]) -> Step:
    kind, due, key, name, person, zone, country, region, place, address, postcode, city, minutes, text = row
    return Step(
        kind=ActionKind(kind),
        due=due_from_text(due),
        prospect_id=key,
        name=name,
        person=person,
        zone=zone or zone_of(country, region),
        place=place,
        address=", ".join(part for part in (" ".join(address.split()), f"{postcode} {city}".strip()) if part),
        minutes=minutes,
        text=text,
    )


def answers(book: Connection, week: Week) -> tuple[Answers, ...]:
    """What was said in the calls of a week, by question, the most answered first."""
    # A day begins up to 14 hours before it does in UTC, and ends up to 12 after: the first bounds are for the index.
    wide = [instant_text(midnight(day)) for day in (week.first - timedelta(days=1), week.last + timedelta(days=2))]
    values = [*wide, week.first.isoformat(), week.last.isoformat()]
    counted = book.sql(f"SELECT q.id, q.text, count(*) AS n {ANSWERS} GROUP BY q.id ORDER BY n DESC, q.id", values)
    names = "coalesce(p.name, ''), coalesce(k.name, ''), a.text"
    # The sign keeps SQLite from going through all answers there ever were to the question.
    newest = f"SELECT {names} {ANSWERS} AND +q.id = ? ORDER BY f.started_at DESC, a.id DESC LIMIT {MOST_ANSWERS}"
    return tuple(
        Answers(text, tuple(Answered(*row) for row in book.sql(newest, [*values, key])), int(total))
        for key, text, total in counted
    )


def midnight(day: date) -> datetime:
    return instant_from_text(f"{day.isoformat()}T00:00:00Z")
