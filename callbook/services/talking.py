"""What happens in the midst of a call: an objection, somebody else on the phone, a question nobody planned."""

from dataclasses import replace
from datetime import datetime

from callbook.domain.call import Answer, Call, Raised
from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.prospect import BuyingRole, Contact
from callbook.domain.script import Objection, Question
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.storage import scripts as script_reader
from callbook.storage.book import Book, Step


def raise_objection(book: Book, call_id: int, objection: Objection, *, now: datetime) -> Change:
    """Keep that an objection came up; said a second time it takes that back."""
    with book.step(Op.EDIT_CALL) as step:
        known = [one for one in reader.raised(book, [call_id]).get(call_id, ()) if one.objection_id == objection.id]
        for one in known:
            step.delete(one)
        if not known:
            step.insert(Raised(call_id=call_id, objection_id=objection.id, wording=objection.objection))
        touch(step, call_id, now)
    return step.change()


def answered_by(book: Book, call_id: int, name: str, *, now: datetime) -> Change:
    """Somebody else picked up: whoever it is becomes a contact of the prospect, a gatekeeper until more is known.

    One of that name who is known already is taken. UserError without a name, or before it is known who is called.
    """
    if not name.strip():
        raise UserError("A contact needs a name.", "Type who answered, or go on without.")
    with book.step(Op.EDIT_CALL) as step:
        call = step.get(Call, call_id)
        if call.prospect_id is None:
            raise UserError("It is not known yet who this call is with.", "Say who is calling first.")
        people = prospect_reader.contacts(book, call.prospect_id)
        same = next((one for one in people if one.name.casefold() == name.strip().casefold()), None)
        person = same or step.insert(
            Contact(
                prospect_id=call.prospect_id, position=len(people), name=name.strip(), role=BuyingRole.GATEKEEPER
            )
        )
        step.update(replace(call, answered_by=person.id, seen_at=now))
    return step.change()


def ask(book: Book, call_id: int, wording: str, *, now: datetime) -> Change:
    """Ask something that is not in the script: the question is kept, with room for its answer, behind the others.

    A question of that wording keeps its identity, so that its answers add up. UserError without words.
    """
    words = " ".join(wording.split())
    if not words:
        raise UserError("A question needs words.", "Type what you ask, then Enter.")
    with book.step(Op.EDIT_CALL) as step:
        question = script_reader.questions_worded(book, [words]).get(words) or step.insert(Question(text=words))
        step.insert(
            Answer(
                call_id=call_id, question_id=question.id, position=next_position(step, call_id), wording=words
            )
        )
        touch(step, call_id, now)
    return step.change()


def next_position(step: Step, call_id: int) -> int:
    """Behind every prompt of the call's script and every answer it has."""
    call = step.get(Call, call_id)
    text = script_reader.text_of_version(step.book, call.version_id) if call.version_id is not None else None
    taken = [prompt.position for prompt in text.prompts] if text else []
    taken += [answer.position for answer in reader.answers(step.book, [call_id]).get(call_id, ())]
    return max(taken, default=-1) + 1


def touch(step: Step, call_id: int, now: datetime) -> None:
    call = step.get(Call, call_id)
    if call.saved_at is None:
        step.update(replace(call, seen_at=now))
