"""What was found in a file that is to be imported, and where a person knows better."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from callbook.services.exchange import Choices, ImportPlan
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs import import_words as words
from callbook.ui.fields import Label, button, column

NAMES, ROW = "names", "row"  # what the first row is


class FoundBar(QWidget):
    """`chosen` carries the Choices that the file shall be read with; `outside_asked` asks for the text outside."""

    chosen = Signal(object)
    outside_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choices = Choices()
        self.encoding, self.delimiter, self.header, self.sheet = Choice(), Choice(), Choice(), Choice()
        self.told = Label("", "quiet")
        self.outside = button("", "link", self.outside_asked.emit)
        self._fields: dict[Choice, QWidget] = {}
        self._lay_out()
        for choice in (self.encoding, self.delimiter, self.header, self.sheet):
            choice.activated.connect(lambda _, choice=choice: self.chosen.emit(self._chosen(choice)))

    def show_plan(self, plan: ImportPlan) -> None:
        """Show how the file was read; nobody is told of it."""
        reading, table = plan.reading, plan.reading.table
        self._choices = plan.choices
        encoding = reading.encoding.removesuffix("-sig")
        self._offer(self.encoding, words.encodings(), encoding, table is not None and bool(encoding))
        delimiter = table.delimiter if table else ""
        self._offer(self.delimiter, words.delimiters(), delimiter, bool(delimiter))
        header = {NAMES: self.tr("Names the columns"), ROW: self.tr("Is a row like the others")}
        self._offer(self.header, header, NAMES if table and table.header is not None else ROW, table is not None)
        self._offer(self.sheet, {name: name for name in reading.sheets}, reading.sheet, len(reading.sheets) > 1)
        self.told.setText(self._words(plan))
        lines = len(table.outside) if table else 0
        said = self.tr("1 line outside the table"), self.tr("%n lines outside the table")
        self.outside.setText(texts.counted(*said, lines))
        self.outside.setVisible(lines > 0)

    def _chosen(self, choice: Choice) -> Choices:
        value = choice.currentData()
        if choice is self.sheet:  # another sheet may have another first row
            return replace(self._choices, sheet=value, header=None)
        if choice is self.header:
            return replace(self._choices, header=value == NAMES)
        return replace(self._choices, **{"encoding" if choice is self.encoding else "delimiter": value})

    def _offer(self, choice: Choice, items: Mapping[str, str], value: str, show: bool) -> None:
        """Offer items with one of them chosen; a value that is not among them stands there by itself."""
        choice.offer((said, key) for key, said in items.items())
        if value not in items:
            choice.addItem(value, value)
        choice.choose(value)
        self._fields[choice].setVisible(show)

    def _words(self, plan: ImportPlan) -> str:
        if plan.reading.table is None:
            return texts.counted(self.tr("1 contact card"), self.tr("%n contact cards"), plan.read)
        rows = texts.counted(self.tr("1 row"), self.tr("%n rows"), plan.read)
        columns = texts.counted(self.tr("1 column"), self.tr("%n columns"), len(plan.names))
        inner = len(plan.reading.table.mended)
        mended = texts.counted(
            self.tr("1 row stood in a single cell"), self.tr("%n rows stood in a single cell"), inner
        )
        return texts.joined((rows, columns, mended if inner else "", self._strays(plan.reading.table.strays)))

    def _strays(self, lines: tuple[int, ...]) -> str:
        if not lines:
            return ""
        one = self.tr("1 row has letters of another encoding, in line %1")
        many = self.tr("%n rows have letters of another encoding, the first in line %1")
        return texts.counted(one, many, len(lines)).replace("%1", texts.grouped(lines[0]))

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        parts = (
            (self.sheet, self.tr("Sheet"), 12),
            (self.encoding, self.tr("Letters"), 25),
            (self.delimiter, self.tr("Between columns"), 10),
            (self.header, self.tr("The first row"), 17),
        )
        for choice, name, width in parts:
            choice.setMinimumContentsLength(width)
            choice.setAccessibleName(name)
            field = QWidget()
            field.setLayout(column(Label(name, "small"), choice, spacing=3))
            self._fields[choice] = field
            line.addWidget(field)
        line.addStretch(1)
        line.addLayout(column(None, self.told, self.outside, None, spacing=2))
