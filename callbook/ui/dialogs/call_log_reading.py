"""Planning what a call log would become beside the window, and again with each choice."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from callbook.domain.errors import CallbookError
from callbook.domain.outcome import Outcome
from callbook.services.call_logs import CallLogPlan, LogChoices, plan_log, with_outcomes
from callbook.services.exchange import Reading
from callbook.storage.engine import Connection
from callbook.ui.session import Session


class CallLogReading(QObject):
    """`answered` tells that `plan` is a new one, `failed` why it is not (a sentence and a next step). `busy` until the
    newest question is answered; an answer to an older one is let go."""

    answered = Signal()
    failed = Signal(str, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self.forget()

    def forget(self) -> None:
        """Let go of the log; an answer that is still to come is not waited for."""
        self.plan: CallLogPlan | None = None
        self.busy = False
        self._asked += 1
        self._log: Reading | None = None
        self._source = ""
        self._choices = LogChoices()

    def begin(self, log: Reading, source: str) -> None:
        self.forget()
        self._log, self._source = log, source
        self._plan_anew(LogChoices())

    def plan_again(self) -> None:
        """The same choices beside the book as it is now."""
        self._plan_anew(self._choices)

    def with_strangers(self, wanted: bool) -> None:
        self._plan_anew(replace(self._choices, strangers=wanted))

    def with_order(self, order: str) -> None:
        self._plan_anew(replace(self._choices, order=order))

    def with_owner(self, form: str, prospect_id: int) -> None:
        self._plan_anew(replace(self._choices, picked={**self._choices.picked, form: prospect_id}))

    def with_outcomes(self, places: Iterable[int], outcome: Outcome | None) -> None:
        """Give calls an outcome; nothing else changes, so it is known at once."""
        if self.plan is not None and not self.busy:
            self.plan = with_outcomes(self.plan, places, outcome)
            self._choices = self.plan.choices
            self.answered.emit()

    def _plan_anew(self, choices: LogChoices) -> None:
        log, source, now = self._log, self._source, self._session.now()
        if log is None:
            return
        self._choices = choices
        self._asked += 1
        self.busy = True
        number = self._asked

        def answer(book: Connection) -> tuple[int, CallLogPlan | CallbookError]:
            try:
                return number, plan_log(book, log, source, self._session.zone, choices, now=now)
            except CallbookError as error:
                return number, error

        job = self._session.read_aside(answer)
        job.done.connect(self._take)
        job.failed.connect(self._broken)

    def _take(self, answer: tuple[int, CallLogPlan | CallbookError]) -> None:
        number, found = answer
        if number != self._asked:
            return
        self.busy = False
        if isinstance(found, CallbookError):
            self.failed.emit(found.sentence, found.next_step)
            return
        self.plan = found
        self.answered.emit()

    def _broken(self, error: Exception) -> None:
        raise error
