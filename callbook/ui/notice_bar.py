"""One line at the foot that says what happened and offers to take it back; it goes by itself."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from callbook.ui.fields import ElidedLabel, button, row

SHOWN_MS = 8000
ERROR_MS = 20000


class NoticeBar(QFrame):
    """Notices come one at a time; an error stays longer, and none is ever a question."""

    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._words = ElidedLabel()
        self._undo = button(self.tr("Undo"), clicked=self._undo_clicked)
        self._close = button("✕", clicked=self.hide)
        self._close.setAccessibleName(self.tr("Close"))
        line = row(self._words, self._undo, self._close, spacing=4)
        line.setStretch(0, 1)
        line.setContentsMargins(16, 5, 6, 5)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, undo: bool = False) -> None:
        self._show(words, undo, SHOWN_MS)

    def say_error(self, sentence: str, next_step: str) -> None:
        self._show(f"{sentence} {next_step}".strip(), False, ERROR_MS)

    def text(self) -> str:
        return self._words.whole_text()

    def _show(self, words: str, undo: bool, milliseconds: int) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._undo.setVisible(undo)
        self._timer.start(milliseconds)
        self.show()

    def _undo_clicked(self) -> None:
        self.hide()
        self.undo_asked.emit()
