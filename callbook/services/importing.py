"""Writing what an import plan says: in one step, or in pieces that are one entry of the undo history."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.prospect import Contact, Phone, Prospect, Tagging
from callbook.services.bringing_in import Fate, Known, Number, Person
from callbook.services.exchange import ImportPlan
from callbook.services.prospects import tag_id
from callbook.storage.book import Book, Step
from callbook.storage.matching import folded
from callbook.storage.prospects import contacts
from callbook.storage.prospects import phones as numbers_at

SLICE = 500  # new prospects written by one statement
FEW = 50  # prospects added to in one piece
DOUBTFUL = "doubtful"


def run_import(book: Book, plan: ImportPlan, *, now: datetime, mark: str = DOUBTFUL) -> Change:
    """Write what the plan says, in one step that one undo takes back; doubtful ones get the tag `mark`.

    A number that asked not to be called stays so: its prospect comes in as do-not-call.
    """
    with book.step(Op.IMPORT) as step:
        for piece in pieces(plan):
            piece.write(step, now, mark)
    return step.change()


def import_in_pieces(book: Book, plan: ImportPlan, *, now: datetime, mark: str = DOUBTFUL) -> Iterator[Change]:
    """The same, a piece at each turn, so that a window can go on meanwhile; all of it is one entry of the undo history.

    Broken off, what is written so far stays, and one undo takes it back; brought in again, the file adds the rest.
    Where anything else is done in between it goes no further, and raises UserError.
    """
    return as_one_entry(book, (partial(piece.write, now=now, mark=mark) for piece in pieces(plan)))


def as_one_entry(book: Book, writes: Iterable[Callable[[Step], object]]) -> Iterator[Change]:
    """Have each write done by a transaction of its own, one at each turn, all of them one entry of the undo history;
    UserError where something else was written in between."""
    name, begun = f"import {book.new_uuid()}", False
    for write in writes:
        if begun and not book.goes_on(name):
            raise UserError("Something else was written while the list came in.", "Import the list again for the rest.")
        begun = True
        with book.step(Op.IMPORT, merge=name) as step:
            write(step)
        yield step.change()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of what a plan writes: prospects that are new, and prospects of the book that are added to. `barred` are
    those that asked not to be called."""

    made: tuple[Known, ...] = ()
    changed: tuple[Known, ...] = ()
    barred: frozenset[int] = frozenset()  # by id() of the prospect: it has no other before it is written

    def write(self, step: Step, now: datetime, mark: str) -> None:
        insert_all(step, self.made, [now if id(one) in self.barred else None for one in self.made], now, mark)
        for one in self.changed:
            add_to(step, one, now if id(one) in self.barred else None)


def pieces(plan: ImportPlan) -> list[Piece]:
    """What a plan writes, in pieces that each take a moment."""
    barred = frozenset(id(one.target) for one in plan.fated if one.row.line in plan.barred)
    made = [one.target for one in plan.fated if one.fate in (Fate.NEW, Fate.DOUBTFUL)]
    added_to = {one.target.id: one.target for one in plan.fated if one.fate is Fate.UPDATED and one.target.id}
    changed = list(added_to.values())
    found = [Piece(made=tuple(made[at : at + SLICE]), barred=barred) for at in range(0, len(made), SLICE)]
    return found + [Piece(changed=tuple(changed[at : at + FEW]), barred=barred) for at in range(0, len(changed), FEW)]


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


def insert_all(step: Step, made: Sequence[Known], barred: Sequence[datetime | None], now: datetime, mark: str) -> None:
    """Write new prospects with all that belongs to them, each kind of row by one statement."""
    said = [one.told() for one in made]
    given = [
        Prospect(
            name=one.name,
            created_at=now,
            source=one.source,
            notes="\n".join(content.added_notes),
            do_not_call_at=since,
            **content.added_fields,  # type: ignore[arg-type]
        )
        for one, content, since in zip(made, said, barred, strict=True)
    ]
    ids = [int(row[0] or 0) for row in step.insert_rows(given)]
    pairs = list(zip(ids, said, strict=True))
    step.insert_rows(row for key, content in pairs for row in people_of(key, content.added_people))
    step.insert_rows(row for key, content in pairs for row in phones_of(key, content.added_numbers))
    marks = ([mark] if one.doubt else [] for one in made)
    tagged = [(key, [*content.added_tags, *some]) for (key, content), some in zip(pairs, marks, strict=True)]
    step.insert_rows(list(taggings(step, tagged)))


def people_of(prospect_id: int, people: Sequence[Person], first: int = 0) -> Iterator[Contact]:
    for at, person in enumerate(people, first):
        yield Contact(prospect_id=prospect_id, position=at, name=person.name, title=person.role, email=person.email)


def phones_of(prospect_id: int, numbers: Sequence[Number], first: int = 0) -> Iterator[Phone]:
    for at, number in enumerate(numbers, first):
        yield Phone(prospect_id=prospect_id, position=at, label=number.label, typed=number.typed, e164=number.e164)


def add_to(step: Step, one: Known, barred_at: datetime | None) -> None:
    """Write what rows added to a prospect that was there; what it had stays as it was."""
    content, stored = one.content, step.get(Prospect, one.id)
    notes = "\n".join([*([stored.notes] if stored.notes else []), *content.added_notes])
    barred = stored.do_not_call_at or barred_at
    step.update(replace(stored, notes=notes, do_not_call_at=barred, **content.added_fields))  # type: ignore[arg-type]
    for person in content.filled_people:
        contact = step.get(Contact, person.id)
        step.update(replace(contact, title=person.role, email=person.email))
    people, phones = contacts(step.book, one.id), numbers_at(step.book, one.id)
    step.insert_rows(people_of(one.id, content.added_people, len(people)))
    step.insert_rows(phones_of(one.id, content.added_numbers, len(phones)))
    step.insert_rows(list(taggings(step, [(one.id, content.added_tags)])))
