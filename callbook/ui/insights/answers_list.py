"""How an answer looks in the list, and the keys of that list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QRegion
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from callbook.domain.research import Theme as AnswerTheme
from callbook.storage.research import Said
from callbook.ui import texts
from callbook.ui.history.sheet import Faces, Sheet, drop, faces
from callbook.ui.insights.answers_model import ROW, AnswerModel
from callbook.ui.paged_rows import Index
from callbook.ui.session import Session
from callbook.ui.tall_list import TallList, is_enter
from callbook.ui.texts import filled
from callbook.ui.theme import Theme

SIDE_PAD, TOP_PAD, GAP = 12, 11, 14
MOST_LINES = 8
MOST_KEPT = 200
"""Rows kept laid out: a few screens of them."""
MARK_PAD, MARK_GAP, WIDEST_MARK = 8, 6, 200


@dataclass(frozen=True, slots=True)
class Laid:
    """A row laid out for a width and font: its text, and each theme's mark with its name."""

    said: Said | None
    place: tuple[object, ...]
    sheet: Sheet
    marks: tuple[tuple[QRect, str], ...]
    height: int


class AnswerDelegate(QStyledItemDelegate):
    """Who said it and when, the wording asked then where it was another, what was said, and its themes as marks."""

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._asked = ""
        self._names: dict[int, str] = {}
        self._kept: dict[int, Laid] = {}
        # Colours are laid out too, and what is called today is so only until midnight.
        theme.changed.connect(self._kept.clear)
        session.minute.connect(self._kept.clear)

    def show_question(self, asked: str, themes: Sequence[AnswerTheme]) -> None:
        """How the question is worded now, and its themes."""
        self._asked = asked
        self._names = {theme.id: theme.name for theme in themes}
        self._kept.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._laid(option, index).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, laid = QRect(option.rect), self._laid(option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(rect.left() + SIDE_PAD, rect.bottom(), rect.right() - SIDE_PAD, rect.bottom())
        self._theme.paint_row(painter, option, rect.adjusted(1, 1, -2, -3), 8, 10)
        laid.sheet.draw(painter, QPointF(rect.topLeft()))
        self._paint_marks(painter, option, laid, rect)
        painter.restore()

    def _paint_marks(self, painter: QPainter, option: QStyleOptionViewItem, laid: Laid, rect: QRect) -> None:
        painter.setFont(faces(option.font).small)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        for box, name in laid.marks:
            here = box.translated(rect.topLeft())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("card" if chosen else "accent_soft"))
            painter.drawRoundedRect(here, 8, 8)
            painter.setPen(self._theme.color("accent"))
            painter.drawText(here, Qt.AlignmentFlag.AlignCenter, name)

    def _laid(self, option: QStyleOptionViewItem, index: Index) -> Laid:
        """The row laid out; rows that are scrolled or measured and painted are laid out once."""
        said: Said | None = index.data(ROW)
        place = (option.rect.width(), option.font.key())
        kept = None if said is None else self._kept.get(said.answer_id)
        if kept is not None and kept.said is said and kept.place == place:
            return kept
        made = self._lay_out(option, said, place)
        if said is not None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[said.answer_id] = made
        return made

    def _lay_out(self, option: QStyleOptionViewItem, said: Said | None, place: tuple[object, ...]) -> Laid:
        fonts, sheet, right = faces(option.font), Sheet(self._theme), option.rect.width() - SIDE_PAD
        if said is None:
            return Laid(None, place, sheet, (), 2 * (TOP_PAD + QFontMetrics(fonts.normal).height()))
        y = self._head(sheet, fonts, said, right)
        if said.wording.strip() and said.wording.strip() != self._asked.strip():
            words = filled(self.tr("asked as “%1”"), said.wording.strip()[:300])
            y = sheet.line(words, fonts.small, "faint", SIDE_PAD, y + 2, right)
        text = QRect(SIDE_PAD, y + 4, right - SIDE_PAD, 0)
        y = sheet.paragraph(said.text.strip(), fonts.normal, 0, text, MOST_LINES)
        marks, y = self._marks(fonts, [self._names[key] for key in said.themes if key in self._names], y, right)
        return Laid(said, place, sheet, tuple(marks), y + TOP_PAD)

    def _head(self, sheet: Sheet, fonts: Faces, said: Said, right: int) -> int:
        when = texts.past_moment(said.started_at, self._session.now(), self._session.zone)
        free = sheet.line_to(when, fonts.small, "quiet", right, TOP_PAD + drop(fonts))
        name, color = (said.prospect, "text") if said.prospect else (self.tr("Not known who"), "quiet")
        return sheet.line(name, fonts.bold, color, SIDE_PAD, TOP_PAD, free - GAP)

    def _marks(self, fonts: Faces, names: Sequence[str], y: int, right: int) -> tuple[list[tuple[QRect, str]], int]:
        """The marks of the themes in lines, like words; answers with the y below them too."""
        metrics = QFontMetrics(fonts.small)
        marks: list[tuple[QRect, str]] = []
        x, height = SIDE_PAD, metrics.height() + 4
        if names:
            y += 6
        for name in names:
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_MARK)
            width = metrics.horizontalAdvance(shown) + 2 * MARK_PAD
            if x > SIDE_PAD and x + width > right:
                x, y = SIDE_PAD, y + height + 4
            marks.append((QRect(x, y, width, height), shown))
            x += width + MARK_GAP
        return marks, y + (height if names else 0)


