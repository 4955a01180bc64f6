"""What a person can do with prospects: add, edit, tag, move, delete, mark do-not-call."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from callbook.domain.call import Call
from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.phone import country_of, e164, zones_of
from callbook.domain.place import shared_zone, zone_of
from callbook.domain.prospect import Contact, Phone, Prospect, Stage, Tag, Tagging
from callbook.domain.when import Due
from callbook.domain.workdays import holidays_of
from callbook.services.standing import advance_stage, close_action, open_action, refresh, set_stage
from callbook.storage import prospects as reader
from callbook.storage.book import Book, Step


@dataclass(frozen=True, slots=True)
class Draft:
    """A prospect as a form holds it: rows with id 0 are new, rows that are missing were taken away."""

    prospect: Prospect
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    tags: tuple[str, ...] = ()


DO_NOT_CALL = UserError(
    "This prospect asked not to be called.",
    "Prospect, Do not call lifts it, if they changed their mind.",
)
PREPARED = 5  # of the five fields of the preparation sheet


def add(book: Book, draft: Draft, *, now: datetime) -> Change:
    """Write a new prospect with its people, numbers and tags; UserError where it has no name at all."""
    with book.step(Op.ADD_PROSPECT) as step:
        insert(step, draft, now)
    return step.change()


def insert(step: Step, draft: Draft, now: datetime) -> Prospect:
    name = draft.prospect.name.strip() or next((c.name for c in draft.contacts if c.name.strip()), "")
    if not name:
        raise UserError("A prospect needs a name.", "Type the business's name, or that of a person.")
    prospect = step.insert(replace(draft.prospect, id=0, uuid="", name=name, created_at=now))
    write_parts(step, replace(draft, prospect=prospect))
    return prospect


def edit(book: Book, draft: Draft, *, now: datetime, merge: str = "") -> Change:
    """Write a form back over the prospect it came from. What others changed meanwhile in `tries`, stage and
    dates stays, because the form does not hold them."""
    with book.step(Op.EDIT_PROSPECT, merge) as step:
        stored = step.get(Prospect, draft.prospect.id)
        name = draft.prospect.name.strip() or stored.name
        prospect = replace(
            draft.prospect,
            name=name,
            deleted_at=stored.deleted_at,
            stage=stored.stage,
            tries=stored.tries,
            last_call_at=stored.last_call_at,
            next_due=stored.next_due,
            do_not_call_at=stored.do_not_call_at,
        )
        step.update(prospect)
        write_parts(step, replace(draft, prospect=prospect))
        note_prepared(step, prospect, now)
    return step.change()


def prepare(book: Book, prospect_id: int, field: str, text: str, *, now: datetime, merge: str = "") -> Change:
    """Write one field of the preparation sheet."""
    with book.step(Op.EDIT_PROSPECT, merge) as step:
        filled: dict[str, Any] = {field: text}
        prospect = replace(step.get(Prospect, prospect_id), **filled)
        step.update(prospect)
        note_prepared(step, prospect, now)
    return step.change()


def note_prepared(step: Step, prospect: Prospect, now: datetime) -> None:
    if prospect.prepared == PREPARED and prospect.stage is Stage.NEW:
        advance_stage(step, prospect, Stage.PREPARED, now)


def write_parts(step: Step, draft: Draft) -> None:
    """People, numbers and tags of a draft: new ones in, changed ones over, missing ones out."""
    prospect = draft.prospect
    kept = [contact for contact in draft.contacts if contact.id or says_something(contact)]
    write_list(
        step,
        reader.contacts(step.book, prospect.id),
        [replace(contact, prospect_id=prospect.id, position=at) for at, contact in enumerate(kept)],
    )
    people = {contact.id for contact in kept}
    numbers = [
        phone if phone.contact_id in people else replace(phone, contact_id=None)
        for phone in draft.phones
        if phone.typed.strip()
    ]
    write_list(
        step,
        reader.phones(step.book, prospect.id),
        [
            replace(phone, prospect_id=prospect.id, position=at, e164=e164(phone.typed, prospect.country))
            for at, phone in enumerate(numbers)
        ],
    )
    write_tags(step, prospect.id, draft.tags)


def says_something(contact: Contact) -> bool:
    return any(text.strip() for text in (contact.name, contact.title, contact.email))


def write_list(step: Step, stored: list[Contact] | list[Phone], wanted: list[Contact] | list[Phone]) -> None:
    """Make the rows stored for a prospect those wanted. A row that calls point to keeps its place in them."""
    ids = {row.id for row in wanted}
    for row in stored:
        if row.id not in ids:
            let_go(step, row)
    for row in wanted:
        if row.id:
            step.update(row)
        else:
            step.insert(row)


def let_go(step: Step, row: Contact | Phone) -> None:
    """Take a contact or number out, loosening first what points to it; undo brings both back."""
    for column in ("contact_id", "answered_by") if isinstance(row, Contact) else ("phone_id",):
        loose: dict[str, Any] = {column: None}
        for call_id in reader.calls_pointing(step.book, column, row.id):
            step.update(replace(step.get(Call, call_id), **loose))
    if isinstance(row, Contact):
        for phone in reader.phones(step.book, row.prospect_id):
            if phone.contact_id == row.id:
                step.update(replace(phone, contact_id=None))
    step.delete(row)


def write_tags(step: Step, prospect_id: int, names: Iterable[str]) -> None:
    wanted = {name.strip().casefold(): name.strip() for name in names if name.strip()}
    stored = {tagging.tag_id: tagging for tagging in reader.taggings(step.book, prospect_id)}
    ids = {tag_id(step, name) for name in wanted.values()}
    for key, tagging in stored.items():
        if key not in ids:
            step.delete(tagging)
    for key in sorted(ids - stored.keys()):
        step.insert(Tagging(prospect_id=prospect_id, tag_id=key))


def tag_id(step: Step, name: str) -> int:
    """The id of a tag by name, made new where there is none."""
    found = reader.tag_named(step.book, name)
    return (found or step.insert(Tag(name=name))).id


def tag(book: Book, ids: Iterable[int], name: str, *, now: datetime) -> Change:
    """Put one tag on several prospects."""
    with book.step(Op.TAG_PROSPECTS) as step:
        key = tag_id(step, name.strip())
        for prospect_id in ids:
            if key not in {tagging.tag_id for tagging in reader.taggings(book, prospect_id)}:
                step.insert(Tagging(prospect_id=prospect_id, tag_id=key))
    return step.change()


def untag(book: Book, ids: Iterable[int], name: str, *, now: datetime) -> Change:
    """Take one tag off several prospects."""
    with book.step(Op.TAG_PROSPECTS) as step:
        found = reader.tag_named(book, name)
        for prospect_id in ids:
            for tagging in reader.taggings(book, prospect_id):
                if found is not None and tagging.tag_id == found.id:
                    step.delete(tagging)
    return step.change()


def move_stage(book: Book, ids: Iterable[int], stage: Stage, *, now: datetime) -> Change:
    """Move several prospects to a stage, forward or back: the user may."""
    with book.step(Op.MOVE_STAGE) as step:
        for prospect_id in ids:
            set_stage(step, step.get(Prospect, prospect_id), stage, now)
    return step.change()


def move_next(book: Book, ids: Iterable[int], kind: ActionKind | None, due: Due, zone: str, *, now: datetime) -> Change:
    """Give several prospects a next action on `due`; an open one is moved and keeps its kind unless one is given.

    Who asked not to be called is left out; UserError where that is everybody.
    """
    given = list(ids)
    barred = reader.barred(book, given)
    wanted = [key for key in given if key not in barred]
    if barred and not wanted:
        raise UserError(DO_NOT_CALL.sentence, DO_NOT_CALL.next_step)
    with book.step(Op.MOVE_NEXT) as step:
        for prospect_id in wanted:
            action = reader.open_action(book, prospect_id)
            if action is None:
                opened = NextAction(prospect_id=prospect_id, kind=kind or ActionKind.CALL, due=due, zone=zone)
                open_action(step, opened, now)
            else:
                step.update(replace(action, due=due, zone=zone, kind=kind or action.kind))
            refresh(step, prospect_id)
    return step.change()


def close_next(book: Book, ids: Iterable[int], closing: Closing, *, now: datetime) -> Change:
    """Close the open next actions without a call: done, held or dropped."""
    with book.step(Op.CLOSE_NEXT) as step:
        for prospect_id in ids:
            close_action(step, prospect_id, closing, now)
            refresh(step, prospect_id)
    return step.change()


def mark_do_not_call(book: Book, ids: Iterable[int], *, now: datetime) -> Change:
    """From now on these cannot be dialled or queued; their open next actions are dropped."""
    with book.step(Op.MARK_DO_NOT_CALL) as step:
        for prospect_id in ids:
            close_action(step, prospect_id, Closing.DROPPED, now)
            refresh(step, prospect_id)
            prospect = step.get(Prospect, prospect_id)
            step.update(replace(prospect, do_not_call_at=prospect.do_not_call_at or now))
    return step.change()


def lift_do_not_call(book: Book, prospect_id: int, *, now: datetime) -> Change:
    """Allow calling again, and keep in the notes on which day it was lifted."""
    with book.step(Op.LIFT_DO_NOT_CALL) as step:
        prospect = step.get(Prospect, prospect_id)
        line = f"Do not call lifted on {now.date().isoformat()}."
        notes = f"{prospect.notes}\n{line}".strip()
        step.update(replace(prospect, do_not_call_at=None, notes=notes))
    return step.change()


def delete(book: Book, ids: Iterable[int], *, now: datetime) -> Change:
    """Mark prospects deleted, with their calls and open actions, all at one moment: restorable as a whole."""
    with book.step(Op.DELETE_PROSPECTS) as step:
        for prospect_id in ids:
            step.update(replace(step.get(Prospect, prospect_id), deleted_at=now))
            for call_id in reader.calls_pointing(book, "prospect_id", prospect_id):
                call = step.get(Call, call_id)
                step.update(replace(call, deleted_at=call.deleted_at or now))
            for action_id in reader.action_ids(book, prospect_id):
                step.update(replace(step.get(NextAction, action_id), deleted_at=now))
    return step.change()


def zone_for(prospect: Prospect, phones: Iterable[Phone] = (), now: datetime | None = None) -> str:
    """The IANA zone of their clock: set by hand, else by country and region, else by the first good number that tells
    it; "" where not known.

    A number that may ring in several zones tells it where they all show the same time `now`.
    """
    known = prospect.zone or zone_of(prospect.country, prospect.region)
    return known or next(filter(None, (zone_of_number(phone, now) for phone in phones if phone.wrong_at is None)), "")


def zone_of_number(phone: Phone, now: datetime | None) -> str:
    return shared_zone(zones_of(phone.e164, ""), country_of(phone.e164, ""), now)


def working_days_off(prospect: Prospect, now: datetime) -> Container[date]:
    """The public holidays where they are, of this year and the next."""
    return holidays_of(prospect.country, prospect.region, (now.year, now.year + 1))
