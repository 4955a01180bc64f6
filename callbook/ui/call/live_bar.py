"""A line above the panel that says a call goes on, or waits to be saved, while something else is looked at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from callbook.domain.call import Call, CallState
from callbook.ui.fields import ElidedLabel, button, row


class LiveBar(QFrame):
    """Says with whom; `return_asked` carries the call's id."""

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

    def show_call(self, call: Call, name: str) -> None:
        self._call_id = call.id
        live, waits = self.tr("On a call with %1"), self.tr("Not saved yet: the call with %1")
        self._words.setText((live if call.state is CallState.LIVE else waits).replace("%1", name))
