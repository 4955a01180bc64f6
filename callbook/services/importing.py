"""Writing what an import plan says: in one step, or in pieces that are one entry of the undo history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.prospect import Contact, Phone, Prospect, Tagging
from callbook.formats.rare_cells import AboutPhone
from callbook.services.bringing_in import Content, Fate, Known, Number, Person, number
from callbook.services.exchange import ImportPlan
from callbook.services.one_entry import Write, at_once, in_pieces
from callbook.services.prospects import tag_id
from callbook.services.standing import close_action, refresh
from callbook.services.standing_in import Moved, Planned, Standing, action_line
from callbook.storage.book import Book, Step
from callbook.storage.matching import folded
from callbook.storage.prospects import contacts
from callbook.storage.prospects import phones as numbers_at
from callbook.storage.records import Row

SLICE = 500  # new prospects written by one statement
FEW = 50  # prospects added to in one piece
DOUBTFUL = "doubtful"
NOWHERE = Standing()  # where a prospect stands of which no row says so
NOBODY: dict[str, int] = {}


def run_import(book: Book, plan: ImportPlan, *, now: datetime, mark: str = DOUBTFUL) -> Change:
    """Write what the plan says, in one step that one undo takes back; doubtful ones get the tag `mark`.

    A number that asked not to be called stays so: its prospect comes in as do-not-call.
    """
    return at_once(book, Op.IMPORT, writes(plan, now, mark))


def import_in_pieces(book: Book, plan: ImportPlan, *, now: datetime, mark: str = DOUBTFUL) -> Iterator[Change]:
    """The same, a piece at each turn, so that a window can go on meanwhile; all of it is one entry of the undo history.

    Broken off, what is written so far stays, and one undo takes it back; brought in again, the file adds the rest.
    Where anything else is done in between it goes no further, and raises UserError.
    """
    return in_pieces(book, Op.IMPORT, writes(plan, now, mark), disturbed())


def disturbed() -> UserError:
    return UserError("Something else was written while the list came in.", "Import the list again for the rest.")


def writes(plan: ImportPlan, now: datetime, mark: str) -> Iterator[Write]:
    return (partial(piece.write, now=now, mark=mark) for piece in pieces(plan))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of what a plan writes: prospects that are new, prospects of the book that are added to, and who referred
    whom. `barred` are those that asked not to be called."""

    made: tuple[Known, ...] = ()
    changed: tuple[Known, ...] = ()
    barred: frozenset[int] = frozenset()  # by id() of the prospect: it has no other before it is written
    referred: tuple[tuple[Known, Known], ...] = ()
    written: dict[int, int] = field(default_factory=dict)  # by id(): their ids in the book, of those in a referral

    def write(self, step: Step, now: datetime, mark: str) -> None:
        ids = insert_all(step, self.made, [now if id(one) in self.barred else None for one in self.made], now, mark)
        self.written.update((id(one), key) for one, key in zip(self.made, ids, strict=True) if id(one) in self.written)
        for one in self.changed:
            add_to(step, one, now if id(one) in self.barred else None, now)
        for one, by in self.referred:
            key, referrer = (each.id or self.written[id(each)] for each in (one, by))
            step.update(replace(step.get(Prospect, key), referred_by=referrer))


def pieces(plan: ImportPlan) -> list[Piece]:
    """What a plan writes, in pieces that each take a moment."""
    barred = frozenset(id(one.target) for one in plan.fated if one.row.line in plan.barred)
    made = [one.target for one in plan.fated if one.fate in (Fate.NEW, Fate.DOUBTFUL)]
    added_to = {one.target.id: one.target for one in plan.fated if one.fate is Fate.UPDATED and one.target.id}
    changed = list(added_to.values())
    written = {id(one): 0 for pair in plan.referred for one in pair}
    parts = [tuple(made[at : at + SLICE]) for at in range(0, len(made), SLICE)]
    found = [Piece(made=part, barred=barred, written=written) for part in parts]
    found += [Piece(changed=tuple(changed[at : at + FEW]), barred=barred) for at in range(0, len(changed), FEW)]
    referred = plan.referred
    return found + [Piece(referred=referred[at : at + SLICE], written=written) for at in range(0, len(referred), SLICE)]


def taggings(step: Step, tagged: Iterable[tuple[int, Iterable[str]]]) -> Iterator[Tagging]:
    """The rows that put these tags on these prospects; a tag is made where there is none."""
    ids: dict[str, int] = {}
    for prospect_id, names in tagged:
        put = set()
        for name in filter(str.strip, names):
            if folded(name) not in ids:
                ids[folded(name)] = tag_id(step, name.strip())
            put.add(ids[folded(name)])
        yield from (Tagging(prospect_id=prospect_id, tag_id=key) for key in sorted(put))


def insert_all(
    step: Step, made: Sequence[Known], barred: Sequence[datetime | None], now: datetime, mark: str
) -> list[int]:
    """Write new prospects with all that belongs to them, each kind of row by one statement; their ids."""
    said = [one.told() for one in made]
    given = [new_prospect(one, content, since, now) for one, content, since in zip(made, said, barred, strict=True)]
    ids = [int(row[0] or 0) for row in step.insert_rows(given)]
    pairs = list(zip(ids, said, strict=True))
    people = step.insert_rows(row for key, content in pairs for row in people_of(key, content.added_people))
    owners = by_name(said, people)
    step.insert_rows(
        row
        for (key, content), names in zip(pairs, owners, strict=True)
        for row in phones_of(key, content.added_numbers, content.standing, names)
    )
    step.insert_rows(
        opened(key, content.standing, now)
        for (key, content), prospect in zip(pairs, given, strict=True)
        if prospect.next_due is not None and content.standing
    )
    marks = ([mark] if one.doubt else [] for one in made)
    tagged = [(key, [*content.added_tags, *some]) for (key, content), some in zip(pairs, marks, strict=True)]
    step.insert_rows(list(taggings(step, tagged)))
    return ids


