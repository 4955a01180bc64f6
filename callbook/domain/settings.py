"""What travels with the book: who I am, what I offer, how I work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from callbook.domain.prospect import Stage

LARGEST = {"most_tries": 999, "rest_months": 120, "meeting_minutes": 24 * 60, "remind_minutes": 24 * 60}
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class BookSettings:
    """`home_country` is ISO 3166 alpha-2; hours are of their clock, the last one exclusive.

    After `most_tries` unanswered attempts in a row a prospect rests for `rest_months`; 0 tries is no limit.
    `meeting_minutes` is the usual length of a meeting, `remind_minutes` how long before a timed next action to remind.
    `stage_names` has a line "talking=In talks" for each stage renamed, `hidden_stages` the words of those not offered.
    `published` is 1 where the figures of domain.published are to be shown beside one's own.
    """

    me: str = ""
    offer: str = ""
    home_country: str = ""
    daily_goal: int = 20
    first_hour: int = 8
    last_hour: int = 18
    most_tries: int = 8
    rest_months: int = 3
    meeting_minutes: int = 30
    remind_minutes: int = 5
    stage_names: str = ""
    hidden_stages: str = ""
    published: int = 0


def read_settings(texts: dict[str, str]) -> BookSettings:
    """Settings from their stored texts; what is missing, unreadable or beyond use keeps its default."""
    settings = BookSettings()
    found: dict[str, Any] = {}
    for field in fields(settings):
        text = texts.get(field.name)
        if text is None:
            continue
        if isinstance(getattr(settings, field.name), str):
            found[field.name] = text
        elif (number := read_number(text)) is not None and number <= LARGEST.get(field.name, number):
            found[field.name] = number
    return replace(settings, **found)


def read_number(text: str) -> int | None:
    """A whole number of at most nine digits; Python refuses to read ones of thousands."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def settings_texts(settings: BookSettings) -> dict[str, str]:
    return {field.name: str(getattr(settings, field.name)) for field in fields(settings)}


def named_stages(settings: BookSettings) -> dict[Stage, str]:
    """The stages the user gave names of their own, with these names; lines that name no stage say nothing."""
    named: dict[Stage, str] = {}
    for line in settings.stage_names.split("\n"):
        word, _, name = line.partition("=")
        if word.strip() in list(Stage) and name.strip():
            named[Stage(word.strip())] = name.strip()
    return named


def stage_names_text(names: Mapping[Stage, str]) -> str:
    """The text `named_stages` reads; a name is one line."""
    flat = {stage: " ".join(names[stage].split()) for stage in Stage if stage in names}
    return "\n".join(f"{stage.value}={name}" for stage, name in flat.items() if name)


def hidden_stages(settings: BookSettings) -> frozenset[Stage]:
    """The stages not offered in choices; a prospect may still stand there."""
    return frozenset(Stage(word) for word in settings.hidden_stages.split() if word in list(Stage))


def hidden_stages_text(stages: Iterable[Stage]) -> str:
    """The text `hidden_stages` reads."""
    chosen = set(stages)
    return " ".join(stage.value for stage in Stage if stage in chosen)


def offered_stages(settings: BookSettings) -> tuple[Stage, ...]:
    """The stages to choose from, in order; all of them where none would be left."""
    hidden = hidden_stages(settings)
    return tuple(stage for stage in Stage if stage not in hidden) or tuple(Stage)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One stored setting."""

    id: int = 0
    key: str = ""
    value: str = ""
