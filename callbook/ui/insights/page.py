"""The insights page: how calling goes, over a period, with no more certainty than the numbers have."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.storage.engine import Connection
from callbook.ui.fields import Card, Label, button, column, row, scrolling
from callbook.ui.insights import words
from callbook.ui.insights.answers import AnswersPage
from callbook.ui.insights.board import Board
from callbook.ui.insights.reading import Period, Reading, read
from callbook.ui.session import Session
from callbook.ui.theme import Theme

NUMBERS, ANSWERS = range(2)
"""The parts of the page, in the order of the head."""
TABLES = ("call", "script", "reason", "setting")
"""A change to one of these changes the figures."""
SCROLLING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


@dataclass(slots=True)
class Latest:
    """The number of the newest question, which a job may look at from its own thread."""

    number: int = 0


class InsightsPage(QWidget):
    """Counts beside the window whenever it is shown, or calls change while it is."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._period = Period.MONTH
        self._latest = Latest()
        self.board = Board(theme)
        self.told = Label(self.tr("Counting …"), "title", wrap=True)
        self.told_more = Label("", "quiet", wrap=True)
        self.told_more.hide()
        self.chips: dict[Period, QPushButton] = {}
        self.answers = AnswersPage(session, theme)
        self.tabs: list[QPushButton] = []
        self._lay_out()
        session.changed.connect(self._changed)

    def choose(self, period: Period) -> None:
        """Look at another period."""
        self._period = period
        self.chips[period].setChecked(True)
        self.refresh()

    def show_part(self, number: int) -> None:
        """Look at another part of the page, by its place in the head."""
        self._parts.setCurrentIndex(number)
        self.tabs[number].setChecked(True)
        for chip in self.chips.values():
            chip.setVisible(number == NUMBERS)
        self.setFocusProxy(None if number == NUMBERS else self._parts.currentWidget())  # type: ignore[arg-type]
        self.setFocus()
        if number == NUMBERS:
            self.refresh()

    def refresh(self) -> None:
        """Count anew, aside. An answer that is overtaken by a newer question is void."""
        self._latest.number += 1
        # The job must not hold the page: it ends on another thread, where no widget may die.
        latest, number, period = self._latest, self._latest.number, self._period
        now, zone = self._session.now(), self._session.zone

        def work(connection: Connection) -> tuple[int, Reading] | None:
            # What waited behind a long count may be out of date before it begins.
            return (number, read(connection, period, now, zone)) if number == latest.number else None

        job = self._session.read_aside(work)
        job.done.connect(self._answered)
        job.failed.connect(self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._parts.currentIndex() == NUMBERS:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever has the keyboard here, it scrolls."""
        bar = self.area.verticalScrollBar()
        if event.key() not in SCROLLING or self._parts.currentIndex() != NUMBERS:
            super().keyPressEvent(event)
            return
        bar.setValue(
            {
                Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
                Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
                Qt.Key.Key_Up: bar.value() - bar.singleStep(),
                Qt.Key.Key_Down: bar.value() + bar.singleStep(),
                Qt.Key.Key_Home: bar.minimum(),
                Qt.Key.Key_End: bar.maximum(),
            }[Qt.Key(event.key())]
        )

    def _lay_out(self) -> None:
        self.area = scrolling(self.board)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._words())
        self._stack.addWidget(self.area)
        parts = [(self.tr("Numbers"), self._stack), (self.tr("Answers"), self.answers)]
        self._parts = QStackedWidget()
        self._parts.setMinimumWidth(300)  # no part keeps another from being narrow
        for _, part in parts:
            self._parts.addWidget(part)
        whole = column(self._head([name for name, _ in parts]), self._parts, spacing=14)
        whole.setContentsMargins(20, 14, 6, 14)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _head(self, parts: list[str]) -> QWidget:
        group, tabs = QButtonGroup(self), QButtonGroup(self)
        for number, name in enumerate(parts):
            tab = button(name, "chip")
            tab.setCheckable(True)
            make_room(tab)
            tab.setChecked(number == NUMBERS)
            tab.clicked.connect(lambda _=False, chosen=number: self.show_part(chosen))
            tabs.addButton(tab)
            self.tabs.append(tab)
        for period in Period:
            chip = button(words.period(period), "chip")
            chip.setCheckable(True)
            make_room(chip)
            chip.setChecked(period is self._period)
            chip.clicked.connect(lambda _=False, chosen=period: self.choose(chosen))
            group.addButton(chip)
            self.chips[period] = chip
        head = QWidget()
        title = Label(self.tr("Insights"), "title")
        head.setLayout(row(title, 14, *self.tabs, None, *self.chips.values(), 14, spacing=6))
        return head

    def _words(self) -> QWidget:
        """What stands there while there is nothing to count."""
        card = Card()
        card.column.addWidget(self.told)
        card.column.addWidget(self.told_more)
        outside = QWidget()
        outside.setLayout(column(card, None))
        outside.setContentsMargins(0, 0, 14, 0)
        return outside

    def _answered(self, answer: tuple[int, Reading] | None) -> None:
        if answer is not None and answer[0] == self._latest.number:
            self._show(answer[1])

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)

    def _show(self, reading: Reading) -> None:
        self._stack.setCurrentIndex(0 if reading.nothing else 1)
        self.told_more.show()
        if not reading.nothing:
            self.board.show_reading(reading)
        elif reading.ever:
            self.told.setText(self.tr("No attempts in this period"))
            self.told_more.setText(self.tr("Choose a longer one above: there are calls before it."))
        else:
            self.told.setText(self.tr("Nothing to count yet"))
            self.told_more.setText(
                self.tr(
                    "Once you have logged calls, you see here how many attempts reach the right person, how many "
                    "of those become conversations and meetings, which script does better, and at which hours "
                    "people can be reached. A rate appears from ten on: before that it is too early to tell."
                )
            )

    def _changed(self, change: Change, by: QObject | None) -> None:
        if self._stack.isVisible() and any(change.ids(table) for table in TABLES):
            self.refresh()


def make_room(chip: QPushButton) -> None:
    """A chosen chip is bold; it keeps its width, and stays high enough for its round ends."""
    chip.ensurePolished()
    bold = chip.font()
    bold.setBold(True)
    chip.setMinimumSize(QFontMetrics(bold).horizontalAdvance(chip.text()) + 28, 28)
