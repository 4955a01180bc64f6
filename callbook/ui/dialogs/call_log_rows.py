"""The rows of one kind in a call log, and giving the calls among them an outcome."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from callbook.domain.outcome import Outcome
from callbook.services.call_logs import CallFate, FatedCall
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs import call_log_words as words
from callbook.ui.dialogs.call_log_words import ListedCalls
from callbook.ui.fields import Card, ElidedLabel, Label, button, row, section

LINE, WHEN, WHO, NUMBER, HOW, LAST = range(6)
WIDTHS = {LINE: 64, WHEN: 150, WHO: 220, NUMBER: 170, HOW: 130}
LONGEST_SHOWN = 200  # letters of a cell
KEYS = {Qt.Key(Qt.Key.Key_0 + digit): str(digit) for digit in range(10)}

Index = QModelIndex | QPersistentModelIndex


class CallRows(QAbstractTableModel):
    """Some rows of a log by the clock of `zone`."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self._now: datetime | None = None
        self._listed: ListedCalls | None = None

    def show_rows(self, listed: ListedCalls | None, now: datetime) -> None:
        self.beginResetModel()
        self._listed, self._now = listed, now
        self.endResetModel()

    def at(self, number: int) -> FatedCall | None:
        rows = self._listed.rows if self._listed is not None else ()
        return rows[number] if 0 <= number < len(rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() or self._listed is None else len(self._listed.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(WIDTHS) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == LINE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        found = self.at(index.row())
        if role != Qt.ItemDataRole.DisplayRole or found is None:
            return None
        return " ".join(self._text(found, index.column())[: 2 * LONGEST_SHOWN].split("\n"))[:LONGEST_SHOWN]

    def headerData(self, at: int, direction: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and at == LINE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or direction is not Qt.Orientation.Horizontal or self._listed is None:
            return None
        names = (self.tr("Line"), self.tr("When"), self.tr("Who"), self.tr("Number"), self.tr("Call"))
        return (*names, self._listed.last)[at]

    def _text(self, found: FatedCall, column: int) -> str:
        if column == LAST and self._listed is not None:
            return self._listed.tell(found)
        if column == WHEN and self._now is not None:
            return words.when(found, self._zone, self._now)
        return {LINE: str(found.call.line), WHO: words.who(found), NUMBER: found.call.number, HOW: words.how(found)}[
            column
        ]


class CallTable(QTableView):
    """`digit_pressed` carries the key of an outcome, or "" where one is taken away."""

    digit_pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in KEYS:
            self.digit_pressed.emit(KEYS[key])
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.digit_pressed.emit("")
        else:
            super().keyPressEvent(event)


class CallsCard(Card):
    """The list with what can be said of its calls. `ended` carries places of rows and an outcome or None, `owned` the
    row of a shared number and the prospect it is said to be of; `save_asked` asks for a file."""

    ended = Signal(object, object)
    owned = Signal(object, int)
    save_asked = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.kind, self._settled = "", False
        self._outcomes: Sequence[Outcome] = ()
        self._names: dict[int, str] = {}
        self._title, self._model, self.table = section(""), CallRows(zone), CallTable()
        self.outcome, self.owner = Choice(), Choice()
        self.told, self._detail = Label("", "small"), ElidedLabel("", "small")
        self.save = button(self.tr("Save as CSV…"), clicked=self.save_asked.emit)
        self._hint = Label(self.tr("The key of an outcome gives it to the selected calls."), "small")
        self._prepare()
        self.column.addLayout(row(self._title, None, self.told, self.save, self._hint, self.outcome, self.owner))
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._detail)

    def offer(self, outcomes: Sequence[Outcome], names: dict[int, str]) -> None:
        """The user's outcomes, and the names of prospects that share a number."""
        self._outcomes, self._names = outcomes, names
        items: list[tuple[str, object]] = [(self.tr("Outcome of the selected…"), -1), (self.tr("None yet"), 0)]
        self.outcome.offer([*items, *((self._words(one), one.id) for one in outcomes)])

    def show_rows(self, listed: ListedCalls, now: datetime, settled: bool = False) -> None:
        """Show a list; the same one stays where it was gone to. In one that is `settled` nothing more can be said."""
        at = self.table.currentIndex().row() if listed.kind == self.kind else 0
        self.kind, self._settled = listed.kind, settled
        self._title.setText(texts.joined((listed.title, texts.grouped(len(listed.rows)))))
        self._model.show_rows(listed, now)
        self.table.setAccessibleName(listed.title)
        for part in (self.outcome, self._hint):
            part.setVisible(listed.can_end and not settled)
        self.save.setVisible(listed.kind == CallFate.LEFT_OUT)
        self.told.setText("")
        self._go_to(min(max(0, at), len(listed.rows) - 1))
        self._show_current()

    def forget(self, now: datetime) -> None:
        """Let go of the rows: there may be many."""
        self.kind = ""
        self._model.show_rows(None, now)

    def selected(self) -> list[FatedCall]:
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [found for found in map(self._model.at, numbers) if found is not None]

    def _go_to(self, number: int) -> None:
        index = self._model.index(number, WHO)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _words(self, outcome: Outcome) -> str:
        return f"{outcome.label}  ({outcome.key})" if outcome.key else outcome.label

    def _end(self, outcome: Outcome | None) -> None:
        places = [found.call.at for found in self.selected() if found.written]
        if not places:
            return
        number = self.table.currentIndex().row()
        self.ended.emit(places, outcome)
        if len(places) == 1 and self.kind != words.UNFINISHED:  # in that list the next one has moved up
            self._go_to(min(number + 1, self._model.rowCount() - 1))

    def _end_by_key(self, key: str) -> None:
        outcome = next((one for one in self._outcomes if one.key == key), None) if key else None
        if not self._settled and (outcome is not None or not key):
            self._end(outcome)

    def _end_by_choice(self) -> None:
        key = self.outcome.currentData()
        self.outcome.setCurrentIndex(0)
        if key != -1:
            self._end(next((one for one in self._outcomes if one.id == key), None))
            self.table.setFocus()

    def _show_current(self) -> None:
        """All that stands in the row gone to; of a shared number it can be said whose it is."""
        found = self._model.at(self.table.currentIndex().row())
        self._detail.setText("" if found is None else found.call.text)
        shared = found is not None and found.reason == "shared" and not self._settled
        self.owner.setVisible(shared)
        if found is not None and shared:
            items: list[tuple[str, object]] = [(self.tr("Whose number it is…"), 0)]
            self.owner.offer([*items, *((self._names.get(key, ""), key) for key in found.among)])

    def _own(self) -> None:
        found, key = self._model.at(self.table.currentIndex().row()), self.owner.currentData()
        if found is not None and key:
            self.owned.emit(found, key)

    def _prepare(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        for at, width in WIDTHS.items():
            table.setColumnWidth(at, width)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for choice, name in ((self.outcome, self.tr("Outcome")), (self.owner, self.tr("Whose number it is"))):
            choice.setMinimumContentsLength(20)
            choice.setAccessibleName(name)
        table.digit_pressed.connect(self._end_by_key)
        table.selectionModel().currentRowChanged.connect(self._show_current)
        self.outcome.activated.connect(self._end_by_choice)
        self.owner.activated.connect(self._own)
