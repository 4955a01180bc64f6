"""The small parts: text as text, fields that grow, keys that go where they belong, saving after the first key."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from callbook.ui.call.opening import OpeningCard
from callbook.ui.fields import (
    AUTOSAVE_MS,
    LONGEST_TEXT,
    Autosave,
    Card,
    ElidedLabel,
    Label,
    LineField,
    TextField,
    button,
    column,
    line_field,
    row,
    scrolling,
    section,
)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HOSTILE = "<b>x</b>&y <img src='file:///etc/passwd'>"


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    """A small active window to put fields into."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def field(window: QWidget, **options: bool | int) -> TextField:
    made = TextField(parent=window, **options)  # type: ignore[arg-type]
    made.resize(280, made.height())
    made.show()
    made.setFocus()
    return made


# Labels and buttons


@pytest.mark.parametrize("made", [Label, ElidedLabel, section])
def test_text_is_never_read_as_html(made: type[Label], qapp: QApplication) -> None:
    label = made(HOSTILE)
    assert label.textFormat() is Qt.TextFormat.PlainText
    label.setText(HOSTILE)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_line_without_room_ends_in_dots_and_keeps_the_whole(window: QWidget) -> None:
    label = ElidedLabel("one\n two\tthree", parent=window)
    label.show()
    label.resize(400, 20)
    assert label.text() == label.whole_text() == "one two three"
    label.resize(50, 20)
    assert label.text().endswith("…")
    assert label.whole_text() == "one two three"
    label.resize(400, 20)
    assert label.text() == "one two three"
    label.setContentsMargins(180, 0, 180, 0)  # as a style sheet gives it
    label.resize(401, 20)
    assert label.text().endswith("…")
    figure = ElidedLabel("Behind a figure: " + "name " * 20 + "last 30 days", cut=Qt.TextElideMode.ElideMiddle)
    figure.setParent(window)
    figure.resize(200, 20)
    assert figure.text().startswith("Behind") and figure.text().endswith("days") and "…" in figure.text()


def test_a_script_of_a_long_name_leaves_room_for_what_to_say(window: QWidget) -> None:
    card = OpeningCard()
    window.resize(420, 400)
    whole = QVBoxLayout(window)
    whole.addWidget(card)
    script = card._script
    for name in ("Cold & short", "Cold call to R&D of studios in the north, second round, after the summer fair " * 2):
        script.show_name(name)
        QApplication.processEvents()
        assert window.width() == 420 and script.geometry().right() < card.width() <= 420
        assert script.shown_text().endswith("  ▾")
    assert "…" in script.shown_text()
    window.resize(700, 400)
    script.show_name("Cold & short")
    QApplication.processEvents()
    assert script.shown_text() == "Cold && short  ▾" and script.accessibleName() == "Choose another script"


