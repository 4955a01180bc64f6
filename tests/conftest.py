"""What every test shares: no window on the screen, one hypothesis profile, the shared data."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from callbook.app import application
from callbook.system.garbage import collect_if_due

# Before pytest-qt opens the application.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Dates and numbers are written as in no country in particular, wherever the tests run.
QLocale.setDefault(QLocale.c())

# A slow machine is no failure; CI tries the same examples each time, everybody else new ones.
settings.register_profile(
    "callbook",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize="CI" in os.environ,
)
settings.load_profile("callbook")


CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real-world files beside the checkout; a test that needs it is skipped without it."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The program's own application, for whoever asks pytest-qt for one.

    Its clipboard is emptied at the end: without a screen Qt frees what lies there only after Python has ended, and a
    QMimeData that Python made then takes the whole process down, all tests passed.
    """
    yield application(["callbook"])
    QGuiApplication.clipboard().clear()


def pytest_collection_finish() -> None:
    """Thousands of tests, once collected, stay to the end: nothing is gained by looking at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """Cycles are collected here, between tests: Python would do it wherever the threshold is passed, on a worker's
    thread too, and a widget destroyed there brings Qt down. The program takes care of the same by itself."""
    gc.disable()
    yield
    collect_if_due()
