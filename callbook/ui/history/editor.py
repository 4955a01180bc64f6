"""A saved call put right in place: what came of it, when it was, what was said. Saved as one types."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QToolButton, QVBoxLayout, QWidget

from callbook.domain.call import Answer, Call
from callbook.domain.change import Change
from callbook.domain.outcome import Outcome, Reached
from callbook.domain.when import local_day
from callbook.services import calls as service
from callbook.storage import calls as reader
from callbook.storage import scripts as script_reader
from callbook.storage.calls import HistoryRow
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import Autosave, ElidedLabel, Label, TextField, button, column, row, scrolling
from callbook.ui.forms import labelled, one_line
from callbook.ui.history.call_fields import AnswerFields, LengthField, stored_text
from callbook.ui.moment_field import MomentField
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class CallEditor(QWidget):
    """Shows one call at a time. `closed` is Esc, the cross, or the call being gone; the ids are of a call for
    `finish_requested` and of a prospect for `prospect_requested`. `named` says whose call it is at the top."""

    closed = Signal()
    finish_requested = Signal(int)
    prospect_requested = Signal(int)

    def __init__(self, session: Session, theme: Theme, named: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme, self._named = session, theme, named
        self._call: Call | None = None
        self._outcomes: dict[int, Outcome] = {}
        self._visit = 0
        self._filling = False
        self._make_fields()
        self._autosave = Autosave(self._save, self)
        self._lay_out()
        self._connect()
        self._show_icons()

    @property
    def call_id(self) -> int:
        """The id of the call shown, 0 for none."""
        return self._call.id if self._call else 0

    def open(self, call_id: int) -> None:
        """Show a call; what was typed into the one before is saved first."""
        if call_id == self.call_id:
            return
        self.flush()
        self._visit += 1
        self._call = None
        self._answers.show_answers((), ())
        self._load(call_id)

    def flush(self) -> None:
        """Save now what waits to be saved."""
        self._when.settle()
        self._autosave.flush()

    def clear(self) -> None:
        """Show no call."""
        self.flush()
        self._call = None
        self._whole.hide()

    def focus_first(self) -> None:
        self._note.setFocus()

    def event(self, event: QEvent) -> bool:
        # Esc leaves the editor before it leaves anything around it.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_escape(event):
            self._close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    # Showing.

    def _load(self, call_id: int) -> None:
        rows = reader.history_rows(self._session.book, [call_id])
        if not rows or rows[0].call.deleted_at is not None or rows[0].call.saved_at is None:
            self._gone()
            return
        self._whole.show()
        self._filling = True
        self._show(rows[0])
        self._filling = False

    def _show(self, found: HistoryRow) -> None:
        fresh = self._call is None
        call = self._call = found.call
        self._name.setText(found.prospect or self.tr("Not known who"))
        self._about.setText(self._situation(found))
        self._show_prospect.setVisible(self._named and call.prospect_id is not None)
        self._fill_choices(call, found.reason)
        if call.started_at is not None:
            self._when.show_moment(call.started_at)
        self._length.show_seconds(call.seconds)
        self._conversation.setChecked(call.conversation)
        if fresh:
            self._note_text.show(call.note)
        self._note_text.refresh(call.note)
        self._answers.show_answers(found.answers, self._unasked(call, found.answers))
        self._saved.setText("")
        self._show_what_fits()

    def _situation(self, found: HistoryRow) -> str:
        call = found.call
        way, channel = texts.direction(call.direction), texts.channel(call.channel)
        return texts.joined([way, channel, one_line(found.script) or texts.purpose(call.purpose)])

    def _fill_choices(self, call: Call, reason: str) -> None:
        self._outcomes = {outcome.id: outcome for outcome in reader.outcomes(self._session.book)}
        # An outcome the user has deleted since, or that an import brought, is still this call's.
        # And by the name it had then.
        if call.outcome_id is not None:
            stored = self._outcomes.get(call.outcome_id) or self._session.book.get(Outcome, call.outcome_id)
            self._outcomes[call.outcome_id] = replace(stored or Outcome(id=call.outcome_id), label=call.outcome)
        self._outcome.clear()
        unlisted = "" if call.outcome_id else one_line(call.outcome)
        self._outcome.addItem(unlisted or self.tr("Unfinished"), 0)
        for outcome in self._outcomes.values():
            self._outcome.addItem(one_line(outcome.label), outcome.id)
        self._outcome.setCurrentIndex(max(0, self._outcome.findData(call.outcome_id or 0)))
        self._reason.clear()
        self._reason.addItem(self.tr("No reason given"), 0)
        for one in reader.reasons(self._session.book):
            self._reason.addItem(one_line(one.label), one.id)
        if call.reason_id is not None and self._reason.findData(call.reason_id) < 0:
            self._reason.addItem(one_line(reason), call.reason_id)
        self._reason.setCurrentIndex(max(0, self._reason.findData(call.reason_id or 0)))

    def _unasked(self, call: Call, answers: tuple[Answer, ...]) -> list[Answer]:
        """The questions of the call's script that hold no answer, each at a position of its own."""
        text = script_reader.text_of_version(self._session.book, call.version_id) if call.version_id else None
        known = {answer.question_id for answer in answers}
        taken = {answer.position for answer in answers}
        offered = []
        for prompt in (prompt for prompt in (text.prompts if text else ()) if prompt.question_id not in known):
            position = prompt.position if prompt.position not in taken else max(taken) + 1
            taken.add(position)
            offered.append(Answer(question_id=prompt.question_id, position=position, wording=prompt.wording))
        return offered

    def _show_what_fits(self) -> None:
        """Fields that make no sense with this outcome are away."""
        outcome = self._chosen_outcome()
        self._reason_row.setVisible(outcome is not None and (outcome.asks_reason or self._has_reason(outcome)))
        self._length.set_spoken(outcome is None or outcome.reached.spoke)
        self._unfinished.setVisible(self._call is not None and not self._call.outcome and outcome is None)
        self._show_conversation(outcome)
        self._saying_too_late()

    def _show_conversation(self, outcome: Outcome | None) -> None:
        """Whether it can have been a conversation, and why not."""
        if self._call is None:
            return
        call = self._call
        if (outcome.id if outcome else None) != call.outcome_id:
            call = replace(call, reached=outcome.reached if outcome else None)
        fits = call.can_be_conversation
        self._conversation.setEnabled(fits)
        if not fits:
            self._conversation.setChecked(False)
        self._no_talk.setVisible(not fits)
        self._no_talk.setText(self._why_no_talk(call.reached))

    def _why_no_talk(self, reached: Reached | None) -> str:
        if reached is None:
            return self.tr("Without an outcome it counts as none.")
        if reached.spoke:
            return self.tr("The right person was not reached, so it counts as none.")
        return self.tr("Nobody was reached.")

    def _has_reason(self, outcome: Outcome) -> bool:
        """Whether the stored call has a reason although this, its outcome, asks for none."""
        return self._call is not None and bool(self._call.reason_id) and self._call.outcome_id == outcome.id

    def _saying_too_late(self) -> None:
        moment = self._when.reading()
        if moment is None:
            self._hint.setText(self.tr("This is no day and time: it stays as it was."))
        else:
            self._hint.setText(self.tr("This is still to come: the time stays as it was."))
        self._hint.setVisible(moment is None or moment > self._session.now())

    def _show_icons(self) -> None:
        self._cross.setIcon(self._theme.icon("close"))
        self._delete.setIcon(self._theme.icon("trash"))

    # Saving.

    def _typed(self) -> None:
        if not self._filling and self._call is not None:
            self._saved.setText("")
            self._show_what_fits()
            self._autosave.typed()

    def _chosen(self) -> None:
        """A choice is whole at once, and other fields follow it."""
        self._typed()
        self.flush()

    def _save(self) -> None:
        stored = None if self._call is None else self._session.book.get(Call, self._call.id)
        if stored is None or stored.deleted_at is not None:
            return
        change = self._session.do(
            service.edit,
            self._edited(stored),
            self._chosen_outcome(),
            self._answers.values(),
            by=self,
            merge=f"call-edit:{stored.id}:{self._visit}",
        )
        if change is None:
            self._saved.setText(self.tr("Not saved yet"))
            return
        self._note_text.keep()
        self._answers.keep()
        self._follow()
        self._saved.setText(self.tr("Saved"))

    def _edited(self, stored: Call) -> Call:
        """The stored call with what was typed; what cannot be read, or lies ahead, leaves the stored value."""
        outcome, moment, seconds = self._chosen_outcome(), self._when.moment(), self._length.seconds()
        call, silent = stored, outcome is not None and not outcome.reached.spoke
        if moment is not None and moment <= self._session.now():
            call = moved(call, moment)
        asked = self._reason_row.isVisibleTo(self) and outcome is not None
        return replace(
            call,
            note=self._note_text.value(),
            seconds=stored.seconds if seconds is None or silent else seconds,
            conversation=self._conversation.isChecked(),
            reason_id=(self._reason.currentData() or None) if asked else None,
        )

    def _follow(self) -> None:
        """Show what the outcome made of the call: whether it was a conversation, and for how long."""
        self._call = self._session.book.get(Call, self.call_id)
        if self._call is not None:
            self._filling = True
            self._conversation.setChecked(self._call.conversation)
            self._filling = False
            self._show_what_fits()

    def _today(self) -> date:
        return local_day(self._session.now(), self._session.zone)

    def _chosen_outcome(self) -> Outcome | None:
        return self._outcomes.get(self._outcome.currentData() or 0)

    def _delete_call(self) -> None:
        self.flush()
        call_id = self.call_id
        if call_id and self._session.do(service.delete, [call_id], by=self) is not None:
            self._gone()

    def _gone(self) -> None:
        self._autosave.drop()
        self.clear()
        self.closed.emit()

    def _close(self) -> None:
        self.flush()
        self.closed.emit()

    def _heard(self, change: Change, by: object) -> None:
        if by is self or self._call is None or self._autosave.waiting:
            return
        answers = {answer.id for answer in self._answers.values()}
        touched = self._call.id in change.ids("call") or bool(answers & change.ids("answer"))
        undone_answer = change.undone is not None and bool(change.ids("answer"))
        if touched or undone_answer or change.ids("outcome") or change.ids("reason"):
            self._visit += 1
            self._load(self._call.id)

    # The look of it.

    def _make_fields(self) -> None:
        self._name, self._about = ElidedLabel("", "name"), Label("", "small", wrap=True)
        self._cross = QToolButton()
        self._cross.setProperty("role", "icon")
        self._cross.setAccessibleName(self.tr("Close"))
        if self._named:  # shown before it has a parent, it would be a window of its own for a moment
            self._cross.hide()
        self._show_prospect = button(self.tr("Show prospect"), "link")
        self._outcome, self._reason = Choice(), Choice()
        self._when, self._length = MomentField(self._session.zone, self._today), LengthField()
        self._hint = Label("", "hint", wrap=True)
        self._conversation = QCheckBox(self.tr("A conversation"))
        self._no_talk = Label("", "faint", wrap=True)
        self._note = TextField(self.tr("What was said"), lines=3, most_lines=14)
        self._note_text = stored_text(self._note)
        self._answers = AnswerFields()
        self._delete, self._saved = button(self.tr("Delete call"), "flat"), Label("", "faint")
        self._delete.setIconSize(QSize(16, 16))
        self._unfinished, self._reason_row, self._whole = QFrame(), QWidget(), QWidget()
        self._whole.hide()

    def _lay_out(self) -> None:
        finish = button(self.tr("Finish this call"), clicked=lambda: self.finish_requested.emit(self.call_id))
        self._unfinished.setProperty("role", "warning")
        told = column(Label(self.tr("This call has no outcome yet."), wrap=True), row(finish, None), spacing=8)
        told.setContentsMargins(12, 10, 12, 10)
        self._unfinished.setLayout(told)
        reason = labelled(self.tr("Reason"), self._reason)
        reason.setContentsMargins(0, 0, 0, 0)
        self._reason_row.setLayout(reason)
        # Into the area before there is anything in it: else it is dressed there, and again wherever that is put.
        content = QWidget()
        area = scrolling(content)
        form = column(
            self._unfinished,
            labelled(self.tr("Outcome"), self._outcome),
            self._reason_row,
            labelled(self.tr("When"), self._when, self._hint),
            labelled(self.tr("Length"), self._length),
            column(self._conversation, self._no_talk, spacing=2),
            labelled(self.tr("Note"), self._note),
            self._answers,
            row(self._delete, None, self._saved),
            None,
            spacing=12,
        )
        form.setContentsMargins(0, 4, 8, 4)
        content.setLayout(form)
        whole = column(self._head(), area, spacing=8)
        whole.setStretch(1, 1)
        self._whole.setLayout(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _head(self) -> QVBoxLayout:
        line = row(self._name if self._named else self._about, self._cross)
        line.setStretch(0, 1)
        line.setAlignment(self._cross, Qt.AlignmentFlag.AlignTop)
        if not self._named:
            for unused in (self._name, self._show_prospect):  # else each would live on as a window of its own
                unused.setParent(self)
                unused.hide()
            return column(line)
        return column(line, self._about, row(self._show_prospect, None), spacing=4)

    def _connect(self) -> None:
        self._outcome.activated.connect(self._chosen)
        self._reason.activated.connect(self._chosen)
        self._conversation.clicked.connect(self._chosen)
        for field in (self._when, self._length, self._note, self._answers):
            field.typed.connect(self._typed)
        for writing in (self._note, self._answers):
            writing.left.connect(self.flush)
        self._cross.clicked.connect(self._close)
        self._delete.clicked.connect(self._delete_call)
        self._show_prospect.clicked.connect(self._ask_for_prospect)
        self._session.changed.connect(self._heard)
        self._theme.changed.connect(self._show_icons)

    def _ask_for_prospect(self) -> None:
        if self._call is not None and self._call.prospect_id is not None:
            self.prospect_requested.emit(self._call.prospect_id)


def moved(call: Call, started_at: datetime) -> Call:
    """The call begun at another moment: what was timed moves with it, and it is another hour at their place."""
    if call.started_at is None or call.started_at == started_at:
        return call
    by = started_at - call.started_at
    theirs = started_at.astimezone(ZoneInfo(call.their_zone)) if call.their_zone else None
    return replace(
        call,
        started_at=started_at,
        picked_up_at=call.picked_up_at + by if call.picked_up_at else None,
        ended_at=call.ended_at + by if call.ended_at else None,
        their_weekday=None if theirs is None else theirs.weekday(),
        their_hour=None if theirs is None else theirs.hour,
    )


def is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
