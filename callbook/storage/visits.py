"""Reading whom to walk in on, with all one needs to know at the door, in the order of the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from callbook.domain.call import Answer, Call
from callbook.domain.followup import ActionKind
from callbook.domain.prospect import Prospect, Stage
from callbook.domain.query import Query
from callbook.domain.script import Channel, Direction, ScriptText
from callbook.domain.settings import BookSettings
from callbook.domain.walking import walking_order
from callbook.domain.when import Due, instant_from_text
from callbook.storage import calls, settings
from callbook.storage.engine import Connection
from callbook.storage.ids import MANY, as_value
from callbook.storage.listing import Listing, Scope
from callbook.storage.prospects import Card
from callbook.storage.scripts import scripts
from callbook.storage.taking_out import full_cards, listed, open_actions

MOST_VISITS = 100
"""More than anybody walks; a sheet of a whole city would not end."""
LOOKED_BACK = 8  # calls among which something said is looked for


@dataclass(frozen=True, slots=True)
class Visit:
    """A prospect to walk in on. `due` is when, where a visit is planned; `last` the last call in which something was
    noted or answered, else the last of all."""

    card: Card
    due: Due | None
    last: Call | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class VisitReading:
    """A round of visits, in the order of the way. `total` counts those beyond the hundred shown too; `barred` are
    those left out because they asked not to be called. `script` is the first for walking in, in its newest version."""

    now: datetime
    zone: ZoneInfo
    settings: BookSettings
    visits: tuple[Visit, ...]
    total: int
    barred: int
    script: ScriptText | None


def of_today(book: Connection, now: datetime, zone: ZoneInfo) -> VisitReading:
    """The open next actions of kind visit that are due today."""
    due = listed(book, Listing(Scope.TODAY), now, zone)
    planned = [key for key, action in open_actions(book, due).items() if action.kind is ActionKind.VISIT]
    return of_these(book, planned, now, zone)


def of_city(book: Connection, city: str, now: datetime, zone: ZoneInfo) -> VisitReading:
    """Everybody in a city who may be visited: neither resting nor closed."""
    found = listed(book, Listing(Scope.ALL, Query(city=city.strip())), now, zone)
    return of_these(book, found, now, zone, (Stage.RESTING, Stage.CLOSED))


def of_listing(book: Connection, chosen: Listing, now: datetime, zone: ZoneInfo) -> VisitReading:
    """Everybody a listing shows."""
    return of_these(book, listed(book, chosen, now, zone), now, zone)


def of_these(
    book: Connection, ids: Iterable[int], now: datetime, zone: ZoneInfo, without: tuple[Stage, ...] = ()
) -> VisitReading:
    """These prospects, without those at some stages."""
    places = [place for place in places_of(book, ids) if place.stage not in without]
    free = sorted((place for place in places if place.do_not_call_at is None), key=walking_order)
    shown = full_cards(book, [place.id for place in free[:MOST_VISITS]])
    return VisitReading(
        now=now,
        zone=zone,
        settings=settings.settings(book),
        visits=tuple(visit(book, full.card) for full in shown),
        total=len(free),
        barred=len(places) - len(free),
        script=walk_in_script(book),
    )


def places_of(book: Connection, ids: Iterable[int]) -> list[Prospect]:
    """As much of these prospects as their order needs; of a large book everybody may be asked for."""
    rows = book.sql(
        "SELECT id, name, address, city, postcode, country, stage, do_not_call_at FROM prospect "
        f"WHERE deleted_at IS NULL AND id IN {MANY}",
        (as_value(ids),),
    )
    return [
        Prospect(
            id=key, name=name, address=address, city=city, postcode=postcode, country=country, stage=Stage(stage),
            do_not_call_at=instant_from_text(barred) if barred else None,
        )
        for key, name, address, city, postcode, country, stage, barred in rows
    ]  # fmt: skip


def visit(book: Connection, card: Card) -> Visit:
    action = card.next_action
    recent = calls.recent_calls(book, card.prospect.id, LOOKED_BACK)
    answers = calls.answers(book, [call.id for call in recent]) if recent else {}
    said = {call.id: tuple(one for one in answers.get(call.id, ()) if one.text.strip()) for call in recent}
    telling = [call for call in recent if call.note.strip() or said[call.id]]
    last = next(iter(telling or recent), None)
    due = action.due if action is not None and action.kind is ActionKind.VISIT else None
    return Visit(card, due, last, said[last.id] if last else ())


def walk_in_script(book: Connection) -> ScriptText | None:
    for text in scripts(book):
        if text.script.channel is Channel.WALK_IN and text.script.direction is Direction.OUTBOUND:
            return text
    return None
