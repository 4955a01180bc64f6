"""Ctrl+K: every command, prospect, script and outcome, found by words in any order."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QListView, QVBoxLayout, QWidget

from callbook.domain.errors import CallbookError
from callbook.domain.query import parse
from callbook.storage import calls as call_reader
from callbook.storage import listing
from callbook.storage import prospects as prospect_reader
from callbook.storage import scripts as script_reader
from callbook.ui import texts
from callbook.ui.dialogs.palette_hits import HIT, Hit, HitDelegate, HitModel, Kind, best_first
from callbook.ui.dialogs.shortcuts import keys_of, menu_of, plain
from callbook.ui.fields import Card, Label, line_field
from callbook.ui.session import Session
from callbook.ui.theme import Theme

MOST_PROSPECTS = 20
SHORTEST_NAME = 2
PAUSE_MS = 60  # a fast typist's keys are one look-up in the book
SHOWN = 9


class CommandPalette(QDialog):
    """Enter triggers a command, or says what was chosen: ids of a prospect, a script or an outcome."""

    prospect_chosen = Signal(int)
    script_chosen = Signal(int)
    outcome_chosen = Signal(int)

    def __init__(
        self, session: Session, theme: Theme, commands: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._session, self._commands = session, commands
        self._fixed: list[Hit] = []
        self._prospects: list[Hit] = []
        self._found_for = ""  # the text the prospects were found for
        self._looking = ""  # the text the book is being asked for now
        self._entered = False  # Enter was pressed before anything was found
        self._line = line_field(self.tr("Search commands, prospects and scripts"))
        self._nothing = Label(self.tr("Nothing found."), "quiet")
        self._problem = Label("", "error", wrap=True)
        self._model, self._list = HitModel(self), QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(HitDelegate(theme, self))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._line.installEventFilter(self)
        self._line.textChanged.connect(self._typed)
        self._line.returnPressed.connect(self._run)
        self._list.clicked.connect(lambda _: self._run())
        self._pause.timeout.connect(self._look_up)
        theme.changed.connect(self._list.viewport().update)

    def open(self) -> None:
        """Begin a new search over what there is now."""
        self._fixed = [*self._command_hits(), *self._outcome_hits(), *self._script_hits()]
        self._prospects, self._looking = [], ""
        self._line.clear()
        self._problem.hide()
        self._show_hits()
        super().open()
        self._line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that move go to the list; the line keeps the focus."""
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}
            if step := steps.get(Qt.Key(event.key())):
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def hits(self) -> list[Hit]:
        """What is shown, best first."""
        return self._model.hits

    def _move(self, step: int) -> None:
        rows = len(self._model.hits)
        here = self._list.currentIndex().row()
        if rows:
            self._list.setCurrentIndex(self._model.index(min(max(here + step, 0), rows - 1)))

    def _run(self) -> None:
        hit = self._current()
        self._entered = hit is None and (bool(self._looking) or self._pause.isActive())
        if hit is None:
            return
        self.accept()
        if hit.kind is Kind.COMMAND:
            self._commands[hit.target].trigger()
        else:
            signals = {
                Kind.PROSPECT: self.prospect_chosen,
                Kind.OUTCOME: self.outcome_chosen,
                Kind.SCRIPT: self.script_chosen,
            }
            signals[hit.kind].emit(hit.target)

    def _current(self) -> Hit | None:
        found: Hit | None = self._list.currentIndex().data(HIT)
        return found

    # What there is to find

    def _command_hits(self) -> list[Hit]:
        return [
            Hit(Kind.COMMAND, at, plain(action.text()), menu_of(action), next(iter(keys_of(action)), ""))
            for at, action in enumerate(self._commands)
            if action.isEnabled() and action.isVisible() and plain(action.text())
        ]

    def _outcome_hits(self) -> list[Hit]:
        kind = self.tr("Outcome")
        outcomes = call_reader.outcomes(self._session.book)
        return [
            Hit(Kind.OUTCOME, each.id, flat(each.label), kind, native(f"Alt+{each.key}") if each.key else "")
            for each in outcomes
        ]

    def _script_hits(self) -> list[Hit]:
        kind = self.tr("Script")
        found = script_reader.scripts(self._session.book)
        return [Hit(Kind.SCRIPT, each.script.id, flat(each.script.name), kind) for each in found]

    def _prospect_hits(self, named: list[tuple[int, str, str]], rows: list[listing.ListRow]) -> list[Hit]:
        """By the beginning of the name first, then by everything that stands on their card; each once."""
        barred = self.tr("do not call")
        found = {
            row.id: Hit(
                Kind.PROSPECT, row.id, flat(row.name),
                flat(texts.joined((row.person, row.city, barred if row.do_not_call else ""))),
            )
            for row in rows
        }  # fmt: skip
        first = {key: found.pop(key, Hit(Kind.PROSPECT, key, flat(name), flat(city))) for key, name, city in named}
        return [*first.values(), *found.values()][:MOST_PROSPECTS]

    # Searching

    def _typed(self) -> None:
        self._entered = False
        self._show_hits()
        self._pause.start()

    def _look_up(self) -> None:
        """Ask the book aside, one question at a time; the last one typed is asked in the end."""
        text = self._line.text().strip()
        if self._looking or not self.isVisible():
            return
        if len(text) < SHORTEST_NAME:
            self._show_prospects(text, [])
            return
        self._looking = text
        wanted = listing.Listing(listing.Scope.ALL, parse(text))
        now, zone = self._session.now(), self._session.zone
        job = self._session.read_aside(
            lambda book: (
                prospect_reader.named_like(book, text, MOST_PROSPECTS),
                listing.page(book, wanted, now, zone, 0, MOST_PROSPECTS),
            )
        )
        job.done.connect(self._found)
        job.failed.connect(self._not_found)

    def _found(self, found: tuple[list[tuple[int, str, str]], list[listing.ListRow]]) -> None:
        asked, self._looking = self._looking, ""
        self._problem.hide()
        if asked != self._line.text().strip():
            self._look_up()
            return
        self._show_prospects(asked, self._prospect_hits(*found))
        if self._entered:
            self._run()

    def _show_prospects(self, asked: str, prospects: list[Hit]) -> None:
        self._found_for, self._prospects = asked, prospects
        self._show_hits()

    def _not_found(self, error: Exception) -> None:
        self._looking = ""
        if not isinstance(error, CallbookError):
            raise error
        self._problem.setText(texts.joined((error.sentence, error.next_step), " "))
        self._problem.show()

    def _show_hits(self) -> None:
        """Best first; the line that was chosen stays chosen while more comes in."""
        text = self._line.text()
        hits = best_first(text.split(), self._fixed, self._prospects, self._found_for == text.strip())
        chosen, by_hand = self._current(), self._list.currentIndex().row() > 0
        self._model.show_hits(hits)
        row = hits.index(chosen) if by_hand and chosen in hits else 0
        self._list.setCurrentIndex(self._model.index(row))
        self._nothing.setVisible(not hits)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("All commands, prospects and scripts"))
        self._line.setProperty("role", "search")
        self._line.setAccessibleName(self._line.placeholderText())
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._problem.hide()
        card = Card()
        for part in (self._line, self._nothing, self._list, self._problem):
            card.column.addWidget(part)
        card.column.addWidget(Label(self.tr("Enter does it, the arrows choose, Esc closes."), "small"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self.resize(620, 470)


def flat(text: str) -> str:
    return " ".join(text.split())


def native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
