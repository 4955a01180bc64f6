"""A week as it stands on a page: which day a call was on, what is ahead and what was promised, what was answered."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callbook.domain.call import Answer
from callbook.domain.followup import ActionKind
from callbook.domain.stats import Tally
from callbook.domain.weeks import Week, read_week
from callbook.domain.when import Due
from callbook.services import calls, prospects
from callbook.services.calls import Ending, NextStep, Situation
from callbook.storage.prospects import contacts
from callbook.storage.week import MOST_ANSWERS, MOST_PROMISES, Answered, Answers, WeekReading, read
from tests.storage.desk import LONDON, TODAY, TOMORROW, Desk

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY_NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def week_read(desk: Desk, week: str = "2026-48") -> WeekReading:
    return read(desk.book, read_week(week), desk.now, desk.zone)


def planned(desk: Desk, prospect_id: int, step: NextStep) -> None:
    """A call by which a next step is agreed on, an hour ago."""
    ending = Ending(desk.outcome("Talked"), next=step)
    at = desk.now - timedelta(hours=1)
    calls.log(desk.book, Situation(desk.zone, prospect_id), at, 60, "", ending, now=desk.now)


def answered(desk: Desk, prospect_id: int, text: str, at: datetime) -> None:
    script = desk.script()
    call = desk.log(prospect_id, at=at, version_id=script.version.id)
    prompt = script.prompts[0]
    answer = Answer(0, "", call, prompt.question_id, 0, prompt.wording, text)
    calls.write(desk.book, call, "", (answer,), now=desk.now)


def test_an_empty_week_says_so(desk: Desk) -> None:
    found = week_read(desk)
    assert found.nothing and not found.over
    assert (found.tally, found.before, found.by_script, found.refusals) == (Tally(), Tally(), (), ())
    assert (found.ahead.total, found.overdue.total, found.coming.total, found.answers) == (0, 0, 0, ())
    assert [count for _, count in found.days] == [0, 0, None, None, None, None, None]


@pytest.mark.parametrize(
    "at, zone, week",
    [
        # London's clock goes back on Sunday 25 October 2026 at 01:00 UTC.
        (datetime(2026, 10, 18, 22, 59, tzinfo=UTC), LONDON, "2026-42"),
        (datetime(2026, 10, 18, 23, 0, tzinfo=UTC), LONDON, "2026-43"),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), LONDON, "2026-43"),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), LONDON, "2026-44"),
        # Where the call was made it is still Sunday.
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), NEW_YORK, "2026-47"),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), NEW_YORK, "2026-48"),
        # The year's end: 2026 has 53 weeks.
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), LONDON, "2026-53"),
        (datetime(2027, 1, 3, 23, 59, tzinfo=UTC), LONDON, "2026-53"),
        (datetime(2027, 1, 4, 0, 0, tzinfo=UTC), LONDON, "2027-01"),
    ],
)
def test_a_call_counts_in_the_week_in_which_it_was_made(desk: Desk, at: datetime, zone: ZoneInfo, week: str) -> None:
    desk.zone, desk.now = zone, datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
    answered(desk, desk.add("Northgate", people=("Ann",)), "By phone", at)
    its = read_week(week)
    for other in (its.back(1), its, Week(2027, 2) if week == "2027-01" else its.back(-1)):
        found = read(desk.book, other, desk.now, LONDON)
        assert found.tally.attempts == sum(count or 0 for _, count in found.days) == int(other == its)
        assert [one.total for one in found.answers] == [1] * int(other == its)
        assert found.over


def test_the_counts_of_a_week_beside_those_of_four_before(desk: Desk) -> None:
    desk.now = TUESDAY_NIGHT
    northgate = desk.add("Northgate")
    for days in (0, 0, 1, 2, 8, 9, 36, 37):
        desk.log(northgate, "Talked" if days else "Not interested", desk.now - timedelta(days=days))
    found = week_read(desk)
    assert (found.tally.attempts, found.tally.connects, found.tally.conversations) == (3, 3, 1)
    assert [tally.attempts for tally in found.each_before] == [1 + 1, 1, 0, 0]
    assert found.before.attempts == 3
    assert found.refusals == (("", 2),)
    assert (found.days_called, found.days_met) == (2, 0)


def test_meetings_of_two_weeks_from_this_minute_on(desk: Desk) -> None:
    dues: dict[str, Due] = {
        "an hour ago": desk.now - timedelta(hours=1),
        "now": desk.now,
        "today": TODAY,
        "the last day": datetime(2026, 12, 8, 23, 59, tzinfo=UTC),
        "a day late": datetime(2026, 12, 9, 0, 0, tzinfo=UTC),
    }
    for name, due in dues.items():
        there = desk.add(name, country="US", region="NY", address="1  Main St", postcode="10001", city="New York")
        planned(desk, there, NextStep(ActionKind.MEETING, due, "bring the drawings", "the café", 45))
    found = week_read(desk)
    assert [step.name for step in found.ahead.shown] == ["today", "now", "the last day"]
    assert found.ahead.total == 3 and found.ahead.more == 0
    step = found.ahead.shown[1]
    assert (step.due, step.zone, step.place, step.minutes) == (desk.now, "America/New_York", "the café", 45)
    assert step.address == "1 Main St, 10001 New York"
    assert step.text == "bring the drawings"
    assert [step.name for step in found.overdue.shown] == ["an hour ago"]
    assert found.coming.total == 0


def test_promises_are_overdue_or_due_by_the_end_of_the_next_week(desk: Desk) -> None:
    dues: dict[str, Due] = {
        "yesterday": TODAY - timedelta(days=1),
        "a minute ago": desk.now - timedelta(minutes=1),
        "today": TODAY,
        "in a minute": desk.now + timedelta(minutes=1),
        "the last Sunday": date(2026, 12, 6),
        "that night": datetime(2026, 12, 6, 23, 59, tzinfo=UTC),
        "Monday after": date(2026, 12, 7),
    }
    for name, due in dues.items():
        planned(desk, desk.add(name), NextStep(ActionKind.CALL, due, "" if name == "today" else "send prices"))
    barred = desk.add("barred")
    planned(desk, barred, NextStep(ActionKind.CALL, TOMORROW))
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    found = week_read(desk)
    assert found.until == date(2026, 12, 6)
    assert {step.name for step in found.overdue.shown} == {"yesterday", "a minute ago"}
    coming = [step.name for step in found.coming.shown]
    assert coming[-1] == "today"  # nothing was said for it
    assert set(coming) == {"today", "in a minute", "the last Sunday", "that night"}


def test_long_lists_are_cut_and_counted(desk: Desk) -> None:
    northgate = desk.add("Northgate", people=("Ann",))
    for number in range(MOST_ANSWERS + 2):
        answered(desk, northgate, f"Answer {number}", desk.now - timedelta(minutes=100 - number))
    for number in range(MOST_PROMISES + 3):
        planned(desk, desk.add(f"Firm {number}"), NextStep(ActionKind.CALL, TOMORROW))
    found = week_read(desk)
    (one,) = found.answers
    assert (one.question, one.total, one.more) == ("How do people book today?", MOST_ANSWERS + 2, 2)
    assert one.shown[0] == Answered("Northgate", "", f"Answer {MOST_ANSWERS + 1}")
    assert (found.coming.total, found.coming.more) == (MOST_PROMISES + 3, 3)


def test_who_answered_is_named(desk: Desk) -> None:
    northgate = desk.add("Northgate", people=("Ann", "Bob"))
    script = desk.script()
    ann, _ = contacts(desk.book, northgate)
    call = desk.start(northgate, contact_id=ann.id, version_id=script.version.id)
    prompt = script.prompts[0]
    calls.write(desk.book, call, "", (Answer(0, "", call, prompt.question_id, 0, "?", "In a diary"),), now=desk.now)
    assert week_read(desk).answers == ()  # the call is not saved
    calls.hang_up(desk.book, call, now=desk.now)
    calls.save(desk.book, call, Ending(desk.outcome("Talked")), desk.zone, now=desk.now)
    assert week_read(desk).answers == (
        Answers("How do people book today?", (Answered("Northgate", "Ann", "In a diary"),), 1),
    )
