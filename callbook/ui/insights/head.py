"""What is asked for: the period by a chip or by two dates, and whose calls by a view."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from callbook.domain.query import parse
from callbook.domain.when import local_day
from callbook.storage import settings
from callbook.storage.insights import Whose
from callbook.ui.choices import Choice
from callbook.ui.day_span import DaySpan
from callbook.ui.fields import Label, button, column, row
from callbook.ui.forms import one_line
from callbook.ui.insights import words
from callbook.ui.insights.question import Period, Question, asked
from callbook.ui.session import Session

SLOW_MS = 400


class PeriodBar(QWidget):
    """`changed` tells that something else is asked for."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._period = Period.MONTH
        self.view = Choice()
        self.chips: dict[Period, QPushButton] = {}
        today = local_day(session.now(), session.zone)
        self.dates = DaySpan(session, date(today.year, 1, 1), today)
        self.told = Label(self.tr("Counting …"), "quiet")
        self.told.hide()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self.told.show)
        self._make_chips()
        self._lay_out()
        self.show_views()
        self._connect()

    def choose(self, period: Period) -> None:
        """Look at another period."""
        self._period = period
        self.chips[period].setChecked(True)
        self.dates.setVisible(period is Period.BETWEEN)
        self.changed.emit()

    def question(self) -> Question:
        """What is asked for now."""
        now, zone = self._session.now(), self._session.zone
        found = asked(self._period, now, zone, self.dates.span())
        query = self.view.currentData()
        if not query:
            return found
        whose = Whose(parse(str(query)), now, zone)
        return replace(found, view=self.view.currentText(), query=str(query), whose=whose)

    def show_counting(self, counting: bool) -> None:
        """Say that it is counted, where that takes longer than a moment."""
        if counting:
            self._slow.start()
        else:
            self._slow.stop()
            self.told.hide()

    def show_views(self) -> None:
        """The user's views as they are now; the chosen one stays chosen where it is still there."""
        chosen = self.view.currentData()
        views = [(one_line(view.name), view.query) for view in settings.views(self._session.book)]
        self.view.offer([(self.tr("All prospects"), ""), *views])
        self.view.choose(chosen)

    def _make_chips(self) -> None:
        group = QButtonGroup(self)
        for period in Period:
            chip = make_chip(words.period(period))
            chip.setChecked(period is self._period)
            chip.clicked.connect(lambda _=False, chosen=period: self.choose(chosen))
            group.addButton(chip)
            self.chips[period] = chip

    def _lay_out(self) -> None:
        self.view.setAccessibleName(self.tr("Whose calls"))
        self.view.setMinimumContentsLength(14)
        self.dates.hide()
        first = row(self.told, None, self.view, 8, *self.chips.values(), spacing=6)
        self.setLayout(column(first, self.dates, spacing=8))

    def _connect(self) -> None:
        self.view.activated.connect(self.changed)
        self.dates.changed.connect(self.changed)


def make_chip(text: str) -> QPushButton:
    """A chosen chip is bold; it keeps its width, and stays high enough for its round ends."""
    chip = button(text, "chip")
    chip.setCheckable(True)
    chip.ensurePolished()
    bold = chip.font()
    bold.setBold(True)
    chip.setMinimumSize(QFontMetrics(bold).horizontalAdvance(chip.text()) + 28, 28)
    return chip
