"""Looking up now and then from a long reading, to see whether anybody still waits for it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
EVERY = 500  # rows or lines

Watch = Callable[[], object]
"""Called again and again while something is read; what it raises ends the reading."""


def unwatched() -> None:
    """Never ends anything."""


def watched(parts: Iterable[T], watch: Watch) -> Iterator[T]:
    """The same parts, with a look up before the first and every so many."""
    for number, part in enumerate(parts):
        if number % EVERY == 0:
            watch()
        yield part
