"""The call, by real key presses: how many it takes, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import Call, CallState
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Result
from callbook.domain.prospect import Prospect, Stage
from callbook.domain.script import Channel, Direction
from callbook.services import calls as call_service
from callbook.services import prospects as prospect_service
from callbook.storage import calls, listing
from callbook.storage import prospects as reader
from callbook.storage.calls import HistoryFilter, HistoryRow
from callbook.storage.listing import Listing, Scope
from callbook.ui.fields import AUTOSAVE_MS
from tests.ui.conftest import LONDON, Clock, Keys, add


def history(program: Program) -> list[HistoryRow]:
    return calls.history_page(program.book, HistoryFilter(), 0, 50)


def name_shown(program: Program) -> str:
    return reader.name_of(program.book, program.window.page.call.prospect_id)


def stored_call(program: Program) -> Call:
    return calls.open_calls(program.book)[0]


def test_the_window_starts_ready_to_call_the_first_of_the_queue(program: Program, keys: Keys) -> None:
    assert name_shown(program) == "Northgate Dental"
    keys.ctrl(Qt.Key.Key_Return)
    assert program.window.page.call.state is CallState.LIVE
    assert stored_call(program).started_at == program.session.now()


def test_no_answer_costs_two_presses(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    clock.on(seconds=25)
    keys.alt(Qt.Key.Key_1)
    assert keys.presses == 2
    (row,) = history(program)
    assert (row.prospect, row.call.outcome, row.call.seconds) == ("Northgate Dental", "No answer", 0)
    assert name_shown(program) == "Halden Outdoor"
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert action.due == datetime(2026, 11, 26, 16, 30, tzinfo=UTC)  # two working days on, away from 10:41
    keys.ctrl(Qt.Key.Key_Return)  # and the keyboard is where the next call starts
    assert program.window.page.call.state is CallState.LIVE


def test_no_answer_before_starting_costs_one(program: Program, keys: Keys) -> None:
    keys.alt(Qt.Key.Key_1)
    assert keys.presses == 1
    assert [row.call.outcome for row in history(program)] == ["No answer"]
    assert name_shown(program) == "Halden Outdoor"


def test_voicemail_costs_two(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_2)
    assert keys.presses == 2
    assert [row.call.outcome for row in history(program)] == ["Voicemail"]


def test_a_full_log_costs_three_presses_after_the_call(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("Mostly word of mouth")  # the first answer has the keyboard
    clock.on(minutes=4, seconds=27)
    keys.presses = 0
    keys.press(Qt.Key.Key_Tab)
    keys.type("Rushed at first, warmed up later.")
    keys.alt(Qt.Key.Key_5)
    keys.type("thu 9:30, at the practice")
    keys.ctrl(Qt.Key.Key_Return)
    assert keys.presses == 3
    (row,) = history(program)
    assert row.call.note == "Rushed at first, warmed up later."
    assert [answer.text for answer in row.answers] == ["Mostly word of mouth"]
    assert (row.call.result, row.call.seconds, row.call.conversation) == (Result.MEETING, 267, True)
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert (action.kind, action.due, action.text) == (
        ActionKind.MEETING,
        datetime(2026, 11, 26, 9, 30, tzinfo=UTC),
        "at the practice",
    )
    prospect = program.book.get(Prospect, row.call.prospect_id or 0)
    assert prospect is not None
    assert prospect.stage is Stage.MEETING
    assert name_shown(program) == "Halden Outdoor"


def test_a_full_log_costs_four_presses_with_the_start(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    clock.on(minutes=4)
    keys.press(Qt.Key.Key_Tab)
    keys.type("Rushed at first, warmed up later.")
    keys.alt(Qt.Key.Key_6)
    keys.type("tomorrow 10")
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert (row.call.outcome, action.due) == ("Call back", datetime(2026, 11, 25, 10, tzinfo=UTC))
    assert (keys.presses, name_shown(program)) == (4, "Halden Outdoor")


def test_a_walk_in_with_an_address_alone_costs_as_few(
    open_program: Callable[[], Program], keys: Keys, clock: Clock
) -> None:
    program = open_program()
    add(program, "Larch Bakery", address="4 Mill Lane", city="Leeds")
    add(program, "Halden Outdoor", "0113 496 0123")
    program.window.page.begin()
    assert name_shown(program) == "Larch Bakery"
    keys.ctrl(Qt.Key.Key_Return)
    assert program.window.page.call._live._answers.answers()  # the same prompts as by phone
    clock.on(minutes=9)
    keys.press(Qt.Key.Key_Tab)
    keys.type("Met the owner between two batches.")
    keys.alt(Qt.Key.Key_5)
    keys.type("thu 9:30")
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert (row.call.channel, row.call.result, row.call.seconds) == (Channel.WALK_IN, Result.MEETING, 540)
    assert (action.place, action.minutes) == ("4 Mill Lane, Leeds", 30)
    assert (keys.presses, name_shown(program)) == (4, "Halden Outdoor")
    program.window.show_prospect(row.call.prospect_id or 0)
    planned = program.window.page.call._header._next.whole_text()
    assert planned == "Next: Meeting · Thursday 09:30 · 4 Mill Lane, Leeds · 30 min"


def test_the_proposal_is_selected_and_kept_when_not_retyped(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert (action.kind, action.due) == (ActionKind.CALL, date(2026, 12, 1))  # five working days on


def test_an_unreadable_date_is_kept_and_not_forgotten(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_6)
    keys.type("when her sister is back")
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    action = reader.open_action(program.book, row.call.prospect_id or 0)
    assert action is not None
    assert (action.due, action.text) == (date(2026, 11, 25), "when her sister is back")


def test_enter_goes_to_the_next_question_and_from_the_last_to_the_note(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    text = program.window.page.call._text
    assert text is not None
    for number in range(len(text.prompts)):
        keys.type(f"answer {number}")
        keys.press(Qt.Key.Key_Return)
    keys.type("note")
    program.window.page.call.flush()
    call = stored_call(program)
    said = calls.answers(program.book, [call.id])[call.id]
    assert [answer.text for answer in said] == [f"answer {number}" for number in range(len(text.prompts))]
    assert call.note == "note"


def test_typing_is_in_the_book_within_half_a_second(program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    with qtbot.waitSignal(program.session.changed, timeout=AUTOSAVE_MS + 400):
        keys.type("owner is in on Tuesdays")
    assert stored_call(program).note == "owner is in on Tuesdays"


def test_undo_of_a_saved_call_opens_its_wrap_up_as_it_was(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    keys.type("asked for a call next week")
    clock.on(minutes=2)
    keys.alt(Qt.Key.Key_6)
    keys.type("mon 10")
    keys.ctrl(Qt.Key.Key_Return)
    assert name_shown(program) == "Halden Outdoor"
    keys.ctrl(Qt.Key.Key_Z)
    panel = program.window.page.call
    assert (name_shown(program), panel.state) == ("Northgate Dental", CallState.WRAP_UP)
    assert panel._live.next.text() == "mon 10"
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    assert (row.call.outcome, row.call.note) == ("Call back", "asked for a call next week")


def test_ctrl_z_belongs_to_the_field_while_it_has_something(program: Program, keys: Keys) -> None:
    keys.alt(Qt.Key.Key_1)
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    keys.type("typed")
    keys.ctrl(Qt.Key.Key_Z)
    assert len(history(program)) == 1  # the field took it; the book did not
    assert program.window.page.call.state is CallState.LIVE


def test_ctrl_return_without_an_outcome_keeps_the_call_as_unfinished(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Return)
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    assert (row.call.outcome_id, row.call.state) == (None, CallState.SAVED)
    unfinished = Listing(Scope.UNFINISHED)
    assert listing.count(program.book, unfinished, program.session.now(), LONDON) == 1
    program.window.page.list.flush()
    assert "Unfinished" in [chip.label for chip in program.window.page.list._chips.chips()]


def test_other_prospects_can_be_looked_at_during_a_call(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("half an answer")
    bakery = listing.page(program.book, Listing(), program.session.now(), LONDON, 2, 1)[0].id
    program.window.show_prospect(bakery)
    panel = program.window.page.call
    assert (name_shown(program), panel.state) == ("Larch Bakery", None)
    assert panel._bar.isVisible()
    panel._bar.return_asked.emit(stored_call(program).id)
    assert (name_shown(program), panel.state) == ("Northgate Dental", CallState.LIVE)
    assert panel._live._answers.answers()[0].text == "half an answer"


def test_they_are_calling_parks_the_live_call(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    clock.on(seconds=90)
    keys.ctrl(Qt.Key.Key_I)
    newest, parked = calls.open_calls(program.book)
    assert (newest.direction, newest.state) == (Direction.INBOUND, CallState.LIVE)
    assert (parked.state, parked.seconds) == (CallState.WRAP_UP, 90)


def test_an_inbound_call_from_a_known_number(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_I)
    keys.type("4960123")
    keys.press(Qt.Key.Key_Return)
    assert name_shown(program) == "Halden Outdoor"
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert keys.presses == 4
    (row,) = history(program)
    assert (row.prospect, row.call.direction) == ("Halden Outdoor", Direction.INBOUND)


def test_an_inbound_call_from_a_stranger_makes_a_prospect(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_I)
    keys.type("Osprey Logistics")
    keys.press(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert keys.presses == 4
    (row,) = history(program)
    assert row.prospect == "Osprey Logistics"


def test_do_not_call_cannot_be_started(program: Program, keys: Keys) -> None:
    first = program.window.page.call.prospect_id
    program.session.do(prospect_service.mark_do_not_call, [first])
    program.window.show_prospect(first)
    keys.ctrl(Qt.Key.Key_Return)
    assert calls.open_calls(program.book) == []
    assert program.window.notice_text().startswith("This prospect asked not to be called.")


def test_a_wrong_number_offers_the_next_one(program: Program, keys: Keys) -> None:
    first = program.window.page.call.prospect_id
    card = reader.card(program.book, first)
    assert card is not None
    second = card.phones[0].__class__(typed="0161 496 0199")
    draft = prospect_service.Draft(card.prospect, card.contacts, (*card.phones, second))
    program.session.do(prospect_service.edit, draft)
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_9)
    keys.ctrl(Qt.Key.Key_Return)
    program.window.show_prospect(first)
    phone = program.window.page.call._header.phone
    assert phone is not None
    assert phone.typed == "0161 496 0199"
    assert listing.page(program.book, Listing(), program.session.now(), LONDON, 0, 1)[0].id == first


def test_a_call_cut_off_comes_back_at_its_last_saved_moment(
    open_program: Callable[[], Program], keys: Keys, clock: Clock, qapp: QApplication
) -> None:
    program = open_program()
    add(program, "Northgate Dental", "0161 496 0142")
    keys.ctrl(Qt.Key.Key_Return)
    keys.type("what they said")
    clock.on(seconds=61)
    program.close()
    clock.on(hours=3)
    again = open_program()
    panel = again.window.page.call
    assert (name_shown(again), panel.state) == ("Northgate Dental", CallState.LIVE)
    keys.ctrl(Qt.Key.Key_Return)  # it was over long ago
    assert (stored_call(again).seconds, panel.state) == (61, CallState.WRAP_UP)
    assert panel._live._answers.answers()[0].text == "what they said"
    assert "is back" in again.window.notice_text()


def test_saving_and_staying(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert name_shown(program) == "Northgate Dental"
    assert program.window.page.call.state is None


def test_a_reason_is_asked_where_they_said_no(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Tab)
    keys.type("Has two people for that.")
    keys.alt(Qt.Key.Key_8)
    keys.press(Qt.Key.Key_1)
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = history(program)
    assert (row.call.result, row.reason) == (Result.NOT_INTERESTED, "No need")
    assert (row.call.note, keys.presses) == ("Has two people for that.", 5)
    assert reader.open_action(program.book, row.call.prospect_id or 0) is None


def test_a_call_logged_while_live_does_not_disturb_it(program: Program, keys: Keys, clock: Clock) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    situation = call_service.Situation(LONDON, program.window.page.call.prospect_id)
    outcome = next(one for one in calls.outcomes(program.book) if one.key == "1")
    earlier = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    program.session.do(call_service.log, situation, earlier, 0, "", call_service.Ending(outcome))
    assert program.window.page.call.state is CallState.LIVE
