"""A figure and the calls behind it are one number, whatever is counted, by whatever, of whomever."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.facts import Dimension
from callbook.domain.query import Query
from callbook.domain.script import Channel, Direction
from callbook.domain.stats import Count
from callbook.storage import insights
from callbook.storage.behind import Behind
from callbook.storage.calls import HistoryFilter, history_count, history_page
from tests.storage.desk import LONDON, TODAY, Desk, new_desk

DAYS = st.integers(0, 12).map(lambda back: TODAY - timedelta(days=back))
COUNTS = [count for count in Count if count is not Count.REFUSALS]

VIEWS = [None, Query(), Query(city="leeds")]


@pytest.fixture(scope="module")
def busy() -> Iterator[Desk]:
    """A desk with three weeks behind it, of every kind of call."""
    with TemporaryDirectory() as folder:
        desk = next(made := new_desk(Path(folder)))
        who = [desk.add("North", city="Leeds", tags=("warm", "dental")), desk.add("South", country="HK"), None]
        labels = ("No answer", "Not interested", "Talked", "Meeting set", "Call back", "Voicemail", "Not now")
        for at in range(21):
            situation = {"version_id": at % 2 + 1, "opener_id": at % 3 or None}
            desk.log(who[at % 3], labels[at % 7], desk.now - timedelta(hours=14 * at), **situation)
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
    if whose is None:
        told = insights.by(busy.book, dimension, since, until)
    else:
        told = insights.of_view(busy.book, dimension, since, until, whose)
        days = insights.days_of_view(busy.book, dimension, since, until, whose)
        assert {what for what, _ in days} == told.keys()
    for what, tally in told.items():
        found = behind_count(busy, Behind(count, dimension, (what,), since, until, whose))
        assert found == tally.count(count), (dimension, what)


def test_refusals_and_the_last_calls(busy: Desk) -> None:
    refusals = sum(one.calls for one in insights.by(busy.book, Dimension.REASON, date.min, TODAY).values())
    assert behind_count(busy, Behind(Count.REFUSALS)) == refusals == 3
    assert behind_count(busy, Behind(Count.ATTEMPTS, last=5)) == behind_count(busy, Behind(Count.CALLS, last=5)) == 5
    assert behind_count(busy, Behind(Count.CALLS)) == 23


def test_several_of_a_dimension_are_added(busy: Desk) -> None:
    told = insights.by(busy.book, Dimension.VERSION, date.min, TODAY)
    both = behind_count(busy, Behind(Count.CALLS, Dimension.VERSION, tuple(told)))
    assert both == sum(one.calls for one in told.values()) == 23
