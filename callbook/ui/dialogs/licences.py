"""The licences of the libraries that Callbook is made with, as the build of an installed program has collected them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontDatabase, QFontMetrics, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from callbook.system import resources
from callbook.ui.fields import Card, Label, button, column, row
from callbook.ui.theme import Theme, small, strong

FOLDER, INDEX = "licences", "index.json"
ENTRY = Qt.ItemDataRole.UserRole
PAD_X, PAD_Y, GAP = 12, 7, 2
LIST_WIDTH = 270


@dataclass(frozen=True, slots=True)
class Licence:
    """A library, its licence as an SPDX expression, and where its text lies."""

    name: str
    version: str
    licence: str
    homepage: str
    path: Path


def collected() -> Path | None:
    """The folder of the texts that came with the program; None in a checkout, where nobody has collected them."""
    try:
        return resources.resource(FOLDER, INDEX).parent
    except FileNotFoundError:
        return None


def read_licences(folder: Path) -> list[Licence]:
    """The entries of the index in `folder`, in its order.

    OSError where it cannot be read, ValueError where it is no list of entries with their texts beside it.
    """
    entries = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    if not isinstance(entries, list) or not entries:
        raise ValueError("the index lists nothing")
    return [one_licence(folder, entry) for entry in entries]


def one_licence(folder: Path, entry: object) -> Licence:
    if not isinstance(entry, dict):
        raise ValueError("an entry of the index is no table")
    told = [entry.get(key) for key in ("name", "version", "licence", "homepage", "file")]
    name, version, licence, homepage, file = (text if isinstance(text, str) else "" for text in told)
    if not name or Path(file).name != file or not file.endswith(".txt") or not file.isprintable():
        raise ValueError("an entry of the index has no name or no text beside it")
    return Licence(name, version, licence, homepage, folder / file)


class LicenceDelegate(QStyledItemDelegate):
    """Two lines: the name with its version, and the licence."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        heights = QFontMetrics(strong(option.font)).height() + QFontMetrics(small(option.font)).height()
        return QSize(180, heights + GAP + 2 * PAD_Y + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        licence: Licence = index.data(ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(1, 1, -1, -1)
        self._theme.paint_row(painter, option, box, radius=8, inset=9)
        line = box.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        used = self._theme.paint_line(painter, strong(option.font), "text", line, licence.name)
        beside = line.adjusted(used + 7, 0, 0, 0)
        self._theme.paint_line(painter, option.font, "quiet", beside, licence.version)
        line.setTop(line.top() + QFontMetrics(strong(option.font)).height() + GAP)
        self._theme.paint_line(painter, small(option.font), "quiet", line, licence.licence)
        painter.restore()


class LicencesDialog(QDialog):
    """The libraries at the left, the text of the one gone to at the right. Letters typed in the list go to a name."""

    def __init__(self, theme: Theme, folder: Path | None, parent: QWidget | None = None) -> None:
        """`folder` holds the index and the texts; None where there are none."""
        super().__init__(parent)
        self._list, self._text = QListWidget(), QPlainTextEdit()
        self._name, self._origin = Label(role="name", wrap=True), Label(role="small", wrap=True)
        self._both, self._missing = QWidget(), Label(wrap=True)
        self._copy = button(self.tr("Copy"), clicked=self._copy_text)
        self._prepare(theme)
        self._lay_out()
        self._fill(folder)
        self._list.currentItemChanged.connect(self._show_text)
        self._list.setCurrentRow(0)

    def open(self) -> None:
        self._copy.setText(self.tr("Copy"))
        super().open()
        if self._list.count():
            self._list.setFocus()

    def _prepare(self, theme: Theme) -> None:
        self._list.setItemDelegate(LicenceDelegate(theme, self._list))
        self._list.setMouseTracking(True)
        self._list.setUniformItemSizes(True)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.setAccessibleName(self.tr("Libraries"))
        theme.changed.connect(self._list.viewport().update)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        can = Qt.TextInteractionFlag
        self._text.setTextInteractionFlags(can.TextSelectableByMouse | can.TextSelectableByKeyboard)
        self._text.setAccessibleName(self.tr("Licence text"))
        self._origin.setTextInteractionFlags(can.TextSelectableByMouse)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Licences"))
        self.resize(980, 620)
        lgpl = self.tr(
            "Callbook uses Qt and PySide6 under the LGPL: they lie in the program's folder as libraries of their own, "
            "and may be exchanged there."
        )
        listed = Card()
        listed.column.setContentsMargins(6, 6, 6, 6)
        listed.column.addWidget(self._list)
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(14)
        both.addWidget(listed)
        both.addLayout(column(column(self._name, self._origin, spacing=2), self._text, spacing=8), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addLayout(column(Label(self.tr("Licences"), "title"), Label(lgpl, "quiet", wrap=True), spacing=4))
        whole.addWidget(self._both, 1)
        whole.addWidget(self._missing)
        whole.addLayout(row(None, self._copy, button(self.tr("Close"), clicked=self.reject)))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)

    def _fill(self, folder: Path | None) -> None:
        """Show what there is, or say in a sentence why there is nothing."""
        try:
            licences = read_licences(folder) if folder is not None else []
            missing = self.tr(
                "The texts come with the installed program; run from source, each library carries its own."
            )
        except (OSError, ValueError):
            licences = []
            missing = self.tr("The list of licences that came with the program cannot be read; install it again.")
        self._add(licences)
        self._both.setVisible(bool(licences))
        self._copy.setVisible(bool(licences))
        self._missing.setText(missing)
        self._missing.setVisible(not licences)
        if not licences:
            self.resize(520, 200)

    def _add(self, licences: Sequence[Licence]) -> None:
        for licence in licences:
            item = QListWidgetItem(licence.name, self._list)
            item.setData(ENTRY, licence)
            told = (licence.name, licence.version, licence.licence)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(text for text in told if text))

    def _show_text(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        licence: Licence = item.data(ENTRY)
        self._name.setText(f"{licence.name} {licence.version}".strip())
        self._origin.setText(" · ".join(text for text in (licence.licence, licence.homepage) if text))
        try:
            text = licence.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = self.tr("The file %1 cannot be read.").replace("%1", licence.path.name)
        self._text.setPlainText(text)
        self._copy.setText(self.tr("Copy"))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.tr("Copied"))
