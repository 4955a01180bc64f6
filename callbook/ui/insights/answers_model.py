"""The answers that are asked for, read a page at a time, with their themes kept in step with the book."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt

from callbook.domain.change import Change
from callbook.storage import research
from callbook.storage.research import Said
from callbook.ui import texts
from callbook.ui.insights.answers_reading import Asking, count_of, page_of
from callbook.ui.paged_rows import PAGE, PAGES_KEPT, Index, PagedRows
from callbook.ui.session import Session

ROW = int(Qt.ItemDataRole.UserRole)


class AnswerModel(PagedRows[Said, Asking]):
    """Rows are `Said` under ROW, None while they are being read.

    An answer whose themes change stays where it is, even if it would not be found any more: what is asked for is
    looked for again when something else is, so that nothing moves under the fingers of who goes through the answers.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, Asking(), page_of, count_of, aside=True, parent=parent)
        self.moved = False
        """Whether answers stand here that would not be found any more, or the other way round."""
        self.rest()
        session.changed.connect(self._heard)

    @property
    def asking(self) -> Asking:
        return self._narrow

    def show(self, narrow: Asking) -> None:
        self.moved = False
        super().show(narrow)

    def ids_at_hand(self, runs: Sequence[tuple[int, int]]) -> list[int] | None:
        """The ids of the answers in these runs of rows, first and last included; None where some are not read yet."""
        if sum(last - first + 1 for first, last in runs) > PAGE * PAGES_KEPT:
            return None
        found = [self._at_hand(at) for first, last in runs for at in range(first, last + 1)]
        return None if None in found else [key for key in found if key is not None]

    def _at_hand(self, at: int) -> int | None:
        page = self._pages.get(at // PAGE, [])
        return page[at % PAGE].answer_id if at % PAGE < len(page) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if role == ROW or row is None:
            return row
        when = texts.past_moment(row.started_at, self._session.now(), self._session.zone)
        return "\n".join([texts.joined([row.prospect, when], ", "), row.text])

    def _heard(self, change: Change, _by: object) -> None:
        answers = any(change.ids(table) for table in ("call", "answer", "prospect"))
        themes = change.ids("answer_theme") or change.ids("theme")
        if self._resting:
            self._missed = self._missed or answers or bool(themes)
        elif answers:
            self.refresh()
        elif themes:
            self._read_marks()

    def _read_marks(self) -> None:
        """Read the themes of the answers at hand again: a few pages, so at once."""
        at_hand = [said.answer_id for page in self._pages.values() for said in page]
        marks = research.marks(self._session.book, self._narrow.question_id, at_hand)
        for number, page in self._pages.items():
            self._pages[number] = [replace(said, themes=marks.get(said.answer_id, ())) for said in page]
        self.moved = self.moved or self._narrow.narrowing.theme_id is not None
        if self.count:
            self.dataChanged.emit(self.index(0), self.index(self.count - 1))
