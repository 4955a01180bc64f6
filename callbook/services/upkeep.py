"""Keeping a book sound: backups when they are due, and a check of everything in it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from callbook.domain.errors import StorageError
from callbook.storage.backup import Backup, backups, thin, write_backup, write_copy
from callbook.storage.checks import damaged_rows, integrity_faults, unindexed, unsteady
from callbook.storage.engine import Connection, storage_errors
from callbook.storage.migrations import MIGRATIONS
from callbook.storage.opening import application_id, refuse_foreign, user_version
from callbook.storage.sums import miscounted

LastBackup: TypeAlias = Backup
"""A finished backup, as the window may know it."""

EVERY = timedelta(minutes=30)


def backup(book: Path, folder: Path, now: datetime) -> Backup:
    """Write a verified backup and thin the older ones. StorageError where it cannot be verified."""
    made = write_backup(book, folder, now)
    thin(folder, now)
    return made


def backup_is_due(steps_since: int, last: datetime | None, now: datetime) -> bool:
    """Whether half an hour of use lies since the last backup and anything was written in it."""
    return steps_since > 0 and (last is None or now - last >= EVERY)


def last_backup(folder: Path) -> Backup | None:
    found = backups(folder)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found wrong: which table, how many rows, what it is."""

    table: str
    rows: int
    what: str


def check(path: Path) -> list[Finding]:
    """Everything wrong with a book, [] for a sound one. Reads every row; changes nothing.

    StorageError for what is not a book, or one that is too new.
    """
    with storage_errors(), closing(Connection(path, read_only=True)) as book:
        refuse_foreign(application_id(book.connection), user_version(book.connection), MIGRATIONS[-1][0])
        # Text that is no text any more is to be counted, not to stop the count.
        book.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return list(findings(book))


def findings(book: Connection) -> Iterator[Finding]:
    try:
        for fault in integrity_faults(book):
            yield Finding("book", 1, fault)
        for table, rows in damaged_rows(book).items():
            yield Finding(table, rows, "rows whose checksum does not fit their content")
        for table, rows in unindexed(book).items():
            yield Finding(table, rows, "rows missing from the text index, or left over in it")
        for table, rows in miscounted(book).items():
            yield Finding(table, rows, "rows that do not say what the calls say")
        for what, rows in unsteady(book).items():
            yield Finding("prospect", rows, what)
    except StorageError:
        yield Finding("book", 1, "the file is damaged and could not be read to its end")


def changed_since(book: Path, last: Backup | None) -> bool:
    """Whether the book's files were written to after the last backup was made."""
    if last is None:
        return True
    files = (book, book.with_name(book.name + "-wal"))
    # Opening the book makes an empty log, which says nothing.
    written = (path.stat() for path in files if path.exists())
    newest = max((file.st_mtime for file in written if file.st_size), default=0.0)
    return newest > last.made_at.timestamp() + 2  # names of backups are in whole seconds


def copy_book(book: Path, target: Path) -> None:
    """A verified copy of a book under another name, for looking at."""
    write_copy(book, target)
