"""A printed page as PDF: drawn by Qt with lines and letters, the fonts inside."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from callbook.domain.paper import Paper
from callbook.ui.printed.blocks import DPI, POINT, At, Block, Filled, Piece, Rule, Type, beside, space, stacked
from callbook.ui.printed.pages import Pages
from callbook.ui.printed.parts import (
    Band,
    Bar,
    Break,
    Cell,
    Days,
    Figures,
    Form,
    Heading,
    Named,
    Paragraph,
    Part,
    Printed,
    Table,
    Words,
)
from callbook.ui.printed.picture import HEIGHT, SIZE, Ink, Shape, Side, Stroke, Word, shapes
from callbook.ui.printed.picture import Box as BoxShape
from callbook.ui.texts import filled

SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
MARGIN, FOOT = 43 * POINT, 20 * POINT
BODY, SMALL, TITLE, HEAD, LARGE = 9.0, 7.5, 17.0, 10.5, 17.0
GAP = 8 * POINT
BETWEEN = 10 * POINT  # columns
RULE = 19 * POINT  # room to write a line by hand


def pdf(printed: Printed, letters: Type) -> bytes:
    """The whole file. `letters` are embedded as far as they are used."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    margins = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(QPageSize(SIZES[printed.paper]), QPageLayout.Orientation.Portrait, margins))
    writer.setTitle(printed.title)
    writer.setCreator("Callbook")
    page = Page(letters, writer.width(), writer.height())
    pages = page.laid(printed)
    painter = QPainter(writer)
    for number, pieces in enumerate(pages, start=1):
        if number > 1:
            writer.newPage()
        paint(painter, pieces, MARGIN, MARGIN)
        foot = f"{printed.title} · {filled(printed.page, str(number), str(len(pages)))}"
        told = letters.text(foot, page.width, SMALL, Ink.QUIET)
        paint(painter, told.pieces, MARGIN, writer.height() - MARGIN + FOOT / 2 - told.height)
    painter.end()
    buffer.close()
    return bytes(data.data())


def paint(painter: QPainter, pieces: Sequence[At], left: float, top: float) -> None:
    for at in pieces:
        at.piece.paint(painter, left + at.left, top + at.top)


