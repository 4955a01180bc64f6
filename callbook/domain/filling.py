"""Filling a script's fields, {me} or {company}, with what is known; what is not stays a visible gap."""

import re
from collections.abc import Callable, Mapping

FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS = ("me", "my offer", "contact", "company", "what they do", "referrer")


def fill(text: str, values: Mapping[str, str], gap: Callable[[str], str]) -> str:
    """`text` with each field replaced by its value, or by `gap(field)` where there is none. Never a brace."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1).strip().casefold()
        return values.get(name, "").strip() or gap(name)

    return FIELD.sub(value, text).replace("{", "").replace("}", "")


def gaps(text: str, values: Mapping[str, str]) -> list[str]:
    """The fields of `text` for which nothing is known, each once, in order."""
    names = [found.strip().casefold() for found in FIELD.findall(text)]
    return [name for name in dict.fromkeys(names) if not values.get(name, "").strip()]
