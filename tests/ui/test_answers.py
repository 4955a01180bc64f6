"""The page of answers on a real book, gone through with real keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import Answer
from callbook.domain.change import Op
from callbook.domain.research import Trait, Traits
from callbook.services import calls, research
from callbook.services.calls import Ending, Situation
from callbook.storage import calls as call_reader
from callbook.storage import research as reader
from callbook.storage import scripts as script_reader
from callbook.storage.research import Narrowing
from callbook.system.worker import Worker
from callbook.ui.history.sheet import Sheet, faces
from callbook.ui.insights import answers_words as words
from callbook.ui.insights.answers import AnswersPage
from callbook.ui.insights.page import ANSWERS, NUMBERS, InsightsPage
from callbook.ui.main_window import HISTORY, INSIGHTS, SCRIPTS
from callbook.ui.paged_rows import PAGE
from callbook.ui.prospects.editor import ProspectEditor
from callbook.ui.session import Session
from tests.storage.desk import LONDON, Desk, new_desk
from tests.ui.conftest import Keys, dressed

SAID = (
    ("Northgate Dental", ("dental",), "Word of mouth, mostly"),
    ("Halden Outdoor", (), "By word of mouth. <b>Nobody</b> else."),
    ("Larch Bakery", ("food",), "口碑，都是朋友介紹的"),
    ("Quay Dental", ("dental",), "Word of mouth"),
    ("Mill Works", (), "An advertisement, years ago"),
)


@dataclass(slots=True)
class Open:
    """The page on the screen, with the desk below it, and what it asked for."""

    desk: Desk
    session: Session
    page: AnswersPage
    qtbot: QtBot
    asked_for: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Until nothing is being read any more."""
        for _ in range(4):
            self.session.worker.finish()
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        QTest.keyClicks(target, text)

    def shown(self) -> list[str]:
        rows = [self.page.card.model.row(at) for at in range(self.page.card.model.count)]
        return [row.text for row in rows if row is not None]

    def themes(self) -> list[str]:
        """The lines of the themes as they are read out."""
        return [self.page.themes.list.item(at).text() for at in range(self.page.themes.list.count())]

    def marked(self, text: str) -> list[str]:
        """The themes that an answer bears in the book."""
        question = reader.questions(self.desk.book)[0].question_id
        names = {theme.id: theme.name for theme in reader.themes(self.desk.book, question)}
        (said,) = [one for one in reader.page(self.desk.book, question, Narrowing(), 0, 99) if one.text == text]
        return [names[key] for key in said.themes]


def answer(desk: Desk, *said: tuple[int, str, int]) -> None:
    """Calls an hour apart, each with a prospect who answers the question of a number."""
    prompts = desk.script().prompts
    begun = desk.now
    desk.now += timedelta(hours=len(said))
    made = [desk.log(prospect, at=begun + timedelta(hours=at)) for at, (prospect, _, _) in enumerate(said)]
    with desk.book.step(Op.EDIT_CALL) as step:
        for call, (_, text, number) in zip(made, said, strict=True):
            prompt = prompts[number]
            step.insert(Answer(0, "", call, prompt.question_id, 0, prompt.wording, text))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    session = Session(desk.book, lambda: desk.now, LONDON, Worker())
    page = AnswersPage(session, dressed(qapp, "light"))
    qtbot.addWidget(page)
    made = Open(desk, session, page, qtbot)
    page.prospects_asked.connect(made.asked_for.append)
    page.block_asked.connect(lambda search: made.asked_for.append(f"block {search}"))
    page.prospect_chosen.connect(lambda key: made.asked_for.append(f"prospect {key}"))
    session.failed.connect(lambda sentence, _: made.failures.append(sentence))
    page.resize(1200, 760)
    yield made
    page.hide()
    made.settle()
    shiboken6.delete(session)


