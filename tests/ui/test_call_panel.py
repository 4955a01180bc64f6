"""The call panel by real keys and clicks: where the keyboard is, what is shown, and that no error loses a word."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import Call, CallState
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.prospect import Contact, Phone, Prospect, Stage
from callbook.services import prospects as service
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import calls
from callbook.storage import prospects as reader
from callbook.storage.calls import HistoryFilter, HistoryRow
from callbook.ui.call.panel import CallPanel
from callbook.ui.fields import ElidedLabel, TextField
from callbook.ui.prospects.bulk import LineDialog
from tests.ui.conftest import LONDON, Clock, Keys, add

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HOSTILE = "<b>x</b>&y %1"
FIRST_QUESTION = "How do new customers find you at the moment?"
IN_USE = "The book is in use by another program. Close it there and try again."
READ_ONLY = "The book cannot be written. Check that its folder is not read-only."


def panel(program: Program) -> CallPanel:
    return program.window.page.call


def shown(widget: QWidget) -> list[str]:
    """Every label that is seen, whole."""
    found = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return [label.whole_text() if isinstance(label, ElidedLabel) else label.text() for label in found]


def button(widget: QWidget, words: str) -> QPushButton:
    return next(each for each in widget.findChildren(QPushButton) if words in each.text() and each.isVisible())


def click(widget: QWidget, words: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(widget, words), Qt.MouseButton.LeftButton)


def focus(qapp: QApplication) -> QWidget:
    found = qapp.focusWidget()
    assert found is not None
    return found


def history(program: Program) -> list[HistoryRow]:
    return calls.history_page(program.book, HistoryFilter(), 0, 50)


def stored(program: Program) -> Call:
    (call,) = calls.open_calls(program.book)
    return call


def shown_prospect(program: Program) -> Prospect:
    found = program.book.get(Prospect, panel(program).prospect_id)
    assert found is not None
    return found


# Where the keyboard is


def test_the_keyboard_is_where_the_next_thing_is_typed(program: Program, keys: Keys, qapp: QApplication) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    assert focus(qapp).accessibleName() == FIRST_QUESTION
    keys.press(Qt.Key.Key_Return)
    assert isinstance(focus(qapp), TextField)
    keys.press(Qt.Key.Key_Tab)
    assert focus(qapp).accessibleName() == "Note"
    keys.alt(Qt.Key.Key_4)
    following = focus(qapp)
    assert isinstance(following, QLineEdit)
    assert following.accessibleName() == "Next action"
    assert following.selectedText() == following.text() == "1 dec 2026"
    assert "Call · Tue 1 Dec" in shown(panel(program))
    keys.type("fri 14:00")
    assert "Call · Fri 27 Nov 14:00" in shown(panel(program))
    keys.press(Qt.Key.Key_Return)  # in the field it saves, too
    assert panel(program).state is None
    assert program.window.page.list._list.hasFocus()


def test_a_script_without_questions_begins_in_the_note(program: Program, keys: Keys, qapp: QApplication) -> None:
    panel(program)._text = None
    keys.ctrl(Qt.Key.Key_Return)
    assert focus(qapp).accessibleName() == "Note"
    keys.type("they only had a minute")
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert history(program)[0].call.note == "they only had a minute"


def test_every_outcome_is_reached_by_tab_arrows_and_enter(program: Program, keys: Keys, qapp: QApplication) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    labels = []
    for key in (
        Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up,
    ):  # fmt: skip
        keys.press(key)
        here = focus(qapp)
        assert isinstance(here, QPushButton)
        labels.append(here.text().lstrip("0123456789 "))
    assert labels == ["No answer", "Voicemail", "Gatekeeper", "Not interested", "Not now", "Voicemail"]
    keys.press(Qt.Key.Key_Left)
    keys.press(Qt.Key.Key_Left)  # there is nothing to the left of the first
    keys.press(Qt.Key.Key_Return)
    assert [row.call.outcome for row in history(program)] == ["No answer"]


def test_the_reason_is_asked_before_the_next_action(program: Program, keys: Keys, qapp: QApplication) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_8)
    assert "No next action" in shown(panel(program))
    keys.press(Qt.Key.Key_2)
    assert focus(qapp).accessibleName() == "Next action"
    keys.type("+6m send the new price list")
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    assert row.reason == "Has somebody"
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert (action.due, action.text) == (date(2027, 5, 24), "send the new price list")


def test_another_outcome_may_be_chosen_before_saving(program: Program, keys: Keys, qapp: QApplication) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_8)
    keys.alt(Qt.Key.Key_7)
    assert focus(qapp).accessibleName() == "Next action"
    assert "Call · Wed 24 Feb 2027" in shown(panel(program))
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    assert (row.call.outcome, row.reason) == ("Not now", "")


# The states of one place


def test_the_timer_counts_from_when_they_picked_up(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    assert "started 10:41" in shown(panel(program))
    clock.on(seconds=60)
    keys.ctrl(Qt.Key.Key_T)
    clock.on(seconds=267)
    keys.ctrl(Qt.Key.Key_Return)
    assert panel(program).state is CallState.WRAP_UP
    assert panel(program)._live.strip._length.text() == "4:27"
    assert button(panel(program), "Save as unfinished").isVisible()
    assert stored(program).seconds == 267


def test_clicks_do_the_same_as_keys(program: Program, qtbot: QtBot, clock: Clock) -> None:
    click(panel(program), "Start call", qtbot)
    clock.on(seconds=5)
    click(panel(program), "Picked up", qtbot)
    clock.on(seconds=30)
    click(panel(program), "Hang up", qtbot)
    click(panel(program), "4 Talked", qtbot)
    click(panel(program), "Save and next", qtbot)
    (row,) = history(program)
    assert (row.call.outcome, row.call.seconds) == ("Talked", 30)
    click(panel(program), "Skip", qtbot)
    assert shown_prospect(program).name == "Larch Bakery"


def test_a_call_begun_by_mistake_is_taken_back(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Z)
    assert (panel(program).state, calls.open_calls(program.book)) == (None, [])
    assert shown_prospect(program).name == "Northgate Dental"
    keys.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert panel(program).state is CallState.LIVE


def test_what_was_said_last_time_stands_before_the_next_call(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("Mostly word of mouth")
    keys.press(Qt.Key.Key_Tab)
    keys.type("Rushed at first.")
    keys.alt(Qt.Key.Key_4)
    keys.press(Qt.Key.Key_Return, CTRL | SHIFT)
    clock.on(days=1)
    program.window.show_prospect(panel(program).prospect_id)
    seen = shown(panel(program))
    assert "Rushed at first." in seen
    assert f"{FIRST_QUESTION}  Mostly word of mouth" in seen
    assert "Talked · Yesterday 10:41" in seen
    assert "Next: Call · Tuesday" in seen


def test_another_script_and_another_opener_are_kept_with_the_call(program: Program, keys: Keys) -> None:
    menu = panel(program)._before.opening._script.menu()
    choice(menu.actions(), "Market research").trigger()
    assert any("Market research" in each.text() for each in panel(program).findChildren(QPushButton))
    openers = [action for action in menu.actions() if action.text().startswith("“")]
    assert len(openers) >= 2
    openers[1].trigger()
    keys.ctrl(Qt.Key.Key_Return)
    call, text = stored(program), panel(program)._text
    assert text is not None
    assert (call.version_id, call.opener_id) == (text.version.id, text.openers[1].id)
    assert text.script.name == "Market research"


def choice(actions: list[QAction], words: str) -> QAction:
    return next(action for action in actions if action.text() == words)


def test_gaps_of_ones_own_are_filled_in_once(program: Program, qtbot: QtBot) -> None:
    assert any("‹your name›" in text for text in shown(panel(program)))
    settings = replace(program.session.settings(), me="Dana Reyes", offer="making phones ring")
    program.session.do(change_settings, settings)
    assert not any("‹your name›" in text for text in shown(panel(program)))
    assert any("this is Dana Reyes" in text for text in shown(panel(program)))


def test_the_link_in_the_opening_opens_the_settings(program: Program, qtbot: QtBot, qapp: QApplication) -> None:
    click(panel(program), "Fill in your name", qtbot)
    qtbot.waitUntil(lambda: qapp.activeWindow() is not program.window)
    assert qapp.activeWindow().windowTitle() == "Settings"


# The head of the panel


def test_their_clock_and_whether_it_is_a_good_time(program: Program, clock: Clock) -> None:
    assert "10:41 there, Tuesday — good time" in shown(panel(program))
    clock.on(hours=8)
    program.session.minute.emit()
    assert "18:41 there, Tuesday — outside their working hours" in shown(panel(program))
    program.session.do(service.add, Draft(Prospect(name="Sakai Tools", country="JP")))
    program.window.show_prospect(program.book.sql("SELECT max(id) FROM prospect")[0][0])
    assert "03:41 there, Wednesday — outside their working hours" in shown(panel(program))


def test_a_meeting_ahead_can_be_held_moved_or_dropped(
    program: Program, qtbot: QtBot, keys: Keys, qapp: QApplication
) -> None:
    head, key = panel(program)._header, panel(program).prospect_id
    due = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    program.session.do(service.move_next, [key], ActionKind.MEETING, due, LONDON.key)
    assert "Next: Meeting · today 15:00" in shown(head)
    click(head, "Move", qtbot)
    qtbot.waitUntil(lambda: isinstance(qapp.activeWindow(), LineDialog))
    keys.type("thu 9:30")
    keys.press(Qt.Key.Key_Return)
    assert "Next: Meeting · Thursday 09:30" in shown(head)
    click(head, "Held", qtbot)
    assert closings(program, key) == [Closing.HELD]
    assert not any(text.startswith("Next:") for text in shown(head))
    program.session.do(service.move_next, [key], None, date(2026, 11, 23), LONDON.key)
    assert "Next: Call · 1 day overdue" in shown(head)
    click(head, "Drop", qtbot)
    program.session.do(service.move_next, [key], None, date(2026, 11, 23), LONDON.key)
    click(head, "Done", qtbot)
    assert closings(program, key) == [Closing.HELD, Closing.DROPPED, Closing.DONE]
    assert program.window.notice_text() == "Next action closed."


def closings(program: Program, prospect_id: int) -> list[str]:
    rows = program.book.sql("SELECT closing FROM next_action WHERE prospect_id = ? ORDER BY id", (prospect_id,))
    return [closing for (closing,) in rows]


class Telephone(QObject):
    """Stands for the phone program that takes tel: addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.dialled: list[str] = []

    @Slot(QUrl)
    def dial(self, address: QUrl) -> None:
        self.dialled.append(address.toString())


