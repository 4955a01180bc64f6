"""A figure and the calls behind it are one number, whatever is counted, by whatever, of whomever."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.change import Op
from callbook.domain.facts import Dimension
from callbook.domain.prospect import Prospect
from callbook.domain.query import Query
from callbook.domain.script import Channel, Direction
from callbook.domain.stats import Count
from callbook.storage import insights, viewed
from callbook.storage.behind import Behind
from callbook.storage.calls import HistoryFilter, history_count, history_page
from callbook.storage.listing import MOST_FOUND
from tests.storage.desk import LONDON, TODAY, Desk, new_desk

DAYS = st.integers(0, 12).map(lambda back: TODAY - timedelta(days=back))
COUNTS = [count for count in Count if count is not Count.REFUSALS]

# All calls; those of everybody, of two of the three, and of one.
VIEWS = [None, Query(), Query(city="leeds"), Query(tags=("dental",))]


@pytest.fixture(scope="module")
def busy() -> Iterator[Desk]:
    """A desk with three weeks behind it, of every kind of call."""
    with TemporaryDirectory() as folder:
        desk = next(made := new_desk(Path(folder)))
        who = [desk.add("North", city="Leeds", tags=("warm", "dental")), desk.add("South", country="HK"), None]
        who.append(desk.add("West", city="Leeds"))
        labels = ("No answer", "Not interested", "Talked", "Meeting set", "Call back", "Voicemail", "Not now")
        for at in range(21):
            situation = {"version_id": at % 2 + 1, "opener_id": at % 3 or None}
            desk.log(who[at % 4], labels[at % 7], desk.now - timedelta(hours=14 * at), **situation)
        desk.log(who[0], "Meeting set", direction=Direction.INBOUND)
        desk.log(who[1], "Talked", channel=Channel.MEETING)
        yield desk
        made.close()


def behind_count(desk: Desk, behind: Behind) -> int:
    narrow = HistoryFilter(behind=behind)
    assert len(history_page(desk.book, narrow, 0, 100)) == history_count(desk.book, narrow)
    return history_count(desk.book, narrow)


@settings(max_examples=60)
@given(st.sampled_from(Dimension), st.sampled_from(COUNTS), DAYS, DAYS, st.sampled_from(VIEWS))
def test_every_figure_is_the_number_of_the_calls_behind_it(
    busy: Desk, dimension: Dimension, count: Count, one: date, other: date, query: Query | None
) -> None:
    since, until = sorted((one, other))
    whose = None if query is None else insights.Whose(query, busy.now, LONDON)
    sums = insights.DaySums(busy.book, since, until)
    if whose is not None:
        sums = viewed.sums_of_view(busy.book, [dimension], since, until, whose)
    told = sums.by(dimension)
    assert {what for what, _ in sums.by_recent_day(dimension)} == told.keys()
    if dimension is Dimension.REASON:
        by_month = Counter[str | int]()
        for (reason, _), times in sums.refusals_by_month().items():
            by_month[reason] += times
        assert by_month == {reason: one.calls for reason, one in told.items()}
    for what, tally in told.items():
        found = behind_count(busy, Behind(count, dimension, (what,), since, until, whose))
        assert found == tally.count(count), (dimension, what)


def test_a_view_of_words_counts_more_prospects_than_a_list_of_words_shows(desk: Desk) -> None:
    last = MOST_FOUND + 1
    with desk.book.step(Op.DEMO) as step:
        made = step.insert_rows(Prospect(name=f"Studio {at}", created_at=desk.now) for at in range(last))
    desk.log(int(made[-1][0] or 0), "Talked")
    studios = insights.Whose(Query(words=("studio",)), desk.now, LONDON)
    assert viewed.sums_of_view(desk.book, [Dimension.ALL], TODAY, TODAY, studios).by(Dimension.ALL)[""].attempts == 1
    assert behind_count(desk, Behind(Count.ATTEMPTS, whose=studios)) == 1
    assert insights.stages(desk.book, studios) == {"talking": 1, "new": MOST_FOUND}


def test_refusals_and_the_last_calls(busy: Desk) -> None:
    refusals = sum(one.calls for one in insights.by(busy.book, Dimension.REASON, date.min, TODAY).values())
    assert behind_count(busy, Behind(Count.REFUSALS)) == refusals == 3
    assert behind_count(busy, Behind(Count.ATTEMPTS, last=5)) == behind_count(busy, Behind(Count.CALLS, last=5)) == 5
    assert behind_count(busy, Behind(Count.CALLS)) == 23


def test_several_of_a_dimension_are_added(busy: Desk) -> None:
    told = insights.by(busy.book, Dimension.VERSION, date.min, TODAY)
    both = behind_count(busy, Behind(Count.CALLS, Dimension.VERSION, tuple(told)))
    assert both == sum(one.calls for one in told.values()) == 23
