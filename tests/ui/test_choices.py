"""Lists to choose from and number fields, as the style sheet and the wheel leave them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from callbook.ui.choices import Choice, proposing
from callbook.ui.theme import Theme

UI = Path(__file__).parents[2] / "callbook" / "ui"


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, request.param)
    made.apply()
    yield made
    made.choose("light")


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(160, widget.sizeHint().height())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def colors_in(widget: QWidget, place: QRect) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(place.left(), place.right()) for y in range(place.top(), place.bottom())}


@pytest.mark.parametrize("editable", [False, True])
def test_every_choice_shows_its_arrow(theme: Theme, qtbot: QtBot, editable: bool) -> None:
    choice = shown(qtbot, Choice(editable))
    place = QRect(0, 0, 14, 12)
    place.moveCenter(QPoint(choice.width() - 15, choice.height() // 2))
    assert colors_in(choice, place.translated(-40, 0)) == {theme.color("field").rgb()}
    assert len(colors_in(choice, place)) > 4


def test_there_is_one_kind_of_choice() -> None:
    words = {path.name: path.read_text(encoding="utf-8") for path in UI.rglob("*.py")}
    assert {name for name, text in words.items() if "(QComboBox):" in text or "QComboBox()" in text} == {"choices.py"}


def test_a_choice_is_as_high_as_a_line_of_text(theme: Theme, qtbot: QtBot) -> None:
    heights = {shown(qtbot, field).height() for field in (Choice(), Choice(editable=True), QLineEdit())}
    assert len(heights) == 1


def test_the_wheel_changes_nothing_and_takes_no_focus(theme: Theme, qtbot: QtBot) -> None:
    choice = Choice()
    choice.offer([("one", 1), ("two", 2)])
    shown(qtbot, choice)
    place = QPointF(20, 10)
    event = QWheelEvent(
        place, choice.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.currentData() == 1
    assert not event.isAccepted()
    assert choice.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_a_value_is_chosen_and_where_none_has_it_the_first(theme: Theme, qtbot: QtBot) -> None:
    choice = Choice()
    qtbot.addWidget(choice)
    choice.offer([("any", ""), ("today", "0d"), ("later", ">0d")])
    for value, words in ((">0d", "later"), ("", "any"), ("0d", "today"), ("gone", "any")):
        choice.choose(value)
        assert choice.currentText() == words
    choice.offer([("none", None)])
    assert [choice.itemText(at) for at in range(choice.count())] == ["none"]


def test_number_fields_have_no_arrows_and_their_text_stands_like_that_of_others(theme: Theme, qtbot: QtBot) -> None:
    field = shown(qtbot, QSpinBox())
    inner = field.findChild(QLineEdit)
    assert inner is not None
    assert (inner.x(), field.width() - inner.geometry().right()) == (11, 11)
    beside = QRect(inner.geometry().right() + 1, 6, 8, field.height() - 12)
    assert colors_in(field, beside) == {theme.color("field").rgb()}


def test_proposals_stand_on_a_ground_of_their_own(theme: Theme, qtbot: QtBot) -> None:
    line = QLineEdit()
    completer = QCompleter(["Halcyon", "Halden"], line)
    proposing(completer)
    line.setCompleter(completer)
    shown(qtbot, line)
    line.setFocus()
    qtbot.keyClicks(line, "hal")
    popup = completer.popup()
    qtbot.waitUntil(popup.isVisible)
    image = popup.grab().toImage()
    assert image.pixel(0, image.height() // 2) == theme.color("line").rgb()
    assert image.pixel(image.width() - 8, image.height() // 2) == theme.color("card").rgb()
    popup.hide()


def test_a_name_without_room_ends_in_dots(theme: Theme, qtbot: QtBot) -> None:
    choice = Choice()
    choice.offer([("Today", 1), ("Everything that was said about it", 2)])
    shown(qtbot, choice)
    assert choice.shown_text() == "Today"
    choice.choose(2)
    assert choice.shown_text().startswith("Every") and choice.shown_text().endswith("…")
    assert choice.currentText() == "Everything that was said about it"


def test_a_name_is_cut_only_where_it_has_no_room(theme: Theme, qtbot: QtBot) -> None:
    choice = Choice()
    choice.addItem("Conversations per connect")
    shown(qtbot, choice)
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    field = choice.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, choice
    )
    around = choice.width() - field.width() + 2  # Qt leaves a pixel free on either side
    wanted = choice.fontMetrics().horizontalAdvance(choice.currentText()) + 1 + around
    choice.resize(wanted, choice.height())
    assert choice.shown_text() == "Conversations per connect"
    choice.resize(wanted - 3, choice.height())
    assert choice.shown_text().endswith("…")
