"""Upright bars over an even scale: how many at one, at two, at three."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from callbook.ui import texts
from callbook.ui.insights.chart import CENTER, Chart, Mark, Sheet, fill, width_of, write
from callbook.ui.theme import Theme

WIDEST = 44.0


@dataclass(frozen=True, slots=True)
class Step:
    """A bar: what stands below it, how many, and its mark."""

    name: str
    count: int
    mark: Mark


class StepBars(Chart):
    """The number stands on each bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._steps: tuple[Step, ...] = ()
        self.setFixedHeight(150)

    def show_steps(self, name: str, steps: tuple[Step, ...], sheet: Sheet) -> None:
        self._steps = steps
        self.show_marks(name, tuple(step.mark for step in steps), sheet)

    def sizeHint(self) -> QSize:
        return QSize(420, 150)

    def box(self, at: int) -> QRectF:
        width = self.width() / max(1, len(self._steps))
        return QRectF(at * width, 0, width, self.height())

    def draw(self, painter: QPainter) -> None:
        if not self._steps:
            return
        line = QFontMetricsF(self.small()).height()
        ground = round(self.height() - line - 8) + 0.5
        most = max(1, *(step.count for step in self._steps))
        for at, step in enumerate(self._steps):
            slot = self.box(at)
            width, height = min(slot.width() * 0.62, WIDEST), (ground - line - 6) * step.count / most
            if step.count:
                bar = QRectF(slot.center().x() - width / 2, ground - max(2.0, height), width, max(2.0, height))
                fill(painter, bar, self.color("accent"), 3)
                above = QRectF(slot.left(), bar.top() - line - 2, slot.width(), line)
                write(painter, above, CENTER, texts.grouped(step.count), self.small(), self.color("quiet"))
            wide = max(slot.width() - 2, width_of(step.name, self.small()) if len(self._steps) == 1 else 0)
            below = QRectF(slot.center().x() - wide / 2, ground + 4, wide, line)
            write(painter, below, CENTER, step.name, self.small(), self.color("faint"))
        painter.setPen(QPen(self.color("line"), 1))
        painter.drawLine(QLineF(0, ground, self.width(), ground))
