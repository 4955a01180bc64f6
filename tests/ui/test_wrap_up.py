"""The lines under the outcomes by real keys: reasons on a digit, a meeting's place and length, whom they named."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import CallState
from callbook.domain.change import Op
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reason
from callbook.domain.prospect import Prospect
from callbook.domain.settings import BookSettings
from callbook.services import calls as service
from callbook.services import prospects
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import calls
from callbook.storage import prospects as reader
from callbook.storage.calls import HistoryFilter
from callbook.system.worker import Worker
from callbook.ui.call.beside import length_words
from callbook.ui.call.panel import CallPanel
from callbook.ui.call.reasons import ReasonButton, ReasonRow
from callbook.ui.call.wrap_up import NextRow
from callbook.ui.session import Session
from tests.new_book import new_book
from tests.ui.conftest import LONDON, TUESDAY, Keys, add, dressed

NEW_YORK = ZoneInfo("America/New_York")
MEETING = NextStep(ActionKind.MEETING, None, "", "14 Mill Lane, Manchester", 30)
CALL = NextStep(ActionKind.CALL, date(2026, 12, 1))
FOURTEEN = (
    "没有需要，已经有供应商了",
    "Arts & crafts only",
    "They said that whatever it is they would have to ask the head office in Rotterdam first",
    *(f"Reason {number}" for number in range(4, 15)),
)
Show = Callable[[int], NextRow]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    book = new_book(tmp_path / "callbook.book", TUESDAY, scripts=False)
    made = Session(book, lambda: TUESDAY, LONDON, Worker())
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def show(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[Show]:
    """Shows the row alone, in a window of a width."""
    dressed(qapp, "light")
    hosts: list[QWidget] = []

    def one(width: int) -> NextRow:
        host, made = QWidget(), NextRow(session)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(made)
        column.addStretch(1)
        host.resize(width, 700)
        host.show()
        host.activateWindow()
        qtbot.waitUntil(host.isActiveWindow)
        hosts.append(host)
        return made

    yield one
    for host in hosts:
        host.close()
        host.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


@pytest.fixture
def lines(show: Show) -> NextRow:
    return show(560)


def outcome(session: Session, label: str) -> Outcome:
    return next(one for one in calls.outcomes(session.book) if one.label == label)


def give_reasons(session: Session, labels: tuple[str, ...]) -> None:
    """Make these the reasons of the book."""
    with session.book.step(Op.EDIT_SETTINGS) as step:
        for old in calls.reasons(session.book):
            step.update(replace(old, deleted_at=TUESDAY))
        for position, label in enumerate(labels):
            step.insert(Reason(position=position, label=label))


def offer(lines: NextRow, outcome: Outcome, proposed: NextStep) -> None:
    """What an outcome key does."""
    lines.propose(outcome, proposed)
    QApplication.processEvents()
    lines.take_focus()


def refuse(lines: NextRow, session: Session) -> None:
    offer(lines, outcome(session, "Not interested"), NextStep())


def reason(lines: NextRow, session: Session) -> str:
    """The words of the reason that is chosen, "" for none."""
    return {one.id: one.label for one in calls.reasons(session.book)}.get(lines.reason_id() or 0, "")


def buttons(lines: NextRow) -> list[ReasonButton]:
    return [each for each in lines.findChildren(ReasonButton) if each.isVisible()]


def here() -> str:
    """The accessible name of what has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found.accessibleName()


def field(lines: NextRow, name: str) -> QLineEdit:
    return next(each for each in lines.findChildren(QLineEdit) if each.accessibleName() == name)


def type_into(lines: NextRow, name: str, text: str) -> None:
    """By keys, over what stands there."""
    line = field(lines, name)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    write(text)


def write(text: str) -> None:
    """By keys, or as an input method does where there are none for it."""
    target = QApplication.focusWidget()
    assert target is not None
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(target, event)


def shown(lines: NextRow) -> list[str]:
    return [label.text() for label in lines.findChildren(QLabel) if label.isVisible() and label.text()]


# Reasons


