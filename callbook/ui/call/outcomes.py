"""The outcomes, each on its key, pinned at the foot of a live call."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from callbook.domain.outcome import Outcome
from callbook.ui.fields import row, section

IN_A_ROW = 5
BESIDE = 12  # pixels of a button beside its words
WIDEST = 150


class OutcomeBar(QWidget):
    """`chosen` carries the outcome. Those with a key stand in two rows, the others beside the heading; the arrow
    keys go from one to the next, Enter chooses."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: list[tuple[Outcome, QPushButton]] = []
        self._others = row(section(self.tr("How did it end?")), None, spacing=2)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._others)
        whole.addLayout(self._grid)

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if [outcome for outcome, _ in self._buttons] == list(outcomes):
            return
        for _, old in self._buttons:
            self._group.removeButton(old)
            old.deleteLater()
        keyed = [outcome for outcome in outcomes if outcome.key]
        others = [outcome for outcome in outcomes if not outcome.key]
        self._buttons = [(outcome, self._made(outcome)) for outcome in (*keyed, *others)]
        for number, (_, button) in enumerate(self._buttons[: len(keyed)]):
            self._grid.addWidget(button, number // IN_A_ROW, number % IN_A_ROW)
        for _, button in self._buttons[len(keyed) :]:
            self._others.addWidget(button)

    def check(self, outcome_id: int | None) -> None:
        self._group.setExclusive(False)
        for outcome, button in self._buttons:
            button.setChecked(outcome.id == outcome_id)
        self._group.setExclusive(outcome_id is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: IN_A_ROW,
            Qt.Key.Key_Up: -IN_A_ROW,
        }.get(Qt.Key(event.key()))
        here = next((at for at, (_, button) in enumerate(self._buttons) if button.hasFocus()), None)
        if here is not None and step in (IN_A_ROW, -IN_A_ROW):
            step = self._up_or_down(here, step) - here
        if step is None or here is None or not 0 <= here + step < len(self._buttons):
            super().keyPressEvent(event)
            return
        self._buttons[here + step][1].setFocus()

    def _up_or_down(self, here: int, step: int) -> int:
        """Those without a key stand above the others, at the right, though they come after them."""
        keyed = sum(bool(outcome.key) for outcome, _ in self._buttons)
        last = len(self._buttons) - 1
        if here >= keyed:
            return here if step < 0 else min(IN_A_ROW, keyed) - 1
        return last if here + step < 0 else here if here + step >= keyed else here + step

    def _made(self, outcome: Outcome) -> QPushButton:
        words = f"{outcome.key} {outcome.label}".strip().replace("&", "&&")
        button = OutcomeButton(words, bool(outcome.key))
        if outcome.key:
            button.setToolTip(f"Alt+{outcome.key}")
        else:
            button.setProperty("role", "more")
        button.clicked.connect(lambda: self.chosen.emit(outcome))
        self._group.addButton(button)
        return button


class OutcomeButton(QPushButton):
    """A push button that Enter presses too, and that leaves the arrow keys to the bar."""

    def __init__(self, text: str, keyed: bool) -> None:
        super().__init__(text)
        self._whole, self._keyed = text, keyed
        self.setCheckable(True)
        self.setAutoDefault(False)  # else Enter in a field of the same dialog presses the first
        self.setProperty("role", "outcome")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long label ends in …; its key is always to be seen."""
        super().resizeEvent(event)
        if self._keyed:
            room = self.width() - BESIDE
            self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self._keyed:
            return hint
        room = self.fontMetrics().horizontalAdvance(self._whole.replace("&&", "&")) + BESIDE
        return QSize(min(room, WIDEST), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)
