"""Rows to choose from in the settings: the pages at the left, and lists of the user's own with their buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from callbook.ui.fields import button, row
from callbook.ui.theme import Theme

ID = Qt.ItemDataRole.UserRole
KEY = Qt.ItemDataRole.UserRole + 1
PAD_X, PAD_Y, KEY_WIDTH = 12, 6, 20


class RowDelegate(QStyledItemDelegate):
    """A line: a key, where the rows have keys, and the words."""

    def __init__(self, theme: Theme, keys: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._keys = theme, keys

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, QFontMetrics(option.font).height() + 2 * PAD_Y + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(1, 1, -1, -1)
        self._theme.paint_row(painter, option, box, radius=7, inset=7)
        place = box.adjusted(PAD_X, 0, -PAD_X, 0)
        painter.setFont(option.font)
        if self._keys:
            painter.setPen(self._theme.color("quiet"))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(index.data(KEY)))
            place.setLeft(place.left() + KEY_WIDTH)
        metrics, words = QFontMetrics(option.font), " ".join(str(index.data()).split())
        painter.setPen(self._theme.color("text"))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class Rows(QListWidget):
    """`gone_to` carries the id of the row gone to. Enter is `opened`, Delete `unwanted`, Alt with an arrow `moved`."""

    gone_to = Signal(int)
    opened = Signal()
    unwanted = Signal()
    moved = Signal(int)

    def __init__(self, theme: Theme, name: str, keys: bool = False) -> None:
        super().__init__()
        self.setItemDelegate(RowDelegate(theme, keys, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.currentItemChanged.connect(self._went)
        theme.changed.connect(self.viewport().update)

    def fill(self, rows: Sequence[tuple[int, str, str]], current: int) -> None:
        """Show rows of an id, a key and words, with `current` or the row at its place marked; nobody is told.

        Where the rows are the same ones, their items stay: Qt still holds them while it tells of the one gone to.
        """
        at = max(0, self.currentRow())
        with QSignalBlocker(self):
            if [self.item(number).data(ID) for number in range(self.count())] != [row_id for row_id, _, _ in rows]:
                self.clear()
                for row_id, _, _ in rows:
                    QListWidgetItem(self).setData(ID, row_id)
            for number, (row_id, key, words) in enumerate(rows):
                item = self.item(number)
                item.setText(words)
                item.setData(KEY, key)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{key} {words}".strip())
                at = number if row_id == current else at
            self.setCurrentRow(min(at, self.count() - 1))

    def current_id(self) -> int:
        """The id of the marked row, 0 where there is none."""
        item = self.currentItem()
        return int(item.data(ID)) if item is not None else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _went(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.gone_to.emit(int(item.data(ID)))


class RowsAndButtons(QWidget):
    """A list of the user's own with Add, Remove, Up and Down under it. `moved` carries -1 or 1."""

    added = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, theme: Theme, name: str, keys: bool) -> None:
        super().__init__()
        self.rows = Rows(theme, name, keys)
        self._add = button(self.tr("Add"), clicked=self.added.emit)
        self._remove = button(self.tr("Remove"), clicked=self.removed.emit)
        self._up = button(self.tr("Up"), clicked=lambda: self.moved.emit(-1))
        self._down = button(self.tr("Down"), clicked=lambda: self.moved.emit(1))
        self._up.setToolTip("Alt+↑")
        self._down.setToolTip("Alt+↓")
        self.rows.unwanted.connect(self.removed)
        self.rows.moved.connect(self.moved)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.rows, 1)
        whole.addLayout(row(self._add, self._remove, None, self._up, self._down, spacing=6))

    def show_possible(self, fewest: int) -> None:
        """Let be pressed what can be done now; `fewest` rows have to stay."""
        at, count = self.rows.currentRow(), self.rows.count()
        for each, possible in (
            (self._remove, count > fewest),
            (self._up, at > 0),
            (self._down, 0 <= at < count - 1),
        ):
            if not possible and each.hasFocus():  # the keyboard would be nowhere
                self.rows.setFocus()
            each.setEnabled(possible)
