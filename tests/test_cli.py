"""The command line: what it says, what it writes, and its exit codes."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from callbook import __version__
from callbook.cli import (
    COMMANDS,
    DONE,
    LEFT_OUT,
    OPEN_ELSEWHERE,
    WRONG_USE,
    asked_with_files,
    has_display,
    main,
    names_files,
    places_of,
    use_offscreen_without_display,
)
from callbook.domain.prospect import Phone, Prospect
from callbook.services import prospects, upkeep
from callbook.services.prospects import Draft
from callbook.storage import calls, listing
from callbook.storage.calls import HistoryFilter
from callbook.storage.listing import Listing, Scope
from callbook.storage.opening import open_book
from callbook.system.clock import local_zone, utc_now
from callbook.system.paths import BOOK_NAME
from tests.conftest import CHECKOUT
from tests.old_book import lay_old_book, version_of

LEADS = "company,person,phone,town,shoe size\nNorthgate Dental,Aisha Rahman,0161 496 0142,Leeds,38\nHalden,,,York,\n"
Said = Callable[[], tuple[str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, encoding="utf-8")
    return path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was written to the output and to the errors since it was asked last."""

    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


@pytest.fixture
def held(data: Path) -> Iterator[QLockFile]:
    """The book is open in a window: its lock is taken."""
    data.mkdir()
    lock = QLockFile(str(data / "callbook.lock"))
    assert lock.tryLock(0)
    yield lock
    lock.unlock()


def names(data: Path) -> list[str]:
    """The prospects in the book of a folder, by name."""
    with closing(open_book(data / BOOK_NAME, before_migration=lambda _: None)) as book:
        return [row.name for row in listing.page(book, Listing(Scope.ALL), utc_now(), local_zone(), 0, 1000)]


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a folder by its content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


# Import


@pytest.mark.parametrize("order", ["--data DIR import FILE", "import FILE --data DIR", "import --data DIR FILE"])
def test_a_file_is_imported_into_the_folder_named_before_or_after(
    data: Path, leads: Path, said: Said, order: str
) -> None:
    assert main([{"DIR": str(data), "FILE": str(leads)}.get(word, word) for word in order.split()]) == DONE
    out, err = said()
    assert out.splitlines() == [
        "2 rows read: 2 new, 0 already there.",
        "  company -> company",
        "  person -> person",
        "  phone -> phone",
        "  town -> city",
        "  shoe size -> notes",
    ]
    assert err == ""
    assert names(data) == ["Halden", "Northgate Dental"]


def test_rows_with_letters_of_another_encoding_are_told(data: Path, tmp_path: Path, said: Said) -> None:
    (tmp_path / "two.csv").write_bytes("company\nMüller\nGröße\n".encode() + "Schröder\n".encode("cp1252"))
    assert main(["import", str(tmp_path / "two.csv"), "--data", str(data)]) == DONE
    assert "line 4 has letters of another encoding" in said()[0]
    assert names(data) == ["Größe", "Müller", "Schröder"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "gone", "pipe.json"])
def test_what_is_no_file_is_refused_with_a_next_step(data: Path, tmp_path: Path, said: Said, kind: str) -> None:
    if kind == "folder":
        (tmp_path / kind).mkdir()
    elif kind != "gone":
        if not hasattr(os, "mkfifo"):
            pytest.skip("there are no pipes in folders here")
        os.mkfifo(tmp_path / kind)
    assert main(["import", str(tmp_path / kind), "--data", str(data)]) == LEFT_OUT
    out, err = said()
    assert (out, err.count(". ")) == ("", 1)


