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
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from callbook import __version__
from callbook.app import (
    Application,
    Program,
    application,
    connect_files,
    open_window,
    raise_window,
    ready_book,
    shipped_scripts,
)
from callbook.cli import DONE, LEFT_OUT, OPEN_ELSEWHERE, main
from callbook.domain.prospect import Phone, Prospect
from callbook.self_test import outcome, report, system_checks
from callbook.services import prospects, upkeep
from callbook.services.prospects import Draft
from callbook.storage import calls, scripts
from callbook.system.instance import Instance
from callbook.system.paths import BOOK_NAME, paths
from callbook.ui.dialogs.import_file import ImportDialog
from callbook.ui.failure import FailureDialog, catch_failures
from tests.conftest import CHECKOUT
from tests.old_book import lay_old_book, version_of

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
SECRET = "Northgate Dental 0161 496 0142"
ENOUGH = 60  # seconds that a start may take on a machine that is busy with other things

# A start of the program that tells on its output how far it is, leaves when it is as far as its last argument says,
# and closes a dialog that bars its way. Files that it is given are opened.
STARTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from callbook import app
from callbook.system.paths import paths
from callbook.ui.dialogs.import_file import ImportDialog

def told(name, words):
    original = getattr(app, name)
    def wrapped(*arguments, **named):
        answer = original(*arguments, **named)
        print(words, flush=True)
        if words in sys.argv:
            application.quit()
        return answer
    setattr(app, name, wrapped)

def told_file(dialog, path):
    open_file(dialog, path)
    print("shows", path, dialog.isVisible(), flush=True)

def read_and_close():
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        print(box.text(), box.informativeText(), flush=True)
        box.reject()

told("open_window", "open")
told("raise_window", "raised")
open_file, ImportDialog.open_file = ImportDialog.open_file, told_file
application = app.application(["callbook"])
timer = QTimer(application)
timer.timeout.connect(read_and_close)
timer.start(5)
files = [Path(word) for word in sys.argv[2:] if word.endswith(".csv")]
sys.exit(app.run(paths(Path(sys.argv[1])), ["callbook"], files))
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "callbook", *arguments]


