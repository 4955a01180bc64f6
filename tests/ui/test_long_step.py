"""A step of many rows is done, taken back and done again while the window goes on, and nothing else in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callbook.app import Program
from callbook.domain.call import Answer
from callbook.domain.change import Op
from callbook.services import calls, research
from callbook.services.calls import Ending, Situation
from callbook.services.exchange import plan_import
from callbook.services.importing import run_import
from callbook.services.upkeep import check
from callbook.storage import book as book_module
from callbook.storage import calls as call_reader
from callbook.storage import research as reader
from callbook.storage import scripts as script_reader
from callbook.storage.book import PIECE
from callbook.storage.research import Narrowing
from callbook.ui import texts
from callbook.ui.dialogs.long_step import LongStepDialog
from callbook.ui.insights.page import ANSWERS, InsightsPage
from callbook.ui.main_window import INSIGHTS
from tests.ui.conftest import LONDON, Keys, add

MANY = PIECE // 3 + 1  # prospects, each with a person and a number
ENOUGH = 10_000  # ms


@pytest.fixture
def long(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Many rows have come in, and the list shows them; they are taken back in some dozens of pieces."""
    monkeypatch.setattr(book_module, "PIECE", 100)
    rows = "".join(f"Firm {at:04},Ann Lee,0161 4{at:06}\n" for at in range(MANY))
    plan = plan_import(program.book, f"Company,Contact,Phone\n{rows}".encode(), "x.csv")
    program.session.do(lambda book, now: run_import(book, plan, now=now))
    assert program.session.long_undo
    return program


def everybody(program: Program) -> int:
    return int(program.book.sql("SELECT count(*) FROM prospect WHERE deleted_at IS NULL")[0][0])


@contextmanager
def long_step(program: Program, qtbot: QtBot) -> Iterator[LongStepDialog]:
    """The dialog while it is on its way; its end is waited for."""
    dialog = program.window._dialogs[LongStepDialog]
    assert isinstance(dialog, LongStepDialog)
    assert dialog.isVisible()
    yield dialog
    qtbot.waitUntil(dialog.isHidden, timeout=ENOUGH)


def test_the_window_is_painted_meanwhile_and_nothing_is_done_in_it(long: Program, keys: Keys, qtbot: QtBot) -> None:
    before = everybody(long) - MANY
    left: set[int] = set()
    keys.ctrl(Qt.Key.Key_Z)
    with long_step(long, qtbot) as dialog:
        dialog._bar.valueChanged.connect(lambda _: left.add(everybody(long)))
        qtbot.waitUntil(lambda: dialog._bar.value() > 0, timeout=ENOUGH)
        long.window.page.list.grab()  # what it shows is half gone
        dialog.reject()
        assert dialog.close() is False
        assert not dialog.isHidden()
    assert len(left) > 3
    assert everybody(long) == before
    assert long.window.notice_text() == "Undone: import"
    assert check(long.book.path) == []
    long.window.activateWindow()
    qtbot.waitUntil(long.window.isActiveWindow, timeout=ENOUGH)
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    with long_step(long, qtbot) as dialog:
        assert dialog._words.text() == "Doing it again…"
    assert everybody(long) == before + MANY
    assert long.window.notice_text() == "Done again: import"
    assert (long.book.undo_op, long.book.redo_op) == (Op.IMPORT, None)


def test_what_is_done_in_between_is_said_and_ends_it(long: Program, keys: Keys, qtbot: QtBot) -> None:
    before = everybody(long) - MANY
    keys.ctrl(Qt.Key.Key_Z)
    with long_step(long, qtbot) as dialog:
        run = dialog._run
        assert run is not None
        run.advanced.connect(lambda _: add(long, "Halden"), Qt.ConnectionType.SingleShotConnection)
    assert "Something else was written meanwhile." in long.window.notice_text()
    long.session.undo()
    assert long.book.undo_op is Op.IMPORT
    long.session.undo()
    assert everybody(long) == before
    assert check(long.book.path) == []


def test_the_program_ends_only_when_all_of_it_is_done(long: Program, keys: Keys) -> None:
    before = everybody(long) - MANY
    keys.ctrl(Qt.Key.Key_Z)
    long.window.close()
    assert everybody(long) == before


