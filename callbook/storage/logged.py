"""What of the book a call log is compared with: whose a number is, and which calls were logged at that time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from callbook.domain.outcome import Reached
from callbook.domain.phone import digits, e164
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


def lines_of(book: Connection, forms: Collection[str], home: str) -> dict[str, list[Line]]:
    """Whose these numbers are, each given in E.164, its digits alone, or both; deleted prospects are left out.

    A number whose country nobody said is read as dialled from `home` (ISO 3166 alpha-2, or "").
    """
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
    found: dict[str, list[Line]] = {}
    for typed, known, key, prospect_id, contact_id, wrong in book.rows(query):
        line = Line(key, prospect_id, contact_id, bool(wrong))
        for form in {known or e164(typed, home), digits(typed)}:
            if form in forms:
                found.setdefault(form, []).append(line)
    return found


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


def commonest_country(book: Connection) -> str:
    """The country that most prospects have (ISO 3166 alpha-2), "" where none has any."""
    country = ProspectTable.country
    query = ProspectTable.select(country).where(ProspectTable.deleted_at.is_null(), country != "")
    return str(book.one(query.group_by(country).order_by(fn.COUNT(ProspectTable.id).desc(), country).limit(1)) or "")


def prospects_named(book: Connection, ids: Collection[int]) -> dict[int, str]:
    """The names of these prospects."""
    wanted = sorted(ids)
    found: dict[int, str] = {}
    for at in range(0, len(wanted), CHUNK):
        query = ProspectTable.select(ProspectTable.id, ProspectTable.name)
        found.update(book.rows(query.where(ProspectTable.id.in_(wanted[at : at + CHUNK]))))
    return found
