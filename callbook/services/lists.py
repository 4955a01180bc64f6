"""What a person can do with their own lists of outcomes and of reasons; calls already logged keep what they say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reason, Rule, Wait, read_rule
from callbook.storage import calls as reader
from callbook.storage.book import Book, Step

DIGITS = "0123456789"
Row = TypeVar("Row", Outcome, Reason)


def add_outcome(book: Book, outcome: Outcome, *, now: datetime, merge: str = "") -> Change:
    """Put an outcome at the end of the list. UserError where it cannot stand there as it is."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        present = reader.outcomes(book)
        written = step.insert(replace(checked(outcome), position=next_position(present), deleted_at=None))
        free_key(step, written)
    return step.change()


def change_outcome(book: Book, outcome: Outcome, *, now: datetime, merge: str = "") -> Change:
    """Write an outcome over what it was; its place stays. Its key is taken from whichever outcome had it.

    UserError where it cannot stand so; KeyError where there is none of its id.
    """
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        stored = step.get(Outcome, outcome.id)
        written = replace(checked(outcome), uuid=stored.uuid, position=stored.position, deleted_at=stored.deleted_at)
        step.update(written)
        if written.deleted_at is None:
            free_key(step, written)
    return step.change()


def remove_outcome(book: Book, outcome_id: int, *, now: datetime, merge: str = "") -> Change:
    """Take an outcome out of the list; calls that ended so keep it. UserError for the last one."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        if all(one.id == outcome_id for one in reader.outcomes(book)):
            raise UserError("A call has to end somehow: one outcome stays.", "Add another one first, or change this.")
        stored = step.get(Outcome, outcome_id)
        step.update(replace(stored, deleted_at=stored.deleted_at or now))
    return step.change()


def restore_outcome(book: Book, outcome_id: int, *, now: datetime, merge: str = "") -> Change:
    """Put a removed outcome back into the list; where its key has gone to another one, it comes without."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        stored = step.get(Outcome, outcome_id)
        others = {one.key for one in reader.outcomes(book) if one.id != outcome_id}
        step.update(replace(stored, deleted_at=None, key="" if stored.key in others else stored.key))
    return step.change()


def move_outcome(book: Book, outcome_id: int, to: int, *, now: datetime, merge: str = "") -> Change:
    """Move an outcome to the place `to`, counted from 0; past an end it stays at that end."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        place(step, reader.outcomes(book), outcome_id, to)
    return step.change()


def add_reason(book: Book, reason: Reason, *, now: datetime, merge: str = "") -> Change:
    """Put a reason at the end of the list. UserError where it has no words."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        position = next_position(reader.reasons(book))
        step.insert(replace(worded(reason), position=position, deleted_at=None))
    return step.change()


def change_reason(book: Book, reason: Reason, *, now: datetime, merge: str = "") -> Change:
    """Reword a reason, for the calls that were refused with it as well: it is the same reason.

    UserError where it has no words; KeyError where there is none of its id.
    """
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        step.update(replace(step.get(Reason, reason.id), label=worded(reason).label))
    return step.change()


def remove_reason(book: Book, reason_id: int, *, now: datetime, merge: str = "") -> Change:
    """Take a reason out of the choice; calls refused with it keep it."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        stored = step.get(Reason, reason_id)
        step.update(replace(stored, deleted_at=stored.deleted_at or now))
    return step.change()


def move_reason(book: Book, reason_id: int, to: int, *, now: datetime, merge: str = "") -> Change:
    """Move a reason to the place `to`, counted from 0; past an end it stays at that end."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        place(step, reader.reasons(book), reason_id, to)
    return step.change()


def checked(outcome: Outcome) -> Outcome:
    """The outcome as it may be stored; UserError where it may not."""
    if outcome.key and (len(outcome.key) != 1 or outcome.key not in DIGITS):
        raise UserError("A key is one digit.", "Choose one from 0 to 9, or none.")
    if outcome.saves_itself and outcome.reached.spoke:
        raise UserError(
            "Only a call that reached nobody is saved by itself.",
            "After a conversation there is something to write down first.",
        )
    rule = read_rule(outcome.proposes)
    if rule is None:
        raise UserError("When the next action is due cannot be read.", "Choose how long after the call it is.")
    return worded(replace(outcome, action=action_for(outcome.action, rule)))


def action_for(action: ActionKind | None, rule: Rule) -> ActionKind | None:
    """What is proposed: nothing where nothing is due, a call where nothing else was said."""
    return None if rule.wait is Wait.NOTHING else action or ActionKind.CALL


def worded(row: Row) -> Row:
    label = " ".join(row.label.split())
    if not label:
        raise UserError("It needs a name.", "Type a word or two; until then it keeps the one it has.")
    return replace(row, label=label)


def next_position(present: Sequence[Row]) -> int:
    return max((row.position for row in present), default=-1) + 1


def free_key(step: Step, holder: Outcome) -> None:
    """Take the key of `holder` from every other outcome in the list."""
    for other in reader.outcomes(step.book):
        if holder.key and other.key == holder.key and other.id != holder.id:
            step.update(replace(other, key=""))


def place(step: Step, present: Sequence[Row], row_id: int, to: int) -> None:
    """Write the positions anew with one row moved. KeyError where it is not in the list."""
    order = [row for row in present if row.id != row_id]
    moved = [row for row in present if row.id == row_id]
    if not moved:
        raise KeyError(row_id)
    order.insert(max(0, min(to, len(order))), moved[0])
    for position, row in enumerate(order):
        step.update(replace(row, position=position))
