"""Every state of the call panel in the smallest usual window: nothing clipped, outcomes and opening line in sight.

1280 x 720 logical pixels are also what a screen of 1920 x 1080 has at 150 %.
"""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from callbook.app import Program
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.domain.settings import BookSettings
from callbook.services import prospects
from callbook.services import settings as book_settings
from callbook.services.prospects import Draft
from callbook.storage.calls import outcomes
from callbook.ui.call.outcomes import OutcomeButton
from callbook.ui.theme import LIGHT, palette
from tests.ui.conftest import Keys

CTRL = Qt.KeyboardModifier.ControlModifier
DEJAVU = "DejaVu Sans"  # wider than most: what fits in it fits elsewhere


@pytest.fixture
def wide_font(qapp: QApplication) -> Iterator[None]:
    usual = qapp.font()
    if DEJAVU in QFontDatabase.families():
        qapp.setFont(QFont(DEJAVU, 10))
    yield
    qapp.setFont(usual)


@pytest.fixture(params=["light", "dark"])
def panel_program(
    request: pytest.FixtureRequest, wide_font: None, open_program: Callable[..., Program], qapp: QApplication
) -> Iterator[Program]:
    """A window of 1280 x 720 on a prospect of whom everything is known, with everything long."""
    program = open_program(request.param)
    me = BookSettings(me="Dana Reyes", offer="booking pages and online diaries for small firms")
    program.session.do(book_settings.change_settings, me)
    draft = Draft(
        Prospect(name="Lebensmittel Achterberg & Töchter, Unterhaching", country="DE", city="Unterhaching"),
        (Contact(name="Jürgen Achterberg", title="Managing director"),),
        (Phone(typed="+49 89 99998204", label="Office"), Phone(typed="+49 89 99998205", label="Home")),
        ("food", "retail"),
    )
    program.session.do(prospects.add, draft)
    program.window.page.begin()
    program.window.resize(1280, 720)
    qapp.processEvents()
    yield program
    qapp.setPalette(palette(LIGHT))


def clipped(panel: QWidget) -> list[str]:
    """What is shown smaller than it needs to be read, or not whole where nothing scrolls."""
    found = []
    kinds = (QLabel, QAbstractButton, QLineEdit)
    for part in (part for kind in kinds for part in panel.findChildren(kind)):
        if not part.isVisible() or part.visibleRegion().isEmpty():
            continue
        low = part.height() < min(part.minimumSizeHint().height(), part.sizeHint().height())
        inside = panel.rect().contains(QRect(part.mapTo(panel, QPoint(0, 0)), part.size()))
        if low or (not inside and not scrolls(part, panel)):
            found.append(f"{type(part).__name__} {getattr(part, 'text', str)()!r} {part.size().toTuple()}")
    return found


def scrolls(part: QWidget, panel: QWidget) -> bool:
    return any(area.isAncestorOf(part) for area in panel.findChildren(QScrollArea))


def cut_short(panel: QWidget) -> list[str]:
    """Buttons and plain labels on one line that are narrower than their words."""
    parts: list[QLabel | QAbstractButton] = [*panel.findChildren(QLabel), *panel.findChildren(QAbstractButton)]
    narrow = []
    for part in parts:
        wraps = isinstance(part, QLabel) and (part.wordWrap() or type(part).__name__ == "ElidedLabel")
        if part.isVisible() and not wraps and part.width() < part.sizeHint().width():
            narrow.append(f"{part.text()!r} {part.width()} < {part.sizeHint().width()}")
    return narrow


def to_live(keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_Return)


def to_desk(keys: Keys) -> None:
    to_live(keys)
    keys.ctrl(Qt.Key.Key_G)


def to_objections(keys: Keys) -> None:
    to_live(keys)
    keys.ctrl(Qt.Key.Key_B)
    keys.press(Qt.Key.Key_1)


def to_a_question(keys: Keys) -> None:
    to_live(keys)
    keys.ctrl(Qt.Key.Key_E)


def to_a_pause(keys: Keys) -> None:
    to_live(keys)
    keys.ctrl(Qt.Key.Key_P)


def to_hung_up(keys: Keys) -> None:
    to_live(keys)
    keys.ctrl(Qt.Key.Key_Return)


def to_an_inbound_call(keys: Keys) -> None:
    keys.ctrl(Qt.Key.Key_I)


