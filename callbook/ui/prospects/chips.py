"""The row of chips above the list: Next, Today, New, All and the smart views, each with its count."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from callbook.storage.listing import Scope
from callbook.ui import texts


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip stands for: a scope, or a smart view by its id and query."""

    label: str
    scope: Scope = Scope.ALL
    view_id: int = 0
    query: str = ""


class FlowLayout(QLayout):
    """Items in lines, like words: a chip that has no room in a line begins the next."""

    def __init__(self, parent: QWidget, spacing: int = 6) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._spacing = spacing
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        width = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(width, max((item.sizeHint().height() for item in self._items), default=0))

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._arrange(box, move=True)

    def _arrange(self, box: QRect, move: bool) -> int:
        at, tallest = box.topLeft(), 0
        for item in self._items:
            hint = item.sizeHint()
            if at.x() > box.left() and at.x() + hint.width() > box.right() + 1:
                at = QPoint(box.left(), at.y() + tallest + self._spacing)
                tallest = 0
            if move:
                item.setGeometry(QRect(at, hint))
            at += QPoint(hint.width() + self._spacing, 0)
            tallest = max(tallest, hint.height())
        return at.y() + tallest - box.top()


class ChipBar(QWidget):
    """One chip is chosen, or none while a search is shown."""

    chosen = Signal(object)
    removal_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self)
        self._group = QButtonGroup(self)
        self._buttons: list[tuple[Chip, QPushButton]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: list[Chip]) -> None:
        """Show these chips; the buttons stay where nothing but counts changed."""
        if [chip for chip, _ in self._buttons] == chips:
            return
        for _, old in self._buttons:
            self._group.removeButton(old)
            old.deleteLater()
        while self._flow.takeAt(0):
            pass
        self._buttons = [(chip, self._made(chip)) for chip in chips]
        self.updateGeometry()

    def set_count(self, chip: Chip, count: int, or_more: bool = False) -> None:
        for present, button in self._buttons:
            if present == chip:
                button.setText(f"{chip.label} {texts.grouped(count)}{'+' if or_more else ''}")
                button.updateGeometry()
        self._flow.invalidate()

    def check(self, chip: Chip | None) -> None:
        self._group.setExclusive(False)
        for present, button in self._buttons:
            button.setChecked(present == chip)
        self._group.setExclusive(chip is not None)

    def chips(self) -> list[Chip]:
        return [chip for chip, _ in self._buttons]

    def _made(self, chip: Chip) -> QPushButton:
        button = ChipButton(chip.label.replace("&", "&&"), chip.view_id)
        button.clicked.connect(lambda: self.chosen.emit(chip))
        button.removal_asked.connect(self.removal_asked)
        self._group.addButton(button)
        self._flow.addWidget(button)
        button.show()
        return button


class ChipButton(QPushButton):
    """A chip; the menu key or a right click on a smart view offers to remove it."""

    removal_asked = Signal(int)

    def __init__(self, label: str, view_id: int) -> None:
        super().__init__(label)
        self._view_id = view_id
        self.setCheckable(True)
        self.setProperty("role", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._view_id:
            self.removal_asked.emit(self._view_id)
