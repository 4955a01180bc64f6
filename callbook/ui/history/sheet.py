"""Plain text laid out on one row of a list: single lines, columns to the right, wrapped paragraphs."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from callbook.ui.theme import Theme

# What is laid out of a text, however long it is; the editor shows it whole.
LONGEST_SHOWN = 1500
LEADING = 2


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of a row, in steps from the list's own, their figures all of one width."""

    normal: QFont
    bold: QFont
    small: QFont
    day: QFont


def faces(font: QFont) -> Faces:
    normal = QFont(font)
    normal.setFeature(QFont.Tag("tnum"), 1)
    bold, small = QFont(normal), QFont(normal)
    bold.setWeight(QFont.Weight.DemiBold)
    small.setPixelSize(round(QFontInfo(font).pixelSize() * 0.93))
    day = QFont(small)
    day.setPixelSize(round(QFontInfo(font).pixelSize() * 0.86))
    day.setWeight(QFont.Weight.Bold)
    day.setCapitalization(QFont.Capitalization.AllUppercase)
    return Faces(normal, bold, small, day)


class Sheet:
    """Text being laid out on one row: each piece is put down, and `draw` shows them all."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._pieces: list[tuple[QTextLayout, QPointF, QColor]] = []

    def line(self, text: str, font: QFont, color: str, left: int, top: int, right: int) -> int:
        """One line, ending in … where there is no room; answers with the y below it."""
        plain = " ".join(text[:LONGEST_SHOWN].split())
        shown = QFontMetrics(font).elidedText(plain, Qt.TextElideMode.ElideRight, right - left)
        layout = QTextLayout(shown, font)
        broken(layout, right - left + 4, 1)
        self._pieces.append((layout, QPointF(left, top + raised(layout, font)), self._theme.color(color)))
        return top + QFontMetrics(font).height()

    def line_to(self, text: str, font: QFont, color: str, right: int, top: int) -> int:
        """One line that ends at `right`; answers with the x where it begins."""
        left = right - QFontMetrics(font).horizontalAdvance(text)
        self.line(text, font, color, left, top, right + 1)
        return left

    def paragraph(self, text: str, font: QFont, quiet: int, place: QRect, most_lines: int) -> int:
        """Text on up to so many lines, its first `quiet` characters in the quiet colour; the y below it."""
        shown = text[:LONGEST_SHOWN].replace("\n", "\u2028")
        layout = QTextLayout(shown, font)
        ends, below = broken(layout, place.width(), most_lines)
        if ends < len(text):
            layout.setText(shown[: max(1, ends - 2)].rstrip() + "…")
        # Formats undo the breaking into lines.
        layout.setFormats([span(quiet, self._theme.color("quiet"))] if quiet else [])
        ends, below = broken(layout, place.width(), most_lines)
        self._pieces.append((layout, QPointF(place.topLeft()), self._theme.color("text")))
        return place.top() + round(below)

    def draw(self, painter: QPainter, at: QPointF) -> None:
        for layout, place, color in self._pieces:
            painter.setPen(color)
            layout.draw(painter, at + place)


def broken(layout: QTextLayout, width: int, most_lines: int) -> tuple[int, float]:
    """Break a text into lines; answers with how many characters found room, and the height."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ends, y = 0, 0.0
    layout.beginLayout()
    for _ in range(most_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(20, width))
        line.setPosition(QPointF(0, y))
        y += line.height() + LEADING
        ends = line.textStart() + line.textLength()
    layout.endLayout()
    return ends, y


def raised(layout: QTextLayout, font: QFont) -> float:
    """How far a line is put up to stand where the font's own letters do: writing that comes from another font, such
    as Chinese, is laid out with that font's greater ascent, and would reach into what is below."""
    if not layout.lineCount():
        return 0.0
    return min(0.0, QFontMetricsF(font).ascent() - layout.lineAt(0).ascent())


def span(length: int, color: QColor) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setForeground(color)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = 0, length, look
    return made


def drop(faces: Faces) -> int:
    """How far small text is lowered to stand on the same line as normal text."""
    return QFontMetrics(faces.normal).ascent() - QFontMetrics(faces.small).ascent()
