"""Long work on the book a piece at each turn of the event loop, so that the window goes on meanwhile."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from callbook.domain.change import Change, combined
from callbook.domain.errors import CallbookError


class InPieces(QObject):
    """One of `done` and `failed` (a CallbookError) is emitted, once; `advanced` carries how many rows are touched, of
    about `total`."""

    advanced = Signal(int)
    done = Signal()
    failed = Signal(object)

    def __init__(self, pieces: Iterator[Change], parent: QObject, total: int = 0) -> None:
        super().__init__(parent)
        self._pieces = pieces
        self._changes: list[Change] = []
        self._over = False
        self.rows, self.total = 0, total

    def start(self) -> None:
        QTimer.singleShot(0, self, self._go_on)

    def finish(self) -> None:
        """Do what is left at once, as when the program ends."""
        while not self._over:
            self._do_one()

    def change(self) -> Change | None:
        """What was touched so far, as one change; None where nothing was."""
        return combined(self._changes) if self._changes else None

    def _go_on(self) -> None:
        if not self._over:
            self._do_one()
        if not self._over:
            QTimer.singleShot(0, self, self._go_on)

    def _do_one(self) -> None:
        try:
            change = next(self._pieces, None)
        except CallbookError as error:
            self._over = True
            self.failed.emit(error)
            return
        except BaseException:
            self._over = True
            raise
        if change is None:
            self._over = True
            self.done.emit()
            return
        self._changes.append(change)
        self.rows += sum(map(len, change.touched.values()))
        self.advanced.emit(self.rows)
