"""What the desktop is told of the program, so that it knows its window for its own."""

import ctypes
import sys

IDENTITY = "Callbook.Callbook"


def taskbar_identity(platform: str, packaged: bool) -> str:
    """The AppUserModelID that the process has to name, "" for none.

    Run from source it would be python.exe, with all other programs of Python in one group on the taskbar. A packaged
    program is its own identity: shortcut and window match by the path of its .exe, and another name would split them.
    """
    return IDENTITY if platform == "win32" and not packaged else ""


def name_for_taskbar() -> None:
    """Tell Windows whose windows these are; before the first of them is made."""
    identity = taskbar_identity(sys.platform, getattr(sys, "frozen", False))
    if sys.platform == "win32" and identity:
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(identity)
