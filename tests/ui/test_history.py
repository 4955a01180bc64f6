"""The history: read a page at a time, narrowed, put right in place, and in step with the book."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from callbook.domain.call import Answer, Call
from callbook.domain.change import Op
from callbook.domain.outcome import Reached, Result
from callbook.domain.prospect import Prospect
from callbook.domain.script import Direction
from callbook.services import calls as service
from callbook.services import prospects as prospect_service
from callbook.services.calls import Ending, Situation
from callbook.services.prospects import Draft
from callbook.storage import calls as reader
from callbook.storage import scripts as script_reader
from callbook.storage.calls import HistoryFilter
from callbook.system.garbage import GarbageOnThisThread
from callbook.system.worker import Worker
from callbook.ui import texts
from callbook.ui.fields import TextField
from callbook.ui.history.editor import CallEditor
from callbook.ui.history.model import CallModel
from callbook.ui.history.page import HistoryPage
from callbook.ui.history.row_delegate import Mark, mark_of
from callbook.ui.history.side import ProspectHistory
from callbook.ui.paged_rows import PAGE, PAGES_KEPT
from callbook.ui.session import Session
from callbook.ui.theme import Theme
from tests.new_book import new_book
from tests.ui.conftest import LONDON, TUESDAY, Clock, dressed

Field = TypeVar("Field", bound=QWidget)
HOSTILE = (
    '<b>Bold</b> & Sons <img src="x.png">',
    "<a href='https://x.y'>&amp;</a>",
    "100% %1 %n",
    "a" * 3000,
    "\u202enospmis\u2028x",
)


@pytest.fixture
def session(tmp_path: Path, clock: Clock, qapp: QApplication) -> Iterator[Session]:
    book = new_book(tmp_path / "callbook.book", TUESDAY - timedelta(days=900))
    worker, garbage = Worker(), GarbageOnThisThread()
    yield Session(book, clock, LONDON, worker)
    worker.finish()
    garbage.stop()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    book.close()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dressed(qapp, "light")


@pytest.fixture
def editor(session: Session, theme: Theme, qtbot: QtBot) -> CallEditor:
    made = CallEditor(session, theme)
    qtbot.addWidget(made)
    made.resize(360, 720)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def side(session: Session, theme: Theme, qtbot: QtBot) -> ProspectHistory:
    made = ProspectHistory(session, theme)
    qtbot.addWidget(made)
    made.resize(300, 600)
    with qtbot.waitExposed(made):
        made.setVisible(True)
    made.activateWindow()
    return made


def shown_page(session: Session, theme: Theme, qtbot: QtBot) -> HistoryPage:
    page = HistoryPage(session, theme)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    settled(page.model, qtbot)
    return page


def settled(model: CallModel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: model.counted)


def prospect(session: Session, name: str = "Northgate Dental", **fields: Any) -> int:
    change = session.do(prospect_service.add, Draft(Prospect(name=name, **fields)))
    assert change is not None
    return change.one("prospect")


def log(
    session: Session,
    prospect_id: int | None,
    outcome: str = "Talked",
    note: str = "",
    ago: timedelta = timedelta(hours=1),
    seconds: int = 267,
    direction: Direction = Direction.OUTBOUND,
    script: int | None = None,
) -> int:
    """A call logged through the services; its id. "" is a call without an outcome."""
    chosen = next((one for one in reader.outcomes(session.book) if one.label == outcome), None)
    version = script_reader.scripts(session.book)[script].version.id if script is not None else None
    situation = Situation(LONDON, prospect_id, direction=direction, version_id=version)
    change = session.do(service.log, situation, session.now() - ago, seconds, note, Ending(chosen))
    assert change is not None
    return change.one("call")


def many(session: Session, prospect_id: int, number: int) -> None:
    """So many calls in one step, the newest an hour ago, each an hour older than the one before."""
    with session.book.step(Op.IMPORT) as step:
        step.insert_many(
            Call(
                prospect_id=prospect_id,
                started_at=session.now() - timedelta(hours=at + 1),
                saved_at=session.now(),
                outcome="No answer",
                reached=Reached.NOBODY,
                note=f"call {at}",
            )
            for at in range(number)
        )
    session.tell(step.change())


def field(inside: QWidget, kind: type[Field], name: str) -> Field:
    """The field with this name, as somebody who cannot see it is told."""
    (found,) = [one for one in inside.findChildren(kind) if one.accessibleName() == name]
    return found


def type_when(editor: CallEditor, text: str) -> None:
    """As somebody who types over what stood there."""
    line = field(editor, QLineEdit, "When")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def push(inside: QWidget, words: str) -> QPushButton:
    (found,) = [one for one in inside.findChildren(QPushButton) if one.text() == words]
    return found


def choose(choice: QComboBox, words: str) -> None:
    """Choose as a person does, with Enter in the opened list."""
    at = choice.findText(words)
    assert at >= 0, [choice.itemText(number) for number in range(choice.count())]
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def words_of(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def notes(model: CallModel) -> list[str]:
    return [row.call.note for at in range(model.count) if (row := model.row(at)) is not None]


def stored(session: Session, call_id: int) -> Call:
    found = session.book.get(Call, call_id)
    assert found is not None
    return found


class TestSide:
    def test_newest_first_with_totals(self, session: Session, side: ProspectHistory) -> None:
        one, other = prospect(session), prospect(session, "Halden Outdoor")
        log(session, one, "Talked", "older", timedelta(days=3), 267)
        log(session, one, "No answer", "", timedelta(hours=1), 22)
        log(session, other, "Talked", "somebody else's")
        log(session, one, "Meeting set", "newest", timedelta(minutes=20), 269)
        side.show(one)
        assert notes(side.model) == ["newest", "", "older"]
        assert "3 calls · 8m 56s" in words_of(side)

    def test_an_empty_history_invites(self, session: Session, side: ProspectHistory) -> None:
        side.show(prospect(session))
        assert "No calls yet. What is said will stand here." in words_of(side)
        side.show(None)
        assert "No calls yet. What is said will stand here." not in words_of(side)
        assert side.model.count == 0

    def test_a_row_says_it_all_in_words(self, session: Session, side: ProspectHistory) -> None:
        one = prospect(session)
        log(session, one, "Gatekeeper", "owner is in on Tuesdays", timedelta(minutes=20), 108)
        log(session, one, "", "cut off", timedelta(days=60), 0)
        side.show(one)
        said = [side.model.data(side.model.index(at)) for at in range(2)]
        assert said[0] == "Gatekeeper, Northgate Dental, 1:48, Today 10:21\nowner is in on Tuesdays"
        assert said[1] == "Unfinished, Northgate Dental, Fri 25 Sep\ncut off"

    def test_hears_of_its_own_prospect_only(self, session: Session, side: ProspectHistory, qtbot: QtBot) -> None:
        one, other = prospect(session), prospect(session, "Halden Outdoor")
        side.show(one)
        with qtbot.assertNotEmitted(side.model.modelReset):
            log(session, other, note="not here")
        assert side.model.count == 0
        log(session, one, note="here")
        assert notes(side.model) == ["here"]
        assert "1 call · 4m 27s" in words_of(side)
        session.undo()
        assert side.model.count == 0

    def test_a_live_call_is_no_history_yet(self, session: Session, side: ProspectHistory) -> None:
        one = prospect(session)
        side.show(one)
        change = session.do(service.start, Situation(LONDON, one))
        assert change is not None
        session.do(service.write, change.one("call"), "being typed", [])
        assert side.model.count == 0
        session.do(service.save, change.one("call"), Ending(reader.outcomes(session.book)[3]), LONDON)
        assert notes(side.model) == ["being typed"]

    def test_pages_through_hundreds(self, session: Session, side: ProspectHistory, qtbot: QtBot) -> None:
        one = prospect(session)
        many(session, one, 730)
        side.show(one)
        side.list.setFocus()
        qtbot.keyClick(side.list, Qt.Key.Key_End)
        row = side.model.row(side.list.currentIndex().row())
        assert side.model.count == 730
        assert row is not None
        assert row.call.note == "call 729"
        assert side.list.visualRect(side.list.currentIndex()).bottom() <= side.list.viewport().height()
        qtbot.keyClick(side.list, Qt.Key.Key_Home)
        assert side.list.currentIndex().row() == 0

    def test_enter_edits_and_escape_goes_back(self, session: Session, side: ProspectHistory, qtbot: QtBot) -> None:
        one = prospect(session)
        call = log(session, one, note="as it was")
        side.show(one)
        side.list.setFocus()
        qtbot.keyClick(side.list, Qt.Key.Key_Down)
        qtbot.keyClick(side.list, Qt.Key.Key_Return)
        note = field(side.editor, TextField, "Note")
        qtbot.waitUntil(note.hasFocus)
        qtbot.keyClicks(note, "! ")
        qtbot.keyClick(note, Qt.Key.Key_Escape)
        assert side.list.hasFocus()
        assert stored(session, call).note == "as it was! "
        assert notes(side.model) == ["as it was! "]

    def test_a_click_edits(self, session: Session, side: ProspectHistory, qtbot: QtBot) -> None:
        one = prospect(session)
        log(session, one, note="first", ago=timedelta(days=2))
        call = log(session, one, note="second")
        side.show(one)
        qtbot.mouseClick(side.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, 15))
        assert side.editor.call_id == call
        assert side.editor.isVisible()

    def test_another_prospect_saves_what_was_typed(self, session: Session, side: ProspectHistory, qtbot: QtBot) -> None:
        one, other = prospect(session), prospect(session, "Halden Outdoor")
        call = log(session, one)
        side.show(one)
        side.list.opened.emit(call)
        qtbot.keyClicks(field(side.editor, TextField, "Note"), "typed in a hurry")
        side.show(other)
        assert stored(session, call).note == "typed in a hurry"
        assert side.list.isVisible()


class TestEditor:
    def test_typing_is_saved_by_itself(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session))
        editor.open(call)
        with qtbot.waitSignal(session.changed, timeout=2000) as told:
            qtbot.keyClicks(field(editor, TextField, "Note"), "asked about lunch cover")
        assert told.args is not None
        assert told.args[1] is editor
        assert stored(session, call).note == "asked about lunch cover"

    def test_one_visit_is_one_undo(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call, other = log(session, prospect(session), note="before"), log(session, None, "Talked")
        editor.open(call)
        note = field(editor, TextField, "Note")
        for words in (" and", " after"):
            qtbot.keyClicks(note, words)
            editor.flush()
        editor.open(other)
        editor.open(call)
        qtbot.keyClicks(note, " again")
        editor.flush()
        assert stored(session, call).note == "before and after again"
        session.undo()
        assert stored(session, call).note == note.text() == "before and after"
        session.undo()
        assert stored(session, call).note == note.text() == "before"
        session.redo()
        assert note.text() == "before and after"

    def test_answers_old_and_new(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session), "Call back", script=0)
        prompts = script_reader.scripts(session.book)[0].prompts
        known = Answer(question_id=prompts[1].question_id, position=1, wording="Asked so", text="Yes")
        session.do(service.write, call, "", [known])
        editor.open(call)
        first = field(editor, TextField, "Asked so")
        qtbot.keyClicks(first, ", and how")
        offer = push(editor, f"{len(prompts) - 1} more questions")
        qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
        qtbot.keyClicks(field(editor, TextField, prompts[2].wording), "Word of mouth")
        editor.flush()
        said = {answer.wording: answer.text for answer in reader.answers(session.book, [call])[call]}
        assert said == {"Asked so": "Yes, and how", prompts[2].wording: "Word of mouth"}
        qtbot.keyClick(first, Qt.Key.Key_Return)
        assert field(editor, TextField, prompts[0].wording).hasFocus()
        session.undo()
        assert first.text() == "Yes"
        assert field(editor, TextField, prompts[2].wording).text() == ""

    @pytest.mark.parametrize(
        "typed, seconds, reading",
        [
            ("4m", 240, "4:00"),
            ("270s", 270, "4:30"),
            ("1h30", 5400, "1:30:00"),
            ("12:05", 725, None),
            ("", 0, None),
            ("a while", 267, "not a length"),
        ],
    )
    def test_lengths_as_typed(
        self, session: Session, editor: CallEditor, qtbot: QtBot, typed: str, seconds: int, reading: str | None
    ) -> None:
        call = log(session, prospect(session), seconds=267)
        editor.open(call)
        line = field(editor, QWidget, "Length").findChild(QLineEdit)
        assert line is not None
        assert line.text() == "4:27"
        line.selectAll()
        qtbot.keyClick(line, Qt.Key.Key_Delete)
        qtbot.keyClicks(line, typed)
        editor.flush()
        assert stored(session, call).seconds == seconds
        assert line.text() == typed
        assert (reading in words_of(editor)) if reading else ("not a length" not in words_of(editor))

    def test_an_outcome_brings_its_meaning(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session), "Talked", seconds=267)
        editor.open(call)
        outcome, talked = field(editor, QComboBox, "Outcome"), editor.findChild(QCheckBox)
        assert talked is not None
        assert talked.isChecked()
        choose(outcome, "No answer")
        assert (stored(session, call).reached, stored(session, call).seconds) == (Reached.NOBODY, 0)
        assert not talked.isChecked() and not talked.isEnabled()
        assert "Nobody was reached." in words_of(editor)
        qtbot.keyClicks(field(editor, TextField, "Note"), "nobody after all")
        editor.flush()
        assert stored(session, call).seconds == 0
        choose(outcome, "Meeting set")
        saved = stored(session, call)
        assert (saved.result, saved.seconds, saved.conversation) == (Result.MEETING, 267, True)
        qtbot.mouseClick(talked, Qt.MouseButton.LeftButton, pos=QPoint(8, talked.height() // 2))
        assert not stored(session, call).conversation
        choose(outcome, "Gatekeeper")
        assert not talked.isEnabled()
        assert "The right person was not reached, so it counts as none." in words_of(editor)
        choose(outcome, "Talked")
        assert talked.isEnabled() and talked.isChecked()
        assert not any("reached" in one for one in words_of(editor))

    def test_a_reason_is_asked_where_the_outcome_asks(self, session: Session, editor: CallEditor) -> None:
        call = log(session, prospect(session), "Talked")
        editor.open(call)
        outcome, reason = field(editor, QComboBox, "Outcome"), field(editor, QComboBox, "Reason")
        assert not reason.isVisible()
        choose(outcome, "Not interested")
        assert reason.isVisible()
        choose(reason, "No budget")
        (row,) = reader.history_rows(session.book, [call])
        assert row.reason == "No budget"
        choose(outcome, "Talked")
        assert stored(session, call).reason_id is None

    def test_another_start_moves_all_that_was_timed(self, session: Session, editor: CallEditor) -> None:
        call = log(session, prospect(session, zone="America/New_York"), ago=timedelta(hours=1, seconds=-7))
        before = stored(session, call)
        editor.open(call)
        type_when(editor, "3 7 2026 16:30")
        editor.flush()
        after = stored(session, call)
        assert after.started_at == datetime(2026, 7, 3, 15, 30, tzinfo=UTC)
        assert before.started_at is not None
        assert before.ended_at is not None
        assert after.ended_at == before.ended_at + (after.started_at - before.started_at)
        assert (after.their_weekday, after.their_hour) == (4, 11)

    def test_a_start_nobody_changed_keeps_its_seconds(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session), ago=timedelta(hours=1, seconds=-7))
        editor.open(call)
        qtbot.keyClicks(field(editor, TextField, "Note"), "x")
        editor.flush()
        assert stored(session, call).started_at == datetime(2026, 11, 24, 9, 41, 7, tzinfo=UTC)

    def test_a_start_still_to_come_is_said_and_not_saved(self, session: Session, editor: CallEditor) -> None:
        call = log(session, prospect(session))
        before = stored(session, call).started_at
        editor.open(call)
        for typed, told in (
            ("1 1 2027 9:00", "This is still to come: the time stays as it was."),
            ("24 soon 2026", "This is no day and time: it stays as it was."),
        ):
            type_when(editor, typed)
            editor.flush()
            assert stored(session, call).started_at == before
            assert told in words_of(editor)
        assert field(editor, QLineEdit, "When").text() == "24 soon 2026"

    def test_deleting_and_taking_it_back(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session))
        editor.open(call)
        qtbot.keyClicks(field(editor, TextField, "Note"), "typed before")
        with qtbot.waitSignal(editor.closed):
            qtbot.mouseClick(push(editor, "Delete call"), Qt.MouseButton.LeftButton)
        assert editor.call_id == 0
        assert stored(session, call).deleted_at is not None
        session.undo()
        assert (stored(session, call).deleted_at, stored(session, call).note) == (None, "typed before")

    def test_closes_when_its_call_is_undone(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session))
        editor.open(call)
        with qtbot.waitSignal(editor.closed):
            session.undo()
        assert editor.call_id == 0

    def test_an_unfinished_call_offers_to_be_finished(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        open_end, ended = log(session, prospect(session), ""), log(session, prospect(session), "Talked")
        editor.open(ended)
        assert not push(editor, "Finish this call").isVisible()
        editor.open(open_end)
        with qtbot.waitSignal(editor.finish_requested) as asked:
            qtbot.mouseClick(push(editor, "Finish this call"), Qt.MouseButton.LeftButton)
        assert asked.args == [open_end]

    def test_an_outcome_deleted_since_stays(self, session: Session, editor: CallEditor, qtbot: QtBot) -> None:
        call = log(session, prospect(session), "Talked")
        talked = next(one for one in reader.outcomes(session.book) if one.label == "Talked")
        with session.book.step(Op.EDIT_SETTINGS) as step:
            step.update(replace(talked, deleted_at=session.now()))
        session.tell(step.change())
        editor.open(call)
        assert field(editor, QComboBox, "Outcome").currentText() == "Talked"
        qtbot.keyClicks(field(editor, TextField, "Note"), "more")
        editor.flush()
        assert stored(session, call).outcome == "Talked"

    def test_a_text_too_long_to_show_is_kept_whole(self, session: Session, editor: CallEditor) -> None:
        long = "word " * 30_000
        call = log(session, prospect(session), note=long)
        editor.open(call)
        choose(field(editor, QComboBox, "Outcome"), "Meeting set")
        assert stored(session, call).note == long
        assert field(editor, TextField, "Note").isReadOnly()


class TestPage:
    def test_a_thousand_calls_a_page_at_a_time(self, session: Session, theme: Theme, qtbot: QtBot) -> None:
        one = prospect(session)
        many(session, one, 1000)
        many_pages = shown_page(session, theme, qtbot)
        model = many_pages.model
        assert f"{texts.grouped(1000)} calls" in words_of(many_pages)
        assert model.row(950) is None
        qtbot.keyClick(many_pages.list, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: many_pages.list.current_id() != 0)
        row = model.row(999)
        assert row is not None
        assert row.call.note == "call 999"
        assert many_pages.editor.call_id == row.call.id
        qtbot.keyClick(many_pages.list, Qt.Key.Key_PageUp)
        at = many_pages.list.currentIndex().row()
        assert 960 < at < 999
        qtbot.keyClick(many_pages.list, Qt.Key.Key_Up)
        assert many_pages.list.currentIndex().row() == at - 1

    def test_keeps_few_pages(self, session: Session, qtbot: QtBot) -> None:
        one = prospect(session)
        many(session, one, (PAGES_KEPT + 5) * PAGE)
        model = CallModel(session, aside=False)
        model.show(HistoryFilter())
        read = [model.row(at) for at in range(model.count)]
        assert [row.call.note for row in read if row is not None] == [f"call {at}" for at in range(model.count)]
        kept = [at for at in range(0, model.count, PAGE) if model.position(read[at].call.id) >= 0]  # type: ignore[union-attr]
        assert len(kept) == PAGES_KEPT

    @pytest.fixture
    def varied(self, session: Session) -> tuple[int, int]:
        """Six calls with two prospects, over more than a year."""
        north, halden = prospect(session, "Northgate Dental"), prospect(session, "Halden Outdoor")
        log(session, north, "Talked", "asked about the booking page", timedelta(hours=2), script=0)
        log(session, halden, "No answer", "", timedelta(days=1))
        log(session, halden, "Talked", "found us", timedelta(days=5), direction=Direction.INBOUND, script=4)
        log(session, north, "Voicemail", "left a name", timedelta(days=20), script=0)
        log(session, north, "No answer", "", timedelta(days=200))
        log(session, halden, "Talked", "long ago", timedelta(days=400))
        return north, halden

    @pytest.mark.parametrize(
        "name, choice, number",
        [
            ("Dates", "Any time", 6),
            ("Dates", "Today", 1),
            ("Dates", "Last 7 days", 3),
            ("Dates", "Last 30 days", 4),
            ("Dates", "This year", 5),
            ("Outcome", "Talked", 3),
            ("Outcome", "Gatekeeper", 0),
            ("Script", "Cold call, new business", 2),
            ("Direction", "They called us", 1),
            ("Direction", "We called", 5),
        ],
    )
    def test_choices_narrow(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: object, name: str, choice: str, number: int
    ) -> None:
        page = shown_page(session, theme, qtbot)
        choose(field(page.filters, QComboBox, name), choice)
        settled(page.model, qtbot)
        assert page.model.count == number
        assert ("1 call" if number == 1 else f"{number} calls") in words_of(page)

    def test_from_one_day_to_another(self, session: Session, theme: Theme, qtbot: QtBot, varied: object) -> None:
        page = shown_page(session, theme, qtbot)
        choose(field(page.filters, QComboBox, "Dates"), "From … to …")
        # Twenty days ago and five days ago, both inclusive, and typed the wrong way round.
        for name, typed in (("First day", "19112026"), ("Last day", "4 11 2026")):
            day = field(page.filters, QLineEdit, name)
            day.setFocus()
            qtbot.keyClick(day, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            qtbot.keyClicks(day, typed)
            qtbot.keyClick(day, Qt.Key.Key_Return)
        assert "4 Nov – 19 Nov 2026" in words_of(page)
        qtbot.waitUntil(lambda: page.model.count == 2)
        settled(page.model, qtbot)
        assert notes(page.model) == ["found us", "left a name"]
        qtbot.keyClicks(day, "9")
        assert f"“{day.text()}” is no date. The period stays as it was." in words_of(page)
        assert page.model.count == 2

    @pytest.mark.parametrize(
        "words, found",
        [
            ("booking", ["asked about the booking page"]),
            ("halden", ["", "found us", "long ago"]),
            ("voicemail", ["left a name"]),
            ('"<b>* OR', []),
        ],
    )
    def test_words_narrow(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: object, words: str, found: list[str]
    ) -> None:
        page = shown_page(session, theme, qtbot)
        page.filters.focus_words()
        told: list[HistoryFilter] = []
        page.filters.changed.connect(told.append)
        line = page.focusWidget()
        assert line is not None
        with qtbot.waitSignal(page.filters.changed):
            qtbot.keyClicks(line, words)
        settled(page.model, qtbot)
        qtbot.waitUntil(lambda: notes(page.model) == found)
        assert told == [HistoryFilter(words=tuple(words.split()))]

    def test_nothing_found_offers_to_clear(self, session: Session, theme: Theme, qtbot: QtBot, varied: object) -> None:
        page = shown_page(session, theme, qtbot)
        choose(field(page.filters, QComboBox, "Outcome"), "Gatekeeper")
        qtbot.waitUntil(lambda: "No call fits what you are looking for." in words_of(page))
        assert not page.editor.isVisible()
        qtbot.mouseClick(push(page, "Show all calls"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.model.count == 6)
        assert field(page.filters, QComboBox, "Outcome").currentText() == "Any outcome"
        assert page.list.isVisible()

    def test_down_goes_from_the_words_to_the_list(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: object
    ) -> None:
        page = shown_page(session, theme, qtbot)
        page.filters.focus_words()
        words = page.focusWidget()
        assert words is not None
        assert not page.list.hasFocus()
        qtbot.keyClick(words, Qt.Key.Key_Down)
        assert page.list.hasFocus()

    def test_a_book_that_cannot_be_read_is_said(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: object
    ) -> None:
        page = shown_page(session, theme, qtbot)
        place = session.book.path
        away = place.rename(place.with_suffix(".away"))
        with qtbot.waitSignal(session.failed) as told:
            choose(field(page.filters, QComboBox, "Outcome"), "Talked")
        assert told.args is not None
        assert told.args[0] == "The book cannot be opened."
        assert page.model.count == 6
        away.rename(place)
        choose(field(page.filters, QComboBox, "Outcome"), "Voicemail")
        qtbot.waitUntil(lambda: notes(page.model) == ["left a name"])

    def test_an_empty_book_teaches(self, session: Session, theme: Theme, qtbot: QtBot) -> None:
        page = shown_page(session, theme, qtbot)
        assert "No calls yet. Every call you make or log will stand here, newest first." in words_of(page)
        assert not push(page, "Show all calls").isVisible()

    def test_chooses_the_prospect(self, session: Session, theme: Theme, qtbot: QtBot, varied: tuple[int, int]) -> None:
        north, halden = varied
        page = shown_page(session, theme, qtbot)
        with qtbot.waitSignal(page.prospect_chosen) as first:
            qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        with qtbot.waitSignal(page.prospect_chosen) as second:
            qtbot.mouseClick(push(page.editor, "Show prospect"), Qt.MouseButton.LeftButton)
        place = page.list.visualRect(page.list.model().index(0, 0)).center()
        with qtbot.waitSignal(page.prospect_chosen) as third:
            qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
            qtbot.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert [first.args, second.args, third.args] == [[north], [halden], [north]]

    def test_enter_edits_and_escape_leaves(self, session: Session, theme: Theme, qtbot: QtBot, varied: object) -> None:
        page = shown_page(session, theme, qtbot)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        note = field(page.editor, TextField, "Note")
        assert note.hasFocus()
        qtbot.keyClicks(note, "rang twice")
        qtbot.keyClick(note, Qt.Key.Key_Escape)
        assert page.list.hasFocus()
        assert notes(page.model)[:2] == ["asked about the booking page", "rang twice"]

    def test_follows_what_happens_in_the_book(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: tuple[int, int]
    ) -> None:
        page = shown_page(session, theme, qtbot)
        shown = page.editor.call_id
        log(session, varied[0], note="just now", ago=timedelta(minutes=1))
        qtbot.waitUntil(lambda: notes(page.model)[:2] == ["just now", "asked about the booking page"])
        assert page.editor.call_id == shown
        assert page.list.currentIndex().row() == 1
        qtbot.mouseClick(push(page.editor, "Delete call"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: notes(page.model)[:2] == ["just now", ""])
        qtbot.waitUntil(lambda: page.editor.call_id not in (0, shown))
        assert page.list.current_id() == page.editor.call_id
        session.undo()
        qtbot.waitUntil(lambda: page.model.position(shown) == 1)
        stored_prospect = session.book.get(Prospect, varied[0])
        assert stored_prospect is not None
        session.do(prospect_service.edit, Draft(replace(stored_prospect, name="Northgate Group")))
        row = page.model.row(0)
        assert row is not None
        assert row.prospect == "Northgate Group"

    def test_a_call_put_on_another_day_moves(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: object
    ) -> None:
        page = shown_page(session, theme, qtbot)
        type_when(page.editor, "20112026 0900")
        page.editor.flush()
        qtbot.waitUntil(lambda: notes(page.model)[:3] == ["", "asked about the booking page", "found us"])
        assert page.list.currentIndex().row() == 1

    def test_a_hidden_page_reads_again_when_it_is_shown(
        self, session: Session, theme: Theme, qtbot: QtBot, varied: tuple[int, int]
    ) -> None:
        page = shown_page(session, theme, qtbot)
        page.hide()
        log(session, varied[0], note="meanwhile", ago=timedelta(minutes=1))
        session.worker.finish()
        assert notes(page.model)[0] == "asked about the booking page"
        page.show()
        qtbot.waitUntil(lambda: notes(page.model)[0] == "meanwhile")

    def test_typing_never_lands_in_the_call_before(self, session: Session, theme: Theme, qtbot: QtBot) -> None:
        many(session, prospect(session), 500)
        page = shown_page(session, theme, qtbot)
        before = page.editor.call_id
        page.list.go_to(450)
        assert page.editor.call_id == 0
        assert not field(page.editor, TextField, "Note").isVisible()
        qtbot.waitUntil(lambda: page.editor.call_id not in (0, before))
        assert stored(session, page.editor.call_id).note == "call 450"

    def test_days_stand_between_the_calls(self, session: Session, theme: Theme, qtbot: QtBot, varied: object) -> None:
        page = shown_page(session, theme, qtbot)
        days = [page.model.day(at) for at in range(3)]
        assert [day.isoformat() if day else "" for day in days] == ["2026-11-24", "2026-11-23", "2026-11-19"]
        rects = [page.list.visualRect(page.model.index(at)) for at in range(3)]
        assert [rect.top() for rect in rects] == [0, rects[0].bottom() + 1, rects[1].bottom() + 1]


class TestTextIsText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_everywhere(self, session: Session, theme: Theme, qtbot: QtBot, text: str) -> None:
        one = prospect(session, text)
        call = log(session, one, "Talked", text)
        session.do(service.write, call, text, [Answer(position=0, wording=text, text=text)])
        page = shown_page(session, theme, qtbot)
        assert not page.grab().isNull()
        assert field(page.editor, TextField, "Note").text() == text.replace("\u2028", "\n")
        labels = page.findChildren(QLabel)
        assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
        assert any(text.split()[0][:20] in label.text() for label in labels)
        page.editor.flush()
        assert stored(session, call).note == text

    @pytest.mark.parametrize("text", HOSTILE)
    def test_beside_the_call(self, session: Session, side: ProspectHistory, text: str) -> None:
        log(session, prospect(session, text), "Talked", text)
        side.show(1)
        assert not side.grab().isNull()
        assert side.list.visualRect(side.model.index(0)).height() < 300


@pytest.mark.parametrize(
    "outcome, mark",
    [
        ("No answer", Mark.UNREACHED),
        ("Voicemail", Mark.UNREACHED),
        ("Gatekeeper", Mark.REACHED),
        ("Talked", Mark.TALKED),
        ("Meeting set", Mark.MEETING),
        ("Call back", Mark.TALKED),
        ("Not now", Mark.LATER),
        ("Not interested", Mark.REFUSED),
        ("Do not call", Mark.REFUSED),
        ("", Mark.UNFINISHED),
    ],
)
def test_a_mark_for_each_ending(session: Session, outcome: str, mark: Mark) -> None:
    assert mark_of(stored(session, log(session, prospect(session), outcome))) is mark


def test_the_list_is_always_filled(session: Session, side: ProspectHistory) -> None:
    """Wherever it is scrolled to and however it is resized, rows follow each other and leave no gap at an end."""
    one = prospect(session)
    many(session, one, 260)
    for at in range(0, 40, 3):
        log(session, one, note="words " * at, ago=timedelta(minutes=at + 1))
    side.show(one)
    rows = side.model.count

    steps = st.one_of(st.integers(-900, 900), st.integers(10_000, 10_000 + rows - 1))

    @settings(max_examples=40)
    @given(st.lists(steps, max_size=8), st.integers(80, 700))
    def holds(moves: list[int], height: int) -> None:
        side.list.resize(280, height)
        for move in moves:
            if move >= 10_000:
                side.list.go_to(move - 10_000)
                rect = side.list.visualRect(side.list.currentIndex())
                assert rect.height() > 0
                assert rect.top() >= 0
                assert rect.bottom() < height or rect.top() == 0
            else:
                wheel(side, move)
            seen = [side.list.visualRect(side.model.index(at)) for at in range(rows)]
            drawn = [rect for rect in seen if not rect.isNull()]
            assert drawn[0].top() <= 0
            assert drawn[-1].bottom() >= side.list.viewport().height() - 1
            assert all(above.bottom() + 1 == below.top() for above, below in zip(drawn, drawn[1:], strict=False))

    holds()


def wheel(side: ProspectHistory, pixels: int) -> None:
    middle = QPointF(side.list.viewport().rect().center())
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turned = QWheelEvent(
        middle, middle, QPoint(0, pixels), QPoint(), buttons, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(side.list.viewport(), turned)


def test_other_clocks_tell_other_days(session: Session, theme: Theme, clock: Clock, qtbot: QtBot) -> None:
    """A call late in the evening in London is one of the next day in Auckland."""
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    log(session, prospect(session), ago=TUESDAY - late)
    assert isinstance(clock, Clock)
    there = Session(session.book, clock, ZoneInfo("Pacific/Auckland"), session.worker)
    here, elsewhere = CallModel(session, aside=False), CallModel(there, aside=False)
    for model in (here, elsewhere):
        model.show(HistoryFilter())
    assert [str(model.day(0)) for model in (here, elsewhere)] == ["2026-11-23", "2026-11-24"]
