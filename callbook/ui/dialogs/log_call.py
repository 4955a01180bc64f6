"""A call made without the timer: on the way, from another telephone, last week."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from callbook.domain.call import Call
from callbook.domain.outcome import Outcome
from callbook.services import calls as service
from callbook.services import proposals
from callbook.services.calls import Ending, NextStep, Situation
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.ui import texts
from callbook.ui.call.outcomes import OutcomeBar
from callbook.ui.call.wrap_up import NextRow
from callbook.ui.dialogs.log_fields import LogFields
from callbook.ui.fields import Card, ElidedLabel, Label, button, row
from callbook.ui.session import Session
from callbook.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the form of one prospect when it was closed without logging."""

    when: datetime
    length: str
    note: str
    outcome: Outcome | None
    next: str
    reason_id: int | None


class LogCallDialog(QDialog):
    """`logged` carries the call's id. Esc closes; what was typed stays for the same prospect's next time."""

    logged = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._situation = Situation(session.zone)
        self._outcome: Outcome | None = None
        self._next_typed, self._proposed_text = False, ""
        self._kept: dict[int, Typed] = {}
        self._keys: list[QShortcut] = []
        self._who = ElidedLabel("", "title")
        self.call = LogFields(session)
        self._unfinished = Label(self.tr("Without an outcome it is kept as an unfinished call."), "small")
        self._outcomes, self._next = OutcomeBar(), NextRow(session)
        self._hint, self._problem = Label("", "hint"), Label("", "error", wrap=True)
        self._lay_out()
        self._connect()

    def open_for(self, prospect_id: int, situation: Situation) -> None:
        """Open for a prospect; `situation` says with whom, by which channel and with which script."""
        self._situation = replace(situation, prospect_id=prospect_id)
        self._who.setText(prospect_reader.name_of(self._session.book, prospect_id))
        self.call.offer(prospect_id, self._situation)
        self._show_outcomes()
        kept = self._kept.pop(prospect_id, None)
        self._show_typed(kept or Typed(self._session.now(), "", "", None, "", None))
        self._hint.setVisible(kept is not None)
        self._problem.hide()
        self.open()
        self.call.length.setFocus()

    def log(self) -> None:
        """Write the call and close; what cannot be written is said in the form."""
        self._problem.hide()
        if self.call.when.reading() is None:
            self._show_problem(self.tr("What stands under When is no day and time."), self.tr("Type both."))
            self.call.when.setFocus()
            return
        self._session.failed.connect(self._show_problem)
        try:
            change = self._session.do(
                service.log, self.call.chosen(self._situation), self.call.moment(), self.call.seconds(),
                self.call.whole_note(), self._ending(), by=self,
            )  # fmt: skip
        finally:
            self._session.failed.disconnect(self._show_problem)
        if change is not None:
            self.accept()
            self.logged.emit(change.one("call"))

    def reject(self) -> None:
        typed = self._typed()
        if self._situation.prospect_id is not None and (typed.length or typed.note or typed.outcome):
            self._kept[self._situation.prospect_id] = typed
        super().reject()

    # What stands in the form

    def _typed(self) -> Typed:
        return Typed(
            self.call.moment(), self.call.length.text(), self.call.note.text(), self._outcome,
            self._next.text() if self._next_typed else "", self._next.reason_id(),
        )  # fmt: skip

    def _ending(self) -> Ending:
        if self._outcome is None:
            return Ending()
        following = self._next
        return Ending(
            self._outcome, following.reason_id(), following.next_step(), following.text(), following.referred()
        )

    def _proposal(self, outcome: Outcome) -> NextStep:
        chosen = self.call.chosen(self._situation)
        call = Call(
            prospect_id=chosen.prospect_id, phone_id=chosen.phone_id, direction=chosen.direction,
            channel=chosen.channel, started_at=self.call.moment(), zone=chosen.zone.key, reached=outcome.reached,
        )  # fmt: skip
        return proposals.proposal(self._session.book, call, outcome, chosen.zone, now=self._session.now())

    # What is shown

    def _show_outcomes(self) -> None:
        """The outcomes there are, each with its key."""
        outcomes = reader.outcomes(self._session.book)
        self._outcomes.show_outcomes(outcomes)
        self._set_tab_order()
        for key in self._keys:
            key.deleteLater()
        self._keys = [
            QShortcut(QKeySequence(f"Alt+{each.key}"), self, lambda each=each: self._choose(each))
            for each in outcomes
            if each.key
        ]

    def _set_tab_order(self) -> None:
        """As it is read: the outcomes are made after what stands below them."""
        order: list[QWidget] = [self.call.note, *self._outcomes.findChildren(QPushButton)]
        order += [*self._next.tab_order(), self._close, self._log]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _show_typed(self, typed: Typed) -> None:
        self.call.show_typed(typed.when, typed.length, typed.note)
        self._outcome, self._next_typed = typed.outcome, bool(typed.next)
        self._outcomes.check(typed.outcome.id if typed.outcome else None)
        if typed.outcome is not None:
            self._propose(typed.next, typed.reason_id)
        self._show_state()

    def _choose(self, outcome: Outcome) -> None:
        """Take an outcome; what was typed as next action stays, what was only proposed is proposed anew."""
        self._outcome = outcome
        self._outcomes.check(outcome.id)
        self._propose(self._next.text() if self._next_typed else "", self._next.reason_id())
        self._show_state()
        self._next.take_focus()

    def _propose(self, typed: str, reason_id: int | None) -> None:
        if self._outcome is None:
            return
        proposed = self._proposal(self._outcome)
        if self._next_typed:
            self._next.restore(self._outcome, proposed, typed, reason_id)
        else:
            self._next.propose(self._outcome, proposed)
            self._proposed_text = self._next.text()

    def _moment_changed(self) -> None:
        self._problem.hide()
        if not self._next_typed:
            self._propose("", None)

    def _next_changed(self) -> None:
        self._next_typed = self._next.text() != self._proposed_text

    def _show_state(self) -> None:
        """What an outcome asks for."""
        self._next.setVisible(self._outcome is not None)
        self._unfinished.setVisible(self._outcome is None)

    def _show_problem(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.show()

    # Making

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Log without timer"))
        self._hint.setText(self.tr("You typed this before. It is not logged yet."))
        keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self._log = button(texts.joined((self.tr("Log the call"), keys), "  "), "primary", self.log)
        self._close = button(self.tr("Close"), clicked=self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addWidget(self._who)
        whole.addWidget(self.call)
        whole.addWidget(self._ending_card())
        whole.addWidget(self._problem)
        whole.addStretch(1)
        whole.addLayout(row(self._hint, None, self._close, self._log))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.resize(840, 500)

    def _ending_card(self) -> Card:
        card = Card()
        card.column.addWidget(self._outcomes)
        card.column.addWidget(self._unfinished)
        card.column.addWidget(self._next)
        return card

    def _connect(self) -> None:
        self.call.moment_changed.connect(self._moment_changed)
        self._outcomes.chosen.connect(self._choose)
        self._next.typed.connect(self._next_changed)
        self._next.entered.connect(self._log.setFocus)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.log)
