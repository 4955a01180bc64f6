"""Conversations per connect of each script: a dot for the rate, a band for what it may be in truth."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen

from callbook.domain.stats import Rate, Tally
from callbook.ui.insights.chart import CENTER, LEFT, RIGHT, Chart, between, fill, width_of, write
from callbook.ui.insights.words import connects, conversation_words, filled, percent, rate_words, settled
from callbook.ui.theme import Theme

ROW = 32
GAP = 16
TICKS = (0, 50, 100)


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
        return QSize(420, round(len(self._rates) * ROW + self._axis()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rates:
            return
        names = max(width_of(name, self.font()) for name, _ in self._rates)
        figures = max(width_of(self._figure(rate), self.small()) for _, rate in self._rates) + 4
        names = min(names + 4, self.width() * 0.36)
        left, right = names + GAP, self.width() - figures - GAP
        compared = self._compared()
        with self.begin() as painter:
            for at, (name, rate) in enumerate(self._rates):
                # The scale stands between the scripts that can be compared and those that cannot yet.
                top = at * ROW + (self._axis() if at >= compared else 0)
                write(painter, QRectF(0, top, names, ROW), LEFT, name, self.font(), self.color("text"))
                figure = QRectF(self.width() - figures, top, figures, ROW)
                write(painter, figure, RIGHT, self._figure(rate), self.small(), self.color("quiet"))
                self._paint_rate(painter, QRectF(left, top, max(40.0, right - left), ROW), rate)
            if compared:
                self._paint_scale(painter, QRectF(left, compared * ROW, max(40.0, right - left), self._axis()))

    def _compared(self) -> int:
        """How many scripts have a rate; they come first."""
        return sum(1 for _, rate in self._rates if settled(rate))

    def _axis(self) -> float:
        return QFontMetricsF(self.small()).height() + 10 if self._compared() else 0.0

    def _figure(self, rate: Rate) -> str:
        """What stands at the end of a row; its n is always in it, or said beside it."""
        if not settled(rate):
            return ""
        return filled(self.tr("%1 of %2"), percent(rate), str(rate.n))

    def _paint_scale(self, painter: QPainter, room: QRectF) -> None:
        font = self.small()
        for tick in TICKS:
            x = round(room.left() + room.width() * tick / 100) + 0.5
            painter.setPen(QPen(self.color("strong_line"), 1))
            painter.drawLine(QLineF(x, room.top() - 2, x, room.top() + 2))
            text = f"{tick}\u00a0%"
            width = width_of(text, font) + 4
            box = QRectF(x - width / 2, room.top() + 3, width, QFontMetricsF(font).height())
            write(painter, box, CENTER, text, font, self.color("faint"))

    def _paint_rate(self, painter: QPainter, track: QRectF, rate: Rate) -> None:
        if rate.share is None or not settled(rate):
            words = rate_words(rate, connects(rate.n), self.tr("no connects yet"))
            write(painter, track.adjusted(0, 0, GAP, 0), LEFT, words, self.small(), self.color("quiet"))
            return
        middle = track.center().y()
        painter.setPen(QPen(self.color("line"), 1))
        painter.drawLine(QLineF(track.left(), round(middle) + 0.5, track.right(), round(middle) + 0.5))
        low, high = rate.interval
        band = QRectF(track.left() + track.width() * low, middle - 4, track.width() * (high - low), 8)
        fill(painter, band, between(self.color("card"), self.color("accent"), 0.38), 4)
        painter.setPen(QPen(self.color("card"), 1.5))
        painter.setBrush(self.color("accent"))
        painter.drawEllipse(QPointF(track.left() + track.width() * rate.share, middle), 6, 6)
