"""A figure: how many, and what share of what."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from callbook.domain.stats import Count
from callbook.ui import texts
from callbook.ui.fields import Card, Label, section
from callbook.ui.insights import words
from callbook.ui.insights.chart import Mark


class FigureCard(Card):
    """One figure, large, with a line of words under it and its definition under the pointer. A click or Enter emits
    `opened` with the mark of its calls."""

    opened = Signal(object)

    def __init__(self, count: Count, definition: str) -> None:
        super().__init__(spacing=2)
        self._name = words.count_name(count)
        self._mark: Mark | None = None
        self.setProperty("role", "figurecard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.figure = Label("", "figure")
        self.told = Label("", "small", wrap=True)
        for label in (section(self._name), self.figure, self.told):
            self.column.addWidget(label)
        self.column.addStretch(1)
        self.setToolTip(f"<span>{definition}</span>")
        self.setAccessibleDescription(definition)

    def show_figure(self, count: int, told: str, mark: Mark) -> None:
        self._mark = mark if count else None
        self.figure.setText(texts.grouped(count))
        self.told.setText(told)
        self.setCursor(Qt.CursorShape.PointingHandCursor if count else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{self._name}: {self.figure.text()}. {told}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._mark is not None:
            self.opened.emit(self._mark)
