"""The calls a filter leaves, read a page at a time when they are looked at, and kept in step with the book."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt

from callbook.domain.call import Answer
from callbook.domain.change import Change
from callbook.domain.when import local_day
from callbook.storage.calls import HistoryFilter, HistoryRow, history_count, history_page, history_rows
from callbook.ui import texts
from callbook.ui.paged_rows import PAGE, Index, PagedRows
from callbook.ui.session import Session

ROW = int(Qt.ItemDataRole.UserRole)
DAY = ROW + 1

# A change of more calls than this is an import or a bulk delete: everything is read again.
MOST_SINGLE = 50


class CallModel(PagedRows[HistoryRow, HistoryFilter]):
    """Rows are `HistoryRow` under ROW, None while they are being read; DAY is the local day a row begins, if any.

    With `aside` every read runs on the worker, as counting a million calls takes most of a second.
    """

    def __init__(self, session: Session, aside: bool, parent: QObject | None = None) -> None:
        super().__init__(session, HistoryFilter(), history_page, history_count, aside, parent)
        session.changed.connect(self._heard)

    def position(self, call_id: int) -> int:
        """Where a call stands among those read, -1 where it does not."""
        for number, page in self._pages.items():
            for within, row in enumerate(page):
                if row.call.id == call_id:
                    return number * PAGE + within
        return -1

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
