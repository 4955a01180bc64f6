"""Finding out whether a prospect is in the book already."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from callbook.domain.followup import NextAction
from callbook.domain.likeness import ending
from callbook.domain.phone import digits
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.storage.engine import Connection, columns
from callbook.storage.prospects import Card
from callbook.storage.schema import (
    ContactTable,
    NextActionTable,
    PhoneTable,
    ProspectTable,
    TaggingTable,
    TagTable,
)

CHUNK = 400
Part = TypeVar("Part", Contact, Phone)


def folded(text: str) -> str:
    """As names and addresses are compared: whatever their case and blanks."""
    compared = " ".join(text.casefold().split())
    return text if compared == text else compared  # one text in memory instead of two


def alike(book: Connection, names: Collection[str], numbers: Collection[str], emails: Collection[str]) -> list[Card]:
    """The prospects that have one of these names, numbers or e-mail addresses, deleted ones left out, oldest first.

    Names and addresses are `folded`; a number is given in E.164, its digits alone, or both, and finds those too that
    end like it and may be the same with or without its country. Each table is read once
    from end to end, and only the prospects found are kept: as many as are asked for, and their namesakes.
    """
    wanted: set[int] = set()
    named = ProspectTable.select(ProspectTable.id, ProspectTable.name).where(ProspectTable.deleted_at.is_null())
    wanted |= {key for key, name in book.rows(named) if folded(name) in names}
    if numbers:
        phones = PhoneTable.select(PhoneTable.prospect_id, PhoneTable.typed, PhoneTable.e164)
        endings = set(filter(None, map(ending, numbers)))
        wanted |= {
            key
            for key, typed, e164 in book.rows(phones)
            if e164 in numbers or digits(typed) in numbers or ending(e164 or digits(typed)) in endings
        }
    if emails:
        people = ContactTable.select(ContactTable.prospect_id, ContactTable.email).where(ContactTable.email != "")
        wanted |= {key for key, email in book.rows(people) if folded(email) in emails}
    ids = sorted(wanted)
    return [card for start in range(0, len(ids), CHUNK) for card in cards(book, ids[start : start + CHUNK])]


def cards(book: Connection, ids: list[int]) -> Iterable[Card]:
    """The cards of these prospects as far as they are compared: without what is to be done next."""
    found = ProspectTable.select(*columns(Prospect)).where(
        ProspectTable.id.in_(ids), ProspectTable.deleted_at.is_null()
    )
    people = parts(book, Contact, ContactTable, ids)
    phones = parts(book, Phone, PhoneTable, ids)
    tags: dict[int, list[str]] = {}
    tagged = TaggingTable.select(TaggingTable.prospect_id, TagTable.name).join(
        TagTable, on=(TaggingTable.tag_id == TagTable.id)
    )
    for key, name in book.rows(tagged.where(TaggingTable.prospect_id.in_(ids))):
        tags.setdefault(key, []).append(name)
    for prospect in book.fetch(Prospect, found.order_by(ProspectTable.id)):
        key = prospect.id
        yield Card(prospect, tuple(people.get(key, ())), tuple(phones.get(key, ())), tuple(tags.get(key, ())))


def parts(book: Connection, record: type[Part], table: Any, ids: list[int]) -> dict[int, list[Part]]:
    """Prospect id -> its people or numbers, in their order."""
    found: dict[int, list[Part]] = {}
    query = table.select(*columns(record)).where(table.prospect_id.in_(ids)).order_by(table.position, table.id)
    for part in book.fetch(record, query):
        found.setdefault(part.prospect_id, []).append(part)
    return found


def open_actions(book: Connection) -> dict[int, NextAction]:
    """Prospect id -> its open next action."""
    table = NextActionTable
    query = table.select(*columns(NextAction)).where(table.closed_at.is_null(), table.deleted_at.is_null())
    return {action.prospect_id: action for action in book.fetch(NextAction, query)}


def referrers(book: Connection) -> dict[int, str]:
    """Prospect id -> the name of who referred it."""
    given = ProspectTable.select(ProspectTable.id, ProspectTable.referred_by)
    by = dict(book.rows(given.where(ProspectTable.referred_by.is_null(False))))
    names = dict(book.rows(ProspectTable.select(ProspectTable.id, ProspectTable.name))) if by else {}
    return {key: str(names.get(who) or "") for key, who in by.items()}


def do_not_call_numbers(book: Connection) -> set[str]:
    """Every number of prospects that asked not to be called, by its digits and in E.164 where it can be read."""
    query = (
        PhoneTable.select(PhoneTable.typed, PhoneTable.e164)
        .join(ProspectTable, on=(ProspectTable.id == PhoneTable.prospect_id))
        .where(ProspectTable.do_not_call_at.is_null(False))
    )
    return {form for typed, e164 in book.rows(query) for form in (digits(typed), e164) if form}
