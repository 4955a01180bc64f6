"""A book: one open file, and the one door through which it is written."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from callbook.domain.change import Change, Op
from callbook.storage.engine import Connection, storage_errors
from callbook.storage.records import MAPS, TABLE_MAPS, Row, RowMap
from callbook.storage.text_index import index_calls, index_prospects

Record = TypeVar("Record")
Image = dict[tuple[str, int], Row | None]
"""For each row touched, what stood there before the step: its values, or None where there was no row."""

UNDO_DEPTH = 500
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
    before: Image
    merge: str = ""


@dataclass(slots=True)
class Step:
    """One transaction being written. Its insert, update and delete are the only writers there are."""

    book: "Book"
    op: Op
    before: Image = field(default_factory=dict)
    prospects: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)

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
        for row in stored:
            self._remember(rows, row, None)
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
            self._remember(rows, before, before)

    def restore(self, image: Image) -> None:
        """Put rows back to what an image says, last touched first."""
        for (table, row_id), wanted in reversed(image.items()):
            rows = TABLE_MAPS[table]
            present = self._read(rows, row_id)
            if wanted is None and present is not None:
                self.book.connection.execute(rows.delete, (row_id,))
            elif wanted is not None and present is None:
                self.book.connection.execute(rows.insert, (*wanted, rows.checksum(wanted)))
            elif wanted is not None:
                self.book.connection.execute(rows.update, (*wanted[1:], rows.checksum(wanted), row_id))
            row = wanted or present
            if row is not None:
                self._remember(rows, row, present)

    def change(self, undone: bool | None = None) -> Change:
        touched: dict[str, set[int]] = {}
        for table, row_id in self.before:
            touched.setdefault(table, set()).add(row_id)
        return Change(self.op, {table: frozenset(ids) for table, ids in touched.items()}, undone)

    def write_index(self) -> None:
        index_prospects(self.book.connection, self.prospects)
        index_calls(self.book.connection, self.calls)

    def _read(self, rows: RowMap, row_id: int) -> Row | None:
        found: Row | None = self.book.connection.execute(rows.select, (row_id,)).fetchone()
        return found

    def _remember(self, rows: RowMap, row: Row, before: Row | None, anew: bool = True) -> None:
        """Keep what stood there; `anew` says that the text index has to be written anew."""
        self.before.setdefault((rows.table, int(row[0] or 0)), before)
        if not anew:
            return
        if rows.table in PROSPECT_OWNED:
            self.prospects.add(int(row[rows.columns.index(PROSPECT_OWNED[rows.table])] or 0))
        elif rows.table in CALL_OWNED:
            self.calls.add(int(row[rows.columns.index(CALL_OWNED[rows.table])] or 0))

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


def random_uuid() -> str:
    return uuid4().hex


class Book(Connection):
    """A book open for writing: by this one connection, on the thread that opened it."""

    def __init__(self, path: Path, new_uuid: Callable[[], str] = random_uuid) -> None:
        super().__init__(path)
        self.new_uuid = new_uuid
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
        if not step.before:
            return
        last = self._undo[-1] if self._undo else None
        if not quiet:
            self._redo.clear()
        elif last is None:
            return
        if last is not None and (quiet or (merge and last.merge == merge)):
            for key, row in step.before.items():  # in place: an import in pieces has many, and the entry is long
                last.before.setdefault(key, row)
        else:
            self._undo.append(UndoEntry(op, step.before, merge))
            del self._undo[:-UNDO_DEPTH]

    def undo(self) -> Change | None:
        """Take the last step back; None where there is nothing to take back."""
        return self._replay(self._undo, self._redo, undone=True)

    def redo(self) -> Change | None:
        return self._replay(self._redo, self._undo, undone=False)

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
        with self._transaction(entry.op) as step:
            self.connection.execute("PRAGMA defer_foreign_keys = 1")
            step.restore(entry.before)
        source.pop()
        target.append(UndoEntry(entry.op, step.before))
        return step.change(undone)

    @contextmanager
    def _transaction(self, op: Op) -> Iterator[Step]:
        with storage_errors():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                step = Step(self, op)
                yield step
                step.write_index()
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already, and a second ROLLBACK would hide the reason.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        self.steps += 1 if step.before else 0
