"""What to say and ask in one situation, in versions, so that the numbers stay honest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Channel(StrEnum):
    PHONE = "phone"
    WALK_IN = "walk_in"
    VIDEO = "video"
    MEETING = "meeting"


class Purpose(StrEnum):
    NEW_BUSINESS = "new_business"
    MARKET_RESEARCH = "market_research"
    PARTNERSHIP = "partnership"


@dataclass(frozen=True, slots=True)
class Script:
    """The identity of a script; what it says stands in its versions."""

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    position: int = 0
    name: str = ""
    direction: Direction = Direction.OUTBOUND
    channel: Channel = Channel.PHONE
    purpose: Purpose = Purpose.NEW_BUSINESS


@dataclass(frozen=True, slots=True)
class ScriptVersion:
    """One wording of a script. The newest is the one in use."""

    id: int = 0
    uuid: str = ""
    script_id: int = 0
    number: int = 1
    created_at: datetime | None = None
    positioning: str = ""
    value_proposition: str = ""
    gatekeeper_line: str = ""
    voicemail: str = ""


@dataclass(frozen=True, slots=True)
class Opener:
    """An opening line of a version; which one was used is kept with the call."""

    id: int = 0
    uuid: str = ""
    version_id: int = 0
    position: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt's identity, shared by scripts and their versions, so that answers add up."""

    id: int = 0
    uuid: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as one version asks it."""

    id: int = 0
    version_id: int = 0
    question_id: int = 0
    position: int = 0
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    id: int = 0
    uuid: str = ""
    version_id: int = 0
    position: int = 0
    objection: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class ScriptText:
    """All a caller sees of one script: its newest version, or the one a call used."""

    script: Script
    version: ScriptVersion
    openers: tuple[Opener, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    objections: tuple[Objection, ...] = ()


def suggested(
    texts: tuple[ScriptText, ...], direction: Direction, by_phone: bool, referred: bool, last: int | None
) -> ScriptText | None:
    """The script to begin with: the one last used with this prospect in this direction (`last`, a script's id),
    else the one whose situation fits best, in the user's order."""
    fitting = [text for text in texts if text.script.direction is direction]
    for text in fitting:
        if text.script.id == last:
            return text
    channel = Channel.PHONE if by_phone else Channel.WALK_IN
    named = [text for text in fitting if ("referral" in text.script.name.casefold()) is referred]
    for some in (named, fitting):
        for text in some:
            if text.script.channel is channel:
                return text
    return fitting[0] if fitting else None