@pytest.fixture
def telephone(qapp: QApplication) -> Iterator[Telephone]:
    made = Telephone()
    QDesktopServices.setUrlHandler("tel", made, "dial")
    yield made
    QDesktopServices.unsetUrlHandler("tel")


def test_dialling_hands_the_number_on_and_copies_it(
    program: Program, keys: Keys, telephone: Telephone, qtbot: QtBot
) -> None:
    keys.ctrl(Qt.Key.Key_D)
    assert telephone.dialled == ["tel:+441614960142"]
    assert QGuiApplication.clipboard().text() == "0161 496 0142"
    assert program.window.notice_text() == "Handed to your phone program, and copied: 0161 496 0142"
    click(panel(program)._header, "0161 496 0142", qtbot)
    assert len(telephone.dialled) == 2


def test_the_next_number_is_one_click_away_and_is_kept_with_the_call(
    program: Program, keys: Keys, qtbot: QtBot, telephone: Telephone
) -> None:
    numbers = (Phone(typed="0161 496 0142", label="desk"), Phone(typed="07700 900123", label="mobile"))
    program.session.do(service.add, Draft(Prospect(name="Two Numbers", country="GB"), (), numbers))
    program.window.show_prospect(program.book.sql("SELECT max(id) FROM prospect")[0][0])
    head = panel(program)._header
    click(head, "Next number", qtbot)
    assert button(head, "07700 900123  mobile").isVisible()
    keys.ctrl(Qt.Key.Key_D)
    keys.ctrl(Qt.Key.Key_Return)
    assert telephone.dialled == ["tel:+447700900123"]
    called = program.book.get(Phone, stored(program).phone_id or 0)
    assert called is not None
    assert called.label == "mobile"


