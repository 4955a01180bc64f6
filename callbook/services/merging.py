"""Making one prospect of two, so that nothing of either is lost; and saying that two are different."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from callbook.domain.call import Call
from callbook.domain.change import Change, Op
from callbook.domain.duplicates import DIFFERENT_KEY, different_text, read_different
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.likeness import number_key
from callbook.domain.merging import Choices, joined, merged
from callbook.domain.phone import e164, extension
from callbook.domain.prospect import BuyingRole, Contact, Phone, Prospect
from callbook.domain.settings import SettingRow
from callbook.domain.when import due_text
from callbook.services.standing import refresh, set_stage
from callbook.storage import belongings
from callbook.storage import prospects as reader
from callbook.storage import settings as settings_reader
from callbook.storage.book import Book, Step
from callbook.storage.matching import folded

CALL_UNDER_WAY = UserError("A call with one of them is not saved yet.", "Save it, then merge them.")
GONE = UserError("One of the two is not in the book any more.", "Look for duplicates again.")
FIELD_NAMES = {
    "what_they_do": "What they do",
    "how_they_do_it": "How they do it",
    "sets_apart": "What sets them apart",
    "how_we_fit": "How we fit",
    "who_decides": "Who decides",
}


def merge(book: Book, keep_id: int, other_id: int, choices: Choices, *, now: datetime) -> Change:
    """Bring everything of one prospect to another and delete it, in one step.

    `choices` says by field whose value stays (see domain.merging); what is not chosen goes to the notes, with the day
    and the other's name. Do-not-call stays if either has it. Of two open next actions the one that is a meeting, else
    the earlier, stays open and tells of the other. UserError while a call with either is not saved.
    """
    if keep_id == other_id:
        raise ValueError("a prospect cannot be merged with itself")
    with book.step(Op.MERGE) as step:
        keep, other = present(step, keep_id), present(step, other_id)
        if belongings.unsaved_calls(book, keep_id, other_id):
            raise UserError(CALL_UNDER_WAY.sentence, CALL_UNDER_WAY.next_step)
        values, left = merged(keep, other, choices)
        told = [f"{field_name(field)}: {text}" for field, text in left]
        told += bring_parts(step, keep, other)
        told += spell_out(step, keep.id, values["country"])
        told += bring_actions(step, keep, other, now)
        told += bring_referrals(step, keep, other)
        write(step, keep, other, values, told, now)
    return step.change()


def present(step: Step, prospect_id: int) -> Prospect:
    found = step.book.get(Prospect, prospect_id)
    if found is None or found.deleted_at is not None:
        raise UserError(GONE.sentence, GONE.next_step)
    return found


def field_name(field: str) -> str:
    return FIELD_NAMES.get(field, field.replace("_", " ").capitalize())


def write(
    step: Step, keep: Prospect, other: Prospect, values: dict[str, Any], told: Sequence[str], now: datetime
) -> None:
    """The two prospects' own rows: the one that stays, and the one that goes."""
    stage = values.pop("stage")
    asked = sorted(filter(None, (keep.do_not_call_at, other.do_not_call_at)))
    notes = "\n\n".join(filter(None, (keep.notes.strip(), other.notes.strip(), "\n".join([trace(other, now), *told]))))
    kept = replace(
        step.get(Prospect, keep.id),
        **values,
        notes=notes,
        created_at=min(filter(None, (keep.created_at, other.created_at)), default=None),
        do_not_call_at=asked[0] if asked else None,
    )
    step.update(replace(other, deleted_at=now, referred_by=None))
    step.update(kept)
    set_stage(step, kept, stage, now)
    refresh(step, keep.id)


def trace(other: Prospect, now: datetime) -> str:
    """The first line of what a merge leaves in the notes."""
    since = f", in the book since {other.created_at.date().isoformat()}" if other.created_at else ""
    asked = f", do not call since {other.do_not_call_at.date().isoformat()}" if other.do_not_call_at else ""
    return f"Merged on {now.date().isoformat()} with {other.name}{since}{asked}."


