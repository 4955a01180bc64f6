"""Work beside the window: one thread that takes one job after another and reports on the window's own thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal


class Job(QObject):
    """A function running on the worker; exactly one of `done` and `failed` is emitted, on the thread that asked,
    and never before the event loop is reached again: there is time to connect."""

    done = Signal(object)
    failed = Signal(object)


class _Run(QRunnable):
    def __init__(self, worker: "Worker", job: Job, work: Callable[[], Any]) -> None:
        super().__init__()
        self._worker = worker
        self._job = job
        self._work = work

    def run(self) -> None:
        # The job itself must not emit here: the window's thread would delete it while it still does.
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001  handed whole to whoever asked, on their thread
            self._worker.ended.emit(self._job, None, error)
        else:
            self._worker.ended.emit(self._job, result, None)


class Worker(QObject):
    """One thread. What it runs must not touch widgets, and reads through a connection of its own."""

    ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._jobs: set[Job] = set()
        self.ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[], Any]) -> Job:
        """Run `work` after what was started before it."""
        job = Job(self)
        self._jobs.add(job)
        self._pool.start(_Run(self, job, work))
        return job

    def finish(self) -> None:
        """Wait until everything started has run."""
        self._pool.waitForDone()

    def _tell(self, job: Job, result: Any, error: Exception | None) -> None:
        self._jobs.discard(job)
        if error is None:
            job.done.emit(result)
        else:
            job.failed.emit(error)
        job.deleteLater()
