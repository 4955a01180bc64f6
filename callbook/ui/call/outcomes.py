"""The outcomes, each on its key, pinned at the foot of a live call."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from callbook.domain.outcome import Outcome
from callbook.ui.fields import row, section

IN_A_ROW = 5


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
        self._grid.setSpacing(6)
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
        if step is None or here is None or not 0 <= here + step < len(self._buttons):
            super().keyPressEvent(event)
            return
        self._buttons[here + step][1].setFocus()

    def _made(self, outcome: Outcome) -> QPushButton:
        button = OutcomeButton(f"{outcome.key} {outcome.label}".strip().replace("&", "&&"))
        if outcome.key:
            button.setToolTip(f"Alt+{outcome.key}")
        else:
            button.setProperty("role", "more")
        button.clicked.connect(lambda: self.chosen.emit(outcome))
        self._group.addButton(button)
        return button


class OutcomeButton(QPushButton):
    """A push button that Enter presses too, and that leaves the arrow keys to the bar."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setProperty("role", "outcome")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)
