"""Nobody is left to call: what comes next by itself, and what could be done meanwhile."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.block import BlockProgress
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
        self._title = Label("", "title")
        self._words = Label("", "quiet", wrap=True)
        self._words.setFixedWidth(460)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._look = button(self.tr("Look at it"), clicked=lambda: self.prospect_asked.emit(self._next))
        everybody = button(self.tr("Show all prospects"), clicked=self.everybody_asked.emit)
        more = button(self.tr("Import more"), clicked=self.import_asked.emit)
        whole = QVBoxLayout(self)
        whole.setSpacing(12)
        whole.addStretch(2)
        whole.addWidget(self._title)
        whole.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(8)
        whole.addLayout(row(None, self._look, everybody, more, None))
        whole.addStretch(3)

    def refresh(self, finished: BlockProgress | None = None) -> None:
        """Say what comes next by itself; after a call block, that it is done."""
        self._title.setText(self.tr("The call block is done") if finished else self.tr("Nobody is left to call now"))
        first = self._first_planned()
        self._look.setVisible(first is not None)
        self._words.setText(texts.joined((self._called(finished), self._comes_next(first)), " "))
        self._words.setMinimumHeight(self._words.heightForWidth(self._words.width()))

    def _called(self, finished: BlockProgress | None) -> str:
        if finished is None or not finished.total:
            return ""
        one, many = self.tr("The 1 prospect of “%1” is called."), self.tr("All %n of “%1” are called.")
        return texts.counted(one, many, finished.total).replace("%1", finished.block.name)

    def _comes_next(self, first: ListRow | None) -> str:
        if first is None or first.due is None or first.kind is None:
            return self.tr("Nothing is planned. Bring in more, or look through those you have.")
        self._next = first.id
        when = texts.due_words(first.due, self._session.now(), self._session.zone)
        said = self.tr("Next comes %1: %2, %3. It will be here by itself.")
        return said.replace("%3", when).replace("%2", texts.action(first.kind).lower()).replace("%1", first.name)

    def _first_planned(self) -> ListRow | None:
        planned = Listing(Scope.ALL, Query(sort="next"))
        rows = listing.page(self._session.book, planned, self._session.now(), self._session.zone, 0, 1)
        return rows[0] if rows and rows[0].due is not None else None
