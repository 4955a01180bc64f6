"""Importing: what was found, what goes where, what will happen, all in one window; and only then the import."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from callbook.domain.change import Change
from callbook.services.exchange import Choices, ImportPlan, Reading, bytes_of
from callbook.services.importing import import_in_pieces
from callbook.system.settings import MachineSettings
from callbook.ui import texts
from callbook.ui.dialogs.import_columns import ColumnsCard
from callbook.ui.dialogs.import_counts import Counts
from callbook.ui.dialogs.import_found import FoundBar
from callbook.ui.dialogs.import_reading import ImportReading
from callbook.ui.dialogs.import_rows import RowsCard
from callbook.ui.dialogs.import_run import prospects_written
from callbook.ui.dialogs.import_window import ImportWindow
from callbook.ui.dialogs.import_words import OUTSIDE, listed
from callbook.ui.fields import Label, button
from callbook.ui.session import Session


class ImportDialog(ImportWindow):
    """`log_found` carries a call log as it was read and its name: another window has the word then, unless that one
    sends it back."""

    NARROW = 620
    log_found = Signal(object, str)
    reading: ImportReading
    rows: RowsCard
    counts: Counts

    def __init__(self, session: Session, machine: MachineSettings, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.reading = ImportReading(session, machine, self)
        self._still_said = ("", "")  # what a list read again does not take away
        self._new = True  # nobody has seen yet what the file is
        self.found, self.columns, self.rows, self.counts = FoundBar(), ColumnsCard(), RowsCard(), Counts()
        self._middle = QStackedWidget()
        self._as_calls = button(self.tr("Bring it in as calls"), "link", self._hand_over)
        self._lay_out()
        self._connect()

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would become; what hinders is said in the window."""
        if self._begin_new(path.name):
            self.reading.begin(lambda: bytes_of(path), path.name)

    def open_data(self, data: bytes, source: str) -> None:
        """The same with what was copied or dragged; `source` is what the prospects are said to come from."""
        if self._begin_new(source):
            self.reading.begin(lambda: data, source)

    def _begin_new(self, name: str) -> bool:
        begun = self._begin(name, self.tr("Import %1"))
        self._new = self._new or begun
        return begun

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

    def _show_no_rows(self) -> None:
        self._show_rows("")

    def _parts(self, planned: bool, open_: bool) -> dict[QWidget, bool]:
        return {
            self.found: planned and not self._finished,
            self._as_calls: open_ and self._log() is not None,
        }

    # The import

    def _writing(self) -> tuple[Iterator[Change], int]:
        plan = self.reading.plan
        assert plan is not None  # noqa: S101  asked for with a plan only
        self.reading.remember()
        pieces = import_in_pieces(self._session.book, plan, now=self._session.now(), mark=self.tr("doubtful"))
        return pieces, prospects_written(plan)

    def stop(self) -> None:
        """Give up what is on its way, as when the program ends; what is written is taken back."""
        self.reading.give_up()
        super().stop()

    def _plan_again(self, sentence: str, next_step: str) -> None:
        if self.reading.plan is not None:
            self._still_said = (sentence, next_step)
            self._choose(self.reading.plan.choices)

    def _what_was_done(self, change: Change) -> str:
        plan = self.reading.plan
        assert plan is not None  # noqa: S101  it was written
        made = plan.new + plan.doubtful
        parts = (
            texts.counted(self.tr("1 prospect imported"), self.tr("%n prospects imported"), made) if made else "",
            texts.counted(self.tr("1 row added"), self.tr("%n rows added"), plan.updated) if plan.updated else "",
        )
        return texts.joined(parts, ", ")

    def _left_out(self) -> Iterable[tuple[int, str, str]]:
        left_out = self.reading.plan.left_out if self.reading.plan is not None else ()
        return ((one.line, texts.left_out(one.reason), one.text) for one in left_out)

    def reject(self) -> None:
        """Esc goes back: from what is being written to before, from a list to the columns, else from the window."""
        if self._run is None and self.rows.kind and not self._list_only():
            self._close_rows()
        else:
            super().reject()

    # Making

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Import"))
        self._summary.column.addWidget(Label(self.tr("Undo takes the whole import back."), "quiet"))
        for page in (self.columns, self.rows):
            self._middle.addWidget(page)
        above, settled = (self._problem, self.found, self._summary), (self.found, self.columns, self.counts)
        self._lay_out_around(self._middle, self._as_calls, above, (self.counts,), settled)

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

    def _choose(self, choices: Choices) -> None:
        self._import.setEnabled(False)
        self.reading.choose(choices)

    def _remap(self, fields: tuple[str, ...]) -> None:
        self._import.setEnabled(False)
        self.reading.remap(fields)
