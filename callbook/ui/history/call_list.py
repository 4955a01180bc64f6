"""The list of calls, with the day of the first one in sight on top."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from callbook.ui.history.model import DAY, CallModel
from callbook.ui.history.row_delegate import CallDelegate
from callbook.ui.tall_list import TallList, is_enter


class CallList(TallList):
    """Shows a CallModel. `opened` carries the id of a call chosen by Enter, `chosen` by Ctrl+Enter."""

    opened = Signal(int)
    chosen = Signal(int)

    def __init__(self, model: CallModel, delegate: CallDelegate, parent: QWidget | None = None) -> None:
        super().__init__(model, delegate, parent)
        self._calls, self._days = model, delegate

    def current_id(self) -> int:
        """The id of the current call; 0 where there is none, or it is being read."""
        row = self._calls.row(self.currentIndex().row())
        return 0 if row is None else row.call.id

    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter is a shortcut of the window as well; in this list it is about the call under the cursor.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_enter(event):
            super().keyPressEvent(event)
            return
        call_id = self.current_id()
        if call_id and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.chosen.emit(call_id)
        elif call_id:
            self.opened.emit(call_id)

    def _covered(self, at: int) -> int:
        """How much of the view's upper edge is covered when row `at` stands there: by the name of its day."""
        return 0 if self._begins_day(at) else self._days.day_height(self.font())

    def _begins_day(self, at: int) -> bool:
        return self._calls.data(self._calls.index(at), DAY) is not None

    def _paint_over(self, painter: QPainter) -> None:
        """The day of the first row in sight stays while its own name is scrolled away, until the next pushes it."""
        height, day = self._days.day_height(self.font()), self._calls.day(self._top)
        if not height or day is None or (self._shift == 0 and self._begins_day(self._top)):
            return
        following = (rect.top() for at, rect in self._in_sight() if at > self._top and self._begins_day(at))
        y = min(0, next(following, height) - height)
        self._days.paint_day(painter, self.font(), QRect(0, y, self.viewport().width(), height), day)
