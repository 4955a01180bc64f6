"""Before a call: what to say first, what is known, what to ask, and what was said last time."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.call import Answer, Call
from callbook.domain.script import Opener, Prompt, ScriptText
from callbook.storage import calls as reader
from callbook.storage import scripts as script_reader
from callbook.storage.prospects import Card as ProspectCard
from callbook.ui import texts
from callbook.ui.call import wording
from callbook.ui.call.opening import OpeningCard
from callbook.ui.call.sheet import PreparationCard
from callbook.ui.fields import Card, Label, button, row, scrolling, section
from callbook.ui.session import Session

WIDEST_TEXT = 860


class BeforeView(QWidget):
    """The cards of a prospect about to be called, and the three ways to begin."""

    start_asked = Signal()
    log_asked = Signal()
    skip_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.opening = OpeningCard()
        self.sheet = PreparationCard(session)
        self._questions = QuestionCard(self.tr("Questions to ask"))
        self._last = LastCallCard(session)
        self._log = button(self.tr("Log without timer"), clicked=self.log_asked.emit)
        self._skip = button(self.tr("Skip"), clicked=self.skip_asked.emit)
        self._start = button("", "primary", self.start_asked.emit)
        self._log.setToolTip("Ctrl+L")
        content = QWidget()
        cards = QVBoxLayout(content)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(12)
        for card in (self.opening, self.sheet, self._questions, self._last):
            cards.addWidget(card)
        cards.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(scrolling(content), 1)
        whole.addLayout(row(self._log, None, self._skip, self._start))

    def show_card(
        self,
        card: ProspectCard,
        text: ScriptText | None,
        opener: Opener | None,
        values: Mapping[str, str],
        choice: Sequence[ScriptText],
    ) -> None:
        self.opening.show_script(text, opener, values, choice)
        self.sheet.show_prospect(card.prospect)
        self._questions.show_prompts(text.prompts if text else (), values)
        self._last.show_prospect(card.prospect.id)
        barred = card.prospect.do_not_call_at is not None
        self._start.setEnabled(not barred)
        walk_in = text is not None and text.script.channel is text.script.channel.WALK_IN
        words = self.tr("Start visit") if walk_in else self.tr("Start call")
        self._start.setText(self.tr("Do not call") if barred else f"{words}   Ctrl+⏎")


class QuestionCard(Card):
    """The questions of a script, numbered."""

    def __init__(self, title: str) -> None:
        super().__init__(spacing=9)
        self.column.addWidget(section(title))
        self._rows: list[QWidget] = []

    def show_prompts(self, prompts: Sequence[Prompt], values: Mapping[str, str]) -> None:
        for old in self._rows:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [self._row(number, prompt, values) for number, prompt in enumerate(prompts, start=1)]
        self.setVisible(bool(prompts))

    def _row(self, number: int, prompt: Prompt, values: Mapping[str, str]) -> QWidget:
        made = QWidget()
        mark = Label(str(number), "faint")
        mark.setFixedWidth(mark.fontMetrics().horizontalAdvance("00"))
        words = Label(wording.said(prompt.wording, values), wrap=True)
        line = row(mark, words)
        line.setStretch(1, 1)
        made.setLayout(line)
        self.column.addWidget(made)
        return made


class LastCallCard(Card):
    """What was said last time; not there before the first call."""

    def __init__(self, session: Session) -> None:
        super().__init__(spacing=6)
        self._session = session
        self._when = Label("", "small")
        self._note = Label("", "", wrap=True)
        self._answers = Label("", "quiet", wrap=True)
        self._open = Label("", "small", wrap=True)
        self.column.addLayout(row(section(self.tr("Last time")), None, self._when))
        self.column.addWidget(self._note)
        self.column.addWidget(self._answers)
        self.column.addWidget(self._open)

    def show_prospect(self, prospect_id: int) -> None:
        call = reader.last_call(self._session.book, prospect_id)
        if call is None or call.started_at is None:
            self.hide()
            return
        said = reader.answers(self._session.book, [call.id]).get(call.id, ())
        when = texts.past_moment(call.started_at, self._session.now(), self._session.zone)
        self._when.setText(texts.joined((call.outcome or self.tr("Unfinished"), when)))
        self._note.setText(call.note)
        self._note.setVisible(bool(call.note))
        answers = "\n".join(f"{answer.wording}  {answer.text}" for answer in said if answer.text.strip())
        self._answers.setText(answers)
        self._answers.setVisible(bool(answers))
        self._show_open(call, said)
        self.setVisible(bool(call.note or answers))

    def _show_open(self, call: Call, said: Sequence[Answer]) -> None:
        """What was on the script and got no answer, where others did: it can be asked now."""
        text = script_reader.text_of_version(self._session.book, call.version_id) if call.version_id else None
        answered = {answer.position for answer in said if answer.text.strip()}
        left = [one.wording for one in text.prompts if one.position not in answered] if text and answered else []
        self._open.setText(self.tr("Still open: %1").replace("%1", "  ".join(left)))
        self._open.setVisible(bool(left))
