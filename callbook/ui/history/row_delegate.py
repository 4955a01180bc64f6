"""How one call looks in a list: its outcome as a word and a mark, length, when, the note, the answers."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callbook.domain.call import Call
from callbook.domain.outcome import Result
from callbook.domain.script import Channel, Direction
from callbook.storage.calls import HistoryRow
from callbook.ui import texts
from callbook.ui.history.model import DAY, ROW, spoken
from callbook.ui.history.sheet import Faces, Sheet, drop, faces
from callbook.ui.session import Session
from callbook.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

SIDE_PAD, TOP_PAD, MARK, GAP = 10, 10, 17, 14
# Rows kept laid out: a few screens of them.
MOST_KEPT = 200


class Mark(Enum):
    """A shape for each kind of ending, told apart without colour too; with the colour it has."""

    MEETING = "accent"
    TALKED = "soon"
    REACHED = "quiet"
    UNREACHED = "faint"
    LATER = "today"
    REFUSED = "overdue"
    UNFINISHED = "text"


def mark_of(call: Call) -> Mark:
    by_result = {
        Result.MEETING: Mark.MEETING,
        Result.NOT_NOW: Mark.LATER,
        Result.NOT_INTERESTED: Mark.REFUSED,
        Result.DO_NOT_CALL: Mark.REFUSED,
    }
    if call.result in by_result:
        return by_result[call.result]
    if call.conversation or call.result is not Result.NONE:
        return Mark.TALKED
    if call.reached is None:
        return Mark.UNREACHED if call.outcome else Mark.UNFINISHED
    return Mark.REACHED if call.reached.spoke else Mark.UNREACHED


@dataclass(frozen=True, slots=True)
class Laid:
    """A row laid out for a width, font and day, with its height, `top` of which is the day's name above it."""

    row: HistoryRow | None
    place: tuple[object, ...]
    sheet: Sheet
    height: int
    top: int


