"""What belongs to this machine and not to the book: window, theme, language. An INI file, each key with its parser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Key(Generic[Value]):
    """A setting: its name, what it is where nothing usable is stored, and how its text is read."""

    name: str
    default: Value
    read: Callable[[Any], Value]


def one_of(*words: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(value)
        return str(value)

    return read


def truth(value: Any) -> bool:
    """bool("false") is True; so each word is named."""
    return {"true": True, "false": False, True: True, False: False}[value]


def bytes_of(value: Any) -> QByteArray:
    if not isinstance(value, QByteArray):
        raise ValueError("not bytes")
    return value


def instant(value: Any) -> str:
    """An instant as isoformat writes it, with its zone."""
    if datetime.fromisoformat(value).utcoffset() is None:
        raise ValueError("a time without a zone is no instant")
    return str(value)


THEME = Key("theme", "system", one_of("system", "light", "dark"))
GEOMETRY = Key("window/geometry", QByteArray(), bytes_of)
SPLITTER = Key("window/splitter", QByteArray(), bytes_of)
REMINDED = Key("reminders/looked", "", instant)
IMPORT_SHAPES = Key("import/shapes", "", str)  # JSON: what the columns of a kind of list were taken for


class MachineSettings:
    """The settings of one folder's settings.ini."""

    def __init__(self, path: Path) -> None:
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, key: Key[Value]) -> Value:
        """The stored value, or the default where there is none that can be read."""
        if not self._file.contains(key.name):
            return key.default
        try:
            return key.read(self._file.value(key.name))
        except (ValueError, KeyError, TypeError):
            return key.default

    def put(self, key: Key[Value], value: Value) -> None:
        self._file.setValue(key.name, value)
        self._file.sync()  # else Qt writes it when the object goes, into a folder that may be gone before
