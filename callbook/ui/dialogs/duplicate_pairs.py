"""The list of pairs that may be one: both names, and why they may be."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from callbook.domain.duplicates import Sign, Signal, Strength
from callbook.storage.duplicates import NamedPair
from callbook.ui import texts
from callbook.ui.theme import Theme, small, strong

PAIR = Qt.ItemDataRole.UserRole
PAD_X, PAD_Y, GAP = 12, 8, 2
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


def tr(text: str) -> str:
    return QCoreApplication.translate("duplicates", text)


def sign(value: Sign) -> str:
    return {
        Sign.NUMBER: tr("same number"),
        Sign.EMAIL: tr("same e-mail"),
        Sign.DOMAIN: tr("same web site"),
        Sign.MAIL_DOMAIN: tr("same domain of the e-mail addresses"),
        Sign.NAME: tr("same name"),
        Sign.NAME_LIKE: tr("similar name"),
        Sign.ADDRESS: tr("same address"),
        Sign.POSTCODE: tr("same postcode"),
        Sign.CITY: tr("same city"),
        Sign.PERSON: tr("same person"),
        Sign.OTHER_NAME: tr("another name"),
        Sign.OTHER_NUMBER: tr("another number"),
        Sign.OTHER_DOMAIN: tr("another web site"),
        Sign.OTHER_MAIL_DOMAIN: tr("another domain of the e-mail addresses"),
        Sign.OTHER_ADDRESS: tr("another address"),
        Sign.OTHER_PLACE: tr("another place"),
    }[value]


def strength(value: Strength) -> str:
    return {
        Strength.NONE: "",
        Strength.POSSIBLE: tr("Possibly one"),
        Strength.LIKELY: tr("Likely one"),
        Strength.SAME: tr("Almost surely one"),
    }[value]


def shared(found: Sequence[Signal]) -> str:
    """What speaks for it, the weightiest first: "same number, similar name"."""
    speaking = sorted((signal for signal in found if signal.weight > 0), key=lambda signal: -signal.weight)
    return texts.joined([sign(signal.sign) for signal in speaking], ", ")


def unlike(found: Sequence[Signal]) -> str:
    return texts.joined([sign(signal.sign) for signal in found if signal.weight < 0], ", ")


class PairModel(QAbstractListModel):
    """The pairs left to look at, the strongest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pairs: list[NamedPair] = []

    def show(self, pairs: Sequence[NamedPair]) -> None:
        self.beginResetModel()
        self.pairs = list(pairs)
        self.endResetModel()

    def take(self, at: int) -> None:
        """Take a pair out of the list."""
        self.beginRemoveRows(NOWHERE, at, at)
        del self.pairs[at]
        self.endRemoveRows()

    def follow(self, keep: int, keep_name: str, gone: int) -> None:
        """What was said of a prospect that went into another is from now on said of that one."""
        known: set[frozenset[int]] = set()
        left: list[NamedPair] = []
        for one in self.pairs:
            moved = renamed(one, keep, keep_name, gone)
            ids = frozenset((moved.pair.first, moved.pair.second))
            if len(ids) == 2 and ids not in known:
                known.add(ids)
                left.append(moved)
        if left != self.pairs:
            self.show(left)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        pair = self.pairs[index.row()]
        if role == PAIR:
            return pair
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return texts.joined((pair.first, pair.second, shared(pair.pair.signals)), "; ")
        return None


def renamed(one: NamedPair, keep: int, keep_name: str, gone: int) -> NamedPair:
    pair = one.pair
    if gone == pair.first:
        return replace(one, pair=replace(pair, first=keep), first=keep_name)
    if gone == pair.second:
        return replace(one, pair=replace(pair, second=keep), second=keep_name)
    return one


class PairDelegate(QStyledItemDelegate):
    """Three lines: the two names, and what they share."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        name, why = QFontMetrics(strong(option.font)).height(), QFontMetrics(small(option.font)).height()
        return QSize(180, 2 * name + why + 2 * GAP + 2 * PAD_Y + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pair: NamedPair = index.data(PAIR)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(1, 1, -1, -1)
        self._theme.paint_row(painter, option, box, radius=8, inset=9)
        line = box.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        why = "text" if pair.pair.strength is Strength.POSSIBLE else "soon"
        for words, font, color in (
            (pair.first, strong(option.font), "text"),
            (pair.second, option.font, "text"),
            (shared(pair.pair.signals), small(option.font), "quiet" if why == "text" else why),
        ):
            self._theme.paint_line(painter, font, color, line, words)
            line.setTop(line.top() + QFontMetrics(font).height() + GAP)
        painter.restore()