@pytest.fixture
def answered(opened: Open) -> Open:
    """Five answers to the first question, one to the second, and the list with the keyboard."""
    said = [(opened.desk.add(name, tags=tags), text, 0) for name, tags, text in SAID]
    answer(opened.desk, *said, (1, "We listen to the machine", 1))
    opened.page.show()
    opened.page.activateWindow()
    opened.qtbot.waitUntil(opened.page.isActiveWindow)
    opened.settle()
    opened.page.setFocus()
    return opened


def test_a_book_without_answers_says_what_will_be_here(opened: Open) -> None:
    opened.page.show()
    opened.settle()
    assert opened.page.told.isVisible()
    assert opened.page.told.text() == "No answers yet"
    answer(opened.desk, (opened.desk.add("North"), "By post", 0))
    opened.page.refresh()
    opened.settle()
    assert not opened.page.told.isVisible()
    assert opened.shown() == ["By post"]
    assert opened.page.card.count.text() == "1 answer"


def searching_and_back(answered: Open) -> None:
    """Words narrow the answers, in any script; Esc goes back to all."""
    page = answered.page
    page.card.search.setFocus()
    answered.type("word mouth")
    answered.press(Qt.Key.Key_Return)
    assert answered.shown() == [SAID[3][2], SAID[1][2], SAID[0][2]]
    assert page.card.count.text() == "3 of 5 answers shown"
    page.card.search.setFocus()
    answered.type(" zebra")
    answered.press(Qt.Key.Key_Return)
    assert page.card.nothing.isVisible() and page.card.nothing.text() == "No answer holds all of these words."
    page.card.search.setFocus()
    page.card.search.setText("朋友")
    answered.press(Qt.Key.Key_Return)
    assert answered.shown() == [SAID[2][2]]
    cross = page.card.search.findChildren(QToolButton)[0]
    answered.qtbot.waitUntil(lambda: cross.property("opacity") == 1.0)
    answered.press(Qt.Key.Key_Escape)
    assert page.card.count.text() == "5 answers" and page.card.list.hasFocus()
    answered.qtbot.waitUntil(lambda: cross.property("opacity") == 0.0)


def test_answers_of_the_most_answered_question_newest_first(answered: Open) -> None:
    page = answered.page
    assert [asked.answers for asked in page.questions.questions()] == [5, 1]
    assert answered.shown() == [text for _, _, text in reversed(SAID)]
    assert page.card.count.text() == "5 answers"
    searching_and_back(answered)
    answered.press(Qt.Key.Key_Left)
    answered.press(Qt.Key.Key_Down)
    assert answered.shown() == ["We listen to the machine"]
    assert page.card.asked.text() == page.questions.questions()[1].text
    answered.press(Qt.Key.Key_Return)
    assert page.card.list.hasFocus()


def test_a_theme_is_typed_and_its_digit_puts_it_on_and_takes_it_off(answered: Open) -> None:
    page = answered.page
    answered.press(Qt.Key.Key_T)
    assert page.card.naming.field.hasFocus()
    answered.type("Adverts")
    answered.press(Qt.Key.Key_Return)
    assert page.card.list.hasFocus()
    assert answered.marked(SAID[4][2]) == ["Adverts"]
    assert answered.themes() == ["All answers, 5 answers", "Without a theme, 4 of 5 answers", "Adverts, 1 of 5 answers"]
    answered.press(Qt.Key.Key_1)
    assert answered.marked(SAID[4][2]) == []
    # Both of two, where one has it already; then off both.
    answered.press(Qt.Key.Key_1)
    answered.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    answered.press(Qt.Key.Key_1)
    assert (answered.marked(SAID[4][2]), answered.marked(SAID[3][2])) == (["Adverts"], ["Adverts"])
    answered.press(Qt.Key.Key_1)
    assert (answered.marked(SAID[4][2]), answered.marked(SAID[3][2])) == ([], [])
    answered.session.undo()
    answered.settle()
    assert answered.marked(SAID[3][2]) == ["Adverts"]
    assert answered.themes()[2] == "Adverts, 2 of 5 answers"
    answered.press(Qt.Key.Key_9)  # no theme has this digit
    assert answered.failures == []


