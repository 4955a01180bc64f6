"""A line above the panel that says a call goes on while something else is looked at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from callbook.ui.fields import ElidedLabel, button, row


class LiveBar(QFrame):
    """Says that a call goes on while something else is looked at."""

    return_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "warning")
        self._call_id = 0
        self._words = ElidedLabel("", "name")
        self._back = button(self.tr("Back to the call"), clicked=lambda: self.return_asked.emit(self._call_id))
        line = row(self._words, self._back)
        line.setStretch(0, 1)
        line.setContentsMargins(12, 6, 6, 6)
        self.setLayout(line)

    def show_call(self, call_id: int, name: str) -> None:
        self._call_id = call_id
        self._words.setText(self.tr("On a call with %1").replace("%1", name))
