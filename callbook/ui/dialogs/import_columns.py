"""The columns of a file to be imported, and what each of them is taken for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from callbook.services.exchange import ImportPlan
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs import import_words as words
from callbook.ui.fields import Card, ElidedLabel, Label, button, row, scrolling, section

MOST_COLUMNS = 100
SAMPLE_WIDTH = 84
SHOWN_OF_A_CELL = 200  # letters; no sample is wider on any screen


class ColumnGrid(QWidget):
    """One line for each column of the file: its name, what it is taken for, and its first rows.

    `fields_changed` carries what all columns are taken for now.
    """

    fields_changed = Signal(object)

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__()
        self.names, self.preview = plan.names, plan.preview
        self._rest = plan.fields[MOST_COLUMNS:]
        self._choices: list[Choice] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        heads = [self.tr("In the file"), self.tr("Taken for")]
        heads += [self.tr("Row %1").replace("%1", str(at + 1)) for at in range(len(plan.preview))]
        for place, head in enumerate(heads):
            grid.addWidget(Label(head, "faint"), 0, place)
            grid.setColumnStretch(place, 2 if place < 2 else 3)
        for at, name in enumerate(plan.names[:MOST_COLUMNS]):
            self._add_line(grid, at, name, plan)
        if self._rest:
            more = texts.counted(self.tr("1 more column"), self.tr("%n more columns"), len(self._rest))
            grid.addWidget(Label(more, "small"), MOST_COLUMNS + 1, 0, 1, 2)
        grid.setRowStretch(MOST_COLUMNS + 2, 1)  # the lines stay together at the top

    def fields(self) -> tuple[str, ...]:
        return (*(str(choice.currentData()) for choice in self._choices), *self._rest)

    def shows(self, plan: ImportPlan) -> bool:
        """Whether this is what the plan says of the columns."""
        return (self.names, self.preview, self.fields()) == (plan.names, plan.preview, plan.fields)

    def _add_line(self, grid: QGridLayout, at: int, name: str, plan: ImportPlan) -> None:
        choice = Choice()
        choice.offer((words.field(field), field) for field in plan.field_choices)
        choice.choose(plan.fields[at])
        choice.setAccessibleName(self.tr("What %1 is").replace("%1", name))
        choice.setMinimumContentsLength(12)
        choice.activated.connect(lambda _: self.fields_changed.emit(self.fields()))
        self._choices.append(choice)
        title = ElidedLabel(name[:SHOWN_OF_A_CELL], "name")
        title.setMinimumWidth(SAMPLE_WIDTH)
        grid.addWidget(title, at + 1, 0)
        grid.addWidget(choice, at + 1, 1)
        for place, cells in enumerate(plan.preview):
            sample = ElidedLabel(cells[at][:SHOWN_OF_A_CELL] if at < len(cells) else "", "quiet")
            sample.setMinimumWidth(SAMPLE_WIDTH)
            grid.addWidget(sample, at + 1, place + 2)


class ColumnsCard(Card):
    """The grid with what stands over it. `guess_asked` asks for the guess instead of what was remembered."""

    fields_changed = Signal(object)
    guess_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._area = scrolling(QWidget())
        self._remembered = Label(self.tr("As you took them the last time."), "small")
        self._guess = button(self.tr("Guess again"), "link", self.guess_asked.emit)
        hint = Label(self.tr("What is none of these becomes a line in the notes."), "small")
        head = row(section(self.tr("What goes where")), 6, self._remembered, self._guess, None, hint)
        self.column.addLayout(head)
        self.column.addWidget(self._area, 1)

    def grid(self) -> ColumnGrid | None:
        shown = self._area.widget()
        return shown if isinstance(shown, ColumnGrid) else None

    def show_plan(self, plan: ImportPlan, remembered: bool) -> None:
        """Show the columns; the choices stay as they are where they say the same, and so does the keyboard."""
        self._remembered.setVisible(remembered)
        self._guess.setVisible(remembered)
        old = self.grid()
        if old is None or not old.shows(plan):
            grid = ColumnGrid(plan)
            grid.setProperty("role", "clear")
            grid.fields_changed.connect(self.fields_changed)
            self._area.setWidget(grid)
