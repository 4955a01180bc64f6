"""The row of chips above the list: Next, Today, New, All and the smart views, each with its count."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QWidget

from callbook.storage.listing import Scope
from callbook.ui import texts

SPACING = 6
# The chosen chip is bold, and Qt measures it before it is.
BOLDER = QSize(6, 0)


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip stands for: a scope, or a smart view by its id and query."""

    label: str
    scope: Scope = Scope.ALL
    view_id: int = 0
    query: str = ""


class ChipBar(QWidget):
    """One chip is chosen, or none while a search is shown."""

    chosen = Signal(object)
    removal_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: list[tuple[Chip, QPushButton]] = []

    def set_chips(self, chips: list[Chip]) -> None:
        """Show these chips; the buttons stay where nothing but counts changed."""
        if [chip for chip, _ in self._buttons] == chips:
            return
        for _, old in self._buttons:
            self._group.removeButton(old)
            old.deleteLater()
        self._buttons = [(chip, self._made(chip)) for chip in chips]
        self._arrange()

    def set_count(self, chip: Chip, count: int, or_more: bool = False) -> None:
        for present, button in self._buttons:
            if present == chip:
                button.setText(f"{chip.label.replace('&', '&&')} {texts.grouped(count)}{'+' if or_more else ''}")
        self._arrange()

    def check(self, chip: Chip | None) -> None:
        self._group.setExclusive(False)
        for present, button in self._buttons:
            button.setChecked(present == chip)
        self._group.setExclusive(chip is not None)

    def chips(self) -> list[Chip]:
        return [chip for chip, _ in self._buttons]

    def _made(self, chip: Chip) -> QPushButton:
        button = ChipButton(chip.label.replace("&", "&&"), chip.view_id, self)
        button.clicked.connect(lambda: self.chosen.emit(chip))
        button.removal_asked.connect(self.removal_asked)
        self._group.addButton(button)
        button.show()
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Lay the chips in lines, like words: one that has no room in a line begins the next."""
        x, y, height = 0, 0, 0
        for _, button in self._buttons:
            size = button.sizeHint() + BOLDER
            if x and x + size.width() > self.width():
                x, y = 0, y + height + SPACING
            button.setGeometry(x, y, min(size.width(), self.width()), size.height())
            x, height = x + size.width() + SPACING, size.height()
        self.setFixedHeight(y + height)


class ChipButton(QPushButton):
    """A chip; the menu key or a right click on a smart view offers to remove it."""

    removal_asked = Signal(int)

    def __init__(self, label: str, view_id: int, parent: QWidget) -> None:
        super().__init__(label, parent)
        self._view_id = view_id
        self.setCheckable(True)
        self.setProperty("role", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._view_id:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            remove = menu.addAction(self.tr("Remove this view"), lambda: self.removal_asked.emit(self._view_id))
            menu.popup(event.globalPos())
            menu.setActiveAction(remove)
