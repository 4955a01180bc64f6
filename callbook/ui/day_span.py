"""Two days to type, and what they are read as."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from callbook.domain.when import local_day
from callbook.ui import texts
from callbook.ui.day_field import DayField
from callbook.ui.fields import Label, row
from callbook.ui.forms import one_line
from callbook.ui.session import Session
from callbook.ui.texts import filled

TYPING_MS = 300
DATE_WIDTH = 130
MOST_TYPED = 24
"""Characters of what was typed that are told again."""


class DaySpan(QWidget):
    """From one day to another, both inclusive, in either order. `changed` tells that two other days stand there, 300 ms
    after the last key; while one of them is no day it is said, and the two before stay."""

    changed = Signal()

    def __init__(self, session: Session, since: date, until: date) -> None:
        super().__init__()
        self._session = session
        self._span = since, until
        self.since, self.until = DayField(since, self._today), DayField(until, self._today)
        self.reading = Label("", "quiet", wrap=True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._lay_out()
        self._connect()
        self._show_reading()

    def span(self) -> tuple[date, date]:
        """The first and the last day."""
        return self._span

    def take(self) -> None:
        """Take the two days as they are typed, where both are days."""
        self._typing.stop()
        typed = self._typed()
        if typed is not None and typed != self._span:
            self._span = typed
            self.changed.emit()

    def _typed(self) -> tuple[date, date] | None:
        since, until = self.since.day(), self.until.day()
        return None if since is None or until is None else (min(since, until), max(since, until))

    def _show_reading(self) -> None:
        typed = self._typed()
        told = self._no_date() if typed is None else texts.span(*typed)
        self.reading.setText(told)
        self.reading.setProperty("role", "error" if typed is None else "quiet")
        self.reading.style().polish(self.reading)
        for field in (self.since, self.until):
            field.setAccessibleDescription(told)

    def _no_date(self) -> str:
        field = self.since if self.since.day() is None else self.until
        typed = one_line(field.text())[:MOST_TYPED]
        if not typed:
            return self.tr("A day is missing. The period stays as it was.")
        return filled(self.tr("“%1” is no date. The period stays as it was."), typed)

    def _today(self) -> date:
        return local_day(self._session.now(), self._session.zone)

    def _lay_out(self) -> None:
        for field, name in ((self.since, self.tr("First day")), (self.until, self.tr("Last day"))):
            field.setFixedWidth(DATE_WIDTH)
            field.setAccessibleName(name)
        line = row(self.since, Label(self.tr("to"), "quiet"), self.until, self.reading)
        line.setStretch(line.count() - 1, 1)
        self.setLayout(line)

    def _connect(self) -> None:
        for field in (self.since, self.until):
            field.textChanged.connect(lambda _: self._show_reading())
            field.textEdited.connect(lambda _: self._typing.start())
            field.editingFinished.connect(self.take)
        self._typing.timeout.connect(self.take)
