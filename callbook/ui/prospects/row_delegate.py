"""Paints a row of the prospect list: name and their clock, who, what is next and how late."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callbook.domain.change import Change
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Result
from callbook.domain.prospect import Stage
from callbook.domain.settings import named_stages
from callbook.domain.when import Lateness, lateness
from callbook.storage.listing import ListRow
from callbook.ui import texts
from callbook.ui.prospects.model import ROW
from callbook.ui.session import Session
from callbook.ui.theme import Theme, small, strong

PAD_X, PAD_Y, GAP = 12, 7, 3


class ProspectDelegate(QStyledItemDelegate):
    """Three lines a row, all rows of one height, so that a list of 100,000 need not be measured."""

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._names = named_stages(session.settings())
        session.changed.connect(self._read_names)

    def _read_names(self, change: Change) -> None:
        if change.ids("setting"):
            self._names = named_stages(self._session.settings())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        name, below = strong(option.font), small(option.font)
        height = QFontMetrics(name).height() + 2 * QFontMetrics(below).height() + 2 * GAP + 2 * PAD_Y
        return QSize(200, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 1, -4, -1)
        self._paint_ground(painter, option, box)
        self._paint_text(painter, option.font, box.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y), row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not selected and not hovered:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("selected" if selected else "hover"))
        painter.drawRoundedRect(box, 8, 8)
        if selected:
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QRect(box.left(), box.top() + 9, 3, box.height() - 18), 1.5, 1.5)

    def _paint_text(self, painter: QPainter, font: QFont, box: QRect, row: ListRow) -> None:
        bold, below = strong(font), small(font)
        place = self._their_clock(row)
        width = QFontMetrics(below).horizontalAdvance(place) + (10 if place else 0)
        top = box.topLeft()
        self._theme.paint_line(painter, bold, "text", QRect(top, QSize(box.width() - width, 0)), row.name)
        self._theme.paint_line(
            painter,
            below,
            "faint",
            QRect(top + QPoint(box.width() - width, 1), QSize(width, 0)),
            place,
            right=True,
        )
        top += QPoint(0, QFontMetrics(bold).height() + GAP)
        self._theme.paint_line(painter, below, "quiet", QRect(top, QSize(box.width(), 0)), who(row))
        top += QPoint(0, QFontMetrics(below).height() + GAP)
        words, color = self._next(row)
        self._theme.paint_line(painter, below, color, QRect(top, QSize(box.width(), 0)), words)

    def _their_clock(self, row: ListRow) -> str:
        return texts.clock(self._session.now(), ZoneInfo(row.zone)) if row.zone else ""

    def _next(self, row: ListRow) -> tuple[str, str]:
        """The third line and its colour."""
        if row.do_not_call:
            return self.tr("Do not call"), "overdue"
        if row.due is not None and row.kind is not None:
            now, zone = self._session.now(), self._session.zone
            color = {
                Lateness.OVERDUE: "overdue",
                Lateness.NOW: "overdue",
                Lateness.TODAY: "today",
                Lateness.LATER: "soon" if row.kind is ActionKind.MEETING else "quiet",
            }[lateness(row.due, now, zone)]
            return texts.joined((self._kind(row), texts.due_words(row.due, now, zone))), color
        if row.called:
            return texts.stage(row.stage, self._names), "faint"
        if row.referrer:
            return self.tr("New · referred by %1").replace("%1", row.referrer), "soon"
        if row.stage is Stage.NEW:
            prepared = self.tr("prepared %1 of 5").replace("%1", str(row.prepared)) if row.prepared else ""
            return texts.joined((texts.stage(Stage.NEW, self._names), prepared)), "quiet"
        return texts.stage(row.stage, self._names), "quiet"

    def _kind(self, row: ListRow) -> str:
        if row.kind is ActionKind.CALL and row.tries:
            return self.tr("Attempt %1").replace("%1", str(row.tries + 1))
        if row.kind is ActionKind.CALL and row.result is Result.CALL_BACK:
            return self.tr("Call back")
        return texts.action(row.kind) if row.kind else ""


def who(row: ListRow) -> str:
    """The person and what they are there, or where the business is."""
    person = texts.joined((row.person, row.title or texts.role(row.role)))
    return person or row.city
