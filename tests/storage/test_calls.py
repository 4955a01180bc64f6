"""The history: newest first, a page at a time, narrowed by anything; and what is still open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.call import Answer, Call, CallState
from callbook.domain.change import Op
from callbook.domain.script import Direction
from callbook.services import calls as verbs
from callbook.services.calls import Ending
from callbook.storage import calls
from callbook.storage.calls import HistoryFilter
from tests.storage.desk import LONDON, TUESDAY, Desk, new_desk
from tests.storage.test_listing import SORTING, plans

LABELS = ["Talked", "Gatekeeper", "No answer", "Not interested", ""]


@dataclass(slots=True)
class Past:
    """A book with a history whose calls are known one by one."""

    desk: Desk
    calls: list[Call]

    def ids(self, narrow: HistoryFilter) -> list[int]:
        return [row.call.id for row in calls.history_page(self.desk.book, narrow, 0, 1000)]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    random = Random(4)
    for desk in new_desk(tmp_path_factory.mktemp("past")):
        firms = [desk.add(name) for name in ("Northgate Dental", "Larch Bakery", "会社")]
        versions = [desk.script().version.id, desk.script("They call us").version.id, None]
        made = [
            desk.log(
                random.choice([*firms, None]),
                random.choice(LABELS),
                desk.now - timedelta(hours=random.randint(0, 90)),
                random.randint(0, 900),
                random.choice(["price list", "préparation", "", "再打"]),
                version_id=random.choice(versions),
                direction=random.choice(list(Direction)),
            )
            for _ in range(70)
        ]
        verbs.delete(desk.book, made[::10], now=desk.now)
        desk.start(firms[0])
        found = (desk.call(key) for key in made)
        yield Past(desk, [call for call in found if call.deleted_at is None])


def newest_first(found: list[Call]) -> list[int]:
    return [call.id for call in sorted(found, key=lambda call: (call.started_at, call.id), reverse=True)]


def test_newest_first_without_what_is_deleted_or_still_open(past: Past) -> None:
    assert past.ids(HistoryFilter()) == newest_first(past.calls)
    assert calls.history_count(past.desk.book, HistoryFilter()) == len(past.calls) == 63


FILTERS = [
    (HistoryFilter(since=TUESDAY - timedelta(hours=24)), lambda call: call.started_at >= TUESDAY - timedelta(hours=24)),
    (HistoryFilter(until=TUESDAY - timedelta(hours=24)), lambda call: call.started_at < TUESDAY - timedelta(hours=24)),
    (
        HistoryFilter(since=TUESDAY - timedelta(hours=48), until=TUESDAY - timedelta(hours=24)),
        lambda call: TUESDAY - timedelta(hours=48) <= call.started_at < TUESDAY - timedelta(hours=24),
    ),
    (HistoryFilter(outcome_id=3), lambda call: call.outcome_id == 3),
    (HistoryFilter(direction=Direction.INBOUND), lambda call: call.direction is Direction.INBOUND),
    (HistoryFilter(script_id=1), lambda call: call.version_id == 1),
    (HistoryFilter(prospect_id=2), lambda call: call.prospect_id == 2),
    (HistoryFilter(words=("price",)), lambda call: call.note == "price list"),
    (HistoryFilter(words=("preparation",)), lambda call: call.note == "préparation"),
    (HistoryFilter(words=("larch",)), lambda call: call.prospect_id == 2),
    (HistoryFilter(words=("社",)), lambda call: call.prospect_id == 3),
    (HistoryFilter(words=("interested",)), lambda call: call.outcome == "Not interested"),
    (
        HistoryFilter(words=("list",), direction=Direction.OUTBOUND, outcome_id=4),
        lambda call: call.note == "price list" and call.direction is Direction.OUTBOUND and call.outcome_id == 4,
    ),
]


@pytest.mark.parametrize(("narrow", "holds"), FILTERS)
def test_narrowing_means_what_it_says(past: Past, narrow: HistoryFilter, holds: object) -> None:
    assert callable(holds)
    wanted = [call for call in past.calls if holds(call)]
    assert past.ids(narrow) == newest_first(wanted)
    assert calls.history_count(past.desk.book, narrow) == len(wanted)
    assert 0 < len(wanted) < len(past.calls)


@pytest.mark.parametrize("words", [("...",), ('"',), ("nobody",), ("price", "nobody")])
def test_words_that_are_nowhere_find_nothing(past: Past, words: tuple[str, ...]) -> None:
    assert past.ids(HistoryFilter(words=words)) == []


@settings(max_examples=40)
@given(st.sampled_from([HistoryFilter(), *(narrow for narrow, _ in FILTERS)]), st.integers(1, 80))
def test_pages_of_any_size_make_up_the_whole(past: Past, narrow: HistoryFilter, size: int) -> None:
    count = calls.history_count(past.desk.book, narrow)
    paged = [
        row.call.id
        for offset in range(0, count + size, size)
        for row in calls.history_page(past.desk.book, narrow, offset, size)
    ]
    assert paged == past.ids(narrow)


@pytest.mark.parametrize(
    ("narrow", "step"),
    [
        (HistoryFilter(), "SCAN t1 USING INDEX call_started"),
        (HistoryFilter(since=TUESDAY), "SEARCH t1 USING INDEX call_started (started_at>?)"),
        (
            HistoryFilter(since=TUESDAY, until=TUESDAY),
            "SEARCH t1 USING INDEX call_started (started_at>? AND started_at<?)",
        ),
        (HistoryFilter(prospect_id=1), "SEARCH t1 USING INDEX call_prospect (prospect_id=?)"),
        (HistoryFilter(outcome_id=1), "SEARCH t1 USING INDEX call_outcome (outcome_id=?)"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_the_order_of_an_index(past: Past, narrow: HistoryFilter, step: str) -> None:
    with plans(past.desk) as plan:
        calls.history_page(past.desk.book, narrow, 0, 100)
    assert plan[0] == step
    assert SORTING not in plan


def test_a_row_of_the_history_names_what_it_needs(desk: Desk) -> None:
    number = desk.add("Northgate Dental")
    text = desk.script()
    call = desk.start(number, version_id=text.version.id)
    said = [
        Answer(question_id=text.prompts[1].question_id, position=1, wording=text.prompts[1].wording, text="Nothing"),
        Answer(question_id=text.prompts[0].question_id, position=0, wording=text.prompts[0].wording, text="By phone"),
    ]
    verbs.write(desk.book, call, "Said no.", said, now=desk.now)
    ending = Ending(desk.outcome("Not interested"), desk.reason("No budget").id)
    verbs.save(desk.book, call, ending, LONDON, now=desk.now)
    (row,) = calls.history_page(desk.book, HistoryFilter(), 0, 10)
    assert (row.prospect, row.script, row.reason) == ("Northgate Dental", "Cold call", "No budget")
    assert [(answer.wording, answer.text) for answer in row.answers] == [
        ("How do people book today?", "By phone"),
        ("What happens when you are closed?", "Nothing"),
    ]
    assert row.call == desk.call(call)
    assert calls.history_rows(desk.book, [404]) == []


def test_a_call_with_nobody_named(desk: Desk) -> None:
    desk.log(None, "Voicemail", note="Somebody called.")
    (row,) = calls.history_page(desk.book, HistoryFilter(), 0, 10)
    assert (row.prospect, row.script, row.reason, row.answers) == ("", "", "", ())


def test_open_calls_are_those_not_saved_newest_first(desk: Desk) -> None:
    number = desk.add("Northgate")
    first = desk.start(number)
    desk.on(minutes=5)
    second = desk.start(None, direction=Direction.INBOUND)
    found = calls.open_calls(desk.book)
    assert [(call.id, call.state) for call in found] == [(second, CallState.LIVE), (first, CallState.WRAP_UP)]
    verbs.save(desk.book, first, Ending(), LONDON, now=desk.now)
    verbs.delete(desk.book, [second], now=desk.now)
    assert calls.open_calls(desk.book) == []


def test_totals_and_last_call_of_a_prospect(desk: Desk) -> None:
    number = desk.add("Northgate")
    assert calls.prospect_totals(desk.book, number) == (0, 0)
    assert calls.last_call(desk.book, number) is None
    desk.log(number, "Talked", desk.now - timedelta(hours=2), 120)
    latest = desk.log(number, "Gatekeeper", desk.now - timedelta(hours=1), 30)
    desk.log(number, "No answer", desk.now - timedelta(hours=3), 25)
    deleted = desk.log(number, "Talked", desk.now, 999)
    verbs.delete(desk.book, [deleted], now=desk.now)
    assert calls.prospect_totals(desk.book, number) == (3, 150)
    last = calls.last_call(desk.book, number)
    assert last is not None
    assert last.id == latest
    recent = [call.outcome for call in calls.recent_calls(desk.book, number)]
    assert recent == ["Gatekeeper", "Talked", "No answer"]
    assert len(calls.recent_calls(desk.book, number, limit=2)) == 2


def test_answers_of_several_calls_in_the_order_asked(desk: Desk) -> None:
    first, second = desk.log(None), desk.log(None)
    for call in (second, first):
        said = [Answer(position=at, wording=f"q{at}", text=f"{call} {at}") for at in (1, 0)]
        verbs.write(desk.book, call, "", said, now=desk.now)
    found = calls.answers(desk.book, [first, second, 404])
    assert {key: [answer.text for answer in some] for key, some in found.items()} == {
        first: [f"{first} 0", f"{first} 1"],
        second: [f"{second} 0", f"{second} 1"],
    }
    assert calls.answers(desk.book, []) == {}


def test_outcomes_and_reasons_in_the_users_order_without_deleted_ones(desk: Desk) -> None:
    assert [outcome.key for outcome in calls.outcomes(desk.book)] == [*"1234567890", "", ""]
    assert calls.reasons(desk.book)[0].label == "No need"
    with desk.book.step(Op.EDIT_SETTINGS) as step:
        step.update(replace(desk.outcome("Busy"), position=-1))
        step.update(replace(desk.outcome("No answer"), deleted_at=desk.now))
        step.update(replace(desk.reason("No need"), deleted_at=desk.now))
    assert [outcome.label for outcome in calls.outcomes(desk.book)][:2] == ["Busy", "Voicemail"]
    assert calls.reasons(desk.book)[0].label == "Has somebody"
