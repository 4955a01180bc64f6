"""What the drawn figures share: the theme's colours, a smaller font, text that is cut where it has no room."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from callbook.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


class Chart(QWidget):
    """A drawn figure. What it shows stands in words in its accessible name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

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

    def begin(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter


def write(painter: QPainter, box: QRectF, side: Qt.AlignmentFlag, text: str, font: QFont, color: QColor) -> None:
    """One line of plain text in a box, ending in … where there is no room."""
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetricsF(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, side, shown)


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
