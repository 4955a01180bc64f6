"""A call log in its window: what was found, what becomes of each row, how calls ended; and only then the import."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from callbook.domain.change import Change
from callbook.services.call_log_writing import call_log_in_pieces
from callbook.services.call_logs import CallLogPlan, FatedCall
from callbook.services.exchange import Reading
from callbook.storage import calls as call_reader
from callbook.storage import logged
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs import call_log_words as words
from callbook.ui.dialogs.call_log_counts import CallCounts
from callbook.ui.dialogs.call_log_reading import CallLogReading
from callbook.ui.dialogs.call_log_rows import CallsCard
from callbook.ui.dialogs.call_log_words import listed
from callbook.ui.dialogs.import_window import ImportWindow
from callbook.ui.fields import ElidedLabel, Label, button, row
from callbook.ui.session import Session

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"


class CallLogDialog(ImportWindow):
    """`list_asked` asks for the same file as a list of prospects, `let_go` tells that nobody wants it any more."""

    TABLE = "call"
    list_asked = Signal()
    let_go = Signal()
    reading: CallLogReading
    rows: CallsCard
    counts: CallCounts

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.reading = CallLogReading(session, self)
        self._columns = ElidedLabel("", "quiet")
        self.order, self.strangers = Choice(), QCheckBox()
        self.rows, self.counts = CallsCard(session.zone), CallCounts()
        self._as_list = button(self.tr("Bring it in as prospects"), "link", self._ask_for_list)
        self._lay_out()
        self._connect()

    def open_log(self, log: Reading, name: str) -> None:
        """Show what a log would become; the window stays as it is while an import is on its way."""
        if self._begin(name, self.tr("Calls from %1")):
            self.order.choose("")
            self.strangers.setChecked(False)
            self.reading.begin(log, name)

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

    def _show_no_rows(self) -> None:
        self.rows.forget(self._session.now())
        self.counts.mark("")
        self._show_parts()

    def _parts(self, planned: bool, open_: bool) -> dict[QWidget, bool]:
        choices = not (self.strangers.isHidden() and self.order.isHidden())
        return {
            self._columns: planned and not self._finished,
            self._as_list: open_,
            self._choices: planned and not self._finished and choices,
        }

    # What a person says

    def _ask_for_list(self) -> None:
        super().reject()
        self.list_asked.emit()

    def _own(self, found: FatedCall, prospect_id: int) -> None:
        self.reading.with_owner(found.form, prospect_id)

    # The import

    def _writing(self) -> tuple[Iterator[Change], int]:
        plan = self.reading.plan
        assert plan is not None  # noqa: S101  asked for with a plan only
        zone, now = self._session.zone, self._session.now()
        pieces = call_log_in_pieces(self._session.book, plan, zone, now=now, said=words.notes())
        return pieces, plan.new + plan.doubtful

    def _what_was_done(self, change: Change) -> str:
        number = len(change.ids("call"))
        return texts.counted(self.tr("1 call imported"), self.tr("%n calls imported"), number)

    def _plan_again(self, sentence: str, next_step: str) -> None:
        self.reading.plan_again()

    def _left_out(self) -> Iterable[tuple[int, str, str]]:
        left_out = self.reading.plan.left_out if self.reading.plan is not None else ()
        return ((one.call.line, words.left_out(one), one.call.text) for one in left_out)

    def reject(self) -> None:
        goes = self._run is None
        super().reject()
        if goes:
            self.let_go.emit()

    # Making

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Import calls"))
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
        above, below = (self._columns, self._problem, self._summary), (self._choices, self.counts)
        self._lay_out_around(self.rows, self._as_list, above, below, settled=(self.rows, *below))

    def _connect(self) -> None:
        self.reading.answered.connect(self._answered)
        self.reading.failed.connect(self._say)
        self.counts.asked.connect(self._open)
        self.rows.ended.connect(self.reading.with_outcomes)
        self.rows.owned.connect(self._own)
        self.rows.save_asked.connect(self._ask_where)
        self.strangers.clicked.connect(self.reading.with_strangers)
        self.order.activated.connect(lambda _: self.reading.with_order(str(self.order.currentData())))
