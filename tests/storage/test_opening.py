"""Whose file it is, whether it is too new, and bringing an older one up to date without ever losing it."""

import errno
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from callbook.domain.errors import StorageError
from callbook.services import upkeep
from callbook.storage.backup import backups
from callbook.storage.engine import storage_errors
from callbook.storage.migrations import APPLICATION_ID, MIGRATIONS, VERSION_1
from callbook.storage.opening import application_id, open_book, refuse_unwritable, statements, user_version
from callbook.storage.records import checksum
from tests.conftest import CHECKOUT
from tests.storage.desk import TUESDAY, Desk, dump, no_backup, template

NEWEST = MIGRATIONS[-1][0]
BOOKS = CHECKOUT / "tests" / "storage" / "books"
SHOES = "ALTER TABLE contact ADD COLUMN shoes TEXT; CREATE INDEX worn ON contact(shoes);"
WITH_SHOES = (*MIGRATIONS, (NEWEST + 1, SHOES))


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, but for SQLite's shared memory, which holds nothing of anybody's."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def refusal(path: Path, migrations: Sequence[tuple[int, str]] = MIGRATIONS) -> StorageError:
    with pytest.raises(StorageError) as refused:
        open_book(path, no_backup, migrations=migrations)
    return refused.value


def test_a_new_book_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    with closing(open_book(path, no_backup)) as book:
        assert application_id(book.connection) == APPLICATION_ID == int.from_bytes(b"Call", "big")
        assert user_version(book.connection) == NEWEST
    assert files(tmp_path).keys() == {"callbook.book"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its permissions elsewhere")
def test_nobody_else_may_read_a_book_from_its_first_moment(tmp_path: Path) -> None:
    with closing(open_book(tmp_path / "callbook.book", no_backup)) as book:
        Desk(book).add("Northgate Dental")
        modes = {path.name: stat.filemode(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {"-rw-------"}
    assert len(modes) == 3


def test_an_empty_file_becomes_a_book(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    path.touch()
    with closing(open_book(path, no_backup)) as book:
        assert user_version(book.connection) == NEWEST


def test_a_book_of_version_1_opens(tmp_path: Path) -> None:
    """Made from the frozen text alone, as the first release made it."""
    path = tmp_path / "callbook.book"
    row = (
        "u1", "2026-11-24T10:41:00Z", None, "Northgate Dental", "", "", "Leeds", "", "", "GB", "", "", None, "",
        "Teeth", "", "", "", "", "new", None, 0, None, None,
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as old:
        old.executescript(VERSION_1)
        old.execute(
            "INSERT INTO prospect (id, uuid, created_at, deleted_at, name, website, address, city, region, postcode,"
            " country, zone, source, referred_by, notes, what_they_do, how_they_do_it, sets_apart, how_we_fit,"
            " who_decides, stage, do_not_call_at, tries, last_call_at, next_due, crc)"
            f" VALUES (1, {', '.join('?' * len(row))}, ?)",
            (*row, checksum(row)),
        )
        old.execute("INSERT INTO prospect_text(rowid, name, rest) VALUES (1, 'Northgate Dental', 'Leeds Teeth')")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.commit()
    copies: list[Path] = []
    with closing(open_book(path, copies.append)) as book:
        desk = Desk(book)
        assert desk.names(text="teeth city:leeds") == ["Northgate Dental"]
        assert desk.prospect(1).created_at == TUESDAY
        desk.log(1, "", note="A first call.")
    assert len(copies) == (NEWEST > 1)
    assert upkeep.check(path) == []


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_a_book_of_every_version_opens_with_every_row(tmp_path: Path, version: int) -> None:
    path = tmp_path / "callbook.book"
    with closing(sqlite3.connect(path)) as old:
        for number, sql in MIGRATIONS[:version]:
            old.executescript(sql + f"PRAGMA user_version = {number};")
        old.executescript((BOOKS / f"v{version}.sql").read_text(encoding="utf-8"))
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        tables = [name for (name,) in old.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        tables = [name for name in tables if "_text_" not in name]
        kept = {name: old.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    assert len(kept["call"]) == 60
    copies: list[Path] = []
    with closing(open_book(path, copies.append)) as book:
        assert user_version(book.connection) == NEWEST
        for name, rows in kept.items():
            width = len(rows[0]) if rows else 0
            assert [row[:width] for row in book.sql(f"SELECT * FROM {name}")] == rows, name
    assert copies == [path]
    assert upkeep.check(path) == []


@pytest.mark.parametrize("version", [NEWEST + 1, 99, 2**31 - 1])
def test_a_newer_book_is_refused_and_stays_as_it_was(tmp_path: Path, version: int) -> None:
    path = tmp_path / "callbook.book"
    path.write_bytes(template())
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {version}")
    before = files(tmp_path)
    error = refusal(path)
    assert "newer Callbook" in error.sentence
    assert "Install that version" in error.next_step
    assert files(tmp_path) == before


def with_log(path: Path, *changes: str) -> None:
    """Make changes that stand in the log beside the book only, as a crash would leave them."""
    scratch = path.parent / "scratch"
    scratch.mkdir()
    copy = scratch / path.name
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy, isolation_level=None)) as book:
        book.execute("PRAGMA journal_mode = WAL")
        book.execute("PRAGMA wal_autocheckpoint = 0")
        for change in changes:
            book.execute(change)
        for file in files(scratch):
            (path.parent / file).write_bytes((scratch / file).read_bytes())
    shutil.rmtree(scratch)


def test_a_book_that_is_newer_in_its_log_alone_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    path.write_bytes(template())
    with_log(path, "PRAGMA user_version = 99")
    before = files(tmp_path)
    assert len(before) == 2
    assert "newer Callbook" in refusal(path).sentence
    assert files(tmp_path) == before


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
        other.execute("INSERT INTO songs VALUES ('Help')")
        other.commit()


def foreign_database_with_an_id(path: Path) -> None:
    foreign_database(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id = 252006673")  # as fossil marks its files
        other.execute("PRAGMA user_version = 1")


def foreign_database_in_use(path: Path) -> None:
    foreign_database(path)
    with_log(path, "INSERT INTO songs VALUES ('Yesterday')")


def text_file(path: Path) -> None:
    path.write_text("Name,Phone\nNorthgate,0161\n", encoding="utf-8")


def beginning_only(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


@pytest.mark.parametrize(
    "make",
    [foreign_database, foreign_database_with_an_id, foreign_database_in_use, text_file, beginning_only, zeros],
)
def test_a_foreign_file_is_refused_untouched(tmp_path: Path, make: object) -> None:
    path = tmp_path / "callbook.book"
    assert callable(make)
    make(path)
    before = files(tmp_path)
    error = refusal(path)
    assert "not a book" in error.sentence
    assert "Choose another file" in error.next_step
    assert files(tmp_path) == before


def test_a_refusal_is_a_new_error_each_time(tmp_path: Path) -> None:
    """One that is raised again and again would hold on to every frame it passed through."""
    path = tmp_path / "callbook.book"
    text_file(path)
    assert refusal(path) is not refusal(path)


DIE = """
import os, signal, sys
from pathlib import Path
from callbook.storage.opening import open_book
book = open_book(Path(sys.argv[1]), lambda path: None)
print("open", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_book_whose_first_program_was_killed_is_still_ours(tmp_path: Path) -> None:
    """Everything but the mark of ownership may stand in the log alone at that time."""
    path = tmp_path / "callbook.book"
    died = subprocess.run(
        [sys.executable, "-c", DIE, str(path)], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, "open\n"), died.stderr
    assert path.with_name("callbook.book-wal").stat().st_size > 0
    with closing(open_book(path, no_backup)) as book:
        assert user_version(book.connection) == NEWEST
        assert Desk(book).names() == []


def test_a_book_killed_before_its_tables_were_made_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    with pytest.raises(sqlite3.OperationalError):
        open_book(path, no_backup, migrations=[(1, "CREATE TABLE prospect (id); NONSENSE;")])
    assert path.stat().st_size > 0
    with closing(open_book(path, no_backup)) as book:
        assert Desk(book).names() == []


# Migrations


@pytest.fixture
def old(desk: Desk) -> Path:
    """A closed book of today's schema with something of everything in it."""
    number = desk.add("Northgate Dental", "0161 496 0142", tags=("dental",), people=("Ann Lee",))
    desk.log(number, "Gatekeeper", note="Ask for Ann.", version_id=desk.script().version.id)
    desk.start(number)
    desk.book.close()
    return desk.path


def test_an_older_book_is_backed_up_and_brought_up_to_date(old: Path, tmp_path: Path) -> None:
    before = dump(old)
    seen: list[tuple[int, int]] = []

    def back_up(path: Path) -> None:
        made = upkeep.backup(path, tmp_path / "backups", TUESDAY)
        with closing(sqlite3.connect(made.path)) as copy:
            seen.append((user_version(copy), copy.execute("SELECT count(*) FROM contact").fetchone()[0]))

    with closing(open_book(old, back_up, migrations=WITH_SHOES)) as book:
        assert user_version(book.connection) == NEWEST + 1
        assert book.sql("SELECT count(*) FROM contact WHERE shoes IS NULL") == [(1,)]
        assert book.sql("PRAGMA foreign_keys") == [(1,)]
    assert seen == [(NEWEST, 1)]
    after = dump(old)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    (copy,) = backups(tmp_path / "backups")
    assert dump(copy.path) == before


def test_a_book_of_today_is_not_backed_up_at_opening(old: Path) -> None:
    open_book(old, no_backup).close()


def test_without_a_backup_nothing_is_migrated(old: Path) -> None:
    def fail(path: Path) -> None:
        raise StorageError("The backup could not be verified.")

    before = dump(old)
    with pytest.raises(StorageError, match="could not be verified"):
        open_book(old, fail, migrations=WITH_SHOES)
    assert dump(old) == before
    open_book(old, no_backup).close()


def full_disk(path: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def full_for_sqlite(path: Path) -> None:
    with storage_errors(), closing(sqlite3.connect(path.parent / "copy")) as copy:
        copy.execute("PRAGMA max_page_count = 1")
        copy.execute("CREATE TABLE wide (text TEXT)")


def file_in_the_way(path: Path) -> None:
    (path.parent / "backups").touch()
    upkeep.backup(path, path.parent / "backups", TUESDAY)


def no_folder_to_make(path: Path) -> None:
    upkeep.backup(path, Path("/proc/backups"), TUESDAY)


def unreadable_for_sqlite(path: Path) -> None:
    with storage_errors(), closing(sqlite3.connect(f"file:{path}.gone?mode=ro", uri=True)) as copy:
        copy.execute("SELECT 1")


@pytest.mark.parametrize(
    "copy, sentence, step",
    [
        (full_disk, "the disk has no room for a copy", "Free some space"),
        (full_for_sqlite, "the disk has no room for a copy", "Free some space"),
        (file_in_the_way, "no copy of it as it is could be written", "the folder \"backups\" beside it"),
        pytest.param(
            no_folder_to_make, "no copy of it as it is could be written", "the folder \"backups\" beside it",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder nobody may write in"),
        ),
        (unreadable_for_sqlite, "no copy of it as it is could be written", "the folder \"backups\" beside it"),
    ],
)  # fmt: skip
def test_a_copy_that_cannot_be_made_is_said_and_the_book_left(
    old: Path, copy: Callable[[Path], None], sentence: str, step: str
) -> None:
    before = dump(old)
    with pytest.raises(StorageError) as refused:
        open_book(old, copy, migrations=WITH_SHOES)
    assert sentence in refused.value.sentence
    assert step in refused.value.next_step
    assert refused.value.next_step.endswith("the book was left as it is.")
    assert dump(old) == before
    open_book(old, no_backup).close()


# A folder to write in


def test_a_folder_that_may_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    refuse_unwritable(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("beside, sentence", [
    (False, "The folder of the book, {}, cannot be written."),
    (True, "The folder beside the program, {}, cannot be written."),
])  # fmt: skip
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, beside: bool, sentence: str) -> None:
    for folder in (tmp_path / "gone", Path("/proc")):  # where not even root may make a file
        with pytest.raises(StorageError) as refused:
            refuse_unwritable(folder, beside)
        assert refused.value.sentence == sentence.format(folder)
        assert refused.value.next_step


STEPS = (
    "CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
    "INSERT INTO shop SELECT id, name FROM prospect",
    "ALTER TABLE prospect ADD COLUMN shop_id INTEGER REFERENCES shop(id)",
    "UPDATE prospect SET shop_id = id",
    "DELETE FROM answer",
    "CREATE INDEX prospect_shop ON prospect(shop_id)",
)


@pytest.mark.parametrize("at", range(len(STEPS) + 1))
def test_a_migration_that_fails_anywhere_leaves_the_old_book(old: Path, at: int) -> None:
    before = dump(old)
    sql = "; ".join((*STEPS[:at], "SELECT * FROM nowhere", *STEPS[at:])) + ";"
    copies: list[Path] = []
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_book(old, copies.append, migrations=(*MIGRATIONS, (NEWEST + 1, sql)))
    assert copies == [old]
    assert dump(old) == before
    with closing(open_book(old, no_backup)) as book:
        assert user_version(book.connection) == NEWEST
        assert book.sql("SELECT count(*) FROM pragma_table_info('prospect') WHERE name = 'shop_id'") == [(0,)]


def test_a_migration_that_breaks_a_reference_is_taken_back(old: Path) -> None:
    before = dump(old)
    migrations = (*MIGRATIONS, (NEWEST + 1, "DELETE FROM prospect;"))
    with pytest.raises(StorageError, match="could not be brought up to date") as refused:
        open_book(old, lambda path: None, migrations=migrations)
    assert "backup" in refused.value.next_step
    assert dump(old) == before


def test_a_disk_that_fills_up_during_a_migration_is_said(old: Path) -> None:
    before = dump(old)
    fill = "PRAGMA max_page_count = 1; CREATE TABLE wide (text TEXT); INSERT INTO wide VALUES (zeroblob(1000000));"
    with pytest.raises(StorageError, match="disk is full"):
        open_book(old, lambda path: None, migrations=(*MIGRATIONS, (NEWEST + 1, fill)))
    assert dump(old) == before


def test_a_migration_that_sqlite_took_back_itself_leaves_the_old_book(old: Path) -> None:
    before = dump(old)
    twice = "DELETE FROM answer; INSERT OR ROLLBACK INTO setting SELECT * FROM setting;"
    with pytest.raises(sqlite3.IntegrityError):
        open_book(old, lambda path: None, migrations=(*MIGRATIONS, (NEWEST + 1, twice)))
    assert dump(old) == before


def test_several_versions_are_caught_up_with_in_order(old: Path) -> None:
    migrations = (
        *MIGRATIONS,
        (NEWEST + 1, "CREATE TABLE step (n INTEGER) STRICT; INSERT INTO step VALUES (1);"),
        (NEWEST + 2, "INSERT INTO step VALUES (2);"),
        (NEWEST + 3, "INSERT INTO step SELECT max(n) + 1 FROM step;"),
    )
    copies: list[Path] = []
    with closing(open_book(old, copies.append, migrations=migrations)) as book:
        assert book.sql("SELECT n FROM step ORDER BY n") == [(1,), (2,), (3,)]
        assert user_version(book.connection) == NEWEST + 3
    assert len(copies) == 1
    assert "newer Callbook" in refusal(old).sentence


def test_statements_are_taken_apart_where_they_end() -> None:
    script = """
      -- a remark; with a semicolon
      CREATE TABLE a (b TEXT DEFAULT 'x;y');
      CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; SELECT 1; END;
      INSERT INTO a VALUES (';')
    """
    found = statements(script)
    assert [statement.split()[0] for statement in found[1:]] == ["CREATE", "INSERT"]
    assert "CREATE TABLE a" in found[0]
    assert found[1].count(";") == 3
    with closing(sqlite3.connect(":memory:")) as memory:
        for statement in found:
            memory.execute(statement)
        assert memory.execute("SELECT count(*) FROM a").fetchone() == (0,)
    assert statements("") == statements(";\n ;") == []


def test_the_history_of_the_schema_counts_on_from_1() -> None:
    assert [number for number, _ in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_opening_twice_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    for _ in range(2):
        open_book(old, no_backup).close()
    assert old.read_bytes() == before
    assert files(old.parent).keys() == {"callbook.book"}
