"""The next action: at most one open dated step per prospect."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callbook.domain.when import Due


class ActionKind(StrEnum):
    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    EMAIL = "email"


class Closing(StrEnum):
    """How a next action was closed. A held meeting is a meeting closed as held."""

    DONE = "done"
    HELD = "held"
    DROPPED = "dropped"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class NextAction:
    """A dated step; open until `closed_at`. `due` is a day or a minute, `zone` where that day was meant.

    A meeting carries its `place` and its length in `minutes`.
    """

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    prospect_id: int = 0
    created_at: datetime | None = None
    kind: ActionKind = ActionKind.CALL
    due: Due | None = None
    zone: str = ""
    text: str = ""
    opened_by: int | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    closing: Closing | None = None
    place: str = ""
    minutes: int | None = None
