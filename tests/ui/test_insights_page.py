"""The insights page on a real book: its figures against ones counted by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from callbook.domain.comparing import verdict
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.prospect import Prospect
from callbook.domain.published import PUBLISHED
from callbook.domain.query import parse
from callbook.domain.script import Channel, Direction
from callbook.domain.settings import BookSettings
from callbook.domain.stats import TOO_FEW, Count, Rate, Tally
from callbook.formats.script_file import read_script
from callbook.services import calls, prospects, setup
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import calls as call_reader
from callbook.storage import scripts as script_reader
from callbook.storage.book import Book
from callbook.storage.insights import Whose
from callbook.storage.opening import open_book
from callbook.system import resources
from callbook.system.worker import Worker
from callbook.ui.insights import conclusions, shown, words
from callbook.ui.insights.compare import compared_words
from callbook.ui.insights.comparing import compared
from callbook.ui.insights.grouping import By
from callbook.ui.insights.page import InsightsPage
from callbook.ui.insights.published import PublishedCard, share_of, source
from callbook.ui.insights.question import Period, asked
from callbook.ui.insights.reading import Reading, read
from callbook.ui.insights.shown import shown_cells
from callbook.ui.session import Session
from tests.ui.conftest import dressed

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday
MONDAY_9 = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY_10 = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FIRST_OF_OCTOBER = datetime(2026, 10, 1, 13, 0, tzinfo=UTC)


class Log:
    """Logs calls into a book, as somebody would."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.outcomes = {outcome.label: outcome for outcome in call_reader.outcomes(book)}
        self.reasons = {reason.label: reason.id for reason in call_reader.reasons(book)}
        self.scripts = {text.script.name: text.version.id for text in script_reader.scripts(book)}
        draft = Draft(Prospect(name="Northgate Dental Group", zone="Europe/London"))
        self.prospect = prospects.add(book, draft, now=MONDAY_9 - timedelta(days=300)).one("prospect")

    def situation(self, script: str = "", zone: ZoneInfo = LONDON) -> Situation:
        version = self.scripts[script] if script else None
        return Situation(zone, prospect_id=self.prospect, version_id=version)

    def calls(
        self, outcome: str, at: datetime, times: int = 1, situation: Situation | None = None, reason: str = ""
    ) -> None:
        ending = Ending(self.outcomes[outcome], reason_id=self.reasons.get(reason))
        for _ in range(times):
            calls.log(self.book, situation or self.situation(), at, 60, "", ending, now=NOW)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_book(tmp_path / "book.callbook", before_migration=lambda path: None)
    scripts = [read_script(text) for text in resources.texts("scripts", ".json").values()]
    setup.set_up(opened, scripts, now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def log(book: Book) -> Log:
    return Log(book)


@pytest.fixture
def session(book: Book) -> Iterator[Session]:
    made = Session(book, lambda: NOW, LONDON, Worker())
    yield made
    made.worker.finish()
    QApplication.processEvents()
    # Its timer must end on this thread, not wherever the garbage is collected next.
    shiboken6.delete(made)


@pytest.fixture
def page(session: Session, qapp: QApplication, qtbot: QtBot) -> InsightsPage:
    made = InsightsPage(session, dressed(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(1200, 760)
    return made


def some_months(log: Log) -> None:
    """In the last 30 days 10 attempts, 3 connects, 2 conversations; in the quarter 2, 2, 1 and a meeting more."""
    cold = log.situation("Cold call, new business")
    log.calls("Talked", MONDAY_9, 2, cold)
    log.calls("Call back", MONDAY_9, 1, cold)
    log.calls("No answer", MONDAY_9, 3, cold)
    log.calls("Voicemail", TUESDAY_10, 4, log.situation("Walk-in"))
    log.calls("Meeting set", FIRST_OF_OCTOBER)
    log.calls("Not interested", FIRST_OF_OCTOBER, reason="No need")
    inbound = replace(log.situation(), direction=Direction.INBOUND)
    log.calls("Talked", TUESDAY_10, 5, inbound)
    log.calls("Talked", TUESDAY_10, 5, replace(log.situation(), channel=Channel.MEETING))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def show(page: InsightsPage, qtbot: QtBot, attempts: str) -> None:
    page.show()
    board = page.numbers.board
    qtbot.waitUntil(lambda: board.figures[Count.ATTEMPTS].figure.text() == attempts and board.complete)


def test_the_four_figures(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    some_months(log)
    show(page, qtbot, "10")
    board = page.numbers.board
    assert board.figures[Count.ATTEMPTS].told.text() == "last 30 days · 2 days with calls"
    assert board.figures[Count.CONNECTS].figure.text() == "3"
    assert plain(board.figures[Count.CONNECTS].told.text()) == "30 % of 10 attempts (11 – 60)"
    assert board.figures[Count.CONVERSATIONS].figure.text() == "2"
    assert board.figures[Count.CONVERSATIONS].told.text() == "2 of 3 connects, too early to tell"
    assert board.figures[Count.MEETINGS].figure.text() == "0"
    assert board.figures[Count.MEETINGS].told.text() == "0 of 2 conversations, too early to tell"
    assert plain(board.figures[Count.CONNECTS].accessibleName()) == "Connects: 3. 30 % of 10 attempts (11 – 60)"


def test_a_longer_period_holds_more(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    some_months(log)
    show(page, qtbot, "10")
    qtbot.mouseClick(page.bar.chips[Period.QUARTER], Qt.MouseButton.LeftButton)
    show(page, qtbot, "12")
    board = page.numbers.board
    assert board.figures[Count.ATTEMPTS].told.text() == "last 13 weeks"
    assert plain(board.figures[Count.CONNECTS].told.text()) == "42 % of 12 attempts (19 – 68)"
    assert board.figures[Count.CONVERSATIONS].figure.text() == "3"
    assert board.figures[Count.MEETINGS].told.text() == "1 of 3 conversations, too early to tell"
    assert board.reasons.accessibleName() == "Refusals by reason. No need: 1"
    assert board.card(board.reasons).beside.whole_text() == "1 refusal"


def test_charts_say_their_figures_in_words(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    some_months(log)
    log.calls("No answer", MONDAY_9, 4)
    show(page, qtbot, "14")
    assert page.numbers.board.days.accessibleName() == (
        "Attempts a day. goal of 20 met on 0 of 2 days with calls. 23 Nov: 10 attempts. 24 Nov: 4 attempts"
    )
    hours = "Connects by weekday and hour of their clock. Monday 9:00–10:00: 30 % of 10 attempts (11 – 60)"
    opened = page.numbers.board.hours.marks[0].told
    assert plain(opened) == "10 attempts · Monday 9:00–10:00, 30 % connects · last 30 days"
    assert plain(page.numbers.board.hours.accessibleName()) == hours
    assert page.numbers.board.scripts.accessibleName() == (
        "Conversations per connect, by script. Cold call, new business: 2 of 3 connects, too early to tell. "
        "Walk-in: no connects yet"
    )
    assert page.numbers.board.card(page.numbers.board.reasons).told.text() == "Nobody said no in this period."


def test_no_hour_with_enough_attempts(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    log.calls("Talked", MONDAY_9, 4)
    show(page, qtbot, "4")
    board = page.numbers.board
    assert not board.hours.isVisible()
    assert board.card(board.hours).told.text() == "Too early to tell: no hour of the week has 10 attempts yet."
    assert board.card(board.scripts).told.text() == "No attempt in this period was made with a script."


def test_an_empty_book_shows_words(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(lambda: page.numbers.told.text() == "Nothing to count yet")
    assert page.numbers.told.isVisible()
    assert not page.numbers.board.isVisible()


def test_a_period_without_calls_says_so(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    log.calls("Voicemail", MONDAY_9 - timedelta(days=200), 3)
    page.show()
    qtbot.waitUntil(lambda: page.numbers.told.text() == "No attempts in this period")
    assert page.numbers.told_more.text() == "Choose a longer one above: there are attempts before it."
    page.choose(Period.YEAR)
    qtbot.waitUntil(lambda: page.numbers.board.isVisible() and page.numbers.board.complete)
    assert page.numbers.board.figures[Count.ATTEMPTS].figure.text() == "3"
    assert page.numbers.board.card(page.numbers.board.days).told.text() == "no attempts"


@pytest.mark.parametrize(("back", "earlier", "later"), [(1, True, False), (6, True, True), (9, False, True)])
def test_an_empty_period_knows_on_which_side_attempts_lie(
    book: Book, log: Log, back: int, earlier: bool, later: bool
) -> None:
    log.calls("No answer", MONDAY_9 - timedelta(days=3))
    log.calls("No answer", MONDAY_9 - timedelta(days=8))
    day = (MONDAY_9 - timedelta(days=back)).date()
    reading = read(book, asked(Period.BETWEEN, NOW, LONDON, (day, day)))
    assert (reading.nothing, reading.earlier, reading.later) == (True, earlier, later)


def test_a_meeting_that_is_still_open_is_said_to_be(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    following = NextStep(ActionKind.MEETING, NOW + timedelta(days=2))
    ending = Ending(log.outcomes["Meeting set"], next=following)
    calls.log(log.book, log.situation(), MONDAY_9, 60, "", ending, now=NOW)
    show(page, qtbot, "1")
    held = page.numbers.board.figures[Count.HELD].told
    assert held.text() == "1 meeting, still open"
    prospects.close_next(log.book, [log.prospect], Closing.HELD, now=NOW)
    page.refresh()
    qtbot.waitUntil(lambda: held.text() == "1 of 1 meeting, too early to tell")


def test_open_meetings_are_in_no_share_of_those_held(book: Book, log: Log) -> None:
    for script, closings in (("Market research", [Closing.HELD, None, Closing.DROPPED]), ("Walk-in", [None])):
        for number, closing in enumerate(closings):
            draft = Draft(Prospect(name=f"{script} {number}", zone="Europe/London"))
            key = prospects.add(book, draft, now=NOW).one("prospect")
            ending = Ending(log.outcomes["Meeting set"], next=NextStep(ActionKind.MEETING, NOW + timedelta(days=2)))
            situation = replace(log.situation(script), prospect_id=key)
            calls.log(book, situation, MONDAY_9, 60, "", ending, now=NOW)
            if closing is not None:
                prospects.close_next(book, [key], closing, now=NOW)
    question = asked(Period.MONTH, NOW, LONDON)
    found = compared(book, By.SCRIPT, Count.HELD, question)
    assert [rate for _, rate in found.rows] == [Rate(1, 2), Rate(0, 0)]
    rows = [shown.band(group.name, rate, group, Count.HELD, question) for group, rate in found.rows]
    assert [row.too_early for row in rows] == [
        "1 of 2 meetings, too early to tell · 1 more still open", "1 meeting, still open"
    ]  # fmt: skip
    assert [row.mark.told.split(" · ")[0] for row in rows] == ["3 meetings", "1 meeting"]
    whole = {level.name: level.figure for level in shown.funnel(read(book, question))}
    assert whole["Meetings held"] == "1"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (Rate(31, 46), Rate(10, 15), "“A” has 67.4 % of 46, “B” 66.7 % of 15: 1 point more"),
        (Rate(30, 45), Rate(10, 15), "“A” has 67 % of 45, “B” 67 % of 15: no whole point apart"),
        (Rate(30, 40), Rate(10, 15), "“A” has 75 % of 40, “B” 67 % of 15: 8 points more"),
    ],
)
def test_shares_that_differ_are_shown_to(one: Rate, other: Rate, told: str) -> None:
    assert plain(conclusions.pair_words(("A", one), ("B", other), 1, Count.CONNECTS)).startswith(told)


def test_counts_anew_when_a_call_is_saved_while_shown(
    page: InsightsPage, session: Session, log: Log, qtbot: QtBot
) -> None:
    log.calls("Talked", MONDAY_9, 3)
    show(page, qtbot, "3")
    ending = Ending(log.outcomes["Talked"])
    session.do(calls.log, log.situation(), TUESDAY_10, 60, "", ending)
    qtbot.waitUntil(lambda: page.numbers.board.figures[Count.ATTEMPTS].figure.text() == "4")
    page.hide()
    session.do(calls.log, log.situation(), TUESDAY_10, 60, "", ending)
    session.worker.finish()
    QApplication.processEvents()
    assert page.numbers.board.figures[Count.ATTEMPTS].figure.text() == "4"
    show(page, qtbot, "5")


def test_a_newer_question_makes_an_older_answer_void(
    page: InsightsPage, session: Session, log: Log, qtbot: QtBot
) -> None:
    some_months(log)
    show(page, qtbot, "10")
    shown: list[str] = []
    held = Event()
    session.worker.start(held.wait)
    page.choose(Period.QUARTER)
    page.choose(Period.ALL)
    log.calls("No answer", MONDAY_9 - timedelta(days=500))
    held.set()

    def arrived() -> bool:
        shown.append(page.numbers.board.figures[Count.ATTEMPTS].figure.text())
        return shown[-1] == "13"

    qtbot.waitUntil(arrived)
    session.worker.finish()
    QApplication.processEvents()
    assert set(shown) == {"10", "13"}
    assert page.bar.chips[Period.ALL].isChecked()
    assert page.numbers.board.figures[Count.ATTEMPTS].told.text() == "since the first call"


def test_a_failing_read_is_told_in_a_sentence(
    page: InsightsPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.book.path = tmp_path / "gone.callbook"
    with qtbot.waitSignal(session.failed) as told:
        page.show()
    assert told.args == ["The book cannot be opened.", "Check that its folder is there and may be written."]


def test_it_draws_in_both_themes_at_any_scale(session: Session, log: Log, qapp: QApplication, qtbot: QtBot) -> None:
    some_months(log)
    log.calls("Talked", MONDAY_9, 20, log.situation("Referral"))
    theme = dressed(qapp, "light")
    page = InsightsPage(session, theme)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    show(page, qtbot, "30")
    drawn = {}
    for choice in ("light", "dark"):
        theme.choose(choice)
        for chart in (page.numbers.board.days, page.numbers.board.scripts, page.numbers.board.hours):
            image = chart.grab().toImage()
            colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}
            assert theme.color("accent").name() in colors
            drawn[choice] = colors
    assert drawn["light"] != drawn["dark"]


def test_narrow_windows_stack_the_cards(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    some_months(log)
    show(page, qtbot, "10")
    places = [card.mapTo(page, QPoint()) for card in (page.numbers.board.days, page.numbers.board.funnel)]
    assert places[1].x() > places[0].x() + 300
    page.resize(700, 760)
    qtbot.waitUntil(lambda: page.numbers.board.funnel.mapTo(page, QPoint()).x() == places[0].x())


def test_keys_scroll_the_page(page: InsightsPage, log: Log, qtbot: QtBot) -> None:
    some_months(log)
    page.resize(700, 400)
    show(page, qtbot, "10")
    bar = page.numbers.area.verticalScrollBar()
    qtbot.keyClick(page.bar.chips[Period.MONTH], Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(page.bar.chips[Period.MONTH], Qt.Key.Key_Home)
    assert bar.value() == 0


def test_a_day_is_the_day_where_the_call_was_made(book: Book, log: Log) -> None:
    early_on_the_24th = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    log.calls("No answer", early_on_the_24th, 2)
    log.calls("No answer", early_on_the_24th, 3, log.situation(zone=ZoneInfo("America/Los_Angeles")))
    days = dict(read(book, asked(Period.MONTH, NOW, LONDON)).days)
    assert (days[date(2026, 11, 23)], days[date(2026, 11, 24)]) == (3, 2)
    assert len(days) == 30
    assert min(days) == date(2026, 10, 26)


def test_the_goal_counts_days_that_met_it(book: Book, log: Log) -> None:
    change_settings(book, BookSettings(daily_goal=4), now=NOW)
    log.calls("No answer", MONDAY_9, 4)
    log.calls("No answer", TUESDAY_10, 3)
    assert against_the_goal(book) == "goal of 4 met on 1 of 2 days with calls"
    change_settings(book, BookSettings(daily_goal=0), now=NOW)
    assert against_the_goal(book) == "2 days with calls"


def against_the_goal(book: Book) -> str:
    reading = read(book, asked(Period.MONTH, NOW, LONDON))
    return words.days_words(reading.days_called, reading.days_met, reading.settings.daily_goal)


@pytest.mark.parametrize(
    "period, first_day",
    [
        (Period.MONTH, date(2026, 10, 26)),
        (Period.QUARTER, date(2026, 8, 26)),
        (Period.YEAR, date(2025, 11, 25)),
        (Period.ALL, date.min),
    ],
)
def test_a_period_is_whole_local_days(period: Period, first_day: date) -> None:
    question = asked(period, NOW, LONDON)
    assert (question.since, question.until) == (first_day, date(2026, 11, 24))
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert asked(period, late, ZoneInfo("Europe/Athens")).until == date(2026, 11, 25)


@pytest.mark.parametrize(
    "rate, told",
    [
        (Rate(0, 0), "no attempts yet"),
        (Rate(0, 1), "0 of 1 attempt, too early to tell"),
        (Rate(9, 9), "9 of 9 attempts, too early to tell"),
        (Rate(3, 10), "30 % of 10 attempts (11 – 60)"),
        # The figures of the intended look, which were worked out apart from this code.
        (Rate(61, 486), "12.6 % of 486 attempts (9.9 – 15.8)"),
        (Rate(38, 61), "62 % of 61 attempts (50 – 73)"),
        (Rate(4, 38), "11 % of 38 attempts (4 – 24)"),
        (Rate(0, 100), "0.0 % of 100 attempts (0.0 – 3.7)"),
    ],
)
def test_a_rate_in_words(rate: Rate, told: str) -> None:
    assert plain(words.rate_words(rate, words.attempts(rate.n), "no attempts yet")) == told


TOO_CLOSE = "Too early to tell: they are too close for a number of how many more it would take."


def tally(connects: int, conversations: int) -> Tally:
    return Tally(500, connects, conversations, 0)


@pytest.mark.parametrize(
    "by_script, told",
    [
        ((), ""),
        ((("A", tally(50, 20)),), ""),
        ((("A", tally(50, 20)), ("B", tally(0, 0))), ""),
        ((("A", tally(50, 20)), ("B", tally(100, 40))), TOO_CLOSE),
        (
            (("A", tally(20_000, 8_000)), ("B", tally(20_000, 8_030)), ("C", tally(3, 1))),
            "They are alike: no two with 10 connects are likely to be more than 2 points apart.",
        ),
        (
            (("A", tally(58, 7)), ("B", tally(61, 13))),
            "Too early to tell: if both go on like this, about 1200 more connects of both together would show it.",
        ),
        (
            (("A", tally(58, 7)), ("B", tally(61, 13)), ("C", tally(60, 20))),
            "Too early to tell: “A” and “C” would differ first, after about 170 more connects of both together if they "
            "go on so.",
        ),
        ((("A %2", tally(100, 80)), ("B %1", tally(100, 20))), "“A %2” does better than “B %1”."),
        (
            (("A", tally(100, 20)), ("B", tally(100, 22)), ("C", tally(100, 70))),
            "“C” does better than “A”. “C” does better than “B”.",
        ),
    ],
)
def test_scripts_are_compared_with_care(by_script: tuple[tuple[str, Tally], ...], told: str) -> None:
    rates = [tally.conversation_rate for _, tally in by_script]
    names = [name for name, _ in by_script]
    assert conclusions.verdict_words(names, verdict(rates, least=TOO_FEW), Count.CONNECTS) == told


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (Rate(14, 25), Rate(11, 20), TOO_CLOSE),
        (Rate(800, 2000), Rate(800, 2000), "They are alike: more than 4 points apart is not likely."),
        (
            Rate(1121, 1859),
            Rate(374, 528),
            "An interval without 0 is enough for who looks once; who looks again and again needs more. Too early to "
            "tell: if both go on like this, about ",
        ),
        (Rate(46, 86), Rate(58, 85), "Too early to tell: if both go on like this"),  # printed as −28 to 0
        (Rate(80, 100), Rate(20, 100), "That is enough to say that “A” does better than “B”."),
    ],
)
def test_two_beside_each_other_are_told_no_more_than_they_carry(one: Rate, other: Rate, told: str) -> None:
    said = conclusions.pair_words(("A", one), ("B", other), 300, Count.CONNECTS)
    assert said.split("). ", 1)[1].startswith(told)


def test_a_forecast_speaks_of_two_that_have_a_rate() -> None:
    names, rates = "ABCD", [Rate(0, 1), Rate(4, 4), Rate(40, 200), Rate(30, 110)]
    told = verdict(rates, least=TOO_FEW)
    assert (told.pairs, told.two) == (6, (2, 3))
    said = conclusions.conclusion(names, rates, told, Count.CONNECTS)
    assert said.startswith("Too early to tell: “C” and “D” would differ first, after about ")
    assert told.nearest is not None
    assert told.nearest > 1000
    alone = conclusions.pair_words(("C", rates[2]), ("D", rates[3]), told.pairs, Count.CONNECTS)
    assert conclusions.more_of(Count.CONNECTS, conclusions.rounded(told.nearest)) in said
    assert conclusions.more_of(Count.CONNECTS, conclusions.rounded(told.nearest)) in alone
    few = rates[:3]
    said = conclusions.conclusion(names, few, verdict(few, least=TOO_FEW), Count.CONNECTS)
    assert said == "Too early to tell: fewer than two of them have 10 connects."


def test_hours_with_few_attempts_are_not_shown() -> None:
    assert shown_cells({(0, 9): (10, 4), (0, 10): (9, 9)}) == {(0, 9): Rate(4, 10)}


def test_refusals_alone_are_something_to_show(book: Book, log: Log) -> None:
    inbound = replace(log.situation(), direction=Direction.INBOUND)
    log.calls("Not interested", MONDAY_9, 2, inbound)
    reading: Reading = read(book, asked(Period.MONTH, NOW, LONDON))
    assert (reading.tally, reading.refusals, reading.nothing) == (Tally(calls=2, seconds=120), (("", 0, 2),), False)


def test_what_others_published_stands_there_only_when_asked_for(
    page: InsightsPage, book: Book, log: Log, qtbot: QtBot
) -> None:
    log.calls("Talked", MONDAY_9, 4)
    show(page, qtbot, "4")
    assert page.numbers.board.findChild(PublishedCard) is None
    for wanted in (1, 0):
        change_settings(book, BookSettings(published=wanted), now=NOW)
        page.refresh()
        qtbot.waitUntil(lambda wanted=wanted: card_shown(page) == bool(wanted))
    card = PublishedCard()
    assert any("A connect here is any dial that was answered" in one.text() for one in card.findChildren(QLabel))
    told = [plain(share_of(one)) for one in PUBLISHED]
    assert told[0] == "9.9 % of more than 175000 dials" and told[2] == "58 % of connects"
    assert source(PUBLISHED[0]) == "Belkins: “B2B cold calling statistics 2026”, 2026"


def card_shown(page: InsightsPage) -> bool:
    card = page.numbers.board.findChild(PublishedCard)
    return card is not None and card.isVisible()


def test_the_facts_of_a_view_are_read_once_for_all_figures(book: Book, log: Log) -> None:
    some_months(log)
    whose = Whose(parse("northgate"), NOW, LONDON)
    question = replace(asked(Period.ALL, NOW, LONDON), view="Northgate", whose=whose)
    told: list[str] = []
    book.connection.set_trace_callback(told.append)
    reading = read(book, question)
    book.connection.set_trace_callback(None)
    assert sum("FROM call_fact" in one for one in told) == 1
    assert (reading.tally.attempts, reading.reached_at, len(reading.refusals)) == (12, {1: 1}, 1)


def test_what_was_done_is_as_of_today_whatever_days_are_looked_at(book: Book, log: Log) -> None:
    some_months(log)
    year = read(book, asked(Period.BETWEEN, NOW, LONDON, (date(2026, 9, 1), date(2026, 10, 31))))
    assert year.tally.attempts == 2
    assert year.cheer is not None
    assert (year.cheer.attempts, year.cheer.last, year.cheer.brought[Count.MEETINGS]) == (12, 12, 1)


def test_a_period_that_ends_ahead_ends_today(book: Book, log: Log) -> None:
    some_months(log)
    ahead = asked(Period.BETWEEN, NOW, LONDON, (date(2026, 1, 1), date(2027, 12, 31)))
    assert (ahead.since, ahead.until) == (date(2026, 1, 1), date(2026, 11, 24))
    reading = read(book, ahead)
    assert [made for _, made in reading.days if made] == [6, 4]
    assert asked(Period.BETWEEN, NOW, LONDON, (date(2027, 1, 1), date(2027, 2, 1))).since == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("period", "first", "columns"),
    [
        (Period.MONTH, date(2026, 10, 26), 5),
        (Period.QUARTER, date(2026, 8, 26), 14),
        (Period.ALL, date(2026, 11, 9), 3),
    ],
)
def test_weeks_of_refusals_begin_where_the_period_does(
    book: Book, log: Log, period: Period, first: date, columns: int
) -> None:
    """The refusal was on a Thursday: of all calls the weeks begin on the Monday before the first."""
    log.calls("Not interested", datetime(2026, 11, 12, 10, 0, tzinfo=UTC), reason="No need")
    over_time = read(book, asked(period, NOW, LONDON)).over_time
    assert (over_time.spans[0][0], len(over_time.spans), over_time.weeks) == (first, columns, True)


def test_meetings_of_calls_that_came_in_stand_beside_those_of_attempts(
    page: InsightsPage, log: Log, qtbot: QtBot
) -> None:
    log.calls("Meeting set", MONDAY_9)
    log.calls("Meeting set", TUESDAY_10, 1, replace(log.situation(), direction=Direction.INBOUND))
    show(page, qtbot, "1")
    meetings = page.numbers.board.figures[Count.MEETINGS]
    assert meetings.figure.text() == "1"
    assert meetings.told.text().endswith("1 more in calls that came in")


def test_what_can_have_no_connect_is_not_said_to_have_none_yet(book: Book, log: Log) -> None:
    log.calls("Talked", MONDAY_9, 1, replace(log.situation(), direction=Direction.INBOUND))
    log.calls("No answer", MONDAY_9, 1)
    question = asked(Period.MONTH, NOW, LONDON)
    found = compared(book, By.DIRECTION, Count.CONVERSATIONS, question)
    told = [shown.band(group.name, rate, group, found.count, question).too_early for group, rate in found.rows]
    assert sorted(told) == ["no attempts among these calls", "no connects yet"]
    assert compared_words(found) == "Fewer than two of them have attempts: there is nothing to compare."
