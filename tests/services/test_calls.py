"""What a call leads to: outcomes and next actions as they were decided, tries, stages, and a way back from each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.call import Answer, CallState
from callbook.domain.errors import UserError
from callbook.domain.facts import Dimension
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.outcome import Reached, Result
from callbook.domain.prospect import Phone, Stage, StageChange
from callbook.domain.script import Channel, Direction, Purpose
from callbook.domain.settings import BookSettings
from callbook.domain.when import Due
from callbook.services import calls, proposals, prospects, timing
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.settings import change_settings
from callbook.services.upkeep import check
from callbook.storage import calls as call_reader
from callbook.storage import insights
from callbook.storage.listing import Scope
from callbook.storage.prospects import card as prospect_card
from callbook.storage.prospects import contacts, open_action, phones
from callbook.storage.schema import NextActionTable, StageChangeTable
from tests.storage.desk import LONDON, TODAY, TOMORROW, TUESDAY, YESTERDAY, Desk, new_desk

FRIDAY = TUESDAY + timedelta(days=3)
# Half past four is the part of the day farthest from the call, which is at a quarter to eleven.
WEDNESDAY_LATE = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
THURSDAY_LATE = WEDNESDAY_LATE + timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def actions(desk: Desk, prospect_id: int) -> list[NextAction]:
    query = NextActionTable.select(NextActionTable.id).where(NextActionTable.prospect_id == prospect_id)
    found = [desk.book.get(NextAction, key) for (key,) in desk.book.rows(query.order_by(NextActionTable.id))]
    return [action for action in found if action is not None]


def stages(desk: Desk, prospect_id: int) -> list[tuple[Stage, datetime | None, int | None]]:
    query = StageChangeTable.select(StageChangeTable.id).where(StageChangeTable.prospect_id == prospect_id)
    found = [desk.book.get(StageChange, key) for (key,) in desk.book.rows(query.order_by(StageChangeTable.id))]
    return [(change.stage, change.at, change.call_id) for change in found if change is not None]


def proposed(desk: Desk, call_id: int, label: str) -> NextStep:
    return proposals.proposal(desk.book, desk.call(call_id), desk.outcome(label), desk.zone, now=desk.now)


def save(desk: Desk, call_id: int, label: str, typed: str = "") -> None:
    """Save with what the outcome proposes."""
    ending = Ending(desk.outcome(label), next=proposed(desk, call_id, label), typed=typed)
    calls.save(desk.book, call_id, ending, desk.zone, now=desk.now)


# Outcomes


@pytest.mark.parametrize(
    ("label", "reached", "result", "kind", "due", "stage"),
    [
        ("No answer", Reached.NOBODY, Result.NONE, ActionKind.CALL, THURSDAY_LATE, Stage.NEW),
        ("Voicemail", Reached.VOICEMAIL, Result.NONE, ActionKind.CALL, date(2026, 11, 27), Stage.NEW),
        ("Gatekeeper", Reached.GATEKEEPER, Result.NONE, ActionKind.CALL, date(2026, 11, 25), Stage.INTRODUCED),
        ("Talked", Reached.RIGHT_PERSON, Result.INFORMATION, ActionKind.CALL, date(2026, 12, 1), Stage.TALKING),
        ("Meeting set", Reached.RIGHT_PERSON, Result.MEETING, ActionKind.MEETING, None, Stage.MEETING),
        ("Call back", Reached.RIGHT_PERSON, Result.CALL_BACK, ActionKind.CALL, None, Stage.TALKING),
        ("Not now", Reached.RIGHT_PERSON, Result.NOT_NOW, ActionKind.CALL, date(2027, 2, 24), Stage.RESTING),
        ("Not interested", Reached.RIGHT_PERSON, Result.NOT_INTERESTED, None, None, Stage.CLOSED),
        ("Wrong number", Reached.WRONG_NUMBER, Result.NONE, None, None, Stage.NEW),
        ("Do not call", Reached.RIGHT_PERSON, Result.DO_NOT_CALL, None, None, Stage.CLOSED),
        ("Busy", Reached.BUSY, Result.NONE, ActionKind.CALL, WEDNESDAY_LATE, Stage.NEW),
        ("Referral", Reached.RIGHT_PERSON, Result.REFERRAL, ActionKind.CALL, date(2026, 12, 1), Stage.TALKING),
    ],
)  # fmt: skip
def test_each_outcome_leads_where_it_was_decided(
    desk: Desk,
    label: str,
    reached: Reached,
    result: Result,
    kind: ActionKind | None,
    due: Due | None,
    stage: Stage,
) -> None:
    number = desk.add("Northgate")
    call = desk.start(number)
    desk.on(minutes=3)
    minutes = 30 if kind is ActionKind.MEETING else None
    assert proposed(desk, call, label) == NextStep(kind, due, minutes=minutes)
    save(desk, call, label)
    stored, prospect = desk.call(call), desk.prospect(number)
    assert (stored.outcome, stored.reached, stored.result) == (label, reached, result)
    assert (prospect.stage, prospect.next_due) == (stage, due)
    assert [(action.kind, action.due) for action in actions(desk, number)] == ([(kind, due)] if due else [])
    assert stages(desk, number) == ([(stage, desk.now, call)] if stage is not Stage.NEW else [])
    assert stored.conversation == (label in ("Talked", "Meeting set", "Referral"))
    spoke = reached not in (Reached.NOBODY, Reached.BUSY, Reached.VOICEMAIL)
    assert stored.seconds == (180 if spoke else 0)
    assert check(desk.path) == []


@pytest.mark.parametrize(
    ("label", "day"),
    [("No answer", 1), ("Voicemail", 2), ("Gatekeeper", 30), ("Talked", 4), ("Busy", 30), ("Referral", 4)],
)
def test_days_are_working_days(desk: Desk, label: str, day: int) -> None:
    """From a Friday: the weekend between is not counted."""
    desk.now = FRIDAY
    call = desk.start(desk.add("Northgate"))
    due = proposed(desk, call, label).due
    assert due is not None
    assert (due.day, due.weekday() < 5) == (day, True)


def test_three_months_that_end_on_a_weekend_go_on_to_monday(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert proposed(desk, desk.start(desk.add("Northgate")), "Not now").due == date(2027, 3, 1)


def test_another_time_of_day_each_time(desk: Desk) -> None:
    number = desk.add("Northgate")
    times: list[tuple[int, int]] = []
    for _ in range(4):
        call = desk.start(number)
        save(desk, call, "No answer")
        due = desk.prospect(number).next_due
        assert isinstance(due, datetime)
        times.append((due.hour, due.minute))
        desk.now = due
    assert times == [(16, 30), (14, 30), (9, 30), (11, 30)]


def test_tries_that_failed_count_only_since_the_right_person(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "No answer", desk.now - timedelta(days=3, hours=1))
    desk.log(number, "Talked", desk.now - timedelta(days=2))
    call = desk.start(number)
    assert proposals.failed_hours(desk.book, desk.call(call), desk.zone) == [10]


def test_where_their_clock_is_not_known_ours_counts(desk: Desk) -> None:
    call = desk.start(desk.add("Nowhere", country=""))
    assert proposed(desk, call, "No answer").due == THURSDAY_LATE


def test_a_call_with_nobody_proposes_nothing(desk: Desk) -> None:
    call = desk.start(None)
    assert proposed(desk, call, "Talked") == NextStep()
    save(desk, call, "Talked")
    assert desk.call(call).outcome == "Talked"


def test_another_time_of_day_is_looked_for_by_their_clock(desk: Desk) -> None:
    """10:41 in London is 05:41 in New York: the next try is at 16:30 there, not here."""
    number = desk.add("Hudson Print")
    card = prospect_card(desk.book, number)
    assert card is not None
    draft = prospects.Draft(replace(card.prospect, zone="America/New_York"), card.contacts, card.phones, card.tags)
    prospects.edit(desk.book, draft, now=desk.now)
    call = desk.call(desk.start(number))
    outcome = next(one for one in call_reader.outcomes(desk.book) if one.label == "No answer")
    following = proposals.proposal(desk.book, call, outcome, desk.zone, now=desk.now)
    assert isinstance(following.due, datetime)
    assert following.due.astimezone(ZoneInfo("America/New_York")).hour == 16


# Stages


@pytest.mark.parametrize(
    ("before", "label", "after"),
    [
        (Stage.MEETING, "Gatekeeper", Stage.MEETING),
        (Stage.MEETING, "Talked", Stage.MEETING),
        (Stage.PROPOSAL, "Meeting set", Stage.PROPOSAL),
        (Stage.TALKING, "Meeting set", Stage.MEETING),
        (Stage.PROPOSAL, "Not now", Stage.RESTING),
        (Stage.RESTING, "Gatekeeper", Stage.INTRODUCED),
        (Stage.CLIENT, "Not now", Stage.CLIENT),
        (Stage.PARTNER, "Not interested", Stage.PARTNER),
        (Stage.CLOSED, "Not now", Stage.CLOSED),
        (Stage.PREPARED, "No answer", Stage.PREPARED),
    ],
)
def test_stages_move_forward_only_but_for_resting(desk: Desk, before: Stage, label: str, after: Stage) -> None:
    number = desk.add("Northgate")
    prospects.move_stage(desk.book, [number], before, now=desk.now)
    desk.on(hours=1)
    call = desk.log(number, label)
    assert desk.prospect(number).stage is after
    assert stages(desk, number)[1:] == ([(after, desk.now, call)] if after is not before else [])


# Tries


def test_tries_are_attempts_since_the_right_person(desk: Desk) -> None:
    number = desk.add("Northgate")

    def after(label: str, **situation: object) -> int:
        desk.on(minutes=10)
        desk.log(number, label, **situation)  # type: ignore[arg-type]
        return desk.prospect(number).tries

    assert [after("No answer"), after("Gatekeeper"), after("Voicemail", channel=Channel.WALK_IN)] == [1, 2, 3]
    assert after("Gatekeeper", direction=Direction.INBOUND) == 3
    assert after("Gatekeeper", channel=Channel.MEETING) == 3
    assert after("Talked") == 0
    assert after("No answer") == 1
    calls.delete(desk.book, [call_reader.recent_calls(desk.book, number)[1].id], now=desk.now)
    assert desk.prospect(number).tries == 4


# Do not call


def test_who_asked_not_to_be_called_cannot_be_called(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Do not call")
    assert desk.prospect(number).do_not_call_at == desk.now
    before = desk.dump()
    with pytest.raises(UserError, match="asked not to be called") as refused:
        desk.start(number)
    assert "lifts it" in refused.value.next_step
    with pytest.raises(UserError, match="asked not to be called"):
        desk.log(number, "Talked")
    assert desk.dump() == before
    assert desk.names(Scope.NEXT) == []


def test_but_may_call_us(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Do not call")
    call = desk.start(number, direction=Direction.INBOUND)
    save(desk, call, "Gatekeeper")
    assert desk.names(Scope.NEXT) == []
    assert desk.prospect(number).do_not_call_at is not None


def test_do_not_call_drops_what_was_planned_and_keeps_its_first_date(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Talked", due=TOMORROW)
    asked = desk.now
    call = desk.start(number)
    save(desk, call, "Do not call")
    desk.on(days=1)
    desk.log(number, "Do not call", direction=Direction.INBOUND)
    assert desk.prospect(number).do_not_call_at == asked
    assert open_action(desk.book, number) is None
    assert desk.prospect(number).next_due is None


# Wrong numbers


def test_a_wrong_number_is_marked_and_the_next_one_offered_today(desk: Desk) -> None:
    number = desk.add("Northgate", "0161 496 0142", "0161 496 0143")
    wrong, right = phones(desk.book, number)
    call = desk.start(number, phone_id=wrong.id)
    assert proposed(desk, call, "Wrong number") == NextStep(ActionKind.CALL, TODAY)
    save(desk, call, "Wrong number")
    marked = desk.book.get(Phone, wrong.id)
    assert marked is not None
    assert marked.wrong_at == desk.now
    assert [phone.id for phone in phones(desk.book, number)] == [right.id, wrong.id]
    call = desk.start(number, phone_id=right.id)
    assert proposed(desk, call, "Wrong number") == NextStep()


def test_undoing_a_wrong_number_takes_the_mark_off(desk: Desk) -> None:
    number = desk.add("Northgate", "0161 496 0142")
    (phone,) = phones(desk.book, number)
    desk.log(number, "Wrong number", phone_id=phone.id)
    desk.book.undo()
    assert phones(desk.book, number) == [phone]


# Next actions


def test_a_meeting_still_ahead_stays(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Meeting set", due=datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    (meeting,) = actions(desk, number)
    for label in ("No answer", "Gatekeeper", "Talked", "Not now"):
        call = desk.start(number)
        assert proposed(desk, call, label) == NextStep(ActionKind.MEETING, meeting.due, meeting.text)
        save(desk, call, label)
        assert actions(desk, number) == [meeting]


def test_what_is_typed_beside_a_meeting_that_stays_is_kept(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Meeting set", due=TOMORROW)
    for typed, kept in (("bring the printouts", "bring the printouts"), ("", "bring the printouts")):
        call = desk.start(number)
        following = NextStep(ActionKind.MEETING, TOMORROW, typed)
        calls.save(desk.book, call, Ending(desk.outcome("Talked"), next=following), LONDON, now=desk.now)
        (meeting,) = actions(desk, number)
        assert (meeting.text, meeting.closed_at) == (kept, None)


def test_a_new_meeting_takes_the_place_of_the_old_one(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Meeting set", due=date(2026, 11, 26))
    call = desk.log(number, "Meeting set", due=date(2026, 12, 3))
    old, new = actions(desk, number)
    assert (old.closing, old.closed_by, old.closed_at) == (Closing.REPLACED, call, desk.now)
    assert (new.due, new.opened_by, new.closed_at) == (date(2026, 12, 3), call, None)


def test_a_meeting_that_was_held_is_closed_as_held(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Meeting set", due=TODAY)
    desk.log(number, "Talked", due=TOMORROW, channel=Channel.MEETING)
    held, following = actions(desk, number)
    assert held.closing is Closing.HELD
    assert (following.kind, following.due) == (ActionKind.CALL, TOMORROW)


@pytest.mark.parametrize(
    ("label", "closing"), [("Talked", Closing.DONE), ("Gatekeeper", Closing.DONE), ("No answer", Closing.REPLACED)]
)
def test_a_call_that_was_planned_is_done_by_a_call_that_reached_somebody(
    desk: Desk, label: str, closing: Closing
) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Talked", due=TODAY)
    desk.log(number, label, due=TOMORROW)
    assert [action.closing for action in actions(desk, number)] == [closing, None]


def test_no_call_leaves_two_open_actions(desk: Desk) -> None:
    number = desk.add("Northgate")
    for label in ("Talked", "No answer", "Not now", "Meeting set", "Call back", "Referral"):
        desk.log(number, label, due=TOMORROW + timedelta(days=len(label)))
        assert [action.closed_at is None for action in actions(desk, number)].count(True) == 1
    desk.log(number, "Not interested")
    assert open_action(desk.book, number) is None
    assert check(desk.path) == []


ASKED = NextStep(ActionKind.MEETING, None)
PROPOSED = NextStep(ActionKind.CALL, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("typed", "offered", "wanted"),
    [
        ("thu 9:30", ASKED, NextStep(ActionKind.MEETING, datetime(2026, 11, 26, 9, 30, tzinfo=UTC))),
        ("+3d", PROPOSED, NextStep(ActionKind.CALL, date(2026, 11, 27))),
        ("fri bring the plan", PROPOSED, NextStep(ActionKind.CALL, date(2026, 11, 27), "bring the plan")),
        ("never", PROPOSED, NextStep()),
        ("", PROPOSED, NextStep()),
        ("   ", PROPOSED, NextStep()),
        ("", ASKED, NextStep(ActionKind.MEETING, TOMORROW)),
        ("when the roof is done", ASKED, NextStep(ActionKind.MEETING, TOMORROW, "when the roof is done")),
        ("when the roof is done", PROPOSED, NextStep(ActionKind.CALL, TOMORROW, "when the roof is done")),
        ("", NextStep(), NextStep()),
        ("thu", NextStep(), NextStep(ActionKind.CALL, date(2026, 11, 26))),
        ("ask again some day", NextStep(), NextStep(ActionKind.CALL, TOMORROW, "ask again some day")),
        ("never", NextStep(), NextStep()),
    ],
)
def test_what_was_typed_becomes_the_next_step(typed: str, offered: NextStep, wanted: NextStep) -> None:
    assert proposals.next_step(typed, offered, LONDON, True, now=TUESDAY) == wanted


def test_an_unreadable_date_on_friday_is_asked_again_on_monday() -> None:
    assert proposals.next_step("?", ASKED, LONDON, True, now=FRIDAY).due == date(2026, 11, 30)


@given(st.text(max_size=40), st.sampled_from([ASKED, PROPOSED, NextStep()]))
def test_nothing_typed_is_forgotten(typed: str, offered: NextStep) -> None:
    """Either a date was read, or the words stand beside a day on which they are asked again, or it says never."""
    found = proposals.next_step(typed, offered, LONDON, True, now=TUESDAY)
    assert (found.kind is None) == (found.due is None)
    if found.due is None:
        assert found.text == ""


# The life of a call


def test_a_call_is_a_row_from_its_first_second(desk: Desk) -> None:
    number = desk.add("Tokyo Teeth", "03 1234 5678", people=("Ann",), country="JP")
    (contact,), (phone,) = contacts(desk.book, number), phones(desk.book, number)
    text = desk.script()
    situation = Situation(
        LONDON, number, contact.id, phone.id, Direction.OUTBOUND, Channel.PHONE, Purpose.MARKET_RESEARCH,
        text.version.id, text.openers[1].id,
    )  # fmt: skip
    change = calls.start(desk.book, situation, now=desk.now, uuid="from its first second")
    call = desk.call(change.one("call"))
    assert call.uuid == "from its first second"
    assert (call.state, call.started_at, call.seen_at) == (CallState.LIVE, desk.now, desk.now)
    assert (call.zone, call.their_zone, call.their_weekday, call.their_hour) == ("Europe/London", "Asia/Tokyo", 1, 19)
    assert (call.prospect_id, call.contact_id, call.phone_id) == (number, contact.id, phone.id)
    assert (call.version_id, call.opener_id, call.purpose) == (
        text.version.id,
        text.openers[1].id,
        Purpose.MARKET_RESEARCH,
    )
    assert desk.prospect(number).last_call_at is None


def test_whose_clock_is_not_known_has_none(desk: Desk) -> None:
    call = desk.call(desk.start(desk.add("Nowhere", country="")))
    assert (call.their_zone, call.their_weekday, call.their_hour) == ("", None, None)


def test_one_live_call_at_a_time(desk: Desk) -> None:
    first = desk.start(desk.add("Northgate"))
    desk.on(minutes=2)
    desk.start(None, direction=Direction.INBOUND)
    parked = desk.call(first)
    assert (parked.state, parked.ended_at, parked.seconds) == (CallState.WRAP_UP, desk.now, 120)
    third = desk.start(desk.add("Larch"))
    states = {call.id: call.state for call in call_reader.open_calls(desk.book)}
    assert [states.pop(first), states.pop(third)] == [CallState.WRAP_UP, CallState.LIVE]
    assert list(states.values()) == [CallState.WRAP_UP]
    assert desk.call(first) == parked
    for _ in range(3):
        desk.book.undo()
    assert desk.call(first).state is CallState.LIVE


def test_talk_counts_from_picking_up(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.on(seconds=20)
    timing.pick_up(desk.book, call, now=desk.now)
    desk.on(seconds=90)
    calls.hang_up(desk.book, call, now=desk.now)
    desk.on(minutes=5)
    save(desk, call, "Talked")
    assert desk.call(call).seconds == 90
    assert desk.call(call).ended_at == desk.now - timedelta(minutes=5)


def test_hanging_up_twice_is_hanging_up_once(desk: Desk) -> None:
    call = desk.start(None)
    calls.hang_up(desk.book, call, now=desk.now)
    desk.on(minutes=1)
    assert calls.hang_up(desk.book, call, now=desk.now).touched == {}


def test_what_was_typed_is_kept_as_it_is_typed(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    prompts = desk.script().prompts
    for typed in ("B", "By", "By phone"):
        desk.on(seconds=1)
        said = [Answer(question_id=prompts[0].question_id, position=0, wording=prompts[0].wording, text=typed)]
        calls.write(desk.book, call, f"note {typed}", said, now=desk.now, merge="this visit")
    assert desk.call(call).note == "note By phone"
    assert desk.call(call).seen_at == desk.now
    (answer,) = call_reader.answers(desk.book, [call])[call]
    assert (answer.text, answer.wording) == ("By phone", "How do people book today?")
    calls.write(desk.book, call, "", [replace(answer, text="")], now=desk.now, merge="this visit")
    (emptied,) = call_reader.answers(desk.book, [call])[call]
    assert (emptied.id, emptied.text) == (answer.id, "")
    desk.book.undo()
    assert call_reader.answers(desk.book, [call]) == {}


def test_a_question_nobody_answered_gets_no_row(desk: Desk) -> None:
    call = desk.start(None)
    calls.write(desk.book, call, "", [Answer(wording="Who?", text="  ")], now=desk.now)
    assert call_reader.answers(desk.book, [call]) == {}


def test_typing_after_saving_leaves_the_last_moment_alone(desk: Desk) -> None:
    call = desk.log(None)
    seen = desk.call(call).seen_at
    desk.on(hours=1)
    calls.write(desk.book, call, "And one more thing.", (), now=desk.now)
    assert (desk.call(call).note, desk.call(call).seen_at) == ("And one more thing.", seen)


def test_a_crash_brings_the_call_back_paused_at_its_last_saved_moment(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.on(seconds=40)
    calls.write(desk.book, call, "half a sent", (), now=desk.now)
    last_seen = desk.now
    desk.on(hours=3)
    (found,) = call_reader.open_calls(desk.book)
    timing.recover(desk.book, found.id, now=desk.now)
    back = desk.call(call)
    assert (back.state, back.paused_at, back.note) == (CallState.LIVE, last_seen, "half a sent")
    calls.hang_up(desk.book, call, now=desk.now)
    assert desk.call(call).seconds == 40


def test_recovering_a_call_in_wrap_up_changes_no_length(desk: Desk) -> None:
    call = desk.start(None)
    desk.on(seconds=30)
    calls.hang_up(desk.book, call, now=desk.now)
    desk.on(hours=1)
    timing.recover(desk.book, call, now=desk.now)
    assert desk.call(call).seconds == 30


def test_who_was_spoken_with_can_be_said_later(desk: Desk) -> None:
    number = desk.add("Northgate", "0161 496 0142", people=("Ann",))
    (contact,), (phone,) = contacts(desk.book, number), phones(desk.book, number)
    call = desk.start(number, version_id=desk.script().version.id)
    opener = desk.script().openers[0].id
    calls.change_situation(desk.book, call, contact.id, phone.id, opener, now=desk.now)
    stored = desk.call(call)
    assert (stored.contact_id, stored.phone_id, stored.opener_id) == (contact.id, phone.id, opener)


def test_who_called_us_can_be_said_later(desk: Desk) -> None:
    call = desk.start(None, direction=Direction.INBOUND)
    number = desk.add("Tokyo Teeth", country="JP")
    calls.attach(desk.book, call, number, now=desk.now)
    stored = desk.call(call)
    assert (stored.prospect_id, stored.their_zone, stored.their_hour) == (number, "Asia/Tokyo", 19)
    assert desk.prospect(number).last_call_at is None
    nowhere = desk.add("Nowhere", country="")
    calls.attach(desk.book, call, nowhere, now=desk.now)
    assert (desk.call(call).their_zone, desk.call(call).their_hour) == ("", None)


def test_a_saved_call_given_to_another_counts_there(desk: Desk) -> None:
    first, second = desk.add("Northgate"), desk.add("Larch")
    call = desk.log(None, direction=Direction.INBOUND)
    calls.attach(desk.book, call, first, now=desk.now)
    assert desk.prospect(first).last_call_at == desk.now
    calls.attach(desk.book, call, second, now=desk.now)
    assert (desk.prospect(first).last_call_at, desk.prospect(second).last_call_at) == (None, desk.now)
    assert check(desk.path) == []


# Unfinished calls


def test_a_call_without_an_outcome_is_unfinished_and_what_was_planned_stays(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Talked", due=TODAY)
    planned = actions(desk, number)
    call = desk.start(number)
    calls.save(desk.book, call, Ending(), LONDON, now=desk.now)
    stored = desk.call(call)
    assert (stored.state, stored.outcome_id, stored.outcome, stored.reached) == (CallState.SAVED, None, "", None)
    assert desk.names(Scope.UNFINISHED) == ["Northgate"]
    assert actions(desk, number) == planned
    calls.reopen(desk.book, call, now=desk.now)
    assert desk.call(call).state is CallState.WRAP_UP
    assert desk.names(Scope.UNFINISHED) == []
    save(desk, call, "Gatekeeper")
    assert [action.closing for action in actions(desk, number)] == [Closing.DONE, None]
    assert check(desk.path) == []


def test_reopening_a_call_with_nobody(desk: Desk) -> None:
    call = desk.log(None, "")
    calls.reopen(desk.book, call, now=desk.now)
    assert desk.call(call).state is CallState.WRAP_UP


# The way back


def test_undoing_a_saved_call_opens_its_wrap_up_with_all_that_was_typed(desk: Desk) -> None:
    number = desk.add("Northgate")
    call = desk.start(number)
    calls.write(desk.book, call, "Wants a price.", (), now=desk.now)
    calls.hang_up(desk.book, call, now=desk.now)
    outcome, reason = desk.outcome("Call back"), desk.reason("No budget")
    calls.choose(desk.book, call, outcome, reason.id, "thu 9:3", now=desk.now, merge="wrap-up")
    calls.choose(desk.book, call, outcome, reason.id, "thu 9:30", now=desk.now, merge="wrap-up")
    following = proposals.next_step("thu 9:30", proposed(desk, call, "Call back"), LONDON, True, now=desk.now)
    calls.save(desk.book, call, Ending(outcome, reason.id, following, "thu 9:30"), LONDON, now=desk.now)
    assert desk.prospect(number).next_due == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    undone = desk.book.undo()
    assert undone is not None
    assert undone.ids("call") == {call}
    back = desk.call(call)
    assert (back.state, back.note, back.outcome_id, back.next_text, back.reason_id) == (
        CallState.WRAP_UP,
        "Wants a price.",
        outcome.id,
        "thu 9:30",
        reason.id,
    )
    assert (desk.prospect(number).next_due, desk.prospect(number).stage) == (None, Stage.NEW)
    assert actions(desk, number) == []
    desk.book.redo()
    assert desk.call(call).state is CallState.SAVED


# Logging without the timer


def test_a_call_made_on_the_way(desk: Desk) -> None:
    number = desk.add("Northgate")
    yesterday = desk.now - timedelta(days=1)
    call = desk.call(desk.log(number, "Talked", yesterday, 300, "By the door.", TOMORROW, channel=Channel.WALK_IN))
    assert (call.started_at, call.ended_at, call.saved_at) == (yesterday, yesterday + timedelta(minutes=5), desk.now)
    assert (call.seconds, call.note, call.channel) == (300, "By the door.", Channel.WALK_IN)
    assert desk.prospect(number).last_call_at == yesterday
    assert desk.prospect(number).next_due == TOMORROW


def test_an_older_call_logged_later_does_not_move_the_last_one(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Talked")
    desk.log(number, "No answer", desk.now - timedelta(days=9))
    assert desk.prospect(number).last_call_at == desk.now
    assert desk.prospect(number).tries == 0
    assert check(desk.path) == []


def test_no_length_below_none(desk: Desk) -> None:
    assert desk.call(desk.log(None, "Talked", seconds=-5)).seconds == 0
    assert desk.call(desk.log(None, "No answer", seconds=50)).seconds == 0


def test_a_call_cannot_be_logged_before_it_was_made(desk: Desk) -> None:
    before = desk.dump()
    with pytest.raises(UserError, match="before it was made"):
        desk.log(desk.add("Northgate"), at=desk.now + timedelta(seconds=1))
    assert len(desk.dump()["call"]) == len(before["call"]) == 0


# Putting right and deleting


def test_a_saved_call_is_put_right(desk: Desk) -> None:
    number = desk.add("Northgate")
    call = desk.call(desk.log(number, "Talked", seconds=60))
    said = [Answer(wording="Who?", text="Ann", position=0)]
    moved = replace(call, started_at=desk.now - timedelta(days=1), note="Yesterday, in fact.")
    calls.edit(desk.book, moved, desk.outcome("No answer"), said, now=desk.now)
    stored = desk.call(call.id)
    assert (stored.outcome, stored.reached, stored.seconds) == ("No answer", Reached.NOBODY, 0)
    assert (stored.conversation, stored.note) == (False, "Yesterday, in fact.")
    assert desk.prospect(number).last_call_at == desk.now - timedelta(days=1)
    assert desk.prospect(number).tries == 1
    assert desk.prospect(number).stage is Stage.TALKING
    assert check(desk.path) == []


def test_whether_it_was_a_conversation_can_be_said_by_hand(desk: Desk) -> None:
    call = desk.call(desk.log(None, "Talked"))
    calls.edit(desk.book, replace(call, conversation=False), desk.outcome("Talked"), (), now=desk.now)
    assert desk.call(call.id).conversation is False
    calls.edit(desk.book, desk.call(call.id), None, (), now=desk.now)
    assert (desk.call(call.id).outcome_id, desk.call(call.id).result) == (None, Result.NONE)


@pytest.mark.parametrize(
    ("label", "direction", "talked"),
    [
        ("No answer", Direction.OUTBOUND, False), ("Gatekeeper", Direction.OUTBOUND, False),
        ("Call back", Direction.OUTBOUND, True), ("", Direction.OUTBOUND, False),
        ("No answer", Direction.INBOUND, False), ("Gatekeeper", Direction.INBOUND, True),
    ],
)  # fmt: skip
def test_a_conversation_said_by_hand_is_one_that_is_counted(
    desk: Desk, label: str, direction: Direction, talked: bool
) -> None:
    call = desk.call(desk.log(desk.add("Northgate"), label, direction=direction))
    outcome = desk.outcome(label) if label else None
    calls.edit(desk.book, replace(call, conversation=True), outcome, (), now=desk.now)
    assert desk.call(call.id).conversation is talked
    counted = insights.by(desk.book, Dimension.DIRECTION, TODAY, TODAY)
    assert sum(one.conversations for one in counted.values()) == talked


@pytest.mark.parametrize(
    ("label", "text", "talked"),
    [
        ("Call back", "", False), ("Call back", "  ", False), ("Call back", "By phone", True), ("Talked", "", True),
        ("Gatekeeper", "By phone", False), ("No answer", "By phone", False),
    ],
)  # fmt: skip
def test_a_conversation_is_a_connect_with_an_answer_or_a_flag(desk: Desk, label: str, text: str, talked: bool) -> None:
    call = desk.start(desk.add("Northgate"))
    calls.write(desk.book, call, "", [Answer(wording="Who?", text=text)], now=desk.now)
    save(desk, call, label)
    assert desk.call(call).conversation is talked


def test_putting_right_a_call_deleted_meanwhile_leaves_it_deleted(desk: Desk) -> None:
    call = desk.call(desk.log(desk.add("Northgate")))
    calls.delete(desk.book, [call.id], now=desk.now)
    calls.edit(desk.book, replace(call, note="late"), desk.outcome("Talked"), (), now=desk.now)
    assert desk.call(call.id).deleted_at == desk.now
    assert check(desk.path) == []


def test_deleted_calls_count_no_more_and_come_back_whole(desk: Desk) -> None:
    number = desk.add("Northgate")
    first = desk.log(number, "No answer", desk.now - timedelta(hours=2))
    second = desk.log(number, "No answer", desk.now - timedelta(hours=1), note="Long ring.")
    before = desk.dump()
    calls.delete(desk.book, [first, second], now=desk.now)
    assert (desk.prospect(number).tries, desk.prospect(number).last_call_at) == (0, None)
    assert check(desk.path) == []
    desk.book.undo()
    assert desk.dump() == before


def test_a_live_call_started_by_mistake_is_taken_back(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    calls.delete(desk.book, [call], now=desk.now)
    assert call_reader.open_calls(desk.book) == []


# The queue follows


def test_an_unanswered_call_leaves_the_queue_until_its_time(desk: Desk) -> None:
    number = desk.add("Northgate")
    call = desk.start(number)
    save(desk, call, "No answer")
    assert desk.names(Scope.NEXT) == []
    desk.now = datetime(2026, 11, 26, 16, 29, tzinfo=UTC)
    assert desk.names(Scope.NEXT) == []
    desk.on(minutes=1)
    assert desk.names(Scope.NEXT) == ["Northgate"]


def test_the_day_is_ours_where_we_are(desk: Desk) -> None:
    """At nine in the evening in New York it is tomorrow in UTC, and still today for whoever sits there."""
    desk.zone = ZoneInfo("America/New_York")
    desk.now = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    number = desk.add("Northgate", "0161 496 0142", "0161 496 0143")
    call = desk.start(number, phone_id=phones(desk.book, number)[0].id)
    assert proposed(desk, call, "Wrong number").due == TODAY
    assert proposed(desk, call, "Gatekeeper").due == TOMORROW
    assert TODAY - timedelta(days=1) == YESTERDAY


LABELS = ("No answer", "Voicemail", "Gatekeeper", "Talked", "Meeting set", "Call back", "Not now", "Busy", "")


@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(LABELS), st.integers(0, 5000), st.booleans()), max_size=8))
def test_whatever_is_logged_the_prospect_says_what_its_calls_say(
    tmp_path_factory: pytest.TempPathFactory, logged: list[tuple[str, int, bool]]
) -> None:
    for desk in new_desk(tmp_path_factory.mktemp("book")):
        number = desk.add("Northgate")
        for label, minutes, gone in logged:
            due = TOMORROW + timedelta(days=minutes % 9) if minutes % 2 else None
            call = desk.log(number, label, desk.now - timedelta(minutes=minutes), due=due)
            if gone:
                calls.delete(desk.book, [call], now=desk.now)
        assert check(desk.path) == []
        kept = sorted((minutes, at) for at, (_, minutes, gone) in enumerate(logged) if not gone)
        wanted = TUESDAY - timedelta(minutes=kept[0][0]) if kept else None
        assert desk.prospect(number).last_call_at == wanted


# A limit after which the prospect rests


def no_answers(desk: Desk, prospect: int, count: int, label: str = "No answer") -> None:
    for _ in range(count):
        desk.on(days=1)
        save(desk, desk.start(prospect), label)


def test_after_as_many_tries_as_allowed_a_prospect_rests(desk: Desk) -> None:
    prospect = desk.add("Northgate")
    no_answers(desk, prospect, 7)
    assert desk.prospect(prospect).stage is Stage.NEW
    no_answers(desk, prospect, 1, "Voicemail")
    rested = desk.prospect(prospect)
    assert (rested.stage, rested.tries) == (Stage.RESTING, 8)
    assert rested.next_due == date(2027, 3, 2)  # three months from 2 December
    desk.book.undo()
    assert desk.prospect(prospect).stage is Stage.NEW


def test_somebody_reached_begins_the_count_anew(desk: Desk) -> None:
    prospect = desk.add("Northgate")
    no_answers(desk, prospect, 7)
    no_answers(desk, prospect, 1, "Gatekeeper")
    no_answers(desk, prospect, 7, "Busy")
    assert desk.prospect(prospect).stage is Stage.INTRODUCED
    no_answers(desk, prospect, 1)
    assert desk.prospect(prospect).stage is Stage.RESTING


@pytest.mark.parametrize(("limit", "resting"), [(0, False), (3, True), (4, False)])
def test_the_limit_is_ones_own(desk: Desk, limit: int, resting: bool) -> None:
    change_settings(desk.book, BookSettings(most_tries=limit), now=desk.now)
    prospect = desk.add("Northgate")
    no_answers(desk, prospect, 3)
    assert (desk.prospect(prospect).stage is Stage.RESTING) is resting


def test_nobody_is_called_back_on_a_public_holiday(desk: Desk) -> None:
    desk.now = datetime(2026, 12, 24, 10, tzinfo=UTC)  # Thursday; Friday and Monday are holidays in England
    prospect = desk.add("Northgate", country="GB", region="England")
    assert proposed(desk, desk.start(prospect), "Gatekeeper").due == date(2026, 12, 29)
    abroad = desk.add("Halden", country="US", region="New York")
    assert proposed(desk, desk.start(abroad), "Gatekeeper").due == date(2026, 12, 28)
