"""How a call ended, on one key: what happened, what it meant, and what comes next."""

import re
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


class Wait(StrEnum):
    """What a proposal counts in, or that it counts nothing."""

    NOTHING = "none"
    ASK = "ask"
    WORKING_DAYS = "wd"
    DAYS = "d"
    WEEKS = "w"
    MONTHS = "m"

    @property
    def counts(self) -> bool:
        return self not in (Wait.NOTHING, Wait.ASK)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `when.proposed_due` in its parts; `count` (1 to 999) and `other_time` are of a wait that counts."""

    wait: Wait = Wait.NOTHING
    count: int = 1
    other_time: bool = False


_RULE = re.compile(r"\+([1-9]\d{0,2})(wd|d|w|m)( other time)?", re.ASCII)


def read_rule(text: str) -> Rule | None:
    """The parts of a rule; None for a text that `when.proposed_due` reads as no rule at all."""
    if text in (Wait.NOTHING, Wait.ASK):
        return Rule(Wait(text))
    found = _RULE.fullmatch(text)
    return Rule(Wait(found[2]), int(found[1]), bool(found[3])) if found else None


def rule_text(rule: Rule) -> str:
    """The text `read_rule` reads back."""
    if not rule.wait.counts:
        return rule.wait.value
    return f"+{rule.count}{rule.wait.value}{' other time' if rule.other_time else ''}"


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
