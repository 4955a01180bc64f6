"""Prospects as vCards for an address book: 3.0 (RFC 2426) or 4.0 (RFC 6350), a card a person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from callbook.domain.phone import extension

Version: TypeAlias = Literal["3.0", "4.0"]

_LONGEST_LINE = 75  # octets without the line end: RFC 2425, 5.8.1; RFC 6350, 3.2
# Label of ours -> type of theirs; a label that is not said by types alone is written beside them.
_TYPES = {
    "cell": "cell",
    "mobile": "cell",
    "work": "work",
    "business": "work",
    "office": "work",
    "home": "home",
    "private": "home",
    "fax": "fax",
    "pager": "pager",
}
_URI_NUMBER = re.compile(r"\+[0-9]+")
_CARETS = {"^": "^^", "\n": "^n", '"': "^'"}


@dataclass(frozen=True, slots=True)
class OutPerson:
    name: str
    role: str = ""
    email: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class OutPhone:
    """A number as it was typed; `international` is it as + and digits (E.164), blank where that is in doubt."""

    label: str
    typed: str
    international: str = ""


@dataclass(frozen=True, slots=True)
class OutCard:
    """What a prospect is as a contact. `email` is the firm's own; `country` a name or ISO alpha-2.

    The name is never blank; a prospect that is a person has that person's. `own` are properties of our own, with their
    parts, that bring back what address books have no fields for.
    """

    name: str
    people: tuple[OutPerson, ...] = ()
    phones: tuple[OutPhone, ...] = ()
    email: str = ""
    website: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    uid: str = ""
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()


def write_cards(cards: Iterable[OutCard], version: Version, revised: datetime | None = None) -> bytes:
    """A vCard file in UTF-8: one card for each person, or one for the firm that has none.

    All cards of a firm have its numbers, address, website and tags, as somebody who looks a person up expects; its own
    e-mail address, the notes and what only Callbook reads are in the first only. `revised` is when (aware), for REV. A
    number that was typed otherwise than it is dialled keeps what was typed in a parameter X-TYPED.
    """
    lines = (line for card in cards for line in _firm(card, version, revised))
    return b"".join(_folded(line) for line in lines)


def _firm(card: OutCard, version: Version, revised: datetime | None) -> Iterator[str]:
    for at, person in enumerate(card.people or (OutPerson("", uid=card.uid),)):
        yield from ("BEGIN:VCARD", f"VERSION:{version}", "PRODID:-//Callbook//Callbook//EN")
        yield from _names(card, person, version)
        yield from _reached(card, person, version, first=at == 0)
        if card.notes and at == 0:
            yield f"NOTE:{_text(card.notes)}"
        if at == 0:
            yield from (f"{name}:{';'.join(map(_text, parts))}" for name, parts in card.own)
        uid = person.uid or (card.uid if at == 0 else "")
        if uid:
            yield f"UID{';VALUE=text' if version == '4.0' and ':' not in uid else ''}:{_text(uid)}"
        if revised:
            yield f"REV:{revised.astimezone(UTC):{'%Y%m%dT%H%M%SZ' if version == '4.0' else '%Y-%m-%dT%H:%M:%SZ'}}"
        yield "END:VCARD"


def _names(card: OutCard, person: OutPerson, version: Version) -> Iterator[str]:
    """A firm is marked as one: by KIND, which is new in 4.0, and in 3.0 as Apple's and most other programs do."""
    shown = _one_line(person.name or card.name)
    given, _, family = shown.rpartition(" ")
    yield f"FN:{_text(shown)}"
    yield f"N:{_text(family)};{_text(given)};;;" if person.name else "N:;;;;"
    if person.name != card.name:
        yield f"ORG:{_text(card.name)}"
    if not person.name:
        yield "KIND:org" if version == "4.0" else "X-ABShowAs:COMPANY"
    if person.role:
        yield f"TITLE:{_text(person.role)}"


def _reached(card: OutCard, person: OutPerson, version: Version, first: bool) -> Iterator[str]:
    for email in filter(None, (person.email, card.email if first else "")):
        yield f"EMAIL:{_text(email)}"
    for at, phone in enumerate(card.phones, start=1):
        yield from _phone(phone, version, f"item{at}")
    if card.website:
        yield f"URL:{_plain(card.website)}"
    place = (card.address, card.city, card.region, card.postcode, card.country)
    if any(place):
        yield f"ADR;TYPE=work:;;{';'.join(map(_text, place))}"
    if card.tags:
        yield f"CATEGORIES:{','.join(map(_text, card.tags))}"


def _phone(phone: OutPhone, version: Version, group: str) -> Iterator[str]:
    """The number with types that other programs know, and with its label where these do not say all of it."""
    types = list(dict.fromkeys(_TYPES[word] for word in phone.label.lower().split() if word in _TYPES))
    said = "".join(f";TYPE={kind}" for kind in types)
    labelled = phone.label != " ".join(types)
    head = f"{group}.TEL{said}" if labelled else f"TEL{said}"
    if version == "4.0" and _URI_NUMBER.fullmatch(phone.international):
        yield f"{head};VALUE=uri{_uri(phone)}"
    else:
        yield f"{head}:{_plain(phone.typed)}"
    if labelled:
        yield f"{group}.X-ABLabel:{_text(phone.label)}"


def _uri(phone: OutPhone) -> str:
    added = extension(phone.typed)
    read_back = f"{phone.international} ext. {added}" if added else phone.international
    typed = re.sub(r'[\^\n"]', lambda found: _CARETS[found[0]], _clean(phone.typed))
    kept = "" if read_back == phone.typed else f';X-TYPED="{typed}"'
    return f"{kept}:tel:{phone.international}{f';ext={added}' if added else ''}"


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _one_line(text: str) -> str:
    return " ".join(part.strip() for part in text.splitlines() if part.strip())


def _plain(text: str) -> str:
    """Escaped as a value that is one whole: commas and semicolons stay as they are, as programs expect of links."""
    return _clean(text).replace("\\", "\\\\").replace("\n", "\\n")


def _text(text: str) -> str:
    return _plain(text).replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> bytes:
    """The line in pieces of 75 octets at most, no character divided; each further piece begins with a blank."""
    data = line.encode("utf-8", "replace")
    pieces, at, room = [], 0, _LONGEST_LINE
    while len(data) - at > room:
        end = at + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[at:end])
        at, room = end, _LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, data[at:]]) + b"\r\n"
