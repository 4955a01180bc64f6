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
from pytestqt.qtbot import QtBot

from callbook.system.instance import Instance
from tests.conftest import CHECKOUT

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
