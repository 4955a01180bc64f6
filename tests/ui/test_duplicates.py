"""Likely duplicates by their keys: choose a side, merge, say different, skip, and take it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.duplicates import Sign, Signal, Strength
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.services import calls, prospects
from callbook.services.calls import Ending, Situation
from callbook.services.prospects import Draft
from callbook.storage import prospects as reader
from callbook.storage.duplicates import NamedPair, Pair
from callbook.ui.dialogs.duplicate_pairs import PairModel, shared, sign, strength, unlike
from callbook.ui.dialogs.duplicate_sides import FieldRow, Value
from callbook.ui.dialogs.duplicates import DuplicatesDialog
from tests.ui.conftest import LONDON, Keys

LONG = "https://www.northgate.example/" + "x" * 200


def add(program: Program, name: str, number: str = "", **fields: str) -> int:
    phones = (Phone(typed=number),) if number else ()
    draft = Draft(Prospect(name=name, country="GB", **fields), (Contact(name="Ann Lee"),), phones)  # type: ignore[arg-type]
    change = program.session.do(prospects.add, draft)
    assert change is not None
    return change.one("prospect")


@pytest.fixture
def program(open_program: Callable[[], Program]) -> Program:
    """A window on a book with two likely pairs and one prospect alone."""
    program = open_program()
    add(program, "Northgate Dental Ltd", "0161 496 0142", city="Leeds", what_they_do="Teeth")
    add(program, "Northgate Dental", "+44 161 496 0142", city="Leeds", website=LONG, what_they_do="Implants")
    add(program, "Old Mill Café", address="3 Mill Lane", city="York")
    add(program, "The Old Mill Cafe", address="3 Mill Ln.", city="York", source="fair")
    add(program, "Larch Bakery", "0117 496 0100")
    program.window.page.begin()
    return program


@pytest.fixture
def dialog(program: Program, qtbot: QtBot) -> DuplicatesDialog:
    program.window.actions_by_name["duplicates"].trigger()
    dialog = program.window.findChildren(DuplicatesDialog)[0]
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: pairs(dialog) != [])
    return dialog


def listed(dialog: DuplicatesDialog) -> QListView:
    return dialog.findChildren(QListView)[0]


def pairs(dialog: DuplicatesDialog) -> list[str]:
    model = listed(dialog).model()
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def rows(dialog: DuplicatesDialog) -> dict[str, FieldRow]:
    return {row.field: row for row in dialog.findChildren(FieldRow) if row.isVisible()}


def words(dialog: DuplicatesDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def press(dialog: DuplicatesDialog, text: str) -> None:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text().startswith(text) and one.isVisible()]
    found.click()


def names(program: Program) -> set[str]:
    ids = [key for (key,) in program.session.book.sql("SELECT id FROM prospect WHERE deleted_at IS NULL")]
    return {reader.name_of(program.session.book, key) for key in ids}


def test_pairs_are_listed_with_their_reasons(dialog: DuplicatesDialog) -> None:
    assert len(pairs(dialog)) == 2
    assert "Northgate Dental Ltd; Northgate Dental; same number, same name, same city, same person" in pairs(dialog)
    assert "2 pairs" in words(dialog) and "Almost surely one" in words(dialog)
    assert listed(dialog).hasFocus()


def test_choose_and_merge_by_keys_alone(dialog: DuplicatesDialog, program: Program, keys: Keys) -> None:
    listed(dialog).setCurrentIndex(listed(dialog).model().index(pairs_of(dialog, "Northgate"), 0))
    assert set(rows(dialog)) == {"name", "what_they_do"}
    keys.press(Qt.Key.Key_Right)
    assert rows(dialog)["name"].hasFocus()
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Right)
    assert "the right one" in rows(dialog)["name"].accessibleName()
    assert "the right one" in rows(dialog)["what_they_do"].accessibleName()
    keys.press(Qt.Key.Key_Left)
    assert "both" in rows(dialog)["what_they_do"].accessibleName()
    keys.ctrl(Qt.Key.Key_Return)
    assert names(program) == {"Northgate Dental", "Old Mill Café", "The Old Mill Cafe", "Larch Bakery"}
    assert len(pairs(dialog)) == 1 and "Merged into Northgate Dental." in words(dialog)
    (kept,) = [one for one in range(1, 4) if reader.name_of(program.session.book, one) == "Northgate Dental"][:1]
    card = reader.card(program.session.book, kept)
    assert card is not None and card.prospect.what_they_do == "Teeth\nImplants"


def pairs_of(dialog: DuplicatesDialog, text: str) -> int:
    return next(at for at, said in enumerate(pairs(dialog)) if text in said)


def test_undo_brings_both_back_and_shows_them(
    dialog: DuplicatesDialog, program: Program, keys: Keys, qtbot: QtBot
) -> None:
    before = names(program)
    keys.ctrl(Qt.Key.Key_Return)
    gone = before - names(program)
    assert len(gone) == 1
    keys.ctrl(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: len(pairs(dialog)) == 2)
    assert names(program) == before
    shown = listed(dialog).currentIndex().data()
    assert gone.pop() in shown
    keys.ctrl(Qt.Key.Key_Z)
    assert names(program) == before  # what was done before the window is not taken back from here


def test_they_are_different_is_kept(dialog: DuplicatesDialog, program: Program, keys: Keys, qtbot: QtBot) -> None:
    keys.ctrl(Qt.Key.Key_D)
    assert len(pairs(dialog)) == 1
    keys.ctrl(Qt.Key.Key_D)
    assert "No two prospects in the book look like one." in words(dialog)
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    program.window.actions_by_name["duplicates"].trigger()
    qtbot.waitUntil(lambda: "No two prospects in the book look like one." in words(dialog))
    assert len(names(program)) == 5


def test_skip_goes_round_and_takes_nothing_away(dialog: DuplicatesDialog, keys: Keys) -> None:
    keys.alt(Qt.Key.Key_Right)
    assert listed(dialog).currentIndex().row() == 1
    press(dialog, "Skip")
    assert listed(dialog).currentIndex().row() == 0
    assert len(pairs(dialog)) == 2


def test_escape_goes_from_the_fields_to_the_list_and_then_out(dialog: DuplicatesDialog, keys: Keys) -> None:
    keys.press(Qt.Key.Key_Return)
    assert any(row.hasFocus() for row in rows(dialog).values())
    keys.press(Qt.Key.Key_Up)
    assert any(row.hasFocus() for row in rows(dialog).values())
    keys.press(Qt.Key.Key_Escape)
    assert listed(dialog).hasFocus() and dialog.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_side_is_chosen_with_the_mouse_too(dialog: DuplicatesDialog) -> None:
    listed(dialog).setCurrentIndex(listed(dialog).model().index(pairs_of(dialog, "Northgate"), 0))
    field = rows(dialog)["what_they_do"]
    left, right = field.findChildren(Value)
    for side, said in ((left, "left"), (right, "both"), (right, "right")):
        QTest.mouseClick(side, Qt.MouseButton.LeftButton)
        assert said in field.accessibleName()
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert "left" in field.accessibleName()
    name = rows(dialog)["name"]
    QTest.mouseClick(name.findChildren(Value)[1], Qt.MouseButton.LeftButton)
    assert "right" in name.accessibleName()


def test_the_call_page_follows_who_went_into_another(dialog: DuplicatesDialog, program: Program, keys: Keys) -> None:
    shown = {"Old Mill Café", "The Old Mill Cafe"}
    ids = [key for key in range(1, 9) if reader.name_of(program.session.book, key) in shown]
    listed(dialog).setCurrentIndex(listed(dialog).model().index(pairs_of(dialog, "Mill"), 0))
    program.window.page.show_prospect(max(ids))
    dialog.merge()
    assert program.window.page.call.prospect_id == min(ids)
    assert program.window.notice_text() == "Two prospects became one."


def test_a_call_under_way_is_said_where_it_is_seen(dialog: DuplicatesDialog, program: Program) -> None:
    listed(dialog).setCurrentIndex(listed(dialog).model().index(pairs_of(dialog, "Mill"), 0))
    mill = next(key for key in range(1, 9) if reader.name_of(program.session.book, key) == "Old Mill Café")
    program.session.do(calls.start, Situation(LONDON, mill))
    dialog.merge()
    assert "not saved yet" in words(dialog) and len(pairs(dialog)) == 2


def test_the_one_with_more_calls_stays(dialog: DuplicatesDialog, program: Program) -> None:
    mill = next(key for key in range(1, 9) if reader.name_of(program.session.book, key) == "The Old Mill Cafe")
    now = program.session.now()
    program.session.do(calls.log, Situation(LONDON, mill), now - timedelta(hours=1), 60, "Said yes.", Ending(None))
    listed(dialog).setCurrentIndex(listed(dialog).model().index(pairs_of(dialog, "Mill"), 0))
    dialog.merge()
    assert "The Old Mill Cafe" in names(program) and "Old Mill Café" not in names(program)


def test_who_was_deleted_meanwhile_is_passed_over(dialog: DuplicatesDialog, program: Program, keys: Keys) -> None:
    mill = next(key for key in range(1, 9) if reader.name_of(program.session.book, key) == "Old Mill Café")
    program.session.do(prospects.delete, [mill])
    keys.alt(Qt.Key.Key_Right)
    keys.alt(Qt.Key.Key_Right)
    assert len(pairs(dialog)) == 1 and "Northgate" in pairs(dialog)[0]


@pytest.mark.parametrize("size", [(980, 640), (1320, 840)])
def test_nothing_is_clipped(program: Program, qtbot: QtBot, size: tuple[int, int]) -> None:
    program.window.resize(*size)
    program.window.open_duplicates()
    dialog = program.window.findChildren(DuplicatesDialog)[0]
    qtbot.waitUntil(lambda: pairs(dialog) != [])
    QGuiApplication.processEvents()
    assert dialog.width() <= size[0] and dialog.height() <= size[1]
    for each in (*dialog.findChildren(QPushButton), *dialog.findChildren(Value)):
        if each.isVisible():
            assert each.width() >= min(each.minimumSizeHint().width(), each.sizeHint().width()), name_of(each)
            assert each.height() >= each.minimumSizeHint().height(), name_of(each)


def name_of(widget: QWidget) -> str:
    return "|".join(label.text() for label in widget.findChildren(QLabel))


def test_what_was_said_of_one_gone_is_said_of_the_one_that_stays(dialog: DuplicatesDialog) -> None:
    model = PairModel(dialog)
    model.show([named(1, 2), named(2, 3), named(1, 3), named(4, 2)])
    model.take(0)
    model.follow(1, "One", 2)
    assert [(one.pair.first, one.pair.second) for one in model.pairs] == [(1, 3), (4, 1)]
    assert model.pairs[0].first == "One" and model.pairs[1].second == "One"


def named(first: int, second: int) -> NamedPair:
    return NamedPair(Pair(first, second, Strength.LIKELY, ()), str(first), str(second))


def test_every_sign_and_strength_has_words() -> None:
    assert len({sign(one) for one in Sign}) == len(Sign)
    assert len({strength(one) for one in Strength}) == len(Strength)
    found = (Signal(Sign.CITY, 2), Signal(Sign.NUMBER, 4), Signal(Sign.OTHER_NAME, -1))
    assert (shared(found), unlike(found)) == ("same number, same city", "another name")


def test_keys_do_nothing_where_nothing_is_listed(open_program: Callable[[], Program], qtbot: QtBot) -> None:
    program = open_program()
    program.window.open_duplicates()
    dialog = program.window.findChildren(DuplicatesDialog)[0]
    qtbot.waitUntil(lambda: "No two prospects" in words(dialog))
    for do in (dialog.merge, dialog.keep_apart, dialog.skip, dialog.undo):
        do()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
