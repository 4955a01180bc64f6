"""What is running here: versions, and where the book lies."""

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from callbook import __version__
from callbook.ui.dialogs.licences import LicencesDialog, collected
from callbook.ui.fields import Card, Label, button, column, row
from callbook.ui.session import Session
from callbook.ui.theme import Theme, pixmap

MARK_SIZE = 56


class AboutDialog(QDialog):
    """Facts for a person who reports something; one button copies them."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._licences: LicencesDialog | None = None
        self._copy = button(self.tr("Copy"), clicked=self._copy_facts)
        self._lay_out()

    def facts(self) -> list[tuple[str, str]]:
        """What is told, in order: what it is, and its value."""
        ((sqlite,),) = self._session.book.sql("SELECT sqlite_version()")
        return [
            (self.tr("Callbook"), __version__),
            (self.tr("Book"), str(self._session.book.path)),
            (self.tr("SQLite"), str(sqlite)),
            (self.tr("Qt"), self.tr("%1 through PySide6 %2").replace("%1", qVersion()).replace("%2", pyside_version)),
            (self.tr("Python"), platform.python_version()),
            (self.tr("System"), platform.platform(terse=True)),
        ]

    def _copy_facts(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.facts()))
        self._copy.setText(self.tr("Copied"))

    def _show_licences(self) -> None:
        if self._licences is None:
            self._licences = LicencesDialog(self._theme, collected(), self)
            # Not every window system gives the keyboard back to the dialog this one lay on.
            self._licences.finished.connect(lambda _: self.activateWindow())
        self._licences.open()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("About Callbook"))
        self.setMinimumWidth(520)
        self.resize(520, 330)
        mark = QLabel()
        mark.setPixmap(pixmap("callbook", self._theme.colors["accent"], MARK_SIZE, self.devicePixelRatioF()))
        what = self.tr("A call log for people who sell their own work by phone and at the door.")
        names = column(Label(self.tr("Callbook"), "title"), Label(what, "quiet", wrap=True), spacing=4)
        head = row(mark, spacing=16)
        head.addLayout(names, 1)
        licences = button(self.tr("Licences…"), clicked=self._show_licences)
        close = button(self.tr("Close"), clicked=self.reject)
        licence = self.tr("Under the MIT licence. Nothing in it opens a connection to the network.")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 16)
        whole.setSpacing(14)
        whole.addLayout(head)
        whole.addWidget(self._facts_card())
        whole.addWidget(Label(licence, "small", wrap=True))
        whole.addStretch(1)
        whole.addLayout(row(licences, None, self._copy, close))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        for before, after in ((licences, self._copy), (self._copy, close)):
            self.setTabOrder(before, after)
        licences.setFocus()

    def _facts_card(self) -> Card:
        card, grid = Card(), QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(self.facts()):
            grid.addWidget(Label(name, "quiet"), line, 0)
            shown = Label(value, wrap=True)
            shown.setTextInteractionFlags(shown.textInteractionFlags().TextSelectableByMouse)
            grid.addWidget(shown, line, 1)
        card.column.addLayout(grid)
        return card
