"""Lengths of calls as people type them in English."""

import re

from callbook.domain.typed_words import folded

_CLOCK_LENGTH = re.compile(r"(?:(\d{1,2}):([0-5]?\d)|(\d{1,4})):([0-5]\d)", re.ASCII)
_LENGTH_PART = r"(\d{1,5}(?:[.,]\d{1,2})?) ?([a-z]+|\Z)"
_WORDED_LENGTH = re.compile(rf"{_LENGTH_PART}\.?(?:(?:,? and |, | )?{_LENGTH_PART}\.?){{0,2}}", re.ASCII)
_LENGTH_UNITS = {
    word: seconds
    for words, seconds in (
        ("h hr hrs hour hours", 3600),
        ("m min mins minute minutes", 60),
        ("s sec secs second seconds", 1),
    )
    for word in words.split()
}
_LONGEST = 24 * 3600


def read_length(text: str) -> int | None:
    """Whole seconds of a length as typed: "4:27", "1:02:03", "4m", "270s", "4.5 min", "1h30"; None if unreadable.

    A bare number is minutes, or after a unit the next smaller one. More than a day is not a call: None.
    """
    line = folded(" ".join(text.split()))
    if found := _CLOCK_LENGTH.fullmatch(line):
        hours, minutes, alone, seconds = (int(group or 0) for group in found.groups())
        total: float = hours * 3600 + (minutes + alone) * 60 + seconds
    elif _WORDED_LENGTH.fullmatch(line):
        total = _worded_length(re.findall(_LENGTH_PART, line))
    else:
        return None
    return round(total) if 0 <= total <= _LONGEST else None


def _worded_length(parts: list[tuple[str, str]]) -> float:
    """Seconds, or -1 where a unit is unknown or not smaller than the one before."""
    total, before = 0.0, 3601
    for number, word in parts:
        unit = _LENGTH_UNITS.get(word, 0) if word else (60 if before > 3600 else before // 60)
        if not 0 < unit < before:
            return -1
        total += float(number.replace(",", ".")) * unit
        before = unit
    return total
