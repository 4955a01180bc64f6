"""Openers, questions, objections: rows of text that can be added, moved and taken away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.ui.fields import button, column, row
from callbook.ui.scripts.line import NUMBER_WIDTH, Kind, Line, Row
from callbook.ui.theme import Theme


class Rows(QWidget):
    """A list of rows that is never shorter than its kind asks for; empty rows count for nothing.

    `typed` tells of text, `arranged` of a row that was moved or taken away.
    """

    typed = Signal()
    arranged = Signal()

    def __init__(self, kind: Kind, theme: Theme) -> None:
        super().__init__()
        self._kind, self._theme = kind, theme
        self.rows: list[Row] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10 if kind.reply else 6)
        self.add_button = button(kind.add, "link", self.add)
        self.setLayout(column(self._column, row(NUMBER_WIDTH + 4, self.add_button, None, spacing=0), spacing=8))

    def lines(self) -> list[Line]:
        return [made.line() for made in self.rows]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show stored lines in the rows there are, so that the keyboard stays where it is."""
        wanted = [*lines, *[Line()] * (self._kind.least - len(lines))]
        while len(self.rows) > len(wanted):
            self._drop(self.rows[-1])
        while len(self.rows) < len(wanted):
            self._append()
        for made, line in zip(self.rows, wanted, strict=True):
            made.show_line(line)
        self._number()

    def add(self) -> None:
        """Go to an empty row at the end, a new one where there is none."""
        if not self.rows or not self.rows[-1].blank:
            self._append()
            self._number()
        self.rows[-1].field.setFocus()

    def shift(self, made: Row, by: int) -> None:
        """Move a row up or down; the keyboard stays in it."""
        at = self.rows.index(made)
        to = at + by
        if not self._kind.movable or not 0 <= to < len(self.rows):
            return
        self.rows.insert(to, self.rows.pop(at))
        self._column.removeWidget(made)
        self._column.insertWidget(to, made)
        self._number()
        self.arranged.emit()

    def remove(self, made: Row) -> None:
        """Take a row away and go to the one before it."""
        at = self.rows.index(made)
        had_words = not made.blank
        self._drop(made)
        while len(self.rows) < self._kind.least:
            self._append()
        self._number()
        self.rows[max(0, at - 1)].last_field().setFocus()
        if had_words:
            self.arranged.emit()

    def _append(self) -> None:
        made = Row(self._kind, self._theme)
        made.typed.connect(self._typed)
        made.moved.connect(lambda by: self.shift(made, by))
        made.removed.connect(lambda: self.remove(made))
        made.finished.connect(lambda: self._next(made))
        self.rows.append(made)
        self._column.addWidget(made)

    def _drop(self, made: Row) -> None:
        self.rows.remove(made)
        self._column.removeWidget(made)
        made.hide()
        made.deleteLater()

    def _next(self, made: Row) -> None:
        at = self.rows.index(made)
        if at + 1 < len(self.rows):
            self.rows[at + 1].field.setFocus()
        elif not made.blank:
            self.add()

    def _typed(self) -> None:
        self._number()
        self.typed.emit()

    def _number(self) -> None:
        """Number the rows, and let Tab follow their order."""
        before: QWidget | None = None
        for at, made in enumerate(self.rows):
            made.show_place(at, len(self.rows))
            for field in (made.field, made.reply) if self._kind.reply else (made.field,):
                if before is not None:
                    QWidget.setTabOrder(before, field)
                before = field
        if before is not None:
            QWidget.setTabOrder(before, self.add_button)