@contextmanager
def started(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The program on the book of a folder, in a process of its own, until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", STARTED, str(folder), *more], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
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


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    program = open_window(qapp, paths(tmp_path / "data"), lambda: NOW, theme="light")
    yield program
    program.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def test_a_hidden_window_is_brought_back(window: Program) -> None:
    window.window.showMinimized()
    raise_window(window.window)
    assert not window.window.isMinimized()


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


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads 名单.csv"
    path.write_text("company\nNorthgate Dental\n", encoding="utf-8")
    return path


def test_a_file_given_at_the_start_is_shown(tmp_path: Path, leads: Path) -> None:
    with started(tmp_path / "data", str(leads)) as program:
        assert [said(program), said(program)] == ["open", f"shows {leads} True"]


def test_a_second_start_hands_its_file_to_the_first_and_leaves(tmp_path: Path, leads: Path) -> None:
    with started(tmp_path / "data") as first:
        assert said(first) == "open"
        from_here = os.path.relpath(leads, CHECKOUT)
        for _ in range(2):  # the second time over the dialog that is still there
            with subprocess.Popen(command("--data", str(tmp_path / "data"), from_here), cwd=CHECKOUT) as second:
                assert [said(first), said(first)] == ["raised", f"shows {CHECKOUT / from_here} True"]
                assert second.wait(2) == DONE
        assert first.poll() is None


def test_a_file_that_macos_asks_for_is_shown(qapp: Application, window: Program, tmp_path: Path, leads: Path) -> None:
    instance = Instance(tmp_path / "callbook.lock")
    connect_files(qapp, instance, window.window)
    window.window.showMinimized()
    assert QApplication.sendEvent(qapp, QFileOpenEvent(str(leads)))
    assert not window.window.isMinimized()
    dialog = window.window._dialogs[ImportDialog]
    assert dialog.isVisible()
    dialog.reject()


# A folder that cannot be used


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder nobody may write in")
def test_a_folder_nobody_may_write_in_is_said_in_a_window() -> None:
    with started(Path("/proc")) as program:
        assert said(program).startswith("The folder of the book, /proc, cannot be written. Check that it is")
        assert program.wait(ENOUGH) == LEFT_OUT


def test_logs_without_a_place_are_said_in_a_window(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    with started(tmp_path) as program:
        assert said(program).startswith(f"The folder of the book, {tmp_path}, cannot be written. Check that it is")
        assert program.wait(ENOUGH) == LEFT_OUT


# A book of an older program

MIGRATED = f"Your book was brought up to date for Callbook {__version__}. A copy of it as it was is in backups."


def test_that_a_book_was_brought_up_to_date_is_said_once(qapp: Application, qtbot: QtBot, tmp_path: Path) -> None:
    lay_old_book(tmp_path)
    for expected in (MIGRATED, ""):
        program = open_window(qapp, paths(tmp_path), lambda: NOW, theme="light")
        assert program.window.notice_text() == expected
        program.close()
    (copy,) = [path for path in (tmp_path / "backups").iterdir() if version_of(path) == 1]
    assert copy.name == "callbook-20261124T104100Z.backup"
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def test_it_is_said_after_that_a_call_is_back(qapp: Application, qtbot: QtBot, tmp_path: Path) -> None:
    lay_old_book(tmp_path, "UPDATE call SET saved_at = NULL, ended_at = NULL WHERE id = 60")
    program = open_window(qapp, paths(tmp_path), lambda: NOW, theme="light")
    assert program.window.notice_text().startswith("Your call with ")
    qtbot.mouseClick(program.window._notice._close, Qt.MouseButton.LeftButton)
    assert program.window.notice_text() == MIGRATED
    program.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def test_a_book_of_which_no_copy_can_be_made_is_left_and_that_is_said_in_a_window(tmp_path: Path) -> None:
    path = lay_old_book(tmp_path)
    (tmp_path / "backups").touch()
    with started(tmp_path) as program:
        assert said(program) == (
            "The book has to be brought up to date, and no copy of it as it is could be written. Check that the folder"
            ' "backups" beside it may be written, and start again; the book was left as it is.'
        )
        assert program.wait(ENOUGH) == LEFT_OUT
    assert version_of(path) == 1
    (tmp_path / "backups").unlink()
    ready_book(paths(tmp_path), NOW).close()
    assert version_of(path) > 1


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
    assert len(lines) == 13 + len(system_checks(sys.platform))
    assert all(line.startswith("ok      ") for line in lines[:-1])
    assert lines[-1] == f"All {len(lines) - 1} checks passed."
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


@pytest.mark.parametrize("passed, words", [
    ([True], "All 1 checks passed."), ([True] * 12, "All 12 checks passed."), ([True, False], "1 of 2 checks failed."),
    ([False, False], "2 of 2 checks failed."),
])  # fmt: skip
def test_its_last_line_is_the_outcome(passed: list[bool], words: str) -> None:
    assert outcome(passed) == words


@pytest.mark.parametrize("platform, count", [("linux", 2), ("win32", 0), ("darwin", 0)])
def test_what_linux_alone_needs_is_asked_of_it_alone(platform: str, count: int) -> None:
    assert len(system_checks(platform)) == count


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
    names = ("before", *live, "history", "insights", "insights-answers", "scripts", "empty")
    drawn = [out / f"{name}-{theme}.png" for name in names for theme in ("light", "dark")]
    assert sorted(capsys.readouterr().out.splitlines()) == sorted(map(str, drawn))
    looks = {path: QImage(str(path)) for path in drawn}
    assert {image.size().toTuple() for image in looks.values()} == {(1320, 840)}
    corners = {theme: {image.pixelColor(700, 835).name() for path, image in looks.items() if theme in path.name}
               for theme in ("light", "dark")}  # fmt: skip
    assert corners == {"light": {"#f6f6f4"}, "dark": {"#131615"}}
    assert (folder / BOOK_NAME).read_bytes() == before
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
