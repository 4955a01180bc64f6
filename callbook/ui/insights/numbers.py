"""The page of numbers: everything counted, or words where there is nothing to count."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from callbook.storage.engine import Connection
from callbook.ui.fields import Card, Label, ScrollArea, column, scrolling
from callbook.ui.insights.asking import Asking
from callbook.ui.insights.board import Board
from callbook.ui.insights.question import Question
from callbook.ui.insights.reading import Reading, read
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class FiguresPage(QWidget):
    """A page that answers a question; `opened` carries the mark of a figure that was chosen. `area` is what the keys
    scroll."""

    opened = Signal(object)
    counting = Signal(bool)

    @property
    def area(self) -> QScrollArea:
        raise NotImplementedError

    def ask(self, question: Question) -> None:
        """Count anew, aside."""
        raise NotImplementedError

    def stop(self) -> None:
        """Nobody looks any more."""
        raise NotImplementedError


class NumbersPage(FiguresPage):
    """Its board is made while the first numbers are counted: dressing so many parts takes a while."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._asking = Asking(session, self)
        self._theme = theme
        self._board: Board | None = None
        self.told = Label(self.tr("Counting …"), "title", wrap=True)
        self.told_more = Label("", "quiet", wrap=True)
        self.told_more.hide()
        self._area = ScrollArea()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._words())
        self.setLayout(column(self._stack))
        self._asking.answered.connect(self._show)
        self._asking.counting.connect(self.counting)

    @property
    def board(self) -> Board:
        """The cards, made when they are first asked for."""
        if self._board is None:
            self._board = Board(self._theme)
            self._board.opened.connect(self.opened)
            self._area = scrolling(self._board)
            self._stack.addWidget(self._area)
        return self._board

    @property
    def area(self) -> QScrollArea:
        return self._area

    def ask(self, question: Question) -> None:
        def work(connection: Connection) -> Reading:
            return read(connection, question)

        self._asking.ask(work)
        QTimer.singleShot(0, self, lambda: self.board)

    def stop(self) -> None:
        self._asking.stop()

    def _words(self) -> QWidget:
        """What stands there while there is nothing to count."""
        card = Card()
        card.column.addWidget(self.told)
        card.column.addWidget(self.told_more)
        outside = QWidget()
        outside.setLayout(column(card, None))
        outside.setContentsMargins(0, 0, 14, 0)
        return outside

    def _show(self, reading: Reading) -> None:
        self.told_more.show()
        if not reading.nothing:
            self.board.show_reading(reading)
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        self._tell_why(reading)

    def _tell_why(self, reading: Reading) -> None:
        """Why there is nothing, and what to do."""
        if reading.earlier or reading.later:
            self.told.setText(self.tr("No attempts in this period"))
            self.told_more.setText(self._where_there_are(reading))
        elif reading.question.view:
            self.told.setText(self.tr("Nothing to count yet"))
            self.told_more.setText(self.tr("No calls with the prospects of this view. Choose another one above."))
        else:
            self.told.setText(self.tr("Nothing to count yet"))
            self.told_more.setText(
                self.tr(
                    "Once you have logged calls, you see here how many attempts reach the right person, how many "
                    "of those become conversations and meetings, which script does better, and at which hours "
                    "people can be reached. A rate appears from ten on: before that it is too early to tell."
                )
            )

    def _where_there_are(self, reading: Reading) -> str:
        """On which side of an empty period attempts lie."""
        if reading.earlier and reading.later:
            return self.tr("Choose other days above: there are attempts before them and after them.")
        if reading.later:
            return self.tr("Choose later days above: there are attempts after these.")
        return self.tr("Choose a longer one above: there are attempts before it.")
