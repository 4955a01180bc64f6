"""The machine's clock and time zone; everything inside is told the time."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimeZone

PATIENCE = timedelta(seconds=2)


def utc_now() -> datetime:
    return datetime.now(UTC)


def local_zone() -> ZoneInfo:
    """The IANA zone this machine is set to; UTC where it names none that is known."""
    name = QTimeZone.systemTimeZoneId().toStdString()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def elapsed() -> float:
    """Seconds since some moment, sleep included, whatever is done to the clock meanwhile."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":  # time.monotonic() stands still there while the machine sleeps
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class SteadyClock:
    """The time of day, counted on steadily from when it was set: a clock that is put right in the middle of a call
    neither lengthens nor shortens it.

    It follows the machine's clock as soon as the two differ by more than `PATIENCE` and `busy` says that nothing is
    being timed.
    """

    def __init__(
        self, wall: Callable[[], datetime] = utc_now, steady: Callable[[], float] = elapsed
    ) -> None:
        self._wall, self._steady = wall, steady
        self.busy: Callable[[], bool] = lambda: False
        self._set()

    def __call__(self) -> datetime:
        now = self._at + timedelta(seconds=self._steady() - self._since)
        if abs(self._wall() - now) > PATIENCE and not self.busy():
            self._set()
            return self._at
        return now

    def _set(self) -> None:
        self._at, self._since = self._wall(), self._steady()
