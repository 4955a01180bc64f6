"""Importing in its window: what was found, what goes where, what will happen; then the import, or none at all."""

import csv
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.change import Change, Op
from callbook.domain.prospect import Phone, Prospect
from callbook.domain.script import Channel, Direction
from callbook.formats.encodings import CHOICES
from callbook.formats.headers import Field
from callbook.formats.incoming import Reason
from callbook.services import calls, prospects, timing
from callbook.services.bringing_in import Doubt, Fate
from callbook.services.calls import Situation
from callbook.services.importing import SLICE
from callbook.services.prospects import Draft
from callbook.services.upkeep import check
from callbook.storage import prospects as reader
from callbook.storage.book import Book
from callbook.storage.opening import open_book
from callbook.system.settings import IMPORT_SHAPES, MachineSettings
from callbook.system.worker import Worker
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs import import_words
from callbook.ui.dialogs.import_columns import ColumnGrid
from callbook.ui.dialogs.import_file import ImportDialog
from callbook.ui.dialogs.import_reading import GivenUp
from callbook.ui.dialogs.import_shapes import MOST_SHAPES, ImportShapes
from callbook.ui.session import Session
from tests.ui.conftest import Keys, dressed

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
MANY = 2500  # rows: several pieces, so that an import can be met on its way
ENOUGH = 30_000  # milliseconds, on a machine that is busy with other things
CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
CSV = (
    "Company;Contact;Phone;Town;Colour\n"
    "<b>Northgate</b>;Aisha;0161 496 0142;Manchester;red\n"
    "Halden;Jonas;0561 1;Kassel;green\n"
    "Larch Street Bakery;;0161 496 0199;Manchester;blue\n"
)
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nTEL:0161 496 0142\r\nEND:VCARD\r\n"
    "=between two cards\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Ek\r\nTEL:0161 496 0143\r\nEND:VCARD\r\n"
)
Make = Callable[[], ImportDialog]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    book = open_book(tmp_path / "callbook.book", before_migration=lambda _: None)
    made = Session(book, lambda: NOW, LONDON, Worker())
    yield made
    made.worker.finish()
    made.deleteLater()
    book.close()


