"""One program for each book: one winner, a second start that raises the first, and nobody locked out by the dead."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from callbook.system.instance import LONGEST, PATIENCE_MS, Instance, files_in, message
from tests.conftest import CHECKOUT

WHOLE_PATHS = pytest.mark.skipif(sys.platform == "win32", reason="a whole path begins with a drive there")

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from callbook.system.instance import Instance

application = QCoreApplication([])
instance = Instance(Path(sys.argv[1]))
won = instance.claim()
print("won" if won else "lost", flush=True)
if won:
    instance.raised.connect(lambda: print("raised", flush=True))
    application.exec()
"""


@contextmanager
def another(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that starts with the same book and goes on until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(lock)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_of_many_that_start_together_one_wins(tmp_path: Path) -> None:
    lock = tmp_path / "callbook.lock"
    with ExitStack() as stack:
        programs = [stack.enter_context(another(lock)) for _ in range(4)]
        assert sorted(said(program) for program in programs) == ["lost", "lost", "lost", "won"]


def test_a_second_start_raises_the_first_within_a_second(qtbot: QtBot, tmp_path: Path) -> None:
    lock = tmp_path / "callbook.lock"
    with another(lock) as first:
        assert said(first) == "won"
        second = Instance(lock)
        assert second.claim() is False
        begun = time.monotonic()
        assert second.raise_other() is True
        assert said(first) == "raised"
        assert time.monotonic() - begun < 1


def test_each_start_raises_again(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path / "callbook.lock")
    assert first.claim()
    for _ in range(3):
        second = Instance(tmp_path / "callbook.lock")
        assert not second.claim()
        with qtbot.waitSignal(first.raised):
            assert second.raise_other()
    first.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_lock_of_a_killed_program_is_taken_over_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    lock = tmp_path / "callbook.lock"
    with another(lock) as first:
        assert said(first) == "won"
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert lock.exists()
    second = Instance(lock)
    assert second.claim()
    with qtbot.waitSignal(second.raised):
        assert Instance(lock).raise_other()
    second.release()


@pytest.mark.parametrize("content", [b"", b"hello", b"1\n\n\n", b"\xff" * 200])
def test_a_lock_file_of_nobody_bars_for_half_a_minute_at_most(tmp_path: Path, content: bytes) -> None:
    lock = tmp_path / "callbook.lock"
    lock.write_bytes(content)
    old = time.time() - 31
    os.utime(lock, (old, old))
    instance = Instance(lock)
    assert instance.claim()
    instance.release()


def test_books_in_two_folders_do_not_know_each_other(tmp_path: Path) -> None:
    first, second = Instance(tmp_path / "a.lock"), Instance(tmp_path / "b.lock")
    assert first.claim()
    assert second.claim()
    first.release()
    second.release()


def test_nobody_to_raise_is_said(tmp_path: Path) -> None:
    assert Instance(tmp_path / "callbook.lock").raise_other() is False


def test_what_is_released_is_free(tmp_path: Path) -> None:
    lock = tmp_path / "callbook.lock"
    first, second = Instance(lock), Instance(lock)
    assert first.claim()
    assert not second.claim()
    first.release()
    assert not lock.exists()
    assert not second.raise_other()
    assert second.claim()
    second.release()


def test_a_folder_with_a_very_long_name_has_a_socket_too(qtbot: QtBot, tmp_path: Path) -> None:
    """A socket's path may have 108 bytes at most."""
    folder = tmp_path / ("long" * 50)
    folder.mkdir()
    first = Instance(folder / "callbook.lock")
    assert first.claim()
    with qtbot.waitSignal(first.raised):
        assert Instance(folder / "callbook.lock").raise_other()
    first.release()


# Files handed over


FILES = ["/home/ann/Leads.csv", "/home/ann/名单 2026.csv", '/home/ann/a\nb"c.csv', "/home/ann/\udcff.csv"]


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Instance]:
    """The program that holds the book."""
    holder = Instance(tmp_path / "callbook.lock")
    assert holder.claim()
    yield holder
    holder.release()


