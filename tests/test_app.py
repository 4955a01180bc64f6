"""The program as a whole: its start, a second start, its faults, its own test, and that it stays off the network."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging import ERROR
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLockFile, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from callbook import __version__
from callbook.app import application, open_window, raise_window, ready_book, shipped_scripts
from callbook.cli import DONE, LEFT_OUT, OPEN_ELSEWHERE, main
from callbook.domain.prospect import Phone, Prospect
from callbook.self_test import report
from callbook.services import prospects, upkeep
from callbook.services.prospects import Draft
from callbook.storage import calls, scripts
from callbook.system.paths import BOOK_NAME, paths
from callbook.ui.failure import FailureDialog, catch_failures
from tests.conftest import CHECKOUT

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
SECRET = "Northgate Dental 0161 496 0142"
ENOUGH = 60  # seconds that a start may take on a machine that is busy with other things

# A start of the program that tells on its output how far it is, leaves when it is as far as its last argument says,
# and closes a dialog that bars its way.
STARTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from callbook import app
from callbook.system.paths import paths

def told(name, words):
    original = getattr(app, name)
    def wrapped(*arguments, **named):
        answer = original(*arguments, **named)
        print(words, flush=True)
        if words in sys.argv:
            application.quit()
        return answer
    setattr(app, name, wrapped)

def read_and_close():
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        print(box.text(), box.informativeText(), flush=True)
        box.reject()

told("open_window", "open")
told("raise_window", "raised")
application = app.application(["callbook"])
timer = QTimer(application)
timer.timeout.connect(read_and_close)
timer.start(5)
sys.exit(app.run(paths(Path(sys.argv[1])), ["callbook"]))
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "callbook", *arguments]


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program on the book of a folder, in a process of its own, until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", STARTED, str(folder)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


# Opening


def test_there_is_one_application_and_it_has_a_name(qapp: QApplication) -> None:
    assert application(["callbook"]) is qapp


def test_a_new_book_has_what_it_ships_with_and_nothing_to_undo(tmp_path: Path) -> None:
    book = ready_book(paths(tmp_path / "data"), NOW)
    shipped = [text.script.name for text in scripts.scripts(book)]
    assert shipped == [script.name for script in shipped_scripts()]
    assert len(shipped) == 7
    assert [outcome.key for outcome in calls.outcomes(book)][:10] == list("1234567890")
    assert (book.undo_op, upkeep.check(book.path)) == (None, [])
    book.close()
    again = ready_book(paths(tmp_path / "data"), NOW)
    assert len(scripts.scripts(again)) == 7
    again.close()


def test_a_hidden_window_is_brought_back(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    program = open_window(qapp, paths(tmp_path / "data"), lambda: NOW, theme="light")
    program.window.showMinimized()
    raise_window(program.window)
    assert not program.window.isMinimized()
    program.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def lay_text(folder: Path) -> None:
    (folder / BOOK_NAME).write_text("no book at all", encoding="utf-8")


def lay_newer(folder: Path) -> None:
    book = ready_book(paths(folder), NOW)
    book.connection.execute("PRAGMA user_version = 99")
    book.close()


@pytest.mark.parametrize(
    "lay, words",
    [
        (lay_text, "This file is not a book of Callbook. Choose another file or folder; it was left as it is."),
        (lay_newer, "This book was written by a newer Callbook."),
    ],
)
def test_a_book_that_cannot_be_opened_is_said_in_a_window(
    tmp_path: Path, lay: Callable[[Path], None], words: str
) -> None:
    lay(tmp_path)
    before = (tmp_path / BOOK_NAME).read_bytes()
    with started(tmp_path) as program:
        assert said(program).startswith(words)
        assert program.wait(ENOUGH) == LEFT_OUT
    assert (tmp_path / BOOK_NAME).read_bytes() == before
    assert not (tmp_path / "callbook.lock").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_in_a_window(tmp_path: Path) -> None:
    ready_book(paths(tmp_path), NOW).close()
    (tmp_path / "logs").mkdir()
    (tmp_path / BOOK_NAME).chmod(0o400)
    with started(tmp_path) as program:
        assert said(program) == "The book cannot be written. Check that its folder is not read-only."
        assert program.wait(ENOUGH) == LEFT_OUT


# A second start


def test_a_second_start_raises_the_first_and_leaves(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("company\nNorthgate Dental\n", encoding="utf-8")
    with started(tmp_path) as first:
        assert said(first) == "open"
        with subprocess.Popen(command("--data", str(tmp_path)), cwd=CHECKOUT) as second:
            assert said(first) == "raised"
            assert second.wait(2) == DONE
        assert first.poll() is None
        assert main(["import", str(leads), "--data", str(tmp_path)]) == OPEN_ELSEWHERE
        assert first.poll() is None
    assert main(["import", str(leads), "--data", str(tmp_path)]) == DONE  # a killed program bars nobody


def test_a_start_while_another_command_has_the_book_says_so(tmp_path: Path) -> None:
    lock = QLockFile(str(tmp_path.resolve() / "callbook.lock"))
    assert lock.tryLock(0)
    with started(tmp_path) as program:
        assert said(program) == "The book is in use by another program. Close it there and try again."
        assert program.wait(ENOUGH) == OPEN_ELSEWHERE
    lock.unlock()


# Faults


@pytest.fixture
def faulty(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QPushButton:
    """A button with a bug behind it, and the program's own way with bugs."""

    def break_down() -> None:
        raise LookupError(SECRET)

    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(break_down)
    return button


