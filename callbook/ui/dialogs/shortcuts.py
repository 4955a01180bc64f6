"""Every key there is, by menu, as this system writes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from callbook.ui.fields import Card, Label, button, column, row, scrolling, section

NATIVE = QKeySequence.SequenceFormat.NativeText


def plain(words: str) -> str:
    """An action's words without the mark of its mnemonic and the dots of a dialog to come."""
    text = words.replace("&&", "\0").replace("&", "").replace("\0", "&")
    return text.rstrip("….").strip()


def keys_of(action: QAction) -> list[str]:
    """Its shortcuts as this system writes them, the first one first; without those that read the same."""
    written = (keys.toString(NATIVE) for keys in action.shortcuts())
    return list(dict.fromkeys(text for text in written if text))


def menu_of(action: QAction) -> str:
    """The title of the menu it stands in, "" where it stands in none."""
    menus = (each for each in action.associatedObjects() if isinstance(each, QMenu))
    return next((plain(menu.title()) for menu in menus if menu.title()), "")


class ShortcutsDialog(QDialog):
    """The actions that have a key, in the order given, under the names of their menus."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._area = scrolling(QWidget())
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle(self.tr("All shortcuts"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(Label(self.tr("All shortcuts"), "title"))
        whole.addWidget(self._area, 1)
        whole.addLayout(row(None, button(self.tr("Close"), clicked=self.reject)))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.resize(760, 560)

    def open(self) -> None:
        """Show the keys as they are now."""
        self._area.setWidget(self._page())
        super().open()
        self._area.setFocus()

    def groups(self) -> dict[str, list[tuple[str, list[str]]]]:
        """Menu -> the words and keys of its actions; what is in no menu comes last."""
        found: dict[str, list[tuple[str, list[str]]]] = {}
        loose: list[tuple[str, list[str]]] = []
        for action in self._actions:
            if keys := keys_of(action):
                menu = menu_of(action)
                (found.setdefault(menu, []) if menu else loose).append((plain(action.text()), keys))
        return found | ({self.tr("Everywhere"): loose} if loose else {})

    def _page(self) -> QWidget:
        """The groups on cards, in two columns of about the same height."""
        page, sides, heights = QWidget(), (column(spacing=12), column(spacing=12)), [0, 0]
        page.setProperty("role", "clear")
        both = QHBoxLayout(page)
        both.setContentsMargins(0, 0, 4, 0)
        both.setSpacing(12)
        for name, lines in self.groups().items():
            shorter = heights.index(min(heights))
            heights[shorter] += len(lines) + 2
            sides[shorter].addWidget(self._card(name, lines))
        for side in sides:
            side.addStretch(1)
            both.addLayout(side, 1)
        return page

    def _card(self, name: str, lines: list[tuple[str, list[str]]]) -> Card:
        card, grid = Card(), QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        for number, (words, keys) in enumerate(lines):
            grid.addWidget(Label(words, wrap=True), number, 0, Qt.AlignmentFlag.AlignTop)
            shown = Label("\n".join(keys), "quiet")
            shown.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(shown, number, 1)
        card.column.addWidget(section(name))
        card.column.addLayout(grid)
        return card
