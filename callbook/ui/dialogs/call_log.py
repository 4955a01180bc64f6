"""A call log in its window: what was found, what becomes of each row, how calls ended; and only then the import."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.services.call_log_writing import call_log_in_pieces
from callbook.services.call_logs import CallLogPlan, FatedCall
from callbook.services.exchange import Reading
from callbook.services.left_out import save_left_out
from callbook.storage import calls as call_reader
from callbook.storage import logged
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs import call_log_words as words
from callbook.ui.dialogs.call_log_counts import CallCounts
from callbook.ui.dialogs.call_log_reading import CallLogReading
from callbook.ui.dialogs.call_log_rows import CallsCard
from callbook.ui.dialogs.call_log_words import listed
from callbook.ui.dialogs.import_run import ImportRun
from callbook.ui.fields import Card, ElidedLabel, Label, button, row
from callbook.ui.session import Session

SMALLEST, LARGEST, ALONE = QSize(900, 560), QSize(1240, 780), QSize(1040, 680)
AROUND = QSize(40, 32)  # what is seen of the window behind
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"


class CallLogDialog(QDialog):
    """`imported` carries how many calls came in; `list_asked` asks for the same file as a list of prospects, `let_go`
    tells that nobody wants it any more. Nothing is written before the button is pressed; what is being written can be
    stopped, and is then taken back."""

    imported = Signal(int)
    list_asked = Signal()
    let_go = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.reading = CallLogReading(session, self)
        self._run: ImportRun | None = None
        self._name, self._finished = "", False
        self._title, self._columns, self._state = ElidedLabel("", "title"), ElidedLabel("", "quiet"), Label("", "quiet")
        self._problem, self._done = Label("", "error", wrap=True), Label("", "title", wrap=True)
        self.order, self.strangers = Choice(), QCheckBox()
        self.rows, self.counts = CallsCard(session.zone), CallCounts()
        self._summary, self._bar = Card(), QProgressBar()
        self._as_list = button(self.tr("Bring it in as prospects"), "link", self._ask_for_list)
        self._import = button("", "primary", self.run)
        self._close = button(self.tr("Close"), clicked=self.reject)
        self._lay_out()
        self._connect()

    def open_log(self, log: Reading, name: str) -> None:
        """Show what a log would become; the window stays as it is while an import is on its way."""
        self.open()
        if self._run is not None:
            return
        self._forget()
        self._name = name
        self._title.setText(self.tr("Calls from %1").replace("%1", name))
        self._state.setText(self.tr("Reading…"))
        self.order.choose("")
        self.strangers.setChecked(False)
        self._say("", "")
        self.reading.begin(log, name)
        self._show_parts()

    def _forget(self) -> None:
        self.reading.forget()
        self._finished = False
        self.rows.forget(self._session.now())

    # What is shown

    def _answered(self) -> None:
        first = not self.rows.kind
        self._state.setText("")
        self._show_plan()
        if first:
            self.rows.table.setFocus()

    def _show_plan(self) -> None:
        plan = self.reading.plan
        if plan is None:
            return
        self._columns.setText(words.columns(plan))
        self.counts.show_plan(plan)
        self._offer(plan)
        self._show_button(plan)
        kind = self.rows.kind
        there = kind in self.counts.tiles and self.counts.tiles[kind].isEnabled()
        self._show_rows(kind if there else self.counts.first())

    def _offer(self, plan: CallLogPlan) -> None:
        if not self.rows.kind:
            shared = {key for one in plan.fated if len(one.among) > 1 for key in one.among}
            names = logged.prospects_named(self._session.book, shared)
            self.rows.offer(call_reader.outcomes(self._session.book), names)
        self.strangers.setText(
            texts.counted(
                self.tr("Make a prospect of the one number that nobody has"),
                self.tr("Make prospects of the %n numbers that nobody has"),
                plan.strangers,
            )
        )
        self.strangers.setVisible(plan.strangers > 0)
        self.order.setVisible(plan.unclear or bool(plan.choices.order))

    def _show_rows(self, kind: str) -> None:
        plan = self.reading.plan
        if plan is not None:
            self.rows.show_rows(listed(plan, kind), self._session.now(), settled=self._finished)
            self.counts.mark(kind)
            self._show_parts()

    def _open(self, kind: str) -> None:
        self._show_rows(kind)
        self.rows.table.setFocus()

    def _show_button(self, plan: CallLogPlan) -> None:
        number = plan.new + plan.doubtful
        said = texts.counted(self.tr("Import 1 call"), self.tr("Import %n calls"), number)
        self._import.setText(said if number else self.tr("Nothing new to import"))
        self._import.setEnabled(number > 0)

    def _show_parts(self) -> None:
        """What there is to be seen now, in a window as large as the one behind allows."""
        planned, running = self.reading.plan is not None, self._run is not None
        open_ = planned and not running and not self._finished
        parts: dict[QWidget, bool] = {
            self._state: bool(self._state.text()),
            self._bar: running,
            self._columns: planned and not self._finished,
            self._as_list: open_,
            self._choices: planned and not self._finished and not (self.strangers.isHidden() and self.order.isHidden()),
            self._summary: planned and self._finished,
            self.rows: planned and (bool(self.rows.kind) or not self._finished),
            self.counts: planned,
            self._import: open_,
        }
        for part, there in parts.items():
            part.setVisible(there)
        for part in (self.rows, self._choices, self.counts):
            part.setEnabled(not running)
        self._close.setText(self.tr("Cancel") if running else self.tr("Close"))
        self._fit()

    def _fit(self) -> None:
        behind = self.parentWidget()
        large = (behind.size() - AROUND).expandedTo(SMALLEST).boundedTo(LARGEST) if behind is not None else ALONE
        self._whole.activate()
        if self.rows.isHidden():
            large = QSize(large.width(), self._whole.totalHeightForWidth(large.width()))
        if large == self.size():
            return
        self.resize(large)
        if behind is not None:
            self.move(behind.frameGeometry().center() - self.rect().center())

    def _say(self, sentence: str, next_step: str) -> None:
        self._state.setText("" if sentence else self._state.text())
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.setVisible(bool(self._problem.text()))

    # What a person says

    def _ask_for_list(self) -> None:
        self._forget()
        super().reject()
        self.list_asked.emit()

    def _own(self, found: FatedCall, prospect_id: int) -> None:
        self.reading.with_owner(found.form, prospect_id)

    # The import

    def run(self) -> None:
        """Write what the plan says, a piece at a time, as one step."""
        plan = self.reading.plan
        if plan is None or self.reading.busy or not (self._import.isVisible() and self._import.isEnabled()):
            return
        self._say("", "")
        zone, now = self._session.zone, self._session.now()
        pieces = call_log_in_pieces(self._session.book, plan, zone, now=now, said=words.notes())
        self._run = ImportRun(self._session, pieces, plan.new + plan.doubtful, self, "call")
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
        number = len(change.ids("call"))
        self._done.setText(texts.counted(self.tr("1 call imported"), self.tr("%n calls imported"), number))
        self.rows.forget(self._session.now())
        self.counts.mark("")
        self._show_parts()
        self._close.setFocus()
        self.imported.emit(number)

    def _stopped(self, sentence: str, next_step: str) -> None:
        left = self._run is not None and self._run.left
        self._over()
        self._show_plan()
        self._say(sentence or self.tr("The import was stopped, and all of it was taken back."), next_step)
        self._import.setFocus()
        if left:  # what came in is not to come in again
            self._import.setEnabled(False)
            self.reading.plan_again()

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
            save_left_out(path, header, ((one.call.line, words.left_out(one), one.call.text) for one in left_out))
        except CallbookError as error:
            self._say(error.sentence, error.next_step)
            return
        self.rows.told.setText(self.tr("Saved as %1").replace("%1", path.name))

    # Going back

    def reject(self) -> None:
        """Esc goes back: from what is being written to before, else from the window."""
        if self._run is not None:
            self._run.stop()
            return
        self._forget()
        super().reject()
        self.let_go.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._run is not None:
            event.ignore()
            return
        self._forget()
        super().closeEvent(event)
        self.let_go.emit()

    # Making

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Import calls"))
        self._summary.column.addWidget(self._done)
        said = self.tr("They are history: next actions and stages stay. Undo takes the whole import back.")
        self._summary.column.addWidget(Label(said, "quiet", wrap=True))
        items: list[tuple[str, object]] = [
            (self.tr("Day or month first: unclear"), ""),
            (self.tr("The day is first: 31/12"), DAY_FIRST),
            (self.tr("The month is first: 12/31"), MONTH_FIRST),
        ]
        self.order.offer(items)
        self.order.setMinimumContentsLength(24)
        self.order.setAccessibleName(self.tr("How days are written"))
        self._choices = QWidget()
        self._choices.setLayout(row(self.strangers, None, self.order, spacing=12))
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        head = row(self._title, self._as_list)
        head.setStretch(0, 1)
        whole.addLayout(head)
        for widget in (self._columns, self._problem, self._summary):
            whole.addWidget(widget)
        whole.addWidget(self.rows, 1)
        whole.addWidget(self._choices)
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
        self.reading.failed.connect(self._say)
        self.counts.asked.connect(self._open)
        self.rows.ended.connect(self.reading.with_outcomes)
        self.rows.owned.connect(self._own)
        self.rows.save_asked.connect(self._ask_where)
        self.strangers.clicked.connect(self.reading.with_strangers)
        self.order.activated.connect(lambda _: self.reading.with_order(str(self.order.currentData())))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.run)
