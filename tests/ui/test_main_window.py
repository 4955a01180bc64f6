"""The window by real keys: pages, dialogs, commands, what is kept over a restart, and files brought in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMainWindow,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from callbook.app import Program, open_window
from callbook.domain.call import CallState
from callbook.domain.change import Op
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.services import prospects as service
from callbook.services.prospects import Draft
from callbook.storage import calls, listing
from callbook.storage import prospects as reader
from callbook.storage.calls import HistoryFilter
from callbook.storage.listing import Listing, Scope
from callbook.system.paths import paths
from callbook.system.settings import GEOMETRY, THEME, MachineSettings
from callbook.ui.actions import OF_WHOM_IS_SHOWN, Command, commands, make_actions, menus
from callbook.ui.dialogs.import_file import ImportDialog
from callbook.ui.dialogs.log_call import LogCallDialog
from callbook.ui.dialogs.palette import CommandPalette
from callbook.ui.dialogs.settings import SettingsDialog
from callbook.ui.dialogs.shortcuts import ShortcutsDialog
from callbook.ui.fields import TextField
from callbook.ui.history.page import HistoryPage
from callbook.ui.insights.page import InsightsPage
from callbook.ui.main_window import CALL, HISTORY, INSIGHTS, SCRIPTS, Unmade
from callbook.ui.notice_bar import ERROR_MS, LATER_MS, SHOWN_MS, NoticeBar
from callbook.ui.prospects.editor import ProspectEditor
from callbook.ui.scripts.page import ScriptsPage
from tests.ui.conftest import LONDON, TUESDAY, Clock, Keys, add, clear_away

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def back(program: Program, qtbot: QtBot) -> None:
    """What a window manager does when a dialog closes; the offscreen platform has none."""
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(widget: QWidget, words: str) -> QPushButton:
    return next(each for each in widget.findChildren(QPushButton) if words in each.text() and each.isVisible())


def close(program: Program) -> None:
    """Close the window as leaving the program does: no timer of it runs any more."""
    program.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def words_of_buttons(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QPushButton) if each.isVisible()]


def page(program: Program, number: int) -> QWidget:
    return program.window._pages.widget(number)


def everybody(program: Program) -> int:
    return listing.count(program.book, Listing(Scope.ALL), program.session.now(), LONDON)


# Pages


def test_pages_are_made_when_they_are_first_asked_for(program: Program, keys: Keys, qtbot: QtBot) -> None:
    made = {HISTORY: HistoryPage, INSIGHTS: InsightsPage, SCRIPTS: ScriptsPage}
    for number, key in ((SCRIPTS, Qt.Key.Key_4), (HISTORY, Qt.Key.Key_2), (INSIGHTS, Qt.Key.Key_3)):
        assert isinstance(page(program, number), Unmade)
        keys.ctrl(key)
        kind = made.pop(number)
        assert isinstance(page(program, number), kind)
        assert program.window._pages.currentIndex() == number
        assert all(isinstance(page(program, later), Unmade) for later in made)
        assert program.window._rail._pages[number][1].isChecked()
        kept = page(program, number)
        keys.ctrl(Qt.Key.Key_1)
        assert program.window._pages.currentIndex() == CALL
        assert program.window.page.list._list.hasFocus()
        keys.ctrl(key)
        assert page(program, number) is kept


def test_the_rail_leads_to_the_pages_and_says_where_the_book_lies(program: Program, qtbot: QtBot) -> None:
    tools = program.window._rail.findChildren(QToolButton)
    assert [tool.text() for tool in tools] == ["Call", "History", "Insights", "Scripts", "No\nbackup"]
    qtbot.mouseClick(tools[3], Qt.MouseButton.LeftButton)
    assert program.window._pages.currentIndex() == SCRIPTS
    qtbot.mouseClick(tools[0], Qt.MouseButton.LeftButton)
    assert program.window._pages.currentIndex() == CALL
    qtbot.mouseClick(tools[4], Qt.MouseButton.LeftButton)
    assert program.window.notice_text() == f"The book lies in {program.book.path.parent}"


def test_a_prospect_in_the_history_is_shown_on_the_first_page(program: Program, keys: Keys) -> None:
    bakery = reader.named_like(program.book, "Larch")[0][0]
    keys.ctrl(Qt.Key.Key_2)
    history = page(program, HISTORY)
    assert isinstance(history, HistoryPage)
    history.prospect_chosen.emit(bakery)
    assert program.window._pages.currentIndex() == CALL
    assert program.window.page.call.prospect_id == bakery


def test_no_call_is_begun_or_logged_from_a_page_that_does_not_show_it(
    program: Program, keys: Keys, qtbot: QtBot
) -> None:
    window, written = program.window, list[Op]()
    first = window.page.call.prospect_id
    program.session.changed.connect(lambda change, by: written.append(change.op))
    pressed = [(key, CTRL) for key in (Qt.Key.Key_Return, Qt.Key.Key_P, Qt.Key.Key_T, Qt.Key.Key_S)]
    pressed += [(key, ALT) for key in (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_Right, Qt.Key.Key_Left)]
    pressed += [(Qt.Key.Key_Return, CTRL | SHIFT), (Qt.Key.Key_D, CTRL)]
    for away, (key, modifiers) in zip([Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4] * 4, pressed, strict=False):
        keys.ctrl(away)
        if away is Qt.Key.Key_2:  # until it is known that there is no call, the list has the keyboard
            history = page(program, HISTORY)
            assert isinstance(history, HistoryPage)
            qtbot.waitUntil(history.list.isHidden)
            assert history.isAncestorOf(keys.target())
        keys.press(key, modifiers)
        assert window._pages.currentIndex() == CALL and written == [], key
        assert window.page.call.prospect_id == first and window.page.call.state is None
        assert window.notice_text() == "Here is what that is about. Once more, and it is done."
    keys.alt(Qt.Key.Key_1)
    assert [row.call.outcome for row in calls.history_page(program.book, HistoryFilter(), 0, 9)] == ["No answer"]


def test_a_call_in_hand_is_shown_before_a_key_ends_it(program: Program, keys: Keys) -> None:
    call = program.window.page.call
    keys.ctrl(Qt.Key.Key_Return)
    for key, modifiers in ((Qt.Key.Key_Return, CTRL), (Qt.Key.Key_0, ALT)):
        keys.ctrl(Qt.Key.Key_4)
        keys.press(key, modifiers)
        assert program.window._pages.currentIndex() == CALL and call.state is CallState.LIVE
    keys.type("as agreed")
    assert call._live._note.text() == "as agreed"
    keys.alt(Qt.Key.Key_5)
    assert call.state is CallState.WRAP_UP


def test_they_are_calling_is_one_key_from_every_page(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_3)
    keys.ctrl(Qt.Key.Key_I)
    assert program.window._pages.currentIndex() == CALL and program.window.page.call.state is CallState.LIVE


# Commands and their keys

# The table of the product, as this window spells it.
PROMISED = {
    "primary": ["Ctrl+Return"], "inbound": ["Ctrl+I"], "log_call": ["Ctrl+L"], "search": ["Ctrl+F"],
    "palette": ["Ctrl+K"], "new_prospect": ["Ctrl+N"], "edit_prospect": ["F2"], "dial": ["Ctrl+D"],
    "page_call": ["Ctrl+1"], "page_history": ["Ctrl+2"], "page_insights": ["Ctrl+3"], "page_scripts": ["Ctrl+4"],
    "undo": ["Ctrl+Z"], "redo": ["Ctrl+Shift+Z"], "shortcuts": ["F1", "Ctrl+?"], "picked_up": ["Ctrl+T"],
    "keep_view": ["Ctrl+S"],
}  # fmt: skip


def test_each_command_does_something_and_has_a_place_in_a_menu(program: Program) -> None:
    names = [command.name for command in commands()]
    assert len(set(names)) == len(names)
    assert set(program.window._doings()) == set(names) == set(program.window.actions_by_name)
    assert {command.menu for command in commands()} == set(menus())
    assert all(command.words for command in commands())


def test_no_two_commands_share_a_key(program: Program) -> None:
    keys = [QKeySequence(key).toString() for command in commands() for key in command.keys]
    keys += [shortcut.key().toString() for shortcut in program.window.findChildren(QShortcut)]
    keys += [f"Alt+{found[1].upper()}" for words in menus().values() if (found := re.search("&(.)", words))]
    assert "" not in keys
    assert len(set(keys)) == len(keys)


def test_every_key_of_the_product_is_there(program: Program) -> None:
    for name, keys in PROMISED.items():
        present = [shortcut.toString() for shortcut in program.window.actions_by_name[name].shortcuts()]
        assert set(keys) <= set(present), name
    digits = {shortcut.key().toString() for shortcut in program.window.findChildren(QShortcut)}
    assert {f"Alt+{digit}" for digit in "1234567890"} <= digits


@pytest.mark.parametrize("command", [command for command in commands() if command.keys], ids=lambda each: each.name)
def test_each_key_does_its_command_and_no_other(command: Command, qapp: QApplication, qtbot: QtBot) -> None:
    done: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    made = make_actions(window, {each.name: lambda name=each.name: done.append(name) for each in commands()})  # type: ignore[misc]
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    for shortcut in made[command.name].shortcuts():
        pressed = shortcut[0]
        qtbot.keyClick(window, pressed.key(), pressed.keyboardModifiers())
    assert done == [command.name] * len(command.keys)


def test_a_command_that_does_nothing_is_our_bug(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        make_actions(QWidget(), {})


def test_undo_and_redo_say_what_they_would_take_back(program: Program, keys: Keys) -> None:
    actions = program.window.actions_by_name
    assert actions["undo"].text() == "Undo: prospect added"
    keys.ctrl(Qt.Key.Key_Z)
    assert actions["redo"].text() == "Redo: prospect added"
    assert program.window.notice_text() == "Undone: prospect added"
    keys.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert program.window.notice_text() == "Done again: prospect added"
    assert (actions["undo"].text(), actions["redo"].text()) == ("Undo: prospect added", "Redo")
    for _ in range(4):
        keys.ctrl(Qt.Key.Key_Z)
    assert program.window.notice_text() == "There is nothing to take back."
    assert actions["undo"].text() == "Undo"
    assert everybody(program) == 0


class Windows(QObject):
    """Notes every window that appears."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(
    open_program: Callable[[], Program], keys: Keys, qapp: QApplication, qtbot: QtBot
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    program = open_program()
    wrong = Phone(typed="0161 496 0142", wrong_at=TUESDAY)
    program.session.do(service.add, Draft(Prospect(name="Northgate"), (Contact(name="Aisha"),), (wrong,), ("fair",)))
    keys.alt(Qt.Key.Key_8)
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_I)
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
        keys.ctrl(key)
    program.window.edit_prospect(1)
    program.window.open_settings()
    qapp.removeEventFilter(windows)
    assert windows.shown == ["MainWindow", "ProspectEditor", "SettingsDialog"]


