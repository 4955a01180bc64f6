"""Calls told apart by one thing, each group with its name and what finds its calls again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QLocale

from callbook.domain.facts import Dimension
from callbook.domain.outcome import Reached
from callbook.domain.script import Channel, Direction, Purpose
from callbook.domain.stats import Count, Rate, Tally
from callbook.storage import insights
from callbook.storage.engine import Connection
from callbook.storage.insights import Sums
from callbook.ui import texts
from callbook.ui.insights.words import tr
from callbook.ui.texts import filled


class By(StrEnum):
    """By what calls are told apart."""

    SCRIPT = "script"
    VERSION = "version"
    OPENER = "opener"
    PURPOSE = "purpose"
    CHANNEL = "channel"
    DIRECTION = "direction"
    TAG = "tag"
    CITY = "city"
    COUNTRY = "country"
    ATTEMPT = "attempt"
    WEEKDAY = "weekday"
    HOUR = "hour"
    REACHED = "reached"


DIMENSIONS = {
    By.SCRIPT: Dimension.VERSION,
    By.WEEKDAY: Dimension.HOUR,
} | {by: Dimension(by.value) for by in By if by not in (By.SCRIPT, By.WEEKDAY)}


@dataclass(frozen=True, slots=True)
class Group:
    """Some calls: `whats` are what of the dimension they are, `place` where they stand in the order of names. Of their
    meetings so many are `still_open`, where that is counted."""

    name: str
    tally: Tally
    dimension: Dimension
    whats: tuple[str | int, ...]
    place: tuple[int, str] = (0, "")
    still_open: int = 0

    def rate(self, count: Count) -> Rate:
        return self.tally.rate(count, self.still_open)


Known = Callable[[str | int], tuple[object, str, int] | None]
"""Of something counted its group, that group's name, and its place before names; None where it is none."""


def groups(connection: Connection, by: By, sums: Sums) -> list[Group]:
    """The groups with anything counted, in the order of their names: days of the week and numbers in their own."""
    dimension = DIMENSIONS[by]
    known = NAMES[by](connection)
    found: dict[object, Group] = {}
    for what, tally in sums.by(dimension).items():
        named = known(what)
        if named is None:
            continue
        key, name, place = named
        before = found.get(key) or Group(name, Tally(), dimension, (), (place, name.casefold()))
        found[key] = Group(name, before.tally + tally, dimension, (*before.whats, what), before.place)
    return sorted(found.values(), key=lambda group: group.place)


def scripts(connection: Connection) -> Known:
    wordings = insights.wordings(connection)

    def known(what: str | int) -> tuple[object, str, int] | None:
        one = wordings.get(int(what))
        return None if one is None else (one.script_id, one.script, 0)

    return known


def versions(connection: Connection) -> Known:
    wordings = insights.wordings(connection)

    def known(what: str | int) -> tuple[object, str, int] | None:
        one = wordings.get(int(what))
        return None if one is None else (what, version_name(one), 0)

    return known


def version_name(one: insights.Wording) -> str:
    return filled(tr("%1, v%2"), one.script, str(one.number))


def openers(connection: Connection) -> Known:
    found = insights.openers(connection)

    def known(what: str | int) -> tuple[object, str, int] | None:
        one = found.get(int(what))
        # The same words in two versions are the same opener.
        return None if one is None else (" ".join(one[0].split()), " ".join(one[0].split()), 0)

    return known


def tags(connection: Connection) -> Known:
    found = insights.tags(connection)
    return lambda what: (what, found[int(what)], 0) if int(what) in found else None


def named(names: Mapping[str, str], nothing: str = "") -> Callable[[Connection], Known]:
    """Things known by a word, in the order given."""
    order = list(names)
    return lambda connection: lambda what: (
        (what, names[str(what)], order.index(str(what))) if what in names else (what, nothing or str(what), 99)
    )


def cities(connection: Connection) -> Known:
    """Written alike but for capitals is the same city."""

    def known(what: str | int) -> tuple[object, str, int]:
        name = " ".join(str(what).split())
        return (name.casefold(), name, 0) if name else unknown()

    return known


def countries(connection: Connection) -> Known:
    return lambda what: (what, country_name(str(what)), 0) if what else unknown()


def country_name(code: str) -> str:
    """A country by its name; a code that is not known as it stands."""
    territory = QLocale.codeToTerritory(code)
    return code if territory is QLocale.Country.AnyCountry else QLocale.territoryToString(territory)


def unknown() -> tuple[object, str, int]:
    return "", tr("Not known"), 1


def tries(connection: Connection) -> Known:
    return lambda what: (what, filled(tr("Attempt %1"), str(what)), int(what))


def weekdays(connection: Connection) -> Known:
    return lambda what: (
        int(what) // 24,
        QLocale().dayName(int(what) // 24 + 1, QLocale.FormatType.LongFormat),
        int(what) // 24,
    )


def hours(connection: Connection) -> Known:
    return lambda what: (int(what) % 24, f"{int(what) % 24}:00\u00a0–\u00a0{int(what) % 24}:59", int(what) % 24)


def purposes(connection: Connection) -> Known:
    return named({one.value: texts.purpose(one) for one in Purpose})(connection)


def channels(connection: Connection) -> Known:
    return named({one.value: texts.channel(one) for one in Channel})(connection)


def directions(connection: Connection) -> Known:
    return named({one.value: texts.direction(one) for one in Direction})(connection)


def reached(connection: Connection) -> Known:
    """The right person first."""
    names = {one.value: texts.reached(one) for one in reversed(Reached)}
    return named({key: name[:1].upper() + name[1:] for key, name in names.items()}, tr("Not kept"))(connection)


NAMES: dict[By, Callable[[Connection], Known]] = {
    By.SCRIPT: scripts,
    By.VERSION: versions,
    By.OPENER: openers,
    By.PURPOSE: purposes,
    By.CHANNEL: channels,
    By.DIRECTION: directions,
    By.TAG: tags,
    By.CITY: cities,
    By.COUNTRY: countries,
    By.ATTEMPT: tries,
    By.WEEKDAY: weekdays,
    By.HOUR: hours,
    By.REACHED: reached,
}
