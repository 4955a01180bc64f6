"""One connection to a book's file: its pragmas, its reads, and SQLite's errors as sentences."""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import peewee

from callbook.domain.errors import StorageError
from callbook.storage.records import MAPS

# What each is for, and what happened without it, was measured: NORMAL lost acknowledged saves in a power cut.
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "busy_timeout": 3000,
    "secure_delete": 1,
    "temp_store": 2,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
}
# An in-memory or read-only file cannot be put into another journal mode, so a reader only asks for the rest.
READER_PRAGMAS = {name: value for name, value in PRAGMAS.items() if name != "journal_mode"} | {"query_only": 1}

STEPS_BETWEEN = 1_000_000  # steps of SQLite's machine between two looks at whether it is to stop: some ten milliseconds

Record = TypeVar("Record")


class Engine(peewee.SqliteDatabase):
    """Peewee on the standard library's sqlite3, by name, whatever else is importable."""

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(
            self.database, isolation_level=None, uri=True, check_same_thread=False, cached_statements=256
        )


class Connection:
    """A book's file, open. Reads go through here; only storage.book writes."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        mode = "ro" if read_only else "rwc"
        self._db = Engine(f"file:{quote(os.fsencode(path))}?mode={mode}", autoconnect=False)
        with storage_errors():
            self._db.connect()
            self.connection: sqlite3.Connection = self._db.connection()  # type: ignore[no-untyped-call]
            try:
                assert_pragmas(self.connection, READER_PRAGMAS if read_only else PRAGMAS)
            except BaseException:
                self._db.close()
                raise

    def rows(self, query: Any) -> list[tuple[Any, ...]]:
        """The rows of a Peewee query, each column as its field reads it."""
        with storage_errors():
            return list(query.tuples().execute(self._db))

    def one(self, query: Any) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query)
        return rows[0][0] if rows else None

    def fetch(self, record: type[Record], query: Any) -> list[Record]:
        """Records from a query over exactly their table's columns (see `columns`)."""
        return [record(*row) for row in self.rows(query)]

    def get(self, record: type[Record], row_id: int) -> Record | None:
        with storage_errors():
            row = self.connection.execute(MAPS[record].select, (row_id,)).fetchone()
        return None if row is None else MAPS[record].read(row)

    def sql(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of plain SQL, for what Peewee has no words for: text search, pragmas."""
        with storage_errors():
            return self.connection.execute(sql, values).fetchall()

    def equal_rows(self, sql: str, values: Sequence[Any] = ()) -> Counter[tuple[Any, ...]]:
        """How often each row of plain SQL comes, in the memory of those that differ."""
        with storage_errors():
            return Counter(self.connection.execute(sql, values))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read within is of one moment, whatever is written meanwhile by others. Not for the book that
        writes."""
        with storage_errors():
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                self.connection.execute("ROLLBACK")

    def interrupt(self) -> None:
        """Stop the query that another thread runs on this connection; it raises StorageError there."""
        self.connection.interrupt()

    def stop_when(self, overtaken: Callable[[], bool]) -> None:
        """Stop whatever runs on this connection from now on as soon as `overtaken` says so, asked every few
        milliseconds on the thread that reads; it raises StorageError there."""
        self.connection.set_progress_handler(lambda: int(overtaken()), STEPS_BETWEEN)

    def close(self) -> None:
        self._db.close()


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite engine in use."""
    return sqlite3.sqlite_version_info


def columns(record: type) -> tuple[Any, ...]:
    """The Peewee columns that make one record, in order."""
    return MAPS[record].fields


def assert_pragmas(connection: sqlite3.Connection, wanted: dict[str, str | int]) -> None:
    """Set each pragma and read it back; StorageError where the file does not take one."""
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if str(found) != str(value):
            raise StorageError(
                f"The book cannot be opened safely here ({name} is {found}).",
                "Move the book to a folder on this computer's own disk.",
            )


SENTENCES = {
    sqlite3.SQLITE_FULL: ("The disk is full.", "Free some space; what you typed is kept in the window."),
    sqlite3.SQLITE_READONLY: ("The book cannot be written.", "Check that its folder is not read-only."),
    sqlite3.SQLITE_PERM: ("The book cannot be written.", "Check that its folder is not read-only."),
    sqlite3.SQLITE_CANTOPEN: (
        "The book cannot be opened.",
        "Check that its folder is there and may be written.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk did not answer.",
        "Check the disk; what you typed is kept in the window.",
    ),
    sqlite3.SQLITE_CORRUPT: ("The book is damaged.", "Restore the last backup."),
    sqlite3.SQLITE_NOTADB: ("This file is not a book.", "Choose another file, or restore a backup."),
    sqlite3.SQLITE_BUSY: ("The book is in use by another program.", "Close it there and try again."),
    sqlite3.SQLITE_LOCKED: ("The book is in use by another program.", "Close it there and try again."),
    sqlite3.SQLITE_INTERRUPT: ("The search was stopped.", ""),
}


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn SQLite's environmental errors into StorageError; programming errors pass as they are."""
    try:
        yield
    except (sqlite3.Error, peewee.DatabaseError) as error:
        code = primary_code(error)
        if code == 0 and "decode to UTF-8" in str(error):  # Python's own finding, without a code of SQLite's
            code = sqlite3.SQLITE_CORRUPT
        if code not in SENTENCES:
            raise
        raise StorageError(*SENTENCES[code]) from error


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code of an error or of what lies beneath it; 0 where there is none.

    Peewee reports a full disk as "cannot rollback" and keeps the reason further down the chain.
    """
    seen: BaseException | None = error
    deepest = 0
    while seen is not None:
        deepest = (getattr(seen, "sqlite_errorcode", 0) or 0) & 0xFF or deepest
        seen = seen.__cause__ or seen.__context__
    return deepest
