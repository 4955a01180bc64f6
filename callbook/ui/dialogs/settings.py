"""Settings: who I am and how I work, kept in the book; how the window looks, kept on this machine."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QPushButton, QSpinBox, QVBoxLayout, QWidget

from callbook.domain.change import Change
from callbook.domain.settings import BookSettings
from callbook.services.settings import change_settings
from callbook.system.settings import THEME, MachineSettings
from callbook.ui import texts
from callbook.ui.choices import CountryField
from callbook.ui.fields import Autosave, Card, Label, TextField, button, column, line_field, row, section
from callbook.ui.forms import Entry, entry_of, labelled
from callbook.ui.session import Session
from callbook.ui.theme import Theme

MOST_A_DAY = 999
CHIP_HEIGHT = 28  # the style sheet's round ends need that much


class HourField(QSpinBox):
    """A full hour of the day, shown as a time; its value changes when it is left: 17 is no 1 on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.setKeyboardTracking(False)

    def textFromValue(self, value: int) -> str:
        return f"{value}:00"

    def valueFromText(self, text: str) -> int:
        hour = text.partition(":")[0].strip()
        return int(hour) if hour.isdecimal() else self.value()


class SettingsDialog(QDialog):
    """Everything is written as it is changed; there is only Close. `theme_chosen` carries system, light or dark."""

    theme_chosen = Signal(str)

    def __init__(self, session: Session, theme: Theme, machine: MachineSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme, self._machine = session, theme, machine
        self._visit = 0
        self._autosave = Autosave(self._save, self)
        self._me, self._offer = line_field(self.tr("Dana Reyes")), TextField(lines=2)
        self._offer.setPlaceholderText(self.tr("seeing that dental practices lose no patient to an unanswered phone"))
        self._country, self._goal = CountryField(), QSpinBox()
        self._first, self._last = HourField(), HourField()
        self._themes = QButtonGroup(self)
        self._problem = Label("", "error", wrap=True)
        self._entries = {
            "me": entry_of(self._me),
            "offer": entry_of(self._offer),
            "home_country": Entry(self._country.code, self._country.show_code),
        }
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Show what is set now."""
        self._visit += 1
        self._problem.hide()
        self._show_settings(self._session.settings())
        self._show_theme()
        super().open()
        self._me.setFocus()

    def flush(self) -> None:
        """Write what waits to be written."""
        self._autosave.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        for hours in (self._first, self._last):
            hours.interpretText()
        self.flush()
        super().hideEvent(event)

    def settings(self) -> BookSettings:
        """What the form says; what it does not show stays as it is in the book."""
        return replace(
            self._session.settings(),
            me=self._entries["me"].value(),
            offer=self._entries["offer"].value(),
            home_country=self._entries["home_country"].value(),
            daily_goal=self._goal.value(),
            first_hour=self._first.value(),
            last_hour=self._last.value(),
        )

    def _show_settings(self, settings: BookSettings) -> None:
        for name, entry in self._entries.items():
            entry.show(getattr(settings, name))
        for field in (self._goal, self._first, self._last):
            field.blockSignals(True)
        self._first.setRange(0, 23)
        self._last.setRange(1, 24)
        self._goal.setValue(settings.daily_goal)
        self._first.setValue(settings.first_hour)
        self._last.setValue(settings.last_hour)
        for field in (self._goal, self._first, self._last):
            field.blockSignals(False)

    def _show_theme(self) -> None:
        for choice in self._themes.buttons():
            choice.setChecked(choice.objectName() == self._theme.choice)

    def _save(self) -> None:
        self._problem.hide()
        self._session.failed.connect(self._show_problem)
        try:
            change = self._session.do(change_settings, self.settings(), by=self, merge=f"settings {self._visit}")
        finally:
            self._session.failed.disconnect(self._show_problem)
        if change is not None:
            for entry in self._entries.values():
                entry.keep()

    def _show_problem(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.show()

    def _hours_changed(self) -> None:
        """A day that ends before it begins is stretched, not refused."""
        changed = self.sender()
        if self._last.value() <= self._first.value():
            if changed is self._first:
                self._last.setValue(self._first.value() + 1)
            else:
                self._first.setValue(self._last.value() - 1)
        self._autosave.typed()

    def _choose_theme(self, choice: str) -> None:
        self._theme.choose(choice)
        self._machine.put(THEME, choice)
        self.theme_chosen.emit(choice)

    def _book_changed(self, change: Change, by: QObject | None) -> None:
        if by is not self and change.ids("setting") and self.isVisible() and not self._autosave.waiting:
            self._show_settings(self._session.settings())

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(560)
        self._goal.setRange(0, MOST_A_DAY)
        self._problem.hide()
        close = button(self.tr("Close"), clicked=self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        for part in (Label(self.tr("Settings"), "title"), self._me_card(), self._day_card(), self._looks_card()):
            whole.addWidget(part)
        whole.addWidget(self._problem)
        whole.addStretch(1)
        whole.addLayout(row(Label(self.tr("Saved as you change it."), "small"), None, close))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)

    def _me_card(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("What you say on the phone")))
        card.column.addLayout(labelled(self.tr("My name"), self._me))
        hint = self.tr("In words that go on from “My work is …”. Scripts say it for {my offer}.")
        card.column.addLayout(labelled(self.tr("My offer"), self._offer, Label(hint, "small", wrap=True)))
        country = labelled(self.tr("Home country"), self._country)
        more = Label(self.tr("How numbers without a country code are read."), "small", wrap=True)
        country.addWidget(more)
        card.column.addLayout(country)
        return card

    def _day_card(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Your day")))
        goal = row(self._goal, Label(self.tr("calls a day"), "quiet"), None)
        hours = row(self._first, Label(self.tr("to"), "quiet"), self._last, None)
        for field, name in (
            (self._goal, self.tr("Daily goal")),
            (self._first, self.tr("Working hours begin")),
            (self._last, self.tr("Working hours end")),
        ):
            field.setAccessibleName(name)
            field.setFixedWidth(84)
        both = row(spacing=24)
        both.addLayout(column(Label(self.tr("Daily goal"), "small"), goal, spacing=4), 1)
        both.addLayout(column(Label(self.tr("Good hours to call, by their clock"), "small"), hours, spacing=4), 1)
        card.column.addLayout(both)
        return card

    def _looks_card(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Looks")))
        line = row()
        for choice, words in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            made = button(words, "chip", lambda choice=choice: self._choose_theme(choice))  # type: ignore[misc]
            made.setCheckable(True)
            made.setMinimumSize(made.sizeHint().width() + 14, CHIP_HEIGHT)
            made.setObjectName(choice)
            self._themes.addButton(made)
            line.addWidget(made)
        line.addStretch(1)
        card.column.addLayout(line)
        return card

    def _connect(self) -> None:
        self._me.textEdited.connect(lambda _: self._autosave.typed())
        self._offer.typed.connect(self._autosave.typed)
        self._offer.moved_on.connect(self.focusNextChild)
        self._country.typed.connect(self._autosave.typed)
        self._goal.valueChanged.connect(lambda _: self._autosave.typed())
        for hours in (self._first, self._last):
            hours.valueChanged.connect(self._hours_changed)
        self._session.changed.connect(self._book_changed)
        self._theme.changed.connect(self._show_theme)
