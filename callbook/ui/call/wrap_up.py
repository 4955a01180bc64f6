"""Wrap-up: whom they named, why they said no, what comes next as text that can be retyped, and where they meet."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Result
from callbook.domain.prospect import Prospect
from callbook.services import proposals
from callbook.services.calls import NextStep
from callbook.services.prospects import Draft
from callbook.storage import calls as reader
from callbook.ui import texts
from callbook.ui.call.beside import Beside, MeetingLine, ReadLine, ReferralLine, beside_text, read_beside
from callbook.ui.call.reasons import ReasonRow
from callbook.ui.fields import Label, line_field
from callbook.ui.session import Session


class NextRow(QWidget):
    """The proposed next action, and the lines an outcome asks for: whom they named, why they said no, where they meet.

    `entered` is Return in the last field; `typed` tells of every change by a person.
    """

    entered = Signal()
    typed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._proposed = NextStep()
        self._theirs: ZoneInfo | None = None
        self._country, self._visit = "", 0
        self._kept: dict[int, Beside] = {}
        self._referral = ReferralLine()
        self._reasons = ReasonRow(Label(self.tr("Why not"), "quiet"))
        self._field = line_field(self.tr("when?  thu 9:30, +3d, in 2 weeks, never"))
        self._field.setAccessibleName(self.tr("Next action"))
        self._line = ReadLine(self.tr("Next"), self._field, letters=24, roles=("reading", "reading"))
        self._meeting = MeetingLine()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for line in (self._referral, self._reasons, self._line, self._meeting):
            whole.addWidget(line)
        self._connect()

    def show_from(self, prospect: Prospect | None, visit: int = 0, beside: str = "") -> None:
        """With whom the call is that is shown from now on; whom they name is looked for in their country.

        `visit` names the call, such as by its id: what is typed beside the next action is kept for it. With 0 it is
        kept until another outcome is proposed. `beside` is what the book has of it, as `beside()` told it.
        """
        self._country = prospect.country if prospect else ""
        self._visit = visit
        self._kept = {visit: read_beside(beside)}

    def beside(self) -> str:
        """What was typed beside the next action, to be kept with the call; "" for nothing."""
        return beside_text(self._kept.get(self._visit, Beside()))

    def show_zone(self, theirs: ZoneInfo | None) -> None:
        """The zone of their clock, None where it is not known."""
        self._theirs = theirs
        self._show_reading()

    def propose(self, outcome: Outcome, proposed: NextStep) -> None:
        """Show what an outcome proposes, ready to be retyped."""
        due = texts.due_typed(proposed.due, self._session.zone) if proposed.due else ""
        self.restore(outcome, proposed, texts.joined((due, proposed.text), " - "), None)

    def restore(self, outcome: Outcome, proposed: NextStep, typed: str, reason_id: int | None) -> None:
        """Show what was typed for an outcome before."""
        self._proposed = proposed
        self._field.setText(typed)
        kept = self._kept.get(self._visit, Beside())
        self._referral.show_kept(kept)
        self._referral.setVisible(outcome.result is Result.REFERRAL)
        self._meeting.show_proposed(proposed, kept)
        self._meeting.setVisible(proposed.kind is ActionKind.MEETING)
        reasons = reader.reasons(self._session.book) if outcome.asks_reason else []
        self._reasons.show_reasons(reasons)
        self._reasons.setVisible(bool(reasons))
        self._reasons.choose(reason_id)
        self._chain()
        self._align()
        self._show_reading()

    def take_focus(self) -> None:
        """Into what the outcome asks for first."""
        self._field.selectAll()
        if self._referral.isVisibleTo(self):
            self._referral.name.setFocus()
        else:
            self._go_on()

    def tab_order(self) -> list[QWidget]:
        """Everything that takes the keyboard, in the order it is read."""
        who, meeting = self._referral, self._meeting
        return [who.name, who.number, *self._reasons.stops(), self._field, meeting.place, meeting.length]

    def next_step(self) -> NextStep:
        """What the text means now."""
        session = self._session
        step = proposals.next_step(
            self._field.text(),
            self._proposed,
            session.zone,
            texts.day_comes_first(),
            now=session.now(),
            theirs=self._theirs,
        )
        return self._meeting.meant(step) if step.kind is ActionKind.MEETING else step

    def referred(self) -> Draft | None:
        """Whom they named, where the outcome asks for it and something was typed."""
        return self._referral.draft(self._country) if self._referral.isVisibleTo(self) else None

    def reason_id(self) -> int | None:
        return self._reasons.reason_id() if self._reasons.isVisibleTo(self) else None

    def text(self) -> str:
        return self._field.text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._align()
        self._chain()

    def _go_on(self) -> None:
        if self._reasons.isVisibleTo(self):
            self._reasons.take_focus()
        else:
            self._field.setFocus()

    def _connect(self) -> None:
        self._field.textChanged.connect(lambda _: self._show_reading())
        self._field.textEdited.connect(lambda _: self.typed.emit())
        self._field.returnPressed.connect(self.entered)
        self._reasons.chosen.connect(self.typed)
        self._reasons.passed.connect(self._leave_reasons)
        self._referral.passed.connect(self._go_on)
        self._meeting.entered.connect(self.entered)
        self._referral.typed.connect(self._keep)
        self._meeting.typed.connect(self._keep)
        self._session.minute.connect(self._show_reading)

    def _leave_reasons(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def _keep(self) -> None:
        """Remember what was typed beside the next action, for when this call is shown again."""
        if self._visit:
            who, meeting = self._referral, self._meeting
            fields = (meeting.place, meeting.length, who.name, who.number)
            self._kept[self._visit] = Beside(*(each.text() if each.isModified() else None for each in fields))
        self._show_reading()
        self.typed.emit()

    def _align(self) -> None:
        """The fields of all lines begin at one edge."""
        lines = (self._referral, self._reasons, self._line, self._meeting)
        captions = [line.caption for line in lines if line.isVisibleTo(self)]
        width = max(caption.sizeHint().width() for caption in captions)
        for caption in captions:
            caption.setFixedWidth(width)

    def _chain(self) -> None:
        """Tab goes as it is read: the reasons are made after what stands below them."""
        for first, second in pairwise([self._referral.number, *self._reasons.stops()]):
            QWidget.setTabOrder(first, second)

    def _show_reading(self) -> None:
        step, now, zone = self.next_step(), self._session.now(), self._session.zone
        self._meeting.show_reading(step.due if isinstance(step.due, datetime) else None, zone)
        if step.due is None or step.kind is None:
            self._line.say(self.tr("No next action"))
            return
        words = texts.joined((texts.action(step.kind), texts.due_reading(step.due, now, zone, self._theirs)))
        typed = self._field.text().strip()
        guessed = step.text == typed and self._proposed.due != step.due
        if guessed:
            told = self.tr("No date read, kept as words: %1") if typed else self.tr("No date yet: %1")
            words = told.replace("%1", words)
        self._line.say(words, guessed)
