"""Reading a list beside the window, again with each choice, and remembering what its columns were taken for."""

from collections.abc import Callable, Sequence
from threading import Event

from PySide6.QtCore import QObject, Signal

from callbook.domain.errors import CallbookError
from callbook.services.exchange import Choices, ImportPlan, plan_import
from callbook.storage.engine import Connection
from callbook.system.settings import MachineSettings
from callbook.ui.dialogs.import_shapes import Fields, ImportShapes, shape_of
from callbook.ui.session import Session

Found = tuple[bytes, ImportPlan]


class GivenUp(Exception):  # noqa: N818  nothing went wrong
    """Nobody waits for the answer any more."""


Problem = CallbookError | GivenUp
Question = Callable[[Connection], Found]


class ImportReading(QObject):
    """`answered` tells that `plan` is a new one, `failed` why it is not (a sentence and a next step).

    `busy` until the newest question is answered; an older one is given up wherever its reading is.
    """

    answered = Signal()
    failed = Signal(str, str)

    def __init__(self, session: Session, machine: MachineSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._shapes = session, ImportShapes(machine)
        self._asked = 0
        self._given_up = Event()  # of the newest question
        self.forget()

    def forget(self) -> None:
        """Let go of the list; an answer that is still to come is not waited for."""
        self.plan: ImportPlan | None = None
        self.busy = False
        self._asked += 1
        self._given_up.set()
        self._data, self._source = b"", ""
        self._guessing = False
        self._own: dict[str, Fields] = {}  # what columns were taken for since this list was opened, by shape

    def give_up(self) -> None:
        """Have a reading that is on its way end where it is."""
        self._given_up.set()

    def begin(self, read: Callable[[], bytes], source: str) -> None:
        self.forget()
        self._source = source
        self._plan_anew(read, Choices())

    def choose(self, choices: Choices) -> None:
        """Read the list as a person says it is to be read."""
        data = self._data
        self._plan_anew(lambda: data, choices)

    def guess_again(self) -> None:
        """Take the columns for what they seem to be, whatever is remembered."""
        if self.plan is not None:
            self._guessing = True
            self.choose(self.plan.choices)

    def remap(self, fields: Sequence[str]) -> None:
        """Read the list again with its columns taken for what a person says: of what was read before, no more is kept
        than is shown."""
        plan = self.plan
        if plan is not None:
            self._own[shape_of(plan.names)] = tuple(fields)
            self.choose(plan.choices)

    @property
    def remembered(self) -> bool:
        """Whether the columns are taken for what they were with an earlier list."""
        if self.plan is None or shape_of(self.plan.names) in self._own:
            return False
        return self._shapes.recall().get(shape_of(self.plan.names)) == self.plan.fields

    def remember(self) -> None:
        """Keep what a person took the columns for; not a guess, which may be better the next time."""
        plan = self.plan
        if plan is not None and has_header(plan) and shape_of(plan.names) in self._own:
            self._shapes.keep(plan.names, plan.fields)

    def _plan_anew(self, read: Callable[[], bytes], choices: Choices) -> None:
        known = {} if self._guessing else {**self._shapes.recall(), **self._own}
        source, zone = self._source, self._session.zone
        self._given_up.set()
        given_up = self._given_up = Event()

        def watch() -> None:
            if given_up.is_set():
                raise GivenUp

        def question(book: Connection) -> Found:
            watch()
            data = read()

            def recall(names: tuple[str, ...]) -> Fields | None:
                return known.get(shape_of(names))

            return data, plan_import(book, data, source, choices, recall, zone, watch)

        self._ask(question)

    def _ask(self, question: Question) -> None:
        self._asked += 1
        self.busy = True
        number = self._asked
        job = self._session.read_aside(lambda book: (number, tried(question, book)))
        job.done.connect(self._take)
        job.failed.connect(self._broken)

    def _take(self, answer: tuple[int, Found | Problem]) -> None:
        number, found = answer
        if number != self._asked:
            return
        self.busy = False
        guessed, self._guessing = self._guessing, False
        if isinstance(found, CallbookError):
            self.failed.emit(found.sentence, found.next_step)
        elif not isinstance(found, GivenUp):
            self._data, self.plan = found
            if guessed:  # asked for, so it is a choice
                self._own[shape_of(self.plan.names)] = self.plan.fields
            self.answered.emit()

    def _broken(self, error: Exception) -> None:
        raise error


def tried(question: Question, book: Connection) -> Found | Problem:
    """The answer, or why there is none: so that a reason that comes too late is known by its number."""
    try:
        return question(book)
    except (CallbookError, GivenUp) as error:
        return error


def has_header(plan: ImportPlan) -> bool:
    return plan.reading.table is not None and plan.reading.table.header is not None