def bring_parts(step: Step, keep: Prospect, other: Prospect) -> list[str]:
    """People, numbers, tags, calls, stages and turns in call blocks; what could not stand beside its like is told."""
    people, told = bring_people(step, keep, other)
    numbers, more = bring_numbers(step, keep, other, people)
    bring_tags(step, keep, other)
    bring_calls(step, keep, other, people, numbers)
    for change in belongings.stage_changes(step.book, other.id):
        step.update(replace(change, prospect_id=keep.id))
    bring_turns(step, keep, other)
    return told + more


def bring_people(step: Step, keep: Prospect, other: Prospect) -> tuple[dict[int, int], list[str]]:
    """People to the one that stays; who is there already is filled out, and told is what found no room.

    Answers with the id each of them has from now on.
    """
    ours, ids, told = reader.contacts(step.book, keep.id), {}, []
    for theirs in reader.contacts(step.book, other.id):
        at = next((at for at, one in enumerate(ours) if same_person(one, theirs)), None)
        if at is None:
            position = max((one.position for one in ours), default=-1) + 1
            ours.append(replace(theirs, prospect_id=keep.id, position=position))
            at = len(ours) - 1
        else:
            ours[at], missing = filled(ours[at], theirs), theirs.name not in ours[at].name
            told += [f"Person: {theirs.name}"] if missing else []
        step.update(ours[at])
        ids[theirs.id] = ours[at].id
    return ids, told


def same_person(one: Contact, other: Contact) -> bool:
    """Whether two rows are of one person and say nothing against each other."""
    if not fits(one.title, other.title) or not fits(one.email, other.email):
        return False
    roles = {one.role, other.role} - {BuyingRole.UNKNOWN}
    name, email = folded(one.name), folded(one.email)
    return len(roles) < 2 and name == folded(other.name) and bool(name or email == folded(other.email) != "")


def fits(one: str, other: str) -> bool:
    return not one.strip() or not other.strip() or one.strip() == other.strip()


def filled(one: Contact, other: Contact) -> Contact:
    return replace(
        one,
        title=one.title.strip() or other.title,
        email=one.email.strip() or other.email,
        role=other.role if one.role is BuyingRole.UNKNOWN else one.role,
        note=joined(one.note.strip(), other.note.strip()),
    )


def bring_numbers(
    step: Step, keep: Prospect, other: Prospect, people: dict[int, int]
) -> tuple[dict[int, int], list[str]]:
    """Numbers likewise: one that is there already keeps its place, and is wrong where it was wrong in either."""
    ours, ids, told = reader.phones(step.book, keep.id), {}, []
    for theirs in reader.phones(step.book, other.id):
        owner = people.get(theirs.contact_id) if theirs.contact_id else None
        at = next((at for at, one in enumerate(ours) if same_phone(one, theirs)), None)
        if at is None:
            position = max((one.position for one in ours), default=-1) + 1
            ours.append(replace(theirs, prospect_id=keep.id, position=position, contact_id=owner))
            at = len(ours) - 1
        else:
            told += untold_number(ours[at], theirs)
            ours[at] = with_number(ours[at], theirs, owner)
            # What stays behind must hold nobody who goes over: a person could not be taken out of the book any more.
            step.update(replace(theirs, contact_id=None))
        step.update(ours[at])
        ids[theirs.id] = ours[at].id
    return ids, told


def same_phone(one: Phone, other: Phone) -> bool:
    key = number_key(one.typed, one.e164)
    return key != "" and key == number_key(other.typed, other.e164)


def with_number(one: Phone, other: Phone, owner: int | None) -> Phone:
    wrong = sorted(filter(None, (one.wrong_at, other.wrong_at)))
    return replace(
        one,
        label=one.label.strip() or other.label,
        contact_id=one.contact_id or owner,
        wrong_at=wrong[0] if wrong else None,
    )


def untold_number(one: Phone, other: Phone) -> list[str]:
    """The other spelling or label of a number that stands there already, where it has one."""
    if other.typed in one.typed and (other.label in one.label or not one.label.strip()):
        return []
    return [f"Number: {other.typed} {other.label}".strip()]


def spell_out(step: Step, prospect_id: int, country: str) -> list[str]:
    """Write with its calling code what would be another number if it were read as dialled from `country`, as the next
    edit of the prospect does; told is how it was typed."""
    told = []
    for phone in reader.phones(step.book, prospect_id):
        if phone.e164 and e164(phone.typed, country) != phone.e164:
            inner = extension(phone.typed)
            step.update(replace(phone, typed=f"{phone.e164} ext. {inner}" if inner else phone.e164))
            told.append(f"Number: {phone.typed}")
    return told