def test_a_button_waits_for_tab_and_calls_once(window: QWidget, qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = button("Go", "primary", lambda: pressed.append(1))
    made.setParent(window)
    made.show()
    line = LineField(window)
    line.show()
    line.setFocus()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    assert line.hasFocus()
    assert made.property("role") == "primary"


def test_rows_and_columns_hold_what_they_are_given(qapp: QApplication) -> None:
    one, two = Label("1"), Label("2")
    side = row(one, None, 12, two, spacing=3)
    assert [side.itemAt(at).widget() for at in range(side.count())] == [one, None, None, two]
    assert side.itemAt(2).sizeHint().width() == 12
    upright = column(side, QPushButton("x"), 5, None)
    assert upright.count() == 4
    assert upright.itemAt(0).layout() is side


def test_a_card_has_its_padding_and_a_scroll_area_leaves_the_keyboard_alone(qapp: QApplication) -> None:
    card = Card()
    margins = card.column.contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (18, 14, 18, 14)
    area = scrolling(QWidget())
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus


# Autosave


def test_the_first_key_starts_the_clock_and_later_ones_do_not_move_it(qapp: QApplication, qtbot: QtBot) -> None:
    saved: list[str] = []
    autosave = Autosave(lambda: saved.append("saved"), qapp)
    autosave.typed()
    left = autosave._timer.remainingTime()
    qtbot.waitUntil(lambda: autosave._timer.remainingTime() < left, timeout=AUTOSAVE_MS)
    now = autosave._timer.remainingTime()
    autosave.typed()
    assert autosave._timer.remainingTime() <= now
    qtbot.waitUntil(lambda: saved == ["saved"], timeout=AUTOSAVE_MS + 400)
    assert not autosave.waiting


def test_flush_saves_once_and_only_what_waits(qapp: QApplication) -> None:
    saved: list[str] = []
    autosave = Autosave(lambda: saved.append("saved"), qapp)
    autosave.flush()
    assert saved == []
    autosave.typed()
    autosave.flush()
    autosave.flush()
    assert saved == ["saved"]
    autosave.typed()
    autosave.drop()
    autosave.flush()
    assert saved == ["saved"]


def test_what_could_not_be_saved_is_saved_by_the_next_flush(qapp: QApplication) -> None:
    tries: list[str] = []

    def refuse_the_first() -> None:
        tries.append("try")
        if len(tries) == 1:
            autosave.owe()

    autosave = Autosave(refuse_the_first, qapp)
    autosave.typed()
    autosave.flush()
    assert autosave.waiting
    autosave.flush()
    assert not autosave.waiting
    autosave.flush()
    assert tries == ["try", "try"]


# Fields of several lines


def test_a_field_grows_with_its_text_up_to_its_most(window: QWidget, qtbot: QtBot) -> None:
    made = field(window, most_lines=4, breaks=True)
    heights = [made.height()]
    for _ in range(6):
        qtbot.keyClick(made, Qt.Key.Key_Return)
        heights.append(made.height())
    assert heights[0] < heights[1] < heights[2] < heights[3]
    assert len(set(heights[3:])) == 1


def test_a_long_line_wraps_and_the_field_grows(window: QWidget) -> None:
    made = field(window)
    low = made.height()
    made.set_text("word " * 60)
    assert made.height() > 2 * low
    made.set_text("word")
    assert made.height() == low


def test_enter_moves_on_and_shift_enter_breaks_the_line(window: QWidget, qtbot: QtBot) -> None:
    made = field(window)
    moved: list[bool] = []
    made.moved_on.connect(lambda: moved.append(True))
    qtbot.keyClicks(made, "a")
    qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.keyClick(made, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert (made.text(), len(moved)) == ("a", 2)
    qtbot.keyClick(made, Qt.Key.Key_Return, SHIFT)
    qtbot.keyClicks(made, "b")
    assert made.text().split() == ["a", "b"]
    assert len(made.text()) == 3
    assert len(moved) == 2


@pytest.mark.parametrize("options", [{"breaks": True}, {"lines": 3}])
def test_enter_breaks_the_line_where_several_belong(
    window: QWidget, qtbot: QtBot, options: dict[str, bool | int]
) -> None:
    made = field(window, **options)
    qtbot.keyClicks(made, "a")
    with qtbot.assertNotEmitted(made.moved_on):
        qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.keyClicks(made, "b")
    assert made.text() == "a\nb"


@pytest.mark.parametrize("breaks", [True, False])
def test_ctrl_enter_is_left_to_the_window(window: QWidget, qtbot: QtBot, breaks: bool) -> None:
    made = field(window, breaks=breaks)
    made.set_text("a")
    with qtbot.assertNotEmitted(made.typed):
        qtbot.keyClick(made, Qt.Key.Key_Return, CTRL)
    assert made.text() == "a"


def test_tab_leaves_the_field(window: QWidget, qtbot: QtBot) -> None:
    first, second = field(window), field(window)
    first.setFocus()
    with qtbot.waitSignal(first.left), qtbot.waitSignal(second.focused):
        qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert (first.text(), second.hasFocus()) == ("", True)


def test_only_the_users_own_changes_are_told(window: QWidget, qtbot: QtBot) -> None:
    made = field(window)
    with qtbot.assertNotEmitted(made.typed):
        made.set_text("stored")
    with qtbot.waitSignal(made.typed):
        qtbot.keyClicks(made, "!")
    assert made.text() == "stored!"


def test_showing_the_same_text_again_keeps_the_cursor_and_the_undo(window: QWidget, qtbot: QtBot) -> None:
    made = field(window)
    qtbot.keyClicks(made, "ab")
    qtbot.keyClick(made, Qt.Key.Key_Left)
    made.set_text("ab")
    qtbot.keyClicks(made, "-")
    assert made.text() == "a-b"
    assert made.document().isUndoAvailable()


def test_what_is_pasted_is_plain_and_cut_to_what_can_be_laid_out(window: QWidget, qtbot: QtBot) -> None:
    made = field(window)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("<b>plain</b>")
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(made, Qt.Key.Key_V, CTRL)
    assert made.text() == "<b>plain</b>"
    made.set_text("")
    data = QMimeData()
    data.setText("word " * (LONGEST_TEXT // 4))
    made.insertFromMimeData(data)
    assert len(made.text()) == LONGEST_TEXT


# Whose Ctrl+Z it is


def override(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether a widget claims a key before the window's shortcuts see it."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.mark.parametrize("kind", [TextField, LineField])
def test_ctrl_z_is_the_fields_only_while_it_has_something_to_undo(
    kind: type[TextField] | type[LineField], window: QWidget, qtbot: QtBot
) -> None:
    made = kind(parent=window)
    made.show()
    made.setFocus()
    assert not override(made, Qt.Key.Key_Z, CTRL)
    qtbot.keyClicks(made, "abc")
    assert override(made, Qt.Key.Key_Z, CTRL)
    assert not override(made, Qt.Key.Key_Z, CTRL | SHIFT)
    made.undo()
    assert override(made, Qt.Key.Key_Z, CTRL | SHIFT)
    assert not override(made, Qt.Key.Key_Z, CTRL)


def test_a_line_holds_a_name_and_not_a_book(qapp: QApplication) -> None:
    made = line_field("hint", "x" * 3000)
    made.setText("y" * 3000)
    assert (made.placeholderText(), len(made.text())) == ("hint", 2000)
