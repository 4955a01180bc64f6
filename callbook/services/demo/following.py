"""What is planned after an invented call: as the outcome proposes it, or as somebody retypes it."""

from datetime import date, time
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind
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
from callbook.services.demo.course import Made, Planned, Standing

WON = (Stage.CLIENT, Stage.PARTNER)
TIMES = (*PARTS_OF_DAY, time(9), time(10), time(11), time(14), time(15), time(16))
NOON = time(12)
WEARY, MOST_TRIES = 2, 12


def gives_up(outcome: Outcome, tries: int, behind: float, random: Random) -> bool:
    """Whether a firm is laid aside: the more tries it took, and the more days of work (`behind`) are waiting."""
    if outcome.reached is Reached.RIGHT_PERSON:
        return outcome.result is Result.INFORMATION and random.random() < 0.04 + 0.1 * behind
    if tries >= MOST_TRIES:
        return True
    weary = tries > WEARY
    return random.random() < 0.02 * weary * (tries - WEARY) + 0.5 * max(0.0, behind - (0.25 if weary else 0.6))


def following(
    standing: Standing, call: Made, today: date, other_number: bool, theirs: ZoneInfo, random: Random
) -> Planned | None:
    """The next action after a call that ended so; a meeting that is still ahead stays. Times are of their clock."""
    outcome, planned = call.outcome, standing.action
    if outcome.stage is Stage.CLOSED or outcome.result is Result.DO_NOT_CALL:
        return None
    if planned and planned.kind is ActionKind.MEETING and outcome.result is not Result.MEETING and planned.day > today:
        return planned
    if outcome.reached is Reached.WRONG_NUMBER:
        return Planned(ActionKind.CALL, today, today) if other_number else None
    if outcome.action is None:
        return None
    if standing.stage in WON:
        day = next_working_day_on_or_after(add_months(today, random.randint(1, 4)))
        return Planned(outcome.action, day, day)
    proposal = proposed(outcome.proposes, today, theirs, standing.failed if "other" in outcome.proposes else ())
    if proposal is None:
        return asked(outcome.action, today, theirs, random)
    return Planned(kind_after(outcome, random), *proposal)


@lru_cache(maxsize=1000)
def proposed(rule: str, today: date, theirs: ZoneInfo, failed: tuple[int, ...]) -> tuple[Due, date] | None:
    """What a rule proposes on a day, and on which day that is; the same few come again and again."""
    due = proposed_due(rule, local_instant(today, NOON, theirs), theirs, failed)
    return None if due is None else (due, local_day(due, theirs))


def kind_after(outcome: Outcome, random: Random) -> ActionKind:
    """Mostly what the outcome proposes; after a talk sometimes something in writing or a visit."""
    kind = outcome.action or ActionKind.CALL
    if outcome.result is Result.INFORMATION and random.random() < 0.15:
        return random.choice((ActionKind.EMAIL, ActionKind.EMAIL, ActionKind.VISIT))
    return kind


def asked(kind: ActionKind, today: date, theirs: ZoneInfo, random: Random) -> Planned:
    """A day they named; a meeting always has a time, a call mostly."""
    meeting = kind is ActionKind.MEETING
    day = add_working_days(today, random.randint(3, 12) if meeting else random.randint(1, 8))
    due: Due = day
    if meeting or random.random() < 0.7:
        due = local_instant(day, random.choice(TIMES), theirs)
    return Planned(kind, due, day, agreed=True)


def moved_by_hand(stage: Stage, call: Made, partner: bool, random: Random) -> Stage | None:
    """A held meeting may lead to a proposal, a talk about a proposal to the work; nobody has an outcome for that."""
    if call.outcome.result is not Result.INFORMATION:
        return None
    if call.channel is Channel.MEETING and stage is Stage.MEETING and random.random() < 0.6:
        return Stage.PROPOSAL
    if stage is Stage.PROPOSAL and random.random() < 0.4:
        return Stage.PARTNER if partner else Stage.CLIENT
    return None
