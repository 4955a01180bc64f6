"""What a call counts for, by the definitions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.facts import Dimension, Fact, Key, Labels, Told, add, day_of, days_between, facts_of
from callbook.domain.outcome import Reached, Result
from callbook.domain.script import Channel, Direction, Purpose

TALKED = {"reached": Reached.RIGHT_PERSON, "conversation": 1}
MET = {**TALKED, "result": Result.MEETING}


def call(number: int = 1, at: str = "2026-11-24T10:41:00Z", **said: Any) -> Told:
    usual = Told(
        number, 7, at, "Europe/London", Direction.OUTBOUND, Channel.PHONE, Purpose.NEW_BUSINESS,
        3, 5, 1, 10, Reached.NOBODY, Result.NONE, None, 0, 90,
    )  # fmt: skip
    return usual._replace(**said)


def fact(**said: Any) -> Fact:
    (one,) = facts_of([call(**said)], ())
    return one


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({}, (1, 0, 0, 0)),
        ({"reached": Reached.RIGHT_PERSON}, (1, 1, 0, 0)),
        (TALKED, (1, 1, 1, 0)),
        (MET, (1, 1, 1, 1)),
        ({**MET, "conversation": 0}, (1, 1, 0, 0)),
        ({"reached": Reached.GATEKEEPER, "conversation": 1}, (1, 0, 0, 0)),
        ({"channel": Channel.WALK_IN, **TALKED}, (1, 1, 1, 0)),
        ({"direction": Direction.INBOUND, **MET}, (0, 0, 1, 1)),
        ({"channel": Channel.VIDEO, **TALKED}, (0, 0, 1, 0)),
    ],
)
def test_what_a_call_counts_for(said: dict[str, Any], counted: tuple[int, ...]) -> None:
    one = fact(**said)
    assert (one.attempt, one.connects, one.conversations, one.meetings) == counted


def test_a_prospect_s_calls_are_numbered_and_the_first_reached_is_marked() -> None:
    calls = [
        call(1, "2026-11-02T09:00:00Z"),
        call(2, "2026-11-04T09:00:00Z", direction=Direction.INBOUND, **TALKED),
        call(3, "2026-11-06T09:00:00Z", **TALKED),
        call(4, "2026-11-09T09:00:00Z", **MET),
        call(5, "2026-11-12T09:00:00Z", **MET),
    ]
    facts = facts_of(calls, {4})
    assert [one.attempt for one in facts] == [1, 0, 2, 3, 4]
    assert [one.first for one in facts] == [0, 0, 1, 0, 0]
    assert [one.waited for one in facts] == [None, None, None, 7, None]
    assert [one.held for one in facts] == [0, 0, 0, 1, 0]


def test_a_meeting_before_any_attempt_waited_for_none() -> None:
    came_in = call(1, direction=Direction.INBOUND, **MET)
    assert [one.waited for one in facts_of([came_in, call(2, **MET)], ())] == [None, 0]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/London", "2026-11-24"),
        ("Asia/Hong_Kong", "2026-11-25"),
        ("America/Los_Angeles", "2026-11-24"),
        ("Nowhere/At_All", "2026-11-24"),
        ("", "2026-11-24"),
    ],
)
def test_a_call_belongs_to_the_day_its_caller_lived(zone: str, day: str) -> None:
    assert day_of("2026-11-24T16:30:00Z", zone) == day


def test_days_never_run_backwards() -> None:
    assert days_between("2026-11-24", "2026-12-01") == 7
    assert days_between("2026-11-24", "2026-11-23") == 0


def summed(facts: list[Fact], labels: Labels = Labels()) -> dict[Key, list[int]]:  # noqa: B008
    sums: dict[Key, list[int]] = {}
    add(sums, facts, labels)
    return sums


def test_one_call_is_in_a_sum_for_each_it_counts_by() -> None:
    sums = summed([fact(**MET)], Labels("Leeds", "GB", (4, 9)))
    day, all_of_it = "2026-11-24", [1, 1, 1, 1, 0, 1, 90]
    wanted = [
        (Dimension.ALL, ""), (Dimension.VERSION, 3), (Dimension.OPENER, 5), (Dimension.PURPOSE, "new_business"),
        (Dimension.CHANNEL, "phone"), (Dimension.DIRECTION, "outbound"), (Dimension.CITY, "Leeds"),
        (Dimension.COUNTRY, "GB"), (Dimension.TAG, 4), (Dimension.TAG, 9), (Dimension.ATTEMPT, 1),
        (Dimension.REACHED, "right_person"), (Dimension.HOUR, 34), (Dimension.REACHED_AT, 1), (Dimension.WAITED, 0),
    ]  # fmt: skip
    assert sums == {(dimension, what, day): all_of_it for dimension, what in wanted}


def test_what_came_in_is_counted_where_it_came_in_and_nowhere_as_an_attempt() -> None:
    sums = summed([fact(direction=Direction.INBOUND, **MET)])
    inbound = {key: counts for key, counts in sums.items() if counts != [0, 0, 0, 0, 0, 1, 90]}
    assert inbound == {(Dimension.DIRECTION, "inbound", "2026-11-24"): [0, 0, 1, 1, 0, 1, 90]}


def test_a_refusal_is_counted_by_its_reason() -> None:
    refused = fact(reached=Reached.RIGHT_PERSON, result=Result.NOT_INTERESTED, reason_id=2)
    assert summed([refused])[Dimension.REASON, 2, "2026-11-24"] == [1, 1, 0, 0, 0, 1, 90]
    assert fact(reason_id=2).reason_id is None


@given(st.lists(st.sampled_from([{}, TALKED, MET, {"direction": Direction.INBOUND}]), max_size=6))
def test_what_is_added_and_taken_out_leaves_nothing(said: list[dict[str, Any]]) -> None:
    facts = facts_of([call(at, **one) for at, one in enumerate(said, 1)], {1})
    sums = summed(facts)
    add(sums, facts, Labels(), -1)
    assert all(not any(counts) for counts in sums.values())


@given(st.lists(st.sampled_from([{}, TALKED, MET]), min_size=1, max_size=8))
def test_every_attempt_is_counted_once_by_each_of_its_own(said: list[dict[str, Any]]) -> None:
    sums = summed(facts_of([call(at, **one) for at, one in enumerate(said, 1)], ()))
    for dimension in (Dimension.ALL, Dimension.VERSION, Dimension.CHANNEL, Dimension.ATTEMPT, Dimension.HOUR):
        assert sum(counts[0] for (of, *_), counts in sums.items() if of is dimension) == len(said)
    assert sum(counts[1] for (of, *_), counts in sums.items() if of is Dimension.REACHED_AT) <= 1
