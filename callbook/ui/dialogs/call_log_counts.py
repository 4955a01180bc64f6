"""What will happen with the rows of a call log: a count for each fate, each of which opens the list of its rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from callbook.services.call_logs import CallFate, CallLogPlan
from callbook.ui import texts
from callbook.ui.dialogs.call_log_words import UNFINISHED
from callbook.ui.dialogs.import_counts import CountTile
from callbook.ui.fields import Label, column, row


class CallCounts(QWidget):
    """All counts, and the sentence that adds them up. `asked` carries the kind of the one that was pressed."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sum = Label("", "quiet", wrap=True)
        names = {
            CallFate.NEW.value: (self.tr("New"), self.tr("come in")),
            CallFate.DOUBTFUL.value: (self.tr("Doubtful"), self.tr("come in with a note")),
            UNFINISHED: (self.tr("No outcome"), self.tr("of these wait for one")),
            CallFate.SAME.value: (self.tr("Logged already"), self.tr("change nothing")),
            CallFate.LEFT_OUT.value: (self.tr("Left out"), self.tr("do not come in")),
        }
        self.tiles = {kind: CountTile(*said) for kind, said in names.items()}
        tiles = row(spacing=10)
        for kind, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, kind=kind: self.asked.emit(kind))
            tiles.addWidget(tile, 1)
        self.setLayout(column(tiles, self.sum, spacing=8))

    def show_plan(self, plan: CallLogPlan) -> None:
        for kind, tile in self.tiles.items():
            tile.show_count(len(plan.unfinished) if kind == UNFINISHED else plan.count(CallFate(kind)))
        self.sum.setText(self._sum(plan))

    def mark(self, kind: str) -> None:
        """Show which rows are open."""
        for name, tile in self.tiles.items():
            tile.setChecked(name == kind)

    def first(self) -> str:
        """The kind to open first: what waits for an outcome, else the first there is."""
        kinds = (UNFINISHED, *self.tiles)
        return next((kind for kind in kinds if self.tiles[kind].isEnabled()), CallFate.NEW.value)

    def _sum(self, plan: CallLogPlan) -> str:
        said = (
            (plan.new, self.tr("%n new")),
            (plan.doubtful, self.tr("%n doubtful")),
            (plan.same, self.tr("%n logged already")),
            (len(plan.left_out), self.tr("%n left out")),
        )
        parts = texts.joined([texts.counted(words, words, number) for number, words in said if number], " + ")
        read = texts.counted(self.tr("1 row read"), self.tr("%n rows read"), plan.read)
        return f"{read} = {parts}." if parts else f"{read}."
