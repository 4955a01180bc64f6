"""The slim rail on the far left: the four pages, and when the last backup was made."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from callbook.ui.theme import Theme

WIDTH = 76


class Rail(QFrame):
    """`page_chosen` carries the page's number from 0; `book_asked` that somebody wants to know where the book lies."""

    page_chosen = Signal(int)
    book_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "rail")
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 10)
        self._column.setSpacing(6)
        self._pages = [
            self._page(number, icon, words)
            for number, (icon, words) in enumerate(
                (
                    ("phone", self.tr("Call")),
                    ("history", self.tr("History")),
                    ("insights", self.tr("Insights")),
                    ("scripts", self.tr("Scripts")),
                )
            )
        ]
        self._column.addStretch(1)
        self._book = tool(self.tr("Backup"))
        self._book.clicked.connect(self.book_asked)
        self._column.addWidget(self._book)
        theme.changed.connect(self._recolour)
        self._recolour()

    def check(self, page: int) -> None:
        self._pages[page][1].setChecked(True)
        self._recolour()

    def show_backup(self, words: str) -> None:
        self._book.setText(words)

    def _page(self, number: int, icon: str, words: str) -> tuple[str, QToolButton]:
        button = tool(words)
        button.setCheckable(True)
        button.setToolTip(f"Ctrl+{number + 1}")
        button.clicked.connect(lambda: self.page_chosen.emit(number))
        self._group.addButton(button)
        self._column.addWidget(button)
        return icon, button

    def _recolour(self) -> None:
        for icon, button in self._pages:
            button.setIcon(self._theme.icon(icon, "accent" if button.isChecked() else "quiet"))
        self._book.setIcon(self._theme.icon("book", "faint"))


def tool(words: str) -> QToolButton:
    made = QToolButton()
    made.setText(words)
    made.setProperty("role", "rail")
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setIconSize(QSize(20, 20))
    made.setFixedWidth(WIDTH - 16)
    made.setMinimumHeight(52)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
