"""Of many with one name, those that a row may be, found by what they say and without looking at each of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
FEW = 8  # so many are looked at one by one
MOST_COMPARED = 100  # of those that share a mark, the oldest


class Index(Generic[T]):
    """Who has a name, a number or a mark: mostly one, for whom no list is made. No more than `most` are kept."""

    __slots__ = ("_most", "_there")

    def __init__(self, most: int) -> None:
        self._most = most
        self._there: dict[object, T | list[T]] = {}

    def at(self, key: object) -> Sequence[T]:
        there = self._there.get(key, ())
        return there if isinstance(there, list | tuple) else (there,)

    def enter(self, key: object, one: T) -> None:
        there = self._there.get(key)
        if there is None:
            self._there[key] = one
        elif not isinstance(there, list):
            if there != one:
                self._there[key] = [there, one]
        elif len(there) < self._most and one not in there:
            there.append(one)


class Namesakes(Generic[T]):
    """Those of one name, oldest first, each known by its place among them.

    A mark stands for one thing that one of them says; where two differ they may still be one number, so that marks only
    tell whom to compare, and decide nothing. They are made where there are more than a FEW.
    """

    __slots__ = ("_by_mark", "_marks_of", "all")

    def __init__(self, marks_of: Callable[[T], Iterable[int]]) -> None:
        self.all: list[T] = []
        self._marks_of = marks_of
        self._by_mark: Index[int] | None = None

    @property
    def are_few(self) -> bool:
        return self._by_mark is None

    def enter(self, one: T) -> int:
        """Its place among them."""
        place = len(self.all)
        self.all.append(one)
        if self._by_mark is not None:
            self.mark(place, self._marks_of(one))
        elif place >= FEW:
            self._by_mark = Index(MOST_COMPARED)
            for at, each in enumerate(self.all):
                self.mark(at, self._marks_of(each))
        return place

    def mark(self, place: int, marks: Iterable[int]) -> None:
        """Let one of them be found by further marks."""
        if self._by_mark is not None:
            for mark in marks:
                self._by_mark.enter(mark, place)

    def with_any(self, marks: Iterable[int]) -> list[T]:
        """Those that have one of these marks; of each mark, the oldest MOST_COMPARED."""
        index = self._by_mark
        if index is None:
            return self.all
        return [self.all[at] for at in sorted({at for mark in marks for at in index.at(mark)})]

    def with_each(self, groups: Iterable[Sequence[int]], whole: int) -> list[T]:
        """Those that may have one mark of each group, or the mark `whole`: all that share the rarest group."""
        index = self._by_mark
        if index is None:
            return self.all
        groups = list(groups)
        if not groups:
            return self.all[:MOST_COMPARED]
        rarest = min(groups, key=lambda marks: sum(len(index.at(mark)) for mark in marks))
        return self.with_any((*rarest, whole))
