"""Which next actions come due between two moments, and that finding them needs no walk through the book."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from callbook.domain.change import Op
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.when import Due
from callbook.services import prospects
from callbook.storage.reminders import DueAction, due_between
from tests.storage.desk import TODAY, TUESDAY, Desk

HALF_PAST_TWO = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALWAYS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC))


def plan(desk: Desk, prospect_id: int, due: Due, kind: ActionKind = ActionKind.CALL) -> None:
    prospects.move_next(desk.book, [prospect_id], kind, due, "Europe/London", now=desk.now)


def names(desk: Desk, after: datetime, until: datetime) -> list[str]:
    return [action.name for action in due_between(desk.book, after, until)]


def test_what_a_reminder_says_of_an_action(desk: Desk) -> None:
    number = desk.add("Northgate Dental", city="Leeds")
    desk.log(number, "Meeting set", due=HALF_PAST_TWO)
    assert due_between(desk.book, HALF_PAST_TWO - MINUTE, HALF_PAST_TWO) == [
        DueAction(number, "Northgate Dental", ActionKind.MEETING, HALF_PAST_TWO, "", "Leeds")
    ]


@pytest.mark.parametrize(
    ("after", "until", "found"),
    [
        (HALF_PAST_TWO - MINUTE, HALF_PAST_TWO, True),
        (HALF_PAST_TWO, HALF_PAST_TWO + MINUTE, False),
        (HALF_PAST_TWO - 2 * MINUTE, HALF_PAST_TWO - MINUTE, False),
        (HALF_PAST_TWO - timedelta(microseconds=1), HALF_PAST_TWO, True),
        (HALF_PAST_TWO + timedelta(microseconds=1), HALF_PAST_TWO + MINUTE, False),
        (HALF_PAST_TWO - MINUTE, HALF_PAST_TWO - timedelta(microseconds=1), False),
        (HALF_PAST_TWO + MINUTE, HALF_PAST_TWO - MINUTE, False),
        (*ALWAYS, True),
    ],
)
def test_the_bounds(desk: Desk, after: datetime, until: datetime, found: bool) -> None:
    plan(desk, desk.add("Northgate"), HALF_PAST_TWO)
    assert names(desk, after, until) == (["Northgate"] if found else [])


def test_the_earliest_first(desk: Desk) -> None:
    for name, minutes in (("C", 30), ("A", 0), ("B", 10)):
        plan(desk, desk.add(name), HALF_PAST_TWO + minutes * MINUTE)
    assert names(desk, *ALWAYS) == ["A", "B", "C"]


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 25), date(1999, 12, 31)])
def test_a_plain_day_has_no_moment(desk: Desk, day: date) -> None:
    plan(desk, desk.add("Northgate"), day)
    assert names(desk, *ALWAYS) == []


GONE: dict[str, Callable[[Desk, int], object]] = {
    "deleted": lambda desk, number: prospects.delete(desk.book, [number], now=desk.now),
    "do not call": lambda desk, number: prospects.mark_do_not_call(desk.book, [number], now=desk.now),
    "done": lambda desk, number: prospects.close_next(desk.book, [number], Closing.DONE, now=desk.now),
    "dropped": lambda desk, number: prospects.close_next(desk.book, [number], Closing.DROPPED, now=desk.now),
    "moved to a day": lambda desk, number: plan(desk, number, TODAY),
}


@pytest.mark.parametrize("how", GONE)
def test_nobody_is_reminded_of_what_is_gone(desk: Desk, how: str) -> None:
    number, other = desk.add("Northgate"), desk.add("Larch Bakery")
    plan(desk, number, HALF_PAST_TWO)
    plan(desk, other, HALF_PAST_TWO)
    GONE[how](desk, number)
    assert names(desk, *ALWAYS) == ["Larch Bakery"]
    desk.book.undo()
    assert names(desk, *ALWAYS) == ["Northgate", "Larch Bakery"]


def test_do_not_call_holds_though_an_action_is_open(desk: Desk) -> None:
    number = desk.add("Northgate")
    plan(desk, number, HALF_PAST_TWO)
    with desk.book.step(Op.EDIT_PROSPECT) as step:
        step.update(replace(desk.prospect(number), do_not_call_at=desk.now))
    assert names(desk, *ALWAYS) == []


def test_a_moment_without_a_zone_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        due_between(desk.book, datetime(2026, 11, 24), TUESDAY)


def test_it_is_found_by_indexes_alone(desk: Desk) -> None:
    statements: list[str] = []
    desk.book.connection.set_trace_callback(statements.append)
    due_between(desk.book, TUESDAY, HALF_PAST_TWO)
    desk.book.connection.set_trace_callback(None)
    (statement,) = statements
    steps = [row[3] for row in desk.book.sql(f"EXPLAIN QUERY PLAN {statement}")]
    assert len(steps) == 2
    assert "USING INDEX prospect_due (next_due>? AND next_due<?)" in steps[0]
    assert "USING INDEX next_action_open (prospect_id=?)" in steps[1]
