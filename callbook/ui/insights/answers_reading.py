"""What the page of answers shows beside the answers themselves, read in one go on a read-only connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from callbook.domain.research import Theme, frequent_words
from callbook.storage import research
from callbook.storage.engine import Connection
from callbook.storage.research import Narrowing, Said, TagCount

LOOKED_THROUGH = 2000
"""Among so many of the newest answers frequent words are looked for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Which answers are wanted; none at all where there is no question."""

    question_id: int = 0
    narrowing: Narrowing = Narrowing()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is told of the theme that is chosen: over how many prospects its answers are spread, their tags with how
    many of the answers, and the city where most of them are."""

    theme: Theme
    prospects: int
    tags: tuple[TagCount, ...]
    city: str


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a question in their order, and how many of its answers bear each, or none at all."""

    question_id: int = 0
    themes: tuple[Theme, ...] = ()
    counts: Mapping[int, int] = field(default_factory=dict)
    without: int = 0
    chosen: Chosen | None = None


def read_themes(book: Connection, question_id: int, theme_id: int) -> Themes:
    """`theme_id` is the one of which more is told; 0 for none."""
    themes = tuple(research.themes(book, question_id))
    return Themes(
        question_id,
        themes,
        research.theme_counts(book, question_id),
        research.count(book, question_id, Narrowing(theme_id=0)),
        next((read_chosen(book, theme) for theme in themes if theme.id == theme_id), None),
    )


def read_chosen(book: Connection, theme: Theme) -> Chosen:
    tags = tuple(research.theme_tags(book, theme.id))
    return Chosen(theme, research.theme_prospects(book, theme.id), tags, research.theme_city(book, theme.id))


def read_proposals(book: Connection, question_id: int) -> list[tuple[str, int]]:
    """Frequent words of the answers that are no themes yet, each with how many of those looked through hold it."""
    known = [theme.name for theme in research.themes(book, question_id)]
    return frequent_words(research.texts(book, question_id, LOOKED_THROUGH), known, most=10)


def page_of(book: Connection, asking: Asking, offset: int, limit: int) -> list[Said]:
    return research.page(book, asking.question_id, asking.narrowing, offset, limit)


def count_of(book: Connection, asking: Asking) -> int:
    return research.count(book, asking.question_id, asking.narrowing)
