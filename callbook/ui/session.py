"""What every screen is given: the book, the clock, and one place where verbs run and changes are told."""

from collections.abc import Callable, Iterator
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
from callbook.ui.in_pieces import InPieces


class Session(QObject):
    """An open book with its clock. `changed` carries every Change and who caused it; `failed` a sentence and a next
    step; `minute` tells that time has passed, for what is shown as late or as somebody's clock. `long_step` carries
    a few words and an InPieces, for whoever shows how far it is and starts it."""

    changed = Signal(object, object)
    failed = Signal(str, str)
    minute = Signal()
    long_step = Signal(str, object)

    def __init__(self, book: Book, clock: Callable[[], datetime], zone: ZoneInfo, worker: Worker) -> None:
        super().__init__()
        self.book = book
        self.now = clock
        self.zone = zone
        self.worker = worker
        self._on_their_way: set[InPieces] = set()
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

    def do_many(
        self,
        rows: int,
        verb: Callable[..., Change],
        in_pieces: Callable[..., Iterator[Change]],
        *arguments: Any,
        words: str,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Run a verb that touches about so many rows, and `then` something else where it could be done: at once, or
        where a window has to go on meanwhile `in_pieces`, under these `words`. What is asked for while there is such
        a step follows it."""
        if rows <= PIECE and not self._on_their_way:
            if self.do(verb, *arguments) is not None:
                then()
            return
        run = InPieces(in_pieces(self.book, *arguments, now=self.now()), self, rows)
        self._on_their_way.add(run)
        run.done.connect(lambda: self._on_their_way.discard(run))
        run.failed.connect(lambda _: self._on_their_way.discard(run))
        self.long_step.emit(words, run)
        run.done.connect(then)

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
