"""Reminders on a real book, under a clock that the test moves: once each, again after a snooze, never in the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import CallState
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.prospect import Prospect
from callbook.domain.when import Due
from callbook.services import calls, prospects
from callbook.services.calls import Situation
from callbook.services.prospects import Draft
from callbook.storage import prospects as reader
from callbook.system.notify import Notifier
from callbook.system.worker import Worker
from callbook.ui.fields import column
from callbook.ui.reminder_banner import ReminderBanner
from callbook.ui.reminders import LEAD_MINUTES, Reminders, Tray
from callbook.ui.session import Session
from tests.new_book import new_book
from tests.ui.conftest import LONDON, TUESDAY, Clock, Keys, dressed

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
START = NOON - timedelta(minutes=20)
NOW_SHOWN = "12:00 Call Northgate Dental"


@dataclass
class Desk:
    """Somebody at work: the window with a field to type in, what was notified, and what was asked to be shown."""

    session: Session
    clock: Clock
    window: QWidget
    typed: QLineEdit
    banner: ReminderBanner
    notifier: Notifier
    told: list[tuple[str, str]]
    opened: list[int] = field(default_factory=list)
    lead: int = LEAD_MINUTES
    reminders: Reminders | None = None

    def begin(self, since: datetime | None = None) -> Reminders:
        """Start reminding, as the program does when it starts; what reminded before is gone."""
        if self.reminders is not None:
            self.reminders.stop()
            self.reminders.deleteLater()
        self.reminders = Reminders(self.session, self.banner, self.notifier, lambda: self.lead, since)
        self.reminders.open_asked.connect(self.opened.append)
        self.reminders.look()
        return self.reminders

    def add(self, name: str, due: Due | None = None, kind: ActionKind = ActionKind.CALL, **fields: str) -> int:
        draft = Draft(Prospect(name=name, country="GB", **fields))  # type: ignore[arg-type]
        change = self.session.do(prospects.add, draft)
        assert change is not None
        number = change.one("prospect")
        if due is not None:
            self.plan(number, due, kind)
        return number

    def plan(self, number: int, due: Due, kind: ActionKind | None = None) -> None:
        assert self.session.do(prospects.move_next, [number], kind, due, "Europe/London") is not None

    def at(self, moment: datetime) -> list[tuple[str, str]]:
        """Let the half minutes pass until `moment`; what was notified meanwhile."""
        before = len(self.told)
        while self.clock.now < moment:
            self.clock.now = min(self.clock.now + timedelta(seconds=30), moment)
            self.session.minute.emit()
        return self.told[before:]

    def sleep(self, moment: datetime) -> list[tuple[str, str]]:
        """Close the laptop until `moment`."""
        before = len(self.told)
        self.clock.now = moment
        self.session.minute.emit()
        return self.told[before:]

    def click(self, words: str) -> None:
        (found,) = [one for one in self.banner.findChildren(QPushButton) if one.text() == words]
        found.click()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    clock.now = START
    book = new_book(tmp_path / "callbook.book", clock())
    session = Session(book, clock, LONDON, Worker())
    window, typed, banner = QWidget(), QLineEdit(), ReminderBanner()
    # Another field comes first: where Qt itself would put the keyboard when the banner goes.
    window.setLayout(column(banner, QLineEdit(), typed, None))
    window.resize(1100, 400)
    told: list[tuple[str, str]] = []

    def tray(title: str, body: str) -> bool:
        told.append((title, body))
        return True

    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    typed.setFocus()
    yield Desk(session, clock, window, typed, banner, Notifier(tray), told)
    session.close()


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


# Once for each due moment


def test_an_action_is_announced_once_some_minutes_before(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON, city="Leeds")
    desk.begin()
    assert desk.at(NOON - minutes(5.5)) == []
    assert not desk.banner.isVisible()
    assert desk.at(NOON - minutes(5)) == [("Call Northgate Dental, 12:00", "In 5 minutes.")]
    assert desk.banner.isVisible()
    assert desk.banner.text() == f"{NOW_SHOWN} Leeds"
    assert desk.at(NOON + minutes(60)) == []
    assert desk.sleep(NOON + timedelta(hours=14)) == []


@pytest.mark.parametrize(
    ("lead", "at", "body"),
    [
        (0, NOON, "Now."),
        (1, NOON - minutes(1), "In 1 minute."),
        (12, NOON - minutes(12), "In 12 minutes."),
        (-3, NOON, "Now."),
    ],
)
def test_the_lead_is_the_users(desk: Desk, lead: int, at: datetime, body: str) -> None:
    desk.add("Northgate Dental", NOON)
    desk.lead = lead
    desk.begin()
    assert desk.at(at - timedelta(seconds=30)) == []
    assert desk.at(at) == [("Call Northgate Dental, 12:00", body)]
    assert desk.at(NOON + minutes(60)) == []


def test_a_longer_lead_holds_from_the_next_half_minute(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    desk.begin()
    desk.at(NOON - minutes(16))
    desk.lead = 30
    assert desk.at(NOON - minutes(15)) == [("Call Northgate Dental, 12:00", "In 16 minutes.")]
    desk.lead = 0
    assert desk.at(NOON + minutes(5)) == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ActionKind.CALL, "Call Northgate Dental, 12:00"),
        (ActionKind.VISIT, "Walk-in Northgate Dental, 12:00"),
        (ActionKind.MEETING, "Meeting Northgate Dental, 12:00"),
        (ActionKind.EMAIL, "E-mail Northgate Dental, 12:00"),
    ],
)
def test_the_kind_is_said(desk: Desk, kind: ActionKind, words: str) -> None:
    desk.add("Northgate Dental", NOON, kind)
    desk.begin()
    assert [title for title, _ in desk.at(NOON)] == [words]


def test_our_clock_is_shown(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    desk.add("Northgate Dental", datetime(2026, 7, 1, 9, 30, tzinfo=UTC))
    desk.begin()
    assert [title for title, _ in desk.at(datetime(2026, 7, 1, 9, 30, tzinfo=UTC))] == ["Call Northgate Dental, 10:30"]


def test_a_plain_day_is_the_queues_business(desk: Desk) -> None:
    desk.add("Northgate Dental", date(2026, 11, 24))
    desk.begin()
    assert desk.at(NOON) == []


def test_an_action_moved_to_another_time_is_announced_again(desk: Desk) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.begin()
    assert len(desk.at(NOON - minutes(4))) == 1
    desk.plan(number, NOON + minutes(60))
    assert not desk.banner.isVisible()
    assert desk.at(NOON + minutes(54)) == []
    assert desk.at(NOON + minutes(55)) == [("Call Northgate Dental, 13:00", "In 5 minutes.")]
    desk.session.undo()  # back at noon, which was announced
    assert desk.at(NOON + minutes(70)) == []


def test_an_action_moved_into_the_next_minutes_is_announced(desk: Desk) -> None:
    number = desk.add("Northgate Dental", NOON + timedelta(days=3))
    desk.begin()
    desk.plan(number, START + minutes(3))
    assert desk.at(START + minutes(0.5)) == [("Call Northgate Dental, 11:43", "In 2 minutes.")]


def test_an_action_put_into_the_past_is_no_news(desk: Desk) -> None:
    desk.begin()
    desk.add("Northgate Dental", START - minutes(60))
    assert desk.at(NOON) == []
    assert not desk.banner.isVisible()


def test_several_at_once_are_one_notification(desk: Desk) -> None:
    for name in ("Northgate Dental", "Halden Outdoor", "Larch Bakery"):
        desk.add(name, NOON)
    desk.begin()
    assert desk.at(NOON) == [("3 next actions are due", "The first at 12:00.")]
    assert desk.banner.text() == f"{NOW_SHOWN} and 2 more"


def test_a_clock_set_back_announces_nothing_twice(desk: Desk, clock: Clock) -> None:
    desk.add("Northgate Dental", NOON)
    desk.begin()
    assert len(desk.at(NOON + minutes(1))) == 1
    clock.now = NOON - minutes(30)
    desk.add("Larch Bakery", NOON - minutes(20))
    assert desk.at(NOON + minutes(1)) == [("Call Larch Bakery, 11:40", "In 5 minutes.")]


# What was missed


def test_what_was_slept_over_is_gathered(desk: Desk) -> None:
    for name, hour in (("Northgate Dental", 14), ("Halden Outdoor", 12), ("Larch Bakery", 13)):
        desk.add(name, NOON.replace(hour=hour))
    desk.add("Osprey Logistics", NOON.replace(hour=16, minute=3))
    desk.begin()
    assert desk.sleep(NOON.replace(hour=16)) == [
        ("3 next actions came due while you were away", "The first at 12:00."),
        ("Call Osprey Logistics, 16:03", "In 3 minutes."),
    ]
    assert desk.banner.text() == "12:00 Call Halden Outdoor and 3 more"
    assert desk.at(NOON.replace(hour=18)) == []


def test_one_that_was_slept_over_is_named(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    desk.begin()
    assert desk.sleep(NOON + minutes(90)) == [("Call Northgate Dental, 12:00", "It came due while you were away.")]


@pytest.mark.parametrize(
    ("due", "found"),
    [(START - minutes(12 * 60 - 1), 1), (START - minutes(12 * 60), 0), (START - minutes(3), 1)],
)
def test_a_start_looks_twelve_hours_back(desk: Desk, due: datetime, found: int) -> None:
    desk.add("Northgate Dental", due)
    desk.begin()
    assert len(desk.told) == found
    assert desk.banner.isVisible() is bool(found)


def test_a_long_sleep_looks_twelve_hours_back(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    desk.add("Halden Outdoor", NOON + timedelta(days=2))
    desk.begin()
    assert desk.sleep(NOON + timedelta(days=2, hours=1)) == [
        ("Call Halden Outdoor, 12:00", "It came due while you were away.")
    ]


def test_a_day_before_is_named(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    desk.add("Northgate Dental", datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    desk.begin()
    assert desk.banner.text() == "yesterday 23:30 Call Northgate Dental"


def test_a_second_start_reminds_of_what_came_due_in_between(desk: Desk, clock: Clock) -> None:
    desk.add("Northgate Dental", NOON)
    desk.add("Halden Outdoor", NOON + minutes(60))
    first = desk.begin()
    assert len(desk.at(NOON + minutes(10))) == 1
    looked = first.looked
    assert looked == NOON + minutes(10)
    clock.now = NOON + minutes(120)
    desk.told.clear()
    desk.begin(since=looked)
    assert desk.told == [("Call Halden Outdoor, 13:00", "It came due while you were away.")]


def test_something_saved_right_after_waking_hides_nothing(desk: Desk, clock: Clock) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.begin()
    clock.now = NOON + minutes(60)
    desk.session.do(prospects.prepare, number, "what_they_do", "Teeth")
    assert len(desk.at(NOON + minutes(60.5))) == 1


# Snoozing


def test_a_snoozed_action_is_announced_again_in_ten_minutes(desk: Desk, qtbot: QtBot) -> None:
    number = desk.add("Northgate Dental", NOON)
    reminders = desk.begin()
    desk.at(NOON)
    steps = desk.session.book.undo_op
    with qtbot.waitSignal(reminders.snoozed):
        desk.click("Snooze 10 min")
    assert not desk.banner.isVisible()
    assert desk.at(NOON + minutes(9.5)) == []
    assert desk.at(NOON + minutes(10)) == [("Call Northgate Dental, 12:00", "10 min overdue")]
    assert desk.banner.text() == NOW_SHOWN
    desk.click("Snooze 10 min")
    assert desk.at(NOON + minutes(20)) == [("Call Northgate Dental, 12:00", "20 min overdue")]
    action = reader.open_action(desk.session.book, number)
    assert action is not None
    assert (action.due, desk.session.book.undo_op) == (NOON, steps)


def test_snoozing_from_the_tray_snoozes_all(desk: Desk) -> None:
    for name in ("Northgate Dental", "Halden Outdoor"):
        desk.add(name, NOON)
    reminders = desk.begin()
    desk.at(NOON)
    reminders.snooze()
    assert not desk.banner.isVisible()
    assert desk.at(NOON + minutes(10)) == [("2 next actions are due", "The first at 12:00.")]


def test_snoozing_in_the_banner_snoozes_the_one_shown(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    desk.add("Larch Bakery", NOON)
    desk.begin()
    desk.at(NOON)
    desk.click("Snooze 10 min")
    assert desk.banner.text() == "12:00 Call Larch Bakery"
    assert desk.at(NOON + minutes(10)) == [("Call Northgate Dental, 12:00", "10 min overdue")]
    assert desk.banner.text() == f"{NOW_SHOWN} and 1 more"


def test_snoozing_nothing_says_nothing(desk: Desk, qtbot: QtBot) -> None:
    reminders = desk.begin()
    with qtbot.assertNotEmitted(reminders.snoozed):
        reminders.snooze()


def test_a_snooze_slept_over_is_no_second_miss(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    desk.begin()
    desk.at(NOON)
    desk.click("Snooze 10 min")
    assert desk.sleep(NOON + minutes(120)) == [("Call Northgate Dental, 12:00", "2 h overdue")]


# What is gone


GONE: dict[str, Callable[[Desk, int], object]] = {
    "deleted": lambda desk, number: desk.session.do(prospects.delete, [number]),
    "do not call": lambda desk, number: desk.session.do(prospects.mark_do_not_call, [number]),
    "done": lambda desk, number: desk.session.do(prospects.close_next, [number], Closing.DONE),
    "moved to a day": lambda desk, number: desk.plan(number, date(2026, 11, 30)),
    "begun": lambda desk, number: desk.session.do(calls.start, Situation(LONDON, number)),
}


@pytest.mark.parametrize("how", GONE)
def test_what_is_gone_is_not_announced(desk: Desk, how: str) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.begin()
    GONE[how](desk, number)
    assert desk.at(NOON + minutes(30)) == []


@pytest.mark.parametrize("how", GONE)
def test_what_is_gone_leaves_the_banner(desk: Desk, how: str) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.add("Larch Bakery", NOON)
    desk.begin()
    desk.at(NOON)
    assert desk.banner.text() == f"{NOW_SHOWN} and 1 more"
    GONE[how](desk, number)
    assert desk.banner.text() == "12:00 Call Larch Bakery"


@pytest.mark.parametrize("how", GONE)
def test_what_is_gone_does_not_wake(desk: Desk, how: str) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.begin()
    desk.at(NOON)
    desk.click("Snooze 10 min")
    GONE[how](desk, number)
    assert desk.at(NOON + minutes(30)) == []
    assert not desk.banner.isVisible()


def test_another_name_is_taken_over(desk: Desk) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.begin()
    desk.at(NOON)
    card = reader.card(desk.session.book, number)
    assert card is not None
    desk.session.do(prospects.edit, Draft(replace(card.prospect, name="Northgate Dental Group")))
    assert desk.banner.text() == f"{NOW_SHOWN} Group"


def test_after_stopping_nothing_is_read(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    reminders = desk.begin()
    reminders.stop()
    assert desk.at(NOON) == []


# The banner


def test_the_banner_takes_them_one_by_one_the_oldest_first(desk: Desk) -> None:
    numbers = [desk.add(f"Firm {after}", NOON + minutes(after)) for after in (2, 0, 1)]
    desk.begin()
    desk.at(NOON + minutes(2))
    assert desk.banner.text() == "12:00 Call Firm 0 and 2 more"
    desk.click("Dismiss")
    assert desk.banner.text() == "12:01 Call Firm 1 and 1 more"
    desk.click("Show")
    assert desk.opened == [numbers[2]]
    assert desk.banner.text() == "12:02 Call Firm 2"
    desk.click("Dismiss")
    assert (desk.banner.isVisible(), desk.banner.text()) == (False, "")
    assert desk.at(NOON + minutes(60)) == []


def test_a_reminder_leaves_the_keyboard_to_who_types(desk: Desk, keys: Keys) -> None:
    desk.add("Northgate Dental", NOON)
    desk.begin()
    keys.type("half a ")
    desk.at(NOON)
    assert desk.banner.isVisible()
    keys.type("sentence")
    assert desk.typed.text() == "half a sentence"


@pytest.mark.parametrize(
    ("way", "opened", "told_later"),
    [
        ((Qt.Key.Key_Return,), True, 0),
        ((Qt.Key.Key_Escape,), False, 0),
        ((Qt.Key.Key_Tab, Qt.Key.Key_Return), False, 1),
        ((Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space), False, 0),
    ],
)
def test_the_banner_by_keys(desk: Desk, keys: Keys, way: tuple[Qt.Key, ...], opened: bool, told_later: int) -> None:
    number = desk.add("Northgate Dental", NOON)
    desk.begin()
    desk.at(NOON)
    desk.banner.take_focus()
    for key in way:
        keys.press(key)
    assert not desk.banner.isVisible()
    assert desk.opened == [number] * opened
    assert QApplication.focusWidget() is desk.typed  # the keyboard is back where it was
    assert len(desk.at(NOON + minutes(20))) == told_later


def test_the_keyboard_stays_in_the_banner_while_there_is_more(desk: Desk, keys: Keys) -> None:
    for name in ("Northgate Dental", "Larch Bakery"):
        desk.add(name, NOON)
    desk.begin()
    desk.at(NOON)
    desk.banner.take_focus()
    keys.press(Qt.Key.Key_Escape)
    assert desk.banner.text() == "12:00 Call Larch Bakery"
    desk.banner.take_focus()  # pressed once more: it is here already
    keys.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.typed


def test_the_keyboard_does_not_return_to_what_is_no_more(desk: Desk, keys: Keys, qtbot: QtBot) -> None:
    desk.add("Northgate Dental", NOON)
    desk.begin()
    desk.at(NOON)
    desk.banner.take_focus()
    with qtbot.waitSignal(desk.typed.destroyed):
        desk.typed.deleteLater()
    keys.press(Qt.Key.Key_Escape)
    assert not desk.banner.isVisible()


def test_no_banner_takes_no_keyboard(desk: Desk) -> None:
    desk.begin()
    desk.banner.take_focus()
    assert QApplication.focusWidget() is desk.typed


@pytest.mark.parametrize(
    "name", ["<b>x</b>", "--urgency=critical", "%1 %2 %3 %n", "&Northgate && Co", "a\nb", "x" * 3000]
)
def test_a_name_is_text(desk: Desk, name: str) -> None:
    desk.add(name, NOON)
    desk.begin()
    ((title, body),) = desk.at(NOON - minutes(5))
    written = " ".join(name.split())
    assert title == f"Call {written}, 12:00" or (len(name) > 200 and title.startswith("Call xxx"))
    assert body == "In 5 minutes."  # nothing that somebody typed
    assert desk.banner.text() == f"12:00 Call {written}"
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in desk.banner.findChildren(QLabel))
    assert desk.banner.width() <= 1100
    assert desk.banner.minimumSizeHint().width() < 700


# Clicks outside the window


def test_a_clicked_notification_shows_whom_it_named(desk: Desk, qtbot: QtBot) -> None:
    number = desk.add("Northgate Dental", NOON)
    reminders = desk.begin()
    desk.at(NOON)
    with qtbot.waitSignal(reminders.shown_asked):
        desk.notifier.clicked.emit()
    assert desk.opened == [number]
    assert not desk.banner.isVisible()
    desk.notifier.clicked.emit()  # and a late click once more only brings the window
    assert desk.opened == [number]


def test_a_clicked_notification_of_several_shows_the_banner(desk: Desk, qtbot: QtBot) -> None:
    for name in ("Northgate Dental", "Larch Bakery"):
        desk.add(name, NOON)
    reminders = desk.begin()
    desk.at(NOON)
    with qtbot.waitSignal(reminders.shown_asked):
        desk.notifier.clicked.emit()
    assert desk.opened == []
    assert desk.banner.isVisible()


def test_without_a_notifier_the_banner_is_all_there_is(desk: Desk) -> None:
    desk.add("Northgate Dental", NOON)
    reminders = Reminders(desk.session, desk.banner)
    reminders.look()
    assert desk.at(NOON) == []
    assert desk.banner.text() == NOW_SHOWN


def test_the_trays_menu(qtbot: QtBot, qapp: QApplication) -> None:
    picture = QPixmap(16, 16)
    picture.fill(Qt.GlobalColor.darkGreen)
    tray = Tray(QIcon(picture))
    (icon,) = tray.findChildren(QSystemTrayIcon)
    menu = icon.contextMenu()
    assert isinstance(menu, QMenu)
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert [entry.text() for entry in entries] == ["Show Callbook", "Snooze 10 minutes", "Quit"]
    for entry, signal in zip(entries, (tray.window_asked, tray.snooze_asked, tray.quit_asked), strict=True):
        with qtbot.waitSignal(signal):
            entry.trigger()
    with qtbot.waitSignal(tray.clicked):
        icon.messageClicked.emit()
    with qtbot.waitSignal(tray.window_asked):
        icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    shown = tray.show_message("Call Northgate Dental, 14:30", "Now.")
    assert shown is (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages())
    tray.stop()
    assert not icon.isVisible()


# In the whole window


@pytest.fixture
def banner(program: Program) -> ReminderBanner:
    """A banner at the top of the program's window."""
    made, body, whole = ReminderBanner(), program.window.takeCentralWidget(), QWidget()
    whole.setLayout(column(made, body, spacing=0))
    program.window.setCentralWidget(whole)
    return made


