"""Wrap-up: what comes next as text that can be retyped, with its reading beside it, and why they said no."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.outcome import Outcome
from callbook.services import proposals
from callbook.services.calls import NextStep
from callbook.storage import calls as reader
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import Label, line_field, row
from callbook.ui.forms import one_line
from callbook.ui.session import Session

REASON_LENGTH = 20  # letters; a longer one is cut off until the list is opened


class NextRow(QWidget):
    """The proposed next action and, where an outcome asks for it, the reason. `entered` is Return in the field."""

    entered = Signal()
    typed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._proposed = NextStep()
        self._field = line_field(self.tr("when?  thu 9:30, +3d, in 2 weeks, never"))
        self._field.setAccessibleName(self.tr("Next action"))
        self._reading = Label("", "reading")
        self._reason = Choice()
        self._reason.setMinimumContentsLength(REASON_LENGTH)
        self._reason.setAccessibleName(self.tr("Why not"))
        self._why = QWidget()
        why = row(Label(self.tr("Why not"), "quiet"), self._reason, None)
        self._why.setLayout(why)
        line = row(Label(self.tr("Next"), "quiet"), self._field, self._reading, spacing=10)
        line.setStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._why)
        whole.addLayout(line)
        self._field.textChanged.connect(lambda _: self._show_reading())
        self._field.textEdited.connect(lambda _: self.typed.emit())
        self._reason.activated.connect(lambda _: self.typed.emit())
        self._field.returnPressed.connect(self.entered)
        session.minute.connect(self._show_reading)

    def propose(self, outcome: Outcome, proposed: NextStep) -> None:
        """Show what an outcome proposes, ready to be retyped."""
        due = texts.due_typed(proposed.due, self._session.zone) if proposed.due else ""
        self.restore(outcome, proposed, texts.joined((due, proposed.text), " - "), None)

    def restore(self, outcome: Outcome, proposed: NextStep, typed: str, reason_id: int | None) -> None:
        """Show what was typed for an outcome before."""
        self._proposed = proposed
        self._field.setText(typed)
        self._why.setVisible(outcome.asks_reason)
        if outcome.asks_reason:
            self._fill_reasons()
            self._reason.choose(reason_id)
        self._show_reading()

    def take_focus(self) -> None:
        field = self._reason if self._why.isVisibleTo(self) else self._field
        field.setFocus()
        self._field.selectAll()

    def next_step(self) -> NextStep:
        """What the text means now."""
        return proposals.next_step(
            self._field.text(), self._proposed, self._session.zone, texts.day_comes_first(), now=self._session.now()
        )

    def reason_id(self) -> int | None:
        return self._reason.currentData() if self._why.isVisibleTo(self) else None

    def text(self) -> str:
        return self._field.text()

    def _fill_reasons(self) -> None:
        reasons = [(one_line(reason.label), reason.id) for reason in reader.reasons(self._session.book)]
        self._reason.offer([(self.tr("no reason kept"), None), *reasons])

    def _show_reading(self) -> None:
        step = self.next_step()
        if step.due is None or step.kind is None:
            self._say(self.tr("No next action"), doubtful=False)
            return
        words = texts.joined(
            (texts.action(step.kind), texts.due_reading(step.due, self._session.now(), self._session.zone))
        )
        guessed = step.text == self._field.text().strip() and self._proposed.due != step.due
        self._say(self.tr("No date read, kept as words: %1").replace("%1", words) if guessed else words, guessed)

    def _say(self, words: str, doubtful: bool) -> None:
        self._reading.setText(words)
        if self._reading.property("doubtful") != doubtful:
            self._reading.setProperty("doubtful", doubtful)
            self._reading.style().polish(self._reading)
