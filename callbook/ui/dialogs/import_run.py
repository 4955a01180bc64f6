"""An import on its way: a piece at each turn of the event loop, told of once at the end, or all of it taken back."""

from PySide6.QtCore import QObject, QTimer, Signal

from callbook.domain.change import Change, Op, combined
from callbook.domain.errors import CallbookError
from callbook.services.bringing_in import Fate
from callbook.services.exchange import ImportPlan
from callbook.services.importing import import_in_pieces
from callbook.ui.session import Session


class ImportRun(QObject):
    """One of `done` (what was touched) and `stopped` (a sentence and a next step, blank where a person stopped it)
    is emitted, once; `advanced` carries how many prospects are written, `stopping` tells that they are taken back."""

    advanced = Signal(int)
    stopping = Signal()
    done = Signal(object)
    stopped = Signal(str, str)

    def __init__(self, session: Session, plan: ImportPlan, mark: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.total = prospects_written(plan)
        self._pieces = import_in_pieces(session.book, plan, now=session.now(), mark=mark)
        self._changes: list[Change] = []
        self._written = 0
        self._over = False
        self._alone = True  # nothing else was written in between, so that one undo takes all of it back

    def start(self) -> None:
        QTimer.singleShot(0, self, self._write)

    def stop(self) -> None:
        """Write no more, and take back what is written."""
        if not self._over:
            self._stop("", "")

    def _write(self) -> None:
        if self._over:
            return
        self._alone = self._alone and self._is_last()
        try:
            change = next(self._pieces, None)
        except CallbookError as error:
            self._stop(error.sentence, error.next_step)
            return
        except BaseException:
            self._stop(self.tr("The import went wrong."), "")
            raise
        if change is None:
            self._end()
            return
        self._changes.append(change)
        self._written += len(change.ids("prospect"))
        self.advanced.emit(self._written)
        QTimer.singleShot(0, self, self._write)

    def _end(self) -> None:
        self._over = True
        change = combined(self._changes) if self._changes else Change(Op.IMPORT)
        self._session.tell(change, self.parent())
        self.done.emit(change)

    def _stop(self, sentence: str, next_step: str) -> None:
        self._over = True
        self.stopping.emit()
        self._pieces.close()  # type: ignore[attr-defined]
        if self._taken_back():
            self.stopped.emit(sentence, next_step or (self.tr("Nothing was imported.") if sentence else ""))
            return
        self._session.tell(combined(self._changes), self.parent())
        kept = self.tr("What was written until then is in the book; Undo takes it back.")
        self.stopped.emit(sentence or self.tr("The import was stopped."), kept)

    def _taken_back(self) -> bool:
        """Whether nothing of the import is left in the book."""
        if not self._has_written():
            return True
        return self._alone and self._is_last() and self._session.undo() is not None

    def _has_written(self) -> bool:
        return any(change.touched for change in self._changes)

    def _is_last(self) -> bool:
        """Whether undo would take the import back, or it has not begun."""
        return not self._has_written() or self._session.book.undo_op is Op.IMPORT


def prospects_written(plan: ImportPlan) -> int:
    """How many prospects a plan makes or adds to."""
    added_to = {one.target.id for one in plan.fated if one.fate is Fate.UPDATED and one.target.id}
    return plan.new + plan.doubtful + len(added_to)
