"""What can be printed: a week on a page, and a sheet to take along on visits."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from callbook.domain.errors import UserError
from callbook.domain.weeks import Week, last_whole_week
from callbook.domain.when import local_day
from callbook.storage import visits as visit_reader
from callbook.storage import week as week_reader
from callbook.storage.engine import Connection
from callbook.storage.visits import VisitReading
from callbook.storage.week import WeekReading
from callbook.storage.whole import snapshot
from callbook.ui import texts
from callbook.ui.printed.file import write_printed
from callbook.ui.printed.parts import Printed
from callbook.ui.printed.visits import visit_sheet
from callbook.ui.printed.week import week_page
from callbook.ui.printed.wording import tr
from callbook.ui.texts import filled

__all__ = ["Made", "made_of_visits", "made_of_week", "read_visits", "read_week_of", "report", "write_printed"]

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Made:
    """Something to print; `told` says what it is, `left_out` how many prospects do not stand in it."""

    printed: Printed
    told: str
    left_out: int = 0


def report(source: Path, week: Week | None, visits: str | None, *, now: datetime, zone: ZoneInfo) -> Made:
    """What was asked for of the book at `source`: a week, None for the last whole one, or with `visits` a visit sheet,
    of "today" or a city. UserError where there is nothing to print; StorageError where the book cannot be read."""
    with closing(Connection(source, read_only=True)) as book:
        if visits is None:
            return made_of_week(read_week_of(book, week or last_whole_week(local_day(now, zone)), now, zone))
        if visits.strip().casefold() == TODAY:
            return made_of_visits(read_visits(book, lambda: visit_reader.of_today(book, now, zone)), tr("today"))
        city = visits.strip()
        return made_of_visits(read_visits(book, lambda: visit_reader.of_city(book, city, now, zone)), city)


def read_week_of(book: Connection, week: Week, now: datetime, zone: ZoneInfo) -> WeekReading:
    """A week as the book is at this moment. UserError for one that has not begun."""
    if week.first > local_day(now, zone):
        raise UserError("This week has not begun yet.", "Choose this week or one before it.")
    with snapshot(book):
        return week_reader.read(book, week, now, zone)


def read_visits(book: Connection, read: Callable[[], VisitReading]) -> VisitReading:
    """A round as the book is at this moment. UserError where there is nobody to visit."""
    with snapshot(book):
        reading = read()
    if not reading.visits:
        raise UserError("There is nobody to visit here.", "Choose other prospects, or plan a walk-in as next action.")
    return reading


def made_of_week(reading: WeekReading) -> Made:
    printed = week_page(reading)
    return Made(printed, printed.title)


def made_of_visits(reading: VisitReading, name: str) -> Made:
    """`name` says whose round it is."""
    shown = len(reading.visits)
    told = texts.counted(tr("1 visit"), tr("%n visits"), shown)
    left_out = reading.total - shown
    if left_out:
        told = filled(tr("%1 of %2, by postcode and street"), told, texts.grouped(reading.total))
    return Made(visit_sheet(reading, name), told, left_out)
