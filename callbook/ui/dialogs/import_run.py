"""An import on its way: a piece at each turn of the event loop, told of once at the end, or all of it taken back."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from callbook.domain.change import Change, Op, combined
from callbook.domain.errors import CallbookError
from callbook.services.bringing_in import Fate
from callbook.services.exchange import ImportPlan
from callbook.ui import texts
from callbook.ui.in_pieces import InPieces
from callbook.ui.session import Session


class ImportRun(QObject):
    """One of `done` (what was touched) and `stopped` (a sentence and a next step, blank where a person stopped it)
    is emitted, once; `advanced` carries how many rows of `table` are written, `stopping` tells that they are taken
    back."""

    advanced = Signal(int)
    stopping = Signal()
    done = Signal(object)
    stopped = Signal(str, str)

    def __init__(
        self, session: Session, pieces: Iterator[Change], total: int, parent: QObject, table: str = "prospect"
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.total = total
        self._pieces, self._table = pieces, table
        self._changes: list[Change] = []
        self._written = 0
        self._over = False
        self._back: InPieces | None = None
        self._why = ("", "")  # it was stopped, once that began
        self.left = False  # whether some of a stopped import stays in the book

    def start(self) -> None:
        QTimer.singleShot(0, self, self._write)

    def stop(self) -> None:
        """Write no more, and take back what is written, a piece at each turn as well."""
        if not self._over:
            self._stop("", "")

    def stop_at_once(self) -> None:
        """The same without letting anything else go on, as when the program ends."""
        self.stop()
        if self._back is not None:
            self._back.finish()

    def _write(self) -> None:
        if self._over:
            return
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
        self._written += len(change.ids(self._table))
        self.advanced.emit(self._written)
        QTimer.singleShot(0, self, self._write)

    def _end(self) -> None:
        self._over = True
        change = combined(self._changes) if self._changes else Change(Op.IMPORT)
        self._session.tell(change, self.parent())
        self.done.emit(change)

    def _stop(self, sentence: str, next_step: str) -> None:
        self._over = True
        self._why = (sentence, next_step)
        self._pieces.close()  # type: ignore[attr-defined]
        if not self._has_written():
            self._end_stopped(left=False)
        elif not self._is_last():
            self._end_stopped(left=True)
        else:
            self.stopping.emit()
            # Forgotten: what was given up is not offered to be done again.
            self._back = InPieces(self._session.book.undo_in_pieces(forget=True), self)
            self._back.done.connect(lambda: self._end_stopped(left=False))
            self._back.failed.connect(lambda error: self._end_stopped(left=True))
            self._back.start()

    def _end_stopped(self, left: bool) -> None:
        """Say why it was stopped, and whether anything of it is left in the book."""
        sentence, next_step = self._why
        taken_back = self._back.change() if self._back is not None else None
        self.left = left and self._has_written()
        if self.left:
            self._session.tell(combined(self._changes), self.parent())
            kept = self.tr("What was written until then is in the book; Undo takes it back.")
            self.stopped.emit(sentence or self.tr("The import was stopped."), texts.joined((kept, next_step), " "))
            return
        if taken_back is not None:
            self._session.tell(taken_back)
        self.stopped.emit(sentence, next_step or (self.tr("Nothing was imported.") if sentence else ""))

    def _has_written(self) -> bool:
        return any(change.touched for change in self._changes)

    def _is_last(self) -> bool:
        """Whether undo would take the import back, or it has not begun."""
        return not self._has_written() or self._session.book.undo_op is Op.IMPORT


def prospects_written(plan: ImportPlan) -> int:
    """How many prospects a plan makes or adds to."""
    added_to = {one.target.id for one in plan.fated if one.fate is Fate.UPDATED and one.target.id}
    return plan.new + plan.doubtful + len(added_to)
