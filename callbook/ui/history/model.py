"""The calls a filter leaves, read a page at a time when they are looked at, and kept in step with the book."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from callbook.domain.call import Answer
from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.domain.when import local_day
from callbook.storage.calls import HistoryFilter, HistoryRow, history_count, history_page, history_rows
from callbook.ui import texts
from callbook.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DAY = ROW + 1

PAGE = 100
PAGES_KEPT = 20
# A change of more calls than this is an import or a bulk delete: everything is read again.
MOST_SINGLE = 50
NOTHING: Index = QModelIndex()


@dataclass(frozen=True, slots=True)
class Found:
    """What one read brought: a page, or the count. `visit` tells whether it is still what is asked for."""

    visit: int
    page: int = -1
    rows: tuple[HistoryRow, ...] = ()
    count: int = -1


class CallModel(QAbstractListModel):
    """Rows are `HistoryRow` under ROW, None while they are being read; DAY is the local day a row begins, if any.

    With `aside` every read runs on the worker, as counting a million calls takes most of a second; without, at
    once. `updated` follows whatever changed; `count` is a lower bound until `counted` is true.
    """

    updated = Signal()

    def __init__(self, session: Session, aside: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._aside = aside
        self._narrow = HistoryFilter()
        self._visit = 0
        self._pages: OrderedDict[int, list[HistoryRow]] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: list[int] = []
        self._looked = (0, 0)
        self._reading = self._renewing = False
        self._resting = self._missed = False
        self.count = 0
        self.counted = False
        session.changed.connect(self._heard)

    def show(self, narrow: HistoryFilter) -> None:
        """Show other calls; those shown before stay until the first page is there."""
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

    def row(self, at: int) -> HistoryRow | None:
        """The call at a place, None while it is being read."""
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

    def position(self, call_id: int) -> int:
        """Where a call stands among those read, -1 where it does not."""
        for number, page in self._pages.items():
            for within, row in enumerate(page):
                if row.call.id == call_id:
                    return number * PAGE + within
        return -1

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else self.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (ROW, DAY, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if role == ROW or row is None:
            return row
        return self._day_begun(index.row()) if role == DAY else self._in_words(row)

    def day(self, at: int) -> date | None:
        """The local day of the call at a place; None while it is being read."""
        row = self.row(at)
        started = None if row is None else row.call.started_at
        return None if started is None else local_day(started, self._session.zone)

    def _day_begun(self, at: int) -> date | None:
        day, before = self.day(at), self.day(at - 1)
        return day if at == 0 or (before is not None and before != day) else None

    def _in_words(self, row: HistoryRow) -> str:
        call = row.call
        when = texts.past_moment(call.started_at, self._session.now(), self._session.zone) if call.started_at else ""
        length = texts.length(call.seconds) if call.seconds else ""
        head = texts.joined([call.outcome or self.tr("Unfinished"), row.prospect, length, when], ", ")
        said = (f"{answer.wording} {answer.text}" for answer in row.answers if answer.text.strip())
        return "\n".join([head, *([call.note] if call.note else []), *said, *row.raised])

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

    def _next_read(self) -> Callable[[Any], Found] | None:
        narrow, visit = self._narrow, self._visit
        if self._wanted:
            page = self._wanted[0]
            return lambda book: Found(visit, page, tuple(history_page(book, narrow, page * PAGE, PAGE)))
        if self.counted:
            return None
        return lambda book: Found(visit, count=history_count(book, narrow))

    def _arrived(self, found: Found) -> None:
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

    def _take_page(self, number: int, rows: list[HistoryRow]) -> None:
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

    def _keep(self, number: int, rows: list[HistoryRow]) -> None:
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

    def _heard(self, change: Change, _by: object) -> None:
        told = ("call", "answer", "script", "reason", "prospect")
        if not any(change.ids(table) for table in told):
            return
        if self._resting:
            self._missed = True
            return
        calls = self._calls_touched(change)
        if calls is None:
            self.refresh()
        elif calls:
            self._read_again(calls)

    def _calls_touched(self, change: Change) -> set[int] | None:
        """The calls a change may have altered here; None for all of them."""
        if change.ids("script") or change.ids("reason"):
            return None
        if len(change.ids("call")) > MOST_SINGLE or len(change.ids("answer")) > MOST_SINGLE:
            return None
        calls, answers, prospects = set(change.ids("call")), change.ids("answer"), change.ids("prospect")
        for answer_id in answers:
            answer = self._session.book.get(Answer, answer_id)
            if answer is not None:
                calls.add(answer.call_id)
        for row in (row for page in self._pages.values() for row in page):
            renamed = self._narrow.prospect_id is None and row.call.prospect_id in prospects
            if renamed or any(answer.id in answers for answer in row.answers):
                calls.add(row.call.id)
        return calls

    def _read_again(self, calls: set[int]) -> None:
        fresh = {row.call.id: row for row in history_rows(self._session.book, sorted(calls))}
        moved = [call_id for call_id in calls if not self._put(call_id, fresh.get(call_id))]
        if moved:
            self.refresh()
        else:
            self.updated.emit()

    def _put(self, call_id: int, fresh: HistoryRow | None) -> bool:
        """Put a call's new state in its place; False where it came, went or moved.

        A call that was edited out of the filter's outcome or words stays in sight until the filter is next used.
        """
        at = self.position(call_id)
        if fresh is not None and not self._belongs(fresh):
            fresh = None
        if at < 0 or fresh is None:
            return at < 0 and fresh is None
        page = self._pages[at // PAGE]
        known = page[at % PAGE]
        page[at % PAGE] = fresh
        self.dataChanged.emit(self.index(at), self.index(at))
        return known.call.started_at == fresh.call.started_at

    def _belongs(self, row: HistoryRow) -> bool:
        whose = self._narrow.prospect_id
        saved = row.call.saved_at is not None and row.call.deleted_at is None
        return saved and (whose is None or row.call.prospect_id == whose)


def spoken(row: HistoryRow) -> tuple[Answer, ...]:
    """The answers that hold anything, trimmed."""
    return tuple(replace(answer, text=answer.text.strip()) for answer in row.answers if answer.text.strip())
