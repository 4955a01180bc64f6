"""What somebody who used the window for the first time ran into, each fault held by a test."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import CallState
from callbook.services import prospects as service
from callbook.storage import prospects as reader
from callbook.ui.call.live import Answers
from callbook.ui.fields import Button
from tests.ui.conftest import Keys, add


def name_shown(program: Program) -> str:
    return reader.name_of(program.book, program.window.page.call.prospect_id)


def test_undoing_the_deletion_of_everybody_leads_back_to_the_first(program: Program, keys: Keys) -> None:
    everybody = [1, 2, 3]
    program.session.do(service.delete, everybody)
    program.window.page.list.flush()
    keys.ctrl(Qt.Key.Key_Z)
    assert name_shown(program) == "Northgate Dental"
    keys.ctrl(Qt.Key.Key_Return)
    assert program.window.page.call.state is CallState.LIVE


def test_letters_typed_into_the_list_move_nothing(program: Program, keys: Keys) -> None:
    program.window.page.list.focus_list()
    keys.type("larch")
    assert name_shown(program) == "Northgate Dental"


def test_undo_of_a_saved_call_marks_its_row_and_gives_the_note_the_keyboard(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Z)
    panel = program.window.page.list
    (index,) = panel._list.selectionModel().selectedIndexes()
    assert index.data() == name_shown(program) == "Northgate Dental"
    keys.type("one thing more")
    program.window.page.call.flush()
    assert program.window.page.call._live._note.text() == "one thing more"


def test_questions_begin_at_the_top_in_every_call(program: Program, keys: Keys, qtbot: QtBot) -> None:
    answers = program.window.page.call._live.findChild(Answers)
    assert answers is not None
    tops = []
    for _ in range(3):
        keys.ctrl(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: answers.first() is not None)
        tops.append(answers.layout().count())
        keys.alt(Qt.Key.Key_1)
    assert len(set(tops)) == 1


def test_a_prospect_found_elsewhere_leaves_the_search(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_F)
    keys.type("bakery")
    added = add(program, "Osprey Logistics")
    program.window.show_prospect(added)
    assert name_shown(program) == "Osprey Logistics"
    assert program.window.page.list.search_text() == ""


def test_escape_goes_back(program: Program, keys: Keys) -> None:
    program.window.show_page(1)
    keys.press(Qt.Key.Key_Escape)
    assert program.window._pages.currentIndex() == 0
    program.window.page.list.search_for("bakery")
    program.window.page.list.focus_list()
    keys.press(Qt.Key.Key_Escape)
    assert program.window.page.list.search_text() == ""


def test_return_presses_the_button_that_has_the_keyboard(qtbot: QtBot) -> None:
    made = Button("Close")
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.clicked):
        qtbot.keyClick(made, Qt.Key.Key_Return)


def test_a_narrow_window_keeps_the_call_and_gives_up_the_history(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.resize(1000, 650)
    qtbot.waitUntil(lambda: not window.page.history.isVisible())
    window.resize(1320, 840)
    qtbot.waitUntil(window.page.history.isVisible)
