"""What a person can do with calls: start, write, hang up, save with an outcome, log, edit, delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from callbook.domain.call import Answer, Call, CallState, talk_seconds
from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.prospect import Phone, Prospect, Stage
from callbook.domain.script import Channel, Direction, Purpose
from callbook.domain.when import Due
from callbook.services.prospects import DO_NOT_CALL, Draft, insert, zone_for
from callbook.services.standing import (
    advance_stage,
    close_action,
    open_action,
    refresh,
    tick_off,
    tried_enough,
)
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.storage.book import Book, Step


@dataclass(frozen=True, slots=True)
class Situation:
    """Whom a call is with and what is said in it; `zone` is where we are."""

    zone: ZoneInfo
    prospect_id: int | None = None
    contact_id: int | None = None
    phone_id: int | None = None
    direction: Direction = Direction.OUTBOUND
    channel: Channel = Channel.PHONE
    purpose: Purpose = Purpose.NEW_BUSINESS
    version_id: int | None = None
    opener_id: int | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to happen next: a dated action, or nothing. `text` is what was typed beside the date; a meeting has a
    place and a length in minutes."""

    kind: ActionKind | None = None
    due: Due | None = None
    text: str = ""
    place: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended: its outcome (None: unfinished), why they said no, the next step and how it was typed.
    `referred` is somebody they named to us, who becomes a prospect."""

    outcome: Outcome | None = None
    reason_id: int | None = None
    next: NextStep = NextStep()
    typed: str = ""
    referred: Draft | None = None


def start(book: Book, situation: Situation, *, now: datetime, uuid: str = "") -> Change:
    """Begin a call. The row is there from its first second; a call that was live goes into wrap-up.

    UserError where the prospect asked not to be called and we are the ones calling.
    """
    with book.step(Op.START_CALL) as step:
        for other in reader.open_calls(book):
            if other.state is CallState.LIVE:
                step.update(ended(other, now))
        step.insert(replace(new_call(step, situation, now), uuid=uuid))
    return step.change()


def new_call(step: Step, situation: Situation, now: datetime) -> Call:
    their_zone = ""
    if situation.prospect_id is not None:
        prospect = step.get(Prospect, situation.prospect_id)
        if prospect.do_not_call_at is not None and situation.direction is Direction.OUTBOUND:
            raise UserError(DO_NOT_CALL.sentence, DO_NOT_CALL.next_step)
        their_zone = zone_for(prospect)
    theirs = now.astimezone(ZoneInfo(their_zone)) if their_zone else None
    return Call(
        prospect_id=situation.prospect_id,
        contact_id=situation.contact_id,
        phone_id=situation.phone_id,
        direction=situation.direction,
        channel=situation.channel,
        purpose=situation.purpose,
        version_id=situation.version_id,
        opener_id=situation.opener_id,
        started_at=now,
        zone=situation.zone.key,
        their_zone=their_zone,
        their_weekday=None if theirs is None else theirs.weekday(),
        their_hour=None if theirs is None else theirs.hour,
        seen_at=now,
    )


def write(book: Book, call_id: int, note: str, answers: Sequence[Answer], *, now: datetime, merge: str = "") -> Change:
    """Keep what was typed: the note, and the answers by their position in the call.

    An answer that was emptied keeps its row, empty; one that was never typed gets none.
    """
    with book.step(Op.EDIT_CALL, merge) as step:
        call = step.get(Call, call_id)
        step.update(replace(call, note=note, seen_at=now if call.saved_at is None else call.seen_at))
        write_answers(step, call_id, answers)
    return step.change()


def write_answers(step: Step, call_id: int, answers: Sequence[Answer]) -> None:
    stored = {answer.position: answer for answer in reader.answers(step.book, [call_id]).get(call_id, ())}
    for answer in answers:
        known = stored.get(answer.position)
        if known is not None:
            step.update(replace(known, text=answer.text))
        elif answer.text.strip():
            step.insert(replace(answer, id=0, uuid="", call_id=call_id))


def change_situation(
    book: Book,
    call_id: int,
    contact_id: int | None,
    phone_id: int | None,
    opener_id: int | None,
    *,
    now: datetime,
) -> Change:
    """Who was spoken with, which number was dialled, which opener was said."""
    with book.step(Op.EDIT_CALL) as step:
        call = step.get(Call, call_id)
        step.update(replace(call, contact_id=contact_id, phone_id=phone_id, opener_id=opener_id, seen_at=now))
    return step.change()


def attach(book: Book, call_id: int, prospect_id: int, *, now: datetime) -> Change:
    """Say who it is that called us."""
    with book.step(Op.EDIT_CALL) as step:
        call = step.get(Call, call_id)
        their_zone = zone_for(step.get(Prospect, prospect_id))
        theirs = call.started_at.astimezone(ZoneInfo(their_zone)) if their_zone and call.started_at else None
        step.update(
            replace(
                call,
                prospect_id=prospect_id,
                their_zone=their_zone,
                their_weekday=None if theirs is None else theirs.weekday(),
                their_hour=None if theirs is None else theirs.hour,
            )
        )
        if call.saved_at is not None:
            for owner in {prospect_id, call.prospect_id or prospect_id}:
                refresh(step, owner)
    return step.change()


def hang_up(book: Book, call_id: int, *, now: datetime) -> Change:
    """End the talk; wrap-up begins."""
    with book.step(Op.HANG_UP) as step:
        step.update(ended(step.get(Call, call_id), now))
    return step.change()


def ended(call: Call, at: datetime) -> Call:
    if call.ended_at is not None:
        return call
    at = max(at, call.started_at or at)  # a clock set back in the middle of a call
    return replace(call, ended_at=at, seconds=talk_seconds(call, at), seen_at=at)


def choose(
    book: Book,
    call_id: int,
    outcome: Outcome,
    reason_id: int | None,
    typed: str,
    beside: str = "",
    *,
    now: datetime,
    merge: str = "",
) -> Change:
    """Keep what is chosen in wrap-up before it is saved, so that a crash or an undo brings it back as it was."""
    with book.step(Op.EDIT_CALL, merge) as step:
        call = step.get(Call, call_id)
        chosen = replace(call, outcome_id=outcome.id, reason_id=reason_id, next_text=typed, beside=beside)
        step.update(replace(chosen, seen_at=now))
    return step.change()


def save(book: Book, call_id: int, ending: Ending, zone: ZoneInfo, *, now: datetime) -> Change:
    """End wrap-up: the outcome with its meaning, the next action, the stage, all in one step.

    Without an outcome the call is kept as unfinished and the open next action stays.
    """
    with book.step(Op.SAVE_CALL) as step:
        call = ended(step.get(Call, call_id), now)
        settle(step, call, ending, zone, now)
        if ending.referred is not None:
            insert(step, referral(ending.referred, call), now)
    return step.change()


def referral(draft: Draft, call: Call) -> Draft:
    """Somebody named in a call, linked to who named them."""
    return replace(draft, prospect=replace(draft.prospect, referred_by=call.prospect_id))


def log(
    book: Book,
    situation: Situation,
    started_at: datetime,
    seconds: int,
    note: str,
    ending: Ending,
    *,
    now: datetime,
) -> Change:
    """Write a call that was made without the timer, now or in the past.

    UserError where the prospect asked not to be called, or where the call would lie in the future.
    """
    if started_at > now:
        raise UserError("A call cannot be logged before it was made.", "Choose a time that has passed.")
    with book.step(Op.LOG_CALL) as step:
        call = new_call(step, situation, started_at)
        end = started_at + timedelta(seconds=max(0, seconds))
        call = step.insert(replace(call, note=note, ended_at=end, seconds=max(0, seconds)))
        settle(step, call, ending, situation.zone, now)
        if ending.referred is not None:
            insert(step, referral(ending.referred, call), now)
    return step.change()


def settle(step: Step, call: Call, ending: Ending, zone: ZoneInfo, now: datetime) -> None:
    answers = reader.answers(step.book, [call.id]).get(call.id, ())
    call = replace(with_outcome(call, ending.outcome, answers), reason_id=ending.reason_id, saved_at=now, seen_at=now)
    step.update(replace(call, next_text=ending.typed, beside=""))
    if ending.outcome is not None and ending.outcome.reached is Reached.WRONG_NUMBER and call.phone_id:
        step.update(replace(step.get(Phone, call.phone_id), wrong_at=now))
    if call.prospect_id is None:
        return
    if ending.outcome is not None:
        settle_prospect(step, call, ending.outcome, ending.next, zone, now)
    refresh(step, call.prospect_id)
    tick_off(step, call.prospect_id, now)


def settle_prospect(
    step: Step, call: Call, outcome: Outcome, following: NextStep, zone: ZoneInfo, now: datetime
) -> None:
    prospect = step.get(Prospect, call.prospect_id or 0)
    resting = tried_enough(step.book, call, outcome)
    prospect = advance_stage(step, prospect, Stage.RESTING if resting else outcome.stage, now, call.id)
    if outcome.result is Result.DO_NOT_CALL:
        step.update(replace(prospect, do_not_call_at=prospect.do_not_call_at or now))
    stays = prospect_reader.open_action(step.book, prospect.id)
    if stays is not None and (stays.kind, stays.due) == (following.kind, following.due):
        text, place = following.text or stays.text, following.place or stays.place
        step.update(replace(stays, text=text, place=place, minutes=following.minutes or stays.minutes))
        return
    close_action(step, prospect.id, closing_for(call, stays), now, call.id)
    if following.due is not None and outcome.result is not Result.DO_NOT_CALL:
        action = NextAction(
            prospect_id=prospect.id,
            kind=following.kind or ActionKind.CALL,
            due=following.due,
            zone=zone.key,
            text=following.text,
            place=following.place,
            minutes=following.minutes,
            opened_by=call.id,
        )
        open_action(step, action, now)


def closing_for(call: Call, action: NextAction | None) -> Closing:
    """A meeting was held by meeting; anything else was done by a call that reached somebody."""
    if call.reached is None or not call.reached.spoke:
        return Closing.REPLACED
    if action is not None and action.kind is ActionKind.MEETING:
        return Closing.HELD if call.channel in (Channel.MEETING, Channel.VIDEO) else Closing.REPLACED
    return Closing.DONE


def with_outcome(call: Call, outcome: Outcome | None, answers: Sequence[Answer]) -> Call:
    """The call with an outcome's meaning copied onto it; no talk time where nobody was reached."""
    if outcome is None:
        return replace(call, outcome_id=None, outcome="", reached=None, result=Result.NONE, conversation=False)
    said = any(answer.text.strip() for answer in answers)
    return replace(
        call,
        outcome_id=outcome.id,
        outcome=outcome.label,
        reached=outcome.reached,
        result=outcome.result,
        conversation=outcome.reached is Reached.RIGHT_PERSON and (outcome.conversation or said),
        seconds=call.seconds if outcome.reached.spoke else 0,
    )