@pytest.mark.parametrize(
    ("key", "modifiers", "label"),
    [
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, FOURTEEN[0]),
        (Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, FOURTEEN[2]),
        (Qt.Key.Key_9, Qt.KeyboardModifier.KeypadModifier, "Reason 9"),
        (Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, "Reason 10"),
    ],
)
def test_a_digit_chooses_and_the_keyboard_is_in_the_next_action(
    lines: NextRow, session: Session, keys: Keys, key: Qt.Key, modifiers: Qt.KeyboardModifier, label: str
) -> None:
    give_reasons(session, FOURTEEN)
    refuse(lines, session)
    assert here() == FOURTEEN[0]
    keys.press(key, modifiers)
    assert (reason(lines, session), here()) == (label, "Next action")
    keys.type("+6m, 7 samples")  # digits are digits again
    assert (reason(lines, session), lines.text()) == (label, "+6m, 7 samples")


def test_reasons_after_the_tenth_are_reached_by_arrows_and_enter(lines: NextRow, session: Session, keys: Keys) -> None:
    give_reasons(session, FOURTEEN)
    refuse(lines, session)
    assert [each.text()[:1] for each in buttons(lines)[8:11]] == ["9", "0", "R"]
    for _ in range(11):
        keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Left)
    assert (here(), lines.reason_id()) == ("Reason 11", None)  # on the way nothing is chosen
    keys.press(Qt.Key.Key_Return)
    assert (reason(lines, session), here()) == ("Reason 11", "Next action")


def test_the_arrows_go_up_and_down_and_stop_at_the_edges(lines: NextRow, session: Session, keys: Keys) -> None:
    refuse(lines, session)
    went = []
    for key in (
        Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up,
    ):  # fmt: skip
        keys.press(key)
        went.append(here())
    assert went[:3] == ["No need", "No need", "Has somebody"]
    line = {each.accessibleName(): each.y() for each in buttons(lines)}
    below, still, back = went[3:]
    assert line[below] > line["No need"]
    assert (still, line[back]) == (below, line["No need"])


def test_the_chosen_one_chosen_again_is_taken_back(lines: NextRow, session: Session, keys: Keys, qtbot: QtBot) -> None:
    refuse(lines, session)
    keys.press(Qt.Key.Key_2)
    keys.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert here() == "Has somebody"  # back in the one that is chosen
    with qtbot.waitSignal(lines.typed):
        keys.press(Qt.Key.Key_2)
    assert (lines.reason_id(), here()) == (None, "Has somebody")
    with qtbot.waitSignal(lines.typed):
        keys.press(Qt.Key.Key_4)
    assert (reason(lines, session), [each.isChecked() for each in buttons(lines)].count(True)) == ("Bad timing", 1)


def test_a_click_chooses_takes_back_and_chooses_another(lines: NextRow, session: Session, qtbot: QtBot) -> None:
    refuse(lines, session)
    third, fifth = buttons(lines)[2], buttons(lines)[4]
    for button, label in ((third, "No budget"), (fifth, "Too small for us"), (fifth, ""), (third, "No budget")):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert reason(lines, session) == label


def test_tab_goes_on_without_a_reason(lines: NextRow, session: Session, keys: Keys) -> None:
    refuse(lines, session)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Tab)
    assert (lines.reason_id(), here()) == (None, "Next action")


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier])
def test_digits_of_commands_are_no_reasons(
    lines: NextRow, session: Session, keys: Keys, modifier: Qt.KeyboardModifier
) -> None:
    refuse(lines, session)
    keys.press(Qt.Key.Key_2, modifier)
    keys.press(Qt.Key.Key_Return, modifier)
    assert (lines.reason_id(), here()) == (None, "No need")


@pytest.mark.parametrize("labels", [(), ("Only one",)])
def test_few_reasons_or_none(lines: NextRow, session: Session, keys: Keys, labels: tuple[str, ...]) -> None:
    give_reasons(session, labels)
    refuse(lines, session)
    assert ("Why not" in shown(lines)) == bool(labels)
    assert here() == (labels[0] if labels else "Next action")
    if labels:
        keys.press(Qt.Key.Key_9)  # there is no ninth
    assert lines.reason_id() is None


