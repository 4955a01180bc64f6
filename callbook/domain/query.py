"""What stands in the search box, as data and as text: words, and conditions such as city:leeds."""

import re
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from callbook.domain.prospect import Stage


@dataclass(frozen=True, slots=True)
class Query:
    """All of it has to hold for a prospect; "" and () ask for nothing.

    `words`, `city`, `tags`, `themes` and `postcode` (a prefix) are as typed: comparing without regard to case and
    width is for who searches. `themes` are of answers: all of them were said, and none of `not_themes`.
    `stage` is a value of Stage. `last` is when it was last called: "never", "today", "30d" (30 days ago or
    less) or ">30d" (longer ago). `next` is when the next action is due: "none", "overdue", "today", "week" or
    "later". `sort` is a column, after a "-" in descending order.
    """

    words: tuple[str, ...] = ()
    city: str = ""
    tags: tuple[str, ...] = ()
    stage: str = ""
    postcode: str = ""
    last: str = ""
    next: str = ""
    sort: str = ""
    themes: tuple[str, ...] = ()
    not_themes: tuple[str, ...] = ()


_NOTHING = Query()
_ONE_OF = {
    "stage": re.compile("|".join(Stage)),
    "last": re.compile(r"never|today|>?[1-9]\d{0,3}d", re.ASCII),
    "next": re.compile("none|overdue|today|week|later"),
    "sort": re.compile("-?(?:name|city|last|next|added|stage)"),
}
_SEVERAL = {"tag": "tags", "theme": "themes", "nottheme": "not_themes"}
"""Conditions that add up, each with the field that holds them."""
_KEYS = ("city", *_SEVERAL, "stage", "postcode", "last", "next", "sort")

# A quote that was not closed yet goes on to the end; a doubled one inside straight quotes is one of the text.
_QUOTED = r'"[^"]*(?:""[^"]*)*(?:"|\Z)|[“”„＂][^“”„＂]*(?:[“”„＂]|\Z)'
_TOKEN = re.compile(rf"(?P<key>[^\W\d_]{{1,12}})[:：](?P<value>{_QUOTED}|\S*)|(?P<phrase>{_QUOTED})|\S+")


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        # An odd number of quotes at the end closes; an even one is all text.
        text = text[1:]
        closing = (len(text) - len(text.rstrip('"'))) % 2
        return text[: len(text) - closing].replace('""', '"').strip()
    return (text.strip("“”„＂") if text.startswith(tuple("“”„＂")) else text).strip()


def parse(text: str) -> Query:
    """The query a text stands for; no text is refused, and the time taken grows with its length alone.

    A key that is not known, or a value its key does not have, makes the token a word as it stands. Quotes
    keep words together, and keep city:leeds from being a condition. Of a condition given twice the later
    one counts, but tags and themes add up. Keys, stages, times and columns may be in any case and width.
    """
    single: dict[str, str] = {}
    words: list[str] = []
    several: dict[str, list[str]] = {}
    for token in _TOKEN.finditer(text):
        key, value = _condition(token)
        if key in _SEVERAL:
            several.setdefault(_SEVERAL[key], []).append(value)
        elif key:
            single[key] = value
        elif word := _unquoted(token[0]):
            words.append(word)
    found: dict[str, Any] = {**single, **{field: tuple(values) for field, values in several.items()}}
    return replace(_NOTHING, words=tuple(words), **found)


def _condition(token: re.Match[str]) -> tuple[str, str]:
    """A key and a value it can have, or two empty texts."""
    key, value = _folded(token["key"] or ""), _unquoted(token["value"] or "")
    if key in _ONE_OF:
        value = _folded(value)
        return (key, value) if _ONE_OF[key].fullmatch(value) else ("", "")
    return (key, value) if key in _KEYS and value else ("", "")


def to_text(query: Query) -> str:
    """The text that `parse` reads as `query`, for every query that `parse` can give."""
    conditions = [("city", query.city)]
    conditions += [(key, value) for key, field in _SEVERAL.items() for value in getattr(query, field)]
    conditions += [("stage", query.stage)]
    conditions += [("postcode", query.postcode), ("last", query.last), ("next", query.next)]
    conditions += [("sort", query.sort)]
    told = [f"{key}:{_value_text(value)}" for key, value in conditions if value]
    return " ".join([*map(_word_text, query.words), *told])


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _word_text(word: str) -> str:
    # Something has to follow: an open quote would take it in.
    return word if parse(f"{word} x") == Query(words=(word, "x")) else _quoted(word)


def _value_text(value: str) -> str:
    return value if re.fullmatch(r'[^\s"“”„＂]\S*', value) else _quoted(value)


def without(query: Query, *conditions: str) -> Query:
    """The query with the named fields asking for nothing; TypeError where there is no such field."""
    return replace(query, **{name: getattr(_NOTHING, name) for name in conditions})
