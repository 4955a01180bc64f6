"""A book as nothing but the rows of its tables: all of them out, and into a book that has none of its own."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.storage.book import Book
from callbook.storage.engine import Connection, storage_errors
from callbook.storage.records import TABLE_MAPS, Row, RowMap, Value
from callbook.storage.sums import count_all
from callbook.storage.text_index import index_calls, index_prospects

# What a new book has before anybody typed a word.
SHIPPED = frozenset(
    ("script", "script_version", "opener", "question", "prompt", "objection", "outcome", "reason", "setting")
)
AT_ONCE = 2000
# As many ids of each table as are told of in the change: enough to have it read anew.
TOLD = 1000

UNFIT = ("What this file says does not fit together.", "Nothing was written. Try a copy of it as it was exported.")


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's columns in order, and what a row holds where nothing is said of a column: null or "", or what a
    column that came later holds in older rows."""

    table: str
    columns: tuple[str, ...]
    blanks: dict[str, Value]
    later: dict[str, Value]


def shapes() -> dict[str, Shape]:
    """Every table that holds what a person typed, in an order in which each comes after those it points to."""
    return {table: shape(rows) for table, rows in TABLE_MAPS.items()}


def shape(rows: RowMap) -> Shape:
    blanks: dict[str, Value] = {}
    for field in rows.fields:
        if field.null:
            blanks[field.name] = None
        elif field.field_type == "TEXT":
            blanks[field.name] = ""
    return Shape(rows.table, rows.columns, blanks, dict(rows.added))


@contextmanager
def snapshot(book: Connection) -> Iterator[None]:
    """All reads within see the book as it is at the first of them, whatever is written meanwhile."""
    with storage_errors():
        book.connection.execute("BEGIN")
        try:
            yield
        finally:
            if book.connection.in_transaction:
                book.connection.execute("ROLLBACK")


def row_count(book: Connection) -> int:
    return sum(int(book.sql(f"SELECT count(*) FROM {table}")[0][0]) for table in TABLE_MAPS)


def table_rows(book: Connection, table: str) -> Iterator[Row]:
    """Every row of a table, deleted ones too, as stored and without its checksum."""
    with storage_errors():
        yield from book.connection.execute(f"SELECT {', '.join(TABLE_MAPS[table].columns)} FROM {table} ORDER BY id")


def is_new(book: Connection) -> bool:
    """Whether a book holds no more than what it ships with, as far as tables tell."""
    own = (table for table in TABLE_MAPS if table not in SHIPPED)
    return not any(book.sql(f"SELECT 1 FROM {table} LIMIT 1") for table in own)


def fill(book: Book, rows: Iterable[tuple[str, Row]]) -> Change:
    """Put these rows, each with the name of its table, in the place of all that a new book ships with.

    One transaction: with any error the book is as it was. Not undoable, and what was done before is not any more.
    UserError where the book is not new, or the rows do not fit together.
    """
    if not is_new(book):
        raise UserError(
            "A complete book can be brought back only into an empty one, and this one has prospects or calls.",
            "Open a new book in another folder (callbook --data DIR), and import the file there.",
        )
    with storage_errors(), fitting():
        book.connection.execute("BEGIN IMMEDIATE")
        try:
            book.connection.execute("PRAGMA defer_foreign_keys = 1")
            write_all(book, rows)
            book.connection.execute("COMMIT")
        except BaseException:
            if book.connection.in_transaction:
                book.connection.execute("ROLLBACK")
            raise
    book.forget_undo()
    book.steps += 1
    return told(book)


@contextmanager
def fitting() -> Iterator[None]:
    """Values and links that a table refuses are the file's fault."""
    try:
        yield
    except (ValueError, TypeError, OverflowError, sqlite3.IntegrityError) as error:
        raise UserError(*UNFIT) from error


def write_all(book: Book, rows: Iterable[tuple[str, Row]]) -> None:
    for table in reversed(TABLE_MAPS):
        book.connection.execute(f"DELETE FROM {table}")
    given = iter(rows)
    while some := list(islice(given, AT_ONCE)):
        write_some(book, some)
    for table, index in (("prospect", index_prospects), ("call", index_calls)):
        for ids in id_pages(book, table):
            index(book.connection, ids)
    count_all(book.connection)


def write_some(book: Book, some: list[tuple[str, Row]]) -> None:
    by_table: dict[str, list[Row]] = {}
    for table, row in some:
        by_table.setdefault(table, []).append(row)
    for table, found in by_table.items():
        rows = TABLE_MAPS[table]
        # Read as a record and stored again: what is no instant, day or word of ours is noticed here.
        stored = (rows.row(rows.read(row)) for row in found)
        book.connection.executemany(rows.insert, ((*row, rows.checksum(row)) for row in stored))


def id_pages(book: Connection, table: str) -> Iterator[list[int]]:
    last = 0
    while ids := [
        key for (key,) in book.sql(f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT {AT_ONCE}", (last,))
    ]:
        yield ids
        last = ids[-1]


def told(book: Connection) -> Change:
    touched = {
        table: frozenset(key for (key,) in book.sql(f"SELECT id FROM {table} LIMIT {TOLD}")) for table in TABLE_MAPS
    }
    return Change(Op.IMPORT, {table: ids for table, ids in touched.items() if ids})
