"""What was said when: the scripts of a book by situation and time, one of them reworded half way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from callbook.domain.script import Channel, Direction, Purpose, ScriptText, ScriptVersion
from callbook.services.demo.course import Made
from callbook.services.scripts import Wording, fields_of, write_parts
from callbook.storage import scripts as reader
from callbook.storage.book import Step

Situation = tuple[Direction, Channel, Purpose]


class Sayings:
    """The wording a call was made with. A situation may have several scripts; the last is for referred firms."""

    def __init__(self, texts: Sequence[ScriptText], later: Sequence[ScriptText], reworded_at: datetime) -> None:
        self._reworded_at = reworded_at
        self._first = by_situation(texts)
        self._later = by_situation(later)

    def of(self, call: Made, purpose: Purpose, referred: bool) -> ScriptText | None:
        """None where there is no script for the situation."""
        found = self._later if call.started_at >= self._reworded_at else self._first
        texts = found.get((call.direction, call.channel, purpose)) or found.get(
            (call.direction, call.channel, Purpose.NEW_BUSINESS)
        )
        return None if not texts else texts[-1 if referred else 0]


def by_situation(texts: Sequence[ScriptText]) -> dict[Situation, list[ScriptText]]:
    found: dict[Situation, list[ScriptText]] = {}
    for text in texts:
        found.setdefault((text.script.direction, text.script.channel, text.script.purpose), []).append(text)
    return found


def written(step: Step, begun_at: datetime, reworded_at: datetime) -> Sayings:
    """Date the scripts of the book back to when its calls began, and give the first its second version."""
    texts = reader.scripts(step.book)
    for text in texts:
        step.update(replace(text.version, created_at=begun_at))
    if texts and begun_at < reworded_at:
        reword(step, texts[0], reworded_at)
    return Sayings(texts, reader.scripts(step.book), reworded_at)


def reword(step: Step, text: ScriptText, at: datetime) -> None:
    """The same script with its openers the other way round and its first question asked last."""
    questions = tuple(prompt.wording for prompt in text.prompts)
    wording = Wording(
        name=text.script.name,
        positioning=text.version.positioning,
        value_proposition=text.version.value_proposition,
        gatekeeper_line=text.version.gatekeeper_line,
        voicemail=text.version.voicemail,
        openers=tuple(opener.text for opener in reversed(text.openers)),
        questions=questions[1:] + questions[:1],
        objections=tuple((each.objection, each.reply) for each in text.objections),
    )
    following = ScriptVersion(script_id=text.script.id, number=text.version.number + 1, created_at=at)
    version = step.insert(fields_of(wording, following))
    write_parts(step, version.id, wording)
