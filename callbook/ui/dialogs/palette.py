"""Ctrl+K: every command, prospect, script and outcome, found by words in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from callbook.domain.errors import CallbookError
from callbook.domain.query import parse
from callbook.storage import calls as call_reader
from callbook.storage import listing
from callbook.storage import prospects as prospect_reader
from callbook.storage import scripts as script_reader
from callbook.ui import texts
from callbook.ui.dialogs.shortcuts import keys_of, menu_of, plain
from callbook.ui.fields import Label, line_field
from callbook.ui.session import Session
from callbook.ui.theme import Theme

MOST_PROSPECTS = 20
SHORTEST_NAME = 2
PAUSE_MS = 60  # a fast typist's keys are one look-up in the book
SHORTEST_LOOSE = 3
HIT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Kind(IntEnum):
    """What a hit is, in the order in which equally good ones stand."""

    COMMAND = 0
    PROSPECT = 1
    OUTCOME = 2
    SCRIPT = 3


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

    0 where each begins a word, 1 where one stands inside, 2 where one has only its letters in order in a word.
    """
    folded = text.casefold()
    parts = folded.split()
    return max((fit_of_one(word, folded, parts) for word in words), default=0) if all(
        fit_of_one(word, folded, parts) < WORST for word in words
    ) else None


WORST = 3


def fit_of_one(word: str, text: str, parts: Sequence[str]) -> int:
    if any(part.startswith(word) for part in parts):
        return 0
    if word in text:
        return 1
    loose = len(word) >= SHORTEST_LOOSE and any(part[:1] == word[:1] and in_order(word, part) for part in parts)
    return 2 if loose else WORST


def in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
