"""A demonstration book is sound, the same for the same seed, and nothing in it could not have happened."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callbook.domain.call import Call
from callbook.domain.followup import NextAction
from callbook.domain.outcome import SHIPPED_OUTCOMES, Reached, Result
from callbook.domain.phone import e164
from callbook.domain.prospect import Prospect, Stage
from callbook.domain.script import Channel
from callbook.formats.script_file import read_script
from callbook.services.demo import Material, fill_demo, read_material
from callbook.services.demo.firms import sketches
from callbook.services.demo.history import History
from callbook.services.setup import set_up
from callbook.services.standing import tries
from callbook.services.upkeep import check
from callbook.storage import calls as call_reader
from callbook.storage import listing
from callbook.storage import settings as settings_reader
from callbook.storage.book import Book
from callbook.storage.listing import Listing, Scope
from callbook.storage.opening import open_book
from callbook.system.resources import texts

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 4, 11, 10, tzinfo=UTC)  # a Wednesday
PROSPECTS, CALLS = 40, 300


@cache
def shipped() -> Material:
    return read_material(texts("demo", ".json") | texts("scripts", ".json"))


@pytest.fixture(scope="module")
def material() -> Material:
    return shipped()


def new_book(path: Path) -> Book:
    numbers = count(1)
    book = open_book(path, before_migration=lambda _: None, new_uuid=lambda: f"{next(numbers):032x}")
    set_up(book, [read_script(text) for text in texts("scripts", ".json").values()], now=NOW)
    return book


def filled(path: Path, material: Material, seed: int = 1, prospects: int = PROSPECTS, calls: int = CALLS) -> Book:
    book = new_book(path)
    fill_demo(book, material, prospects, calls, Random(seed), now=NOW, zone=LONDON)
    return book


@pytest.fixture(scope="module")
def book(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with closing(filled(tmp_path_factory.mktemp("demo") / "book", material)) as made:
        yield made


@pytest.fixture(scope="module")
def usual(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The size that people look at."""
    with closing(filled(tmp_path_factory.mktemp("demo") / "book", material, 1, 400, 4000)) as made:
        yield made


