"""The one door: a step is one transaction, one undo entry and one Change, or nothing at all."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import RFC_4122, UUID

import pytest

from callbook.domain.call import Answer, Call
from callbook.domain.change import Change, Op, combined
from callbook.domain.errors import StorageError
from callbook.domain.prospect import Prospect, Stage, Tag, View
from callbook.services import calls, exchange, importing, prospects, scripts, settings
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.prospects import Draft
from callbook.services.upkeep import check
from callbook.storage import book as book_module
from callbook.storage.book import ascending_uuids
from callbook.storage.opening import open_book
from callbook.storage.prospects import all_tags, card
from tests.storage.desk import LONDON, TODAY, TOMORROW, TUESDAY, Desk, Dump, no_backup

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


@contextmanager
def traced(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """The statements of a connection, those of the text index's own inside left out."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith("-- "):
            seen.append(statement)

    connection.set_trace_callback(note)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


def assert_writes_lie_in_immediate_transactions(statements: list[str]) -> None:
    inside = False
    for statement in statements:
        if statement.startswith("BEGIN"):
            assert statement == "BEGIN IMMEDIATE"
            assert not inside
            inside = True
        elif statement in ("COMMIT", "ROLLBACK"):
            assert inside
            inside = False
        elif WRITES.match(statement):
            assert inside, statement
    assert not inside


def test_every_write_lies_between_begin_immediate_and_commit(desk: Desk) -> None:
    with traced(desk.book.connection) as seen:
        number = desk.add("Northgate Dental", "0161 496 0142", tags=("dental",), people=("Ann Lee",))
        prospects.edit(desk.book, Draft(desk.prospect(number), tags=("leeds",)), now=desk.now)
        prospects.move_next(desk.book, [number], None, TODAY, "Europe/London", now=desk.now)
        call = desk.start(number, version_id=desk.script().version.id)
        calls.write(desk.book, call, "Said yes.", [Answer(wording="Who?", text="Ann")], now=desk.now)
        calls.save(desk.book, call, Ending(desk.outcome("Talked")), LONDON, now=desk.now)
        scripts.reword(desk.book, desk.script().script.id, scripts.Wording("Cold call"), now=desk.now)
        importing.run_import(desk.book, exchange.plan_import(desk.book, b"Company\nA\nB\n", "x.csv"), now=desk.now)
        settings.save_view(desk.book, "Leeds", "city:leeds", now=desk.now)
        prospects.delete(desk.book, [number], now=desk.now)
        while desk.book.undo():
            pass
        while desk.book.redo():
            pass
    assert_writes_lie_in_immediate_transactions(seen)
    assert seen.count("BEGIN IMMEDIATE") == seen.count("COMMIT") == 10 + 10 + 10


# What a saved call adds beside its own rows: reading what it is counted with, a fact, a sum for each it counts by, and
# its answers under their questions.
SUMMED = 5 + 1 + 13 + 2


def test_how_many_statements_typical_verbs_take(desk: Desk) -> None:
    """Not a law: a number that grows unseen is time that somebody waits."""

    def statements(verb: Callable[[], object]) -> int:
        with traced(desk.book.connection) as seen:
            verb()
        return len(seen)

    talked = desk.outcome("Talked")
    shops = exchange.plan_import(desk.book, b"Company\n" + b"".join(b"Shop %d\n" % at for at in range(100)), "x.csv")
    assert statements(lambda: desk.add("A", "0161 496 0142", tags=("dental",), people=("Ann Lee",))) <= 21
    assert statements(lambda: calls.start(desk.book, Situation(LONDON, 1), now=desk.now)) <= 11
    assert statements(lambda: calls.write(desk.book, 1, "Said yes.", (), now=desk.now)) <= 9
    ending = Ending(talked, next=NextStep(talked.action, TOMORROW))
    assert statements(lambda: calls.save(desk.book, 1, ending, LONDON, now=desk.now)) <= 24 + SUMMED
    assert statements(lambda: importing.run_import(desk.book, shops, now=desk.now)) <= 205
    assert statements(desk.book.undo) <= 10
    assert statements(desk.book.redo) <= 206
    move = partial(prospects.move_next, desk.book, range(2, 42), None, TODAY, "Europe/London", now=desk.now)
    assert statements(move) <= 40 * 8 + 3


def test_how_many_statements_a_row_of_an_import_takes(desk: Desk) -> None:
    rows = "".join(f"Shop {at},Ann Lee,0161 496 {at:04}\n" for at in range(600))
    plan = exchange.plan_import(desk.book, f"Company,Contact,Phone\n{rows}".encode(), "x.csv")
    with traced(desk.book.connection) as seen:
        for _ in importing.import_in_pieces(desk.book, plan, now=desk.now):
            pass
    assert len(seen) <= 600 * 4 + 2 * 12, "the prospect, the person, the number and the words; and some for each piece"
    assert desk.book.undo_rows == 600 * 3
    with traced(desk.book.connection) as seen:
        assert len(list(desk.book.undo_in_pieces())) == 1
    assert len(seen) <= 30, "each kind of row of a piece by one statement"


