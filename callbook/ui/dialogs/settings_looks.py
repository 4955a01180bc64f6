"""How the window looks, kept on this machine and not in the book."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from callbook.system.settings import THEME, MachineSettings
from callbook.ui.dialogs.settings_pages import SettingsPage
from callbook.ui.fields import Card, Label, button, row, section
from callbook.ui.theme import Theme

CHIP_HEIGHT = 28  # the style sheet's round ends need that much


class LooksPage(SettingsPage):
    """Light, dark, or as the system is: taken at once. `theme_chosen` carries which."""

    theme_chosen = Signal(str)

    def __init__(self, theme: Theme, machine: MachineSettings) -> None:
        super().__init__()
        self._theme, self._machine = theme, machine
        self._themes = QButtonGroup(self)
        self._lay_out()
        self.show_theme()
        theme.changed.connect(self.show_theme)

    def show_theme(self) -> None:
        """Mark what is chosen now."""
        for choice in self._themes.buttons():
            choice.setChecked(choice.objectName() == self._theme.choice)

    def _choose(self, choice: str) -> None:
        self._theme.choose(choice)
        self._machine.put(THEME, choice)
        self.theme_chosen.emit(choice)

    def _lay_out(self) -> None:
        card = Card()
        card.column.addWidget(section(self.tr("Colours")))
        line = row()
        for choice, words in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            made = button(words, "chip", lambda choice=choice: self._choose(choice))  # type: ignore[misc]
            made.setCheckable(True)
            made.setMinimumSize(made.sizeHint().width() + 14, CHIP_HEIGHT)
            made.setObjectName(choice)
            self._themes.addButton(made)
            line.addWidget(made)
        line.addStretch(1)
        card.column.addLayout(line)
        card.column.addWidget(Label(self.tr("Kept on this machine, not in the book."), "small"))
        self.column.addWidget(card)
        self.column.addStretch(1)