def new_prospect(one: Known, content: Content, barred_at: datetime | None, now: datetime) -> Prospect:
    """A prospect that comes in; one that asked not to be called is not planned to be."""
    standing = content.standing or NOWHERE
    barred = standing.refused_at or barred_at or (now if standing.refused else None)
    action, notes = standing.action, content.added_notes
    if action is not None and barred is not None and action.kind is ActionKind.CALL:
        notes, action = [*notes, action_line(action)], None
    return Prospect(
        name=one.name,
        created_at=now,
        source=one.source,
        notes="\n".join(notes),
        stage=standing.stage,
        do_not_call_at=barred,
        next_due=None if action is None else action.due,
        **content.added_fields,  # type: ignore[arg-type]
    )


def by_name(said: Sequence[Content], people: Sequence[Row]) -> Iterator[dict[str, int]]:
    """For each prospect the ids of its people by name, where a number may be somebody's. `people` are the rows of them
    all, in the same order."""
    at = 0
    for content in said:
        many = len(content.added_people)
        if content.standing and content.standing.about:
            named = zip(content.added_people, people[at : at + many], strict=True)
            yield {folded(person.name): int(row[0] or 0) for person, row in reversed(list(named)) if person.name}
        else:
            yield NOBODY
        at += many


def opened(prospect_id: int, standing: Standing, now: datetime) -> NextAction:
    """The next action that rows say, open from now on."""
    action = standing.action
    assert action is not None  # noqa: S101  asked for those that have one only
    return NextAction(
        prospect_id=prospect_id, created_at=now, kind=action.kind, due=action.due, zone=action.zone, text=action.text,
        place=action.place,
    )  # fmt: skip


def people_of(prospect_id: int, people: Sequence[Person], first: int = 0) -> Iterator[Contact]:
    for at, person in enumerate(people, first):
        yield Contact(
            prospect_id=prospect_id,
            position=at,
            name=person.name,
            title=person.role,
            email=person.email,
            role=person.buying,
            note=person.note,
        )


def phones_of(
    prospect_id: int, numbers: Sequence[Number], standing: Standing | None, ids: dict[str, int], first: int = 0
) -> Iterator[Phone]:
    """Numbers with what is said of them; `ids` are those of the people they may be of, by name."""
    for at, one in enumerate(numbers, first):
        phone = Phone(prospect_id=prospect_id, position=at, label=one.label, typed=one.typed, e164=one.e164)
        yield said_of(phone, one, standing, ids) if standing else phone


def said_of(phone: Phone, read: Number, standing: Standing, ids: dict[str, int]) -> Phone:
    about = next((standing.about[form] for form in read.forms if form in standing.about), AboutPhone())
    return replace(
        phone, wrong_at=phone.wrong_at or about.wrong_at, contact_id=phone.contact_id or ids.get(folded(about.owner))
    )


def add_to(step: Step, one: Known, barred_at: datetime | None, now: datetime) -> None:
    """Write what rows added to a prospect that was there; what it had stays as it was."""
    content, stored = one.content, step.get(Prospect, one.id)
    standing = content.standing or NOWHERE
    notes = "\n".join([*([stored.notes] if stored.notes else []), *content.added_notes])
    barred = stored.do_not_call_at or standing.refused_at or barred_at
    step.update(
        replace(
            stored,
            notes=notes,
            do_not_call_at=barred,
            stage=standing.stage if any(isinstance(each, Moved) for each in standing.added) else stored.stage,
            **content.added_fields,  # type: ignore[arg-type]
        )
    )
    for person in content.filled_people:
        contact = step.get(Contact, person.id)
        step.update(
            replace(contact, title=person.role, email=person.email, role=person.buying, note=person.note)
        )
    add_parts(step, one.id, content)
    plan_next(step, one.id, standing, barred is not None and stored.do_not_call_at is None, now)
    step.insert_rows(list(taggings(step, [(one.id, content.added_tags)])))


def add_parts(step: Step, prospect_id: int, content: Content) -> None:
    """The people and numbers that rows added, and what they say of numbers that were there."""
    people, phones = contacts(step.book, prospect_id), numbers_at(step.book, prospect_id)
    step.insert_rows(people_of(prospect_id, content.added_people, len(people)))
    ids: dict[str, int] = {}
    if content.standing and content.standing.added:
        ids = {folded(each.name): each.id for each in reversed(contacts(step.book, prospect_id)) if each.name}
        for phone in phones:
            read = number(phone.label, phone.typed, phone.e164)
            step.update(said_of(phone, read, content.standing, ids))
    step.insert_rows(phones_of(prospect_id, content.added_numbers, content.standing, ids, len(phones)))


def plan_next(step: Step, prospect_id: int, standing: Standing, newly_barred: bool, now: datetime) -> None:
    """Open the next action that rows added; who has just been barred has none."""
    if newly_barred:
        close_action(step, prospect_id, Closing.DROPPED, now)
    elif any(isinstance(each, Planned) for each in standing.added):
        step.insert(opened(prospect_id, standing, now))
    else:
        return
    refresh(step, prospect_id)
