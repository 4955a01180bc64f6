"""Backups: whole or not there, named by their moment, readable by nobody else, and as many as were promised."""

import os
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.errors import StorageError
from callbook.domain.prospect import Prospect
from callbook.services import prospects, upkeep
from callbook.services.prospects import Draft
from callbook.storage import backup as backup_module
from callbook.storage.backup import Backup, backups, row_counts, thin, to_keep, write_backup, write_copy
from callbook.storage.engine import Connection
from callbook.storage.opening import open_book
from tests.storage.desk import TUESDAY, Desk, dump, no_backup

NAME = "callbook-20261124T104100Z.backup"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_holds_everything_under_its_name(desk: Desk, tmp_path: Path) -> None:
    desk.log(desk.add("Northgate", tags=("dental",)), note="Said yes.")
    made = write_backup(desk.path, tmp_path / "backups", TUESDAY)
    assert made == Backup(tmp_path / "backups" / NAME, TUESDAY, made.path.stat().st_size)
    assert backups(tmp_path / "backups") == [made]
    assert names(tmp_path / "backups") == [NAME]
    assert dump(made.path) == desk.dump()
    assert upkeep.check(made.path) == []


def test_a_backup_is_a_book(desk: Desk, tmp_path: Path) -> None:
    desk.add("Northgate")
    made = write_backup(desk.path, tmp_path / "backups", TUESDAY)
    with closing(open_book(made.path, no_backup)) as book:
        assert Desk(book).names() == ["Northgate"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its permissions elsewhere")
def test_nobody_else_may_read_it(desk: Desk, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = write_backup(desk.path, tmp_path / "backups", TUESDAY)
    finally:
        os.umask(before)
    assert stat.filemode(made.path.stat().st_mode) == "-rw-------"
    assert stat.filemode(made.path.parent.stat().st_mode) == "drwx------"


def test_it_is_named_in_utc_whatever_the_zone(desk: Desk, tmp_path: Path) -> None:
    there = TUESDAY.astimezone(desk.zone).replace(microsecond=999_999)
    made = write_backup(desk.path, tmp_path, there)
    assert made.path.name == NAME
    assert made.made_at == TUESDAY


def test_a_second_one_in_the_same_second_takes_its_place(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    write_backup(desk.path, folder, TUESDAY)
    desk.add("Northgate")
    made = write_backup(desk.path, folder, TUESDAY)
    assert backups(folder) == [made]
    assert dump(made.path) == desk.dump()


def damaged_book(desk: Desk) -> Path:
    """A copy of the book whose checks SQLite itself does not pass."""
    for at in range(300):
        desk.add(f"Northgate {at}")
    desk.book.settle()
    (root,) = desk.book.sql("SELECT rootpage FROM sqlite_master WHERE name = 'prospect_name'")[0]
    page = desk.book.sql("PRAGMA page_size")[0][0]
    data = bytearray(desk.path.read_bytes())
    data[root * page - 60 : root * page] = b"\0" * 60
    path = desk.path.with_name("damaged.book")
    path.write_bytes(data)
    return path


def test_what_cannot_be_verified_gets_no_final_name(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with pytest.raises(StorageError) as refused:
        write_backup(damaged_book(desk), folder, TUESDAY)
    assert refused.value.sentence in ("The backup could not be verified.", "The book is damaged.")
    assert refused.value.next_step
    assert names(folder) == []


def test_a_copy_with_other_counts_is_not_kept(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another count is what a copy torn in the middle would show."""
    counts = iter([{"prospect": 2}, {"prospect": 1}])
    monkeypatch.setattr(backup_module, "row_counts", lambda connection: next(counts))
    with pytest.raises(StorageError, match="could not be verified"):
        write_backup(desk.path, tmp_path / "backups", TUESDAY)
    assert names(tmp_path / "backups") == []


def test_a_failed_backup_leaves_the_last_one(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    good = write_backup(desk.path, folder, TUESDAY)
    before = good.path.read_bytes()
    with pytest.raises(StorageError):
        write_backup(damaged_book(desk), folder, TUESDAY)
    assert good.path.read_bytes() == before
    assert names(folder) == [NAME]


def test_what_a_killed_backup_left_is_written_over(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "callbook-20261124T104100Z.partial").write_bytes(b"half a book")
    made = write_backup(desk.path, tmp_path, TUESDAY)
    assert dump(made.path) == desk.dump()
    assert not made.path.with_suffix(".partial").exists()


def test_a_folder_is_not_opened_where_folders_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[object] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    backup_module.sync(tmp_path)
    assert len(synced) == 1
    monkeypatch.setattr(os, "name", "nt")
    backup_module.sync(tmp_path)
    assert len(synced) == 1


def test_no_backup_of_a_book_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        write_backup(tmp_path / "none.book", tmp_path / "backups", TUESDAY)
    assert names(tmp_path / "backups") == []
    assert not (tmp_path / "none.book").exists()


def test_a_copy_under_any_name(desk: Desk, tmp_path: Path) -> None:
    desk.add("Northgate")
    upkeep.copy_book(desk.path, tmp_path / "elsewhere" / "copy.book")
    assert dump(tmp_path / "elsewhere" / "copy.book") == desk.dump()


def test_while_another_thread_writes(desk: Desk, tmp_path: Path) -> None:
    """Each backup is one moment of the book, whole; no write waits long enough to fail."""
    done = threading.Event()
    counts: list[int] = []
    failed: list[BaseException] = []

    def back_up() -> None:
        try:
            while not done.is_set():
                made = write_backup(desk.path, tmp_path / "backups", TUESDAY)
                assert upkeep.check(made.path) == []
                with closing(Connection(made.path, read_only=True)) as copy:
                    counts.append(row_counts(copy.connection)["prospect"])
        except BaseException as error:  # noqa: BLE001  told to the test, not to the thread
            failed.append(error)

    thread = threading.Thread(target=back_up)
    thread.start()
    written = 0
    while written < 120 or len(counts) < 3:
        desk.add(f"Northgate {written}", "0161 496 0142", tags=("dental",))
        written += 1
        if failed:
            break
    done.set()
    thread.join()
    assert failed == []
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    assert upkeep.check(desk.path) == []
    assert len(desk.names()) == written


@pytest.mark.parametrize(
    "name",
    [
        "callbook-20261124T104100Z.partial",
        "callbook-20261124T104100Z.backup.part",
        "callbook-20261324T104100Z.backup",
        "callbook-20261124T254100Z.backup",
        "my-callbook-20261124T104100Z.backup",
        "callbook-2026-11-24.backup",
        "notes.txt",
    ],
)
def test_other_files_are_nobodys_backup_and_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert backups(tmp_path) == []
    assert thin(tmp_path, TUESDAY) == []
    assert names(tmp_path) == [name]


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert backups(tmp_path / "none") == []
    assert upkeep.last_backup(tmp_path / "none") is None


# What is kept


def made(at: datetime, size: int = 1) -> Backup:
    return Backup(Path(f"{at:%Y%m%dT%H%M%S}"), at, size)


def kept(found: list[Backup], now: datetime = TUESDAY, room: int = 10**9) -> list[datetime]:
    keep = to_keep(found, now, room)
    return sorted((backup.made_at for backup in found if backup.path in keep), reverse=True)


def test_all_of_two_days(tmp_path: Path) -> None:
    found = [made(TUESDAY - timedelta(minutes=30 * at)) for at in range(2 * 48 + 1)]
    assert len(kept(found)) == 97


def test_then_the_last_of_twelve_days_ten_weeks_nine_months() -> None:
    """Two a day for three years, kept as a person would count them."""
    noon = TUESDAY.replace(hour=12, minute=0)
    found = [made(noon - timedelta(days=day, hours=hour)) for day in range(1100) for hour in (0, 6)]
    found = [backup for backup in found if backup.made_at <= TUESDAY]
    keep = set(kept(found))
    latest = {backup.made_at.date(): backup.made_at for backup in sorted(found, key=lambda one: one.made_at)}
    days = sorted(latest, reverse=True)
    weeks: dict[tuple[int, int], datetime] = {}
    months: dict[tuple[int, int], datetime] = {}
    for day in days:
        weeks.setdefault(day.isocalendar()[:2], latest[day])
        months.setdefault((day.year, day.month), latest[day])
    wanted = {backup.made_at for backup in found if TUESDAY - backup.made_at <= timedelta(days=2)}
    wanted |= {latest[day] for day in days[:12]} | set(list(weeks.values())[:10]) | set(list(months.values())[:9])
    assert keep == wanted
    assert len(keep) == len(wanted) > 25


def test_the_room_counts_but_three_always_stay() -> None:
    found = [made(TUESDAY - timedelta(days=at), size=10) for at in range(10)]
    assert len(kept(found, room=100)) == 10
    assert len(kept(found, room=45)) == 4
    assert kept(found, room=5) == [TUESDAY - timedelta(days=at) for at in range(3)]


def test_one_that_is_too_large_does_not_cost_the_smaller_ones_behind_it() -> None:
    found = [made(TUESDAY - timedelta(days=at), size=100 if at == 3 else 1) for at in range(6)]
    assert kept(found, room=10) == [TUESDAY - timedelta(days=at) for at in (0, 1, 2, 4, 5)]


AGES = st.lists(
    st.tuples(st.integers(0, 3 * 365 * 24 * 60), st.integers(0, 100)), max_size=60, unique_by=lambda one: one[0]
)


@given(AGES, st.integers(0, 500))
def test_rules_that_hold_for_any_backups(ages: list[tuple[int, int]], room: int) -> None:
    found = [made(TUESDAY - timedelta(minutes=age), size) for age, size in ages]
    keep = to_keep(found, TUESDAY, room)
    chosen = [backup for backup in found if backup.path in keep]
    newest = sorted(found, key=lambda backup: backup.made_at, reverse=True)
    assert {backup.path for backup in newest[:3]} <= keep
    assert len(chosen) >= min(3, len(found))
    assert sum(backup.size for backup in chosen) <= room or len(chosen) <= 3
    assert to_keep(chosen, TUESDAY, room) == keep
    assert to_keep(reversed(found), TUESDAY, room) == keep
    if room >= sum(size for _, size in ages):
        assert {backup.path for backup in found if TUESDAY - backup.made_at <= timedelta(days=2)} <= keep


def test_thinning_removes_just_the_rest(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    whole = write_backup(desk.path, folder, TUESDAY)
    for day in range(1, 40):
        for hour in (0, 5):
            at = TUESDAY - timedelta(days=day, hours=hour)
            (folder / at.strftime("callbook-%Y%m%dT%H%M%SZ.backup")).write_bytes(whole.path.read_bytes()[:100])
    before = backups(folder)
    keep = to_keep(before, TUESDAY)
    gone = thin(folder, TUESDAY)
    assert sorted(gone) == sorted({backup.path for backup in before} - keep)
    assert {backup.path for backup in backups(folder)} == keep
    assert whole.path in keep
    assert 12 <= len(keep) < len(before)
    assert thin(folder, TUESDAY) == []


def test_backing_up_thins(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(60):
        (folder if folder.exists() else make(folder)).joinpath(
            (TUESDAY - timedelta(days=day + 3)).strftime("callbook-%Y%m%dT%H%M%SZ.backup")
        ).touch()
    newest = upkeep.backup(desk.path, folder, TUESDAY)
    assert upkeep.last_backup(folder) == newest
    assert len(backups(folder)) < 40


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


# When one is due


def test_due_after_half_an_hour_in_which_something_was_written() -> None:
    last = TUESDAY - timedelta(minutes=30)
    assert upkeep.backup_is_due(1, last, TUESDAY)
    assert upkeep.backup_is_due(1, None, TUESDAY)
    assert not upkeep.backup_is_due(1, last + timedelta(seconds=1), TUESDAY)
    assert not upkeep.backup_is_due(0, last - timedelta(days=9), TUESDAY)
    assert not upkeep.backup_is_due(0, None, TUESDAY)


def touch_all(folder: Path, at: datetime) -> None:
    for path in folder.iterdir():
        os.utime(path, (at.timestamp(), at.timestamp()))


def test_a_book_that_was_not_written_to_needs_none(desk: Desk, tmp_path: Path) -> None:
    desk.add("Northgate")
    desk.book.settle()
    last = write_backup(desk.path, tmp_path / "backups", datetime.now(UTC))
    desk.book.close()
    touch_all(desk.path.parent, last.made_at - timedelta(hours=1))
    assert not upkeep.changed_since(desk.path, last)
    with closing(open_book(desk.path, no_backup)):  # opening writes nothing
        assert not upkeep.changed_since(desk.path, last)
    assert not upkeep.changed_since(desk.path, last)


def test_a_book_that_was_written_to_needs_one(desk: Desk, tmp_path: Path) -> None:
    last = write_backup(desk.path, tmp_path / "backups", TUESDAY - timedelta(days=400))
    desk.book.settle()
    touch_all(desk.path.parent, last.made_at - timedelta(hours=1))
    assert not upkeep.changed_since(desk.path, last)
    desk.add("Northgate")  # stands in the log alone
    assert upkeep.changed_since(desk.path, last)
    assert upkeep.changed_since(desk.path, None)


def test_a_long_read_elsewhere_does_not_stop_it(desk: Desk, tmp_path: Path) -> None:
    with closing(sqlite3.connect(desk.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM prospect").fetchone()
        prospects.add(desk.book, Draft(Prospect(name="Northgate")), now=desk.now)
        write_copy(desk.path, tmp_path / "copy.book")
    assert dump(tmp_path / "copy.book") == desk.dump()
