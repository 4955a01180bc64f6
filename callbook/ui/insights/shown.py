"""A reading as what the figures show: rows, bars and cells, each with its words and the calls behind it."""

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import QLocale

from callbook.domain.facts import Dimension
from callbook.domain.prospect import Stage
from callbook.domain.settings import BookSettings, named_stages
from callbook.domain.stats import RATES, Count, Rate
from callbook.storage.behind import Behind
from callbook.ui import texts
from callbook.ui.insights import words
from callbook.ui.insights.bands import Band
from callbook.ui.insights.chart import Mark, Sheet
from callbook.ui.insights.columns import Step
from callbook.ui.insights.grid import Cell
from callbook.ui.insights.grouping import Group
from callbook.ui.insights.levels import Level
from callbook.ui.insights.question import Question
from callbook.ui.insights.reading import LAST_ATTEMPTS, OverTime, Reading
from callbook.ui.insights.words import tr
from callbook.ui.texts import filled

FUNNEL = (Count.ATTEMPTS, Count.CONNECTS, Count.CONVERSATIONS, Count.MEETINGS, Count.HELD)
WORKING_DAYS = range(5)
MOST_TRIES = 9
"""From this attempt on all stand in one bar."""
WAITS = ((0, 0), (1, 7), (8, 14), (15, 30), (31, 60), (61, 90), (91, 100_000))
MOST_REASONS, MOST_SPANS = 7, 14
MOST_DONE = 3  # sentences of what was done

Hours = Mapping[tuple[int, int], tuple[int, int]]
"""(weekday, Monday 0, and hour) -> (attempts, connects)."""


def calls_mark(said: str, opens: Behind, number: int, what: str, question: Question) -> Mark:
    """A mark that opens so many calls: "6 refusals · No need · last 30 days"."""
    whole = (opens.since, opens.until) == (question.since, question.until)
    days = words.asked_told(question) if whole else question.view
    told = texts.joined([part for part in (words.number_of(opens.count, number), what, days) if part])
    return Mark(said, opens if number else None, told)


def figure_mark(reading: Reading, count: Count) -> Mark:
    question = reading.question
    return calls_mark("", question.behind(count), reading.tally.count(count), "", question)


# attempts a day


def day_marks(reading: Reading) -> tuple[Mark, ...]:
    question = reading.question
    return tuple(
        calls_mark(
            f"{texts.day_and_month(day)}: {words.attempts(made)}" if made else "",
            Behind(Count.ATTEMPTS, since=day, until=day, whose=question.whose),
            made,
            texts.day_and_month(day, with_year=True),
            question,
        )
        for day, made in reading.days
    )


def day_sheet(reading: Reading, marks: tuple[Mark, ...]) -> Sheet:
    rows = tuple((texts.day_and_month(day, with_year=True), texts.grouped(made)) for day, made in reading.days)
    return Sheet((tr("Day"), tr("Attempts")), rows, marks)


# the funnel


def funnel(reading: Reading) -> tuple[Level, ...]:
    found = []
    for count in FUNNEL:
        number = reading.tally.count(count)
        mark = figure_mark(reading, count)
        share = told_rate(reading, count) if count in RATES else ""
        said = texts.joined((f"{words.count_name(count)}: {texts.grouped(number)}", share), ". ") if share else (
            f"{words.count_name(count)}: {texts.grouped(number)}"
        )
        figure = texts.joined([part for part in (short_rate(reading, count), texts.grouped(number)) if part])
        found.append(Level(words.count_name(count), number, figure, Mark(said, mark.opens, mark.told)))
    return tuple(found)


def told_rate(reading: Reading, count: Count) -> str:
    """A rate of the funnel in words; meetings that are neither held nor off are said to be open."""
    return words.told_rate(reading.tally, count, reading.ahead)


def short_rate(reading: Reading, count: Count) -> str:
    """The share of the step before: "12.6 % of 486"; "" while that is too early."""
    rate = reading.tally.rate(count, reading.ahead) if count in RATES else None
    return words.percent_of(rate) if rate is not None and words.settled(rate) else ""