def plan(program: Program, name: str, due: datetime) -> int:
    ((number, _, _),) = reader.named_like(program.book, name)
    program.session.do(prospects.move_next, [number], ActionKind.CALL, due, "Europe/London")
    return number


def test_a_live_call_is_not_disturbed(
    program: Program, banner: ReminderBanner, keys: Keys, clock: Clock, qtbot: QtBot
) -> None:
    reminders = Reminders(program.session, banner)
    reminders.look()
    program.window.page.list.focus_list()
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("half an ")
    other = plan(program, "Larch Bakery", TUESDAY + minutes(8))
    clock.on(minutes=4)
    program.session.minute.emit()
    assert banner.isVisible()
    keys.type("answer")
    panel = program.window.page.call
    assert (panel.state, panel._live._answers.answers()[0].text) == (CallState.LIVE, "half an answer")
    reminders.open_asked.connect(program.window.show_prospect)
    banner.take_focus()
    keys.press(Qt.Key.Key_Return)
    assert panel.prospect_id == other
    assert panel._bar.isVisible()  # and the way back to the call is there
    reminders.stop()


def test_whom_one_talks_with_needs_no_reminder(program: Program, banner: ReminderBanner, clock: Clock) -> None:
    reminders = Reminders(program.session, banner)
    reminders.look()
    number = plan(program, "Northgate Dental", TUESDAY + minutes(8))
    other = plan(program, "Larch Bakery", TUESDAY + minutes(8))
    program.session.do(calls.start, Situation(LONDON, number))
    clock.on(minutes=4)
    program.session.minute.emit()
    assert banner.text() == "10:49 Call Larch Bakery"
    program.session.do(prospects.delete, [other])
    assert not banner.isVisible()
    reminders.stop()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_banner_is_slim_and_cuts_nothing_off(desk: Desk, qapp: QApplication, choice: str) -> None:
    theme = dressed(qapp, choice)
    desk.add("Northgate Dental", NOON, city="Manchester")
    desk.add("Larch Bakery", NOON)
    desk.begin()
    desk.at(NOON)
    qapp.processEvents()
    assert desk.banner.height() < 64
    for part in desk.banner.findChildren(QPushButton):
        assert part.width() >= part.sizeHint().width()
    words = [one.text() for one in desk.banner.findChildren(QLabel)]
    assert words == ["12:00", "Call Northgate Dental", "Manchester", "and 1 more"]  # none of them shortened
    assert theme.choice == choice
