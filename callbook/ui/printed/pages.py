"""Filling pages with blocks from top to bottom: what may not be broken goes to the next page whole."""

from collections.abc import Callable
from dataclasses import dataclass, field

from callbook.ui.printed.blocks import POINT, At, Block, sliced

FORMS_A_PAGE = 3
MOST_GROWTH = 170 * POINT


@dataclass(frozen=True, slots=True)
class Placed:
    """A block on a page. One that can grow is made again with more room below."""

    block: Block
    gap: float
    grow: Callable[[float], Block] | None = None


@dataclass(slots=True)
class Pages:
    """Pages with so much `room` for blocks under each other."""

    room: float
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    def put(self, block: Block, gap: float = 0.0, head: Block | None = None) -> None:
        """Put a block below what is there, `gap` apart; where it begins a page, under `head`."""
        if not self._fits(block, gap):
            self.turn()
            if head is not None:
                self._add(head, 0.0)
        if block.height <= self.room - self.used:
            self._add(block, gap)
            return
        for part in sliced(block, self.room - (head.height if head else 0.0)):
            if not self._fits(part, 0.0):
                self.turn()
            self._add(part, 0.0)

    def put_form(self, grow: Callable[[float], Block], gap: float) -> None:
        """Put a block that takes what room its page has left, shared with the others there."""
        block = grow(0.0)
        forms = sum(1 for placed in self.pages[-1] if placed.grow is not None)
        if forms == FORMS_A_PAGE or not self._fits(block, gap):
            self.turn()
        self._add(block, gap, grow)

    def turn(self) -> None:
        """Go on with a new page, unless nothing stands on this one."""
        if self.pages[-1]:
            self.pages.append([])
            self.used = 0.0

    def laid(self) -> list[list[At]]:
        """The pieces of each page at their places."""
        return [self._laid(page) for page in self.pages]

    def _fits(self, block: Block, gap: float) -> bool:
        return self.used + (gap if self.pages[-1] else 0.0) + block.height <= self.room

    def _add(self, block: Block, gap: float, grow: Callable[[float], Block] | None = None) -> None:
        gap = gap if self.pages[-1] else 0.0
        self.pages[-1].append(Placed(block, gap, grow))
        self.used += gap + block.height

    def _laid(self, page: list[Placed]) -> list[At]:
        forms = sum(1 for placed in page if placed.grow is not None)
        free = self.room - sum(placed.gap + placed.block.height for placed in page)
        more = max(0.0, min(MOST_GROWTH, free / forms)) if forms else 0.0
        found: list[At] = []
        top = 0.0
        for placed in page:
            block = placed.grow(more) if placed.grow is not None else placed.block
            found += block.moved(0, top + placed.gap)
            top += placed.gap + block.height
        return found