def in_a_block(keys: Keys) -> None:
    keys.press(Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
    to_live(keys)


def refused_in_a_block_at_the_desk(keys: Keys) -> None:
    in_a_block(keys)
    keys.ctrl(Qt.Key.Key_G)
    keys.type("Dana")
    keys.press(Qt.Key.Key_Return)
    keys.alt(Qt.Key.Key_8)


def outcome(key: Qt.Key) -> Callable[[Keys], None]:
    def to_wrap_up(keys: Keys) -> None:
        to_live(keys)
        keys.alt(key)

    return to_wrap_up


LIVE = {
    "live": to_live,
    "at the desk": to_desk,
    "objections": to_objections,
    "a question": to_a_question,
    "paused": to_a_pause,
    "inbound": to_an_inbound_call,
    "in a block": in_a_block,
}
WRAP_UP = {
    "hung up": to_hung_up,
    "talked": outcome(Qt.Key.Key_4),
    "meeting set": outcome(Qt.Key.Key_5),
    "not interested": outcome(Qt.Key.Key_8),
    "refused in a block at the desk": refused_in_a_block_at_the_desk,
}


def test_before_a_call_the_line_and_the_start_are_in_sight(panel_program: Program, qapp: QApplication) -> None:
    panel = panel_program.window.page.call
    assert panel._before.opening._line.visibleRegion().boundingRect().height() == panel._before.opening._line.height()
    assert panel._before._start.isVisible()
    assert (clipped(panel), cut_short(panel)) == ([], [])


def test_whoever_changes_the_theme_finds_it_so(panel_program: Program, qapp: QApplication) -> None:
    panel = panel_program.window.page.call
    to_other = {"light": "dark", "dark": "light"}
    panel_program.theme.choose(to_other[panel_program.theme.choice])
    qapp.processEvents()
    opening = panel._before.opening._line
    assert opening.visibleRegion().boundingRect().height() == opening.height()
    assert panel._before._start.isVisible()
    assert (clipped(panel), cut_short(panel)) == ([], [])


def test_the_field_in_focus_stays_in_sight(panel_program: Program, keys: Keys, qapp: QApplication) -> None:
    """Through all that takes room above and below it."""
    panel = panel_program.window.page.call
    to_live(keys)
    for _ in range(3):
        keys.type("an answer")
        keys.press(Qt.Key.Key_Return)
    for do in (panel.toggle_desk, panel.toggle_desk, panel.pause, panel.pause):
        do()
        qapp.processEvents()
    for field in panel._live._answers.fields():
        field.setFocus()
        panel_program.window.resize(1280, 640)
        qapp.processEvents()
        panel_program.window.resize(1280, 720)
        qapp.processEvents()
        assert field.visibleRegion().boundingRect().height() == field.height()


def test_a_call_after_one_left_scrolled_begins_in_sight(panel_program: Program, keys: Keys, qapp: QApplication) -> None:
    panel = panel_program.window.page.call
    to_live(keys)
    last = panel._live._answers.fields()[-1]
    last.setFocus()
    qapp.processEvents()
    keys.ctrl(Qt.Key.Key_I)
    assert panel._live._area.verticalScrollBar().value() == 0
    panel._live.focus_first()
    qapp.processEvents()
    first = panel._live._answers.fields()[0]
    assert first.visibleRegion().boundingRect().height() == first.height()
    keys.ctrl(Qt.Key.Key_E)
    qapp.processEvents()
    asking = panel._live._answers._asking
    assert asking.visibleRegion().boundingRect().height() == asking.height()


@pytest.mark.parametrize("state", [*LIVE, *WRAP_UP, "referral"])
def test_nothing_is_clipped(panel_program: Program, keys: Keys, qapp: QApplication, state: str) -> None:
    panel = panel_program.window.page.call
    if state == "referral":
        to_live(keys)
        panel.choose(next(one for one in outcomes(panel_program.book) if one.label == "Referral"))
    else:
        (LIVE | WRAP_UP)[state](keys)
    for _ in range(3):
        qapp.processEvents()
    assert (panel_program.window.width(), panel_program.window.height()) == (1280, 720)
    assert (clipped(panel), cut_short(panel)) == ([], [])
    shown = [button for button in panel.findChildren(OutcomeButton) if button.isVisible()]
    assert len(shown) == len(outcomes(panel_program.book))
    assert all(button.visibleRegion().boundingRect() == button.rect() for button in shown)
    assert {"Busy", "Referral"} <= {button.text() for button in shown}
    line = panel._live.strip._line if state in LIVE else panel._live.strip._said
    assert line.isVisible()
    assert line.visibleRegion().boundingRect() == line.rect()
