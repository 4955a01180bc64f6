"""The number in large with its code, read from the picture as a camera does, and the number in the call's head."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.prospect import Phone, Prospect
from callbook.services import prospects
from callbook.services.prospects import Draft, zone_for
from callbook.storage.opening import open_book
from callbook.storage.prospects import Card
from callbook.system.worker import Worker
from callbook.ui.call.header import CallHeader
from callbook.ui.dialogs.number import MODULE, QUIET_ZONE, NumberDialog, QrCode, modules
from callbook.ui.session import Session
from tests.ui.conftest import TUESDAY, Keys, dressed

LONDON = ZoneInfo("Europe/London")
SUMMER = datetime(2026, 7, 1, 10, 41, tzinfo=UTC)
HOSTILE = "<b>Bold</b> & <img src='file:///etc/passwd'> %1"
Opened = Callable[..., NumberDialog]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(open_book(tmp_path / "callbook.book", lambda _: None), lambda: TUESDAY, LONDON, Worker())
    yield made
    made.close()


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot) -> Opened:
    def open_with(name: str, shown: str, dialled: str, theme: str = "light") -> NumberDialog:
        dialog = NumberDialog(dressed(qapp, theme))
        qtbot.addWidget(dialog)
        dialog.show_number(name, shown, dialled)
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_with


def texts_of(dialog: NumberDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def labelled(dialog: NumberDialog, text: str) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == text)


# Reading a code (ISO/IEC 18004), for those of one block only: versions 1 to 3.

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)


def seen(picture: QImage) -> list[list[bool]]:
    """Dark or light in the middle of each module, from the edge of the quiet zone on."""
    side = picture.width() // MODULE
    places = [step * MODULE + MODULE // 2 for step in range(side)]
    return [[QColor(picture.pixel(x, y)).lightness() < 128 for x in places] for y in places]


def is_fixed(i: int, j: int, side: int) -> bool:
    """Whether a module is of a finder, a timing line, the alignment mark or the format."""
    corner = (i < 9 and (j < 9 or j >= side - 8)) or (i >= side - 8 and j < 9)
    mark = side > 21 and abs(i - side + 7) <= 2 and abs(j - side + 7) <= 2
    return corner or mark or i == 6 or j == 6


def read(code: list[list[bool]]) -> str:
    """The text of a code that holds bytes, without its quiet zone."""
    side = len(code)
    mask = MASKS[(code[8][2] << 2 | code[8][3] << 1 | code[8][4]) ^ 0b101]
    bits, upward = "", True
    for right in [*range(side - 1, 6, -2), *range(5, 0, -2)]:
        for i in range(side - 1, -1, -1) if upward else range(side):
            for j in (right, right - 1):
                if not is_fixed(i, j, side):
                    bits += "01"[code[i][j] ^ mask(i, j)]
        upward = not upward
    assert bits[:4] == "0100", "not a code of bytes"
    count = int(bits[4:12], 2)
    return bytes(int(bits[at : at + 8], 2) for at in range(12, 12 + 8 * count, 8)).decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("dialled", ["+441614960142", "112", "+999123456789012", "016149601421,,1234#"])
def test_the_picture_of_the_code_reads_as_the_number(opened: Opened, dialled: str, theme: str) -> None:
    dialog = opened("Northgate Dental", "0161 496 0142", dialled, theme)
    picture = dialog.findChild(QrCode).grab().toImage()
    whole = seen(picture)
    inner = [line[QUIET_ZONE:-QUIET_ZONE] for line in whole[QUIET_ZONE:-QUIET_ZONE]]
    assert read(inner) == f"tel:{dialled}"
    assert sum(map(sum, whole)) == sum(map(sum, inner)), "the quiet zone is not quiet"
    middle = picture.width() // 2
    assert QColor(picture.pixel(middle, MODULE)) == QColor("white")
    assert inner == [list(map(bool, line)) for line in modules(dialled)]


def test_the_number_stands_large_below_the_name(opened: Opened) -> None:
    dialog = opened("Northgate Dental", "0161 496 0142", "+441614960142")
    assert texts_of(dialog) == ["Northgate Dental", "0161 496 0142", "Point your phone's camera at it"]
    name, number = dialog.findChildren(QLabel)[:2]
    assert number.fontMetrics().height() > 1.4 * name.fontMetrics().height()
    assert dialog.findChild(QrCode).accessibleName() == "QR code of 0161 496 0142"


def test_a_long_number_is_not_cut(opened: Opened) -> None:
    dialog = opened("Ortmann " * 40, "+49 30 12345678 ext. 4412", "+493012345678")
    assert "+49 30 12345678 ext. 4412" in texts_of(dialog)
    assert dialog.width() < dialog.screen().availableSize().width()
    code = dialog.findChild(QrCode)
    assert dialog.rect().contains(code.geometry()) and code.size() == code.sizeHint()


def test_keys_copy_and_close(opened: Opened, keys: Keys, qtbot: QtBot) -> None:
    dialog = opened("Northgate Dental", "0161 496 0142", "+441614960142")
    keys.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "+441614960142"
    assert labelled(dialog, "Copied").hasFocus()
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.show_number("Halden Outdoor", "0113 496 0123", "+441134960123")
    qtbot.waitUntil(dialog.isActiveWindow)
    assert labelled(dialog, "Copy").hasFocus()
    assert texts_of(dialog)[:2] == ["Halden Outdoor", "0113 496 0123"]


@pytest.mark.parametrize("dialled", ["", "ask at the desk", "+44161 " * 20, "电话"])
def test_what_no_phone_can_dial_has_no_code(opened: Opened, dialled: str) -> None:
    dialog = opened("Northgate Dental", dialled, dialled)
    assert modules(dialled) == ()
    assert not dialog.findChild(QrCode).isVisible()
    assert "Point your phone's camera at it" not in texts_of(dialog)
    dialog.show_number("Northgate Dental", "0161 496 0142", "+441614960142")
    assert dialog.findChild(QrCode).isVisible()


def test_names_and_numbers_are_plain_text(opened: Opened) -> None:
    dialog = opened(HOSTILE, HOSTILE, "1")
    labels = dialog.findChildren(QLabel)
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText] * len(labels)
    assert labels[0].whole_text() == labels[1].whole_text() == HOSTILE


# The number and the clock in the head of a call


def head_of(program: Program, qtbot: QtBot, country: str, *typed: str, region: str = "") -> CallHeader:
    """The head of a new prospect with these numbers, once it is painted."""
    phones = tuple(Phone(typed=number) for number in typed)
    change = program.session.do(prospects.add, Draft(Prospect(name="Acme", country=country, region=region), (), phones))
    assert change is not None
    program.window.show_prospect(change.one("prospect"))
    head = program.window.findChild(CallHeader)
    assert head is not None
    qtbot.waitUntil(lambda: head._stands)
    return head


@pytest.mark.parametrize(
    ("country", "typed", "shown", "tip"),
    [
        ("GB", "01614960142x12", "0161 496 0142 ext. 12", "Ctrl+D\n01614960142x12"),
        ("US", "+44 (0)161 496 0142", "+44 161 496 0142", "Ctrl+D\n+44 (0)161 496 0142"),
        ("GB", "0161 496 0142", "0161 496 0142", "Ctrl+D"),
        ("GB", "<i>ask</i> & wait", "<i>ask</i> && wait", "Ctrl+D"),
        ("GB", "01614960142 (<b>&)", "0161 496 0142 (<b>&&)", "Ctrl+D\n01614960142 (<b>&)"),
    ],
)
def test_the_head_shows_the_number_as_it_is_dialled(
    program: Program, qtbot: QtBot, country: str, typed: str, shown: str, tip: str
) -> None:
    head = head_of(program, qtbot, country, typed)
    button = next(each for each in head.findChildren(QPushButton) if shown in each.text())
    assert button.text().strip() == shown
    assert button.toolTip() == tip
    assert not Qt.mightBeRichText(tip)


def test_a_start_does_not_wait_for_what_is_known_of_numbers(session: Session, qapp: QApplication, qtbot: QtBot) -> None:
    head = CallHeader(session, dressed(qapp, "light"))
    qtbot.addWidget(head)
    head.resize(700, 120)
    phone = Phone(id=1, typed="2127365000", e164="+12127365000")
    head.show_card(Card(Prospect(name="Acme", country="US"), phones=(phone,)))
    number = next(each for each in head.findChildren(QPushButton) if "2127365000" in each.text())
    qapp.processEvents()
    assert number.text().strip() == "2127365000"
    head.show()
    qtbot.waitUntil(lambda: number.text().strip() == "(212) 736-5000")
    assert any("05:41 there" in label.text() for label in head.findChildren(QLabel))


def test_the_clock_follows_the_number_where_the_place_says_nothing(program: Program, qtbot: QtBot) -> None:
    head = head_of(program, qtbot, "US", "(212) 736-5000")
    assert any("05:41 there, Tuesday" in label.text() for label in head.findChildren(QLabel))
    head = head_of(program, qtbot, "US", "(212) 736-5000", region="CA")
    assert any("02:41 there, Tuesday" in label.text() for label in head.findChildren(QLabel))
    head = head_of(program, qtbot, "US", "800 555 0199")
    assert not any("there" in label.text() for label in head.findChildren(QLabel))


@pytest.mark.parametrize(
    ("prospect", "numbers", "zone"),
    [
        (Prospect(), ("+12127365000",), "America/New_York"),
        (Prospect(country="GB"), ("+12127365000",), "Europe/London"),
        (Prospect(zone="Asia/Tokyo"), ("+12127365000",), "Asia/Tokyo"),
        # The first that tells it: a freephone number does not.
        (Prospect(country="US"), ("+18005550199", "+12127365000", "+14155550134"), "America/New_York"),
        # Several zones of one clock: the country's own.
        (Prospect(), ("+447700900123",), "Europe/London"),
        (Prospect(), ("+61412345678",), ""),
        (Prospect(), ("",), ""),
        (Prospect(), (), ""),
    ],
)
def test_whose_clock_it_is(prospect: Prospect, numbers: tuple[str, ...], zone: str) -> None:
    phones = [Phone(typed=number, e164=number) for number in numbers]
    assert zone_for(prospect, phones, TUESDAY) == zone
    assert zone_for(prospect, phones, SUMMER) == zone
    wrong = [Phone(typed=number, e164=number, wrong_at=SUMMER) for number in numbers]
    assert zone_for(prospect, wrong, SUMMER) == zone_for(prospect)
