"""The columns of a file to be imported, and what each of them is taken for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from callbook.services.exchange import ImportPlan
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import ElidedLabel, Label

MOST_COLUMNS = 100
SAMPLE_WIDTH = 110


class ColumnGrid(QWidget):
    """One line for each column of the file: its name, what it is taken for, and its first rows.

    `fields_changed` carries what all columns are taken for now.
    """

    fields_changed = Signal(object)

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__()
        self._rest = plan.fields[MOST_COLUMNS:]
        self._choices: list[Choice] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        heads = [self.tr("In the file"), self.tr("Taken for")]
        heads += [self.tr("Row %1").replace("%1", str(at + 1)) for at in range(len(plan.preview))]
        for place, words in enumerate(heads):
            grid.addWidget(Label(words, "faint"), 0, place)
            grid.setColumnStretch(place, 2 if place < 2 else 3)
        for at, name in enumerate(plan.names[:MOST_COLUMNS]):
            self._add_line(grid, at, name, plan)
        if self._rest:
            more = texts.counted(self.tr("1 more column"), self.tr("%n more columns"), len(self._rest))
            grid.addWidget(Label(more, "small"), MOST_COLUMNS + 1, 0, 1, 2)
        grid.setRowStretch(MOST_COLUMNS + 2, 1)  # the lines stay together at the top

    def fields(self) -> tuple[str, ...]:
        return (*(str(choice.currentData()) for choice in self._choices), *self._rest)

    def _add_line(self, grid: QGridLayout, at: int, name: str, plan: ImportPlan) -> None:
        choice = Choice()
        choice.offer((self._words(field), field) for field in plan.choices)
        choice.choose(plan.fields[at])
        choice.setAccessibleName(self.tr("What %1 is").replace("%1", name))
        choice.setMinimumContentsLength(12)
        choice.activated.connect(lambda _: self.fields_changed.emit(self.fields()))
        self._choices.append(choice)
        title = ElidedLabel(name, "name")
        title.setMinimumWidth(SAMPLE_WIDTH)
        grid.addWidget(title, at + 1, 0)
        grid.addWidget(choice, at + 1, 1)
        for place, cells in enumerate(plan.preview):
            sample = ElidedLabel(cells[at] if at < len(cells) else "", "quiet")
            sample.setMinimumWidth(SAMPLE_WIDTH)
            grid.addWidget(sample, at + 1, place + 2)

    def _words(self, field: str) -> str:
        """A field of a prospect as people call it; one that has no words yet by its own name."""
        words = {
            "": self.tr("a line in the notes"),
            "company": self.tr("Business"),
            "person": self.tr("Person"),
            "first_name": self.tr("First name"),
            "last_name": self.tr("Last name"),
            "role": self.tr("Job title"),
            "phone": self.tr("Number"),
            "phone_label": self.tr("Label of the next number"),
            "phone_prefix": self.tr("Area code of the next number"),
            "email": self.tr("E-mail"),
            "website": self.tr("Website"),
            "address": self.tr("Address"),
            "city": self.tr("City"),
            "region": self.tr("Region"),
            "postcode": self.tr("Postcode"),
            "country": self.tr("Country"),
            "source": self.tr("Source"),
            "tags": self.tr("Tags"),
            "notes": self.tr("Notes"),
            "what_they_do": self.tr("What they do"),
            "ignore": self.tr("left out"),
        }
        return words.get(field, field.replace("_", " "))
