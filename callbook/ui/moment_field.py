"""A field for a day and a time as one types them, past or to come, by our clock."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent

from callbook.domain.typed_day import read_day_and_time
from callbook.domain.when import local_instant
from callbook.ui import texts
from callbook.ui.day_field import written
from callbook.ui.fields import LineField


class MomentField(LineField):
    """To the minute; a moment nobody changed keeps its seconds. Of a day or a time typed alone the other stays, and Up
    and Down go a day on and back. `typed` tells that another text stands there once the field is left.

    `today` is asked what day it is, for days that are typed without a year.
    """

    typed = Signal()

    def __init__(self, zone: ZoneInfo, today: Callable[[], date]) -> None:
        super().__init__()
        self._zone, self._today = zone, today
        self._moment: datetime | None = None
        self._shown = self._left = ""  # what was put here, and what stood here when it was left
        self.editingFinished.connect(self.settle)

    def show_moment(self, moment: datetime) -> None:
        self._moment = moment
        self._show(moment)

    def moment(self) -> datetime | None:
        """The UTC moment that was shown, or typed last; None before any was."""
        return self._moment

    def reading(self) -> datetime | None:
        """The UTC moment of what stands here now, None where it says none."""
        if self._moment is None or self.text() == self._shown:
            return self._moment
        day, at = read_day_and_time(self._without_weekday(), self._today(), texts.day_comes_first())
        if day is None and at is None:
            return None
        local = self._moment.astimezone(self._zone)
        return local_instant(day or local.date(), at or time(local.hour, local.minute), self._zone)

    def settle(self) -> None:
        """Take what was typed; what cannot be read stays as it is."""
        if self.text() == self._left:
            return
        moment = self.reading()
        self._left = self.text()
        if moment is not None:
            self.show_moment(moment)
        self.typed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        moment = self.reading()
        if not days or moment is None:
            super().keyPressEvent(event)
            return
        local = moment.astimezone(self._zone)
        self._moment = local_instant(local.date() + timedelta(days=days), time(local.hour, local.minute), self._zone)
        self._show(self._moment)
        self.typed.emit()

    def _show(self, moment: datetime) -> None:
        local = moment.astimezone(self._zone)
        self.setText(f"{weekday(local.isoweekday())} {written(local.date())}  {local:%H:%M}")
        self.setCursorPosition(0)
        self._shown = self._left = self.text()

    def _without_weekday(self) -> str:
        """What is typed counts, not the name of the day that stood before it."""
        names = tuple(weekday(day) for day in range(1, 8))
        text = self.text().strip()
        return next((text.removeprefix(name) for name in names if text.startswith(f"{name} ")), text)


def weekday(day: int) -> str:
    """A short name, from Monday 1."""
    return QLocale().dayName(day, QLocale.FormatType.ShortFormat)