def test_a_theme_of_the_same_name_is_used_again_and_esc_makes_none(answered: Open) -> None:
    answered.press(Qt.Key.Key_Return)
    answered.type("Ads")
    answered.press(Qt.Key.Key_Return)
    answered.press(Qt.Key.Key_Down)
    answered.press(Qt.Key.Key_Return)
    answered.type(" ADS ")
    answered.press(Qt.Key.Key_Return)
    assert answered.marked(SAID[3][2]) == ["Ads"]
    answered.press(Qt.Key.Key_T)
    answered.type("Nothing")
    answered.press(Qt.Key.Key_Escape)
    assert answered.page.card.list.hasFocus()
    assert answered.themes()[2:] == ["Ads, 2 of 5 answers"]


def test_a_call_saved_meanwhile_brings_its_answer(answered: Open) -> None:
    flow = answered.page.themes.words
    flow.resize(flow.buttons()[0].width() + 10, 10)
    assert flow.buttons()[1].y() > flow.buttons()[0].y()
    answered.page.hide()
    answer(answered.desk, (1, "A second time: word of mouth", 0))
    answered.session.undo()
    answered.session.redo()
    answered.page.show()
    answered.settle()
    assert answered.page.card.count.text() == "6 answers"


def test_a_frequent_word_becomes_a_theme_and_stands_on_nothing_unless_told_so(answered: Open) -> None:
    page = answered.page
    assert [one.text() for one in page.themes.words.buttons()] == ["+ mouth 3", "+ Word 3"]
    page.themes.name.setFocus()
    answered.press(Qt.Key.Key_Tab)
    assert page.themes.words.buttons()[0].hasFocus()
    page.themes.words.buttons()[0].setFocus()
    answered.press(Qt.Key.Key_Space)
    assert answered.themes()[2] == "mouth, 0 of 5 answers"
    assert answered.shown() == [SAID[3][2], SAID[1][2], SAID[0][2]]
    assert page.card.offer.isVisible() and page.card.offer.take.text() == "Put it on these 3 answers"
    below = "Below are the 3 answers that hold the word."
    assert page.card.offer.told.text() == f"“mouth” is a theme now and stands on no answer yet. {below}"
    page.card.list.setFocus()
    answered.press(Qt.Key.Key_1)
    assert page.card.offer.told.text() == f"“mouth” is a theme now and stands on 1 answer. {below}"
    answered.press(Qt.Key.Key_1)
    page.card.offer.leave.click()
    answered.settle()
    assert answered.themes()[2] == "mouth, 0 of 5 answers" and len(answered.shown()) == 5
    page.themes.words.buttons()[0].click()
    answered.settle()
    page.card.offer.take.click()
    answered.settle()
    assert answered.themes()[2:] == ["mouth, 0 of 5 answers", "Word, 3 of 5 answers"]
    assert not page.card.offer.isVisible()
    page.themes.name.setFocus()
    answered.type("word ")
    answered.press(Qt.Key.Key_Return)
    assert answered.failures == ["There is a theme of this name already."]


@pytest.fixture
def themed(answered: Open) -> Open:
    """Two themes: one on what speaks of mouths, one on the newest two; the first is chosen."""
    question = answered.page.questions.questions()[0].question_id
    book, now = answered.desk.book, answered.desk.now
    for name, found in (("Word of mouth", Narrowing(("mouth",))), ("New", Narrowing())):
        ids = reader.ids(book, question, found)
        answered.session.do(research.add_theme, question, name, ids if found.words else ids[:2])
    answered.settle()
    assert now == answered.desk.now
    answered.press(Qt.Key.Key_Right)
    for _ in range(2):
        answered.press(Qt.Key.Key_Down)
    return answered