class StoppedError(Exception):
    """Something that went wrong inside a verb."""


def begin_and_fail(desk: Desk, number: int, error: type[BaseException]) -> None:
    with desk.book.step(Op.EDIT_PROSPECT) as step:
        step.insert(Prospect(name="Half", created_at=desk.now))
        step.update(replace(step.get(Prospect, number), name="Changed"))
        step.insert(Tag(name="half"))
        raise error


def test_a_step_that_fails_leaves_rows_index_and_history_as_they_were(desk: Desk) -> None:
    number = desk.add("Northgate Dental", tags=("dental",))
    desk.book.undo()
    desk.book.redo()
    before, undo, redo, steps = desk.dump(), desk.book.undo_op, desk.book.redo_op, desk.book.steps
    with pytest.raises(StoppedError):
        begin_and_fail(desk, number, StoppedError)
    assert desk.dump() == before
    assert (desk.book.undo_op, desk.book.redo_op, desk.book.steps) == (undo, redo, steps)
    assert check(desk.path) == []
    desk.book.undo()
    assert desk.names() == []


def test_a_failed_step_leaves_what_could_be_redone(desk: Desk) -> None:
    desk.add("Northgate Dental")
    desk.book.undo()
    with pytest.raises(StoppedError), desk.book.step(Op.ADD_PROSPECT):
        raise StoppedError
    assert desk.book.redo_op is Op.ADD_PROSPECT
    desk.book.redo()
    assert desk.names() == ["Northgate Dental"]


def test_a_failed_undo_can_be_tried_again(desk: Desk) -> None:
    desk.add("Northgate Dental")
    before = desk.dump()
    desk.book.sql("PRAGMA query_only = 1")
    with pytest.raises(StorageError):
        desk.book.undo()
    desk.book.sql("PRAGMA query_only = 0")
    assert desk.dump() == before
    assert desk.book.undo() is not None
    assert desk.names() == []


def test_an_interrupt_rolls_back_too(desk: Desk) -> None:
    number = desk.add("Northgate Dental")
    before = desk.dump()
    with pytest.raises(KeyboardInterrupt):
        begin_and_fail(desk, number, KeyboardInterrupt)
    assert desk.dump() == before
    assert not desk.book.connection.in_transaction


def test_a_broken_reference_fails_at_its_statement(desk: Desk) -> None:
    before = desk.dump()
    with pytest.raises(sqlite3.IntegrityError):
        insert_call(desk, 999_999)
    assert desk.dump() == before


def insert_call(desk: Desk, prospect_id: int) -> None:
    with desk.book.step(Op.START_CALL) as step:
        step.insert(Call(prospect_id=prospect_id, started_at=desk.now))


def test_a_change_says_what_was_touched(desk: Desk) -> None:
    change = prospects.add(desk.book, Draft(Prospect(name="Northgate"), tags=("a", "b")), now=desk.now)
    assert change == Change(
        Op.ADD_PROSPECT,
        {"prospect": frozenset({1}), "tag": frozenset({1, 2}), "tagging": frozenset({1, 2})},
    )
    undone = desk.book.undo()
    assert undone is not None
    assert (undone.op, undone.touched, undone.undone) == (Op.ADD_PROSPECT, change.touched, True)
    redone = desk.book.redo()
    assert redone is not None
    assert (redone.op, redone.touched, redone.undone) == (Op.ADD_PROSPECT, change.touched, False)


def test_what_changes_nothing_touches_nothing(desk: Desk) -> None:
    number = desk.add("Northgate", tags=("a",))
    steps, op = desk.book.steps, desk.book.undo_op
    shown = card(desk.book, number)
    assert shown is not None
    change = prospects.edit(desk.book, Draft(shown.prospect, tags=shown.tags), now=desk.now)
    assert change.touched == {}
    assert (desk.book.steps, desk.book.undo_op) == (steps, op)


def test_nothing_to_undo_is_nothing(desk: Desk) -> None:
    assert desk.book.undo() is None
    assert desk.book.redo() is None
    assert desk.book.undo_op is None
    assert desk.book.redo_op is None


def test_a_new_step_ends_what_could_be_redone(desk: Desk) -> None:
    desk.add("Northgate")
    desk.book.undo()
    desk.add("Larch")
    assert desk.book.redo_op is None
    assert desk.book.redo() is None
    assert desk.names() == ["Larch"]