def test_the_folder_named_last_counts(tmp_path: Path, leads: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert main(["--data", str(before), "import", str(leads), "--data", str(after)]) == DONE
    assert names(after) == ["Halden", "Northgate Dental"]
    assert not (before / BOOK_NAME).exists()


def test_the_same_file_again_adds_nothing(data: Path, leads: Path, said: Said) -> None:
    main(["import", str(leads), "--data", str(data)])
    said()
    assert main(["import", str(leads), "--data", str(data)]) == DONE
    assert said()[0].splitlines()[0] == "2 rows read: 0 new, 2 already there."
    assert len(names(data)) == 2


def test_a_number_that_asked_not_to_be_called_is_told(data: Path, leads: Path, said: Said) -> None:
    main(["import", str(leads), "--data", str(data)])
    with closing(open_book(data / BOOK_NAME, before_migration=lambda _: None)) as book:
        barred = Draft(Prospect(name="Elsewhere", country="GB"), phones=(Phone(typed="0161 496 0142"),))
        key = prospects.add(book, barred, now=utc_now()).one("prospect")
        prospects.mark_do_not_call(book, [key], now=utc_now())
    leads.write_text(LEADS.replace("Northgate Dental", "Northgate Smiles"), encoding="utf-8")
    said()
    assert main(["import", str(leads), "--data", str(data)]) == DONE
    assert "1 of them asked not to be called, or carry a number that did, and stay so." in said()[0]


def test_a_preview_writes_nothing(data: Path, leads: Path, said: Said) -> None:
    main(["import", str(leads), "--data", str(data)])
    leads.write_text("company\nOsprey Logistics\n", encoding="utf-8")
    before = fingerprint(data)
    said()
    assert main(["import", str(leads), "--preview", "--data", str(data)]) == DONE
    out, _ = said()
    assert out.splitlines() == ["1 rows read: 1 new, 0 already there.", "  company -> company", "Nothing was written."]
    assert fingerprint(data) == before


def test_a_preview_without_a_book_makes_none(data: Path, leads: Path, said: Said) -> None:
    assert main(["import", str(leads), "--preview", "--data", str(data)]) == DONE
    assert said()[0].splitlines()[0] == "2 rows read: 2 new, 0 already there."
    assert fingerprint(data) == {}


def test_a_file_that_is_not_there_is_named(data: Path, tmp_path: Path, said: Said) -> None:
    assert main(["import", str(tmp_path / "gone.csv"), "--data", str(data)]) == LEFT_OUT
    told = "The file is not there. Check its name, and whether it was moved or renamed."
    assert said()[1] == f"{tmp_path / 'gone.csv'}: {told}\n"
    assert fingerprint(data) == {}


def test_what_is_no_table_is_refused_in_a_sentence(data: Path, tmp_path: Path, said: Said) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    assert main(["import", str(path), "--data", str(data)]) == LEFT_OUT
    out, err = said()
    assert out == ""
    assert err.count(".") >= 2  # a sentence and a next step
    assert "Traceback" not in err


def test_five_hundred_real_ones_come_in(shared_data: Path, data: Path, said: Said) -> None:
    path = shared_data / "prospects" / "us-500" / "us-500.csv"
    if not path.is_file():
        pytest.skip("us-500.csv is not in ../shared/data")
    assert main(["import", str(path), "--data", str(data)]) == DONE
    assert said()[0].splitlines()[0] == "500 rows read: 500 new, 0 already there."
    assert main(["check", "--data", str(data)]) == DONE


# The book is open in a window


def test_an_import_is_told_as_one_object_that_adds_up(data: Path, tmp_path: Path, said: Said) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nORG:Northgate\r\nTEL:+44 161 496 0142\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Ray\r\nORG:Larch\r\nTEL:3.34E+13\r\nEND:VCARD\r\n"
    )
    assert main(["import", str(path), "--json", "--data", str(data)]) == LEFT_OUT
    first = json.loads(said()[0])
    assert first == {
        "read": 3, "new": 1, "updated": 0, "same": 0, "doubtful": 1, "left_out": [{"line": 7, "reason": "empty"}],
    }  # fmt: skip
    main(["import", str(path), "--json", "--data", str(data)])
    assert json.loads(said()[0]) == first | {"new": 0, "doubtful": 0, "same": 2}


@pytest.mark.parametrize("command", ["check", "backup"])
def test_a_folder_that_was_misspelt_is_not_made(tmp_path: Path, said: Said, command: str) -> None:
    assert main([command, "--data", str(tmp_path / "no" / "such")]) == LEFT_OUT
    assert said()[1] == "There is no book in this folder.\n"
    assert list(tmp_path.iterdir()) == []


