"""What a printed page is made of, in words and numbers alone: how it looks is for those who draw it."""

from dataclasses import dataclass
from typing import TypeAlias

from callbook.domain.paper import Paper


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of text; `under` stands below it, smaller. Lines of the text stay lines."""

    text: str
    under: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell with a bar: from 0 to 1 of its width. What it says stands in another cell in words."""

    share: float


@dataclass(frozen=True, slots=True)
class Band:
    """A cell with a share on a scale from 0 to 1, and what it may be in truth."""

    low: float
    share: float
    high: float


Cell: TypeAlias = Words | Bar | Band | None


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, and what share of what in words."""

    name: str
    count: str
    told: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a picture: None where it has not come yet; `met` where the goal was."""

    name: str
    count: int | None
    met: bool


@dataclass(frozen=True, slots=True)
class Days:
    """A picture of counts a day against a goal, 0 for none; `told` is the same in words."""

    days: tuple[Day, ...]
    goal: int
    told: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; a row never breaks across pages. `widths` are shares of the page, 1 together; `more` is said
    under the last row."""

    widths: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in small letters, and what it is of."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """Somebody's part of a sheet to be filled in by hand; it is never broken across pages.

    `left` is what is known, `right` what to say and ask: below a question there are as many ruled `lines`. `room` names
    the ruled room that is left below.
    """

    title: str
    beside: str
    under: str
    left: tuple[Named, ...]
    opening: Named | None
    questions: tuple[str, ...]
    room: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins on a new page."""


Part: TypeAlias = Heading | Paragraph | Figures | Days | Table | Form | Break


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole thing to print. `language` is that of its words; `page` says at the foot of each page which it
    is, %1, of how many, %2."""

    title: str
    under: str
    language: str
    page: str
    paper: Paper
    parts: tuple[Part, ...]