# Dialogs


def test_dialogs_open_by_their_key_and_close_by_esc(
    program: Program, keys: Keys, qtbot: QtBot, qapp: QApplication
) -> None:
    for kind, key, modifiers in (
        (CommandPalette, Qt.Key.Key_K, CTRL),
        (ShortcutsDialog, Qt.Key.Key_F1, NONE),
        (ShortcutsDialog, Qt.Key.Key_Question, CTRL),
        (ProspectEditor, Qt.Key.Key_N, CTRL),
        (ProspectEditor, Qt.Key.Key_F2, NONE),
        (LogCallDialog, Qt.Key.Key_L, CTRL),
        (SettingsDialog, Qt.Key.Key_Comma, CTRL),
    ):
        keys.press(key, modifiers)
        qtbot.waitUntil(lambda kind=kind: isinstance(qapp.activeWindow(), kind))  # type: ignore[misc]
        opened = qapp.activeWindow()
        keys.press(Qt.Key.Key_Escape)
        assert not opened.isVisible(), kind
        back(program, qtbot)
        assert program.window._dialogs[kind] is opened
    assert everybody(program) == 3


def test_the_palette_leads_everywhere(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_K)
    keys.type("larch")
    keys.press(Qt.Key.Key_Return)
    bakery = reader.named_like(program.book, "Larch")[0][0]
    qtbot.waitUntil(lambda: program.window.page.call.prospect_id == bakery)
    back(program, qtbot)
    keys.ctrl(Qt.Key.Key_K)
    keys.type("market research")
    keys.press(Qt.Key.Key_Return)
    assert program.window._pages.currentIndex() == SCRIPTS
    back(program, qtbot)
    keys.ctrl(Qt.Key.Key_K)
    keys.type("busy")
    keys.press(Qt.Key.Key_Return)
    assert program.window._pages.currentIndex() == CALL
    assert calls.history_page(program.book, HistoryFilter(), 0, 9) == []
    back(program, qtbot)
    keys.ctrl(Qt.Key.Key_K)
    keys.type("busy")
    keys.press(Qt.Key.Key_Return)
    (row,) = calls.history_page(program.book, HistoryFilter(), 0, 9)
    assert (row.prospect, row.call.outcome) == ("Larch Bakery", "Busy")


