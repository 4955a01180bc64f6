"""Figures of the insights open the calls behind them, compare, and have a table: on one small book."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Event
from zoneinfo import ZoneInfo

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.query import parse
from callbook.domain.script import Direction
from callbook.domain.stats import Count
from callbook.services import calls, settings
from callbook.services.calls import Ending, Situation
from callbook.storage import behind, listing
from callbook.storage import calls as reader
from callbook.storage.behind import Behind
from callbook.storage.engine import Connection
from callbook.storage.listing import Listing, Scope
from callbook.system.worker import Worker
from callbook.ui.history.page import HistoryPage
from callbook.ui.insights.asking import Asking
from callbook.ui.insights.chart import Chart, Mark
from callbook.ui.insights.comparing import told_apart
from callbook.ui.insights.grouping import By
from callbook.ui.insights.long_choice import LongChoice
from callbook.ui.insights.page import InsightsPage
from callbook.ui.insights.question import Period
from callbook.ui.session import Session
from tests.storage.desk import Desk, new_desk
from tests.ui.conftest import Keys, add, dressed

LONDON = ZoneInfo("Europe/London")
LABELS = ("No answer", "Talked", "Not interested", "Meeting set", "Call back", "Talked", "Voicemail")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Five weeks of calls with three prospects, one of them abroad, by two wordings."""
    made = new_desk(tmp_path_factory.mktemp("book"))
    desk = next(made)
    who = [desk.add("North", city="Leeds", tags=("warm",)), desk.add("South", country="HK"), desk.add("West <b>")]
    cold, opener = desk.script().version.id, desk.script().openers[0].id
    for at in range(42):
        situation = {"version_id": cold, "opener_id": opener} if at % 2 else {}
        desk.log(who[at % 3], LABELS[at % 7], desk.now - timedelta(hours=20 * at), **situation)
    desk.log(who[0], "Talked", direction=Direction.INBOUND)
    settings.save_view(desk.book, "Leeds", "city:leeds", now=desk.now)
    yield desk
    made.close()


