"""A book: one open file, and the one door through which it is written."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from os import urandom
from pathlib import Path
from typing import Any, TypeVar

from callbook.domain.change import Change, Op
from callbook.domain.errors import StorageError
from callbook.storage.engine import Connection, storage_errors
from callbook.storage.ids import as_value
from callbook.storage.image import Image, Key, Stood
from callbook.storage.records import MAPS, TABLE_MAPS, Row, RowMap, Value
from callbook.storage.sums import COUNTED, Recount
from callbook.storage.text_index import index_calls, index_prospects

Record = TypeVar("Record")
UNDO_DEPTH = 500
PIECE = 2000  # rows taken back or done again by one transaction, where it goes in pieces
# Whose text index entry depends on which rows: table -> column that holds the owner's id.
PROSPECT_OWNED = {
    "prospect": "id",
    "contact": "prospect_id",
    "phone": "prospect_id",
    "tagging": "prospect_id",
}
# The columns the text index is made of: saving a call changes its prospect's tries, not its words.
INDEXED = {
    "prospect": frozenset(
        ("deleted_at", "name", "website", "address", "city", "region", "postcode", "source", "notes")
        + ("what_they_do", "how_they_do_it", "sets_apart", "how_we_fit", "who_decides")
    ),
    "contact": frozenset(("prospect_id", "name", "title", "email")),
    "phone": frozenset(("prospect_id", "typed")),
    "tagging": frozenset(("prospect_id", "tag_id")),
    "call": frozenset(("deleted_at", "note", "next_text", "outcome")),
    "answer": frozenset(("call_id", "wording", "text")),
}
CALL_OWNED = {"call": "id", "answer": "call_id"}


@dataclass(slots=True)
class UndoEntry:
    """One step that can be taken back: replaying `before` in a new step is the undo, that step's own is the redo."""

    op: Op
    before: Image = field(default_factory=Image)
    merge: str = ""
    replaying: bool = False  # in pieces: what is touched meanwhile is not of it


