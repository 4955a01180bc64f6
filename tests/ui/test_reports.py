"""Printing from the window: which week, whose visits, where to, and what is said."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.followup import ActionKind
from callbook.services import prospects
from callbook.ui.dialogs.reports import WeekDialog
from callbook.ui.notice_bar import NoticeBar
from tests.ui.conftest import Keys, add
from tests.ui.printed.reading import read_pdf


def place_asked(program: Program, qtbot: QtBot) -> QFileDialog:
    def shown() -> list[QFileDialog]:
        return [one for one in program.window.findChildren(QFileDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[-1]


def save(program: Program, qtbot: QtBot, path: Path) -> str:
    """Answer the question for a place as its button would; what is said then."""
    asked = place_asked(program, qtbot)
    asked.fileSelected.emit(str(path))
    asked.done(QFileDialog.DialogCode.Accepted)
    qtbot.waitUntil(lambda: "written to" in program.window.notice_text())
    said = program.window.notice_text()
    program.window.findChildren(NoticeBar)[0].hide()
    return said


def test_a_week_and_visits_are_printed_to_files(program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path) -> None:
    actions = program.window.actions_by_name
    # A week by keys alone: the last whole one is offered, the one before is chosen.
    actions["week_page"].trigger()
    (dialog,) = program.window.findChildren(WeekDialog)
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.weeks.hasFocus())
    offered = [dialog.weeks.item(at).text() for at in range(3)]
    assert offered == ["Week 48, 23 – 29 Nov 2026 (so far)", "Week 47, 16 – 22 Nov 2026", "Week 46, 9 – 15 Nov 2026"]
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    asked = place_asked(program, qtbot)
    assert [Path(name).name for name in asked.selectedFiles()] == ["Callbook 2026-46.pdf"]
    said = save(program, qtbot, tmp_path / "week.pdf")
    assert said == f"Week 46, 9 – 15 Nov 2026: written to {tmp_path / 'week.pdf'}"
    assert "No calls in this week." in read_pdf((tmp_path / "week.pdf").read_bytes()).text
    # Nobody is to be visited today; then somebody is.
    actions["visits_today"].trigger()
    qtbot.waitUntil(lambda: program.window.notice_text().startswith("There is nobody to visit here."))
    key = add(program, "Door & Sons", postcode="LS1 6HD")
    program.session.do(prospects.move_next, [key], ActionKind.VISIT, date(2026, 11, 24), "Europe/London")
    actions["visits_today"].trigger()
    said = save(program, qtbot, tmp_path / "today.html")
    assert said == f"1 visit: written to {tmp_path / 'today.html'}"
    assert "Door &amp; Sons" in (tmp_path / "today.html").read_text(encoding="utf-8")
    # Of the list that is shown; a name without an ending is a PDF's.
    actions["visit_sheet"].trigger()
    said = save(program, qtbot, tmp_path / "list")
    assert said == f"4 visits: written to {tmp_path / 'list.pdf'}"
    assert "Halden Outdoor" in read_pdf((tmp_path / "list.pdf").read_bytes()).pages[0]
