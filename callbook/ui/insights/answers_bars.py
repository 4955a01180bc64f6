"""The lines about the answers that come when they are needed: an offer, and the field for a theme's name."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QWidget

from callbook.domain.research import Theme
from callbook.ui.choices import proposing
from callbook.ui.fields import Label, button, column, row
from callbook.ui.insights import answers_words as words
from callbook.ui.insights.answers_themes import EscField


class Offer(QFrame):
    """Offers to put a theme that was made of a word on the answers that hold it; they stand below, counted."""

    taken = Signal()
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme_id = 0
        self.word = ""
        self.bearing = 0
        """How many answers the theme stands on."""
        self.setProperty("role", "reminder")
        self.told = Label("", wrap=True)
        self.take = button("", "primary", self.taken.emit)
        self.leave = button(self.tr("Leave it"), "reminder", self.refused.emit)
        line = column(self.told, row(self.take, self.leave, None, spacing=8), spacing=8)
        line.setContentsMargins(14, 11, 14, 11)
        self.setLayout(line)
        self.hide()

    def begin(self, theme_id: int, word: str) -> None:
        self.theme_id, self.word, self.bearing = theme_id, word, 0

    def end(self) -> None:
        self.theme_id, self.word = 0, ""
        self.hide()

    def show_count(self, count: int, counted: bool) -> None:
        """How many answers hold the word; until they are counted there is nothing to take."""
        self.setVisible(bool(self.theme_id) and counted)
        self.told.setText(words.offer(self.word, count, self.bearing))
        self.take.setText(words.take_offer(count))
        self.take.setEnabled(counted and count > 0)


class Naming(QWidget):
    """A small field for the name of a theme, one there is or a new one. `named` carries it, `left` is Esc."""

    named = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = EscField()
        self.field.setMaxLength(200)
        self.field.setPlaceholderText(self.tr("Theme, one of these or a new one"))
        self.field.setAccessibleName(self.tr("Theme of the answers chosen"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        proposing(completer)
        self.field.setCompleter(completer)
        self.hint = Label("", "faint", wrap=True)
        line = column(self.field, self.hint, spacing=4)
        line.setContentsMargins(12, 0, 12, 0)
        self.setLayout(line)
        self.field.returnPressed.connect(self._name)
        self.field.left.connect(self._leave)
        self.hide()

    def open_for(self, count: int, themes: Sequence[Theme]) -> None:
        """Ask for a theme for so many answers."""
        self._names.setStringList([theme.name for theme in themes])
        self.show_count(count)
        self.field.clear()
        self.show()
        self.field.setFocus()

    def show_count(self, count: int) -> None:
        """How many answers are chosen now."""
        self.hint.setText(words.typing_hint(count))

    def _name(self) -> None:
        name = " ".join(self.field.text().split())
        self._leave()
        if name:
            self.named.emit(name)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
