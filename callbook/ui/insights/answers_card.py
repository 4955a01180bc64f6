"""The answers themselves: searched, counted, and what stands there where there is none."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from callbook.storage.research import Asked, Narrowing
from callbook.ui.fields import Card, Label, button, column, row, section
from callbook.ui.insights import answers_words as words
from callbook.ui.insights.answers_bars import Naming, Offer
from callbook.ui.insights.answers_list import AnswerDelegate, AnswerList
from callbook.ui.insights.answers_model import AnswerModel
from callbook.ui.insights.answers_themes import EscField
from callbook.ui.session import Session
from callbook.ui.theme import Theme

TYPING_MS = 150


class AnswersCard(Card):
    """`searched` follows the words 150 ms after the last key, and Enter at once; `cleared` asks for all answers."""

    searched = Signal()
    cleared = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.search = EscField()
        self.model = AnswerModel(session, self)
        self.drawn = AnswerDelegate(session, theme, self)
        self.list = AnswerList(self.model, self.drawn)
        self.offer, self.naming = Offer(), Naming()
        self.asked, self.count = Label("", "name", wrap=True), Label("", "quiet")
        self.nothing = Label("", "quiet", wrap=True)
        self._clear = button(self.tr("Show all answers"), clicked=self.cleared.emit)
        self._empty = QWidget()
        self._lay_out()
        self._connect()
        session.minute.connect(self.list.look_again)

    def words(self) -> tuple[str, ...]:
        """What is searched for."""
        self._timer.stop()
        return tuple(self.search.text().split())

    def clear_search(self) -> None:
        """Search for nothing any more, telling nobody."""
        self.search.clear()
        self._timer.stop()

    def show_state(self, question: Asked, now: int | None = None) -> None:
        """The question, the count, and what stands there instead of a list where there is none. `now` is how many
        would be found, where that is known to be others than stand here."""
        count, counted, narrowing = self.model.count, self.model.counted, self.model.asking.narrowing
        self.asked.setText(question.text)
        self.count.setText(words.shown(count, question.answers, counted, narrowing != Narrowing(), now))
        self.offer.show_count(count, counted)
        self._empty.setVisible(counted and count == 0)
        self.list.setVisible(not (counted and count == 0))
        self._clear.setVisible(narrowing != Narrowing())
        self.nothing.setText(self._why_nothing(narrowing))

    def _why_nothing(self, narrowing: Narrowing) -> str:
        if narrowing.words:
            return self.tr("No answer holds all of these words.")
        if narrowing.theme_id == 0:
            return self.tr("Every answer has a theme.")
        return self.tr("No answer has this theme yet. Choose some among all answers, then press its digit.")

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search these answers"))
        self.search.setAccessibleName(self.tr("Search these answers"))
        self.search.setProperty("role", "search")
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(self._theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.column.setContentsMargins(6, 14, 6, 10)
        self.asked.setContentsMargins(0, 0, 0, 2)
        head = row(section(self.tr("Answers, all time")), None, self.count)
        top = column(head, self.asked, self.search, self.offer, spacing=9)
        top.setContentsMargins(12, 0, 12, 0)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = column(None, self.nothing, row(None, self._clear, None), None, None, spacing=14)
        empty.setContentsMargins(20, 20, 20, 20)
        self._empty.setLayout(empty)
        hint = Label(
            self.tr("1–9 a theme on or off · T type one · F2 rename · Ctrl+Enter prospect"), "faint", wrap=True
        )
        hint.setContentsMargins(12, 2, 12, 0)
        self.column.addLayout(top)
        for part, stretch in ((self.list, 1), (self._empty, 1), (self.naming, 0), (hint, 0)):
            self.column.addWidget(part, stretch)

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.searched)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._search_now)
        self.model.modelReset.connect(lambda: self.list.go_to(0 if self.model.count else -1))
        self.list.doubleClicked.connect(lambda _: self.list.choose())
        chosen = self.list.selectionModel()
        chosen.selectionChanged.connect(lambda *_: self.naming.show_count(self.list.selected_count()))
        for left in (self.search.left, self.naming.left):
            left.connect(self.list.setFocus)
        self._theme.changed.connect(self._recolour)

    def _search_now(self) -> None:
        self.searched.emit()
        self.list.setFocus()

    def _recolour(self) -> None:
        self._glass.setIcon(self._theme.icon("search"))
        self.list.look_again()
