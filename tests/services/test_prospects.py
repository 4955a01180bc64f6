"""What a person does with prospects: each verb does what it says, keeps the rest, and can be taken back whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from callbook.domain.change import Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.prospect import PREPARATION, BuyingRole, Contact, Phone, Prospect, Stage
from callbook.services import calls, prospects
from callbook.services.prospects import Draft, zone_for
from callbook.services.upkeep import check
from callbook.storage import prospects as reader
from callbook.storage.calls import HistoryFilter, history_count
from callbook.storage.listing import Scope
from callbook.storage.prospects import card, contacts, open_action, phones, tags_of
from tests.services.test_calls import actions, stages
from tests.storage.desk import TODAY, TOMORROW, Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


@pytest.fixture
def number(desk: Desk) -> int:
    """A prospect with people, numbers, tags and a call."""
    made = desk.add("Northgate", "0161 496 0142", "0161 496 0143", tags=("dental", "leeds"), people=("Ann", "Bob"))
    (ann, _), (phone, _) = contacts(desk.book, made), phones(desk.book, made)
    desk.log(made, "Talked", note="Said yes.", due=TOMORROW, contact_id=ann.id, phone_id=phone.id)
    return made


def draft_of(desk: Desk, prospect_id: int) -> Draft:
    """What a form opened now would hold."""
    shown = card(desk.book, prospect_id)
    assert shown is not None
    return Draft(shown.prospect, shown.contacts, shown.phones, shown.tags)


# Adding


def test_a_prospect_with_everything(desk: Desk) -> None:
    draft = Draft(
        Prospect(name="  Northgate Dental ", city="Leeds", country="GB", stage=Stage.NEW),
        (Contact(name="Ann", title="Owner", email="ann@northgate.example", role=BuyingRole.DECISION_MAKER),),
        (Phone(typed="0161 496 0142", label="desk"), Phone(typed="  ")),
        (" dental ", "", "Dental", "leeds"),
    )
    change = prospects.add(desk.book, draft, now=desk.now)
    made = draft_of(desk, change.one("prospect"))
    assert change.op is Op.ADD_PROSPECT
    assert (made.prospect.name, made.prospect.created_at) == ("Northgate Dental", desk.now)
    assert [(one.name, one.title, one.position) for one in made.contacts] == [("Ann", "Owner", 0)]
    assert [(one.typed, one.label, one.e164) for one in made.phones] == [("0161 496 0142", "desk", "+441614960142")]
    assert [tag.casefold() for tag in made.tags] == ["dental", "leeds"]


def test_a_person_on_their_own_is_the_prospect(desk: Desk) -> None:
    draft = Draft(Prospect(), (Contact(), Contact(name="Ann Lee")))
    made = prospects.add(desk.book, draft, now=desk.now).one("prospect")
    assert desk.prospect(made).name == "Ann Lee"
    assert [one.name for one in contacts(desk.book, made)] == ["Ann Lee"]


@pytest.mark.parametrize("draft", [Draft(Prospect()), Draft(Prospect(name="  "), (Contact(name=" ", title="Owner"),))])
def test_no_prospect_without_any_name(desk: Desk, draft: Draft) -> None:
    before = desk.dump()
    with pytest.raises(UserError, match="needs a name") as refused:
        prospects.add(desk.book, draft, now=desk.now)
    assert refused.value.next_step
    assert desk.dump() == before


def test_ids_and_uuids_of_a_draft_are_not_taken_over(desk: Desk) -> None:
    first = desk.add("Northgate")
    again = prospects.add(desk.book, Draft(desk.prospect(first)), now=desk.now).one("prospect")
    assert again != first
    assert desk.prospect(again).uuid != desk.prospect(first).uuid


def test_what_cannot_be_read_as_a_number_is_kept_as_typed(desk: Desk) -> None:
    made = desk.add("Northgate", "ask Ann", "x42")
    assert [(one.typed, one.e164) for one in phones(desk.book, made)] == [("ask Ann", ""), ("x42", "")]


# Editing


def test_a_form_is_written_back(desk: Desk, number: int) -> None:
    form = draft_of(desk, number)
    changed = replace(
        form,
        prospect=replace(form.prospect, name="Northgate & Sons", notes="Two brothers."),
        contacts=(form.contacts[1], replace(form.contacts[0], title="Owner"), Contact(name="Cid"), Contact()),
        phones=(replace(form.phones[1], typed="0161 496 0199"),),
        tags=("dental", "warm"),
    )
    prospects.edit(desk.book, changed, now=desk.now)
    stored = draft_of(desk, number)
    assert (stored.prospect.name, stored.prospect.notes) == ("Northgate & Sons", "Two brothers.")
    assert [(one.name, one.title) for one in stored.contacts] == [("Bob", ""), ("Ann", "Owner"), ("Cid", "")]
    assert {form.contacts[0].id, form.contacts[1].id} < {one.id for one in stored.contacts}
    assert [(one.id, one.typed, one.e164) for one in stored.phones] == [
        (form.phones[1].id, "0161 496 0199", "+441614960199")
    ]
    assert stored.tags == ("dental", "warm")
    assert check(desk.path) == []


def test_a_form_without_a_name_keeps_the_name(desk: Desk, number: int) -> None:
    form = draft_of(desk, number)
    prospects.edit(desk.book, replace(form, prospect=replace(form.prospect, name="  ")), now=desk.now)
    assert desk.prospect(number).name == "Northgate"


def test_what_happened_while_the_form_was_open_stays(desk: Desk, number: int) -> None:
    form = draft_of(desk, number)
    desk.on(hours=1)
    desk.log(number, "Not now", due=TODAY + timedelta(days=90))
    desk.log(number, "No answer", due=TODAY + timedelta(days=91))
    prospects.mark_do_not_call(desk.book, [number], now=desk.now)
    meanwhile = desk.prospect(number)
    prospects.edit(desk.book, replace(form, prospect=replace(form.prospect, city="Leeds")), now=desk.now)
    assert desk.prospect(number) == replace(meanwhile, city="Leeds")
    assert check(desk.path) == []


def test_a_form_does_not_bring_a_deleted_prospect_back(desk: Desk, number: int) -> None:
    form = draft_of(desk, number)
    prospects.delete(desk.book, [number], now=desk.now)
    prospects.edit(desk.book, replace(form, prospect=replace(form.prospect, city="Leeds")), now=desk.now)
    assert desk.names() == []
    assert check(desk.path) == []


def test_who_was_spoken_with_may_leave_and_come_back(desk: Desk, number: int) -> None:
    """The call keeps its place; only what it pointed to is loosened, and undo ties it again."""
    before = desk.dump()
    form = draft_of(desk, number)
    prospects.edit(
        desk.book, replace(form, phones=(replace(form.phones[0], contact_id=form.contacts[0].id),)), now=desk.now
    )
    prospects.edit(desk.book, replace(form, contacts=form.contacts[1:], phones=()), now=desk.now)
    (call,) = reader.calls_pointing(desk.book, "prospect_id", number)
    assert (desk.call(call).contact_id, desk.call(call).phone_id) == (None, None)
    assert check(desk.path) == []
    desk.book.undo()
    assert phones(desk.book, number)[0].contact_id == form.contacts[0].id
    desk.book.undo()
    assert desk.dump() == before


def test_a_form_may_still_say_whose_a_number_was_when_the_person_is_taken_out(desk: Desk, number: int) -> None:
    form = draft_of(desk, number)
    hers = tuple(replace(phone, contact_id=form.contacts[0].id) for phone in form.phones)
    prospects.edit(desk.book, replace(form, phones=hers), now=desk.now)
    prospects.edit(desk.book, replace(draft_of(desk, number), contacts=form.contacts[1:]), now=desk.now)
    assert [phone.contact_id for phone in phones(desk.book, number)] == [None, None]


def test_a_number_outlives_the_person_it_belonged_to(desk: Desk, number: int) -> None:
    form = draft_of(desk, number)
    hers = tuple(replace(phone, contact_id=form.contacts[0].id) for phone in form.phones)
    prospects.edit(desk.book, replace(form, phones=hers), now=desk.now)
    without_her = replace(draft_of(desk, number), contacts=form.contacts[1:], phones=tuple(form.phones))
    prospects.edit(desk.book, without_her, now=desk.now)
    assert [phone.contact_id for phone in phones(desk.book, number)] == [None, None]


# Preparing


def test_five_fields_filled_are_prepared(desk: Desk) -> None:
    made = desk.add("Northgate")
    for at, sheet in enumerate(PREPARATION):
        assert (desk.prospect(made).prepared, desk.prospect(made).stage) == (at, Stage.NEW)
        prospects.prepare(desk.book, made, sheet, "known", now=desk.now)
    assert (desk.prospect(made).prepared, desk.prospect(made).stage) == (5, Stage.PREPARED)
    assert stages(desk, made) == [(Stage.PREPARED, desk.now, None)]
    prospects.prepare(desk.book, made, "who_decides", "", now=desk.now)
    assert desk.prospect(made).stage is Stage.PREPARED


def test_a_form_that_fills_the_sheet_prepares_too(desk: Desk, number: int) -> None:
    made = desk.add("Larch")
    filled = replace(desk.prospect(made), **dict.fromkeys(PREPARATION, "known"))  # type: ignore[arg-type]
    prospects.edit(desk.book, Draft(filled), now=desk.now)
    assert desk.prospect(made).stage is Stage.PREPARED


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.NEW])
def test_preparing_moves_nobody_who_is_past_it(desk: Desk, stage: Stage) -> None:
    """Who rests goes on resting when only a number is put right."""
    sheet: dict[str, Any] = dict.fromkeys(PREPARATION, "known")
    made = desk.add("Northgate", **sheet)
    prospects.move_stage(desk.book, [made], stage, now=desk.now)
    prospects.edit(desk.book, replace(draft_of(desk, made), phones=(Phone(typed="0161 496 0142"),)), now=desk.now)
    prospects.prepare(desk.book, made, "who_decides", "Ann", now=desk.now)
    assert desk.prospect(made).stage is stage


# Several at once


def test_tagging_and_untagging_several(desk: Desk) -> None:
    first, second = desk.add("A", tags=("Warm",)), desk.add("B")
    change = prospects.tag(desk.book, [first, second], "  warm ", now=desk.now)
    assert (len(change.ids("tagging")), change.ids("tag")) == (1, frozenset())
    assert tags_of(desk.book, first) == tags_of(desk.book, second) == ["Warm"]
    prospects.untag(desk.book, [first, second], "WARM", now=desk.now)
    assert tags_of(desk.book, first) == tags_of(desk.book, second) == []
    assert prospects.untag(desk.book, [first], "never heard of", now=desk.now).touched == {}
    desk.book.undo()
    assert tags_of(desk.book, second) == ["Warm"]


def test_stages_may_be_moved_anywhere_and_keep_their_dates(desk: Desk) -> None:
    first, second = desk.add("A"), desk.add("B")
    prospects.move_stage(desk.book, [first, second], Stage.CLIENT, now=desk.now)
    desk.on(days=1)
    prospects.move_stage(desk.book, [first], Stage.NEW, now=desk.now)
    assert stages(desk, first) == [
        (Stage.CLIENT, desk.now - timedelta(days=1), None),
        (Stage.NEW, desk.now, None),
    ]
    assert prospects.move_stage(desk.book, [first], Stage.NEW, now=desk.now).touched == {}
    assert desk.prospect(second).stage is Stage.CLIENT


def test_next_actions_of_several_are_moved_or_made(desk: Desk, number: int) -> None:
    other = desk.add("Larch")
    (planned,) = actions(desk, number)
    prospects.move_next(desk.book, [number, other], None, TODAY, "Europe/London", now=desk.now)
    (moved,), (new,) = actions(desk, number), actions(desk, other)
    assert moved == replace(planned, due=TODAY, zone="Europe/London")
    assert (new.kind, new.due, new.opened_by) == (ActionKind.CALL, TODAY, None)
    assert [desk.prospect(one).next_due for one in (number, other)] == [TODAY, TODAY]
    prospects.move_next(desk.book, [other], ActionKind.VISIT, TOMORROW, "Europe/London", now=desk.now)
    assert [(one.kind, one.due) for one in actions(desk, other)] == [(ActionKind.VISIT, TOMORROW)]
    assert check(desk.path) == []


@pytest.mark.parametrize("closing", list(Closing))
def test_next_actions_are_closed_without_a_call(desk: Desk, number: int, closing: Closing) -> None:
    prospects.close_next(desk.book, [number], closing, now=desk.now)
    (closed,) = actions(desk, number)
    assert (closed.closing, closed.closed_at, closed.closed_by) == (closing, desk.now, None)
    assert desk.prospect(number).next_due is None
    assert prospects.close_next(desk.book, [number], closing, now=desk.now).touched == {}


# Do not call


def test_do_not_call_and_its_lifting(desk: Desk, number: int) -> None:
    prospects.mark_do_not_call(desk.book, [number], now=desk.now)
    asked = desk.now
    desk.on(days=3)
    prospects.mark_do_not_call(desk.book, [number], now=desk.now)
    assert desk.prospect(number).do_not_call_at == asked
    assert open_action(desk.book, number) is None
    assert [action.closing for action in actions(desk, number)] == [Closing.DROPPED]
    assert desk.names(Scope.NEXT) == []
    prospects.lift_do_not_call(desk.book, number, now=desk.now)
    assert desk.prospect(number).do_not_call_at is None
    assert desk.prospect(number).notes == "Do not call lifted on 2026-11-27."
    assert desk.start(number) > 0


def test_lifting_keeps_the_notes(desk: Desk) -> None:
    made = desk.add("Northgate", notes="Two brothers.")
    prospects.mark_do_not_call(desk.book, [made], now=desk.now)
    prospects.lift_do_not_call(desk.book, made, now=desk.now)
    assert desk.prospect(made).notes == "Two brothers.\nDo not call lifted on 2026-11-24."


# Deleting


def test_the_deleted_are_gone_with_all_that_is_theirs_and_come_back_whole(desk: Desk, number: int) -> None:
    other = desk.add("Larch")
    gone = desk.log(number, "No answer", desk.now - timedelta(days=2))
    calls.delete(desk.book, [gone], now=desk.now)
    earlier = desk.now
    desk.start(number)
    before = desk.dump()
    desk.on(hours=1)
    change = prospects.delete(desk.book, [number, other], now=desk.now)
    assert change.ids("prospect") == {number, other}
    assert desk.names() == desk.names(Scope.NEXT) == desk.names(Scope.TODAY) == []
    assert history_count(desk.book, HistoryFilter()) == 0
    assert desk.rows(text="northgate") == []
    assert card(desk.book, number) is None
    assert desk.call(gone).deleted_at == earlier
    assert check(desk.path) == []
    desk.book.undo()
    assert desk.dump() == before
    desk.book.redo()
    assert desk.names() == []


# Their clock


@pytest.mark.parametrize(
    ("prospect", "zone"),
    [
        (Prospect(zone="Asia/Tokyo", country="GB"), "Asia/Tokyo"),
        (Prospect(country="GB"), "Europe/London"),
        (Prospect(country="US", region="NY"), "America/New_York"),
        (Prospect(country="US"), ""),
        (Prospect(), ""),
    ],
)
def test_their_zone_by_hand_else_by_place(prospect: Prospect, zone: str) -> None:
    assert zone_for(prospect) == zone


def test_who_asked_not_to_be_called_gets_no_next_action(desk: Desk) -> None:
    barred, open_one = desk.add("Northgate"), desk.add("Halden")
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    prospects.move_next(desk.book, [barred, open_one], None, TOMORROW, "Europe/London", now=desk.now)
    assert [desk.prospect(key).next_due for key in (barred, open_one)] == [None, TOMORROW]
    with pytest.raises(UserError, match="asked not to be called"):
        prospects.move_next(desk.book, [barred], None, TOMORROW, "Europe/London", now=desk.now)


def test_however_many_are_asked_about_at_once(desk: Desk) -> None:
    barred = desk.add("Northgate")
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    assert reader.barred(desk.book, range(100_000)) == {barred}