def test_a_reason_belongs_to_the_outcome_that_asks_for_it(lines: NextRow, session: Session, keys: Keys) -> None:
    refuse(lines, session)
    keys.press(Qt.Key.Key_2)
    offer(lines, outcome(session, "Talked"), CALL)
    assert (lines.reason_id(), here(), buttons(lines)) == (None, "Next action", [])
    refuse(lines, session)
    assert lines.reason_id() is None
    kept = calls.reasons(session.book)[5]
    lines.restore(outcome(session, "Not interested"), NextStep(), "", kept.id)
    lines.take_focus()
    assert (reason(lines, session), here()) == ("Not the right person", "Not the right person")


# Room


def clipped(lines: NextRow) -> list[str]:
    """What is seen of the row and is not seen whole."""
    found = []
    for part in lines.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, (QLabel, QPushButton, QLineEdit)):
            continue
        rect = QRect(part.mapTo(lines, QPoint()), part.size())
        low = part.heightForWidth(part.width()) if part.hasHeightForWidth() else part.minimumSizeHint().height()
        narrow = part.minimumSizeHint().width() if not isinstance(part, QLineEdit) else 60
        if not lines.rect().contains(rect) or part.height() < low or part.width() < narrow:
            found.append(f"{type(part).__name__} {part.accessibleName()} {rect}")
    return found


@pytest.mark.parametrize("width", [340, 420, 520, 560, 760])
@pytest.mark.parametrize("labels", [("No need", "Has somebody", "Too small for us", "Not the right person"), FOURTEEN])
def test_reasons_flow_into_lines_and_none_is_clipped(
    show: Show, session: Session, qtbot: QtBot, width: int, labels: tuple[str, ...]
) -> None:
    give_reasons(session, labels)
    lines = show(width)
    lines.restore(outcome(session, "Not interested"), NextStep(), "in two weeks or so, not in march", None)
    qtbot.waitUntil(lambda: not clipped(lines) and lines.width() == width)
    rects = [each.geometry() for each in buttons(lines)]
    assert not any(one.intersects(other) for at, one in enumerate(rects) for other in rects[:at])
    row = lines.findChildren(ReasonRow)[0]
    assert row.height() == rects[-1].bottom() + 1
    assert field(lines, "Next action").mapTo(lines, QPoint()).y() > row.geometry().bottom()
    places = [each.geometry() for each in buttons(lines)]
    for each in buttons(lines):
        lines.restore(outcome(session, "Not interested"), NextStep(), "", each.reason_id)
        QApplication.processEvents()
    assert [each.geometry() for each in buttons(lines)] == places  # choosing moves nothing


def test_reasons_of_any_words_are_shown_as_they_are(lines: NextRow, session: Session) -> None:
    give_reasons(session, (*FOURTEEN[:3], "<b>bold</b>\nin two lines"))
    refuse(lines, session)
    told = [each.text() for each in buttons(lines)]
    assert told[:2] == ["1 没有需要，已经有供应商了", "2 Arts && crafts only"]
    assert told[2].startswith("3 They said that")
    assert told[2].endswith("…")
    assert told[3] == "4 <b>bold</b> in two lines"
    assert buttons(lines)[2].accessibleName() == FOURTEEN[2]
    assert {each.accessibleDescription() for each in buttons(lines)} == {"Why not"}


@pytest.mark.parametrize("width", [340, 420, 520, 560, 760])
@pytest.mark.parametrize("typed", ["", "thu 9:30, bring the samples", "soonish, after the fair"])
def test_a_meeting_and_a_referral_have_room(show: Show, session: Session, qtbot: QtBot, width: int, typed: str) -> None:
    lines = show(width)
    lines.show_zone(NEW_YORK)
    lines.restore(outcome(session, "Meeting set"), MEETING, typed, None)
    for length in ("30 min", "90", "a while"):
        type_into(lines, "How long it takes", length)
        qtbot.waitUntil(lambda: not clipped(lines))
    lines.restore(outcome(session, "Referral"), CALL, typed, None)
    qtbot.waitUntil(lambda: not clipped(lines) and lines.width() == width)


def test_what_was_understood_stands_beside_where_there_is_room(show: Show, session: Session) -> None:
    for width, beside in ((760, True), (340, False)):
        lines = show(width)
        lines.restore(outcome(session, "Talked"), CALL, "thu 9:30", None)
        QApplication.processEvents()
        reading = next(each for each in lines.findChildren(QLabel) if each.text() == "Call · Thu 26 Nov 09:30")
        assert (reading.geometry().left() > field(lines, "Next action").geometry().right()) == beside


