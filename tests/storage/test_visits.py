"""Whom to walk in on: today's, a city's, or chosen ones, with what was said last, in the order of the way."""

from datetime import UTC, datetime, timedelta

from callbook.domain.call import Answer
from callbook.domain.followup import ActionKind
from callbook.domain.prospect import Stage
from callbook.domain.query import parse
from callbook.domain.script import Channel
from callbook.domain.when import Due
from callbook.services import calls, prospects, scripts
from callbook.services.scripts import Wording
from callbook.storage import visits as reader
from callbook.storage.listing import Listing, Scope
from callbook.storage.visits import VisitReading
from tests.storage.desk import TODAY, TOMORROW, Desk


def names(reading: VisitReading) -> list[str]:
    return [visit.card.prospect.name for visit in reading.visits]


def planned(desk: Desk, name: str, due: Due, kind: ActionKind = ActionKind.VISIT, **fields: str) -> int:
    key = desk.add(name, **fields)
    prospects.move_next(desk.book, [key], kind, due, "Europe/London", now=desk.now)
    return key


def test_todays_visits_are_those_of_today_alone(desk: Desk) -> None:
    late = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)
    planned(desk, "later today", late, postcode="LS2 1AA")
    planned(desk, "today", TODAY, postcode="LS10 1AA")
    planned(desk, "yesterday", TODAY - timedelta(days=1))
    planned(desk, "tomorrow", TOMORROW)
    planned(desk, "a call", TODAY, ActionKind.CALL)
    found = reader.of_today(desk.book, desk.now, desk.zone)
    assert names(found) == ["later today", "today"]
    assert [visit.due for visit in found.visits] == [late, TODAY]
    assert (found.total, found.barred) == (2, 0)


def test_a_citys_visits_leave_out_who_is_not_to_be_visited(desk: Desk) -> None:
    for name, address in (("second", "10 Briggate"), ("first", "9 Briggate"), ("resting", ""), ("closed", "")):
        desk.add(name, city="Leeds", address=address, postcode="LS1 6HD")
    desk.add("elsewhere", city="York")
    barred = desk.add("barred", city="leeds")
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    for name, stage in (("resting", Stage.RESTING), ("closed", Stage.CLOSED)):
        (row,) = desk.rows(text=name)
        prospects.move_stage(desk.book, [row.id], stage, now=desk.now)
    found = reader.of_city(desk.book, " LEEDS ", desk.now, desk.zone)
    assert names(found) == ["first", "second"]
    assert (found.total, found.barred) == (2, 1)
    chosen = reader.of_listing(desk.book, Listing(Scope.ALL, parse("city:leeds")), desk.now, desk.zone)
    assert set(names(chosen)) == {"first", "second", "resting", "closed"}
    assert reader.of_city(desk.book, "Hull", desk.now, desk.zone).visits == ()


def test_more_than_anybody_walks_is_cut_and_counted(desk: Desk) -> None:
    ids = [desk.add(f"Firm {number}", postcode=f"LS{number}") for number in range(reader.MOST_VISITS + 1, 0, -1)]
    found = reader.of_these(desk.book, [*ids, 40_404], desk.now, desk.zone)
    assert names(found)[:2] == ["Firm 1", "Firm 2"]
    assert (len(found.visits), found.total) == (reader.MOST_VISITS, reader.MOST_VISITS + 1)


def test_the_last_call_in_which_something_was_said(desk: Desk) -> None:
    key = desk.add("Northgate")
    assert reader.of_these(desk.book, [key], desk.now, desk.zone).visits[0].last is None
    told = desk.log(key, at=desk.now - timedelta(days=3), note="Ask for Ann on Tuesdays")
    desk.log(key, "No answer", at=desk.now - timedelta(days=2))
    (visit,) = reader.of_these(desk.book, [key], desk.now, desk.zone).visits
    assert visit.last is not None and (visit.last.id, visit.answers) == (told, ())
    prompt = desk.script().prompts[0]
    asked = desk.log(key, at=desk.now - timedelta(days=1))
    blank = Answer(0, "", asked, None, 1, "And?", "  ")
    answer = Answer(0, "", asked, prompt.question_id, 0, prompt.wording, "By phone")
    calls.write(desk.book, asked, "", (answer, blank), now=desk.now)
    (visit,) = reader.of_these(desk.book, [key], desk.now, desk.zone).visits
    assert visit.last is not None and visit.last.id == asked
    assert [one.text for one in visit.answers] == ["By phone"]


def test_the_script_is_the_first_for_walking_in(desk: Desk) -> None:
    assert reader.walk_in_script(desk.book) is None
    for name in ("At the door", "At another door"):
        wording = Wording(
            name, channel=Channel.WALK_IN, openers=("Is this a bad moment?",), questions=("Who decides?",)
        )
        scripts.add(desk.book, wording, now=desk.now)
    found = reader.of_these(desk.book, [], desk.now, desk.zone).script
    assert found is not None and found.script.name == "At the door"
    assert [opener.text for opener in found.openers] == ["Is this a bad moment?"]
    assert [prompt.wording for prompt in found.prompts] == ["Who decides?"]
