"""Nobody is left to call: what comes next by itself, and what could be done meanwhile."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.query import Query
from callbook.storage import listing
from callbook.storage.listing import Listing, ListRow, Scope
from callbook.ui import texts
from callbook.ui.fields import Label, button, row
from callbook.ui.session import Session


class NobodyLeft(QWidget):
    """Shown in the middle while the list shows nobody. `prospect_asked` carries whose turn comes next."""

    prospect_asked = Signal(int)
    everybody_asked = Signal()
    import_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._next = 0
        title = Label(self.tr("Nobody is left to call now"), "title")
        self._words = Label("", "quiet", wrap=True)
        self._words.setMinimumWidth(380)
        for label in (title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._look = button(self.tr("Look at it"), clicked=lambda: self.prospect_asked.emit(self._next))
        everybody = button(self.tr("Show all prospects"), clicked=self.everybody_asked.emit)
        more = button(self.tr("Import more"), clicked=self.import_asked.emit)
        whole = QVBoxLayout(self)
        whole.setSpacing(12)
        whole.addStretch(2)
        whole.addWidget(title)
        whole.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(8)
        whole.addLayout(row(None, self._look, everybody, more, None))
        whole.addStretch(3)

    def refresh(self) -> None:
        """Say what comes next by itself."""
        first = self._first_planned()
        self._look.setVisible(first is not None)
        if first is None or first.due is None or first.kind is None:
            self._words.setText(self.tr("Nothing is planned. Bring in more, or look through those you have."))
            return
        self._next = first.id
        when = texts.due_words(first.due, self._session.now(), self._session.zone)
        said = self.tr("Next comes %1: %2, %3. It will be here by itself.")
        filled = said.replace("%3", when).replace("%2", texts.action(first.kind).lower()).replace("%1", first.name)
        self._words.setText(filled)

    def _first_planned(self) -> ListRow | None:
        planned = Listing(Scope.ALL, Query(sort="next"))
        rows = listing.page(self._session.book, planned, self._session.now(), self._session.zone, 0, 1)
        return rows[0] if rows and rows[0].due is not None else None