class CallDelegate(QStyledItemDelegate):
    """Draws calls: narrow, for the calls of one prospect, or wide, with whose they are and the days between."""

    def __init__(self, session: Session, theme: Theme, wide: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme, self._wide = session, theme, wide
        self._faces: tuple[str, Faces] | None = None
        self._kept: dict[int, Laid] = {}
        # Colours are laid out too, and what is called today is so only until midnight.
        theme.changed.connect(self._kept.clear)
        session.minute.connect(self._kept.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._laid(option, index).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, laid = QRect(option.rect), self._laid(option, index)
        sheet, top = laid.sheet, laid.top
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        body = rect.adjusted(0, top, 0, -1)
        self._ground(painter, body, option.state)
        if laid.row is not None:
            ascent = QFontMetrics(self._of(option).normal).ascent()
            middle = QPointF(rect.left() + SIDE_PAD + 4, body.top() + TOP_PAD + ascent - 4.5)
            self._mark(painter, mark_of(laid.row.call), middle)
        sheet.draw(painter, QPointF(rect.topLeft()))
        painter.restore()

    def day_height(self, font: QFont) -> int:
        return QFontMetrics(faces(font).day).height() + TOP_PAD + 6 if self._wide else 0

    def paint_day(self, painter: QPainter, font: QFont, rect: QRect, day: date) -> None:
        """The name of a day, over rows that are scrolled beneath it."""
        painter.fillRect(rect, self._theme.color("card"))
        sheet = Sheet(self._theme)
        sheet.line(self._day_name(day), faces(font).day, "quiet", SIDE_PAD, TOP_PAD, rect.width())
        sheet.draw(painter, QPointF(rect.topLeft()))

    def _laid(self, option: QStyleOptionViewItem, index: Index) -> Laid:
        """The row laid out; rows that are scrolled or measured and painted are laid out once."""
        row: HistoryRow | None = index.data(ROW)
        day: date | None = index.data(DAY) if self._wide else None
        place = (option.rect.width(), option.font.key(), day)
        kept = None if row is None else self._kept.get(row.call.id)
        if kept is not None and kept.row is row and kept.place == place:
            return kept
        made = self._lay_out(option, row, day, place)
        if row is not None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[row.call.id] = made
        return made

    def _lay_out(
        self, option: QStyleOptionViewItem, row: HistoryRow | None, day: date | None, place: tuple[object, ...]
    ) -> Laid:
        faces, width, sheet, top = self._of(option), option.rect.width(), Sheet(self._theme), 0
        if day is not None:
            sheet.line(self._day_name(day), faces.day, "quiet", SIDE_PAD, TOP_PAD, width)
            top = self.day_height(option.font)
        if row is None:
            blank = 2 * (TOP_PAD + QFontMetrics(faces.normal).height())
            return Laid(None, place, sheet, top + blank, top)
        return Laid(row, place, sheet, self._call_below(sheet, faces, row, top + TOP_PAD, width), top)

    def _call_below(self, sheet: Sheet, faces: Faces, row: HistoryRow, y: int, width: int) -> int:
        """Lay the call out from `y` on; answers with the y where the row ends."""
        right = width - SIDE_PAD
        if self._wide:
            left = SIDE_PAD + MARK + QFontMetrics(faces.normal).averageCharWidth() * 18
            y = self._wide_head(sheet, faces, row, left, y, right)
        else:
            left = SIDE_PAD + MARK
            y = self._narrow_head(sheet, faces, row, y, right)
        return self._said(sheet, faces, row, QRect(left, y, right - left, 0)) + TOP_PAD + 1

    def _narrow_head(self, sheet: Sheet, faces: Faces, row: HistoryRow, y: int, right: int) -> int:
        call, left = row.call, SIDE_PAD + MARK
        when = texts.past_moment(call.started_at, self._session.now(), self._session.zone) if call.started_at else ""
        free = sheet.line_to(when, faces.small, "quiet", right, y + drop(faces))
        if call.seconds:
            free = sheet.line_to(texts.length(call.seconds), faces.small, "quiet", free - GAP + 2, y + drop(faces))
        below = sheet.line(self._outcome(call), faces.normal, "text", left, y, free - 8)
        about = self._about(row)
        return below if not about else sheet.line(about, faces.small, "quiet", left, below + 2, right)

    def _wide_head(self, sheet: Sheet, faces: Faces, row: HistoryRow, left: int, y: int, right: int) -> int:
        call, digits = row.call, QFontMetrics(faces.normal)
        sheet.line(self._outcome(call), faces.normal, "text", SIDE_PAD + MARK, y, left - GAP)
        when = texts.clock(call.started_at, self._session.zone) if call.started_at else ""
        sheet.line_to(when, faces.normal, "quiet", right, y)
        right -= digits.horizontalAdvance("00:00") + GAP
        sheet.line_to(texts.length(call.seconds) if call.seconds else "", faces.normal, "quiet", right, y)
        right -= digits.horizontalAdvance("1:00:00") + GAP
        name = row.prospect or self.tr("Not known who")
        below = sheet.line(name, faces.bold, "text" if row.prospect else "quiet", left, y, right)
        after = left + QFontMetrics(faces.bold).horizontalAdvance(" ".join(name.split())) + GAP
        if right - after > 60:
            about = texts.joined([self._about(row), row.script])
            sheet.line(about, faces.small, "quiet", after, y + drop(faces), right)
        return below

    def _said(self, sheet: Sheet, faces: Faces, row: HistoryRow, place: QRect) -> int:
        """The note and the answers, one below the other; answers with the y below them."""
        if note := row.call.note.strip():
            place.setTop(sheet.paragraph(note, faces.normal, 0, place.translated(0, 3), 4 if self._wide else 12))
        for answer in spoken(row):
            question = answer.wording.strip()[:300]
            said = question + ("  " if self._wide else "\n") + answer.text if question else answer.text
            below = place.translated(0, 3 if self._wide else 6)
            place.setTop(sheet.paragraph(said, faces.normal, len(question), below, 3 if self._wide else 8))
        return place.top()

    def _about(self, row: HistoryRow) -> str:
        """Who called whom and how, why they said no and what came up; "" for a call by phone that nobody refused."""
        inbound = row.call.direction is Direction.INBOUND
        channel = "" if row.call.channel is Channel.PHONE else texts.channel(row.call.channel)
        objections = [f"“{one}”" for one in row.raised]
        return texts.joined([texts.direction(row.call.direction) if inbound else "", channel, row.reason, *objections])

    def _outcome(self, call: Call) -> str:
        return call.outcome or self.tr("Unfinished")

    def _day_name(self, day: date) -> str:
        now, zone = self._session.now(), self._session.zone
        today = now.astimezone(zone).date()
        return texts.short_day(day, today) if abs((day - today).days) <= 1 else texts.due_reading(day, now, zone)

    def _of(self, option: QStyleOptionViewItem) -> Faces:
        font: QFont = option.font
        if self._faces is None or self._faces[0] != font.key():
            self._faces = (font.key(), faces(font))
        return self._faces[1]

    def _ground(self, painter: QPainter, body: QRect, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(body.left() + SIDE_PAD, body.bottom() + 1, body.right() - SIDE_PAD, body.bottom() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._theme.color("selected" if selected else "hover"))
            painter.drawRoundedRect(body, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(QRectF(body).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _mark(self, painter: QPainter, mark: Mark, at: QPointF) -> None:
        """A shape of about nine pixels around a point."""
        color = self._theme.color(mark.value)
        open_shape = mark in (Mark.TALKED, Mark.LATER, Mark.UNFINISHED)
        painter.setPen(QPen(color, 1.6) if open_shape or mark is Mark.UNREACHED else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(Qt.BrushStyle.NoBrush if open_shape else color)
        if mark is Mark.UNREACHED:
            painter.drawLine(at - QPointF(4, 0), at + QPointF(4, 0))
        elif mark in (Mark.LATER, Mark.REFUSED):
            painter.drawPolygon(QPolygonF([at + QPointF(*step) for step in ((0, -4.6), (4.6, 0), (0, 4.6), (-4.6, 0))]))
        elif mark is Mark.UNFINISHED:
            painter.drawRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7, 7))
        else:
            radius = 2.6 if mark is Mark.REACHED else 4.2
            painter.drawEllipse(at, radius, radius)
