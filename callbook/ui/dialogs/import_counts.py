"""What will happen with the rows of a file: a count for each fate, each of which opens the list of its rows."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.services.bringing_in import Fate
from callbook.services.exchange import ImportPlan
from callbook.ui import texts
from callbook.ui.dialogs.import_words import BARRED, LEFT_OUT
from callbook.ui.fields import Button, Label, column, row, section


class CountTile(Button):
    """A count with its name and what it means; pressed, its rows are open."""

    def __init__(self, name: str, meaning: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "outcome")
        self._name = name
        self.figure = Label("", "title")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 8, 8)
        inside.setSpacing(1)
        for label in (section(name), self.figure, Label(meaning, "small")):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(label)

    def show_count(self, number: int) -> None:
        self.figure.setText(texts.grouped(number))
        self.setAccessibleName(f"{self._name}: {texts.grouped(number)}")
        self.setEnabled(number > 0)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Counts(QWidget):
    """All counts, and the sentence that adds them up. `asked` carries the kind of the one that was pressed."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sum = Label("", "quiet", wrap=True)
        names = {
            Fate.NEW.value: (self.tr("New"), self.tr("come in")),
            Fate.UPDATED.value: (self.tr("Updated"), self.tr("are added to")),
            Fate.SAME.value: (self.tr("Same"), self.tr("change nothing")),
            Fate.DOUBTFUL.value: (self.tr("Doubtful"), self.tr("come in tagged")),
            LEFT_OUT: (self.tr("Left out"), self.tr("do not come in")),
            BARRED: (self.tr("Do not call"), self.tr("stay marked so")),
        }
        self.tiles = {kind: CountTile(*said) for kind, said in names.items()}
        tiles = row(spacing=10)
        for kind, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, kind=kind: self.asked.emit(kind))
            tiles.addWidget(tile, 1)
        whole = column(tiles, self.sum, spacing=8)
        self.setLayout(whole)

    def show_plan(self, plan: ImportPlan) -> None:
        for kind, number in counted(plan).items():
            self.tiles[kind].show_count(number)
        self.sum.setText(self._sum(plan))

    def mark(self, kind: str) -> None:
        """Show which rows are open; "" for none."""
        for name, tile in self.tiles.items():
            tile.setChecked(name == kind)

    def _sum(self, plan: ImportPlan) -> str:
        said = (
            (plan.new, self.tr("%n new")),
            (plan.updated, self.tr("%n updated")),
            (plan.same, self.tr("%n the same")),
            (plan.doubtful, self.tr("%n doubtful")),
            (len(plan.left_out), self.tr("%n left out")),
        )
        parts = texts.joined([texts.counted(words, words, number) for number, words in said if number], " + ")
        read = texts.counted(self.tr("1 row read"), self.tr("%n rows read"), plan.read)
        told = f"{read} = {parts}." if parts else f"{read}."
        if plan.do_not_call:
            barred = texts.counted(
                self.tr("1 of them asked not to be called, or has a number that did, and is marked so."),
                self.tr("%n of them asked not to be called, or have a number that did, and are marked so."),
                plan.do_not_call,
            )
            told = f"{told} {barred}"
        return told


def counted(plan: ImportPlan) -> dict[str, int]:
    """How many rows there are of each kind."""
    counts = {fate.value: plan.count(fate) for fate in Fate}
    return counts | {LEFT_OUT: len(plan.left_out), BARRED: plan.do_not_call}
