"""The week on a page: the reading of a week in words and pictures."""

from collections.abc import Callable, Iterable
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QDate, QLocale

from callbook.domain.followup import ActionKind
from callbook.domain.stats import Rate, Tally
from callbook.domain.weeks import Measure, comparable, rate_of, stands_out
from callbook.storage.week import Answered, Answers, Step, Steps, WeekReading
from callbook.ui import texts
from callbook.ui.insights import words
from callbook.ui.printed.parts import (
    Band,
    Bar,
    Cell,
    Day,
    Days,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Part,
    Printed,
    Table,
    Words,
)
from callbook.ui.printed.wording import as_of, cut, language, more, one_line, paper, tr, week_name, when
from callbook.ui.texts import filled

LONGEST_NAME, LONGEST_TEXT, LONGEST_ANSWER = 120, 300, 600


def week_page(reading: WeekReading) -> Printed:
    """Everything there is to say of a week, in the order in which one asks."""
    told = as_of(reading.now, reading.zone)
    name = week_name(reading.week)
    return Printed(
        title=name,
        under=filled(tr("Callbook, as of %1"), told) if reading.over else filled(tr("Not over yet: as of %1"), told),
        language=language(),
        page=tr("page %1 of %2"),
        paper=paper(reading.settings),
        parts=(
            *(empty(reading) if reading.nothing else counts(reading)),
            *meetings(reading),
            *promises(reading),
            *answers(reading),
        ),
    )


def empty(reading: WeekReading) -> list[Part]:
    return [Paragraph(tr("No calls in this week.") if reading.over else tr("No calls in this week so far."))]


def counts(reading: WeekReading) -> list[Part]:
    tally = reading.tally
    figures = (
        Figure(tr("Attempts"), texts.grouped(tally.attempts), days_called(reading)),
        figure(tr("Connects"), tally.connects, rate(tally.connect_rate, words.attempts)),
        figure(tr("Conversations"), tally.conversations, rate(tally.conversation_rate, words.connects)),
        figure(tr("Meetings set"), tally.meetings, rate(tally.meeting_rate, words.conversations)),
    )
    told = [Paragraph(line) for line in (comparison(reading), beside(reading)) if line]
    days: list[Part] = [Heading(tr("Attempts a day"), goal_words(reading)), picture(reading)] if tally.attempts else []
    return [Figures(figures), *told, *days, *scripts(reading), *refusals(reading)]


def figure(name: str, count: int, told: str) -> Figure:
    """The interval of a share stands on a line of its own: it would break after its dash."""
    return Figure(name, texts.grouped(count), told.replace(" (", "\n(", 1))


def rate(one: Rate, denominator: Callable[[int], str]) -> str:
    """A rate as Insights says it; what did not come out of its denominator is said beside it."""
    told = words.rate_words(one, denominator(one.n), tr("none to count from"))
    return f"{told} {filled(tr('and %1 beside them'), texts.grouped(one.outside))}" if one.outside and one.n else told


def days_called(reading: WeekReading) -> str:
    if not reading.days_called:
        return tr("on no day")
    return texts.counted(tr("on 1 day"), tr("on %n days"), reading.days_called)


def goal_words(reading: WeekReading) -> str:
    """How the days went against the goal: "goal of 20 met on 2 of 5 days with calls"."""
    goal = reading.settings.daily_goal
    if not goal:
        return ""
    called = texts.counted(tr("1 day with attempts"), tr("%n days with attempts"), reading.days_called)
    return filled(tr("goal of %1 met on %2 of %3"), texts.grouped(goal), str(reading.days_met), called)


