"""The outcomes as they ship, line by line as they were decided."""

import pytest

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import SHIPPED_OUTCOMES, SHIPPED_REASONS, Outcome, Reached, Result
from callbook.domain.prospect import Stage

BY_LABEL = {outcome.label: outcome for outcome in SHIPPED_OUTCOMES}
R, S, CALL = Reached, Stage, ActionKind.CALL

DECIDED = [
    ("1", "No answer", R.NOBODY, Result.NONE, CALL, "+2wd other time", None, True),
    ("2", "Voicemail", R.VOICEMAIL, Result.NONE, CALL, "+3wd", None, True),
    ("3", "Gatekeeper", R.GATEKEEPER, Result.NONE, CALL, "+1wd", S.INTRODUCED, False),
    ("4", "Talked", R.RIGHT_PERSON, Result.INFORMATION, CALL, "+5wd", S.TALKING, False),
    ("5", "Meeting set", R.RIGHT_PERSON, Result.MEETING, ActionKind.MEETING, "ask", S.MEETING, False),
    ("6", "Call back", R.RIGHT_PERSON, Result.CALL_BACK, CALL, "ask", S.TALKING, False),
    ("7", "Not now", R.RIGHT_PERSON, Result.NOT_NOW, CALL, "+3m", S.RESTING, False),
    ("8", "Not interested", R.RIGHT_PERSON, Result.NOT_INTERESTED, None, "none", S.CLOSED, False),
    ("9", "Wrong number", R.WRONG_NUMBER, Result.NONE, None, "none", None, False),
    ("0", "Do not call", R.RIGHT_PERSON, Result.DO_NOT_CALL, None, "none", S.CLOSED, False),
]


def row(outcome: Outcome) -> tuple[object, ...]:
    return (
        outcome.key,
        outcome.label,
        outcome.reached,
        outcome.result,
        outcome.action,
        outcome.proposes,
        outcome.stage,
        outcome.saves_itself,
    )


def test_the_ten_on_keys_are_as_decided() -> None:
    assert [row(outcome) for outcome in SHIPPED_OUTCOMES if outcome.key] == DECIDED


def test_busy_and_referral_ship_without_a_key() -> None:
    assert [outcome.label for outcome in SHIPPED_OUTCOMES if not outcome.key] == ["Busy", "Referral"]
    assert (BY_LABEL["Busy"].reached, BY_LABEL["Busy"].saves_itself) == (Reached.BUSY, True)
    assert BY_LABEL["Referral"].result is Result.REFERRAL


def test_what_reached_nobody_saves_itself_and_nothing_else_does() -> None:
    for outcome in SHIPPED_OUTCOMES:
        nobody = outcome.reached in (Reached.NOBODY, Reached.BUSY, Reached.VOICEMAIL)
        assert outcome.saves_itself is nobody
        assert outcome.reached.spoke is not nobody


def test_conversations_are_with_the_right_person() -> None:
    flagged = [outcome for outcome in SHIPPED_OUTCOMES if outcome.conversation]
    assert [outcome.label for outcome in flagged] == ["Talked", "Meeting set", "Referral"]
    assert {outcome.reached for outcome in flagged} == {Reached.RIGHT_PERSON}


def test_only_a_refusal_asks_the_reason() -> None:
    assert [outcome.label for outcome in SHIPPED_OUTCOMES if outcome.asks_reason] == ["Not interested"]
    assert len(set(SHIPPED_REASONS)) == len(SHIPPED_REASONS) > 3


@pytest.mark.parametrize("reached", Reached)
def test_who_was_spoken_with(reached: Reached) -> None:
    wanted = {Reached.GATEKEEPER, Reached.SOMEBODY_ELSE, Reached.RIGHT_PERSON, Reached.WRONG_NUMBER}
    assert reached.spoke is (reached in wanted)


def test_nothing_is_proposed_that_has_no_kind() -> None:
    for outcome in SHIPPED_OUTCOMES:
        assert (outcome.action is None) is (outcome.proposes == "none")
