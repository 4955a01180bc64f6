"""Notifications: which way they go, and that whatever stands in them arrives as text."""

import html
import os
import re
import stat
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from callbook.system.notify import LONGEST_BODY, LONGEST_TITLE, Notifier

linux_only = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="notify-send is of Linux and its like")

HOSTILE = [
    "--urgency=critical",
    "-h",
    "--",
    "<b>x</b>",
    '<img src="file:///etc/passwd">',
    "$(touch x)",
    "`touch x`; touch x && touch x | touch x > x",
    "%n %s %1 & &amp;",
    "back\\nslash \\",
    'it\'s "quoted"',
    "明湖食品有限公司 مرحبا 🙂",
    "*",
]


def install(folder: Path, then: str = "") -> Path:
    """A notify-send in `folder` that writes its arguments, each with a zero behind it; answers with that file."""
    said = folder / "said"
    program = folder / "notify-send"
    # Written whole under another name first: what is there can be read.
    program.write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" > "{said}.part"\n{then}\nmv "{said}.part" "{said}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return said


def put_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join((str(folder), os.environ["PATH"])))


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_on_path(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    return install(tmp_path)


def told(said: Path, qtbot: QtBot) -> list[str]:
    qtbot.waitUntil(said.exists)
    return said.read_text(encoding="utf-8").split("\0")[:-1]


@linux_only
def test_notify_send_is_given_title_and_body(said: Path, qtbot: QtBot) -> None:
    assert Notifier().notify("Call Northgate Dental, 14:30", "In 5 minutes.") is True
    assert told(said, qtbot) == [
        "--app-name=Callbook",
        "--icon=callbook",
        "--",
        "Call Northgate Dental, 14:30",
        "In 5 minutes.",
    ]


@linux_only
@pytest.mark.parametrize("text", HOSTILE)
def test_text_arrives_as_text(said: Path, qtbot: QtBot, tmp_path: Path, text: str) -> None:
    assert Notifier().notify(text, text) is True
    *options, title, body = told(said, qtbot)
    assert options == ["--app-name=Callbook", "--icon=callbook", "--"]
    assert title == text
    # What notify-send and the desktop make of it: it reads backslashes, the desktop reads markup.
    assert html.unescape(re.sub(r"\\(.)", r"\1", body)) == text
    assert not set("<>") & set(body)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notify-send", "said"]


@linux_only
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("two\nlines\tand more", "two lines and more"),
        ("", "Callbook"),
        (" \n ", "Callbook"),
        ("zero\0byte", "zero byte"),
        ("x" * 500_000, "x" * (LONGEST_TITLE - 1) + "…"),
    ],
)
def test_a_title_is_one_short_line(said: Path, qtbot: QtBot, title: str, shown: str) -> None:
    assert Notifier().notify(title, "y" * 500_000) is True
    *_, first, second = told(said, qtbot)
    assert first == shown
    assert second == "y" * (LONGEST_BODY - 1) + "…"


@linux_only
def test_it_is_not_waited_for(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path, monkeypatch)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    said = install(tmp_path, then=f'read line < "{gate}"')
    assert Notifier().notify("Call Northgate Dental, 14:30", "Now.") is True
    assert not said.exists()
    with gate.open("w") as go:
        go.write("on\n")
    assert told(said, qtbot)[-1] == "Now."


@linux_only
def test_it_says_nothing_on_the_terminal_or_to_the_log(
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    put_on_path(tmp_path, monkeypatch)
    said = install(tmp_path, then="echo no session bus; echo no session bus >&2")
    assert Notifier().notify("Call Northgate Dental, 14:30", "Now.")
    told(said, qtbot)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@linux_only
@pytest.mark.parametrize(("kept", "wanted"), [("/opt/lib", "/opt/lib"), ("", ""), (None, "/bundle")])
def test_it_finds_the_users_own_libraries(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kept: str | None, wanted: str
) -> None:
    put_on_path(tmp_path, monkeypatch)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    if kept is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", kept)
    said = install(tmp_path, then=f'printf "%s\\0" "$LD_LIBRARY_PATH" >> "{tmp_path / "said.part"}"')
    assert Notifier().notify("Call", "Now.")
    assert told(said, qtbot)[-1] == wanted


@linux_only
def test_a_packaged_build_takes_its_own_libraries_away(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(tmp_path, monkeypatch)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    said = install(tmp_path, then=f'printf "%s\\0" "${{LD_LIBRARY_PATH-unset}}" >> "{tmp_path / "said.part"}"')
    assert Notifier().notify("Call", "Now.")
    assert told(said, qtbot)[-1] == "unset"


@pytest.mark.parametrize("there", ["nothing", "not executable", "a folder"])
def test_without_notify_send_nothing_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if there == "not executable":
        (tmp_path / "notify-send").write_text("#!/bin/sh\n")
    elif there == "a folder":
        (tmp_path / "notify-send").mkdir()
    assert Notifier().notify("Call Northgate Dental, 14:30", "Now.") is False


def test_the_tray_is_asked_first_and_each_time(said: Path, qtbot: QtBot) -> None:
    shown: list[tuple[str, str]] = []
    there = True

    def tray(title: str, body: str) -> bool:
        if there:
            shown.append((title, body))
        return there

    notifier = Notifier(tray)
    assert notifier.notify("Call\nNorthgate", "Now.") is True
    assert shown == [("Call Northgate", "Now.")]
    assert not said.exists()
    there = False
    assert notifier.notify("Call", "Later.") is (sys.platform not in ("win32", "darwin"))
    assert len(shown) == 1
    if sys.platform not in ("win32", "darwin"):
        assert told(said, qtbot)[-2:] == ["Call", "Later."]