def beside(reading: WeekReading) -> str:
    """What the attempts do not hold, and how long all calls of the week were together."""
    came, tally = reading.came_in, reading.tally
    told = []
    if came.calls:
        calls = texts.counted(tr("1 call came in"), tr("%n calls came in"), came.calls)
        set_there = texts.counted(tr("1 meeting set in it"), tr("%n meetings set in them"), came.meetings)
        told.append(filled(tr("Beside these: %1."), f"{calls}, {set_there}" if came.meetings else calls))
    if tally.seconds:
        told.append(filled(tr("Talk time of the whole week: %1."), texts.long_length(tally.seconds)))
    return " ".join(told)


def comparison(reading: WeekReading) -> str:
    """One sentence on this week and the weeks before, said only where the counts bear it: that a share differs, or that
    none does where there is enough to look at; else "" """
    week, before = reading.tally, reading.before
    weeks = str(len(reading.each_before))
    found = stands_out(week, before)
    if found is None:
        unclear = tr("Compared with the %1 weeks before, no share differs by more than chance may bring about.")
        return filled(unclear, weeks) if comparable(week, before) else ""
    now, then = rate_of(found, week), rate_of(found, before)
    better = (now.share or 0.0) > (then.share or 0.0)
    denominator = {
        Measure.CONNECTS: words.attempts,
        Measure.CONVERSATIONS: words.connects,
        Measure.MEETINGS: words.conversations,
    }[found]
    shares = [filled(tr("%1 of %2"), words.percent(each), denominator(each.n)) for each in (now, then)]
    return filled(sentences(better)[found], weeks, *shares)


def sentences(better: bool) -> dict[Measure, str]:
    if better:
        return {
            Measure.CONNECTS: tr("More attempts reached the right person than in the %1 weeks before: %2, then %3."),
            Measure.CONVERSATIONS: tr("More connects became conversations than in the %1 weeks before: %2, then %3."),
            Measure.MEETINGS: tr("More conversations led to a meeting than in the %1 weeks before: %2, then %3."),
        }
    return {
        Measure.CONNECTS: tr("Fewer attempts reached the right person than in the %1 weeks before: %2, then %3."),
        Measure.CONVERSATIONS: tr("Fewer connects became conversations than in the %1 weeks before: %2, then %3."),
        Measure.MEETINGS: tr("Fewer conversations led to a meeting than in the %1 weeks before: %2, then %3."),
    }


def picture(reading: WeekReading) -> Days:
    goal = reading.settings.daily_goal
    told = [f"{texts.day_and_month(day)}: {words.attempts(count)}" for day, count in reading.days if count is not None]
    return Days(
        tuple(Day(weekday_and_date(day), count, bool(goal) and (count or 0) >= goal) for day, count in reading.days),
        goal,
        ". ".join([tr("Attempts a day"), *told]),
    )


