"""In the midst of a call, by keys: the desk, objections, a question of one's own, pauses, a sleeping computer."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import Call, CallState
from callbook.domain.prospect import BuyingRole
from callbook.services import lists
from callbook.storage import calls
from callbook.storage import prospects as reader
from callbook.ui.call.panel import CallPanel
from callbook.ui.fields import LineField, TextField
from tests.ui.conftest import Clock, Keys


@pytest.fixture
def live(program: Program, keys: Keys) -> Program:
    """A program with a call going on."""
    keys.ctrl(Qt.Key.Key_Return)
    return program


def panel(program: Program) -> CallPanel:
    return program.window.page.call


def call(program: Program) -> Call:
    newest, *_ = calls.open_calls(program.book)
    return newest


def test_who_answered_is_kept_by_one_key_and_the_next(live: Program, keys: Keys, qapp: QApplication) -> None:
    keys.presses = 0
    keys.ctrl(Qt.Key.Key_G)
    assert panel(live)._live.strip.desk.isVisible()
    assert "help me" in panel(live)._live.strip._line.text()  # the line for the desk, not the opening
    keys.type("Dana")
    keys.press(Qt.Key.Key_Return)
    assert keys.presses == 2
    dana = reader.contacts(live.book, panel(live).prospect_id)[-1]
    assert (dana.name, dana.role, call(live).answered_by) == ("Dana", BuyingRole.GATEKEEPER, dana.id)
    assert isinstance(qapp.focusWidget(), TextField)
    keys.ctrl(Qt.Key.Key_G)
    assert not panel(live)._live.strip.desk.isVisible()


def test_an_objection_is_one_key_away_and_which_is_one_more(live: Program, keys: Keys, qapp: QApplication) -> None:
    keys.type("half an answer")
    keys.ctrl(Qt.Key.Key_B)
    keys.press(Qt.Key.Key_2)
    text = panel(live)._text
    assert text is not None
    raised = calls.raised(live.book, [call(live).id])[call(live).id]
    assert [one.objection_id for one in raised] == [text.objections[1].id]
    keys.press(Qt.Key.Key_9)  # there are not so many
    keys.press(Qt.Key.Key_Escape)
    keys.type(", and its other half")
    assert panel(live)._live._answers.answers()[0].text == "half an answer, and its other half"


def test_an_outcome_key_works_from_the_objections(live: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_B)
    keys.alt(Qt.Key.Key_4)
    assert panel(live).state is CallState.WRAP_UP


def test_a_question_of_ones_own_is_asked_and_answered(live: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_E)
    keys.type("Who else would know?")
    keys.press(Qt.Key.Key_Return)
    keys.type("My sister")
    panel(live).flush()
    asked = calls.answers(live.book, [call(live).id])[call(live).id][-1]
    assert (asked.wording, asked.text) == ("Who else would know?", "My sister")
    assert asked.question_id


def test_a_question_given_up_leaves_nothing(live: Program, keys: Keys, qapp: QApplication) -> None:
    keys.type("an answer")
    keys.ctrl(Qt.Key.Key_E)
    keys.type("Who el")
    keys.press(Qt.Key.Key_Escape)
    keys.type(" goes on")
    panel(live).flush()
    assert [one.text for one in calls.answers(live.book, [call(live).id])[call(live).id]] == ["an answer goes on"]


def test_questions_can_be_asked_out_of_order(live: Program, keys: Keys) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        keys.ctrl(key)
    keys.type("the second first")
    for _ in range(9):
        keys.ctrl(Qt.Key.Key_Up)
    keys.type("then the first")
    texts = [answer.text for answer in panel(live)._live._answers.answers()]
    assert texts[:2] == ["then the first", "the second first"]


def test_a_pause_is_one_key_and_does_not_count(live: Program, keys: Keys, clock: Clock) -> None:
    clock.on(seconds=20)
    keys.ctrl(Qt.Key.Key_P)
    assert panel(live)._live.strip._state.text() == "Paused"
    clock.on(minutes=9)
    keys.ctrl(Qt.Key.Key_P)
    clock.on(seconds=7)
    keys.ctrl(Qt.Key.Key_Return)
    assert call(live).seconds == 27


def test_undoing_a_pause_counts_as_if_it_had_not_been(live: Program, keys: Keys, clock: Clock) -> None:
    clock.on(seconds=20)
    keys.ctrl(Qt.Key.Key_P)
    clock.on(seconds=10)
    keys.ctrl(Qt.Key.Key_Z)
    clock.on(seconds=5)
    keys.ctrl(Qt.Key.Key_Return)
    assert call(live).seconds == 35


def test_a_length_is_typed_anew_after_the_call(live: Program, keys: Keys, clock: Clock) -> None:
    clock.on(minutes=20)
    keys.ctrl(Qt.Key.Key_Return)
    length = panel(live)._live.strip._length
    cases = (("4:27", 267, "4:27"), ("4m", 240, "4:00"), ("270s", 270, "4:30"), ("?", 270, "4:30"))
    for typed, seconds, shown in cases:
        length.setFocus()
        length.selectAll()
        keys.type(typed)
        keys.press(Qt.Key.Key_Return)
        assert (call(live).seconds, length.text()) == (seconds, shown)


def test_a_computer_that_slept_says_so_and_leaves_the_choice(
    live: Program, keys: Keys, clock: Clock, qtbot: QtBot
) -> None:
    strip = panel(live)._live.strip
    for _ in range(4):
        clock.on(seconds=4)
        strip.tick()
    assert not strip._stretch.isVisible()
    clock.on(minutes=12)
    strip.tick()
    assert "12m" in strip._sleep.text()
    assert strip._time.text() == "12:16"  # it counts, unless its caller says otherwise
    strip._take_out.click()
    clock.on(seconds=4)
    keys.ctrl(Qt.Key.Key_Return)
    assert call(live).seconds == 20


def test_the_call_notes_that_it_goes_on(live: Program, clock: Clock) -> None:
    strip = panel(live)._live.strip
    for _ in range(3):
        clock.on(seconds=4)
        strip.tick()
    seen = call(live).seen_at
    assert seen is not None
    assert clock.now - seen <= timedelta(seconds=5)
    live.session.undo()
    assert calls.open_calls(live.book) == []  # nobody did the noting: the start is what is undone


def test_the_number_is_shown_large_by_one_key(program: Program, keys: Keys, qtbot: QtBot, qapp: QApplication) -> None:
    keys.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: type(qapp.activeWindow()).__name__ == "NumberDialog")
    dialog = qapp.activeWindow()
    assert dialog is not None
    assert any("0161 496 0142" in label.text() for label in dialog.findChildren(type(panel(program)._header._people)))
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_referral_makes_a_prospect_ready_to_prepare(live: Program, keys: Keys, qapp: QApplication) -> None:
    referrer = panel(live).prospect_id
    panel(live).choose(next(one for one in calls.outcomes(live.book) if one.label == "Referral"))
    keys.type("Bright & Co.")
    keys.press(Qt.Key.Key_Return)
    keys.type("0113 496 0199")
    keys.ctrl(Qt.Key.Key_Return)
    card = reader.card(live.book, panel(live).prospect_id)
    assert card is not None
    assert (card.prospect.name, card.prospect.referred_by) == ("Bright & Co.", referrer)
    assert [phone.typed for phone in card.phones] == ["0113 496 0199"]
    field = qapp.focusWidget()
    assert isinstance(field, TextField)
    assert field.accessibleName() == "What they do"
    keys.ctrl(Qt.Key.Key_Z)
    assert reader.card(live.book, card.prospect.id) is None
    assert panel(live)._live.next.referred() is not None  # what was typed is there again


def test_what_is_typed_beside_the_next_action_survives_closing(
    live: Program, keys: Keys, open_program: object, qapp: QApplication
) -> None:
    panel(live).choose(next(one for one in calls.outcomes(live.book) if one.label == "Referral"))
    keys.type("Bright & Co.")
    live.close()
    again = open_program()  # type: ignore[operator]
    draft = panel(again)._live.next.referred()
    assert draft is not None
    assert draft.prospect.name == "Bright & Co."
    assert isinstance(panel(again)._live.next._referral.name, QLineEdit | LineField)


# Another call while one is open


def other(program: Program) -> int:
    """Look at another prospect than the one on the phone; its id."""
    spoken_with = panel(program).prospect_id
    found = next(key for key in (1, 2, 3) if key != spoken_with)
    program.window.show_prospect(found)
    assert panel(program).prospect_id == found
    return found


@pytest.mark.parametrize("press", [Qt.Key.Key_Return, Qt.Key.Key_4])
def test_nobody_else_is_called_while_a_call_goes_on(live: Program, keys: Keys, press: Qt.Key, clock: Clock) -> None:
    spoken_with, on = panel(live).prospect_id, call(live)
    other(live)
    clock.on(seconds=24)
    (keys.ctrl if press == Qt.Key.Key_Return else keys.alt)(press)
    assert (panel(live).prospect_id, panel(live).state) == (spoken_with, CallState.LIVE)
    assert [one.id for one in calls.open_calls(live.book)] == [on.id]
    assert live.window.notice_text().startswith("You are on this call.")


def test_what_waits_to_be_saved_is_said_and_come_back_to(live: Program, keys: Keys) -> None:
    spoken_with = panel(live).prospect_id
    keys.type("half an answer")
    keys.ctrl(Qt.Key.Key_I)  # they are calling, in the midst of it
    keys.type("Osprey Logistics")
    keys.press(Qt.Key.Key_Return)
    assert "Not saved yet" in panel(live)._bar._words.whole_text()
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert (panel(live).prospect_id, panel(live).state) == (spoken_with, CallState.WRAP_UP)
    assert panel(live)._live._answers.answers()[0].text == "half an answer"


def test_a_call_of_theirs_costs_nobody_their_turn(program: Program, keys: Keys) -> None:
    turn = panel(program).prospect_id
    keys.ctrl(Qt.Key.Key_I)
    keys.type("Osprey Logistics")
    keys.press(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    keys.ctrl(Qt.Key.Key_Return)
    assert (panel(program).prospect_id, panel(program).state) == (turn, None)


def test_a_stranger_s_number_can_be_called_back(program: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_I)
    keys.type("0664 1234567")
    keys.press(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_4)
    key = panel(program).prospect_id
    assert [phone.typed for phone in reader.phones(program.book, key)] == ["0664 1234567"]


def test_back_to_the_call_marks_it_in_the_list(live: Program, keys: Keys) -> None:
    spoken_with = panel(live).prospect_id
    other(live)
    panel(live)._bar._back.click()
    assert panel(live).prospect_id == spoken_with
    assert live.window.page.list.selected() == [spoken_with]


def test_an_outcome_taken_off_the_list_is_not_saved(live: Program, keys: Keys) -> None:
    keys.alt(Qt.Key.Key_4)
    live.session.do(lists.remove_outcome, panel(live)._hand.outcome.id)  # type: ignore[union-attr]
    keys.ctrl(Qt.Key.Key_Return)
    (row,) = calls.history_page(live.book, calls.HistoryFilter(), 0, 10)
    assert row.call.outcome == ""


def test_do_not_call_is_lifted_where_it_was_marked(program: Program, keys: Keys) -> None:
    key = panel(program).prospect_id
    for barred in (True, False):
        program.window.show_prospect(key)
        program.window.actions_by_name["do_not_call"].trigger()
        card = reader.card(program.book, key)
        assert card is not None
        assert (card.prospect.do_not_call_at is not None) is barred


def test_the_arrows_reach_the_outcomes_without_a_key(live: Program, qapp: QApplication, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)
    bar = panel(live)._live._outcomes
    bar._buttons[1][1].setFocus()
    keys.press(Qt.Key.Key_Up)
    assert bar._buttons[-1][1].hasFocus()
    keys.press(Qt.Key.Key_Down)
    assert bar._buttons[4][1].hasFocus()


def test_undo_shows_what_it_took_back(live: Program, keys: Keys, clock: Clock) -> None:
    spoken_with = panel(live).prospect_id
    clock.on(seconds=3)
    keys.type("an answer")
    other(live)
    live.window.page.list.focus_list()
    keys.ctrl(Qt.Key.Key_Z)
    assert (panel(live).prospect_id, panel(live).state) == (spoken_with, CallState.LIVE)
    assert panel(live)._live._answers.answers()[0].text == ""
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert panel(live)._live._answers.answers()[0].text == "an answer"
    assert live.window.page.list.selected() == [spoken_with]


def test_a_name_typed_at_the_desk_is_kept_without_enter(live: Program, keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_G)
    keys.type("Dana")
    on = call(live).id
    keys.alt(Qt.Key.Key_3)
    dana = reader.contacts(live.book, panel(live).prospect_id)[-1]
    assert (dana.name, panel(live).state) == ("Dana", CallState.WRAP_UP)
    keys.ctrl(Qt.Key.Key_Return)
    stored = live.book.get(Call, on)
    assert stored is not None
    assert (stored.answered_by, stored.outcome) == (dana.id, "Gatekeeper")