def test_steps_of_one_visit_are_one_entry(desk: Desk) -> None:
    number = desk.add("Northgate")
    for text in ("T", "Te", "Teeth"):
        prospects.prepare(desk.book, number, "what_they_do", text, now=desk.now, merge="visit 1")
    prospects.prepare(desk.book, number, "what_they_do", "Teeth, late", now=desk.now, merge="visit 2")
    desk.book.undo()
    assert desk.prospect(number).what_they_do == "Teeth"
    desk.book.undo()
    assert desk.prospect(number).what_they_do == ""
    desk.book.redo()
    assert desk.prospect(number).what_they_do == "Teeth"


def test_another_step_between_ends_a_visit(desk: Desk) -> None:
    number = desk.add("Northgate")
    prospects.prepare(desk.book, number, "what_they_do", "T", now=desk.now, merge="visit")
    prospects.move_stage(desk.book, [number], Stage.PREPARED, now=desk.now)
    prospects.prepare(desk.book, number, "what_they_do", "Te", now=desk.now, merge="visit")
    desk.book.undo()
    assert (desk.prospect(number).what_they_do, desk.prospect(number).stage) == ("T", Stage.PREPARED)


def test_a_tag_taken_off_and_put_on_again_in_one_visit(desk: Desk) -> None:
    """The id of the row taken out must not be given to the row put in, or undo meets the pair twice."""
    number = desk.add("Northgate", tags=("dental", "leeds"))
    before = desk.dump()
    for tags in ((), ("leeds",)):
        prospects.edit(desk.book, Draft(desk.prospect(number), tags=tags), now=desk.now, merge="visit")
    after = desk.dump()
    desk.book.undo()
    assert desk.dump() == before
    desk.book.redo()
    assert desk.dump() == after


def test_the_oldest_steps_are_forgotten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "UNDO_DEPTH", 3)
    for name in "ABCDE":
        desk.add(name)
    while desk.book.undo():
        pass
    assert desk.names() == ["A", "B"]


def test_a_new_book_has_nothing_to_undo(desk: Desk) -> None:
    desk.add("Northgate")
    desk.book.forget_undo()
    assert desk.book.undo() is None
    assert desk.names() == ["Northgate"]


def test_many_rows_get_their_ids_in_order(desk: Desk) -> None:
    with desk.book.step(Op.SAVE_VIEW) as step:
        made = step.insert_many(View(name=name, query="x") for name in "abc")
        none: list[View] = step.insert_many([])
        step.delete(replace(made[2], id=99))
    assert [(view.id, view.name) for view in made] == [(1, "a"), (2, "b"), (3, "c")]
    assert none == []
    assert len({view.uuid for view in made}) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", view.uuid) for view in made)


def test_rows_put_in_by_one_statement_are_one_part_of_an_undo_entry(desk: Desk) -> None:
    with desk.book.step(Op.SAVE_VIEW) as step:
        step.insert_many(View(name=str(at), query="x") for at in range(300))
        first = step.insert(Tag(name="one"))
        step.insert_many(View(name=str(at), query="x") for at in range(300))
        assert (len(step.before), step.before.parts) == (601, 3)
        assert ("view", 600) in step.before
        assert ("view", 601) not in step.before
        step.delete(first)
    assert desk.book.undo_rows == 601
    change = desk.book.undo()
    assert change is not None
    assert change.ids("view") == set(range(1, 601))
    assert (desk.book.undo_rows, desk.book.redo_rows) == (0, 600)


@pytest.fixture
def imported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[Dump, Dump]:
    """The book before and after a list that is taken back in several pieces."""
    monkeypatch.setattr(book_module, "PIECE", 20)
    desk.add("Firm 3", "0161 496 0003", tags=("leeds",))
    before = desk.dump()
    rows = "".join(f"Firm {at},Ann Lee,0161 496 {at:04},dental\n" for at in range(30))
    plan = exchange.plan_import(desk.book, f"Company,Contact,Phone,Tags\n{rows}".encode(), "x.csv")
    importing.run_import(desk.book, plan, now=desk.now)
    return before, desk.dump()


def test_a_long_step_is_taken_back_and_done_again_in_pieces(desk: Desk, imported: tuple[Dump, Dump]) -> None:
    before, after = imported
    taken_back = list(desk.book.undo_in_pieces())
    assert len(taken_back) > 3
    assert len(combined(taken_back).ids("prospect")) == 29
    assert desk.dump() == before
    assert check(desk.path) == []
    assert {change.undone for change in desk.book.redo_in_pieces()} == {False}
    assert desk.dump() == after
    assert check(desk.path) == []
    assert desk.book.redo_op is None
    desk.book.undo()
    assert (desk.dump(), desk.book.undo_op) == (before, Op.ADD_PROSPECT)
    assert list(desk.book.redo_in_pieces()) != []
    assert desk.dump() == after


