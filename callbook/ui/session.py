"""What every screen is given: the book, the clock, and one place where verbs run and changes are told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.domain.settings import BookSettings
from callbook.storage import settings as settings_reader
from callbook.storage.book import PIECE, Book
from callbook.storage.engine import Connection
from callbook.system.worker import Job, Worker


class Session(QObject):
    """An open book with its clock. `changed` carries every Change and who caused it; `failed` a sentence and a next
    step; `minute` tells that time has passed, for what is shown as late or as somebody's clock."""

    changed = Signal(object, object)
    failed = Signal(str, str)
    minute = Signal()

    def __init__(self, book: Book, clock: Callable[[], datetime], zone: ZoneInfo, worker: Worker) -> None:
        super().__init__()
        self.book = book
        self.now = clock
        self.zone = zone
        self.worker = worker
        self._minutes = QTimer(self)
        self._minutes.setInterval(30_000)
        self._minutes.timeout.connect(self.minute)
        self._minutes.start()

    def do(
        self, verb: Callable[..., Change], *arguments: Any, by: QObject | None = None, **named: Any
    ) -> Change | None:
        """Run a verb of the services on the book, at this moment. None where it could not be done: `failed` has said
        why, and nothing was written."""
        try:
            change = verb(self.book, *arguments, now=self.now(), **named)
        except CallbookError as error:
            self.failed.emit(error.sentence, error.next_step)
            return None
        self.tell(change, by)
        return change

    def close(self) -> None:
        """Wait for the worker, tell nobody of time any more, and close the book."""
        self._minutes.stop()
        self.worker.finish()
        self.book.close()

    def undo(self) -> Change | None:
        return self._replay(self.book.undo)

    def redo(self) -> Change | None:
        return self._replay(self.book.redo)

    @property
    def long_undo(self) -> bool:
        """Whether taking the last step back takes so long that a window has to go on meanwhile."""
        return self.book.undo_rows > PIECE

    @property
    def long_redo(self) -> bool:
        return self.book.redo_rows > PIECE

    def tell(self, change: Change, by: QObject | None = None) -> None:
        """Let every screen know of a change, unless nothing was touched."""
        if change.touched:
            self.changed.emit(change, by)

    def settings(self) -> BookSettings:
        return settings_reader.settings(self.book)

    def read_aside(self, read: Callable[[Connection], Any]) -> Job:
        """Run a long read on the worker, on a read-only connection of its own."""
        path = self.book.path

        def work() -> Any:
            connection = Connection(path, read_only=True)
            try:
                return read(connection)
            finally:
                connection.close()

        return self.worker.start(work)

    def _replay(self, replay: Callable[[], Change | None]) -> Change | None:
        try:
            change = replay()
        except CallbookError as error:
            self.failed.emit(error.sentence, error.next_step)
            return None
        if change is not None:
            self.tell(change)
        return change
