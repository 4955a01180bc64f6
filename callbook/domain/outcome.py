"""How a call ended, on one key: what happened, what it meant, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callbook.domain.followup import ActionKind
from callbook.domain.prospect import Stage


class Reached(StrEnum):
    """What happened technically."""

    NOBODY = "nobody"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    GATEKEEPER = "gatekeeper"
    SOMEBODY_ELSE = "somebody_else"
    RIGHT_PERSON = "right_person"

    @property
    def spoke(self) -> bool:
        """Whether anybody was spoken with; a call that reached nobody has no talk time."""
        return self in (Reached.GATEKEEPER, Reached.SOMEBODY_ELSE, Reached.RIGHT_PERSON, Reached.WRONG_NUMBER)


class Result(StrEnum):
    """What it meant."""

    NONE = "none"
    MEETING = "meeting"
    CALL_BACK = "call_back"
    INFORMATION = "information"
    REFERRAL = "referral"
    NOT_NOW = "not_now"
    NOT_INTERESTED = "not_interested"
    DO_NOT_CALL = "do_not_call"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the user's own list. `proposes` is a rule of `when.proposed_due`; `key` a digit or nothing."""

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    position: int = 0
    key: str = ""
    label: str = ""
    reached: Reached = Reached.NOBODY
    result: Result = Result.NONE
    action: ActionKind | None = None
    proposes: str = "none"
    stage: Stage | None = None
    saves_itself: bool = False
    conversation: bool = False
    asks_reason: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody said no, from the user's own list."""

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    position: int = 0
    label: str = ""


_R, _S, _A = Reached, Stage, ActionKind
SHIPPED_OUTCOMES = (
    Outcome(
        key="1", label="No answer", reached=_R.NOBODY,
        action=_A.CALL, proposes="+2wd other time", saves_itself=True,
    ),
    Outcome(key="2", label="Voicemail", reached=_R.VOICEMAIL, action=_A.CALL, proposes="+3wd", saves_itself=True),
    Outcome(key="3", label="Gatekeeper", reached=_R.GATEKEEPER, action=_A.CALL, proposes="+1wd", stage=_S.INTRODUCED),
    Outcome(
        key="4", label="Talked", reached=_R.RIGHT_PERSON, result=Result.INFORMATION,
        action=_A.CALL, proposes="+5wd", stage=_S.TALKING, conversation=True,
    ),
    Outcome(
        key="5", label="Meeting set", reached=_R.RIGHT_PERSON, result=Result.MEETING,
        action=_A.MEETING, proposes="ask", stage=_S.MEETING, conversation=True,
    ),
    Outcome(
        key="6", label="Call back", reached=_R.RIGHT_PERSON, result=Result.CALL_BACK,
        action=_A.CALL, proposes="ask", stage=_S.TALKING,
    ),
    Outcome(
        key="7", label="Not now", reached=_R.RIGHT_PERSON, result=Result.NOT_NOW,
        action=_A.CALL, proposes="+3m", stage=_S.RESTING,
    ),
    Outcome(
        key="8", label="Not interested", reached=_R.RIGHT_PERSON, result=Result.NOT_INTERESTED,
        stage=_S.CLOSED, asks_reason=True,
    ),
    Outcome(key="9", label="Wrong number", reached=_R.WRONG_NUMBER),
    Outcome(key="0", label="Do not call", reached=_R.RIGHT_PERSON, result=Result.DO_NOT_CALL, stage=_S.CLOSED),
    Outcome(label="Busy", reached=_R.BUSY, action=_A.CALL, proposes="+1wd other time", saves_itself=True),
    Outcome(
        label="Referral", reached=_R.RIGHT_PERSON, result=Result.REFERRAL,
        action=_A.CALL, proposes="+5wd", stage=_S.TALKING, conversation=True,
    ),
)  # fmt: skip

SHIPPED_REASONS = (
    "No need",
    "Has somebody",
    "No budget",
    "Bad timing",
    "Too small for us",
    "Not the right person",
    "Would not say",
)
