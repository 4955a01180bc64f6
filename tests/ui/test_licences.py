"""The licences of what the program is made with: the index as the build writes it, and the dialog by its keys."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.ui.dialogs.about import AboutDialog
from callbook.ui.dialogs.licences import Licence, LicencesDialog, collected, one_licence, read_licences
from callbook.ui.theme import Theme
from tests.ui.conftest import Keys, dressed

MIT = "The MIT Licence\n\n" + "Permission is hereby granted, free of charge, to any person.\n" * 200
ENTRIES: list[dict[str, object]] = [
    {"name": "Qt", "version": "6.11.3", "licence": "LGPL-3.0-only", "file": "qt.txt", "homepage": "https://qt.example"},
    {"name": "peewee", "version": "4.5.3", "licence": "MIT", "file": "peewee.txt", "homepage": ""},
    {"name": "<b>Páge</b> & co", "version": "", "licence": "", "file": "page.txt", "homepage": ""},
    {"name": "Python", "version": "3.11", "licence": "PSF-2.0", "file": "lost.txt", "homepage": ""},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "licences"
    made.mkdir()
    for name, text in (("qt.txt", "GNU LESSER GENERAL PUBLIC LICENSE\n"), ("peewee.txt", MIT)):
        (made / name).write_text(text, encoding="utf-8")
    (made / "page.txt").write_bytes("<i>Né</i> ".encode() + "café".encode("latin-1"))
    (made / "index.json").write_text(json.dumps(ENTRIES), encoding="utf-8")
    return made


Open = Callable[[Path | None], LicencesDialog]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dressed(qapp, "light")


@pytest.fixture
def opened(qapp: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[Open]:
    """Opens the dialog; closed and deleted after the test."""
    kept: list[QDialog] = []

    def one(folder: Path | None) -> LicencesDialog:
        dialog = LicencesDialog(theme, folder)
        qtbot.addWidget(dialog)
        kept.append(dialog)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield one
    for dialog in kept:
        dialog.close()
        dialog.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def text_field(dialog: QDialog) -> QPlainTextEdit:
    return dialog.findChildren(QPlainTextEdit)[0]


def rows(dialog: QDialog) -> QListWidget:
    return dialog.findChildren(QListWidget)[0]


# The index


def test_the_index_is_read_in_its_order(folder: Path) -> None:
    licences = read_licences(folder)
    assert licences[0] == Licence("Qt", "6.11.3", "LGPL-3.0-only", "https://qt.example", folder / "qt.txt")
    assert [each.name for each in licences] == ["Qt", "peewee", "<b>Páge</b> & co", "Python"]
    assert licences[1].path.read_text(encoding="utf-8") == MIT


BROKEN = {
    "empty": b"", "cut off": b'[{"name": "Qt"', "no list": b'{"name": "Qt"}', "nothing listed": b"[]",
    "no table": b'["Qt"]', "no name": b'[{"file": "qt.txt"}]', "no file": b'[{"name": "Qt"}]',
    "a number": b'[{"name": "Qt", "file": 7}]', "elsewhere": b'[{"name": "Qt", "file": "../qt.txt"}]',
    "above": b'[{"name": "Qt", "file": ".."}]', "no text": b'[{"name": "Qt", "file": "qt.dll"}]',
    "a null": b'[{"name": "Qt", "file": "q\\u0000.txt"}]', "not utf-8": b'[{"name": "\xff"}]',
}  # fmt: skip


@pytest.mark.parametrize("index", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_index_is_refused(folder: Path, index: bytes) -> None:
    (folder / "index.json").write_bytes(index)
    with pytest.raises(ValueError):
        read_licences(folder)


def test_a_missing_index_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_licences(tmp_path)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "file", "version"]), inner),
)


@given(ANYTHING)
def test_whatever_an_entry_is_it_is_refused_or_lies_in_the_folder(entry: object) -> None:
    folder = Path("licences")
    try:
        licence = one_licence(folder, entry)
    except ValueError:
        return
    assert licence.name
    assert licence.path.parent == folder and licence.path.suffix == ".txt"


def test_a_checkout_has_no_texts_collected() -> None:
    assert collected() is None


# The dialog


def test_the_first_text_is_there_and_the_arrows_go_on(opened: Open, folder: Path, keys: Keys) -> None:
    dialog = opened(folder)
    assert dialog.focusWidget() is rows(dialog)
    assert text_field(dialog).toPlainText() == "GNU LESSER GENERAL PUBLIC LICENSE\n"
    assert {"Qt 6.11.3", "LGPL-3.0-only · https://qt.example"} <= set(shown(dialog))
    assert any("Qt and PySide6 under the LGPL" in text and "exchanged there" in text for text in shown(dialog))
    keys.press(Qt.Key.Key_Down)
    assert text_field(dialog).toPlainText() == MIT
    assert {"peewee 4.5.3", "MIT"} <= set(shown(dialog))
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_letters_typed_in_the_list_go_to_a_name(opened: Open, folder: Path, keys: Keys) -> None:
    dialog = opened(folder)
    keys.type("pee")
    assert text_field(dialog).toPlainText() == MIT


def test_the_text_is_reached_read_and_copied_by_keys(opened: Open, folder: Path, keys: Keys) -> None:
    dialog = opened(folder)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Tab)
    field = text_field(dialog)
    assert dialog.focusWidget() is field
    keys.type("x")
    keys.press(Qt.Key.Key_Delete)
    assert field.toPlainText() == MIT
    keys.press(Qt.Key.Key_PageDown)
    assert field.verticalScrollBar().value() > 0
    keys.ctrl(Qt.Key.Key_A)
    keys.ctrl(Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == MIT
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_copy_takes_the_whole_text_and_says_so_until_the_next(opened: Open, folder: Path, keys: Keys) -> None:
    dialog = opened(folder)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    copy = dialog.focusWidget()
    assert isinstance(copy, QPushButton) and copy.text() == "Copy"
    keys.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "GNU LESSER GENERAL PUBLIC LICENSE\n"
    assert copy.text() == "Copied"
    rows(dialog).setFocus()
    keys.press(Qt.Key.Key_Down)
    assert copy.text() == "Copy"


def test_names_and_texts_are_plain_whatever_they_hold(opened: Open, folder: Path, keys: Keys) -> None:
    dialog = opened(folder)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    assert "<b>Páge</b> & co" in shown(dialog)
    assert text_field(dialog).toPlainText() == "<i>Né</i> caf\ufffd"
    assert {label.textFormat() for label in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_a_text_that_is_lost_is_named(opened: Open, folder: Path, keys: Keys) -> None:
    dialog = opened(folder)
    keys.press(Qt.Key.Key_End)
    assert text_field(dialog).toPlainText() == "The file lost.txt cannot be read."


def test_what_a_screen_reader_says(opened: Open, folder: Path) -> None:
    dialog = opened(folder)
    listed = rows(dialog)
    assert (listed.accessibleName(), text_field(dialog).accessibleName()) == ("Libraries", "Licence text")
    said = [listed.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(listed.count())]
    assert said == ["Qt, 6.11.3, LGPL-3.0-only", "peewee, 4.5.3, MIT", "<b>Páge</b> & co", "Python, 3.11, PSF-2.0"]


@pytest.mark.parametrize("index", [None, b"[", b"[]"], ids=["missing", "cut off", "empty"])
def test_an_index_that_cannot_be_read_is_a_sentence(
    opened: Open, folder: Path, keys: Keys, index: bytes | None
) -> None:
    (folder / "index.json").unlink()
    if index is not None:
        (folder / "index.json").write_bytes(index)
    dialog = opened(folder)
    assert shown(dialog)[-1] == "The list of licences that came with the program cannot be read; install it again."
    assert [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()] == ["Close"]
    assert not rows(dialog).isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def ground(picture: QImage, dialog: QDialog, row: int) -> str:
    """The colour at the right end of a row, where no text is."""
    listed = rows(dialog)
    box = listed.visualItemRect(listed.item(row))
    at = listed.viewport().mapTo(dialog, box.center())
    return picture.pixelColor(at.x() + box.width() // 2 - 14, at.y()).name()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_it_is_drawn_in_both_themes(opened: Open, folder: Path, theme: Theme, choice: str) -> None:
    dialog = opened(folder)
    theme.choose(choice)
    rows(dialog).setCurrentRow(1)
    picture = dialog.grab().toImage()
    assert ground(picture, dialog, 1) == theme.colors["selected"]
    assert ground(picture, dialog, 2) == theme.colors["card"]


# From About


def test_about_leads_to_the_licences_and_esc_back_to_it(program: Program, keys: Keys, qtbot: QtBot) -> None:
    program.window.actions_by_name["about"].trigger()
    about = program.window.findChildren(AboutDialog)[0]
    qtbot.waitUntil(about.isActiveWindow)
    button = next(each for each in about.findChildren(QPushButton) if each.text() == "Licences…")
    for _ in range(4):
        if about.focusWidget() is not button:
            keys.press(Qt.Key.Key_Tab)
    assert about.focusWidget() is button
    for _ in range(2):
        keys.press(Qt.Key.Key_Return)
        dialogs = about.findChildren(LicencesDialog)
        assert len(dialogs) == 1
        qtbot.waitUntil(dialogs[0].isActiveWindow)
        assert shown(dialogs[0])[-1] == (
            "The texts come with the installed program; run from source, each library carries its own."
        )
        keys.press(Qt.Key.Key_Escape)
        assert not dialogs[0].isVisible()
        qtbot.waitUntil(about.isActiveWindow)
    assert about.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not about.isVisible()
