"""Numbers in the settings: counts, and full hours of a day."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox

from callbook.ui.fields import leaves_undo

WIDTH = 84


class NumberField(QSpinBox):
    """A whole number that the wheel scrolls past, and that leaves Ctrl+Z to the book when it has nothing to undo."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(name)

    def show_stored(self, value: int) -> None:
        """Show what is stored: nobody typed it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def event(self, event: QEvent) -> bool:
        line = self.lineEdit()
        if leaves_undo(event, line.isUndoAvailable(), line.isRedoAvailable()):
            return False
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class HourField(NumberField):
    """A full hour of the day, shown as a time; its value changes when it is left: 17 is no 1 on the way."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(name, least, most)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: int) -> str:
        return f"{value}:00"

    def valueFromText(self, text: str) -> int:
        hour = text.partition(":")[0].strip()
        return int(hour) if hour.isdecimal() else self.value()
