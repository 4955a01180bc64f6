"""The lines of the palette: how well each fits what is typed, and how it is painted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callbook.ui import texts
from callbook.ui.theme import Theme

SHORTEST_LOOSE = 3  # fewer letters stand in their order in nearly every word
NO_FIT = 3
BETWEEN_WORDS = re.compile(r"[\W_]+")
HIT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Kind(IntEnum):
    """What a hit is, in the order in which equally good ones stand."""

    COMMAND = 0
    PROSPECT = 1
    OUTCOME = 2
    SCRIPT = 3


ICONS = {Kind.COMMAND: "chevron-right", Kind.PROSPECT: "person", Kind.OUTCOME: "check", Kind.SCRIPT: "scripts"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette. `target` is a row's id, or the place of a command in the list given."""

    kind: Kind
    target: int
    text: str
    beside: str = ""
    keys: str = ""


def fit(words: Sequence[str], text: str) -> int | None:
    """How well all of `words` (casefolded) fit a text, in any order, 0 best; None where one does not fit.

    0 where each begins a word, 1 where one stands inside, 2 where a word only has its letters in their order.
    """
    folded = text.casefold()
    parts = [part for part in BETWEEN_WORDS.split(folded) if part]
    worst = max((fit_of_one(word, folded, parts) for word in words), default=0)
    return worst if worst < NO_FIT else None


def fit_of_one(word: str, text: str, parts: Sequence[str]) -> int:
    if any(part.startswith(word) for part in parts):
        return 0
    if word in text:
        return 1
    loose = len(word) >= SHORTEST_LOOSE and any(part[0] == word[0] and in_order(word, part) for part in parts)
    return 2 if loose else NO_FIT


def in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def best_first(words: Sequence[str], fixed: Iterable[Hit], prospects: Iterable[Hit], found: bool) -> list[Hit]:
    """The hits that fit all words, best first; without words the commands alone.

    Prospects the book `found` for these words fit, too, by a number or a note that is not shown.
    """
    if not words:
        return [hit for hit in fixed if hit.kind is Kind.COMMAND]
    folded = [word.casefold() for word in words]
    # "Undo: marked do not call" is found as Undo: whoever looks for a command means to do, not to undo.
    marked = [(fit(folded, f"{hit.text.partition(': ')[0]} {hit.beside}"), hit) for hit in fixed]
    for hit in prospects:
        mark = fit(folded, hit.text)
        marked.append((1 if mark is None and found else mark, hit))
    fitting = [(mark, hit) for mark, hit in marked if mark is not None]
    return [hit for _, hit in sorted(fitting, key=lambda each: (each[0], each[1].kind))]


class HitModel(QAbstractListModel):
    """The hits shown, best first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show_hits(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  an invalid index, never changed
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        return texts.joined((hit.text, hit.beside)) if role == Qt.ItemDataRole.DisplayRole else None


class HitDelegate(QStyledItemDelegate):
    """A mark for the kind, the words, what is beside them quietly, and the key on the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT)
        place: QRect = option.rect.adjusted(2, 0, -4, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft"))
            painter.drawRoundedRect(place, 8, 8)
        icon = self._theme.icon(ICONS[hit.kind], "quiet", 16)
        icon.paint(painter, QRect(place.left() + 10, place.center().y() - 7, 16, 16))
        place.adjust(38, 0, -12, 0)
        place.setRight(place.right() - self._write(painter, place, hit.keys, "quiet", right=True) - 16)
        place.setLeft(place.left() + self._write(painter, place, hit.text, "text") + 12)
        self._write(painter, place, hit.beside, "quiet")
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, text: str, color: str, right: bool = False) -> int:
        """Paint plain text, shortened to its place; the width it took."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, place.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(self._theme.color(color))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)
