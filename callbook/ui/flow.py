"""Buttons laid in lines, like words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

SPACING = 6


class Flow(QWidget):
    """As high as its buttons need in the width there is."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[QPushButton] = []

    def set_buttons(self, buttons: Sequence[QPushButton]) -> None:
        """Show these buttons instead."""
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = list(buttons)
        before: QWidget = self
        for button in self._buttons:
            button.setParent(self)
            button.show()
            QWidget.setTabOrder(before, button)
            before = button
        self._arrange()

    def buttons(self) -> list[QPushButton]:
        return list(self._buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()  # a button is larger or smaller now
        return super().event(event)

    def _arrange(self) -> None:
        y = 0
        for line in self._lines():
            height = max(button.height() for button in line)
            x = 0
            for button in line:
                button.move(x, y + (height - button.height()) // 2)
                x += button.width() + SPACING
            y += height + SPACING
        if self.height() != max(y - SPACING, 0) or self.minimumHeight() != self.height():
            self.setFixedHeight(max(y - SPACING, 0))

    def _lines(self) -> list[list[QPushButton]]:
        """The buttons, as large as they want to be, in as few lines as have room for them."""
        lines: list[list[QPushButton]] = []
        end = 0
        for button in self._buttons:
            button.ensurePolished()
            size = button.sizeHint().expandedTo(button.minimumSize())
            button.resize(min(size.width(), max(self.width(), 1)), size.height())
            if not lines or end + SPACING + button.width() > self.width():
                lines.append([])
                end = -SPACING
            lines[-1].append(button)
            end += SPACING + button.width()
        return lines