def test_broken_off_what_is_left_can_be_taken_back(desk: Desk, imported: tuple[Dump, Dump]) -> None:
    before, after = imported
    pieces = desk.book.undo_in_pieces()
    next(pieces)
    next(pieces)
    half = desk.dump()
    assert half not in imported
    desk.book.redo()
    assert desk.dump() == after
    desk.book.undo()
    assert desk.dump() == half
    desk.book.undo()
    assert (desk.dump(), desk.book.undo_op) == (before, Op.ADD_PROSPECT)


def test_another_step_breaks_it_off(desk: Desk, imported: tuple[Dump, Dump]) -> None:
    pieces = desk.book.undo_in_pieces()
    next(pieces)
    half = desk.dump()
    desk.add("Larch")
    with pytest.raises(StorageError, match="Something else was written meanwhile"):
        next(pieces)
    assert (desk.book.undo_op, desk.book.redo_op) == (Op.ADD_PROSPECT, None)
    desk.book.undo()
    assert desk.dump() == half
    desk.book.undo()
    assert desk.dump() == imported[0]


def test_what_nobody_did_meanwhile_is_not_taken_back_with_it(desk: Desk, imported: tuple[Dump, Dump]) -> None:
    pieces = desk.book.undo_in_pieces()
    next(pieces)
    with desk.book.step(Op.EDIT_SETTINGS, quiet=True) as step:
        step.insert(View(name="kept", query="x"))
    assert len(list(pieces)) > 0
    found = desk.dump()
    assert len(found.pop("view")) == 1
    assert found == {table: rows for table, rows in imported[0].items() if table != "view"}


def test_what_is_taken_back_can_be_forgotten(desk: Desk, imported: tuple[Dump, Dump]) -> None:
    for _ in desk.book.undo_in_pieces(forget=True):
        assert desk.book.redo_op is None
    assert desk.dump() == imported[0]


def test_nothing_is_taken_back_in_no_pieces(desk: Desk) -> None:
    assert list(desk.book.undo_in_pieces()) == list(desk.book.redo_in_pieces()) == []


def test_a_given_uuid_is_kept(desk: Desk) -> None:
    with desk.book.step(Op.SAVE_VIEW) as step:
        assert step.insert(View(name="a", query="x", uuid="given")).uuid == "given"


def test_uuids_ascend_within_a_book_and_are_others_in_another() -> None:
    one, other = ascending_uuids(), ascending_uuids()
    made = [one() for _ in range(1000)]
    assert made == sorted(set(made))
    assert {(UUID(text).version, UUID(text).variant) for text in made} == {(8, RFC_4122)}
    assert len({text[:12] for text in made}) == 1
    assert other()[:12] != made[0][:12]
    assert len({text[-8:] for text in made}) > 990


def test_uuids_can_be_given_by_the_caller(desk: Desk) -> None:
    desk.book.close()
    with open_again(desk) as again, again.book.step(Op.SAVE_VIEW) as step:
        assert [step.insert(View(name=name, query="x")).uuid for name in "ab"] == ["uuid 1", "uuid 2"]


@contextmanager
def open_again(desk: Desk) -> Iterator[Desk]:
    numbers = iter(range(1, 100))
    book = open_book(desk.path, no_backup, new_uuid=lambda: f"uuid {next(numbers)}")
    try:
        yield Desk(book)
    finally:
        book.close()


def test_updating_or_reading_a_row_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(KeyError), desk.book.step(Op.EDIT_PROSPECT) as step:
        step.update(Prospect(id=5, name="Nobody", created_at=desk.now))
    with pytest.raises(KeyError), desk.book.step(Op.EDIT_PROSPECT) as step:
        step.get(Prospect, 5)


def test_settling_empties_the_log(desk: Desk) -> None:
    desk.add("Northgate")
    log = desk.path.with_name(desk.path.name + "-wal")
    assert log.stat().st_size > 0
    desk.book.settle()
    assert log.stat().st_size == 0
    assert desk.names() == ["Northgate"]


def test_steps_count_what_was_written(desk: Desk) -> None:
    """They tell whether a backup is due: undo counts too, what touched nothing does not."""
    desk.add("Northgate")
    desk.book.undo()
    desk.book.undo()
    with desk.book.step(Op.EDIT_PROSPECT):
        pass
    assert desk.book.steps == 2


def test_what_is_undone_is_undone_on_disk_too(desk: Desk) -> None:
    desk.add("Northgate")
    desk.add("Larch")
    desk.book.undo()
    desk.book.close()
    book = open_book(desk.path, no_backup)
    try:
        assert [row.name for row in Desk(book, TUESDAY + timedelta(days=1)).rows()] == ["Northgate"]
        assert all_tags(book) == []
    finally:
        book.close()
