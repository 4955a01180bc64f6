"""Two prospects become one: nothing of either is lost, and one undo brings both back as they were."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbook.domain.change import Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.merging import FIELDS, Choice, differing, merged, proposed, said
from callbook.domain.prospect import PREPARATION, BuyingRole, Contact, Phone, Prospect, Stage, StageChange, Tag, Tagging
from callbook.services import blocks, calls, merging, prospects
from callbook.services.standing import refresh
from callbook.services.upkeep import check
from callbook.storage import belongings
from callbook.storage import prospects as reader
from callbook.storage.book import Book
from callbook.storage.calls import HistoryFilter, answers, history_count, history_page
from callbook.storage.duplicates import likely_pairs
from tests.storage.desk import TODAY, TOMORROW, TUESDAY, Desk, new_desk

NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def action_of(desk: Desk, prospect_id: int) -> NextAction:
    found = reader.open_action(desk.book, prospect_id)
    assert found is not None
    return found


def test_calls_people_numbers_and_tags_of_both_are_there(desk: Desk) -> None:
    keep = desk.add("Northgate Dental", "0161 496 0142", tags=("dental", "leeds"), people=("Ann Lee", "Bob"))
    other = desk.add("Northgate", "+44 161 496 0142", "0161 496 0199", tags=("Leeds", "warm"), people=("ann lee", "Cy"))
    first = desk.log(keep, "Talked", note="Said yes.")
    (ann, cy), (same, new) = reader.contacts(desk.book, other), reader.phones(desk.book, other)
    second = desk.log(other, "No answer", note="Rang out.", contact_id=ann.id, phone_id=same.id)
    third = desk.log(other, "Talked", contact_id=cy.id, phone_id=new.id)
    before = desk.dump()
    change = merging.merge(desk.book, keep, other, {}, now=desk.now)
    card = reader.card(desk.book, keep)
    assert card is not None and reader.card(desk.book, other) is None
    assert [contact.name for contact in card.contacts] == ["Ann Lee", "Bob", "Cy"]
    assert [phone.typed for phone in card.phones] == ["0161 496 0142", "0161 496 0199"]
    assert card.tags == ("dental", "leeds", "warm")
    assert {desk.call(key).prospect_id for key in (first, second, third)} == {keep}
    assert desk.call(second).contact_id == card.contacts[0].id and desk.call(second).phone_id == card.phones[0].id
    assert desk.call(third).contact_id == cy.id and desk.call(third).phone_id == new.id
    assert history_count(desk.book, HistoryFilter(prospect_id=keep)) == 3
    assert change.op is Op.MERGE and {keep, other} <= change.ids("prospect")
    assert desk.names(text="warm") == ["Northgate Dental"] == desk.names(text="4960199")
    assert check(desk.path) == []
    desk.book.undo()
    assert desk.dump() == before
    desk.book.redo()
    assert reader.card(desk.book, keep) == card


@pytest.mark.parametrize("choice", [Choice.KEEP, Choice.OTHER])
def test_numbers_of_two_countries_stay_what_they_are(desk: Desk, choice: Choice) -> None:
    keep = desk.add("Northgate", "0161 496 0142", country="GB")
    other = desk.add("Northgate", "030 901820 ext. 7", "+49 30 901821", country="DE")
    reached = {phone.e164 for key in (keep, other) for phone in reader.phones(desk.book, key)}
    merging.merge(desk.book, keep, other, {"country": choice}, now=desk.now)
    card = reader.card(desk.book, keep)
    assert card is not None
    prospects.edit(desk.book, prospects.Draft(card.prospect, card.contacts, card.phones, card.tags), now=desk.now)
    assert {phone.e164 for phone in reader.phones(desk.book, keep)} == reached
    spelled = "+4930901820 ext. 7" if choice is Choice.KEEP else "+441614960142"
    typed = "030 901820 ext. 7" if choice is Choice.KEEP else "0161 496 0142"
    assert spelled in [phone.typed for phone in reader.phones(desk.book, keep)]
    assert f"Number: {typed}" in card.prospect.notes


def test_what_is_not_chosen_goes_to_the_notes_with_day_and_name(desk: Desk) -> None:
    keep = desk.add("Northgate Dental", website="northgate.example", notes="Rings twice.", source="fair")
    other = desk.add("Northgate", website="old.example", city="Leeds", notes="Ask for Ann.", what_they_do="Teeth")
    desk.on(days=2)
    merging.merge(desk.book, keep, other, {"website": Choice.OTHER}, now=desk.now)
    prospect = desk.prospect(keep)
    assert (prospect.name, prospect.website, prospect.city) == ("Northgate Dental", "old.example", "Leeds")
    assert (prospect.source, prospect.what_they_do) == ("fair", "Teeth")
    assert prospect.notes.split("\n") == [
        "Rings twice.", "", "Ask for Ann.", "",
        "Merged on 2026-11-26 with Northgate, in the book since 2026-11-24.",
        "Website: northgate.example",
    ]  # fmt: skip


def test_a_preparation_of_both_stands_one_below_the_other(desk: Desk) -> None:
    keep, other = desk.add("A", what_they_do="Teeth"), desk.add("A", what_they_do="Implants", how_we_fit="Booking")
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert desk.prospect(keep).what_they_do == "Teeth\nImplants"
    assert desk.prospect(keep).how_we_fit == "Booking"


@pytest.mark.parametrize("asked", ["keep", "other"])
def test_do_not_call_stays_whoever_asked(desk: Desk, asked: str) -> None:
    ids = {"keep": desk.add("A"), "other": desk.add("A")}
    free = ids["other" if asked == "keep" else "keep"]
    prospects.mark_do_not_call(desk.book, [ids[asked]], now=desk.now)
    prospects.move_next(desk.book, [free], ActionKind.CALL, TOMORROW, "Europe/London", now=desk.now)
    asked_at = desk.now
    desk.on(days=1)
    merging.merge(desk.book, ids["keep"], ids["other"], {}, now=desk.now)
    prospect = desk.prospect(ids["keep"])
    assert (prospect.do_not_call_at, prospect.next_due) == (asked_at, None)
    assert f"Next action: call {TOMORROW.isoformat()}" in prospect.notes
    (action,) = belongings.next_actions(desk.book, ids["keep"])
    assert action.closing is Closing.DROPPED


def test_of_two_next_actions_the_earlier_stays_and_tells_of_the_other(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    prospects.move_next(desk.book, [keep], ActionKind.CALL, NEXT_WEEK, "Europe/London", now=desk.now)
    prospects.move_next(desk.book, [other], ActionKind.EMAIL, TOMORROW, "Europe/London", now=desk.now)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    action = action_of(desk, keep)
    assert (action.kind, action.due) == (ActionKind.EMAIL, TOMORROW) == (ActionKind.EMAIL, desk.prospect(keep).next_due)
    assert action.text == f"Next action: call {NEXT_WEEK.isoformat()}"
    assert action.text in desk.prospect(keep).notes
    assert [one.closing for one in belongings.next_actions(desk.book, keep)] == [Closing.REPLACED, None]


def test_a_meeting_is_never_put_aside_for_a_call(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    meeting = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    prospects.move_next(desk.book, [keep], ActionKind.CALL, TOMORROW, "Europe/London", now=desk.now)
    prospects.move_next(desk.book, [other], ActionKind.MEETING, meeting, "Europe/London", now=desk.now)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert (action_of(desk, keep).kind, action_of(desk, keep).due) == (ActionKind.MEETING, meeting)
    assert f"call {TOMORROW.isoformat()}" in action_of(desk, keep).text


def test_tries_and_last_call_are_counted_anew(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    desk.log(keep, "No answer")
    desk.on(days=1)
    desk.log(other, "No answer")
    desk.on(days=1)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert desk.prospect(keep).tries == 2
    assert desk.prospect(keep).last_call_at == desk.now - timedelta(days=1)


def test_the_stage_further_on_is_kept_with_its_dates(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    prospects.move_stage(desk.book, [other], Stage.PROPOSAL, now=desk.now)
    desk.on(days=1)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert desk.prospect(keep).stage is Stage.PROPOSAL
    changes = [(change.stage, change.at) for change in belongings.stage_changes(desk.book, keep)]
    assert (Stage.PROPOSAL, desk.now - timedelta(days=1)) in changes


def test_whom_either_referred_was_referred_by_the_one_that_stays(desk: Desk) -> None:
    far = desk.add("Far")
    other = desk.add("A", referred_by=far)
    keep = desk.add("A", referred_by=other)
    friend = desk.add("Friend", referred_by=other)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert desk.prospect(friend).referred_by == keep
    assert desk.prospect(keep).referred_by == far


def test_of_two_referrers_the_second_is_told(desk: Desk) -> None:
    one, two = desk.add("First friend"), desk.add("Second friend")
    keep, other = desk.add("A", referred_by=one), desk.add("A", referred_by=two)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert desk.prospect(keep).referred_by == one
    assert "Referred by: Second friend" in desk.prospect(keep).notes


def test_a_turn_in_a_call_block_goes_over(desk: Desk) -> None:
    keep, other, third = desk.add("A"), desk.add("A"), desk.add("B")
    blocks.start_block(desk.book, "Morning", [keep, other, third], now=desk.now)
    desk.log(other, "No answer")
    before = desk.dump()
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    (member,) = belongings.places_in_blocks(desk.book, keep)
    assert member.done_at is not None and belongings.places_in_blocks(desk.book, other) == []
    desk.book.undo()
    assert desk.dump() == before
    merging.merge(desk.book, third, other, {}, now=desk.now)
    assert check(desk.path) == []


def test_a_turn_of_the_other_alone_becomes_that_of_the_one_that_stays(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    blocks.start_block(desk.book, "Morning", [other], now=desk.now)
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    (member,) = belongings.places_in_blocks(desk.book, keep)
    assert member.done_at is None
    assert belongings.calls_made(desk.book, keep) == 0
    desk.log(keep)
    assert belongings.calls_made(desk.book, keep) == 1


def test_a_person_brought_along_can_be_taken_out_later(desk: Desk) -> None:
    keep, other = desk.add("A", "0161 496 0142"), desk.add("A", people=("Ann Lee",))
    (ann,) = reader.contacts(desk.book, other)
    with desk.book.step(Op.EDIT_PROSPECT) as step:
        step.insert(Phone(prospect_id=other, contact_id=ann.id, typed="0161 496 0142", e164="+441614960142"))
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    card = reader.card(desk.book, keep)
    assert card is not None and [phone.contact_id for phone in card.phones] == [ann.id]
    prospects.edit(desk.book, prospects.Draft(card.prospect, (), card.phones, card.tags), now=desk.now)
    assert reader.contacts(desk.book, keep) == []


def test_nothing_is_merged_under_a_call(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    desk.start(other)
    before = desk.dump()
    with pytest.raises(UserError, match="not saved"):
        merging.merge(desk.book, keep, other, {}, now=desk.now)
    assert desk.dump() == before


def test_who_is_gone_cannot_be_merged(desk: Desk) -> None:
    keep, other = desk.add("A"), desk.add("A")
    prospects.delete(desk.book, [other], now=desk.now)
    for pair in ((keep, other), (other, keep), (keep, 999)):
        with pytest.raises(UserError, match="not in the book"):
            merging.merge(desk.book, *pair, {}, now=desk.now)
    with pytest.raises(ValueError, match="itself"):
        merging.merge(desk.book, keep, keep, {}, now=desk.now)


def test_a_choice_that_cannot_be_is_refused() -> None:
    one, other = Prospect(name="A", city="Leeds"), Prospect(name="B", city="York")
    with pytest.raises(ValueError, match="both"):
        merged(one, other, {"city": Choice.BOTH})
    with pytest.raises(ValueError, match="tries"):
        merged(one, other, {"tries": Choice.KEEP})
    assert differing(one, other) == ("name", "city")
    assert proposed(one, replace(other, stage=Stage.CLIENT), "stage") is Choice.OTHER


def test_pairs_said_to_be_different_are_not_offered_again(desk: Desk) -> None:
    one = desk.add("Northgate Dental", "0161 496 0142")
    other = desk.add("Northgate Dental Ltd", "+44 161 496 0142")
    (pair,) = likely_pairs(desk.book)
    assert (pair.pair.first, pair.pair.second, pair.first, pair.second) == (
        one, other, "Northgate Dental", "Northgate Dental Ltd",
    )  # fmt: skip
    merging.keep_apart(desk.book, other, one, now=desk.now)
    third = desk.add("Northgate Dental", "0161 496 0142")
    assert [(left.pair.first, left.pair.second) for left in likely_pairs(desk.book)] == [(one, third), (other, third)]
    merging.keep_apart(desk.book, one, third, now=desk.now)
    assert [(left.pair.first, left.pair.second) for left in likely_pairs(desk.book)] == [(other, third)]
    desk.book.undo()
    desk.book.undo()
    desk.book.undo()
    assert len(likely_pairs(desk.book)) == 1


# Nothing is lost, whatever stands in the two

WORD = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=8)
SOME = st.lists(WORD, max_size=3)
NUMBERS = st.lists(
    st.sampled_from(["0161 496 0142", "+44 161 496 0142", "0161 4960142", "020 7946 0100 x 3", "n/a"]), max_size=3
)
PERSON = st.builds(
    Contact,
    name=st.sampled_from(["Ann Lee", "ann  lee", "Bob", ""]),
    title=st.sampled_from(["", "Owner", "Chair"]),
    email=st.sampled_from(["", "a@b.example", "A@b.example"]),
    role=st.sampled_from(list(BuyingRole)),
    note=WORD,
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))
HALF = st.fixed_dictionaries(
    {
        "fields": st.fixed_dictionaries(
            dict.fromkeys((*FIELDS[:-1], "notes"), WORD)
            | {"zone": st.sampled_from(["", "Europe/London", "Asia/Tokyo"]), "stage": st.sampled_from(list(Stage))}
        ),
        "people": st.lists(PERSON, max_size=3),
        "numbers": NUMBERS,
        "labels": SOME,
        "tags": st.sets(st.sampled_from(["warm", "dental", "leeds"])),
        "barred": st.booleans(),
        "action": st.none() | st.tuples(st.sampled_from(list(ActionKind)), DAYS, WORD),
        "calls": st.lists(WORD, max_size=2),
    }
)  # fmt: skip


def write_half(book: Book, half: dict[str, Any]) -> int:
    """A prospect as it was drawn, with calls to its people."""
    with book.step(Op.IMPORT) as step:
        prospect = step.insert(Prospect(created_at=TUESDAY, **half["fields"]))
        people = [
            step.insert(replace(one, prospect_id=prospect.id, position=at)) for at, one in enumerate(half["people"])
        ]
        owner = people[-1].id if people else None
        labels = [*half["labels"], "", "", ""]
        for at, typed in enumerate(half["numbers"]):
            step.insert(Phone(prospect_id=prospect.id, contact_id=owner, position=at, typed=typed, label=labels[at]))
        step.insert(StageChange(prospect_id=prospect.id, stage=prospect.stage, at=TUESDAY))
        for name in sorted(half["tags"]):
            tag = reader.tag_named(book, name) or step.insert(Tag(name=name))
            step.insert(Tagging(prospect_id=prospect.id, tag_id=tag.id))
        if half["action"] is not None:
            kind, due, text = half["action"]
            step.insert(
                NextAction(
                    prospect_id=prospect.id, created_at=TUESDAY, kind=kind, due=due, text=text, zone="Europe/London"
                )
            )
        refresh(step, prospect.id)
    for note in half["calls"]:
        desk = Desk(book)
        desk.log(prospect.id, "Talked", note=note, contact_id=owner)
    if half["barred"]:
        prospects.mark_do_not_call(book, [prospect.id], now=TUESDAY)
    return prospect.id


def texts_of(book: Book, prospect_id: int) -> list[str]:
    """Every text that stands on a prospect, in its parts, its next actions and its calls."""
    prospect = book.get(Prospect, prospect_id)
    assert prospect is not None
    found = [said(prospect, field) for field in (*FIELDS, "notes")]
    for contact in reader.contacts(book, prospect_id):
        found += [contact.name, contact.title, contact.email, contact.note]
    for phone in reader.phones(book, prospect_id):
        found += [phone.typed, phone.label]
    found += reader.tags_of(book, prospect_id)
    for action in belongings.next_actions(book, prospect_id):
        found += [action.kind.value, str(action.due), action.text]
    for row in history_page(book, HistoryFilter(prospect_id=prospect_id), 0, 100):
        found += [
            row.call.note,
            row.call.outcome,
            *(one.text for one in answers(book, [row.call.id]).get(row.call.id, ())),
        ]
    return [" ".join(text.split()) for text in found]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HALF, HALF, st.dictionaries(st.sampled_from(FIELDS), st.sampled_from([Choice.KEEP, Choice.OTHER])))
def test_nothing_of_either_is_lost_and_undo_brings_both_back(
    desk: Desk, one: dict[str, Any], other: dict[str, Any], choices: dict[str, Choice]
) -> None:
    keep_id, other_id = write_half(desk.book, one), write_half(desk.book, other)
    stood = texts_of(desk.book, keep_id) + texts_of(desk.book, other_id)
    before = desk.dump()
    merging.merge(desk.book, keep_id, other_id, choices, now=TUESDAY + timedelta(days=1))
    whole = "\n".join(texts_of(desk.book, keep_id))
    assert [text for text in stood if text not in whole] == []
    assert check(desk.path) == []
    desk.book.undo()
    assert desk.dump() == before
    while desk.book.undo():
        pass


def test_every_preparation_field_has_words() -> None:
    assert set(merging.FIELD_NAMES) == set(PREPARATION)
    assert merging.field_name("do_not_call") == "Do not call"


def test_a_call_logged_later_finds_its_way(desk: Desk) -> None:
    keep, other = desk.add("A", "0161 496 0142"), desk.add("A", "0161 496 0142")
    merging.merge(desk.book, keep, other, {}, now=desk.now)
    call_id = desk.log(keep, "Talked", note="After the merge.")
    calls.delete(desk.book, [call_id], now=desk.now)
    assert check(desk.path) == []
