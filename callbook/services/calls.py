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
from callbook.domain.typed_date import read_due
from callbook.domain.when import Due, Lateness, add_working_days, lateness, local_day, proposed_due
from callbook.services.prospects import zone_for
from callbook.services.standing import advance_stage, close_action, open_action, refresh
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.storage.book import Book, Step

DO_NOT_CALL = UserError(
    "This prospect asked not to be called.",
    "Lift it under Prospect, Do not call, if they changed their mind.",
)


OTHER_TIME = "other time"  # how a rule ends that asks for another time of day


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
    """What is to happen next: a dated action, or nothing. `text` is what was typed beside the date."""

    kind: ActionKind | None = None
    due: Due | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended: its outcome (None: unfinished), why they said no, the next step and how it was typed."""

    outcome: Outcome | None = None
    reason_id: int | None = None
    next: NextStep = NextStep()
    typed: str = ""


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


def pick_up(book: Book, call_id: int, *, now: datetime) -> Change:
    """They picked up: talk time counts from here."""
    with book.step(Op.EDIT_CALL) as step:
        step.update(replace(step.get(Call, call_id), picked_up_at=now, seen_at=now))
    return step.change()


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


def recover(book: Book, call_id: int, *, now: datetime) -> Change:
    """Bring a call back that a crash cut off: paused at its last saved moment, in wrap-up."""
    with book.step(Op.HANG_UP) as step:
        call = step.get(Call, call_id)
        step.update(replace(ended(call, call.seen_at or now), seen_at=now))
    return step.change()


def ended(call: Call, at: datetime) -> Call:
    if call.ended_at is not None:
        return call
    return replace(call, ended_at=at, seconds=talk_seconds(call, at), seen_at=at)


def choose(
    book: Book, call_id: int, outcome: Outcome, reason_id: int | None, typed: str, *, now: datetime, merge: str = ""
) -> Change:
    """Keep what is chosen in wrap-up before it is saved, so that a crash or an undo brings it back as it was."""
    with book.step(Op.EDIT_CALL, merge) as step:
        call = step.get(Call, call_id)
        step.update(replace(call, outcome_id=outcome.id, reason_id=reason_id, next_text=typed, seen_at=now))
    return step.change()


def save(book: Book, call_id: int, ending: Ending, zone: ZoneInfo, *, now: datetime) -> Change:
    """End wrap-up: the outcome with its meaning, the next action, the stage, all in one step.

    Without an outcome the call is kept as unfinished and the open next action stays.
    """
    with book.step(Op.SAVE_CALL) as step:
        settle(step, ended(step.get(Call, call_id), now), ending, zone, now)
    return step.change()


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
        settle(
            step,
            step.insert(replace(call, note=note, ended_at=end, seconds=max(0, seconds))),
            ending,
            situation.zone,
            now,
        )
    return step.change()


def settle(step: Step, call: Call, ending: Ending, zone: ZoneInfo, now: datetime) -> None:
    answers = reader.answers(step.book, [call.id]).get(call.id, ())
    call = replace(with_outcome(call, ending.outcome, answers), reason_id=ending.reason_id, saved_at=now, seen_at=now)
    step.update(replace(call, next_text=ending.typed))
    if ending.outcome is not None and ending.outcome.reached is Reached.WRONG_NUMBER and call.phone_id:
        step.update(replace(step.get(Phone, call.phone_id), wrong_at=now))
    if call.prospect_id is None:
        return
    if ending.outcome is not None:
        settle_prospect(step, call, ending.outcome, ending.next, zone, now)
    refresh(step, call.prospect_id)


def settle_prospect(
    step: Step, call: Call, outcome: Outcome, following: NextStep, zone: ZoneInfo, now: datetime
) -> None:
    prospect = step.get(Prospect, call.prospect_id or 0)
    prospect = advance_stage(step, prospect, outcome.stage, now, call.id)
    if outcome.result is Result.DO_NOT_CALL:
        step.update(replace(prospect, do_not_call_at=prospect.do_not_call_at or now))
    stays = prospect_reader.open_action(step.book, prospect.id)
    if stays is not None and (stays.kind, stays.due) == (following.kind, following.due):
        step.update(replace(stays, text=following.text or stays.text))
        return
    close_action(step, prospect.id, closing_for(call, stays), now, call.id)
    if following.due is not None and outcome.result is not Result.DO_NOT_CALL:
        kind = following.kind or ActionKind.CALL
        open_action(step, prospect.id, kind, following.due, following.text, zone.key, now, call.id)


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
    """Put a saved call right: its outcome, note, length, start or answers. What it led to stays as it is."""
    with book.step(Op.EDIT_CALL, merge) as step:
        write_answers(step, call.id, answers)
        stored = step.get(Call, call.id)
        if (outcome.id if outcome else None) != stored.outcome_id:
            call = with_outcome(call, outcome, answers)
        step.update(replace(call, deleted_at=stored.deleted_at))
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


def proposal(book: Book, call: Call, outcome: Outcome, zone: ZoneInfo, *, now: datetime) -> NextStep:
    """The next step an outcome proposes for this call's prospect: always one, except where it means none.

    A meeting that is still ahead stays, whatever a call in between came to. A wrong number leads to the
    next good number today. What asks for a date the user has not given yet has `due` None and a kind.
    """
    if call.prospect_id is None or outcome.stage is Stage.CLOSED:
        return NextStep()
    planned = prospect_reader.open_action(book, call.prospect_id)
    if planned is not None and planned.due is not None and outcome.result is not Result.MEETING:
        ahead = lateness(planned.due, now, zone) in (Lateness.LATER, Lateness.TODAY)
        if planned.kind is ActionKind.MEETING and ahead:
            return NextStep(planned.kind, planned.due, planned.text)
    if outcome.reached is Reached.WRONG_NUMBER:
        numbers = prospect_reader.phones(book, call.prospect_id)
        others = any(phone.wrong_at is None and phone.id != call.phone_id for phone in numbers)
        return NextStep(ActionKind.CALL, local_day(now, zone)) if others else NextStep()
    if outcome.action is None:
        return NextStep()
    if not outcome.proposes.endswith(OTHER_TIME):
        return NextStep(outcome.action, proposed_due(outcome.proposes, now, zone))
    theirs = their_zone(book, call, zone)
    return NextStep(outcome.action, proposed_due(outcome.proposes, now, theirs, failed_hours(book, call, theirs)))


def their_zone(book: Book, call: Call, ours: ZoneInfo) -> ZoneInfo:
    """The zone in which to look for another time of day: that of their clock, ours where theirs is not known."""
    prospect = book.get(Prospect, call.prospect_id or 0)
    name = zone_for(prospect) if prospect is not None else ""
    return ZoneInfo(name) if name else ours


def failed_hours(book: Book, call: Call, zone: ZoneInfo) -> list[int]:
    """Hours by the clock of `zone` of the tries since the right person was last reached, this one included."""
    hours = []
    for earlier in [call, *reader.recent_calls(book, call.prospect_id or 0, limit=10)]:
        if earlier.reached is Reached.RIGHT_PERSON:
            break
        if earlier.started_at is not None:
            hours.append(earlier.started_at.astimezone(zone).hour)
    return hours


def next_step(typed: str, proposed: NextStep, zone: ZoneInfo, day_first: bool, *, now: datetime) -> NextStep:
    """What the text in the wrap-up's "Next" field means.

    "never", or an emptied field where a date stood, means no next action. A date that is asked for but missing
    or unreadable becomes the next working day with the text kept, so that nothing is forgotten.
    """
    reading = read_due(typed, now, zone, day_first)
    if reading.due is not None:
        return NextStep(proposed.kind or ActionKind.CALL, reading.due, reading.rest)
    if reading.never and typed.strip():
        return NextStep()
    if proposed.kind is None:
        return NextStep(ActionKind.CALL, tomorrow(now, zone), typed.strip()) if typed.strip() else NextStep()
    if not typed.strip() and proposed.due is not None:
        return NextStep()
    return NextStep(proposed.kind, tomorrow(now, zone), typed.strip())


def tomorrow(now: datetime, zone: ZoneInfo) -> Due:
    return add_working_days(local_day(now, zone), 1)
