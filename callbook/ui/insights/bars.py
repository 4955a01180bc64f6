"""Attempts a day as bars, against the line of the daily goal."""

from datetime import date

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from callbook.ui import texts
from callbook.ui.insights.chart import CENTER, LEFT, Chart, Mark, Sheet, fill, width_of, write
from callbook.ui.theme import Theme

MONDAY = 0
WIDEST_BAR = 14.0


class DayBars(Chart):
    """One bar a day; a full one where the goal was met."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._days: tuple[tuple[date, int], ...] = ()
        self._goal = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)

    def sizeHint(self) -> QSize:
        return QSize(420, 180)

    def show_days(
        self, name: str, days: tuple[tuple[date, int], ...], goal: int, marks: tuple[Mark, ...], sheet: Sheet
    ) -> None:
        """A mark for each day."""
        self._days, self._goal = days, goal
        self.show_marks(name, marks, sheet)

    def box(self, at: int) -> QRectF:
        return self.slot(self._room(), at)

    def draw(self, painter: QPainter) -> None:
        if not self._days:
            return
        room, line = self._room(), QFontMetricsF(self.small()).height()
        most = max(self._goal * 1.1, *(count for _, count in self._days), 1)
        self._paint_bars(painter, room, most)
        self._paint_ground(painter, room)
        if self._goal:
            height = room.bottom() - room.height() * self._goal / most
            self._paint_goal(painter, room, height, texts.grouped(self._goal))
        self._paint_dates(painter, room, line)

    def _room(self) -> QRectF:
        line = QFontMetricsF(self.small()).height()
        goal = texts.grouped(self._goal) if self._goal else ""
        return QRectF(0, line + 2, self.width() - width_of(goal, self.small()) - 8, self.height() - 2 * line - 10)

    def slot(self, room: QRectF, at: int) -> QRectF:
        """The strip of the day at this place."""
        width = room.width() / len(self._days)
        return QRectF(room.left() + at * width, room.top(), width, room.height())

    def _paint_bars(self, painter: QPainter, room: QRectF, most: float) -> None:
        counts = [count for _, count in self._days]
        for at, count in enumerate(counts):
            if not count:
                continue
            slot = self.slot(room, at)
            width = min(slot.width() * 0.72, WIDEST_BAR)
            height = max(3.0, room.height() * count / most)
            bar = QRectF(slot.center().x() - width / 2, room.bottom() - height, width, height)
            met = bool(self._goal) and count >= self._goal
            fill(painter, bar, self.color("accent" if met or not self._goal else "bar_off"))
            if at == counts.index(max(counts)):
                self._paint_count(painter, bar, count)

    def _paint_count(self, painter: QPainter, bar: QRectF, count: int) -> None:
        """The number on the highest bar gives the others their scale."""
        text = texts.grouped(count)
        width = width_of(text, self.small()) + 4
        line = QFontMetricsF(self.small()).height()
        box = QRectF(bar.center().x() - width / 2, bar.top() - line - 1, width, line)
        box.moveLeft(max(0.0, box.left()))
        write(painter, box, CENTER, text, self.small(), self.color("quiet"))

    def _paint_ground(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(QPen(self.color("line"), 1))
        y = round(room.bottom()) + 0.5
        painter.drawLine(QLineF(room.left(), y, room.right(), y))

    def _paint_goal(self, painter: QPainter, room: QRectF, height: float, goal: str) -> None:
        y = round(height) + 0.5
        painter.setPen(QPen(self.color("faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(room.left(), y, room.right(), y))
        box = QRectF(room.right() + 6, y - 10, self.width() - room.right() - 6, 20)
        write(painter, box, LEFT, goal, self.small(), self.color("quiet"))

    def _paint_dates(self, painter: QPainter, room: QRectF, line: float) -> None:
        """Each Monday's date under its bar, where it fits."""
        taken = -1.0
        for at, (day, _) in enumerate(self._days):
            if day.weekday() != MONDAY:
                continue
            text = texts.day_and_month(day)
            width = width_of(text, self.small()) + 2
            middle = self.slot(room, at).center().x()
            left = min(max(0.0, middle - width / 2), self.width() - width)
            if left > taken:
                box = QRectF(left, room.bottom() + 6, width, line)
                write(painter, box, CENTER, text, self.small(), self.color("faint"))
                taken = left + width + 8
