"""Two prospects side by side: the fields that differ with a choice each, and what is kept of both anyway."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from callbook.domain.merging import FIELDS, JOINED, Choice, differing, proposed, said
from callbook.domain.prospect import PREPARATION, Prospect
from callbook.storage.prospects import Card
from callbook.ui import texts
from callbook.ui.fields import Label, section
from callbook.ui.theme import Theme

LABEL_WIDTH = 124
LONGEST_SHOWN = 300
UNBROKEN = re.compile(r"(\S{20})(?=\S)")
ORDER = (Choice.KEEP, Choice.BOTH, Choice.OTHER)


def tr(text: str) -> str:
    return QCoreApplication.translate("duplicates", text)


def field_words(field: str) -> str:
    if field in PREPARATION:
        return texts.preparation(field)
    return {
        "name": tr("Name"),
        "website": tr("Website"),
        "address": tr("Address"),
        "city": tr("City"),
        "region": tr("Region"),
        "postcode": tr("Postcode"),
        "country": tr("Country"),
        "zone": tr("Time zone"),
        "source": tr("Source"),
        "stage": tr("Stage"),
    }[field]


def value_words(prospect: Prospect, field: str) -> str:
    return texts.stage(prospect.stage) if field == "stage" else short(said(prospect, field))


def short(text: str) -> str:
    """As much of a text as there is room for, with places to break where it has none of its own."""
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return UNBROKEN.sub("\\1\u200b", cut)


class Value(QWidget):
    """One side's value: filled while it is what the merged prospect will say."""

    pressed = Signal()

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self.chosen = self.lit = False
        self._text = Label(text, wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 7, 12, 7)
        inside.addWidget(self._text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, chosen: bool, lit: bool) -> None:
        self.chosen, self.lit = chosen, lit
        self._text.setProperty("role", "" if chosen else "quiet")
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("accent" if self.chosen and self.lit else "line"))
        painter.setBrush(self._theme.color("accent_soft" if self.chosen else "card"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)


class FieldRow(QWidget):
    """A field that differs. ← and → choose a side, or both where it can hold both; ↑ and ↓ go to another row."""

    asked_away = Signal(int)
    focused = Signal()

    def __init__(self, theme: Theme, field: str, keep: Prospect, other: Prospect) -> None:
        super().__init__()
        self.field = field
        self.choice = proposed(keep, other, field)
        self._orders = [choice for choice in ORDER if choice is not Choice.BOTH or field in JOINED]
        self._values = {
            Choice.KEEP: Value(theme, value_words(keep, field)),
            Choice.OTHER: Value(theme, value_words(other, field)),
        }
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        lay_side_by_side(self, field_words(field), self._values[Choice.KEEP], self._values[Choice.OTHER])
        for choice, value in self._values.items():
            value.pressed.connect(lambda choice=choice: self._press(choice))
        self._show()

    def choose(self, choice: Choice) -> None:
        self.choice = choice
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        away = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif step:
            at = self._orders.index(self.choice) + step
            self.choose(self._orders[min(max(at, 0), len(self._orders) - 1)])
        elif event.key() == Qt.Key.Key_Space:
            self.choose(self._orders[(self._orders.index(self.choice) + 1) % len(self._orders)])
        elif away:
            self.asked_away.emit(away)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show()

    def _press(self, choice: Choice) -> None:
        """A press on the side that is not taken adds it where both can stand, else takes it instead."""
        self.setFocus()
        if self.choice is Choice.BOTH:
            self.choose(choice)
        elif self.field in JOINED and choice is not self.choice:
            self.choose(Choice.BOTH)
        else:
            self.choose(choice)

    def _show(self) -> None:
        for choice, value in self._values.items():
            value.show_state(self.choice in (choice, Choice.BOTH), self.hasFocus())
        taken = {
            Choice.KEEP: tr("the left one"),
            Choice.OTHER: tr("the right one"),
            Choice.BOTH: tr("both"),
        }[self.choice]
        self.setAccessibleName(f"{field_words(self.field)}: {taken}")


def lay_side_by_side(whole: QWidget, name: str, left: QWidget, right: QWidget, top: bool = False) -> None:
    line = QHBoxLayout(whole)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    label = Label(name, "quiet", wrap=True)
    label.setFixedWidth(LABEL_WIDTH)
    alignment = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0)
    if top:
        label.setContentsMargins(0, 2, 0, 2)
    line.addWidget(label, 0, alignment)
    line.addWidget(left, 1, alignment)
    line.addWidget(right, 1, alignment)


def plain_row(name: str, left: str, right: str, role: str = "") -> QWidget:
    """A row without a choice."""
    whole = QWidget()
    left_cell, right_cell = cells = [
        Label(short(text) or "–", role if text else "faint", wrap=True) for text in (left, right)
    ]
    for cell in cells:
        cell.setContentsMargins(13, 2, 13, 2)
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    lay_side_by_side(whole, name, left_cell, right_cell, top=True)
    return whole


class Sides(QWidget):
    """The two cards, told apart field by field. `left_behind` is asked for where ↑ leaves the first row."""

    row_focused = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(6)
        self.rows: list[FieldRow] = []

    def show_cards(self, keep: Card, other: Card, facts: Sequence[tuple[str, str, str]]) -> None:
        """`facts` are what is kept of both anyway: (what, left, right)."""
        self.clear()
        ours, theirs = keep.prospect, other.prospect
        fields = differing(ours, theirs)
        if fields:
            self._column.addWidget(section(tr("What differs: choose with ← and →")))
            self.rows = [FieldRow(self._theme, field, ours, theirs) for field in fields]
            for one in self.rows:
                one.asked_away.connect(lambda step, one=one: self._go(one, step))
                one.focused.connect(lambda one=one: self.row_focused.emit(one))
                self._column.addWidget(one)
            self._column.addSpacing(8)
        self._column.addWidget(section(tr("Kept of both")))
        for what, left, right in facts:
            if left or right:
                self._column.addWidget(plain_row(what, left, right))
        for field in FIELDS:
            if field not in fields and (said(ours, field) or said(theirs, field)):
                words = value_words(ours, field), value_words(theirs, field)
                self._column.addWidget(plain_row(field_words(field), *words, role="quiet"))
        self._column.addStretch(1)

    def clear(self) -> None:
        self.rows = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def choices(self) -> dict[str, Choice]:
        return {one.field: one.choice for one in self.rows}

    def focus_first(self) -> bool:
        if self.rows:
            self.rows[0].setFocus()
        return bool(self.rows)

    def _go(self, one: FieldRow, step: int) -> None:
        at = self.rows.index(one) + step
        if 0 <= at < len(self.rows):
            self.rows[at].setFocus()