@contextmanager
def caught() -> Iterator[None]:
    """Between here and there faults go to the program and not to the test."""
    before = sys.excepthook
    catch_failures()
    try:
        yield
    finally:
        sys.excepthook = before


def dialogs(qapp: QApplication) -> list[FailureDialog]:
    return [shown for shown in qapp.topLevelWidgets() if isinstance(shown, FailureDialog) and shown.isVisible()]


def test_a_fault_shows_one_dialog_and_logs_no_secret(
    faulty: QPushButton, qapp: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caught(), caplog.at_level(ERROR, "callbook.failure"):
        for _ in range(3):
            faulty.click()
        (dialog,) = dialogs(qapp)
        details = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
        copy, go_on = dialog.findChildren(QPushButton)
        qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == details
        qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
        assert dialogs(qapp) == []
        faulty.click()
        (later,) = dialogs(qapp)
        qtbot.keyClick(later, Qt.Key.Key_Escape)
    assert re.fullmatch(
        rf"Callbook {re.escape(__version__)}, Python [\d.]+, \w+\nbuiltins\.LookupError\n  test_app\.py:\d+ break_down",
        details,
    )
    assert [record.getMessage() for record in caplog.records] == [details] * 4
    assert SECRET not in caplog.text
    assert str(Path.home()) not in caplog.text


def test_where_a_fault_of_ours_stands_is_told_from_the_package_on(
    qapp: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: raise_window(None))  # type: ignore[arg-type]
    with caught(), caplog.at_level(ERROR, "callbook.failure"):
        button.click()
        dialogs(qapp)[0].accept()
    assert "  /app.py:" in caplog.text
    assert "raise_window" in caplog.text


def test_ctrl_c_in_a_shell_is_no_fault(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    with caught():
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert dialogs(qapp) == []
    assert caplog.records == []


# The program's own test


def test_it_tries_itself_out_where_it_is_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        command("--self-test"), cwd=CHECKOUT, capture_output=True, text=True, timeout=ENOUGH, check=False
    )
    lines = done.stdout.splitlines()
    assert done.returncode == DONE, done.stdout
    assert len(lines) == 7
    assert all(line.startswith("ok      ") for line in lines)
    assert lines[0].startswith(f"ok      Callbook {__version__}, Qt ")


def test_what_fails_in_it_is_a_line_and_not_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> bool:
        raise OSError("no such folder")

    assert [report("one", lambda: 1), report("two", list), report("three", broken)] == [True, False, False]
    assert capsys.readouterr().out.splitlines() == [
        "ok      one",
        "FAILED  two",
        "FAILED  three: OSError: no such folder",
    ]


def sockets(trace: Path) -> set[str]:
    """The families of the sockets that a traced run asked for."""
    return set(re.findall(r"\b(AF_\w+)", trace.read_text(encoding="utf-8", errors="replace")))


@pytest.fixture
def strace() -> list[str]:
    """strace with what it needs to note every call to the network; the test is skipped without it."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed")
    if subprocess.run([found, "-o", os.devnull, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("strace may not trace here")
    return [found, "-f", "--seccomp-bpf", "-e", "trace=%network"]


def test_the_self_test_opens_no_network_socket(strace: list[str], tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    run = subprocess.run(
        [*strace, "-o", str(trace), *command("--self-test")], cwd=CHECKOUT, timeout=ENOUGH, check=False
    )
    assert run.returncode == DONE
    assert not sockets(trace) & {"AF_INET", "AF_INET6"}


def test_the_window_opens_no_socket_but_the_one_for_a_second_start(strace: list[str], tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    traced = [*strace, "-o", str(trace), sys.executable, "-c", STARTED, str(tmp_path / "data"), "raised"]
    with subprocess.Popen(traced, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as first:
        assert said(first) == "open"
        assert subprocess.run(command("--data", str(tmp_path / "data")), cwd=CHECKOUT, check=False).returncode == DONE
        assert said(first) == "raised"
        assert first.wait(ENOUGH) == DONE
    assert sockets(trace) <= {"AF_UNIX", "AF_NETLINK"}
    assert "AF_UNIX" in sockets(trace)  # so the trace does see sockets


# Pictures


def test_the_tour_draws_a_copy_of_ones_own_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "data", tmp_path / "pictures"
    book = ready_book(paths(folder), NOW)
    prospects.add(book, Draft(Prospect(name="Northgate Dental"), phones=(Phone(typed="0161 496 0142"),)), now=NOW)
    book.close()
    before = (folder / BOOK_NAME).read_bytes()
    assert main(["screenshots", str(out), "--data", str(folder)]) == DONE
    live = ("live", "live-desk", "live-objections", "live-paused", "wrap-up", "wrap-up-refusal")
    names = ("before", *live, "history", "insights", "scripts", "empty")
    drawn = [out / f"{name}-{theme}.png" for name in names for theme in ("light", "dark")]
    assert sorted(capsys.readouterr().out.splitlines()) == sorted(map(str, drawn))
    looks = {path: QImage(str(path)) for path in drawn}
    assert {image.size().toTuple() for image in looks.values()} == {(1320, 840)}
    corners = {theme: {image.pixelColor(700, 835).name() for path, image in looks.items() if theme in path.name}
               for theme in ("light", "dark")}  # fmt: skip
    assert corners == {"light": {"#f6f6f4"}, "dark": {"#131615"}}
    assert (folder / BOOK_NAME).read_bytes() == before
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
