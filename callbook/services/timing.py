"""The time of a call: they picked up, a pause, what a crash or a sleeping machine made of it."""

from dataclasses import replace
from datetime import datetime

from callbook.domain.call import Call, CallState, seconds_between
from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.services.calls import ended
from callbook.storage.book import Book


def pick_up(book: Book, call_id: int, *, now: datetime) -> Change:
    """They picked up: talk time counts from here, whatever was waited or paused before."""
    with book.step(Op.EDIT_CALL) as step:
        call = step.get(Call, call_id)
        step.update(replace(call, picked_up_at=now, paused_at=None, paused_seconds=0, seen_at=now))
    return step.change()


def pause(book: Book, call_id: int, *, now: datetime) -> Change:
    """Stop counting; nothing happens to a call that is paused or over."""
    with book.step(Op.PAUSE_CALL) as step:
        call = step.get(Call, call_id)
        if call.state is CallState.LIVE and call.paused_at is None:
            step.update(replace(call, paused_at=now, seen_at=now))
    return step.change()


def go_on(book: Book, call_id: int, *, now: datetime) -> Change:
    """Count again from here; nothing happens to a call that is not paused."""
    with book.step(Op.GO_ON_CALL) as step:
        step.update(replace(continued(step.get(Call, call_id), now), seen_at=now))
    return step.change()


def continued(call: Call, at: datetime) -> Call:
    """The call with its present pause over."""
    if call.paused_at is None:
        return call
    pause = max(0, seconds_between(call.paused_at, at))
    return replace(call, paused_at=None, paused_seconds=call.paused_seconds + pause)


def take_out(book: Book, call_id: int, seconds: int, *, now: datetime) -> Change:
    """Do not count some seconds of a call, as those in which the machine slept."""
    with book.step(Op.EDIT_CALL) as step:
        call = step.get(Call, call_id)
        if call.state is CallState.LIVE:
            step.update(replace(call, paused_seconds=call.paused_seconds + max(0, seconds), seen_at=now))
        else:
            step.update(replace(call, seconds=max(0, call.seconds - max(0, seconds))))
    return step.change()


def correct_length(book: Book, call_id: int, seconds: int, *, now: datetime, merge: str = "") -> Change:
    """Say by hand how long a call that is over was. UserError for a length below nothing."""
    if seconds < 0:
        raise UserError("A call cannot be shorter than nothing.", "Type its length, like 4:27.")
    with book.step(Op.EDIT_CALL, merge) as step:
        call = ended(step.get(Call, call_id), now)
        step.update(replace(call, seconds=seconds))
    return step.change()


def beat(book: Book, call_id: int, *, now: datetime) -> Change:
    """Note that a live call is still going on: a crash brings it back as of here. Nobody did it, so undoing goes
    to what was done before."""
    with book.step(Op.EDIT_CALL, quiet=True) as step:
        call = step.get(Call, call_id)
        if call.state is CallState.LIVE and call.paused_at is None:
            step.update(replace(call, seen_at=now))
    return step.change()


def recover(book: Book, call_id: int, *, now: datetime) -> Change:
    """Bring a live call back that a crash cut off: paused at its last saved moment, for its caller to say whether it
    still goes on."""
    with book.step(Op.PAUSE_CALL) as step:
        call = step.get(Call, call_id)
        if call.state is CallState.LIVE and call.paused_at is None:
            step.update(replace(call, paused_at=call.seen_at or now))
    return step.change()
