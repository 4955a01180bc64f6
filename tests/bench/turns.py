"""How long the window was busy at a stretch: so long a key would have waited."""

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

LONGEST = 60.0  # seconds


class Turns(QObject):
    """Measures each turn of the event loop, from when it wakes until it waits again."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._begun = time.perf_counter()
        self.longest = 0.0
        self._waits = 0
        self._pulse = QTimer(self)  # else the loop may wait for long when all is done
        self._pulse.setInterval(5)
        loop = QAbstractEventDispatcher.instance()
        loop.awake.connect(self._begin)
        loop.aboutToBlock.connect(self._end)

    def until(self, do: Callable[[], object], working: Callable[[], bool]) -> tuple[float, float]:
        """Do something and let things happen until nothing waits and nobody is `working` beside the window;
        milliseconds it took, and of the longest turn in it."""
        self.longest = 0.0
        begun = self._begun = time.perf_counter()
        do()
        self._pulse.start()
        waits = self._waits
        while working() or self._waits == waits:
            waits = self._waits
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # as the program waits
            if time.perf_counter() > begun + LONGEST:
                raise TimeoutError("it never came to rest")
        self._pulse.stop()
        return (self._begun - begun) * 1000, self.longest * 1000

    def _begin(self) -> None:
        self._begun = time.perf_counter()

    def _end(self) -> None:
        self._waits += 1
        self.longest = max(self.longest, time.perf_counter() - self._begun)
        self._begun = time.perf_counter()
