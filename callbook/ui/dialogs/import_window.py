"""What the windows that bring a file in have in common: an import on its way, broken off or done, and left-out rows."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.services.left_out import save_left_out
from callbook.ui import texts
from callbook.ui.dialogs.call_log_counts import CallCounts
from callbook.ui.dialogs.call_log_reading import CallLogReading
from callbook.ui.dialogs.call_log_rows import CallsCard
from callbook.ui.dialogs.import_counts import Counts
from callbook.ui.dialogs.import_reading import ImportReading
from callbook.ui.dialogs.import_rows import RowsCard
from callbook.ui.dialogs.import_run import ImportRun
from callbook.ui.fields import Card, ElidedLabel, Label, button, row
from callbook.ui.session import Session

SMALLEST, LARGEST, ALONE = QSize(900, 560), QSize(1240, 780), QSize(1040, 680)
AROUND = QSize(40, 32)  # what is seen of the window behind


class ImportWindow(QDialog):
    """A window that shows what a file would become, and writes it when its button is pressed: what is being written
    can be stopped, and is then taken back. `imported` carries how many rows of TABLE came in or were added to."""

    TABLE = "prospect"
    NARROW = 0  # as wide as it is without a plan, where that is not as wide as with one
    imported = Signal(int)
    reading: CallLogReading | ImportReading
    rows: CallsCard | RowsCard
    counts: CallCounts | Counts

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._run: ImportRun | None = None
        self._name, self._finished = "", False
        self._title, self._state = ElidedLabel("", "title"), Label("", "quiet")
        self._problem, self._done = Label("", "error", wrap=True), Label("", "title", wrap=True)
        self._summary, self._bar = Card(), QProgressBar()
        self._summary.column.addWidget(self._done)
        self._import = button("", "primary", self.run)
        self._close = button(self.tr("Close"), clicked=self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.run)

    # What each window says for itself

    def _writing(self) -> tuple[Iterator[Change], int]:
        """What writes it in pieces, and how many rows of TABLE there are to be."""
        raise NotImplementedError

    def _what_was_done(self, change: Change) -> str:
        raise NotImplementedError

    def _plan_again(self, sentence: str, next_step: str) -> None:
        """Look again at what the file would become: some of it is in the book. What was said stays to be read."""
        raise NotImplementedError

    def _left_out(self) -> Iterable[tuple[int, str, str]]:
        """The lines that do not come in, why, and their text."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Let go of the file."""
        raise NotImplementedError

    def _show_plan(self) -> None:
        raise NotImplementedError

    def _show_no_rows(self) -> None:
        raise NotImplementedError

    def _parts(self, planned: bool, open_: bool) -> dict[QWidget, bool]:
        """Which of its own parts there are to be seen; `open_` is a plan that is neither written nor on its way."""
        raise NotImplementedError

    # What is shown

    def _begin(self, name: str, title: str) -> bool:
        """Open the window, empty; it stays as it is while an import is on its way."""
        self.open()
        if self._run is not None:
            return False
        self._forget()
        self._name = name
        self._title.setText(title.replace("%1", name))
        self._state.setText(self.tr("Reading…"))
        self._say("", "")
        self._show_parts()
        return True

    def _show_parts(self) -> None:
        """What there is to be seen now, in a window as large as that needs."""
        planned, running = self.reading.plan is not None, self._run is not None
        open_ = planned and not running and not self._finished
        parts: dict[QWidget, bool] = {
            self._state: bool(self._state.text()),
            self._bar: running,
            self._summary: planned and self._finished,
            self._body: planned and (bool(self.rows.kind) or not self._finished),
            self.counts: planned,
            self._import: open_,
        }
        for part, there in (parts | self._parts(planned, open_)).items():
            part.setVisible(there)
        for part in self._settled:
            part.setEnabled(not running)
        self._close.setText(self.tr("Cancel") if running else self.tr("Close"))
        self._fit()

    def _fit(self) -> None:
        behind = self.parentWidget()
        large = (behind.size() - AROUND).expandedTo(SMALLEST).boundedTo(LARGEST) if behind is not None else ALONE
        self._whole.activate()
        if self._body.isHidden():
            width = large.width() if self.reading.plan is not None else self.NARROW or large.width()
            large = QSize(width, self._whole.totalHeightForWidth(width))
        if large == self.size():
            return
        self.resize(large)
        if behind is not None:
            self.move(behind.frameGeometry().center() - self.rect().center())

    def _say(self, sentence: str, next_step: str) -> None:
        self._state.setText("" if sentence else self._state.text())
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.setVisible(bool(self._problem.text()))
        self._fit()

    # The import

    def run(self) -> None:
        """Write what the plan says, a piece at a time, as one step."""
        there = self.reading.plan is not None and not self.reading.busy
        if not (there and self._import.isVisible() and self._import.isEnabled()):
            return
        self._say("", "")
        self._run = ImportRun(self._session, *self._writing(), self, self.TABLE)
        self._run.advanced.connect(self._show_progress)
        self._run.stopping.connect(self._show_stopping)
        self._run.done.connect(self._imported)
        self._run.stopped.connect(self._stopped)
        self._bar.setRange(0, max(1, self._run.total))
        self._show_progress(0)
        self._show_parts()
        self._close.setFocus()
        self._run.start()

    def stop(self) -> None:
        """Give up an import that is on its way, as when the program ends; what is written is taken back."""
        if self._run is not None:
            self._run.stop_at_once()

    def _show_progress(self, written: int) -> None:
        self._bar.setValue(written)
        said = self.tr("%1 of %2 written").replace("%1", texts.grouped(written))
        self._state.setText(said.replace("%2", texts.grouped(self._bar.maximum())))

    def _show_stopping(self) -> None:
        self._state.setText(self.tr("Taking it back…"))
        self._close.setEnabled(False)

    def _over(self) -> None:
        if self._run is not None:
            self._run.deleteLater()
        self._run = None
        self._close.setEnabled(True)
        self._state.setText("")

    def _imported(self, change: Change) -> None:
        self._over()
        self._finished = True
        self._done.setText(self._what_was_done(change))
        self._show_no_rows()
        self._close.setFocus()
        self.imported.emit(len(change.ids(self.TABLE)))

    def _stopped(self, sentence: str, next_step: str) -> None:
        left = self._run is not None and self._run.left
        self._over()
        self._show_plan()
        said = sentence or self.tr("The import was stopped, and all of it was taken back.")
        self._say(said, next_step)
        self._import.setFocus()
        if left:  # what came in is not to come in again
            self._import.setEnabled(False)
            self._plan_again(said, next_step)

    # Left-out rows

    def _ask_where(self) -> None:
        name = f"{Path(self._name).stem} - {self.tr('left out')}.csv"
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save what was left out"), str(Path.home() / name), self.tr("Tables (*.csv)")
        )
        if path:
            self.save_left_out(Path(path))

    def save_left_out(self, path: Path) -> None:
        """Write the rows that do not come in, with their lines and reasons."""
        try:
            save_left_out(path, (self.tr("Line"), self.tr("Why"), self.tr("Text")), self._left_out())
        except CallbookError as error:
            self._say(error.sentence, error.next_step)
            return
        self._say("", "")
        self.rows.told.setText(self.tr("Saved as %1").replace("%1", path.name))

    # Going back

    def reject(self) -> None:
        """Esc goes back: from what is being written to before, else from the window."""
        if self._run is not None:
            self._run.stop()
            return
        self._forget()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._run is not None:
            event.ignore()
            return
        self._forget()
        super().closeEvent(event)

    # Making

    def _lay_out_around(
        self,
        body: QWidget,
        otherwise: QPushButton,
        above: Iterable[QWidget],
        below: Iterable[QWidget],
        settled: Iterable[QWidget],
    ) -> None:
        """The title with what else the file may be, the parts around the body, and the foot; what is `settled` cannot
        be changed while it is written."""
        self._body, self._settled = body, tuple(settled)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        head = row(self._title, otherwise)
        head.setStretch(0, 1)
        whole.addLayout(head)
        for widget in above:
            whole.addWidget(widget)
        whole.addWidget(body, 1)
        for widget in below:
            whole.addWidget(widget)
        whole.addStretch(0)
        foot = row(self._state, self._bar, None, self._close, self._import, spacing=12)
        foot.setStretch(1, 100)  # over the space that keeps the buttons at the right without it
        whole.addLayout(foot)
        self._bar.setTextVisible(False)
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
