"""Opening a book: whose file it is, whether it is too new, and bringing an older one up to date."""

import errno
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryFile

from callbook.domain.errors import StorageError
from callbook.storage.book import Book
from callbook.storage.engine import Connection, primary_code, storage_errors
from callbook.storage.migrations import APPLICATION_ID, MIGRATIONS
from callbook.storage.sums import count_all

HEADER = b"SQLite format 3\x00"

NOT_A_BOOK = (
    "This file is not a book of Callbook.",
    "Choose another file or folder; it was left as it is.",
)
TOO_NEW = (
    "This book was written by a newer Callbook.",
    "Install that version or a later one; the book was left as it is.",
)
NO_ROOM = (
    "The book has to be brought up to date, and the disk has no room for a copy of it as it is.",
    "Free some space and start again; the book was left as it is.",
)
NO_COPY = (
    "The book has to be brought up to date, and no copy of it as it is could be written.",
    'Check that the folder "backups" beside it may be written, and start again; the book was left as it is.',
)
UNWRITTEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}


@storage_errors()
def open_book(
    path: Path,
    before_migration: Callable[[Path], object],
    new_uuid: Callable[[], str] | None = None,
    migrations: Sequence[tuple[int, str]] = MIGRATIONS,
) -> Book:
    """Open the book at `path`, made new where there is none, brought to the newest schema.

    `before_migration` makes a verified copy of an older book before it is touched. StorageError for what is
    not a book, or one that is too new; such a file stays byte for byte as it was.
    """
    newest = migrations[-1][0]
    if path.exists() and path.stat().st_size > 0:
        refuse_foreign(*header_of(path), newest)
    elif path.parent.is_dir():
        # Made before SQLite makes it, so that nobody else may read it; its -wal and -shm follow suit.
        with suppress(OSError):  # SQLite says better why it cannot be made
            path.touch(mode=0o600)
        # In the file itself before anything goes into a log beside it: killed here, the book is still known as ours.
        with closing(sqlite3.connect(path, isolation_level=None)) as new:
            new.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    book = Book(path, new_uuid)
    try:
        version = user_version(book.connection)
        refuse_foreign(application_id(book.connection) if version else APPLICATION_ID, version, newest)
        if version == newest:
            refuse_read_only(book.connection, version)
        if 0 < version < newest:
            copy_first(path, before_migration)
        for number, sql in migrations:
            if number > version:
                migrate(book.connection, number, sql, last=number == newest)
    except BaseException:
        book.close()
        raise
    return book


def copy_first(path: Path, before_migration: Callable[[Path], object]) -> None:
    """Have the copy made without which no book is migrated. StorageError where it could not be."""
    try:
        before_migration(path)
    except (OSError, StorageError) as error:
        if primary_code(error) == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
            raise StorageError(*NO_ROOM) from error
        if isinstance(error, OSError) or primary_code(error) in UNWRITTEN:
            raise StorageError(*NO_COPY) from error
        raise


def refuse_unwritable(folder: Path, beside_program: bool = False) -> None:
    """StorageError where no file can be made in a folder: tried out, as permissions alone do not tell it.

    `beside_program` says that the folder is the one which a packaged program carries about with it.
    """
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise unwritable(folder, beside_program) from error


def unwritable(folder: Path, beside_program: bool = False) -> StorageError:
    """The error for a folder in which nothing can be written; it names the folder."""
    if beside_program:
        return StorageError(
            f"The folder beside the program, {folder}, cannot be written.",
            "Move the program, with that folder, to a place where you may write; or take that folder away to work with "
            "the book in your own folder.",
        )
    return StorageError(
        f"The folder of the book, {folder}, cannot be written.",
        "Check that it is a folder, is not read-only, belongs to you and has room on its disk.",
    )


def header_of(path: Path) -> tuple[int, int]:
    """Application id and schema version from the first 100 bytes, before SQLite ever opens the file.

    Reading the live file is safe only because no connection of this process has it open yet.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(HEADER):
        raise StorageError(*NOT_A_BOOK)
    if path.with_name(path.name + "-wal").exists():  # it may say what the file does not say yet
        with closing(Connection(path, read_only=True)) as seen:
            return application_id(seen.connection), user_version(seen.connection)
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def refuse_foreign(found_id: int, version: int, newest: int) -> None:
    if found_id != APPLICATION_ID:
        raise StorageError(*NOT_A_BOOK)
    if version > newest:
        raise StorageError(*TOO_NEW)


def refuse_read_only(connection: sqlite3.Connection, version: int) -> None:
    """Write to the book and take it back: SQLite opens a file that may only be read without a word, and somebody would
    be in a call before the first save fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version = {version}")
    finally:
        connection.execute("ROLLBACK")


def user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def application_id(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def migrate(connection: sqlite3.Connection, number: int, sql: str, last: bool = False) -> None:
    """One migration in one transaction, foreign keys off outside it and checked inside. The last one counts all calls
    anew: how they are counted may have changed with any of them."""
    connection.execute("PRAGMA foreign_keys = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements(sql):
            connection.execute(statement)
        if last and keeps_sums(connection):
            count_all(connection)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StorageError("The book could not be brought up to date.", "It was left as it is; restore its backup.")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = 1")


def keeps_sums(connection: sqlite3.Connection) -> bool:
    """Whether the schema is one that keeps what calls count for: those tried in parts are not."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'day_sum'").fetchone() is not None


def statements(sql: str) -> list[str]:
    """The single statements of a script: executescript would commit the transaction around them."""
    found, begun = [], ""
    for piece in sql.split(";"):
        begun += piece + ";"
        if sqlite3.complete_statement(begun):
            found.append(begun)
            begun = ""
    return [statement for statement in found if statement.strip() != ";"]
