"""Settings: who I am and how I work, kept in the book; how the window looks, kept on this machine."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from callbook.domain.change import Change, Op
from callbook.domain.settings import BookSettings
from callbook.services.settings import change_settings
from callbook.system.settings import MachineSettings
from callbook.ui import texts
from callbook.ui.dialogs.settings_calling import CallingPage
from callbook.ui.dialogs.settings_lists import ListPage, outcome_kind, reason_kind
from callbook.ui.dialogs.settings_looks import LooksPage
from callbook.ui.dialogs.settings_outcome import OutcomeForm, ReasonForm
from callbook.ui.dialogs.settings_pages import SettingsPage, StagesPage, YouPage
from callbook.ui.dialogs.settings_rows import Rows
from callbook.ui.fields import Autosave, Card, Label, button, row
from callbook.ui.session import Session
from callbook.ui.theme import Theme

PAGES_WIDTH = 140


class SettingsDialog(QDialog):
    """Everything is written as it is changed; there is only Close. `theme_chosen` carries system, light or dark,
    `replayed` a change of settings taken back or done again here."""

    theme_chosen = Signal(str)
    replayed = Signal(object)

    def __init__(self, session: Session, theme: Theme, machine: MachineSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._visit = 0
        self._autosave = Autosave(self._save, self)
        self._problem = Label("", "error", wrap=True)
        self._you, self._looks = YouPage(), LooksPage(theme, machine)
        self._pages: tuple[SettingsPage, ...] = (self._you, CallingPage(), StagesPage(), self._looks)
        you, calling, stages, looks = self._pages
        outcomes = ListPage(session, theme, outcome_kind(), OutcomeForm(), self._write)
        reasons = ListPage(session, theme, reason_kind(), ReasonForm(), self._write)
        self._lists = (outcomes, reasons)
        self._named: tuple[tuple[str, QWidget], ...] = (
            (self.tr("You"), you),
            (self.tr("Calling"), calling),
            (self.tr("Outcomes"), outcomes),
            (self.tr("Reasons"), reasons),
            (self.tr("Stages"), stages),
            (self.tr("Looks"), looks),
        )
        self._chooser, self._stack = Rows(theme, self.tr("Pages")), QStackedWidget()
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Show what is set now."""
        self._visit += 1
        self._problem.hide()
        self._show_settings(self._session.settings())
        self._looks.show_theme()
        for each in self._lists:
            each.begin()
        self._chooser.setCurrentRow(0)
        super().open()
        self._you.me.setFocus()

    def flush(self) -> None:
        """Write what waits to be written."""
        self._autosave.flush()
        for each in self._lists:
            each.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self._settle()
        super().hideEvent(event)

    def settings(self) -> BookSettings:
        """What the pages say; what they do not show stays as it is in the book."""
        settings = self._session.settings()
        for page in self._pages:
            settings = page.read(settings)
        return settings

    def _settle(self) -> None:
        for page in self._pages:
            page.settle()
        self.flush()

    def _show_settings(self, settings: BookSettings) -> None:
        for page in self._pages:
            page.show_settings(settings)

    def _save(self) -> None:
        change = self._write(change_settings, self.settings(), merge=f"settings {self._visit}")
        if change is not None:
            for page in self._pages:
                page.keep()
            for each in self._lists:
                each.book_changed(change)

    def _write(self, verb: Callable[..., Change], *arguments: Any, **named: Any) -> Change | None:
        """Run a verb; what it says when it cannot be done stands in the dialog."""
        return self._saying(lambda: self._session.do(verb, *arguments, by=self, **named))

    def _saying(self, write: Callable[[], Change | None]) -> Change | None:
        self._problem.hide()
        self._session.failed.connect(self._show_problem)
        try:
            return write()
        finally:
            self._session.failed.disconnect(self._show_problem)

    def _show_problem(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.show()

    def _undo(self) -> None:
        self._settle()
        self._replay(self._session.book.undo_op, self._session.undo)

    def _redo(self) -> None:
        self._settle()
        self._replay(self._session.book.redo_op, self._session.redo)

    def _replay(self, op: Op | None, replay: Callable[[], Change | None]) -> None:
        """Only what was set: a call taken back from here would change behind the dialog, unseen."""
        change = self._saying(replay) if op is Op.EDIT_SETTINGS else None
        if change is not None:
            self.replayed.emit(change)

    def _go_to(self, at: int) -> None:
        self._settle()
        self._stack.setCurrentIndex(at)

    def _book_changed(self, change: Change, by: QObject | None) -> None:
        if by is self or not self.isVisible():
            return
        if change.ids("setting") and not self._autosave.waiting:
            self._show_settings(self._session.settings())
        for each in self._lists:
            each.book_changed(change)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        chooser = Card()
        chooser.column.setContentsMargins(6, 6, 6, 6)
        chooser.column.addWidget(self._chooser)
        chooser.setFixedWidth(PAGES_WIDTH)
        self._chooser.fill([(at, "", name) for at, (name, _) in enumerate(self._named)], 0)
        for _, page in self._named:
            self._stack.addWidget(page)
        self._problem.hide()
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(chooser)
        middle.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(Label(self.tr("Settings"), "title"))
        whole.addLayout(middle, 1)
        whole.addWidget(self._problem)
        close = button(self.tr("Close"), clicked=self.reject)
        whole.addLayout(row(Label(self.tr("Saved as you change it."), "small"), None, close))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.resize(920, 620)

    def _connect(self) -> None:
        for page in self._pages:
            page.typed.connect(self._autosave.typed)
        self._chooser.currentRowChanged.connect(self._go_to)
        self._chooser.opened.connect(self.focusNextChild)
        self._looks.theme_chosen.connect(self.theme_chosen)
        self._session.changed.connect(self._book_changed)
        for keys, replay in ((QKeySequence.StandardKey.Undo, self._undo), (QKeySequence.StandardKey.Redo, self._redo)):
            QShortcut(keys, self, replay)
