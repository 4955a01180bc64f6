"""Reading one prospect: the card with all that stands on it, and small look-ups."""

from collections.abc import Iterable
from dataclasses import dataclass

from callbook.domain.followup import NextAction
from callbook.domain.prospect import Contact, Phone, Prospect, Tag, Tagging
from callbook.storage.engine import Connection, columns
from callbook.storage.ids import these
from callbook.storage.schema import (
    CallTable,
    ContactTable,
    NextActionTable,
    PhoneTable,
    ProspectTable,
    TaggingTable,
    TagTable,
)


@dataclass(frozen=True, slots=True)
class Card:
    """A prospect with its people, numbers and tags, its open next action, and who referred it."""

    prospect: Prospect
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    tags: tuple[str, ...] = ()
    next_action: NextAction | None = None
    referrer: str = ""


def card(book: Connection, prospect_id: int) -> Card | None:
    """The card of a prospect, None where there is none or it was deleted."""
    prospect = book.get(Prospect, prospect_id)
    if prospect is None or prospect.deleted_at is not None:
        return None
    return Card(
        prospect,
        tuple(contacts(book, prospect_id)),
        tuple(phones(book, prospect_id)),
        tuple(tags_of(book, prospect_id)),
        open_action(book, prospect_id),
        name_of(book, prospect.referred_by),
    )


def contacts(book: Connection, prospect_id: int) -> list[Contact]:
    query = ContactTable.select(*columns(Contact)).where(ContactTable.prospect_id == prospect_id)
    return book.fetch(Contact, query.order_by(ContactTable.position, ContactTable.id))


def phones(book: Connection, prospect_id: int) -> list[Phone]:
    """Numbers in order, the wrong ones last."""
    query = PhoneTable.select(*columns(Phone)).where(PhoneTable.prospect_id == prospect_id)
    order = (PhoneTable.wrong_at.is_null(False), PhoneTable.position, PhoneTable.id)
    return book.fetch(Phone, query.order_by(*order))


def tags_of(book: Connection, prospect_id: int) -> list[str]:
    query = (
        TagTable.select(TagTable.name)
        .join(TaggingTable, on=(TaggingTable.tag_id == TagTable.id))
        .where(TaggingTable.prospect_id == prospect_id)
        .order_by(TagTable.name)
    )
    return [name for (name,) in book.rows(query)]


def all_tags(book: Connection) -> list[str]:
    return [name for (name,) in book.rows(TagTable.select(TagTable.name).order_by(TagTable.name))]


def tag_named(book: Connection, name: str) -> Tag | None:
    found = book.fetch(Tag, TagTable.select(*columns(Tag)).where(TagTable.name == name.strip()))
    return found[0] if found else None


def cities(book: Connection, limit: int = 500) -> list[str]:
    """Cities in the book, by name; a book of a lifetime holds too many for a list, so at most `limit`."""
    query = (
        ProspectTable.select(ProspectTable.city)
        .where(ProspectTable.deleted_at.is_null(), ProspectTable.city != "")
        .distinct()
        .order_by(ProspectTable.city.collate("NOCASE"))
        .limit(limit)
    )
    return [name for (name,) in book.rows(query)]


def open_action(book: Connection, prospect_id: int) -> NextAction | None:
    query = NextActionTable.select(*columns(NextAction)).where(
        NextActionTable.prospect_id == prospect_id,
        NextActionTable.closed_at.is_null(),
        NextActionTable.deleted_at.is_null(),
    )
    found = book.fetch(NextAction, query)
    return found[0] if found else None


def name_of(book: Connection, prospect_id: int | None) -> str:
    if prospect_id is None:
        return ""
    return str(book.one(ProspectTable.select(ProspectTable.name).where(ProspectTable.id == prospect_id)) or "")


def named_like(book: Connection, text: str, limit: int = 20) -> list[tuple[int, str, str]]:
    """Prospects whose name begins so, as (id, name, city): for choosing one while typing."""
    query = (
        ProspectTable.select(ProspectTable.id, ProspectTable.name, ProspectTable.city)
        .where(
            ProspectTable.deleted_at.is_null(),
            ProspectTable.name.collate("NOCASE").between(start := ProspectTable.name.db_value(text), start + "\uffff"),
        )
        .order_by(ProspectTable.name.collate("NOCASE"))
        .limit(limit)
    )
    return [(key, name, city) for key, name, city in book.rows(query)]


def barred(book: Connection, ids: Iterable[int]) -> set[int]:
    """Which of these, however many, asked not to be called."""
    query = ProspectTable.select(ProspectTable.id).where(
        ProspectTable.id.in_(these(ids)), ProspectTable.do_not_call_at.is_null(False)
    )
    return {key for (key,) in book.rows(query)}


def taggings(book: Connection, prospect_id: int) -> list[Tagging]:
    query = TaggingTable.select(*columns(Tagging)).where(TaggingTable.prospect_id == prospect_id)
    return book.fetch(Tagging, query)


def calls_pointing(book: Connection, column: str, row_id: int) -> list[int]:
    """Ids of calls, deleted ones too, whose prospect_id, contact_id or phone_id is this."""
    query = CallTable.select(CallTable.id).where(getattr(CallTable, column) == row_id)
    return [key for (key,) in book.rows(query)]


def action_ids(book: Connection, prospect_id: int) -> list[int]:
    """Ids of the next actions of a prospect, open and closed."""
    query = NextActionTable.select(NextActionTable.id).where(
        NextActionTable.prospect_id == prospect_id, NextActionTable.deleted_at.is_null()
    )
    return [key for (key,) in book.rows(query)]
