"""One row of a list of openers, questions or objections."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QTransform
from PySide6.QtWidgets import QToolButton, QWidget

from callbook.ui.fields import Label, TextField, column, row
from callbook.ui.scripts.closed import is_closed
from callbook.ui.theme import Theme

ICON = 14
NUMBER_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Line:
    """What one row holds. `question_id` is the question it was when the form was filled, 0 for none."""

    text: str = ""
    reply: str = ""
    question_id: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """How the rows of one list look: `name` has %1 for the row's number, `reply` names a second field."""

    name: str
    placeholder: str
    add: str
    reply: str = ""
    movable: bool = False
    least: int = 1


class LineField(TextField):
    """A text field of a row: Ctrl+Up and Ctrl+Down move the row, Backspace where nothing is left removes it."""

    pushed = Signal(int)
    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.pushed.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Backspace and not self.text() and not event.isAutoRepeat():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class Row(QWidget):
    """One line, with its reply where it has one, and the buttons that a mouse may use instead of the keys."""

    typed = Signal()
    moved = Signal(int)
    removed = Signal()
    finished = Signal()

    def __init__(self, kind: Kind, theme: Theme) -> None:
        super().__init__()
        self._kind, self._theme = kind, theme
        self.question_id = 0
        self._number = Label("", "faint")
        self._number.setFixedWidth(NUMBER_WIDTH)
        self.field = LineField(kind.placeholder, most_lines=6)
        self.reply = TextField(kind.reply, most_lines=8)
        if not kind.reply:  # shown before it has a parent, it would be a window of its own for a moment
            self.reply.hide()
        self.hint = Label(self.tr("Yes or no answers this. “What …” or “How …” brings more."), "hint", wrap=True)
        self.hint.hide()
        self._buttons = self._make_buttons()
        self._lay_out()
        self._connect()
        self._set_icons()

    def line(self) -> Line:
        return Line(self.field.text(), self.reply.text(), self.question_id)

    def show_line(self, line: Line) -> None:
        """Show a stored line; a field that holds the same text already is not touched."""
        self.question_id = line.question_id
        self.field.set_text(line.text)
        self.reply.set_text(line.reply)
        self._give_hint()

    def show_place(self, at: int, count: int) -> None:
        """Say which of the rows this is."""
        self._number.setText(str(at + 1))
        name = self._kind.name.replace("%1", str(at + 1))
        self.field.setAccessibleName(name)
        self.reply.setAccessibleName(f"{name}, {self._kind.reply}")
        up, down, remove = self._buttons
        up.setEnabled(at > 0)
        down.setEnabled(at < count - 1)
        remove.setEnabled(count > self._kind.least or bool(self.field.text() or self.reply.text()))

    @property
    def blank(self) -> bool:
        return not (self.field.text().strip() or self.reply.text().strip())

    def last_field(self) -> TextField:
        return self.reply if self._kind.reply else self.field

    def _make_buttons(self) -> tuple[QToolButton, QToolButton, QToolButton]:
        up = self._button(self.tr("Move up"))
        down = self._button(self.tr("Move down"))
        up.setVisible(self._kind.movable)
        down.setVisible(self._kind.movable)
        return up, down, self._button(self.tr("Remove"))

    def _button(self, name: str) -> QToolButton:
        made = QToolButton(self)
        made.setProperty("role", "icon")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made

    def _lay_out(self) -> None:
        words = column(self.field, self.reply, self.hint, spacing=5)
        inside = row(self._number, spacing=4)
        inside.addLayout(words, 1)
        for made in self._buttons:
            inside.addWidget(made)
        for item in (self._number, *self._buttons):
            inside.setAlignment(item, Qt.AlignmentFlag.AlignTop)
        self._number.setContentsMargins(0, 6, 0, 0)
        self.setLayout(inside)

    def _connect(self) -> None:
        up, down, remove = self._buttons
        up.clicked.connect(lambda: self.moved.emit(-1))
        down.clicked.connect(lambda: self.moved.emit(1))
        remove.clicked.connect(self.removed)
        self.field.pushed.connect(self.moved)
        self.field.emptied.connect(self._backspaced)
        self.field.typed.connect(self._typed)
        self.reply.typed.connect(self._typed)
        self.field.moved_on.connect(self._field_done)
        self.reply.moved_on.connect(self.finished)
        self._theme.changed.connect(self._set_icons)

    def _typed(self) -> None:
        self._give_hint()
        self.typed.emit()

    def _give_hint(self) -> None:
        self.hint.setVisible(self._kind.movable and is_closed(self.field.text()))

    def _backspaced(self) -> None:
        if self.blank:
            self.removed.emit()

    def _field_done(self) -> None:
        if self._kind.reply:
            self.reply.setFocus()
        else:
            self.finished.emit()

    def _set_icons(self) -> None:
        up, down, remove = self._buttons
        chevron = self._theme.icon("chevron-down", size=ICON)
        turned = chevron.pixmap(ICON, ICON).transformed(QTransform().rotate(180))
        up.setIcon(QIcon(turned))
        down.setIcon(chevron)
        remove.setIcon(self._theme.icon("close", size=ICON))
