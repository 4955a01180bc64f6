"""Words that printed pages share, and long texts cut so that a page stays readable."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from callbook.domain.paper import Paper, paper_of
from callbook.domain.settings import BookSettings
from callbook.domain.weeks import Week
from callbook.domain.when import Due, local_day
from callbook.ui import texts
from callbook.ui.texts import filled


def tr(text: str) -> str:
    return QCoreApplication.translate("printed", text)


def language() -> str:
    """The language of the words themselves, for readers that speak: its code, as BCP 47 has it."""
    return tr("en")


def paper(settings: BookSettings) -> Paper:
    """By the user's own country, else by the machine's."""
    return paper_of(settings.home_country or QLocale.territoryToCode(QLocale().territory()))


def cut(text: str, most: int) -> str:
    """At most so many signs of a text, whole words where there are any, and … where something is left out."""
    text = text.strip()
    if len(text) <= most:
        return text
    kept = text[:most]
    blank = kept.rfind(" ")
    return kept[: blank if blank > most // 2 else most].rstrip() + "…"


def one_line(text: str, most: int) -> str:
    return cut(" ".join(text.split()), most)


def more(count: int) -> str:
    """What a cut list says below: "and 12 more"; "" where nothing is left out."""
    return filled(tr("and %1 more"), texts.grouped(count)) if count > 0 else ""


def day(value: date) -> str:
    """ "Mon 16 Nov 2026"."""
    return texts.day_and_month(value, with_year=True, with_weekday=True)


def as_of(now: datetime, zone: ZoneInfo) -> str:
    """ "Sun 22 Nov 2026 15:03"."""
    return f"{day(local_day(now, zone))} {texts.clock(now, zone)}"


def when(due: Due, now: datetime, zone: ZoneInfo, theirs: ZoneInfo | None) -> str:
    """By our clock, and by theirs where that shows another time."""
    return texts.due_reading(due, now, zone, theirs)


def week_name(week: Week) -> str:
    """ "Week 47, 16 – 22 Nov 2026"."""
    first, last = week.first, week.last
    days = texts.span(first, last)
    if (first.year, first.month) == (last.year, last.month) and texts.day_leads():
        days = filled(tr("%1 – %2"), str(first.day), texts.day_and_month(last, True))
    return filled(tr("Week %1, %2"), str(week.number), days)
