"""Colours: two tables of the same names, readable in both themes, and everything drawn from them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from callbook.domain.duplicates import Strength
from callbook.storage.duplicates import NamedPair, Pair
from callbook.system import resources
from callbook.ui.dialogs.duplicate_pairs import PAIR, PairDelegate
from callbook.ui.dialogs.licences import ENTRY, Licence, LicenceDelegate
from callbook.ui.scripts.script_list import LINES, ScriptDelegate
from callbook.ui.theme import DARK, LIGHT, Theme, palette, pixmap, strong, style_sheet

THEMES = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
# The program's own mark keeps its colours.
ICONS = sorted(path.stem for path in resources.resource("icons").glob("*.svg") if path.stem != "callbook")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    sheet, colors = qapp.styleSheet(), qapp.palette()
    made = Theme(qapp, "light")
    made.apply()
    yield made
    qapp.styleHints().colorSchemeChanged.disconnect(made.apply)
    made.deleteLater()
    qapp.setStyleSheet(sheet)
    qapp.setPalette(colors)


def luminance(color: str) -> float:
    """Relative luminance of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    shown = QColor(color)
    return 0.2126 * linear(shown.redF()) + 0.7152 * linear(shown.greenF()) + 0.0722 * linear(shown.blueF())


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def drawn(image: QImage) -> set[str]:
    """The colours of the pixels that are fully there."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    found = (image.pixelColor(x, y) for x, y in points)
    return {color.name() for color in found if color.alpha() == 255}


def test_both_themes_have_the_same_names_and_whole_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert all(QColor(color).isValid() for color in (*LIGHT.values(), *DARK.values()))


@THEMES
@pytest.mark.parametrize("ground", ["window", "card", "field", "hover", "selected"])
@pytest.mark.parametrize("ink", ["text", "quiet", "overdue", "today"])
def test_what_is_read_can_be_read(colors: Mapping[str, str], ink: str, ground: str) -> None:
    assert contrast(colors[ink], colors[ground]) >= 4.5  # WCAG 2.2, 1.4.3


@THEMES
@pytest.mark.parametrize(
    "ink, ground",
    [
        ("accent_text", "accent"), ("accent_text", "accent_hover"), ("accent", "accent_soft"), ("accent", "card"),
        ("text", "warning_soft"), ("today", "warning_soft"), ("overdue", "warning_soft"), ("card", "text"),
        ("soon", "card"),
    ],
)  # fmt: skip
def test_marks_can_be_read_on_their_ground(colors: Mapping[str, str], ink: str, ground: str) -> None:
    assert contrast(colors[ink], colors[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["window", "card"])
def test_what_is_faint_can_still_be_seen(colors: Mapping[str, str], ground: str) -> None:
    assert contrast(colors["faint"], colors[ground]) >= 3


@THEMES
def test_the_style_sheet_is_filled_in_whole(colors: Mapping[str, str], qapp: QApplication) -> None:
    sheet = style_sheet(colors, QFont())
    assert "$" not in sheet.replace("One sheet for both themes: $names", "")
    assert colors["accent"] in sheet


def test_sizes_grow_with_the_systems_font(qapp: QApplication) -> None:
    small, large = QFont(), QFont()
    small.setPointSize(8)
    large.setPointSize(16)
    assert style_sheet(LIGHT, small) != style_sheet(LIGHT, large)


@THEMES
def test_the_palette_is_that_of_the_table(colors: Mapping[str, str], qapp: QApplication) -> None:
    made = palette(colors)
    assert made.color(QPalette.ColorRole.Window).name() == colors["window"]
    assert made.color(QPalette.ColorRole.Text).name() == colors["text"]
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name() == colors["faint"]


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_is_drawn_in_the_colour_asked_for(name: str, qapp: QApplication) -> None:
    assert "#c0ffee" in drawn(pixmap(name, "#c0ffee", 48).toImage())


def test_icons_are_as_high_as_asked_for_at_any_density(qapp: QApplication) -> None:
    made = pixmap("phone", "#000000", 20, 2.0)
    assert (made.height(), made.devicePixelRatio(), made.deviceIndependentSize().height()) == (40, 2.0, 20.0)


def test_an_icon_that_is_missing_is_our_bug(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("unicorn", "#000000", 20)


def test_choosing_repaints_all_and_forgets_the_old_icons(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    light = theme.icon("phone", "text")
    assert theme.icon("phone", "text") is light
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.dark
    assert theme.colors is DARK
    assert theme.color("accent").name() == DARK["accent"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK["window"]
    assert qapp.styleSheet() == style_sheet(DARK, qapp.font())
    assert DARK["text"] in drawn(theme.icon("phone", "text").pixmap(20, 20).toImage())


@pytest.mark.parametrize("choice, dark", [("light", False), ("dark", True)])
def test_a_choice_stands_whatever_the_system_does(theme: Theme, qapp: QApplication, choice: str, dark: bool) -> None:
    theme.choose(choice)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light if dark else Qt.ColorScheme.Dark)
    assert theme.dark is dark


def test_the_system_is_followed_when_asked(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    theme.choose("dark")
    theme.choose("system")
    assert theme.dark is (qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())


def test_rows_of_lists_paint_chinese_whole_and_within_its_line(theme: Theme) -> None:
    name = "王記杭州 g"
    listed = QListWidget()
    rows = (
        (ScriptDelegate, LINES, (name, "", "")),
        (LicenceDelegate, ENTRY, Licence(name, "", "", "", Path())),
        (PairDelegate, PAIR, NamedPair(Pair(1, 2, Strength.POSSIBLE, ()), name, "")),
    )
    option = QStyleOptionViewItem()
    option.font = QApplication.font()
    metrics = QFontMetrics(strong(option.font))
    for kind, role, shown in rows:
        item = QListWidgetItem(listed)
        item.setData(role, shown)
        option.rect = QRect(0, 0, 200, 60)
        picture = QImage(option.rect.size(), QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        kind(theme, listed).paint(painter, option, listed.indexFromItem(item))
        painter.end()
        inked = [y for y in range(60) if any(picture.pixelColor(x, y).alpha() > 60 for x in range(200))]
        assert abs(inked[-1] + 1 - inked[0] - metrics.tightBoundingRect(name).height()) <= 1
        assert inked[-1] <= 1 + 9 + metrics.height(), "reaches into the line below"
    listed.deleteLater()
