"""The prospect list by real keys and clicks: chips, search, views, several at once, and how little of it is read."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program, ready_book
from callbook.domain.call import CallState
from callbook.domain.change import Op
from callbook.domain.prospect import Prospect, Stage
from callbook.domain.when import Due
from callbook.services import prospects as service
from callbook.services.prospects import Draft
from callbook.services.settings import save_view
from callbook.storage import prospects as reader
from callbook.storage import settings as settings_reader
from callbook.system.paths import paths
from callbook.ui.prospects.bulk import LineDialog
from callbook.ui.prospects.model import PAGE
from callbook.ui.prospects.panel import ProspectPanel
from tests.ui.conftest import LONDON, TUESDAY, Clock, Keys, add

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HOSTILE = "<b>x</b>&y"
MANY = 5000


def panel(program: Program) -> ProspectPanel:
    return program.window.page.list


def names(program: Program) -> list[str]:
    """The names in the list, from the top."""
    model = panel(program)._model
    shown = (model.row(number) for number in range(model.rowCount()))
    return [row.name for row in shown if row is not None]


def current(program: Program) -> str:
    """Whom the list marks as current."""
    row = panel(program)._model.row(panel(program)._list.currentIndex().row())
    return row.name if row is not None else ""


def called(program: Program) -> str:
    """Whom the call panel shows."""
    return reader.name_of(program.book, program.window.page.call.prospect_id)


def chip(program: Program, label: str) -> QPushButton:
    return next(button for found, button in panel(program)._chips._buttons if found.label == label)


def counts(program: Program) -> dict[str, str]:
    """What each chip says behind its label."""
    panel(program).flush()
    return {found.label: button.text().split(" ")[-1] for found, button in panel(program)._chips._buttons}


def choose(program: Program, label: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(chip(program, label), Qt.MouseButton.LeftButton)


def dialog(program: Program, qapp: QApplication) -> QDialog:
    """The dialog that has the keyboard."""
    shown = qapp.activeWindow()
    assert isinstance(shown, QDialog)
    return shown


def back(program: Program, qtbot: QtBot) -> None:
    """What a window manager does when a dialog closes; the offscreen platform has none."""
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)


def labels(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def click_undo(program: Program, qtbot: QtBot) -> None:
    """Click Undo where the notice offers it."""
    notice = program.window._notice
    undo = next(button for button in notice.findChildren(QPushButton) if button.text() == "Undo")
    assert undo.isVisible()
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    panel(program).flush()


def prospect(program: Program, name: str) -> Prospect:
    ((key, _, _),) = reader.named_like(program.book, name)
    found = program.book.get(Prospect, key)
    assert found is not None
    return found


def plan(program: Program, name: str, due: Due) -> None:
    program.session.do(service.move_next, [prospect(program, name).id], None, due, LONDON.key)


# Chips


def test_the_chips_count_what_happens(program: Program, keys: Keys, qtbot: QtBot) -> None:
    assert counts(program) == {"Next": "3", "Today": "0", "New": "3", "All": "3"}
    keys.ctrl(Qt.Key.Key_N)
    keys.type("Osprey Logistics")
    keys.ctrl(Qt.Key.Key_Return)
    back(program, qtbot)
    assert counts(program) == {"Next": "4", "Today": "0", "New": "4", "All": "4"}
    assert called(program) == "Osprey Logistics"
    keys.alt(Qt.Key.Key_1)
    assert counts(program) == {"Next": "3", "Today": "0", "New": "3", "All": "4"}
    keys.ctrl(Qt.Key.Key_Z)
    assert counts(program) == {"Next": "4", "Today": "0", "New": "4", "All": "4"}
    assert (called(program), program.window.page.call.state) == ("Osprey Logistics", CallState.WRAP_UP)


def test_a_call_due_today_is_counted_until_it_is_made(program: Program, keys: Keys, clock: Clock) -> None:
    plan(program, "Halden", datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    assert counts(program) == {"Next": "2", "Today": "1", "New": "3", "All": "3"}
    clock.on(hours=5)
    program.session.minute.emit()
    assert counts(program)["Next"] == "3"
    assert names(program)[0] == "Halden Outdoor"  # due now comes before those never called


def test_the_foot_tells_the_day_against_the_goal(program: Program, keys: Keys) -> None:
    foot = panel(program)
    assert (foot._tally.whole_text(), foot._goal.text()) == ("Today 0 calls", "goal 20")
    keys.alt(Qt.Key.Key_1)
    foot.flush()
    assert foot._tally.whole_text() == "Today 1 call"
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_5)
    keys.type("thu 9:30")
    keys.ctrl(Qt.Key.Key_Return)
    foot.flush()
    assert foot._tally.whole_text() == "Today 2 calls · 1 conversation · 1 meeting"


# Searching


@pytest.fixture
def searched(program: Program) -> Program:
    """Six prospects, one of them in Chinese."""
    add(program, "明湖食品有限公司", "0571 8888 1234", city="杭州")
    add(program, "Müller & Söhne", "+49 30 901820", city="Berlin", notes="asked for a quote in May")
    add(program, HOSTILE, "020 7946 0958")
    panel(program).flush()
    return program


def test_the_list_follows_the_search_while_it_is_typed(searched: Program, keys: Keys, qtbot: QtBot) -> None:
    bakery, north, halden = "Larch Bakery", "Northgate Dental", "Halden Outdoor"
    for typed, found in (
        ("dent", [north]),
        ("dental north", [north]),
        ("DENTAL", [north]),
        ("owner larch", [bakery]),
        ("0161 496", [north]),
        ("4960123", [halden]),
        ("496", [north, halden]),
        ("+49 30", ["Müller & Söhne"]),
        ("muller", ["Müller & Söhne"]),
        ("quote in may", ["Müller & Söhne"]),
        ("8888", ["明湖食品有限公司"]),
        ("<b>x", [HOSTILE]),
        ('"larch b', [bakery]),
        ("nobody here", []),
        ("city:berlin", ["Müller & Söhne"]),
    ):
        keys.ctrl(Qt.Key.Key_F)
        keys.type(typed)
        qtbot.waitUntil(lambda found=found: names(searched) == found)  # type: ignore[misc]
    assert panel(searched)._nothing.isVisible() is False
    assert [button.isChecked() for _, button in panel(searched)._chips._buttons] == [False] * 4


def test_chinese_is_found_by_any_of_its_characters(
    searched: Program, keys: Keys, qapp: QApplication, qtbot: QtBot
) -> None:
    for typed in ("明湖", "食品", "限", "杭州"):
        keys.ctrl(Qt.Key.Key_F)
        event = QInputMethodEvent()
        event.setCommitString(typed)
        qapp.sendEvent(qapp.focusWidget(), event)
        assert panel(searched).search_text() == typed
        qtbot.waitUntil(lambda: names(searched) == ["明湖食品有限公司"])
        keys.press(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: len(names(searched)) == 6)


def test_enter_and_down_go_to_the_first_found_and_esc_clears(program: Program, keys: Keys, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down):
        keys.ctrl(Qt.Key.Key_F)
        keys.type("larch")
        keys.press(key)  # at once: a fast typist does not wait for the list
        assert (called(program), current(program), names(program)) == ("Larch Bakery", "Larch Bakery", ["Larch Bakery"])
        assert panel(program)._list.hasFocus()
        keys.ctrl(Qt.Key.Key_F)
        keys.press(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: len(names(program)) == 3)
        assert panel(program).search_text() == ""
        assert chip(program, "Next").isChecked()
        assert (called(program), current(program)) == ("Larch Bakery", "Larch Bakery")
        keys.press(Qt.Key.Key_Down)
        assert called(program) == "Northgate Dental"


def test_nothing_found_is_said_and_enter_stays(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_F)
    keys.type("zzz")
    qtbot.waitUntil(lambda: names(program) == [])
    assert panel(program)._nothing.text() == "Nothing found. Fewer words find more."
    keys.press(Qt.Key.Key_Return)
    assert called(program) == "Northgate Dental"
    assert panel(program)._search.hasFocus()


def test_a_chip_ends_the_search(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_F)
    keys.type("halden")
    qtbot.waitUntil(lambda: names(program) == ["Halden Outdoor"])
    choose(program, "All", qtbot)
    assert panel(program).search_text() == ""
    assert names(program) == ["Halden Outdoor", "Larch Bakery", "Northgate Dental"]
    assert chip(program, "All").isChecked()


# Sorting and filtering


def popup_field(program: Program, title: str) -> QComboBox:
    boxes = panel(program)._popup.findChildren(QComboBox)
    return next(box for box in boxes if box.accessibleName() == title)


def test_the_filter_writes_what_could_have_been_typed(program: Program, keys: Keys, qtbot: QtBot) -> None:
    add(program, "Fen Joinery", city="Leeds", postcode="LS1 4AP")
    add(program, "Ash Joinery", city="Leeds", postcode="LS2 7UE")
    program.session.do(service.tag, [prospect(program, "Fen").id], "trade fair")
    keys.ctrl(Qt.Key.Key_F)
    keys.type("joinery")
    keys.press(Qt.Key.Key_F, CTRL | SHIFT)
    assert popup_field(program, "City").hasFocus()
    keys.type("Leeds")
    keys.press(Qt.Key.Key_Tab)
    assert panel(program).search_text() == "joinery city:Leeds"
    for title, presses, text in (
        ("Stage", 1, "joinery city:Leeds stage:new"),
        ("Last call", 1, "joinery city:Leeds stage:new last:never"),
        ("Next action", 1, "joinery city:Leeds stage:new last:never next:none"),
        ("Sort by", 1, "joinery city:Leeds stage:new last:never next:none sort:name"),
    ):
        popup_field(program, title).setFocus()
        for _ in range(presses):
            keys.press(Qt.Key.Key_Down)
        assert panel(program).search_text() == text
    qtbot.waitUntil(lambda: names(program) == ["Ash Joinery", "Fen Joinery"])
    for title, typed, found in (
        ("Postcode begins", "LS1", ["Fen Joinery"]),
        ("Tag", "trade fair", ["Fen Joinery"]),
        ("Said in an answer", "by post", []),
    ):
        popup_field(program, title).setFocus()
        keys.type(typed)
        keys.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda found=found: names(program) == found)  # type: ignore[misc]
    assert panel(program).search_text() == (
        'joinery city:Leeds tag:"trade fair" theme:"by post" stage:new postcode:LS1 last:never next:none sort:name'
    )
    clear = next(each for each in panel(program)._popup.findChildren(QPushButton) if each.text() == "Clear")
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert panel(program).search_text() == "joinery"
    keys.press(Qt.Key.Key_Escape)
    assert not panel(program)._popup.isVisible()


def test_sorting_and_conditions_may_be_typed(program: Program, keys: Keys, qtbot: QtBot) -> None:
    plan(program, "Larch", date(2026, 11, 20))
    plan(program, "Halden", date(2026, 12, 20))
    for typed, order in (
        ("sort:name", ["Halden", "Larch", "Northgate"]),
        ("sort:-name", ["Northgate", "Larch", "Halden"]),
        ("sort:-added", ["Larch", "Halden", "Northgate"]),
        ("sort:next", ["Larch", "Halden", "Northgate"]),
        ("next:overdue", ["Larch"]),
        ("next:later", ["Halden"]),
        ("next:none", ["Northgate"]),
    ):
        keys.ctrl(Qt.Key.Key_F)
        keys.type(typed)
        qtbot.waitUntil(lambda order=order: [name.split()[0] for name in names(program)] == order)  # type: ignore[misc]


# Smart views


def ask_for_menu(widget: QWidget) -> None:
    """The menu key, on a widget."""
    place = QPoint(3, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)


def test_a_search_is_kept_as_a_view_by_one_key_and_taken_away_again(
    program: Program, keys: Keys, qtbot: QtBot, qapp: QApplication
) -> None:
    keys.ctrl(Qt.Key.Key_F)
    keys.type("city:Leeds")
    keys.ctrl(Qt.Key.Key_S)
    view = chip(program, "city:Leeds")
    assert view.isChecked()
    assert panel(program).search_text() == ""
    assert program.window.notice_text() == "Kept as a view."
    qtbot.waitUntil(lambda: counts(program)["city:Leeds"] == "0")
    add(program, "Fen Joinery", city="Leeds")
    qtbot.waitUntil(lambda: counts(program)["city:Leeds"] == "1")
    assert names(program) == ["Fen Joinery"]
    view = chip(program, "city:Leeds")
    ask_for_menu(view)
    menu = qapp.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    panel(program).flush()
    assert "city:Leeds" not in counts(program)
    assert chip(program, "Next").isChecked()
    click_undo(program, qtbot)
    qtbot.waitUntil(lambda: counts(program).get("city:Leeds") == "1")


def test_the_fixed_chips_have_no_menu(program: Program, qapp: QApplication) -> None:
    ask_for_menu(chip(program, "All"))
    assert qapp.activePopupWidget() is None


def test_the_same_search_kept_twice_is_one_view(program: Program, keys: Keys) -> None:
    for _ in range(2):
        keys.ctrl(Qt.Key.Key_F)
        keys.type("dental & co")
        keys.ctrl(Qt.Key.Key_S)
        assert chip(program, "dental & co").isChecked()
    assert [view.query for view in settings_reader.views(program.book)] == ["dental & co"]
    assert chip(program, "dental & co").text().startswith("dental && co")


def test_keeping_nothing_says_what_to_do(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_S)
    assert program.window.notice_text() == (
        "There is no search to keep yet. Type what to look for, then keep it as a view."
    )


# Several at once


@pytest.fixture
def three(program: Program, keys: Keys, qtbot: QtBot) -> Program:
    """All four prospects shown by name, the first three of them selected by Shift+Down."""
    add(program, "Zeta Roofing")
    choose(program, "All", qtbot)
    panel(program).select_first()
    panel(program).focus_list()
    for _ in range(2):
        keys.press(Qt.Key.Key_Down, SHIFT)
    assert selected(program) == ["Halden Outdoor", "Larch Bakery", "Northgate Dental"]
    return program


def selected(program: Program) -> list[str]:
    return [reader.name_of(program.book, key) for key in panel(program).selected()]


def tagged(program: Program) -> dict[str, list[str]]:
    everybody = [prospect(program, name) for _, name, _ in reader.named_like(program.book, "")]
    return {each.name.split()[0]: reader.tags_of(program.book, each.id) for each in everybody}


def test_several_are_tagged_and_untagged(three: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.press(Qt.Key.Key_T, CTRL | SHIFT)
    keys.type("fair")
    keys.press(Qt.Key.Key_Return)
    assert tagged(three) == {"Halden": ["fair"], "Larch": ["fair"], "Northgate": ["fair"], "Zeta": []}
    panel(three).flush()
    assert selected(three) == ["Halden Outdoor", "Larch Bakery", "Northgate Dental"]  # for the next thing to do
    back(three, qtbot)
    keys.press(Qt.Key.Key_T, CTRL | SHIFT)
    keys.type("-fair")
    keys.press(Qt.Key.Key_Return)
    assert set(map(len, tagged(three).values())) == {0}
    assert three.window.notice_text() == "Tags changed."
    click_undo(three, qtbot)
    assert tagged(three)["Larch"] == ["fair"]


def test_several_move_to_a_stage(three: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.press(Qt.Key.Key_G, CTRL | SHIFT)
    for _ in range(list(Stage).index(Stage.TALKING)):
        keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    stages = {name: prospect(three, name).stage for name in ("Halden", "Larch", "Northgate", "Zeta")}
    assert stages == {"Halden": "talking", "Larch": "talking", "Northgate": "talking", "Zeta": "new"}
    assert three.window.notice_text() == "Stage of 3 prospects moved."
    click_undo(three, qtbot)
    assert prospect(three, "Halden").stage is Stage.NEW


def test_several_get_a_next_action_on_a_typed_day(three: Program, keys: Keys, qtbot: QtBot, qapp: QApplication) -> None:
    keys.press(Qt.Key.Key_N, CTRL | SHIFT)
    asked = dialog(three, qapp)
    take = next(each for each in asked.findChildren(QPushButton) if each.text() == "OK")
    assert not take.isEnabled()
    keys.type("thu 9:3")
    assert "This could not be read as a date yet." not in labels(asked)
    keys.type("0")
    assert "Thu 26 Nov 09:30" in labels(asked)
    keys.press(Qt.Key.Key_Return)
    due = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    dues = [prospect(three, name).next_due for name in ("Halden", "Larch", "Northgate", "Zeta")]
    assert dues == [due, due, due, None]
    assert three.window.notice_text() == "3 next actions moved."
    click_undo(three, qtbot)
    assert prospect(three, "Larch").next_due is None


def test_a_day_that_cannot_be_read_is_said_and_not_taken(three: Program, keys: Keys, qapp: QApplication) -> None:
    keys.press(Qt.Key.Key_N, CTRL | SHIFT)
    keys.type("when she is back")
    keys.press(Qt.Key.Key_Return)
    asked = dialog(three, qapp)
    assert "This could not be read as a date yet." in labels(asked)
    keys.press(Qt.Key.Key_Escape)
    assert prospect(three, "Halden").next_due is None
    assert three.window.findChildren(LineDialog) == []


def test_several_are_never_called_again(three: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_K)
    keys.type("do not call")
    keys.press(Qt.Key.Key_Return)
    barred = [name for name in ("Halden", "Larch", "Northgate", "Zeta") if prospect(three, name).do_not_call_at]
    assert barred == ["Halden", "Larch", "Northgate"]
    assert counts(three)["Next"] == "1"
    assert three.window.notice_text() == "Marked as do not call."
    click_undo(three, qtbot)
    assert counts(three)["Next"] == "4"


def test_several_are_deleted_and_come_back(three: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.press(Qt.Key.Key_Backspace, CTRL | SHIFT)
    assert names(three) == ["Zeta Roofing"]
    assert (called(three), current(three)) == ("Zeta Roofing", "Zeta Roofing")
    assert three.window.notice_text() == "3 prospects deleted."
    click_undo(three, qtbot)
    assert len(names(three)) == 4
    assert three.window.notice_text() == "Undone: prospects deleted"


def test_after_deleting_some_the_next_one_is_shown(program: Program, keys: Keys, qtbot: QtBot) -> None:
    for letter in "UVWXYZ":
        add(program, f"{letter} Ltd")
    choose(program, "All", qtbot)
    panel(program).select_first()
    panel(program).focus_list()
    for _ in range(2):
        keys.press(Qt.Key.Key_Down, SHIFT)
    keys.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert (names(program)[0], called(program)) == ("U Ltd", "U Ltd")


def test_deleting_everybody_teaches_again_and_undo_brings_them_back(program: Program, keys: Keys, qtbot: QtBot) -> None:
    choose(program, "All", qtbot)
    panel(program).focus_list()
    keys.ctrl(Qt.Key.Key_A)
    keys.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert program.window.page._empty.isVisible()
    keys.ctrl(Qt.Key.Key_Z)
    assert not program.window.page._empty.isVisible()
    assert counts(program)["All"] == "3"


def test_with_nobody_selected_the_keys_say_so(open_program: Callable[[], Program], keys: Keys) -> None:
    program = open_program()
    keys.press(Qt.Key.Key_T, CTRL | SHIFT)
    assert program.window.notice_text() == "Select a prospect first."


def test_a_right_click_offers_what_can_be_done_with_the_selected(three: Program, qapp: QApplication) -> None:
    viewport = panel(three)._list.viewport()
    place = panel(three)._list.visualRect(panel(three)._model.index(1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    qapp.sendEvent(viewport, event)
    menu = three.window._menus["prospect"]
    assert menu.isVisible()
    assert [action.objectName() for action in menu.actions() if action.objectName()] == [
        "new_prospect", "edit_prospect", "tag", "stage", "move_next", "save_contact", "save_meeting", "visit_sheet",
        "visits_today", "do_not_call", "delete", "duplicates",
    ]  # fmt: skip
    assert len(selected(three)) == 3
    menu.close()


# Going on to the next


def log_talked(keys: Keys) -> None:
    """Call, talk, save and go on; what is proposed next is a week away."""
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)


@pytest.mark.parametrize(
    "label, order",
    [
        ("Next", ["Northgate Dental", "Halden Outdoor", "Larch Bakery"]),
        ("All", ["Halden Outdoor", "Larch Bakery", "Northgate Dental"]),
        ("New", ["Northgate Dental", "Halden Outdoor", "Larch Bakery"]),
        ("owner", ["Northgate Dental", "Halden Outdoor", "Larch Bakery"]),
    ],
)
def test_saving_goes_on_to_the_next_row(
    program: Program, keys: Keys, qtbot: QtBot, label: str, order: list[str]
) -> None:
    if label == "owner":
        program.session.do(save_view, "owner", "owner")
        panel(program).flush()
    choose(program, label, qtbot)
    panel(program).select_first()
    panel(program).focus_list()
    for name in order:
        assert (called(program), current(program)) == (name, name)
        log_talked(keys)


def test_a_view_whose_order_the_calls_change_is_worked_down_all_the_same(
    program: Program, keys: Keys, qtbot: QtBot
) -> None:
    """Called ones are due later, so they move down, behind those not called yet."""
    order = ["Ash Joinery", "Birch Joinery", "Cedar Joinery", "Doum Joinery", "Elm Joinery"]
    for day, name in enumerate(order, 20):
        add(program, name)
        if day < 23:
            plan(program, name, date(2026, 11, day))
    program.session.do(save_view, "", "joinery")
    panel(program).flush()
    choose(program, "joinery", qtbot)
    panel(program).focus_list()
    seen = []
    for _ in order:
        seen.append(called(program))
        log_talked(keys)
    assert seen == order
    assert called(program) == order[0]  # all were passed: it begins again at the top


def test_what_became_due_meanwhile_comes_next_in_the_queue(program: Program, keys: Keys, clock: Clock) -> None:
    plan(program, "Larch", datetime(2026, 11, 24, 10, 45, tzinfo=UTC))
    keys.ctrl(Qt.Key.Key_Return)
    clock.on(minutes=5)
    keys.alt(Qt.Key.Key_1)
    assert called(program) == "Larch Bakery"


def test_skipping_goes_down_and_back_goes_up(program: Program, keys: Keys) -> None:
    seen = [called(program)]
    for _ in range(3):
        keys.alt(Qt.Key.Key_Right)
        seen.append(called(program))
    assert seen == ["Northgate Dental", "Halden Outdoor", "Larch Bakery", "Northgate Dental"]
    keys.alt(Qt.Key.Key_Right)
    keys.alt(Qt.Key.Key_Left)
    assert called(program) == "Northgate Dental"
    keys.alt(Qt.Key.Key_Left)
    assert called(program) == "Northgate Dental"


def test_a_skipped_one_is_not_forced_on_after_each_call(program: Program, keys: Keys) -> None:
    keys.alt(Qt.Key.Key_Right)
    keys.alt(Qt.Key.Key_1)
    assert (called(program), names(program)) == ("Larch Bakery", ["Northgate Dental", "Larch Bakery"])


def test_when_nobody_is_left_the_window_says_so(program: Program, keys: Keys) -> None:
    for _ in range(3):
        keys.alt(Qt.Key.Key_1)
    assert names(program) == []
    assert program.window.page._nobody.isVisible()
    assert panel(program)._nothing.isVisible()


# What stays as it is while the list is read again


def test_the_current_one_stays_current_while_others_come_and_go(program: Program, keys: Keys, qtbot: QtBot) -> None:
    choose(program, "All", qtbot)
    panel(program).focus_list()
    keys.press(Qt.Key.Key_End)
    keys.press(Qt.Key.Key_Up)
    assert current(program) == "Larch Bakery"
    add(program, "Aardvark Removals")
    panel(program).flush()
    assert (current(program), called(program)) == ("Larch Bakery", "Larch Bakery")
    assert panel(program)._list.currentIndex().row() == 2
    program.session.minute.emit()
    program.session.do(service.delete, [prospect(program, "Halden").id])
    panel(program).flush()
    assert (current(program), panel(program)._list.currentIndex().row()) == ("Larch Bakery", 1)
    keys.press(Qt.Key.Key_Down)
    assert called(program) == "Northgate Dental"


def test_several_stay_selected_while_time_passes(three: Program) -> None:
    three.session.minute.emit()
    add(three, "Aardvark Removals")
    panel(three).flush()
    assert selected(three) == ["Halden Outdoor", "Larch Bakery", "Northgate Dental"]
    assert len(panel(three)._list.selectionModel().selectedIndexes()) == 3


def test_another_listing_selects_only_the_current_one(three: Program, qtbot: QtBot) -> None:
    choose(three, "New", qtbot)
    assert selected(three) == ["Northgate Dental"]


def test_whom_the_list_does_not_show_stays_in_the_panel(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_F)
    keys.type("larch")
    qtbot.waitUntil(lambda: names(program) == ["Larch Bakery"])
    assert (called(program), current(program)) == ("Northgate Dental", "")
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(program)) == 3)
    assert current(program) == "Northgate Dental"


# Text as text


def test_a_name_is_painted_as_it_was_typed(program: Program, keys: Keys, qtbot: QtBot) -> None:
    for name in (HOSTILE, "x & y"):  # without a country, so without a clock at the right
        program.session.do(service.add, Draft(Prospect(name=name)))
    panel(program).flush()
    choose(program, "All", qtbot)
    model = panel(program)._model
    index = next(model.index(row) for row in range(model.rowCount()) if model.index(row).data() == HOSTILE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == HOSTILE
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None  # a tooltip would read it as HTML
    wide, narrow = inked(program, index.row()), inked(program, names(program).index("x & y"))
    assert wide > 1.5 * narrow  # "<b>x</b>&y" takes the room of ten letters, not of three


def inked(program: Program, row: int) -> int:
    """How far to the right the first line of a row is written, in pixels."""
    panel(program)._list.selectionModel().clear()
    view, index = panel(program)._list, panel(program)._model.index(row)
    view.scrollTo(index)
    box = view.visualRect(index)
    image = view.viewport().grab(box).toImage()
    ground = image.pixelColor(image.width() // 2, 3)
    line = range(8, 8 + view.fontMetrics().height())
    columns = (x for x in range(image.width() - 1, 0, -1) if any(image.pixelColor(x, y) != ground for y in line))
    return next(columns)


# How much is read


class Reading:
    """Counts what is asked of the book's connection: statements, and rows that come out of them."""

    def __init__(self, program: Program) -> None:
        self.statements: list[str] = []
        self.rows = 0
        self._connection = program.book.connection
        self._connection.set_trace_callback(self._traced)
        self._connection.row_factory = self._counted

    def _traced(self, statement: str) -> None:
        if not statement.startswith("--"):  # what the text index asks of itself
            self.statements.append(statement)

    def _counted(self, _: object, row: tuple[object, ...]) -> tuple[object, ...]:
        self.rows += 1
        return row

    def again(self) -> "Reading":
        self.statements.clear()
        self.rows = 0
        return self

    def stop(self) -> None:
        self._connection.set_trace_callback(None)
        self._connection.row_factory = None


