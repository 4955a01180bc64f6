"""One-line questions for the selected prospects: which tag, which stage, which day."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from callbook.domain.prospect import Stage
from callbook.domain.settings import BookSettings, named_stages, offered_stages
from callbook.domain.typed_date import read_due
from callbook.domain.when import Due
from callbook.ui import texts
from callbook.ui.fields import Label, button, line_field, row
from callbook.ui.session import Session


class LineDialog(QDialog):
    """A question answered in one line. `answered` carries the text; Esc goes back.

    `read` says, while it is typed, what the text means, and whether it can be taken.
    """

    answered = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        hint: str,
        words: Sequence[str] = (),
        read: Callable[[str], tuple[str, bool]] = lambda text: ("", bool(text.strip())),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self._read = read
        self._field = line_field(hint)
        self._field.setAccessibleName(title)
        if words:
            completer = QCompleter(list(words), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._field.setCompleter(completer)
        self._reading = Label("", "quiet", wrap=True)
        self._go = button(self.tr("OK"), "primary", self._take)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 18)
        whole.setSpacing(10)
        whole.addWidget(Label(title, "name"))
        whole.addWidget(self._field)
        whole.addWidget(self._reading)
        whole.addLayout(row(None, self._go))
        self._field.textChanged.connect(lambda _: self._show_reading())
        self._field.returnPressed.connect(self._take)
        self._show_reading()

    def _show_reading(self) -> None:
        words, good = self._read(self._field.text())
        self._reading.setText(words)
        self._go.setEnabled(good)

    def _take(self) -> None:
        if self._go.isEnabled():
            self.answered.emit(self._field.text().strip())
            self.accept()


def ask_day(parent: QWidget, session: Session, title: str, take: Callable[[Due], object]) -> None:
    """Ask for a day or a minute as typed, showing what it is read as."""

    def due(text: str) -> Due | None:
        return read_due(text, session.now(), session.zone, texts.day_comes_first()).due

    def read(text: str) -> tuple[str, bool]:
        found = due(text)
        if found is not None:
            return texts.due_reading(found, session.now(), session.zone), True
        return (dialog_hint() if text.strip() else "", False)

    def dialog_hint() -> str:
        return texts.tr("This could not be read as a date yet.")

    def taken(text: str) -> None:
        found = due(text)
        if found is not None:
            take(found)

    dialog = LineDialog(parent, title, texts.tr("thu 9:30, +3d, in 2 weeks, 12 march"), read=read)
    dialog.answered.connect(taken)
    dialog.open()


class StageDialog(QDialog):
    """The stages in order; arrows and Enter choose one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, title: str, settings: BookSettings) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._list = QListWidget()
        for stage in offered_stages(settings):
            item = QListWidgetItem(texts.stage(stage, named_stages(settings)))
            item.setData(Qt.ItemDataRole.UserRole, stage.value)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._take)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 18)
        whole.setSpacing(10)
        whole.addWidget(Label(title, "name"))
        whole.addWidget(self._list)
        whole.addLayout(row(None, button(self.tr("OK"), "primary", self._take)))

    def _take(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(Stage(item.data(Qt.ItemDataRole.UserRole)))
            self.accept()
