"""Where a prospect stands, kept in step with its calls: stage, next action, tries, last call."""

from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from callbook.domain.call import Call
from callbook.domain.followup import Closing, NextAction
from callbook.domain.outcome import Outcome, Reached
from callbook.domain.prospect import Prospect, Stage, StageChange, stage_after
from callbook.storage import blocks as block_reader
from callbook.storage import calls as call_reader
from callbook.storage import prospects as reader
from callbook.storage import settings as settings_reader
from callbook.storage.book import Step
from callbook.storage.engine import Connection

UNANSWERED = (Reached.NOBODY, Reached.BUSY, Reached.VOICEMAIL)


def refresh(step: Step, prospect_id: int) -> None:
    """Write again what the prospect's row repeats from its calls and its open action."""
    prospect = step.get(Prospect, prospect_id)
    recent = call_reader.recent_calls(step.book, prospect_id)
    action = reader.open_action(step.book, prospect_id)
    step.update(
        replace(
            prospect,
            tries=tries(recent),
            last_call_at=recent[0].started_at if recent else None,
            next_due=None if action is None else action.due,
        )
    )


def tries(newest_first: list[Call]) -> int:
    """Attempts since the right person was last reached."""
    count = 0
    for call in newest_first:
        if call.reached is Reached.RIGHT_PERSON:
            break
        count += call.attempt
    return count


def set_stage(step: Step, prospect: Prospect, stage: Stage, now: datetime, call_id: int | None = None) -> Prospect:
    """Move a prospect and keep the date; nothing happens where it stands there already."""
    if prospect.stage is stage:
        return prospect
    moved = replace(prospect, stage=stage)
    step.update(moved)
    step.insert(StageChange(prospect_id=prospect.id, stage=stage, at=now, call_id=call_id))
    return moved


def advance_stage(
    step: Step, prospect: Prospect, target: Stage | None, now: datetime, call_id: int | None = None
) -> Prospect:
    return set_stage(step, prospect, stage_after(prospect.stage, target), now, call_id)


def close_action(
    step: Step, prospect_id: int, closing: Closing, now: datetime, call_id: int | None = None
) -> NextAction | None:
    """Close the open next action, if there is one."""
    action = reader.open_action(step.book, prospect_id)
    if action is not None:
        step.update(replace(action, closed_at=now, closed_by=call_id, closing=closing))
    return action


def open_action(step: Step, action: NextAction, now: datetime) -> NextAction:
    """Open a next action; the one that was open must have been closed before."""
    return step.insert(replace(action, created_at=now))


def tried_enough(book: Connection, call: Call, outcome: Outcome) -> bool:
    """Whether this call is the last of as many unanswered attempts in a row as the settings allow."""
    if outcome.reached not in UNANSWERED or not call.attempt or call.prospect_id is None:
        return False
    most = settings_reader.settings(book).most_tries
    if not most:
        return False
    before = [earlier for earlier in call_reader.recent_calls(book, call.prospect_id) if earlier.id != call.id]
    in_a_row = takewhile(lambda earlier: earlier.reached in UNANSWERED, (one for one in before if one.attempt))
    return len(list(in_a_row)) + 1 >= most


def tick_off(step: Step, prospect_id: int, now: datetime) -> None:
    """In an open call block this prospect has had its turn."""
    member = block_reader.waiting_member(step.book, prospect_id)
    if member is not None:
        step.update(replace(member, done_at=now))
