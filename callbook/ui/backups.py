"""When the book is backed up: every half hour of use that wrote something, and at closing."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from callbook.domain.errors import CallbookError
from callbook.services import upkeep
from callbook.services.upkeep import LastBackup
from callbook.ui.session import Session

LOOK_EVERY_MS = 60_000


class Backups(QObject):
    """`made` carries the newest backup; `failed` a sentence and a next step."""

    made = Signal(object)
    failed = Signal(str, str)

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__()
        self._session = session
        self._folder = folder
        self._running = False
        self._started = session.now()
        self.last = upkeep.last_backup(folder)
        # A book that a crash left changed since its last backup is owed one, though nothing was written yet today.
        self._steps_kept = -1 if upkeep.changed_since(session.book.path, self.last) else 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.make_if_due)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def make_if_due(self) -> None:
        since = self.last.made_at if self.last else None
        begun = max(since, self._started) if since else self._started
        if upkeep.backup_is_due(self._unkept(), begun, self._session.now()):
            self.make()

    def make(self) -> None:
        """Back up beside the window."""
        if self._running:
            return
        self._running = True
        steps, path, folder, now = self._session.book.steps, self._session.book.path, self._folder, self._session.now()
        job = self._session.worker.start(lambda: upkeep.backup(path, folder, now))
        job.done.connect(lambda backup: self._done(backup, steps))
        job.failed.connect(self._failed)

    def make_now(self) -> None:
        """Back up before going on; StorageError or OSError where that cannot be done."""
        self._session.worker.finish()
        steps = self._session.book.steps
        self._session.book.settle()
        self._done(upkeep.backup(self._session.book.path, self._folder, self._session.now()), steps)

    def make_at_closing(self) -> None:
        """Back up now, if anything was written since the last backup; what goes wrong is told by `failed`."""
        self._session.worker.finish()
        if self._unkept() <= 0:
            return
        try:
            self.make_now()
        except (CallbookError, OSError) as error:
            self._failed(error)

    def _unkept(self) -> int:
        return self._session.book.steps - self._steps_kept

    def _done(self, backup: LastBackup, steps: int) -> None:
        self._running = False
        self._steps_kept = steps
        self.last = backup
        self.made.emit(backup)

    def _failed(self, error: Exception) -> None:
        self._running = False
        if isinstance(error, CallbookError):
            self.failed.emit(error.sentence, error.next_step)
        elif isinstance(error, OSError):
            self.failed.emit(self.tr("The backup could not be written."), self.tr("Check the disk and its free space."))
        else:
            raise error
