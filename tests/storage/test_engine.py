"""Every connection is as safe as it was measured to have to be, and its errors are sentences."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import peewee
import pytest

from callbook.domain.errors import StorageError
from callbook.domain.prospect import Prospect
from callbook.services import prospects
from callbook.services.prospects import Draft
from callbook.storage.engine import PRAGMAS, Connection, assert_pragmas, primary_code, sqlite_version, storage_errors
from callbook.storage.opening import open_book
from callbook.storage.schema import ProspectTable
from tests.storage.desk import TUESDAY, Desk, no_backup, template

# As SQLite answers them: 2 is FULL for synchronous and MEMORY for temp_store.
WANTED = {
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
    "journal_mode": "wal",
}


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_writer_has_every_pragma(desk: Desk) -> None:
    assert {name: pragma(desk.book.connection, name) for name in WANTED} == WANTED


def test_a_reader_has_every_pragma_and_cannot_write(desk: Desk) -> None:
    with closing(Connection(desk.path, read_only=True)) as reader:
        assert {name: pragma(reader.connection, name) for name in WANTED} == WANTED
        assert pragma(reader.connection, "query_only") == 1
        with pytest.raises(StorageError, match="cannot be written"):
            reader.sql("DELETE FROM setting")


def test_opening_again_sets_them_again(desk: Desk) -> None:
    desk.book.close()
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("PRAGMA secure_delete = 0")
    with closing(open_book(desk.path, no_backup)) as book:
        assert {name: pragma(book.connection, name) for name in WANTED} == WANTED


def test_a_file_that_does_not_take_a_pragma_is_refused_with_its_name() -> None:
    with closing(sqlite3.connect(":memory:")) as memory, pytest.raises(StorageError) as refused:
        assert_pragmas(memory, PRAGMAS)
    assert "journal_mode is memory" in refused.value.sentence
    assert "own disk" in refused.value.next_step


def test_another_thread_never_gets_a_connection_of_its_own_unasked(desk: Desk) -> None:
    """It would be one without a single pragma."""
    raised: list[BaseException] = []

    def read() -> None:
        try:
            desk.book.rows(ProspectTable.select(ProspectTable.id))
        except peewee.InterfaceError as error:
            raised.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(raised) == 1


@pytest.mark.parametrize("name", ["a b.book", "100% ?mode=memory#x.book", "büro 会.book", "a'b\"c.book"])
def test_a_book_lies_where_its_path_says(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and set(name) & set('?"'):
        pytest.skip("Windows has no such names")
    open_book(tmp_path / name, no_backup).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="only here are file names any bytes")
def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xfcro.book"))
    open_book(path, no_backup).close()
    assert path.exists()


def test_the_engine_is_the_standard_librarys(desk: Desk) -> None:
    assert type(desk.book.connection) is sqlite3.Connection
    assert sqlite_version() == sqlite3.sqlite_version_info >= (3, 37)  # STRICT tables


# Errors as sentences


def add(desk: Desk, size: int = 10) -> None:
    prospects.add(desk.book, Draft(Prospect(name="Northgate Dental", notes="n" * size)), now=desk.now)


def assert_goes_on(desk: Desk, names: list[str]) -> None:
    """After a failure the book reads as before, and is written again once the cause is gone."""
    assert desk.names() == names
    assert not desk.book.connection.in_transaction


def test_a_full_disk_is_said_and_nothing_is_half_written(desk: Desk) -> None:
    add(desk)
    before = desk.dump()
    pages = pragma(desk.book.connection, "page_count")
    desk.book.sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as full:
        add(desk, 100_000)
    assert full.value.sentence == "The disk is full."
    assert "Free some space" in full.value.next_step
    assert_goes_on(desk, ["Northgate Dental"])
    assert desk.dump() == before
    desk.book.sql("PRAGMA max_page_count = 1000000")
    add(desk, 100_000)
    assert len(desk.names()) == 2


def run(command: str, *arguments: str) -> bool:
    program = shutil.which(command)
    done = program and subprocess.run([program, *arguments], capture_output=True, check=False).returncode == 0
    return bool(done)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with two megabytes; only root may make one."""
    if sys.platform != "linux":
        pytest.skip("no small disk to be had on this system")
    place = tmp_path / "disk"
    place.mkdir()
    if not run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)):
        pytest.skip("this user may not mount a small disk")
    try:
        yield place
    finally:
        assert run("umount", str(place))


