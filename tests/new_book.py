"""New books as they ship, for tests in which they are only the beginning: made once in a run, then copied."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from callbook.app import shipped_scripts
from callbook.formats.script_file import ScriptFile
from callbook.services.setup import set_up
from callbook.storage.book import Book
from callbook.storage.opening import open_book


def new_book(path: Path, now: datetime, *, scripts: bool = True) -> Book:
    """A book that was made at `now`, opened, with the shipped scripts or without any."""
    copy_new_book(path, now, scripts=scripts)
    return open_book(path, no_backup)


def copy_new_book(path: Path, now: datetime, *, scripts: bool = True) -> None:
    path.touch(mode=0o600)  # as the program makes it
    path.write_bytes(template(now, scripts))


@cache
def template(now: datetime, scripts: bool) -> bytes:
    """A new book as the bytes of its file."""
    shipped: Sequence[ScriptFile] = shipped_scripts() if scripts else ()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "callbook.book"
        with closing(open_book(path, no_backup)) as book:
            set_up(book, shipped, now=now)
        return path.read_bytes()


def no_backup(path: Path) -> None:
    raise AssertionError("a book of today's schema was taken for an older one")
