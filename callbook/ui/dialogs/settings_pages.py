"""The settings of the book on their pages: who I am, and how stages are called."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from callbook.domain.prospect import Stage
from callbook.domain.settings import (
    BookSettings,
    hidden_stages,
    hidden_stages_text,
    named_stages,
    stage_names_text,
)
from callbook.ui import texts
from callbook.ui.choices import CountryField
from callbook.ui.fields import Card, Label, LineField, TextField, line_field, section
from callbook.ui.forms import Entry, entry_of, labelled


class SettingsPage(QWidget):
    """A page on a part of the settings. `typed` tells of the user's changes only."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def show_settings(self, settings: BookSettings) -> None:
        """Show what is stored."""

    def read(self, settings: BookSettings) -> BookSettings:
        """`settings` with what this page says."""
        return settings

    def settle(self) -> None:
        """Take what is typed into a field and not taken by it yet."""

    def keep(self) -> None:
        """What stands here is what is stored now."""


class YouPage(SettingsPage):
    """What scripts say of the user, and where they call from."""

    def __init__(self) -> None:
        super().__init__()
        self.me, self._offer = line_field(self.tr("Dana Reyes")), TextField(lines=2)
        self._offer.setPlaceholderText(self.tr("seeing that dental practices lose no patient to an unanswered phone"))
        self._country = CountryField()
        self._country.setLineEdit(LineField())
        self._entries = {
            "me": entry_of(self.me),
            "offer": entry_of(self._offer),
            "home_country": Entry(self._country.code, self._country.show_code),
        }
        self._lay_out()
        self.me.textEdited.connect(lambda _: self.typed.emit())
        self._offer.typed.connect(self.typed)
        self._offer.moved_on.connect(self.focusNextChild)
        self._country.typed.connect(self.typed)

    def show_settings(self, settings: BookSettings) -> None:
        for name, entry in self._entries.items():
            entry.show(getattr(settings, name))

    def read(self, settings: BookSettings) -> BookSettings:
        me, offer, country = (entry.value() for entry in self._entries.values())
        return replace(settings, me=me, offer=offer, home_country=country)

    def keep(self) -> None:
        for entry in self._entries.values():
            entry.keep()

    def _lay_out(self) -> None:
        card = Card()
        hint = self.tr("In words that go on from “My work is …”. Scripts say it for {my offer}.")
        more = Label(self.tr("How numbers without a country code are read."), "small", wrap=True)
        card.column.addWidget(section(self.tr("What you say on the phone")))
        card.column.addLayout(labelled(self.tr("My name"), self.me))
        card.column.addLayout(labelled(self.tr("My offer"), self._offer, Label(hint, "small", wrap=True)))
        card.column.addLayout(labelled(self.tr("Home country"), self._country, more))
        self.column.addWidget(card)
        self.column.addStretch(1)


class StagesPage(SettingsPage):
    """A name of the user's own for each stage, and whether it is offered."""

    def __init__(self) -> None:
        super().__init__()
        self._names = {stage: line_field(texts.stage(stage)) for stage in Stage}
        self._offered = {stage: QCheckBox(self.tr("Offered")) for stage in Stage}
        self._lay_out()
        self.keep()
        for stage in Stage:
            self._names[stage].textEdited.connect(lambda _: self.typed.emit())
            self._offered[stage].clicked.connect(lambda _: self.typed.emit())

    def show_settings(self, settings: BookSettings) -> None:
        names, hidden = named_stages(settings), hidden_stages(settings)
        for stage in Stage:
            self._names[stage].setText(names.get(stage, ""))
            self._offered[stage].setChecked(stage not in hidden)
        self.keep()

    def read(self, settings: BookSettings) -> BookSettings:
        names, hidden = self._values()
        return replace(
            settings,
            stage_names=settings.stage_names if names == self._before[0] else names,
            hidden_stages=settings.hidden_stages if hidden == self._before[1] else hidden,
        )

    def keep(self) -> None:
        self._before = self._values()

    def _values(self) -> tuple[str, str]:
        names = {stage: field.text() for stage, field in self._names.items()}
        return stage_names_text(names), hidden_stages_text(
            stage for stage, box in self._offered.items() if not box.isChecked()
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for at, stage in enumerate(Stage):
            shipped, field, box = texts.stage(stage), self._names[stage], self._offered[stage]
            field.setAccessibleName(self.tr("Name of the stage %1").replace("%1", shipped))
            box.setAccessibleName(self.tr("Offer the stage %1").replace("%1", shipped))
            for place, part in enumerate((Label(shipped, "quiet"), field, box)):
                grid.addWidget(part, at, place)
        grid.setColumnStretch(1, 1)
        card = Card()
        card.column.addWidget(section(self.tr("What you call each stage")))
        card.column.addLayout(grid)
        card.column.addWidget(
            Label(self.tr("A stage not offered is still shown where a prospect stands in it."), "small")
        )
        self.column.addWidget(card)
        self.column.addStretch(1)
