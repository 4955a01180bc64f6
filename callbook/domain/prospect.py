"""Prospects, the people there, their numbers, and where they stand in the sales cycle."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callbook.domain.when import Due


class Stage(StrEnum):
    """Place in the sales cycle. Outcomes move it forward; the user may move it anywhere."""

    NEW = "new"
    PREPARED = "prepared"
    INTRODUCED = "introduced"
    TALKING = "talking"
    MEETING = "meeting"
    PROPOSAL = "proposal"
    CLIENT = "client"
    PARTNER = "partner"
    RESTING = "resting"
    CLOSED = "closed"


# Partner stands beside client; resting is a pause and has no place in the order.
_RANK = {
    Stage.NEW: 0,
    Stage.PREPARED: 1,
    Stage.INTRODUCED: 2,
    Stage.TALKING: 3,
    Stage.MEETING: 4,
    Stage.PROPOSAL: 5,
    Stage.CLIENT: 6,
    Stage.PARTNER: 6,
    Stage.CLOSED: 7,
}


def stage_after(current: Stage, target: Stage | None) -> Stage:
    """The stage after an outcome that asks for `target`: forward only, but for resting.

    A client or partner stays one when it says "not now" or "not interested" to a new thing.
    """
    if target is None or current is target:
        return current
    won = current in (Stage.CLIENT, Stage.PARTNER)
    if target is Stage.RESTING:
        return current if won or current is Stage.CLOSED else target
    if current is Stage.RESTING:
        return target
    if won and target is Stage.CLOSED:
        return current
    return target if _RANK[target] > _RANK[current] else current


class BuyingRole(StrEnum):
    DECISION_MAKER = "decision_maker"
    GATEKEEPER = "gatekeeper"
    INFLUENCER = "influencer"
    USER = "user"
    UNKNOWN = "unknown"


PREPARATION = ("what_they_do", "how_they_do_it", "sets_apart", "how_we_fit", "who_decides")
"""The five fields of the preparation sheet, in the order they are asked."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A business, or a person on their own, you want to talk with.

    `tries` counts the attempts since the right person was last reached; `last_call_at` and `next_due`
    repeat what the calls and the open next action say, so that a list of 100,000 can be sorted by them.
    """

    id: int = 0
    uuid: str = ""
    created_at: datetime | None = None
    deleted_at: datetime | None = None
    name: str = ""
    website: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    zone: str = ""
    source: str = ""
    referred_by: int | None = None
    notes: str = ""
    what_they_do: str = ""
    how_they_do_it: str = ""
    sets_apart: str = ""
    how_we_fit: str = ""
    who_decides: str = ""
    stage: Stage = Stage.NEW
    do_not_call_at: datetime | None = None
    tries: int = 0
    last_call_at: datetime | None = None
    next_due: Due | None = None

    @property
    def prepared(self) -> int:
        """How many of the five preparation fields hold something."""
        return sum(bool(getattr(self, field).strip()) for field in PREPARATION)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a prospect; the one at position 0 is shown first."""

    id: int = 0
    uuid: str = ""
    prospect_id: int = 0
    position: int = 0
    name: str = ""
    title: str = ""
    email: str = ""
    role: BuyingRole = BuyingRole.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it was typed, and as E.164 where that could be read without a doubt."""

    id: int = 0
    uuid: str = ""
    prospect_id: int = 0
    contact_id: int | None = None
    position: int = 0
    label: str = ""
    typed: str = ""
    e164: str = ""
    wrong_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    id: int = 0
    uuid: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tagging:
    """One tag on one prospect."""

    id: int = 0
    prospect_id: int = 0
    tag_id: int = 0


@dataclass(frozen=True, slots=True)
class StageChange:
    """When a prospect came to a stage, and through which call."""

    id: int = 0
    prospect_id: int = 0
    stage: Stage = Stage.NEW
    at: datetime | None = None
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A smart view: a saved search, live."""

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    position: int = 0
    name: str = ""
    query: str = ""