def test_who_may_not_be_called_cannot_be_dialled_until_it_is_lifted(
    program: Program, keys: Keys, qtbot: QtBot, telephone: Telephone
) -> None:
    program.session.do(service.mark_do_not_call, [panel(program).prospect_id])
    assert not button(panel(program)._header, "0161 496 0142").isEnabled()
    assert not button(panel(program)._before, "Do not call").isEnabled()
    keys.ctrl(Qt.Key.Key_D)
    assert telephone.dialled == []
    assert program.window.notice_text() == "This prospect asked not to be called."
    click(panel(program)._header, "Lift", qtbot)
    keys.ctrl(Qt.Key.Key_D)
    assert telephone.dialled == ["tel:+441614960142"]
    assert "Do not call lifted on 2026-11-24." in shown_prospect(program).notes


def test_without_a_number_dialling_says_so(program: Program, keys: Keys, telephone: Telephone) -> None:
    program.window.show_prospect(reader.named_like(program.book, "Larch")[0][0])
    keys.ctrl(Qt.Key.Key_D)
    assert (telephone.dialled, program.window.notice_text()) == ([], "There is no number to dial.")


# The preparation sheet


def test_the_sheet_is_filled_in_place_and_counted(program: Program, keys: Keys, qtbot: QtBot) -> None:
    sheet = panel(program)._before.sheet
    sheet.focus_first_gap()
    for number, words in enumerate(("Teeth", "Two chairs", "Open late", "They miss calls", "Aisha"), 1):
        keys.type(words)
        assert f"{number} of 5" in shown(sheet)
        keys.press(Qt.Key.Key_Return)
    panel(program).flush()
    prospect = shown_prospect(program)
    assert (prospect.what_they_do, prospect.who_decides, prospect.stage) == ("Teeth", "Aisha", Stage.PREPARED)
    keys.alt(Qt.Key.Key_Right)
    assert "0 of 5" in shown(sheet)
    keys.alt(Qt.Key.Key_Left)
    assert [field.text() for field in sheet._fields.values()][0] == "Teeth"


