"""Prospects, calls and answers as rows of a table: what stands in each column that formats.own_table names."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain, repeat
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callbook.domain.followup import NextAction
from callbook.domain.prospect import BuyingRole, Contact, Phone, Stage
from callbook.formats.table_out import Cell
from callbook.formats.tag_list import joined_tags
from callbook.storage.taking_out import FullCall, FullCard

Cells = tuple[Cell, ...]
_NO_PERSON, _NO_NUMBER = ("",) * 5, ("",) * 5


def prospect_row(full: FullCard, people: int, numbers: int, zone: ZoneInfo) -> Cells:
    """A prospect's cells, with room for that many people and numbers; moments are by the clock of `zone`."""
    prospect, card = full.card.prospect, full.card
    named = {contact.id: contact.name for contact in card.contacts}
    return (
        prospect.name,
        *filled([person_cells(contact) for contact in card.contacts], max(1, people), _NO_PERSON),
        *filled([number_cells(phone, named, zone) for phone in card.phones], max(1, numbers), _NO_NUMBER),
        prospect.website,
        prospect.address,
        prospect.city,
        prospect.region,
        prospect.postcode,
        prospect.country,
        joined_tags(card.tags),
        prospect.source,
        card.referrer,
        prospect.notes,
        prospect.what_they_do,
        prospect.how_they_do_it,
        prospect.sets_apart,
        prospect.how_we_fit,
        prospect.who_decides,
        "" if prospect.stage is Stage.NEW else words(prospect.stage),
        local(prospect.do_not_call_at, zone),
        prospect.zone,
        *action_cells(card.next_action, zone),
        full.calls,
        full.conversations,
        prospect.tries,
        timedelta(seconds=full.seconds),
        local(prospect.last_call_at, zone),
        local(prospect.created_at, zone),
    )


def filled(groups: list[Cells], many: int, blank: Cells) -> Iterator[Cell]:
    """The cells of so many groups, those that are missing blank."""
    return chain.from_iterable([*groups, *repeat(blank, many - len(groups))])


def person_cells(contact: Contact) -> Cells:
    role = "" if contact.role is BuyingRole.UNKNOWN else words(contact.role)
    return (contact.name, contact.title, contact.email, role, contact.note)


def number_cells(phone: Phone, named: dict[int, str], zone: ZoneInfo) -> Cells:
    owner = "" if phone.contact_id is None else named.get(phone.contact_id, "")
    # As a link: + and digits alone a spreadsheet would take for an amount.
    link = phone.e164 and f"tel:{phone.e164}"
    return (phone.label, phone.typed, link, local(phone.wrong_at, zone), owner)


def action_cells(action: NextAction | None, zone: ZoneInfo) -> Cells:
    """Kind, day, moment where it has a time, the zone of that or of the day, text and place."""
    if action is None or action.due is None:
        return ("", None, None, "", "", "")
    if not isinstance(action.due, datetime):
        return (words(action.kind), action.due, None, action.zone, action.text, action.place)
    there = zone_named(action.zone) or zone
    moment = action.due.astimezone(there).replace(tzinfo=None)
    return (words(action.kind), moment.date(), moment, there.key, action.text, action.place)


def call_row(full: FullCall, zone: ZoneInfo) -> Cells:
    """A call's cells; when it started is by our clock then, and by theirs where that is known."""
    call = full.row.call
    ours = zone_named(call.zone) or zone
    theirs = zone_named(call.their_zone)
    return (
        call.id,
        full.row.prospect,
        full.city,
        full.person,
        full.title,
        full.number,
        full.answered_by,
        words(call.direction),
        words(call.channel),
        words(call.purpose),
        local(call.started_at, ours),
        ours.key,
        local(call.started_at, theirs) if theirs is not None else None,
        call.their_zone,
        timedelta(seconds=call.seconds),
        call.outcome,
        words(call.reached),
        "" if call.result == "none" else words(call.result),
        full.row.reason,
        call.conversation,
        full.row.script,
        full.opener,
        "\n".join(full.row.raised),
        call.note,
        call.next_text,
        "\n".join(f"{answer.wording}: {answer.text}" for answer in full.row.answers),
    )


def answer_rows(full: FullCall, zone: ZoneInfo) -> Iterator[Cells]:
    call = full.row.call
    started = local(call.started_at, zone_named(call.zone) or zone)
    for answer in full.row.answers:
        yield (call.id, full.row.prospect, started, call.outcome, answer.wording, answer.text)


def words(value: StrEnum | None) -> str:
    return "" if value is None else value.value.replace("_", " ")


def local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment by the wall clock of a zone, without saying so: a cell knows no zones."""
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=None)


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None for no name and for one that is not known here."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