def everything(book: Book) -> dict[str, list[tuple[object, ...]]]:
    tables = [name for (name,) in book.sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    return {name: book.sql(f"SELECT * FROM {name} ORDER BY 1") for name in tables if "_text" not in name}


def all_calls(book: Book) -> list[Call]:
    return [book.get(Call, key) for (key,) in book.sql("SELECT id FROM call ORDER BY id")]  # type: ignore[misc]


def test_it_is_sound(book: Book) -> None:
    assert check(book.path) == []


def test_it_holds_as_many_as_asked_for(book: Book) -> None:
    assert book.sql("SELECT count(*) FROM prospect") == [(PROSPECTS,)]
    assert book.sql("SELECT count(*) FROM call") == [(CALLS,)]


def test_same_seed_same_book_other_seed_other_book(material: Material, book: Book, tmp_path: Path) -> None:
    with (
        closing(filled(tmp_path / "same", material)) as same,
        closing(filled(tmp_path / "other", material, 2)) as other,
    ):
        assert everything(same) == everything(book)
        assert everything(other)["call"] != everything(book)["call"]


def test_nobody_can_undo_it(book: Book) -> None:
    assert book.undo_op is None


def test_calls_lie_in_their_working_hours_and_in_the_past(book: Book) -> None:
    for call in all_calls(book):
        assert call.started_at is not None
        assert call.saved_at is not None
        theirs = call.started_at.astimezone(ZoneInfo(call.their_zone))
        assert theirs.weekday() < 5
        assert 8 <= theirs.hour < 18
        assert (call.their_weekday, call.their_hour) == (theirs.weekday(), theirs.hour)
        assert call.started_at <= (call.picked_up_at or call.started_at) <= (call.ended_at or NOW) <= call.saved_at
        assert call.saved_at <= NOW


def test_one_call_at_a_time_in_order(usual: Book) -> None:
    found = all_calls(usual)
    for earlier, later in zip(found, found[1:], strict=False):
        assert earlier.saved_at is not None
        assert later.started_at is not None
        assert earlier.saved_at <= later.started_at


def test_at_most_one_open_action_and_the_row_repeats_it(book: Book) -> None:
    rows = book.sql("SELECT prospect_id, count(*) FROM next_action WHERE closed_at IS NULL GROUP BY 1")
    assert {number for _, number in rows} == {1}
    for (key,) in book.sql("SELECT id FROM prospect"):
        prospect = book.get(Prospect, key)
        assert prospect is not None
        recent = call_reader.recent_calls(book, key)
        assert prospect.tries == tries(recent)
        assert prospect.last_call_at == (recent[0].started_at if recent else None)
        assert prospect.created_at is not None
        assert not recent or prospect.created_at <= min(call.started_at or NOW for call in recent)


def test_actions_hang_on_the_calls_that_opened_and_closed_them(usual: Book) -> None:
    for (key,) in usual.sql("SELECT id FROM next_action"):
        action = usual.get(NextAction, key)
        assert action is not None
        opened = usual.get(Call, action.opened_by or 0)
        assert opened is None or (opened.prospect_id, opened.saved_at) == (action.prospect_id, action.created_at)
        closed = usual.get(Call, action.closed_by or 0)
        assert (closed is None) == (action.closed_at is None)
        assert closed is None or (closed.prospect_id, closed.saved_at) == (action.prospect_id, action.closed_at)


def test_stages_are_what_their_changes_say(usual: Book) -> None:
    rows = usual.sql(
        "SELECT p.stage, (SELECT stage FROM stage_change s WHERE s.prospect_id = p.id ORDER BY id DESC) FROM prospect p"
    )
    assert all(stage == (last or Stage.NEW) for stage, last in rows)
    assert {Stage.NEW, Stage.TALKING, Stage.RESTING, Stage.CLOSED} <= {stage for stage, _ in rows}


def test_nobody_is_called_who_asked_not_to_be(usual: Book) -> None:
    asked = usual.sql("SELECT id, do_not_call_at FROM prospect WHERE do_not_call_at IS NOT NULL")
    assert asked
    for key, at in asked:
        assert usual.sql("SELECT max(saved_at) FROM call WHERE prospect_id = ?", (key,)) == [(at,)]
        assert usual.sql("SELECT count(*) FROM next_action WHERE prospect_id = ? AND closed_at IS NULL", (key,)) == [
            (0,)
        ]


def test_words_only_where_somebody_was_reached(usual: Book) -> None:
    for call in all_calls(usual):
        if call.reached is not None and not call.reached.spoke:
            assert (call.note, call.seconds, call.reason_id) == ("", 0, None)
    reached = usual.sql("SELECT DISTINCT c.reached FROM answer a JOIN call c ON c.id = a.call_id")
    assert reached == [(Reached.RIGHT_PERSON,)]


def test_it_looks_like_somebody_s_half_year(usual: Book) -> None:
    calls = all_calls(usual)
    phoned = [call for call in calls if call.attempt and call.channel is Channel.PHONE]
    share = Counter(call.reached for call in phoned)
    assert 0.5 < share[Reached.NOBODY] / len(phoned) < 0.6
    assert 0.11 < share[Reached.VOICEMAIL] / len(phoned) < 0.19
    assert 0.09 < share[Reached.GATEKEEPER] / len(phoned) < 0.16
    assert 1 < 600 * sum(call.result is Result.MEETING for call in calls) / len(calls) < 3
    days = Counter(call.started_at.date() for call in calls if call.started_at is not None)
    assert max(days.values()) <= 30
    assert 125 <= len(days) <= 170
    assert {call.channel for call in calls} == {Channel.PHONE, Channel.WALK_IN, Channel.MEETING}
    countries = usual.sql("SELECT country FROM prospect GROUP BY 1 ORDER BY count(*) DESC LIMIT 3")
    assert {country for (country,) in countries} == {"GB", "US", "DE"}


def test_the_queue_is_a_day_s_work(usual: Book) -> None:
    assert 15 <= listing.count(usual, Listing(Scope.NEXT), NOW, LONDON) <= 50
    assert 2 <= usual.sql("SELECT count(*) FROM call WHERE started_at >= '2026-03-04'")[0][0] <= 20


def test_names_and_numbers_are_apart(usual: Book) -> None:
    names = [name for (name,) in usual.sql("SELECT name FROM prospect")]
    assert len(set(names)) == len(names)
    for typed, written, country in usual.sql(
        "SELECT typed, e164, country FROM phone f JOIN prospect p ON p.id = prospect_id"
    ):
        assert written
        assert written == e164(typed, country)


def test_settings_and_views_are_there(book: Book) -> None:
    found = settings_reader.settings(book)
    assert (found.me, found.home_country, found.daily_goal) == ("Dana Reyes", "GB", 20)
    assert {"Dental", "Not called for 30 days"} <= {view.name for view in settings_reader.views(book)}


def test_the_reworded_script_is_used_in_both_versions(usual: Book) -> None:
    rows = usual.sql(
        "SELECT v.number, min(c.started_at), max(c.started_at), v.created_at FROM call c"
        " JOIN script_version v ON v.id = c.version_id WHERE v.script_id = 1 GROUP BY 1 ORDER BY 1"
    )
    (_, first, last_of_first, written), (_, first_of_second, _, rewritten) = rows
    assert written <= first <= last_of_first < rewritten <= first_of_second


def test_progress_only_grows_and_ends_at_the_total(material: Material, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with closing(new_book(tmp_path / "book")) as book:
        fill_demo(book, material, 12, 50, Random(1), now=NOW, zone=LONDON, progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(("prospects", "calls"), [(0, 0), (1, 0), (1, 30), (2, 5), (30, 10), (7, 400)])
def test_any_size(prospects: int, calls: int, material: Material, tmp_path: Path) -> None:
    with closing(filled(tmp_path / "book", material, 3, prospects, calls)) as book:
        assert check(book.path) == []
        assert book.sql("SELECT (SELECT count(*) FROM prospect), (SELECT count(*) FROM call)") == [(prospects, calls)]


def test_calls_need_somebody(material: Material, tmp_path: Path) -> None:
    with closing(new_book(tmp_path / "book")) as book, pytest.raises(ValueError, match="somebody"):
        fill_demo(book, material, 0, 1, Random(1), now=NOW, zone=LONDON)


@settings(max_examples=30)
@given(
    prospects=st.integers(1, 60),
    calls=st.integers(0, 400),
    now=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["Europe/London", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Auckland"]),
    seed=st.integers(0, 1000),
)
@example(51, 238, datetime(2000, 1, 2, tzinfo=UTC), "America/Los_Angeles", 562)  # few minutes are open to both
def test_wherever_and_whenever(prospects: int, calls: int, now: datetime, zone: str, seed: int) -> None:
    random = Random(seed)
    drawn = sketches(shipped(), prospects, random)
    history = History(drawn, calls, list(SHIPPED_OUTCOMES), random, now, ZoneInfo(zone))
    made = [call for day in history.days() for call in day]
    assert len(made) == calls
    for call in made:
        theirs = call.started_at.astimezone(drawn[call.who].clock)
        assert theirs.weekday() < 5
        assert 8 <= theirs.hour < 18
        assert call.saved_at <= now
    due = [standing.action.day for standing in history.desk.standings if standing.action is not None]
    assert all(day.weekday() < 5 for day in due)
