"""Verified copies of a book: written, checked, named, thinned."""

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from callbook.domain.errors import StorageError
from callbook.storage.engine import Connection, assert_pragmas, storage_errors

NAME = "callbook-%Y%m%dT%H%M%SZ.backup"
PATTERN = re.compile(r"callbook-\d{8}T\d{6}Z\.backup")
ROOM = 2 * 1024**3
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    made_at: datetime
    size: int


def backups(folder: Path) -> list[Backup]:
    """The finished backups of a folder, newest first."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        if PATTERN.fullmatch(path.name):
            with suppress(ValueError):  # a name of the right shape that says no date: not one of ours
                made_at = datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
                found.append(Backup(path, made_at, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def write_backup(book: Path, folder: Path, now: datetime) -> Backup:
    """Copy the book at `book` into `folder` in one step, verify the copy, then give it its name.

    `now` is UTC. A file under a final name is always whole: StorageError, and no such file, where the copy does
    not verify. Safe while the book is being written, from any thread.
    """
    target = folder / now.astimezone(UTC).strftime(NAME)
    write_copy(book, target)
    return Backup(target, now.astimezone(UTC).replace(microsecond=0), target.stat().st_size)


def write_copy(book: Path, target: Path) -> None:
    """Copy the book at `book` to `target`: under another name first, verified, then renamed."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        with storage_errors(), closing(Connection(book, read_only=True)) as source:
            copy_and_check(source.connection, partial)
        sync(partial)
        partial.replace(target)
        sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def copy_and_check(source: sqlite3.Connection, partial: Path) -> None:
    """The online backup in a single step (a stepped one starts over at each write), then its verification."""
    source.execute("BEGIN")
    try:
        wanted = row_counts(source)
        with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
            assert_pragmas(copy, {"cell_size_check": 1, "trusted_schema": 0})
            sound = copy.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            if not sound or row_counts(copy) != wanted:
                raise StorageError("The backup could not be verified.", "Try again; check the disk if it goes on.")
    finally:
        source.execute("ROLLBACK")


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_text%' ESCAPE '\\'"
    ).fetchall()
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in tables}


def sync(path: Path) -> None:
    """Force a file or folder onto the disk; folders cannot be opened on Windows, where renames are journalled."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def to_keep(found: Iterable[Backup], now: datetime, room: int = ROOM) -> set[Path]:
    """All of two days, then the last of each of 12 days, 10 weeks, 9 months; within `room` bytes, never under three."""
    newest_first = sorted(found, key=lambda backup: backup.made_at, reverse=True)
    kept = [backup for backup in newest_first if now - backup.made_at <= timedelta(days=2)]
    for period, count in (("%Y-%j", 12), ("%G-%V", 10), ("%Y-%m", 9)):
        last_of: dict[str, Backup] = {}
        for backup in newest_first:
            last_of.setdefault(backup.made_at.strftime(period), backup)
        kept += list(last_of.values())[:count]
    chosen: set[Path] = set()
    used = 0
    for backup in newest_first:
        if len(chosen) < FEWEST or backup in kept and used + backup.size <= room:
            chosen.add(backup.path)
            used += backup.size
    return chosen


def thin(folder: Path, now: datetime) -> list[Path]:
    """Remove what `to_keep` does not keep, and answer with what was removed."""
    found = backups(folder)
    keep = to_keep(found, now)
    gone = [backup.path for backup in found if backup.path not in keep]
    for path in gone:
        path.unlink()
    return gone
