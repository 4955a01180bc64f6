"""How I call: the day and its goal, when somebody is given a rest, meetings and reminders."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from callbook.domain.settings import LARGEST, BookSettings
from callbook.ui.dialogs.settings_number import HourField, NumberField
from callbook.ui.dialogs.settings_pages import SettingsPage
from callbook.ui.fields import Card, Label, column, row, section

MOST_A_DAY = 999


class CallingPage(SettingsPage):
    """The day, when to give somebody a rest, and meetings."""

    def __init__(self) -> None:
        super().__init__()
        self._first = HourField(self.tr("Working hours begin"), 0, 23)
        self._last = HourField(self.tr("Working hours end"), 1, 24)
        self._numbers = {
            "daily_goal": NumberField(self.tr("Daily goal"), 0, MOST_A_DAY),
            "most_tries": NumberField(self.tr("Tries before resting"), 0, LARGEST["most_tries"]),
            "rest_months": NumberField(self.tr("Months of rest"), 1, LARGEST["rest_months"]),
            "meeting_minutes": NumberField(self.tr("Length of a meeting"), 5, LARGEST["meeting_minutes"]),
            "remind_minutes": NumberField(self.tr("Reminder before"), 0, LARGEST["remind_minutes"]),
            "first_hour": self._first,
            "last_hour": self._last,
        }
        self._numbers["most_tries"].setSpecialValueText(self.tr("no limit"))
        self._published = QCheckBox(self.tr("Show what others published about their calls, with its source and year"))
        self._lay_out()
        for field in self._numbers.values():
            hour = isinstance(field, HourField)
            field.valueChanged.connect(self._hours_changed if hour else lambda _: self.typed.emit())
        self._published.clicked.connect(lambda _: self.typed.emit())

    def show_settings(self, settings: BookSettings) -> None:
        for name, field in self._numbers.items():
            field.show_stored(getattr(settings, name))
        self._published.setChecked(bool(settings.published))
        self.keep()

    def read(self, settings: BookSettings) -> BookSettings:
        """A number the field could not show stays as it is stored, unless it was changed."""
        changed = {name: value for name, value in self._values().items() if value != self._before[name]}
        return replace(settings, **changed)  # type: ignore[arg-type]

    def settle(self) -> None:
        for field in (self._first, self._last):
            field.interpretText()

    def keep(self) -> None:
        self._before = self._values()

    def _values(self) -> dict[str, int]:
        numbers = {name: field.value() for name, field in self._numbers.items()}
        return numbers | {"published": int(self._published.isChecked())}

    def _hours_changed(self) -> None:
        """A day that ends before it begins is stretched, not refused."""
        if self._last.value() <= self._first.value():
            if self.sender() is self._first:
                self._last.setValue(self._first.value() + 1)
            else:
                self._first.setValue(self._last.value() - 1)
        self.typed.emit()

    def _lay_out(self) -> None:
        fields, quiet = self._numbers, "quiet"
        self.column.addWidget(
            pairs(
                self.tr("Your day"),
                (
                    (self.tr("Daily goal"), fields["daily_goal"], Label(self.tr("calls a day"), quiet)),
                    (
                        self.tr("Good hours to call, by their clock"),
                        self._first, Label(self.tr("to"), quiet), self._last,
                    ),
                ),
            )
        )  # fmt: skip
        self.column.addWidget(
            pairs(
                self.tr("Nobody answers"),
                (
                    (
                        self.tr("A prospect rests after"),
                        fields["most_tries"], Label(self.tr("unanswered tries in a row"), quiet),
                    ),
                    (self.tr("for"), fields["rest_months"], Label(self.tr("months"), quiet)),
                ),
                self.tr("0 tries is no limit. Whoever answers starts the count anew."),
            )
        )  # fmt: skip
        self.column.addWidget(
            pairs(
                self.tr("Meetings and reminders"),
                (
                    (self.tr("A meeting usually takes"), fields["meeting_minutes"], Label(self.tr("minutes"), quiet)),
                    (
                        self.tr("Remind me"),
                        fields["remind_minutes"], Label(self.tr("minutes before a timed next action"), quiet),
                    ),
                ),
            )
        )  # fmt: skip
        insights = Card()
        insights.column.addWidget(section(self.tr("Insights")))
        insights.column.addWidget(self._published)
        self.column.addWidget(insights)
        self.column.addStretch(1)


def pairs(title: str, parts: Iterable[tuple[str, *tuple[QWidget, ...]]], hint: str = "") -> Card:
    """A card of fields two by two: each with its name above it, and words beside it."""
    card, grid = Card(), QGridLayout()
    grid.setHorizontalSpacing(24)
    for at, (name, *beside) in enumerate(parts):
        grid.addLayout(column(Label(name, "small"), row(*beside, None), spacing=4), 0, at)
        grid.setColumnStretch(at, 1)
    card.column.addWidget(section(title))
    card.column.addLayout(grid)
    if hint:
        card.column.addWidget(Label(hint, "small", wrap=True))
    return card
