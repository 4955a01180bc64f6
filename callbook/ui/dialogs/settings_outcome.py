"""The fields of one outcome and of one reason, as the settings show them beside their lists."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reached, Reason, Result, Rule, Wait, read_rule, rule_text
from callbook.domain.prospect import Stage
from callbook.domain.settings import BookSettings, named_stages, offered_stages
from callbook.services.lists import DIGITS
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.dialogs.settings_number import NumberField
from callbook.ui.fields import column, line_field, row, section
from callbook.ui.forms import entry_of, labelled

MOST_WAITED = 999


class RuleFields(QWidget):
    """What comes next and when: a kind of action, a count, what is counted. `chosen` tells of the user's changes,
    `typed` of those to the count."""

    chosen = Signal()
    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind, self._wait = Choice(), Choice()
        self._count = NumberField(self.tr("How many"), 1, MOST_WAITED)
        self._other_time = QCheckBox(self.tr("at another time of day than the tries that failed"))
        self._kind.offer((texts.action(kind), kind) for kind in ActionKind)
        self._wait.offer((texts.wait(wait), wait) for wait in Wait)
        self._kind.setAccessibleName(self.tr("Next action"))
        self._wait.setAccessibleName(self.tr("When"))
        line = row(self._kind, self._count, self._wait)
        line.setStretch(0, 2)
        line.setStretch(2, 3)
        self.setLayout(column(line, self._other_time, spacing=6))
        for field in (self._kind, self._wait):
            field.activated.connect(self._changed)
        self._other_time.clicked.connect(self._changed)
        self._count.valueChanged.connect(lambda _: self.typed.emit())

    def show_rule(self, action: ActionKind | None, text: str) -> None:
        """Show a stored rule; one that cannot be read asks for the date."""
        rule = read_rule(text) or Rule(Wait.ASK)
        self._kind.choose(action or ActionKind.CALL)
        self._wait.choose(rule.wait if action is not None else Wait.NOTHING)
        self._count.show_stored(rule.count)
        self._other_time.setChecked(rule.other_time)
        self._show_possible()

    def action(self) -> ActionKind | None:
        return None if self._rule().wait is Wait.NOTHING else ActionKind(self._kind.currentData())

    def text(self) -> str:
        return rule_text(self._rule())

    def _rule(self) -> Rule:
        return Rule(Wait(self._wait.currentData()), self._count.value(), self._other_time.isChecked())

    def _changed(self) -> None:
        self._show_possible()
        self.chosen.emit()

    def _show_possible(self) -> None:
        rule = self._rule()
        self._kind.setVisible(rule.wait is not Wait.NOTHING)
        self._count.setVisible(rule.wait.counts)
        self._other_time.setEnabled(rule.wait.counts)


class OutcomeForm(QWidget):
    """`typed` carries the name of the field typed into, `chosen` tells of a choice made."""

    typed = Signal(str)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = Outcome()
        self.label, self._key = line_field(), Choice()
        self._entry = entry_of(self.label)
        self._reached, self._result, self._stage = Choice(), Choice(), Choice()
        self._rule = RuleFields()
        self._saves_itself = QCheckBox(self.tr("Saves the call by itself and goes to the next"))
        self._conversation = QCheckBox(self.tr("Counts as a conversation"))
        self._asks_reason = QCheckBox(self.tr("Asks for the reason of a refusal"))
        self._reached.offer((texts.what_happened(one), one) for one in Reached)
        self._result.offer((texts.what_it_meant(one), one) for one in Result)
        self._key.offer([(self.tr("none"), ""), *((digit, digit) for digit in DIGITS[1:] + DIGITS[0])])
        self._lay_out()
        self._connect()

    def show_row(self, outcome: Outcome, settings: BookSettings) -> None:
        """Show a stored outcome; nobody is told."""
        self._shown = outcome
        self._entry.show(outcome.label)
        self._offer_stages(outcome.stage, settings)
        for field, value in (
            (self._key, outcome.key),
            (self._reached, outcome.reached),
            (self._result, outcome.result),
        ):
            field.choose(value)
        self._rule.show_rule(outcome.action, outcome.proposes)
        self._saves_itself.setChecked(outcome.saves_itself)
        self._conversation.setChecked(outcome.conversation)
        self._asks_reason.setChecked(outcome.asks_reason)
        self._show_possible()

    def row(self) -> Outcome:
        """The outcome as the form says it."""
        stage = self._stage.currentData()
        return replace(
            self._shown,
            label=self._entry.value(),
            key=self._key.currentData(),
            reached=Reached(self._reached.currentData()),
            result=Result(self._result.currentData()),
            action=self._rule.action(),
            proposes=self._rule.text(),
            stage=Stage(stage) if stage else None,
            saves_itself=self._saves_itself.isChecked(),
            conversation=self._conversation.isChecked(),
            asks_reason=self._asks_reason.isChecked(),
        )

    def _offer_stages(self, present: Stage | None, settings: BookSettings) -> None:
        names, offered = named_stages(settings), {*offered_stages(settings), present}
        stages = ((texts.stage(stage, names), stage) for stage in Stage if stage in offered)
        self._stage.offer([(self.tr("stays where it is"), ""), *stages])
        self._stage.choose(present or "")

    def _changed(self) -> None:
        self._show_possible()
        self.chosen.emit()

    def _show_possible(self) -> None:
        """A call that reached somebody is never saved by itself, and only the right person makes a conversation."""
        reached = Reached(self._reached.currentData())
        for box, possible in (
            (self._saves_itself, not reached.spoke),
            (self._conversation, reached is Reached.RIGHT_PERSON),
        ):
            box.setEnabled(possible)
            box.setChecked(box.isChecked() and possible)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addLayout(labelled(self.tr("Label"), self.label), 0, 0)
        grid.addLayout(labelled(self.tr("Key"), self._key), 0, 1)
        grid.addLayout(labelled(self.tr("What happened"), self._reached), 1, 0)
        grid.addLayout(labelled(self.tr("What it meant"), self._result), 1, 1)
        for at in (0, 1):
            grid.setColumnStretch(at, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(grid)
        whole.addSpacing(4)
        whole.addWidget(section(self.tr("What comes next")))
        whole.addWidget(self._rule)
        whole.addLayout(labelled(self.tr("Moves the prospect to the stage"), self._stage))
        whole.addSpacing(4)
        for box in (self._saves_itself, self._conversation, self._asks_reason):
            whole.addWidget(box)
        whole.addStretch(1)

    def _connect(self) -> None:
        self.label.textEdited.connect(lambda _: self.typed.emit("label"))
        self._rule.typed.connect(lambda: self.typed.emit("count"))
        self._rule.chosen.connect(self._changed)
        for field in (self._key, self._reached, self._result, self._stage):
            field.activated.connect(self._changed)
        for box in (self._saves_itself, self._conversation, self._asks_reason):
            box.clicked.connect(self._changed)


class ReasonForm(QWidget):
    """The words of a reason."""

    typed = Signal(str)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = Reason()
        self.label = line_field()
        self._entry = entry_of(self.label)
        self.setLayout(column(labelled(self.tr("Label"), self.label), None))
        self.label.textEdited.connect(lambda _: self.typed.emit("label"))

    def show_row(self, reason: Reason, settings: BookSettings) -> None:
        """Show a stored reason; nobody is told."""
        self._shown = reason
        self._entry.show(reason.label)

    def row(self) -> Reason:
        """The reason as the form says it."""
        return replace(self._shown, label=self._entry.value())
