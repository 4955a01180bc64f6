"""The palette, shortcuts, settings, logging without timer and about: real keys on a real book."""

import platform
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt, qVersion
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QMainWindow, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from callbook import __version__
from callbook.domain.call import Call
from callbook.domain.followup import ActionKind
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.domain.script import Channel, Direction
from callbook.domain.settings import BookSettings
from callbook.services import calls, prospects
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import calls as call_reader
from callbook.storage import prospects as reader
from callbook.system.settings import THEME, MachineSettings
from callbook.system.worker import Worker
from callbook.ui.choices import CountryField
from callbook.ui.dialogs.about import AboutDialog
from callbook.ui.dialogs.log_call import LogCallDialog
from callbook.ui.dialogs.palette import CommandPalette
from callbook.ui.dialogs.palette_hits import Kind, fit
from callbook.ui.dialogs.settings import SettingsDialog
from callbook.ui.dialogs.shortcuts import ShortcutsDialog, plain
from callbook.ui.fields import TextField
from callbook.ui.moment_field import MomentField
from callbook.ui.session import Session
from callbook.ui.theme import DARK, LIGHT, Theme
from tests.new_book import new_book
from tests.ui.conftest import dressed

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
HOSTILE = "<b>Bold</b> & <img src='file:///etc/passwd'>\n%1"
Show = Callable[[QDialog], None]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    book = new_book(tmp_path / "callbook.book", NOW)
    made = Session(book, lambda: NOW, LONDON, Worker())
    yield made
    made.worker.finish()
    made.deleteLater()
    book.close()


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return dressed(qapp, "light")


@pytest.fixture
def keep(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[QDialog], QDialog]]:
    """Closes and deletes the dialogs of a test after it."""
    kept: list[QDialog] = []

    def one(dialog: QDialog) -> QDialog:
        qtbot.addWidget(dialog)
        kept.append(dialog)
        return dialog

    yield one
    for dialog in kept:
        dialog.close()
        dialog.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


Keep = Callable[[QDialog], QDialog]


def added(session: Session, name: str, phones: tuple[Phone, ...] = (), **fields: str) -> int:
    draft = Draft(Prospect(name=name, **fields), (Contact(name=f"Owner of {name}", title="owner"),), phones)  # type: ignore[arg-type]
    change = session.do(prospects.add, draft)
    assert change is not None
    return change.one("prospect")


