"""The clock of the typed dates, Thursday 19 November 2026, 10:00 in London, and what they read as."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callbook.domain.typed_date import read_due

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


def told(text: str, now: datetime = NOW, zone: ZoneInfo = LONDON, day_first: bool = True) -> str:
    """The due moment in local time as text, '' where nothing was understood."""
    due = read_due(text, now, zone, day_first).due
    if isinstance(due, datetime):
        assert due.utcoffset() is not None and due.tzinfo is UTC
        return due.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return due.isoformat() if due else ""
