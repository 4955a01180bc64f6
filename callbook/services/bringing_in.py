"""Deciding what each row of a file is: a new prospect, an addition to a known one, the same again, or doubtful.

Nothing a person typed is ever replaced or blanked: what a row says otherwise than the prospect becomes a line in its
notes, and what it leaves out stays as it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from callbook.domain.phone import digits, e164
from callbook.formats.incoming import Incoming, IncomingPerson
from callbook.storage.matching import folded

# Of one place: where a row and a prospect both say one of these and differ, they are two places.
PLACE = ("address", "city", "postcode")
EXACT = ("address", "postcode")  # a city has room for many
FIELDS = ("website", "address", "city", "region", "postcode", "country", "what_they_do")
# A number or address that so many have already is a switchboard's, and says nothing about who is who.
SHARED_BY_MANY = 3
FEWEST_DIGITS = 5
# Shorter numbers are whole ones in a handful of small countries only; E.164 has no longer ones.
SHORTEST_WHOLE, LONGEST_WHOLE = 8, 15
# So many numbers tell whether a list that names no country is one of home, where two of three are whole numbers there.
ENOUGH_NUMBERS = 5
# What a spreadsheet makes of a long number (3.34E+13): its last digits are gone.
DESTROYED = re.compile(r"[-+]?\d+([.,]\d+)?[eE]\+?\d+")


class Fate(StrEnum):
    """What becomes of a row. A doubtful one comes in as a prospect of its own and is marked."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    DOUBTFUL = "doubtful"


