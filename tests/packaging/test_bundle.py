"""The bundle that packaging/dev.py build made, used as a person uses it. Skipped where there is none."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from callbook.storage.migrations import APPLICATION_ID, MIGRATIONS, VERSION_1
from callbook.system.paths import paths
from tests.bench.screen import virtual_screen

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "build" / "bundle" / "callbook"
PROGRAM = BUNDLE / "callbook"
LONGEST = 30.0  # seconds
ROWS_OF_VERSION_1 = ROOT / "tests" / "storage" / "books" / "v1.sql"


def newest(folder: Path) -> float:
    return max(path.stat().st_mtime for path in folder.rglob("*") if path.suffix in (".py", ".svg", ".qss", ".json"))


def why_not() -> str:
    """What keeps these tests from being run, or nothing."""
    if sys.platform != "linux":
        return "tried on Linux; on other systems dev.py build runs the bundle's self-test"
    if not PROGRAM.is_file():
        return "there is no bundle; make it with: python3 packaging/dev.py build"
    if PROGRAM.stat().st_mtime < max(newest(ROOT / "callbook"), newest(ROOT / "resources")):
        return "the bundle is older than the sources; make it anew with: python3 packaging/dev.py build"
    return ""


pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


def bare(home: Path, **more: str) -> dict[str, str]:
    """The environment of somebody without Python: no PATH to find one on."""
    return {"HOME": str(home), "PATH": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"} | more


def run(*arguments: object, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=home, env=bare(home, **more), capture_output=True, text=True, timeout=120
    )


def test_it_tries_itself_out_without_python(tmp_path: Path) -> None:
    done = run("--self-test", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "FAILED" not in done.stdout
    assert done.stdout.count("ok  ") > 10


def test_its_size() -> None:
    unpacked = sum(path.lstat().st_size for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink())
    assert unpacked <= 130e6
    packed = [path for path in (ROOT / "dist").iterdir() if path.name.endswith((".deb", ".tar.xz"))]
    assert len(packed) == 2
    assert all(path.stat().st_size <= 40e6 for path in packed)


def test_nothing_in_it_leads_nowhere() -> None:
    assert [path for path in BUNDLE.rglob("*") if path.is_symlink() and not path.exists()] == []


def test_the_checksums_are_those_of_the_files() -> None:
    lines = (ROOT / "dist" / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)  # type: ignore[misc]
    assert set(sums) == {path.name for path in (ROOT / "dist").iterdir()} - {"SHA256SUMS"}
    assert all(hashlib.sha256((ROOT / "dist" / name).read_bytes()).hexdigest() == sums[name] for name in sums)


def test_it_draws_the_same_pictures_as_from_source(tmp_path: Path) -> None:
    drawn = run("screenshots", tmp_path / "bundle", home=tmp_path)
    assert drawn.returncode == 0, drawn.stderr
    source = [sys.executable, "-m", "callbook", "screenshots", str(tmp_path / "source")]
    subprocess.run(source, cwd=ROOT, env=os.environ | bare(tmp_path), check=True, capture_output=True, timeout=120)
    names = sorted(path.name for path in (tmp_path / "source").iterdir())
    assert len(names) >= 20
    assert sorted(path.name for path in (tmp_path / "bundle").iterdir()) == names
    differing = [
        name for name in names if (tmp_path / "bundle" / name).read_bytes() != (tmp_path / "source" / name).read_bytes()
    ]
    assert differing == []


def wait_for(ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + LONGEST
    while not ready():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)  # another process, which has no signal to wait for


def version_of(book: Path) -> int:
    with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as opened:
        return int(opened.execute("PRAGMA user_version").fetchone()[0])


def rows(book: Path, tables: Sequence[tuple[str, Sequence[str]]]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of these tables, by the columns named."""
    with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as opened:
        return {
            table: opened.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1").fetchall()
            for table, columns in tables
        }