def weekday_and_date(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d")


def scripts(reading: WeekReading) -> list[Part]:
    if not reading.by_script:
        return []
    rows = tuple(script_row(name, tally) for name, tally in sorted(reading.by_script, key=lambda one: -one[1].attempts))
    counts = (tr("Attempts"), tr("Connects"), tr("Conversations per connect"))
    heads = (tr("Script"), *counts, tr("0 to 100 %"), tr("Meetings"))
    return [Heading(tr("Calls by script")), Table((0.24, 0.1, 0.1, 0.31, 0.15, 0.1), heads, rows)]


def script_row(name: str, tally: Tally) -> tuple[Cell, ...]:
    conversations = tally.conversation_rate
    low, high = conversations.interval
    band = Band(low, conversations.share or 0.0, high) if words.settled(conversations) else None
    told = (one_line(name, LONGEST_NAME), texts.grouped(tally.attempts), texts.grouped(tally.connects))
    return (*map(Words, (*told, rate(conversations, words.connects))), band, Words(texts.grouped(tally.meetings)))


def refusals(reading: WeekReading) -> list[Part]:
    total = sum(count for _, count in reading.refusals)
    if not total:
        return [] if not reading.tally.connects else [Heading(tr("Refusals")), Paragraph(tr("Nobody said no."))]
    most = max(count for _, count in reading.refusals)
    rows = tuple(
        (Words(one_line(label, LONGEST_NAME) or tr("No reason kept")), Words(texts.grouped(count)), Bar(count / most))
        for label, count in reading.refusals
    )
    told = texts.counted(tr("1 refusal"), tr("%n refusals"), total)
    return [Heading(tr("Refusals with reasons"), told), Table((0.34, 0.08, 0.58), ("", "", ""), rows)]


# What is ahead


def meetings(reading: WeekReading) -> list[Part]:
    head = Heading(tr("Meetings ahead"), filled(tr("the two weeks from %1"), as_of(reading.now, reading.zone)))
    if not reading.ahead.total:
        return [head, Paragraph(tr("None."), quiet=True)]
    rows = tuple((due(step, reading), who(step), where(step), said(step)) for step in reading.ahead.shown)
    heads = (tr("When"), tr("Who"), tr("Where"), tr("What was said"))
    return [head, Table((0.22, 0.26, 0.27, 0.25), heads, rows, more(reading.ahead.more))]


def promises(reading: WeekReading) -> list[Part]:
    until = filled(tr("due by %1"), texts.due_reading(reading.until, reading.now, reading.zone))
    groups = ((tr("Promises open: overdue"), "", reading.overdue), (tr("Promises open: ahead"), until, reading.coming))
    found: list[Part] = []
    for name, told, steps in groups:
        number = texts.grouped(steps.total) if steps.total else ""
        found.append(Heading(name, texts.joined((number, told))))
        found.append(promise_table(reading, steps) if steps.total else Paragraph(tr("None."), quiet=True))
    return found


def promise_table(reading: WeekReading, steps: Steps) -> Table:
    rows = tuple(promise_row(reading, step) for step in steps.shown)
    heads = (tr("Due"), tr("What"), tr("Who"), tr("What was said"))
    return Table((0.28, 0.1, 0.33, 0.29), heads, rows, more(steps.more))


def promise_row(reading: WeekReading, step: Step) -> tuple[Cell, ...]:
    named = one_line(texts.joined((step.name, step.person), ", "), 2 * LONGEST_NAME)
    told = due(step, reading)
    return Words(texts.joined((told.text, told.under))), Words(texts.action(step.kind)), Words(named), said(step)


def due(step: Step, reading: WeekReading) -> Words:
    """By our clock; by theirs below, where it shows another time."""
    ours, _, there = when(step.due, reading.now, reading.zone, zone_named(step.zone)).partition(" · ")
    length = texts.counted(tr("1 minute"), tr("%n minutes"), step.minutes) if step.minutes else ""
    return Words(ours, texts.joined((there, length if step.kind is ActionKind.MEETING else "")))


def zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def who(step: Step) -> Words:
    return Words(one_line(step.name, LONGEST_NAME), one_line(step.person, LONGEST_NAME))


def where(step: Step) -> Words:
    return Words(one_line(step.place or step.address, LONGEST_TEXT))


def said(step: Step) -> Words:
    return Words(cut(step.text, LONGEST_TEXT))


# What was said


def answers(reading: WeekReading) -> Iterable[Part]:
    if not reading.answers:
        return [] if reading.nothing else [Heading(tr("Answers of the week")), Paragraph(tr("None."), quiet=True)]
    found: list[Part] = []
    for one in reading.answers:
        told = texts.counted(tr("1 answer of the week"), tr("%n answers of the week"), one.total)
        found.append(Heading(one_line(one.question, LONGEST_TEXT), told))
        found.append(answer_table(one))
    return found


def answer_table(one: Answers) -> Table:
    rows = tuple((said_by(each), Words(cut(each.text, LONGEST_ANSWER))) for each in one.shown)
    return Table((0.3, 0.7), ("", ""), rows, more(one.more))


def said_by(one: Answered) -> Words:
    return Words(one_line(one.prospect, LONGEST_NAME) or tr("Somebody"), one_line(one.person, LONGEST_NAME))
