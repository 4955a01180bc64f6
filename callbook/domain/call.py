"""A call: one attempt or conversation on any channel, answered or not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callbook.domain.outcome import Reached, Result
from callbook.domain.script import Channel, Direction, Purpose


class CallState(StrEnum):
    LIVE = "live"
    WRAP_UP = "wrap_up"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt. A row exists from its first second: that row is the crash journal, there is no other.

    `ended_at` is hanging up, `saved_at` the end of wrap-up; `seen_at` the last moment something of it was
    saved. Instants are UTC; `zone` is where we were. `seconds` is talk time. `their_weekday` (Monday 0) and
    `their_hour` are by the clock at their place when the call started, None where that is not known.
    The outcome's meaning is copied, so that changing the list later changes no history. A call that is paused has
    `paused_at`; `paused_seconds` are those of the pauses that are over. `answered_by` is the contact who picked up
    where that was not who was called. `beside` is what is typed in a wrap-up beside the next action, as JSON.
    """

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    prospect_id: int | None = None
    contact_id: int | None = None
    phone_id: int | None = None
    direction: Direction = Direction.OUTBOUND
    channel: Channel = Channel.PHONE
    purpose: Purpose = Purpose.NEW_BUSINESS
    version_id: int | None = None
    opener_id: int | None = None
    started_at: datetime | None = None
    zone: str = ""
    their_zone: str = ""
    their_weekday: int | None = None
    their_hour: int | None = None
    picked_up_at: datetime | None = None
    ended_at: datetime | None = None
    saved_at: datetime | None = None
    seen_at: datetime | None = None
    seconds: int = 0
    outcome_id: int | None = None
    outcome: str = ""
    reached: Reached | None = None
    result: Result = Result.NONE
    reason_id: int | None = None
    conversation: bool = False
    note: str = ""
    next_text: str = ""
    paused_at: datetime | None = None
    paused_seconds: int = 0
    answered_by: int | None = None
    beside: str = ""

    @property
    def state(self) -> CallState:
        if self.saved_at is not None:
            return CallState.SAVED
        return CallState.LIVE if self.ended_at is None else CallState.WRAP_UP

    @property
    def attempt(self) -> bool:
        """Whether it counts as an attempt: outbound, by phone or walking in."""
        return self.direction is Direction.OUTBOUND and self.channel in (Channel.PHONE, Channel.WALK_IN)

    @property
    def connect(self) -> bool:
        """An attempt that reached the right person."""
        return self.attempt and self.reached is Reached.RIGHT_PERSON

    @property
    def can_be_conversation(self) -> bool:
        """Whether it would be counted as a conversation: an attempt has to reach the right person for that, any other
        call somebody."""
        if self.attempt:
            return self.reached is Reached.RIGHT_PERSON
        return self.reached is None or self.reached.spoke


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a question, with the wording that was asked."""

    id: int = 0
    uuid: str = ""
    call_id: int = 0
    question_id: int | None = None
    position: int = 0
    wording: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """An objection that came up in a call, with its wording then."""

    id: int = 0
    uuid: str = ""
    call_id: int = 0
    objection_id: int | None = None
    wording: str = ""


def talk_seconds(call: Call, until: datetime) -> int:
    """Talk time in whole seconds from "they picked up", else from the start, without the pauses; never negative.

    None of it counts where nobody was reached.
    """
    if call.reached is not None and not call.reached.spoke:
        return 0
    begun = call.picked_up_at or call.started_at
    if begun is None:
        return 0
    return max(0, seconds_between(begun, call.paused_at or until) - call.paused_seconds)


def seconds_between(earlier: datetime, later: datetime) -> int:
    """Whole seconds of the clock from one moment to another; moments are kept in whole seconds, so none is lost
    or counted twice where two stretches meet."""
    return int(later.timestamp()) - int(earlier.timestamp())
