"""Asking the book aside: one question at a time, and a newer one stops the older where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from callbook.domain.errors import CallbookError
from callbook.storage.engine import Connection
from callbook.ui.session import Session


@dataclass(slots=True)
class Latest:
    """The number of the newest question, which a job may look at from its own thread."""

    number: int = 0


class Asking(QObject):
    """`answered` carries what the newest question brought; an error is told by the session. An overtaken reading is
    interrupted within milliseconds, and its answer is void. `counting` tells whether one is awaited."""

    answered = Signal(object)
    counting = Signal(bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest()

    def ask(self, read: Callable[[Connection], Any]) -> None:
        self._latest.number += 1
        self.counting.emit(True)
        # The job must not hold this: it ends on another thread, where no widget may die.
        latest, number = self._latest, self._latest.number

        def work(connection: Connection) -> tuple[int, Any] | None:
            # What waited behind a long count may be out of date before it begins.
            if number != latest.number:
                return None
            connection.stop_when(lambda: number != latest.number)
            try:
                with connection.snapshot():
                    return number, read(connection)
            except CallbookError as error:
                return number, error

        job = self._session.read_aside(work)
        job.done.connect(self._arrived)
        job.failed.connect(self._failed)

    def stop(self) -> None:
        """Nobody waits any more."""
        self._latest.number += 1
        self.counting.emit(False)

    def _arrived(self, answer: tuple[int, Any] | None) -> None:
        if answer is None or answer[0] != self._latest.number:
            return
        self.counting.emit(False)
        if isinstance(answer[1], CallbookError):
            self._failed(answer[1])
        else:
            self.answered.emit(answer[1])

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self.counting.emit(False)
        self._session.failed.emit(error.sentence, error.next_step)
