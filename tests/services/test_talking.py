"""What happens in the midst of a call is kept with it, and each of it can be taken back."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from callbook.domain.call import Answer
from callbook.domain.errors import UserError
from callbook.domain.prospect import BuyingRole
from callbook.services import calls, prospects, talking
from callbook.services.prospects import Draft
from callbook.services.upkeep import check
from callbook.storage import calls as reader
from callbook.storage.opening import open_book
from callbook.storage.prospects import contacts
from tests.storage.desk import Desk, dump, no_backup, template


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "callbook.book"
    path.write_bytes(template())
    with closing(open_book(path, no_backup)) as book:
        yield Desk(book)


def raised(desk: Desk, call: int) -> list[str]:
    return [one.wording for one in reader.raised(desk.book, [call]).get(call, ())]


def said(desk: Desk, call: int) -> list[tuple[int, str]]:
    return [(answer.position, answer.wording) for answer in reader.answers(desk.book, [call]).get(call, ())]


def test_an_objection_is_kept_and_said_again_taken_back(desk: Desk) -> None:
    text = desk.script()
    call = desk.start(desk.add("Northgate"), version_id=text.version.id)
    for objection in text.objections:
        talking.raise_objection(desk.book, call, objection, now=desk.now)
    assert raised(desk, call) == ["No time", "Send an e-mail"]
    talking.raise_objection(desk.book, call, text.objections[0], now=desk.now)
    assert raised(desk, call) == ["Send an e-mail"]
    desk.book.undo()
    assert raised(desk, call) == ["No time", "Send an e-mail"]


def test_the_history_has_what_came_up(desk: Desk) -> None:
    text = desk.script()
    call = desk.start(desk.add("Northgate"), version_id=text.version.id)
    talking.raise_objection(desk.book, call, text.objections[1], now=desk.now)
    (row,) = reader.history_rows(desk.book, [call])
    assert row.raised == ("Send an e-mail",)


def test_who_answered_becomes_a_contact(desk: Desk) -> None:
    prospect = desk.add("Northgate", people=("Ann Lee",))
    call = desk.start(prospect)
    talking.answered_by(desk.book, call, "  Dana  ", now=desk.now)
    ann, dana = contacts(desk.book, prospect)
    assert (dana.name, dana.role, dana.position) == ("Dana", BuyingRole.GATEKEEPER, 1)
    assert desk.call(call).answered_by == dana.id
    desk.book.undo()
    assert (contacts(desk.book, prospect), desk.call(call).answered_by) == ([ann], None)


def test_somebody_known_is_not_written_twice(desk: Desk) -> None:
    prospect = desk.add("Northgate", people=("Ann Lee", "Dana"))
    call = desk.start(prospect)
    talking.answered_by(desk.book, call, "dana", now=desk.now)
    known = contacts(desk.book, prospect)
    assert len(known) == 2
    assert (desk.call(call).answered_by, known[1].role) == (known[1].id, BuyingRole.UNKNOWN)


def test_a_contact_who_answered_can_be_taken_out(desk: Desk) -> None:
    prospect = desk.add("Northgate")
    call = desk.start(prospect)
    talking.answered_by(desk.book, call, "Dana", now=desk.now)
    before = dump(desk.path)
    prospects.edit(desk.book, Draft(desk.prospect(prospect)), now=desk.now)
    assert (contacts(desk.book, prospect), desk.call(call).answered_by) == ([], None)
    desk.book.undo()
    assert dump(desk.path) == before
    assert check(desk.path) == []


def test_nobody_answers_without_a_name_or_for_nobody(desk: Desk) -> None:
    call = desk.start()
    for name in ("", "  ", "Dana"):
        with pytest.raises(UserError):
            talking.answered_by(desk.book, call, name, now=desk.now)


def test_a_question_of_ones_own_stands_behind_the_others(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"), version_id=desk.script().version.id)
    answer = Answer(position=0, wording="How do people book today?", text="By phone")
    calls.write(desk.book, call, "", [answer], now=desk.now)
    talking.ask(desk.book, call, "  Who else\n would know? ", now=desk.now)
    talking.ask(desk.book, call, "Since when?", now=desk.now)
    assert said(desk, call) == [(0, "How do people book today?"), (2, "Who else would know?"), (3, "Since when?")]
    desk.book.undo()
    desk.book.undo()
    assert said(desk, call) == [(0, "How do people book today?")]


def test_a_question_asked_twice_is_one_question(desk: Desk) -> None:
    asked = []
    for name in ("Northgate", "Halden"):
        call = desk.start(desk.add(name))
        talking.ask(desk.book, call, "Since when?", now=desk.now)
        asked += [answer.question_id for answer in reader.answers(desk.book, [call])[call]]
    assert asked[0] == asked[1] is not None
    with pytest.raises(UserError):
        talking.ask(desk.book, call, " \n ", now=desk.now)


def test_a_question_without_an_answer_is_no_answer(desk: Desk) -> None:
    """It does not make the call a conversation."""
    call = desk.start(desk.add("Northgate"))
    talking.ask(desk.book, call, "Since when?", now=desk.now)
    calls.save(desk.book, call, calls.Ending(desk.outcome("Call back")), desk.zone, now=desk.now)
    assert desk.call(call).conversation is False