def test_calls_with_nobody_are_wrong_use(tmp_path: Path, said: Said) -> None:
    assert main(["demo", str(tmp_path / "d"), "--prospects", "0", "--calls", "4"]) == WRONG_USE
    assert said()[1] == "Calls need somebody to be with: ask for one prospect at least.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words, files",
    [
        (["a.csv"], ["a.csv"]),
        (["a.csv", "--data", "d", "b.vcf"], ["a.csv", "b.vcf"]),
        (["--data", "d", "--", "-weird.csv"], ["-weird.csv"]),
        (["--", "--version", "import"], ["--version", "import"]),
        (["a.csv", "--", "-b.csv"], ["a.csv", "-b.csv"]),
    ],
)
def test_files_are_told_from_options(words: list[str], files: list[str]) -> None:
    assert names_files(words)
    asked = asked_with_files(words)
    assert asked.files == [Path(name) for name in files]
    assert asked.data == (Path("d") if "d" in words else None)


def test_an_import_while_the_book_is_open_is_refused(data: Path, leads: Path, held: QLockFile, said: Said) -> None:
    hours_ago = utc_now().timestamp() - 7200  # a window may stay open all day
    os.utime(data / "callbook.lock", (hours_ago, hours_ago))
    for more in ([], ["--preview"]):
        assert main(["import", str(leads), "--data", str(data), *more]) == OPEN_ELSEWHERE
        assert said() == (
            "",
            "The book is open in a window. Import it there with File, Import, or close it first.\n",
        )
    assert not (data / BOOK_NAME).exists()


def test_a_book_that_is_open_can_be_checked_and_backed_up(data: Path, leads: Path, said: Said) -> None:
    main(["import", str(leads), "--data", str(data)])
    lock = QLockFile(str(data / "callbook.lock"))
    assert lock.tryLock(0)
    try:
        assert main(["check", "--data", str(data)]) == DONE
        assert main(["backup", "--data", str(data)]) == DONE
    finally:
        lock.unlock()


# Check


@pytest.fixture
def book(data: Path, leads: Path, said: Said) -> Path:
    """A sound book on the disk."""
    main(["import", str(leads), "--data", str(data)])
    said()
    return data / BOOK_NAME


def test_a_sound_book_is_called_so(book: Path, said: Said) -> None:
    before = book.read_bytes()
    assert main(["--data", str(book.parent), "check"]) == DONE
    assert said() == ("The book is sound.\n", "")
    assert book.read_bytes() == before


def test_a_row_changed_behind_its_back_is_found(book: Path, said: Said) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("UPDATE prospect SET city = 'Hull' WHERE id = 1")
        other.execute("DELETE FROM prospect_text WHERE rowid = 2")
    assert main(["check", "--data", str(book.parent)]) == LEFT_OUT
    out, _ = said()
    assert out.splitlines() == [
        "prospect: 1 rows whose checksum does not fit their content",
        "prospect_text: 1 rows missing from the text index, or left over in it",
    ]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_torn_book_is_found_and_left_as_it_is(book: Path, said: Said, share: float) -> None:
    whole = book.read_bytes()
    book.write_bytes(whole[: int(len(whole) * share)])
    before = fingerprint(book.parent)[BOOK_NAME]
    assert main(["check", "--data", str(book.parent)]) == LEFT_OUT
    out, err = said()
    assert out or err
    assert "sound" not in out
    assert fingerprint(book.parent)[BOOK_NAME] == before


@pytest.mark.parametrize("content", [b"just words, no book at all", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_what_is_no_book_is_called_so(data: Path, said: Said, content: bytes) -> None:
    data.mkdir()
    (data / BOOK_NAME).write_bytes(content)
    assert main(["check", "--data", str(data)]) == LEFT_OUT
    assert "book" in "".join(said())
    assert (data / BOOK_NAME).read_bytes() == content


def test_another_programs_database_is_no_book(data: Path, leads: Path, said: Said) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / BOOK_NAME)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    for command in (["check"], ["import", str(leads)]):
        assert main([*command, "--data", str(data)]) == LEFT_OUT
        sentence = "This file is not a book of Callbook. Choose another file or folder; it was left as it is.\n"
        assert said() == ("", sentence)


def test_a_book_of_a_newer_callbook_is_left_alone(book: Path, leads: Path, said: Said) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("PRAGMA user_version = 99")
        other.execute("PRAGMA journal_mode = DELETE")
    before = book.read_bytes()
    for command in (["check"], ["import", str(leads)]):
        assert main([*command, "--data", str(book.parent)]) == LEFT_OUT
        assert said()[1].startswith("This book was written by a newer Callbook.")
    assert book.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "backup"])
