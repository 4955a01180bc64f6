"""The user's own outcomes and reasons: what may stand in the lists, and that history never changes with them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reached, Reason, Result, Rule, Wait, read_rule, rule_text
from callbook.domain.prospect import Stage
from callbook.domain.when import proposed_due
from callbook.services import lists
from callbook.storage import calls as reader
from tests.storage.desk import Desk, new_desk

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
SENT = Outcome(
    key="4", label=" Sent  an offer ", reached=Reached.RIGHT_PERSON, result=Result.INFORMATION,
    action=ActionKind.EMAIL, proposes="+2w", stage=Stage.PROPOSAL, conversation=True,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def labels(desk: Desk) -> list[str]:
    return [outcome.label for outcome in reader.outcomes(desk.book)]


def reasons(desk: Desk) -> list[str]:
    return [reason.label for reason in reader.reasons(desk.book)]


def change(desk: Desk, label: str, /, **fields: object) -> Outcome:
    outcome = desk.outcome(label)
    lists.change_outcome(desk.book, replace(outcome, **fields), now=desk.now)  # type: ignore[arg-type]
    found = desk.book.get(Outcome, outcome.id)
    assert found is not None
    return found


# Outcomes


def test_a_new_outcome_comes_last_and_takes_its_key(desk: Desk) -> None:
    told = lists.add_outcome(desk.book, SENT, now=desk.now)
    made = desk.outcome("Sent an offer")
    assert told.op is Op.EDIT_SETTINGS
    assert told.ids("outcome") == {made.id, desk.outcome("Talked").id}
    assert labels(desk)[-1] == "Sent an offer"
    assert replace(made, id=0, uuid="", position=0) == replace(SENT, label="Sent an offer")
    assert desk.outcome("Talked").key == ""


def test_a_key_goes_from_one_outcome_to_the_other(desk: Desk) -> None:
    assert change(desk, "Busy", key="1").key == "1"
    assert desk.outcome("No answer").key == ""
    assert change(desk, "Busy", key="").key == ""
    assert desk.outcome("No answer").key == ""


def test_a_removed_outcome_keeps_its_key_to_itself(desk: Desk) -> None:
    gone = desk.outcome("Talked")
    lists.remove_outcome(desk.book, gone.id, now=desk.now)
    change(desk, "Busy", key="4")
    stored = desk.book.get(Outcome, gone.id)
    assert stored is not None
    assert (stored.key, stored.deleted_at) == ("4", desk.now)


def test_a_changed_outcome_stays_where_it_is(desk: Desk) -> None:
    before, order = desk.outcome("Voicemail"), labels(desk)
    mended = change(desk, "Voicemail", label="Left a message", position=99, deleted_at=desk.now, uuid="else")
    assert mended == replace(before, label="Left a message")
    assert labels(desk) == ["Left a message" if label == "Voicemail" else label for label in order]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"label": ""}, "It needs a name."),
        ({"label": " \n\t"}, "It needs a name."),
        ({"key": "12"}, "A key is one digit."),
        ({"key": "x"}, "A key is one digit."),
        ({"key": "²"}, "A key is one digit."),
        ({"key": "٣"}, "A key is one digit."),
        ({"proposes": ""}, "When the next action is due cannot be read."),
        ({"proposes": "+0wd"}, "When the next action is due cannot be read."),
        ({"proposes": "+2 wd"}, "When the next action is due cannot be read."),
        ({"proposes": "tomorrow"}, "When the next action is due cannot be read."),
        ({"saves_itself": True}, "Only a call that reached nobody is saved by itself."),
        ({"saves_itself": True, "reached": Reached.GATEKEEPER}, "Only a call that reached nobody is saved by itself."),
    ],
)
def test_what_cannot_be_an_outcome_is_refused_and_nothing_is_written(
    desk: Desk, fields: dict[str, object], sentence: str
) -> None:
    before = desk.dump()
    for verb in (lists.add_outcome, lists.change_outcome):
        with pytest.raises(UserError) as refused:
            verb(desk.book, replace(desk.outcome("Talked"), **fields), now=desk.now)  # type: ignore[arg-type]
        assert refused.value.sentence == sentence
        assert refused.value.next_step.endswith(".")
    assert desk.dump() == before
    assert desk.book.undo_op is None


@pytest.mark.parametrize("rule", ["+2wd", "+3d other time", "+2w", "+3m", "none", "ask"])
def test_the_rules_that_propose_are_taken(desk: Desk, rule: str) -> None:
    assert change(desk, "Talked", proposes=rule).proposes == rule


def test_only_what_is_due_has_a_kind(desk: Desk) -> None:
    assert change(desk, "Talked", proposes="none").action is None
    assert change(desk, "Talked", proposes="ask").action is ActionKind.CALL
    assert change(desk, "Talked", proposes="+1m", action=ActionKind.VISIT).action is ActionKind.VISIT


@pytest.mark.parametrize("reached", [Reached.NOBODY, Reached.BUSY, Reached.VOICEMAIL])
def test_what_reached_nobody_may_save_itself(desk: Desk, reached: Reached) -> None:
    assert change(desk, "Talked", reached=reached, saves_itself=True).saves_itself


def test_the_last_outcome_stays(desk: Desk) -> None:
    first, *others = reader.outcomes(desk.book)
    for one in others:
        lists.remove_outcome(desk.book, one.id, now=desk.now)
    with pytest.raises(UserError) as refused:
        lists.remove_outcome(desk.book, first.id, now=desk.now)
    assert refused.value.next_step == "Add another one first, or change this."
    assert labels(desk) == ["No answer"]


def test_calls_keep_the_outcome_they_were_given(desk: Desk) -> None:
    prospect = desk.add("Northgate Dental")
    call_id = desk.log(prospect, "Talked")
    before = desk.call(call_id)
    change(desk, "Talked", label="Nobody there", reached=Reached.NOBODY, result=Result.NONE, conversation=False)
    lists.remove_outcome(desk.book, desk.outcome("Nobody there").id, now=desk.now)
    assert desk.call(call_id) == before
    assert (before.outcome, before.reached, before.result) == ("Talked", Reached.RIGHT_PERSON, Result.INFORMATION)


def test_a_removed_outcome_comes_back_to_its_place(desk: Desk) -> None:
    order, gone = labels(desk), desk.outcome("Gatekeeper")
    lists.remove_outcome(desk.book, gone.id, now=desk.now)
    assert "Gatekeeper" not in labels(desk)
    lists.restore_outcome(desk.book, gone.id, now=desk.now)
    assert labels(desk) == order
    assert desk.outcome("Gatekeeper") == gone


def test_an_outcome_that_comes_back_takes_no_key_from_another(desk: Desk) -> None:
    gone = desk.outcome("Gatekeeper")
    lists.remove_outcome(desk.book, gone.id, now=desk.now)
    change(desk, "Busy", key="3")
    lists.restore_outcome(desk.book, gone.id, now=desk.now)
    assert (desk.outcome("Gatekeeper").key, desk.outcome("Busy").key) == ("", "3")


@pytest.mark.parametrize(
    ("label", "to", "begins"),
    [
        ("Talked", 0, ["Talked", "No answer", "Voicemail"]),
        ("No answer", 1, ["Voicemail", "No answer", "Gatekeeper"]),
        ("No answer", 2, ["Voicemail", "Gatekeeper", "No answer"]),
        ("Voicemail", -5, ["Voicemail", "No answer", "Gatekeeper"]),
        ("No answer", 10**6, ["Voicemail", "Gatekeeper", "Talked"]),
    ],
)
def test_an_outcome_moves_to_a_place(desk: Desk, label: str, to: int, begins: list[str]) -> None:
    count = len(labels(desk))
    lists.move_outcome(desk.book, desk.outcome(label).id, to, now=desk.now)
    assert labels(desk)[:3] == begins
    assert [one.position for one in reader.outcomes(desk.book)] == list(range(count))


def test_moving_where_it_stands_writes_nothing(desk: Desk) -> None:
    assert lists.move_outcome(desk.book, desk.outcome("Talked").id, 3, now=desk.now).touched == {}


def test_what_is_not_there_is_an_error(desk: Desk) -> None:
    for verb in (lists.remove_outcome, lists.restore_outcome, lists.remove_reason):
        with pytest.raises(KeyError):
            verb(desk.book, 999, now=desk.now)
    for move in (lists.move_outcome, lists.move_reason):
        with pytest.raises(KeyError):
            move(desk.book, 999, 0, now=desk.now)


# Reasons


def test_reasons_are_added_reworded_moved_and_removed(desk: Desk) -> None:
    order = reasons(desk)
    lists.add_reason(desk.book, Reason(label=" Moving  house "), now=desk.now)
    lists.change_reason(desk.book, replace(desk.reason("No budget"), label="No money", position=99), now=desk.now)
    lists.remove_reason(desk.book, desk.reason("No need").id, now=desk.now)
    lists.move_reason(desk.book, desk.reason("Moving house").id, 0, now=desk.now)
    kept = ["No money" if label == "No budget" else label for label in order if label != "No need"]
    assert reasons(desk) == ["Moving house", *kept]


def test_a_reason_without_words_is_refused(desk: Desk) -> None:
    for verb in (lists.add_reason, lists.change_reason):
        with pytest.raises(UserError, match="It needs a name"):
            verb(desk.book, replace(desk.reason("No need"), label="  "), now=desk.now)
    assert desk.book.undo_op is None


def test_all_reasons_may_go(desk: Desk) -> None:
    for one in reader.reasons(desk.book):
        lists.remove_reason(desk.book, one.id, now=desk.now)
    assert reasons(desk) == []
    lists.add_reason(desk.book, Reason(label="Retired"), now=desk.now)
    assert reasons(desk) == ["Retired"]


# Undo

VERBS: dict[str, Callable[[Desk], Change]] = {
    "add outcome": lambda desk: lists.add_outcome(desk.book, SENT, now=desk.now),
    "change outcome": lambda desk: lists.change_outcome(
        desk.book, replace(desk.outcome("Busy"), key="1", label="Engaged"), now=desk.now
    ),
    "remove outcome": lambda desk: lists.remove_outcome(desk.book, desk.outcome("Talked").id, now=desk.now),
    "move outcome": lambda desk: lists.move_outcome(desk.book, desk.outcome("Talked").id, 0, now=desk.now),
    "add reason": lambda desk: lists.add_reason(desk.book, Reason(label="Retired"), now=desk.now),
    "change reason": lambda desk: lists.change_reason(
        desk.book, replace(desk.reason("No need"), label="Needs nothing"), now=desk.now
    ),
    "remove reason": lambda desk: lists.remove_reason(desk.book, desk.reason("No need").id, now=desk.now),
    "move reason": lambda desk: lists.move_reason(desk.book, desk.reason("No need").id, 3, now=desk.now),
}


@pytest.mark.parametrize("name", VERBS)
def test_each_is_one_step_that_is_taken_back_whole(desk: Desk, name: str) -> None:
    before = desk.dump()
    told = VERBS[name](desk)
    after = desk.dump()
    assert told.op is Op.EDIT_SETTINGS
    assert told.touched
    assert after != before
    desk.book.undo()
    assert desk.dump() == before
    assert desk.book.undo_op is None
    desk.book.redo()
    assert desk.dump() == after


def test_coming_back_is_taken_back_too(desk: Desk) -> None:
    gone = desk.outcome("Talked").id
    lists.remove_outcome(desk.book, gone, now=desk.now)
    before = desk.dump()
    lists.restore_outcome(desk.book, gone, now=desk.now)
    assert desk.dump() != before
    desk.book.undo()
    assert desk.dump() == before


def test_what_is_typed_in_one_field_is_one_thing_to_undo(desk: Desk) -> None:
    before, outcome = desk.dump(), desk.outcome("Busy")
    for label in ("E", "En", "Engaged"):
        lists.change_outcome(desk.book, replace(outcome, label=label), now=desk.now, merge="outcome label")
    desk.book.undo()
    assert desk.dump() == before


# Rules in their parts

RULES = st.builds(Rule, st.sampled_from([wait for wait in Wait if wait.counts]), st.integers(1, 999), st.booleans())


@given(RULES)
def test_a_rule_comes_back_from_its_text_and_proposes(rule: Rule) -> None:
    assert read_rule(rule_text(rule)) == rule
    assert proposed_due(rule_text(rule), NOW, ZoneInfo("UTC")) is not None


@given(st.one_of(st.text(), st.from_regex(r"\+?\d{0,4} ?(wd|d|w|m|y)( other time)?\s?")))
def test_a_rule_is_read_exactly_where_something_is_proposed(text: str) -> None:
    proposes = proposed_due(text, NOW, ZoneInfo("UTC")) is not None
    assert (read_rule(text) is not None) == (proposes or text in ("none", "ask"))


@pytest.mark.parametrize("wait", [Wait.NOTHING, Wait.ASK])
def test_what_counts_nothing_has_a_text_of_its_own(wait: Wait) -> None:
    assert rule_text(Rule(wait, 7, other_time=True)) == wait.value
    assert read_rule(wait.value) == Rule(wait)
