"""What was said with the shown prospect, call by call, beside the call itself."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from callbook.storage.calls import HistoryFilter, prospect_totals
from callbook.ui import texts
from callbook.ui.fields import Card, Label, row, section
from callbook.ui.history.call_list import CallList
from callbook.ui.history.editor import CallEditor
from callbook.ui.history.model import CallModel
from callbook.ui.history.row_delegate import CallDelegate
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class ProspectHistory(Card):
    """The calls of one prospect, newest first; a click or Enter puts one right in place of the list."""

    finish_requested = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=8)
        self._session, self._theme = session, theme
        self._prospect: int | None = None
        self.model = CallModel(session, aside=False, parent=self)
        self.list = CallList(self.model, CallDelegate(session, theme, wide=False, parent=self))
        self.editor = CallEditor(session, theme, named=False)
        self._totals = Label("", "quiet")
        self._nothing = Label("", "quiet", wrap=True)
        self._stack = QStackedLayout()
        self._lay_out()
        self._connect()
        self.show(None)

    def show(self, prospect_id: int | None = None) -> None:
        """Show the calls of a prospect, None for nobody's. Whether the column itself is seen is for setVisible."""
        if prospect_id is not None and prospect_id == self._prospect:
            return
        self.editor.clear()
        self._prospect = prospect_id
        # No prospect has the id 0: nobody has made no calls.
        self.model.show(HistoryFilter(prospect_id=prospect_id or 0))
        self._show_list()
        self._show_state()

    def flush(self) -> None:
        """Save now what waits to be saved."""
        self.editor.flush()

    def sizeHint(self) -> QSize:
        return QSize(300, 600)

    def _show_state(self) -> None:
        calls, seconds = prospect_totals(self._session.book, self._prospect) if self._prospect else (0, 0)
        counted = texts.counted(self.tr("1 call"), self.tr("%n calls"), calls)
        self._totals.setText(texts.joined([counted, texts.long_length(seconds) if seconds else ""]) if calls else "")
        self._nothing.setText(
            self.tr("No calls yet. What is said will stand here.")
            if self._prospect
            else self.tr("The calls with a prospect stand here.")
        )
        self._nothing.setVisible(calls == 0)

    def _open(self, call_id: int) -> None:
        if call_id:
            self.editor.open(call_id)
            self._stack.setCurrentWidget(self.editor)
            self.editor.focus_first()

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self._calls)

    def _leave_editor(self) -> None:
        self._stack.setCurrentWidget(self._calls)
        self.list.setFocus()
        self.editor.clear()

    def _lay_out(self) -> None:
        self.column.setContentsMargins(8, 14, 8, 10)
        top = row(section(self.tr("History")), None, self._totals)
        top.setContentsMargins(10, 0, 10, 0)
        self._calls = QWidget()
        calls = QVBoxLayout(self._calls)
        calls.setContentsMargins(0, 0, 0, 0)
        self._nothing.setContentsMargins(10, 4, 10, 0)
        calls.addWidget(self._nothing)
        calls.addWidget(self.list, 1)
        self.column.addLayout(top)
        self.column.addLayout(self._stack, 1)
        self._stack.addWidget(self._calls)
        self._stack.addWidget(self.editor)
        self.editor.setContentsMargins(10, 0, 2, 0)

    def _connect(self) -> None:
        self.model.updated.connect(self._show_state)
        self.list.opened.connect(self._open)
        self.list.clicked.connect(lambda _: self._open(self.list.current_id()))
        self.editor.closed.connect(self._leave_editor)
        self.editor.finish_requested.connect(self.finish_requested)
        self._session.minute.connect(self.list.look_again)
        self._theme.changed.connect(self.list.look_again)
