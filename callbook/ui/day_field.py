"""A field for a day as one types it: digits stay in their order, and nothing is made of what cannot be read."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale

from callbook.domain.typed_day import read_day
from callbook.ui import texts
from callbook.ui.fields import LineField
from callbook.ui.history.call_fields import day_format


class DayField(LineField):
    """Shows a day as this country writes it; once it is left, what was typed stands there in that form too.

    `today` is asked what day it is, for days that are typed without a year.
    """

    def __init__(self, day: date, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._shown = day
        self.show_day(day)
        self.editingFinished.connect(self._settle)

    def day(self) -> date | None:
        """The day that stands in the field, None where it is none."""
        if self.text() == written(self._shown):
            return self._shown
        return read_day(self.text(), self._today(), texts.day_comes_first())

    def show_day(self, day: date) -> None:
        """Put a day into the field."""
        self._shown = day
        self.setText(written(day))

    def _settle(self) -> None:
        day = self.day()
        if day is not None:
            self.show_day(day)


def written(day: date) -> str:
    """A day in figures, as this country writes it."""
    return QLocale().toString(QDate(day.year, day.month, day.day), day_format())
