"""What the desktop is told of the program."""

import sys

import pytest

from callbook.system.desktop import IDENTITY, name_for_taskbar, taskbar_identity


@pytest.mark.parametrize(
    "platform, packaged, expected",
    [
        ("win32", False, IDENTITY),
        ("win32", True, ""),
        ("linux", False, ""),
        ("darwin", False, ""),
        ("darwin", True, ""),
    ],
)
def test_only_windows_is_named_and_only_from_source(platform: str, packaged: bool, expected: str) -> None:
    assert taskbar_identity(platform, packaged) == expected


def test_an_identity_is_one_that_windows_takes() -> None:
    """Company.Product, 128 characters at most, without spaces (Application User Model IDs, Win32 documentation)."""
    assert len(IDENTITY) <= 128
    assert " " not in IDENTITY
    assert "." in IDENTITY


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a taskbar that asks")
def test_windows_knows_the_name() -> None:
    import ctypes

    name_for_taskbar()
    told = ctypes.c_wchar_p()
    assert ctypes.windll.shell32.GetCurrentProcessExplicitAppUserModelID(ctypes.byref(told)) == 0
    assert told.value == IDENTITY