class Page:
    """Makes blocks of the parts of a page, and puts them on pages."""

    def __init__(self, letters: Type, width: float, height: float) -> None:
        self._letters = letters
        self.width = width - 2 * MARGIN
        self.room = height - 2 * MARGIN - FOOT / 2

    def laid(self, printed: Printed) -> list[list[At]]:
        """The pieces of each page."""
        pages = Pages(self.room)
        title = self._text(printed.title, TITLE, strong=True)
        pages.put(stacked([title, self._text(printed.under, BODY, Ink.QUIET)]))
        # A heading stays with what it is of.
        waiting = Block()
        for one in printed.parts:
            if isinstance(one, Heading):
                waiting = self._heading(one)
                continue
            self._put(pages, waiting, one)
            waiting = Block()
        return pages.laid()

    def _put(self, pages: Pages, heading: Block, one: Part) -> None:
        gap = 2 * GAP if heading.pieces else GAP
        match one:
            case Table():
                self._put_table(pages, heading, gap, one)
            case Form():
                pages.put_form(lambda more: self._form(one, more), 1.5 * GAP)
            case Break():
                pages.turn()
            case _:
                pages.put(stacked([heading, self._block(one)]), gap)

    def _block(self, one: Part) -> Block:
        match one:
            case Paragraph():
                return self._text(one.text, BODY, Ink.QUIET if one.quiet else Ink.TEXT)
            case Figures():
                return self._figures(one)
            case Days():
                return Block(tuple(self._shape(each) for each in shapes(one, self.width / POINT)), HEIGHT * POINT)
            case _:
                raise TypeError("no block is made of this part")

    def _text(self, text: str, size: float, ink: Ink = Ink.TEXT, strong: bool = False) -> Block:
        return self._letters.text(text, self.width, size, ink, strong)

    def _heading(self, one: Heading) -> Block:
        name = self._letters.text(one.text, self.width, HEAD, strong=True)
        left = self._letters.width(one.text, HEAD, strong=True) + BETWEEN
        told = self._letters.text(one.beside, max(1.0, self.width - left), SMALL, Ink.QUIET)
        drop = max(0.0, name.height - told.height - POINT)
        head = beside([name, stacked([space(drop), told])], [0, left]) if told.pieces else name
        return stacked([head, space(1.5 * POINT), rule(self.width, Ink.TEXT), space(4 * POINT)])

    def _figures(self, one: Figures) -> Block:
        width = (self.width - (len(one.figures) - 1) * GAP) / len(one.figures)
        inside = width - 2 * GAP
        cards = [
            stacked(
                [
                    self._letters.text(each.name, inside, SMALL, Ink.QUIET),
                    self._letters.text(each.count, inside, LARGE, strong=True),
                    self._letters.text(each.told, inside, SMALL, Ink.QUIET),
                ]
            )
            for each in one.figures
        ]
        height = max(card.height for card in cards) + 1.5 * GAP
        framed = [self._framed(card, width, height, GAP, 0.75 * GAP) for card in cards]
        return beside(framed, [at * (width + GAP) for at in range(len(framed))])

    def _framed(self, inside: Block, width: float, height: float, left: float, top: float) -> Block:
        frame = At(0, 0, Filled(width, height, edge=Ink.LINE))
        return Block((frame, *inside.moved(left, top)), height)

    # Tables

    def _put_table(self, pages: Pages, heading: Block, gap: float, one: Table) -> None:
        widths = [self.width * share for share in one.widths]
        lefts = [sum(widths[:at]) for at in range(len(widths))]
        head = self._row([Words("", under=name) for name in one.heads], lefts, widths) if any(one.heads) else Block()
        above = stacked([heading, head])
        for at, cells in enumerate(one.rows):
            row = self._row(cells, lefts, widths)
            pages.put(row if at else stacked([above, row]), 0.0 if at else gap, head if at and head.pieces else None)
        if one.more:
            pages.put(self._text(one.more, SMALL, Ink.QUIET), 3 * POINT)

    def _row(self, cells: Sequence[Cell], lefts: Sequence[float], widths: Sequence[float]) -> Block:
        blocks = [self._cell(cell, width - BETWEEN) for cell, width in zip(cells, widths, strict=True)]
        return stacked([space(2.5 * POINT), beside(blocks, lefts), space(2.5 * POINT), rule(self.width, Ink.LINE)])

    def _cell(self, cell: Cell, width: float) -> Block:
        middle = 0.72 * BODY * POINT  # of a line of text
        match cell:
            case None:
                return Block()
            case Words():
                text = self._letters.text(cell.text, width, BODY, strong=cell.strong)
                return stacked([text, self._letters.text(cell.under, width, SMALL, Ink.QUIET)])
            case Bar():
                bar = Filled(width * cell.share, 5 * POINT, Ink.FULL)
                return Block((At(0, middle - 2.5 * POINT, bar),), middle + 3 * POINT)
            case Band():
                return Block(
                    (
                        At(0, middle, Rule(width, Ink.LINE)),
                        At(width * cell.low, middle - 2.5 * POINT, self._band(width * (cell.high - cell.low))),
                        At(width * cell.share - POINT, middle - 4.5 * POINT, Filled(2 * POINT, 9 * POINT, Ink.TEXT)),
                    ),
                    middle + 5 * POINT,
                )

    def _band(self, width: float) -> Filled:
        return Filled(width, 5 * POINT, Ink.LINE)

    # Pictures

    def _shape(self, one: Shape) -> At:
        if isinstance(one, BoxShape):
            edge = Ink.QUIET if one.edge else None
            return at_point(one.left, one.top, Filled(one.width * POINT, one.height * POINT, one.ink, edge))
        if isinstance(one, Stroke):
            width = (one.right - one.left) * POINT
            return at_point(one.left, one.y, Rule(width, one.ink, 0.75 * POINT, one.dashed))
        return self._word(one)

    def _word(self, one: Word) -> At:
        block = self._letters.text(one.text, 1e7, SIZE, one.ink, one.strong)
        back = self._letters.width(one.text, SIZE, one.strong) / 2 if one.side is Side.MIDDLE else 0.0
        if not block.pieces:
            return at_point(one.x, one.y, Rule(0, one.ink))
        line = block.pieces[0].piece
        ascent = getattr(line, "line").ascent()  # noqa: B009  a piece of text is a Line
        return At(one.x * POINT - back, one.y * POINT - ascent, line)

    # Forms

    def _form(self, one: Form, more: float) -> Block:
        inside, padding = self.width - 2.4 * GAP, 1.2 * GAP
        half = (inside - 2 * BETWEEN) / 2
        head = stacked(
            [
                self._letters.text(one.title, inside, HEAD + 1.5, strong=True),
                self._letters.text(one.beside, inside, BODY, Ink.TEXT, strong=True),
                self._letters.text(one.under, inside, BODY),
                space(3 * POINT),
            ]
        )
        left = stacked([self._named(each, half) for each in one.left], 3 * POINT)
        asked = [self._named(one.opening, half)] if one.opening else []
        asked += [self._question(each, half, one.lines) for each in one.questions]
        sides = beside([left, stacked(asked, 4 * POINT)], [0, half + 2 * BETWEEN])
        below = [self._letters.text(one.room, inside, SMALL, Ink.QUIET)] + ruled(inside, 2 + int(more // RULE))
        whole = stacked([head, sides, space(5 * POINT), *below])
        return self._framed(whole, self.width, whole.height + 2 * padding, padding, padding * 0.8)

    def _named(self, one: Named, width: float) -> Block:
        name = self._letters.text(one.name, width, SMALL, Ink.QUIET)
        return stacked([name, self._letters.text(one.text, width, BODY - 0.5)])

    def _question(self, text: str, width: float, lines: int) -> Block:
        return stacked([self._letters.text(text, width, BODY - 0.5), *ruled(width, lines)])


def at_point(left: float, top: float, piece: Piece) -> At:
    """A piece at a place in points."""
    return At(left * POINT, top * POINT, piece)


def rule(width: float, ink: Ink) -> Block:
    return Block((At(0, 0, Rule(width, ink)),), 0.5 * POINT)


def ruled(width: float, lines: int) -> list[Block]:
    """Lines to write on."""
    return [Block((At(0, RULE, Rule(width, Ink.LINE)),), RULE) for _ in range(lines)]
