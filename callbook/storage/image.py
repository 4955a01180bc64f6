"""What stood where a step wrote, in the order it wrote: one row at a time, or a run of rows that it put in."""

from bisect import bisect_right, insort
from collections.abc import Iterator
from typing import TypeAlias

from callbook.storage.records import Row

Key: TypeAlias = tuple[str, int]
Stood: TypeAlias = Row | range | None
"""A row as it was; None where there was none; a range where there was none from its first id to its last."""


class Image:
    """For each row touched, what stood there before it was touched first. A list of 100,000 rows that came in is some
    hundred runs."""

    __slots__ = ("_parts", "_rows", "_runs")

    def __init__(self) -> None:
        self._parts: dict[Key, Stood] = {}  # a run under its first id
        self._runs: dict[str, list[int]] = {}  # table -> first ids, in their order
        self._rows = 0

    def __len__(self) -> int:
        """How many rows."""
        return self._rows

    def __contains__(self, key: Key) -> bool:
        if key in self._parts:
            return True
        table, row_id = key
        firsts = self._runs.get(table, [])
        at = bisect_right(firsts, row_id)
        run = self._parts[table, firsts[at - 1]] if at else None
        return isinstance(run, range) and row_id in run

    @property
    def parts(self) -> int:
        """How many rows and runs it holds."""
        return len(self._parts)

    def keep(self, key: Key, stood: Row | None) -> None:
        """Keep what stood there, unless it was touched before."""
        if key not in self:
            self._parts[key] = stood
            self._rows += 1

    def keep_made(self, table: str, ids: range) -> None:
        """Keep that there was no row of these ids; none of them was touched before."""
        if len(ids) == 1:
            self.keep((table, ids[0]), None)
        elif ids:
            self._parts[table, ids[0]] = ids
            insort(self._runs.setdefault(table, []), ids[0])
            self._rows += len(ids)

    def merge(self, later: "Image") -> None:
        """Take on what a later step touched first."""
        for (table, row_id), stood in later._parts.items():
            if isinstance(stood, range):
                self.keep_made(table, stood)
            else:
                self.keep((table, row_id), stood)

    def last(self, count: int) -> list[tuple[Key, Stood]]:
        """What was touched last, the very last first, until it is `count` rows; of a run no more than that."""
        found: list[tuple[Key, Stood]] = []
        for (table, row_id), stood in reversed(self._parts.items()):
            if count <= 0:
                break
            if isinstance(stood, range):
                stood = stood[-count:]
                row_id = stood[0]
            found.append(((table, row_id), stood))
            count -= len(stood) if isinstance(stood, range) else 1
        return found

    def drop_last(self, count: int) -> None:
        """Forget what `last` of this count answers with."""
        for (table, _), stood in self.last(count):
            key, whole = self._parts.popitem()
            if isinstance(stood, range) and isinstance(whole, range):
                self._runs[table].remove(key[1])
                self._rows -= len(whole)
                self.keep_made(table, whole[: len(whole) - len(stood)])
            else:
                self._rows -= 1

    def ids(self) -> Iterator[tuple[str, range]]:
        """The ids of the rows touched, by their tables."""
        for (table, row_id), stood in self._parts.items():
            yield table, stood if isinstance(stood, range) else range(row_id, row_id + 1)
