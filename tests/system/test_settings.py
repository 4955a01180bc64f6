"""What belongs to this machine: each word read as what it means, and anything else as if it were not there."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray

from callbook.system.settings import GEOMETRY, REMINDED, SPLITTER, THEME, Key, MachineSettings, truth

TRAY = Key("tray", True, truth)


def stored(path: Path, text: str) -> MachineSettings:
    path.write_text(text, encoding="utf-8")
    return MachineSettings(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (THEME, "dark"),
        (GEOMETRY, QByteArray(bytes(range(256)))),
        (SPLITTER, QByteArray(b"\x00\x01, = [x]")),
        (Key("words", "", str), 'city:leeds tag:"warm, new" é会 \\ = ;'),
        (REMINDED, "2026-11-24T10:41:00+00:00"),
        (TRAY, False),
        (TRAY, True),
    ],
)
def test_what_is_put_is_got_again_after_the_next_start(tmp_path: Path, key: Key[Any], value: object) -> None:
    path = tmp_path / "settings.ini"
    MachineSettings(path).put(key, value)  # written when it goes
    assert path.read_bytes()
    assert MachineSettings(path).get(key) == value


def test_what_was_never_put_is_its_default(tmp_path: Path) -> None:
    settings = MachineSettings(tmp_path / "settings.ini")
    assert (settings.get(THEME), settings.get(REMINDED), settings.get(TRAY)) == ("system", "", True)
    assert settings.get(GEOMETRY) == QByteArray()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("word", "value"),
    [("false", False), ("true", True), *((word, True) for word in ("False", "0", "no", "", "1", "a, b"))],
)
def test_false_is_not_true_and_what_is_neither_is_the_default(tmp_path: Path, word: str, value: bool) -> None:
    assert stored(tmp_path / "settings.ini", f"[General]\ntray={word}\n").get(TRAY) is value


@pytest.mark.parametrize("word", ["purple", "", "Dark", "@Invalid()", "dark, light", "@Variant(\\0)"])
def test_a_theme_there_is_not_is_the_default(tmp_path: Path, word: str) -> None:
    assert stored(tmp_path / "settings.ini", f"[General]\ntheme={word}\n").get(THEME) == "system"


@pytest.mark.parametrize("word", ["text", "1", "a, b", ""])
def test_a_geometry_that_is_none_is_the_default(tmp_path: Path, word: str) -> None:
    assert stored(tmp_path / "settings.ini", f"[window]\ngeometry={word}\n").get(GEOMETRY) == QByteArray()


@pytest.mark.parametrize("content", [b"\x00\xff\xfe garbage", b"[unclosed\ntheme dark", b"theme=dark\n[x", b"=\n="])
def test_a_file_that_is_none_is_all_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.ini"
    path.write_bytes(content)
    settings = MachineSettings(path)
    assert settings.get(THEME) in ("system", "dark")
    assert settings.get(TRAY) is True
