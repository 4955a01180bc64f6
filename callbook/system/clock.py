"""The machine's clock and time zone; everything inside is told the time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimeZone


def utc_now() -> datetime:
    return datetime.now(UTC)


def local_zone() -> ZoneInfo:
    """The IANA zone this machine is set to; UTC where it names none that is known."""
    name = QTimeZone.systemTimeZoneId().toStdString()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
