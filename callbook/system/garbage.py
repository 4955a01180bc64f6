"""Python's collection of reference cycles, kept on the thread that owns the widgets."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 5_000


class GarbageOnThisThread(QObject):
    """While it lives, cycles are collected here and by its timer only.

    Python collects wherever the threshold is passed, on the worker too, and a widget destroyed there brings Qt down.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()


def collect_if_due() -> None:
    """Collect the oldest generation whose threshold is passed, as Python would."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
