"""The scripts page on a real book: typing, versions, rows, and undo."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callbook.domain.prospect import Prospect
from callbook.domain.script import Channel, Direction, Purpose, ScriptText
from callbook.services import calls, prospects, scripts
from callbook.services.calls import Ending, Situation
from callbook.services.prospects import Draft
from callbook.services.scripts import Wording
from callbook.storage import calls as call_reader
from callbook.storage import scripts as reader
from callbook.storage.book import Book
from callbook.system.worker import Worker
from callbook.ui import texts
from callbook.ui.scripts.closed import is_closed
from callbook.ui.scripts.page import ScriptsPage
from callbook.ui.scripts.script_list import LINES
from callbook.ui.scripts.words import says_the_same, tidied, version_line, wording_of
from callbook.ui.session import Session
from tests.new_book import new_book
from tests.ui.conftest import dressed

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = new_book(tmp_path / "book.callbook", NOW)
    yield opened
    opened.close()


@pytest.fixture
def session(book: Book) -> Iterator[Session]:
    made = Session(book, lambda: NOW, LONDON, Worker())
    yield made
    made.worker.finish()
    QApplication.processEvents()
    # Its timer must end on this thread, not wherever the garbage is collected next.
    shiboken6.delete(made)


@pytest.fixture
def page(session: Session, qapp: QApplication, qtbot: QtBot) -> ScriptsPage:
    made = ScriptsPage(session, dressed(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def stored(book: Book, name: str = "Cold call, new business") -> ScriptText:
    return next(text for text in reader.scripts(book) if text.script.name == name)


def use(session: Session, text: ScriptText, times: int = 1) -> int:
    """Make calls with a script; the id of the last."""
    book = session.book
    prospect = prospects.add(book, Draft(Prospect(name="Northgate Dental Group")), now=NOW).one("prospect")
    situation = Situation(LONDON, prospect_id=prospect, version_id=text.version.id, opener_id=text.openers[0].id)
    talked = next(outcome for outcome in call_reader.outcomes(book) if outcome.label == "Talked")
    at = NOW - timedelta(hours=1)
    made = [session.do(calls.log, situation, at, 60, "", Ending(talked)) for _ in range(times)]
    return max(change.one("call") for change in made if change is not None)


def number_of_questions(book: Book) -> int:
    return int(book.sql("SELECT count(*) FROM question")[0][0])


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, text)


def saved(qtbot: QtBot, session: Session) -> object:
    """Wait for the next change."""
    return qtbot.waitSignal(session.changed, timeout=3000)


def rows_shown(page: ScriptsPage) -> list[tuple[str, ...]]:
    return [page.list.item(at).data(LINES) for at in range(page.list.count())]


def test_the_list_says_what_each_script_is_for_and_how_often_it_was_used(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    page.hide()
    use(session, stored(book), 3)
    page.show()
    qtbot.waitUntil(lambda: rows_shown(page)[0][2] == "used in 3 calls")
    assert rows_shown(page)[0][:2] == ("Cold call, new business", "New business · phone · we called")
    assert [row[0] for row in rows_shown(page)] == [text.script.name for text in reader.scripts(book)]
    assert {row[2] for row in rows_shown(page)[1:]} == {"not used yet"}


def test_the_form_shows_everything_the_script_says(page: ScriptsPage, book: Book) -> None:
    for text in reader.scripts(book):
        page.select(text.script.id)
        assert tidied(page.editor.wording()) == wording_of(text)


def test_changing_a_used_script_begins_version_2(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    before = stored(book)
    call_id = use(session, before)
    with saved(qtbot, session):
        type_into(qtbot, page.editor.voicemail, " Bye.")
    after = stored(book)
    assert (after.version.number, after.version.voicemail) == (2, before.version.voicemail + " Bye.")
    call = next(row.call for row in call_reader.history_rows(book, [call_id]))
    said = reader.text_of_version(book, call.version_id or 0)
    assert said == before
    told = "Version 2 · no call with it yet; 1 call keeps the wording it was made with"
    qtbot.waitUntil(lambda: page.editor.version.text() == told)


def test_one_visit_makes_one_version_and_one_undo_step(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    before = stored(book)
    use(session, before)
    for word in (" One.", " Two.", " Three."):
        with saved(qtbot, session):
            type_into(qtbot, page.editor.gatekeeper, word)
    assert stored(book).version.number == 2
    assert stored(book).version.gatekeeper_line == before.version.gatekeeper_line + " One. Two. Three."
    session.undo()
    assert stored(book) == before
    assert page.editor.gatekeeper.text() == before.version.gatekeeper_line


def test_changing_an_unused_script_stays_in_its_version(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    with saved(qtbot, session):
        type_into(qtbot, page.editor.positioning, " and more")
    assert stored(book).version.number == 1
    assert stored(book).version.positioning.endswith(" and more")
    assert book.sql("SELECT count(*) FROM script_version")[0][0] == 7


def test_looking_and_typing_back_changes_nothing(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    before = reader.scripts(book)
    use(session, before[0])
    type_into(qtbot, page.editor.voicemail, "x")
    qtbot.keyClick(page.editor.voicemail, Qt.Key.Key_Backspace)
    for text in before:
        page.select(text.script.id)
    page.hide()
    assert reader.scripts(book) == before


@pytest.mark.parametrize("field", ["voicemail", "value_proposition", "positioning", "gatekeeper"])
def test_typing_keeps_focus_and_cursor_while_it_is_saved(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot, field: str
) -> None:
    use(session, stored(book))
    shown = getattr(page.editor, field)
    text = shown.text()
    shown.setFocus()
    shown.moveCursor(QTextCursor.MoveOperation.Start)
    for word in ("Well, ", "well, "):
        with saved(qtbot, session):
            qtbot.keyClicks(shown, word)
    assert shown.text() == "Well, well, " + text
    assert shown.textCursor().position() == len("Well, well, ")
    assert shown.hasFocus()


def test_typing_in_rows_and_in_the_name_keeps_the_cursor(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    for shown in (page.editor.openers.rows[0].field, page.editor.objections.rows[2].reply):
        shown.setFocus()
        shown.moveCursor(QTextCursor.MoveOperation.Start)
        with saved(qtbot, session):
            qtbot.keyClicks(shown, "So ")
        assert (shown.textCursor().position(), shown.hasFocus()) == (3, True)
    page.editor.name.setFocus()
    page.editor.name.setCursorPosition(4)
    with saved(qtbot, session):
        qtbot.keyClicks(page.editor.name, "er ")
    assert (page.editor.name.text(), page.editor.name.cursorPosition()) == ("Colder  call, new business", 7)
    assert rows_shown(page)[0][0] == "Colder  call, new business"
    assert stored(book, "Colder  call, new business").openers[0].text.startswith("So Hello")


def test_an_emptied_name_keeps_the_old_one_and_says_so(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    page.editor.start_naming()
    qtbot.keyClick(page.editor.name, Qt.Key.Key_Delete)
    assert page.editor.name_hint.isVisible()
    with saved(qtbot, session):
        type_into(qtbot, page.editor.voicemail, "!")
    assert stored(book).version.voicemail.endswith("!")


def test_what_it_is_for_can_be_chosen(page: ScriptsPage, session: Session, book: Book, qtbot: QtBot) -> None:
    with saved(qtbot, session):
        for choice, key in ((page.editor.direction, "T"), (page.editor.channel, "V"), (page.editor.purpose, "P")):
            choice.setFocus()
            qtbot.keyClick(choice, key)
    script = stored(book).script
    assert (script.direction, script.channel, script.purpose) == (
        Direction.INBOUND,
        Channel.VIDEO,
        Purpose.PARTNERSHIP,
    )


def test_control_down_moves_a_question_and_stays_in_it(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    before = stored(book).prompts
    first = page.editor.questions.rows[0].field
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down, CONTROL)
    qtbot.keyClick(first, Qt.Key.Key_Down, CONTROL)
    assert [ask.question_id for ask in stored(book).prompts] == [
        before[at].question_id for at in (1, 2, 0, 3, 4)
    ]
    assert first.hasFocus()
    assert first.accessibleName() == "Question 3"
    qtbot.keyClick(first, Qt.Key.Key_Up, CONTROL)
    assert stored(book).prompts[1].wording == before[0].wording


def test_each_move_is_undone_alone(page: ScriptsPage, session: Session, book: Book, qtbot: QtBot) -> None:
    before = [ask.wording for ask in stored(book).prompts]
    with saved(qtbot, session):
        type_into(qtbot, page.editor.voicemail, " Bye.")
    first = page.editor.questions.rows[0].field
    qtbot.keyClick(first, Qt.Key.Key_Down, CONTROL)
    session.undo()
    assert [ask.wording for ask in stored(book).prompts] == before
    assert [made.field.text() for made in page.editor.questions.rows] == before
    assert stored(book).version.voicemail.endswith(" Bye.")


def test_the_ends_of_the_list_stop_a_question(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    before = stored(book)
    qtbot.keyClick(page.editor.questions.rows[0].field, Qt.Key.Key_Up, CONTROL)
    qtbot.keyClick(page.editor.questions.rows[-1].field, Qt.Key.Key_Down, CONTROL)
    qtbot.keyClick(page.editor.openers.rows[0].field, Qt.Key.Key_Down, CONTROL)
    assert stored(book) == before


def test_a_new_question_typed_slowly_is_one_question(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    questions = number_of_questions(book)
    last = page.editor.questions.rows[-1].field
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    new = page.editor.questions.rows[-1].field
    assert new.hasFocus()
    for part in ("What", " would", " change?"):
        with saved(qtbot, session):
            qtbot.keyClicks(new, part)
    assert stored(book).prompts[-1].wording == "What would change?"
    assert number_of_questions(book) == questions + 1
    assert len(page.editor.questions.rows) == 6


def test_a_question_shared_with_another_script_is_not_taken_over(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    change = scripts.add(book, Wording(name="Other", questions=("Why?",)), now=NOW)
    session.tell(change)
    shared = stored(book, "Other").prompts[0].question_id
    page.editor.questions.add()
    new = page.editor.questions.rows[-1].field
    with saved(qtbot, session):
        qtbot.keyClicks(new, "Why?")
    assert stored(book).prompts[-1].question_id == shared
    with saved(qtbot, session):
        qtbot.keyClicks(new, " And how?")
    assert stored(book).prompts[-1].question_id != shared
    assert [ask.question_id for ask in stored(book, "Other").prompts] == [shared]
    assert "Why?" in reader.questions_worded(book, ["Why?"])


def test_rewording_a_question_keeps_its_identity(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    before = stored(book).prompts[2]
    use(session, stored(book))
    field = page.editor.questions.rows[2].field
    field.setFocus()
    field.moveCursor(QTextCursor.MoveOperation.End)
    with saved(qtbot, session):
        qtbot.keyClicks(field, " Why?")
    after = stored(book).prompts[2]
    assert (after.question_id, after.wording) == (before.question_id, before.wording + " Why?")


def test_a_removed_row_comes_back_with_undo(page: ScriptsPage, session: Session, book: Book, qtbot: QtBot) -> None:
    before = stored(book)
    made = page.editor.openers.rows[1]
    made.removed.emit()
    assert [opener.text for opener in stored(book).openers] == [before.openers[0].text]
    assert len(page.editor.openers.rows) == 1
    assert page.editor.openers.rows[0].field.hasFocus()
    session.undo()
    assert stored(book) == before
    assert [row.field.text() for row in page.editor.openers.rows] == [opener.text for opener in before.openers]


def test_backspace_removes_an_empty_row_only(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    page.editor.questions.add()
    assert len(page.editor.questions.rows) == 6
    qtbot.keyClick(page.editor.questions.rows[5].field, Qt.Key.Key_Backspace)
    assert len(page.editor.questions.rows) == 5
    assert page.editor.questions.rows[4].field.hasFocus()
    qtbot.keyClick(page.editor.questions.rows[4].field, Qt.Key.Key_Backspace)
    assert page.editor.questions.rows[4].field.text() == "Who else would want a say in this"


def test_there_are_always_three_objections_to_fill(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    page.editor.objections.rows[0].removed.emit()
    assert len(page.editor.objections.rows) == 3
    assert len(stored(book).objections) == 2


def test_a_closed_question_gets_a_hint(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    made = page.editor.questions.rows[0]
    assert not made.hint.isVisible()
    made.field.selectAll()
    type_into(qtbot, made.field, "Do you have a website?")
    assert made.hint.isVisible()
    qtbot.keyClicks(made.field, " What is it for?")
    assert not made.hint.isVisible()


def test_new_script_begins_with_its_name(page: ScriptsPage, session: Session, book: Book, qtbot: QtBot) -> None:
    page.new_button.click()
    assert stored(book, "New script").version.number == 1
    assert page.editor.name.selectedText() == "New script"
    with saved(qtbot, session):
        qtbot.keyClicks(page.editor.name, "Trade fair")
    assert rows_shown(page)[-1][0] == "Trade fair"
    assert page.list.currentRow() == 7
    session.undo()
    session.undo()
    assert len(reader.scripts(book)) == len(rows_shown(page)) == 7


def test_delete_asks_nothing_and_undo_shows_it_again(
    page: ScriptsPage, session: Session, book: Book, qtbot: QtBot
) -> None:
    names = [row[0] for row in rows_shown(page)]
    page.list.setCurrentRow(2)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert [row[0] for row in rows_shown(page)] == names[:2] + names[3:]
    assert page.editor.name.text() == names[3]
    session.undo()
    assert [row[0] for row in rows_shown(page)] == names
    assert page.editor.name.text() == names[2]


def test_without_a_script_it_offers_to_write_one(page: ScriptsPage, session: Session, book: Book) -> None:
    for _ in range(7):
        page.delete_button.click()
    assert reader.scripts(book) == []
    assert not page.editor.isVisible()
    assert not page.delete_button.isEnabled()
    page.new_button.click()
    assert page.editor.isVisible()


def test_what_is_typed_is_saved_when_going_to_another_script(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    type_into(qtbot, page.editor.voicemail, " Bye.")
    page.list.setCurrentRow(1)
    assert stored(book).version.voicemail.endswith(" Bye.")
    assert page.editor.name.text() == "Walk-in"


def test_what_is_typed_is_saved_when_the_page_is_left(page: ScriptsPage, book: Book, qtbot: QtBot) -> None:
    type_into(qtbot, page.editor.voicemail, " Bye.")
    page.hide()
    assert stored(book).version.voicemail.endswith(" Bye.")


def test_select_shows_a_script_and_leaves_an_unknown_one_alone(
    session: Session, book: Book, qapp: QApplication, qtbot: QtBot
) -> None:
    page = ScriptsPage(session, dressed(qapp, "dark"))
    qtbot.addWidget(page)
    page.select(stored(book, "Referral").script.id)
    assert page.editor.name.text() == "Referral"
    page.select(999)
    assert page.editor.name.text() == "Referral"
    page.show()
    assert page.editor.name.text() == "Referral"
    assert page.list.currentItem().text() == "Referral"


def test_a_change_made_elsewhere_is_shown(page: ScriptsPage, session: Session, book: Book) -> None:
    text = stored(book)
    renamed = Wording(name="Cold", openers=("Hello.",), questions=(), objections=())
    session.do(scripts.reword, text.script.id, renamed)
    assert page.editor.name.text() == "Cold"
    assert [row.field.text() for row in page.editor.openers.rows] == ["Hello."]
    assert [row.field.text() for row in page.editor.questions.rows] == [""]
    assert rows_shown(page)[0][0] == "Cold"


def test_enter_and_escape_go_between_list_and_form(page: ScriptsPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.editor.name.hasFocus()
    field = page.editor.questions.rows[0].field
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_tab_follows_the_questions_as_they_stand(page: ScriptsPage, qtbot: QtBot) -> None:
    rows = page.editor.questions
    first = rows.rows[0].field
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down, CONTROL)
    rows.rows[0].field.setFocus()
    order = []
    for _ in range(6):
        order.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert order == [*(made.field for made in rows.rows), rows.add_button]


def test_a_long_line_is_shown_whole(page: ScriptsPage, qtbot: QtBot) -> None:
    long, short = page.editor.openers.rows[1].field, page.editor.openers.rows[0].field
    page.resize(800, 800)
    qtbot.waitUntil(lambda: long.height() >= short.height() + short.fontMetrics().lineSpacing())
    assert not long.verticalScrollBar().isVisible()


@pytest.mark.parametrize(
    "number, in_use, made, told",
    [
        (1, False, 0, "Version 1 · not used in a call yet, so changes simply replace what stands here"),
        (1, True, 1, "Version 1 · used in 1 call; changing it begins version 2, so the numbers stay honest"),
        (
            3,
            True,
            1200,
            "Version 3 · used in 1,200 calls, all versions together; "
            "changing it begins version 4, so the numbers stay honest",
        ),
        (2, True, 0, "Version 2 · in use; changing it begins version 3, so the numbers stay honest"),
        (2, False, 0, "Version 2 · no call with it yet"),
        (4, False, 12, "Version 4 · no call with it yet; 12 calls keep the wording they were made with"),
    ],
)
def test_the_version_in_words(number: int, in_use: bool, made: int, told: str) -> None:
    assert version_line(number, in_use, made) == told.replace("1,200", texts.grouped(1200))


@pytest.mark.parametrize(
    "question, closed",
    [
        ("Do you have a website?", True),
        ("So, are you the right person?", True),
        ("Isn’t that expensive?", True),
        ("Can't you do it yourself?", True),
        ("You opened a second shop. Did it go well?", True),
        ("Do you", False),
        ("How do new customers find you?", False),
        ("Do you do it here or hand it out?", False),
        ("May I ask: how do you do it?", False),
        ("Could you tell me how you do it?", False),
        ("Doing well?", False),
        ("Haben Sie eine Website?", False),
        ("?", False),
        ("", False),
    ],
)
def test_closed_questions(question: str, closed: bool) -> None:
    assert is_closed(question) is closed


def test_no_shipped_question_is_closed(book: Book) -> None:
    asked = {ask.wording for text in reader.scripts(book) for ask in text.prompts}
    assert len(asked) > 10
    assert {text for text in asked if is_closed(text)} == set()


def test_empty_rows_and_blanks_around_say_nothing_new(book: Book) -> None:
    text = stored(book)
    wording = wording_of(text)
    padded = Wording(
        **{name: getattr(wording, name) for name in ("direction", "channel", "purpose", "positioning")},
        name="",
        value_proposition=wording.value_proposition,
        gatekeeper_line=wording.gatekeeper_line,
        voicemail=wording.voicemail,
        openers=(*wording.openers, " "),
        questions=("", *wording.questions),
        known=(0, *wording.known),
        objections=(*wording.objections, (" ", "")),
    )
    assert says_the_same(tidied(padded), text)
    assert tidied(padded).known == wording.known
    assert not says_the_same(tidied(Wording(name="Other")), text)