def bring_tags(step: Step, keep: Prospect, other: Prospect) -> None:
    present_tags = {tagging.tag_id for tagging in reader.taggings(step.book, keep.id)}
    for tagging in reader.taggings(step.book, other.id):
        if tagging.tag_id not in present_tags:
            step.update(replace(tagging, prospect_id=keep.id))


def bring_calls(step: Step, keep: Prospect, other: Prospect, people: dict[int, int], numbers: dict[int, int]) -> None:
    for call_id in reader.calls_pointing(step.book, "prospect_id", other.id):
        call = step.get(Call, call_id)
        step.update(
            replace(
                call,
                prospect_id=keep.id,
                contact_id=people.get(call.contact_id or 0, call.contact_id),
                answered_by=people.get(call.answered_by or 0, call.answered_by),
                phone_id=numbers.get(call.phone_id or 0, call.phone_id),
            )
        )


def bring_turns(step: Step, keep: Prospect, other: Prospect) -> None:
    """Places in call blocks. In a block with both, the turn of either counts for the one that stays."""
    ours = {member.block_id: member for member in belongings.places_in_blocks(step.book, keep.id)}
    for theirs in belongings.places_in_blocks(step.book, other.id):
        same = ours.get(theirs.block_id)
        if same is None:
            step.update(replace(theirs, prospect_id=keep.id))
        else:
            step.delete(theirs)
            step.update(replace(same, done_at=same.done_at or theirs.done_at))


def bring_actions(step: Step, keep: Prospect, other: Prospect, now: datetime) -> list[str]:
    """Next actions, open and closed. One stays open, unless one of the two asked not to be called."""
    found = (reader.open_action(step.book, keep.id), reader.open_action(step.book, other.id))
    planned = sorted((action for action in found if action is not None), key=first_to_do)
    barred = keep.do_not_call_at is not None or other.do_not_call_at is not None
    stays = [] if barred else planned[:1]
    goes = planned[len(stays) :]
    closing = Closing.DROPPED if barred else Closing.REPLACED
    for action in goes:
        step.update(replace(action, closed_at=now, closing=closing))
    told = [f"Next action: {said_of(action)}" for action in goes]
    for action in stays if goes else ():
        step.update(replace(action, text=joined(action.text.strip(), "\n".join(told))))
    for action in belongings.next_actions(step.book, other.id):
        step.update(replace(action, prospect_id=keep.id))
    return told


def first_to_do(action: NextAction) -> tuple[bool, str, int]:
    """A meeting before what can be moved, then by when it is due."""
    return action.kind is not ActionKind.MEETING, due_text(action.due) if action.due else "", action.id


def said_of(action: NextAction) -> str:
    when = due_text(action.due) if action.due else ""
    return " ".join(f"{action.kind.value} {when} {action.place} {action.text}".split())


def bring_referrals(step: Step, keep: Prospect, other: Prospect) -> list[str]:
    """Whom the other referred was referred by the one that stays; and one referrer of the two stays theirs."""
    for prospect in belongings.referred(step.book, other.id):
        step.update(replace(prospect, referred_by=None if prospect.id == keep.id else keep.id))
    both = (keep.referred_by, other.referred_by)
    by = [one for one in dict.fromkeys(both) if one not in (None, keep.id, other.id)]
    step.update(replace(step.get(Prospect, keep.id), referred_by=by[0] if by else None))
    return [f"Referred by: {reader.name_of(step.book, one)}" for one in by[1:]]


def keep_apart(book: Book, one_id: int, other_id: int, *, now: datetime) -> Change:
    """Say that two prospects are different: they are not offered as duplicates again."""
    with book.step(Op.KEEP_APART) as step:
        pair = (present(step, one_id).uuid, present(step, other_id).uuid)
        row = next((row for row in settings_reader.setting_rows(book) if row.key == DIFFERENT_KEY), None)
        said = read_different(row.value if row else "") | {(min(pair), max(pair))}
        if row is None:
            step.insert(SettingRow(key=DIFFERENT_KEY, value=different_text(said)))
        else:
            step.update(replace(row, value=different_text(said)))
    return step.change()
