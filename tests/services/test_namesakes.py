"""Many rows of one name: decided as if each were compared with all before it, and without doing so."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone
from callbook.services.bringing_in import Fate, Known, Matching, adds_nothing, is_the_same, numbers_of
from callbook.services.exchange import ImportPlan, plan_import
from callbook.services.importing import run_import
from callbook.services.namesakes import FEW, MOST_COMPARED
from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, ours and Python's, are called in doing it."""
    calls = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


LISTS = {
    "notes": ("Company,Notes\n", "Starbucks,visit {0} on day {1}\n"),
    "numbers": ("Company,Phone,City\n", "Starbucks,030 22{0:05},Berlin\n"),
    "one number, many notes": ("Company,Phone,Notes\n", "Starbucks,030 2211177,visit {0}\n"),
    "one number, many people": ("Company,Phone,Name\n", "Starbucks,030 2211177,Ann Lee{0}\n"),
    "one e-mail, many numbers": ("Company,Email,Phone\n", "Starbucks,a@example.com,030 22{0:05}\n"),
    "one number, many places": ("Company,Phone,Address\n", "Starbucks,030 2211177,{0} High Street\n"),
}


@pytest.mark.parametrize("kind", LISTS)
def test_many_of_one_name_take_as_much_longer_as_there_are_more(desk: Desk, kind: str) -> None:
    header, line = LISTS[kind]

    def rows(count: int) -> bytes:
        return (header + "".join(line.format(at, 7 * at) for at in range(count))).encode()

    def reading(count: int) -> int:
        data = rows(count)
        return calls_of(lambda: plan_import(desk.book, data, "list.csv"))

    small = MOST_COMPARED + 10
    first, second, third = reading(small), reading(2 * small), reading(3 * small)
    assert third - second < 1.3 * (second - first), (first, second, third)
    run_import(desk.book, plan_import(desk.book, rows(small), "list.csv"), now=desk.now)
    again: list[ImportPlan] = []
    assert calls_of(lambda: again.append(plan_import(desk.book, rows(small), "again.csv"))) < 3 * first
    assert (again[0].same, again[0].writes) == (small, False)


few = st.sampled_from(["", "1", "2", "3"])
ROWS = st.builds(
    lambda phone, email, city, address, notes, person, role, tag: Incoming(
        1,
        "Starbucks",
        people=(IncomingPerson(f"Ann {person}", role and f"Chef {role}", email and f"{email}@example.com"),)
        * bool(person),
        phones=(IncomingPhone("", f"030 221117{phone}"),) * bool(phone),
        email="" if person or not email else f"{email}@example.com",
        city=city and f"City {city}",
        address=address and f"{address} High Street\nYard",
        notes="\n".join(f"line {one}" for one in notes),
        tags=(tag,) * bool(tag),
    ),
    *(few, few, few, few),
    st.lists(few.filter(bool), max_size=2),
    *(few, few, few),
)


@settings(max_examples=25)
@given(st.lists(ROWS, min_size=FEW + 4, max_size=40))
def test_a_row_goes_to_whom_it_would_go_if_it_were_compared_with_all(rows: list[Incoming]) -> None:
    match, there = Matching((), "list.csv"), list[Known]()
    for row in rows:
        numbers = numbers_of(row, "DE")
        sure = [one for one in there if is_the_same(row, numbers, one.content)]
        holding = [one for one in there if adds_nothing(row, numbers, one.content)]
        fated = match.take(row, numbers)
        if sure or holding:
            assert fated.target is (sure or holding)[0]
            assert fated.fate in ((Fate.SAME, Fate.UPDATED) if sure else (Fate.SAME,))
        else:
            assert fated.fate in (Fate.NEW, Fate.DOUBTFUL)
            there.append(fated.target)
