"""An empty book teaches: three ways to begin, and what the program is for."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from callbook.ui.fields import Card, Label, button
from callbook.ui.theme import Theme, pixmap


class EmptyBook(QWidget):
    """Shown while no prospect is in the book."""

    import_asked = Signal()
    demo_asked = Signal()
    first_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = Label()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = Label(self.tr("Your callbook is empty, and ready"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        below = Label(
            self.tr(
                "Bring in the businesses you want to talk with. Then press Ctrl+Return: the opening line is on the "
                "screen before it rings, and the call is logged before the phone is back on the table."
            ),
            "quiet",
            wrap=True,
        )
        below.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        below.setFixedWidth(600)
        below.setMinimumHeight(below.heightForWidth(600))
        whole = QVBoxLayout(self)
        whole.setSpacing(12)
        whole.addStretch(2)
        whole.addWidget(self._picture)
        whole.addWidget(title)
        whole.addWidget(below, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(18)
        whole.addLayout(self._ways())
        whole.addSpacing(14)
        hint = Label(self.tr("You can also drop a CSV file anywhere on this window."), "faint")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(hint)
        whole.addStretch(3)
        theme.changed.connect(self._draw)
        self._draw()

    def _ways(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(4, 1)
        ways = (
            way(
                self.tr("Import a list"),
                self.tr("A CSV file from a spreadsheet, LinkedIn or another program. Nothing in it is lost."),
                self.tr("Choose a file…"),
                self.import_asked.emit,
                first=True,
            ),
            way(
                self.tr("Look around first"),
                self.tr("A demonstration book: invented businesses, half a year of calls. Yours stays as it is."),
                self.tr("Open the demonstration"),
                self.demo_asked.emit,
            ),
            way(
                self.tr("Begin with one"),
                self.tr("Type the name of the first business you want to call. A name is enough."),
                self.tr("Add a prospect"),
                self.first_asked.emit,
            ),
        )
        for number, card in enumerate(ways, start=1):
            grid.addWidget(card, 0, number)
        return grid

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap("empty-book", self._theme.colors["accent"], 96, self.devicePixelRatioF()))


def way(title: str, words: str, act: str, do: Callable[[], object], first: bool = False) -> Card:
    """One way to begin, as a card with a button."""
    card = Card(spacing=8)
    card.setFixedWidth(270)
    card.column.addWidget(Label(title, "name"))
    card.column.addWidget(Label(words, "quiet", wrap=True))
    card.column.addStretch(1)
    card.column.addSpacing(8)
    card.column.addWidget(button(act, "primary" if first else "", do))
    return card