class AnswerList(TallList):
    """`digit` carries 1 to 9, `naming` asks for a theme to be typed, `chosen` carries the prospect of Ctrl+Enter,
    `beside` -1 for what is on the left and 1 for what is on the right."""

    digit = Signal(int)
    naming = Signal()
    chosen = Signal(int)
    beside = Signal(int)

    def __init__(self, model: AnswerModel, drawn: AnswerDelegate, parent: QWidget | None = None) -> None:
        super().__init__(model, drawn, parent)
        self._answers = model
        self._anchor = 0
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def selected_rows(self) -> list[tuple[int, int]]:
        """The first and last row of each run of answers that is selected, from the top."""
        chosen = self.selectionModel().selection()
        runs = [chosen.at(number) for number in range(chosen.count())]
        return sorted((run.top(), run.bottom()) for run in runs)

    def selected_count(self) -> int:
        return sum(last - first + 1 for first, last in self.selected_rows())

    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter is a shortcut of the window as well; in this list it is about the answer under the cursor.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_enter(event) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose()
        elif plain and (is_enter(event) or event.key() == Qt.Key.Key_T):
            self.naming.emit()
        elif plain and event.text() in tuple("123456789"):
            self.digit.emit(int(event.text()))
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.beside.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def choose(self) -> None:
        """On to the prospect of the current answer."""
        said = self._answers.row(self.currentIndex().row())
        if said is not None and said.prospect_id is not None:
            self.chosen.emit(said.prospect_id)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from where the selection began to the current answer: where that lies Qt would know in sight only."""
        if not command & QItemSelectionModel.SelectionFlag.Current:
            super().setSelection(rect, command)
            return
        runs = self.selected_rows()
        if len(runs) == 1 and runs[0][0] == runs[0][1]:
            self._anchor = runs[0][0]
        ends = sorted((self._anchor, self.currentIndex().row()))
        both = QItemSelection(self._answers.index(ends[0]), self._answers.index(ends[1]))
        self.selectionModel().select(both, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def _state(self, at: int, current: int) -> QStyle.StateFlag:
        state = super()._state(at, -1)
        if self.selectionModel().isSelected(self._answers.index(at)):
            state |= QStyle.StateFlag.State_Selected
        if at == current and self.hasFocus():
            state |= QStyle.StateFlag.State_HasFocus
        return state
