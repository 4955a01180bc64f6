"""What a person can do with scripts: write, reword, add, take away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.script import (
    Channel,
    Direction,
    Objection,
    Opener,
    Prompt,
    Purpose,
    Question,
    Script,
    ScriptText,
    ScriptVersion,
)
from callbook.storage import scripts as reader
from callbook.storage.book import Book, Step


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a script says, as a form or a file holds it; questions by their wording, in order.

    A question whose wording is unchanged stays the question it was. `known` gives, for each question, the id
    it had when the form was opened, 0 for a new one: a question that was only reworded keeps its identity.
    """

    name: str
    direction: Direction = Direction.OUTBOUND
    channel: Channel = Channel.PHONE
    purpose: Purpose = Purpose.NEW_BUSINESS
    positioning: str = ""
    value_proposition: str = ""
    openers: tuple[str, ...] = ()
    gatekeeper_line: str = ""
    voicemail: str = ""
    questions: tuple[str, ...] = ()
    known: tuple[int, ...] = ()
    objections: tuple[tuple[str, str], ...] = ()


def add(book: Book, wording: Wording, *, now: datetime) -> Change:
    """Write a new script in its first version."""
    with book.step(Op.ADD_SCRIPT) as step:
        insert(step, wording, len(reader.scripts(book)), now)
    return step.change()


def insert(step: Step, wording: Wording, position: int, now: datetime) -> Script:
    if not wording.name.strip():
        raise UserError("A script needs a name.", "Name the situation it is for.")
    script = step.insert(
        Script(
            position=position,
            name=wording.name.strip(),
            direction=wording.direction,
            channel=wording.channel,
            purpose=wording.purpose,
        )
    )
    version = step.insert(fields_of(wording, ScriptVersion(script_id=script.id, number=1, created_at=now)))
    write_parts(step, version.id, wording)
    return script


def reword(book: Book, script_id: int, wording: Wording, *, now: datetime, merge: str = "") -> Change:
    """Change what a script says. The first change of a version that calls were made with makes the next version;
    changes to one no call was made with yet are written over it. Its name and what it is for are no part of that."""
    with book.step(Op.EDIT_SCRIPT, merge) as step:
        script = step.get(Script, script_id)
        step.update(
            replace(
                script,
                name=wording.name.strip() or script.name,
                direction=wording.direction,
                channel=wording.channel,
                purpose=wording.purpose,
            )
        )
        text = reader.newest_text(book, script)
        if text is None:
            raise KeyError(("ScriptVersion", script_id))
        if says(text) == says_in(wording):
            return step.change()
        if reader.is_used(book, text.version.id):
            following = ScriptVersion(script_id=script.id, number=text.version.number + 1, created_at=now)
            version = step.insert(fields_of(wording, following))
        else:
            version = fields_of(wording, text.version)
            step.update(version)
            for part in (*text.openers, *text.prompts, *text.objections):
                step.delete(part)
        write_parts(step, version.id, wording)
    return step.change()


def delete(book: Book, ids: Iterable[int], *, now: datetime) -> Change:
    """Take scripts out of the choice; calls made with them keep their wording."""
    with book.step(Op.DELETE_SCRIPT) as step:
        for script_id in ids:
            step.update(replace(step.get(Script, script_id), deleted_at=now))
    return step.change()


def says(text: ScriptText) -> tuple[object, ...]:
    """Everything a version says, comparable with `says_in`."""
    version = text.version
    return (
        (version.positioning, version.value_proposition, version.gatekeeper_line, version.voicemail),
        tuple(opener.text for opener in text.openers),
        tuple(prompt.wording for prompt in text.prompts),
        tuple((one.objection, one.reply) for one in text.objections),
    )


def says_in(wording: Wording) -> tuple[object, ...]:
    return (
        (wording.positioning, wording.value_proposition, wording.gatekeeper_line, wording.voicemail),
        tuple(text.strip() for text in wording.openers if text.strip()),
        tuple(text.strip() for text in wording.questions if text.strip()),
        tuple(pair for pair in wording.objections if any(pair)),
    )


def fields_of(wording: Wording, version: ScriptVersion) -> ScriptVersion:
    return replace(
        version,
        positioning=wording.positioning,
        value_proposition=wording.value_proposition,
        gatekeeper_line=wording.gatekeeper_line,
        voicemail=wording.voicemail,
    )


def write_parts(step: Step, version_id: int, wording: Wording) -> None:
    openers = [text.strip() for text in wording.openers if text.strip()]
    step.insert_many(Opener(version_id=version_id, position=at, text=text) for at, text in enumerate(openers))
    pairs = [pair for pair in wording.objections if any(pair)]
    step.insert_many(
        Objection(version_id=version_id, position=at, objection=objection, reply=reply)
        for at, (objection, reply) in enumerate(pairs)
    )
    known = (*wording.known, *[0] * len(wording.questions))
    asked = [(text.strip(), key) for text, key in zip(wording.questions, known, strict=False) if text.strip()]
    ids = question_ids(step, asked)
    step.insert_many(
        Prompt(version_id=version_id, question_id=key, position=at, wording=text)
        for at, (key, (text, _)) in enumerate(zip(ids, asked, strict=True))
    )


def question_ids(step: Step, asked: list[tuple[str, int]]) -> list[int]:
    """The questions asked, one after the other: each the one with this very wording, else the one it was before, else
    a new one."""
    texts = [text for text, _ in asked]
    worded = {text: question.id for text, question in reader.questions_worded(step.book, texts).items()}
    ids = []
    for text, known in asked:
        if text not in worded and known:
            step.update(replace(step.get(Question, known), text=text))
            # Its wording of before may be asked for further on, and is nobody's now, or another's.
            worded = {one: question.id for one, question in reader.questions_worded(step.book, texts).items()}
        elif text not in worded:
            worded[text] = step.insert(Question(text=text)).id
        ids.append(worded[text])
    return ids
