"""Importing: what was found, what goes where, what will happen, all in one window; and only then the import."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.services.exchange import Choices, ImportPlan, Reading, bytes_of
from callbook.services.importing import import_in_pieces
from callbook.services.left_out import save_left_out
from callbook.system.settings import MachineSettings
from callbook.ui import texts
from callbook.ui.dialogs.import_columns import ColumnsCard
from callbook.ui.dialogs.import_counts import Counts
from callbook.ui.dialogs.import_found import FoundBar
from callbook.ui.dialogs.import_reading import ImportReading
from callbook.ui.dialogs.import_rows import RowsCard
from callbook.ui.dialogs.import_run import ImportRun, prospects_written
from callbook.ui.dialogs.import_words import OUTSIDE, listed
from callbook.ui.fields import Card, ElidedLabel, Label, button, row
from callbook.ui.session import Session

NARROW = 620
SMALLEST, LARGEST, ALONE = QSize(900, 560), QSize(1240, 780), QSize(1040, 680)
AROUND = QSize(40, 32)  # what is seen of the window behind


class ImportDialog(QDialog):
    """`imported` carries how many prospects came in or were added to. Nothing is written before the button is
    pressed; what is being written can be stopped, and is then taken back. `log_found` carries a call log as it was read
    and its name: another window has the word then, unless that one sends it back."""

    imported = Signal(int)
    log_found = Signal(object, str)

    def __init__(self, session: Session, machine: MachineSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.reading = ImportReading(session, machine, self)
        self._run: ImportRun | None = None
        self._name = ""
        self._finished = False
        self._still_said = ("", "")  # what a list read again does not take away
        self._new = True  # nobody has seen yet what the file is
        self._title, self._state = ElidedLabel("", "title"), Label("", "quiet")
        self._problem = Label("", "error", wrap=True)
        self.found, self.columns, self.rows, self.counts = FoundBar(), ColumnsCard(), RowsCard(), Counts()
        self._middle, self._summary, self._done = QStackedWidget(), Card(), Label("", "title", wrap=True)
        self._bar = QProgressBar()
        self._as_calls = button(self.tr("Bring it in as calls"), "link", self._hand_over)
        self._import = button("", "primary", self.run)
        self._close = button(self.tr("Close"), clicked=self.reject)
        self._lay_out()
        self._connect()

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would become; what hinders is said in the window."""
        if self._begin(path.name):
            self.reading.begin(lambda: bytes_of(path), path.name)

    def open_data(self, data: bytes, source: str) -> None:
        """The same with what was copied or dragged; `source` is what the prospects are said to come from."""
        if self._begin(source):
            self.reading.begin(lambda: data, source)

    def _begin(self, name: str) -> bool:
        """Open the window, empty; it stays as it is while an import is on its way."""
        self.open()
        if self._run is not None:
            return False
        self._forget()
        self._new = True
        self._name = name
        self._title.setText(self.tr("Import %1").replace("%1", name))
        self._state.setText(self.tr("Reading…"))
        self._say("", "")
        self._show_parts()
        return True

    def _forget(self) -> None:
        self.reading.forget()
        self._finished = False
        self._still_said = ("", "")
        self.rows.forget()
        self._middle.setCurrentWidget(self.columns)

    # What is shown

    def _hand_over(self) -> None:
        """Let the window for call logs have what was read; this one stays ready to show it as a list."""
        self._new = False
        log = self._log()
        if log is not None:
            self.hide()
            self.log_found.emit(log, self._name)

    def show_list(self) -> None:
        """Show as a list of prospects what was handed over as a call log."""
        self.open()
        self._state.setText("")
        self._show_plan()
        self._import.setFocus()

    def let_go(self) -> None:
        """Forget what was handed over: nobody will ask for it any more."""
        if not self.isVisible():
            self._forget()

    def _answered(self) -> None:
        if self._new and self._is_log():
            self._hand_over()
            return
        self._new = False
        first = self._import.isHidden()
        self._state.setText("")
        self._say(*self._still_said)
        self._still_said = ("", "")
        self._show_plan()
        if first:
            self._import.setFocus()

    def _not_answered(self, sentence: str, next_step: str) -> None:
        """Say what hinders; where it was a choice, the list is shown as it can be read."""
        self._state.setText("")
        self._show_plan()
        self._say(sentence, next_step)

    def _show_plan(self) -> None:
        plan = self.reading.plan
        if plan is not None:
            self.found.show_plan(plan)
            self.columns.show_plan(plan, self.reading.remembered)
            self.counts.show_plan(plan)
            self._show_button(plan)
            self._show_rows(self.rows.kind or self._kind_of_cards(plan))
        self._show_parts()

    def _is_log(self) -> bool:
        return self.reading.plan is not None and self.reading.plan.reading.log is not None

    def _log(self) -> Reading | None:
        """What was read as a call log, where calls can be made of it."""
        return None if self.reading.plan is None else self.reading.plan.reading.as_log

    def _kind_of_cards(self, plan: ImportPlan) -> str:
        """What of contact cards is listed at first: they have no columns to show."""
        if plan.reading.table is not None or self._finished:
            return ""
        return next((kind for kind, tile in self.counts.tiles.items() if tile.isEnabled()), "")

    def _list_only(self) -> bool:
        """Whether there is nothing behind the list."""
        plan = self.reading.plan
        return plan is not None and plan.reading.table is None and not self._finished

    def _show_rows(self, kind: str) -> None:
        """Open the list of a kind, where there are such rows; "" closes it."""
        plan = self.reading.plan
        there = listed(plan, kind) if plan is not None and kind else None
        if there is not None and there.rows:
            self.rows.show_rows(there, stays=self._list_only())
            self._middle.setCurrentWidget(self.rows)
        else:
            self.rows.kind = ""
            self._middle.setCurrentWidget(self.columns)
        self.counts.mark(self.rows.kind)
        self._show_parts()

    def _toggle(self, kind: str) -> None:
        closes = kind == self.rows.kind and not self._list_only()
        self._show_rows("" if closes else kind)
        if self.rows.kind:
            self.rows.table.setFocus()

    def _close_rows(self) -> None:
        tile = self.counts.tiles.get(self.rows.kind)
        self._show_rows("")
        (tile or self._close).setFocus()

    def _show_button(self, plan: ImportPlan) -> None:
        made = plan.new + plan.doubtful
        words = texts.counted(self.tr("Import 1 prospect"), self.tr("Import %n prospects"), made)
        if not made:
            words = texts.counted(self.tr("Add 1 row"), self.tr("Add %n rows"), plan.updated)
        self._import.setText(words if plan.writes else self.tr("Nothing new to import"))
        self._import.setEnabled(plan.writes)

    def _show_parts(self) -> None:
        """What there is to be seen now, in a window as large as that needs."""
        planned, running = self.reading.plan is not None, self._run is not None
        parts = {
            self._state: bool(self._state.text()),
            self._bar: running,
            self._summary: planned and self._finished,
            self.found: planned and not self._finished,
            self._middle: planned and (bool(self.rows.kind) or not self._finished),
            self.counts: planned,
            self._import: planned and not running and not self._finished,
            self._as_calls: planned and not running and not self._finished and self._log() is not None,
        }
        for part, there in parts.items():
            part.setVisible(there)
        for part in (self.found, self.columns, self.counts):
            part.setEnabled(not running)
        self._close.setText(self.tr("Cancel") if running else self.tr("Close"))
        self._fit()

    def _fit(self) -> None:
        behind = self.parentWidget()
        large = (behind.size() - AROUND).expandedTo(SMALLEST).boundedTo(LARGEST) if behind is not None else ALONE
        self._whole.activate()
        if self._middle.isHidden():
            width = NARROW if self.reading.plan is None else large.width()
            large = QSize(width, self._whole.totalHeightForWidth(width))
        if large == self.size():
            return
        self.resize(large)
        if behind is not None:
            self.move(behind.frameGeometry().center() - self.rect().center())

    def _say(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.setVisible(bool(self._problem.text()))
        self._fit()

    # The import

    def run(self) -> None:
        """Write what the plan says, a piece at a time, as one step."""
        plan = self.reading.plan
        if plan is None or self.reading.busy or not (self._import.isVisible() and self._import.isEnabled()):
            return
        self.reading.remember()
        self._say("", "")
        pieces = import_in_pieces(self._session.book, plan, now=self._session.now(), mark=self.tr("doubtful"))
        self._run = ImportRun(self._session, pieces, prospects_written(plan), self)
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
        """Give up what is on its way, as when the program ends; what is written is taken back."""
        self.reading.give_up()
        if self._run is not None:
            self._run.stop_at_once()

    def _show_progress(self, written: int) -> None:
        self._bar.setValue(written)
        words = self.tr("%1 of %2 written").replace("%1", texts.grouped(written))
        self._state.setText(words.replace("%2", texts.grouped(self._bar.maximum())))

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
        plan = self.reading.plan
        self._finished = True
        if plan is not None:
            self._done.setText(self._what_was_done(plan))
        self._show_rows("")
        self._close.setFocus()
        self.imported.emit(len(change.ids("prospect")))

    def _stopped(self, sentence: str, next_step: str) -> None:
        left = self._run is not None and self._run.left
        self._over()
        self._show_plan()
        said = sentence or self.tr("The import was stopped, and all of it was taken back."), next_step
        self._say(*said)
        self._import.setFocus()
        if left and self.reading.plan is not None:  # what came in is not to come in again
            self._still_said = said
            self._choose(self.reading.plan.choices)

    def _what_was_done(self, plan: ImportPlan) -> str:
        made = plan.new + plan.doubtful
        parts = (
            texts.counted(self.tr("1 prospect imported"), self.tr("%n prospects imported"), made) if made else "",
            texts.counted(self.tr("1 row added"), self.tr("%n rows added"), plan.updated) if plan.updated else "",
        )
        return texts.joined(parts, ", ")

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
        left_out = self.reading.plan.left_out if self.reading.plan is not None else ()
        header = (self.tr("Line"), self.tr("Why"), self.tr("Text"))
        try:
            save_left_out(path, header, ((one.line, texts.left_out(one.reason), one.text) for one in left_out))
        except CallbookError as error:
            self._say(error.sentence, error.next_step)
            return
        self._say("", "")
        self.rows.told.setText(self.tr("Saved as %1").replace("%1", path.name))

    # Going back

    def reject(self) -> None:
        """Esc goes back: from what is being written to before, from a list to the columns, else from the window."""
        if self._run is not None:
            self._run.stop()
        elif self.rows.kind and not self._list_only():
            self._close_rows()
        else:
            self._forget()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._run is not None:
            event.ignore()
            return
        self._forget()
        super().closeEvent(event)

    # Making

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Import"))
        self._summary.column.addWidget(self._done)
        self._summary.column.addWidget(Label(self.tr("Undo takes the whole import back."), "quiet"))
        for page in (self.columns, self.rows):
            self._middle.addWidget(page)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        head = row(self._title, self._as_calls)
        head.setStretch(0, 1)
        whole.addLayout(head)
        for widget in (self._problem, self.found, self._summary):
            whole.addWidget(widget)
        whole.addWidget(self._middle, 1)
        whole.addWidget(self.counts)
        whole.addStretch(0)
        foot = row(self._state, self._bar, None, self._close, self._import, spacing=12)
        foot.setStretch(1, 100)  # over the space that keeps the buttons at the right without it
        whole.addLayout(foot)
        self._bar.setTextVisible(False)
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)

    def _connect(self) -> None:
        self.reading.answered.connect(self._answered)
        self.reading.failed.connect(self._not_answered)
        self.found.chosen.connect(self._choose)
        self.found.outside_asked.connect(lambda: self._toggle(OUTSIDE))
        self.columns.fields_changed.connect(self._remap)
        self.columns.guess_asked.connect(self.reading.guess_again)
        self.counts.asked.connect(self._toggle)
        self.rows.closed.connect(self._close_rows)
        self.rows.save_asked.connect(self._ask_where)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.run)

    def _choose(self, choices: Choices) -> None:
        self._import.setEnabled(False)
        self.reading.choose(choices)

    def _remap(self, fields: tuple[str, ...]) -> None:
        self._import.setEnabled(False)
        self.reading.remap(fields)