@dataclass(slots=True)
class Step:
    """One transaction being written. Its insert, update and delete are the only writers there are."""

    book: "Book"
    op: Op
    before: Image = field(default_factory=Image)
    prospects: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    recount: Recount = field(default_factory=Recount)

    def get(self, record: type[Record], row_id: int) -> Record:
        """The record as it stands inside this step; KeyError where there is none."""
        found = self.book.get(record, row_id)
        if found is None:
            raise KeyError((record.__name__, row_id))
        return found

    def insert(self, record: Record) -> Record:
        """Write a new row and answer with the record as stored, id and uuid filled in."""
        return self.insert_many([record])[0]

    def insert_many(self, records: Iterable[Record]) -> list[Record]:
        """Write new rows of one kind, in order, by one statement, and answer with the records as stored."""
        given = list(records)
        rows = self.insert_rows(given)
        return [
            replace(record, id=row[0], uuid=row[1]) if hasattr(record, "uuid") else replace(record, id=row[0])  # type: ignore[type-var]
            for record, row in zip(given, rows, strict=True)
        ]

    def insert_rows(self, records: Iterable[Any]) -> list[Row]:
        """The same, and answer with the rows, which are quicker made: an import has hundreds of thousands. A row begins
        with its id, and its uuid where it has one."""
        given = list(records)
        if not given:
            return []
        rows = MAPS[type(given[0])]
        stored = [self._named(rows, record, key) for key, record in enumerate(given, self._next_id(rows))]
        self.book.connection.executemany(rows.insert, ((*row, rows.checksum(row)) for row in stored))
        self.before.keep_made(rows.table, range(int(stored[0][0] or 0), int(stored[-1][0] or 0) + 1))
        self._wrote(rows, stored)
        return stored

    def update(self, record: Any) -> None:
        """Write a changed record over its row; nothing happens where nothing changed."""
        rows = MAPS[type(record)]
        row = rows.row(record)
        before = self._read(rows, record.id)
        if before is None:
            raise KeyError((rows.table, record.id))
        if row != before:
            self.book.connection.execute(rows.update, (*row[1:], rows.checksum(row), record.id))
            self._remember(rows, row, before, anew=read_otherwise(rows, row, before))

    def delete(self, record: Any) -> None:
        """Take a row out. Only for what nobody typed, or what a whole new version replaces."""
        rows = MAPS[type(record)]
        before = self._read(rows, record.id)
        if before is not None:
            self.book.connection.execute(rows.delete, (record.id,))
            self.book.taken[rows.table] = max(record.id, self.book.taken.get(rows.table, 0))
            self._remember(rows, None, before)

    def restore(self, parts: Iterable[tuple[Key, Stood]]) -> None:
        """Put rows back to what the parts of an image say, in their order."""
        for (table, stood), some in groupby(parts, key=lambda part: (part[0][0], isinstance(part[1], tuple))):
            if stood:
                self._put_back(TABLE_MAPS[table], [row for _, row in some if isinstance(row, tuple)])
                continue
            for (_, row_id), ids in some:
                self._take_out(TABLE_MAPS[table], ids if isinstance(ids, range) else range(row_id, row_id + 1))

    def change(self, undone: bool | None = None) -> Change:
        touched: dict[str, set[int]] = {}
        for table, ids in self.before.ids():
            touched.setdefault(table, set()).update(ids)
        return Change(self.op, {table: frozenset(ids) for table, ids in touched.items()}, undone)

    def write_derived(self) -> None:
        """Bring in step what is kept beside the rows: the text index, and what calls count for."""
        self.recount.write(self.book.connection)
        index_prospects(self.book.connection, self.prospects)
        index_calls(self.book.connection, self.calls)

    def _read(self, rows: RowMap, row_id: int) -> Row | None:
        found: Row | None = self.book.connection.execute(rows.select, (row_id,)).fetchone()
        return found

    def _put_back(self, rows: RowMap, wanted: list[Row]) -> None:
        """Write these rows as they are: over those that are there, and those that are not by one statement."""
        ids = as_value(row[0] for row in wanted)
        found = self.book.connection.execute(rows.select_some, (ids,)).fetchall()
        present: dict[Value, Row] = {row[0]: row for row in found}
        for there, some in groupby(wanted, key=lambda row: row[0] in present):
            written = list(some)
            if there:
                said = ((*row[1:], rows.checksum(row), row[0]) for row in written)
                self.book.connection.executemany(rows.update, said)
                for row in written:
                    self._remember(rows, row, present[row[0]])
                continue
            self.book.connection.executemany(rows.insert, ((*row, rows.checksum(row)) for row in written))
            for ids_made in runs([int(row[0] or 0) for row in written]):
                self.before.keep_made(rows.table, ids_made)
            self._wrote(rows, written)

    def _take_out(self, rows: RowMap, ids: range) -> None:
        """Delete what is there of these rows, the last first, which is how they come back in their order."""
        found = self.book.connection.execute(rows.select_range, (ids[0], ids[-1])).fetchall()
        self.book.connection.execute(rows.delete_range, (ids[0], ids[-1]))
        for row in found:
            self._remember(rows, None, row)

    def _wrote(self, rows: RowMap, written: Iterable[Row]) -> None:
        """These rows were put in."""
        if rows.table in COUNTED:
            for row in written:
                self.recount.note(rows, row, None)
        self._index_anew(rows, written)

    def _remember(self, rows: RowMap, row: Row | None, before: Row, anew: bool = True) -> None:
        """Keep what stood there before it was changed or (None) taken out; `anew` says that the text index has to be
        written anew."""
        self.before.keep((rows.table, int(before[0] or 0)), before)
        self.recount.note(rows, row, before)
        if anew:
            self._index_anew(rows, (row or before,))

    def _index_anew(self, rows: RowMap, written: Iterable[Row]) -> None:
        """Have the text index written anew for those whose rows these are."""
        if rows.table in PROSPECT_OWNED:
            at = rows.columns.index(PROSPECT_OWNED[rows.table])
            self.prospects.update(int(row[at] or 0) for row in written)
        elif rows.table in CALL_OWNED:
            at = rows.columns.index(CALL_OWNED[rows.table])
            self.calls.update(int(row[at] or 0) for row in written)

    def _named(self, rows: RowMap, record: Any, row_id: int) -> Row:
        """The record's row with its id, and with a uuid where it has room for one and none yet."""
        row = rows.row(record)
        if rows.columns[1] == "uuid":
            return (row_id, row[1] or self.book.new_uuid(), *row[2:])
        return (row_id, *row[1:])

    def _next_id(self, rows: RowMap) -> int:
        top = self.book.connection.execute(f"SELECT max(id) FROM {rows.table}").fetchone()[0]
        return max(int(top or 0), self.book.taken.get(rows.table, 0)) + 1


def read_otherwise(rows: RowMap, row: Row, before: Row) -> bool:
    """Whether a change of a row touches what the text index says of it."""
    read = INDEXED.get(rows.table, frozenset())
    changed = zip(rows.columns, row, before, strict=True)
    return any(column in read for column, new, old in changed if new != old)


def runs(ids: Iterable[int]) -> Iterator[range]:
    """Ids in their order as runs of consecutive ones."""
    first = last = 0
    for each in ids:
        if first and each != last + 1:
            yield range(first, last + 1)
            first = 0
        first, last = first or each, each
    if first:
        yield range(first, last + 1)


def ascending_uuids() -> Callable[[], str]:
    """UUIDs as 32 digits, each greater than the one before: version 8 of RFC 9562, with 48 random bits that all of
    them share, a count, and 38 random bits.

    So the index of a table's uuids grows at one end: those of a long import would touch every page of it otherwise.
    """
    shared, counted = int.from_bytes(urandom(6), "big") << 80 | 8 << 76 | 2 << 62, count()

    def next_uuid() -> str:
        high, low = divmod(next(counted), 1 << 24)
        return f"{shared | high << 64 | low << 38 | int.from_bytes(urandom(5), 'big') >> 2:032x}"

    return next_uuid


