"""Who is calling: filled in while talking, by name or number, from the list or new."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from callbook.domain.query import Query
from callbook.storage import listing
from callbook.storage.listing import Listing, Scope
from callbook.ui import texts
from callbook.ui.fields import Label, line_field
from callbook.ui.session import Session

MOST = 6
ID = Qt.ItemDataRole.UserRole


class CallerField(QWidget):
    """`known` carries a prospect's id; `stranger` the name of somebody new."""

    known = Signal(int)
    stranger = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._field = line_field(
            self.tr("Part of a name, company or number; Enter takes the first, or adds them as new")
        )
        self._field.setAccessibleName(self.tr("Who is calling"))
        self._found = QListWidget()
        self._found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._found.setUniformItemSizes(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(Label(self.tr("Who is calling?"), "title"))
        whole.addWidget(self._field)
        whole.addWidget(self._found)
        self._field.textChanged.connect(lambda _: self._search())
        self._field.returnPressed.connect(self._enter)
        self._found.itemClicked.connect(self._take)
        self._field.installEventFilter(self)
        self._search()

    def begin(self) -> None:
        self._field.clear()
        self._field.setFocus()

    def typed(self) -> str:
        return self._field.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._found.count():
                self._found.setCurrentRow(max(0, min(self._found.count() - 1, self._found.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self._found.clear()
        words = tuple(self.typed().split())
        if words:
            wanted = Listing(Scope.ALL, Query(words=words))
            for row in listing.page(self._session.book, wanted, self._session.now(), self._session.zone, 0, MOST):
                item = QListWidgetItem(texts.joined((row.name, row.person, row.city)))
                item.setData(ID, row.id)
                self._found.addItem(item)
            self._found.setCurrentRow(0)
        self._found.setVisible(bool(self._found.count()))
        self._found.setFixedHeight(self._found.count() * max(24, self._found.sizeHintForRow(0)) + 6)

    def _enter(self) -> None:
        item = self._found.currentItem()
        if item is not None:
            self._take(item)
        elif self.typed():
            self.stranger.emit(self.typed())

    def _take(self, item: QListWidgetItem) -> None:
        self.known.emit(item.data(ID))
