"""A live call and its wrap-up: the timer and the line to say on one strip, answers, note, outcomes at the foot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from callbook.domain.call import Answer, Call, CallState
from callbook.domain.outcome import Outcome
from callbook.domain.script import Opener, ScriptText
from callbook.ui import texts
from callbook.ui.call import wording
from callbook.ui.call.answers import Answers
from callbook.ui.call.objections import Objections
from callbook.ui.call.outcomes import OutcomeBar
from callbook.ui.call.strip import Strip
from callbook.ui.call.wrap_up import NextRow
from callbook.ui.fields import Autosave, Card, ElidedLabel, Label, TextField, button, row, scrolling, section
from callbook.ui.session import Session


@dataclass(frozen=True, slots=True)
class Shown:
    """All a live call shows: what is said and asked in it, what came up, and who picked up."""

    call: Call
    text: ScriptText | None = None
    opener: Opener | None = None
    answers: Sequence[Answer] = ()
    raised: Collection[int] = ()
    answered_by: str = ""
    outcomes: Sequence[Outcome] = ()


class LiveView(QWidget):
    """One call from its first second until it is saved."""

    question_asked = Signal(str)
    objection_raised = Signal(object)
    outcome_chosen = Signal(object)
    save_asked = Signal()
    written = Signal(str, object)
    choice_typed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown = Shown(Call())
        self._values: Mapping[str, str] = {}
        self._at_desk = False
        self._left: QWidget | None = None
        self.strip = Strip(session)
        self._answers = Answers()
        self._seen = ElidedLabel("", "small")
        self._offer = Label("", "", wrap=True)
        self._voicemail = VoicemailLine()
        self._objections = Objections()
        self._saved = Label("", "faint")
        self._middle = QStackedWidget()
        self._ask = button(self.tr("Ask something else"), "flat", self.ask)
        self._object = button(self.tr("They object"), "flat", self.show_objections)
        self._note = TextField(self.tr("Anything worth keeping"), lines=1, most_lines=5, breaks=True)
        self._note.setAccessibleName(self.tr("Note"))
        self._outcomes = OutcomeBar()
        self.next = NextRow(session)
        self._save = button("", "primary", self.save_asked.emit)
        self._autosave = Autosave(self.write, self)
        self._choice = Autosave(self.choice_typed.emit, self)
        self._lay_out()
        self._connect()

    def show_call(self, shown: Shown, values: Mapping[str, str]) -> None:
        """Show a call as it stands in the book; what is being typed elsewhere was saved before."""
        if shown.call.id != self._shown.call.id:
            self._autosave.drop()
            self._at_desk = False
            self._middle.setCurrentIndex(0)
            self._area.verticalScrollBar().setValue(0)
        self._shown, self._values = shown, values
        if not self._autosave.waiting:  # else the book has not taken yet what stands in the fields
            self._answers.show_answers(shown.answers, values)
            self._note.set_text(shown.call.note)
        text = shown.text
        self._offer.setText(wording.said(text.version.value_proposition, values) if text else "")
        seen = self.tr("Seen as: %1").replace("%1", wording.said(text.version.positioning, values)) if text else ""
        self._seen.setText(seen if text and text.version.positioning else "")
        self._voicemail.show_line(wording.said(text.version.voicemail, values) if text else "")
        self._objections.show_objections(text.objections if text else (), shown.raised, values)
        self._outcomes.show_outcomes(shown.outcomes)
        self._set_tab_order()
        self._show_strip()
        self.show_state(shown.call)

    def _show_strip(self) -> None:
        """At the desk another line is said than to the right person."""
        text, opener = self._shown.text, self._shown.opener
        line = text.version.gatekeeper_line if self._at_desk and text else opener.text if opener else ""
        self.strip.show_call(
            self._shown.call, wording.said(line, self._values), self._at_desk, self._shown.answered_by
        )

    def _set_tab_order(self) -> None:
        """As it is read: answers and outcomes are made after what stands below them."""
        order: list[QWidget] = [*self._answers.findChildren(TextField), self._note]
        order += [*self._outcomes.findChildren(QPushButton), *self.next.tab_order(), self._save]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def show_state(self, call: Call) -> None:
        """Only what changes when somebody hangs up."""
        self.strip.show_state(call)
        wrapping = call.state is CallState.WRAP_UP
        if wrapping and self._at_desk:
            self._at_desk = False
            self._show_strip()
        self._save.setVisible(wrapping)
        # What is said at the beginning gives its room to what comes next.
        self._offer.setVisible(not wrapping and bool(self._offer.text()))
        self._seen.setVisible(not wrapping and bool(self._seen.whole_text()))
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

    def toggle_desk(self) -> None:
        """Somebody else picked up: what to say to them, and who they are; once more, and the opening line is back."""
        self._at_desk = not self._at_desk
        self._show_strip()
        if self._at_desk:
            self.strip.desk.take_focus()
        else:
            self.focus_first()

    def ask(self) -> None:
        """Ask something that is not in the script."""
        self._remember_focus()
        self._middle.setCurrentIndex(0)
        self._answers.begin_question()

    def focus_last(self) -> None:
        (self._answers.last() or self._note).setFocus()

    def show_objections(self) -> None:
        """What they may say against it, in the place of the questions; once more, and those are back."""
        if self._middle.currentWidget() is self._objections:
            self._leave_objections()
            return
        self._remember_focus()
        self._middle.setCurrentWidget(self._objections)
        self._objections.setFocus()

    def _leave_objections(self) -> None:
        self._middle.setCurrentIndex(0)
        self._go_back()

    def _remember_focus(self) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, TextField) and self.isAncestorOf(field):
            self._left = field

    def _go_back(self) -> None:
        """To where somebody typed before."""
        if self._left is not None and self._left in (*self._answers.fields(), self._note):
            self._left.setFocus()
        else:
            self.focus_first()

    def write(self) -> None:
        """Hand over what stands in the fields."""
        self.written.emit(self._note.text(), self._answers.answers())

    def show_written(self, done: bool) -> None:
        """Say when the fields were last written; what the book did not take is owed to the next flush."""
        if done:
            when = texts.clock(self._session.now(), self._session.zone)
            self._saved.setText(self.tr("saved %1").replace("%1", when))
        else:
            self._autosave.owe()

    @property
    def unwritten(self) -> bool:
        return self._autosave.waiting

    def flush(self) -> None:
        self.strip.desk.flush()
        self._autosave.flush()
        self._choice.flush()

    def forget_saved(self) -> None:
        self._saved.setText("")

    def _lay_out(self) -> None:
        self._ask.setToolTip("Ctrl+E")
        self._object.setToolTip("Ctrl+B")
        content = QWidget()
        asked = QVBoxLayout(content)
        asked.setContentsMargins(0, 0, 6, 0)
        asked.setSpacing(10)
        asked.addWidget(self._seen)
        asked.addWidget(self._offer)
        asked.addLayout(row(section(self.tr("Questions")), None, self._ask, self._object, spacing=2))
        asked.addWidget(self._answers)
        asked.addWidget(self._voicemail)
        asked.addStretch(1)
        self._area = scrolling(content)
        self._middle.addWidget(self._area)
        self._middle.addWidget(self._objections)
        # The one part that may give way in a low window: it scrolls.
        self._middle.setMinimumHeight(48)
        middle = Card(spacing=8)
        middle.column.setContentsMargins(18, 12, 14, 12)
        middle.column.addWidget(self._middle, 1)
        middle.column.addLayout(row(section(self.tr("Note")), None, self._saved))
        middle.column.addWidget(self._note)
        foot = Card(spacing=9)
        foot.column.setContentsMargins(18, 10, 18, 12)
        foot.column.addWidget(self._outcomes)
        foot.column.addWidget(self.next)
        foot.column.addLayout(row(None, self._save))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.strip)
        whole.addWidget(middle, 1)
        whole.addWidget(foot)

    def _connect(self) -> None:
        self.strip.desk_asked.connect(self.toggle_desk)
        self.strip.desk.passed.connect(self.focus_first)
        self._answers.question_asked.connect(self.question_asked)
        self._answers.given_up.connect(self._go_back)
        self._objections.came_up.connect(self.objection_raised)
        self._objections.left.connect(self._leave_objections)
        self._answers.entered.connect(self._area.show_field)
        self._answers.typed.connect(self._autosave.typed)
        self._answers.left.connect(self._autosave.flush)
        self._answers.finished.connect(self._note.setFocus)
        self._note.typed.connect(self._autosave.typed)
        self._note.left.connect(self._autosave.flush)
        self._outcomes.chosen.connect(self.outcome_chosen)
        self.next.typed.connect(self._choice.typed)
        self.next.entered.connect(self.save_asked)


class VoicemailLine(QWidget):
    """What to say to their answering machine."""

    def __init__(self) -> None:
        super().__init__()
        self._line = Label("", "quiet", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.setSpacing(5)
        whole.addWidget(section(self.tr("On their voicemail")))
        whole.addWidget(self._line)

    def show_line(self, line: str) -> None:
        self._line.setText(line)
        self.setVisible(bool(line))
