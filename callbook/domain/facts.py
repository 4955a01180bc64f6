"""What each call counts for: the one place where calls become numbers, by the definitions of domain.stats."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callbook.domain.outcome import Reached, Result
from callbook.domain.script import Channel, Direction
from callbook.domain.stats import Tally
from callbook.domain.when import instant_from_text

COUNTED = len(fields(Tally))
ATTEMPTED = (Channel.PHONE, Channel.WALK_IN)


class Told(NamedTuple):
    """A saved call as far as it is counted, its values as they are stored."""

    id: int
    prospect_id: int | None
    started_at: str  # UTC, as `when.instant_text` writes it
    zone: str  # where we were
    direction: str
    channel: str
    purpose: str
    version_id: int | None
    opener_id: int | None
    weekday: int | None  # Monday 0, by their clock
    hour: int | None
    reached: str | None
    result: str
    reason_id: int | None
    conversation: int
    seconds: int  # talk time


class Fact(NamedTuple):
    """What one call counts for. Counts are 0 or 1, `seconds` its talk time.

    `day` is the day it was made on as the caller lived it, YYYY-MM-DD. `attempt` is its place among the attempts with
    its prospect, from 1; 0 where it is none. `hour` is that of the week by their clock, from 0 on Monday at midnight to
    167. `first` marks the first connect with its prospect; `waited` is on the first meeting set: whole days since the
    first attempt.
    """

    call_id: int
    prospect_id: int | None
    day: str
    direction: str
    channel: str
    purpose: str
    version_id: int | None
    opener_id: int | None
    hour: int | None
    reached: str | None
    reason_id: int | None
    attempt: int
    connects: int
    conversations: int
    meetings: int
    held: int
    refusals: int
    first: int
    seconds: int
    waited: int | None


class Dimension(StrEnum):
    """By what calls are counted."""

    ALL = "all"
    VERSION = "version"
    OPENER = "opener"
    PURPOSE = "purpose"
    CHANNEL = "channel"
    DIRECTION = "direction"
    TAG = "tag"
    CITY = "city"
    COUNTRY = "country"
    ATTEMPT = "attempt"
    HOUR = "hour"
    REACHED = "reached"
    REASON = "reason"  # of refusals only
    REACHED_AT = "reached_at"  # first connects only, by the attempt they took
    WAITED = "waited"  # first meetings only, by the days since the first attempt


class Labels(NamedTuple):
    """What a prospect's calls are counted by beside what they say themselves."""

    city: str = ""
    country: str = ""
    tags: tuple[int, ...] = ()


Amounts = list[tuple[int, int]]
"""What is counted, by its place among the fields of a `stats.Tally`, and how much; what is not counted is left out."""

Key = tuple[Dimension, str | int, str]
"""A dimension, what of it, and a day."""


def facts_of(calls: Sequence[Told], held: Collection[int]) -> list[Fact]:
    """What the calls with one prospect count for, given in the order in which they began; `held` are those that set a
    meeting which was held."""
    found: list[Fact] = []
    attempts, reached_before, first_day, met = 0, False, "", False
    for call in calls:
        attempt = call.direction == Direction.OUTBOUND and call.channel in ATTEMPTED
        attempts += attempt
        day = day_of(call.started_at, call.zone)
        first_day = first_day or (day if attempt else "")
        fact = one_fact(call, day, attempts if attempt else 0, call.id in held)
        first = bool(fact.connects) and not reached_before
        met_now = bool(fact.meetings and first_day) and not met
        found.append(fact._replace(first=int(first), waited=days_between(first_day, day) if met_now else None))
        reached_before, met = reached_before or first, met or met_now
    return found


