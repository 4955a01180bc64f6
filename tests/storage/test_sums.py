"""What is kept beside the calls says what they say: after every write, and on the calls of a whole bank."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from callbook.domain.call import Call
from callbook.domain.change import Op
from callbook.domain.facts import Dimension
from callbook.domain.outcome import Reached, Result
from callbook.domain.prospect import Prospect, Tag, Tagging
from callbook.domain.script import Channel, Direction
from callbook.domain.stats import Tally
from callbook.services import calls, prospects
from callbook.services.upkeep import check
from callbook.storage import insights, viewed
from callbook.storage.sums import count_all, miscounted
from tests.conftest import CHECKOUT
from tests.storage.desk import TODAY, Desk

BANK = CHECKOUT.parent / "shared" / "data" / "calls" / "uci-bank-marketing" / "bank-full.csv"
SUMS = BANK.parents[1] / "REFERENCE_AGGREGATES.json"
AT_ONCE = 10_000


def test_a_call_moves_its_counts_with_it(desk: Desk) -> None:
    north, south = desk.add("North", city="Leeds", tags=("warm",)), desk.add("South", city="York")
    call = desk.log(north, "Talked")
    assert by_city(desk) == {"Leeds": 1}
    calls.attach(desk.book, call, south, now=desk.now)
    assert by_city(desk) == {"York": 1}
    prospects.edit(desk.book, draft_in(desk, south, "Selby"), now=desk.now)
    assert by_city(desk) == {"Selby": 1}
    desk.book.undo()
    desk.book.undo()
    assert by_city(desk) == {"Leeds": 1}
    assert miscounted(desk.book) == {}


def by_city(desk: Desk) -> dict[str | int, int]:
    return {city: one.attempts for city, one in insights.by(desk.book, Dimension.CITY, TODAY, TODAY).items()}


def draft_in(desk: Desk, prospect_id: int, city: str) -> prospects.Draft:
    return prospects.Draft(replace(desk.prospect(prospect_id), city=city))


def test_a_tag_put_on_later_counts_the_calls_before_it(desk: Desk) -> None:
    north = desk.add("North")
    desk.log(north, "Talked")
    prospects.tag(desk.book, [north], "warm", now=desk.now)
    assert [one.attempts for one in insights.by(desk.book, Dimension.TAG, TODAY, TODAY).values()] == [1]
    prospects.untag(desk.book, [north], "warm", now=desk.now)
    assert insights.by(desk.book, Dimension.TAG, TODAY, TODAY) == {}


def test_an_earlier_call_logged_late_renumbers_the_later_ones(desk: Desk) -> None:
    north = desk.add("North")
    desk.log(north, "Talked")
    desk.log(north, "No answer", at=desk.now - timedelta(hours=2))
    reached = insights.by(desk.book, Dimension.REACHED_AT, TODAY, TODAY)
    assert reached == {2: Tally(1, 1, 1, 0, 0, 1, 60)}


def test_a_view_of_everybody_counts_what_the_sums_say(desk: Desk) -> None:
    """Two ways of counting, one by the step that writes and one by the query that reads."""
    busy = [desk.add("North", city="Leeds", tags=("warm", "dental")), desk.add("South", country="HK", tags=("warm",))]
    for at, label in enumerate(("No answer", "Not interested", "Talked", "Meeting set", "Call back", "Voicemail") * 2):
        desk.log(busy[at % 2], label, desk.now - timedelta(hours=26 * at), version_id=1, opener_id=at % 2 + 1)
    desk.log(busy[0], "Meeting set", direction=Direction.INBOUND)
    desk.log(busy[0], "Talked", channel=Channel.MEETING)
    whole = insights.DaySums(desk.book, date.min, TODAY)
    for dimension in Dimension:
        told = {what: replace(one, seconds=0) for what, one in whole.by(dimension).items()}
        assert told, dimension
        everybody = viewed.facts_where(desk.book, [dimension], date.min, TODAY, viewed.THESE, busy)
        assert everybody.by(dimension) == told, dimension


@pytest.mark.parametrize(
    "damage", ["UPDATE call_fact SET connects = 0", "DELETE FROM call_fact", "DELETE FROM day_sum"]
)
def test_a_wrong_count_is_noticed_and_made_anew(desk: Desk, damage: str) -> None:
    desk.log(desk.add("North"), "Talked")
    desk.book.connection.execute(damage)
    assert {finding.table for finding in check(desk.path)} <= {"call_fact", "day_sum"}
    assert miscounted(desk.book) != {}
    count_all(desk.book.connection)
    assert miscounted(desk.book) == {}


@pytest.mark.skipif(not BANK.is_file(), reason="the calls of the Portuguese bank are not here")
def test_the_calls_of_a_bank_add_up_to_the_unit(desk: Desk) -> None:
    """45,211 calls of S. Moro, P. Cortez and P. Rita, A data-driven approach to predict the success of bank
    telemarketing, Decision Support Systems 62 (2014) 22-31."""
    wanted = json.loads(SUMS.read_text(encoding="utf-8"))["uci-bank-marketing/bank-full.csv"]
    rows = list(csv.DictReader(io.StringIO(BANK.read_text(encoding="utf-8")), delimiter=";"))
    tags = load(desk, rows)
    since, until = date(2008, 1, 1), date(2010, 12, 31)
    whole = insights.tally(desk.book, since, until)
    assert (whole.calls, whole.meetings) == (wanted["rows"], wanted["y"]["yes"])
    assert whole.seconds == wanted["duration_s"]["sum"]
    assert by(desk, Dimension.CITY) == wanted["contact"]
    assert by(desk, Dimension.COUNTRY) == wanted["poutcome"]
    tagged = insights.by(desk.book, Dimension.TAG, since, until)
    assert {tags[int(key)]: one.calls for key, one in tagged.items()} == wanted["attempt_no_campaign"]
    shares = {tags[int(key)]: round(one.meetings / one.calls, 4) for key, one in tagged.items()}
    assert wanted["yes_rate_by_attempt"].items() <= shares.items()
    months: Counter[str] = Counter()
    meetings: Counter[str] = Counter()
    for (_, day), one in insights.by_day(desk.book, Dimension.ALL, since, until).items():
        months[f"{day:%b}".lower()] += one.calls
        meetings[f"{day:%b}".lower()] += one.meetings
    assert (dict(months), dict(meetings)) == (wanted["by_month"], wanted["yes_by_month"])


def by(desk: Desk, dimension: Dimension) -> dict[str | int, int]:
    found = insights.by(desk.book, dimension, date(2008, 1, 1), date(2010, 12, 31))
    return {key: one.calls for key, one in found.items()}


def load(desk: Desk, rows: list[dict[str, str]]) -> dict[int, str]:
    """Each row as a call, with one prospect for all that were reached alike; answers with the tags: which of the calls
    with them it was."""
    dated = sorted(zip(map(alike, rows), days_of(rows), rows, strict=True), key=lambda one: one[:2])
    with desk.book.step(Op.DEMO) as step:
        tags = {name: step.insert(Tag(name=name)).id for name in sorted({row["campaign"] for row in rows})}
        people: dict[tuple[str, ...], int] = {}
        for contact, before, campaign in sorted(set(map(alike, rows))):
            one = step.insert(Prospect(name="x", city=contact, country=before, created_at=desk.now))
            step.insert(Tagging(prospect_id=one.id, tag_id=tags[campaign]))
            people[contact, before, campaign] = one.id
    for start in range(0, len(dated), AT_ONCE):
        with desk.book.step(Op.DEMO) as step:
            step.insert_rows(call_of(row, people[key], day) for key, day, row in dated[start : start + AT_ONCE])
    return {key: name for name, key in tags.items()}


def alike(row: dict[str, str]) -> tuple[str, str, str]:
    return row["contact"], row["poutcome"], row["campaign"]


def days_of(rows: list[dict[str, str]]) -> Iterator[datetime]:
    """The rows are in the order of time from May 2008 on; a month before the one above it is of the next year."""
    year, before = 2008, 5
    for row in rows:
        month = datetime.strptime(row["month"], "%b").month  # noqa: DTZ007
        year += month < before
        before = month
        yield datetime(year, month, int(row["day"]), 12, tzinfo=UTC)


def call_of(row: dict[str, str], prospect_id: int, at: datetime) -> Call:
    yes = row["y"] == "yes"
    return Call(
        prospect_id=prospect_id,
        started_at=at,
        saved_at=at,
        zone="Europe/Lisbon",
        seconds=int(row["duration"]),
        outcome="Meeting set" if yes else "Talked",
        reached=Reached.RIGHT_PERSON,
        result=Result.MEETING if yes else Result.INFORMATION,
        conversation=True,
    )
