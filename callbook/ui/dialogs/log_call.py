"""A call made without the timer: on the way, from another telephone, last week."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from callbook.domain.call import Call
from callbook.domain.outcome import Outcome
from callbook.domain.script import Channel, Direction
from callbook.domain.typed_length import read_length
from callbook.domain.when import local_instant
from callbook.services import calls as service
from callbook.services.calls import Ending, NextStep, Situation
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.ui import texts
from callbook.ui.call.outcomes import OutcomeBar
from callbook.ui.call.wrap_up import NextRow
from callbook.ui.fields import Card, ElidedLabel, Label, TextField, button, line_field, row
from callbook.ui.prospects.editor import Choice, labelled, one_line, without_arrows
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


class MomentField(QDateTimeEdit):
    """A day and time on our clock, typed or stepped. Qt is told UTC, so that it leaves every time as it is."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.setTimeZone(QTimeZone(QTimeZone.Initialization.UTC))
        self.setDisplayFormat("d MMM yyyy  HH:mm")
        without_arrows(self)

    def show_moment(self, moment: datetime) -> None:
        local = moment.astimezone(self._zone)
        day, at = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
        self.setDateTime(QDateTime(day, at, QTimeZone(QTimeZone.Initialization.UTC)))

    def moment(self) -> datetime:
        """The UTC moment of what stands here."""
        day, at = self.date(), self.time()
        return local_instant(date(day.year(), day.month(), day.day()), time(at.hour(), at.minute()), self._zone)


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
        self._when = MomentField(session.zone)
        self._channel, self._direction, self._contact = Choice(), Choice(), Choice()
        self._length = line_field(self.tr("4:27, 4m or 270s"))
        self._reading, self._day = Label("", "reading"), Label("", "small")
        self._unfinished = Label(self.tr("Without an outcome it is kept as an unfinished call."), "small")
        self._note = TextField(self.tr("What was said"), lines=3)
        self._outcomes, self._next = OutcomeBar(), NextRow(session)
        self._hint, self._problem = Label("", "hint"), Label("", "error", wrap=True)
        self._lay_out()
        self._connect()

    def open_for(self, prospect_id: int, situation: Situation) -> None:
        """Open for a prospect; `situation` says with whom, by which channel and with which script."""
        self._situation = replace(situation, prospect_id=prospect_id)
        self._who.setText(prospect_reader.name_of(self._session.book, prospect_id))
        self._fill_choices(prospect_id)
        kept = self._kept.pop(prospect_id, None)
        self._show_typed(kept or Typed(self._session.now(), "", "", None, "", None))
        self._hint.setVisible(kept is not None)
        self._problem.hide()
        self.open()
        self._length.setFocus()

    def log(self) -> None:
        """Write the call and close; what cannot be written is said in the form."""
        self._problem.hide()
        self._session.failed.connect(self._show_problem)
        try:
            change = self._session.do(
                service.log, self._chosen(), self._when.moment(), self._seconds() or 0, self._whole_note(),
                self._ending(), by=self,
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
            self._when.moment(), self._length.text(), self._note.text(), self._outcome,
            self._next.text() if self._next_typed else "", self._next.reason_id(),
        )  # fmt: skip

    def _chosen(self) -> Situation:
        return replace(
            self._situation,
            contact_id=self._contact.currentData(),
            channel=Channel(self._channel.currentData()),
            direction=Direction(self._direction.currentData()),
        )

    def _seconds(self) -> int | None:
        """The length in seconds, None where what is typed is none."""
        text = self._length.text().strip()
        return read_length(text) if text else 0

    def _whole_note(self) -> str:
        """The note, and the length where it could not be read: it is kept as typed."""
        if self._seconds() is not None:
            return self._note.text()
        length = self.tr("Length: %1").replace("%1", self._length.text().strip())
        return texts.joined((self._note.text(), length), "\n")

    def _ending(self) -> Ending:
        if self._outcome is None:
            return Ending()
        return Ending(self._outcome, self._next.reason_id(), self._next.next_step(), self._next.text())

    def _proposal(self, outcome: Outcome) -> NextStep:
        chosen = self._chosen()
        call = Call(
            prospect_id=chosen.prospect_id, phone_id=chosen.phone_id, direction=chosen.direction,
            channel=chosen.channel, started_at=self._when.moment(), zone=chosen.zone.key, reached=outcome.reached,
        )  # fmt: skip
        return service.proposal(self._session.book, call, outcome, chosen.zone, now=self._session.now())

    # What is shown

    def _fill_choices(self, prospect_id: int) -> None:
        """What there is to choose from, with the situation's own chosen."""
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
        self._contact.clear()
        self._contact.addItem(self.tr("nobody in particular"), None)
        for contact in prospect_reader.contacts(self._session.book, prospect_id):
            words = texts.joined((one_line(contact.name), one_line(contact.title), texts.role(contact.role)))
            self._contact.addItem(words, contact.id)
        for field, value in (
            (self._contact, self._situation.contact_id),
            (self._channel, self._situation.channel),
            (self._direction, self._situation.direction),
        ):
            field.setCurrentIndex(max(0, field.findData(value)))

    def _set_tab_order(self) -> None:
        """As it is read: the outcomes are made after what stands below them."""
        order: list[QWidget] = [self._note, *self._outcomes.findChildren(QPushButton)]
        order += [*self._next.findChildren(QComboBox), *self._next.findChildren(QLineEdit), self._close, self._log]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _show_typed(self, typed: Typed) -> None:
        self._when.show_moment(typed.when)
        self._length.setText(typed.length)
        self._note.set_text(typed.note)
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
        if not self._next_typed:
            self._propose("", None)
        self._show_state()

    def _next_changed(self) -> None:
        self._next_typed = self._next.text() != self._proposed_text

    def _show_state(self) -> None:
        """The readings of what is typed, and what an outcome asks for."""
        self._next.setVisible(self._outcome is not None)
        self._unfinished.setVisible(self._outcome is None)
        self._day.setText(texts.past_moment(self._when.moment(), self._session.now(), self._session.zone))
        seconds = self._seconds()
        words = self.tr("Not a length; it is kept in the note") if seconds is None else texts.long_length(seconds)
        self._reading.setText(words)
        self._reading.setVisible(bool(self._length.text().strip()))
        self._reading.setProperty("doubtful", seconds is None)
        self._reading.style().polish(self._reading)

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
        whole.addWidget(self._call_card())
        whole.addWidget(self._ending_card())
        whole.addWidget(self._problem)
        whole.addStretch(1)
        whole.addLayout(row(self._hint, None, self._close, self._log))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.resize(840, 500)

    def _call_card(self) -> Card:
        card, grid = Card(), QGridLayout()
        for channel in Channel:
            self._channel.addItem(texts.channel(channel), channel)
        for direction in Direction:
            self._direction.addItem(texts.direction(direction), direction)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        grid.addLayout(labelled(self.tr("When"), self._when, self._day), 0, 0, top)
        grid.addLayout(labelled(self.tr("Channel"), self._channel), 0, 1, top)
        grid.addLayout(labelled(self.tr("Who called"), self._direction), 0, 2, top)
        grid.addLayout(labelled(self.tr("Spoke with"), self._contact), 1, 0, top)
        grid.addLayout(labelled(self.tr("Length"), self._length), 1, 1, top)
        grid.addWidget(self._reading, 1, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        grid.addLayout(labelled(self.tr("Note"), self._note), 2, 0, 1, 3)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        card.column.addLayout(grid)
        return card

    def _ending_card(self) -> Card:
        card = Card()
        card.column.addWidget(self._outcomes)
        card.column.addWidget(self._unfinished)
        card.column.addWidget(self._next)
        return card

    def _connect(self) -> None:
        self._when.dateTimeChanged.connect(lambda _: self._moment_changed())
        self._length.textEdited.connect(lambda _: self._show_state())
        self._outcomes.chosen.connect(self._choose)
        self._next.typed.connect(self._next_changed)
        self._next.entered.connect(self._log.setFocus)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.log)
