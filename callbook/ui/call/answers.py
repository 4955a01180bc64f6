"""The questions of a call, each with a field for its answer, and room for one nobody planned."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.call import Answer
from callbook.ui.call import wording
from callbook.ui.fields import Label, TextField, line_field, row

CTRL = Qt.KeyboardModifier.ControlModifier


class Answers(QWidget):
    """Enter goes to the next question, Ctrl+Up and Ctrl+Down to any, Tab to the note. `question_asked` carries the
    words of a question that is not in the script, `given_up` that it is not asked after all."""

    typed = Signal()
    left = Signal()
    finished = Signal()
    question_asked = Signal(str)
    given_up = Signal()
    entered = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[QWidget] = []
        self._fields: list[tuple[Answer, TextField]] = []
        self._asking = line_field(self.tr("What do you ask? Enter, then their answer"))
        self._asking.setAccessibleName(self.tr("A question of your own"))
        self._asking.returnPressed.connect(self._ask)
        self._asking.installEventFilter(self)
        self._asking.hide()
        self._column = QVBoxLayout()
        self._column.setSpacing(7)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(7)
        whole.addLayout(self._column)
        whole.addWidget(self._asking)

    def show_answers(self, answers: Sequence[Answer], values: Mapping[str, str]) -> None:
        """One field for each answer, stored or still to come, in order of position."""
        if [(one.position, one.wording) for one, _ in self._fields] == [(one.position, one.wording) for one in answers]:
            for answer, (_, field) in zip(answers, self._fields, strict=True):
                field.set_text(answer.text)
            return
        for old in self._parts:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts, self._fields = [], []
        for answer in answers:
            self._add(answer, values)
        for (_, above), (_, below) in zip(self._fields, self._fields[1:], strict=False):
            above.moved_on.connect(below.setFocus)
        if self._fields:
            self._fields[-1][1].moved_on.connect(self.finished)

    def answers(self) -> list[Answer]:
        """What stands in the fields now."""
        return [
            Answer(question_id=one.question_id, position=one.position, wording=one.wording, text=field.text())
            for one, field in self._fields
        ]

    def first(self) -> TextField | None:
        return self._fields[0][1] if self._fields else None

    def last(self) -> TextField | None:
        return self._fields[-1][1] if self._fields else None

    def fields(self) -> list[TextField]:
        return [field for _, field in self._fields]

    def begin_question(self) -> None:
        """Ask something that is not in the script."""
        self._asking.show()
        self._asking.setFocus()
        self.entered.emit(self._asking)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key, here = Qt.Key(event.key()), next((at for at, field in enumerate(self.fields()) if field is watched), None)
        if watched is self._asking and key == Qt.Key.Key_Escape:
            self._end_question()
            self.given_up.emit()
            return True
        # The note is one Tab away from every answer, not behind all of them.
        if here is not None and key == Qt.Key.Key_Tab:
            self.finished.emit()
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        if here is not None and step and event.modifiers() & CTRL:
            self.fields()[max(0, min(len(self._fields) - 1, here + step))].setFocus()
            return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        words = self._asking.text().strip()
        self._end_question()
        if words:
            self.question_asked.emit(words)
        else:
            self.given_up.emit()

    def _end_question(self) -> None:
        self._asking.clear()
        self._asking.hide()

    def _add(self, answer: Answer, values: Mapping[str, str]) -> None:
        number = Label(str(len(self._fields) + 1), "faint")
        number.setFixedWidth(number.fontMetrics().horizontalAdvance("00"))
        question = row(number, Label(wording.said(answer.wording, values), wrap=True))
        question.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(question)
        field = TextField(self.tr("Their answer…"))
        field.setAccessibleName(answer.wording)
        field.set_text(answer.text)
        field.typed.connect(self.typed)
        field.left.connect(self.left)
        field.focused.connect(lambda: self.entered.emit(field))
        field.installEventFilter(self)
        self._column.addWidget(holder)
        self._column.addWidget(field)
        self._parts += [holder, field]
        self._fields.append((answer, field))
