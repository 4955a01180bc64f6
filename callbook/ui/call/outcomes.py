"""The outcomes, each on its key, pinned at the foot of a live call."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QWidget

from callbook.domain.outcome import Outcome

IN_A_ROW = 6


class OutcomeBar(QWidget):
    """`chosen` carries the outcome. The arrow keys go from one to the next, Enter chooses."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: list[tuple[Outcome, QPushButton]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        if [outcome for outcome, _ in self._buttons] == list(outcomes):
            return
        for _, old in self._buttons:
            self._group.removeButton(old)
            self._grid.removeWidget(old)
            old.deleteLater()
        self._buttons = [(outcome, self._made(number, outcome)) for number, outcome in enumerate(outcomes)]

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
        if step is None or here is None or not 0 <= here + step < len(self._buttons):
            super().keyPressEvent(event)
            return
        self._buttons[here + step][1].setFocus()

    def _made(self, number: int, outcome: Outcome) -> QPushButton:
        button = OutcomeButton(f"{outcome.key}  {outcome.label}".strip().replace("&", "&&"))
        if outcome.key:
            button.setToolTip(f"Alt+{outcome.key}")
        button.clicked.connect(lambda: self.chosen.emit(outcome))
        self._group.addButton(button)
        self._grid.addWidget(button, number // IN_A_ROW, number % IN_A_ROW)
        return button


class OutcomeButton(QPushButton):
    """A push button that Enter presses too, and that leaves the arrow keys to the bar."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setProperty("role", "outcome")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)
