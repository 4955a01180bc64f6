"""When the right person answers: connects per hundred attempts by weekday and hour of their clock."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen

from callbook.domain.settings import BookSettings
from callbook.domain.stats import Rate
from callbook.ui.insights.chart import CENTER, LEFT, Chart, between, fill, readable_on, width_of, write
from callbook.ui.insights.words import attempts, filled
from callbook.ui.theme import Theme

FEWEST = 5
"""Attempts that a cell needs to be shown."""
ROW = 28
GAP = 4
WORKING_DAYS = range(5)

Hours = Mapping[tuple[int, int], tuple[int, int]]
"""(weekday, Monday 0, and hour) -> (attempts, connects)."""


class HourMap(Chart):
    """The number in a cell says what its colour says. Cells with too few attempts stay empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._cells: dict[tuple[int, int], Rate] = {}
        self._days: list[int] = list(WORKING_DAYS)
        self._hours: list[int] = []

    def show_hours(self, hours: Hours, settings: BookSettings) -> None:
        self._cells = shown_cells(hours)
        self._days = sorted({*WORKING_DAYS, *(day for day, _ in self._cells)})
        within = {*range(settings.first_hour, settings.last_hour), *(hour for _, hour in self._cells)}
        self._hours = list(range(min(within), max(within) + 1)) if within else []
        self.setAccessibleName(". ".join([self.tr("Connects by weekday and hour of their clock"), *self._told()]))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    @property
    def empty(self) -> bool:
        return not self._cells

    def sizeHint(self) -> QSize:
        return QSize(420, len(self._days) * ROW + round(QFontMetricsF(self.small()).height()) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        names = {day: QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat) for day in self._days}
        left = max(width_of(name, self.font()) for name in names.values()) + 12
        wide = (self.width() - left) / max(1, len(self._hours))
        best = max((rate.share or 0.0 for rate in self._cells.values()), default=0.0)
        with self.begin() as painter:
            for line, day in enumerate(self._days):
                top = line * ROW
                write(painter, QRectF(0, top, left, ROW - GAP), LEFT, names[day], self.font(), self.color("quiet"))
                for at, hour in enumerate(self._hours):
                    box = QRectF(left + at * wide, top, wide - GAP, ROW - GAP)
                    self._paint_cell(painter, box, self._cells.get((day, hour)), best)
            self._paint_hours(painter, left, wide)

    def _paint_cell(self, painter: QPainter, box: QRectF, rate: Rate | None, best: float) -> None:
        if rate is None or rate.share is None:
            painter.setPen(QPen(self.color("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            return
        ground = between(self.color("card"), self.color("accent"), 0.1 + 0.9 * (rate.share / best if best else 0.0))
        fill(painter, box, ground, 4)
        ink = readable_on(ground, self.color("text"), self.color("accent_text"))
        write(painter, box, CENTER, str(round(100 * rate.share)), self.small(), ink)

    def _paint_hours(self, painter: QPainter, left: float, wide: float) -> None:
        top = len(self._days) * ROW
        line = QFontMetricsF(self.small()).height()
        for at, hour in enumerate(self._hours):
            box = QRectF(left + at * wide, top, wide - GAP, line)
            write(painter, box, CENTER, str(hour), self.small(), self.color("faint"))

    def _told(self) -> list[str]:
        """Each shown cell in words: "Monday 9: 12 % of 25 attempts"."""
        return [
            filled(
                self.tr("%1 %2: %3 of %4"),
                QLocale().dayName(day + 1, QLocale.FormatType.LongFormat),
                str(hour),
                f"{round(100 * (rate.share or 0))}\u00a0%",
                attempts(rate.n),
            )
            for (day, hour), rate in sorted(self._cells.items())
        ]


def shown_cells(hours: Hours) -> dict[tuple[int, int], Rate]:
    """The rates of the cells with at least 5 attempts."""
    return {at: Rate(connects, tries) for at, (tries, connects) in hours.items() if tries >= FEWEST}