# Meetings


def test_a_meeting_carries_the_place_and_length_that_are_proposed(lines: NextRow, session: Session, keys: Keys) -> None:
    offer(lines, outcome(session, "Meeting set"), MEETING)
    assert here() == "Next action"
    assert "No date yet: Meeting · Wed 25 Nov" in shown(lines)
    keys.type("thu 9:30, bring the samples")
    due = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert lines.next_step() == replace(MEETING, due=due, text="bring the samples")
    assert "until 10:00" in shown(lines)
    assert field(lines, "How long it takes").text() == "30 min"


@pytest.mark.parametrize(
    ("typed", "minutes", "told"),
    [
        ("45", 45, "45 min · until 10:15"),
        ("1h30", 90, "1 h 30 min · until 11:00"),
        ("2 hours", 120, "2 h · until 11:30"),
        ("90 s", 2, "2 min · until 09:32"),
        ("30 min", 30, "until 10:00"),
        ("", 30, "until 10:00"),
        ("a while", 30, "not read · 30 min"),
        ("0", 30, "not read · 30 min"),
        ("25 h", 30, "not read · 30 min"),
    ],
)
def test_the_length_is_read_and_what_cannot_be_read_stays_as_proposed(
    lines: NextRow, session: Session, typed: str, minutes: int, told: str
) -> None:
    lines.restore(outcome(session, "Meeting set"), MEETING, "thu 9:30", None)
    type_into(lines, "How long it takes", typed)
    assert lines.next_step().minutes == minutes
    assert told in shown(lines)


def test_the_place_is_typed_over_and_may_be_emptied(lines: NextRow, session: Session) -> None:
    lines.restore(outcome(session, "Meeting set"), MEETING, "thu", None)
    for typed in ("明湖食品有限公司 3号楼", "<b>here</b> & there", ""):
        type_into(lines, "Where the meeting is", typed)
        assert lines.next_step().place == typed


def test_a_place_nobody_touched_is_kept_to_the_letter(lines: NextRow, session: Session) -> None:
    place = "14 Mill Lane\nManchester  M1 1AA"
    lines.restore(outcome(session, "Meeting set"), replace(MEETING, place=place, minutes=None), "thu", None)
    assert field(lines, "Where the meeting is").text() == "14 Mill Lane Manchester M1 1AA"
    step = lines.next_step()
    assert (step.place, step.minutes) == (place, None)


def test_no_meeting_has_no_place(lines: NextRow, session: Session) -> None:
    lines.restore(outcome(session, "Meeting set"), MEETING, "never", None)
    assert lines.next_step() == NextStep()
    lines.restore(outcome(session, "Talked"), CALL, "thu", None)
    assert not field(lines, "Where the meeting is").isVisible()
    assert lines.next_step() == replace(CALL, due=date(2026, 11, 26))


def test_enter_goes_through_a_meeting_and_ends_it(lines: NextRow, session: Session, keys: Keys, qtbot: QtBot) -> None:
    offer(lines, outcome(session, "Meeting set"), MEETING)
    keys.type("thu 9:30")
    keys.press(Qt.Key.Key_Tab)
    assert here() == "Where the meeting is"
    keys.press(Qt.Key.Key_Return)
    assert here() == "How long it takes"
    with qtbot.waitSignal(lines.entered):
        keys.press(Qt.Key.Key_Return)


# Referrals


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("", "", None),
        ("  ", " ", None),
        ("Bright & Co.", "", ("Bright & Co.", ())),
        ("明湖食品有限公司", "0161 496 0188", ("明湖食品有限公司", ("0161 496 0188",))),
        ("", "0161 496 0188", ("0161 496 0188", ("0161 496 0188",))),
    ],
)
def test_whom_they_named_becomes_a_draft(
    lines: NextRow, session: Session, keys: Keys, name: str, number: str, expected: tuple[str, tuple[str, ...]] | None
) -> None:
    lines.show_from(Prospect(id=1, name="Northgate Dental", country="GB"))
    offer(lines, outcome(session, "Referral"), CALL)
    assert here() == "Who was named"
    write(name)
    keys.press(Qt.Key.Key_Return)
    assert here() == "Their number"
    write(number)
    keys.press(Qt.Key.Key_Return)
    assert here() == "Next action"
    draft = lines.referred()
    if expected is None:
        assert draft is None
    else:
        assert draft is not None
        assert (draft.prospect.name, tuple(phone.typed for phone in draft.phones)) == expected
        assert (draft.prospect.source, draft.prospect.country) == ("Referral", "GB")


