"""The call in hand: the open call that is shown, and what is written of it until it is saved."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from callbook.domain.call import Answer, Call, CallState
from callbook.domain.change import Change
from callbook.domain.outcome import Outcome
from callbook.services import calls as service
from callbook.services import talking, timing
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.proposals import proposal
from callbook.storage import calls as reader
from callbook.ui.call.wrap_up import NextRow
from callbook.ui.session import Session


class CallInHand(QObject):
    """`call` is None before one. Whatever is typed elsewhere is asked for by `flush_asked` before a verb runs, and
    `acted` tells afterwards that the call is another than before."""

    flush_asked = Signal()
    acted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._visit = 0
        self.call: Call | None = None
        self.outcome: Outcome | None = None

    @property
    def state(self) -> CallState | None:
        """None before a call."""
        return self.call.state if self.call else None

    @property
    def live(self) -> bool:
        return self.state is CallState.LIVE

    def take(self, call: Call | None) -> bool:
        """Take a call, or none, in hand; True where it is another one. The outcome chosen in its wrap-up comes with
        it."""
        other = call is None or self.call is None or call.id != self.call.id
        self._visit += other  # what is typed in another visit is undone by itself
        self.call = call
        known = {one.id: one for one in reader.outcomes(self._session.book)} if call else {}
        self.outcome = known.get(call.outcome_id or 0) if call else None
        return other

    def let_go(self) -> None:
        self.call, self.outcome = None, None

    def refetch(self) -> None:
        if self.call is not None:
            self.call = self._session.book.get(Call, self.call.id)
        if self.outcome is not None:  # it may have been changed or removed in the settings
            self.outcome = next(
                (one for one in reader.outcomes(self._session.book) if one.id == self.outcome.id), None
            )

    def begin(self, situation: Situation) -> Call | None:
        """Start a call in the book; None where that could not be done. It is not in hand yet."""
        change = self._session.do(service.start, situation, by=self)
        begun = [self._session.book.get(Call, key) for key in change.ids("call")] if change else []
        return next((call for call in begun if call is not None and call.state is CallState.LIVE), None)

    def hang_up(self) -> None:
        if self.live:
            self.meanwhile(service.hang_up)

    def pick_up(self) -> None:
        """They picked up: talk time counts from now."""
        if self.live:
            self.meanwhile(timing.pick_up)

    def pause(self) -> None:
        """Stop counting, or count again."""
        if self.call is not None and self.live:
            self.meanwhile(timing.pause if self.call.paused_at is None else timing.go_on)

    def beat(self) -> None:
        """It still goes on."""
        if self.call is not None:
            self._session.do(timing.beat, self.call.id, by=self)

    def correct_length(self, seconds: int) -> None:
        self.meanwhile(timing.correct_length, seconds)

    def take_out(self, seconds: int) -> None:
        self.meanwhile(timing.take_out, seconds)

    def raise_objection(self, objection: object) -> None:
        self.meanwhile(talking.raise_objection, objection)

    def ask(self, words: str) -> bool:
        return self.meanwhile(talking.ask, words)

    def keep_who_answered(self, name: str) -> bool:
        return self.meanwhile(talking.answered_by, name)

    def attach(self, prospect_id: int) -> None:
        """Say who it is that called."""
        if self.call is not None:
            self._session.do(service.attach, self.call.id, prospect_id, by=self)
            self.refetch()

    def meanwhile(self, verb: Callable[..., Change], *arguments: Any) -> bool:
        """Do something with the call; False where the book did not take it."""
        if self.call is None:
            return False
        self.flush_asked.emit()
        done = self._session.do(verb, self.call.id, *arguments, by=self) is not None
        self.refetch()
        self.acted.emit()
        return done

    def write(self, note: str, answers: list[Answer]) -> bool:
        """Keep what was typed."""
        if self.call is None:
            return True
        merge = f"write:{self.call.id}:{self._visit}"
        return self._session.do(service.write, self.call.id, note, answers, merge=merge, by=self) is not None

    def proposal(self, outcome: Outcome) -> NextStep:
        """What an outcome proposes for this call."""
        if self.call is None:
            return NextStep()
        return proposal(self._session.book, self.call, outcome, self._session.zone, now=self._session.now())

    def keep_choice(self, following: NextRow) -> None:
        """Keep what is chosen and typed in wrap-up, so that a crash or an undo brings it back."""
        if self.call is None or self.outcome is None:
            return
        typed = (following.reason_id(), following.text(), following.beside())
        merge = f"choose:{self.call.id}:{self._visit}"
        self._session.do(service.choose, self.call.id, self.outcome, *typed, merge=merge, by=self)
        self.refetch()

    def save(self, following: NextRow) -> tuple[Ending, Change] | None:
        """End wrap-up; without an outcome the call is kept as unfinished. None where the book did not take it."""
        if self.call is None:
            return None
        ending = Ending()
        if self.outcome is not None:
            meant = (following.reason_id(), following.next_step(), following.text(), following.referred())
            ending = Ending(self.outcome, *meant)
        change = self._session.do(service.save, self.call.id, ending, self._session.zone, by=self)
        return None if change is None else (ending, change)
