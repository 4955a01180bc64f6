"""Reading many prospects and calls at once, over more than one page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callbook.domain.call import Call
from callbook.domain.change import Op
from callbook.storage import taking_out
from callbook.storage.prospects import card
from callbook.storage.taking_out import PAGE
from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def test_cards_are_those_of_the_window(desk: Desk) -> None:
    first = desk.add("Larch Bakery", "0113 496 0142", "0113 496 0143", tags=("near", "bakery"), people=("Dana", "Sam"))
    second, gone = desk.add("Halden", referred_by=first), desk.add("Gone")
    desk.log(first, "Talked", seconds=70, due=desk.now.date())
    desk.log(first, "No answer")
    with desk.book.step(Op.DELETE_PROSPECTS) as step:
        step.delete(desk.prospect(gone))
    found = taking_out.full_cards(desk.book, [second, gone, first])
    assert [one.card for one in found] == [card(desk.book, second), card(desk.book, first)]
    assert [(one.calls, one.conversations, one.seconds) for one in found] == [(0, 0, 0), (2, 1, 70)]
    assert taking_out.widest(desk.book, [first, second]) == (2, 2)
    assert taking_out.widest(desk.book, [second]) == (0, 0)


def test_calls_come_a_page_at_a_time_oldest_first(desk: Desk) -> None:
    known = desk.add("Larch Bakery")
    with desk.book.step(Op.LOG_CALL) as step:
        made = step.insert_many(
            Call(prospect_id=known if number % 2 else None, started_at=desk.now, saved_at=desk.now)
            for number in range(PAGE + 10)
        )
    desk.start(known)  # not saved yet
    pages = list(taking_out.call_pages(desk.book, None))
    assert [len(page) for page in pages] == [PAGE, 10]
    assert [key for page in pages for key in page] == [call.id for call in made]
    assert taking_out.call_count(desk.book) == PAGE + 10
    (own,) = taking_out.call_pages(desk.book, frozenset((known,)))
    assert own == [call.id for call in made if call.prospect_id == known]
    assert [full.row.call.id for full in taking_out.full_calls(desk.book, own)] == own
