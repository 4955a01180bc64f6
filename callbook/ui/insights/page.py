"""The insights: how calling goes, over a period, with no more certainty than the numbers have."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QStackedWidget, QWidget

from callbook.domain.change import Change
from callbook.storage.behind import Behind
from callbook.ui import texts
from callbook.ui.fields import Label, column, row
from callbook.ui.insights.answers import AnswersPage
from callbook.ui.insights.chart import Mark
from callbook.ui.insights.compare import ComparePage
from callbook.ui.insights.head import PeriodBar, make_chip
from callbook.ui.insights.numbers import FiguresPage, NumbersPage
from callbook.ui.insights.question import Period
from callbook.ui.session import Session
from callbook.ui.theme import Theme

TABLES = ("call", "script", "reason", "setting", "prospect", "tagging", "tag", "next_action")
"""A change to one of these changes the figures."""
NUMBERS, COMPARE, ANSWERS = range(3)
"""The pages, in the order of the head."""
ROOM = 70
"""Pixels that the head has beside the names of the pages and what is asked for."""
SCROLLING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class InsightsPage(QWidget):
    """Pages with a name each. Those of figures are counted beside the window whenever they are shown, or calls change
    while they are. `calls_asked` carries what a figure counts and words for it, `prospects_asked` and `block_asked` a
    search for a list of prospects and for a call block, `prospect_chosen` whom to show."""

    calls_asked = Signal(object, str)
    prospects_asked = Signal(str)
    block_asked = Signal(str)
    prospect_chosen = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self.bar = PeriodBar(session)
        self.numbers, self.compare = NumbersPage(session, theme), ComparePage(session, theme)
        self._figures: tuple[FiguresPage, ...] = (self.numbers, self.compare)
        self._answers: AnswersPage | None = None
        self.tabs: list[QPushButton] = []
        self._stack = QStackedWidget()
        self._stack.setMinimumWidth(300)  # no page keeps another from being narrow
        self._lay_out()
        for page in self._figures:
            page.opened.connect(self._open)
            page.counting.connect(self.bar.show_counting)
        self.compare.asked.connect(self.refresh)
        self.bar.changed.connect(self._place_bar)
        self.bar.changed.connect(self.refresh)
        session.changed.connect(self._changed)

    def choose(self, period: Period) -> None:
        """Look at another period."""
        self.bar.choose(period)

    def show_page(self, number: int) -> None:
        """Turn to a page, by its place among the names."""
        self._stop()
        self.tabs[number].setChecked(True)
        self._stack.setCurrentWidget(self.answers if number == ANSWERS else self._figures[number])
        figures = isinstance(self._stack.currentWidget(), FiguresPage)
        self.bar.setVisible(figures)
        self.setFocusProxy(None if figures else self._stack.currentWidget())  # type: ignore[arg-type]
        self.setFocus()
        self.refresh()

    @property
    def answers(self) -> AnswersPage:
        """The page of answers, made when it is first asked for."""
        if self._answers is None:
            self._answers = AnswersPage(self._session, self._theme, self._stack)
            self._answers.prospect_chosen.connect(self.prospect_chosen)
            self._answers.prospects_asked.connect(self.prospects_asked)
            self._answers.block_asked.connect(self.block_asked)
            self._stack.addWidget(self._answers)
        return self._answers

    def refresh(self) -> None:
        """Count anew what is shown."""
        page = self._stack.currentWidget()
        if isinstance(page, FiguresPage) and self.isVisible():
            page.ask(self.bar.question())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def _place_bar(self) -> None:
        """What is asked for stands beside the names of the pages, or below them where both have no room."""
        narrow = self.width() < self._names.sizeHint().width() + self.bar.sizeHint().width() + ROOM
        side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignRight
        self._lines.addWidget(self.bar, int(narrow), 0 if narrow else 1, 1, 2 if narrow else 1, side)

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever has the keyboard here, it scrolls."""
        page = self._stack.currentWidget()
        if event.key() not in SCROLLING or not isinstance(page, FiguresPage):
            super().keyPressEvent(event)
            return
        bar = page.area.verticalScrollBar()
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
        whole = column(self._head(), self._stack, spacing=14)
        whole.setContentsMargins(20, 14, 6, 14)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _head(self) -> QWidget:
        group = QButtonGroup(self)
        for number, name in enumerate((self.tr("Numbers"), self.tr("Compare"), self.tr("Answers"))):
            tab = make_chip(name)
            tab.clicked.connect(lambda _=False, chosen=number: self.show_page(chosen))
            group.addButton(tab)
            self.tabs.append(tab)
        for page in self._figures:
            self._stack.addWidget(page)
        self.tabs[0].setChecked(True)
        head = QWidget()
        head.setMinimumWidth(1)  # too narrow for both, it takes a second line
        self._lines = QGridLayout(head)
        self._lines.setContentsMargins(0, 0, 14, 0)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(1, 1)
        self._names = row(Label(self.tr("Insights"), "title"), 12, *self.tabs, spacing=6)
        self._lines.addLayout(self._names, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(self.bar, 0, 1, Qt.AlignmentFlag.AlignRight)
        return head

    def _open(self, mark: Mark) -> None:
        if isinstance(mark.opens, Behind):
            self.calls_asked.emit(mark.opens, texts.joined([self.tr("Behind a figure"), mark.told], ": "))
        elif mark.opens is not None:
            self.prospects_asked.emit(mark.opens)

    def _stop(self) -> None:
        for page in self._figures:
            page.stop()

    def _changed(self, change: Change, by: QObject | None) -> None:
        if change.ids("view"):
            self.bar.show_views()
        if self.isVisible() and any(change.ids(table) for table in (*TABLES, "view")):
            self.refresh()
