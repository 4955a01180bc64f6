"""The picture of counts a day, as lines and boxes: drawn on paper and written as SVG from the same shapes."""

from dataclasses import dataclass
from enum import StrEnum

from callbook.ui import texts
from callbook.ui.printed.parts import Days

HEIGHT = 118.0
ROOM_ABOVE, ROOM_BELOW, ROOM_BESIDE = 15.0, 17.0, 26.0
WIDEST_BAR = 44.0
SIZE = 8.5  # of the letters


class Ink(StrEnum):
    """Told apart by lightness, so that it can be read in black and white."""

    TEXT = "#161a18"
    QUIET = "#555b58"
    LINE = "#b9bdb8"
    FULL = "#0f6a58"
    LIGHT = "#d3dcd8"


class Side(StrEnum):
    """Where a word stands from its point."""

    LEFT = "start"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Box:
    """Lengths in points, from the top left of the picture. `edge` draws a thin line around it."""

    left: float
    top: float
    width: float
    height: float
    ink: Ink
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level line."""

    left: float
    right: float
    y: float
    ink: Ink
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """`y` is the line it stands on."""

    x: float
    y: float
    text: str
    side: Side
    ink: Ink
    strong: bool = False


Shape = Box | Stroke | Word


def shapes(picture: Days, width: float) -> list[Shape]:
    """The picture in `width` points, HEIGHT high: a full bar where the goal was met, a light one with an edge where it
    was not, the count above each."""
    ground, room = HEIGHT - ROOM_BELOW, HEIGHT - ROOM_BELOW - ROOM_ABOVE
    right = width - (ROOM_BESIDE if picture.goal else 0)
    most = max(picture.goal * 1.15, *(day.count or 0 for day in picture.days), 1)
    slot = right / max(1, len(picture.days))
    found: list[Shape] = []
    for at, day in enumerate(picture.days):
        middle, wide = (at + 0.5) * slot, min(WIDEST_BAR, slot * 0.6)
        found.append(Word(middle, HEIGHT - 5, day.name, Side.MIDDLE, Ink.QUIET))
        if day.count is None:
            continue
        high = room * day.count / most
        full = day.met or not picture.goal
        if day.count:
            ink = Ink.FULL if full else Ink.LIGHT
            found.append(Box(middle - wide / 2, ground - high, wide, high, ink, edge=not full))
        found.append(Word(middle, ground - high - 4, texts.grouped(day.count), Side.MIDDLE, Ink.TEXT, strong=True))
    found.append(Stroke(0, right, ground, Ink.QUIET))
    if picture.goal:
        height = ground - room * picture.goal / most
        found.append(Stroke(0, right, height, Ink.TEXT, dashed=True))
        found.append(Word(right + 5, height + 3, texts.grouped(picture.goal), Side.LEFT, Ink.TEXT))
    return found
