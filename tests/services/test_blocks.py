"""Call blocks: what starts, puts off, ticks off and ends one, and that each can be taken back."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.block import BlockMember, BlockProgress
from callbook.domain.change import Op
from callbook.domain.errors import UserError
from callbook.domain.prospect import Prospect
from callbook.domain.script import Channel, Direction
from callbook.services import blocks, calls, prospects
from callbook.services.calls import Ending
from callbook.services.upkeep import check
from callbook.storage import blocks as reader
from callbook.storage import calls as call_reader
from callbook.storage.engine import Connection
from tests.storage.desk import Desk, new_desk

NAMES = ("Northgate", "Halden", "Larch", "Osprey", "Fernhill")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


@pytest.fixture
def five(desk: Desk) -> list[int]:
    """Five prospects in a block, in the order they were added."""
    ids = [desk.add(name) for name in NAMES]
    blocks.start_block(desk.book, "Near me", ids, now=desk.now)
    return ids


def progress(desk: Desk) -> BlockProgress:
    found = reader.progress(desk.book)
    assert found is not None
    return found


def figures(desk: Desk) -> tuple[int, int, int]:
    """Done, later, total."""
    found = progress(desk)
    return found.done, found.later, found.total


def waiting(desk: Desk) -> list[int]:
    return reader.waiting_ids(desk.book, progress(desk).block.id, 1000)


def call(desk: Desk, prospect_id: int, label: str = "No answer") -> None:
    """A call with the timer, saved with an outcome; "" for none."""
    number = desk.start(prospect_id)
    ending = Ending(desk.outcome(label)) if label else Ending()
    calls.save(desk.book, number, ending, desk.zone, now=desk.now)


def put_off(desk: Desk, prospect_id: int) -> None:
    blocks.put_off(desk.book, prospect_id, now=desk.now)


# Starting


def test_a_block_begins_at_the_first_and_keeps_the_order(desk: Desk) -> None:
    ids = [desk.add(name) for name in NAMES]
    wanted = [ids[3], ids[0], ids[4]]
    change = blocks.start_block(desk.book, "city:leeds", wanted, now=desk.now)
    assert change.op is Op.START_BLOCK
    assert len(change.ids("block_member")) == 3
    found = progress(desk)
    assert (found.block.name, found.block.started_at, found.block.ended_at) == ("city:leeds", desk.now, None)
    assert (found.done, found.later, found.total, found.next_id) == (0, 0, 3, ids[3])
    assert waiting(desk) == wanted


def test_a_name_is_kept_as_it_was_typed(desk: Desk) -> None:
    blocks.start_block(desk.book, "<b>Ålesund</b> & 明湖", [desk.add("Northgate")], now=desk.now)
    assert progress(desk).block.name == "<b>Ålesund</b> & 明湖"


def test_nobody_to_call_starts_nothing(desk: Desk) -> None:
    gone, barred = desk.add("Northgate"), desk.add("Halden")
    prospects.delete(desk.book, [gone], now=desk.now)
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    before = desk.dump()
    for ids in ([], [gone, barred, 404]):
        with pytest.raises(UserError, match="There is nobody to call in this view"):
            blocks.start_block(desk.book, "All", ids, now=desk.now)
    assert desk.dump() == before
    assert reader.progress(desk.book) is None


def test_a_refused_start_leaves_the_open_block(desk: Desk, five: list[int]) -> None:
    with pytest.raises(UserError):
        blocks.start_block(desk.book, "Nobody", [], now=desk.now)
    assert (progress(desk).block.name, waiting(desk)) == ("Near me", five)


def test_who_may_not_be_called_and_who_comes_twice_take_no_place(desk: Desk) -> None:
    ids = [desk.add(name) for name in NAMES]
    prospects.delete(desk.book, ids[:1], now=desk.now)
    prospects.mark_do_not_call(desk.book, ids[1:2], now=desk.now)
    blocks.start_block(desk.book, "All", [*ids, *ids], now=desk.now)
    assert waiting(desk) == ids[2:]
    assert figures(desk) == (0, 0, 3)


def test_a_block_takes_two_hundred_of_a_thousand(desk: Desk) -> None:
    with desk.book.step(Op.IMPORT) as step:
        ids = [
            one.id for one in step.insert_many(Prospect(name=f"Shop {at}", created_at=desk.now) for at in range(1000))
        ]
    prospects.mark_do_not_call(desk.book, ids[:10], now=desk.now)
    blocks.start_block(desk.book, "All", ids, now=desk.now)
    assert figures(desk) == (0, 0, blocks.MOST)
    assert waiting(desk) == ids[10:210]
    call(desk, ids[10])
    assert (figures(desk), progress(desk).next_id) == ((1, 0, 200), ids[11])


def test_only_one_is_open_at_a_time(desk: Desk, five: list[int]) -> None:
    first = progress(desk).block
    desk.on(minutes=20)
    blocks.start_block(desk.book, "Referred", five[3:], now=desk.now)
    assert (progress(desk).block.name, figures(desk)) == ("Referred", (0, 0, 2))
    rows = desk.book.sql("SELECT id, ended_at IS NULL FROM block ORDER BY id")
    assert rows == [(first.id, 0), (progress(desk).block.id, 1)]
    call(desk, five[3])
    assert desk.book.sql("SELECT block_id FROM block_member WHERE done_at IS NOT NULL") == [(progress(desk).block.id,)]


# Putting off


def test_put_off_comes_after_the_others(desk: Desk, five: list[int]) -> None:
    change = blocks.put_off(desk.book, five[0], now=desk.now)
    assert change.op is Op.PUT_OFF
    assert (waiting(desk), figures(desk)) == ([*five[1:], five[0]], (0, 1, 5))


@pytest.mark.parametrize("between", [timedelta(minutes=3), timedelta(0), timedelta(hours=-2)])
def test_whoever_was_put_off_last_comes_last(desk: Desk, five: list[int], between: timedelta) -> None:
    """Minutes apart, within one second, and by a clock that is set back: nobody comes back at once."""
    for turn in [0, 1, 0, 2, 1]:
        put_off(desk, five[turn])
        desk.now += between
    assert waiting(desk) == [five[3], five[4], five[0], five[2], five[1]]
    assert figures(desk) == (0, 3, 5)


def test_everybody_put_off_in_one_second_goes_round(desk: Desk, five: list[int]) -> None:
    met = []
    for _ in range(10):
        met.append(progress(desk).next_id)
        put_off(desk, met[-1] or 0)
    assert met == five * 2


def test_the_last_one_left_put_off_is_next_again(desk: Desk, five: list[int]) -> None:
    for key in five[:4]:
        call(desk, key)
    put_off(desk, five[4])
    assert (progress(desk).next_id, figures(desk)) == (five[4], (4, 1, 5))


def test_who_is_put_off_and_called_is_no_longer_later(desk: Desk, five: list[int]) -> None:
    put_off(desk, five[0])
    call(desk, five[0])
    assert (waiting(desk), figures(desk)) == (five[1:], (1, 0, 5))


def test_nobody_else_can_be_put_off(desk: Desk, five: list[int]) -> None:
    stranger = desk.add("Osprey Logistics")
    call(desk, five[0])
    before = desk.dump()
    for key in (stranger, five[0], 404):
        assert not blocks.put_off(desk.book, key, now=desk.now).touched
    blocks.end_block(desk.book, now=desk.now)
    assert not blocks.put_off(desk.book, five[1], now=desk.now).touched
    desk.book.undo()
    assert desk.dump() == before


# Calling


@pytest.mark.parametrize("label", ["No answer", "Talked", "Do not call", "Not interested", "Wrong number", ""])
def test_a_saved_call_has_had_its_turn(desk: Desk, five: list[int], label: str) -> None:
    call(desk, five[0], label)
    assert (waiting(desk), figures(desk)) == (five[1:], (1, 0, 5))


def test_a_call_not_saved_yet_has_not_had_its_turn(desk: Desk, five: list[int]) -> None:
    number = desk.start(five[0])
    calls.hang_up(desk.book, number, now=desk.now)
    assert (progress(desk).next_id, figures(desk)) == (five[0], (0, 0, 5))


@pytest.mark.parametrize(
    "situation",
    [{}, {"channel": Channel.WALK_IN}, {"direction": Direction.INBOUND}, {"channel": Channel.VIDEO}],
    ids=["logged", "walk-in", "they called", "video"],
)
def test_what_is_logged_without_timer_ticks_off_too(desk: Desk, five: list[int], situation: dict[str, Any]) -> None:
    desk.log(five[2], "Talked", **situation)
    assert (waiting(desk), figures(desk)) == ([*five[:2], *five[3:]], (1, 0, 5))


def test_an_unknown_caller_ticks_off_once_it_is_said_who_it_was(desk: Desk, five: list[int]) -> None:
    number = desk.start(None, direction=Direction.INBOUND)
    calls.attach(desk.book, number, five[1], now=desk.now)
    calls.save(desk.book, number, Ending(desk.outcome("Talked")), desk.zone, now=desk.now)
    assert (waiting(desk), figures(desk)) == ([five[0], *five[2:]], (1, 0, 5))


def test_a_second_call_counts_once(desk: Desk, five: list[int]) -> None:
    call(desk, five[0])
    call(desk, five[0])
    assert figures(desk) == (1, 0, 5)


def test_a_call_with_somebody_else_changes_nothing(desk: Desk, five: list[int]) -> None:
    call(desk, desk.add("Osprey Logistics"))
    assert (waiting(desk), figures(desk)) == (five, (0, 0, 5))


def test_a_prospect_deleted_after_the_call_still_counts_as_called(desk: Desk, five: list[int]) -> None:
    call(desk, five[0])
    prospects.delete(desk.book, [five[0]], now=desk.now)
    assert figures(desk) == (1, 0, 5)


def test_all_done(desk: Desk, five: list[int]) -> None:
    for key in five:
        call(desk, key)
    assert (figures(desk), progress(desk).next_id) == ((5, 0, 5), None)
    assert progress(desk).block.ended_at is None


# Passed over

Passing = Callable[[Desk, int], object]


@pytest.mark.parametrize(
    "verb",
    [
        lambda desk, key: prospects.delete(desk.book, [key], now=desk.now),
        lambda desk, key: prospects.mark_do_not_call(desk.book, [key], now=desk.now),
    ],
    ids=["deleted", "do not call"],
)
def test_who_is_gone_is_passed_over_and_comes_back_with_undo(desk: Desk, five: list[int], verb: Passing) -> None:
    put_off(desk, five[1])
    verb(desk, five[0])
    verb(desk, five[1])
    assert (waiting(desk), figures(desk)) == (five[2:], (0, 0, 3))
    desk.book.undo()
    assert (waiting(desk), figures(desk)) == ([*five[2:], five[1]], (0, 1, 4))
    desk.book.undo()
    assert (waiting(desk), figures(desk)) == ([five[0], *five[2:], five[1]], (0, 1, 5))


def test_a_block_of_which_nobody_is_left(desk: Desk, five: list[int]) -> None:
    prospects.delete(desk.book, five, now=desk.now)
    assert (figures(desk), progress(desk).next_id) == ((0, 0, 0), None)


def test_who_may_be_called_again_waits_again(desk: Desk, five: list[int]) -> None:
    prospects.mark_do_not_call(desk.book, [five[0]], now=desk.now)
    prospects.lift_do_not_call(desk.book, five[0], now=desk.now)
    assert (waiting(desk), figures(desk)) == (five, (0, 0, 5))


# Ending and taking back


def test_an_ended_block_is_left_alone(desk: Desk, five: list[int]) -> None:
    desk.on(minutes=40)
    change = blocks.end_block(desk.book, now=desk.now)
    assert change.op is Op.END_BLOCK
    assert (reader.open_block(desk.book), reader.progress(desk.book)) == (None, None)
    call(desk, five[0])
    assert desk.book.sql("SELECT count(*) FROM block_member WHERE done_at IS NOT NULL") == [(0,)]
    assert not blocks.end_block(desk.book, now=desk.now).touched


Verb = Callable[[Desk, list[int]], object]
EACH: dict[str, Verb] = {
    "start another": lambda desk, ids: blocks.start_block(desk.book, "Referred", ids[3:], now=desk.now),
    "put off": lambda desk, ids: blocks.put_off(desk.book, ids[0], now=desk.now),
    "put off again": lambda desk, ids: blocks.put_off(desk.book, ids[4], now=desk.now),
    "end": lambda desk, _: blocks.end_block(desk.book, now=desk.now),
    "save": lambda desk, ids: calls.save(
        desk.book, call_reader.open_calls(desk.book)[0].id, Ending(desk.outcome("Talked")), desk.zone, now=desk.now
    ),
    "log": lambda desk, ids: desk.log(ids[2], "Meeting set", due=desk.now + timedelta(days=2)),
}


@pytest.mark.parametrize("verb", EACH.values(), ids=EACH)
def test_each_can_be_taken_back_and_done_again(desk: Desk, five: list[int], verb: Verb) -> None:
    put_off(desk, five[4])
    desk.start(five[0])
    desk.on(minutes=5)
    before, told_before = desk.dump(), reader.progress(desk.book)
    verb(desk, five)
    after, told_after = desk.dump(), reader.progress(desk.book)
    assert after != before
    for _ in range(2):
        desk.book.undo()
        assert (desk.dump(), reader.progress(desk.book)) == (before, told_before)
        desk.book.redo()
        assert (desk.dump(), reader.progress(desk.book)) == (after, told_after)
    assert check(desk.path) == []


def test_undoing_the_save_brings_the_turn_back(desk: Desk, five: list[int]) -> None:
    call(desk, five[0])
    assert progress(desk).next_id == five[1]
    desk.book.undo()
    assert (progress(desk).next_id, figures(desk)) == (five[0], (0, 0, 5))


def test_undoing_the_start_leaves_no_block(desk: Desk, five: list[int]) -> None:
    desk.book.undo()
    assert reader.progress(desk.book) is None
    assert desk.book.sql("SELECT count(*) FROM block_member") == [(0,)]
    desk.book.redo()
    assert waiting(desk) == five


def test_undoing_another_start_opens_the_one_before_where_it_stopped(desk: Desk, five: list[int]) -> None:
    call(desk, five[0])
    put_off(desk, five[1])
    blocks.start_block(desk.book, "Referred", five[:2], now=desk.now)
    desk.book.undo()
    assert (progress(desk).block.name, waiting(desk)) == ("Near me", [*five[2:], five[1]])


def test_a_book_read_anew_goes_on_where_it_stopped(desk: Desk, five: list[int]) -> None:
    call(desk, five[0])
    put_off(desk, five[1])
    anew = Connection(desk.path, read_only=True)
    try:
        assert reader.progress(anew) == reader.progress(desk.book)
        assert reader.waiting_ids(anew, progress(desk).block.id, 9) == [*five[2:], five[1]]
    finally:
        anew.close()


# Any order

SLOTS = 6
# Thousands of steps: a disk that is one would spend the time.
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def start_from(desk: Desk, ids: list[int], slot: int) -> None:
    wanted = ids[slot:]
    try:
        blocks.start_block(desk.book, f"From {slot}", wanted, now=desk.now)
    except UserError:
        assert not any(blocks.may_be_called(desk.book, key) for key in wanted)


def with_one(verb: Passing, gone_too: bool = False) -> Callable[[Desk, list[int], int], None]:
    """Done to one that may be called; what leaves alone who is gone or barred is tried on them as well."""

    def do(desk: Desk, ids: list[int], slot: int) -> None:
        if gone_too or blocks.may_be_called(desk.book, ids[slot]):
            verb(desk, ids[slot])

    return do


VERBS: dict[str, Callable[[Desk, list[int], int], object]] = {
    "start": start_from,
    "end": lambda desk, _ids, _slot: blocks.end_block(desk.book, now=desk.now),
    "undo": lambda desk, _ids, _slot: desk.book.undo(),
    "redo": lambda desk, _ids, _slot: desk.book.redo(),
    "put off": with_one(put_off, gone_too=True),
    "call": with_one(call),
    "log": with_one(lambda desk, key: desk.log(key, "Talked")),
    "delete": with_one(lambda desk, key: prospects.delete(desk.book, [key], now=desk.now)),
    "do not call": with_one(lambda desk, key: prospects.mark_do_not_call(desk.book, [key], now=desk.now)),
}


def assert_holds(desk: Desk) -> None:
    """What is true of a block whatever was done: counted here by hand, from the rows."""
    found = reader.progress(desk.book)
    if found is None:
        assert desk.book.sql("SELECT count(*) FROM block WHERE ended_at IS NULL") == [(0,)]
        return
    members = [
        desk.book.get(BlockMember, key)
        for (key,) in desk.book.sql("SELECT id FROM block_member WHERE block_id = ?", (found.block.id,))
    ]
    done = {one.prospect_id for one in members if one is not None and one.done_at is not None}
    wait = {one.prospect_id for one in members if one is not None and one.done_at is None}
    callable_now = {key for key in wait if blocks.may_be_called(desk.book, key)}
    offered = waiting(desk)
    assert len(offered) == len(set(offered))
    assert set(offered) == callable_now
    assert not set(offered) & done
    assert (found.done, found.done + len(offered)) == (len(done), found.total)
    assert found.next_id == (offered[0] if offered else None)
    assert 0 <= found.later <= len(offered)
    assert desk.book.sql("SELECT count(*) FROM block WHERE ended_at IS NULL") == [(1,)]


# What, with whom, and how many seconds later: in the same second, too, and by a clock that is set back.
ONE_DOING = st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, SLOTS - 1), st.sampled_from([0, 0, 1, 90, -30]))


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, SLOTS - 1), st.sampled_from([0, 0, 1, 90, -30])),
        max_size=25,
    )
)
def test_any_order_keeps_the_count_and_offers_nobody_twice(doings: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        for desk in new_desk(Path(folder)):
            ids = [desk.add(f"Shop {at}") for at in range(SLOTS)]
            blocks.start_block(desk.book, "All", ids, now=desk.now)
            desk.book.forget_undo()
            for verb, slot, seconds in doings:
                desk.on(seconds=seconds)
                VERBS[verb](desk, ids, slot)
                assert_holds(desk)


@settings(max_examples=15)
@given(st.lists(st.booleans(), max_size=30))
def test_a_block_is_worked_down_to_its_end(choices: list[bool]) -> None:
    """Whoever is offered is called or put off: everybody is met once before anybody comes again, and all get done."""
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        for desk in new_desk(Path(folder)):
            ids = [desk.add(f"Shop {at}") for at in range(SLOTS)]
            blocks.start_block(desk.book, "All", ids, now=desk.now)
            met: list[int] = []
            for put_it_off in [*choices, *[False] * SLOTS]:
                turn = progress(desk).next_id
                if turn is None:
                    break
                met.append(turn)
                if put_it_off:
                    put_off(desk, turn)
                else:
                    desk.log(turn, "No answer")
            assert progress(desk).next_id is None
            assert figures(desk) == (SLOTS, 0, SLOTS)
            assert met[:SLOTS] == ids
