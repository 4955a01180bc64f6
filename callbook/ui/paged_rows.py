"""The rows of a list that may be a million long, read a page at a time when they are looked at."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from callbook.domain.errors import CallbookError
from callbook.storage.engine import Connection
from callbook.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Wanted = TypeVar("Wanted")
ReadPage = Callable[[Connection, Wanted, int, int], list[Row]]
ReadCount = Callable[[Connection, Wanted], int]

PAGE = 100
PAGES_KEPT = 20
NOTHING: Index = QModelIndex()


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """What one read brought: a page, or the count. `visit` tells whether it is still what is asked for."""

    visit: int
    page: int = -1
    rows: tuple[Row, ...] = ()
    count: int = -1


class PagedRows(QAbstractListModel, Generic[Row, Wanted]):
    """Rows that `read_page` reads, None while they are being read.

    With `aside` every read runs on the worker; without, at once. `updated` follows whatever changed; `count` is a
    lower bound until `counted` is true. The readers must not hold the model: they end on another thread.
    """

    updated = Signal()

    def __init__(
        self,
        session: Session,
        wanted: Wanted,
        read_page: ReadPage[Wanted, Row],
        read_count: ReadCount[Wanted],
        aside: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._narrow = wanted
        self._read_page, self._read_count = read_page, read_count
        self._aside = aside
        self._visit = 0
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: list[int] = []
        self._looked = (0, 0)
        self._reading = self._renewing = False
        self._resting = self._missed = False
        self.count = 0
        self.counted = False

    def show(self, narrow: Wanted) -> None:
        """Show other rows; those shown before stay until the first page is there."""
        self._narrow = narrow
        self._visit += 1
        self._renewing, self.counted = True, False
        self._wanted, self._looked = [0], (0, 0)
        self._ask()

    def refresh(self) -> None:
        """Read again what is looked at, and the count; rows keep standing meanwhile."""
        self._visit += 1
        self._stale = set(self._pages)
        self.counted = False
        self._wanted = [0] if self._renewing else self._pages_between(*self._looked)
        self._ask()

    def rest(self) -> None:
        """Nobody is looking: hear of changes only that there were any."""
        self._resting = True

    def wake(self) -> None:
        self._resting = False
        if self._missed:
            self._missed = False
            self.refresh()

    def row(self, at: int) -> Row | None:
        """The row at a place, None while it is being read."""
        number, within = divmod(at, PAGE)
        if not 0 <= at < self.count:
            return None
        if number not in self._pages or number in self._stale:
            self._want([number])
        if number not in self._pages:
            return None
        self._pages.move_to_end(number)
        page = self._pages[number]
        return page[within] if within < len(page) else None

    def expect(self, first: int, last: int) -> None:
        """These rows are in sight or soon will be."""
        self._looked = (max(0, first), min(last, self.count - 1))
        self._want(self._pages_between(*self._looked))

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else self.count

    def _pages_between(self, first: int, last: int) -> list[int]:
        return list(range(max(0, first) // PAGE, max(0, last) // PAGE + 1))

    def _want(self, pages: Iterable[int]) -> None:
        if self._renewing:
            return
        missing = [page for page in pages if page not in self._pages or page in self._stale]
        # Only the newest wishes: whoever drags the scroll bar does not wait for where they have been.
        self._wanted = [*missing, *(page for page in self._wanted if page not in missing)][:4]
        self._ask()

    def _ask(self) -> None:
        """One read at a time; the pages in sight come first, the count last."""
        read = self._next_read()
        if self._reading or read is None:
            return
        self._reading = True
        if not self._aside:
            self._arrived(read(self._session.book))
            return
        job = self._session.read_aside(read)
        job.done.connect(self._arrived)
        job.failed.connect(self._went_wrong)

    def _next_read(self) -> Callable[[Any], Found[Row]] | None:
        narrow, visit = self._narrow, self._visit
        read_page, read_count = self._read_page, self._read_count
        if self._wanted:
            page = self._wanted[0]
            return lambda book: Found(visit, page, tuple(read_page(book, narrow, page * PAGE, PAGE)))
        if self.counted:
            return None
        return lambda book: Found(visit, count=read_count(book, narrow))

    def _arrived(self, found: Found[Row]) -> None:
        self._reading = False
        if found.visit == self._visit:
            if found.page >= 0:
                self._take_page(found.page, list(found.rows))
            else:
                self.counted = True
                self._set_count(found.count)
            self.updated.emit()
        self._ask()

    def _went_wrong(self, error: Exception) -> None:
        self._reading = False
        self._wanted, self.counted = [], True
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)

    def _take_page(self, number: int, rows: list[Row]) -> None:
        if self._renewing:
            self.beginResetModel()
            self._pages.clear()
            self._renewing, self.count = False, len(rows)
            self._keep(number, rows)
            self.endResetModel()
        else:
            self._keep(number, rows)
        if len(rows) < PAGE and (rows or number == 0):
            self.counted = True
            self._set_count(number * PAGE + len(rows))
        last = min((number + 1) * PAGE, self.count) - 1
        if last >= number * PAGE:
            # One row further: whether it begins a day depends on the one before.
            self.dataChanged.emit(self.index(number * PAGE), self.index(min(last + 1, self.count - 1)))

    def _keep(self, number: int, rows: list[Row]) -> None:
        self._pages[number] = rows
        self._pages.move_to_end(number)
        self._stale.discard(number)
        self._wanted = [page for page in self._wanted if page != number]
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)

    def _set_count(self, count: int) -> None:
        """More rows, or fewer: told at the end, and what stands where is told by its page."""
        if count > self.count:
            self.beginInsertRows(QModelIndex(), self.count, count - 1)
            self.count = count
            self.endInsertRows()
        elif count < self.count:
            self.beginRemoveRows(QModelIndex(), count, self.count - 1)
            self.count = count
            self.endRemoveRows()
