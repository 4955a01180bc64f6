"""Where a prospect stands, kept in step with its calls: stage, next action, tries, last call."""

from dataclasses import replace
from datetime import datetime

from callbook.domain.call import Call
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.outcome import Reached
from callbook.domain.prospect import Prospect, Stage, StageChange, stage_after
from callbook.domain.when import Due
from callbook.storage import calls as call_reader
from callbook.storage import prospects as reader
from callbook.storage.book import Step


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


def open_action(
    step: Step,
    prospect_id: int,
    kind: ActionKind,
    due: Due,
    text: str,
    zone: str,
    now: datetime,
    call_id: int | None = None,
) -> NextAction:
    """Open the next action; the one that was open must have been closed before."""
    return step.insert(
        NextAction(
            prospect_id=prospect_id,
            created_at=now,
            kind=kind,
            due=due,
            zone=zone,
            text=text,
            opened_by=call_id,
        )
    )
