"""What of the book a call log is compared with: whose a number is, and which calls were logged at that time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from callbook.domain.likeness import ending, number_key, same_line
from callbook.domain.outcome import Reached
from callbook.domain.phone import digits, e164, marked_e164
from callbook.domain.script import Channel, Direction
from callbook.storage.engine import Connection
from callbook.storage.matching import CHUNK
from callbook.storage.schema import CallTable, PhoneTable, ProspectTable

T = CallTable


@dataclass(frozen=True, slots=True)
class Line:
    """A number of a prospect; `wrong` where it was found not to be theirs."""

    phone_id: int
    prospect_id: int
    contact_id: int | None
    wrong: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A call in the book, by telephone or video; `spoke` where anybody was spoken with, None where that is not said."""

    id: int
    prospect_id: int
    direction: Direction
    started_at: datetime
    seconds: int
    spoke: bool | None


Lines = dict[str, list[Line]]


def lines_of(book: Connection, forms: Collection[str], keys: Collection[str], home: str) -> tuple[Lines, Lines]:
    """Whose these numbers are: by their `forms`, each in E.164 or its digits alone, and by their `keys`, as
    likeness.number_key writes them, whatever country they are dialled from. Deleted prospects are left out.

    In the first, a number whose country nobody said is read as dialled from `home` (ISO 3166 alpha-2, or "").
    """
    asked: dict[str, list[str]] = {}
    for key in keys:
        asked.setdefault(ending(key), []).append(key)
    asked.pop("", None)
    query = (
        PhoneTable.select(
            PhoneTable.typed,
            PhoneTable.e164,
            PhoneTable.id,
            PhoneTable.prospect_id,
            PhoneTable.contact_id,
            PhoneTable.wrong_at.is_null(False),
        )
        .join(ProspectTable, on=(ProspectTable.id == PhoneTable.prospect_id))
        .where(ProspectTable.deleted_at.is_null())
        .order_by(PhoneTable.prospect_id, PhoneTable.position, PhoneTable.id)
    )
    found: Lines = {}
    alike: Lines = {}
    for typed, known, key, prospect_id, contact_id, wrong in book.rows(query):
        line = Line(key, prospect_id, contact_id, bool(wrong))
        for form in {known or e164(typed, home), digits(typed)}:
            if form in forms:
                found.setdefault(form, []).append(line)
        theirs = number_key(typed, known or marked_e164(typed))
        for ours in asked.get(ending(theirs), ()):
            if same_line(ours, theirs):
                alike.setdefault(ours, []).append(line)
    return found, alike


def calls_with(book: Connection, prospects: Collection[int], since: datetime, until: datetime) -> list[Known]:
    """Calls by telephone or video with these prospects between two moments (UTC, both inclusive), oldest first.

    Deleted ones are among them: they were logged, and somebody took them out.
    """
    ids = sorted(prospects)
    found: list[Known] = []
    for at in range(0, len(ids), CHUNK):
        query = T.select(T.id, T.prospect_id, T.direction, T.started_at, T.seconds, T.reached).where(
            T.prospect_id.in_(ids[at : at + CHUNK]),
            T.started_at.between(since, until),
            T.channel.in_((Channel.PHONE, Channel.VIDEO)),
        )
        for key, prospect_id, direction, started_at, seconds, reached in book.rows(query):
            found.append(Known(key, prospect_id, direction, started_at, seconds, _spoke(reached)))
    return sorted(found, key=lambda call: (call.started_at, call.id))


def _spoke(reached: Reached | None) -> bool | None:
    return None if reached is None else reached.spoke


def prospects_named(book: Connection, ids: Collection[int]) -> dict[int, str]:
    """The names of these prospects."""
    wanted = sorted(ids)
    found: dict[int, str] = {}
    for at in range(0, len(wanted), CHUNK):
        query = ProspectTable.select(ProspectTable.id, ProspectTable.name)
        found.update(book.rows(query.where(ProspectTable.id.in_(wanted[at : at + CHUNK]))))
    return found
