"""The lists in the form of a prospect: rows that come and go, and learn what they became in the book."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from callbook.domain.prospect import Contact, Phone
from callbook.ui.choices import Choice
from callbook.ui.fields import Card, button, column, line_field, row, section
from callbook.ui.forms import entry_of
from callbook.ui.theme import Theme


class PartRow(QWidget):
    """One row of a list in the form: the record it came from, its texts, and a button that takes it out."""

    typed = Signal()
    removed = Signal()

    def __init__(self, stored: Contact | Phone, theme: Theme, remove: str, **lines: str) -> None:
        super().__init__()
        self.empty, self.stored, self._theme = type(stored)(), stored, theme
        self.lines = {name: line_field(title) for name, title in lines.items()}
        self.entries = {name: entry_of(line) for name, line in self.lines.items()}
        for name, line in self.lines.items():
            line.setAccessibleName(lines[name])
            self.entries[name].show(getattr(stored, name))
            line.textEdited.connect(lambda _: self.typed.emit())
        self.choice = Choice()
        self.choice.activated.connect(lambda _: self.typed.emit())
        self.remove = QToolButton()
        self.remove.setProperty("role", "icon")
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.setAccessibleName(remove)
        self.remove.setToolTip(remove)
        self.remove.clicked.connect(lambda: self.removed.emit())
        self.show_icons()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(6)

    @property
    def order(self) -> list[QWidget]:
        """Its fields in the order in which Tab goes through them."""
        return [*self.lines.values(), self.choice, self.remove]

    @property
    def words(self) -> dict[str, Any]:
        return {name: entry.value() for name, entry in self.entries.items()}

    @property
    def blank(self) -> bool:
        return not self.stored.id and not "".join(self.words.values()).strip()

    def keep(self, stored: Contact | Phone | None) -> None:
        """What stands here is stored as this record now, or, with None, is not stored at all."""
        self.stored = stored or self.empty
        for entry in self.entries.values():
            entry.keep()

    def show_icons(self) -> None:
        self.remove.setIcon(self._theme.icon("close"))


Row = TypeVar("Row", bound=PartRow)


class PartRows(Card, Generic[Row]):
    """A card with a list and a link that adds a row. One row always stands there, to be typed into.

    `arranged` tells that rows came or went, so that Tab goes another way.
    """

    typed = Signal()
    arranged = Signal()

    def __init__(self, title: str, more: str, theme: Theme) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._theme = theme
        self._rows_column = column(spacing=6)
        self.more = button(more, "link", self._add_one)
        self.column.addWidget(section(title))
        self.column.addLayout(self._rows_column)
        self.column.addLayout(row(self.more, None))
        theme.changed.connect(self._show_icons)

    def add_blank(self) -> Row:
        """Add a row for something new."""
        raise NotImplementedError

    @property
    def order(self) -> list[QWidget]:
        """The fields in the order in which Tab goes through them."""
        return [*(field for each in self.rows for field in each.order), self.more]

    def adopt(self, stored: Sequence[Contact | Phone]) -> None:
        """Give each row the record it became, by id or by its words; one that was not stored is a new one again."""
        by_id = {part.id: part for part in stored}
        fresh = [part for part in stored if part.id not in {each.stored.id for each in self.rows}]
        for each in self.rows:
            found = by_id.get(each.stored.id)
            if found is None:
                words = each.words
                found = next((part for part in fresh if all(getattr(part, n) == words[n] for n in words)), None)
            fresh = [part for part in fresh if part is not found]
            each.keep(found)

    def _clear(self) -> None:
        for old in self.rows:
            self._take_out(old)
        self.rows = []

    def _put(self, made: Row) -> None:
        made.removed.connect(lambda: self._remove(made))
        self.rows.append(made)
        self._rows_column.addWidget(made)

    def _add_one(self) -> None:
        made = self.add_blank()
        self.arranged.emit()
        made.order[0].setFocus()

    def _remove(self, gone: Row) -> None:
        self.rows.remove(gone)
        self._take_out(gone)
        if not self.rows:
            self.add_blank()
        self.arranged.emit()
        self.typed.emit()
        self.more.setFocus()

    def _take_out(self, gone: Row) -> None:
        gone.hide()
        gone.deleteLater()

    def _show_icons(self) -> None:
        for each in self.rows:
            each.show_icons()
