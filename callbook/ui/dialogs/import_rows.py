"""The rows of one kind in an import: line, name and why, each put into words when it is seen."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from callbook.ui import texts
from callbook.ui.dialogs.import_words import LEFT_OUT, Listed, Told
from callbook.ui.fields import Card, Label, TextField, button, row, section

LINE, NAME, WHY = range(3)
LONGEST_SHOWN = 300  # letters of a cell in the list; the field under it shows more
LONGEST_DETAIL = 5000
LINE_WIDTH, NAME_WIDTH = 76, 270

Index = QModelIndex | QPersistentModelIndex


class ImportRows(QAbstractTableModel):
    """A list of rows of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self._listed: Listed | None = None

    def show_rows(self, listed: Listed | None) -> None:
        self.beginResetModel()
        self._listed = listed
        self.endResetModel()

    def told(self, at: int) -> Told:
        if self._listed is None or not 0 <= at < len(self._listed.rows):
            return Told("", "", "")
        return self._listed.tell(self._listed.rows[at])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() or self._listed is None else len(self._listed.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == LINE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        told = self.told(index.row())
        text = (told.line, told.name, told.why)[index.column()]
        return " ".join(text[: 2 * LONGEST_SHOWN].split())[:LONGEST_SHOWN]

    def headerData(self, at: int, direction: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and at == LINE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or direction is not Qt.Orientation.Horizontal or self._listed is None:
            return None
        return (self.tr("Line"), self._listed.name, self._listed.why)[at]


class RowsCard(Card):
    """The list, and the whole text of the row gone to. `closed` asks for the columns, `save_asked` for a file."""

    closed = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self._title, self._model, self.table = section(""), ImportRows(), QTableView()
        self._detail = TextField(lines=2, most_lines=3)
        self.told = Label("", "small")
        self.save = button(self.tr("Save as CSV…"), clicked=self.save_asked.emit)
        self._back = button(self.tr("Close the list"), clicked=self.closed.emit)
        self._prepare()
        self.column.addLayout(row(self._title, None, self.told, self.save, self._back))
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._detail)

    def show_rows(self, listed: Listed, stays: bool = False) -> None:
        """Show a list; it can be closed unless it `stays`."""
        self._back.setVisible(not stays)
        self.kind = listed.kind
        self._title.setText(texts.joined((listed.title, texts.grouped(len(listed.rows)))))
        self._model.show_rows(listed)
        self.table.setAccessibleName(listed.title)
        self.table.setColumnHidden(LINE, listed.kind == "outside")
        self.table.setColumnHidden(WHY, not listed.why)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(
            NAME, QHeaderView.ResizeMode.Interactive if listed.why else QHeaderView.ResizeMode.Stretch
        )
        self.table.setColumnWidth(NAME, NAME_WIDTH)
        self.save.setVisible(listed.kind == LEFT_OUT)
        self.told.setText("")
        self.table.selectRow(0)

    def forget(self) -> None:
        """Let go of the rows: there may be many."""
        self.kind = ""
        self._model.show_rows(None)
        self._detail.set_text("")

    def _prepare(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.setColumnWidth(LINE, LINE_WIDTH)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.selectionModel().currentRowChanged.connect(self._show_detail)
        self._detail.setReadOnly(True)
        self._detail.setProperty("role", "inline")
        self._detail.setAccessibleName(self.tr("The whole row"))

    def _show_detail(self, index: QModelIndex) -> None:
        told = self._model.told(index.row())
        whole = texts.joined((told.name, told.why), "\n")
        self._detail.set_text(whole[:LONGEST_DETAIL])
        self._detail.moveCursor(QTextCursor.MoveOperation.Start)