@contextmanager
def sender(first: Instance) -> Iterator[QLocalSocket]:
    """Something connected to it that may write what it likes."""
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    assert socket.waitForConnected(1000)
    yield socket
    socket.abort()


@WHOLE_PATHS
def test_a_second_start_hands_its_files_over_within_a_second(first: Instance, qtbot: QtBot, tmp_path: Path) -> None:
    begun = time.monotonic()
    with qtbot.waitSignal(first.opened) as told, qtbot.waitSignal(first.raised):
        assert Instance(tmp_path / "callbook.lock").raise_other([Path(file) for file in FILES])
    assert time.monotonic() - begun < 1
    assert told.args == [[Path(file) for file in FILES]]


def test_a_second_start_without_files_opens_none(first: Instance, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.assertNotEmitted(first.opened), qtbot.waitSignal(first.raised):
        assert Instance(tmp_path / "callbook.lock").raise_other()


@WHOLE_PATHS
def test_more_files_than_a_message_holds_are_cut_short(first: Instance, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / f"{number:04} {'long' * 40}.csv" for number in range(1000)]
    with qtbot.waitSignal(first.opened) as told:
        assert Instance(tmp_path / "callbook.lock").raise_other(files)
    (opened,) = told.args
    assert 100 < len(opened) < 1000
    assert opened == files[: len(opened)]


@pytest.mark.parametrize(
    "line",
    [
        b"\n", b"raise\n", b"\xff\xfe\n", b"[\n", b"{}\n", b"7\n", b"null\n", b"[7]\n", b'["leads.csv"]\n', b'[""]\n',
        b'["/a\\u0000b"]\n', b'["/a.csv", null]\n', b"[" * 60_000 + b"\n", b"x" * (LONGEST + 1), b"x" * 10 * LONGEST,
    ],
)  # fmt: skip
def test_a_message_that_is_none_raises_and_opens_nothing(first: Instance, qtbot: QtBot, line: bytes) -> None:
    with (
        sender(first) as other,
        qtbot.assertNotEmitted(first.opened),
        qtbot.waitSignals([first.raised, other.disconnected]),
    ):
        other.write(line)


@WHOLE_PATHS
def test_a_message_that_comes_in_pieces_is_read_when_it_is_whole(first: Instance, qtbot: QtBot) -> None:
    with sender(first) as other:
        with qtbot.waitSignal(first.raised), qtbot.assertNotEmitted(first.opened):
            other.write(b'["/home/a')
        with qtbot.waitSignal(first.opened) as told:
            other.write(b'nn.csv"]\n["/home/bob.csv"]\n')
    assert told.args == [[Path("/home/ann.csv")]]


def test_a_sender_that_never_ends_is_let_go(first: Instance, qtbot: QtBot, tmp_path: Path) -> None:
    with sender(first) as other, qtbot.assertNotEmitted(first.opened):
        with qtbot.waitSignal(first.raised):
            other.write(b'["/home')
        with qtbot.waitSignal(first.raised, timeout=1000):  # nobody waits for it meanwhile
            assert Instance(tmp_path / "callbook.lock").raise_other()
        with qtbot.waitSignal(other.disconnected, timeout=2 * PATIENCE_MS):
            pass


@given(st.lists(st.text()))
def test_no_message_is_too_long_and_each_is_one_line(names: list[str]) -> None:
    line = message([Path("/") / name.replace("\0", "") for name in names])
    assert len(line) <= LONGEST + 1
    assert line.count(b"\n") == 1


@given(st.binary())
def test_any_bytes_are_read_without_a_fault(line: bytes) -> None:
    assert all(path.is_absolute() for path in files_in(line))


# Why a lock was not got


def test_a_lock_that_is_held_and_one_that_cannot_be_written_are_told_apart(first: Instance, tmp_path: Path) -> None:
    second = Instance(tmp_path / "callbook.lock")
    assert (second.claim(), second.is_held()) == (False, True)
    nowhere = Instance(tmp_path / "no such folder" / "callbook.lock")
    assert (nowhere.claim(), nowhere.is_held()) == (False, False)
