"""The English words of dates and times, and the characters in which they are typed."""

import re
from collections.abc import Iterable
from datetime import time


def _words(*groups: str, first: int = 0) -> dict[str, int]:
    return {word: number for number, group in enumerate(groups, first) for word in group.split()}


# The words of English. Another language brings its own words, and its own rows in the tables of rules.
NEVER = ("never again", "never", "none", "nothing", "no", "-")
NAMED_DAYS = _words("today", "tomorrow tmrw tmr") | {"day after tomorrow": 2, "the day after tomorrow": 2}
WEEKDAYS = _words(
    "mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday",
    "fri friday", "sat saturday", "sun sunday",
)  # fmt: skip
MONTHS = _words(
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december", first=1,
)  # fmt: skip
NUMBERS = _words(
    "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    first=1,
) | {"a couple of": 2}  # fmt: skip
UNITS = {
    word: (kind, factor)
    for words, kind, factor in (
        ("min,mins,minute,minutes", "minutes", 1),
        ("h,hr,hrs,hour,hours", "minutes", 60),
        ("d,day,days", "days", 1),
        ("w,wk,wks,week,weeks", "days", 7),
        ("fortnight,fortnights", "days", 14),
        ("m,month,months", "months", 1),
        ("y,yr,yrs,year,years", "months", 12),
        ("wd,workday,workdays,working day,working days,business day,business days", "working days", 1),
    )
    for word in words.split(",")
}
PARTS = {
    "morning": time(9, 30),
    "noon": time(12),
    "midday": time(12),
    "afternoon": time(14, 30),
    "evening": time(18),
    "midnight": time(0),
}
HALVES = {"morning": "a", "afternoon": "p", "evening": "p", "night": "p"}
THEIRS = ("their time", "their local time", "local time", "theirs", "there")
OURS = ("our time", "my time", "ours", "here")
# "There will be two of them" and "here is the plan" say nothing of a time.
VERBS = (
    "is", "are", "was", "were", "will", "would", "may", "might", "can", "could", "should", "must", "has", "have",
    "had", "isn't", "aren't", "wasn't", "won't", "can't",
)  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest that fits."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# What is read ends where a word ends; a stop or colon only before a space, not in 9.30.
END = r"(?=[ ,;!?)。、]|[.:](?: |\Z)|\Z)"
# One character for one, so that places in the folded line are places in the typed one.
_FOLD = (
    {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
    | {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
    | {wide: wide - 0xFEE0 + 32 for wide in range(0xFF21, 0xFF3B)}
    | {ord("’"): ord("'")}
)


def folded(text: str) -> str:
    """The text in small letters and of usual width, one character for one."""
    return text.translate(_FOLD)
