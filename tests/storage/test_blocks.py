"""What the readers of call blocks answer, and by which indexes they find it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from callbook.domain.query import parse
from callbook.services import blocks as verbs
from callbook.services import prospects
from callbook.storage import blocks, listing
from callbook.storage.listing import Listing, Scope
from tests.storage.desk import LONDON, TODAY, TOMORROW, TUESDAY, YESTERDAY, Desk


@pytest.fixture
def ids(desk: Desk) -> list[int]:
    """Four prospects, the third in another city."""
    return [
        desk.add(name, city="York" if name == "Larch" else "Leeds") for name in ("Osprey", "Halden", "Larch", "Bell")
    ]


def test_without_a_block_there_is_nothing_to_read(desk: Desk, ids: list[int]) -> None:
    assert blocks.open_block(desk.book) is None
    assert blocks.progress(desk.book) is None
    assert blocks.waiting_member(desk.book, ids[0]) is None
    assert blocks.waiting_ids(desk.book, 1, 10) == []
    assert blocks.last_place(desk.book, 1) == (None, 0)


def test_a_place_in_the_open_block(desk: Desk, ids: list[int]) -> None:
    verbs.start_block(desk.book, "Before", ids, now=desk.now)
    verbs.start_block(desk.book, "Near me", ids[:2], now=desk.now)
    block = blocks.open_block(desk.book)
    assert block is not None
    member = blocks.waiting_member(desk.book, ids[1])
    assert member is not None
    assert (member.block_id, member.prospect_id, member.position, member.later_at) == (block.id, ids[1], 1, None)
    assert blocks.waiting_member(desk.book, ids[2]) is None  # in the block before, which has ended
    assert blocks.last_place(desk.book, block.id) == (None, 1)
    desk.log(ids[1])
    assert blocks.waiting_member(desk.book, ids[1]) is None


def test_the_last_place_is_behind_whoever_was_put_off(desk: Desk, ids: list[int]) -> None:
    verbs.start_block(desk.book, "Near me", ids, now=desk.now)
    desk.on(minutes=5)
    verbs.put_off(desk.book, ids[2], now=desk.now)
    block = blocks.open_block(desk.book)
    assert block is not None
    assert blocks.last_place(desk.book, block.id) == (TUESDAY + timedelta(minutes=5), 4)


def test_only_as_many_as_asked_for(desk: Desk, ids: list[int]) -> None:
    verbs.start_block(desk.book, "Near me", ids, now=desk.now)
    block = blocks.open_block(desk.book)
    assert block is not None
    assert blocks.waiting_ids(desk.book, block.id, 2) == ids[:2]


VIEWS = [
    (Scope.NEXT, ""), (Scope.TODAY, ""), (Scope.NEW, ""), (Scope.ALL, ""), (Scope.UNFINISHED, ""),
    (Scope.ALL, "city:leeds"), (Scope.ALL, "sort:-name"), (Scope.ALL, "halden"), (Scope.ALL, "next:overdue"),
]  # fmt: skip


@pytest.mark.parametrize(("scope", "text"), VIEWS)
def test_who_is_to_call_are_those_of_the_view_in_its_order(desk: Desk, ids: list[int], scope: Scope, text: str) -> None:
    for key, due in zip(ids, (TODAY, YESTERDAY, TOMORROW, None), strict=True):
        if due is not None:
            prospects.move_next(desk.book, [key], None, due, "Europe/London", now=desk.now)
    desk.log(ids[3], "")
    barred = desk.add("Halden Outdoor", city="Leeds")
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    view = Listing(scope, parse(text))
    shown = [row.id for row in listing.page(desk.book, view, desk.now, LONDON, 0, 10) if not row.do_not_call]
    assert shown
    assert blocks.to_call(desk.book, view, desk.now, LONDON, 10) == shown
    assert blocks.to_call(desk.book, view, desk.now, LONDON, 1) == shown[:1]


def test_those_who_may_not_be_called_do_not_use_up_the_places(desk: Desk) -> None:
    ids = [desk.add(f"Shop {at:02}") for at in range(8)]
    prospects.mark_do_not_call(desk.book, ids[:3], now=desk.now)
    assert blocks.to_call(desk.book, Listing(Scope.ALL), desk.now, LONDON, 4) == ids[3:7]


# How it is found


@contextmanager
def plans(desk: Desk) -> Iterator[list[str]]:
    """The query plan of every statement run meanwhile, one line each step."""
    statements: list[str] = []
    found: list[str] = []
    desk.book.connection.set_trace_callback(statements.append)
    try:
        yield found
    finally:
        desk.book.connection.set_trace_callback(None)
    for statement in statements:
        found += [row[3] for row in desk.book.sql(f"EXPLAIN QUERY PLAN {statement}")]


def test_whose_turn_it_is_comes_in_the_order_of_the_index(desk: Desk, ids: list[int]) -> None:
    verbs.start_block(desk.book, "Near me", ids, now=desk.now)
    with plans(desk) as found:
        blocks.waiting_ids(desk.book, 1, 1)
    assert len(found) == 2  # nothing is sorted
    assert "USING INDEX block_member_turn (block_id=?)" in found[0]
    assert "USING INTEGER PRIMARY KEY" in found[1]


def test_nothing_of_a_block_is_found_by_reading_a_whole_table(desk: Desk, ids: list[int]) -> None:
    verbs.start_block(desk.book, "Near me", ids, now=desk.now)
    with plans(desk) as found:
        blocks.progress(desk.book)
        blocks.waiting_member(desk.book, ids[1])
        blocks.last_place(desk.book, 1)
    assert len(found) >= 7
    assert [step for step in found if step.startswith("SCAN") and "USING INDEX block_open" not in step] == []
    assert [step for step in found if "TEMP B-TREE" in step] == []