class Book(Connection):
    """A book open for writing: by this one connection, on the thread that opened it."""

    def __init__(self, path: Path, new_uuid: Callable[[], str] | None = None) -> None:
        super().__init__(path)
        self.new_uuid = new_uuid or ascending_uuids()
        self.steps = 0  # written since it was opened; tells whether a backup is due
        self.taken: dict[str, int] = {}  # ids of rows taken out: given again, a merged undo would meet itself
        self._undo: list[UndoEntry] = []
        self._redo: list[UndoEntry] = []

    @contextmanager
    def step(self, op: Op, merge: str = "", quiet: bool = False) -> Iterator[Step]:
        """One transaction, one undo entry. Steps in a row with the same `merge` become one entry; a `quiet` one,
        which nobody did, is taken back with whatever was done before it.

        Any error rolls the whole step back and leaves the book and the undo history as they were.
        """
        with self._transaction(op) as step:
            yield step
        if not len(step.before):
            return
        last = self._undo[-1] if self._undo else None
        if not quiet:
            self._redo.clear()
        elif last is None or last.replaying:
            return
        if last is not None and (quiet or (merge and last.merge == merge)):
            last.before.merge(step.before)  # in place: an import in pieces has many, and the entry is long
        else:
            self._undo.append(UndoEntry(op, step.before, merge))
            del self._undo[:-UNDO_DEPTH]

    def undo(self) -> Change | None:
        """Take the last step back; None where there is nothing to take back."""
        return self._replay(self._undo, self._redo, undone=True)

    def redo(self) -> Change | None:
        return self._replay(self._redo, self._undo, undone=False)

    def undo_in_pieces(self, forget: bool = False) -> Iterator[Change]:
        """Take the last step back by several transactions, one at each turn, so that a window can go on meanwhile; what
        was taken back can be done again, unless told to `forget` it.

        Broken off, what is left of the step can still be taken back; and so where anything else is done in between,
        which raises StorageError.
        """
        return self._replay_in_pieces(self._undo, None if forget else self._redo, undone=True)

    def redo_in_pieces(self) -> Iterator[Change]:
        """Do again what was taken back last, in the same way."""
        return self._replay_in_pieces(self._redo, self._undo, undone=False)

    def goes_on(self, merge: str) -> bool:
        """Whether a step of this `merge` would be one entry with what was done last."""
        return bool(self._undo) and self._undo[-1].merge == merge

    @property
    def undo_rows(self) -> int:
        """How many rows the next undo puts back."""
        return len(self._undo[-1].before) if self._undo else 0

    @property
    def redo_rows(self) -> int:
        return len(self._redo[-1].before) if self._redo else 0

    @property
    def undo_op(self) -> Op | None:
        return self._undo[-1].op if self._undo else None

    @property
    def redo_op(self) -> Op | None:
        return self._redo[-1].op if self._redo else None

    def settle(self) -> None:
        """Bring everything from the write-ahead log into the file itself."""
        self.sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_undo(self) -> None:
        """Begin a new history: for the first contents of a new book, which nobody did."""
        self._undo.clear()
        self._redo.clear()

    def _replay(self, source: list[UndoEntry], target: list[UndoEntry], undone: bool) -> Change | None:
        if not source:
            return None
        entry = source[-1]
        step = self._restored(entry, len(entry.before))
        source.pop()
        target.append(UndoEntry(entry.op, step.before))
        return step.change(undone)

    def _replay_in_pieces(
        self, source: list[UndoEntry], target: list[UndoEntry] | None, undone: bool
    ) -> Iterator[Change]:
        entry = source[-1] if source else None
        back: UndoEntry | None = None
        while entry is not None and len(entry.before):
            if not source or source[-1] is not entry:
                raise StorageError("Something else was written meanwhile.", "What is left can still be taken back.")
            entry.replaying, rows = True, PIECE
            try:
                step = self._restored(entry, rows)
            except sqlite3.IntegrityError:  # rows that need one another come back together
                rows = len(entry.before)
                step = self._restored(entry, rows)
            entry.before.drop_last(rows)
            if not len(entry.before):
                source.pop()
            if target is not None and back is None:
                back = UndoEntry(entry.op)
                target.append(back)
            if back is not None:
                back.before.merge(step.before)
            yield step.change(undone)

    def _restored(self, entry: UndoEntry, rows: int) -> Step:
        """Put back what an entry touched last, as many rows as that, in a transaction."""
        with self._transaction(entry.op) as step:
            self.connection.execute("PRAGMA defer_foreign_keys = 1")
            step.restore(entry.before.last(rows))
        return step

    @contextmanager
    def _transaction(self, op: Op) -> Iterator[Step]:
        with storage_errors():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                step = Step(self, op)
                yield step
                step.write_derived()
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already, and a second ROLLBACK would hide the reason.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        self.steps += 1 if len(step.before) else 0
