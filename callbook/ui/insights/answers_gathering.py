"""Putting themes on the answers that are chosen, however many they are."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.services import research as service
from callbook.storage import research
from callbook.storage.research import Narrowing
from callbook.ui import texts
from callbook.ui.insights.answers_list import AnswerList
from callbook.ui.insights.answers_model import AnswerModel
from callbook.ui.insights.answers_reading import Asking
from callbook.ui.session import Session


class Gathering(QObject):
    """Finds which answers are chosen in the list and does what is wished with them. `outdated` tells that the list
    has to be read anew before so many can be told apart."""

    outdated = Signal()

    def __init__(self, session: Session, model: AnswerModel, answers: AnswerList) -> None:
        super().__init__(answers)
        self._session, self._model, self._list = session, model, answers
        self._wishes: list[Callable[[list[int]], object]] = []

    def turn(self, theme_id: int) -> None:
        """Put a theme on the answers chosen, or take it off where all of them bear it."""
        self._with_chosen(lambda ids: self._do(ids, service.turn_theme, service.turn_theme_in_pieces, theme_id))

    def put(self, theme_id: int) -> None:
        self._with_chosen(lambda ids: self._put(theme_id, ids))

    def begin(self, question_id: int, name: str) -> None:
        """Begin a theme with the answers chosen."""
        self._with_chosen(
            lambda ids: self._do(ids, service.add_theme, service.add_theme_in_pieces, question_id, name)
        )

    def put_where(self, theme_id: int, question_id: int, word: str) -> None:
        """Put a theme on all the answers that hold a word."""
        asking = Asking(question_id, Narrowing(tuple(word.split())))
        self._look_up(asking, lambda ids: self._put(theme_id, ids))

    def _put(self, theme_id: int, ids: list[int]) -> None:
        self._do(ids, service.put_theme, service.put_theme_in_pieces, theme_id)

    def _do(
        self, ids: list[int], verb: Callable[..., Change], in_pieces: Callable[..., Iterator[Change]], *which: object
    ) -> None:
        one, many = self.tr("Changing themes of 1 answer…"), self.tr("Changing themes of %n answers…")
        words = texts.counted(one, many, len(ids))
        self._session.do_many(len(ids), verb, in_pieces, *which, ids, words=words)

    def _with_chosen(self, do: Callable[[list[int]], object]) -> None:
        """Do something with the ids of the answers chosen; those not read yet are looked for aside."""
        runs = self._list.selected_rows()
        ids = self._model.ids_at_hand(runs)
        if ids is not None:
            if ids:
                do(ids)
        elif self._model.moved:
            self.outdated.emit()
        else:
            self._look_up(
                self._model.asking, lambda found: do([key for one, end in runs for key in found[one : end + 1]])
            )

    def _look_up(self, asking: Asking, then: Callable[[list[int]], object]) -> None:
        """Do something with the ids of all the answers asked for, which are read aside, one such wish after another."""
        self._wishes.append(then)
        # The job must not hold this: it ends on another thread, where no widget may die.
        job = self._session.read_aside(lambda book: research.ids(book, asking.question_id, asking.narrowing))
        job.done.connect(self._looked_up)
        job.failed.connect(self._failed)

    def _looked_up(self, ids: list[int]) -> None:
        self._wishes.pop(0)(ids)

    def _failed(self, error: Exception) -> None:
        self._wishes.pop(0)
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)
