"""The form of one script: what it is for, and everything said and asked in it."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.script import Channel, Direction, Prompt, Purpose, ScriptText
from callbook.services.scripts import Wording
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import Card, Label, TextField, column, line_field, row, section
from callbook.ui.forms import labelled
from callbook.ui.scripts.line import Kind, Line
from callbook.ui.scripts.rows import Rows
from callbook.ui.theme import Theme

READABLE_WIDTH = 860


class ScriptEditor(QWidget):
    """`typed` tells that words changed, `arranged` that a row was moved or taken away. It writes nothing itself."""

    typed = Signal()
    arranged = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._make_fields()
        self._make_choices()
        self._make_lists(theme)
        self._lay_out()
        self._connect()

    def show_text(self, text: ScriptText) -> None:
        """Show a stored script. Fields that say the same already keep their cursor."""
        script, version = text.script, text.version
        if self.name.text().strip() != script.name:
            self.name.setText(script.name)
        self.direction.choose(script.direction)
        self.channel.choose(script.channel)
        self.purpose.choose(script.purpose)
        self.positioning.set_text(version.positioning)
        self.value_proposition.set_text(version.value_proposition)
        self.gatekeeper.set_text(version.gatekeeper_line)
        self.voicemail.set_text(version.voicemail)
        self.openers.show_lines([Line(opener.text) for opener in text.openers])
        self.questions.show_lines([Line(ask.wording, question_id=ask.question_id) for ask in text.prompts])
        self.objections.show_lines([Line(pair.objection, pair.reply) for pair in text.objections])
        self._named()

    def wording(self) -> Wording:
        """Everything on the form, empty rows included."""
        questions = self.questions.lines()
        return Wording(
            name=self.name.text(),
            direction=Direction(self.direction.currentData()),
            channel=Channel(self.channel.currentData()),
            purpose=Purpose(self.purpose.currentData()),
            positioning=self.positioning.text(),
            value_proposition=self.value_proposition.text(),
            openers=tuple(line.text for line in self.openers.lines()),
            gatekeeper_line=self.gatekeeper.text(),
            voicemail=self.voicemail.text(),
            questions=tuple(line.text for line in questions),
            known=tuple(line.question_id for line in questions),
            objections=tuple((line.text, line.reply) for line in self.objections.lines()),
        )

    def learn(self, prompts: Iterable[Prompt], made: frozenset[int]) -> None:
        """Remember which questions the last save made for rows that were new, so that typing on rewords them
        and makes no others. A question that was there before stays shared and is not taken over."""
        held = {asked.question_id for asked in self.questions.rows}
        asked = [row for row in self.questions.rows if not row.blank]
        for shown, prompt in zip(asked, prompts, strict=False):
            if not shown.question_id and prompt.question_id in made and prompt.question_id not in held:
                shown.question_id = prompt.question_id

    def say_version(self, words: str) -> None:
        self.version.setText(words)

    def start_naming(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def _make_fields(self) -> None:
        self.name = line_field(self.tr("Name the situation it is for"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name_hint = Label(self.tr("A script needs a name; until there is one it keeps the old."), "hint")
        self.version = Label("", "small", wrap=True)
        self.positioning = self._text(
            self.tr("Positioning"), self.tr("How you want to be seen: consultant, not supplier"), 1
        )
        self.value_proposition = self._text(
            self.tr("Value proposition"), self.tr("What it does for them, in two or three sentences"), 2
        )
        self.gatekeeper = self._text(self.tr("To the gatekeeper"), self.tr("Ask for help, and for the right person"), 2)
        self.voicemail = self._text(
            self.tr("On the voicemail"), self.tr("Who you are, one line, and what comes next"), 2
        )

    def _make_choices(self) -> None:
        self.direction, self.channel, self.purpose = Choice(), Choice(), Choice()
        self.direction.offer(
            ((self.tr("We call them"), Direction.OUTBOUND), (self.tr("They come to us"), Direction.INBOUND))
        )
        self.channel.offer((texts.channel(key), key) for key in Channel)
        self.purpose.offer((texts.purpose(key), key) for key in Purpose)

    def _text(self, name: str, placeholder: str, lines: int) -> TextField:
        made = TextField(placeholder, lines=lines)
        made.setAccessibleName(name)
        made.typed.connect(self.typed)
        return made

    def _make_lists(self, theme: Theme) -> None:
        self.openers = Rows(
            Kind(self.tr("Opener %1"), self.tr("The first thing you say"), self.tr("Add an opener")), theme
        )
        self.questions = Rows(
            Kind(
                self.tr("Question %1"),
                self.tr("A question they can talk about"),
                self.tr("Add a question"),
                movable=True,
            ),
            theme,
        )
        self.objections = Rows(
            Kind(
                self.tr("Objection %1"),
                self.tr("What they say"),
                self.tr("Add an objection"),
                reply=self.tr("What you reply"),
                least=3,
            ),
            theme,
        )

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(READABLE_WIDTH)
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(12)
        for card in (self._head(), self._first(), self._asked(), self._others(), self._refusals()):
            cards.addWidget(card)
        cards.addStretch(1)
        outside = row(inside, None, spacing=0)
        outside.setStretch(0, 100)
        self.setLayout(outside)

    def _head(self) -> Card:
        card = Card()
        card.column.addWidget(self.name)
        card.column.addWidget(self.name_hint)
        choices = (
            (self.tr("Who starts"), self.direction),
            (self.tr("Channel"), self.channel),
            (self.tr("Purpose"), self.purpose),
        )
        across = row(spacing=12)
        for name, choice in choices:
            across.addLayout(labelled(name, choice), 1)
        card.column.addLayout(across)
        card.column.addWidget(self.version)
        return card

    def _first(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("The first ten seconds")))
        card.column.addLayout(captioned(self.tr("Positioning"), self.positioning))
        one_or_more = self.tr("Openers, one or several: which one you say is kept with the call")
        card.column.addLayout(captioned(one_or_more, self.openers))
        card.column.addLayout(captioned(self.tr("Value proposition"), self.value_proposition))
        fields = self.tr(
            "{me}, {contact}, {company}, {what they do}, {my offer} and {referrer} are filled in on each call."
        )
        card.column.addWidget(Label(fields, "faint", wrap=True))
        return card

    def _asked(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Questions to ask")))
        card.column.addWidget(self.questions)
        keys = self.tr("Enter goes on, Ctrl+Up and Ctrl+Down move a question, Backspace removes an empty one.")
        card.column.addWidget(Label(keys, "faint", wrap=True))
        return card

    def _others(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("When somebody else answers")))
        card.column.addLayout(captioned(self.tr("To the gatekeeper"), self.gatekeeper))
        card.column.addLayout(captioned(self.tr("On the voicemail"), self.voicemail))
        return card

    def _refusals(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Objections")))
        told = self.tr("The three you hear most, or more. On the call each is one key away.")
        card.column.addWidget(Label(told, "small", wrap=True))
        card.column.addWidget(self.objections)
        return card

    def _connect(self) -> None:
        self.name.textEdited.connect(self._name_typed)
        for choice in (self.direction, self.channel, self.purpose):
            choice.activated.connect(lambda _: self.typed.emit())
        for rows in (self.openers, self.questions, self.objections):
            rows.typed.connect(self.typed)
            rows.arranged.connect(self.arranged)

    def _name_typed(self) -> None:
        self._named()
        self.typed.emit()

    def _named(self) -> None:
        self.name_hint.setVisible(not self.name.text().strip())


def captioned(caption: str, field: QWidget) -> QVBoxLayout:
    """A field under the quiet line that says what it is."""
    return column(Label(caption, "small"), field, spacing=4)