def shown(dialog: QWidget) -> str:
    """Every visible label, one under the other."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def button(dialog: QWidget, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if words in each.text())


# The palette


@pytest.fixture
def commands(qtbot: QtBot) -> Iterator[list[QAction]]:
    """Actions that note in their data how often they were triggered."""
    window = QMainWindow()
    menu = window.menuBar().addMenu("&File")
    made = []
    for words, keys in (("&Import…", "Ctrl+O"), ("Back up && go", ""), ("Lay a trap", "")):
        action = QAction(words, window)
        action.setData(0)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False, action=action: action.setData(action.data() + 1))
        menu.addAction(action)
        made.append(action)
    made[2].setEnabled(False)
    yield made
    window.deleteLater()


@pytest.fixture
def palette(session: Session, theme: Theme, commands: list[QAction], keep: Keep) -> CommandPalette:
    made = CommandPalette(session, theme, commands)
    keep(made)
    return made


def hits(palette: CommandPalette, kind: Kind) -> list[str]:
    return [hit.text for hit in palette.hits() if hit.kind is kind]


def test_the_palette_shows_the_commands_that_can_be_done(palette: CommandPalette) -> None:
    palette.open()
    assert [(hit.text, hit.beside, hit.keys) for hit in palette.hits()] == [
        ("Import", "File", "Ctrl+O"),
        ("Back up & go", "File", ""),
    ]


@pytest.mark.parametrize("typed", ["import", "IMP", "file imp", "imp fi", "mpo", "imrt"])
def test_enter_triggers_a_command_found_by_its_words(
    palette: CommandPalette, commands: list[QAction], qtbot: QtBot, typed: str
) -> None:
    palette.open()
    qtbot.keyClicks(palette.focusWidget(), typed)
    qtbot.keyClick(palette.focusWidget(), Qt.Key.Key_Return)
    assert commands[0].data() == 1
    assert not palette.isVisible()


def test_a_prospect_is_found_and_chosen(palette: CommandPalette, session: Session, qtbot: QtBot) -> None:
    added(session, "Halden Outdoor", city="Kassel")
    key = added(session, "Northgate Dental", city="Leeds")
    palette.open()
    qtbot.keyClicks(palette.focusWidget(), "leeds north")
    qtbot.waitUntil(lambda: hits(palette, Kind.PROSPECT) == ["Northgate Dental"])
    with qtbot.waitSignal(palette.prospect_chosen) as chosen:
        qtbot.keyClick(palette.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == [key]


def test_enter_before_the_book_has_answered_waits_for_it(
    palette: CommandPalette, session: Session, qtbot: QtBot
) -> None:
    key = added(session, "Zwolle Bakery")
    palette.open()
    qtbot.keyClicks(palette.focusWidget(), "zwo")
    assert palette.hits() == []
    with qtbot.waitSignal(palette.prospect_chosen) as chosen:
        qtbot.keyClick(palette.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == [key]


def test_the_last_text_typed_is_the_one_answered(palette: CommandPalette, session: Session, qtbot: QtBot) -> None:
    for name in ("Harbour", "Halden", "Hull Marine"):
        added(session, name)
    palette.open()
    line = palette.focusWidget()
    for letters in ("ha", "l", "d"):
        qtbot.keyClicks(line, letters)
        qtbot.wait(70)
    qtbot.waitUntil(lambda: hits(palette, Kind.PROSPECT) == ["Halden"])
    for _ in range(3):
        qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: hits(palette, Kind.PROSPECT) == [])


def test_one_letter_asks_for_no_prospects(palette: CommandPalette, session: Session, qtbot: QtBot) -> None:
    added(session, "Imlach")
    palette.open()
    qtbot.keyClicks(palette.focusWidget(), "i")
    qtbot.wait(150)
    assert hits(palette, Kind.PROSPECT) == []
    assert "Import" in hits(palette, Kind.COMMAND)


def test_scripts_and_outcomes_are_chosen_by_the_arrows(palette: CommandPalette, session: Session, qtbot: QtBot) -> None:
    palette.open()
    line = palette.focusWidget()
    qtbot.keyClicks(line, "referral")
    assert [hit.kind for hit in palette.hits()] == [Kind.OUTCOME, Kind.SCRIPT]
    outcome, script = palette.hits()
    with qtbot.waitSignal(palette.outcome_chosen) as chosen:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args == [outcome.target]
    palette.open()
    qtbot.keyClicks(line, "referral")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.script_chosen) as chosen:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args == [script.target]


def test_the_palette_takes_hostile_text_as_text(palette: CommandPalette, session: Session, qtbot: QtBot) -> None:
    added(session, HOSTILE)
    palette.open()
    for typed in ('"', "<b>", "city:", "'); DROP", "%_", "tag:x OR", "*"):
        qtbot.keyClicks(palette.focusWidget(), typed)
        qtbot.wait(80)
        palette.findChildren(QWidget)[0].grab()
        palette._line.clear()
    qtbot.keyClicks(palette.focusWidget(), "bold")
    qtbot.waitUntil(lambda: hits(palette, Kind.PROSPECT) == ["<b>Bold</b> & <img src='file:///etc/passwd'> %1"])
    assert not palette.grab().isNull()


def test_esc_closes_the_palette_and_chooses_nothing(
    palette: CommandPalette, commands: list[QAction], qtbot: QtBot
) -> None:
    palette.open()
    qtbot.keyClicks(palette.focusWidget(), "zzzz")
    assert "Nothing found." in shown(palette)
    qtbot.keyClick(palette.focusWidget(), Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.focusWidget(), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert [action.data() for action in commands] == [0, 0, 0]


@pytest.mark.parametrize(
    ("words", "text", "how_well"),
    [
        ("", "Anything", 0), ("new prospect", "New prospect", 0), ("pro new", "New prospect", 0),
        ("rosp", "New prospect", 1), ("new rosp", "New prospect", 1), ("prspct", "New prospect", 2),
        ("nw", "New prospect", None), ("new call", "New prospect", None), ("食品", "明湖食品有限公司", 1),
        ("<b", "<b>x", 1),
    ],
)  # fmt: skip
def test_how_well_words_fit(words: str, text: str, how_well: int | None) -> None:
    assert fit(words.casefold().split(), text) == how_well


@given(st.text(max_size=40), st.randoms(use_true_random=False))
def test_every_text_fits_its_own_words_in_any_order(text: str, random: object) -> None:
    words = text.casefold().split()
    random.shuffle(words)  # type: ignore[attr-defined]
    assert fit(words, text) in (0, 1)


# The shortcuts


def test_shortcuts_stand_under_their_menus(commands: list[QAction], keep: Keep, qtbot: QtBot) -> None:
    loose = QAction("Choose <b>5</b>")
    loose.setShortcuts([QKeySequence("Alt+5"), QKeySequence("Ctrl+Shift+5")])
    dialog = ShortcutsDialog([*commands, loose])
    keep(dialog)
    dialog.open()
    native = QKeySequence("Ctrl+O").toString(QKeySequence.SequenceFormat.NativeText)
    assert dialog.groups() == {
        "File": [("Import", [native])],
        "Everywhere": [("Choose <b>5</b>", ["Alt+5", "Ctrl+Shift+5"])],
    }
    assert f"Import\n{native}" in shown(dialog)
    assert "Choose <b>5</b>\nAlt+5\nCtrl+Shift+5" in shown(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("words", "read"), [("&File", "File"), ("Tag…", "Tag"), ("A && B", "A & B"), ("Save &as...", "Save as")]
)
def test_words_without_their_marks(words: str, read: str) -> None:
    assert plain(words) == read


# Settings


@pytest.fixture
def machine(tmp_path: Path) -> MachineSettings:
    return MachineSettings(tmp_path / "settings.ini")


@pytest.fixture
def settings(session: Session, theme: Theme, machine: MachineSettings, keep: Keep) -> Iterator[SettingsDialog]:
    made = SettingsDialog(session, theme, machine)
    keep(made)
    yield made
    theme.choose("light")


def spin(dialog: QDialog, name: str) -> QSpinBox:
    return next(each for each in dialog.findChildren(QSpinBox) if each.accessibleName() == name)


def retype(qtbot: QtBot, field: QWidget | None, text: str) -> None:
    assert field is not None
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(field, text)


def test_settings_are_written_as_they_change_and_are_one_undo(
    settings: SettingsDialog, session: Session, qtbot: QtBot
) -> None:
    settings.open()
    retype(qtbot, settings.focusWidget(), "Dana <Reyes>")
    qtbot.waitUntil(lambda: session.settings().me == "Dana <Reyes>")
    retype(qtbot, settings.findChildren(TextField)[0], "seeing that phones get answered")
    retype(qtbot, settings.findChildren(CountryField)[0].lineEdit(), "Germany")
    for name, text in (("Daily goal", "25"), ("Working hours begin", "9"), ("Working hours end", "17")):
        retype(qtbot, spin(settings, name), text)
    (published,) = (box for box in settings.findChildren(QCheckBox) if "published" in box.text())
    qtbot.keyClick(published, Qt.Key.Key_Space)
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    assert session.settings() == BookSettings(
        "Dana <Reyes>", "seeing that phones get answered", "DE", daily_goal=25, first_hour=9, last_hour=17, published=1
    )
    session.undo()
    assert session.settings() == BookSettings()


@pytest.mark.parametrize(
    ("name", "typed", "hours"),
    [("Working hours begin", "20", (20, 21)), ("Working hours end", "5", (4, 5)), ("Working hours end", "24", (8, 24))],
)
def test_a_day_cannot_end_before_it_begins(
    settings: SettingsDialog, session: Session, qtbot: QtBot, name: str, typed: str, hours: tuple[int, int]
) -> None:
    settings.open()
    retype(qtbot, spin(settings, name), typed)
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    assert (session.settings().first_hour, session.settings().last_hour) == hours


def test_opening_settings_writes_nothing(settings: SettingsDialog, session: Session, qtbot: QtBot) -> None:
    session.do(change_settings, BookSettings(me="Dana\u2028Reyes\n", home_country="Narnia", first_hour=0))
    steps = session.book.steps
    settings.open()
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    assert session.book.steps == steps


def test_settings_follow_an_undo(settings: SettingsDialog, session: Session, qtbot: QtBot) -> None:
    settings.open()
    retype(qtbot, settings.focusWidget(), "Dana")
    qtbot.waitUntil(lambda: session.settings().me == "Dana")
    session.undo()
    assert settings.settings().me == ""


def test_a_theme_is_taken_at_once_and_kept_on_the_machine(
    settings: SettingsDialog, session: Session, theme: Theme, machine: MachineSettings, qtbot: QtBot
) -> None:
    settings.open()
    for words, choice, colors in (("Dark", "dark", DARK), ("Light", "light", LIGHT)):
        chip = button(settings, words)
        chip.setFocus()
        qtbot.keyClick(chip, Qt.Key.Key_Space)
        assert (theme.choice, theme.colors, machine.get(THEME)) == (choice, colors, choice)
        assert chip.isChecked()
    assert session.book.undo_op is None


def test_settings_that_cannot_be_written_say_so(settings: SettingsDialog, session: Session, qtbot: QtBot) -> None:
    settings.open()
    session.book.connection.execute("PRAGMA query_only = 1")
    retype(qtbot, settings.focusWidget(), "Dana")
    qtbot.waitUntil(lambda: "The book cannot be written." in shown(settings))
    session.book.connection.execute("PRAGMA query_only = 0")
    qtbot.keyClicks(settings.focusWidget(), " Reyes")
    qtbot.waitUntil(lambda: session.settings().me == "Dana Reyes")


# Logging without timer


@pytest.fixture
def log(session: Session, theme: Theme, keep: Keep) -> LogCallDialog:
    made = LogCallDialog(session, theme)
    keep(made)
    return made


def press(qtbot: QtBot, dialog: QDialog, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    qtbot.waitUntil(dialog.isActiveWindow)  # shortcuts are those of the active window
    qtbot.keyClick(dialog.focusWidget() or dialog, key, modifier)


def last(session: Session, prospect_id: int) -> Call:
    found = call_reader.last_call(session.book, prospect_id)
    assert found is not None
    return found


def test_a_call_is_logged_by_keys_alone(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, HOSTILE, (Phone(typed="0161 496 0142"),))
    log.open_for(key, Situation(LONDON))
    assert log._who.whole_text() == " ".join(HOSTILE.split())
    assert log.focusWidget() is log.call.length
    qtbot.keyClicks(log.focusWidget(), "4:27")
    assert "4m 27s" in shown(log)
    retype(qtbot, log.call.note, "Asked for <a>prices</a>")
    press(qtbot, log, Qt.Key.Key_4, ALT)
    assert "Call · Tue 1 Dec" in shown(log)
    qtbot.keyClicks(log.focusWidget(), "fri 9:30, at the practice")
    assert "Call · Fri 27 Nov 09:30" in shown(log)
    with qtbot.waitSignal(log.logged) as logged:
        press(qtbot, log, Qt.Key.Key_Return, CTRL)
    call = last(session, key)
    assert logged.args == [call.id]
    assert (call.started_at, call.seconds, call.note) == (NOW, 267, "Asked for <a>prices</a>")
    assert (call.outcome, call.channel, call.direction) == ("Talked", Channel.PHONE, Direction.OUTBOUND)
    planned = reader.open_action(session.book, key)
    assert planned is not None
    assert (planned.kind, planned.due) == (ActionKind.CALL, datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    assert planned.text == "at the practice"
    assert not log.isVisible()


def test_a_past_day_another_channel_and_a_contact(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, "Halden", country="DE")
    contact = reader.contacts(session.book, key)[0].id
    log.open_for(key, Situation(LONDON))
    qtbot.waitUntil(log.isActiveWindow)
    log.call.when.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(log.call.when, "20 11 2026")
    assert "Fri 20 Nov" in shown(log)
    for field, keys in ((log.call.channel, "w"), (log.call.direction, "t"), (log.call.contact, "O")):
        field.setFocus()
        qtbot.keyClicks(field, keys)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    call = last(session, key)
    assert call.started_at == NOW - timedelta(days=4)
    assert (call.channel, call.direction, call.contact_id) == (Channel.WALK_IN, Direction.INBOUND, contact)
    assert (call.outcome_id, call.their_hour) == (None, 11)


def test_the_situation_is_taken_over(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, "Halden", (Phone(typed="0561"),))
    contact, phone = reader.contacts(session.book, key)[0].id, reader.phones(session.book, key)[0].id
    situation = Situation(LONDON, contact_id=contact, phone_id=phone, channel=Channel.VIDEO)
    log.open_for(key, situation)
    press(qtbot, log, Qt.Key.Key_9, ALT)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    call = last(session, key)
    assert (call.contact_id, call.phone_id, call.channel) == (contact, phone, Channel.VIDEO)
    assert reader.phones(session.book, key)[0].wrong_at == NOW


def test_enter_in_a_field_chooses_no_outcome(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    log.open_for(added(session, "Halden"), Situation(LONDON))
    for label in ("", "Talked"):
        if label:
            press(qtbot, log, Qt.Key.Key_4, ALT)
        for field in (log.call.when, log.call.length):
            field.setFocus()
            press(qtbot, log, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        assert log.isVisible()
        assert (log._outcome.label if log._outcome else "") == label


def test_what_cannot_be_read_is_complained_of_until_it_can(
    log: LogCallDialog, session: Session, qtbot: QtBot
) -> None:
    log.open_for(added(session, "Halden"), Situation(LONDON))
    retype(qtbot, log.call.when, "last moon")
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    assert "What stands under When is no day and time." in shown(log)
    retype(qtbot, log.call.when, "yesterday 9:15")
    qtbot.keyClick(log.call.when, Qt.Key.Key_Tab)
    assert not log._problem.isVisible()


def test_the_future_is_answered_in_the_form(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, "Halden")
    log.open_for(key, Situation(LONDON))
    qtbot.waitUntil(log.isActiveWindow)
    log.call.when.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(log.call.when, Qt.Key.Key_Up)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    assert log.isVisible()
    assert "A call cannot be logged before it was made. Choose a time that has passed." in shown(log)
    assert call_reader.last_call(session.book, key) is None


def test_do_not_call_is_answered_in_the_form(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, "Halden")
    session.do(prospects.mark_do_not_call, [key])
    log.open_for(key, Situation(LONDON))
    press(qtbot, log, Qt.Key.Key_1, ALT)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    assert "This prospect asked not to be called." in shown(log)


@pytest.mark.parametrize(
    ("typed", "seconds", "reading", "note"),
    [
        ("", 0, "", "Said"), ("4m", 240, "4m 00s", "Said"), ("270s", 270, "4m 30s", "Said"),
        ("1h30", 5400, "1h 30m", "Said"),
        ("a while", 0, "Not a length; it is kept in the note", "Said\nLength: a while"),
    ],
)  # fmt: skip
def test_lengths_as_typed(
    log: LogCallDialog, session: Session, qtbot: QtBot, typed: str, seconds: int, reading: str, note: str
) -> None:
    key = added(session, "Halden")
    log.open_for(key, Situation(LONDON))
    qtbot.keyClicks(log.call.length, typed)
    qtbot.keyClicks(log.call.note, "Said")
    assert reading in shown(log)
    press(qtbot, log, Qt.Key.Key_4, ALT)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    call = last(session, key)
    assert (call.seconds, call.note) == (seconds, note)


def test_another_outcome_proposes_anew_unless_something_was_typed(
    log: LogCallDialog, session: Session, qtbot: QtBot
) -> None:
    key = added(session, "Halden")
    log.open_for(key, Situation(LONDON))
    press(qtbot, log, Qt.Key.Key_4, ALT)
    assert "Call · Tue 1 Dec" in shown(log)
    press(qtbot, log, Qt.Key.Key_3, ALT)
    assert "Call · Wed 25 Nov" in shown(log)
    retype(qtbot, log.focusWidget(), "+3d")
    press(qtbot, log, Qt.Key.Key_5, ALT)
    assert "Meeting · Fri 27 Nov" in shown(log)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    planned = reader.open_action(session.book, key)
    assert planned is not None
    assert (planned.kind, planned.due) == (ActionKind.MEETING, date(2026, 11, 27))


def test_a_refusal_asks_for_its_reason(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, "Halden")
    log.open_for(key, Situation(LONDON))
    assert "Why not" not in shown(log)
    press(qtbot, log, Qt.Key.Key_8, ALT)
    assert "Why not" in shown(log)
    qtbot.keyClick(log.focusWidget(), Qt.Key.Key_2)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    reasons = {reason.id: reason.label for reason in call_reader.reasons(session.book)}
    assert reasons[last(session, key).reason_id or 0] == "Has somebody"
    assert reader.open_action(session.book, key) is None


def test_tab_goes_through_the_form_as_it_is_read(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    log.open_for(added(session, "Halden"), Situation(LONDON))
    press(qtbot, log, Qt.Key.Key_8, ALT)
    log.call.length.setFocus()
    reached: list[QWidget] = []
    for _ in range(6):
        qtbot.keyClick(log.focusWidget(), Qt.Key.Key_Tab)
        focused = log.focusWidget()
        assert focused is not None
        reached.append(focused)
    assert log._outcomes.isAncestorOf(reached[1])
    assert [reached[at].accessibleName() for at in (0, 2, 3)] == ["Note", "No need", "Next action"]
    assert reached[4:] == [log._close, log._log]


def test_without_an_outcome_what_is_planned_stays(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    key = added(session, "Halden")
    talked = next(each for each in call_reader.outcomes(session.book) if each.label == "Talked")
    planned = NextStep(ActionKind.CALL, date(2026, 12, 1))
    session.do(calls.log, Situation(LONDON, key), NOW - timedelta(days=1), 60, "", Ending(talked, None, planned))
    log.open_for(key, Situation(LONDON))
    assert "kept as an unfinished call" in shown(log)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    assert last(session, key).outcome_id is None
    action = reader.open_action(session.book, key)
    assert action is not None
    assert action.due == date(2026, 12, 1)


def test_esc_keeps_what_was_typed_for_that_prospect(log: LogCallDialog, session: Session, qtbot: QtBot) -> None:
    halden, larch = added(session, "Halden"), added(session, "Larch")
    log.open_for(halden, Situation(LONDON))
    qtbot.keyClicks(log.call.length, "4m")
    qtbot.keyClicks(log.call.note, "Half a note")
    press(qtbot, log, Qt.Key.Key_4, ALT)
    retype(qtbot, log.focusWidget(), "+1w")
    press(qtbot, log, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not log.isVisible()
    log.open_for(larch, Situation(LONDON))
    assert (log.call.length.text(), log.call.note.text()) == ("", "")
    press(qtbot, log, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    log.open_for(halden, Situation(LONDON))
    assert "You typed this before. It is not logged yet." in shown(log)
    press(qtbot, log, Qt.Key.Key_Return, CTRL)
    call = last(session, halden)
    assert (call.seconds, call.note, call.outcome, call.next_text) == (240, "Half a note", "Talked", "+1w")
    log.open_for(halden, Situation(LONDON))
    assert "You typed this before." not in shown(log)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/London", datetime(2026, 7, 1, 9, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 11, 24, 18, 59, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_comes_back_from_the_clock_it_is_shown_on(qtbot: QtBot, zone: str, moment: datetime) -> None:
    field = MomentField(ZoneInfo(zone), lambda: NOW.date())
    qtbot.addWidget(field)
    field.show_moment(moment + timedelta(seconds=7))
    assert field.moment() == moment + timedelta(seconds=7)
    field.setText(f"{field.text()} ")
    assert field.reading() == moment


def test_a_day_and_a_time_keep_the_digits_in_which_they_are_typed(
    log: LogCallDialog, session: Session, qtbot: QtBot
) -> None:
    log.open_for(added(session, "Halden"), Situation(LONDON))
    when = log.call.when
    for typed, moment in (
        ("23 10 2026", datetime(2026, 10, 23, 9, 41, tzinfo=UTC)),
        ("161120261130", None),
        ("16112026 1130", datetime(2026, 11, 16, 11, 30, tzinfo=UTC)),
        ("9:05", datetime(2026, 11, 16, 9, 5, tzinfo=UTC)),
        ("yesterday 17:00", datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
    ):
        when.selectAll()
        qtbot.keyClicks(when, typed)
        assert when.reading() == moment, typed
        if moment is None:
            assert "Not a day and time" in shown(log)
            press(qtbot, log, Qt.Key.Key_Return, CTRL)
            assert "What stands under When is no day and time. Type both." in shown(log)
            assert when.text() == typed and log.isVisible()
        else:
            when.settle()
            assert when.text().startswith(f"{moment:%a}") and when.moment() == moment
    for key, day in ((Qt.Key.Key_Up, 24), (Qt.Key.Key_Down, 23)):
        qtbot.keyClick(when, key)
        assert when.moment() == datetime(2026, 11, day, 17, 0, tzinfo=UTC)


# About


def test_about_tells_what_runs_and_where_the_book_lies(
    session: Session, theme: Theme, keep: Keep, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = AboutDialog(session, theme)
    keep(dialog)
    dialog.open()
    told = shown(dialog)
    for fact in (__version__, sqlite3.sqlite_version, qVersion(), platform.python_version(), "MIT licence"):
        assert fact in told
    assert str(tmp_path / "callbook.book") in told
    copy = button(dialog, "Copy")
    copy.setFocus()
    qtbot.keyClick(copy, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert f"Book: {tmp_path / 'callbook.book'}" in copied
    assert f"SQLite: {sqlite3.sqlite_version}" in copied
    assert copy.text() == "Copied"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_every_dialog_draws_in_both_themes(
    session: Session, theme: Theme, machine: MachineSettings, commands: list[QAction], keep: Keep, choice: str
) -> None:
    theme.choose(choice)
    key = added(session, HOSTILE)
    log = LogCallDialog(session, theme)
    dialogs: list[QDialog] = [
        CommandPalette(session, theme, commands), ShortcutsDialog(commands), AboutDialog(session, theme),
        SettingsDialog(session, theme, machine), log,
    ]  # fmt: skip
    for dialog in dialogs:
        keep(dialog)
        if dialog is log:
            log.open_for(key, Situation(LONDON))
        else:
            dialog.open()
        picture = dialog.grab().toImage()
        corner = picture.pixelColor(picture.width() // 2, picture.height() - 4).name()
        assert corner in (theme.colors["window"], theme.colors["card"])
        assert dialog.minimumSizeHint().height() <= 680
        dialog.close()
    theme.choose("light")
