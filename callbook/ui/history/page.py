"""All calls, newest first: narrowed by what is asked for, read whole and put right beside the list."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from callbook.storage.behind import Behind
from callbook.storage.calls import HistoryFilter
from callbook.ui import texts
from callbook.ui.fields import Card, Label, button, column, row, section
from callbook.ui.history.call_list import CallList
from callbook.ui.history.editor import CallEditor
from callbook.ui.history.filters import HistoryFilters
from callbook.ui.history.model import CallModel
from callbook.ui.history.row_delegate import CallDelegate
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class HistoryPage(QWidget):
    """The rail's second page. `prospect_chosen` carries whom to show, `finish_requested` a call without an outcome."""

    prospect_chosen = Signal(int)
    finish_requested = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self.model = CallModel(session, aside=True, parent=self)
        self.list = CallList(self.model, CallDelegate(session, theme, wide=True, parent=self))
        self.filters = HistoryFilters(session, theme)
        self._editor: CallEditor | None = None
        self._count = Label("", "quiet")
        self._nothing = Label("", "quiet", wrap=True)
        self._clear = button(self.tr("Show all calls"), clicked=self.filters.clear)
        self._empty, self._panel = QWidget(), Card()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self.model.rest()
        self.model.show(HistoryFilter())

    @property
    def editor(self) -> CallEditor:
        """Made when there is the first call to put into it, in a turn of its own after that of the list."""
        if self._editor is None:
            self._editor = CallEditor(self._session, self._theme)
            self._editor.closed.connect(self._leave_editor)
            self._editor.prospect_requested.connect(self.prospect_chosen)
            self._editor.finish_requested.connect(self.finish_requested)
            self._panel.column.addWidget(self._editor)
        return self._editor

    def show_behind(self, behind: Behind, words: str) -> None:
        """Show the calls that a figure counts, with `words` for which these are."""
        if self._editor is not None:
            self._editor.clear()  # else it would keep its place among the calls, wherever that is
        before = self.filters.wanted()
        self.filters.show_behind(behind, words)
        if self.filters.wanted() == before:
            self.list.go_to(0)
            self._show_current()
            self._show_state()

    def flush(self) -> None:
        """Save now what waits to be saved."""
        if self._editor is not None:
            self._editor.flush()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self.model.rest()
        super().hideEvent(event)

    def _updated(self) -> None:
        """Rows came, went or changed: the call in the editor stays the current one where it is among them."""
        at = self.model.position(self.editor.call_id) if self.editor.call_id else -1
        here = self.list.currentIndex().row()
        if self.editor.call_id and at != here:
            self.list.go_to(at)
        elif not self.editor.call_id:
            self.list.go_to(min(max(here, 0), self.model.count - 1))
            self._show_current()
        self._show_state()

    def _renewed(self) -> None:
        """Other calls are asked for: begin with the first of them, unless the one in the editor is there too."""
        if self.model.position(self.editor.call_id) < 0:
            self.editor.clear()
            self.list.go_to(0)
            self._show_current()

    def _current_changed(self, current: QModelIndex) -> None:
        row = self.model.row(current.row()) if current.isValid() else None
        if row is not None:
            self.editor.open(row.call.id)
        elif current.isValid():
            # Being read: what is typed now must not go to the call before.
            self.editor.clear()

    def _show_current(self) -> None:
        self._current_changed(self.list.currentIndex())

    def _show_state(self) -> None:
        """The count, and what stands there instead of a list where there is none."""
        count, known = self.model.count, self.model.counted
        words = texts.counted(self.tr("1 call"), self.tr("%n calls"), count)
        if known:
            self.filters.show_count(count)
        self._count.setText(words if known else self.tr("counting …") if count else "")
        narrowed = self.filters.wanted() != HistoryFilter()
        self._nothing.setText(
            self.tr("No call fits what you are looking for.")
            if narrowed
            else self.tr("No calls yet. Every call you make or log will stand here, newest first.")
        )
        self._clear.setVisible(narrowed)
        gone = known and count == 0
        if gone and self.list.hasFocus():
            self.filters.focus_words()  # else the keyboard would be wherever Qt finds something next
        self._empty.setVisible(gone)
        self.list.setVisible(not gone)
        self._panel.setVisible(count > 0)

    def _choose(self, call_id: int) -> None:
        row = self.model.row(self.model.position(call_id))
        if row is not None and row.call.prospect_id is not None:
            self.editor.flush()
            self.prospect_chosen.emit(row.call.prospect_id)

    def _leave_editor(self) -> None:
        self.list.setFocus()
        self._show_state()

    def _lay_out(self) -> None:
        calls = Card()
        calls.column.setContentsMargins(8, 14, 8, 10)
        top = column(row(section(self.tr("History")), None, self._count), self.filters, spacing=12)
        top.setContentsMargins(10, 0, 10, 0)
        calls.column.addLayout(top)
        calls.column.addWidget(self.list, 1)
        calls.column.addWidget(self._empty, 1)
        empty = column(None, self._nothing, row(None, self._clear, None), None, None, spacing=14)
        empty.setContentsMargins(20, 20, 20, 20)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setLayout(empty)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 14)
        whole.addWidget(split)
        # Last, since it asks each for its size: what is dressed for that must not be put elsewhere.
        for card, stretch, least in ((calls, 1, 460), (self._panel, 0, 300)):
            card.setMinimumWidth(least)
            split.addWidget(card)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([860, 350])

    def _connect(self) -> None:
        self.filters.changed.connect(self.model.show)
        self.filters.left.connect(self.list.setFocus)
        self.model.modelReset.connect(self._renewed)
        self.model.updated.connect(self._updated)
        self.list.selectionModel().currentChanged.connect(lambda current, _: self._current_changed(current))
        self.list.opened.connect(lambda _: self.editor.focus_first())
        self.list.chosen.connect(self._choose)
        self.list.doubleClicked.connect(lambda _: self._choose(self.list.current_id()))
        self._session.minute.connect(self.list.look_again)
        self._theme.changed.connect(self.list.look_again)
