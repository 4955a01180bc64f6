"""Groups of calls beside each other by one rate, counted aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from callbook.domain.comparing import Verdict, verdict
from callbook.domain.stats import RATES, TOO_FEW, Count, Rate
from callbook.storage import insights
from callbook.storage.engine import Connection
from callbook.ui.insights.grouping import DIMENSIONS, By, Group, groups
from callbook.ui.insights.question import Question

MOST_COMPARED = 50
"""Of more groups those with the largest n are compared and drawn."""

SHOWN_OF_A_NAME = 36
"""Characters of a name that find room wherever it stands, half of them from its end."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`rows` are groups with their rates, in the order of their names; `left_out` those beyond the fifty largest. Where
    `parts` is true the rates are shares of the same attempts, and there is nothing to compare."""

    question: Question
    by: By
    count: Count
    rows: tuple[tuple[Group, Rate], ...] = ()
    left_out: int = 0
    verdict: Verdict = Verdict(0)
    parts: bool = False

    @property
    def unit(self) -> Count:
        """What the rates are of."""
        return RATES[self.count]


def compared(connection: Connection, by: By, count: Count, question: Question) -> Compared:
    """Count one comparison. StorageError where the file fails, or the reading is stopped."""
    found = groups(connection, by, question.sums(connection, DIMENSIONS[by]))
    if by is By.REACHED:
        tries = sum(group.tally.attempts for group in found)
        parts = tuple((group, Rate(group.tally.attempts, tries)) for group in found)
        return Compared(question, by, Count.CONNECTS, parts, parts=True)
    names = told_apart([group.name for group in found])
    named = [replace(group, name=name) for group, name in zip(found, names, strict=True)]
    if count is Count.HELD:
        named = with_open_meetings(connection, named, question)
    rated = [(group, group.rate(count)) for group in named]
    largest = sorted(rated, key=lambda pair: -pair[1].n)[:MOST_COMPARED]
    rows = tuple(sorted(largest, key=lambda pair: pair[0].place))
    told = verdict([rate for _, rate in rows], least=TOO_FEW)
    return Compared(question, by, count, rows, len(rated) - len(rows), told)


def with_open_meetings(connection: Connection, found: Sequence[Group], question: Question) -> list[Group]:
    """The groups of one dimension, each with how many of its meetings are still open."""
    counted: dict[str | int, int] = {}
    for dimension in {group.dimension for group in found}:
        counted = insights.open_meetings_by(connection, dimension, question.since, question.until, question.whose)
    return [replace(group, still_open=sum(counted.get(what, 0) for what in group.whats)) for group in found]


def told_apart(names: Sequence[str]) -> list[str]:
    """The names, with a number before those that would read alike once their middle gives way."""
    half = SHOWN_OF_A_NAME // 2
    flat = [" ".join(name.split()) for name in names]
    shown = [name if len(name) <= SHOWN_OF_A_NAME else f"{name[:half]}…{name[-half:]}" for name in flat]
    times, met = Counter(shown), Counter[str]()
    told = []
    for name, short in zip(flat, shown, strict=True):
        met[short] += 1
        told.append(f"{met[short]} · {name}" if times[short] > 1 else name)
    return told
