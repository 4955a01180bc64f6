"""What is planned after an invented call: as the outcome proposes it, or as somebody retypes it."""

from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind, Closing
from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.prospect import Stage
from callbook.domain.script import Channel
from callbook.domain.when import (
    PARTS_OF_DAY,
    Due,
    add_months,
    add_working_days,
    local_day,
    local_instant,
    next_working_day_on_or_after,
    proposed_due,
)
from callbook.services.demo.course import Planned, Standing

WON = (Stage.CLIENT, Stage.PARTNER)
TIMES = (*PARTS_OF_DAY, time(9), time(10), time(11), time(14), time(15), time(16))
MOST_TRIES = 12


def gives_up(outcome: Outcome, tries: int, behind: float, random: Random) -> bool:
    """Whether a firm is laid aside: the more tries it took, and the more days of work (`behind`) are waiting."""
    if outcome.reached.spoke and outcome.reached is not Reached.GATEKEEPER:
        return outcome.result is Result.INFORMATION and random.random() < 0.04 + 0.1 * behind
    if tries >= MOST_TRIES:
        return True
    patience = 0.02 * max(0, tries - 2) if tries > 2 else 0.0
    return random.random() < patience + 0.5 * max(0.0, behind - (0.5 if tries > 2 else 1.0))


def following(
    standing: Standing, outcome: Outcome, other_number: bool, at: datetime, ours: ZoneInfo, random: Random
) -> Planned | None:
    """The next action after a call that ended so; a meeting that is still ahead stays."""
    if outcome.stage is Stage.CLOSED or outcome.result is Result.DO_NOT_CALL:
        return None
    today, planned = local_day(at, ours), standing.action
    if planned and planned.kind is ActionKind.MEETING and outcome.result is not Result.MEETING and planned.day > today:
        return planned
    if outcome.reached is Reached.WRONG_NUMBER:
        return Planned(ActionKind.CALL, today, today, at) if other_number else None
    if outcome.action is None:
        return None
    if standing.stage in WON:
        day = next_working_day_on_or_after(add_months(today, random.randint(1, 4)))
        return Planned(outcome.action, day, day, at)
    due = proposed_due(outcome.proposes, at, ours, standing.failed)
    if due is None:
        return asked(outcome.action, today, at, ours, random)
    return Planned(kind_after(outcome, random), due, local_day(due, ours), at)


def kind_after(outcome: Outcome, random: Random) -> ActionKind:
    """Mostly what the outcome proposes; after a talk sometimes something in writing or a visit."""
    kind = outcome.action or ActionKind.CALL
    if outcome.result is Result.INFORMATION and random.random() < 0.15:
        return random.choice((ActionKind.EMAIL, ActionKind.EMAIL, ActionKind.VISIT))
    return kind


def asked(kind: ActionKind, today: date, at: datetime, ours: ZoneInfo, random: Random) -> Planned:
    """A day they named; a meeting always has a time, a call mostly."""
    meeting = kind is ActionKind.MEETING
    day = add_working_days(today, random.randint(3, 12) if meeting else random.randint(1, 8))
    due: Due = day
    if meeting or random.random() < 0.7:
        due = local_instant(day, random.choice(TIMES), ours)
    return Planned(kind, due, day, at, agreed=True)


def closing(outcome: Outcome, channel: Channel, planned: Planned) -> Closing:
    """How the planned action ended, by the rule the wrap-up has."""
    if not outcome.reached.spoke:
        return Closing.REPLACED
    if planned.kind is ActionKind.MEETING:
        return Closing.HELD if channel in (Channel.MEETING, Channel.VIDEO) else Closing.REPLACED
    return Closing.DONE


def moved_by_hand(stage: Stage, met: bool, outcome: Outcome, partner: bool, random: Random) -> Stage | None:
    """A held meeting may lead to a proposal, a talk about a proposal to the work; nobody has an outcome for that."""
    if outcome.result is not Result.INFORMATION:
        return None
    if met and stage is Stage.MEETING and random.random() < 0.6:
        return Stage.PROPOSAL
    if stage is Stage.PROPOSAL and random.random() < 0.4:
        return Stage.PARTNER if partner else Stage.CLIENT
    return None