@contextmanager
def started(*arguments: object, home: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a window, what it says in the file `told` of its home; it does not outlive the test."""
    command = [PROGRAM, *map(str, arguments)]
    with (
        (home / "told").open("wb") as told,
        subprocess.Popen(command, env=bare(home, **more), cwd=home, stderr=told) as window,
    ):
        try:
            yield window
        finally:
            window.kill()


def test_a_book_of_the_first_version_opens_with_every_row(tmp_path: Path) -> None:
    places = paths(tmp_path / "data")
    with closing(sqlite3.connect(places.book)) as old:
        old.executescript(VERSION_1)
        old.executescript(ROWS_OF_VERSION_1.read_text(encoding="utf-8"))
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.commit()
        names = [
            name
            for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if "_text" not in name and not name.startswith("sqlite_")
        ]
        tables = [(name, [column[1] for column in old.execute(f"PRAGMA table_info({name})")]) for name in names]
    before = rows(places.book, tables)
    assert len(before["call"]) == 60
    with started("--data", places.folder, home=tmp_path):
        wait_for(lambda: version_of(places.book) == MIGRATIONS[-1][0], "the book to be brought up to date")
    done = run("check", "--data", places.folder, home=tmp_path)
    assert (done.returncode, done.stdout) == (0, "The book is sound.\n")
    after = rows(places.book, tables)
    for name in names:  # what a version ships with may be added; nothing that was there may change
        assert set(before[name]) <= set(after[name]), name
    (backup,) = places.backups.iterdir()
    assert version_of(backup) == 1
    assert rows(backup, tables) == before


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """A virtual screen with a window manager; the environment that leads to it."""
    tools = {name: shutil.which(name) for name in ("Xvfb", "openbox", "xdotool")}
    absent = [name for name, path in tools.items() if path is None]
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)}")
    with ExitStack() as stack:
        display = virtual_screen(stack)
        shown = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        manager = subprocess.Popen([str(tools["openbox"])], env=os.environ | shown, stderr=subprocess.DEVNULL)
        stack.callback(manager.wait)
        stack.callback(manager.terminate)
        yield shown


class Hand:
    """Presses keys on a virtual screen."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = os.environ | environment

    def wait_for_window(self, title: str) -> None:
        wait_for(lambda: self._do("getactivewindow", "getwindowname", check=False).strip() == title, title)

    def press(self, *keys: str) -> None:
        self._do("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "20", text)

    def _do(self, *arguments: str, check: bool = True) -> str:
        tool = shutil.which("xdotool") or ""
        done = subprocess.run(
            [tool, *arguments], env=self._environment, capture_output=True, text=True, check=check, timeout=LONGEST
        )
        return done.stdout


def test_a_logged_call_is_there_when_it_is_opened_again(tmp_path: Path, screen: dict[str, str]) -> None:
    hand, places = Hand(screen), paths(tmp_path / "data")

    def calls() -> list[tuple[object, ...]]:
        query = "SELECT p.name, k.result FROM call k JOIN prospect p ON p.id = k.prospect_id WHERE k.saved_at > ''"
        with closing(sqlite3.connect(f"file:{places.book}?mode=ro", uri=True)) as book:
            return book.execute(query).fetchall()

    with started("--data", places.folder, home=tmp_path, **screen) as window:
        hand.wait_for_window("Callbook")
        hand.press("ctrl+n")
        hand.wait_for_window("New prospect — Callbook")
        hand.type("Fenwick Joinery")
        hand.press("ctrl+Return")
        hand.wait_for_window("Callbook")
        hand.press("ctrl+Return", "ctrl+Return", "alt+1")
        wait_for(lambda: len(calls()) == 1, "the call to be logged")
        hand.press("ctrl+q")
        assert window.wait(LONGEST) == 0
    logged = calls()
    assert [name for name, _ in logged] == ["Fenwick Joinery"]
    with started("--data", places.folder, home=tmp_path, **screen) as window:
        hand.wait_for_window("Callbook")
        hand.press("ctrl+n")
        hand.wait_for_window("New prospect — Callbook")
        hand.press("Escape")
        hand.press("ctrl+q")
        assert window.wait(LONGEST) == 0
    assert calls() == logged
    found = run("screenshots", tmp_path / "again", "--data", places.folder, home=tmp_path)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("context", ["ibus", "compose"])
def test_the_input_context_is_loaded(tmp_path: Path, screen: dict[str, str], context: str) -> None:
    loaded = f'{context}platforminputcontextplugin.so" loaded library'
    with started("--data", tmp_path / "data", home=tmp_path, **screen, QT_IM_MODULE=context, QT_DEBUG_PLUGINS="1"):
        wait_for(lambda: loaded in (tmp_path / "told").read_text("utf-8", "replace"), "the plugin to be loaded")
