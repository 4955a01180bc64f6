"""Notifications of the system: through the tray where there is one, else notify-send, else none."""

import html
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QStandardPaths, Signal

PROGRAM = "notify-send"
LONGEST_TITLE = 200
LONGEST_BODY = 1000
# What a packaged build puts in place of the user's own, which another program must not inherit.
LIBRARIES = "LD_LIBRARY_PATH"

Show = Callable[[str, str], bool]
"""Shows a title and a body; False where that is not possible now."""


class Notifier(QObject):
    """Shows notifications outside the window. `clicked` comes from the tray alone, by way of whoever made it:
    notify-send is let go at once and tells of no click."""

    clicked = Signal()

    def __init__(self, tray: Show | None = None, parent: QObject | None = None) -> None:
        """`tray` is asked first, each time anew: a desktop may offer its tray late, or take it away."""
        super().__init__(parent)
        self._tray = tray

    def notify(self, title: str, body: str) -> bool:
        """Show a notification. True where it was handed to the system, which may still keep it back (do not
        disturb); False where nothing here shows any. Nothing of it is logged. The body's text should be the
        program's own words: some desktops read HTML in what the tray is given there."""
        title, body = one_line(title) or "Callbook", cut(body.replace("\0", " "), LONGEST_BODY)
        if self._tray is not None and self._tray(title, body):
            return True
        return send(title, body)


def send(title: str, body: str) -> bool:
    """Start notify-send and leave it to itself; False where it is not on PATH or does not start."""
    program = "" if sys.platform in ("win32", "darwin") else QStandardPaths.findExecutable(PROGRAM)
    if not program:
        return False
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments(title, body))
    process.setProcessEnvironment(own_environment())
    # It complains on a machine without a desktop session; that is nobody's to read.
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    started = process.startDetached()
    return bool(started)


def arguments(title: str, body: str) -> list[str]:
    """notify-send's argument list, in which no text can be taken for an option or for more than text."""
    return ["--app-name=Callbook", "--icon=callbook", "--", title, escaped(body)]


def one_line(text: str) -> str:
    """A title: without line breaks, and short enough to be an argument of a program."""
    return cut(" ".join(text.replace("\0", " ").split()), LONGEST_TITLE)


def escaped(text: str) -> str:
    """The body, in which desktops may read markup (Desktop Notifications Specification, chapter 4) and notify-send
    itself reads backslashes."""
    return html.escape(text, quote=False).replace("\\", "\\\\")


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def own_environment() -> QProcessEnvironment:
    """The environment as the user has it: a packaged build finds its own libraries by a variable, and keeps the
    user's value beside it (PyInstaller manual, "Common Issues and Pitfalls")."""
    environment = QProcessEnvironment.systemEnvironment()
    kept = f"{LIBRARIES}_ORIG"
    if environment.contains(kept):
        environment.insert(LIBRARIES, environment.value(kept))
        environment.remove(kept)
    elif getattr(sys, "frozen", False):
        environment.remove(LIBRARIES)
    return environment
