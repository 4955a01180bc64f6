"""Waiting until a widget has been painted."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

LONGEST = 20.0  # seconds


class Painted(QObject):
    """Notices when `widget` is painted after it was made, or after `since` said that it may."""

    def __init__(self, app: QApplication, widget: QWidget) -> None:
        super().__init__()
        self._app = app
        self._widget = widget
        self._painted = False
        widget.installEventFilter(self)

    def wait(self, ready: Callable[[], bool] = lambda: True) -> float:
        """Let things happen until the widget was painted while `ready`; the moment, by time.perf_counter()."""
        end = time.perf_counter() + LONGEST
        while True:
            self._painted = False
            self._app.processEvents()
            now = time.perf_counter()
            if self._painted and ready():
                self._widget.removeEventFilter(self)
                return now
            if now > end:
                raise TimeoutError("nothing was painted")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._painted = True
        return False
