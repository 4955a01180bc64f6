"""Importing a file: what was found in it, what it would become, and only then the import."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from callbook.domain.errors import CallbookError
from callbook.services.exchange import ImportPlan, plan_import, remapped, run_import
from callbook.ui import texts
from callbook.ui.dialogs.import_columns import ColumnGrid
from callbook.ui.fields import Card, ElidedLabel, Label, button, column, row, scrolling, section
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class ImportDialog(QDialog):
    """`imported` carries how many prospects came in. Nothing is written before the button is pressed."""

    imported = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._plan: ImportPlan | None = None
        self._asked = 0  # the newest question; an answer to an older one is let go
        self._title, self._found = ElidedLabel("", "title"), Label("", "quiet", wrap=True)
        self._counts = {name: Label("", "figure") for name in ("new", "same", "barred")}
        self._problem, self._told = Label("", "error", wrap=True), Label("", "quiet", wrap=True)
        self._done, self._summary = Label("", "title"), Card()
        self._import = button("", "primary", self.run)
        self._close = button(self.tr("Close"), clicked=self.reject)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._import.click)

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would become; what hinders is said in the window."""
        self._plan = None
        self._title.setText(self.tr("Import %1").replace("%1", path.name))
        self._summary.hide()
        self._show_plan(None)
        self.open()
        try:
            data = path.read_bytes()
        except OSError:
            self._say(self.tr("The file cannot be read."), self.tr("Check that it is still there and may be read."))
            return
        self._found.setText(self.tr("Reading…"))
        self._fit()
        self._ask(lambda book: plan_import(book, data, path.name))

    def run(self) -> None:
        """Write the new prospects, in one step."""
        plan = self._plan
        if plan is None or not plan.new:
            return
        self._import.setEnabled(False)
        self._import.setText(self.tr("Importing…"))
        self._import.repaint()
        self._session.failed.connect(self._say)
        try:
            change = self._session.do(run_import, plan, by=self)
        finally:
            self._session.failed.disconnect(self._say)
        self._show_button(plan)
        if change is not None:
            self._plan = None
            self._show_summary(plan)
            self.imported.emit(len(change.ids("prospect")))

    # Asking the services, beside the window

    def _ask(self, question: Callable[..., ImportPlan]) -> None:
        self._asked += 1
        number = self._asked
        job = self._session.read_aside(lambda book: (number, question(book)))
        job.done.connect(self._answered)
        job.failed.connect(self._not_answered)

    def _answered(self, answer: tuple[int, ImportPlan]) -> None:
        number, plan = answer
        if number == self._asked:
            first = self._plan is None
            self._plan = plan
            self._show_plan(plan, first)

    def _not_answered(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self._found.setText("")
        self._say(error.sentence, error.next_step)

    def _remap(self, fields: Sequence[str]) -> None:
        plan = self._plan
        if plan is not None:
            self._import.setEnabled(False)
            self._ask(lambda book: remapped(book, plan, tuple(fields)))

    # Showing

    def _show_plan(self, plan: ImportPlan | None, first: bool = True) -> None:
        self._problem.hide()
        self._body.setVisible(plan is not None)
        self._import.setVisible(plan is not None)
        if plan is None:
            self._found.setText("")
            self._fit()
            return
        if first:
            self._fit()
            self._found.setText(self._what_was_found(plan))
            grid = ColumnGrid(plan)
            grid.setProperty("role", "clear")
            grid.fields_changed.connect(self._remap)
            self._area.setWidget(grid)
        for name, number in (("new", plan.new), ("same", plan.same), ("barred", plan.do_not_call)):
            self._counts[name].setText(texts.grouped(number))
        self._barred.setVisible(plan.do_not_call > 0)
        self._show_button(plan)
        self._import.setFocus()

    def _what_was_found(self, plan: ImportPlan) -> str:
        delimiters = {
            ",": self.tr("commas between columns"),
            ";": self.tr("semicolons between columns"),
            "\t": self.tr("tabs between columns"),
            "|": self.tr("bars between columns"),
        }
        header = self.tr("the first row names the columns") if plan.has_header else self.tr("no row of column names")
        rows = texts.counted(self.tr("1 row"), self.tr("%n rows"), plan.rows)
        columns = texts.counted(self.tr("1 column"), self.tr("%n columns"), len(plan.names))
        encoding = self.tr("text as %1").replace("%1", plan.encoding.upper())
        return texts.joined((rows, columns, delimiters.get(plan.delimiter, plan.delimiter), encoding, header))

    def _show_button(self, plan: ImportPlan) -> None:
        words = texts.counted(self.tr("Import 1 prospect"), self.tr("Import %n prospects"), plan.new)
        self._import.setText(words if plan.new else self.tr("Nothing new to import"))
        self._import.setEnabled(plan.new > 0)

    def _show_summary(self, plan: ImportPlan) -> None:
        done = texts.counted(self.tr("1 prospect imported"), self.tr("%n prospects imported"), plan.new)
        self._done.setText(done)
        told = []
        if plan.same:
            told.append(texts.counted(self.tr("1 was there already."), self.tr("%n were there already."), plan.same))
        if plan.do_not_call:
            barred = texts.counted(
                self.tr("1 carries a number that asked not to be called, and is marked so."),
                self.tr("%n carry a number that asked not to be called, and are marked so."),
                plan.do_not_call,
            )
            told.append(barred)
        told.append(self.tr("Undo takes the whole import back."))
        self._told.setText("\n".join(told))
        self._summary.show()
        self._found.setText("")
        self._body.hide()
        self._import.hide()
        self._close.setFocus()
        self._fit()

    def _fit(self) -> None:
        """As large as what is shown: the columns want room, a sentence does not."""
        self._found.setVisible(bool(self._found.text()))
        self._whole.activate()
        if self._body.isHidden():
            self.resize(620, self._whole.totalHeightForWidth(620))
        else:
            self.resize(1040, 640)

    def _say(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.show()
        self._fit()

    # Making

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Import"))
        self._body = QWidget()
        self._area = scrolling(QWidget())
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(self._figures())
        columns = Card()
        columns.column.addWidget(section(self.tr("Columns")))
        columns.column.addWidget(self._area, 1)
        body.addWidget(columns, 1)
        self._summary.column.addWidget(self._done)
        self._summary.column.addWidget(self._told)
        for hidden in (self._body, self._problem, self._summary):
            hidden.hide()
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        for part in (self._title, self._found, self._problem, self._summary):
            whole.addWidget(part)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)
        whole.addLayout(row(None, self._close, self._import))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)

    def _figures(self) -> QHBoxLayout:
        """The counts, each on its card."""
        side_by_side = row(spacing=12)
        self._barred = Card(spacing=2)
        cards = (
            (Card(spacing=2), self.tr("New"), "new", self.tr("come in")),
            (Card(spacing=2), self.tr("Already there"), "same", self.tr("are left as they are")),
            (self._barred, self.tr("Do not call"), "barred", self.tr("of the new ones; they come in marked so")),
        )
        for card, name, count, meaning in cards:
            card.column.addLayout(column(section(name), self._counts[count], Label(meaning, "small"), spacing=2))
            side_by_side.addWidget(card, 1)
        return side_by_side