@pytest.fixture
def page(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[InsightsPage]:
    session = Session(desk.book, lambda: desk.now, LONDON, Worker())
    made = InsightsPage(session, dressed(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    qtbot.waitUntil(lambda: made.numbers.board.complete and bool(made.numbers.board.cards))
    yield made
    made.hide()
    session.worker.finish()
    QApplication.processEvents()
    shiboken6.delete(session)


def settle(page: InsightsPage, qtbot: QtBot, asking: Asking, do: Callable[[], object]) -> None:
    with qtbot.waitSignal(asking.answered):
        do()
    qtbot.waitUntil(lambda: page.numbers.board.complete)


def test_every_mark_says_the_number_of_the_calls_it_opens(page: InsightsPage, desk: Desk, qtbot: QtBot) -> None:
    board = page.numbers.board
    for period, view in ((Period.ALL, 0), (Period.MONTH, 1)):
        page.bar.view.setCurrentIndex(view)
        settle(page, qtbot, page.numbers._asking, lambda chosen=period: page.choose(chosen))
        opened = {name: opens_what_it_says(chart, desk) for name, chart in charts(page).items()}
        assert all(opened[name] for name in ("days", "funnel", "scripts", "reasons", "over_time", "stages")), opened
        assert board.figures[Count.ATTEMPTS].told.text()
    assert charts(page)["hours"].sheet.rows


def charts(page: InsightsPage) -> dict[str, Chart]:
    names = ("days", "funnel", "scripts", "hours", "reasons", "over_time", "tries", "waits", "stages")
    return {name: getattr(page.numbers.board, name) for name in names}


def opens_what_it_says(chart: Chart, desk: Desk) -> int:
    """How many marks open something; each as many as it says first in its words for that."""
    marks = [mark for mark in (*chart.marks, *chart.sheet.marks) if mark.opens is not None]
    for mark in marks:
        if isinstance(mark.opens, Behind):
            assert int(mark.told.split()[0]) == behind.count(desk.book, mark.opens) > 0, mark
            assert reader.history_count(desk.book, reader.HistoryFilter(("o",), behind=mark.opens)) >= 0
        else:
            query = listing.count(desk.book, Listing(Scope.ALL, parse(str(mark.opens))), desk.now, LONDON)
            assert mark.words.endswith(f": {query} prospect{'s' if query > 1 else ''}")
    return len(marks)


def test_enter_opens_the_part_that_the_arrows_chose(page: InsightsPage, qtbot: QtBot) -> None:
    funnel = page.numbers.board.funnel
    funnel.setFocus()
    qtbot.keyClick(funnel, Qt.Key.Key_Down)
    qtbot.keyClick(funnel, Qt.Key.Key_Down)
    assert funnel.accessibleDescription().startswith("Conversations: ")
    with qtbot.waitSignal(page.calls_asked) as told:
        qtbot.keyClick(funnel, Qt.Key.Key_Return)
    assert told.args[0].count is Count.CONVERSATIONS
    number = page.numbers.board.figures[Count.CONVERSATIONS].figure.text()
    assert told.args[1] == f"Behind a figure: {number} conversations · last 30 days"


def test_the_table_can_be_copied(page: InsightsPage, qtbot: QtBot) -> None:
    board = page.numbers.board
    board.reasons.setFocus()
    QApplication.processEvents()
    qtbot.keyClick(board.reasons, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    sheet = board.card(board.reasons).sheet
    assert sheet.isVisible()
    assert not board.reasons.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    count = board.reasons.marks[0].words.split(": ")[1]
    assert QGuiApplication.clipboard().text() == f"Reason\tRefusals\nNo reason kept\t{count}"
    with qtbot.waitSignal(page.calls_asked):
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.keyClick(sheet, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert board.reasons.isVisible()


def test_esc_closes_a_table_before_it_leaves_the_page(program: Program, keys: Keys, qtbot: QtBot) -> None:
    whom = add(program, "Leeds Dental")
    talked = next(one for one in reader.outcomes(program.book) if one.label == "Talked")
    program.session.do(calls.log, Situation(LONDON, whom), program.session.now(), 60, "", Ending(talked))
    window = program.window
    window.actions_by_name["page_insights"].trigger()
    insights = window._pages.currentWidget()
    assert isinstance(insights, InsightsPage)
    board = insights.numbers.board
    qtbot.waitUntil(lambda: board.complete and board.funnel in board.cards)
    board.funnel.setFocus()
    keys.ctrl(Qt.Key.Key_T)
    assert board.card(board.funnel).sheet.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not board.card(board.funnel).sheet.isVisible()
    assert insights.isVisible() and board.funnel.hasFocus()
    insights.setFocus()  # the pointer takes the keyboard from nobody, but to what it opens
    for _ in range(2):
        button = board.card(board.funnel).table_button
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert board.card(board.funnel).sheet.hasFocus()
        keys.press(Qt.Key.Key_Escape)
        assert not board.card(board.funnel).sheet.isVisible()
        assert insights.isVisible() and board.funnel.hasFocus()
    keys.press(Qt.Key.Key_Escape)
    assert not insights.isVisible()


def test_compare_by_everything(page: InsightsPage, desk: Desk, qtbot: QtBot) -> None:
    page.bar.choose(Period.ALL)
    settle(page, qtbot, page.compare._asking, lambda: page.show_page(1))
    compare = page.compare
    for by in By:
        compare.by.choose(by.value)
        settle(page, qtbot, compare._asking, compare.asked.emit)
        names = [mark.words.split(": ")[0] for mark in compare.bands.marks]
        assert names
        assert names == [row[0] for row in compare.bands.sheet.rows]
        opens_what_it_says(compare.bands, desk)
        qtbot.keyClick(compare.by_number, Qt.Key.Key_Space)
        counts = [int(row[2 if by is not By.REACHED else 1]) for row in compare.bands.sheet.rows]
        assert counts == sorted(counts, reverse=True)
        qtbot.keyClick(compare.by_name, Qt.Key.Key_Space)
    assert compare.verdict.text().startswith("Shares of the same attempts")
    assert not compare.rate.isVisible()


def test_two_are_put_side_by_side(page: InsightsPage, qtbot: QtBot) -> None:
    page.bar.choose(Period.ALL)
    settle(page, qtbot, page.compare._asking, lambda: page.show_page(1))
    compare = page.compare
    compare.by.choose(By.COUNTRY.value)
    compare.rate.choose(Count.CONNECTS.value)
    settle(page, qtbot, compare._asking, compare.asked.emit)
    assert compare.pair.isVisible()
    assert "95 % interval" in compare.pair_told.text()
    qtbot.keyClick(compare.second, Qt.Key.Key_Up)
    qtbot.keyClick(compare.second, Qt.Key.Key_Up)
    qtbot.keyClick(compare.first, Qt.Key.Key_Up)
    compare.first.activated.emit(compare.first.currentIndex())
    assert compare.pair_told.text() == "Choose two different ones."


def test_long_names_are_told_apart(qtbot: QtBot) -> None:
    beginning, ending = "Good morning, this is about your telephone", "and whether it rings while you are busy?"
    names = [f"{beginning} at the {place} {ending}" for place in ("front desk", "workshop")]
    assert told_apart([*names, "Short"]) == [f"1 · {names[0]}", f"2 · {names[1]}", "Short"]
    assert told_apart(["A script, v1", "A script, v2"]) == ["A script, v1", "A script, v2"]
    choice = LongChoice()
    qtbot.addWidget(choice)
    versions = [f"{beginning} {ending}, v{number}" for number in (1, 2)]
    choice.offer((name, at) for at, name in enumerate(versions))
    choice.resize(220, 34)
    for at, name in enumerate(versions):
        choice.setCurrentIndex(at)
        shown = choice.shown_text()
        assert shown.startswith("Good") and shown.endswith(f", v{at + 1}") and "…" in shown
        assert name in choice.toolTip() and name in choice.itemData(at, Qt.ItemDataRole.ToolTipRole)


def test_two_typed_dates_are_a_period(page: InsightsPage, keys: Keys, qtbot: QtBot) -> None:
    settle(page, qtbot, page.numbers._asking, lambda: page.choose(Period.BETWEEN))
    bar = page.bar
    bar.dates.until.setFocus()
    keys.ctrl(Qt.Key.Key_A)
    settle(page, qtbot, page.numbers._asking, lambda: keys.type("20 11 2026"))
    bar.dates.since.setFocus()
    assert bar.dates.until.day() == date(2026, 11, 20)
    keys.ctrl(Qt.Key.Key_A)
    settle(page, qtbot, page.numbers._asking, lambda: keys.type("19112026"))
    assert bar.dates.reading.text() == "19 Nov – 20 Nov 2026"
    board = page.numbers.board
    assert [day.day for day, _ in board.days._days] == [19, 20]
    assert board.figures[Count.ATTEMPTS].told.text() == "19 Nov – 20 Nov 2026"
    assert board.figures[Count.ATTEMPTS].figure.text() == str(sum(made for _, made in board.days._days))


def test_dates_keep_their_digits_and_what_is_none_is_said(page: InsightsPage, keys: Keys, qtbot: QtBot) -> None:
    settle(page, qtbot, page.numbers._asking, lambda: page.choose(Period.BETWEEN))
    bar = page.bar
    bar.dates.since.setFocus()
    keys.ctrl(Qt.Key.Key_A)
    for figure in "23 10 2026":  # each after the one before was taken in
        keys.type(figure)
        bar.dates.take()
    assert bar.question().since == date(2026, 10, 23)
    asked, typed = bar.question(), bar.dates.since.text()
    keys.press(Qt.Key.Key_Home)
    keys.type("16")
    keys.press(Qt.Key.Key_Return)
    assert bar.dates.since.text() == "16" + typed
    assert bar.dates.reading.text() == f"“16{typed}” is no date. The period stays as it was."
    assert bar.question() == asked
    keys.ctrl(Qt.Key.Key_A)
    keys.type("30/12/2026")
    keys.press(Qt.Key.Key_Return)
    assert bar.dates.reading.text() == "24 Nov – 30 Dec 2026"  # in either order


def test_two_dates_have_their_room_in_the_narrowest_window(page: InsightsPage, qtbot: QtBot) -> None:
    for width in (892, 1200):  # beside the rail of the narrowest window, and of a usual one
        page.resize(width, 600)
        settle(page, qtbot, page.numbers._asking, lambda: page.choose(Period.BETWEEN))
        QApplication.processEvents()
        bar, dates = page.bar, page.bar.dates
        dates.since.setText("161/01/2026")
        for part in (dates.since, dates.until, bar.view, *bar.chips.values()):
            assert part.width() >= part.minimumSizeHint().width() and part.height() >= part.minimumSizeHint().height()
            right = part.mapTo(page, QPoint(part.width(), 0)).x()
            assert 0 <= part.mapTo(page, QPoint(0, 0)).x() < right <= width
        for field in (dates.since, dates.until):
            assert field.fontMetrics().horizontalAdvance("30/12/2026") + 24 <= field.width()
        (to,) = [one for one in dates.findChildren(QLabel) if one.text() == "to"]
        places = [one.geometry() for one in (dates.since, to, dates.until, dates.reading)]
        assert all(one.right() < other.left() for one, other in pairwise(places))
        told = dates.reading
        assert told.width() >= 200 and told.heightForWidth(told.width()) <= told.height()
        settle(page, qtbot, page.numbers._asking, lambda: page.choose(Period.MONTH))


def test_an_overtaken_count_is_stopped_where_it_stands(page: InsightsPage, desk: Desk, qtbot: QtBot) -> None:
    asking, begun, failed = Asking(page.numbers._asking._session, page), Event(), []
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    def count(connection: Connection) -> object:
        begun.set()
        return connection.sql(endless)

    asking._session.failed.connect(lambda *told: failed.append(told))
    asking.ask(count)
    assert begun.wait(5)
    with qtbot.waitSignal(asking.answered) as told:
        asking.ask(lambda connection: "the newer one")
    assert told.args == ["the newer one"]
    assert failed == []


def test_the_history_shows_what_a_figure_counts(program: Program, keys: Keys, qtbot: QtBot) -> None:
    whom = add(program, "Leeds <i>Dental</i>")
    outcomes = {outcome.label: outcome for outcome in reader.outcomes(program.book)}
    for label in ("Talked", "Talked", "No answer"):
        at = datetime(2026, 11, 24, 9, tzinfo=UTC)
        program.session.do(calls.log, Situation(LONDON, whom), at, 60, "", Ending(outcomes[label]))
    window = program.window
    window.actions_by_name["page_insights"].trigger()
    insights = window._pages.currentWidget()
    assert isinstance(insights, InsightsPage)
    board = insights.numbers.board
    qtbot.waitUntil(lambda: board.complete and board.figures[Count.CONNECTS].figure.text() == "2")
    window.actions_by_name["page_history"].trigger()
    history = window._pages.currentWidget()
    assert isinstance(history, HistoryPage)
    qtbot.waitUntil(lambda: history.model.counted and history.model.count == 3)
    history.list.go_to(2)
    window.actions_by_name["page_insights"].trigger()
    for _ in range(2):  # the same figure a second time, too
        board.figures[Count.CONNECTS].setFocus()
        keys.press(Qt.Key.Key_Return)
        assert window._pages.currentWidget() is history
        qtbot.waitUntil(lambda: history.model.counted and history.model.count == 2)
        assert history.list.currentIndex().row() == 0
        assert history.editor.call_id == history.list.current_id()
        history.list.go_to(1)
        window.actions_by_name["page_insights"].trigger()
    window.actions_by_name["page_history"].trigger()
    assert history.filters.figure_text() == "Behind a figure: 2 connects · last 30 days"
    program.session.do(calls.delete, [history.editor.call_id])
    qtbot.waitUntil(lambda: history.model.counted and history.model.count == 1)
    assert history.filters.figure_text() == "Behind a figure: 2 connects · last 30 days · 1 call now"
    program.session.undo()
    qtbot.waitUntil(lambda: history.model.counted and history.model.count == 2)
    assert history.filters.figure_text() == "Behind a figure: 2 connects · last 30 days"
    history.filters.clear()
    qtbot.waitUntil(lambda: history.model.counted and history.model.count == 3)
    assert history.filters.figure_text() == ""
    window.actions_by_name["page_insights"].trigger()
    qtbot.waitUntil(lambda: board.complete)
    board.stages.opened.emit(Mark("", "stage:talking"))
    assert window.page.list.search_text() == "stage:talking"
    assert window.page.list.shown_listing().scope is Scope.ALL


def test_what_was_done_is_true_and_opens_its_calls(page: InsightsPage, desk: Desk, qtbot: QtBot) -> None:
    made, last, streak = page.numbers.board.done_buttons
    assert made.text() == "42 attempts made in all"  # one call came in
    assert last.text().startswith("last 42 attempts: ")
    assert not streak.isVisible()  # twenty attempts a day were never made
    with qtbot.waitSignal(page.calls_asked) as told:
        qtbot.keyClick(last, Qt.Key.Key_Return)
    assert behind.count(desk.book, told.args[0]) == 42


def test_beside_a_view_stands_nothing_of_everybody(page: InsightsPage, qtbot: QtBot) -> None:
    board = page.numbers.board
    assert "goal of 20 met on 0 of" in board.card(board.days).told.text()
    page.bar.view.setCurrentIndex(1)
    settle(page, qtbot, page.numbers._asking, page.bar.changed.emit)
    assert not any(one.isVisible() for one in board.done_buttons)
    assert "goal" not in board.days.accessibleName() + board.card(board.days).told.text()
    page.bar.view.setCurrentIndex(0)
    settle(page, qtbot, page.numbers._asking, page.bar.changed.emit)
    assert board.done_buttons[0].isVisible()


def test_definitions_stand_under_the_pointer_and_for_screen_readers(page: InsightsPage) -> None:
    board = page.numbers.board
    connects = board.figures[Count.CONNECTS]
    assert "A connect is an attempt that reached the right person." in connects.toolTip()
    assert connects.accessibleDescription() in connects.toolTip()
    assert "otherwise your tick in the History decides." in board.figures[Count.CONVERSATIONS].toolTip()
    assert "not interested" in board.card(board.reasons).accessibleDescription()