@pytest.fixture
def large(open_program: Callable[[], Program], tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Program, Reading]]:
    """A window on a book of 5,000 prospects."""
    book = ready_book(paths(tmp_path / "data"), TUESDAY)
    with book.step(Op.IMPORT) as step:
        step.insert_many(Prospect(name=f"Firm {number:04}", city="Leeds", created_at=TUESDAY) for number in range(MANY))
    book.close()
    program = open_program()
    reading = Reading(program)
    yield program, reading
    reading.stop()


FEW = 10 * PAGE
"""Rows a moment of use may read: two pages, each its ids first, and the ids of five more for finding a place again."""


def test_five_thousand_are_never_read_whole(large: tuple[Program, Reading], keys: Keys, qtbot: QtBot) -> None:
    program, reading = large
    assert {count.replace(",", "") for count in counts(program).values()} == {"5000", "0"}
    page = program.window.page
    moments: list[tuple[str, Callable[[], object]]] = [
        ("begin", page.begin),
        ("all", lambda: choose(program, "All", qtbot)),
        ("paint", lambda: panel(program)._list.grab()),
        ("end", lambda: (page.list.focus_list(), keys.press(Qt.Key.Key_End))),
        ("paint the end", lambda: panel(program)._list.grab()),
        ("refresh at the end", program.session.minute.emit),
        ("page up", lambda: keys.press(Qt.Key.Key_PageUp)),
        ("a change", lambda: (add(program, "Aardvark"), page.list.flush())),
        ("home", lambda: keys.press(Qt.Key.Key_Home)),
        ("search", lambda: (keys.ctrl(Qt.Key.Key_F), keys.type("firm"), page.list._searched())),
        ("search one", lambda: (keys.type(" 4321"), page.list._searched())),
        ("find it", lambda: keys.press(Qt.Key.Key_Return)),
        ("clear", lambda: (keys.ctrl(Qt.Key.Key_F), keys.press(Qt.Key.Key_Escape), page.list._searched())),
    ]
    for name, do in moments:
        reading.again()
        do()
        assert reading.rows <= FEW, (name, reading.rows)
        assert len(reading.statements) <= 80, (name, len(reading.statements))
    assert len(panel(program)._model._pages) <= 3


def test_the_last_of_five_thousand_stays_current(large: tuple[Program, Reading], keys: Keys, qtbot: QtBot) -> None:
    program, _ = large
    choose(program, "All", qtbot)
    panel(program).focus_list()
    keys.press(Qt.Key.Key_End)
    assert (current(program), called(program)) == ("Firm 4999", "Firm 4999")
    add(program, "Aardvark Removals")
    panel(program).flush()
    assert (current(program), panel(program)._list.currentIndex().row()) == ("Firm 4999", MANY)
    log_talked(keys)
    assert (called(program), current(program)) == ("Aardvark Removals", "Aardvark Removals")


def test_scrolling_through_keeps_few_pages(large: tuple[Program, Reading], keys: Keys) -> None:
    program, _ = large
    model = panel(program)._model
    for number in range(0, MANY, PAGE):
        assert model.row(number) is not None
    assert len(model._pages) <= 20
    assert model.row(MANY) is None
    assert model.row(-1) is None
    assert model.rowCount() == MANY
    assert model.data(model.index(0), Qt.ItemDataRole.DecorationRole) is None