def test_whom_they_named_is_written_with_the_call_and_linked(lines: NextRow, session: Session) -> None:
    added = session.do(prospects.add, Draft(Prospect(name="Northgate Dental", country="GB")))
    assert added is not None
    key = added.one("prospect")
    started = session.do(service.start, Situation(LONDON, key))
    assert started is not None
    chosen = outcome(session, "Referral")
    lines.show_from(session.book.get(Prospect, key))
    lines.propose(chosen, CALL)
    type_into(lines, "Who was named", "Bright & Co. Architects")
    type_into(lines, "Their number", "0161 496 0188")
    ending = Ending(chosen, lines.reason_id(), lines.next_step(), lines.text(), lines.referred())
    saved = session.do(service.save, started.one("call"), ending, LONDON)
    assert saved is not None
    (new,) = [one for one in saved.ids("prospect") if one != key]
    referred = session.book.get(Prospect, new)
    assert referred is not None
    assert (referred.name, referred.referred_by, referred.source) == ("Bright & Co. Architects", key, "Referral")
    assert [phone.e164 for phone in reader.phones(session.book, new)] == ["+441614960188"]


def test_nobody_is_referred_by_another_outcome(lines: NextRow, session: Session) -> None:
    lines.propose(outcome(session, "Referral"), CALL)
    type_into(lines, "Who was named", "Bright & Co.")
    lines.propose(outcome(session, "Talked"), CALL)
    assert lines.referred() is None
    lines.propose(outcome(session, "Referral"), CALL)
    assert lines.referred() is None  # nor the next time, where no call was named


# What is kept


def test_what_was_typed_is_kept_for_its_call(lines: NextRow, session: Session) -> None:
    meeting, referral = outcome(session, "Meeting set"), outcome(session, "Referral")
    lines.show_from(None, visit=17)
    lines.propose(meeting, MEETING)
    type_into(lines, "How long it takes", "45")
    lines.propose(referral, CALL)
    type_into(lines, "Who was named", "Bright & Co.")
    kept = lines.beside()
    lines.show_from(None, visit=18)
    lines.propose(referral, CALL)
    assert (lines.referred(), lines.beside()) == (None, "")
    lines.propose(meeting, MEETING)
    assert (lines.next_step().place, lines.next_step().minutes) == (MEETING.place, 30)
    lines.show_from(None, visit=17, beside=kept)
    lines.restore(meeting, MEETING, "thu", None)
    assert (lines.next_step().place, lines.next_step().minutes) == (MEETING.place, 45)
    lines.restore(referral, CALL, "thu", None)
    draft = lines.referred()
    assert draft is not None
    assert draft.prospect.name == "Bright & Co."


@pytest.mark.parametrize("stored", ["{", "[]", "7", '{"place": 7, "else": "x"}', "\0"])
def test_what_the_book_has_beside_it_is_read_whatever_it_is(lines: NextRow, session: Session, stored: str) -> None:
    lines.show_from(None, visit=17, beside=stored)
    lines.propose(outcome(session, "Meeting set"), MEETING)
    assert lines.next_step().minutes == 30


def test_without_a_call_place_and_length_come_back_from_the_proposal(lines: NextRow, session: Session) -> None:
    meeting = outcome(session, "Meeting set")
    lines.propose(meeting, MEETING)
    type_into(lines, "Where the meeting is", "the station")
    type_into(lines, "How long it takes", "45")
    lines.restore(meeting, MEETING, "thu", None)
    assert (lines.next_step().place, lines.next_step().minutes) == (MEETING.place, 30)


def test_their_clock_stands_beside_ours(lines: NextRow, session: Session) -> None:
    lines.restore(outcome(session, "Talked"), CALL, "thu 9:30", None)
    assert "Call · Thu 26 Nov 09:30" in shown(lines)
    lines.show_zone(NEW_YORK)
    assert "Call · Thu 26 Nov 09:30 · 04:30 there" in shown(lines)
    lines.show_zone(None)
    assert "Call · Thu 26 Nov 09:30" in shown(lines)