def test_a_folder_without_a_book_is_said(data: Path, said: Said, command: str) -> None:
    assert main([command, "--data", str(data)]) == LEFT_OUT
    assert said() == ("", "There is no book in this folder.\n")
    assert fingerprint(data) == {}


# Backup and demonstration


def test_a_backup_is_written_and_its_path_told(book: Path, said: Said) -> None:
    assert main(["backup", "--data", str(book.parent)]) == DONE
    path = Path(said()[0].strip())
    assert path.parent == book.parent.resolve() / "backups"
    assert upkeep.check(path) == []


def test_a_backup_without_a_place_is_said(book: Path, said: Said) -> None:
    (book.parent / "backups").write_text("in the way", encoding="utf-8")
    assert main(["backup", "--data", str(book.parent)]) == LEFT_OUT
    assert said()[1].endswith("backups: File exists.\n")


def test_a_demonstration_of_any_size_never_over_another_book(tmp_path: Path, said: Said) -> None:
    folder = tmp_path / "demo"
    wanted = ["demo", str(folder), "--prospects", "12", "--calls", "40", "--seed", "5"]
    assert main(wanted) == DONE
    assert said()[0] == f"12 prospects and 40 calls. Open them with: callbook --data {folder}\n"
    assert len(names(folder)) == 12
    with closing(open_book(folder / BOOK_NAME, before_migration=lambda _: None)) as book:
        assert calls.history_count(book, HistoryFilter()) == 40
        assert book.undo_op is None
    before = fingerprint(folder)
    assert main(wanted) == LEFT_OUT
    assert said()[1] == ("There is a book in this folder already; it was left as it is. Name another folder.\n")
    assert fingerprint(folder) == before
    assert main(["check", "--data", str(folder)]) == DONE


# A book of an older program


def test_that_a_book_was_brought_up_to_date_is_said_once(data: Path, leads: Path, said: Said) -> None:
    lay_old_book(data)
    assert main(["import", str(leads), "--data", str(data)]) == DONE
    (copy,) = (data.resolve() / "backups").iterdir()
    assert version_of(copy) == 1
    words = f"Your book was brought up to date for Callbook {__version__}. A copy of it as it was is in {copy}\n"
    assert said()[1] == words
    assert main(["import", str(leads), "--data", str(data)]) == DONE
    assert said()[1] == ""


def test_a_book_of_which_no_copy_can_be_made_is_left_and_that_is_said(data: Path, leads: Path, said: Said) -> None:
    path = lay_old_book(data)
    (data / "backups").touch()
    before = path.read_bytes()
    assert main(["import", str(leads), "--data", str(data)]) == LEFT_OUT
    assert said() == (
        "",
        "The book has to be brought up to date, and no copy of it as it is could be written. Check that the folder"
        ' "backups" beside it may be written, and start again; the book was left as it is.\n',
    )
    assert (version_of(path), path.read_bytes()[100:]) == (1, before[100:])


# Files to be shown in the window


def test_every_command_is_known_for_one(said: Said) -> None:
    with pytest.raises(SystemExit):
        main(["dance"])
    _, _, choices = said()[1].partition("choose from")
    assert set(re.findall(r"\w+", choices)) == COMMANDS


@pytest.mark.parametrize(
    "words, expected",
    [
        ([], False),
        (["check"], False),
        (["dance"], False),
        (["improt", "leads.csv"], False),
        (["import", "leads.csv"], False),
        (["--data", "a.folder/here"], False),
        (["--data", "a.folder/here", "check"], False),
        (["--data"], False),
        (["--demo"], False),
        (["--version"], False),
        (["."], False),
        (["leads.csv"], True),
        (["leads.csv", "check"], True),
        (["/home/ann/leads"], True),
        (["here/leads"], True),
        (["./check"], True),
        (["--data", "check", "leads.csv"], True),
        (["--data=check", "--demo", "leads.csv"], True),
        (["leads.csv", "--data", "check"], True),
    ],
)
def test_what_is_taken_for_a_file(words: list[str], expected: bool) -> None:
    assert names_files(words) is expected


