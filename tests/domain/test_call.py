"""What a call counts as, where it stands, and how long it was."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.call import Call, CallState, talk_seconds
from callbook.domain.outcome import Reached
from callbook.domain.script import Channel, Direction

START = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("call", "state"),
    [
        (Call(started_at=START), CallState.LIVE),
        (Call(started_at=START, picked_up_at=START), CallState.LIVE),
        (Call(started_at=START, ended_at=START), CallState.WRAP_UP),
        (Call(started_at=START, ended_at=START, saved_at=START), CallState.SAVED),
        (Call(started_at=START, saved_at=START), CallState.SAVED),
    ],
)
def test_states(call: Call, state: CallState) -> None:
    assert call.state is state


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("reached", [None, *Reached])
def test_an_attempt_is_outbound_by_phone_or_at_the_door(
    direction: Direction, channel: Channel, reached: Reached | None
) -> None:
    call = Call(direction=direction, channel=channel, reached=reached)
    wanted = direction is Direction.OUTBOUND and channel in (Channel.PHONE, Channel.WALK_IN)
    assert call.attempt is wanted
    assert call.connect is (wanted and reached is Reached.RIGHT_PERSON)


@pytest.mark.parametrize(
    ("call", "seconds"),
    [
        (Call(started_at=START), 90),
        (Call(started_at=START, picked_up_at=START + timedelta(seconds=20)), 70),
        (Call(started_at=START, reached=Reached.RIGHT_PERSON), 90),
        (Call(started_at=START, reached=Reached.GATEKEEPER), 90),
        (Call(started_at=START, reached=Reached.NOBODY), 0),
        (Call(started_at=START, reached=Reached.BUSY), 0),
        (Call(started_at=START, reached=Reached.VOICEMAIL, picked_up_at=START), 0),
        (Call(started_at=START + timedelta(hours=1)), 0),
        (Call(), 0),
    ],
)
def test_talk_time(call: Call, seconds: int) -> None:
    assert talk_seconds(call, START + timedelta(seconds=90)) == seconds


@given(st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_talk_time_is_never_negative_and_never_off_by_a_second(length: timedelta) -> None:
    seconds = talk_seconds(Call(started_at=START), START + length)
    assert seconds >= 0
    # Moments are kept in whole seconds, so that two stretches that meet lose nothing: each end is cut, not rounded.
    assert abs(seconds - max(0.0, length.total_seconds())) < 1


def test_the_clock_of_a_call_does_not_care_for_daylight_saving() -> None:
    begun = datetime(2026, 10, 25, 0, 59, 30, tzinfo=UTC)  # half a minute before London's clocks go back
    assert talk_seconds(Call(started_at=begun), begun + timedelta(minutes=1)) == 60
