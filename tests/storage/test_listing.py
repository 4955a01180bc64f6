"""The prospect list: the queue as decided, pages that make up the whole, conditions that mean what they say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.change import Op
from callbook.domain.followup import ActionKind, NextAction
from callbook.domain.outcome import Result
from callbook.domain.prospect import PREPARATION, BuyingRole, Contact, Prospect, Stage
from callbook.domain.query import Query, parse
from callbook.domain.when import Due, Lateness, due_text, lateness, local_day
from callbook.services import prospects
from callbook.services.prospects import Draft
from callbook.storage import listing
from callbook.storage.listing import Listing, Scope
from tests.storage.desk import LONDON, TODAY, TOMORROW, TUESDAY, YESTERDAY, Desk, new_desk

ZONES = [LONDON, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")]
SORTS = ["", *(f"{sign}{key}" for key in ("name", "city", "last", "next", "added", "stage") for sign in ("", "-"))]


@dataclass(slots=True)
class Crowd:
    """A book whose prospects are known one by one, to say by other means what a listing must hold."""

    desk: Desk
    prospects: list[Prospect]

    def alive(self) -> list[Prospect]:
        return [prospect for prospect in self.prospects if prospect.deleted_at is None]

    def queue(self, now: datetime, zone: ZoneInfo) -> list[int]:
        """Due now with a time; overdue, oldest first; today without a time; then never called, prepared before
        unprepared, then in order of import. What is due later is not in it, nor who asked not to be called."""
        order = [Lateness.NOW, Lateness.OVERDUE, Lateness.TODAY]
        due: list[tuple[int, str, int]] = []
        fresh: list[tuple[int, int]] = []
        for prospect in self.alive():
            if prospect.do_not_call_at is not None:
                continue
            if prospect.next_due is not None:
                late = lateness(prospect.next_due, now, zone)
                if late in order:
                    due.append((order.index(late), due_text(prospect.next_due), prospect.id))
            elif prospect.last_call_at is None and prospect.stage not in (Stage.RESTING, Stage.CLOSED):
                fresh.append((-prospect.prepared, prospect.id))
        return [key for _, _, key in sorted(due)] + [key for _, key in sorted(fresh)]


def somebody(random: Random, at: int) -> Prospect:
    day = TODAY + timedelta(days=random.randint(-40, 40))
    near = TODAY + timedelta(days=random.randint(-1, 1))
    minute = datetime.combine(near, time(random.randint(0, 23), random.choice([0, 41])), UTC)
    dues: list[Due | None] = [None, None, day, near, minute, minute]
    prepared = dict.fromkeys(random.sample(PREPARATION, random.randint(0, 5)), "x")
    return Prospect(
        created_at=TUESDAY - timedelta(days=50),
        deleted_at=random.choice([None] * 6 + [TUESDAY]),
        name=random.choice(["alpha", "Beta", "beta", "Émile", "会社", "Zed"]) + random.choice(["", f" {at}"]),
        city=random.choice(["", "Leeds", "leeds", "York", "Bath"]),
        postcode=random.choice(["", "LS1 4AB", "ls12 1aa", "YO1", "BA1"]),
        stage=random.choice(list(Stage)),
        do_not_call_at=random.choice([None] * 6 + [TUESDAY]),
        last_call_at=random.choice([None, None, TUESDAY - timedelta(hours=random.choice([1, 9, 11, 300, 719, 721]))]),
        next_due=random.choice(dues),
        tries=random.randint(0, 4),
        **prepared,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    random = Random(20261124)
    for desk in new_desk(tmp_path_factory.mktemp("crowd")):
        with desk.book.step(Op.IMPORT) as step:
            stored = step.insert_many(somebody(random, at) for at in range(160))
            step.insert_many(
                NextAction(prospect_id=one.id, created_at=TUESDAY, due=one.next_due, deleted_at=one.deleted_at)
                for one in stored
                if one.next_due is not None
            )
        yield Crowd(desk, stored)


def ids(desk: Desk, scope: Scope, text: str = "", now: datetime = TUESDAY, zone: ZoneInfo = LONDON) -> list[int]:
    return [row.id for row in listing.page(desk.book, Listing(scope, parse(text)), now, zone, 0, 1000)]


# The queue


def test_the_queue_is_in_the_order_that_was_decided(desk: Desk) -> None:
    due: dict[str, Due | None] = {
        "6 unprepared, imported first": None,
        "5 prepared": None,
        "4 today without a time": TODAY,
        "3 overdue since yesterday": YESTERDAY,
        "2 overdue for a week": TODAY - timedelta(days=7),
        "1 due at half past ten": datetime(2026, 11, 24, 10, 30, tzinfo=UTC),
        "0 due at nine": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        "later today": datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
        "tomorrow": TOMORROW,
        "2b overdue with a time, after the week": datetime(2026, 11, 18, 9, 0, tzinfo=UTC),
    }
    for name, when in due.items():
        number = desk.add(name, what_they_do="Teeth" if "5" in name else "")
        if when is not None:
            prospects.move_next(desk.book, [number], None, when, "Europe/London", now=desk.now)
    called = desk.add("called, nothing planned")
    desk.log(called, "Talked")
    resting = desk.add("resting")
    prospects.move_stage(desk.book, [resting], Stage.RESTING, now=desk.now)
    desk.add("7 unprepared, imported last")
    assert desk.names(Scope.NEXT) == [
        "0 due at nine",
        "1 due at half past ten",
        "2 overdue for a week",
        "2b overdue with a time, after the week",
        "3 overdue since yesterday",
        "4 today without a time",
        "5 prepared",
        "6 unprepared, imported first",
        "7 unprepared, imported last",
    ]
    desk.on(hours=6)
    assert desk.names(Scope.NEXT)[2] == "later today"


MOMENTS = st.datetimes(datetime(2026, 11, 23), datetime(2026, 11, 26)).map(lambda at: at.replace(tzinfo=UTC))


@settings(max_examples=60)
@given(MOMENTS)
def test_the_queue_is_what_was_decided_at_any_moment(crowd: Crowd, now: datetime) -> None:
    assert ids(crowd.desk, Scope.NEXT, now=now) == crowd.queue(now, LONDON)


@settings(max_examples=60)
@given(MOMENTS, st.sampled_from(ZONES))
def test_in_any_zone_the_same_are_in_it_by_the_days_there(crowd: Crowd, now: datetime, zone: ZoneInfo) -> None:
    found = ids(crowd.desk, Scope.NEXT, now=now, zone=zone)
    assert sorted(found) == sorted(crowd.queue(now, zone))
    known = {prospect.id: prospect.next_due for prospect in crowd.prospects}
    late = [lateness(due, now, zone) for key in found if (due := known[key]) is not None]
    assert late == sorted(late, key=[Lateness.NOW, Lateness.OVERDUE, Lateness.TODAY].index)
    planned = [one for one in crowd.alive() if one.next_due and one.do_not_call_at is None]
    today = [one.id for one in planned if one.next_due and local_day(one.next_due, zone) == local_day(now, zone)]
    assert sorted(ids(crowd.desk, Scope.TODAY, now=now, zone=zone)) == today


@pytest.mark.parametrize("moment", ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z"])
def test_days_whose_clock_is_changed_are_days(desk: Desk, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    numbers = [desk.add(name) for name in ("midnight", "the last minute", "the next midnight")]
    day = now.astimezone(LONDON).date()
    begin = datetime.combine(day, time(), LONDON).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)
    for number, due in zip(numbers, (begin, end - timedelta(minutes=1), end), strict=True):
        prospects.move_next(desk.book, [number], None, due, "Europe/London", now=desk.now)
    assert ids(desk, Scope.TODAY, now=now) == numbers[:2]


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("text", ["", *(f"sort:{sort}" for sort in SORTS if sort), "alpha", "city:leeds"])
def test_who_was_deleted_is_nowhere_and_who_must_not_be_called_never_next(
    crowd: Crowd, scope: Scope, text: str
) -> None:
    found = set(ids(crowd.desk, scope, text))
    assert found.isdisjoint(one.id for one in crowd.prospects if one.deleted_at)
    if scope is Scope.NEXT:
        assert found.isdisjoint(one.id for one in crowd.prospects if one.do_not_call_at)


# Pages


@settings(max_examples=80)
@given(
    st.sampled_from(Scope),
    st.sampled_from(SORTS),
    st.sampled_from([Query(), Query(words=("beta",)), Query(city="Leeds"), Query(next="overdue")]),
    st.integers(1, 200),
)
def test_pages_of_any_size_make_up_the_whole(crowd: Crowd, scope: Scope, sort: str, query: Query, size: int) -> None:
    asked = Listing(scope, replace(query, sort=sort))
    whole = listing.page(crowd.desk.book, asked, TUESDAY, LONDON, 0, 1000)
    count = listing.count(crowd.desk.book, asked, TUESDAY, LONDON)
    paged = [
        row
        for offset in range(0, count + size, size)
        for row in listing.page(crowd.desk.book, asked, TUESDAY, LONDON, offset, size)
    ]
    assert paged == whole
    assert len(whole) == count
    assert len({row.id for row in whole}) == count


@settings(max_examples=30)
@given(st.sampled_from(Scope), st.sampled_from(SORTS), st.data())
def test_a_position_is_where_the_row_stands(crowd: Crowd, scope: Scope, sort: str, data: st.DataObject) -> None:
    asked = Listing(scope, Query(sort=sort))
    found = ids(crowd.desk, scope, f"sort:{sort}" if sort else "")
    number = data.draw(st.sampled_from([prospect.id for prospect in crowd.prospects]))
    where = found.index(number) if number in found else -1
    assert listing.position(crowd.desk.book, asked, TUESDAY, LONDON, number, within=1000) == where
    assert listing.position(crowd.desk.book, asked, TUESDAY, LONDON, number, within=0) == -1


def test_a_position_beyond_the_first_pages(desk: Desk) -> None:
    with desk.book.step(Op.IMPORT) as step:
        made = step.insert_many(Prospect(name=f"{at:04}", created_at=TUESDAY) for at in range(420))
    everything = Listing(Scope.ALL)
    assert listing.position(desk.book, everything, TUESDAY, LONDON, made[410].id, within=1000) == 410
    assert listing.position(desk.book, everything, TUESDAY, LONDON, made[410].id, within=400) == -1


SORTED_BY: dict[str, Callable[[Prospect], Any]] = {
    "name": lambda one: one.name.encode().lower(),
    "city": lambda one: one.city.encode().lower(),
    "last": lambda one: due_text(one.last_call_at) if one.last_call_at else "",
    "added": lambda one: one.id,
    "stage": lambda one: one.stage.value,
}


@pytest.mark.parametrize("key", SORTED_BY)
def test_sorted_as_asked_both_ways(crowd: Crowd, key: str) -> None:
    wanted = [one.id for one in sorted(crowd.alive(), key=lambda one: (SORTED_BY[key](one), one.id))]
    assert ids(crowd.desk, Scope.ALL, f"sort:{key}") == wanted
    assert ids(crowd.desk, Scope.ALL, f"sort:-{key}") == wanted[::-1]


def test_sorted_by_next_what_has_none_comes_last_both_ways(crowd: Crowd) -> None:
    planned = [one for one in crowd.alive() if one.next_due is not None]
    rest = [one.id for one in crowd.alive() if one.next_due is None]
    by_due = [one.id for one in sorted(planned, key=lambda one: (due_text(one.next_due or TODAY), one.id))]
    assert ids(crowd.desk, Scope.ALL, "sort:next") == by_due + rest
    backward = ids(crowd.desk, Scope.ALL, "sort:-next")
    assert backward[len(planned) :] == rest
    known = {one.id: due_text(one.next_due) for one in planned if one.next_due}
    told = [known[key] for key in backward[: len(planned)]]
    assert told == sorted(told, reverse=True)


# Scopes and conditions


def test_all_is_by_name_and_new_by_preparation(crowd: Crowd) -> None:
    by_name = sorted(crowd.alive(), key=lambda one: (one.name.encode().lower(), one.id))
    assert ids(crowd.desk, Scope.ALL) == [one.id for one in by_name]
    fresh = sorted((one for one in crowd.alive() if one.last_call_at is None), key=lambda one: (-one.prepared, one.id))
    assert ids(crowd.desk, Scope.NEW) == [one.id for one in fresh]


def test_unfinished_are_those_with_a_call_saved_without_an_outcome(desk: Desk) -> None:
    unfinished, finished, live = (desk.add(name) for name in ("unfinished", "finished", "live"))
    call = desk.log(unfinished, "")
    desk.log(finished, "Talked")
    desk.start(live)
    assert desk.names(Scope.UNFINISHED) == ["unfinished"]
    desk.book.undo()
    desk.book.undo()
    desk.book.undo()
    assert desk.names(Scope.UNFINISHED) == []
    assert desk.book.get(Prospect, unfinished) is not None
    assert call > 0


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("city:leeds", lambda one: one.city.lower() == "leeds"),
        ("city:LEEDS", lambda one: one.city.lower() == "leeds"),
        ("postcode:ls1", lambda one: one.postcode.lower().startswith("ls1")),
        ('postcode:"LS1 "', lambda one: one.postcode.lower().startswith("ls1")),
        ("stage:talking", lambda one: one.stage is Stage.TALKING),
        ("last:never", lambda one: one.last_call_at is None),
        ("last:today", lambda one: one.last_call_at is not None and one.last_call_at.date() == TODAY),
        ("last:30d", lambda one: one.last_call_at is not None and one.last_call_at >= TUESDAY - timedelta(days=30)),
        ("last:>30d", lambda one: one.last_call_at is not None and one.last_call_at < TUESDAY - timedelta(days=30)),
        ("next:none", lambda one: one.next_due is None),
        ("next:today", lambda one: one.next_due is not None and local_day(one.next_due, LONDON) == TODAY),
        ("next:week", lambda one: one.next_due is not None and 0 <= (local_day(one.next_due, LONDON) - TODAY).days < 7),
        ("next:later", lambda one: one.next_due is not None and (local_day(one.next_due, LONDON) - TODAY).days >= 7),
        ("city:leeds stage:new", lambda one: one.city.lower() == "leeds" and one.stage is Stage.NEW),
    ],
)  # fmt: skip
def test_conditions_mean_what_they_say(crowd: Crowd, text: str, holds: object) -> None:
    assert callable(holds)
    wanted = [one.id for one in crowd.alive() if holds(one)]
    assert sorted(ids(crowd.desk, Scope.ALL, text)) == wanted
    assert 0 < len(wanted) < len(crowd.alive())


def test_overdue_is_due_by_now_and_never_who_must_not_be_called(crowd: Crowd) -> None:
    found = ids(crowd.desk, Scope.ALL, "next:overdue")
    due = [one for one in crowd.alive() if one.next_due and not one.do_not_call_at]
    assert sorted(found) == [
        one.id for one in due if lateness(one.next_due or TODAY, TUESDAY, LONDON) != Lateness.LATER
    ]


def test_tags_add_up(desk: Desk) -> None:
    desk.add("both", tags=("dental", "Leeds"))
    desk.add("one", tags=("dental",))
    desk.add("none")
    assert desk.names(Scope.ALL, "tag:dental sort:added") == ["both", "one"]
    assert desk.names(Scope.ALL, "tag:DENTAL tag:leeds") == ["both"]
    assert desk.names(Scope.ALL, "tag:dental tag:nothing") == []
    assert desk.names(Scope.NEXT, "tag:dental") == ["both", "one"]


def test_a_scope_is_narrowed_by_words(desk: Desk) -> None:
    for name in ("Northgate Dental", "Larch Dental", "Halden Outdoor"):
        desk.add(name)
    assert desk.names(Scope.NEXT, "dental") == ["Northgate Dental", "Larch Dental"]
    assert desk.names(Scope.TODAY, "dental") == []


# What a row shows


def test_a_row_shows_what_is_needed_and_no_more(desk: Desk) -> None:
    friend = desk.add("Larch Bakery")
    number = desk.add(
        "Northgate Dental", people=("Ann Lee", "Bob Ray"), city="Leeds", referred_by=friend, what_they_do="Teeth"
    )
    desk.log(number, "Talked", due=TOMORROW)
    row = next(row for row in desk.rows() if row.id == number)
    assert row == listing.ListRow(
        id=number, name="Northgate Dental", person="Ann Lee", title="", role=BuyingRole.UNKNOWN, stage=Stage.TALKING,
        kind=ActionKind.CALL, due=TOMORROW, result=Result.INFORMATION, tries=0, zone="Europe/London",
        do_not_call=False, referrer="Larch Bakery", called=True, prepared=1, city="Leeds",
    )  # fmt: skip


def test_a_bare_row(desk: Desk) -> None:
    number = desk.add("Larch Bakery", country="")
    (row,) = desk.rows()
    assert row == listing.ListRow(
        id=number, name="Larch Bakery", person="", title="", role=BuyingRole.UNKNOWN, stage=Stage.NEW, kind=None,
        due=None, result=Result.NONE, tries=0, zone="", do_not_call=False, referrer="", called=False, prepared=0,
        city="",
    )  # fmt: skip


def test_a_zone_set_by_hand_counts_before_the_country(desk: Desk) -> None:
    desk.add("Abroad", zone="Asia/Tokyo")
    assert [row.zone for row in desk.rows()] == ["Asia/Tokyo"]


def test_the_first_person_is_the_one_in_front(desk: Desk) -> None:
    number = desk.add("Northgate", people=("Ann", "Bob"))
    draft = Draft(desk.prospect(number), (Contact(name="Cid", role=BuyingRole.DECISION_MAKER, title="Owner"),))
    prospects.edit(desk.book, draft, now=desk.now)
    (row,) = desk.rows()
    assert (row.person, row.title, row.role) == ("Cid", "Owner", BuyingRole.DECISION_MAKER)


def test_no_rows_of_no_prospects(desk: Desk) -> None:
    assert listing.rows_of(desk.book, []) == []
    assert listing.rows_of(desk.book, [404]) == []


def test_who_was_referred_by_whom(desk: Desk) -> None:
    friend = desk.add("Larch")
    referred = [desk.add(name, referred_by=friend) for name in ("A", "B")]
    prospects.delete(desk.book, referred[:1], now=desk.now)
    assert listing.referred_from(desk.book, [friend]) == referred[1:]
    assert listing.referred_from(desk.book, []) == []


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


def page_plan(desk: Desk, scope: Scope, text: str = "") -> list[str]:
    with plans(desk) as found:
        listing.page(desk.book, Listing(scope, parse(text)), TUESDAY, LONDON, 0, 1000)
    assert found
    return found


SORTING = "USE TEMP B-TREE FOR ORDER BY"


def test_next_reads_two_indexes_and_sorts_no_more_than_is_due(crowd: Crowd) -> None:
    plan = page_plan(crowd.desk, Scope.NEXT)
    assert plan[:2] == ["SEARCH t1 USING INDEX prospect_due (next_due<?)", SORTING]
    assert [step for step in plan if step.startswith("SCAN t1")] == ["SCAN t1 USING INDEX prospect_unstarted"]
    assert plan.count(SORTING) == 1


def test_today_searches_its_days(crowd: Crowd) -> None:
    assert page_plan(crowd.desk, Scope.TODAY)[0] == "SEARCH t1 USING INDEX prospect_due (next_due>? AND next_due<?)"


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("", "prospect_name"),
        *((f"sort:{sign}{key}", f"prospect_{key}") for key in ("name", "city", "last", "stage") for sign in ("", "-")),
    ],
)
def test_all_is_read_in_the_order_of_an_index(crowd: Crowd, text: str, index: str) -> None:
    plan = page_plan(crowd.desk, Scope.ALL, text)
    assert plan[0] == f"SCAN t1 USING INDEX {index}"
    assert SORTING not in plan


@pytest.mark.parametrize("sort", ["added", "-added"])
def test_as_imported_is_the_order_of_the_table(crowd: Crowd, sort: str) -> None:
    plan = page_plan(crowd.desk, Scope.ALL, f"sort:{sort}")
    assert plan[0] == "SCAN t1"
    assert SORTING not in plan


def test_a_row_is_filled_by_looking_up(crowd: Crowd) -> None:
    with plans(crowd.desk) as plan:
        listing.rows_of(crowd.desk.book, [1, 2, 3])
    assert [step for step in plan if step.startswith("SCAN")] == []