@pytest.fixture
def make(session: Session, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    """Makes the window, always with the settings of the same machine."""
    made: list[ImportDialog] = []

    def one() -> ImportDialog:
        made.append(ImportDialog(session, MachineSettings(tmp_path / "settings.ini")))
        qtbot.addWidget(made[-1])
        return made[-1]

    yield one
    for dialog in made:
        dialog.stop()
        dialog.close()
        dialog.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


@pytest.fixture
def dialog(make: Make) -> ImportDialog:
    return make()


def added(session: Session, name: str, number: str = "", **fields: str) -> int:
    phones = (Phone(typed=number),) if number else ()
    change = session.do(prospects.add, Draft(Prospect(name=name, **fields), (), phones))  # type: ignore[arg-type]
    assert change is not None
    return change.one("prospect")


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(widget: QWidget, words: str) -> QPushButton:
    return next(each for each in widget.findChildren(QPushButton) if words in each.text() and each.isVisible())


def read(qtbot: QtBot, dialog: ImportDialog) -> None:
    """Wait until the newest question is answered."""
    qtbot.waitUntil(lambda: not dialog.reading.busy, timeout=ENOUGH)


def opened(qtbot: QtBot, dialog: ImportDialog, path: Path, content: str | bytes | None = None) -> None:
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    dialog.open_file(path)
    read(qtbot, dialog)


def imported(qtbot: QtBot, dialog: ImportDialog) -> None:
    with qtbot.waitSignal(dialog.imported, timeout=ENOUGH):
        press(qtbot, dialog, Qt.Key.Key_Return, CTRL)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(widget.focusWidget() or widget, key, modifiers)


def choose(qtbot: QtBot, dialog: ImportDialog, choice: Choice, words: str) -> None:
    """Go to a choice and by arrows to what is wanted: the list is read again with each, and only the last counts."""
    choice.setFocus()
    steps = choice.findText(words) - choice.currentIndex()
    assert steps, f"{words} stands there already"
    for _ in range(abs(steps)):
        qtbot.keyClick(choice, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    read(qtbot, dialog)


def grid(dialog: ImportDialog) -> ColumnGrid:
    found = dialog.columns.grid()
    assert found is not None
    return found


def counts(dialog: ImportDialog) -> dict[str, str]:
    """The counts that are not nothing."""
    figures = {kind: tile.figure.text() for kind, tile in dialog.counts.tiles.items()}
    return {kind: figure for kind, figure in figures.items() if figure != "0"}


def names(book: Book) -> list[str]:
    return [name for (name,) in book.sql("SELECT name FROM prospect WHERE deleted_at IS NULL ORDER BY id")]


def listed(dialog: ImportDialog) -> list[tuple[str, ...]]:
    model = dialog.rows.table.model()
    return [tuple(str(model.index(at, place).data()) for place in range(3)) for at in range(model.rowCount())]


# Before anything is written


def test_an_import_shows_before_it_writes(dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    barred = added(session, "Somebody", "0161 496 0199")
    session.do(prospects.mark_do_not_call, [barred])
    opened(qtbot, dialog, tmp_path / "<i>clients.csv", CSV)
    told = shown(dialog)
    for words in ("Import <i>clients.csv", "3 rows · 5 columns", "<b>Northgate</b>"):
        assert words in told
    found = (dialog.found.encoding, dialog.found.delimiter, dialog.found.header)
    assert [choice.currentText() for choice in found] == ["Unicode (UTF-8)", "Semicolons", "Names the columns"]
    assert not dialog.found.sheet.isVisible()
    assert counts(dialog) == {"new": "2", "doubtful": "1", "barred": "1"}
    assert "3 rows read = 2 new + 1 doubtful. 1 of them asked not to be called, or has a number that did" in told
    assert names(session.book) == ["Somebody"]
    changes: list[Change] = []
    session.changed.connect(lambda change, by: changes.append(change))
    imported(qtbot, dialog)
    assert "3 prospects imported" in shown(dialog)
    assert not dialog._import.isVisible()
    ((op, ids),) = [(change.op, change.ids("prospect")) for change in changes]
    assert (op, len(ids)) == (Op.IMPORT, 3)
    assert len(names(session.book)) == 4
    (larch,) = session.book.sql("SELECT id, do_not_call_at IS NOT NULL FROM prospect WHERE name LIKE 'Larch%'")
    assert larch[1] == 1
    assert reader.tags_of(session.book, larch[0]) == ["doubtful"]
    session.undo()
    assert names(session.book) == ["Somebody"]


def test_a_real_list_of_five_hundred(dialog: ImportDialog, session: Session, qtbot: QtBot, shared_data: Path) -> None:
    opened(qtbot, dialog, shared_data / "prospects" / "uk-500" / "uk-500_LF_header.csv")
    assert button(dialog, "Import 500 prospects").isEnabled()
    imported(qtbot, dialog)
    assert len(names(session.book)) == 500


@pytest.mark.parametrize(("content", "said"), [(None, "The file is not there."), (b"", "The file is empty.")])
def test_what_cannot_be_read_is_said_in_the_window(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "clients.csv"
    if content is not None:
        path.write_bytes(content)
    dialog.open_file(path)
    qtbot.waitUntil(dialog._problem.isVisible)
    assert said in dialog._problem.text()
    assert not dialog._import.isVisible()
    assert not dialog.counts.isVisible()


def test_a_broken_workbook_is_said_and_a_good_file_may_follow(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04 and then nothing that is a workbook")
    dialog.open_file(tmp_path / "list.xlsx")
    qtbot.waitUntil(dialog._problem.isVisible)
    assert "damaged" in dialog._problem.text()
    opened(qtbot, dialog, tmp_path / "list.csv", CSV)
    assert not dialog._problem.isVisible()
    assert counts(dialog) == {"new": "3"}


def test_letters_of_another_encoding_are_told_of(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    content = "Company;Town\nMüller;Köln\n".encode() + "Schröder;Köln\n".encode("cp1252")
    opened(qtbot, dialog, tmp_path / "liste.csv", content)
    assert "1 row has letters of another encoding, in line 3" in shown(dialog.found)


# What was found, changed


def test_another_encoding_reads_other_letters(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, dialog, tmp_path / "liste.csv", "Firma;Ort\nMüller;Köln\n".encode("cp1252"))
    assert dialog.found.encoding.currentData() == "cp1252"
    choose(qtbot, dialog, dialog.found.encoding, "Cyrillic (Windows-1251)")
    assert grid(dialog).preview == (("Mьller", "Kцln"),)
    choose(qtbot, dialog, dialog.found.encoding, "Western European (Windows-1252)")
    assert grid(dialog).preview == (("Müller", "Köln"),)


def test_an_encoding_that_cannot_be_is_said_and_the_one_before_stays(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, dialog, tmp_path / "list.csv", "Firma;Ort\nMüller;Köln\n".encode("cp1252"))
    choose(qtbot, dialog, dialog.found.encoding, "Unicode (UTF-32)")
    assert "The file cannot be read in this encoding." in shown(dialog)
    assert dialog.found.encoding.currentData() == "cp1252"
    assert button(dialog, "Import 1 prospect").isEnabled()


def test_another_delimiter_makes_other_columns(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, dialog, tmp_path / "list.csv", "Company;Town\nA, B;Leeds\nC, D;York\n")
    choose(qtbot, dialog, dialog.found.delimiter, "Commas")
    assert dialog.found.delimiter.currentData() == ","
    assert grid(dialog).preview[-1] == ("C", " D;York")


def test_a_first_row_that_names_nothing_is_a_row(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, dialog, tmp_path / "list.csv", "Company\nA\nB\n")
    choose(qtbot, dialog, dialog.found.header, "Is a row like the others")
    assert "3 rows" in shown(dialog)
    imported(qtbot, dialog)
    assert names(session.book) == ["Company", "A", "B"]


def test_another_sheet_of_a_workbook(dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "lists.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, firm in (("North", "Northgate"), ("Empty", ""), ("South", "Southgate")):
        sheet = book.add_worksheet(name)
        if firm:
            sheet.write_column(0, 0, ["Company", firm])
    book.close()
    opened(qtbot, dialog, path)
    assert [dialog.found.sheet.itemText(at) for at in range(dialog.found.sheet.count())] == ["North", "South"]
    assert not dialog.found.encoding.isVisible()
    assert not dialog.found.delimiter.isVisible()
    choose(qtbot, dialog, dialog.found.sheet, "South")
    imported(qtbot, dialog)
    assert names(session.book) == ["Southgate"]


def test_contact_cards_say_only_how_many_and_who(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, dialog, tmp_path / "people.vcf", CARDS)
    assert "3 contact cards" in shown(dialog)
    assert not any(choice.isVisible() for choice in dialog.found.findChildren(Choice))
    assert [name for _, name, _ in listed(dialog)] == ["Ann Lee", "Bo Ek"]
    press(qtbot, dialog, Qt.Key.Key_Escape)  # nothing stands behind the list
    assert not dialog.isVisible()


# What goes where


def test_a_column_taken_for_something_else_changes_the_plan(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, dialog, tmp_path / "clients.csv", CSV)
    assert grid(dialog).fields() == ("company", "person", "phone", "city", "")
    choose(qtbot, dialog, grid(dialog)._choices[4], "Tags")
    assert grid(dialog).fields()[4] == "tags"
    imported(qtbot, dialog)
    ((key, _, _),) = reader.named_like(session.book, "Halden")
    assert reader.tags_of(session.book, key) == ["green"]


def test_what_columns_were_taken_for_is_remembered_for_the_next_list_like_it(
    make: Make, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    first = make()
    opened(qtbot, first, tmp_path / "clients.csv", CSV)
    assert "As you took them the last time." not in shown(first)
    choose(qtbot, first, grid(first)._choices[4], "Tags")
    imported(qtbot, first)
    press(qtbot, first, Qt.Key.Key_Escape)
    second = make()
    opened(qtbot, second, tmp_path / "other.csv", "Company;Contact;Phone;Town;Colour\nOsprey;;;;black\n")
    assert grid(second).fields()[4] == "tags"
    assert "As you took them the last time." in shown(second)
    assert "olour" not in (tmp_path / "settings.ini").read_text(encoding="utf-8")
    qtbot.mouseClick(button(second, "Guess again"), Qt.MouseButton.LeftButton)
    read(qtbot, second)
    assert grid(second).fields()[4] == ""
    imported(qtbot, second)
    opened(qtbot, second, tmp_path / "third.csv", "Company;Contact;Phone;Town;Colour\nPlover;;;;black\n")
    assert grid(second).fields()[4] == ""


def test_a_column_stays_as_chosen_when_the_file_is_read_otherwise(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, dialog, tmp_path / "clients.csv", CSV)
    choose(qtbot, dialog, grid(dialog)._choices[4], "Tags")
    choose(qtbot, dialog, dialog.found.encoding, "Western European (Latin-1)")
    assert grid(dialog).fields()[4] == "tags"


@pytest.mark.parametrize("stored", ["", "{", "[]", '{"a": 1}', '"text"'])
def test_shapes_that_cannot_be_read_are_none(tmp_path: Path, stored: str) -> None:
    machine = MachineSettings(tmp_path / "settings.ini")
    machine.put(IMPORT_SHAPES, stored)
    shapes = ImportShapes(machine)
    assert shapes.recall() == {}
    for at in range(MOST_SHAPES + 3):
        shapes.keep([f"Column {at}"], ["company"])
    assert len(shapes.recall()) == MOST_SHAPES
    shapes.keep(["Column 5"], ["person"])
    assert list(shapes.recall().values())[-1] == ("person",)


# What will happen


def test_each_count_opens_the_list_of_its_rows(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    added(session, "Halden", "0561 123456", city="Kassel")
    added(session, "Same Ltd", "0161 496 0101")
    added(session, "Other Ltd", "0161 496 0199")
    session.do(prospects.mark_do_not_call, [added(session, "Quiet Ltd", "0161 496 0177")])
    rows = (
        "Company,Phone,Town,Website\nNorthgate,0161 496 0142,Leeds,\nHalden,0561 123456,,halden.example\n"
        "Same Ltd,0161 496 0101,,\nLarch,0161 496 0199,,\nRuby,0161 496 0177,,\nNorthgate,0161 496 0142,,n.example\n"
    )
    opened(qtbot, dialog, tmp_path / "list.csv", rows)
    assert counts(dialog) == {"new": "1", "updated": "2", "same": "1", "doubtful": "2", "barred": "1"}
    expected = {
        "new": [("2", "Northgate", "0161 496 0142 · Leeds")],
        "updated": [
            ("3", "Halden", "Website: halden.example"),
            ("7", "Northgate", "Goes with line 2: 0161 496 0142 · n.example"),
        ],
        "same": [("4", "Same Ltd", "All of it is in the book already")],
        "barred": [("6", "Ruby", "0161 496 0177")],
    }
    for kind, told in expected.items():
        tile = dialog.counts.tiles[kind]
        tile.setFocus()
        qtbot.keyClick(tile, Qt.Key.Key_Return)
        assert listed(dialog) == told
        assert dialog.focusWidget() is dialog.rows.table
        press(qtbot, dialog, Qt.Key.Key_Escape)
        assert dialog.focusWidget() is tile
        assert grid(dialog).isVisible()
    qtbot.mouseClick(dialog.counts.tiles["doubtful"], Qt.MouseButton.LeftButton)
    why = "Its number is that of a prospect by another name or at another place"
    assert listed(dialog)[0] == ("5", "Larch", f"{why} · 0161 496 0199")
    press(qtbot, dialog, Qt.Key.Key_Down)
    assert dialog.rows._detail.text().startswith("Ruby\n")
    qtbot.mouseClick(dialog.counts.tiles["doubtful"], Qt.MouseButton.LeftButton)
    assert not dialog.rows.isVisible()
    assert not dialog.counts.tiles["left_out"].isEnabled()


def test_text_outside_the_table_is_shown(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    rows = "My clients\n\nCompany,Phone,Town,Colour\nA,,Leeds,\nB,,York,\n\nGrand Totals (2)\n"
    opened(qtbot, dialog, tmp_path / "report.csv", rows)
    qtbot.mouseClick(button(dialog, "2 lines outside the table"), Qt.MouseButton.LeftButton)
    assert [text for _, text, _ in listed(dialog)] == ["My clients", "Grand Totals (2)"]


def test_the_same_file_again_has_nothing_new(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, dialog, tmp_path / "clients.csv", CSV)
    imported(qtbot, dialog)
    press(qtbot, dialog, Qt.Key.Key_Escape)
    opened(qtbot, dialog, tmp_path / "clients.csv")
    assert not button(dialog, "Nothing new to import").isEnabled()
    assert counts(dialog) == {"same": "3"}
    assert "3 rows read = 3 the same." in shown(dialog)


class FileDialogKeys(QTimer):
    """Types a file's name into the file dialog as soon as it has the keyboard."""

    def __init__(self, qapp: QApplication, path: Path) -> None:
        super().__init__(qapp)
        self._application, self._path = qapp, path
        self.timeout.connect(self._press)
        self.start(5)

    def _press(self) -> None:
        dialog = self._application.activeModalWidget()
        if isinstance(dialog, QFileDialog) and dialog.isActiveWindow():
            self.stop()
            field = self._application.focusWidget()
            assert field is not None
            QTest.keyClick(field, Qt.Key.Key_A, CTRL)
            QTest.keyClicks(field, str(self._path))
            QTest.keyClick(field, Qt.Key.Key_Return)


def test_left_out_rows_are_saved_also_after_the_import(
    dialog: ImportDialog, qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    opened(qtbot, dialog, tmp_path / "people.vcf", CARDS)
    assert "3 rows read = 2 new + 1 left out." in shown(dialog)
    imported(qtbot, dialog)
    qtbot.mouseClick(dialog.counts.tiles["left_out"], Qt.MouseButton.LeftButton)
    assert listed(dialog) == [("6", "=between two cards", "Text that belongs to no card")]
    FileDialogKeys(qapp, tmp_path / "rest.csv")
    qtbot.mouseClick(button(dialog, "Save as CSV…"), Qt.MouseButton.LeftButton)
    assert "Saved as rest.csv" in shown(dialog)
    with (tmp_path / "rest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [["Line", "Why", "Text"], ["6", "Text that belongs to no card", "'=between two cards"]]
    assert sorted(path.name for path in tmp_path.glob("*rest*")) == ["rest.csv"]


def test_left_out_rows_that_cannot_be_saved_are_said(dialog: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, dialog, tmp_path / "people.vcf", CARDS)
    dialog.save_left_out(tmp_path / "nowhere" / "rest.csv")
    assert "No file can be written there." in dialog._problem.text()


# The import


def many(path: Path, number: int = MANY) -> Path:
    path.write_text("Company,Phone\n" + "".join(f"Firm {at},0161 4{at:06}\n" for at in range(number)), encoding="utf-8")
    return path


def begun(qtbot: QtBot, dialog: ImportDialog) -> None:
    """Press the button, and wait until something is written."""
    press(qtbot, dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: dialog._bar.value() > 0, timeout=ENOUGH)
    assert dialog._run is not None


@pytest.mark.parametrize("how", ["cancel", "escape"])
def test_cancelled_all_of_it_goes_back(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path, how: str
) -> None:
    opened(qtbot, dialog, many(tmp_path / "many.csv"))
    undone: list[bool | None] = []
    session.changed.connect(lambda change, by: undone.append(change.undone))
    begun(qtbot, dialog)
    assert dialog._bar.isVisible()
    assert dialog.close() is False  # the window's own button does nothing meanwhile
    assert len(names(session.book)) >= SLICE
    if how == "cancel":
        button(dialog, "Cancel").setFocus()
        press(qtbot, dialog, Qt.Key.Key_Return)
    else:
        press(qtbot, dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog._run is None, timeout=ENOUGH)
    assert names(session.book) == []
    assert undone == [True]
    assert session.book.redo_op is None
    assert dialog.isVisible()
    assert "all of it was taken back" in shown(dialog)
    assert check(session.book.path) == []
    imported(qtbot, dialog)  # thought better of it
    assert len(names(session.book)) == MANY
    session.undo()
    assert names(session.book) == []
    assert session.book.undo_op is None


def test_a_live_call_beats_on_through_an_import(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    key = added(session, "Halden")
    situation = Situation(LONDON, key, direction=Direction.OUTBOUND, channel=Channel.PHONE)
    change = session.do(calls.start, situation)
    assert change is not None
    opened(qtbot, dialog, many(tmp_path / "many.csv"))
    begun(qtbot, dialog)
    timing.beat(session.book, change.one("call"), now=NOW + timedelta(seconds=30))
    with qtbot.waitSignal(dialog.imported, timeout=ENOUGH):
        pass
    assert len(names(session.book)) == MANY + 1
    session.undo()
    assert names(session.book) == ["Halden"]
    assert session.book.undo_op is Op.START_CALL


def test_what_somebody_writes_meanwhile_ends_it_and_is_not_taken_back(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, dialog, many(tmp_path / "many.csv"))
    begun(qtbot, dialog)
    written = dialog._bar.value()
    added(session, "Halden")
    with qtbot.waitSignal(session.changed, timeout=ENOUGH) as told:
        pass
    assert "Something else was written" in shown(dialog)
    assert "What was written until then is in the book" in shown(dialog)
    assert len(names(session.book)) == written + 1 == dialog._bar.value() + 1
    assert told.args is not None
    assert len(told.args[0].ids("prospect")) == written
    qtbot.waitUntil(lambda: not dialog.reading.busy, timeout=ENOUGH)
    assert "What was written until then is in the book" in shown(dialog)
    assert button(dialog, f"Import {texts.grouped(MANY - written)}").isEnabled(), "what is in does not come in again"
    imported(qtbot, dialog)
    assert len(names(session.book)) == MANY + 1
    session.undo()
    assert len(names(session.book)) == written + 1
    session.undo()
    assert len(names(session.book)) == written
    session.undo()
    assert (names(session.book), session.book.undo_op) == ([], None)


def test_a_full_disk_is_said_and_nothing_stays(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    ((pages,),) = session.book.sql("PRAGMA page_count")
    session.book.sql(f"PRAGMA max_page_count = {pages + 100}")
    opened(qtbot, dialog, many(tmp_path / "many.csv"))
    press(qtbot, dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(dialog._problem.isVisible, timeout=ENOUGH)
    assert dialog._bar.value() >= SLICE
    assert dialog._run is None
    assert "full" in dialog._problem.text()
    assert names(session.book) == []
    assert button(dialog, "Import 2").isEnabled()
    session.book.sql("PRAGMA max_page_count = 1000000")
    imported(qtbot, dialog)
    assert len(names(session.book)) == MANY
    assert not dialog._problem.isVisible()


def test_another_file_waits_for_the_import_on_its_way(
    dialog: ImportDialog, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, dialog, many(tmp_path / "many.csv"))
    begun(qtbot, dialog)
    dialog.open_file(many(tmp_path / "other.csv", 2))
    with qtbot.waitSignal(dialog.imported, timeout=ENOUGH):
        pass
    assert "Import many.csv" in shown(dialog)
    assert len(names(session.book)) == MANY


# In the program


def everybody(program: Program) -> list[str]:
    return names(program.book)


def importer(program: Program) -> ImportDialog:
    dialog = program.window._dialogs[ImportDialog]
    assert isinstance(dialog, ImportDialog)
    return dialog


def paste(keys: Keys) -> None:
    keys.press(Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("Company\tPhone\nOsprey\t0161 496 0150\nPlover\t\n", ["Osprey", "Plover"]),
        (CARDS, ["Ann Lee", "Bo Ek"]),
        ("Osprey Müller 東京\n", ["Osprey Müller 東京"]),
    ],
    ids=["table", "cards", "line"],
)
def test_a_list_is_pasted_as_if_it_were_a_file(
    program: Program, keys: Keys, qtbot: QtBot, text: str, came: list[str]
) -> None:
    QGuiApplication.clipboard().setText(text)
    before = everybody(program)
    paste(keys)
    dialog = importer(program)
    read(qtbot, dialog)
    assert "Import clipboard" in shown(dialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    with qtbot.waitSignal(dialog.imported, timeout=ENOUGH):
        keys.ctrl(Qt.Key.Key_Return)
    assert everybody(program) == before + came
    assert program.book.sql("SELECT source FROM prospect ORDER BY id DESC LIMIT 1") == [("clipboard",)]


def test_an_empty_clipboard_is_said(program: Program, keys: Keys) -> None:
    QGuiApplication.clipboard().setText("  \n")
    paste(keys)
    assert ImportDialog not in program.window._dialogs
    assert program.window.notice_text().startswith("There is no list on the clipboard")


def test_a_copied_file_is_opened(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(many(tmp_path / "firms.csv", 2)))])
    QGuiApplication.clipboard().setMimeData(mime)
    paste(keys)
    read(qtbot, importer(program))
    assert "Import firms.csv" in shown(importer(program))


def test_closing_the_program_takes_back_what_is_on_its_way(
    program: Program, open_program: Callable[[], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    before = everybody(program)
    program.window.import_file(many(tmp_path / "many.csv"))
    dialog = importer(program)
    read(qtbot, dialog)
    begun(qtbot, dialog)
    program.close()
    assert everybody(open_program()) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(980, 640), (1320, 840)])
def test_all_three_looks_fit_into_one_window(
    program: Program, qapp: QApplication, qtbot: QtBot, tmp_path: Path, theme: str, width: int, height: int
) -> None:
    dressed(qapp, theme)
    program.window.resize(width, height)
    program.window.import_file(many(tmp_path / "many.csv", 1500))
    dialog = importer(program)
    read(qtbot, dialog)
    for tile in dialog.counts.tiles.values():
        tile.show_count(100_000)
    for kind in ("", Fate.NEW.value):
        dialog._show_rows(kind)
        qapp.processEvents()
        needed = dialog.minimumSizeHint()
        assert needed.width() <= dialog.width() < width
        assert needed.height() <= dialog.height() < height
        for tile in dialog.counts.tiles.values():
            assert tile.width() >= tile.sizeHint().width()
            assert tile.height() >= tile.sizeHint().height()


# Words


def test_there_are_words_for_everything() -> None:
    assert set(import_words.encodings()) == set(CHOICES)
    assert len(set(map(import_words.field, ["", *Field]))) == len(Field) + 1
    assert len({texts.left_out(reason) for reason in Reason}) == len(Reason)
    assert all(texts.left_out(reason) != reason for reason in Reason)
    assert len({texts.doubt(doubt) for doubt in Doubt}) == len(Doubt)


def test_a_reading_that_nobody_waits_for_makes_the_next_file_wait_no_longer(
    session: Session, dialog: ImportDialog, qtbot: QtBot
) -> None:
    answers: list[object] = []
    session.worker.ended.connect(lambda job, result, error: answers.append(error or result[1]))
    held, called = threading.Event(), list[str]()

    def reading(name: str) -> bytes:
        called.append(name)
        assert held.wait(ENOUGH / 1000)
        return CSV.encode()

    dialog.reading.begin(lambda: reading("first"), "first.csv")
    qtbot.waitUntil(lambda: called == ["first"])
    dialog.reading.forget()
    dialog.reading.begin(lambda: reading("second"), "second.csv")
    dialog.reading.begin(lambda: reading("third"), "third.csv")
    held.set()
    read(qtbot, dialog)
    assert called == ["first", "third"]
    assert [type(answer) for answer in answers] == [GivenUp, GivenUp, tuple]
    assert dialog.reading.plan is not None and dialog.reading.plan.source == "third.csv"