def test_a_file_that_lies_here_needs_no_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not names_files(["leads"])
    (tmp_path / "leads").touch()
    (tmp_path / "check").touch()
    (tmp_path / "folder").mkdir()
    assert names_files(["leads"])
    assert not names_files(["check"])
    assert not names_files(["folder"])


# Where the book lies


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `book` beside a packaged program, which the program takes itself to be."""
    folder = tmp_path / "Callbook" / "book"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder.parent / "callbook"))
    return folder.resolve()


def test_a_packaged_program_keeps_all_beside_it(packaged: Path, leads: Path, said: Said) -> None:
    assert main(["import", str(leads)]) == DONE
    assert main(["backup"]) == DONE
    assert Path(said()[0].splitlines()[-1]).parent == packaged / "backups"
    assert names(packaged) == ["Halden", "Northgate Dental"]


def test_a_folder_that_is_named_goes_before_it(packaged: Path, data: Path) -> None:
    assert places_of(data).folder == data.resolve()
    assert not places_of(data).beside_program
    assert (places_of(None).folder, places_of(None).beside_program) == (packaged, True)


def test_a_folder_beside_it_that_is_missed_is_said(packaged: Path, leads: Path, said: Said) -> None:
    packaged.rmdir()
    packaged.symlink_to("/proc/nowhere/book")
    assert main(["import", str(leads)]) == LEFT_OUT
    out, err = said()
    assert out == ""
    assert err.startswith(f"The folder beside the program, {packaged}, cannot be written. Move the program")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder nobody may write in")
def test_a_folder_nobody_may_write_in_is_said(leads: Path, said: Said) -> None:
    for folder in ("/proc", "/proc/callbook"):
        assert main(["import", str(leads), "--data", folder]) == LEFT_OUT
        assert said() == (
            "",
            f"The folder of the book, {folder}, cannot be written. Check that it is a folder, is not read-only, belongs"
            " to you and has room on its disk.\n",
        )


# Wrong use, and no screen


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"], ["import"], ["import", "a.csv", "b.csv"], ["demo"], ["demo", "x", "--prospects", "-1"],
        ["demo", "x", "--calls", "many"], ["--data"], ["check", "--preview"], ["--no-such-thing"], ["screenshots"],
    ],
)  # fmt: skip
def test_wrong_use_leaves_with_2_and_says_how(arguments: list[str], said: Said) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == WRONG_USE
    assert said()[1].startswith("usage: callbook")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["import", "--help"]])
def test_asking_is_no_fault(arguments: list[str], said: Said) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == DONE
    assert ("usage:" in said()[0]) is (arguments != ["--version"])


def test_the_version_is_the_packages(said: Said) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert said()[0] == f"Callbook {__version__}\n"


def test_to_ask_for_the_version_loads_nothing_that_takes_long() -> None:
    script = (
        "import sys\nfrom callbook.cli import main\ntry:\n    main(['--version'])\nfinally:\n"
        "    print(*sorted(sys.modules.keys() & {'PySide6', 'peewee', 'sqlite3', 'holidays', 'phonenumbers'}))"
    )
    told = subprocess.check_output([sys.executable, "-c", script], cwd=CHECKOUT, text=True)
    assert told == f"Callbook {__version__}\n\n"


@pytest.mark.parametrize(
    "system, environment, expected",
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_whether_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch, system: str, environment: dict[str, str], expected: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", system)
    assert has_display() is expected
    use_offscreen_without_display()
    assert has_display()


def test_without_a_display_it_says_so_instead_of_dying(monkeypatch: pytest.MonkeyPatch, data: Path, said: Said) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["--data", str(data)]) == LEFT_OUT
    assert said()[0].startswith("There is no display to open a window on.")
