"""One invented call: its channel, its moment, its length, how it ended, and what that does to the firm."""

from datetime import datetime, timedelta
from random import Random

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Reached, Result
from callbook.domain.prospect import Stage, stage_after
from callbook.domain.script import Channel, Direction, Purpose
from callbook.services.demo.chances import Chances, Table
from callbook.services.demo.course import Made, Planned, Sketch, Standing
from callbook.services.demo.days import Day
from callbook.services.demo.following import following, gives_up, moved_by_hand

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
    zone = sketch.place.zone
    minute = day.begin(zone, wished(day, planned, random), random)
    if minute is None:
        return None
    channel = channel_of(sketch, planned, direction, random)
    agreed = planned is not None and planned.agreed
    table = table_of(chances, direction, channel, agreed, sketch.purpose, day.hour(minute, zone))
    ending = table.draw(losing, random)
    length = ending.seconds(random)
    room = day.take(minute, -(-(length + ASIDE) // MINUTE)) * MINUTE - ASIDE
    return Made(
        who=who,
        direction=direction,
        channel=channel,
        outcome=ending.outcome,
        started_at=day.midnight + timedelta(minutes=minute, seconds=int(random.random() * 10)),
        rang=4 + int(random.random() * 9) if ending.spoke else None,
        lasted=min(length, room),
        wrote=4 + int(random.random() * 16),
    )


def wished(day: Day, planned: Planned | None, random: Random) -> int | None:
    """Near the minute that was planned; at it, where they had named it."""
    if planned is None or not isinstance(planned.due, datetime):
        return None
    return day.minute(planned.due) + (0 if planned.agreed else int(random.random() * 75) - 25)


def channel_of(sketch: Sketch, planned: Planned | None, direction: Direction, random: Random) -> Channel:
    if planned is not None and planned.kind is ActionKind.MEETING:
        return Channel.MEETING
    if direction is Direction.INBOUND or not sketch.near:
        return Channel.PHONE
    visit = planned is not None and planned.kind is ActionKind.VISIT
    return Channel.WALK_IN if visit or random.random() < WALKED_IN else Channel.PHONE


def table_of(
    chances: Chances, direction: Direction, channel: Channel, agreed: bool, purpose: Purpose, hour: int
) -> Table:
    if channel is Channel.MEETING:
        return chances.met
    if direction is Direction.INBOUND:
        return chances.called_us
    if channel is Channel.WALK_IN:
        return chances.walked_in
    return chances.agreed if agreed else chances.cold[purpose][hour]


def settle(call: Made, sketch: Sketch, standing: Standing, day: Day, behind: float, random: Random) -> None:
    """Give a call what it leads to, and change `standing` by it, all but its next action.

    By the rules of the wrap-up, in the order it has them. `behind` is how many days of work are waiting.
    """
    if call.channel is Channel.PHONE:
        call.number = min(len(standing.wrong_at), sketch.numbers - 1)
    count(call, standing, day, sketch)
    planned = standing.action
    opens = following(standing, call, day.date, len(standing.wrong_at) < sketch.numbers, sketch.clock, random)
    stage = stage_after(standing.stage, call.outcome.stage)
    call.stage = None if stage is standing.stage else stage
    call.moved = moved_by_hand(stage, call, sketch.purpose is Purpose.PARTNERSHIP, random)
    may_rest = opens is not planned and opens is not None and stage in LAID_ASIDE_FROM
    if may_rest and gives_up(call.outcome, standing.tries, behind, random):
        opens, call.moved = None, Stage.RESTING
    standing.stage = call.moved or stage
    if opens is not planned:
        call.closes, call.opens = planned, opens


def count(call: Made, standing: Standing, day: Day, sketch: Sketch) -> None:
    """What the firm's row repeats from its calls."""
    standing.last_call_at = call.started_at
    if call.outcome.reached is Reached.RIGHT_PERSON:
        standing.tries, standing.failed = 0, ()
    else:
        standing.tries += call.direction is Direction.OUTBOUND and call.channel is not Channel.MEETING
        standing.failed = (day.hour(day.minute(call.started_at), sketch.place.zone), *standing.failed[:1])
    if call.outcome.reached is Reached.WRONG_NUMBER:
        standing.wrong_at.append(call.saved_at)
    if call.outcome.result is Result.DO_NOT_CALL:
        standing.do_not_call_at = call.saved_at