class Doubt(StrEnum):
    """Why a row is doubtful."""

    NONE = ""
    KNOWN_NUMBER = "known_number"  # of a prospect by another name, or at another place
    KNOWN_EMAIL = "known_email"
    KNOWN_NAME = "known_name"  # and nothing that tells the two apart
    DESTROYED_NUMBER = "destroyed_number"
    INCOMPLETE_NUMBER = "incomplete_number"  # not one of its country: a zero or the area code may be missing


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a prospect; it is the same as another where one of their `forms` is: E.164, where it can be read, or
    its digits. What has no digits is compared as it was typed, and tells nobody apart (`dials`)."""

    label: str
    typed: str
    e164: str
    forms: tuple[str, ...]
    dials: bool


def number(label: str, typed: str, e164: str) -> Number:
    plain = digits(typed)
    forms = (e164, plain or folded(typed))
    return Number(label, typed, e164, tuple(form for form in forms if form), bool(plain))


@dataclass(slots=True)
class Person:
    """Somebody at a prospect; `id` is 0 until they are in the book."""

    id: int
    name: str
    role: str
    email: str


@dataclass(slots=True)
class Known:
    """A prospect as far as rows are compared with it; `id` is 0 for one that is only being brought in.

    What rows add is kept apart in `added_...`, so that exactly this is written. `line` is that of its first row.
    """

    id: int
    name: str
    line: int = 0
    source: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    notes: str = ""
    people: list[Person] = field(default_factory=list)
    numbers: dict[str, Number] = field(default_factory=dict)  # by each of their forms
    tags: set[str] = field(default_factory=set)
    added_fields: dict[str, str] = field(default_factory=dict)
    added_notes: list[str] = field(default_factory=list)
    added_people: list[Person] = field(default_factory=list)
    filled_people: list[Person] = field(default_factory=list)
    added_numbers: list[Number] = field(default_factory=list)
    added_tags: list[str] = field(default_factory=list)
    doubt: Doubt = Doubt.NONE

    @property
    def emails(self) -> set[str]:
        return {folded(person.email) for person in self.people if person.email}


@dataclass(frozen=True, slots=True)
class Fated:
    """A row and what becomes of it; `target` is the prospect that it becomes or belongs to."""

    row: Incoming
    fate: Fate
    target: Known
    doubt: Doubt = Doubt.NONE


def numbers_of(row: Incoming, home: str) -> list[Number]:
    """The numbers of a row, read as dialled from its country, or from `home` where it says none."""
    country = row.country or home
    return [number(phone.label, phone.typed, e164(phone.typed, country)) for phone in row.phones]


def emails_of(row: Incoming) -> set[str]:
    return {folded(email) for email in (row.email, *(person.email for person in row.people)) if email.strip()}


class Matching:
    """Rows, one after another, beside what is in the book and what earlier rows became."""

    def __init__(self, known: Iterable[Known], source: str) -> None:
        self._source = source  # of what the file itself does not say where it comes from
        self._by_name: dict[str, list[Known]] = {}
        self._by_number: dict[str, list[Known]] = {}
        self._by_email: dict[str, list[Known]] = {}
        self._without_country = self._whole_at_home = 0  # numbers so far
        for prospect in known:
            self._enter(prospect)

    def take(self, row: Incoming, numbers: list[Number]) -> Fated:
        """Decide on one row with its numbers, and let later rows know of it."""
        if not row.country:
            self._without_country += sum(number.dials for number in numbers)
            self._whole_at_home += sum(bool(number.e164) for number in numbers)
        named = self._by_name.get(folded(row.name), [])
        for prospect in named:
            if is_the_same(row, numbers, prospect):
                return self._added_to(prospect, row, numbers)
        for prospect in named:
            if adds_nothing(row, numbers, prospect):
                return Fated(row, Fate.SAME, prospect)
        doubt = self._doubt(row, numbers, named)
        made = Known(0, row.name, row.line, row.source or self._source, doubt=doubt)
        absorb(made, row, numbers)
        self._enter(made)
        return Fated(row, Fate.DOUBTFUL if doubt else Fate.NEW, made, doubt)

    def _added_to(self, prospect: Known, row: Incoming, numbers: list[Number]) -> Fated:
        changed = absorb(prospect, row, numbers)
        if changed:
            self._enter(prospect)
        return Fated(row, Fate.UPDATED if changed else Fate.SAME, prospect)

    def _doubt(self, row: Incoming, numbers: list[Number], named: list[Known]) -> Doubt:
        if any(DESTROYED.fullmatch(number.typed.strip().lstrip("'")) for number in numbers):
            return Doubt.DESTROYED_NUMBER
        if any(is_incomplete(number) and (row.country or self._lacks_something(number)) for number in numbers):
            return Doubt.INCOMPLETE_NUMBER
        if any(self._few(self._by_email, email) for email in emails_of(row)):
            return Doubt.KNOWN_EMAIL
        if any(self._few(self._by_number, form) for number in numbers if number.dials for form in number.forms):
            return Doubt.KNOWN_NUMBER
        if any(not told_apart(row, numbers, prospect) for prospect in named[: SHARED_BY_MANY + 1]):
            return Doubt.KNOWN_NAME
        return Doubt.NONE

    def _lacks_something(self, number: Number) -> bool:
        """Whether a number that cannot be read, of a row that says no country, is incomplete all the same: it has a
        calling code, or no area code and too few digits, or most numbers of the list so far are whole at home."""
        plain = number.forms[-1]
        local = len(plain) < SHORTEST_WHOLE and not plain.startswith("0")
        at_home = self._without_country >= ENOUGH_NUMBERS and 3 * self._whole_at_home >= 2 * self._without_country
        has_code = number.typed.lstrip("'([ ").startswith("+")
        return local or (len(plain) <= LONGEST_WHOLE and (has_code or at_home))

    @staticmethod
    def _few(index: dict[str, list[Known]], key: str) -> bool:
        return 0 < len(index.get(key, ())) <= SHARED_BY_MANY

    def _enter(self, prospect: Known) -> None:
        keys = [(self._by_name, folded(prospect.name))]
        keys += [(self._by_number, key) for key in prospect.numbers]
        keys += [(self._by_email, email) for email in prospect.emails]
        for index, key in keys:
            there = index.setdefault(key, [])
            if not any(one is prospect for one in there):
                there.append(prospect)


def is_the_same(row: Incoming, numbers: list[Number], prospect: Known) -> bool:
    """Whether a row of the same name is surely this prospect: it shares a number, an e-mail address or the place, and
    says no other place."""
    if other_place(row, prospect):
        return False
    if any(form in prospect.numbers for number in numbers if number.dials for form in number.forms):
        return True
    if not emails_of(row).isdisjoint(prospect.emails):
        return True
    return any(row_field(row, name) and same(row_field(row, name), prospect.fields.get(name, "")) for name in EXACT)


def other_place(row: Incoming, prospect: Known) -> bool:
    pairs = ((row_field(row, name), prospect.fields.get(name, "")) for name in PLACE)
    return any(mine and theirs and not same(mine, theirs) for mine, theirs in pairs)


def told_apart(row: Incoming, numbers: list[Number], prospect: Known) -> bool:
    """Whether something says that two of the same name are two: another place, or other numbers or people on both
    sides."""
    if other_place(row, prospect):
        return True
    people = {folded(person.name) for person in prospect.people if person.name}
    mine = {folded(person.name) for person in row.people if person.name}
    return bool((numbers and prospect.numbers) or (people and mine and people.isdisjoint(mine)))


def same(a: str, b: str) -> bool:
    return folded(a) == folded(b)


def is_incomplete(number: Number) -> bool:
    """Digits enough for a telephone, and yet no number of its country."""
    return not number.e164 and len(number.forms[-1]) >= FEWEST_DIGITS and number.dials


def row_field(row: Incoming, name: str) -> str:
    value: str = getattr(row, name)
    return value.strip()


def adds_nothing(row: Incoming, numbers: list[Number], prospect: Known) -> bool:
    """Whether all that a row of the same name says stands there already."""
    return next(additions(prospect, row, numbers), None) is None


def absorb(prospect: Known, row: Incoming, numbers: list[Number]) -> bool:
    """Add to a prospect what a row says and it lacks; whether there was anything."""
    found = list(additions(prospect, row, numbers))
    for addition in found:
        put(prospect, addition)
    return bool(found)


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the notes."""

    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person that is known lacks: a title or an e-mail address."""

    person: Person
    role: str
    email: str


Addition = tuple[str, str] | Line | Filled | Person | Number | str
"""A field and its text, a line, something of a person, a new person, a new number, or a tag."""


def additions(prospect: Known, row: Incoming, numbers: list[Number]) -> Iterator[Addition]:
    """What a row says that a prospect does not say yet."""
    for name in FIELDS:
        value = row_field(row, name)
        stored = prospect.fields.get(name, "")
        if value and not stored:
            yield (name, value)
        elif value and not same(value, stored):
            yield from new_lines(prospect, f"{name.replace('_', ' ').capitalize()}: {value}")
    seen = set(prospect.numbers)
    for number in numbers:
        if seen.isdisjoint(number.forms):
            seen.update(number.forms)
            yield number
    yield from people_added(prospect, row)
    tags = set(prospect.tags)
    for tag in row.tags:
        if folded(tag) not in tags:
            tags.add(folded(tag))
            yield tag
    yield from new_lines(prospect, row.notes)


def people_added(prospect: Known, row: Incoming) -> Iterator[Addition]:
    emails = prospect.emails
    for person in (*row.people, *([IncomingPerson("", "", row.email)] if row.email else [])):
        there = next((one for one in prospect.people if person.name and same(one.name, person.name)), None)
        email = "" if folded(person.email) in emails else person.email.strip()
        emails.add(folded(person.email))
        if there is None:
            if person.name or email:
                yield Person(0, person.name, person.role, email)
            continue
        role = person.role.strip()
        fills = Filled(there, "" if there.role else role, "" if there.email else email)
        if fills.role or fills.email:
            yield fills
        if there.email and email:
            yield Person(0, "", "", email)
        if there.role and role and not same(role, there.role):
            yield from new_lines(prospect, f"{there.name}: {role}")


def new_lines(prospect: Known, text: str) -> Iterator[Line]:
    """The lines of a text that its notes do not hold, in their order; where there are no notes, the text as it is."""
    if not prospect.notes and text.strip():
        yield Line(text)
        return
    there = {folded(line) for line in prospect.notes.split("\n")}
    for line in text.split("\n"):
        if line.strip() and folded(line) not in there:
            there.add(folded(line))
            yield Line(line)


def put(prospect: Known, addition: Addition) -> None:
    match addition:
        case (str(name), str(value)):
            prospect.fields[name] = prospect.added_fields[name] = value
        case Line(text):
            prospect.notes = f"{prospect.notes}\n{text}" if prospect.notes else text
            prospect.added_notes.append(text)
        case Filled(person, role, email):
            person.role, person.email = person.role or role, person.email or email
            if person.id and person not in prospect.filled_people:
                prospect.filled_people.append(person)
        case Person():
            prospect.people.append(addition)
            prospect.added_people.append(addition)
        case Number():
            prospect.numbers |= dict.fromkeys(addition.forms, addition)
            prospect.added_numbers.append(addition)
        case str(tag):
            prospect.tags.add(folded(tag))
            prospect.added_tags.append(tag)
