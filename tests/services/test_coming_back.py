"""Tables of our own and lists of others: each address with whom it belongs to, and who asked not to be called."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from callbook.domain.followup import ActionKind
from callbook.domain.prospect import BuyingRole, Contact, Prospect, Stage
from callbook.domain.when import due_text
from callbook.services import prospects
from callbook.services.exchange import ImportPlan, plan_import
from callbook.services.importing import run_import
from callbook.services.upkeep import check
from callbook.storage.listing import Scope
from callbook.storage.prospects import Card, card
from tests.storage.desk import LONDON, Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def bring_in(desk: Desk, text: str) -> ImportPlan:
    plan = plan_import(desk.book, text.encode(), "list.csv", zone=LONDON)
    run_import(desk.book, plan, now=desk.now)
    assert check(desk.path) == []
    again = plan_import(desk.book, text.encode(), "list.csv", zone=LONDON)
    assert again.same == again.read, "the same file twice changes nothing"
    return plan


def shown(desk: Desk, number: int = 1) -> Card:
    found = card(desk.book, number)
    assert found is not None
    return found


def people(one: Card) -> list[tuple[str, str, str]]:
    return [(each.name, each.title, each.email) for each in one.contacts]


# Whose an address is

OWN = "Company,Contact,Job title,Email,Buying role,About the contact,Contact 2,Job title 2,Email 2,Buying role 2,"
OWN += "About the contact 2,Phone label,Phone,Wrong since,Number of,Do not call since"


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            OWN,
            "Larch,Ann Lee,Owner,,,,Bob Roe,Baker,bob@l.example,gatekeeper,kind,,,,,",
            [("Ann Lee", "Owner", ""), ("Bob Roe", "Baker", "bob@l.example")],
        ),
        (
            OWN,
            "Larch,,Desk,office@l.example,,,Bob Roe,,bob@l.example,,,,,,,",
            [("", "Desk", "office@l.example"), ("Bob Roe", "", "bob@l.example")],
        ),
        (
            "Company,Contact 1,Title 1,Email 1,Contact 2,Title 2,Email 2",
            "Larch,Ann Lee,Owner,,Bob Roe,Baker,bob@l.example",
            [("Ann Lee", "Owner", ""), ("Bob Roe", "Baker", "bob@l.example")],
        ),
        (
            "Company,Contact,Contact Email,Contact 2,Contact 2 Email,Email 3",
            "Larch,Ann Lee,,Bob Roe,bob@l.example,info@l.example",
            [("Ann Lee", "", ""), ("Bob Roe", "", "bob@l.example"), ("", "", "info@l.example")],
        ),
        (
            "Company,First name 1,Last name 1,Email 1,First name 2,Last name 2,Email 2",
            "Larch,Ann,Lee,,Bob,Roe,bob@l.example",
            [("Ann Lee", "", ""), ("Bob Roe", "", "bob@l.example")],
        ),
        # One person with several addresses, as the exports of address books have them.
        (
            "Company,First name,Last name,E-mail 1 - Value,E-mail 2 - Value",
            "Larch,Ann,Lee,,ann@l.example",
            [("Ann Lee", "", "ann@l.example")],
        ),
        # Two family names are one person's.
        (
            "Company,Nombre de pila,Apellido 1,Apellido 2,Email",
            "Larch,Ana,Roe,Lee,a@l.example",
            [("Ana Roe Lee", "", "a@l.example")],
        ),
        # An address of two is that of both.
        (
            "Company,Contact 1,Email 1,Contact 2,Email 2",
            "Larch,Ann Lee,office@l.example,Bob Roe,office@l.example",
            [("Ann Lee", "", "office@l.example"), ("Bob Roe", "", "office@l.example")],
        ),
    ],
)
def test_an_address_stays_with_whom_it_belongs_to(
    desk: Desk, header: str, row: str, expected: list[tuple[str, str, str]]
) -> None:
    bring_in(desk, f"{header}\n{row}\n")
    assert people(shown(desk)) == expected


# Do not call


@pytest.mark.parametrize(
    "title",
    [
        "Do not call since", "Do not call", "DoNotCall", "DNC", "Do Not Contact", "Don't call", "Opt out",
        "Phone opt out", "On DNC list", "nicht anrufen", "Ne pas appeler", "不要致電", "架電禁止",
    ],
)  # fmt: skip
def test_a_column_that_says_so_is_taken_for_it(desk: Desk, title: str) -> None:
    plan = bring_in(desk, f"Company,Phone,{title}\nX,030 999999,yes\nY,030 999998,no\n")
    assert plan.fields[2] == "do_not_call"
    assert (plan.do_not_call, plan.new) == (1, 2)
    assert [desk.prospect(number).do_not_call_at for number in (1, 2)] == [desk.now, None]
    assert desk.names(Scope.NEXT) == ["Y"]


@pytest.mark.parametrize("title", ["Email opt out", "Do not mail", "SMS opt-out", "Do not call before", "Call back"])
def test_a_column_that_says_another_thing_is_not(desk: Desk, title: str) -> None:
    plan = plan_import(desk.book, f"Company,Phone,{title}\nX,030 999999,yes\n".encode(), "list.csv")
    assert "do_not_call" not in plan.fields
    assert plan.do_not_call == 0


@pytest.mark.parametrize("cell", ["yes", "TRUE", "1", "x", "Ja", "是", "asked twice", "13.10.2026"])
def test_everything_but_a_no_says_so(desk: Desk, cell: str) -> None:
    bring_in(desk, f"Company,Phone,DNC\nX,030 999999,{cell}\n")
    assert desk.prospect(1).do_not_call_at == desk.now
    # What is more than a yes is kept.
    assert (cell in desk.prospect(1).notes) == (cell in ("asked twice", "13.10.2026"))


@pytest.mark.parametrize("cell", ["no", "False", "0", "", "Nein", "否"])
def test_a_no_says_nothing_and_lifts_nothing(desk: Desk, cell: str) -> None:
    bring_in(desk, f"Company,Phone,DNC\nX,030 999999,{cell}\n")
    assert (desk.prospect(1).do_not_call_at, desk.prospect(1).notes) == (None, "")
    prospects.mark_do_not_call(desk.book, [1], now=desk.now)
    plan = bring_in(desk, f"Company,Phone,DNC\nX,030 999999,{cell}\n")
    assert plan.same == 1
    assert desk.prospect(1).do_not_call_at == desk.now


def test_our_own_columns_bring_the_day_and_the_stage_back(desk: Desk) -> None:
    plan = bring_in(desk, "Company,Phone,Stage,Do not call since\nX,030 999,closed,2026-10-13 13:58:44\n")
    assert (plan.new, plan.do_not_call) == (1, 1)
    found = desk.prospect(1)
    # A cell says the time of the clock it was written by: London is an hour before UTC in October.
    assert (found.stage, found.do_not_call_at) == (Stage.CLOSED, datetime(2026, 10, 13, 12, 58, 44, tzinfo=UTC))
    assert desk.names(Scope.NEXT) == []


@pytest.mark.parametrize(
    "row",
    ["Northgate,0161 496 0142,yes", "Northgate,,yes", ",0161 496 0142,yes", "northgate,+44 161 496 0142,2026-10-01"],
)
def test_a_known_prospect_that_a_list_says_must_not_be_called(desk: Desk, row: str) -> None:
    desk.add("Northgate", "0161 496 0142")
    prospects.move_next(desk.book, [1], ActionKind.CALL, desk.now, "Europe/London", now=desk.now)
    plan = bring_in(desk, f"Company,Phone,DNC\n{row}\n")
    assert (plan.updated, plan.do_not_call, len(desk.names())) == (1, 1, 1)
    assert desk.prospect(1).do_not_call_at is not None
    assert (desk.prospect(1).next_due, desk.names(Scope.NEXT)) == (None, [])
    desk.book.undo()
    assert desk.prospect(1).do_not_call_at is None


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("NOTE:Nice\\nDo not call: yes", True),  # as contacts of ours were before
        ("X-CALLBOOK-DO-NOT-CALL:2026-10-13T12:58:44+00:00", True),
        ("X-DO-NOT-CALL:1", True),
        ("X-DNC:TRUE", True),
        ("X-DO-NOT-CALL:0", False),
        ("NOTE:Do not call: yesterday it rang", False),
    ],
)
def test_a_contact_that_says_so(desk: Desk, line: str, refused: bool) -> None:
    lines = ("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Callbook//Callbook//EN", "FN:Ann Lee", "TEL:030 999999", line)
    plan = bring_in(desk, "\r\n".join((*lines, "END:VCARD", "")))
    assert (plan.do_not_call, desk.prospect(1).do_not_call_at is not None) == (refused, refused)
    assert desk.names(Scope.NEXT) == ([] if refused else ["Ann Lee"])


def test_a_number_that_one_row_bars_is_barred_in_the_others(desk: Desk) -> None:
    plan = bring_in(desk, "Company,Phone,DNC\nY,0161 496 0142,\nX,0161 496 0142,yes\nZ,0161 496 0143,\n")
    assert plan.do_not_call == 2
    assert desk.names(Scope.NEXT) == ["Z"]


def test_a_list_never_plans_to_call_whom_it_bars(desk: Desk) -> None:
    bring_in(
        desk,
        "Company,Do not call since,Next action,Next action on,Next action text\n"
        "X,2026-10-13,call,2026-12-01,ask again\nY,2026-10-13,email,2026-12-02,the offer\n",
    )
    assert shown(desk).next_action is None
    assert "ask again" in desk.prospect(1).notes
    action = shown(desk, 2).next_action
    assert action is not None
    assert (action.kind, action.text) == (ActionKind.EMAIL, "the offer")


# What is known stays

FULL = "Company,Contact,Buying role,About the contact,Address,Stage,Do not call since,How we fit,Time zone,Next action,"
FULL += "Next action on,Next action text\n"
KNOWN = Prospect(name="Larch", address="1 Mill Lane", stage=Stage.TALKING, how_we_fit="Bread", zone="Europe/Paris")


def test_a_known_prospect_keeps_what_was_typed(desk: Desk) -> None:
    person = Contact(name="Ann Lee", role=BuyingRole.USER, note="kind")
    prospects.add(desk.book, prospects.Draft(KNOWN, (person,)), now=desk.now)
    prospects.move_next(desk.book, [1], ActionKind.VISIT, desk.now.date(), "", now=desk.now)
    before = shown(desk)
    row = "Larch,Ann Lee,gatekeeper,cross,1 Mill Lane,closed,,Cakes,Asia/Tokyo,call,2026-12-01,ring\n"
    assert bring_in(desk, FULL + row).updated == 1
    after = shown(desk)
    assert after.prospect.notes.split("\n") == [
        "How we fit: Cakes", "Zone: Asia/Tokyo", "Ann Lee: cross", "Ann Lee: gatekeeper", "Stage: closed",
        "Next action: call 2026-12-01 ring",
    ]  # fmt: skip
    assert replace(after, prospect=replace(after.prospect, notes="")) == before


def test_a_known_prospect_gets_what_it_lacks(desk: Desk) -> None:
    blank = Prospect(name="Larch", address="1 Mill Lane")
    prospects.add(desk.book, prospects.Draft(blank, (Contact(name="Ann Lee"),)), now=desk.now)
    row = "Larch,Ann Lee,gatekeeper,cross,1 Mill Lane,talking,,Cakes,Asia/Tokyo,visit,2026-12-01,ring\n"
    assert bring_in(desk, FULL + row).updated == 1
    after = shown(desk)
    found, action = after.prospect, after.next_action
    assert (found.stage, found.how_we_fit, found.zone, found.notes) == (Stage.TALKING, "Cakes", "Asia/Tokyo", "")
    assert [(each.role, each.note) for each in after.contacts] == [(BuyingRole.GATEKEEPER, "cross")]
    assert action is not None
    assert (action.kind, action.due, action.text) == (ActionKind.VISIT, date(2026, 12, 1), "ring")
    desk.book.undo()
    assert replace(shown(desk).prospect, id=0, uuid="", created_at=None) == blank


def test_referrals_go_by_name_where_it_is_that_of_one(desk: Desk) -> None:
    bring_in(
        desk,
        "Company,Phone,Referred by,Do not call since\nA,030 111111,B,\nB,030 111112,,\nC,030 111113,Twice,\n"
        "Twice,030 111114,,\nTwice,030 111115,,\nD,030 111116,Nobody,\nE,030 111117,E,\n",
    )
    assert [desk.prospect(number).referred_by for number in (1, 3, 6, 7)] == [2, None, None, None]
    assert [desk.prospect(number).notes for number in (1, 3, 6)] == ["", "Referred by: Twice", "Referred by: Nobody"]


def test_a_next_action_is_due_by_the_clock_of_its_zone(desk: Desk) -> None:
    bring_in(
        desk,
        "Company,Next action,Next action on,Next action at,Next action zone,Do not call since\n"
        "A,meeting,2026-12-03,2026-12-03 14:00:00,America/New_York,\nB,call,2026-07-03,2026-07-03 09:30,,\n"
        "C,call,2026-12-04,,,\n",
    )
    actions = [shown(desk, number).next_action for number in (1, 2, 3)]
    assert [due_text(each.due) for each in actions if each and each.due] == [
        "2026-12-03T19:00:00Z",
        "2026-07-03T08:30:00Z",
        "2026-12-04",
    ]