def funnel_sheet(reading: Reading, levels: Iterable[Level]) -> Sheet:
    rows = []
    for count in FUNNEL:
        rate = told_rate(reading, count) if count in RATES else ""
        rows.append((words.count_name(count), texts.grouped(reading.tally.count(count)), rate))
    titles = (tr("What"), tr("How many"), tr("Of the one before, with its 95 % interval"))
    return Sheet(titles, tuple(rows), tuple(level.mark for level in levels))


# rates of groups


def bands(groups: Iterable[Group], count: Count, question: Question) -> tuple[Band, ...]:
    """A row for each group; it opens what its rate is of."""
    return tuple(band(group.name, group.rate(count), group, count, question) for group in groups)


def band(name: str, rate: Rate, group: Group, count: Count, question: Question) -> Band:
    unit = RATES[count]
    told = words.told_rate(group.tally, count, group.still_open)
    if not rate.n and not group.tally.attempts and group.tally.calls:
        told = tr("no attempts among these calls")
    opens = question.behind(unit, group.dimension, *group.whats)
    return Band(name, rate, told, calls_mark(f"{name}: {told}", opens, group.tally.count(unit), name, question))


def bands_sheet(title: str, count: Count, rows: Iterable[Band]) -> Sheet:
    of = tr("Meetings no longer open") if count is Count.HELD else words.count_name(RATES[count])
    titles = (title, words.count_name(count), of, tr("Share"), tr("95 % interval"))
    return Sheet(titles, tuple(rate_row(row) for row in rows), tuple(row.mark for row in rows))


def rate_row(row: Band) -> tuple[str, ...]:
    rate = row.rate
    counts = (texts.grouped(rate.inside), texts.grouped(rate.n))
    if not words.settled(rate):
        return row.name, *counts, tr("too early to tell"), ""
    return row.name, *counts, words.percent(rate), words.interval(rate)


def part_band(group: Group, rate: Rate, question: Question) -> Band:
    """A row for a part of all attempts; it opens these."""
    told = words.rate_words(rate, words.attempts(rate.n), words.none_yet(Count.ATTEMPTS))
    opens = question.behind(Count.ATTEMPTS, group.dimension, *group.whats)
    mark = calls_mark(f"{group.name}: {told}", opens, group.tally.attempts, group.name, question)
    return Band(group.name, rate, told, mark)


def parts_sheet(title: str, rows: Iterable[Band]) -> Sheet:
    titles = (title, words.count_name(Count.ATTEMPTS), tr("Of all"), tr("Share"), tr("95 % interval"))
    return Sheet(titles, tuple(rate_row(row) for row in rows), tuple(row.mark for row in rows))


# hours of the week


def shown_cells(hours: Hours) -> dict[tuple[int, int], Rate]:
    """The rates of the cells with enough attempts to name one."""
    rates = {at: Rate(connects, tries) for at, (tries, connects) in hours.items()}
    return {at: rate for at, rate in rates.items() if words.settled(rate)}


def week(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Cell, ...]]:
    """Lines, columns and cells of the map of the week."""
    rates = shown_cells(reading.hours)
    days = sorted({*WORKING_DAYS, *(day for day, _ in rates)})
    hours = shown_hours(rates, reading.settings)
    best = max((rate.share or 0.0 for rate in rates.values()), default=0.0)
    cells = tuple(
        Cell(
            days.index(day),
            hours.index(hour),
            str(round(100 * (rate.share or 0))),
            (rate.share or 0.0) / best if best else 0.0,
            hour_mark(day, hour, rate, reading.question),
        )
        for (day, hour), rate in sorted(rates.items())
    )
    names = tuple(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat) for day in days)
    return names, tuple(map(str, hours)), cells


def shown_hours(rates: Mapping[tuple[int, int], Rate], settings: BookSettings) -> list[int]:
    within = {*range(settings.first_hour, settings.last_hour), *(hour for _, hour in rates)}
    return list(range(min(within), max(within) + 1)) if within else []


def hour_mark(day: int, hour: int, rate: Rate, question: Question) -> Mark:
    """A cell in words: "Monday 9:00–10:00: 12 % of 25 attempts (4 – 30)"."""
    name = QLocale().dayName(day + 1, QLocale.FormatType.LongFormat)
    when = f"{name} {hour}:00–{(hour + 1) % 24}:00"
    share = f"{round(100 * (rate.share or 0))}\u00a0%"
    said = filled(tr("%1: %2 of %3 (%4)"), when, share, words.attempts(rate.n), words.interval(rate))
    opens = question.behind(Count.ATTEMPTS, Dimension.HOUR, 24 * day + hour)
    return calls_mark(said, opens, rate.n, filled(tr("%1, %2 connects"), when, share), question)


