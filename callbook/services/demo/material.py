"""What a demonstration book is made of: names, trades, places, notes and answers, read from JSON texts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from callbook.domain.prospect import PREPARATION

Texts = Mapping[str, tuple[str, ...]]
"""Texts to choose from, by a key: a language, a field, an outcome's label, a question's wording."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town; in `postcode` and `phone` {d} stands for a digit and {A} for a letter."""

    city: str
    region: str
    country: str
    postcode: str
    phone: str
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business; in `names` {last} stands for a family name and {place} for the town."""

    tag: str
    names: Texts
    preparation: Texts
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """`first`, `last` and `notes_in` are by language, `notes` by an outcome's label, `answers` by a question."""

    places: tuple[Place, ...]
    trades: tuple[Trade, ...]
    first: Texts
    last: Texts
    notes: Texts
    notes_in: Mapping[str, Texts]
    answers: Texts


LANGUAGES = ("en", "de", "fr", "zh")
OWN = ("names", "businesses", "places", "notes", "answers")


def read_material(texts: Mapping[str, str]) -> Material:
    """Material from the texts names, businesses, places, notes and answers; KeyError where one is missing.

    Every other text is one of a script's file: it tells which question each list of answers is for.
    """
    names, notes, answers = (json.loads(texts[name]) for name in ("names", "notes", "answers"))
    scripts = [text for name, text in texts.items() if name not in OWN]
    return Material(
        places=tuple(place(found) for found in json.loads(texts["places"])),
        trades=tuple(trade(found) for found in json.loads(texts["businesses"])),
        first=tuples(names["first"]),
        last=tuples(names["last"]),
        notes=tuples(notes["by outcome label"]),
        notes_in={language: tuples(notes[language]) for language in LANGUAGES if language in notes},
        answers=answers_by_wording(scripts, answers),
    )


def place(found: Mapping[str, str]) -> Place:
    return Place(
        city=found["city"],
        region=found["region"],
        country=found["country"],
        postcode=found["postcode"],
        phone=found["phone"],
        zone=found["timezone"],
        language=found["lang"],
    )


def trade(found: Mapping[str, Any]) -> Trade:
    return Trade(
        tag=found["tag"],
        names=tuples({language: found[language] for language in LANGUAGES}),
        preparation=tuples({field: found[field] for field in PREPARATION}),
        roles=tuple(found["roles"]),
    )


def answers_by_wording(scripts: list[str], answers: Mapping[str, list[str]]) -> Texts:
    """Answers by the wording of their question; a question without answers is left out."""
    questions = [question for script in scripts for question in json.loads(script)["questions"]]
    return {each["text"]: tuple(answers[each["key"]]) for each in questions if each["key"] in answers}


def tuples(found: Mapping[str, list[str]]) -> Texts:
    return {key: tuple(some) for key, some in found.items()}
