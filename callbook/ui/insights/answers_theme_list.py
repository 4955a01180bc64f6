"""The themes of a question, each with its key and how many answers bear it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from callbook.ui.history.sheet import Sheet, drop, faces
from callbook.ui.insights import answers_words as words
from callbook.ui.insights.answers_reading import Themes
from callbook.ui.paged_rows import Index
from callbook.ui.theme import Theme

LINE = int(Qt.ItemDataRole.UserRole)
SIDE_PAD, TOP_PAD, KEY = 12, 8, 24
KEYS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `theme_id` None for all answers, 0 for those without a theme; `key` is the digit that puts it on."""

    theme_id: int | None
    name: str
    count: int
    whole: int
    key: int = 0


class ThemeList(QListWidget):
    """`chosen` carries the theme_id of the row that became current; `left` that the answers are wanted."""

    chosen = Signal(object)
    left = Signal()
    removal_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setItemDelegate(ThemeDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Themes"))
        self.currentItemChanged.connect(self._current_changed)
        theme.changed.connect(self.viewport().update)

    def show_themes(self, shown: Themes, whole: int, current: int | None) -> None:
        """Show the themes of a question with `whole` answers; `current` is marked, telling nobody."""
        lines = [Line(None, self.tr("All answers"), whole, whole)]
        if shown.themes:
            lines.append(Line(0, self.tr("Without a theme"), shown.without, whole))
        for at, theme in enumerate(shown.themes, start=1):
            lines.append(Line(theme.id, theme.name, shown.counts.get(theme.id, 0), whole, at if at <= KEYS else 0))
        self.blockSignals(True)
        if self.count() != len(lines):
            self.clear()
            for _ in lines:
                self.addItem(QListWidgetItem())
        for at, line in enumerate(lines):
            self.item(at).setText(f"{line.name}, {self.counted(line)}")
            self.item(at).setData(LINE, line)
        self.setCurrentRow(next((at for at, line in enumerate(lines) if line.theme_id == current), 0))
        self.blockSignals(False)

    def counted(self, line: Line) -> str:
        return words.answers(line.whole) if line.theme_id is None else words.of_answers(line.count, line.whole)

    def keyboardSearch(self, _search: str) -> None:
        """Letters typed by mistake move nothing."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # what is told of the theme chosen takes room from the list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def _current_changed(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self.chosen.emit(current.data(LINE).theme_id)


class ThemeDelegate(QStyledItemDelegate):
    """A key, a name, and below it the count with a bar for its share."""

    def __init__(self, theme: Theme, parent: ThemeList) -> None:
        super().__init__(parent)
        self._theme, self._list = theme, parent

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        fonts = faces(option.font)
        height = QFontMetrics(fonts.normal).height() + QFontMetrics(fonts.small).height() + 2 * TOP_PAD + 9
        return QSize(100, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        self._theme.paint_row(painter, option, rect.adjusted(1, 1, -2, -1), 8, 9)
        painter.translate(rect.topLeft())
        self._paint_line(painter, option, line, rect.width())
        painter.restore()

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: Line, width: int) -> None:
        fonts, sheet, right = faces(option.font), Sheet(self._theme), width - SIDE_PAD
        left = SIDE_PAD + KEY
        if line.key:
            self._paint_key(painter, option, line.key)
        named = bool(line.theme_id)
        top = TOP_PAD if named else TOP_PAD + 3
        y = sheet.line(line.name, fonts.bold if named else fonts.normal, "text", left, top, right)
        y = sheet.line(self._list.counted(line), fonts.small, "quiet", left, y + 1, right)
        sheet.draw(painter, QPointF(0, 0))
        if named and line.whole:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("line"))
            painter.drawRoundedRect(QRectF(left, y + 4, right - left, 3), 1.5, 1.5)
            painter.setBrush(self._theme.color("accent"))
            share = (right - left) * line.count / line.whole
            painter.drawRoundedRect(QRectF(left, y + 4, max(share, 3.0 if line.count else 0.0), 3), 1.5, 1.5)

    def _paint_key(self, painter: QPainter, option: QStyleOptionViewItem, key: int) -> None:
        fonts = faces(option.font)
        box = QRectF(SIDE_PAD - 2, TOP_PAD + drop(fonts) - 1.5, 17, QFontMetrics(fonts.small).height() + 3)
        painter.setPen(self._theme.color("strong_line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("quiet"))
        painter.setFont(fonts.small)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(key))
