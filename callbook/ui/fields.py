"""The small parts every screen is made of: plain labels, cards, growing text fields."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

AUTOSAVE_MS = 400
# A line without a blank this long takes Qt minutes to lay out, so longer input is cut off on the way in.
LONGEST_TEXT = 100_000


class Label(QLabel):
    """Text as text: a prospect's name is never read as HTML, whatever it holds."""

    def __init__(self, text: str = "", role: str = "", wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        if role:
            self.setProperty("role", role)


class ElidedLabel(Label):
    """One line that gives way to … where there is no room, at its end or where it is `cut`; it knows the whole text."""

    def __init__(
        self,
        text: str = "",
        role: str = "",
        parent: QWidget | None = None,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        self._whole, self._cut = "", cut
        super().__init__("", role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = " ".join(text.split())
        self._fit()

    def whole_text(self) -> str:
        return self._whole

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def sizeHint(self) -> QSize:
        around = self.width() - self.contentsRect().width()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2 + around, super().sizeHint().height())

    def _fit(self) -> None:
        room = max(self.contentsRect().width(), 24)
        super().setText(self.fontMetrics().elidedText(self._whole, self._cut, room))


class Card(QFrame):
    """A bordered surface with a column of widgets."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 10) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(18, 14, 18, 14)
        self.column.setSpacing(spacing)


def section(text: str) -> Label:
    """A section's name in small capitals."""
    label = Label(text, "section")
    font = label.font()
    font.setCapitalization(font.Capitalization.AllUppercase)
    label.setFont(font)
    return label


class Button(QPushButton):
    """A push button that Return presses as well as Space, in a window as in a dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, role: str = "", clicked: Callable[[], object] | None = None) -> QPushButton:
    """A push button that does not take the keyboard away from where somebody types."""
    made = Button(text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if role:
        made.setProperty("role", role)
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def row(*items: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is stretch, a number is that much space in pixels."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, int):
            made.addSpacing(item)
        else:
            made.addWidget(item)
    return made


def column(*items: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Widgets or rows one above the other; None is stretch, a number is space in pixels."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, int):
            made.addSpacing(item)
        elif isinstance(item, QWidget):
            made.addWidget(item)
        else:
            made.addLayout(item)
    return made


class ScrollArea(QScrollArea):
    """Keeps the field somebody types in in sight when what stands around it takes more room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        content = self.widget()
        field = content.focusWidget() if content is not None else None
        if field is not None and field.hasFocus():
            self.ensureWidgetVisible(field)


    def show_field(self, field: QWidget) -> None:
        """Bring a field into sight, once what was just added or taken away has found its place."""
        QTimer.singleShot(0, field, lambda: self.ensureWidgetVisible(field))


def scrolling(content: QWidget) -> ScrollArea:
    """`content` in a frameless area that scrolls up and down."""
    area = ScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setProperty("role", "clear")
    content.setProperty("role", "clear")
    area.setWidget(content)
    return area


class Autosave(QObject):
    """Calls `save` 400 ms after the first unsaved key, not after the last: at most half a second is ever at risk."""

    def __init__(self, save: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._owed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_MS)
        self._timer.timeout.connect(self._save_now)

    def typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Save now what waits to be saved."""
        if self.waiting:
            self._timer.stop()
            self._save_now()

    def owe(self) -> None:
        """Told by `save` where the book did not take it: the next flush tries again."""
        self._owed = True

    def drop(self) -> None:
        self._timer.stop()
        self._owed = False

    @property
    def waiting(self) -> bool:
        return self._owed or self._timer.isActive()

    def _save_now(self) -> None:
        self._owed = False
        self._save()


class TextField(QPlainTextEdit):
    """A text field that grows with its text. Enter moves on (`moved_on`), Shift+Enter breaks the line; where it
    `breaks`, or is given more than one of its `lines`, Enter breaks the line. `typed` is emitted for the user's
    changes only."""

    typed = Signal()
    moved_on = Signal()
    focused = Signal()
    left = Signal()

    def __init__(
        self,
        placeholder: str = "",
        lines: int = 1,
        most_lines: int = 8,
        parent: QWidget | None = None,
        breaks: bool = False,
    ) -> None:
        super().__init__(parent)
        self._breaks = breaks or lines > 1
        self._lines, self._most = lines, most_lines
        self._quiet = False
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a stored text; `typed` is not emitted, and what was typed before cannot be undone into it."""
        if text == self.toPlainText():
            return
        self._quiet = True
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._quiet = False

    def event(self, event: QEvent) -> bool:
        document = self.document()
        if leaves_undo(event, document.isUndoAvailable(), document.isRedoAvailable()):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            enter
            and not self._breaks
            and event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
        ):
            self.moved_on.emit()
            return
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: object) -> None:
        text = source.text() if hasattr(source, "text") else ""
        self.insertPlainText(text[:LONGEST_TEXT])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._wrap()
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _text_changed(self) -> None:
        if not self._quiet:
            self.typed.emit()

    def _wrap(self) -> None:
        """Lay every paragraph out now: Qt wraps a line when it is painted, and tells nobody how many it became."""
        layout, block = self.document().documentLayout(), self.document().begin()
        while block.isValid():
            layout.blockBoundingRect(block)
            block = block.next()

    def _fit(self) -> None:
        lines = min(max(self._lines, round(self.document().size().height())), self._most)
        margin = 2 * self.document().documentMargin() + 8
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing() + margin))


class LineField(QLineEdit):
    """One line of text that leaves Ctrl+Z to the book when it has nothing of its own to undo."""

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event, self.isUndoAvailable(), self.isRedoAvailable()):
            return False
        return super().event(event)


def leaves_undo(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Whether a key is an undo or redo that a text field should leave to the book.

    Qt's fields claim these keys even when they have nothing to take back.
    """
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    leaves = (undo and not can_undo) or (redo and not can_redo)
    if leaves:
        event.ignore()
    return leaves


def line_field(placeholder: str = "", text: str = "") -> LineField:
    made = LineField(text)
    made.setPlaceholderText(placeholder)
    made.setMaxLength(2000)
    return made
