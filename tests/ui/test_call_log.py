"""A call log in its window: recognised when it is opened, each row accounted for, outcomes on keys, one undo."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.outcome import Reached
from callbook.domain.prospect import Phone, Prospect
from callbook.formats.call_log import LogDoubt, LogReason
from callbook.formats.call_words import CallField
from callbook.services import prospects
from callbook.services.exchange import Choices, read_file
from callbook.services.prospects import Draft
from callbook.storage import calls as call_reader
from callbook.storage.book import Book
from callbook.storage.calls import HistoryFilter
from callbook.system.worker import Worker
from callbook.ui.dialogs import call_log_words as words
from callbook.ui.dialogs.call_log import CallLogDialog
from callbook.ui.dialogs.import_file import ImportDialog
from callbook.ui.dialogs.import_window import SMALLEST
from callbook.ui.session import Session
from tests.new_book import new_book
from tests.ui.conftest import Keys, dressed

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
ENOUGH = 30_000  # milliseconds, on a machine that is busy with other things
LOG = """Name,Number,Type,Date,Duration
A,0161 496 0142,OUTGOING,2026-11-20 09:00:00,75
B,0113 496 0123,INCOMING,2026-11-20 10:00:00,200
B,0113 496 0123,OUTGOING,2026-11-20 11:00:00,0
<b>Stranger</b>,020 7946 0199,OUTGOING,2026-11-20 12:00:00,33
,Private number,MISSED,2026-11-20 13:00:00,0
"""
MANY = 300
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    book = new_book(tmp_path / "callbook.book", NOW, scripts=False)
    made = Session(book, lambda: NOW, LONDON, Worker())
    for name, number in (("Northgate Dental", "0161 496 0142"), ("Halden Outdoor", "0113 496 0123")):
        added(made, name, number)
    yield made
    made.worker.finish()
    made.deleteLater()
    book.close()


@pytest.fixture
def dialog(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[CallLogDialog]:
    made = CallLogDialog(session)
    qtbot.addWidget(made)
    yield made
    made.stop()
    made.close()


def added(session: Session, name: str, number: str) -> int:
    draft = Draft(Prospect(name=name, country="GB"), (), (Phone(typed=number),))
    change = session.do(prospects.add, draft)
    assert change is not None
    return change.one("prospect")


def show(qtbot: QtBot, dialog: CallLogDialog, text: str = LOG) -> None:
    dialog.open_log(read_file(text.encode(), Choices()), "calls.csv")
    answered(qtbot, dialog)


def answered(qtbot: QtBot, dialog: CallLogDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.reading.busy, timeout=ENOUGH)


def open_file(program: Program, qtbot: QtBot, path: Path) -> CallLogDialog:
    """Open a file in the window and wait for the window of call logs."""
    path.write_text(LOG, encoding="utf-8")
    program.window.import_file(path)
    qtbot.waitUntil(lambda: planned(program) is not None, timeout=ENOUGH)
    found = program.window._dialogs[CallLogDialog]
    assert isinstance(found, CallLogDialog)
    return found


def planned(program: Program) -> CallLogDialog | None:
    found = program.window._dialogs.get(CallLogDialog)
    done = isinstance(found, CallLogDialog) and found.isVisible() and found.reading.plan and not found.reading.busy
    return found if done and isinstance(found, CallLogDialog) else None


def counts(dialog: CallLogDialog) -> list[str]:
    return [tile.figure.text() for tile in dialog.counts.tiles.values()]


def cells(dialog: CallLogDialog) -> list[tuple[str, ...]]:
    model = dialog.rows.table.model()
    return [
        tuple(str(model.index(at, column).data()) for column in range(model.columnCount()))
        for at in range(model.rowCount())
    ]


def written(book: Book) -> list[tuple[str, str]]:
    rows = call_reader.history_page(book, HistoryFilter(), 0, 100)
    return [(row.prospect, row.call.outcome) for row in reversed(rows)]


def test_a_log_is_shown_before_it_is_written_and_taken_back_by_one_undo(
    program: Program, keys: Keys, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_file(program, qtbot, tmp_path / "calls.csv")
    assert not program.window._dialogs[ImportDialog].isVisible()
    assert counts(dialog) == ["3", "0", "2", "0", "2"]
    assert dialog.counts.sum.text() == "5 rows read = 3 new + 2 left out."
    assert cells(dialog) == [
        ("2", "20 Nov  09:00", "Northgate Dental", "0161 496 0142", "out · 1:15", "none yet"),
        ("3", "20 Nov  10:00", "Halden Outdoor", "0113 496 0123", "in · 3:20", "none yet"),
    ]
    assert written(program.book) == []
    keys.press(Qt.Key.Key_4)  # talked; the next call moves up
    assert [row[0] for row in cells(dialog)] == ["3"]
    with qtbot.waitSignal(dialog.imported, timeout=ENOUGH):
        keys.press(Qt.Key.Key_Return, CTRL)
    assert written(program.book) == [
        ("Northgate Dental", "Talked"),
        ("Halden Outdoor", ""),
        ("Halden Outdoor", "No answer"),
    ]
    keys.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    program.window.undo()
    assert written(program.book) == []


def many() -> str:
    """A log of more calls than one piece writes."""
    days = (f"2026-{month:02}-{day:02}" for month in (9, 10) for day in range(1, 16))
    hours = (f"{day} {hour:02}:00:00" for day in days for hour in range(10))
    return LOG.splitlines()[0] + "\n" + "".join(f"A,0161 496 0142,OUTGOING,{at},75\n" for at in hours)


def begun(qtbot: QtBot, dialog: CallLogDialog) -> int:
    """Begin an import and wait for its first piece; how many calls that wrote."""
    dialog.run()
    qtbot.waitUntil(lambda: dialog._bar.value() > 0, timeout=ENOUGH)
    return dialog._bar.value()


def test_what_somebody_writes_meanwhile_ends_it_and_no_call_comes_in_twice(
    dialog: CallLogDialog, session: Session, qtbot: QtBot
) -> None:
    show(qtbot, dialog, many())
    first = begun(qtbot, dialog)
    assert first < MANY
    added(session, "Larch Bakery", "0114 496 0100")
    qtbot.waitUntil(lambda: dialog._run is None, timeout=ENOUGH)
    answered(qtbot, dialog)
    assert "What was written until then is in the book" in dialog._problem.text()
    assert (dialog.reading.plan.new, dialog.reading.plan.same) == (MANY - first, first)  # type: ignore[union-attr]
    dialog.run()
    qtbot.waitUntil(lambda: dialog._finished, timeout=ENOUGH)
    assert call_reader.history_count(session.book, HistoryFilter()) == MANY


def test_the_end_of_the_program_takes_back_what_is_on_its_way(
    dialog: CallLogDialog, session: Session, qtbot: QtBot
) -> None:
    show(qtbot, dialog, many())
    begun(qtbot, dialog)
    dialog.stop()
    assert call_reader.history_count(session.book, HistoryFilter()) == 0


def test_the_same_log_again_has_nothing_new(dialog: CallLogDialog, qtbot: QtBot) -> None:
    show(qtbot, dialog)
    with qtbot.waitSignal(dialog.imported, timeout=ENOUGH):
        dialog.run()
    dialog.counts.tiles["left_out"].click()  # can be looked at, and no more be changed
    assert [row[5] for row in cells(dialog)] == ["No prospect has this number", "The caller withheld the number"]
    dialog.reject()
    show(qtbot, dialog)
    assert counts(dialog) == ["0", "0", "0", "3", "2"]
    assert not dialog._import.isEnabled()


def test_outcomes_are_given_by_choice_to_all_that_are_selected(
    dialog: CallLogDialog, session: Session, qtbot: QtBot
) -> None:
    show(qtbot, dialog)
    dialog.counts.tiles["new"].click()
    dialog.rows.table.selectAll()
    busy = next(one for one in call_reader.outcomes(session.book) if one.reached is Reached.BUSY)
    dialog.rows.outcome.choose(busy.id)
    dialog.rows.outcome.activated.emit(dialog.rows.outcome.currentIndex())
    assert [row[5] for row in cells(dialog)] == ["Busy"] * 3
    assert counts(dialog)[2] == "0"


def test_strangers_become_prospects_where_they_are_asked_for(dialog: CallLogDialog, qtbot: QtBot) -> None:
    show(qtbot, dialog)
    dialog.strangers.click()
    answered(qtbot, dialog)
    assert counts(dialog) == ["4", "0", "3", "0", "1"]
    assert cells(dialog)[-1][2] == "<b>Stranger</b>"


def test_a_shared_number_is_whose_one_says(dialog: CallLogDialog, session: Session, qtbot: QtBot) -> None:
    other = added(session, "Northgate Surgery", "0161 496 0142")
    show(qtbot, dialog)
    assert counts(dialog)[-1] == "3"
    dialog.counts.tiles["left_out"].click()
    assert dialog.rows.owner.isVisible()
    dialog.rows.owner.choose(other)
    dialog.rows.owner.activated.emit(dialog.rows.owner.currentIndex())
    answered(qtbot, dialog)
    dialog.counts.tiles["new"].click()
    assert [row[2] for row in cells(dialog)] == ["Northgate Surgery", "Halden Outdoor", "Halden Outdoor"]


def test_an_unclear_order_of_days_can_be_said(dialog: CallLogDialog, qtbot: QtBot) -> None:
    show(qtbot, dialog, "number,start,duration,type\n0161 496 0142,03/04/2026 09:00,75,out\n")
    assert counts(dialog) == ["0", "1", "1", "0", "0"]
    assert dialog.order.isVisible()
    dialog.order.choose("month_first")
    dialog.order.activated.emit(dialog.order.currentIndex())
    answered(qtbot, dialog)
    assert counts(dialog) == ["1", "0", "1", "0", "0"]
    assert cells(dialog)[0][1].startswith("4 Mar")


def test_there_is_a_way_to_the_list_and_back(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_file(program, qtbot, tmp_path / "calls.csv")
    dialog._as_list.click()
    importer = program.window._dialogs[ImportDialog]
    assert isinstance(importer, ImportDialog)
    assert importer.isVisible()
    assert not dialog.isVisible()
    assert importer.counts.tiles["new"].isEnabled()
    importer._as_calls.click()
    qtbot.waitUntil(lambda: planned(program) is not None, timeout=ENOUGH)
    assert not importer.isVisible()
    dialog.reject()
    assert importer.reading.plan is None  # nobody keeps what nobody wants


def test_what_is_not_taken_for_a_log_can_be_brought_in_as_calls(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Number,Date\n0161 496 0142,2026-11-20 09:00:00\n0161 496 0142,soon\n" + "1,x\n" * 9)
    program.window.import_file(path)
    importer = program.window._importer()
    qtbot.waitUntil(lambda: importer.reading.plan is not None, timeout=ENOUGH)
    assert importer.isVisible()
    importer._as_calls.click()
    qtbot.waitUntil(lambda: planned(program) is not None, timeout=ENOUGH)
    found = planned(program)
    assert found is not None
    assert found.reading.plan is not None
    assert found.reading.plan.read == 11


def test_left_out_rows_are_saved(dialog: CallLogDialog, qtbot: QtBot, tmp_path: Path) -> None:
    show(qtbot, dialog)
    dialog.save_left_out(tmp_path / "rest.csv")
    lines = (tmp_path / "rest.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Line", "5", "6"]
    assert "020 7946 0199" in lines[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_into_a_small_window(dialog: CallLogDialog, qapp: QApplication, qtbot: QtBot, theme: str) -> None:
    dressed(qapp, theme)
    show(qtbot, dialog)
    for tile in dialog.counts.tiles.values():
        tile.show_count(100_000)
    qapp.processEvents()
    needed = dialog.minimumSizeHint()
    assert needed.width() <= SMALLEST.width()
    assert needed.height() <= SMALLEST.height()


def test_there_are_words_for_everything() -> None:
    assert len({words.reason(reason) for reason in LogReason}) == len(LogReason)
    assert all(words.reason(reason) != reason.replace("_", " ") for reason in LogReason)
    assert len({words.doubt(doubt) for doubt in LogDoubt}) == len(LogDoubt)
    assert set(words.notes()) == {doubt for doubt in LogDoubt if doubt}
    parts = [field for field in CallField if field is not CallField.OWN]
    assert len(set(map(words.part, parts))) == len(parts)
