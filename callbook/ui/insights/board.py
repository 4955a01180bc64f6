"""Everything counted, in cards that stand side by side where there is room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from callbook.ui import texts
from callbook.ui.fields import Card, Label, row, section
from callbook.ui.insights import words
from callbook.ui.insights.bands import ScriptBands
from callbook.ui.insights.bars import DayBars
from callbook.ui.insights.figures import FigureCard
from callbook.ui.insights.heat import HourMap
from callbook.ui.insights.reading import Period, Reading
from callbook.ui.insights.refusals import ReasonBars
from callbook.ui.theme import Theme

SPACE = 14
NARROW = 820
"""Below this width in pixels cards stand under each other, the figures in twos."""


class Board(QWidget):
    """Shows a reading; knows nothing of how it was read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.attempts = FigureCard(self.tr("Attempts"))
        self.connects = FigureCard(self.tr("Connects"))
        self.conversations = FigureCard(self.tr("Conversations"))
        self.meetings = FigureCard(self.tr("Meetings"))
        self.days, self.scripts = DayBars(theme), ScriptBands(theme)
        self.hours, self.reasons = HourMap(theme), ReasonBars(theme)
        self.days_told, self.reasons_told = Label("", "small"), Label("", "small")
        self.scripts_told = Label("", "quiet", wrap=True)
        self.hours_told = Label("", "small", wrap=True)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, SPACE, 0)
        self._grid.setSpacing(SPACE)
        self._figures = (self.attempts, self.connects, self.conversations, self.meetings)
        self._cards = (self._days_card(), self._scripts_card(), self._hours_card(), self._reasons_card())
        self._grid.setRowStretch(len(self._figures) + len(self._cards), 1)  # below all there can be
        self._arrange(2)

    def show_reading(self, reading: Reading) -> None:
        self._show_figures(reading)
        days = words.days_words(reading)
        self.days_told.setText(texts.joined((self.tr("last 30 days"), days)))
        self.days.show_days(reading.days, reading.settings.daily_goal, days)
        self._show_scripts(reading)
        self._show_hours(reading)
        self._show_reasons(reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(1 if self.width() < NARROW else 2)

    def _show_figures(self, reading: Reading) -> None:
        tally = reading.tally
        told = words.period_told(reading.period)
        if reading.period is Period.MONTH:
            told = texts.joined((told, words.days_called(reading)))
        self.attempts.show_figure(tally.attempts, told)
        self.connects.show_figure(tally.connects, words.connect_words(tally))
        self.conversations.show_figure(tally.conversations, words.conversation_words(tally))
        self.meetings.show_figure(tally.meetings, words.meeting_words(tally))

    def _show_scripts(self, reading: Reading) -> None:
        self.scripts.show_scripts(reading.by_script)
        self.scripts.setVisible(bool(reading.by_script))
        none = self.tr("No attempt in this period was made with a script.")
        told = words.comparison(reading.by_script) if reading.by_script else none
        self.scripts_told.setText(told)
        self.scripts_told.setVisible(bool(told))

    def _show_hours(self, reading: Reading) -> None:
        self.hours.show_hours(reading.hours, reading.settings)
        self.hours.setVisible(not self.hours.empty)
        self.hours_told.setText(
            self.tr("Too early to tell: no hour of the week has 5 attempts yet.")
            if self.hours.empty
            else self.tr("Connects in a hundred attempts. Hours with fewer than 5 attempts stay empty.")
        )

    def _show_reasons(self, reading: Reading) -> None:
        count = sum(number for _, number in reading.refusals)
        self.reasons.show_reasons(reading.refusals)
        self.reasons.setVisible(bool(count))
        none = self.tr("Nobody said no in this period.")
        told = texts.counted(self.tr("1 refusal"), self.tr("%n refusals"), count)
        self.reasons_told.setText(told if count else none)

    def _days_card(self) -> Card:
        card = self._card(self.tr("Attempts a day"), self.days_told)
        card.column.addWidget(self.days, 1)
        return card

    def _scripts_card(self) -> Card:
        card = self._card(self.tr("Conversations per connect, by script"))
        card.column.addWidget(self.scripts)
        card.column.addWidget(self.scripts_told)
        card.column.addStretch(1)
        return card

    def _hours_card(self) -> Card:
        card = self._card(self.tr("When the right person answers"), Label(self.tr("their clock"), "small"))
        card.column.addWidget(self.hours)
        card.column.addWidget(self.hours_told)
        card.column.addStretch(1)
        return card

    def _reasons_card(self) -> Card:
        card = self._card(self.tr("Refusals by reason"), self.reasons_told)
        card.column.addWidget(self.reasons)
        card.column.addStretch(1)
        return card

    def _card(self, name: str, beside: Label | None = None) -> Card:
        card = Card()
        card.column.addLayout(row(section(name), None, *([beside] if beside else [])))
        return card

    def _arrange(self, columns: int) -> None:
        """Two cards to a row, and the four figures in one; or all of it half as wide."""
        if columns == self._columns:
            return
        self._columns = columns
        across = 2 * columns
        for at, figure in enumerate(self._figures):
            self._grid.addWidget(figure, at // across, at % across)
        below = len(self._figures) // across
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, below + at // columns, 2 * (at % columns), 1, 2)
        for at in range(4):
            self._grid.setColumnStretch(at, 1 if at < across else 0)
