"""The table behind a figure: the same numbers, to be read, selected and copied."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from callbook.ui.insights.chart import Sheet

Index = QModelIndex | QPersistentModelIndex
NOTHING: Index = QModelIndex()
WIDEST_NAME = 240
MOST_ROWS = 9
"""As many rows stand in sight; of more one scrolls."""


class SheetModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()

    def show_sheet(self, sheet: Sheet) -> None:
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.sheet.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.sheet.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and section < len(self.sheet.titles):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.sheet.titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class SheetView(QTableView):
    """Ctrl+C copies what is selected as text with tabs, with the titles where that is everything; Enter opens a row:
    `opened` carries its mark."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sheet = SheetModel()
        self.setModel(self._sheet)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        # Widths are those of the rows in sight: measuring thousands would hold the window.
        self.horizontalHeader().setResizeContentsPrecision(40)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def show_sheet(self, sheet: Sheet) -> None:
        self._sheet.show_sheet(sheet)
        if sheet.titles:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
            self.setCurrentIndex(self._sheet.index(0, 0))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The first column takes what the others leave, at least what its words need up to a limit."""
        sheet, header = self._sheet.sheet, self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(1, len(sheet.titles)))
        least = min(max(self.sizeHintForColumn(0), header.sectionSizeHint(0)) + 8, WIDEST_NAME)
        self.setColumnWidth(0, max(least, self.viewport().width() - others))
        rows = min(MOST_ROWS, len(sheet.rows)) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if least + others > self.viewport().width() else 0
        self.setFixedHeight(rows + header.sizeHint().height() + 4 + bar)

    def copied(self) -> str:
        """What is selected, as text with tabs."""
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        columns = sorted({column for _, column in chosen})
        sheet = self._sheet.sheet
        lines = [[sheet.rows[row][column] for column in columns if (row, column) in set(chosen)]
                 for row in sorted({row for row, _ in chosen})]  # fmt: skip
        if len(chosen) == len(sheet.rows) * len(sheet.titles):
            lines.insert(0, list(sheet.titles))
        return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        marks = self._sheet.sheet.marks
        if 0 <= row < len(marks) and marks[row].opens is not None:
            self.opened.emit(marks[row])
