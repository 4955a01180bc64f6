"""Killing the process in a live call costs at most the last moments of typing, and the call comes back."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import IntegrityError

import pytest
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import CallState
from callbook.services import calls as service
from callbook.services import upkeep
from callbook.services.calls import Situation
from callbook.storage import calls
from callbook.storage.calls import HistoryFilter
from tests.ui.conftest import Clock

AT_RISK_SECONDS = 0.6
LETTERS = (9, 31, 70)


@pytest.mark.skipif(os.name == "nt", reason="kills by a signal")
@pytest.mark.parametrize("letters", LETTERS)
def test_a_killed_call_comes_back_with_all_but_its_last_moments(
    letters: int, tmp_path: Path, open_program: Callable[[], Program], clock: Clock, qtbot: QtBot
) -> None:
    typed = kill_after(letters, tmp_path / "data")
    killed_at = typed[-1]
    clock.now = datetime.fromtimestamp(killed_at + 60, UTC)
    program = open_program()
    panel = program.window.page.call
    assert panel.state is CallState.LIVE
    assert "is back" in program.window.notice_text()
    (call,) = calls.open_calls(program.book)
    owed = sum(moment <= killed_at - AT_RISK_SECONDS for moment in typed)
    assert owed <= len(call.note) <= len(typed) + 1
    assert set(call.note) <= {"x"}
    assert upkeep.check(program.book.path) == []


def kill_after(letters: int, folder: Path) -> list[float]:
    """Start the child, let it type so many letters, kill it; answers with when each was typed."""
    command = [sys.executable, "-m", "tests.ui.typing_child", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout is not None
        typed = [float(child.stdout.readline()) for _ in range(letters)]
        child.send_signal(signal.SIGKILL)
        typed += [float(line) for line in child.stdout if line.endswith("\n")]
    return typed


def test_retrying_after_a_crash_between_commit_and_answer_makes_no_second_call(program: Program) -> None:
    """The call's uuid is fixed before it is written, so that writing it again is refused, not doubled."""
    situation = Situation(program.session.zone, program.window.page.call.prospect_id)
    service.start(program.book, situation, now=program.session.now(), uuid="0" * 32)
    with pytest.raises(IntegrityError):
        service.start(program.book, situation, now=program.session.now(), uuid="0" * 32)
    assert len(calls.open_calls(program.book)) == 1
    assert calls.history_count(program.book, HistoryFilter()) == 0