def test_f2_edits_whom_the_panel_shows(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.press(Qt.Key.Key_F2)
    editor = program.window._dialogs[ProspectEditor]
    qtbot.waitUntil(editor.isActiveWindow)
    keys.ctrl(Qt.Key.Key_A)
    keys.type("Northgate Smiles")
    keys.ctrl(Qt.Key.Key_Return)
    assert reader.name_of(program.book, program.window.page.call.prospect_id) == "Northgate Smiles"
    assert "Northgate Smiles" in shown(program.window.page.call)


def test_no_prospect_is_edited_from_a_page_that_does_not_show_it(program: Program, keys: Keys) -> None:
    shown_first = program.window.page.call.prospect_id
    for page in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        keys.ctrl(page)
        keys.press(Qt.Key.Key_F2)
        assert ProspectEditor not in program.window._dialogs
        for key in (Qt.Key.Key_T, Qt.Key.Key_G, Qt.Key.Key_N, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            keys.press(key, CTRL | SHIFT)
            assert QApplication.activeModalWidget() is None
        for name in OF_WHOM_IS_SHOWN:
            program.window.actions_by_name[name].trigger()
        assert everybody(program) == 3 and QApplication.activeModalWidget() is None
        assert reader.barred(program.book, [shown_first]) == set()
    keys.ctrl(Qt.Key.Key_1)
    keys.press(Qt.Key.Key_F2)
    assert program.window._dialogs[ProspectEditor].isVisible()


def test_logging_without_the_timer_is_one_key_away(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_L)
    dialog = program.window._dialogs[LogCallDialog]
    qtbot.waitUntil(dialog.isActiveWindow)
    keys.alt(Qt.Key.Key_2)
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = calls.history_page(program.book, HistoryFilter(), 0, 9)
    assert (row.prospect, row.call.outcome) == ("Northgate Dental", "Voicemail")
    assert program.window.notice_text() == "Call logged."


def test_the_demonstration_is_asked_of_whoever_started_the_window(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_K)
    keys.type("demonstration")
    with qtbot.waitSignal(program.window.demo_asked):
        keys.press(Qt.Key.Key_Return)


# Notices


def test_notices_go_by_themselves_and_errors_stay_longer(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 400)
    parent.show()
    bar = NoticeBar(parent, QWidget(parent))
    bar.say("<b>x</b>&y", undo=True)
    assert bar.text() == "<b>x</b>&y"
    assert button(bar, "Undo").isVisible()
    assert (bar._timer.isActive(), bar._timer.interval()) == (True, SHOWN_MS)
    bar.say_error("The disk is full.", "Free some space.")
    assert bar.text() == "The disk is full. Free some space."
    assert [each.text() for each in bar.findChildren(QPushButton) if each.isVisible()] == ["✕"]
    assert (bar._timer.isActive(), bar._timer.interval()) == (True, ERROR_MS)
    qtbot.mouseClick(button(bar, "✕"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    bar.say("again")
    bar._timer.start(0)
    qtbot.waitUntil(lambda: not bar.isVisible())


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[NoticeBar]:
    """A notice bar over something that is shown."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 400)
    parent.show()
    yield NoticeBar(parent, QWidget(parent))
    parent.close()


def test_what_can_wait_is_said_at_once_where_nothing_else_is(bar: NoticeBar) -> None:
    bar.say_later("Brought up to date.")
    assert (bar.isVisible(), bar.text()) == (True, "Brought up to date.")
    assert (bar._timer.isActive(), bar._timer.interval()) == (True, LATER_MS)
    assert LATER_MS > SHOWN_MS


@pytest.mark.parametrize("how", ["closed", "gone by itself"])
def test_what_can_wait_is_said_after_the_rest_and_once(bar: NoticeBar, qtbot: QtBot, how: str) -> None:
    bar.say("Your call is back.")
    bar.say_later("Brought up to date.")
    assert (bar.text(), bar._timer.interval()) == ("Your call is back.", SHOWN_MS)
    for following in ("Brought up to date.", ""):
        if how == "closed":
            qtbot.mouseClick(button(bar, "✕"), Qt.MouseButton.LeftButton)
        else:
            bar._timer.start(0)
            qtbot.waitUntil(lambda: not bar._timer.isActive() or bar._timer.interval() > 0)
        assert (bar.text() if bar.isVisible() else "") == following


def test_what_waits_is_not_lost_when_something_is_taken_back(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say("Call logged.", undo=True)
    bar.say_later("Brought up to date.")
    bar.undo_asked.connect(lambda: bar.say("Undone."))
    qtbot.mouseClick(button(bar, "Undo"), Qt.MouseButton.LeftButton)
    assert bar.text() == "Undone."
    qtbot.mouseClick(button(bar, "✕"), Qt.MouseButton.LeftButton)
    assert (bar.isVisible(), bar.text()) == (True, "Brought up to date.")


def test_what_waits_follows_a_taking_back_that_says_nothing(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.say("Call logged.", undo=True)
    bar.say_later("Brought up to date.")
    qtbot.mouseClick(button(bar, "Undo"), Qt.MouseButton.LeftButton)
    assert (bar.isVisible(), bar.text()) == (True, "Brought up to date.")
    assert not any(each.text() == "Undo" and each.isVisible() for each in bar.findChildren(QPushButton))


def test_a_notice_stays_inside_the_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = NoticeBar(parent, QWidget(parent))
    for width in (400, 980, 2000):
        parent.resize(width, 400)
        bar.say("words " * 200, undo=True)
        assert parent.rect().contains(bar.geometry()), width


def test_a_notice_lies_below_a_reminder(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 400)
    reminder = QWidget(parent)
    reminder.setGeometry(600, 0, 400, 34)
    bar = NoticeBar(parent, reminder)
    parent.show()
    bar.say("Saved")
    assert not bar.geometry().intersects(reminder.geometry())
    reminder.hide()
    bar.say("Saved")
    assert bar.geometry().top() < 34


# Over a restart


@pytest.fixture
def restart(qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Callable[[], Program]]:
    """Opens the window of this test as the program itself does, with the theme it was left with."""
    opened: list[Program] = []

    def start() -> Program:
        clear_away(qapp)
        program = open_window(qapp, paths(tmp_path / "data"), clock, LONDON)
        opened.append(program)
        qtbot.waitUntil(program.window.isActiveWindow)
        return program

    yield start
    for program in opened:
        if isValid(program.window) and program.window.isVisible():
            program.close()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def test_the_theme_chosen_is_kept(restart: Callable[[], Program], keys: Keys) -> None:
    program = restart()
    assert program.theme.choice == "system"
    for words, choice, dark in (("dark", "dark", True), ("light", "light", False)):
        keys.ctrl(Qt.Key.Key_K)
        keys.type(words)
        keys.press(Qt.Key.Key_Return)
        assert (program.theme.choice, program.theme.dark) == (choice, dark)
        close(program)
        program = restart()
        assert (program.theme.choice, program.theme.dark) == (choice, dark)


def test_a_theme_nobody_knows_is_that_of_the_system(restart: Callable[[], Program], tmp_path: Path) -> None:
    MachineSettings(paths(tmp_path / "data").settings).put(THEME, "purple")
    assert restart().theme.choice == "system"


def test_size_and_columns_are_kept(restart: Callable[[], Program]) -> None:
    program = restart()
    add(program, "Northgate Dental")
    program.window.resize(980, 700)  # what the offscreen platform's screen of 800 pixels square has room for
    program.window.page._splitter.setSizes([400, 500, 200])
    sizes = program.window.page._splitter.sizes()
    close(program)
    again = restart()
    assert (again.window.width(), again.window.height()) == (980, 700)
    assert again.window.page._splitter.sizes() == sizes


def geometry_at(place: QRect) -> QByteArray:
    """What a window at a place of some earlier screens would have kept."""
    window = QMainWindow()
    window.setGeometry(place)
    return window.saveGeometry()


@pytest.mark.parametrize(
    "place",
    [QRect(6000, 200, 1320, 840), QRect(-3000, -2000, 1320, 840), QRect(100, 5000, 1320, 840), QRect(0, 0, 9000, 9000)],
    ids=["right", "above", "below", "huge"],
)
def test_a_place_on_no_screen_is_not_taken(
    restart: Callable[[], Program], tmp_path: Path, qapp: QApplication, place: QRect
) -> None:
    MachineSettings(paths(tmp_path / "data").settings).put(GEOMETRY, geometry_at(place))
    window = restart().window
    there = qapp.primaryScreen().availableGeometry()
    assert there.contains(window.frameGeometry().topLeft())
    assert there.contains(window._rail.mapToGlobal(QPoint(0, 0)))


@pytest.mark.parametrize("kept", [b"", b"nonsense"])
def test_without_a_size_that_can_be_read_the_window_fits_the_screen(
    restart: Callable[[], Program], tmp_path: Path, qapp: QApplication, kept: bytes
) -> None:
    MachineSettings(paths(tmp_path / "data").settings).put(GEOMETRY, QByteArray(kept))
    window = restart().window
    there = qapp.primaryScreen().availableGeometry()
    assert window.height() == max(window.minimumHeight(), min(840, there.height() - 36))
    assert window.width() == max(window.minimumWidth(), min(1320, there.width()))


# Closing while typing


def test_closing_while_typing_in_a_call_loses_nothing(open_program: Callable[[], Program], keys: Keys) -> None:
    program = open_program()
    add(program, "Northgate Dental", "0161 496 0142")
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("an answer")
    keys.press(Qt.Key.Key_Tab)
    keys.type("and a note")
    close(program)
    again = open_program()
    panel = again.window.page.call
    assert panel.state is CallState.LIVE
    assert (panel._live._note.text(), panel._live._answers.answers()[0].text) == ("and a note", "an answer")
    assert again.window.notice_text() == ("Your call with Northgate Dental (Today 10:41) is back, with what you typed.")
    assert panel._live._note.hasFocus()


def test_closing_while_preparing_loses_nothing(open_program: Callable[[], Program], keys: Keys) -> None:
    program = open_program()
    key = add(program, "Northgate Dental")
    program.window.page.call._before.sheet.focus_first_gap()
    keys.type("Teeth")
    close(program)
    stored = open_program().book.get(Prospect, key)
    assert stored is not None
    assert stored.what_they_do == "Teeth"


def test_closing_while_editing_a_script_loses_nothing(open_program: Callable[[], Program], keys: Keys) -> None:
    program = open_program()
    keys.ctrl(Qt.Key.Key_4)
    field = next(each for each in page(program, SCRIPTS).findChildren(TextField) if each.isVisible())
    field.setFocus()
    keys.press(Qt.Key.Key_End, CTRL)
    keys.type(" never lost")
    close(program)
    again = open_program()
    keys.ctrl(Qt.Key.Key_4)
    kept = [each.text() for each in page(again, SCRIPTS).findChildren(TextField)]
    assert any(text.endswith(" never lost") for text in kept)


def test_closing_with_the_settings_open_keeps_the_name(
    open_program: Callable[[], Program], keys: Keys, qtbot: QtBot
) -> None:
    program = open_program()
    keys.ctrl(Qt.Key.Key_Comma)
    qtbot.waitUntil(lambda: program.window._dialogs[SettingsDialog].isActiveWindow())
    keys.type("Dana Reyes")
    close(program)
    assert open_program().session.settings().me == "Dana Reyes"


def test_a_caller_without_a_name_comes_back_too(open_program: Callable[[], Program], keys: Keys) -> None:
    program = open_program()
    keys.ctrl(Qt.Key.Key_I)
    close(program)
    again = open_program()
    assert again.window.notice_text().startswith("Your call with somebody who called (Today 10:41) is back")
    assert again.window.page.call.state is CallState.LIVE


# An empty book


def test_an_empty_book_offers_three_ways_to_begin(
    open_program: Callable[[], Program], keys: Keys, qtbot: QtBot, qapp: QApplication
) -> None:
    program = open_program()
    empty = program.window.page._empty
    assert empty.isVisible()
    with qtbot.waitSignal(program.window.demo_asked):
        qtbot.mouseClick(button(empty, "Open the demonstration"), Qt.MouseButton.LeftButton)
    FileDialogKeys(qapp)
    qtbot.mouseClick(button(empty, "Choose a file…"), Qt.MouseButton.LeftButton)
    assert ImportDialog not in program.window._dialogs  # no file was chosen
    back(program, qtbot)
    qtbot.mouseClick(button(empty, "Add a prospect"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(qapp.activeWindow(), ProspectEditor))
    keys.type("Northgate Dental")
    keys.ctrl(Qt.Key.Key_Return)
    assert not empty.isVisible()
    assert "Northgate Dental" in shown(program.window.page.call)


class FileDialogKeys(QTimer):
    """Types a file's name into the file dialog as soon as it has the keyboard, or Esc where there is none."""

    def __init__(self, qapp: QApplication, path: Path | None = None) -> None:
        super().__init__(qapp)
        self._application, self._path = qapp, path
        self.timeout.connect(self._press)
        self.start(5)

    def _press(self) -> None:
        dialog = self._application.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isActiveWindow():
            return
        self.stop()
        if self._path is None:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            QTest.keyClicks(self._application.focusWidget(), str(self._path))
            QTest.keyClick(self._application.focusWidget(), Qt.Key.Key_Return)


# Files


def drop(window: QWidget, mime: QMimeData) -> bool:
    """Drag data onto a window and let it go; whether the window took it."""
    place, action = QPoint(400, 300), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, action, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    fall = QDropEvent(QPointF(place), action, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(window, fall)
    return fall.isAccepted()


def test_a_list_dropped_anywhere_is_shown_before_it_is_imported(
    open_program: Callable[[], Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = open_program()
    path = tmp_path / "leads & more.csv"
    path.write_text("company,phone\nNorthgate Dental,0161 496 0142\nHalden Outdoor,\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    assert drop(program.window, mime)
    dialog = program.window._dialogs[ImportDialog]
    qtbot.waitUntil(lambda: "Import 2 prospects" in words_of_buttons(dialog))
    assert "Import leads & more.csv" in shown(dialog)
    assert everybody(program) == 0
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    link = QMimeData()
    link.setUrls([QUrl("https://example.com/leads.csv")])
    assert not drop(program.window, link)
    assert not dialog.isVisible()
    text = QMimeData()
    text.setText("company\tphone\nOsprey Ltd\t0161 496 0142\n")
    assert drop(program.window, text)
    qtbot.waitUntil(lambda: "Import 1 prospect" in words_of_buttons(dialog))
    assert "Import dragged text" in shown(dialog)
    assert everybody(program) == 0


def test_a_file_that_is_gone_is_said_in_the_window(
    program: Program, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    program.window.import_file(tmp_path / "gone.csv")
    dialog = program.window._dialogs[ImportDialog]
    qtbot.waitUntil(lambda: "The file is not there. Check its name" in shown(dialog))


def test_of_several_files_the_first_is_shown_and_that_is_said(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    files = [tmp_path / f"{name}.csv" for name in ("one", "two", "three")]
    for file in files:
        file.write_text("company\nOsprey Ltd\n", encoding="utf-8")
    program.window.open_files([])
    assert ImportDialog not in program.window._dialogs
    program.window.open_files(files)
    dialog = program.window._dialogs[ImportDialog]
    assert "Import one.csv" in shown(dialog)
    assert program.window.notice_text() == "Files are imported one at a time: this is the first of 3."
    qtbot.waitUntil(lambda: "Import 1 prospect" in words_of_buttons(dialog))


def test_a_file_that_is_opened_in_a_call_takes_nothing_from_it(program: Program, keys: Keys, tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("Company,Phone\nFenwick,0161 496 0199\n", encoding="utf-8")
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("They ask ")
    program.window.open_files([leads])
    keys.type("for more words")
    assert program.window.notice_text() == "You are in a call. Bring in leads.csv afterwards: File, Import."
    assert QApplication.activeModalWidget() is None
    assert not [dialog for dialog in program.window.findChildren(QDialog) if dialog.isVisible()]
    program.window.flush()
    (call,) = calls.open_calls(program.book)
    given = calls.answers(program.book, [call.id]).get(call.id, ())
    typed = [call.note, *(answer.text for answer in given)]
    assert "They ask for more words" in typed


def test_five_hundred_come_in_by_keys_and_go_by_one(
    open_program: Callable[[], Program], shared_data: Path, keys: Keys, qtbot: QtBot, qapp: QApplication
) -> None:
    path = shared_data / "prospects" / "us-500" / "us-500.csv"
    if not path.is_file():
        pytest.skip("us-500.csv is not in ../shared/data")
    program = open_program()
    FileDialogKeys(qapp, path)
    keys.ctrl(Qt.Key.Key_O)
    dialog = program.window._dialogs[ImportDialog]
    qtbot.waitUntil(lambda: "Import 500 prospects" in words_of_buttons(dialog))
    keys.ctrl(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "500 prospects imported" in shown(dialog))
    keys.press(Qt.Key.Key_Escape)
    back(program, qtbot)
    assert everybody(program) == 500
    assert not program.window.page._empty.isVisible()
    first = program.book.get(Prospect, program.window.page.call.prospect_id)
    assert first is not None
    assert (first.name, first.city) == ("Benton, John B Jr", "New Orleans")
    keys.ctrl(Qt.Key.Key_F)
    keys.type("504-845")
    qtbot.waitUntil(lambda: program.window.page.list._model.rowCount() == 1)
    keys.press(Qt.Key.Key_Escape)
    keys.press(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Z)
    assert everybody(program) == 0
    assert program.window.page._empty.isVisible()
    keys.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert everybody(program) == 500


def test_without_a_prospect_what_needs_one_says_so(open_program: Callable[[], Program], keys: Keys) -> None:
    program = open_program()
    keys.ctrl(Qt.Key.Key_L)
    assert program.window.notice_text() == "Choose a prospect first."
    keys.press(Qt.Key.Key_F2)
    assert ProspectEditor not in program.window._dialogs
    keys.ctrl(Qt.Key.Key_Return)
    assert calls.open_calls(program.book) == []


def test_deleting_by_a_service_elsewhere_is_seen_here(program: Program) -> None:
    program.session.do(service.delete, [program.window.page.call.prospect_id])
    program.window.page.list.flush()
    assert "Northgate Dental" not in [
        row.name for number in range(2) if (row := program.window.page.list._model.row(number)) is not None
    ]
    assert program.window.notice_text() == "1 prospect deleted."