def reopen(book: Book, call_id: int, *, now: datetime) -> Change:
    """Take an unfinished call back into wrap-up."""
    with book.step(Op.EDIT_CALL) as step:
        call = step.get(Call, call_id)
        step.update(replace(call, saved_at=None))
        if call.prospect_id is not None:
            refresh(step, call.prospect_id)
    return step.change()


def edit(
    book: Book,
    call: Call,
    outcome: Outcome | None,
    answers: Sequence[Answer],
    *,
    now: datetime,
    merge: str = "",
) -> Change:
    """Put a saved call right: its outcome, note, length, start or answers. What it led to stays as it is.

    It is no conversation where nobody was reached to have one with, whatever `call` says.
    """
    with book.step(Op.EDIT_CALL, merge) as step:
        write_answers(step, call.id, answers)
        stored = step.get(Call, call.id)
        if (outcome.id if outcome else None) != stored.outcome_id:
            call = with_outcome(call, outcome, answers)
        talked = call.conversation and call.can_be_conversation
        step.update(replace(call, conversation=talked, deleted_at=stored.deleted_at))
        if call.prospect_id is not None:
            refresh(step, call.prospect_id)
    return step.change()


def delete(book: Book, ids: Iterable[int], *, now: datetime) -> Change:
    """Mark calls deleted. A live call too: whoever starts one by mistake takes it back like this."""
    with book.step(Op.DELETE_CALLS) as step:
        for call_id in ids:
            call = step.get(Call, call_id)
            step.update(replace(call, deleted_at=now))
            if call.prospect_id is not None:
                refresh(step, call.prospect_id)
    return step.change()