def test_a_theme_leads_to_who_said_it_to_others_and_to_a_block(themed: Open) -> None:
    page, chosen = themed.page, themed.page.chosen
    assert page.card.count.text() == "3 of 5 answers shown"
    assert chosen.told.text() == "3 of 5 answers · said by 3 prospects"
    assert [one.text() for one in chosen.tags.buttons()] == ["dental 2"]
    for one in (chosen.who, chosen.block, chosen.others):
        one.setFocus()
        themed.press(Qt.Key.Key_Return)
    menu = chosen.findChild(QMenu)
    assert [one.text() for one in menu.actions()] == [
        "Too early to tell what sets them apart: 3 said it and 2 others answered. It takes 10 of each."
    ]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    menu.deleteLater()
    themed.settle()
    theme = reader.themes(themed.desk.book, page.questions.questions()[0].question_id)[0]
    chosen.offer_others(theme, Traits(12, 30, (Trait("tag", "dental", 8, 4), Trait("city", "Leeds", 1, 0))))
    menu = chosen.findChildren(QMenu)[-1]
    assert [one.text() for one in menu.actions()] == [
        "More frequent among who said it than among others who answered; a hint, no proof:",
        "dental: 8 of 12 who said it, 4 of 30 others",
    ]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert themed.asked_for == [
        'theme:"Word of mouth"', 'block theme:"Word of mouth"', 'tag:dental nottheme:"Word of mouth"'
    ]  # fmt: skip
    assert themed.desk.names(text=themed.asked_for[0] + " sort:name") == [
        "Halden Outdoor", "Northgate Dental", "Quay Dental"
    ]  # fmt: skip
    chosen.tags.buttons()[0].click()
    themed.settle()
    assert themed.shown() == [SAID[3][2], SAID[0][2]]
    chosen.who.click()
    assert themed.asked_for[-1] == 'tag:dental theme:"Word of mouth"'
    page.card.list.setFocus()
    themed.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert themed.asked_for[-1] == "prospect 4"


def test_themes_are_renamed_merged_and_removed(themed: Open) -> None:
    page = themed.page
    page.card.list.setFocus()
    themed.press(Qt.Key.Key_F2)
    themed.type("Mouth")
    themed.press(Qt.Key.Key_Return)
    assert page.card.list.hasFocus()
    assert themed.themes()[2:] == ["Mouth, 3 of 5 answers", "New, 2 of 5 answers"]
    page.chosen.merge.click()
    menu = page.chosen.findChild(QMenu)
    (into,) = menu.actions()
    assert into.text() == "Into “New”"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    themed.settle()
    assert themed.themes()[2:] == ["New, 4 of 5 answers"]
    assert page.chosen.name.text() == "New" and page.card.count.text() == "4 of 5 answers shown"
    page.chosen.remove.click()
    themed.settle()
    assert themed.themes() == ["All answers, 5 answers"]
    assert page.card.count.text() == "5 answers" and not page.chosen.isVisible()
    themed.session.undo()
    themed.settle()
    assert themed.themes()[2:] == ["New, 4 of 5 answers"]


def test_an_answer_stays_in_sight_while_its_themes_change(themed: Open) -> None:
    page = themed.page
    themed.press(Qt.Key.Key_Up)
    assert page.card.count.text() == "1 of 5 answers shown"  # without a theme
    page.card.list.setFocus()
    themed.press(Qt.Key.Key_1)
    assert themed.shown() == [SAID[2][2]] and themed.marked(SAID[2][2]) == ["Word of mouth"]
    assert themed.themes()[1] == "Without a theme, 0 of 5 answers"
    assert page.card.count.text() == "0 of 5 answers now, 1 shown as first found"
    themed.press(Qt.Key.Key_1)
    assert themed.marked(SAID[2][2]) == []
    assert page.card.count.text() == "1 of 5 answers shown"
    themed.session.undo()
    themed.settle()
    assert page.card.count.text() == "0 of 5 answers now, 1 shown as first found"


