"""How one call looks in a list: its outcome as a word and a mark, length, when, the note, the answers."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPen,
    QPolygonF,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callbook.domain.call import Call
from callbook.domain.outcome import Result
from callbook.domain.script import Channel, Direction
from callbook.storage.calls import HistoryRow
from callbook.ui import texts
from callbook.ui.history.model import DAY, ROW, spoken
from callbook.ui.session import Session
from callbook.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

SIDE_PAD, TOP_PAD, MARK, GAP = 10, 10, 17, 14
# What is laid out of a text, however long it is; the editor shows it whole.
LONGEST_SHOWN = 1500


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
class Faces:
    """The fonts of a row, in steps from the list's own, their figures all of one width."""

    normal: QFont
    bold: QFont
    small: QFont
    day: QFont


def faces(font: QFont) -> Faces:
    normal = QFont(font)
    normal.setFeature(QFont.Tag("tnum"), 1)
    bold, small = QFont(normal), QFont(normal)
    bold.setWeight(QFont.Weight.DemiBold)
    small.setPixelSize(round(QFontInfo(font).pixelSize() * 0.93))
    day = QFont(small)
    day.setPixelSize(round(QFontInfo(font).pixelSize() * 0.86))
    day.setWeight(QFont.Weight.Bold)
    day.setCapitalization(QFont.Capitalization.AllUppercase)
    return Faces(normal, bold, small, day)


class Sheet:
    """Text being laid out on one row: each piece is put down, and `draw` shows them all."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._pieces: list[tuple[QTextLayout, QPointF, QColor]] = []

    def line(self, text: str, font: QFont, color: str, left: int, top: int, right: int) -> int:
        """One line, ending in … where there is no room; answers with the y below it."""
        plain = " ".join(text[:LONGEST_SHOWN].split())
        shown = QFontMetrics(font).elidedText(plain, Qt.TextElideMode.ElideRight, right - left)
        layout = QTextLayout(shown, font)
        broken(layout, right - left + 4, 1)
        self._pieces.append((layout, QPointF(left, top), self._theme.color(color)))
        return top + QFontMetrics(font).height()

    def line_to(self, text: str, font: QFont, color: str, right: int, top: int) -> int:
        """One line that ends at `right`; answers with the x where it begins."""
        left = right - QFontMetrics(font).horizontalAdvance(text)
        self.line(text, font, color, left, top, right + 1)
        return left

    def paragraph(self, text: str, font: QFont, quiet: int, place: QRect, most_lines: int) -> int:
        """Text on up to so many lines, its first `quiet` characters in the quiet colour; the y below it."""
        shown = text[:LONGEST_SHOWN].replace("\n", "\u2028")
        layout = QTextLayout(shown, font)
        ends, below = broken(layout, place.width(), most_lines)
        if ends < len(text):
            layout.setText(shown[: max(1, ends - 2)].rstrip() + "…")
        # Formats undo the breaking into lines.
        layout.setFormats([span(quiet, self._theme.color("quiet"))] if quiet else [])
        ends, below = broken(layout, place.width(), most_lines)
        self._pieces.append((layout, QPointF(place.topLeft()), self._theme.color("text")))
        return place.top() + round(below)

    def draw(self, painter: QPainter, at: QPointF) -> None:
        for layout, place, color in self._pieces:
            painter.setPen(color)
            layout.draw(painter, at + place)


def broken(layout: QTextLayout, width: int, most_lines: int) -> tuple[int, float]:
    """Break a text into lines; answers with how many characters found room, and the height."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ends, y = 0, 0.0
    layout.beginLayout()
    for _ in range(most_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(20, width))
        line.setPosition(QPointF(0, y))
        y += line.height()
        ends = line.textStart() + line.textLength()
    layout.endLayout()
    return ends, y


def span(length: int, color: QColor) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setForeground(color)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = 0, length, look
    return made


class CallDelegate(QStyledItemDelegate):
    """Draws calls: narrow, for the calls of one prospect, or wide, with whose they are and the days between."""

    def __init__(self, session: Session, theme: Theme, wide: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme, self._wide = session, theme, wide
        self._faces: tuple[str, Faces] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height, _ = self._laid_out(option, index, Sheet(self._theme))
        return QSize(option.rect.width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sheet, rect = Sheet(self._theme), QRect(option.rect)
        _, top = self._laid_out(option, index, sheet)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        body = rect.adjusted(0, top, 0, -1)
        self._ground(painter, body, option.state)
        row: HistoryRow | None = index.data(ROW)
        if row is not None:
            ascent = QFontMetrics(self._of(option).normal).ascent()
            middle = QPointF(rect.left() + SIDE_PAD + 4, body.top() + TOP_PAD + ascent - 4.5)
            self._mark(painter, mark_of(row.call), middle)
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

    def _laid_out(self, option: QStyleOptionViewItem, index: Index, sheet: Sheet) -> tuple[int, int]:
        """Lay the row out; answers with its height and how much of that is the day's name above it."""
        faces, width = self._of(option), option.rect.width()
        day = index.data(DAY) if self._wide else None
        top = 0
        if day is not None:
            sheet.line(self._day_name(day), faces.day, "quiet", SIDE_PAD, TOP_PAD, width)
            top = self.day_height(option.font)
        row: HistoryRow | None = index.data(ROW)
        y, right = top + TOP_PAD, width - SIDE_PAD
        if row is None:
            return y + 2 * QFontMetrics(faces.normal).height() + TOP_PAD, top
        if self._wide:
            left = SIDE_PAD + MARK + QFontMetrics(faces.normal).averageCharWidth() * 18
            y = self._wide_head(sheet, faces, row, left, y, right)
        else:
            left = SIDE_PAD + MARK
            y = self._narrow_head(sheet, faces, row, y, right)
        return self._said(sheet, faces, row, QRect(left, y, right - left, 0)) + TOP_PAD + 1, top

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
        """Who called whom and how, and why they said no; "" for a call by phone that nobody refused."""
        inbound = row.call.direction is Direction.INBOUND
        channel = "" if row.call.channel is Channel.PHONE else texts.channel(row.call.channel)
        return texts.joined([texts.direction(row.call.direction) if inbound else "", channel, row.reason])

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


def drop(faces: Faces) -> int:
    """How far small text is lowered to stand on the same line as normal text."""
    return QFontMetrics(faces.normal).ascent() - QFontMetrics(faces.small).ascent()
