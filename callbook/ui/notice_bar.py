"""One line that says what happened and offers to take it back; it goes by itself."""

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from callbook.ui.fields import ElidedLabel, button, row

SHOWN_MS = 8000
ERROR_MS = 20000
LATER_MS = 20000
MARGIN = 14
MENUS_WIDTH = 360
ROUND_IT = 34


class NoticeBar(QFrame):
    """Notices come one at a time; an error stays longer, and none is ever a question. They lie over the free end of
    the menu bar's line, where they move nothing and cover no button; a reminder that lies there pushes them down.

    What happens by itself at the start can wait until nothing else is being said."""

    undo_asked = Signal()

    def __init__(self, parent: QWidget, reminder: QWidget) -> None:
        super().__init__(parent)
        self._reminder = reminder
        self.setProperty("role", "notice")
        self._words = ElidedLabel()
        self._undo = button(self.tr("Undo"), clicked=self._undo_clicked)
        self._close = button("✕", clicked=self._end)
        self._close.setAccessibleName(self.tr("Close"))
        line = row(self._words, self._undo, self._close, spacing=4)
        line.setStretch(0, 1)
        line.setContentsMargins(14, 2, 4, 2)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)
        self._waiting: list[str] = []
        self.hide()

    def say(self, words: str, undo: bool = False) -> None:
        self._show(words, undo, SHOWN_MS)

    def say_error(self, sentence: str, next_step: str) -> None:
        self._show(f"{sentence} {next_step}".strip(), False, ERROR_MS)

    def say_later(self, words: str) -> None:
        """Say it when what is being said now has gone, and for longer than usual."""
        self._waiting.append(words)
        if self.isHidden():
            self._end()

    def text(self) -> str:
        return self._words.whole_text()

    def _show(self, words: str, undo: bool, milliseconds: int) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._undo.setVisible(undo)
        self._timer.start(milliseconds)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Take the place for what is said now, in a parent of this size."""
        parent = self.parentWidget()
        if parent is None:
            return
        buttons = sum(part.sizeHint().width() for part in (self._undo, self._close) if part.isVisibleTo(self))
        wanted = self._words.sizeHint().width() + buttons + ROUND_IT
        width = min(wanted, parent.width() - MENUS_WIDTH - MARGIN)
        below = self._reminder.mapTo(parent, QPoint(0, self._reminder.height())).y()
        top = 3 + (below if self._reminder.isVisible() else 0)
        self.setGeometry(parent.width() - width - MARGIN, top, width, self.sizeHint().height())

    def _end(self) -> None:
        self.hide()
        if self._waiting:
            self._show(self._waiting.pop(0), False, LATER_MS)

    def _undo_clicked(self) -> None:
        self.hide()
        self.undo_asked.emit()
        if self.isHidden():  # else the answer is said first
            self._end()
