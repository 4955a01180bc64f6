"""Why they said no, each reason on a digit: small buttons that flow into as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from callbook.domain.outcome import Reason
from callbook.ui.fields import Label

GAP = 6
BESIDE = 10  # pixels between the caption and the first button
DIGITS = "1234567890"
LONGEST = 30  # letters of a reason on its button; its whole text is its accessible name
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
# Shift is no modifier here: where digits are typed with it, it is part of the digit.
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ReasonButton(QPushButton):
    """One reason behind its digit. Enter presses it; arrows and digits are left to the row."""

    def __init__(self, reason: Reason, digit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.reason_id = reason.id
        self.digit = digit
        self._label = " ".join(reason.label.split())
        self._words = ""
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("role", "chip")
        self.setAccessibleName(self._label)
        self._write(self._label)

    def fit(self, width: int) -> int:
        """Cut the words off where they are wider than `width` pixels leave room for; the width it takes.

        Measured bold, as it is drawn when chosen, so that nothing moves by choosing.
        """
        self.ensurePolished()
        frame = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self._words)
        font = QFont(self.font())
        font.setBold(True)
        bold = QFontMetrics(font)
        before = bold.horizontalAdvance(f"{self.digit} ")
        room = min(width - frame - before, LONGEST * bold.averageCharWidth())
        self._write(bold.elidedText(self._label, Qt.TextElideMode.ElideRight, room))
        return min(width, frame + bold.horizontalAdvance(self._words) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() in PLAIN:
            self.click()
        elif event.key() in (*ENTER, *ARROWS) or event.text() in tuple(DIGITS):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _write(self, label: str) -> None:
        words = f"{self.digit} {label}".strip()
        if words != self._words:
            self._words = words
            self.setText(words.replace("&", "&&"))


class ReasonRow(QWidget):
    """`chosen` tells that a person chose a reason or took it back; `passed` that they go on: after choosing, or by Tab.

    A digit chooses while the keyboard is here, the arrow keys go from one to the next, Enter chooses; choosing the
    chosen one takes it back. Only one button is a stop of Tab.
    """

    chosen = Signal()
    passed = Signal()

    def __init__(self, caption: Label) -> None:
        super().__init__()
        self.setAccessibleName(caption.text())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.caption = caption
        caption.setParent(self)
        self._reasons: tuple[Reason, ...] = ()
        self._buttons: list[ReasonButton] = []

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """One button for each, with digits for the first ten; none is chosen."""
        if tuple(reasons) != self._reasons:
            for old in self._buttons:
                old.hide()
                old.deleteLater()
            self._reasons = tuple(reasons)
            digits = DIGITS + " " * len(reasons)
            self._buttons = [self._made(one, digit.strip()) for one, digit in zip(reasons, digits, strict=False)]
            self._flow()
        self.choose(None)

    def choose(self, reason_id: int | None) -> None:
        """Show which reason is kept; one that is not among those shown is none."""
        for button in self._buttons:
            button.setChecked(button.reason_id == reason_id)
        if self._buttons:
            self._stop_at(next((each for each in self._buttons if each.isChecked()), self._buttons[0]))

    def reason_id(self) -> int | None:
        return next((button.reason_id for button in self._buttons if button.isChecked()), None)

    def stops(self) -> list[QWidget]:
        """The buttons, in the order they are read."""
        return list(self._buttons)

    def take_focus(self) -> None:
        """Into the chosen reason, else the first."""
        if self._buttons:
            (next((each for each in self._buttons if each.isChecked()), self._buttons[0])).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = next((each for each in self._buttons if each.digit and each.digit == event.text()), None)
        if found is not None and not event.modifiers() & COMMANDS:
            self._toggle(found)
        elif event.key() in ARROWS and event.modifiers() in PLAIN:
            self._go(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on from any of them; back it goes as everywhere."""
        if next:
            self.passed.emit()
            return True
        return super().focusNextPrevChild(next)

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._flow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._flow()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._flow()
        return super().event(event)

    def _made(self, reason: Reason, digit: str) -> ReasonButton:
        button = ReasonButton(reason, digit, self)
        button.setAccessibleDescription(self.caption.text())
        # A click has checked it already; a key has not.
        button.clicked.connect(lambda: self._pick(button, button.isChecked()))
        button.show()
        return button

    def _toggle(self, button: ReasonButton) -> None:
        self._pick(button, not button.isChecked())

    def _pick(self, button: ReasonButton, checked: bool) -> None:
        """Choose one and go on; what was taken back leaves the keyboard here, for another one."""
        self.choose(button.reason_id if checked else None)
        self._stop_at(button)
        self.chosen.emit()
        if checked:
            self.passed.emit()
        else:
            button.setFocus()

    def _stop_at(self, button: ReasonButton) -> None:
        for each in self._buttons:
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus if each is button else Qt.FocusPolicy.NoFocus)

    def _go(self, key: Qt.Key) -> None:
        here = next((each for each in self._buttons if each.hasFocus()), None)
        beside = self._beside(here, key) if here is not None else None
        if beside is not None:
            self._stop_at(beside)
            beside.setFocus()

    def _beside(self, here: ReasonButton, key: Qt.Key) -> ReasonButton | None:
        """The next one along the line, or the nearest in the line above or below."""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = self._buttons.index(here) + (1 if key == Qt.Key.Key_Right else -1)
            return self._buttons[at] if 0 <= at < len(self._buttons) else None
        top = here.y() + (here.height() + GAP) * (1 if key == Qt.Key.Key_Down else -1)
        line = [each for each in self._buttons if each.y() == top]
        middle = here.geometry().center().x()
        return min(line, key=lambda each: abs(each.geometry().center().x() - middle), default=None)

    def _flow(self) -> None:
        """Put the buttons into lines beside the caption, and be as high as they are."""
        if not self._buttons:
            return
        self.caption.ensurePolished()
        left = max(self.caption.sizeHint().width(), self.caption.minimumWidth()) + BESIDE
        height = max(each.sizeHint().height() for each in self._buttons)
        self.caption.setGeometry(QRect(0, 0, left - BESIDE, height))
        x, y = left, 0
        for button in self._buttons:
            width = button.fit(max(self.width() - left, 2 * height))
            if x > left and x + width > self.width():
                x, y = left, y + height + GAP
            button.setGeometry(x, y, width, height)
            x += width + GAP
        self.setFixedHeight(y + height)
