"""Blocks that a page is filled with: lines of text and shapes at their places, measured before anything is painted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPen, QTextLayout, QTextLine, QTextOption

from callbook.ui.printed.picture import Ink

DPI = 1200
POINT = DPI / 72
"""Dots. All lengths of blocks and pages are in dots, so that letters stand where they are measured."""
LEADING = 1.14
FAMILIES = ("Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans")
SHORT_TABS = str.maketrans({"\t": "    ", "\n": "\u2028", "\r": None, "\0": None})


class Piece(Protocol):
    """Something that is painted with its top left corner at a place."""

    @property
    def height(self) -> float: ...

    def paint(self, painter: QPainter, left: float, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text that was broken into lines; `whole` keeps these alive."""

    whole: QTextLayout
    line: QTextLine
    ink: Ink
    height: float

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        painter.setPen(QColor(self.ink))
        self.line.draw(painter, QPointF(left, top))


@dataclass(frozen=True, slots=True)
class Filled:
    """A box; without `ink` only its edge."""

    width: float
    height: float
    ink: Ink | None = None
    edge: Ink | None = None

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        painter.setPen(QPen(QColor(self.edge), 0.6 * POINT) if self.edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.ink) if self.ink else Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left, top, self.width, self.height))


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line, which takes no room by itself."""

    width: float
    ink: Ink
    thick: float = 0.5 * POINT
    dashed: bool = False
    height: float = 0.0

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        pen = QPen(QColor(self.ink), self.thick)
        if self.dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QLineF(left, top, left + self.width, top))


@dataclass(frozen=True, slots=True)
class At:
    left: float
    top: float
    piece: Piece


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces at their places from its top left corner."""

    pieces: tuple[At, ...] = ()
    height: float = 0.0

    def moved(self, left: float, top: float) -> tuple[At, ...]:
        return tuple(At(at.left + left, at.top + top, at.piece) for at in self.pieces)


@dataclass(frozen=True, slots=True)
class Type:
    """The letters of a page, all of one family."""

    family: str
    fonts: dict[tuple[float, bool], QFont] = field(default_factory=dict)

    def font(self, size: float, strong: bool = False) -> QFont:
        """A font of a size in points, as dots."""
        if (size, strong) not in self.fonts:
            font = QFont(self.family)
            font.setPixelSize(round(size * POINT))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            # Letters that take another shape beside others are not found by a search.
            font.setFeature(QFont.Tag("calt"), 0)
            font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
            self.fonts[size, strong] = font
        return self.fonts[size, strong]

    def text(self, text: str, width: float, size: float, ink: Ink = Ink.TEXT, strong: bool = False) -> Block:
        """Plain text in lines of at most this width; a word that is wider is broken. No text is no block."""
        if not text.strip():
            return Block()
        whole = QTextLayout(text.translate(SHORT_TABS), self.font(size, strong))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        whole.setTextOption(option)
        found: list[At] = []
        top = 0.0
        whole.beginLayout()
        while (line := whole.createLine()).isValid():
            line.setLineWidth(width)
            height = line.height() * LEADING
            found.append(At(0, top, Line(whole, line, ink, height)))
            top += height
        whole.endLayout()
        return Block(tuple(found), top)

    def width(self, text: str, size: float, strong: bool = False) -> float:
        """How wide a text is in one line."""
        block = self.text(text, 1e7, size, strong=strong)
        lines = [at.piece.line.naturalTextWidth() for at in block.pieces if isinstance(at.piece, Line)]
        return max(lines, default=0.0)


def usual_type() -> Type:
    """The first family there is of those that are made for screens and paper; else what the system calls sans serif."""
    there = set(QFontDatabase.families())
    return Type(next((name for name in FAMILIES if name in there), "Sans Serif"))


def space(height: float) -> Block:
    return Block((), height)


def stacked(blocks: Iterable[Block], gap: float = 0.0) -> Block:
    """Blocks under each other; those without height are left out."""
    pieces: list[At] = []
    top = 0.0
    for block in blocks:
        if not block.height and not block.pieces:
            continue
        top += gap if pieces else 0.0
        pieces += block.moved(0, top)
        top += block.height
    return Block(tuple(pieces), top)


def beside(blocks: Sequence[Block], lefts: Sequence[float]) -> Block:
    """Blocks side by side, each from its own left on."""
    pieces = [at for block, left in zip(blocks, lefts, strict=True) for at in block.moved(left, 0)]
    return Block(tuple(pieces), max((block.height for block in blocks), default=0.0))


def sliced(block: Block, room: float) -> list[Block]:
    """A block higher than a page as several that fit one each, cut between its lines; a piece that is itself too high
    stays whole."""
    found: list[Block] = []
    left = sorted(block.pieces, key=lambda at: at.top)
    while left:
        start = left[0].top
        fits = [at for at in left if at.top + at.piece.height - start <= room] or left[:1]
        end = max(at.top + at.piece.height for at in fits) - start
        found.append(Block(tuple(At(at.left, at.top - start, at.piece) for at in fits), end))
        left = [at for at in left if at not in fits]
    return found
