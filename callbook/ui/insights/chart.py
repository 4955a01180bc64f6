"""What the drawn figures share: parts that open what they count, the theme's colours, a smaller font, cut text."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from callbook.storage.behind import Behind
from callbook.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a figure: what it says in words, and what it opens, with words for that: the calls it counts, or by a
    search the prospects."""

    words: str
    opens: Behind | str | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The numbers of a figure as a table, a mark beside each row for what it opens."""

    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    marks: tuple[Mark, ...] = ()


class Chart(QWidget):
    """A drawn figure. What it shows stands in words in its accessible name, and in numbers in its `sheet`.

    A click, or Enter on the part that the arrow keys chose, emits `opened` with its mark. A figure says in `draw` how
    it looks and in `box` where each of its marks stands.
    """

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._at = 0
        self._under = -1
        self.marks: tuple[Mark, ...] = ()
        self.sheet = Sheet()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_marks(self, name: str, marks: tuple[Mark, ...], sheet: Sheet) -> None:
        """Other numbers; the part that the keys chose stays chosen where there still is one."""
        self.marks, self.sheet = marks, sheet
        self._at = min(self._at, max(0, len(marks) - 1))
        self._under = -1
        self.setAccessibleName(". ".join([name, *(mark.words for mark in marks if mark.words)]))
        opens = any(mark.opens is not None for mark in marks)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if opens else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def draw(self, painter: QPainter) -> None:
        raise NotImplementedError

    def box(self, at: int) -> QRectF:
        """Where the mark at this place stands."""
        raise NotImplementedError

    def color(self, name: str) -> QColor:
        return self._theme.color(name)

    def small(self) -> QFont:
        """The widget's font, a size smaller."""
        font = QFont(self.font())
        if font.pixelSize() > 0:
            font.setPixelSize(max(10, round(font.pixelSize() * 0.86)))
        else:
            font.setPointSizeF(font.pointSizeF() * 0.86)
        return font

    def current(self) -> Mark | None:
        """The mark that Enter opens."""
        return self.marks[self._at] if self._at < len(self.marks) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        for at, color in ((self._under, "strong_line"), (self._at if self.hasFocus() else -1, "accent")):
            if 0 <= at < len(self.marks) and self.marks[at].opens is not None:
                painter.setPen(QPen(self.color(color), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.box(at).adjusted(0.75, 0.75, -0.75, -0.75), 5, 5)
        painter.end()

    def mark_at(self, place: QPointF) -> int:
        """The mark under a point, -1 where there is none."""
        return next((at for at in range(len(self.marks)) if self.box(at).contains(place)), -1)

    def open_mark(self, at: int) -> None:
        if 0 <= at < len(self.marks) and self.marks[at].opens is not None:
            self.opened.emit(self.marks[at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.mark_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self._choose(at)
            self.open_mark(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self.open_mark(self._at)
        elif key not in ARROWS or not self._step(ARROWS[key]):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.marks[self._at : self._at + 1] or self.marks[self._at].opens is None:
            self._choose(next((at for at, mark in enumerate(self.marks) if mark.opens is not None), 0))
        self._choose(self._at)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self.mark_at(QPointF(event.pos()))
            if at >= 0:
                # Names are text, whatever they hold; a tip would read them as HTML.
                QToolTip.showText(event.globalPos(), plain_tip(self.marks[at].words), self)
                return True
        return super().event(event)

    def _point_at(self, at: int) -> None:
        if at != self._under:
            self._under = at
            opens = at >= 0 and self.marks[at].opens is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
            self.update()

    def _choose(self, at: int) -> None:
        self._at = at
        self.setAccessibleDescription(self.marks[at].words if at < len(self.marks) else "")
        self.update()

    def _step(self, way: QPointF) -> bool:
        """Choose the nearest part in a direction; whether there is one."""
        here = self.box(self._at).center() if self._at < len(self.marks) else QPointF()
        found: list[tuple[float, int]] = []
        for at, mark in enumerate(self.marks):
            apart = self.box(at).center() - here
            along = QPointF.dotProduct(apart, way)
            aside = abs(QPointF.dotProduct(apart, QPointF(way.y(), way.x())))
            if mark.opens is not None and along > 0.5:
                found.append((along + 3 * aside, at))
        if found:
            self._choose(min(found)[1])
        return bool(found)


def plain_tip(text: str) -> str:
    """A text as a tip shows it: as it stands, broken into lines."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>"


def write(
    painter: QPainter,
    box: QRectF,
    side: Qt.AlignmentFlag,
    text: str,
    font: QFont,
    color: QColor,
    gives: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """One line of plain text in a box; where there is no room … stands at its end, or where it `gives` way."""
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(box, side, QFontMetricsF(font).elidedText(" ".join(text.split()), gives, box.width() + 1))


def fill(painter: QPainter, box: QRectF, color: QColor, radius: float = 2.0) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(box, radius, radius)


def width_of(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def between(low: QColor, high: QColor, share: float) -> QColor:
    """The colour that far from `low` (0) to `high` (1)."""
    red, green, blue = (a + (b - a) * share for a, b in zip(parts(low), parts(high), strict=True))
    return QColor.fromRgbF(red, green, blue)


def parts(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def luminance(color: QColor) -> float:
    """Relative luminance from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(ground: QColor, *inks: QColor) -> QColor:
    """The ink with the most contrast on a ground (WCAG 2.2: lighter + 0.05 to darker + 0.05)."""

    def contrast(ink: QColor) -> float:
        darker, lighter = sorted((luminance(ground), luminance(ink)))
        return (lighter + 0.05) / (darker + 0.05)

    return max(inks, key=contrast)
