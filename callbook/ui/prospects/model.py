"""The prospect list's rows, fetched a page at a time when they are painted."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from callbook.storage import listing
from callbook.storage.listing import Listing, ListRow
from callbook.ui.session import Session

PAGE = 100
PAGES_KEPT = 20
LOOKED_THROUGH = 5 * PAGE
ROW = Qt.ItemDataRole.UserRole


class ProspectModel(QAbstractListModel):
    """Knows how many prospects a listing holds, and the pages of it that were looked at lately."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._listing = Listing()
        self._count = 0
        self._moment: datetime = session.now()
        self._pages: dict[int, list[ListRow]] = {}

    def show(self, wanted: Listing) -> None:
        """Show another listing, or the same anew, as of now."""
        self.beginResetModel()
        self._listing = wanted
        self._moment = self._session.now()
        self._pages.clear()
        self._count = listing.count(self._session.book, wanted, self._moment, self._session.zone)
        self.endResetModel()

    @property
    def listing(self) -> Listing:
        return self._listing

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.name
        return None

    def row(self, number: int) -> ListRow | None:
        """The row at a place, read with the page around it; None past the end."""
        if not 0 <= number < self._count:
            return None
        start = number - number % PAGE
        if start not in self._pages:
            self._pages[start] = self._read(start)
            for old in list(self._pages)[:-PAGES_KEPT]:
                del self._pages[old]
        rows = self._pages[start]
        return rows[number - start] if number - start < len(rows) else None

    def place_of(self, prospect_id: int, near: int = 0) -> int:
        """Where a prospect stands: looked for on the pages about `near`, then from the top; -1 if it is not found."""
        last = self._count - 1
        for number in (min(near, last), near - PAGE, min(near + PAGE, last)):
            self.row(number)
            if (place := self.place_at_hand(prospect_id)) >= 0:
                return place
        return listing.position(
            self._session.book, self._listing, self._moment, self._session.zone, prospect_id, LOOKED_THROUGH
        )

    def place_at_hand(self, prospect_id: int) -> int:
        """Where a prospect stands on the pages read already; -1 where it is on none of them."""
        numbered = ((start + at, row) for start, rows in self._pages.items() for at, row in enumerate(rows))
        return next((number for number, row in numbered if row.id == prospect_id), -1)

    def _read(self, start: int) -> list[ListRow]:
        return listing.page(self._session.book, self._listing, self._moment, self._session.zone, start, PAGE)
