"""Where things lie, and who may look there."""

import stat
import sys
from pathlib import Path

import pytest

from callbook.system.paths import folder_beside, paths

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its permissions elsewhere")


def test_everything_lies_in_one_folder(tmp_path: Path) -> None:
    found = paths(tmp_path / "data")
    assert found.folder == (tmp_path / "data").resolve()
    assert found.book == found.folder / "callbook.book"
    assert {found.backups, found.settings, found.logs, found.lock} == {
        found.folder / name for name in ("backups", "settings.ini", "logs", "callbook.lock")
    }
    assert list(found.folder.iterdir()) == []


@POSIX_ONLY
def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    found = paths(tmp_path / "deep" / "data")
    assert stat.filemode(found.folder.stat().st_mode) == "drwx------"


def test_a_folder_that_is_there_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    assert paths(tmp_path).folder == tmp_path.resolve()
    assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "mine"


@POSIX_ONLY
def test_a_link_is_followed_so_that_one_book_has_one_lock(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real").mkdir()
    assert paths(tmp_path / "link") == paths(tmp_path / "real")


def test_a_path_from_here_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths(Path("data") / ".." / "book").folder == tmp_path.resolve() / "book"


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own place")
def test_without_a_folder_it_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths().folder == tmp_path.resolve() / "Callbook"


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(OSError, match="data"):
        paths(tmp_path / "data")


# A packaged program that carries its book about


PROGRAMS = ["callbook/callbook", "Callbook/Callbook.exe", "Callbook.app/Contents/MacOS/callbook"]


def laid(folder: Path, program: str) -> Path:
    """A packaged program's executable."""
    executable = folder / program
    executable.parent.mkdir(parents=True)
    executable.touch()
    return executable


@pytest.mark.parametrize(
    "program, beside",
    list(zip(PROGRAMS, ["callbook/book", "Callbook/book", "book"], strict=True)),
)
def test_a_folder_beside_a_packaged_program_is_found(tmp_path: Path, program: str, beside: str) -> None:
    executable = laid(tmp_path, program)
    assert folder_beside(executable, packaged=True) is None
    (tmp_path / beside).mkdir()
    assert folder_beside(executable, packaged=True) == tmp_path.resolve() / beside
    assert folder_beside(executable, packaged=False) is None


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_of_that_name_is_no_folder(tmp_path: Path, program: str) -> None:
    executable = laid(tmp_path, program)
    for place in (executable.parent, tmp_path):
        (place / "book").touch()
    assert folder_beside(executable, packaged=True) is None


def test_a_program_in_a_folder_called_macos_is_no_bundle(tmp_path: Path) -> None:
    executable = laid(tmp_path, "MacOS/callbook")
    (tmp_path / "MacOS" / "book").mkdir()
    assert folder_beside(executable, packaged=True) == tmp_path.resolve() / "MacOS" / "book"


@POSIX_ONLY
def test_a_link_to_the_program_leads_to_what_lies_beside_it(tmp_path: Path) -> None:
    executable = laid(tmp_path, "opt/callbook")
    (tmp_path / "opt" / "book").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "callbook").symlink_to(executable)
    assert folder_beside(tmp_path / "bin" / "callbook", packaged=True) == tmp_path.resolve() / "opt" / "book"


@POSIX_ONLY
def test_a_link_that_leads_nowhere_is_not_begun_anew_elsewhere(tmp_path: Path) -> None:
    executable = laid(tmp_path, "callbook/callbook")
    (executable.parent / "book").symlink_to(tmp_path / "taken out" / "book")
    assert folder_beside(executable, packaged=True) == tmp_path.resolve() / "callbook" / "book"


def test_what_lies_beside_a_program_says_so(tmp_path: Path) -> None:
    assert paths(tmp_path, beside_program=True).beside_program
    assert not paths(tmp_path).beside_program
