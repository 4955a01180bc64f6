"""The user's own lists in the settings: real keys on a real book, and every change taken back by Ctrl+Z."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callbook.domain.call import Call
from callbook.domain.change import Op
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reached, Result, Wait
from callbook.domain.prospect import Prospect, Stage
from callbook.domain.settings import BookSettings
from callbook.services import calls, prospects
from callbook.services.calls import Ending, Situation
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import calls as reader
from callbook.storage import listing
from callbook.storage.listing import Listing, Scope
from callbook.system.settings import MachineSettings
from callbook.system.worker import Worker
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs.settings import SettingsDialog
from callbook.ui.dialogs.settings_number import NumberField
from callbook.ui.prospects.bulk import StageDialog
from callbook.ui.prospects.filters import FilterPopup
from callbook.ui.prospects.row_delegate import ProspectDelegate
from callbook.ui.session import Session
from callbook.ui.theme import Theme
from tests.new_book import new_book
from tests.ui.conftest import LONDON, TUESDAY, Keys, dressed

UP, DOWN, TAB, RETURN = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier
Part = TypeVar("Part", bound=QWidget)
PAGES = ("You", "Calling", "Outcomes", "Reasons", "Stages", "Looks")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    book = new_book(tmp_path / "callbook.book", TUESDAY, scripts=False)
    made = Session(book, lambda: TUESDAY, LONDON, Worker())
    yield made
    made.worker.finish()
    made.deleteLater()
    book.close()


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return dressed(qapp, "light")


@pytest.fixture
def settings(
    session: Session, theme: Theme, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[SettingsDialog]:
    made = SettingsDialog(session, theme, MachineSettings(tmp_path / "settings.ini"))
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def go(settings: SettingsDialog, keys: Keys, page: str) -> None:
    """To the list on a page, or to its first field, by keys alone."""
    chooser = named(settings, QListWidget, "Pages")
    presses = 0
    while QApplication.focusWidget() is not chooser:
        keys.press(Qt.Key.Key_Backtab, SHIFT)
        presses += 1
        assert presses < 30, "the pages are not reached"
    keys.press(Qt.Key.Key_Home)
    for _ in range(PAGES.index(page)):
        keys.press(DOWN)
    keys.press(RETURN)


def named(settings: QWidget, kind: type[Part], name: str) -> Part:
    """The part of an accessible name that can be seen."""
    (found,) = [each for each in settings.findChildren(kind) if each.accessibleName() == name and each.isVisible()]
    return found


def focus(part: QWidget) -> None:
    part.setFocus(Qt.FocusReason.TabFocusReason)
    assert part.hasFocus()


def rows(settings: SettingsDialog, name: str) -> list[str]:
    found = named(settings, QListWidget, name)
    return [found.item(at).text() for at in range(found.count())]


def box(settings: SettingsDialog, words: str) -> QCheckBox:
    (found,) = [each for each in settings.findChildren(QCheckBox) if words in each.text() and each.isVisible()]
    return found


def pressed(settings: SettingsDialog, words: str) -> QPushButton:
    (found,) = [each for each in settings.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    return found


def shown(settings: SettingsDialog) -> str:
    return "\n".join(label.text() for label in settings.findChildren(QLabel) if label.isVisible())


def labels(session: Session) -> list[str]:
    return [outcome.label for outcome in reader.outcomes(session.book)]


def outcome(session: Session, label: str) -> Outcome:
    (found,) = [one for one in reader.outcomes(session.book) if one.label == label]
    return found


def choose(settings: SettingsDialog, keys: Keys, name: str, words: str) -> None:
    """Go through a choice with the arrows until it says `words`."""
    choice = named(settings, Choice, name)
    focus(choice)
    keys.press(Qt.Key.Key_Home)
    for _ in range(choice.count()):
        if choice.currentText() == words:
            return
        keys.press(DOWN)
    raise AssertionError(f"{words} is not offered")


@pytest.mark.parametrize(
    ("words", "kind"), [(texts.what_happened, Reached), (texts.what_it_meant, Result), (texts.wait, Wait)]
)
def test_every_choice_has_words_of_its_own(words: Callable[[object], str], kind: type[StrEnum]) -> None:
    told = [words(value) for value in kind]
    assert all(told)
    assert len(set(told)) == len(told)


# Outcomes


def test_every_page_is_reached_by_keys(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    for page, first in (
        ("Calling", "Daily goal"), ("Outcomes", "Outcomes"), ("Reasons", "Reasons"),
        ("Stages", "Name of the stage New"), ("You", "My name"),
    ):  # fmt: skip
        go(settings, keys, page)
        reached = QApplication.focusWidget()
        assert reached is not None
        assert reached.accessibleName() == first
    assert session.book.undo_op is None


def test_looking_at_every_page_writes_nothing(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    odd = BookSettings(rest_months=0, meeting_minutes=1, stage_names="=x\n talking = In talks", hidden_stages="? new")
    session.do(change_settings, odd)
    steps = session.book.steps
    for page in PAGES:
        go(settings, keys, page)
    go(settings, keys, "Outcomes")
    for _ in labels(session):
        keys.press(DOWN)
    keys.press(Qt.Key.Key_Escape)
    assert not settings.isVisible()
    assert session.book.steps == steps
    assert session.settings() == odd


def test_an_outcome_is_renamed_as_one_types_and_taken_back(
    settings: SettingsDialog, session: Session, keys: Keys, qtbot: QtBot
) -> None:
    go(settings, keys, "Outcomes")
    keys.press(DOWN)
    keys.press(RETURN)
    keys.ctrl(Qt.Key.Key_A)
    keys.type("Left <b>a</b> message")
    qtbot.waitUntil(lambda: "Left <b>a</b> message" in labels(session))
    assert rows(settings, "Outcomes")[1] == "Left <b>a</b> message"
    focus(named(settings, QListWidget, "Outcomes"))
    keys.ctrl(Qt.Key.Key_Z)
    assert labels(session)[1] == rows(settings, "Outcomes")[1] == "Voicemail"
    assert named(settings, QLineEdit, "Label").text() == "Voicemail"
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | SHIFT)
    assert labels(session)[1] == rows(settings, "Outcomes")[1] == "Left <b>a</b> message"


def test_the_field_takes_its_own_typing_back_first(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    keys.press(RETURN)
    keys.press(Qt.Key.Key_End)
    keys.type("!")
    keys.ctrl(Qt.Key.Key_Z)
    assert named(settings, QLineEdit, "Label").text() == "No answer"
    keys.press(Qt.Key.Key_Escape)
    assert labels(session)[0] == "No answer"


def test_closing_writes_what_was_typed_last(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    keys.press(RETURN)
    keys.press(Qt.Key.Key_End)
    keys.type("!")
    keys.press(Qt.Key.Key_Escape)
    assert labels(session)[0] == "No answer!"


def test_going_to_another_outcome_writes_the_one_before(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    keys.press(RETURN)
    keys.press(Qt.Key.Key_End)
    keys.type("!")
    focus(named(settings, QListWidget, "Outcomes"))
    keys.press(DOWN)
    assert labels(session)[:2] == ["No answer!", "Voicemail"]
    assert named(settings, QLineEdit, "Label").text() == "Voicemail"


def test_a_label_without_words_is_told_and_not_written(
    settings: SettingsDialog, session: Session, keys: Keys, qtbot: QtBot
) -> None:
    go(settings, keys, "Outcomes")
    keys.press(RETURN)
    keys.ctrl(Qt.Key.Key_A)
    keys.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "It needs a name. Type a word or two" in shown(settings))
    assert labels(session)[0] == "No answer"
    keys.type("Silence")
    qtbot.waitUntil(lambda: labels(session)[0] == "Silence")
    assert "It needs a name." not in shown(settings)


def test_a_key_is_taken_from_the_outcome_that_had_it(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    focus(named(settings, Choice, "Key"))
    keys.type("4")
    assert (outcome(session, "No answer").key, outcome(session, "Talked").key) == ("4", "")
    keys.ctrl(Qt.Key.Key_Z)
    assert (outcome(session, "No answer").key, outcome(session, "Talked").key) == ("1", "4")
    assert named(settings, Choice, "Key").currentText() == "1"


def test_everything_an_outcome_says_can_be_changed(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    before = outcome(session, "Gatekeeper")
    go(settings, keys, "Outcomes")
    keys.press(DOWN)
    keys.press(DOWN)
    choose(settings, keys, "What happened", "the right person")
    choose(settings, keys, "What it meant", "information")
    choose(settings, keys, "Next action", "E-mail")
    choose(settings, keys, "When", "weeks later")
    choose(settings, keys, "Moves the prospect to the stage", "Proposal")
    for words in ("at another time of day", "Counts as a conversation", "Asks for the reason"):
        focus(box(settings, words))
        keys.press(Qt.Key.Key_Space)
    focus(named(settings, NumberField, "How many"))
    keys.ctrl(Qt.Key.Key_A)
    keys.type("12")
    settings.flush()
    after = outcome(session, "Gatekeeper")
    assert (after.reached, after.result, after.action) == (Reached.RIGHT_PERSON, Result.INFORMATION, ActionKind.EMAIL)
    assert (after.proposes, after.stage) == ("+12w other time", Stage.PROPOSAL)
    assert (after.conversation, after.asks_reason, after.saves_itself) == (True, True, False)
    while session.book.undo_op is not None:
        session.undo()
    assert outcome(session, "Gatekeeper") == before
    assert named(settings, NumberField, "How many").value() == 1


def test_a_rule_that_counts_nothing_needs_no_number(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    choose(settings, keys, "When", "ask for the date")
    assert (outcome(session, "No answer").proposes, outcome(session, "No answer").action) == ("ask", ActionKind.CALL)
    assert [each for each in settings.findChildren(NumberField) if each.isVisible()] == []
    choose(settings, keys, "When", "no next action")
    assert (outcome(session, "No answer").proposes, outcome(session, "No answer").action) == ("none", None)
    assert not any(each.isVisible() for each in settings.findChildren(Choice) if each.accessibleName() == "Next action")
    assert not box(settings, "at another time of day").isEnabled()


def test_what_reached_somebody_does_not_save_itself(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    assert box(settings, "Saves the call").isChecked()
    choose(settings, keys, "What happened", "a gatekeeper")
    assert not box(settings, "Saves the call").isEnabled()
    stored = outcome(session, "No answer")
    assert (stored.reached, stored.saves_itself) == (Reached.GATEKEEPER, False)


def test_an_outcome_is_added_named_and_taken_back(
    settings: SettingsDialog, session: Session, keys: Keys, qtbot: QtBot
) -> None:
    before = labels(session)
    go(settings, keys, "Outcomes")
    focus(pressed(settings, "Add"))
    keys.press(RETURN)
    keys.type("Sent an offer")
    qtbot.waitUntil(lambda: labels(session) == [*before, "Sent an offer"])
    assert rows(settings, "Outcomes") == [*before, "Sent an offer"]
    focus(named(settings, QListWidget, "Outcomes"))
    keys.ctrl(Qt.Key.Key_Z)
    assert labels(session) == [*before, "New outcome"]
    keys.ctrl(Qt.Key.Key_Z)
    assert labels(session) == rows(settings, "Outcomes") == before


def test_delete_takes_an_outcome_out_and_ctrl_z_brings_it_back(
    settings: SettingsDialog, session: Session, keys: Keys
) -> None:
    before = labels(session)
    go(settings, keys, "Outcomes")
    keys.press(DOWN)
    keys.press(Qt.Key.Key_Delete)
    assert labels(session) == rows(settings, "Outcomes") == [one for one in before if one != "Voicemail"]
    assert named(settings, QLineEdit, "Label").text() == "Gatekeeper"
    keys.ctrl(Qt.Key.Key_Z)
    assert labels(session) == rows(settings, "Outcomes") == before


def test_one_outcome_stays(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Outcomes")
    for _ in labels(session)[1:]:
        keys.press(Qt.Key.Key_Delete)
    assert not pressed(settings, "Remove").isEnabled()
    keys.press(Qt.Key.Key_Delete)
    assert labels(session) == ["Referral"]
    assert "A call has to end somehow: one outcome stays." in shown(settings)


def test_outcomes_are_moved_by_keys_and_by_buttons(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    before = labels(session)
    go(settings, keys, "Outcomes")
    assert not pressed(settings, "Up").isEnabled()
    keys.alt(DOWN)
    assert labels(session)[:3] == rows(settings, "Outcomes")[:3] == ["Voicemail", "No answer", "Gatekeeper"]
    focus(pressed(settings, "Down"))
    keys.press(Qt.Key.Key_Space)
    assert labels(session)[:3] == ["Voicemail", "Gatekeeper", "No answer"]
    assert named(settings, QListWidget, "Outcomes").currentItem().text() == "No answer"
    for _ in range(2):
        keys.ctrl(Qt.Key.Key_Z)
    assert labels(session) == rows(settings, "Outcomes") == before


def test_calls_logged_keep_their_outcome_and_the_page_says_so(
    settings: SettingsDialog, session: Session, keys: Keys
) -> None:
    added = session.do(prospects.add, Draft(Prospect(name="Northgate Dental")))
    assert added is not None
    logged = session.do(
        calls.log, Situation(LONDON, added.one("prospect")), TUESDAY, 0, "", Ending(outcome(session, "No answer"))
    )
    assert logged is not None
    go(settings, keys, "Outcomes")
    assert "Calls already logged keep the outcome they were given." in shown(settings)
    keys.press(Qt.Key.Key_Delete)
    call = session.book.get(Call, logged.one("call"))
    assert call is not None
    assert (call.outcome, call.reached) == ("No answer", Reached.NOBODY)


def test_what_cannot_be_written_is_told(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    before = labels(session)
    go(settings, keys, "Outcomes")
    session.book.connection.execute("PRAGMA query_only = 1")
    keys.press(Qt.Key.Key_Delete)
    assert "The book cannot be written." in shown(settings)
    session.book.connection.execute("PRAGMA query_only = 0")
    assert labels(session) == rows(settings, "Outcomes") == before


def test_ctrl_z_takes_back_what_was_set_and_nothing_else(
    settings: SettingsDialog, session: Session, keys: Keys, qtbot: QtBot
) -> None:
    session.do(prospects.add, Draft(Prospect(name="Northgate Dental")))
    before = labels(session)
    go(settings, keys, "Outcomes")
    keys.press(Qt.Key.Key_Delete)
    with qtbot.waitSignal(settings.replayed) as told:
        keys.ctrl(Qt.Key.Key_Z)
    assert told.args is not None
    assert (told.args[0].op, told.args[0].undone) == (Op.EDIT_SETTINGS, True)
    with qtbot.assertNotEmitted(settings.replayed):
        keys.ctrl(Qt.Key.Key_Z)
    assert session.book.undo_op is Op.ADD_PROSPECT
    assert labels(session) == before


# Reasons


def test_reasons_are_added_reworded_and_moved(
    settings: SettingsDialog, session: Session, keys: Keys, qtbot: QtBot
) -> None:
    before = [reason.label for reason in reader.reasons(session.book)]
    go(settings, keys, "Reasons")
    focus(pressed(settings, "Add"))
    keys.press(RETURN)
    keys.type("Retired")
    qtbot.waitUntil(lambda: rows(settings, "Reasons")[-1] == "Retired")
    focus(named(settings, QListWidget, "Reasons"))
    keys.alt(UP)
    assert [reason.label for reason in reader.reasons(session.book)] == [*before[:-1], "Retired", before[-1]]
    while session.book.undo_op is not None:
        keys.ctrl(Qt.Key.Key_Z)
    assert rows(settings, "Reasons") == before


def test_every_reason_may_go(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Reasons")
    for _ in reader.reasons(session.book):
        keys.press(Qt.Key.Key_Delete)
    assert rows(settings, "Reasons") == []
    assert not any(pressed(settings, words).isEnabled() for words in ("Remove", "Up", "Down"))
    keys.press(Qt.Key.Key_Delete)
    assert [each for each in settings.findChildren(QLineEdit) if each.isVisible()] == []
    keys.ctrl(Qt.Key.Key_Z)
    assert rows(settings, "Reasons") == ["Would not say"]


# Calling and stages


def test_when_to_rest_and_how_long_meetings_are(settings: SettingsDialog, session: Session, keys: Keys) -> None:
    go(settings, keys, "Calling")
    for name, typed in (
        ("Tries before resting", "0"), ("Months of rest", "6"),
        ("Length of a meeting", "45"), ("Reminder before", "15"),
    ):  # fmt: skip
        focus(named(settings, NumberField, name))
        keys.ctrl(Qt.Key.Key_A)
        keys.type(typed)
    assert named(settings, NumberField, "Tries before resting").text() == "no limit"
    keys.press(Qt.Key.Key_Escape)
    assert session.settings() == BookSettings(most_tries=0, rest_months=6, meeting_minutes=45, remind_minutes=15)
    session.undo()
    assert session.settings() == BookSettings()


def test_ctrl_z_in_a_number_goes_to_the_book_where_nothing_was_typed(
    settings: SettingsDialog, session: Session, keys: Keys
) -> None:
    session.do(change_settings, BookSettings(daily_goal=40))
    go(settings, keys, "Calling")
    assert named(settings, NumberField, "Daily goal").value() == 40
    keys.ctrl(Qt.Key.Key_Z)
    assert named(settings, NumberField, "Daily goal").value() == session.settings().daily_goal == 20


def test_stages_are_renamed_and_hidden(settings: SettingsDialog, session: Session, theme: Theme, keys: Keys) -> None:
    added = session.do(prospects.add, Draft(Prospect(name="Northgate Dental", stage=Stage.PARTNER)))
    assert added is not None
    delegate = ProspectDelegate(session, theme, settings)
    popup = FilterPopup(session, settings)
    go(settings, keys, "Stages")
    keys.type("Not yet = called")
    focus(named(settings, QLineEdit, "Name of the stage Partner"))
    keys.type("Ally")
    keys.press(TAB)
    keys.press(Qt.Key.Key_Space)
    settings.flush()
    assert session.settings().stage_names == "new=Not yet = called\npartner=Ally"
    assert session.settings().hidden_stages == "partner"
    (row,) = listing.page(session.book, Listing(Scope.ALL), TUESDAY, LONDON, 0, 10)
    assert delegate._next(row) == ("Ally", "quiet")
    dialog = StageDialog(settings, "", session.settings())
    offered = [dialog._list.item(at).text() for at in range(dialog._list.count())]
    assert len(offered) == len(Stage) - 1
    assert offered[:2] == ["Not yet = called", "Prepared"]
    assert "Ally" not in offered
    for query, found in (("", False), ("stage:partner", True)):
        popup.open_at(settings.pos(), query)
        assert (popup._stage.findText("Ally") >= 0) is found
        popup.hide()


def test_an_outcome_moves_to_a_hidden_stage_only_where_it_did(
    settings: SettingsDialog, session: Session, keys: Keys
) -> None:
    session.do(change_settings, BookSettings(stage_names="introduced=Known", hidden_stages="introduced partner"))
    go(settings, keys, "Outcomes")
    stage = "Moves the prospect to the stage"
    assert named(settings, Choice, stage).findText("Known") == -1
    keys.press(DOWN)
    keys.press(DOWN)
    assert named(settings, Choice, stage).currentText() == "Known"
    assert named(settings, Choice, stage).findText("Partner") == -1
