"""What travels with the book: who I am, what I offer, how I work."""

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class BookSettings:
    """`home_country` is ISO 3166 alpha-2; hours are of their clock, the last one exclusive."""

    me: str = ""
    offer: str = ""
    home_country: str = ""
    daily_goal: int = 20
    first_hour: int = 8
    last_hour: int = 18


def read_settings(texts: dict[str, str]) -> BookSettings:
    """Settings from their stored texts; what is missing or unreadable keeps its default."""
    settings = BookSettings()
    found: dict[str, Any] = {}
    for field in fields(settings):
        text = texts.get(field.name)
        if text is None:
            continue
        if isinstance(getattr(settings, field.name), str):
            found[field.name] = text
        elif text.isdecimal():
            found[field.name] = int(text)
    return replace(settings, **found)


def settings_texts(settings: BookSettings) -> dict[str, str]:
    return {field.name: str(getattr(settings, field.name)) for field in fields(settings)}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One stored setting."""

    id: int = 0
    key: str = ""
    value: str = ""
