"""A bug shows one dialog with the details to copy, and goes into the log without anybody's data."""

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox, QPlainTextEdit, QVBoxLayout

from callbook import __version__
from callbook.domain.errors import CallbookError
from callbook.system.logs import error_report
from callbook.ui.fields import Label, button, row

log = logging.getLogger("callbook.failure")


class FailureDialog(QDialog):
    """One at a time: a fault that repeats must not bury the window under dialogs."""

    def __init__(self, report: str) -> None:
        super().__init__()
        self._report = report
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(620, 380)
        words = Label(
            self.tr(
                "That was a fault of Callbook, not yours. What you typed was saved up to this step. "
                "You can go on; the details below help to mend it."
            ),
            wrap=True,
        )
        details = QPlainTextEdit(report)
        details.setReadOnly(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 18)
        whole.setSpacing(12)
        whole.addWidget(words)
        whole.addWidget(details, 1)
        copy = button(self.tr("Copy the details"), clicked=self._copy)
        whole.addLayout(row(copy, None, button(self.tr("Go on"), "primary", self.accept)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)


def show_problem(error: CallbookError) -> None:
    """Say in a window why the book could not be opened, and what to do."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Callbook", "", QMessageBox.StandardButton.Close)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(error.sentence)
    box.setInformativeText(error.next_step)
    box.exec()


def trace_of(trace: TracebackType | None) -> str:
    """File, line and function of each frame, without the values that stood in them."""
    return "\n".join(f"  {place(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace))


def place(path: str) -> str:
    """A file of ours from the package on, of any other its name: the folders before it may be named after a person."""
    _, ours, rest = path.rpartition("callbook")
    return rest if ours else Path(path).name


def catch_failures() -> None:
    """From now on an error nobody expected is logged and shown once, and the program goes on."""
    shown: list[FailureDialog] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        report = error_report(kind, error, trace_of(trace), __version__)
        log.error("%s", report)
        if not shown:
            dialog = FailureDialog(report)
            shown.append(dialog)
            dialog.finished.connect(shown.clear)
            dialog.open()

    sys.excepthook = hook
