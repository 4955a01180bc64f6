"""What our own contacts say beyond what address books have fields for: properties that only Callbook writes and reads.

The notes of a contact say the same in words, for whoever looks at it elsewhere; coming back, these lines are taken out
of the notes again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from callbook.domain.followup import ActionKind
from callbook.domain.prospect import BuyingRole
from callbook.domain.when import Due
from callbook.formats import rare_cells
from callbook.formats.incoming import IncomingPerson, IncomingPhone
from callbook.formats.rare_cells import NOTHING_MORE, AboutPhone, IncomingAction, More

# Field of a prospect -> its property, and the word before it in the notes; "" for what the notes leave out.
TEXTS = {
    "what_they_do": ("X-CALLBOOK-WHAT-THEY-DO", "What they do"),
    "how_they_do_it": ("X-CALLBOOK-HOW-THEY-DO-IT", "How they do it"),
    "sets_apart": ("X-CALLBOOK-SETS-APART", "What sets them apart"),
    "how_we_fit": ("X-CALLBOOK-HOW-WE-FIT", "How we fit"),
    "who_decides": ("X-CALLBOOK-WHO-DECIDES", "Who decides"),
    "source": ("X-CALLBOOK-SOURCE", "Source"),
    "referred_by": ("X-CALLBOOK-REFERRED-BY", "Referred by"),
    "do_not_call": ("X-CALLBOOK-DO-NOT-CALL", "Do not call"),
    "stage": ("X-CALLBOOK-STAGE", ""),
    "zone": ("X-CALLBOOK-ZONE", ""),
}
_MORE_TEXTS = ("how_they_do_it", "sets_apart", "how_we_fit", "who_decides", "zone")
PERSON, NUMBER, NEXT = "X-CALLBOOK-PERSON", "X-CALLBOOK-NUMBER", "X-CALLBOOK-NEXT"
PARTS = {PERSON: 5, NUMBER: 3, NEXT: 5}
"""Properties of several parts: name, title, address, part in buying and note of a person; number, since when it is
wrong and whose it is; kind, when, zone, text and place of the next action."""
PRODUCT = "-//Callbook//"
REFUSED = "Do not call: yes"  # all that our contacts of before said of it
# What other programs write of somebody who asked not to be called.
REFUSALS = ("X-DO-NOT-CALL", "X-DONOTCALL", "X-DNC", "X-DO-NOT-CONTACT")


@dataclass(frozen=True, slots=True)
class Own:
    """What the properties of our own say. `people` are all of the prospect, with or without a name."""

    more: More | None = None
    people: tuple[IncomingPerson, ...] = ()
    source: str = ""
    what_they_do: str = ""
    notes: str = ""


def own_of(said: dict[str, str], parts: dict[str, list[list[str]]], phones: Sequence[IncomingPhone], notes: str) -> Own:
    """What properties of our own say: `said` by the field, `parts` by the property; and the notes without that."""
    people = tuple(
        IncomingPerson(name, title, email, rare_cells.buying_role(buying) or BuyingRole.UNKNOWN, note)
        for name, title, email, buying, note in parts.get(PERSON, ())
    )
    refused = "do_not_call" in said or f"\n{REFUSED}\n" in f"\n{notes}\n"
    more = More(
        fields=tuple((name, said[name]) for name in _MORE_TEXTS if said.get(name)),
        stage=rare_cells.stage(said.get("stage", "")),
        action=next(filter(None, (action_of(*each) for each in parts.get(NEXT, ()))), None),
        referred_by=said.get("referred_by", ""),
        phones=tuple(numbers_of(parts.get(NUMBER, ()), phones)),
        do_not_call=refused,
        do_not_call_at=rare_cells.moment(said.get("do_not_call", "")),
    )
    lines = [f"{title}: {said[name]}" for name, (_, title) in TEXTS.items() if title and said.get(name)]
    lines += [noted_of(person) for person in people if person.note]
    return Own(
        more if more != NOTHING_MORE else None,
        people,
        said.get("source", ""),
        said.get("what_they_do", ""),
        without(notes, [*lines, REFUSED, *unnamed_lines(people)]),
    )


def noted_of(person: IncomingPerson) -> str:
    return f"{person.name or person.email}: {person.note}"


def unnamed_lines(people: Iterable[IncomingPerson]) -> list[str]:
    """The lines that the notes have of people without a name."""
    unnamed = [each for each in people if not each.name]
    titles = [f"Job title: {each.role}" for each in unnamed if each.role]
    return titles + [f"E-mail: {each.email}" for each in [one for one in unnamed if one.email][1:]]


def action_of(kind: str, due: str, zone: str, text: str, place: str) -> IncomingAction | None:
    when: Due | None = rare_cells.minute(due) or rare_cells.day(due)
    if when is None:
        return None
    return IncomingAction(
        rare_cells.action_kind(kind) or ActionKind.CALL, when, rare_cells.zone(zone) or "", text, place
    )


def numbers_of(said: Iterable[Sequence[str]], phones: Sequence[IncomingPhone]) -> list[tuple[int, AboutPhone]]:
    """What is said of numbers, by their place among those of the card."""
    places = {phone.typed: at for at, phone in enumerate(phones)}
    found = ((places.get(typed), rare_cells.moment(since), owner) for typed, since, owner in said)
    return [(at, AboutPhone(wrong, owner)) for at, wrong, owner in found if at is not None]


def without(notes: str, blocks: Iterable[str]) -> str:
    """The notes without these lines, each taken out once, from the end."""
    whole = f"\n{notes}\n"
    for block in blocks:
        at = whole.rfind(f"\n{block}\n")
        if at >= 0:
            whole = whole[:at] + whole[at + len(block) + 1 :]
    return whole[1:-1].strip("\n")


def all_people(
    listed: Sequence[IncomingPerson], name: str, role: str, emails: list[str]
) -> tuple[IncomingPerson, ...]:
    """The people listed, and the one whose card it is as the card says it; further addresses stay in `emails`."""
    others = {each.email.casefold() for each in listed if each.name.casefold() != name.casefold()}
    emails[:] = [email for email in emails if email.casefold() not in others]
    there = next((each for each in listed if name and each.name.casefold() == name.casefold()), None)
    if there is None:
        own = (IncomingPerson(name, role, emails.pop(0) if emails else ""),) if name else ()
        return (*own, *listed)
    email = there.email
    if email in emails:
        emails.remove(email)
    elif emails:
        email = emails.pop(0)
    said = replace(there, role=role or there.role, email=email)
    return tuple(said if each is there else each for each in listed)


def instant(moment: datetime | None) -> str:
    """A moment (aware) as these properties have it; "" for None."""
    return "" if moment is None else moment.isoformat(timespec="seconds")
