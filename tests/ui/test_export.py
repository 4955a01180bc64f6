"""Taking out from the window: what is offered, where it goes, how it is stopped; and a complete book back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import vobject
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.followup import ActionKind
from callbook.services import prospects
from callbook.ui.dialogs.export import ExportDialog
from callbook.ui.session import Session
from tests.ui.conftest import Keys, add


def opened(program: Program, qtbot: QtBot) -> ExportDialog:
    """The dialog, with the keyboard in it."""
    program.window.actions_by_name["export"].trigger()
    (found,) = program.window.findChildren(ExportDialog)
    qtbot.waitUntil(lambda: found.isActiveWindow() and found._kinds.hasFocus())
    return found


def offered(dialog: ExportDialog) -> dict[str, bool]:
    """The scopes in sight, and which is chosen."""
    found = [one for one in dialog.findChildren(QPushButton) if one.isCheckable() and not one.isHidden()]
    return {one.text(): one.isChecked() for one in found}


def choose_kind(dialog: ExportDialog, keys: Keys, down: int) -> None:
    for _ in range(down):
        keys.press(Qt.Key.Key_Down)


def asked_place(dialog: ExportDialog) -> QFileDialog:
    found = [one for one in dialog.window().findChildren(QFileDialog) if one.isVisible()]
    return found[-1]


def save(qtbot: QtBot, asked: QFileDialog, path: Path) -> None:
    """Answer the question for a place as its button would."""
    asked.fileSelected.emit(str(path))
    asked.done(QFileDialog.DialogCode.Accepted)
    qtbot.waitUntil(path.exists)


def test_everything_goes_out_by_keys_alone(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(program, qtbot)
    assert offered(dialog) == {"Everything": True, "The view “Next”": False}
    keys.press(Qt.Key.Key_Return)
    asked = asked_place(dialog)
    assert (asked.acceptMode(), asked.defaultSuffix()) == (QFileDialog.AcceptMode.AcceptSave, "csv")
    assert [Path(name).name for name in asked.selectedFiles()] == ["Callbook 2026-11-24.csv"]
    save(qtbot, asked, tmp_path / "all.csv")
    qtbot.waitUntil(lambda: "3 prospects written to" in told(dialog))
    assert (tmp_path / "all.csv").read_bytes().count(b"\r\n") == 4


def told(dialog: ExportDialog) -> str:
    return dialog._told.whole_text()


def test_the_view_in_the_list_goes_out(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.window.page.list.search_for("larch")
    dialog = opened(program, qtbot)
    (view,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "The view “larch”"]
    view.click()
    button(dialog, "Export…").click()
    asked = asked_place(dialog)
    assert [Path(name).name for name in asked.selectedFiles()] == ["larch 2026-11-24.csv"]
    save(qtbot, asked, tmp_path / "view.csv")
    text = (tmp_path / "view.csv").read_text(encoding="utf-8-sig")
    assert "Larch Bakery" in text
    assert "Halden" not in text


def button(dialog: ExportDialog, words: str) -> QPushButton:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == words]
    return found


def test_several_selected_are_offered_first(program: Program, qtbot: QtBot) -> None:
    program.window.page.list.select_all()
    assert offered(opened(program, qtbot)) == {
        "Everything": False, "The view “Next”": False, "The 3 selected": True,
    }  # fmt: skip


def test_the_complete_book_is_of_everything(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    program.window.page.list.select_all()
    dialog = opened(program, qtbot)
    choose_kind(dialog, keys, 6)
    assert offered(dialog)["Everything"]
    keys.press(Qt.Key.Key_Up)
    assert offered(dialog)["The 3 selected"]
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    save(qtbot, asked_place(dialog), tmp_path / "all.json")
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["tables"]["prospect"]) == 3


@pytest.mark.parametrize("down, ending", [(2, "xlsx"), (3, "vcf"), (4, "vcf")])
def test_each_kind_has_its_ending(program: Program, keys: Keys, qtbot: QtBot, down: int, ending: str) -> None:
    dialog = opened(program, qtbot)
    choose_kind(dialog, keys, down)
    keys.press(Qt.Key.Key_Return)
    assert asked_place(dialog).defaultSuffix() == ending


def test_the_ending_of_the_name_decides(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(program, qtbot)
    keys.press(Qt.Key.Key_Return)
    save(qtbot, asked_place(dialog), tmp_path / "people.vcf")
    assert (tmp_path / "people.vcf").read_bytes().startswith(b"BEGIN:VCARD")


def test_a_name_without_an_ending_of_ours_gets_one_and_replaces_nothing(
    program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "list.txt.csv").write_text("there already")
    dialog = opened(program, qtbot)
    keys.press(Qt.Key.Key_Return)
    asked_place(dialog).fileSelected.emit(str(tmp_path / "list.txt"))
    assert "There is a file of this name already." in dialog._problem.text()
    assert (tmp_path / "list.txt.csv").read_text() == "there already"
    asked_place(dialog).fileSelected.emit(str(tmp_path / "other.txt"))
    qtbot.waitUntil((tmp_path / "other.txt.csv").exists)


def test_what_hinders_is_said_in_the_window(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(program, qtbot)
    keys.press(Qt.Key.Key_Return)
    asked_place(dialog).fileSelected.emit(str(tmp_path / "nowhere" / "all.csv"))
    qtbot.waitUntil(dialog._problem.isVisible)
    assert dialog._problem.text().startswith("No file can be written there.")


def test_esc_stops_what_is_being_written(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    with program.session.book.step(prospects.Op.IMPORT) as step:
        step.insert_many(
            prospects.Prospect(name=f"Mill {number}", created_at=program.session.now()) for number in range(2000)
        )
    dialog = opened(program, qtbot)
    keys.press(Qt.Key.Key_Return)
    asked = asked_place(dialog)
    (tmp_path / "all.csv").write_text("as it was")
    asked.fileSelected.emit(str(tmp_path / "all.csv"))
    assert button(dialog, "Stop").isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: told(dialog) == "Stopped. No file was written.")
    assert dialog.isVisible()
    assert (tmp_path / "all.csv").read_text() == "as it was"
    dialog.reject()
    assert not dialog.isVisible()


def test_a_single_prospect_becomes_a_contact(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.window.show_prospect(first(program.session))
    program.window.actions_by_name["save_contact"].trigger()
    asked = program.window.findChildren(QFileDialog)[-1]
    assert [Path(name).name for name in asked.selectedFiles()] == ["Northgate Dental.vcf"]
    save(qtbot, asked, tmp_path / "one.vcf")
    card = vobject.readOne((tmp_path / "one.vcf").read_text(encoding="utf-8"))
    assert (card.fn.value, card.org.value) == ("Owner of Northgate Dental", ["Northgate Dental"])
    qtbot.waitUntil(lambda: "Northgate Dental written to" in program.window.notice_text())


def first(session: Session) -> int:
    ((found,),) = session.book.sql("SELECT id FROM prospect WHERE name = 'Northgate Dental'")
    return int(found)


def test_a_single_meeting_becomes_a_calendar_entry(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    session = program.session
    session.do(prospects.move_next, [first(session)], ActionKind.MEETING, session.now(), "Europe/London")
    program.window.show_prospect(first(session))
    program.window.actions_by_name["save_meeting"].trigger()
    save(qtbot, program.window.findChildren(QFileDialog)[-1], tmp_path / "one.ics")
    event = vobject.readOne((tmp_path / "one.ics").read_text(encoding="utf-8")).vevent
    assert event.summary.value == "Meeting: Northgate Dental"


def test_without_a_next_action_that_is_said_and_no_place_asked_for(program: Program) -> None:
    program.window.show_prospect(first(program.session))
    program.window.actions_by_name["save_meeting"].trigger()
    assert "There is no next action with a date to save" in program.window.notice_text()
    assert program.window.findChildren(QFileDialog) == []


def test_a_window_that_closes_stops_the_export(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(program, qtbot)
    dialog.write(tmp_path / "all.json", dialog._scopes["all"])
    program.close()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".partial"] == []


def test_a_complete_book_comes_back_into_an_empty_window(
    open_program: Callable[[], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    program = open_program()
    add(program, "Northgate Dental", "0161 496 0142")
    dialog = opened(program, qtbot)
    dialog.write(tmp_path / "all.json", dialog._scopes["all"])
    qtbot.waitUntil((tmp_path / "all.json").exists)
    program.window.import_file(tmp_path / "all.json")
    assert "only into an empty one" in program.window.notice_text()
    program.close()
    for path in (tmp_path / "data").glob("callbook.book*"):
        path.unlink()
    empty = open_program()
    empty.window.import_file(tmp_path / "all.json")
    assert empty.window.notice_text() == "The book is back as it was exported."
    assert empty.session.book.sql("SELECT name FROM prospect") == [("Northgate Dental",)]
    qtbot.waitUntil(lambda: not empty.window.page.list.showing_nothing)
    assert list((tmp_path / "data" / "backups").iterdir()) != []