def one_fact(call: Told, day: str, attempt: int, held: bool) -> Fact:
    """A call by itself: an attempt is a conversation only where the right person was reached."""
    right = call.reached == Reached.RIGHT_PERSON
    conversation = bool(call.conversation) and (right or not attempt)
    meeting = conversation and call.result == Result.MEETING
    refusal = call.result == Result.NOT_INTERESTED
    known = call.weekday is not None and call.hour is not None
    return Fact(
        call_id=call.id,
        prospect_id=call.prospect_id,
        day=day,
        direction=call.direction,
        channel=call.channel,
        purpose=call.purpose,
        version_id=call.version_id,
        opener_id=call.opener_id,
        hour=(call.weekday or 0) * 24 + (call.hour or 0) if known else None,
        reached=call.reached,
        reason_id=call.reason_id if refusal else None,
        attempt=attempt,
        connects=int(right and attempt > 0),
        conversations=int(conversation),
        meetings=int(meeting),
        held=int(meeting and held),
        refusals=int(refusal),
        first=0,
        seconds=call.seconds,
        waited=None,
    )


def day_of(started_at: str, zone: str) -> str:
    """The day of an instant where we were, YYYY-MM-DD; that of UTC where the zone is not known here."""
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return started_at[:10]
    return instant_from_text(started_at).astimezone(there).date().isoformat()


def days_between(earlier: str, later: str) -> int:
    """Whole days from one day to another; never negative, as where we travelled west."""
    return max(0, (date.fromisoformat(later) - date.fromisoformat(earlier)).days)


def as_attempt(fact: Fact) -> Amounts:
    """What a fact adds to sums of attempts: a call that is none is only a call and its talk time there."""
    return own(fact) if fact.attempt else counted(0, 0, 0, 0, 0, 1, fact.seconds)


def own(fact: Fact) -> Amounts:
    """What a fact counts for by itself."""
    whether = int(fact.attempt > 0)
    return counted(whether, fact.connects, fact.conversations, fact.meetings, fact.held, 1, fact.seconds)


def counted(*amounts: int) -> Amounts:
    return [(at, amount) for at, amount in enumerate(amounts) if amount]


def counts_whole(dimension: Dimension, what: str | int) -> bool:
    """Whether conversations count there though they came of no attempt: a planned meeting has its own under its
    channel, a call that came in under its direction, where no attempt is counted beside them."""
    return (dimension is Dimension.CHANNEL and what not in ATTEMPTED) or (
        dimension is Dimension.DIRECTION and what == Direction.INBOUND
    )


def places(fact: Fact, labels: Labels) -> Iterator[tuple[Dimension, str | int, Amounts]]:
    """Every sum a fact belongs to, and what it adds there."""
    counts = as_attempt(fact)
    yield Dimension.ALL, "", counts
    yield Dimension.VERSION, fact.version_id or 0, counts
    yield Dimension.OPENER, fact.opener_id or 0, counts
    yield Dimension.PURPOSE, fact.purpose, counts
    for dimension, what in ((Dimension.CHANNEL, fact.channel), (Dimension.DIRECTION, fact.direction)):
        yield dimension, what, own(fact) if counts_whole(dimension, what) else counts
    yield Dimension.CITY, labels.city, counts
    yield Dimension.COUNTRY, labels.country, counts
    for tag in labels.tags:
        yield Dimension.TAG, tag, counts
    if fact.attempt:
        yield Dimension.ATTEMPT, fact.attempt, counts
        yield Dimension.REACHED, fact.reached or "", counts
        if fact.hour is not None:
            yield Dimension.HOUR, fact.hour, counts
    if fact.refusals:
        yield Dimension.REASON, fact.reason_id or 0, counts
    if fact.first:
        yield Dimension.REACHED_AT, fact.attempt, counts
    if fact.waited is not None:
        yield Dimension.WAITED, fact.waited, counts


def add(sums: dict[Key, list[int]], facts: Iterable[Fact], labels: Labels, sign: int = 1) -> None:
    """Add what facts count for to sums, a list in the order of a `stats.Tally` for each key; a `sign` of -1 takes it
    out."""
    for fact in facts:
        for dimension, key, amounts in places(fact, labels):
            there = sums.get((dimension, key, fact.day))
            if there is None:
                there = sums[dimension, key, fact.day] = [0] * COUNTED
            for at, amount in amounts:
                there[at] += sign * amount
