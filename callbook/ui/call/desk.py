"""At the desk: who picked up instead, kept as a contact by one key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from callbook.ui.fields import Label, line_field, row


class DeskRow(QWidget):
    """A field for the name of whoever answered, kept by Enter, or with all else that is typed when the call goes on.
    `answered` carries the name, `passed` is Enter."""

    answered = Signal(str)
    passed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._field = line_field(self.tr("their name; Enter keeps them as a contact"))
        self._field.setAccessibleName(self.tr("Who answered"))
        self._known = Label("", "quiet")
        line = row(Label(self.tr("Who answered?"), "quiet"), self._field, self._known, spacing=10)
        line.setStretch(1, 1)
        line.setContentsMargins(0, 8, 0, 0)
        self.setLayout(line)
        self._field.returnPressed.connect(self._enter)

    def show_answered(self, name: str) -> None:
        self._known.setText(self.tr("%1 is kept").replace("%1", name) if name else "")

    def take_focus(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def flush(self) -> None:
        """Hand over a name that was typed and not kept yet."""
        name = self._field.text().strip()
        self._field.clear()
        if name:
            self.answered.emit(name)

    def _enter(self) -> None:
        self.flush()
        self.passed.emit()
