"""What narrows the history: words, dates, outcome, script, direction."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from callbook.domain.change import Change
from callbook.domain.script import Direction
from callbook.domain.when import local_day, local_instant
from callbook.storage import calls as reader
from callbook.storage import scripts as script_reader
from callbook.storage.behind import Behind
from callbook.storage.calls import HistoryFilter
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.day_span import DaySpan
from callbook.ui.fields import ElidedLabel, button, column, line_field, row
from callbook.ui.forms import one_line
from callbook.ui.session import Session
from callbook.ui.theme import Theme

TYPING_MS = 150
TODAY, WEEK, MONTH, YEAR, BETWEEN = "today", "7", "30", "year", "between"


class HistoryFilters(QWidget):
    """`changed` carries the HistoryFilter that is wanted now: 150 ms after the last key, at once for a choice.
    `left` is Down or Esc in the words: on to the list."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._words = line_field(self.tr("Search names, notes and answers"))
        self._words.setProperty("role", "search")
        self._words.setClearButtonEnabled(True)
        self._glass = self._words.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._dates, self._outcome, self._script, self._direction = Choice(), Choice(), Choice(), Choice()
        today = local_day(session.now(), session.zone)
        self._between = DaySpan(session, today - timedelta(days=29), today)
        self._clear = button(self.tr("Clear"), "flat", self.clear)
        self._behind: Behind | None = None
        self._figure = ElidedLabel("", "reading", cut=Qt.TextElideMode.ElideMiddle)  # the period stands at the end
        self._figure_words, self._opened_with = "", -1
        self._told = HistoryFilter()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._fill()
        self._lay_out()
        self._connect()

    def wanted(self) -> HistoryFilter:
        """What the fields say."""
        since, until = self._days()
        direction = self._direction.currentData()
        return HistoryFilter(
            words=tuple(self._words.text().split()),
            since=None if since is None else self._midnight(since),
            until=None if until is None else self._midnight(until + timedelta(days=1)),
            outcome_id=self._outcome.currentData() or None,
            script_id=self._script.currentData() or None,
            direction=Direction(direction) if direction else None,
            behind=self._behind,
        )

    def show_behind(self, behind: Behind, words: str) -> None:
        """Only the calls that a figure counts; `words` say which these are."""
        self._empty_fields()
        self._behind = behind
        self._figure_words, self._opened_with = words, -1
        self._figure.setText(words)
        self._tell()

    def show_count(self, count: int) -> None:
        """How many calls are found. Where a figure counted others when it was opened, its words say how many now."""
        if self._behind is None or self.wanted() != HistoryFilter(behind=self._behind):
            return
        if self._opened_with < 0:
            self._opened_with = count
        now = texts.counted(self.tr("1 call now"), self.tr("%n calls now"), count)
        told = [self._figure_words] if count == self._opened_with else [self._figure_words, now]
        self._figure.setText(texts.joined(told))

    def clear(self) -> None:
        """Back to all calls."""
        self._empty_fields()
        self._tell()

    def figure_text(self) -> str:
        """Which calls of a figure are asked for, in words; "" where none is."""
        return self._figure.whole_text() if self._behind is not None else ""

    def _empty_fields(self) -> None:
        self._words.clear()
        self._behind = None
        for choice in (self._dates, self._outcome, self._script, self._direction):
            choice.setCurrentIndex(0)

    def focus_words(self) -> None:
        self._words.setFocus()
        self._words.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _days(self) -> tuple[date | None, date | None]:
        """The first and the last local day wanted; None for no bound."""
        today, choice = local_day(self._session.now(), self._session.zone), self._dates.currentData()
        if choice == BETWEEN:
            return self._between.span()
        back = {TODAY: 0, WEEK: 6, MONTH: 29, YEAR: today.timetuple().tm_yday - 1}.get(choice)
        return (None, None) if back is None else (today - timedelta(days=back), None)

    def _midnight(self, day: date) -> datetime:
        return local_instant(day, time(0), self._session.zone)

    def _tell(self) -> None:
        self._timer.stop()
        self._between.setVisible(self._dates.currentData() == BETWEEN)
        wanted = self.wanted()
        self._clear.setVisible(wanted != HistoryFilter())
        self._figure.setVisible(self._behind is not None)
        if wanted != self._told:
            self._told = wanted
            self.changed.emit(wanted)

    def _fill(self) -> None:
        for words, value in (
            (self.tr("Any time"), ""),
            (self.tr("Today"), TODAY),
            (self.tr("Last 7 days"), WEEK),
            (self.tr("Last 30 days"), MONTH),
            (self.tr("This year"), YEAR),
            (self.tr("From … to …"), BETWEEN),
        ):
            self._dates.addItem(words, value)
        self._direction.addItem(self.tr("Both ways"), "")
        for way in Direction:
            self._direction.addItem(texts.direction(way), way.value)
        self._fill_from_book()

    def _fill_from_book(self) -> None:
        outcomes = [(one.label, one.id) for one in reader.outcomes(self._session.book)]
        scripts = [(one.script.name, one.script.id) for one in script_reader.scripts(self._session.book)]
        refill(self._outcome, [(self.tr("Any outcome"), 0), *outcomes])
        refill(self._script, [(self.tr("Any script"), 0), *scripts])

    def _heard(self, change: Change, _by: object) -> None:
        if change.ids("outcome") or change.ids("script"):
            self._fill_from_book()
            self._tell()

    def _lay_out(self) -> None:
        self._between.hide()
        self._clear.hide()
        self._figure.hide()
        choices = row(self._dates, self._outcome, self._script, self._direction, self._clear)
        for at in range(4):
            choices.setStretch(at, 1)
        self.setLayout(column(self._words, choices, self._between, self._figure, spacing=8))

    def _connect(self) -> None:
        names = (self.tr("Dates"), self.tr("Outcome"), self.tr("Script"), self.tr("Direction"))
        for name, choice in zip(names, (self._dates, self._outcome, self._script, self._direction), strict=True):
            choice.setAccessibleName(name)
            choice.activated.connect(self._tell)
        self._words.textChanged.connect(self._timer.start)
        self._words.returnPressed.connect(self._tell)
        self._between.changed.connect(self._tell)
        self._timer.timeout.connect(self._tell)
        self._session.changed.connect(self._heard)
        # Past midnight "today" is another day.
        self._session.minute.connect(self._tell)
        self._theme.changed.connect(self._show_icon)

    def _show_icon(self) -> None:
        self._glass.setIcon(self._theme.icon("search"))


def refill(choice: Choice, items: list[tuple[str, int]]) -> None:
    """Other items, with what was chosen still chosen where it is among them."""
    chosen = choice.currentData()
    choice.clear()
    for words, value in items:
        choice.addItem(one_line(words), value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
