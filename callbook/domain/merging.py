"""Two prospects become one: which fields there are to choose, what is taken without being asked, what goes to notes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from callbook.domain.prospect import PREPARATION, Prospect, Stage


class Choice(StrEnum):
    """Whose value a field of the merged prospect has; BOTH joins texts."""

    KEEP = "keep"
    OTHER = "other"
    BOTH = "both"


Choices = Mapping[str, Choice]

FIELDS = (
    "name",
    "website",
    "address",
    "city",
    "region",
    "postcode",
    "country",
    "zone",
    "source",
    *PREPARATION,
    "stage",
)
"""What can be chosen, in the order it is asked. Notes are always joined."""
JOINED = frozenset(PREPARATION)
"""Fields where both may stand, one below the other."""

# How far each stage is: a pause says more than an introduction and less than a talk, a client more than a no.
_FAR = {
    stage: far
    for far, stage in enumerate(
        (
            Stage.NEW,
            Stage.PREPARED,
            Stage.INTRODUCED,
            Stage.RESTING,
            Stage.TALKING,
            Stage.MEETING,
            Stage.PROPOSAL,
            Stage.CLOSED,
            Stage.CLIENT,
            Stage.PARTNER,
        )
    )
}


def differing(keep: Prospect, other: Prospect) -> tuple[str, ...]:
    """The fields in which both say something, and not the same: those to choose."""
    return tuple(field for field in FIELDS if both_say(keep, other, field) and not equal(keep, other, field))


def both_say(keep: Prospect, other: Prospect, field: str) -> bool:
    return bool(said(keep, field) and said(other, field))


def equal(keep: Prospect, other: Prospect, field: str) -> bool:
    return said(keep, field) == said(other, field)


def said(prospect: Prospect, field: str) -> str:
    return str(getattr(prospect, field)).strip()


def proposed(keep: Prospect, other: Prospect, field: str) -> Choice:
    """What is taken where nothing else is chosen: what is there, both of a preparation, the stage that is further."""
    if field == "stage":
        return Choice.OTHER if _FAR[other.stage] > _FAR[keep.stage] else Choice.KEEP
    if not said(keep, field):
        return Choice.OTHER
    return Choice.BOTH if field in PREPARATION and field in differing(keep, other) else Choice.KEEP


def merged(keep: Prospect, other: Prospect, choices: Choices) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """The chosen values by field, and the (field, text) that were not; ValueError for a choice that cannot be."""
    if unknown := choices.keys() - set(FIELDS):
        raise ValueError(f"no choice of {sorted(unknown)}")
    values: dict[str, Any] = {}
    left: list[tuple[str, str]] = []
    for field in FIELDS:
        choice = choices.get(field) or proposed(keep, other, field)
        taken, dropped = (other, keep) if choice is Choice.OTHER else (keep, other)
        values[field] = getattr(taken, field)
        if choice is Choice.BOTH:
            if field not in JOINED:
                raise ValueError(f"{field} cannot hold both")
            values[field] = joined(said(keep, field), said(other, field))
        elif said(dropped, field) and said(dropped, field) not in said(taken, field):
            left.append((field, said(dropped, field)))
    return values, tuple(left)


def joined(text: str, more: str) -> str:
    """Both texts, one below the other; one that holds the other stands alone."""
    if not text or text in more:
        return more
    return text if more in text else f"{text}\n{more}"
