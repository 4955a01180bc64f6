"""What the bundle holds: nothing it has no use for, and everything a window needs."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import contents
import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "place, expected",
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/imageformats/libqtiff.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\generic\\qtuiotouchplugin.dll", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("holidays/locale/de/LC_MESSAGES/DE.mo", False),
        ("libxcb-cursor.so.0", True),
        ("libxcb.so.1", False),
        ("libX11.so.6", False),
        ("libfontconfig.so.1", False),
        ("libglib-2.0.so.0", False),
        ("libicudata.so.73", True),
        ("callbook/_resources/icons/phone.svg", True),
        ("python3.11/lib-dynload/_csv.cpython-311-x86_64-linux-gnu.so", True),
    ],
)
def test_wanted(place: str, expected: bool) -> None:
    assert contents.wanted(place) is expected


def test_a_library_that_only_a_dropped_plugin_asked_for_goes_with_it() -> None:
    plugins = "PySide6/Qt/plugins/platforms"
    needs = {
        "xcb": ["libQt6Gui.so.6", "libxcb-cursor.so.0"],
        "eglfs": ["libQt6Gui.so.6", "libQt6EglFs.so.6"],
        "gui": ["libQt6Core.so.6", "libc.so.6"],
        "core": ["libQt6Gui.so.6"],  # a circle ends
    }
    binaries = [
        (f"{plugins}/libqxcb.so", "xcb", "BINARY"),
        (f"{plugins}/libqeglfs.so", "eglfs", "BINARY"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "gui", "BINARY"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "core", "BINARY"),
        ("PySide6/Qt/lib/libQt6EglFs.so.6", "egl", "BINARY"),
        ("libxcb-cursor.so.0", "cursor", "BINARY"),
    ]
    links = [
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libQt6EglFs.so.6", "PySide6/Qt/lib/libQt6EglFs.so.6", "SYMLINK"),
        ("PySide6/Qt/other/libQt6Core.so.6", "../lib/libQt6Core.so.6", "SYMLINK"),
    ]
    text = [("callbook/_resources/styles/callbook.qss", "style", "DATA")]
    kept, others = contents.trimmed(binaries, links + text, lambda source: needs.get(source, []))
    assert [entry[1] for entry in kept] == ["xcb", "gui", "core", "cursor"]
    assert others == [links[0], links[2], *text]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3)))
def test_what_is_reached_needs_nothing_that_is_not(needs: dict[str, list[str]]) -> None:
    files = {f"plugins/x/{name}" if name == "a" else name: name for name in "abcdefgh"}
    found = contents.reached(files, lambda source: needs.get(source, []))
    names = {files[place] for place in found}
    assert "a" in names
    assert all(set(needs.get(name, [])) <= names for name in names)


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_nothing_is_missing_where_everything_is_there(system: str) -> None:
    everything = [f"anywhere/{name}" for name in (*contents.NEEDED[system], *contents.NEEDED_EVERYWHERE)]
    assert contents.missing(everything, system) == []
    for place in everything:
        assert contents.missing([other for other in everything if other != place], system) != []


def test_a_bundle_without_the_cursor_library_is_refused() -> None:
    there = [name for name in (*contents.NEEDED["linux"], *contents.NEEDED_EVERYWHERE) if name != "libxcb-cursor.so"]
    assert contents.missing(there, "linux") == ["libxcb-cursor.so"]


@pytest.mark.skipif(shutil.which("objdump") is None, reason="objdump is not installed (Debian's binutils)")
@pytest.mark.skipif(sys.platform != "linux", reason="ELF files are for Linux")
def test_an_elf_file_says_itself_what_it_needs() -> None:
    qt = Path(importlib.import_module("PySide6").__file__ or "").parent / "Qt"
    needed = contents.elf_needs(str(qt / "plugins" / "platforms" / "libqxcb.so"))
    assert {"libQt6XcbQpa.so.6", "libQt6Gui.so.6", "libc.so.6"} <= set(needed)
    assert "libicudata.so.73" not in needed  # asked for only by what it asks for


def test_every_shipped_folder_of_resources_is_there() -> None:
    folders = {path.name for path in (ROOT / "resources").iterdir()}
    assert folders == {*contents.RESOURCES, "help"}


CHILD = """
import importlib.abc, os, sys

class LeftOut(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in sys.argv[1:]:
            raise ImportError(f"{name} is left out of the bundle")

for name in set(sys.argv[1:]) & set(sys.modules):
    del sys.modules[name]
sys.meta_path.insert(0, LeftOut())
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from callbook.cli import main
sys.exit(main(["--self-test"]))
"""


def test_the_program_runs_without_the_modules_that_are_left_out() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *contents.UNUSED_MODULES], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILED" not in done.stdout
