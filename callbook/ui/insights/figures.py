"""A figure: how many, and what share of what."""

from callbook.ui import texts
from callbook.ui.fields import Card, Label, section


class FigureCard(Card):
    """One figure, large, with a line of words under it."""

    def __init__(self, name: str) -> None:
        super().__init__(spacing=2)
        self._name = name
        self.figure = Label("", "figure")
        self.told = Label("", "small", wrap=True)
        for label in (section(name), self.figure, self.told):
            self.column.addWidget(label)
        self.column.addStretch(1)

    def show_figure(self, count: int, told: str) -> None:
        self.figure.setText(texts.grouped(count))
        self.told.setText(told)
        self.setAccessibleName(f"{self._name}: {self.figure.text()}. {told}")