def fill_up(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    path = small_disk / "callbook.book"
    path.write_bytes(template())
    with closing(open_book(path, no_backup)) as book:
        desk = Desk(book)
        add(desk)
        filler = small_disk / "filler"
        with pytest.raises(OSError, match="No space"):
            fill_up(filler)
        with pytest.raises(StorageError, match="disk is full"):
            add(desk, 200_000)
        assert_goes_on(desk, ["Northgate Dental"])
        assert book.undo_op is not None
        filler.unlink()
        add(desk, 100_000)
        assert desk.names() == ["Northgate Dental", "Northgate Dental"]


def test_a_read_only_disk_opens_with_a_sentence(small_disk: Path) -> None:
    path = small_disk / "callbook.book"
    path.write_bytes(template())
    assert run("mount", "-o", "remount,ro", str(small_disk))
    with pytest.raises(StorageError) as refused:
        open_book(path, no_backup)
    assert refused.value.sentence in ("The book cannot be written.", "The book cannot be opened.")
    assert "folder" in refused.value.next_step


def test_a_book_that_may_only_be_read(desk: Desk) -> None:
    desk.book.sql("PRAGMA query_only = 1")
    with pytest.raises(StorageError) as refused:
        add(desk)
    assert refused.value.sentence == "The book cannot be written."
    assert "read-only" in refused.value.next_step
    desk.book.sql("PRAGMA query_only = 0")
    assert_goes_on(desk, [])


HOLD = """
import sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_book_another_program_is_writing_to(desk: Desk) -> None:
    desk.book.sql("PRAGMA busy_timeout = 50")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError) as refused:
            add(desk)
        assert refused.value.sentence == "The book is in use by another program."
        assert "Close it there" in refused.value.next_step
        assert_goes_on(desk, [])
        other.stdin.close()
        other.wait()
    add(desk)
    assert desk.names() == ["Northgate Dental"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        open_book(tmp_path / "gone" / "callbook.book", no_backup)
    assert refused.value.sentence == "The book cannot be opened."
    assert "folder" in refused.value.next_step


def test_a_damaged_page_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    data = bytearray(template())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(data)
    with pytest.raises(StorageError) as refused:
        open_book(path, no_backup)
    assert refused.value.sentence == "The book is damaged."
    assert "backup" in refused.value.next_step


def test_text_that_is_no_text_is_damage(desk: Desk) -> None:
    add(desk)
    desk.book.sql("UPDATE prospect SET name = CAST(x'ff41' AS TEXT)")
    with pytest.raises(StorageError, match="damaged"):
        desk.rows()
    with pytest.raises(StorageError, match="damaged"):
        desk.book.get(Prospect, 1)


def test_a_search_that_was_stopped(desk: Desk) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with closing(Connection(desk.path, read_only=True)) as reader:
        timer = threading.Timer(0.05, reader.interrupt)
        timer.start()
        with pytest.raises(StorageError, match="stopped"):
            reader.sql(endless)
        timer.join()


def test_our_own_mistakes_pass_as_they_are(desk: Desk) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        desk.book.sql("SELECT * FROM no_such_table")
    number = desk.add("Northgate Dental")
    with pytest.raises(KeyError):
        prospects.prepare(desk.book, number + 1, "sets_apart", "x", now=TUESDAY)


def test_the_reason_is_found_however_deep_it_lies() -> None:
    def fail() -> None:
        try:
            raise sqlite_error(sqlite3.SQLITE_FULL)
        except sqlite3.OperationalError as full:
            try:
                raise sqlite_error(sqlite3.SQLITE_ERROR) from full
            except sqlite3.OperationalError:
                raise peewee.OperationalError("cannot rollback - no transaction is active")  # noqa: B904

    with pytest.raises(StorageError, match="disk is full"), storage_errors():
        fail()


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


def test_an_extended_code_counts_as_its_primary_one() -> None:
    assert primary_code(sqlite_error(sqlite3.SQLITE_IOERR_FSYNC)) == sqlite3.SQLITE_IOERR
    assert primary_code(ValueError("no code")) == 0


def test_records_can_be_compared_with_what_was_written(desk: Desk) -> None:
    number = desk.add("Northgate Dental", city="Leeds")
    stored = desk.prospect(number)
    typed = Prospect(name="Northgate Dental", city="Leeds", country="GB")
    assert stored == replace(typed, id=number, uuid=stored.uuid, created_at=TUESDAY)
