"""The whole book as one JSON file, and such a file back into a book that is empty."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from callbook.domain.change import Change
from callbook.domain.errors import UserError
from callbook.formats.json_book import Columns, Value, read_json, write_json
from callbook.storage import whole
from callbook.storage.book import Book
from callbook.storage.engine import Connection

Tell = Callable[[int, int], None]
"""Told of (done, of how many) again and again; what it raises stops the work, and nothing of it is left."""
Keep = Callable[[datetime], object]
TELL_EVERY = 1000
UNREADABLE = UserError("The file cannot be read.", "Check that it is still there and may be read.")


def quiet(done: int, total: int) -> None:
    """Tell nobody."""


def write_book(book: Connection, file: BinaryIO, *, now: datetime, tell: Tell) -> int:
    """Write every row of every table, deleted ones too; answers with how many. `tell` is told (done, of how many)."""
    total, done = whole.row_count(book), 0

    def counted(table: str) -> Iterator[tuple[Value, ...]]:
        nonlocal done
        for row in whole.table_rows(book, table):
            yield row
            done += 1
            if done % TELL_EVERY == 0:
                tell(done, total)

    shapes = whole.shapes().values()
    write_json(file, ((Columns(one.table, one.columns, one.blanks), counted(one.table)) for one in shapes), now)
    return done


def bring_back(book: Book, path: Path, keep: Keep, *, now: datetime, tell: Tell = quiet) -> Change:
    """Make an empty book equal to the one in a JSON file: every row, with its ids; the undo history begins anew.

    `keep` is called with `now` before its first contents, scripts and settings, give way to those of the file: to make
    a copy. `tell` is told (bytes read, of how many). UserError where the book is not empty or the file is no whole
    book of ours; then nothing was written.
    """
    if not path.is_file():  # a pipe would never end
        raise UNREADABLE
    if whole.is_new(book):
        keep(now)
    known = {name: Columns(name, one.columns, {**one.blanks, **one.later}) for name, one in whole.shapes().items()}
    try:
        with path.open("rb") as file:
            text = io.TextIOWrapper(file, encoding="utf-8-sig")
            return whole.fill(book, told(read_json(text, known.__getitem__), file, path.stat().st_size, tell))
    except OSError as error:
        raise UNREADABLE from error


def row_count(book: Connection) -> int:
    return whole.row_count(book)


def told(
    rows: Iterator[tuple[str, tuple[Value, ...]]], file: BinaryIO, size: int, tell: Tell
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    for number, row in enumerate(rows):
        if number % TELL_EVERY == 0:
            tell(file.tell(), size)
        yield row
