"""One invented call: its channel, its moment, its length, how it ended, and what that does to the firm."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Reached, Result
from callbook.domain.prospect import Stage, stage_after
from callbook.domain.script import Channel, Direction, Purpose
from callbook.services.demo.chances import Chances, Circumstances, seconds
from callbook.services.demo.course import Made, Planned, Sketch, Standing
from callbook.services.demo.days import Day
from callbook.services.demo.following import closing, following, gives_up, moved_by_hand

WALKED_IN = 0.06
MINUTE = 60
ASIDE = 41  # seconds of a call's last minute that are for dialling and for writing up
LAID_ASIDE_FROM = (Stage.NEW, Stage.PREPARED, Stage.INTRODUCED, Stage.TALKING)


def held(
    day: Day,
    who: int,
    direction: Direction,
    sketch: Sketch,
    planned: Planned | None,
    chances: Chances,
    losing: bool,
    random: Random,
) -> Made | None:
    """A call on that day, at their working hours; None where no minute is free.

    `planned` is what it is to do; `losing` says whether the firm may be lost by it.
    """
    minute = day.begin(sketch.place.zone, wished(day, planned, random), random)
    if minute is None:
        return None
    channel = channel_of(sketch, planned, direction, random)
    hour = day.instant(minute).astimezone(sketch.clock).hour
    agreed = planned is not None and planned.agreed
    outcome = chances.draw(Circumstances(direction, channel, sketch.purpose, agreed, hour, losing), random)
    length = seconds(outcome, channel, random)
    room = day.take(minute, -(-(length + ASIDE) // MINUTE)) * MINUTE
    length = max(5, min(length, room - ASIDE))
    started_at = day.instant(minute) + timedelta(seconds=random.randint(0, 9))
    picked_up_at = started_at + timedelta(seconds=random.randint(4, 12)) if outcome.reached.spoke else None
    ended_at = (picked_up_at or started_at) + timedelta(seconds=length)
    return Made(
        who=who,
        direction=direction,
        channel=channel,
        purpose=sketch.purpose,
        outcome=outcome,
        started_at=started_at,
        picked_up_at=picked_up_at,
        ended_at=ended_at,
        saved_at=ended_at + timedelta(seconds=random.randint(4, 19)),
    )


def wished(day: Day, planned: Planned | None, random: Random) -> int | None:
    """Near the minute that was planned; at it, where they had named it."""
    if planned is None or not isinstance(planned.due, datetime):
        return None
    return day.minute(planned.due) + (0 if planned.agreed else random.randint(-25, 50))


def channel_of(sketch: Sketch, planned: Planned | None, direction: Direction, random: Random) -> Channel:
    if planned is not None and planned.kind is ActionKind.MEETING:
        return Channel.MEETING
    if direction is Direction.INBOUND or not sketch.near:
        return Channel.PHONE
    visit = planned is not None and planned.kind is ActionKind.VISIT
    return Channel.WALK_IN if visit or random.random() < WALKED_IN else Channel.PHONE


def settled(call: Made, sketch: Sketch, standing: Standing, behind: float, ours: ZoneInfo, random: Random) -> Made:
    """The call with what it leads to, and `standing` changed by it, all but its next action.

    By the rules of the wrap-up, in the order it has them. `behind` is how many days of work are waiting.
    """
    by_number = call.channel is Channel.PHONE
    number = min(len(standing.wrong_at), sketch.numbers - 1) if by_number else None
    count(call, standing, ours)
    planned = standing.action
    another = len(standing.wrong_at) < sketch.numbers
    opens = following(standing, call.outcome, another, call.saved_at, ours, random)
    stage = stage_after(standing.stage, call.outcome.stage)
    met = call.channel is Channel.MEETING
    moved = moved_by_hand(stage, met, call.outcome, sketch.purpose is Purpose.PARTNERSHIP, random)
    may_rest = opens is not planned and opens is not None and stage in LAID_ASIDE_FROM
    if may_rest and gives_up(call.outcome, standing.tries, behind, random):
        opens, moved = None, Stage.RESTING
    before, standing.stage = standing.stage, moved or stage
    stays = opens is planned
    return replace(
        call,
        number=number,
        closes=None if stays else planned,
        closing=None if stays or planned is None else closing(call.outcome, call.channel, planned),
        opens=None if stays else opens,
        stage=None if stage is before else stage,
        moved=moved,
    )


def count(call: Made, standing: Standing, ours: ZoneInfo) -> None:
    """What the firm's row repeats from its calls."""
    attempt = call.direction is Direction.OUTBOUND and call.channel in (Channel.PHONE, Channel.WALK_IN)
    standing.last_call_at = call.started_at
    if call.outcome.reached is Reached.RIGHT_PERSON:
        standing.tries, standing.failed = 0, []
    else:
        standing.tries += attempt
        standing.failed = [call.started_at.astimezone(ours).hour, *standing.failed[:10]]
    if call.outcome.reached is Reached.WRONG_NUMBER:
        standing.wrong_at.append(call.saved_at)
    if call.outcome.result is Result.DO_NOT_CALL:
        standing.do_not_call_at = call.saved_at
