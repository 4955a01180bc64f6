"""A list whose rows have heights of their own; only what is in sight is measured, be there a million."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QHoverEvent, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from callbook.ui.paged_rows import Index, PagedRows

# Steps of the scroll bar within one row: a million rows still fit into its 32 bits.
STEPS = 100
# Rows read ahead of those in sight, so that the next page is there before it is scrolled to.
AHEAD = 40


class TallList(QAbstractItemView):
    """Shows PagedRows, each drawn and measured by `drawn`.

    The place is kept as the first row in sight and how many pixels of it are scrolled away.
    """

    def __init__(self, model: PagedRows[Any, Any], drawn: QStyledItemDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._drawn = model, drawn
        self._top = self._shift = 0
        self._heights: dict[int, int] = {}
        self._under = -1
        self._placing = self._moving = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setItemDelegate(drawn)
        self.setModel(model)
        model.modelReset.connect(lambda: self._place(0, 0))
        model.dataChanged.connect(lambda first, last: self._measure_again(first.row(), last.row()))
        model.rowsInserted.connect(lambda *_: self._place(self._top, self._shift))
        model.rowsRemoved.connect(lambda *_: self._measure_again(0, model.rowCount()))

    def go_to(self, at: int) -> None:
        """Make a row the current one and show it; -1 for none."""
        index = self._rows.index(at)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def look_again(self) -> None:
        """Colours, fonts or the day are others now."""
        self._measure_again(0, self._rows.rowCount())

    # What Qt asks of a view.

    def visualRect(self, index: Index) -> QRect:
        return next((rect for at, rect in self._in_sight() if at == index.row()), QRect())

    def indexAt(self, point: QPoint) -> Index:  # type: ignore[override]
        found = next((at for at, rect in self._in_sight() if rect.contains(point)), -1)
        return self._rows.index(found)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        at, height = index.row(), self.viewport().height()
        if not index.isValid() or height <= 0:
            return
        covered, rect = self._covered(at), self.visualRect(index)
        above = at < self._top or (not rect.isNull() and rect.top() < covered)
        too_tall = self._height(at) > height - covered
        if above or too_tall or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            self._place(at, -covered)
        elif rect.isNull() or rect.bottom() >= height:
            self._place(at, self._height(at) - height)

    def moveCursor(self, action: QAbstractItemView.CursorAction, _keys: Qt.KeyboardModifier) -> Index:  # type: ignore[override]
        moves = QAbstractItemView.CursorAction
        at, last = self.currentIndex().row(), self._rows.rowCount() - 1
        to = {
            moves.MoveUp: at - 1,
            moves.MovePrevious: at - 1,
            moves.MoveDown: at + 1,
            moves.MoveNext: at + 1,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
        }.get(action, at)
        if action in (moves.MovePageUp, moves.MovePageDown):
            to = self._a_page_from(max(at, 0), -1 if action is moves.MovePageUp else 1)
        return self._rows.index(min(max(to, 0), last))

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index) if index.isValid() else QItemSelection(), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += QRegion(self.visualRect(index))
        return region

    def keyboardSearch(self, _search: str) -> None:
        """Typing letters does nothing: Qt would read every row for one that begins with them."""

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._set_scroll_bar()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        if not self._placing:
            bar = self.verticalScrollBar()
            at, part = divmod(bar.value(), STEPS)
            at_end = bar.value() == bar.maximum() and bar.maximum() > 0
            self._place(self._rows.rowCount() if at_end else at, 0 if at_end else self._height(at) * part // STEPS)

    # What the user does.

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y() or event.angleDelta().y() * 3 * self.fontMetrics().lineSpacing() // 120
        self._place(self._top, self._shift - pixels)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            left = event.type() is QEvent.Type.HoverLeave
            under = -1 if left else self.indexAt(event.position().toPoint()).row()
            if under != self._under:
                self._under = under
                self.viewport().update()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights.clear()
        self._place(self._top, self._shift)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        current, option = self.currentIndex().row(), self._option()
        last = self._top
        for at, rect in self._in_sight():
            option.rect = rect
            option.state = self._state(at, current)
            self._drawn.paint(painter, option, self._rows.index(at))
            last = at
        self._paint_over(painter)
        painter.end()
        self._rows.expect(self._top - AHEAD, last + AHEAD)

    # Where the rows are.

    def _in_sight(self) -> Iterator[tuple[int, QRect]]:
        y, width, bottom = -self._shift, self.viewport().width(), self.viewport().height()
        for at in range(self._top, self._rows.rowCount()):
            if y >= bottom:
                return
            height = self._height(at)
            yield at, QRect(0, y, width, height)
            y += height

    def _height(self, at: int) -> int:
        if at not in self._heights:
            if len(self._heights) > 5000:
                self._heights.clear()
            option = self._option()
            option.rect = QRect(0, 0, self.viewport().width(), 0)
            self._heights[at] = self._drawn.sizeHint(option, self._rows.index(at)).height()
        return self._heights[at]

    def _place(self, top: int, shift: int) -> None:
        """Put row `top` so that `shift` pixels of it are above the edge, as far as there are rows to fill the view."""
        self._moving = True
        top = min(max(top, 0), max(self._rows.rowCount() - 1, 0))
        if self._rows.rowCount() == 0:
            self._top = self._shift = 0
        else:
            top, shift = self._settled(top, shift)
            self._top, self._shift = self._settled(top, shift - max(0, self._empty_below(top, shift)))
        self._set_scroll_bar()
        self._moving = False
        self.viewport().update()

    def _settled(self, top: int, shift: int) -> tuple[int, int]:
        """The same place with `shift` within row `top`; the very first row goes no further down."""
        while shift < 0 and top > 0:
            top -= 1
            shift += self._height(top)
        while shift >= self._height(top) and top < self._rows.rowCount() - 1:
            shift -= self._height(top)
            top += 1
        return top, max(0, shift)

    def _empty_below(self, top: int, shift: int) -> int:
        """Pixels of the view below the last row, if `top` stood at the edge; 0 or less where it is filled."""
        space = self.viewport().height() + shift
        for at in range(top, self._rows.rowCount()):
            space -= self._height(at)
            if space <= 0:
                break
        return space

    def _a_page_from(self, at: int, step: int) -> int:
        """The row a view's height further up or down, at least one."""
        space, last = self.viewport().height() - self._covered(at), self._rows.rowCount() - 1
        to = at
        while 0 <= to + step <= last and (space > self._height(to + step) or to == at):
            to += step
            space -= self._height(to)
        return to

    def _measure_again(self, first: int, last: int) -> None:
        for at in [at for at in self._heights if first <= at <= last]:
            del self._heights[at]
        if self._moving:
            # Measuring a row had its page read at once; whoever measures goes on with it.
            return
        bar = self.verticalScrollBar()
        at_end = 0 < bar.maximum() == bar.value()
        # Who went to the end stays there when the rows that are read now turn out higher than they were taken for.
        self._place(self._rows.rowCount() if at_end else self._top, 0 if at_end else self._shift)

    def _set_scroll_bar(self) -> None:
        rows = self._rows.rowCount()
        seen = [rect.height() for _, rect in self._in_sight()]
        below = sum(seen) - self._shift - self.viewport().height()
        fits = len(seen) == rows and below + self._shift <= 0
        page = max(1, len(seen) - 1) * STEPS
        bar = self.verticalScrollBar()
        self._placing = True
        bar.setPageStep(page)
        bar.setSingleStep(STEPS)
        bar.setRange(0, 0 if fits else max(1, rows * STEPS - page))
        at_end = not fits and self._top + len(seen) == rows and below <= 0
        within = self._shift * STEPS // self._height(self._top) if seen else 0
        bar.setValue(bar.maximum() if at_end else min(self._top * STEPS + within, bar.maximum() - 1))
        self._placing = False

    # How they are drawn.

    def _option(self) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return option

    def _state(self, at: int, current: int) -> QStyle.StateFlag:
        state = QStyle.StateFlag.State_Enabled
        if at == current:
            state |= QStyle.StateFlag.State_Selected
        if at == current and self.hasFocus():
            state |= QStyle.StateFlag.State_HasFocus
        return state | QStyle.StateFlag.State_MouseOver if at == self._under else state

    # What a kind of list may add.

    def _covered(self, _at: int) -> int:
        """How much of the view's upper edge is covered when a row stands there."""
        return 0

    def _paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the rows."""


def is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
