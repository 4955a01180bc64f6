"""A step of many rows on its way, done, taken back or done again: a bar that fills, and nothing else meanwhile."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from callbook.domain.errors import CallbookError
from callbook.ui.fields import Label
from callbook.ui.in_pieces import InPieces
from callbook.ui.session import Session

SIZE = QSize(460, 96)


class LongStepDialog(QDialog):
    """`replayed` carries what was touched, when all of it is taken back or done again. It closes by itself, and not
    before; what is begun meanwhile follows."""

    replayed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._run: InPieces | None = None
        self._waiting: list[tuple[str, InPieces]] = []
        self._words, self._bar = Label("", "title"), QProgressBar()
        # What is typed in any window would be a step in between.
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setFixedSize(SIZE)
        self._bar.setTextVisible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(self._words)
        whole.addWidget(self._bar)

    def undo(self) -> None:
        book = self._session.book
        self.begin(self.tr("Taking it back…"), InPieces(book.undo_in_pieces(), self, book.undo_rows))

    def redo(self) -> None:
        book = self._session.book
        self.begin(self.tr("Doing it again…"), InPieces(book.redo_in_pieces(), self, book.redo_rows))

    def begin(self, words: str, run: InPieces) -> None:
        """Show how far `run` is, and start it; it is let go at its end."""
        self._waiting.append((words, run))
        if self._run is None:
            self._begin_next()

    def finish(self) -> None:
        """Do what is left at once, as when the program ends."""
        while self._run is not None:
            self._run.finish()

    def reject(self) -> None:
        """Nothing: half of a step is no state to be left in."""

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._run is not None:
            event.ignore()

    def _begin_next(self) -> None:
        words, run = self._waiting.pop(0)
        self._run = run
        self.setWindowTitle(words)
        self._words.setText(words)
        self._bar.setRange(0, max(1, run.total))
        self._bar.setValue(0)
        run.advanced.connect(self._bar.setValue)
        run.done.connect(self._over)
        run.failed.connect(self._failed)
        self.show()
        run.start()

    def _failed(self, error: CallbookError) -> None:
        self._over()
        self._session.failed.emit(error.sentence, error.next_step)

    def _over(self) -> None:
        run, self._run = self._run, None
        self.hide()
        change = run.change() if run is not None else None
        if run is not None:
            run.deleteLater()
        if change is not None:
            self._session.tell(change)
        if change is not None and change.undone is not None:
            self.replayed.emit(change)
        if self._waiting and self._run is None:
            self._begin_next()
