"""Call logs become calls: matched by number, recognised by time, taken back by one undo, the same the next time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbook.domain.call import Call
from callbook.domain.change import combined
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Reached
from callbook.domain.prospect import Phone, Prospect, Stage
from callbook.domain.script import Direction
from callbook.formats.call_log import LogReason
from callbook.formats.call_times import Order
from callbook.services import calls, prospects
from callbook.services.call_log_writing import SLICE, call_log_in_pieces, run_call_log
from callbook.services.call_logs import CallFate, CallLogPlan, LogChoices, plan_log, with_outcomes
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.exchange import Choices, read_file
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import calls as call_reader
from callbook.storage import prospects as prospect_reader
from callbook.storage.book import Book
from callbook.storage.calls import HistoryFilter
from callbook.storage.settings import settings as book_settings
from tests.new_book import new_book

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
TITLES = "number,start,duration,type,result\n"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = new_book(tmp_path / "callbook.book", NOW, scripts=False)
    yield opened
    opened.close()


def add(book: Book, name: str, *numbers: str, country: str = "GB") -> int:
    phones = tuple(Phone(typed=number) for number in numbers)
    return prospects.add(book, Draft(Prospect(name=name, country=country), phones=phones), now=NOW).one("prospect")


def at_home(book: Book, country: str) -> None:
    change_settings(book, replace(book_settings(book), home_country=country), now=NOW)


def plan(book: Book, rows: str, choices: LogChoices | None = None, titles: str = TITLES) -> CallLogPlan:
    made = plan_log(book, read_file((titles + rows).encode(), Choices()), "calls.csv", LONDON, choices, now=NOW)
    assert made.read == made.new + made.same + made.doubtful + len(made.left_out)
    return made


def bring(book: Book, rows: str, choices: LogChoices | None = None, titles: str = TITLES) -> CallLogPlan:
    made = plan(book, rows, choices, titles)
    run_call_log(book, made, LONDON, now=NOW)
    return made


def logged(book: Book) -> list[Call]:
    rows = call_reader.history_page(book, HistoryFilter(), 0, 1000)
    return [row.call for row in reversed(rows)]


def fates(made: CallLogPlan) -> list[str]:
    return [str(one.reason or one.fate) for one in made.fated]


def log(book: Book, prospect: int, at: datetime, seconds: int = 0, outcome: str = "", out: bool = True) -> None:
    chosen = next((one for one in call_reader.outcomes(book) if one.label == outcome), None)
    direction = Direction.OUTBOUND if out else Direction.INBOUND
    situation = Situation(LONDON, prospect, direction=direction)
    calls.log(book, situation, at, seconds, "", Ending(chosen), now=NOW)


def test_a_row_becomes_a_call_of_whose_number_it_is(book: Book) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    made = bring(book, "+44 20 7946 0100,2026-11-20 09:00:05,75,out,\n")
    assert fates(made) == ["new"]
    (call,) = logged(book)
    assert call.prospect_id == halden
    assert call.phone_id == prospect_reader.phones(book, halden)[0].id
    assert call.started_at == datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC)
    assert call.ended_at == datetime(2026, 11, 20, 9, 1, 20, tzinfo=UTC)
    assert (call.seconds, call.outcome_id, call.reached) == (75, None, None)
    assert (call.zone, call.their_zone, call.their_weekday, call.their_hour) == ("Europe/London", "Europe/London", 4, 9)
    assert book.get(Prospect, halden).last_call_at == call.started_at  # type: ignore[union-attr]


def test_what_nobody_answered_has_its_outcome_and_what_was_talked_waits_for_one(book: Book) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    rows = (
        "020 7946 0100,2026-11-20 09:00,0,out,\n020 7946 0100,2026-11-20 10:00,9,out,Busy\n"
        "020 7946 0100,2026-11-20 11:00,30,out,Voicemail\n020 7946 0100,2026-11-20 12:00,0,in,Missed\n"
        "020 7946 0100,2026-11-20 13:00,200,out,Connected\n"
    )
    bring(book, rows)
    assert [(call.outcome, call.reached, call.seconds) for call in logged(book)] == [
        ("No answer", Reached.NOBODY, 0),
        ("Busy", Reached.BUSY, 0),
        ("Voicemail", Reached.VOICEMAIL, 0),
        ("No answer", Reached.NOBODY, 0),
        ("", None, 200),
    ]
    assert book.get(Prospect, halden).tries == 4  # type: ignore[union-attr]  # the missed one was theirs


def test_an_outcome_that_was_picked_is_written_and_moves_nothing(book: Book) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    refusal = next(one for one in call_reader.outcomes(book) if one.label == "Do not call")
    before = prospect_reader.card(book, halden)
    bring(book, "020 7946 0100,2026-11-20 13:00,200,out,\n", LogChoices(outcomes={0: refusal}))
    after = prospect_reader.card(book, halden)
    assert before is not None
    assert after is not None
    assert logged(book)[0].outcome == "Do not call"
    assert after.next_action == before.next_action
    assert (after.prospect.stage, after.prospect.do_not_call_at) == (Stage.NEW, None)


def test_outcomes_are_given_without_planning_anew(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    rows = "020 7946 0100,2026-11-20 13:00,200,out,\n020 7946 0100,2026-11-20 14:00,0,out,\n"
    talked = next(one for one in call_reader.outcomes(book) if one.label == "Talked")
    made = with_outcomes(with_outcomes(plan(book, rows), [0], talked), [1], None)
    assert [row.call.at for row in made.unfinished] == [1]
    assert plan(book, rows, made.choices).fated == made.fated  # planned anew, they stay
    run_call_log(book, made, LONDON, now=NOW)
    assert [call.outcome for call in logged(book)] == ["Talked", ""]


def test_a_note_and_an_outcome_of_the_users_own_come_along(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    titles = "number,start,duration,type,outcome,notes\n"
    rows = (
        "020 7946 0100,2026-11-20 13:00,200,out,talked ,Wants a quote\n"
        "020 7946 0100,2026-11-20 14:00,200,out,Something else,\n"
    )
    bring(book, rows, titles=titles)
    assert [(call.outcome, call.note) for call in logged(book)] == [("Talked", "Wants a quote"), ("", "")]


def test_what_the_columns_were_taken_for_is_told(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    assert plan(book, "020 7946 0100,2026-11-20 13:00,200,out,\n").taken_for == (
        ("number", "number"), ("moment", "start"), ("length", "duration"), ("direction", "type"),
    )  # fmt: skip


def test_an_imported_call_leaves_the_open_next_action(book: Book) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    talked = next(one for one in call_reader.outcomes(book) if one.label == "Talked")
    following = NextStep(ActionKind.CALL, NOW + timedelta(days=3), "about the offer")
    calls.log(book, Situation(LONDON, halden), NOW - timedelta(days=1), 60, "", Ending(talked, next=following), now=NOW)
    before = prospect_reader.card(book, halden)
    bring(book, "020 7946 0100,2026-11-20 13:00,0,out,\n020 7946 0100,2026-11-24 09:00,0,out,\n")
    after = prospect_reader.card(book, halden)
    assert before is not None
    assert after is not None
    assert before.next_action is not None
    assert after.next_action == before.next_action
    assert after.prospect.stage is before.prospect.stage
    assert after.prospect.tries == 1


def test_the_book_shows_the_same_after_undo(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    rows = "020 7946 0100,2026-11-20 09:00,75,out,\n020 7946 0199,2026-11-20 10:00,75,out,\n"
    before = book.sql("SELECT * FROM prospect"), book.sql("SELECT * FROM phone")
    bring(book, rows, LogChoices(strangers=True))
    assert len(logged(book)) == 2
    book.undo()
    assert (book.sql("SELECT * FROM prospect"), book.sql("SELECT * FROM phone")) == before
    assert logged(book) == []


@pytest.mark.parametrize(
    ("apart", "fate"), [(0, "same"), (40, "same"), (-40, "same"), (299, "same"), (301, "new"), (-301, "new")]
)
def test_a_call_logged_within_five_minutes_is_the_same(book: Book, apart: int, fate: str) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    log(book, halden, datetime(2026, 11, 20, 9, 0, tzinfo=UTC) + timedelta(seconds=apart), 75)
    assert fates(plan(book, "020 7946 0100,2026-11-20 09:00:00,75,out,\n")) == [fate]


def test_direction_prospect_and_channel_keep_calls_apart(book: Book) -> None:
    halden, orla = add(book, "Halden", "020 7946 0100"), add(book, "Orla", "020 7946 0101")
    log(book, halden, datetime(2026, 11, 20, 9, 0, tzinfo=UTC), 75, out=False)
    log(book, orla, datetime(2026, 11, 20, 9, 0, tzinfo=UTC), 75)
    assert fates(plan(book, "020 7946 0100,2026-11-20 09:00:00,75,out,\n")) == ["new"]


def test_each_logged_call_is_one_row(book: Book) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    log(book, halden, datetime(2026, 11, 20, 9, 2, 10, tzinfo=UTC), 300, "Talked")
    rows = "020 7946 0100,2026-11-20 09:00:30,0,out,\n020 7946 0100,2026-11-20 09:02:00,300,out,\n"
    assert fates(plan(book, rows)) == ["new", "same"]  # the first was an attempt that nobody logged


def test_a_row_said_twice_is_one_call(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    rows = "020 7946 0100,2026-11-20 09:00:30,10,out,\n" * 3
    assert fates(bring(book, rows)) == ["new", "same", "same"]
    assert fates(plan(book, rows)) == ["same", "same", "same"]


def test_a_call_that_was_deleted_does_not_come_back(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    bring(book, "020 7946 0100,2026-11-20 09:00:30,10,out,\n")
    calls.delete(book, [logged(book)[0].id], now=NOW)
    assert fates(plan(book, "020 7946 0100,2026-11-20 09:00:30,10,out,\n")) == ["same"]


def test_what_is_left_out_says_why(book: Book) -> None:
    gone = add(book, "Gone", "020 7946 0107")
    prospects.delete(book, [gone], now=NOW)
    add(book, "Halden", "020 7946 0100")
    add(book, "One", "020 7946 0105")
    add(book, "Two", "+44 20 7946 0105")
    rows = (
        "020 7946 0199,2026-11-20 09:00,10,out,\n020 7946 0107,2026-11-20 09:00,10,out,\n"
        "020 7946 0105,2026-11-20 09:00,10,out,\nPrivate number,2026-11-20 09:00,0,in,\n"
        "020 7946 0100,2027-11-20 09:00,10,out,\n020 7946 0100,2026-11-20 09:00,0,blocked,\n"
        "121,2026-11-20 09:00,10,out,\n020 7946 0100,2026-11-20 09:00,10,sms,\n"
    )
    assert fates(plan(book, rows)) == [
        "stranger", "stranger", "shared", "hidden", "future", "blocked", "service", "no_call",
    ]  # fmt: skip


def test_a_number_of_several_is_whose_the_user_says(book: Book) -> None:
    add(book, "One", "020 7946 0105")
    two = add(book, "Two", "+44 20 7946 0105")
    rows = "020 7946 0105,2026-11-20 09:00,10,out,\n"
    row = plan(book, rows).fated[0]
    assert (row.reason, len(row.among)) == (LogReason.SHARED, 2)
    bring(book, rows, LogChoices(picked={row.form: two}))
    assert [call.prospect_id for call in logged(book)] == [two]
    assert fates(plan(book, rows)) == ["same"]  # without being told again


def test_strangers_that_are_asked_for_become_prospects(book: Book) -> None:
    barred = add(book, "Barred", "020 7946 0188")
    prospects.mark_do_not_call(book, [barred], now=NOW)
    prospects.delete(book, [barred], now=NOW)
    titles = "number,start,duration,type,name\n"
    rows = (
        "020 7946 0199,2026-11-20 09:00,10,out,\n+442079460199,2026-11-20 10:00,10,in,Jo Hill\n"
        "020 7946 0188,2026-11-20 11:00,10,in,\n112,2026-11-20 11:00,10,out,Emergency\n"
    )
    made = bring(book, rows, LogChoices(strangers=True), titles)
    assert fates(made) == ["new", "new", "new", "service"]
    found = {call.prospect_id for call in logged(book)}
    cards = [prospect_reader.card(book, key or 0) for key in sorted(found, key=lambda key: key or 0)]
    assert [card and (card.prospect.name, card.phones[0].typed, card.prospect.source) for card in cards] == [
        ("Jo Hill", "020 7946 0199", "calls.csv"),
        ("020 7946 0188", "020 7946 0188", "calls.csv"),
    ]
    assert [card is not None and card.prospect.do_not_call_at is not None for card in cards] == [False, True]
    assert fates(plan(book, rows, LogChoices(strangers=True), titles)) == ["same", "same", "same", "service"]


def test_calls_with_those_who_asked_not_to_be_called_are_history_too(book: Book) -> None:
    halden = add(book, "Halden", "020 7946 0100")
    prospects.mark_do_not_call(book, [halden], now=NOW)
    assert fates(bring(book, "020 7946 0100,2026-11-20 09:00,75,out,\n")) == ["new"]
    assert len(logged(book)) == 1


def test_numbers_without_a_country_are_dialled_from_where_the_log_is(book: Book) -> None:
    add(book, "Halden", "020 7946 0100", country="")
    assert fates(plan(book, "+442079460100,2026-11-20 09:00,75,out,\n")) == ["new"]


def test_a_number_is_known_with_and_without_its_country(book: Book) -> None:
    written = {
        "+1 415 555 2671": ("(415) 555-2671", "1 415 555 2671", "14155552671", "0014155552671"),
        "+49 30 1234567": ("030 1234567", "0049 30 1234567"),
        "+44 20 7946 0100": ("00442079460100", "011 44 20 7946 0100", "020 7946 0100"),
        "+354 555 1234": ("555 1234",),
        "030 1234599": ("+493012345 99",),
        "(415) 555-2699": ("+1 415 555 2699",),
    }
    ids = {known: add(book, f"Of {known}", known, country="") for known in written}
    rows = [(number, ids[known]) for known, numbers in written.items() for number in numbers]
    text = "".join(f"{number},2026-11-20 09:{at:02},75,out,\n" for at, (number, _) in enumerate(rows))
    for home in ("", "US", "GB", "DE"):
        at_home(book, home)
        assert [(row.call.number, row.prospect_id) for row in plan(book, text).fated] == rows


def test_a_number_that_only_resembles_anothers_is_a_strangers(book: Book) -> None:
    add(book, "Halden", "+1 415 555 2671", country="")
    numbers = "555 2671", "+44 415 555 2671", "0044 415 555 2671", "(415) 555-2672", "52671"
    rows = "".join(f"{number},2026-11-20 09:00,75,out,\n" for number in numbers)
    assert fates(plan(book, rows)) == ["stranger"] * len(numbers)


def test_one_number_in_two_countries_is_shared_unless_home_says_which(book: Book) -> None:
    us = add(book, "Portland", "+1 207 946 0100", country="")
    gb = add(book, "London", "+44 20 7946 0100", country="")
    rows = "207 946 0100,2026-11-20 09:00,75,out,\n"
    assert (fates(plan(book, rows)), plan(book, rows).fated[0].among) == (["shared"], (us, gb))
    at_home(book, "US")
    assert plan(book, rows).fated[0].prospect_id == us


def test_whose_a_number_is_does_not_hang_on_the_other_rows(book: Book) -> None:
    for name, number in (("A", "+49 30 1234567"), ("B", "+44 20 7946 0100"), ("C", "+1 212 555 0100")):
        add(book, name, number, country="")
    rows = ["030 1234567", "00442079460100", "+12125550100", "+33123456789", "+33123456788"]
    lines = [f"{number},2026-11-20 09:0{at},75,out,\n" for at, number in enumerate(rows)]
    whole = fates(plan(book, "".join(lines)))
    assert whole == ["new", "new", "new", "stranger", "stranger"]
    assert [fates(plan(book, line))[0] for line in lines] == whole


def test_who_asked_not_to_be_called_is_known_without_a_country_too(book: Book) -> None:
    barred = add(book, "Barred", "+1 415 555 2671", country="")
    prospects.mark_do_not_call(book, [barred], now=NOW)
    prospects.delete(book, [barred], now=NOW)
    (row,) = plan(book, "(415) 555-2671,2026-11-20 09:00,75,out,\n", LogChoices(strangers=True)).fated
    assert row.stranger is not None
    assert row.stranger.barred


def test_doubtful_calls_come_in_with_a_note(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    rows = "020 7946 0100,03/04/2026 09:00,75,out,\n"
    made = bring(book, rows)
    assert (made.doubtful, made.unclear) == (1, True)
    assert "other way round" in logged(book)[0].note
    sure = plan(book, rows, LogChoices(order=Order.MONTH_FIRST))
    assert (fates(sure), sure.unclear) == (["new"], False)
    unsaid = bring(book, "020 7946 0100,2026-04-05 09:00,75\n", titles="number,start,duration\n")
    assert unsaid.doubtful == 1
    assert "who called" in logged(book)[-1].note


def test_a_list_of_people_is_no_log(book: Book) -> None:
    data = b"company,phone\nHalden,020 7946 0100\n"
    with pytest.raises(UserError, match="not a list of calls"):
        plan_log(book, read_file(data, Choices()), "x.csv", LONDON, now=NOW)


def test_a_damaged_file_is_counted_to_its_last_row(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    xml = b'<calls>\n<call number="02079460100" date="1303378237194" duration="5" type="2"/>\n<call number="020794'
    made = plan_log(book, read_file(xml, Choices()), "calls.xml", LONDON, now=NOW)
    assert fates(made) == ["new", "damaged"]
    assert made.fated[1].call.line == 3


def test_rows_that_stand_on_one_line_are_told_apart(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    calls_in = "".join(
        f'<call number="02079460100" date="{1303378237194 + at * 3_600_000}" duration="5" type="2"/>' for at in range(3)
    )
    reading = read_file(f"<calls>{calls_in}</calls>".encode(), Choices())
    run_call_log(book, plan_log(book, reading, "calls.xml", LONDON, now=NOW), LONDON, now=NOW)
    calls.delete(book, [logged(book)[0].id], now=NOW)
    assert len(logged(book)) == 2
    assert fates(plan_log(book, reading, "calls.xml", LONDON, now=NOW)) == ["same"] * 3


def test_pieces_are_one_entry_of_the_undo_history(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    start = datetime(2026, 11, 1, tzinfo=UTC)
    rows = "".join(
        f"020 7946 0100,{start + timedelta(minutes=at):%Y-%m-%dT%H:%M:%SZ},5,out,\n" for at in range(SLICE + 5)
    )
    changes = list(call_log_in_pieces(book, plan(book, rows), LONDON, now=NOW))
    assert len(changes) == 2
    assert len(combined(changes).ids("call")) == SLICE + 5
    book.undo()
    assert logged(book) == []


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["020 7946 0100", "+442079460101", "020 7946 0105", "020 7946 0199", "Unknown", "112"]),
        st.integers(0, 1500).map(lambda at: f"2026-11-20 09:{at // 60:02}:{at % 60:02}" if at else "never"),
        st.sampled_from(["0", "5", "3:20", ""]),
        st.sampled_from(["out", "in", "missed", "blocked", ""]),
        st.sampled_from(["", "Busy", "Voicemail", "Connected"]),
    ),
    min_size=1,
    max_size=14,
)
LOGGED = st.lists(st.tuples(st.integers(0, 1500), st.sampled_from([0, 90]), st.booleans(), st.booleans()), max_size=5)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, before=LOGGED, strangers=st.booleans(), picked=st.booleans())
def test_a_log_brought_in_twice_changes_nothing_the_second_time(
    book: Book, rows: list[tuple[str, ...]], before: list[tuple[int, int, bool, bool]], strangers: bool, picked: bool
) -> None:
    ids = [add(book, name, number) for name, number in (("A", "020 7946 0100"), ("B", "020 7946 0101"))]
    add(book, "C", "020 7946 0105")
    start = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    for at, seconds, first, out in before:
        log(book, ids[0 if first else 1], start + timedelta(seconds=at), seconds, "Talked" if seconds else "", out)
    steps = 0
    # Ten rows that make the table a log, whatever the others are.
    sure = "".join(f"020 7946 0100,2026-10-{at:02} 09:00,5,out,\n" for at in range(1, 21))
    text = sure + "".join(",".join(row) + "\n" for row in rows)
    no = next(one for one in call_reader.outcomes(book) if one.reached is Reached.NOBODY)
    choices = LogChoices(strangers=strangers, outcomes=dict.fromkeys(range(20, 40, 2), no) if picked else {})
    if read_file((TITLES + text).encode(), Choices()).log is None:
        return
    first_time = bring(book, text, choices)
    held = book.sql("SELECT * FROM call"), book.sql("SELECT * FROM prospect")
    again = bring(book, text, choices)
    assert (again.new, again.doubtful) == (0, 0)
    assert again.same == first_time.same + first_time.new + first_time.doubtful
    assert (book.sql("SELECT * FROM call"), book.sql("SELECT * FROM prospect")) == held
    while book.undo() is not None:
        steps += 1
    assert steps == 3 + len(before) + (first_time.new + first_time.doubtful > 0)
    assert logged(book) == []


def test_fates_are_counted(book: Book) -> None:
    add(book, "Halden", "020 7946 0100")
    made = plan(book, "020 7946 0100,2026-11-20 09:00,75,out,\n020 7946 0199,2026-11-20 09:00,75,out,\n")
    assert [made.count(fate) for fate in CallFate] == [1, 0, 0, 1]
    assert made.strangers == 1
