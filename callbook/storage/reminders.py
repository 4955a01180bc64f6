"""Reading which next actions come due at a minute, for reminding of them."""

from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from callbook.domain.followup import ActionKind
from callbook.domain.when import instant_text
from callbook.storage.engine import Connection
from callbook.storage.schema import NextActionTable, ProspectTable

DAY_LENGTH = len("2026-11-24")


@dataclass(frozen=True, slots=True)
class DueAction:
    """An open next action that is due at a minute (UTC), with what a reminder says of it."""

    prospect_id: int
    name: str
    kind: ActionKind
    due: datetime
    text: str
    city: str


def due_between(book: Connection, after: datetime, until: datetime) -> list[DueAction]:
    """Open next actions due after `after`, up to and at `until`, the earliest first.

    Plain days have no moment and are left out, and so are prospects that are deleted or do-not-call. Both bounds
    are cut off to whole seconds, as due moments are. ValueError for a naive datetime.
    """
    prospect, action = ProspectTable, NextActionTable
    query = (
        prospect.select(prospect.id, prospect.name, action.kind, prospect.next_due, action.text, prospect.city)
        .join(
            action,
            on=(action.prospect_id == prospect.id) & action.closed_at.is_null() & action.deleted_at.is_null(),
        )
        .where(
            prospect.deleted_at.is_null(),
            prospect.do_not_call_at.is_null(),
            prospect.next_due > instant_text(after),
            prospect.next_due <= instant_text(until),
            fn.LENGTH(prospect.next_due) > DAY_LENGTH,
        )
        .order_by(prospect.next_due, prospect.id)
    )
    return [DueAction(*row) for row in book.rows(query)]