@dataclass(frozen=True, slots=True)
class Answered:
    """A window with more answers to one question than go at once, and two themes for them."""

    program: Program
    answers: list[int]
    themes: tuple[int, int]

    def bearing(self) -> list[int]:
        """How many answers bear each theme."""
        return [reader.bearing(self.program.book, theme, self.answers) for theme in self.themes]


@pytest.fixture
def answered(program: Program) -> Answered:
    book, session = program.book, program.session
    question = script_reader.scripts(book)[0].prompts[0].question_id
    live = session.do(calls.start, Situation(LONDON, prospect_id=1))
    ending = Ending(call_reader.outcomes(book)[0])
    made = session.do(calls.log, Situation(LONDON, prospect_id=2), session.now() - timedelta(hours=1), 60, "", ending)
    assert made is not None and live is not None
    with book.step(Op.EDIT_CALL) as step:
        step.insert_rows(Answer(0, "", made.one("call"), question, at, "?", f"More {at}") for at in range(PIECE + 1))
    themes = [research.add_theme(book, question, name, now=session.now()).one("theme") for name in ("One", "Two")]
    return Answered(program, reader.ids(book, question, Narrowing()), (themes[0], themes[1]))


@pytest.fixture
def gathered(answered: Answered, keys: Keys, qtbot: QtBot) -> Answered:
    """All of them are chosen, and the first theme is on its way."""
    window = answered.program.window
    window.show_page(INSIGHTS)
    page = window.findChild(InsightsPage)
    page.show_page(ANSWERS)
    qtbot.waitUntil(lambda: page.answers.themes.list.count() == 4 and page.answers.card.model.count > PIECE)
    page.answers.card.list.setFocus()
    keys.ctrl(Qt.Key.Key_A)
    keys.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: LongStepDialog in window._dialogs and window._dialogs[LongStepDialog].isVisible())
    return answered


def test_themes_of_very_many_answers_go_in_pieces_and_keys_wait(gathered: Answered, keys: Keys, qtbot: QtBot) -> None:
    program, whole = gathered.program, len(gathered.answers)
    with long_step(program, qtbot) as dialog:
        assert dialog._words.text() == f"Changing themes of {texts.grouped(whole)} answers…"
        qtbot.waitUntil(lambda: dialog._bar.value() > 0, timeout=ENOUGH)
        assert 0 < gathered.bearing()[0] < whole
        keys.ctrl(Qt.Key.Key_Z)
        keys.press(Qt.Key.Key_1)
        program.session.do_many(
            3, research.put_theme, research.put_theme_in_pieces, gathered.themes[1], gathered.answers[:3], words="Next…"
        )
        assert gathered.bearing()[1] == 0
        qtbot.waitUntil(lambda: dialog._words.text() == "Next…", timeout=ENOUGH)
        assert gathered.bearing()[0] == whole
    assert gathered.bearing() == [whole, 3]
    assert program.window.notice_text() == "Themes of 3 answers changed."
    program.session.undo()
    assert gathered.bearing() == [whole, 0]
    program.session.undo()
    assert gathered.bearing() == [0, 0] and program.book.undo_op is Op.PUT_THEME
    assert check(program.book.path) == []


def test_merging_large_themes_goes_in_pieces_and_shows_the_one_that_stays(
    answered: Answered, keys: Keys, qtbot: QtBot
) -> None:
    program, (one, two) = answered.program, answered.themes
    research.put_theme(program.book, one, answered.answers, now=program.session.now())
    program.window.show_page(INSIGHTS)
    page = program.window.findChild(InsightsPage)
    page.show_page(ANSWERS)
    qtbot.waitUntil(lambda: page.answers.themes.list.count() == 4)
    page.answers.narrow(one)
    qtbot.waitUntil(page.answers.chosen.isVisible)
    page.answers.chosen.merge_asked.emit(two)
    with long_step(program, qtbot) as dialog:
        assert dialog._words.text() == "Making one theme of two…"
    assert answered.bearing() == [0, len(answered.answers)]
    qtbot.waitUntil(lambda: page.answers.chosen.name.text() == "Two")
    assert program.window.notice_text() == "Two themes became one."
    assert program.window.actions_by_name["undo"].text() == "Undo: themes merged"


def test_the_program_ends_only_when_the_themes_are_changed(gathered: Answered) -> None:
    program = gathered.program
    program.window.close()
    assert gathered.bearing()[0] == len(gathered.answers)
    (live,) = call_reader.open_calls(program.book)
    assert live.paused_at is not None
