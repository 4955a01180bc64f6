"""A rate of several groups: a dot for the share, a band for what it may be in truth."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from callbook.domain.stats import Rate
from callbook.ui.insights.chart import CENTER, LEFT, RIGHT, Chart, Mark, Sheet, between, fill, width_of, write
from callbook.ui.insights.words import percent_of, settled
from callbook.ui.theme import Theme

ROW = 32
GAP = 16
MOST_FOR_NAMES = 0.5
SCALES = (0.1, 0.2, 0.3, 0.4, 0.6, 1.0)
"""Where the scale may end: soon after the last band, so that small shares can be told apart."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row: its name, its rate, what stands there while that is too early, and its mark."""

    name: str
    rate: Rate
    too_early: str
    mark: Mark


class Bands(Chart):
    """Rows in the order given, all on one scale from 0 % on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._bands: tuple[Band, ...] = ()
        self._end = 1.0

    def show_bands(self, name: str, bands: tuple[Band, ...], sheet: Sheet) -> None:
        self._bands = bands
        most = max((band.rate.interval[1] for band in bands if settled(band.rate)), default=1.0)
        self._end = min(scale for scale in SCALES if scale >= min(most, 1.0))
        self.show_marks(name, tuple(band.mark for band in bands), sheet)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(420, round(len(self._bands) * ROW + self._axis()))

    def box(self, at: int) -> QRectF:
        return QRectF(0, at * ROW, self.width(), ROW)

    def draw(self, painter: QPainter) -> None:
        if not self._bands:
            return
        names = self._names_width()
        figures = max(width_of(self._figure(band.rate), self.small()) for band in self._bands) + 4
        left, right = 6 + names + GAP, self.width() - figures - GAP - 6
        for at, band in enumerate(self._bands):
            top = at * ROW
            place = QRectF(6, top, names, ROW)
            # Versions and openers often differ only at their end.
            write(painter, place, LEFT, band.name, self.font(), self.color("text"), Qt.TextElideMode.ElideMiddle)
            figure = QRectF(self.width() - figures - 6, top, figures, ROW)
            write(painter, figure, RIGHT, self._figure(band.rate), self.small(), self.color("quiet"))
            self._paint_rate(painter, QRectF(left, top, max(40.0, right - left), ROW), band)
        if self._axis():
            bottom = len(self._bands) * ROW
            self._paint_scale(painter, QRectF(left, bottom, max(40.0, right - left), self._axis()))

    def _names_width(self) -> float:
        """Room for the names: what they ask for, up to half."""
        return min(max(width_of(band.name, self.font()) for band in self._bands) + 4, self.width() * MOST_FOR_NAMES)

    def _axis(self) -> float:
        any_settled = any(settled(band.rate) for band in self._bands)
        return QFontMetricsF(self.small()).height() + 10 if any_settled else 0.0

    def _figure(self, rate: Rate) -> str:
        """What stands at the end of a row; its n is always in it, or said beside it."""
        return percent_of(rate) if settled(rate) else ""

    def _paint_scale(self, painter: QPainter, room: QRectF) -> None:
        font = self.small()
        for part in (0.0, 0.5, 1.0):
            x = round(room.left() + room.width() * part) + 0.5
            painter.setPen(QPen(self.color("strong_line"), 1))
            painter.drawLine(QLineF(x, room.top() - 2, x, room.top() + 2))
            text = f"{round(100 * part * self._end)}\u00a0%"
            width = width_of(text, font) + 4
            box = QRectF(x - width / 2, room.top() + 3, width, QFontMetricsF(font).height())
            write(painter, box, CENTER, text, font, self.color("faint"))

    def _paint_rate(self, painter: QPainter, track: QRectF, band: Band) -> None:
        rate = band.rate
        if rate.share is None or not settled(rate):
            room = track.adjusted(0, 0, self.width() - track.right() - 6, 0)
            write(painter, room, LEFT, band.too_early, self.small(), self.color("quiet"))
            return
        middle = track.center().y()
        painter.setPen(QPen(self.color("line"), 1))
        painter.drawLine(QLineF(track.left(), round(middle) + 0.5, track.right(), round(middle) + 0.5))
        low, high = rate.interval
        width = track.width() / self._end
        reach = QRectF(track.left() + width * low, middle - 4, width * (high - low), 8)
        fill(painter, reach, between(self.color("card"), self.color("accent"), 0.38), 4)
        painter.setPen(QPen(self.color("card"), 1.5))
        painter.setBrush(self.color("accent"))
        painter.drawEllipse(QPointF(track.left() + width * rate.share, middle), 6, 6)
