"""The fields in which a call is put right: when, how long, what was answered."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from callbook.domain.call import Answer
from callbook.domain.typed_length import read_length
from callbook.ui import texts
from callbook.ui.fields import LONGEST_TEXT, Label, TextField, button, column, line_field, row
from callbook.ui.forms import Entry


class LengthField(QWidget):
    """Talk time as people type it, with what was understood beside it."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = line_field(self.tr("4:27, 4m or 270s"))
        self._line.setMinimumWidth(90)
        self._reading = Label("", "reading")
        line = row(self._line, self._reading)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setFocusProxy(self._line)
        self._shown = ""
        self._stored = 0
        self._line.textEdited.connect(self._edited)
        self._read()

    def show_seconds(self, seconds: int) -> None:
        self._stored, self._shown = seconds, texts.length(seconds) if seconds else ""
        if self._line.text() != self._shown:
            self._line.setText(self._shown)
        self._read()

    def seconds(self) -> int | None:
        """Whole seconds; 0 where nothing stands here, None where it cannot be read."""
        text = self._line.text().strip()
        return self._stored if self._line.text() == self._shown else read_length(text) if text else 0

    def text(self) -> str:
        return self._line.text()

    def reading(self) -> str:
        return self._reading.text()

    def set_spoken(self, spoken: bool) -> None:
        """Where nobody was reached there is no talk time to type."""
        self._line.setEnabled(spoken)
        self._line.setPlaceholderText(self.tr("4:27, 4m or 270s") if spoken else self.tr("None: nobody was reached"))

    def _edited(self) -> None:
        self._read()
        self.typed.emit()

    def _read(self) -> None:
        text, seconds = self._line.text().strip(), self.seconds()
        plain = not text or (seconds is not None and texts.length(seconds) == text)
        self._reading.setVisible(not plain)
        self._reading.setText(self.tr("not a length") if seconds is None else texts.length(seconds))
        self._reading.setProperty("doubtful", seconds is None)
        self._reading.style().unpolish(self._reading)
        self._reading.style().polish(self._reading)


def stored_text(field: TextField) -> Entry:
    """A stored text in a field: one too long to be laid out is shown in part, and kept whole."""

    def put(text: str) -> None:
        field.set_text(text[:LONGEST_TEXT])
        field.setReadOnly(len(text) > LONGEST_TEXT)

    return Entry(field.text, put)


class AnswerFields(QWidget):
    """What was answered, by question. Questions nobody answered are offered on request."""

    typed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: list[tuple[Answer, TextField, Entry]] = []
        self._holders: list[QWidget] = []
        self._unasked: list[Answer] = []
        self._column = column(spacing=10)
        self._more = button("", "link", self._show_unasked)
        self.setLayout(column(self._column, self._more, spacing=8))

    def show_answers(self, answers: Sequence[Answer], unasked: Sequence[Answer]) -> None:
        """Show the answers of a call; fields that ask the same as before are kept, with the cursor in them."""
        shown = [answer for answer, _, _ in self._fields]
        asked = [answer for answer in shown if answer.position not in {one.position for one in answers}]
        if [key(one) for one in shown] != [key(one) for one in (*answers, *asked)] or not set(asked) <= set(unasked):
            self._clear()
            asked = []
            for answer in answers:
                self._add(answer)
        texts_now = [answer.text for answer in answers] + [""] * len(asked)
        for (_, _, entry), text in zip(self._fields, texts_now, strict=True):
            entry.refresh(text)
        self._unasked = [one for one in unasked if one not in asked]
        self._offer()

    def values(self) -> list[Answer]:
        return [replace(answer, text=entry.value()) for answer, _, entry in self._fields]

    def keep(self) -> None:
        """What stands here is stored now."""
        for _, _, entry in self._fields:
            entry.keep()

    def fields(self) -> list[TextField]:
        return [field for _, field, _ in self._fields]

    def _show_unasked(self) -> None:
        new, self._unasked = self._unasked, []
        first = len(self._fields)
        for answer in new:
            self._add(answer)
        self._offer()
        self._fields[first][1].setFocus()

    def _offer(self) -> None:
        words = texts.counted(self.tr("1 more question"), self.tr("%n more questions"), len(self._unasked))
        self._more.setText(words)
        self._more.setVisible(bool(self._unasked))

    def _add(self, answer: Answer) -> None:
        field = TextField(self.tr("Their answer"))
        caption = Label(answer.wording, "small", wrap=True)
        field.setAccessibleName(answer.wording)
        holder = QWidget()
        holder.setLayout(column(caption, field, spacing=4))
        self._column.addWidget(holder)
        self._holders.append(holder)
        entry = stored_text(field)
        entry.show(answer.text)
        field.typed.connect(self.typed)
        field.left.connect(self.left)
        field.moved_on.connect(lambda: self._move_on(field))
        self._fields.append((answer, field, entry))

    def _move_on(self, field: TextField) -> None:
        fields = self.fields()
        at = fields.index(field) + 1
        if at < len(fields):
            fields[at].setFocus()
        else:
            self.focusNextChild()

    def _clear(self) -> None:
        for holder in self._holders:
            self._column.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self._fields.clear()
        self._holders.clear()


def day_format() -> str:
    """How this country writes a day in figures, with all four of the year."""
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return short if "yyyy" in short else short.replace("yy", "yyyy")


def key(answer: Answer) -> tuple[int, str]:
    return answer.position, answer.wording
