"""The window in which a prospect is typed: a new one is saved by Ctrl+Return, a present one as one types."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton, QVBoxLayout, QWidget

from callbook.domain.change import Change
from callbook.domain.prospect import Prospect
from callbook.services import prospects
from callbook.services.prospects import Draft
from callbook.storage import prospects as reader
from callbook.ui import texts
from callbook.ui.fields import Autosave, Label, button, row
from callbook.ui.prospects.form import ProspectForm
from callbook.ui.prospects.unsaved import Unsaved
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class ProspectEditor(QDialog):
    """`saved` carries the prospect's id when a new one was written, or a changed one was closed."""

    saved = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._opened = Draft(Prospect())  # what the form showed first: anything else was typed
        self._visit, self._changed, self._failed = 0, False, False
        self._autosave = Autosave(self._save, self)
        self.form, self.unsaved = ProspectForm(session, theme), Unsaved()
        self._title = Label("", "title")
        self._problem, self._hint = Label("", "error", wrap=True), Label("", "small", wrap=True)
        keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self._save_button = button(texts.joined((self.tr("Save"), keys), "  "), "primary", self.finish)
        self._close_button = button(self.tr("Close"), clicked=self.reject)
        self._lay_out()
        self._connect()

    def new(self, prefill: Draft | None = None) -> None:
        """Open an empty form, or one with what is known; without a prefill, what was typed last and not saved."""
        if self.isVisible() and not self.form.prospect_id and prefill is None:
            self._come_forward()
        elif self._left():
            self.unsaved.be_quiet()
            kept = self.unsaved.take() if prefill is None else None
            self._load(kept or prefill or self._empty())
            if kept is not None:
                self._opened = self._empty()
            self._come_forward()

    def edit(self, prospect_id: int) -> None:
        """Open the form of a prospect; nothing happens where there is none."""
        stored = self._stored(prospect_id)
        if stored is not None and self._left():
            self.unsaved.be_quiet()
            self._load(stored)
            self._come_forward()

    def flush(self) -> None:
        """Write what waits to be written: before the window or the program closes."""
        self._autosave.flush()

    def draft(self) -> Draft:
        """The form as it stands."""
        return self.form.draft()

    def finish(self) -> None:
        """Ctrl+Return: write a new prospect and close; a present one is written already."""
        if self.form.prospect_id:
            self.reject()
            return
        self.form.settle()
        change = self._write(prospects.add, self.draft())
        if change is not None:
            self._adopt(change.one("prospect"))
            self.accept()
            self.saved.emit(self.form.prospect_id)

    def reject(self) -> None:
        """Esc: close. What could not be written keeps the form open; a filled new form is kept for the next time."""
        if self._left():
            super().reject()
            if self._changed:
                self._changed = False
                self.saved.emit(self.form.prospect_id)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QAbstractButton):
            focused.click()
        else:
            self.focusNextChild()

    # Showing

    def _empty(self) -> Draft:
        return Draft(Prospect(country=self.session.settings().home_country))

    def _stored(self, prospect_id: int) -> Draft | None:
        card = reader.card(self.session.book, prospect_id)
        return None if card is None else Draft(card.prospect, card.contacts, card.phones, card.tags)

    def _load(self, draft: Draft) -> None:
        self._autosave.drop()
        self._visit += 1
        self._changed = self._failed = False
        self.form.load(draft)
        self._problem.hide()
        self._show_state()
        self._opened = self.draft()

    def _show_state(self) -> None:
        """Whether it is a new one, and so how it is saved."""
        new = not self.form.prospect_id
        title = self.tr("New prospect") if new else self.tr("Edit prospect")
        self.setWindowTitle(title)
        self._title.setText(title)
        self._hint.setText(
            self.tr("Esc closes. What you typed is kept for the next new prospect, but is not in the book yet.")
            if new
            else self.tr("Saved as you type.")
        )
        self._save_button.setVisible(new)

    def _swap_forms(self) -> None:
        """Start empty with what came back put aside, or bring that back."""
        empty = self._empty()
        self._load(self.unsaved.exchange(self.draft()) or empty)
        self._opened = empty
        self.form.name.setFocus()

    def _come_forward(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()
        self.form.name.setFocus()
        self.form.name.end(False)

    # Writing

    def _typed(self) -> None:
        if self.form.prospect_id:
            self._autosave.typed()

    def _left(self) -> bool:
        """Let go of what the form shows; False where it could not be written."""
        self.form.settle()
        if self.form.prospect_id:
            self._autosave.flush()
            return not self._failed or self._save()
        if self.draft() != self._opened:
            self._opened = self.draft()
            self.unsaved.keep(self._opened)
        return True

    def _save(self) -> bool:
        change = self._write(prospects.edit, self.draft(), merge=f"editor {self._visit}")
        self._failed = change is None
        if change is not None:
            self._changed = self._changed or bool(change.touched)
            self._adopt(self.form.prospect_id)
        return not self._failed

    def _adopt(self, prospect_id: int) -> None:
        """Learn what became of the form, and then write whose number is whose: new people had no id before."""
        stored = self._stored(prospect_id)
        if stored is not None and self.form.keep(stored):
            self._write(prospects.edit, self.draft(), merge=f"editor {self._visit}")

    def _write(self, verb: Callable[..., Change], *arguments: Any, **named: Any) -> Change | None:
        """Run a verb; what it says when it cannot be done stands in the form."""
        self._problem.hide()
        self.session.failed.connect(self._show_problem)
        try:
            return self.session.do(verb, *arguments, by=self, **named)
        finally:
            self.session.failed.disconnect(self._show_problem)

    def _show_problem(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.show()

    def _book_changed(self, change: Change, by: QObject | None) -> None:
        shown, tables = self.form.prospect_id, ("contact", "phone", "tag", "tagging")
        ours = shown in change.ids("prospect") or any(change.ids(table) for table in tables)
        if by is self or not shown or not self.isVisible() or not ours:
            return
        stored = self._stored(shown)
        if stored is None:
            self._autosave.drop()
            self._changed = False
            super().reject()
        else:
            self.form.refresh(stored)

    # Making

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addLayout(row(self._title, 8, self.unsaved, None))
        whole.addWidget(self.form, 1)
        whole.addWidget(self._problem)
        foot = row(self._hint, 12, self._close_button, self._save_button)
        foot.setStretch(0, 1)
        whole.addLayout(foot)
        self._problem.hide()
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.resize(1040, 680)

    def _set_tab_order(self) -> None:
        """As it is read: rows are made after what stands below them."""
        order = [self.unsaved.swap, *self.form.order, self._close_button, self._save_button]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.form.typed.connect(self._typed)
        self.form.arranged.connect(self._set_tab_order)
        self.unsaved.swap_asked.connect(self._swap_forms)
        self.session.changed.connect(self._book_changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.finish)
