"""A call block in the whole window, by real key presses: it goes on by itself, and knows where it stopped."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import CallState
from callbook.domain.prospect import Prospect
from callbook.services import prospects as prospect_service
from callbook.services import settings as settings_service
from callbook.services.prospects import Draft
from callbook.storage import blocks
from callbook.storage import prospects as reader
from callbook.storage.listing import Scope
from callbook.ui.call.block_bar import BlockBar
from callbook.ui.call.nobody import NobodyLeft
from tests.ui.conftest import Clock, Keys, dressed

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LEEDS = ("Northgate Dental", "Halden Outdoor", "Larch Bakery", "Osprey Logistics", "Fernhill Vets", "Quay Physio")
YORK = ("Marlow Joinery", "Bell Nursery")


@pytest.fixture
def program(open_program: Callable[[], Program]) -> Program:
    """A window on six prospects in Leeds and two in York, with a view of those in Leeds."""
    program = open_program()
    for city, names in (("York", YORK[:1]), ("Leeds", LEEDS), ("York", YORK[1:])):
        for name in names:
            draft = Draft(Prospect(name=name, country="GB", city=city))
            prospect_service.add(program.book, draft, now=program.session.now())
    program.session.do(settings_service.save_view, "Near me", "city:leeds")
    program.window.page.begin()
    return program


def choose_view(program: Program, label: str) -> None:
    panel = program.window.page.list
    panel.flush()
    panel._choose(next(chip for chip in panel._chips.chips() if chip.label == label))


def block_key(keys: Keys) -> None:
    keys.press(Qt.Key.Key_B, CTRL_SHIFT)


def near_me(program: Program, keys: Keys) -> None:
    choose_view(program, "Near me")
    block_key(keys)


def name_shown(program: Program) -> str:
    return reader.name_of(program.book, program.window.page.call.prospect_id)


def bar(program: Program) -> BlockBar:
    return program.window.page._block


def told(program: Program) -> str:
    assert bar(program).isVisible()
    return bar(program).words()


def click(program: Program, words: str) -> None:
    (found,) = [one for one in bar(program).findChildren(QPushButton) if one.text().startswith(words)]
    assert found.isVisible()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def nobody_shown(program: Program) -> str:
    """What the middle says while it shows no prospect."""
    shown = program.window.page._middle.currentWidget()
    assert isinstance(shown, NobodyLeft)
    return f"{shown._title.text()}. {shown._words.text()}"


# Starting


def test_a_view_is_worked_down_by_outcome_keys(program: Program, keys: Keys) -> None:
    assert not bar(program).isVisible()
    near_me(program, keys)
    assert (name_shown(program), bar(program)._name.whole_text()) == ("Northgate Dental", "Near me")
    assert told(program) == "0 of 6 called"
    met = []
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
        met.append(name_shown(program))
        keys.alt(key)
    assert met == list(LEEDS[:3])
    assert (name_shown(program), told(program)) == ("Osprey Logistics", "3 of 6 called")
    progress_bar = bar(program).findChild(QProgressBar)
    assert progress_bar is not None
    assert (progress_bar.value(), progress_bar.maximum()) == (3, 6)
    keys.ctrl(Qt.Key.Key_Return)  # the keyboard is where the next call starts
    assert program.window.page.call.state is CallState.LIVE


def test_a_whole_call_goes_on_to_the_next_of_the_block(program: Program, keys: Keys, clock: Clock) -> None:
    near_me(program, keys)
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    keys.type("Rushed at first.")
    clock.on(minutes=3)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "1 of 6 called")


def test_the_button_at_the_foot_starts_one(program: Program, keys: Keys) -> None:
    choose_view(program, "Near me")
    QTest.mouseClick(program.window.page.list._block, Qt.MouseButton.LeftButton)
    assert (name_shown(program), told(program)) == ("Northgate Dental", "0 of 6 called")
    assert program.window.focusWidget() is program.window.page.list._list


def test_a_search_gives_the_block_its_words(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_F)
    keys.type("city:york")
    block_key(keys)  # before the list has followed the last letter
    assert bar(program)._name.whole_text() == "city:york"
    assert (name_shown(program), told(program)) == ("Marlow Joinery", "0 of 2 called")
    keys.alt(Qt.Key.Key_1)
    assert (name_shown(program), told(program)) == ("Bell Nursery", "1 of 2 called")


def test_who_asked_not_to_be_called_is_not_in_it_and_a_name_is_no_html(program: Program, keys: Keys) -> None:
    choose_view(program, "Today")
    block_key(keys)
    assert not bar(program).isVisible()
    assert program.window.notice_text().startswith("There is nobody to call in this view.")
    program.session.do(prospect_service.mark_do_not_call, [reader_id(program, "Northgate Dental")])
    program.session.do(settings_service.save_view, "<b>Near</b> me", "city:leeds ")
    choose_view(program, "<b>Near</b> me")
    block_key(keys)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "0 of 5 called")
    assert bar(program)._name.whole_text() == "<b>Near</b> me"
    assert bar(program)._name.textFormat() is Qt.TextFormat.PlainText


def test_the_key_goes_on_with_the_open_block_from_anywhere(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.alt(Qt.Key.Key_1)
    program.window.show_prospect(reader_id(program, "Bell Nursery"))
    keys.ctrl(Qt.Key.Key_2)
    block_key(keys)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "1 of 6 called")
    assert program.window.page.isVisible()
    assert program.book.sql("SELECT count(*) FROM block") == [(1,)]


def reader_id(program: Program, name: str) -> int:
    ((found,),) = program.book.sql("SELECT id FROM prospect WHERE name = ?", (name,))
    assert isinstance(found, int)
    return found


# Putting off


def test_skip_puts_off_until_later_today(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.alt(Qt.Key.Key_Right)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "0 of 6 called · 1 later today")
    for _ in range(5):
        keys.alt(Qt.Key.Key_1)
    assert (name_shown(program), told(program)) == ("Northgate Dental", "5 of 6 called · 1 later today")


def test_the_bars_button_puts_off_and_the_skip_button_too(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    click(program, "Later today")
    program.window.page.call._before._skip.click()
    assert (name_shown(program), told(program)) == ("Larch Bakery", "0 of 6 called · 2 later today")


def test_the_last_one_left_cannot_be_put_off_behind_anybody(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    for _ in range(5):
        keys.alt(Qt.Key.Key_1)
    keys.alt(Qt.Key.Key_Right)
    assert name_shown(program) == "Quay Physio"
    assert program.window.notice_text() == "Nobody else is left in the call block."


def test_without_a_block_skip_goes_down_the_list(program: Program, keys: Keys) -> None:
    keys.alt(Qt.Key.Key_Right)
    assert name_shown(program) == "Northgate Dental"
    assert program.book.sql("SELECT count(*) FROM block_member") == [(0,)]


def test_looking_at_somebody_else_puts_nobody_off(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    program.window.show_prospect(reader_id(program, "Bell Nursery"))
    keys.alt(Qt.Key.Key_Right)
    assert (name_shown(program), told(program)) == ("Northgate Dental", "0 of 6 called")


# Wherever the list is


def test_it_goes_on_where_the_view_shows_nobody_of_it(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.ctrl(Qt.Key.Key_F)
    keys.type("city:york")
    panel = program.window.page.list
    panel._searched()
    block_key(keys)
    assert name_shown(program) == "Northgate Dental"
    keys.alt(Qt.Key.Key_1)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "1 of 6 called")
    assert panel.search_text() == "city:york"  # the search stays as it was typed
    assert panel._list.selectionModel().selectedIndexes() == []


def test_coming_back_to_the_window_shows_nobody_else(program: Program, keys: Keys) -> None:
    """Qt makes the first row current when a list without a current row gets the keyboard."""
    near_me(program, keys)
    choose_view(program, "Today")
    program.window.page.call._before._skip.setFocus()
    program.window.page.list.search_for("city:york")
    program.window.page.list._searched()
    block_key(keys)
    program.window.page.list._search.setFocus()
    program.window.page.list._list.setFocus()
    assert name_shown(program) == "Northgate Dental"


def test_the_queue_moving_under_it_changes_nothing(program: Program, keys: Keys) -> None:
    choose_view(program, "Next")
    block_key(keys)
    met = []
    for _ in range(4):
        met.append(name_shown(program))
        keys.alt(Qt.Key.Key_1)
    assert met == [YORK[0], *LEEDS[:3]]
    assert bar(program)._name.whole_text() == "Next"


def test_they_are_calling_and_then_on_with_the_block(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.ctrl(Qt.Key.Key_I)
    keys.type("Tidewater Marine")
    keys.press(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert (name_shown(program), told(program)) == ("Northgate Dental", "0 of 6 called")


def test_a_deleted_one_is_left_out_at_once(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.press(Qt.Key.Key_Delete, CTRL_SHIFT)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "0 of 5 called")
    keys.ctrl(Qt.Key.Key_Z)
    assert told(program) == "0 of 6 called"


# Closing and opening


def test_it_goes_on_after_the_program_was_closed(
    program: Program, open_program: Callable[[], Program], keys: Keys, clock: Clock, qapp: QApplication
) -> None:
    near_me(program, keys)
    keys.alt(Qt.Key.Key_1)
    keys.alt(Qt.Key.Key_1)
    keys.alt(Qt.Key.Key_Right)
    assert name_shown(program) == "Osprey Logistics"
    program.close()
    clock.on(minutes=50)
    again = open_program()
    assert (name_shown(again), told(again)) == ("Osprey Logistics", "2 of 6 called · 1 later today")
    assert bar(again)._name.whole_text() == "Near me"
    # One shown before it has its place would have flashed up as a window of its own.
    assert [one for one in qapp.topLevelWidgets() if isinstance(one, BlockBar)] == []
    for _ in range(3):
        keys.alt(Qt.Key.Key_1)
    assert (name_shown(again), told(again)) == ("Larch Bakery", "5 of 6 called · 1 later today")
    keys.alt(Qt.Key.Key_1)
    assert told(again) == "All 6 called"


def test_a_block_that_is_done_starts_the_day_with_the_queue(
    program: Program, open_program: Callable[[], Program], keys: Keys, clock: Clock
) -> None:
    near_me(program, keys)
    for _ in LEEDS:
        keys.alt(Qt.Key.Key_1)
    program.close()
    clock.on(hours=1)
    again = open_program()
    assert (name_shown(again), told(again)) == ("Marlow Joinery", "All 6 called")


# Taking back


def test_undo_of_a_call_brings_its_turn_back(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.alt(Qt.Key.Key_1)
    keys.ctrl(Qt.Key.Key_Z)
    assert (name_shown(program), program.window.page.call.state) == ("Northgate Dental", CallState.WRAP_UP)
    assert (bar(program).isVisible(), bar(program).words()) == (False, "0 of 6 called")  # the call needs its room
    keys.ctrl(Qt.Key.Key_Return)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "1 of 6 called")


def test_undo_of_later_today_shows_them_again(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.alt(Qt.Key.Key_Right)
    keys.ctrl(Qt.Key.Key_Z)
    assert (name_shown(program), told(program)) == ("Northgate Dental", "0 of 6 called")
    keys.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert (name_shown(program), told(program)) == ("Halden Outdoor", "0 of 6 called · 1 later today")


def test_undo_of_start_and_of_end(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.ctrl(Qt.Key.Key_Z)
    assert not bar(program).isVisible()
    assert name_shown(program) == "Northgate Dental"
    keys.press(Qt.Key.Key_Z, CTRL_SHIFT)
    assert told(program) == "0 of 6 called"
    program.window.actions_by_name["end_block"].trigger()
    assert not bar(program).isVisible()
    keys.ctrl(Qt.Key.Key_Z)
    assert (name_shown(program), told(program)) == ("Northgate Dental", "0 of 6 called")


# The end


def test_ending_leaves_the_list_as_it_is(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    keys.alt(Qt.Key.Key_1)
    click(program, "End block")
    assert not bar(program).isVisible()
    assert name_shown(program) == "Halden Outdoor"
    keys.alt(Qt.Key.Key_1)
    assert name_shown(program) == "Larch Bakery"
    assert blocks.progress(program.book) is None


def work_down(program: Program, keys: Keys) -> None:
    near_me(program, keys)
    for _ in LEEDS:
        keys.alt(Qt.Key.Key_1)


def test_the_last_one_done_is_said_and_not_a_grey_area(program: Program, keys: Keys, qtbot: QtBot) -> None:
    work_down(program, keys)
    assert told(program) == "All 6 called"
    assert nobody_shown(program).startswith("The call block is done. All 6 of “Near me” are called. Next comes ")
    program.window.page.list.flush()
    program.session.minute.emit()
    assert nobody_shown(program).startswith("The call block is done.")
    shown = {one.text() for one in bar(program).findChildren(QPushButton) if one.isVisible()}
    assert shown == {"Start another", "End block"}


def test_undo_of_the_last_call_and_done_again(program: Program, keys: Keys) -> None:
    work_down(program, keys)
    keys.ctrl(Qt.Key.Key_Z)
    assert (name_shown(program), bar(program).words()) == ("Quay Physio", "5 of 6 called")
    assert program.window.page._middle.currentWidget() is program.window.page.call
    keys.ctrl(Qt.Key.Key_Return)
    assert nobody_shown(program).startswith("The call block is done.")


def test_ending_a_block_that_is_done_goes_back_to_the_list(program: Program, keys: Keys) -> None:
    work_down(program, keys)
    choose_view(program, "Next")
    block_key(keys)
    assert nobody_shown(program).startswith("The call block is done.")
    click(program, "End block")
    assert (name_shown(program), bar(program).isVisible()) == ("Marlow Joinery", False)


def test_another_starts_with_the_view_shown_now(program: Program, keys: Keys) -> None:
    work_down(program, keys)
    choose_view(program, "New")
    click(program, "Start another")
    assert (name_shown(program), told(program)) == ("Marlow Joinery", "0 of 2 called")
    assert bar(program)._name.whole_text() == "New"
    assert program.book.sql("SELECT count(*) FROM block WHERE ended_at IS NULL") == [(1,)]


def test_calls_after_the_end_go_on_in_the_list(program: Program, keys: Keys) -> None:
    work_down(program, keys)
    program.window.page.list.choose_scope(Scope.NEXT)
    assert name_shown(program) == "Marlow Joinery"
    keys.alt(Qt.Key.Key_1)
    assert (name_shown(program), told(program)) == ("Bell Nursery", "All 6 called")


def test_a_block_of_one_and_a_block_of_nobody_left(program: Program, keys: Keys) -> None:
    program.window.page.list.search_for("quay")
    block_key(keys)
    keys.alt(Qt.Key.Key_1)
    assert told(program) == "1 of 1 called"
    assert nobody_shown(program).startswith("The call block is done. The 1 prospect of “quay” is called.")
    program.window.page.list.search_for("fernhill")
    click(program, "Start another")
    keys.press(Qt.Key.Key_Delete, CTRL_SHIFT)
    assert told(program) == "Nobody left to call"
    assert nobody_shown(program).startswith("The call block is done. Next comes Quay Physio")


# Looks


def colour(part: QWidget, from_the_end: bool) -> str:
    painted = part.grab().toImage()
    return painted.pixelColor(painted.width() - 8 if from_the_end else 8, painted.height() // 2).name()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_of_the_bar_is_cut_off(program: Program, keys: Keys, qapp: QApplication, theme: str) -> None:
    looks = dressed(qapp, theme)
    near_me(program, keys)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_1):
        keys.alt(key)
    done = bar(program).findChild(QProgressBar)
    assert done is not None
    for size in (QSize(1280, 720), QSize(980, 640)):
        program.window.resize(size)
        qapp.processEvents()
        parts = (bar(program)._words, *bar(program).findChildren(QPushButton))
        cut_off = [part for part in parts if part.isVisible() and part.width() < part.sizeHint().width()]
        assert cut_off == []
        assert bar(program)._name.text() == "Near me"
        assert (colour(done, False), colour(done, True)) == (looks.colors["accent"], looks.colors["bar_off"])