def week_sheet(reading: Reading) -> Sheet:
    """Every hour with an attempt, the thin ones with their counts."""
    rows, marks = [], []
    for (day, hour), (tries, connects) in sorted(reading.hours.items()):
        rate = Rate(connects, tries)
        marks.append(hour_mark(day, hour, rate, reading.question))
        name = QLocale().dayName(day + 1, QLocale.FormatType.LongFormat)
        share = words.percent(rate) if words.settled(rate) else tr("too early to tell")
        interval = words.interval(rate) if words.settled(rate) else ""
        rows.append((f"{name} {hour}:00", texts.grouped(connects), texts.grouped(tries), share, interval))
    titles = (tr("Hour of their clock"), tr("Connects"), tr("Attempts"), tr("Share"), tr("95 % interval"))
    return Sheet(titles, tuple(rows), tuple(marks))


# refusals


def reason_name(label: str) -> str:
    return label or tr("No reason kept")


def reasons(reading: Reading) -> tuple[Level, ...]:
    found = []
    for label, key, count in reading.refusals:
        name = reason_name(label)
        opens = reading.question.behind(Count.REFUSALS, Dimension.REASON, key)
        mark = calls_mark(f"{name}: {texts.grouped(count)}", opens, count, name, reading.question)
        found.append(Level(name, count, texts.grouped(count), mark))
    return tuple(found)


def levels_sheet(titles: tuple[str, str], levels: Iterable[Level]) -> Sheet:
    shown = tuple(levels)
    return Sheet(titles, tuple((one.name, one.figure) for one in shown), tuple(one.mark for one in shown))


def span_name(span: tuple[date, date], over_time: OverTime) -> str:
    """A week by its first day, a month by its name, a year by its number."""
    since, until = span
    if over_time.weeks:
        return texts.day_and_month(since)
    if (until - since).days > 31:
        return str(since.year)
    month = QLocale().monthName(since.month, QLocale.FormatType.ShortFormat)
    return f"{month} {since.year}" if since.month == 1 or span == over_time.spans[0] else month


def reasons_over_time(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Cell, ...]]:
    """Lines, columns and cells: the commonest reasons, span by span; of many the last, wide enough for a number."""
    over_time = reading.over_time
    shown, first = reading.refusals[:MOST_REASONS], max(0, len(over_time.spans) - MOST_SPANS)
    most = max((count for one in over_time.counts.values() for count in one[first:]), default=0)
    cells = []
    for line, (label, key, _) in enumerate(shown):
        for column, count in enumerate(over_time.counts.get(key, ())[first:]):
            if count:
                span = over_time.spans[first + column]
                mark = reason_mark(reason_name(label), key, span, count, reading.question)
                cells.append(Cell(line, column, texts.grouped(count), count / most, mark))
    columns = tuple(span_name(span, over_time) for span in over_time.spans[first:])
    return tuple(reason_name(label) for label, _, _ in shown), columns, tuple(cells)


def reason_mark(name: str, key: int, span: tuple[date, date], count: int, question: Question) -> Mark:
    when = texts.span(*span)
    opens = Behind(Count.REFUSALS, Dimension.REASON, (key,), *span, question.whose)
    return calls_mark(f"{name}, {when}: {texts.grouped(count)}", opens, count, f"{name}, {when}", question)


def reasons_sheet(reading: Reading) -> Sheet:
    """A row for each span, a column for each reason."""
    over_time = reading.over_time
    titles = (tr("From – to"), *(reason_name(label) for label, _, _ in reading.refusals))
    rows, marks = [], []
    for at, span in enumerate(over_time.spans):
        counts = [over_time.counts[key][at] for _, key, _ in reading.refusals]
        rows.append((texts.span(*span), *map(texts.grouped, counts)))
        opens = Behind(Count.REFUSALS, since=span[0], until=span[1], whose=reading.question.whose)
        marks.append(calls_mark("", opens, sum(counts), texts.span(*span), reading.question))
    return Sheet(titles, tuple(rows), tuple(marks))


