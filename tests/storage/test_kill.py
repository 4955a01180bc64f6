"""Killed at any moment, a book has every change that was acknowledged, and no half of one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import IO

import pytest

from callbook.services.upkeep import check
from callbook.storage.opening import open_book
from tests.conftest import CHECKOUT
from tests.storage.desk import Desk, no_backup, template

KILLS = 50
# Every step writes the same number three times. Forking saves loading the program fifty times.
WRITER = """
import os, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from callbook.domain.change import Op
from callbook.domain.prospect import Prospect, View
from callbook.domain.settings import SettingRow
from callbook.storage.opening import open_book
from callbook.storage.settings import setting_rows

def say(line):
    os.write(1, line.encode() + b"\\n")  # at once or not at all

def write(number):
    book = open_book(Path(sys.argv[1]), lambda path: None)
    counter = next((row for row in setting_rows(book) if row.key == "steps"), None)
    say(f"writing {os.getpid()}")
    while True:
        number += 1
        with book.step(Op.SAVE_VIEW) as step:
            step.insert(View(name=str(number), query="n" * (number % 5000)))
            step.insert(Prospect(name=f"Northgate {number}", created_at=datetime.now(UTC)))
            if counter is None:
                counter = step.insert(SettingRow(key="steps", value=str(number)))
            else:
                counter = replace(counter, value=str(number))
                step.update(counter)
        say(f"saved {number}")

while begun := sys.stdin.readline():
    writer = os.fork()
    if writer == 0:
        write(int(begun))
    say(f"gone {os.waitstatus_to_exitcode(os.waitpid(writer, 0)[1])}")
"""


@contextmanager
def writers(path: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """Where to ask for a writer, by the number it begins after, and where it says what it has saved."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        yield program.stdin, program.stdout
        program.stdin.close()
        assert program.wait() == 0


def kill_one(ask: IO[str], answers: IO[str], begun: int, saves: int, seconds: float) -> int:
    """The last number a writer said it had saved: it is killed so long after it has said so many."""
    ask.write(f"{begun}\n")
    ask.flush()
    word, process = answers.readline().split()
    assert word == "writing"
    for _ in range(saves):
        begun = saved(answers.readline())
    threading.Timer(seconds, os.kill, (int(process), signal.SIGKILL)).start()
    while not (line := answers.readline()).startswith("gone"):
        begun = saved(line)
    assert line == f"gone {-signal.SIGKILL}\n"
    return begun


def saved(line: str) -> int:
    word, number = line.split()
    assert word == "saved"
    return int(number)


def stands(path: Path) -> tuple[list[int], list[int], int]:
    with closing(open_book(path, no_backup)) as book:
        views = [int(name) for (name,) in book.sql("SELECT name FROM view ORDER BY id")]
        prospects = [int(name.split()[1]) for (name,) in book.sql("SELECT name FROM prospect ORDER BY id")]
        counted = book.sql("SELECT value FROM setting WHERE key = 'steps'")
    return views, prospects, int(counted[0][0]) if counted else 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")
def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    path.write_bytes(template())
    random = Random(3)
    written = 0
    with writers(path) as (ask, answers):
        for _ in range(KILLS):
            acknowledged = kill_one(ask, answers, written, random.randint(0, 3), random.uniform(0, 0.02))
            views, prospects, counted = stands(path)
            assert views == prospects == list(range(1, counted + 1))
            # At most the one step that was being answered is there beyond what was said.
            assert acknowledged <= counted <= acknowledged + 1
            assert check(path) == []
            written = counted
    assert written >= KILLS
    with closing(open_book(path, no_backup)) as book:
        assert Desk(book).names(text=f'"northgate {written}"') == [f"Northgate {written}"]
