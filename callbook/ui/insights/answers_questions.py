"""The questions that were answered, the most answered first."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from callbook.storage.research import Asked
from callbook.ui.history.sheet import Sheet, faces
from callbook.ui.insights import answers_words as words
from callbook.ui.paged_rows import Index
from callbook.ui.tall_list import is_enter
from callbook.ui.theme import Theme

ASKED = int(Qt.ItemDataRole.UserRole)
SIDE_PAD, TOP_PAD = 12, 9
MOST_LINES = 3


class QuestionList(QListWidget):
    """`chosen` carries the id of the question that became current, `entered` that its answers are wanted."""

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setItemDelegate(QuestionDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Questions"))
        self.currentItemChanged.connect(self._current_changed)
        theme.changed.connect(self.viewport().update)

    def show_questions(self, questions: Sequence[Asked], current: int) -> None:
        """Show these; the one with the id `current` is marked, telling nobody."""
        if self.questions() != list(questions):
            self.blockSignals(True)
            self.clear()
            for asked in questions:
                item = QListWidgetItem(f"{asked.text}, {words.answers(asked.answers)}")
                item.setData(ASKED, asked)
                self.addItem(item)
            self.blockSignals(False)
        at = next((at for at, asked in enumerate(questions) if asked.question_id == current), -1)
        self.blockSignals(True)
        self.setCurrentRow(at)
        self.blockSignals(False)

    def questions(self) -> list[Asked]:
        return [self.item(at).data(ASKED) for at in range(self.count())]

    def keyboardSearch(self, _search: str) -> None:
        """Letters typed by mistake move nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or event.key() == Qt.Key.Key_Right:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # a question takes more lines where there is less room

    def _current_changed(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self.chosen.emit(current.data(ASKED).question_id)


class QuestionDelegate(QStyledItemDelegate):
    """A question on up to three lines, and how many answers there are to it."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme, self._list = theme, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._list.viewport().width()
        return QSize(width, self._laid(option, index, width)[1])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sheet, _ = self._laid(option, index, option.rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._theme.paint_row(painter, option, option.rect.adjusted(1, 1, -2, -1), 8, 9)
        sheet.draw(painter, QPointF(option.rect.topLeft()))
        painter.restore()

    def _laid(self, option: QStyleOptionViewItem, index: Index, width: int) -> tuple[Sheet, int]:
        asked: Asked = index.data(ASKED)
        fonts, sheet, right = faces(option.font), Sheet(self._theme), width - SIDE_PAD
        place = QRect(SIDE_PAD, TOP_PAD, right - SIDE_PAD, 0)
        y = sheet.paragraph(asked.text.strip(), fonts.normal, 0, place, MOST_LINES)
        y = sheet.line(words.answers(asked.answers), fonts.small, "quiet", SIDE_PAD, y + 1, right)
        return sheet, y + TOP_PAD