def test_all_answers_chosen_at_once_may_be_more_than_were_read(answered: Open) -> None:
    first = reader.page(answered.desk.book, 1, Narrowing(), 0, 1)[0]
    more = 3 * PAGE
    with answered.desk.book.step(Op.EDIT_CALL) as step:
        step.insert_many(Answer(0, "", first.call_id, 1, at, "?", f"More {at}") for at in range(more))
    answered.page.refresh()
    answered.page.card.model.refresh()
    answered.settle()
    assert answered.page.card.model.ids_at_hand([(0, more)]) is None
    naming = answered.page.card.naming
    answered.press(Qt.Key.Key_T)
    assert naming.hint.text() == "Enter puts it on the answer chosen"
    answered.page.card.list.setFocus()
    answered.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert naming.isVisible() and naming.hint.text() == words.typing_hint(more + len(SAID))
    answered.press(Qt.Key.Key_T)
    assert naming.hint.text() == words.typing_hint(more + len(SAID))
    field = naming.field
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) + 24 < field.width() == naming.width() - 24
    answered.type("All")
    answered.press(Qt.Key.Key_Return)
    assert answered.themes()[1:] == ["Without a theme, 0 of 305 answers", "All, 305 of 305 answers"]


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(0, 1, "0 of 1 answer"), (9, 64, "9 of 64 answers"), (1, 1, "1 of 1 answer")]
)
def test_a_count_says_of_what(part: int, whole: int, told: str) -> None:
    assert words.of_answers(part, whole) == told


def test_from_a_theme_to_the_list_and_to_a_call_block(program: Program, keys: Keys, qtbot: QtBot) -> None:
    window, book = program.window, program.session.book
    question = script_reader.scripts(book)[0].prompts[0].question_id
    situation, outcome = Situation(LONDON, prospect_id=2), call_reader.outcomes(book)[0]
    made = program.session.do(calls.log, situation, program.session.now(), 60, "", Ending(outcome))
    assert made is not None
    with book.step(Op.EDIT_CALL) as step:
        said = step.insert(Answer(0, "", made.one("call"), question, 0, "?", "By post"))
    program.session.do(research.add_theme, question, "by post", [said.id])
    window.show_page(INSIGHTS)
    insights = window.findChild(InsightsPage)
    insights.tabs[ANSWERS].setFocus()
    keys.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: insights.answers.themes.list.count() == 3)
    assert insights.answers.card.list.hasFocus()
    assert not insights.bar.isVisible()
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_End)
    qtbot.waitUntil(insights.answers.chosen.isVisible)
    assert window.page.call.prospect_id == 1
    insights.answers.chosen.who.click()
    assert window.page.isVisible() and window.page.list.search_text() == 'theme:"by post"'
    assert window.page.list.to_call(9) == [2]
    assert window.page.call.prospect_id == 2
    program.session.do(research.take_theme, reader.themes(book, question)[0].id, [said.id])
    qtbot.waitUntil(lambda: window.page.list.showing_nothing)
    program.session.undo()
    qtbot.waitUntil(lambda: not window.page.list.showing_nothing)
    window.show_page(INSIGHTS)
    insights.answers.chosen.block.click()
    members = [key for (key,) in book.sql("SELECT prospect_id FROM block_member")]
    assert members == [2] and window.page.isVisible()
    assert book.sql("SELECT name FROM block") == [("by post",)]
    window.show_page(INSIGHTS)
    qtbot.waitUntil(insights.answers.chosen.isVisible)
    insights.answers.themes.list.setFocus()
    keys.press(Qt.Key.Key_Delete)
    assert window.notice_text() == "Theme removed. The answers stay as they are."
    insights.tabs[NUMBERS].click()
    assert insights.bar.isVisible() and insights.numbers.isVisibleTo(insights)


