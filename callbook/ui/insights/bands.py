"""Conversations per connect of each script: a dot for the rate, a band for what it may be in truth."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen

from callbook.domain.stats import Rate, Tally
from callbook.ui.insights.chart import CENTER, LEFT, RIGHT, Chart, between, fill, width_of, write
from callbook.ui.insights.words import connects, conversation_words, filled, percent, rate_words, settled
from callbook.ui.theme import Theme

ROW = 32
GAP = 16
TICKS = (0, 25, 50, 75, 100)


class ScriptBands(Chart):
    """Scripts by their connects, most first, all on one scale from 0 to 100 %."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rates: list[tuple[str, Rate]] = []

    def show_scripts(self, by_script: tuple[tuple[str, Tally], ...]) -> None:
        rates = [(name, tally.conversation_rate) for name, tally in by_script]
        self._rates = sorted(rates, key=lambda pair: -pair[1].n)
        words = [f"{name}: {conversation_words(tally)}" for name, tally in by_script]
        self.setAccessibleName(". ".join([self.tr("Conversations per connect, by script"), *words]))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, len(self._rates) * ROW + round(QFontMetricsF(self.small()).height()) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rates:
            return
        names = max(width_of(name, self.font()) for name, _ in self._rates)
        figures = max(width_of(self._figure(rate), self.small()) for _, rate in self._rates) + 4
        names = min(names + 4, self.width() * 0.36)
        track = QRectF(names + GAP, 0, max(40.0, self.width() - names - figures - 2 * GAP), len(self._rates) * ROW)
        with self.begin() as painter:
            self._paint_scale(painter, track)
            for at, (name, rate) in enumerate(self._rates):
                top = at * ROW
                write(painter, QRectF(0, top, names, ROW), LEFT, name, self.font(), self.color("text"))
                figure = QRectF(self.width() - figures, top, figures, ROW)
                write(painter, figure, RIGHT, self._figure(rate), self.small(), self.color("quiet"))
                self._paint_rate(painter, QRectF(track.left(), top, track.width(), ROW), rate)

    def _figure(self, rate: Rate) -> str:
        """What stands at the end of a row; its n is always in it, or said beside it."""
        if not settled(rate):
            return ""
        return filled(self.tr("%1 of %2"), percent(rate), str(rate.n))

    def _paint_scale(self, painter: QPainter, track: QRectF) -> None:
        font = self.small()
        for tick in TICKS:
            x = round(track.left() + track.width() * tick / 100) + 0.5
            painter.setPen(QPen(self.color("line"), 1))
            painter.drawLine(QLineF(x, track.top() + 4, x, track.bottom()))
            if tick % 50 == 0:
                text = f"{tick}\u00a0%"
                width = width_of(text, font) + 4
                box = QRectF(x - width / 2, track.bottom() + 3, width, QFontMetricsF(font).height())
                write(painter, box, CENTER, text, font, self.color("faint"))

    def _paint_rate(self, painter: QPainter, track: QRectF, rate: Rate) -> None:
        if rate.share is None or not settled(rate):
            words = rate_words(rate, connects(rate.n), self.tr("no connects yet"))
            fill(painter, track.adjusted(0, 6, 0, -6), self.color("card"), 0)
            write(painter, track, LEFT, words, self.small(), self.color("quiet"))
            return
        middle = track.center().y()
        low, high = rate.interval
        band = QRectF(track.left() + track.width() * low, middle - 4, track.width() * (high - low), 8)
        fill(painter, band, between(self.color("card"), self.color("accent"), 0.38), 4)
        painter.setPen(QPen(self.color("card"), 1.5))
        painter.setBrush(self.color("accent"))
        painter.drawEllipse(QPointF(track.left() + track.width() * rate.share, middle), 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