def test_typing_into_the_sheet_goes_to_whom_it_was_typed_for(program: Program, keys: Keys) -> None:
    first = panel(program).prospect_id
    panel(program)._before.sheet.focus_first_gap()
    keys.type("Teeth")
    program.window.show_prospect(reader.named_like(program.book, "Larch")[0][0])  # before 400 ms have gone by
    assert shown_prospect(program).what_they_do == ""
    found = program.book.get(Prospect, first)
    assert found is not None
    assert found.what_they_do == "Teeth"


# Somebody is calling


def test_who_is_calling_is_chosen_from_the_list_with_the_arrows(program: Program, keys: Keys) -> None:
    add(program, "Halden Garage", "0113 496 0999")
    keys.ctrl(Qt.Key.Key_I)
    keys.type("halden")
    offered = panel(program)._caller.findChildren(QListWidget)[0]
    assert [offered.item(row).text() for row in range(offered.count())] == [
        "Halden Outdoor · Owner of Halden Outdoor", "Halden Garage · Owner of Halden Garage",
    ]  # fmt: skip
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Up)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    assert shown_prospect(program).name == "Halden Garage"
    assert stored(program).prospect_id == panel(program).prospect_id
    assert not panel(program)._caller.isVisible()


def test_a_name_not_entered_yet_is_added_when_the_call_is_saved(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_I)
    keys.type("Osprey Logistics")
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert [row.prospect for row in history(program)] == ["Osprey Logistics"]