# how many attempts, and how long


def tries(reading: Reading) -> tuple[Step, ...]:
    """How many were first reached at which attempt, the late ones together."""
    if not reading.reached_at:
        return ()
    last = min(MOST_TRIES, max(reading.reached_at))
    found = []
    for at in range(1, last + 1):
        keys = [key for key in sorted(reading.reached_at) if key == at or (at == MOST_TRIES and key > at)]
        count = sum(reading.reached_at[key] for key in keys)
        name = filled(tr("%1 or more"), str(at)) if at == MOST_TRIES and any(key > at for key in keys) else str(at)
        said = filled(tr("attempt %1: %2"), name, words.prospects(count))
        opens = reading.question.behind(Count.CALLS, Dimension.REACHED_AT, *keys)
        told = filled(tr("first reached at attempt %1"), name)
        short = f"{at}+" if name != str(at) else name
        found.append(Step(short, count, calls_mark(said, opens, count, told, reading.question)))
    return tuple(found)


def waits(reading: Reading) -> tuple[Step, ...]:
    """How many first meetings were set how many days after the first attempt, in spans of days."""
    if not reading.waited:
        return ()
    found = []
    for low, high in WAITS:
        keys = [days for days in sorted(reading.waited) if low <= days <= high]
        count = sum(reading.waited[key] for key in keys)
        name = wait_name(low, high)
        opens = reading.question.behind(Count.CALLS, Dimension.WAITED, *keys)
        told = filled(tr("first meeting after: %1"), name)
        mark = calls_mark(f"{name}: {words.meetings(count)}", opens, count, told, reading.question)
        found.append(Step(wait_short(low, high), count, mark))
    return tuple(found)


def wait_name(low: int, high: int) -> str:
    if high == 0:
        return tr("the same day")
    if high > 1000:
        return filled(tr("%1 days or more"), str(low))
    return filled(tr("%1 – %2 days"), str(low), str(high))


def wait_short(low: int, high: int) -> str:
    return tr("same day") if high == 0 else f"{low}+" if high > 1000 else f"{low}–{high}"


def steps_sheet(titles: tuple[str, str], steps: Iterable[Step]) -> Sheet:
    shown = tuple(steps)
    return Sheet(titles, tuple((one.name, texts.grouped(one.count)) for one in shown), tuple(one.mark for one in shown))


# the pipeline


def pipeline(reading: Reading) -> tuple[Level, ...]:
    """The prospects at each stage as the user calls it; one opens them by a search."""
    names, found = named_stages(reading.settings), []
    for stage in Stage:
        count = reading.stages.get(stage, 0)
        name = texts.stage(stage, names)
        search = " ".join(part for part in (reading.question.query, f"stage:{stage}") if part)
        if count:
            mark = Mark(f"{name}: {words.prospects(count)}", search, name)
            found.append(Level(name, count, texts.grouped(count), mark))
    return tuple(found)


# what was done


def cheer_words(reading: Reading) -> tuple[tuple[str, Mark], ...]:
    """What has been done, a sentence and what it opens each: true, and said only where there is something."""
    cheer = reading.cheer
    if cheer is None:
        return ()
    found: list[tuple[str, Mark]] = []
    made = filled(tr("%1 made in all"), words.attempts(cheer.attempts))
    ever = Behind(Count.ATTEMPTS)
    if cheer.attempts:
        found.append((made, Mark(made, ever, words.attempts(cheer.attempts))))
    run = cheer.streak
    if run.days and run.since is not None and run.until is not None:
        wanted = texts.grouped(reading.settings.daily_goal)
        goal = filled(tr("goal of %1 met %2 in a row, days off left out"), wanted, words.days(run.days))
        opens = Behind(Count.ATTEMPTS, since=run.since, until=run.until)
        found.append((goal, Mark(goal, opens, texts.span(run.since, run.until))))
    if cheer.last:
        brought = [words.number_of(count, number) for count, number in cheer.brought.items()]
        last = filled(tr("last %1"), words.attempts(cheer.last))
        told = filled(tr("%1: %2"), last, ", ".join(brought))
        found.append((told, Mark(told, Behind(Count.ATTEMPTS, last=LAST_ATTEMPTS), last)))
    return tuple(found)
