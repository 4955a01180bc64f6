"""A list of long names to choose from: cut in the middle, so that ends tell them apart too, and whole as tips."""

from collections.abc import Iterable

from PySide6.QtCore import Qt

from callbook.ui.choices import Choice
from callbook.ui.insights.chart import plain_tip

MOST_TOLD = 400
"""Characters of a name that a tip shows."""
WIDEST_LIST = 640


class LongChoice(Choice):
    """Its list opens wider than the box where the names ask for it."""

    cut = Qt.TextElideMode.ElideMiddle

    def __init__(self) -> None:
        super().__init__()
        self.view().setTextElideMode(self.cut)
        self.currentIndexChanged.connect(self._show_tip)

    def offer(self, items: Iterable[tuple[str, object]]) -> None:
        super().offer(items)
        for at in range(self.count()):
            self.setItemData(at, plain_tip(self.itemText(at)[:MOST_TOLD]), Qt.ItemDataRole.ToolTipRole)
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        self.view().setMinimumWidth(min(widest + 40, WIDEST_LIST))
        self._show_tip(self.currentIndex())

    def _show_tip(self, at: int) -> None:
        self.setToolTip(plain_tip(self.itemText(at)[:MOST_TOLD]) if at >= 0 else "")
