"""A grid of cells: the number in a cell says what its colour says."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from callbook.ui.insights.chart import CENTER, LEFT, Chart, Mark, Sheet, between, fill, readable_on, width_of, write
from callbook.ui.theme import Theme

ROW = 28
GAP = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """Line and column, what stands in it, how strong its colour is from 0 to 1, and its mark."""

    line: int
    column: int
    figure: str
    strength: float
    mark: Mark


class Grid(Chart):
    """Cells that hold nothing stay empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._lines: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._cells: tuple[Cell, ...] = ()
        self._left = 0.0  # where the first column begins; measured once for all cells

    def show_cells(
        self, name: str, lines: tuple[str, ...], columns: tuple[str, ...], cells: tuple[Cell, ...], sheet: Sheet
    ) -> None:
        self._lines, self._columns, self._cells = lines, columns, cells
        self.show_marks(name, tuple(cell.mark for cell in cells), sheet)
        self.setFixedHeight(self.sizeHint().height())

    @property
    def empty(self) -> bool:
        return not self._cells

    def sizeHint(self) -> QSize:
        return QSize(420, len(self._lines) * ROW + round(QFontMetricsF(self.small()).height()) + 4)

    def box(self, at: int) -> QRectF:
        return self._place(self._cells[at].line, self._cells[at].column)

    def draw(self, painter: QPainter) -> None:
        left = self._left = self._measured()
        for line, name in enumerate(self._lines):
            box = QRectF(0, line * ROW, left - 10, ROW - GAP)
            write(painter, box, LEFT, name, self.font(), self.color("quiet"))
        held = {(cell.line, cell.column): cell for cell in self._cells}
        for line in range(len(self._lines)):
            for column in range(len(self._columns)):
                self._paint_cell(painter, self._place(line, column), held.get((line, column)))
        self._paint_columns(painter)

    def _measured(self) -> float:
        widest = max((width_of(name, self.font()) for name in self._lines), default=0.0)
        return min(widest + 12, self.width() * 0.34)

    def _place(self, line: int, column: int) -> QRectF:
        left = self._left
        wide = (self.width() - left) / max(1, len(self._columns))
        return QRectF(left + column * wide, line * ROW, wide - GAP, ROW - GAP)

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cell | None) -> None:
        if cell is None:
            painter.setPen(QPen(self.color("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            return
        ground = between(self.color("card"), self.color("accent"), 0.1 + 0.9 * cell.strength)
        fill(painter, box, ground, 4)
        ink = readable_on(ground, self.color("text"), self.color("accent_text"))
        write(painter, box, CENTER, cell.figure, self.small(), ink)

    def _paint_columns(self, painter: QPainter) -> None:
        """The name of each column below it, where it fits beside the one before."""
        line, taken = QFontMetricsF(self.small()).height(), -1.0
        for at, name in enumerate(self._columns):
            place = self._place(len(self._lines), at)
            width = width_of(name, self.small()) + 2
            left = min(max(place.center().x() - width / 2, 0.0), self.width() - width)
            if left > taken:
                box = QRectF(left, place.top(), width, line)
                write(painter, box, CENTER, name, self.small(), self.color("faint"))
                taken = left + width + 4
