"""A live call and its wrap-up: the timer and the opening line on one strip, answers, note, outcomes at the foot."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from callbook.domain.call import Answer, Call, CallState, talk_seconds
from callbook.domain.outcome import Outcome
from callbook.domain.script import Direction, Opener, ScriptText
from callbook.ui import texts
from callbook.ui.call import wording
from callbook.ui.call.outcomes import OutcomeBar
from callbook.ui.call.wrap_up import NextRow
from callbook.ui.fields import Autosave, Card, Label, TextField, button, row, scrolling, section
from callbook.ui.session import Session


class Strip(Card):
    """Timer, state and opening line, always in sight."""

    hang_up_asked = Signal()
    picked_up_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(spacing=0)
        self._session = session
        self._call = Call()
        self._saved = ""
        self._time = Label("0:00", "timer")
        self._state = section("")
        self._since = Label("", "faint")
        self._line = Label("", "strip", wrap=True)
        self._picked = button(self.tr("They picked up"), "flat", self.picked_up_asked.emit)
        self._hang_up = button(self.tr("Hang up"), clicked=self.hang_up_asked.emit)
        self._picked.setToolTip("Ctrl+T")
        self._hang_up.setToolTip("Ctrl+⏎")
        font = self._time.font()
        font.setFeature(QFont.Tag("tnum"), 1)
        self._time.setFont(font)
        self.column.setContentsMargins(18, 10, 18, 12)
        state = QVBoxLayout()
        state.setSpacing(1)
        state.addWidget(self._state)
        state.addWidget(self._since)
        top = row(self._time, 4, None, self._picked, self._hang_up)
        top.insertLayout(2, state)
        self.column.addLayout(top)
        self.column.addSpacing(6)
        self.column.addWidget(self._line)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tick)

    def show_call(self, call: Call, line: str) -> None:
        self._line.setText(f"“{line}”" if line else "")
        self._line.setVisible(bool(line))
        self.show_state(call)

    def show_state(self, call: Call) -> None:
        self._call = call
        live = call.state is CallState.LIVE
        self._state.setText(self.tr("Talking") if live else self.tr("Wrap-up"))
        if call.started_at is not None:
            zone = ZoneInfo(call.zone) if call.zone else self._session.zone
            began = self.tr("started %1").replace("%1", texts.clock(call.started_at, zone))
            kept = self.tr("saved %1").replace("%1", self._saved) if self._saved else ""
            self._since.setText(texts.joined((began, kept)))
        self._hang_up.setVisible(live)
        self._picked.setVisible(live and call.picked_up_at is None and call.direction is Direction.OUTBOUND)
        (self._ticks.start if live else self._ticks.stop)()
        self._tick()

    def show_saved(self, when: str) -> None:
        """When something typed was last written, "" for not yet."""
        self._saved = when
        self.show_state(self._call)

    def _tick(self) -> None:
        call = self._call
        live = call.state is CallState.LIVE
        self._time.setText(texts.length(talk_seconds(call, self._session.now()) if live else call.seconds))


class Answers(QWidget):
    """The questions of a script, each with a field for its answer. Enter goes to the next; Tab to the note."""

    typed = Signal()
    left = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(7)
        self._parts: list[QWidget] = []
        self._fields: list[tuple[Answer, TextField]] = []

    def show_answers(self, answers: Sequence[Answer], values: Mapping[str, str]) -> None:
        """One field for each answer, stored or still to come, in order of position."""
        if [(one.position, one.wording) for one, _ in self._fields] == [(one.position, one.wording) for one in answers]:
            for answer, (_, field) in zip(answers, self._fields, strict=True):
                field.set_text(answer.text)
            return
        for old in self._parts:
            self._column.removeWidget(old)
            old.deleteLater()
        self._parts, self._fields = [], []
        for answer in answers:
            self._add(answer, values)
        for (_, above), (_, below) in zip(self._fields, self._fields[1:], strict=False):
            above.moved_on.connect(below.setFocus)
        if self._fields:
            self._fields[-1][1].moved_on.connect(self.finished)

    def answers(self) -> list[Answer]:
        """What stands in the fields now."""
        return [
            Answer(question_id=one.question_id, position=one.position, wording=one.wording, text=field.text())
            for one, field in self._fields
        ]

    def first(self) -> TextField | None:
        return self._fields[0][1] if self._fields else None

    def focused(self) -> TextField | None:
        return next((field for _, field in self._fields if field.hasFocus()), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The note is one Tab away from every answer, not behind all of them.
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self.finished.emit()
            return True
        return super().eventFilter(watched, event)

    def _add(self, answer: Answer, values: Mapping[str, str]) -> None:
        number = Label(str(answer.position + 1), "faint")
        number.setFixedWidth(number.fontMetrics().horizontalAdvance("00"))
        question = row(number, Label(wording.said(answer.wording, values), wrap=True))
        question.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(question)
        field = TextField(self.tr("Their answer…"))
        field.setAccessibleName(answer.wording)
        field.set_text(answer.text)
        field.typed.connect(self.typed)
        field.left.connect(self.left)
        field.installEventFilter(self)
        self._column.addWidget(holder)
        self._column.addWidget(field)
        self._parts += [holder, field]
        self._fields.append((answer, field))


class LiveView(QWidget):
    """One call from its first second until it is saved."""

    hang_up_asked = Signal()
    picked_up_asked = Signal()
    outcome_chosen = Signal(object)
    save_asked = Signal()
    written = Signal(str, object)
    choice_typed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._call_id = 0
        self._strip = Strip(session)
        self._answers = Answers()
        self._lines = SpareLines()
        self._note = TextField(self.tr("Anything worth keeping"), lines=1, most_lines=5, breaks=True)
        self._note.setAccessibleName(self.tr("Note"))
        self._outcomes = OutcomeBar()
        self.next = NextRow(session)
        self._save = button("", "primary", self.save_asked.emit)
        self._autosave = Autosave(self.write, self)
        self._choice = Autosave(self.choice_typed.emit, self)
        self._lay_out()
        self._connect()

    def show_call(
        self,
        call: Call,
        text: ScriptText | None,
        opener: Opener | None,
        answers: Sequence[Answer],
        outcomes: Sequence[Outcome],
        values: Mapping[str, str],
    ) -> None:
        """Show a call as it stands in the book; what is being typed elsewhere was saved before."""
        line = wording.said(opener.text, values) if opener else ""
        self._strip.show_call(call, line)
        if call.id != self._call_id:
            self._autosave.drop()
        self._call_id = call.id
        if not self._autosave.waiting:  # else the book has not taken yet what stands in the fields
            self._answers.show_answers(answers, values)
            self._note.set_text(call.note)
        self._lines.show_script(text, values)
        self._outcomes.show_outcomes(outcomes)
        self._set_tab_order()
        self.show_state(call)

    def _set_tab_order(self) -> None:
        """As it is read: answers and outcomes are made after what stands below them."""
        order: list[QWidget] = [*self._answers.findChildren(TextField), self._note]
        order += [*self._outcomes.findChildren(QPushButton), *self.next.findChildren(QComboBox)]
        order += [*self.next.findChildren(QLineEdit), self._save]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def show_state(self, call: Call) -> None:
        """Only what changes when somebody hangs up."""
        self._strip.show_state(call)
        wrapping = call.state is CallState.WRAP_UP
        self._save.setVisible(wrapping)
        if not wrapping:
            self.next.hide()
            self._outcomes.check(None)

    def choose(self, outcome: Outcome | None) -> None:
        """Show which outcome is chosen; the next action belongs to it."""
        self._outcomes.check(outcome.id if outcome else None)
        self.next.setVisible(outcome is not None)
        words = self.tr("Save and next") if outcome else self.tr("Save as unfinished")
        self._save.setText(f"{words}   Ctrl+⏎")

    def focus_first(self) -> None:
        """Where the next thing is typed: the first answer, or the note where nothing is asked."""
        (self._answers.first() or self._note).setFocus()

    def focus_note(self) -> None:
        self._note.setFocus()

    def write(self) -> None:
        """Hand over what stands in the fields."""
        self.written.emit(self._note.text(), self._answers.answers())

    def show_written(self, done: bool) -> None:
        """Say when the fields were last written; what the book did not take is owed to the next flush."""
        if done:
            self._strip.show_saved(texts.clock(self._session.now(), self._session.zone))
        else:
            self._autosave.owe()

    @property
    def unwritten(self) -> bool:
        return self._autosave.waiting

    def flush(self) -> None:
        self._autosave.flush()
        self._choice.flush()

    def forget_saved(self) -> None:
        self._strip.show_saved("")

    def _lay_out(self) -> None:
        content = QWidget()
        asked = QVBoxLayout(content)
        asked.setContentsMargins(0, 0, 6, 0)
        asked.setSpacing(10)
        asked.addWidget(section(self.tr("Questions")))
        asked.addWidget(self._answers)
        asked.addWidget(self._lines)
        asked.addStretch(1)
        middle = Card(spacing=8)
        middle.column.setContentsMargins(18, 12, 14, 12)
        middle.column.addWidget(scrolling(content), 1)
        middle.column.addLayout(row(section(self.tr("Note"))))
        middle.column.addWidget(self._note)
        foot = Card(spacing=9)
        foot.column.setContentsMargins(18, 10, 18, 12)
        foot.column.addWidget(self._outcomes)
        foot.column.addWidget(self.next)
        foot.column.addLayout(row(None, self._save))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._strip)
        whole.addWidget(middle, 1)
        whole.addWidget(foot)

    def _connect(self) -> None:
        self._strip.hang_up_asked.connect(self.hang_up_asked)
        self._strip.picked_up_asked.connect(self.picked_up_asked)
        self._answers.typed.connect(self._autosave.typed)
        self._answers.left.connect(self._autosave.flush)
        self._answers.finished.connect(self._note.setFocus)
        self._note.typed.connect(self._autosave.typed)
        self._note.left.connect(self._autosave.flush)
        self._outcomes.chosen.connect(self.outcome_chosen)
        self.next.typed.connect(self._choice.typed)
        self.next.entered.connect(self.save_asked)


class SpareLines(QWidget):
    """What a script has ready beside the questions: for the desk, for the answering machine, for objections."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(5)
        self._parts: list[Label] = []

    def show_script(self, text: ScriptText | None, values: Mapping[str, str]) -> None:
        for old in self._parts:
            self._column.removeWidget(old)
            old.deleteLater()
        self._parts = []
        if text is None:
            return
        for title, line in (
            (self.tr("At the desk"), text.version.gatekeeper_line),
            (self.tr("On their voicemail"), text.version.voicemail),
        ):
            if line:
                self._add(section(title))
                self._add(Label(wording.said(line, values), "quiet", wrap=True))
        if text.objections:
            self._add(section(self.tr("If they say")))
        for one in text.objections:
            self._add(Label(f"“{one.objection}”", "name", wrap=True))
            self._add(Label(wording.said(one.reply, values), "quiet", wrap=True))

    def _add(self, label: Label) -> None:
        self._parts.append(label)
        self._column.addWidget(label)