def test_f2_in_the_window_renames_the_theme_and_edits_nobody(program: Program, keys: Keys, qtbot: QtBot) -> None:
    book, now, zone = program.book, program.session.now(), program.session.zone
    (text, *_) = script_reader.scripts(book)
    question = text.prompts[0].question_id
    whom = program.window.page.call.prospect_id
    situation = Situation(zone, prospect_id=whom, version_id=text.version.id)
    busy = call_reader.outcomes(book)[0]
    call = calls.log(book, situation, now - timedelta(hours=1), 60, "", Ending(busy), now=now).one("call")
    with book.step(Op.EDIT_CALL) as step:
        said = step.insert(Answer(0, "", call, question, 0, text.prompts[0].wording, "Word of mouth"))
    research.add_theme(book, question, "Mouth", [said.id], now=now)
    keys.ctrl(Qt.Key.Key_3)
    page = program.window._pages.currentWidget()
    assert isinstance(page, InsightsPage)
    page.show_page(ANSWERS)
    answers = page.answers
    qtbot.waitUntil(lambda: answers.themes.list.count() == 3)
    for number, start in enumerate((answers.themes.list, answers.card.list)):
        answers.themes.list.setCurrentRow(2)
        qtbot.waitUntil(answers.chosen.isVisible)
        start.setFocus()
        keys.press(Qt.Key.Key_F2)
        assert answers.chosen.name.hasFocus()
        keys.type(f"Hearsay {number}")
        keys.press(Qt.Key.Key_Return)
        assert [theme.name for theme in reader.themes(book, question)] == [f"Hearsay {number}"]
    assert ProspectEditor not in program.window._dialogs


def test_the_keyboard_stays_where_it_was_when_something_is_taken_back(
    program: Program, keys: Keys, qtbot: QtBot
) -> None:
    book, now = program.book, program.session.now()
    question = script_reader.scripts(book)[0].prompts[0].question_id
    outcome = call_reader.outcomes(book)[0]
    call = calls.log(book, Situation(LONDON, prospect_id=1), now, 60, "", Ending(outcome), now=now).one("call")
    with book.step(Op.EDIT_CALL) as step:
        said = step.insert(Answer(0, "", call, question, 0, "?", "By post"))
    theme = research.add_theme(book, question, "By post", now=now).one("theme")
    keys.ctrl(Qt.Key.Key_3)
    page = program.window._pages.currentWidget()
    assert isinstance(page, InsightsPage)
    page.show_page(ANSWERS)
    qtbot.waitUntil(lambda: page.answers.themes.list.count() == 3 and page.answers.card.list.hasFocus())
    for _ in range(2):
        keys.press(Qt.Key.Key_1)
        assert reader.who_said(book, [theme]) == [1]
        keys.ctrl(Qt.Key.Key_Z)
        assert reader.who_said(book, [theme]) == [] and page.answers.card.list.hasFocus()
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert reader.marks(book, question, [said.id]) == {said.id: (theme,)} and page.answers.card.list.hasFocus()
    for number in (HISTORY, INSIGHTS, SCRIPTS):
        program.window.show_page(number)
        if number == INSIGHTS:
            page.show_page(NUMBERS)
        QApplication.processEvents()
        here = QApplication.focusWidget()
        assert here is not None and here.isVisible()
        keys.ctrl(Qt.Key.Key_Z)
        keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is here


@pytest.mark.parametrize("bold", [False, True])
def test_chinese_is_painted_whole_and_within_its_line(qapp: QApplication, bold: bool) -> None:
    theme = dressed(qapp, "light")
    font = faces(qapp.font()).bold if bold else faces(qapp.font()).normal
    metrics = QFontMetrics(font)
    name = "王記杭州 g"
    whole = metrics.tightBoundingRect(name)
    sheet = Sheet(theme)
    below = sheet.line(name, font, "text", 4, 8, 300)
    pictures = [painted(lambda painter: sheet.draw(painter, QPointF(0, 0)))]
    box = QRect(4, 8, 300, 0)
    pictures.append(painted(lambda painter: theme.paint_line(painter, font, "text", box, name)))
    for picture in pictures:
        inked = [y for y in range(picture.height()) if any(picture.pixelColor(x, y).alpha() > 60 for x in range(120))]
        assert abs(len(range(inked[0], inked[-1] + 1)) - whole.height()) <= 1
        assert inked[0] >= 6 and inked[-1] <= below


def painted(paint: Callable[[QPainter], object]) -> QImage:
    picture = QImage(320, 60, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter)
    painter.end()
    return picture
