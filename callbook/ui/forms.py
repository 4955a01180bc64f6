"""What any form needs: fields with their names above them, and stored texts that come back as they were."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from callbook.ui.fields import Label, TextField, column

LONGEST_ITEM = 60


def labelled(text: str, field: QWidget, *below: QWidget) -> QVBoxLayout:
    """A field with its name above it, and what is told about it below."""
    field.setAccessibleName(text)
    return column(Label(text, "small"), field, *below, spacing=4)


def one_line(text: str) -> str:
    """A stored text short and in one line, for the items of a list."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_ITEM else flat[: LONGEST_ITEM - 1] + "…"


class Entry:
    """One text of a form. A stored text comes back as it was where nobody typed, whatever the widget makes of it."""

    def __init__(self, get: Callable[[], str], put: Callable[[str], object]) -> None:
        self._get, self._put = get, put
        self._value = self._shown = get()

    def show(self, value: str) -> None:
        self._put(value)
        self._value, self._shown = value, self._get()

    def refresh(self, value: str) -> None:
        """Show a newer stored text, unless the user is changing the older one."""
        if not self.touched and value != self._value:
            self.show(value)

    def keep(self) -> None:
        """What stands here is what is stored now."""
        self._value, self._shown = self.value(), self._get()

    def value(self) -> str:
        return self._get() if self.touched else self._value

    @property
    def touched(self) -> bool:
        return self._get() != self._shown


def entry_of(field: QLineEdit | TextField) -> Entry:
    """The text of a field; a stored one longer than the field takes is shown whole."""
    if isinstance(field, TextField):
        return Entry(field.text, field.set_text)
    line = field

    def put(value: str) -> None:
        line.setMaxLength(max(line.maxLength(), len(value)))
        line.setText(value)
        line.setCursorPosition(0)

    return Entry(line.text, put)
