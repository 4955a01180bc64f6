"""Which script a call uses, what it asks, and what stands in the call's row when it begins."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from callbook.domain.call import Answer, Call
from callbook.domain.prospect import Phone
from callbook.domain.script import Direction, Opener, ScriptText, suggested
from callbook.services.calls import Situation
from callbook.storage import calls as reader
from callbook.storage import scripts as script_reader
from callbook.storage.engine import Connection
from callbook.storage.prospects import Card
from callbook.ui.call.live import Shown


def script_before(book: Connection, card: Card) -> ScriptText | None:
    """The script to begin with: the one last used with this prospect, else the one that fits best."""
    version_id = reader.last_version(book, card.prospect.id, Direction.OUTBOUND)
    used = script_reader.text_of_version(book, version_id) if version_id else None
    return suggested(
        tuple(script_reader.scripts(book)),
        Direction.OUTBOUND,
        by_phone=bool(card.phones) or not card.prospect.address,
        referred=card.prospect.referred_by is not None,
        last=used.script.id if used else None,
    )


def inbound_script(book: Connection) -> ScriptText | None:
    """What to say when they call us."""
    scripts = tuple(script_reader.scripts(book))
    return suggested(scripts, Direction.INBOUND, by_phone=True, referred=False, last=None)


def script_during(book: Connection, call: Call) -> ScriptText | None:
    """The wording a call was begun with."""
    return None if call.version_id is None else script_reader.text_of_version(book, call.version_id)


def opener_of(text: ScriptText | None, opener_id: int | None) -> Opener | None:
    return next((one for one in text.openers if one.id == opener_id), None) if text else None


def first_opener(text: ScriptText | None) -> Opener | None:
    return text.openers[0] if text and text.openers else None


def asked(book: Connection, text: ScriptText | None, call: Call) -> list[Answer]:
    """One answer for each question of the script, as stored or still empty, and those added on the way."""
    stored = {answer.position: answer for answer in reader.answers(book, [call.id]).get(call.id, ())}
    for prompt in text.prompts if text else ():
        empty = Answer(question_id=prompt.question_id, position=prompt.position, wording=prompt.wording)
        stored.setdefault(prompt.position, empty)
    return [stored[position] for position in sorted(stored)]


def shown(book: Connection, call: Call, text: ScriptText | None, opener: Opener | None, card: Card | None) -> Shown:
    """All that is shown of an open call."""
    people = {person.id: person.name for person in card.contacts} if card else {}
    return Shown(
        call,
        text,
        opener,
        asked(book, text, call),
        {one.objection_id or 0 for one in reader.raised(book, [call.id]).get(call.id, ())},
        people.get(call.answered_by or 0, ""),
        reader.outcomes(book),
    )


def situation(
    zone: ZoneInfo, card: Card | None, text: ScriptText | None, opener: Opener | None, phone: Phone | None
) -> Situation:
    """Whom a call is with, and what is said in it."""
    contact = card.contacts[0] if card and card.contacts else None
    plain = Situation(
        zone,
        prospect_id=card.prospect.id if card else None,
        contact_id=contact.id if contact else None,
        phone_id=phone.id if phone else None,
    )
    if text is None:
        return plain
    return Situation(
        zone,
        plain.prospect_id,
        plain.contact_id,
        plain.phone_id,
        text.script.direction,
        text.script.channel,
        text.script.purpose,
        text.version.id,
        opener.id if opener else None,
    )


def live_elsewhere(calls: Iterable[Call], shown: Call | None) -> Call | None:
    """A call that goes on, or waits in its wrap-up, while something else is shown; the one that goes on first."""
    others = [call for call in calls if shown is None or call.id != shown.id]
    return min(others, key=lambda call: call.ended_at is not None, default=None)
