"""Horizontal bars: so many of each kind, one below the other."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from callbook.ui.insights.chart import LEFT, RIGHT, Chart, Mark, Sheet, fill, width_of, write
from callbook.ui.theme import Theme

ROW = 28
GAP = 16


@dataclass(frozen=True, slots=True)
class Level:
    """A row: its name, how many, what stands at its end, and its mark."""

    name: str
    count: int
    figure: str
    mark: Mark


class LevelBars(Chart):
    """One row a kind, in the order given, all on one scale from nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._levels: tuple[Level, ...] = ()

    def show_levels(self, name: str, levels: tuple[Level, ...], sheet: Sheet) -> None:
        self._levels = levels
        self.show_marks(name, tuple(level.mark for level in levels), sheet)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(420, len(self._levels) * ROW)

    def box(self, at: int) -> QRectF:
        return QRectF(0, at * ROW, self.width(), ROW)

    def draw(self, painter: QPainter) -> None:
        if not self._levels:
            return
        names = min(max(width_of(one.name, self.font()) for one in self._levels) + 6, self.width() * 0.42)
        figures = min(max(width_of(one.figure, self.small()) for one in self._levels) + 6, self.width() * 0.4)
        room = max(20.0, self.width() - names - figures - 2 * GAP - 12)
        most = max(1, *(one.count for one in self._levels))
        for at, one in enumerate(self._levels):
            top = at * ROW
            write(painter, QRectF(6, top, names, ROW), LEFT, one.name, self.font(), self.color("text"))
            if one.count:
                bar = QRectF(6 + names + GAP, top + 10, max(2.0, room * one.count / most), 8)
                fill(painter, bar, self.color("accent"), 3)
            box = QRectF(self.width() - figures - 6, top, figures, ROW)
            write(painter, box, RIGHT, one.figure, self.small(), self.color("quiet"))