def test_the_bar_leads_back_to_the_live_call(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("half an answer")
    keys.press(Qt.Key.Key_F, CTRL)
    keys.type("larch")
    keys.press(Qt.Key.Key_Return)
    assert shown_prospect(program).name == "Larch Bakery"
    assert "On a call with Northgate Dental" in shown(panel(program))
    click(panel(program), "Back to the call", qtbot)
    assert shown_prospect(program).name == "Northgate Dental"
    assert panel(program)._live._answers.answers()[0].text == "half an answer"


# Text as text


def hostile(program: Program) -> int:
    """A prospect whose every text looks like something else."""
    contact = Contact(name=HOSTILE, title="<u>t</u>&z", email="<e>@x")
    phones = (Phone(typed="<i>0161</i> &496 0142", label="<s>l</s>&m"), Phone(typed="0161 496 0143"))
    prospect = Prospect(name=HOSTILE, city="<h1>c</h1>&c", what_they_do="<p>w</p>", country="GB")
    change = program.session.do(service.add, Draft(prospect, (contact,), phones, ("<a href='x'>t</a>&t",)))
    assert change is not None
    key = change.one("prospect")
    program.session.do(service.move_next, [key], None, date(2026, 11, 24), LONDON.key)
    program.session.do(change_settings, replace(program.session.settings(), me="<b>Dana</b>", offer="a & <i>b</i>"))
    program.window.show_prospect(key)
    return key


def rich_labels(widget: QWidget) -> list[str]:
    """Labels that would read their text as HTML."""
    return [label.text() for label in widget.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText]


def test_whatever_a_person_typed_is_shown_as_plain_text(program: Program, keys: Keys, qtbot: QtBot) -> None:
    hostile(program)
    for state in ("before", "live", "wrap-up", "after"):
        assert rich_labels(program.window) == [], state
        assert HOSTILE in shown(panel(program)._header), state
        tips = [each.toolTip() for each in program.window.findChildren(QWidget)]
        assert not any("<" in tip for tip in tips), state
        if state == "live":
            keys.type("<b>answer</b>")
            keys.alt(Qt.Key.Key_6)
            keys.type("thu <b>9:30</b> & more")
        elif state == "after":
            break
        elif state == "before":
            assert any(HOSTILE in text for text in shown(panel(program)._before))
            assert button(panel(program)._header, "<i>0161</i> &&496 0142").isVisible()
            keys.ctrl(Qt.Key.Key_Return)
        else:
            keys.press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert any("<b>9:30</b> & more" in text for text in shown(panel(program)._header))
    assert any("<b>answer</b>" in text for text in shown(panel(program)))
    assert f"Call back · {HOSTILE}" == program.window.notice_text()


def test_the_bar_of_a_live_call_shows_the_name_as_it_is(program: Program, keys: Keys) -> None:
    hostile(program)
    keys.ctrl(Qt.Key.Key_Return)
    program.window.show_prospect(reader.named_like(program.book, "Larch")[0][0])
    assert f"On a call with {HOSTILE}" in shown(panel(program))


# Errors


@pytest.fixture
def lock(program: Program) -> Iterator[Callable[[], None]]:
    """Another program that holds the book; call it to let go."""
    program.book.connection.execute("PRAGMA busy_timeout = 20")  # the test need not wait the three seconds
    with closing(sqlite3.connect(program.book.path, isolation_level=None)) as other:

        def let_go() -> None:
            other.execute("ROLLBACK")

        other.execute("BEGIN IMMEDIATE")
        yield let_go
        if other.in_transaction:
            other.execute("ROLLBACK")


@pytest.fixture
def live(program: Program, keys: Keys) -> Program:
    """A live call with the keyboard in its note."""
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    return program


def test_what_could_not_be_written_stays_and_is_written_later(
    live: Program, lock: Callable[[], None], keys: Keys, qtbot: QtBot, qapp: QApplication
) -> None:
    keys.type("told in a hurry")
    qtbot.waitUntil(lambda: live.window.notice_text() == IN_USE)
    assert stored(live).note == ""
    assert "started 10:41" in shown(panel(live))  # and not "saved"
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert panel(live).state is CallState.LIVE  # nothing went on
    live.window.show_prospect(panel(live).prospect_id)
    assert panel(live)._live._note.text() == "told in a hurry"  # nothing is gone
    lock()
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(live)
    assert (row.call.outcome, row.call.note) == ("Talked", "told in a hurry")


def test_a_call_is_not_saved_without_what_was_typed_in_it(live: Program, lock: Callable[[], None], keys: Keys) -> None:
    lock()
    keys.alt(Qt.Key.Key_4)
    live.book.connection.execute("PRAGMA query_only = 1")
    panel(live)._live._note.setFocus()
    keys.type("the last word")
    keys.ctrl(Qt.Key.Key_Return)
    assert live.window.notice_text() == READ_ONLY
    assert panel(live).state is CallState.WRAP_UP
    live.book.connection.execute("PRAGMA query_only = 0")
    keys.ctrl(Qt.Key.Key_Return)
    assert history(live)[0].call.note == "the last word"


def test_a_lock_gone_in_the_wrong_moment_loses_nothing(live: Program, lock: Callable[[], None], keys: Keys) -> None:
    """Writing the note fails, and saving the call would succeed right after."""
    lock()
    keys.alt(Qt.Key.Key_4)
    panel(live)._live._note.setFocus()
    keys.type("the last word")
    live.book.connection.execute("PRAGMA query_only = 1")
    live.session.failed.connect(lambda: live.book.connection.execute("PRAGMA query_only = 0"))
    keys.ctrl(Qt.Key.Key_Return)
    assert (panel(live).state, live.window.notice_text()) == (CallState.WRAP_UP, READ_ONLY)
    keys.ctrl(Qt.Key.Key_Return)
    assert history(live)[0].call.note == "the last word"


def test_another_change_does_not_overwrite_what_is_owed(
    live: Program, lock: Callable[[], None], keys: Keys, qtbot: QtBot
) -> None:
    keys.type("not yet in the book")
    qtbot.waitUntil(lambda: live.window.notice_text() == IN_USE)
    lock()
    live.session.do(service.tag, [panel(live).prospect_id], "fair")
    assert panel(live)._live._note.text() == "not yet in the book"
    assert stored(live).note == "not yet in the book"
    assert "saved 10:41" in shown(panel(live))


def test_a_read_only_book_says_so_and_the_sheet_keeps_its_text(program: Program, keys: Keys, qtbot: QtBot) -> None:
    sheet = panel(program)._before.sheet
    program.book.connection.execute("PRAGMA query_only = 1")
    sheet.focus_first_gap()
    keys.type("Teeth")
    qtbot.waitUntil(lambda: program.window.notice_text() == READ_ONLY)
    program.session.minute.emit()
    panel(program).show_prospect(panel(program).prospect_id)
    assert sheet._fields["what_they_do"].text() == "Teeth"
    keys.press(Qt.Key.Key_T, CTRL | SHIFT)
    keys.type("fair")
    keys.press(Qt.Key.Key_Return)
    assert program.window.notice_text() == READ_ONLY
    program.book.connection.execute("PRAGMA query_only = 0")
    panel(program).flush()
    assert shown_prospect(program).what_they_do == "Teeth"


def test_a_call_that_cannot_be_started_says_why(program: Program, lock: Callable[[], None], keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    assert (panel(program).state, program.window.notice_text()) == (None, IN_USE)
    keys.ctrl(Qt.Key.Key_I)
    assert (panel(program).state, program.window.notice_text()) == (None, IN_USE)
    lock()
    keys.ctrl(Qt.Key.Key_Return)
    assert panel(program).state is CallState.LIVE
