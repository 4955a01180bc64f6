"""The list of scripts: what each is for and how often it was used."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from callbook.domain.script import ScriptText
from callbook.ui.call.wording import situation
from callbook.ui.scripts.words import used
from callbook.ui.theme import Theme, small, strong

ID = Qt.ItemDataRole.UserRole
LINES = Qt.ItemDataRole.UserRole + 1
PAD_X, PAD_Y, GAP = 12, 8, 3


class ScriptDelegate(QStyledItemDelegate):
    """Three lines: the name, what it is for, how often it was used."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        heights = [QFontMetrics(font).height() for font in fonts(option.font)]
        return QSize(180, sum(heights) + 2 * GAP + 2 * PAD_Y + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(6, 1, -6, -1)
        self._theme.paint_row(painter, option, box, radius=8, inset=9)
        top = box.top() + PAD_Y
        for text, font, color in zip(lines_of(index), fonts(option.font), ("text", "quiet", "faint"), strict=True):
            place = QRect(box.left() + PAD_X, top, box.width() - 2 * PAD_X, 0)
            self._theme.paint_line(painter, font, color, place, text)
            top += QFontMetrics(font).height() + GAP
        painter.restore()


class ScriptList(QListWidget):
    """`chosen` carries the id of the script gone to; `opened` and `unwanted` are Enter and Delete on it."""

    chosen = Signal(int)
    opened = Signal()
    unwanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setItemDelegate(ScriptDelegate(theme, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Scripts"))
        self.currentItemChanged.connect(self._went)
        theme.changed.connect(self.viewport().update)

    def fill(self, scripts: Sequence[ScriptText], usage: Mapping[int, int], current: int) -> None:
        """Show these scripts, `current` marked; nobody is told."""
        with QSignalBlocker(self):
            self.clear()
            for text in scripts:
                item = QListWidgetItem(self)
                item.setData(ID, text.script.id)
                describe(item, text, usage)
            self.mark(current)

    def describe(self, scripts: Sequence[ScriptText], usage: Mapping[int, int]) -> None:
        """Say anew what stands in the rows, which stay where they are."""
        known = {text.script.id: text for text in scripts}
        for at in range(self.count()):
            item = self.item(at)
            if item.data(ID) in known:
                describe(item, known[item.data(ID)], usage)

    def mark(self, script_id: int) -> None:
        """Make a script the current one without telling."""
        with QSignalBlocker(self):
            for at in range(self.count()):
                if self.item(at).data(ID) == script_id:
                    self.setCurrentRow(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def _went(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(int(item.data(ID)))


def describe(item: QListWidgetItem, text: ScriptText, usage: Mapping[int, int]) -> None:
    lines = (text.script.name, situation(text), used(usage.get(text.script.id, 0)))
    item.setData(LINES, lines)
    item.setText(text.script.name)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(lines))


def lines_of(index: QModelIndex | QPersistentModelIndex) -> tuple[str, str, str]:
    name, purpose, usage = index.data(LINES)
    return name, purpose, usage


def fonts(font: QFont) -> tuple[QFont, QFont, QFont]:
    """Bold for the name, a size smaller under it."""
    return strong(font), small(font), small(font)
