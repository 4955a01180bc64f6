"""Work beside the window: one thread that takes one job after another and reports on the window's own thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


class Job(QObject):
    """A function running on the worker; exactly one of `done` and `failed` is emitted, on the thread that asked."""

    done = Signal(object)
    failed = Signal(object)


class _Run(QRunnable):
    def __init__(self, job: Job, work: Callable[[], Any]) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001  handed whole to whoever asked, on their thread
            self._job.failed.emit(error)
        else:
            self._job.done.emit(result)


class Worker(QObject):
    """One thread. What it runs must not touch widgets, and reads through a connection of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._jobs: set[Job] = set()

    def start(self, work: Callable[[], Any]) -> Job:
        """Run `work` after what was started before it."""
        job = Job(self)
        self._jobs.add(job)
        job.done.connect(lambda _: self._forget(job))
        job.failed.connect(lambda _: self._forget(job))
        self._pool.start(_Run(job, work))
        return job

    def finish(self) -> None:
        """Wait until everything started has run."""
        self._pool.waitForDone()

    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        job.deleteLater()
