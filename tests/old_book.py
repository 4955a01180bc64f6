"""A book as the first release wrote it, for a newer program to open."""

import sqlite3
from contextlib import closing
from pathlib import Path

from callbook.storage.migrations import APPLICATION_ID, VERSION_1
from callbook.system.paths import BOOK_NAME
from tests.conftest import CHECKOUT

ROWS = CHECKOUT / "tests" / "storage" / "books" / "v1.sql"


def lay_old_book(folder: Path, *more: str) -> Path:
    """Write a book of version 1 with sixty calls into a folder, with `more` statements run on it."""
    folder.mkdir(exist_ok=True)
    path = folder / BOOK_NAME
    with closing(sqlite3.connect(path)) as old:
        old.executescript(VERSION_1)
        old.executescript(ROWS.read_text(encoding="utf-8"))
        for statement in (*more, f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 1"):
            old.execute(statement)
        old.commit()
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as book:
        return int(book.execute("PRAGMA user_version").fetchone()[0])
