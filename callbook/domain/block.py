"""A call block: a list of prospects one sits down to call, worked down in order."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Block:
    """One sitting. At most one is open; it knows by its members where it stopped."""

    id: int = 0
    uuid: str = ""
    name: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlockMember:
    """A prospect's place in a block: done when a call with them was saved; `later_at` when they were put off,
    and come again after the others."""

    id: int = 0
    block_id: int = 0
    prospect_id: int = 0
    position: int = 0
    done_at: datetime | None = None
    later_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlockProgress:
    """How far a block is: `done` and `later` of `total`; `next_id` is whose turn it is, None when all is done."""

    block: Block
    total: int
    done: int
    later: int
    next_id: int | None