def test_a_time_of_theirs_is_of_their_clock(lines: NextRow, session: Session) -> None:
    lines.show_zone(NEW_YORK)
    lines.restore(outcome(session, "Call back"), NextStep(ActionKind.CALL), "thu 9:30 their time", None)
    assert lines.next_step().due == datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    assert "Call · Thu 26 Nov 14:30 · 09:30 there" in shown(lines)


def test_tab_goes_as_it_is_read(lines: NextRow, session: Session, keys: Keys) -> None:
    both = replace(outcome(session, "Referral"), asks_reason=True)
    offer(lines, both, MEETING)
    order = lines.tab_order()
    assert [order[0].accessibleName(), order[-1].accessibleName()] == ["Who was named", "How long it takes"]
    read = [each.mapTo(lines, QPoint()) for each in order]
    assert all((one.y() // 20, one.x()) < (other.y() // 20, other.x()) for one, other in pairwise(read))
    went = [here()]
    for _ in range(5):
        keys.press(Qt.Key.Key_Tab)
        went.append(here())
    assert went == [
        "Who was named", "Their number", "No need", "Next action", "Where the meeting is", "How long it takes",
    ]  # fmt: skip


@pytest.mark.parametrize(("minutes", "words"), [(None, ""), (0, ""), (5, "5 min"), (60, "1 h"), (95, "1 h 35 min")])
def test_lengths_in_words(minutes: int | None, words: str) -> None:
    assert length_words(minutes) == words


# In the window


def panel(program: Program) -> CallPanel:
    return program.window.page.call


def last(program: Program) -> calls.HistoryRow:
    return calls.history_page(program.book, HistoryFilter(), 0, 1)[0]


def test_a_refusal_with_note_and_reason_is_five_keys(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    keys.type("their cousin does it")
    keys.alt(Qt.Key.Key_8)
    assert here() == "No need"
    keys.press(Qt.Key.Key_2)
    assert here() == "Next action"
    keys.ctrl(Qt.Key.Key_Return)
    row = last(program)
    assert (row.call.outcome, row.reason, row.call.note) == ("Not interested", "Has somebody", "their cousin does it")
    assert keys.presses == 5


def test_ctrl_return_saves_from_the_reasons_without_one(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_8)
    keys.press(Qt.Key.Key_Right)
    assert here() == "Has somebody"
    keys.ctrl(Qt.Key.Key_Return)
    assert (last(program).call.outcome, last(program).reason, panel(program).state) == ("Not interested", "", None)


def test_another_outcome_is_chosen_from_the_reasons(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_8)
    keys.alt(Qt.Key.Key_4)
    assert here() == "Next action"
    keys.ctrl(Qt.Key.Key_Return)
    assert last(program).call.outcome == "Talked"


def test_a_meeting_is_three_keys_and_knows_where_and_how_long(program: Program, keys: Keys) -> None:
    program.session.do(change_settings, BookSettings(meeting_minutes=50))
    key = add(program, "Mill Kitchens", address="14 Mill Lane", city="Manchester")
    program.window.show_prospect(key)
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_5)
    keys.type("thu 9:30")
    keys.ctrl(Qt.Key.Key_Return)
    assert keys.presses == 3
    action = reader.open_action(program.book, key)
    assert action is not None
    assert (action.kind, action.due) == (ActionKind.MEETING, datetime(2026, 11, 26, 9, 30, tzinfo=UTC))
    assert (action.place, action.minutes) == ("14 Mill Lane, Manchester", 50)


def test_undo_brings_back_the_reason_and_the_place(program: Program, keys: Keys) -> None:
    key = add(program, "Mill Kitchens", address="14 Mill Lane")
    program.window.show_prospect(key)
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_8)
    keys.press(Qt.Key.Key_6)
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Z)
    assert panel(program).state is CallState.WRAP_UP
    assert reason(panel(program)._live.next, program.session) == "Not the right person"
    keys.alt(Qt.Key.Key_5)
    keys.type("thu 9:30")
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Z)
    step = panel(program)._live.next.next_step()
    assert (step.kind, step.place, step.minutes) == (ActionKind.MEETING, "14 Mill Lane", 30)
