"""An invented call as the rows it has in a book: the call, its answers, what it closed, where it moved the firm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.call import Answer, Call
from callbook.domain.followup import NextAction
from callbook.domain.outcome import Outcome, Reached, Reason, Result
from callbook.domain.prospect import StageChange
from callbook.domain.script import ScriptText
from callbook.services.calls import closing_for, with_outcome
from callbook.services.demo.course import Made, Planned, Sketch
from callbook.services.demo.material import Material

NOTED = 0.85  # of the calls in which anybody was spoken with
LIKELY_REASONS = (6, 5, 4, 3, 2, 1)
"""How often each reason is given, in the order they ship in; any more of them are as rare as the last."""


@dataclass(frozen=True, slots=True)
class Known:
    """Where a firm lies in the book."""

    prospect_id: int
    contact_id: int | None
    phone_ids: tuple[int, ...]


class Writer:
    """Makes the rows of calls. `ours` is where they were made from."""

    def __init__(self, material: Material, reasons: Sequence[Reason], ours: ZoneInfo, random: Random) -> None:
        self.material = material
        self.reasons = [reason.id for reason in reasons]
        self.weights = [LIKELY_REASONS[min(at, len(LIKELY_REASONS) - 1)] for at in range(len(reasons))]
        self.ours = ours.key
        self.random = random
        self._meanings: dict[tuple[int, bool], Call] = {}

    def answers(self, made: Made, text: ScriptText | None) -> tuple[Answer, ...]:
        """Answers to the first questions of the script, in a call that was a conversation."""
        if text is None or not self._talked(made.outcome):
            return ()
        asked = text.prompts[: self.random.randint(1, len(text.prompts))] if text.prompts else ()
        return tuple(
            Answer(
                question_id=prompt.question_id,
                position=prompt.position,
                wording=prompt.wording,
                text=self.random.choice(known),
            )
            for prompt in asked
            if (known := self.material.answers.get(prompt.wording))
        )

    def call(self, made: Made, known: Known, drawn: Sketch, text: ScriptText | None, answers: Sequence[Answer]) -> Call:
        ended_at, saved_at = made.ended_at, made.saved_at
        theirs = made.started_at.astimezone(drawn.clock)
        meaning = self._meaning(made.outcome, bool(answers))
        return Call(
            prospect_id=known.prospect_id,
            contact_id=known.contact_id,
            phone_id=None if made.number is None else known.phone_ids[made.number],
            direction=made.direction,
            channel=made.channel,
            purpose=drawn.purpose,
            version_id=None if text is None else text.version.id,
            opener_id=self.random.choice(text.openers).id if text is not None and text.openers else None,
            started_at=made.started_at,
            zone=self.ours,
            their_zone=drawn.place.zone,
            their_weekday=theirs.weekday(),
            their_hour=theirs.hour,
            picked_up_at=made.picked_up_at,
            ended_at=ended_at,
            saved_at=saved_at,
            seen_at=saved_at,
            seconds=made.lasted if meaning.seconds else 0,
            outcome_id=meaning.outcome_id,
            outcome=meaning.outcome,
            reached=meaning.reached,
            result=meaning.result,
            conversation=meaning.conversation,
            reason_id=self._reason(made.outcome),
            note=self._note(made, drawn.place.language),
        )

    def _meaning(self, outcome: Outcome, answered: bool) -> Call:
        """A call of one second that ended so, as the wrap-up would have it: there are only so many."""
        key = (outcome.id, answered)
        if key not in self._meanings:
            answers = (Answer(text="yes"),) if answered else ()
            self._meanings[key] = with_outcome(Call(seconds=1), outcome, answers)
        return self._meanings[key]

    def _talked(self, outcome: Outcome) -> bool:
        if outcome.reached is not Reached.RIGHT_PERSON:
            return False
        return outcome.conversation or self.random.random() < 0.3

    def _note(self, made: Made, language: str) -> str:
        if made.rang is None or self.random.random() > NOTED:
            return ""
        notes = self.material.notes_in.get(language, self.material.notes)
        return self.random.choice(notes.get(made.outcome.label, ("",)))

    def _reason(self, outcome: Outcome) -> int | None:
        if outcome.result is not Result.NOT_INTERESTED or not self.reasons or self.random.random() < 0.1:
            return None
        return self.random.choices(self.reasons, weights=self.weights)[0]


def action(planned: Planned, prospect_id: int, zone: str) -> NextAction:
    """The row of a next action that is still open."""
    return NextAction(
        prospect_id=prospect_id,
        created_at=planned.created_at,
        kind=planned.kind,
        due=planned.due,
        zone=zone,
        opened_by=planned.opened_by,
    )


def closed(planned: Planned, call: Call) -> NextAction:
    """The row of the next action that a call closed."""
    found = action(planned, call.prospect_id or 0, call.zone)
    return replace(
        found,
        closed_at=call.saved_at,
        closed_by=call.id,
        closing=closing_for(call, found),
    )


def stage_changes(made: Made, call: Call) -> Iterator[StageChange]:
    """Where the outcome moved the firm, and where the user did."""
    if made.stage is not None:
        yield StageChange(prospect_id=call.prospect_id or 0, stage=made.stage, at=call.saved_at, call_id=call.id)
    if made.moved is not None:
        yield StageChange(prospect_id=call.prospect_id or 0, stage=made.moved, at=call.saved_at)
