"""What they may say against it, each with its reply, and which of them came up."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.script import Objection
from callbook.ui.call import wording
from callbook.ui.fields import Label, button, column, row, scrolling, section


class Objections(QWidget):
    """A digit says which one came up and shows its reply large; the same digit takes it back. `came_up` carries the
    objection, `left` that the questions are wanted again."""

    came_up = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Objection] = []
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        content = QWidget()
        content.setLayout(column(self._column, None))
        back = button(self.tr("Back to the questions"), "flat", self.left.emit)
        back.setToolTip("Ctrl+B, Esc")
        hint = Label(self.tr("a digit keeps which one came up"), "faint")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(row(section(self.tr("If they say")), hint, None, back))
        self._area = scrolling(content)
        whole.addWidget(self._area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_objections(
        self, objections: Sequence[Objection], raised: Collection[int], values: Mapping[str, str]
    ) -> None:
        """`raised` are the ids of those that came up in this call."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = list(objections)
        self._rows = [self._row(at, one, one.id in raised, values) for at, one in enumerate(objections, start=1)]
        last = max((at for at, one in enumerate(objections) if one.id in raised), default=None)
        if last is not None:
            self._area.show_field(self._rows[last])
        if not objections:
            words = self.tr("This script has no objections yet. Add them on the page Scripts.")
            empty = Label(words, "quiet", wrap=True)
            self._column.addWidget(empty)
            self._rows = [empty]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif digit.isdecimal() and len(digit) == 1 and 1 <= int(digit) <= len(self._shown) and not event.modifiers():
            self.came_up.emit(self._shown[int(digit) - 1])
        else:
            super().keyPressEvent(event)

    def _row(self, number: int, objection: Objection, raised: bool, values: Mapping[str, str]) -> QWidget:
        words = f"{number}  {objection.objection}" if number < 10 else objection.objection
        chosen = button(words.replace("&", "&&"), "objection", lambda: self.came_up.emit(objection))
        chosen.setCheckable(True)
        chosen.setChecked(raised)
        reply = Label(wording.said(objection.reply, values), "strip" if raised else "quiet", wrap=True)
        reply.setContentsMargins(22, 0, 0, 0)
        made = QWidget()
        line = column(row(chosen, None), reply, spacing=3)
        made.setLayout(line)
        self._column.addWidget(made)
        return made
