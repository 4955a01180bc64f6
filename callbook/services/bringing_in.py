"""Deciding what each row of a file is: a new prospect, an addition to a known one, the same again, or doubtful.

Nothing a person typed is ever replaced or blanked: what a row says otherwise than the prospect becomes a line in its
notes, and what it leaves out stays as it is.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter
from typing import TypeAlias

from callbook.domain.likeness import ending, same_line
from callbook.domain.phone import digits, e164
from callbook.domain.prospect import BuyingRole
from callbook.formats.incoming import Incoming, IncomingPerson
from callbook.services.namesakes import Index, Namesakes
from callbook.services.standing_in import Referred, Refused, Standing, Stands, referred_line, says, stands
from callbook.storage.matching import folded

# Of one place: where a row and a prospect both say one of these and differ, they are two places.
PLACE = ("address", "city", "postcode")
EXACT = ("address", "postcode")  # a city has room for many
FIELDS = ("website", "address", "city", "region", "postcode", "country", "what_they_do")
FIELDS_OF = attrgetter(*FIELDS)
# A number or address that so many have already is a switchboard's, and says nothing about who is who.
SHARED_BY_MANY = 3
MOST_ALIKE = 8  # whose numbers end alike, and are looked at one by one
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


Numbers: TypeAlias = tuple[Number, ...]


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
    buying: BuyingRole = BuyingRole.UNKNOWN
    note: str = ""


@dataclass(slots=True)
class Content:
    """What a prospect says, as far as rows are compared with it. What rows add is kept apart in `added_...`, so that
    exactly this is written; `notes` are those that were there before."""

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
    standing: Standing | None = None  # None where nothing is known of it, and nothing was added
    _emails: set[str] | None = None  # these four are made when they are first asked for
    _lines: set[str] | None = None
    _named: dict[str, Person] | None = None
    _nameless: dict[tuple[str, str], Person] | None = None

    @property
    def emails(self) -> set[str]:
        if self._emails is None:
            self._emails = {folded(person.email) for person in self.people if person.email}
        return self._emails

    @property
    def lines(self) -> set[str]:
        """The lines of its notes, folded."""
        if self._lines is None:
            self._lines = {folded(line) for text in (self.notes, *self.added_notes) for line in text.split("\n")}
        return self._lines

    @property
    def named(self) -> dict[str, Person]:
        """The first of its people with each name, by it as it is compared."""
        if self._named is None:
            self._named = {folded(person.name): person for person in reversed(self.people) if person.name}
        return self._named

    @property
    def nameless(self) -> dict[tuple[str, str], Person]:
        """The first of its people without a name, by what tells these apart."""
        if self._nameless is None:
            self._nameless = {nameless_key(one): one for one in reversed(self.people) if not one.name}
        return self._nameless

    @property
    def has_notes(self) -> bool:
        return bool(self.notes or self.added_notes)

    def find(self, person: Person) -> None:
        """Let somebody new, or who has an address now, be found by it and by name."""
        if self._emails is not None and person.email:
            self._emails.add(folded(person.email))
        if self._named is not None and person.name:
            self._named.setdefault(folded(person.name), person)
        if self._nameless is not None and not person.name:
            self._nameless.setdefault(nameless_key(person), person)

    def find_lines(self, text: str) -> None:
        """Let further lines of its notes be found."""
        if self._lines is not None:
            self._lines.update(map(folded, text.split("\n")))


class Known:
    """A prospect that rows are compared with; `id` is 0 for one that is only being brought in, and `line` that of its
    first row.

    One that is new is its row and nothing more until another row is compared with it: a long list is mostly such.
    """

    __slots__ = ("_content", "_numbers", "_row", "doubt", "id", "line", "name", "place", "source")

    def __init__(self, id: int, name: str, content: Content | None = None) -> None:
        self.id, self.name, self.line, self.source, self.doubt = id, name, 0, "", Doubt.NONE
        self.place = 0  # among its namesakes
        self._content = content
        self._row: Incoming | None = None
        self._numbers: Numbers = ()

    @classmethod
    def made_of(cls, row: Incoming, numbers: Numbers, source: str, doubt: Doubt) -> "Known":
        made = cls(0, row.name)
        made.line, made.source, made.doubt = row.line, source, doubt
        made._row, made._numbers = row, numbers
        return made

    @property
    def is_only_its_row(self) -> bool:
        return self._content is None

    @property
    def content(self) -> Content:
        """What it says, to be compared with and added to."""
        if self._content is None:
            self._content, self._row, self._numbers = self.told(), None, ()
        return self._content

    def told(self) -> Content:
        """What it says; of one that is only its row made anew each time."""
        if self._content is not None or self._row is None:
            return self._content or Content()
        made = Content()
        absorb(made, self._row, self._numbers)
        return made

    def numbers_and_emails(self) -> tuple[Iterable[str], Iterable[str]]:
        """The forms of its numbers, and its e-mail addresses."""
        if self._row is None:
            return self.content.numbers, self.content.emails
        return [form for one in distinct(self._numbers) for form in one.forms], emails_of(self._row)


@dataclass(frozen=True, slots=True)
class Fated:
    """A row and what becomes of it; `target` is the prospect that it becomes or belongs to."""

    row: Incoming
    fate: Fate
    target: Known
    doubt: Doubt = Doubt.NONE


def numbers_of(row: Incoming, home: str) -> Numbers:
    """The numbers of a row, read as dialled from its country, or from `home` where it says none."""
    country = row.country or home
    return tuple([number(phone.label, phone.typed, e164(phone.typed, country)) for phone in row.phones])


def distinct(numbers: Iterable[Number], there: Container[str] = ()) -> Iterator[Number]:
    """Those that are the same as none before them, nor as one of the forms that are there."""
    seen: set[str] = set()
    for one in numbers:
        if seen.isdisjoint(one.forms) and not any(form in there for form in one.forms):
            seen.update(one.forms)
            yield one


def emails_of(row: Incoming) -> set[str]:
    return {folded(email) for email in (row.email, *(person.email for person in row.people)) if email.strip()}


Named: TypeAlias = Known | Namesakes[Known] | None
"""Who has a name: nobody, one, or several."""


class Matching:
    """Rows, one after another, beside what is in the book and what earlier rows became.

    Where a number, an address or whatever else a row says is that of more than MOST_COMPARED namesakes, only the oldest
    of these are compared with it, and those that say exactly what it says.
    """

    def __init__(self, known: Iterable[Known], source: str) -> None:
        self._source = source  # of what the file itself does not say where it comes from
        self._by_name: dict[str, Known | Namesakes[Known]] = {}
        self._by_number: Index[Known] = Index(SHARED_BY_MANY + 1)
        self._by_ending: Index[Known] = Index(MOST_ALIKE + 1)
        self._by_email: Index[Known] = Index(SHARED_BY_MANY + 1)
        self._without_country = self._whole_at_home = 0  # numbers so far
        for prospect in known:
            self._enter(prospect)

    def take(self, row: Incoming, numbers: Numbers) -> Fated:
        """Decide on one row with its numbers, and let later rows know of it."""
        if not row.country:
            self._without_country += sum(number.dials for number in numbers)
            self._whole_at_home += sum(bool(number.e164) for number in numbers)
        named = self._by_name.get(folded(row.name))
        for prospect in sharing(named, row, numbers):
            if is_the_same(row, numbers, prospect.content):
                return self._added_to(prospect, row, numbers)
        for prospect in holding(named, row, numbers):
            if adds_nothing(row, numbers, prospect.content):
                return Fated(row, Fate.SAME, prospect)
        if row.more and row.more.do_not_call and (meant := self._only_refused(row, numbers, all_of(named))):
            return self._added_to(meant, row, numbers)
        doubt = self._doubt(row, numbers, all_of(named)[: SHARED_BY_MANY + 1])
        made = Known.made_of(row, numbers, row.source or self._source, doubt)
        self._enter(made)
        return Fated(row, Fate.DOUBTFUL if doubt else Fate.NEW, made, doubt)

    def named(self, name: str) -> Sequence[Known]:
        """The prospects of a name, of the book and of the rows so far."""
        return all_of(self._by_name.get(folded(name)))

    def _only_refused(self, row: Incoming, numbers: Numbers, named: Sequence[Known]) -> Known | None:
        """The one prospect of a row that says no more than a name or a number, and that it must not be called."""
        if any(row.name == number.typed for number in numbers):
            forms = [form for number in numbers if number.dials for form in number.forms]
            named = list({id(one): one for form in forms for one in self._by_number.at(form)}.values())
        found = [one for one in named if refused_alone(row, numbers, one.content)]
        return found[0] if len(found) == 1 else None

    def _added_to(self, prospect: Known, row: Incoming, numbers: Numbers) -> Fated:
        added = absorb(prospect.content, row, numbers)
        for addition in added:
            if isinstance(addition, Number):
                self._enter_all(prospect, addition.forms, ())
            elif isinstance(addition, Person | Filled) and addition.email:
                self._enter_all(prospect, (), (folded(addition.email),))
        named = self._by_name.get(folded(prospect.name))
        if added and isinstance(named, Namesakes) and not named.are_few:
            named.mark(prospect.place, every_mark(added))
        return Fated(row, Fate.UPDATED if added else Fate.SAME, prospect)

    def _doubt(self, row: Incoming, numbers: Numbers, named: Sequence[Known]) -> Doubt:
        if any(DESTROYED.fullmatch(number.typed.strip().lstrip("'")) for number in numbers):
            return Doubt.DESTROYED_NUMBER
        if any(is_incomplete(number) and (row.country or self._lacks_something(number)) for number in numbers):
            return Doubt.INCOMPLETE_NUMBER
        if any(self._few(self._by_email, email) for email in emails_of(row)):
            return Doubt.KNOWN_EMAIL
        if any(self._few(self._by_number, form) for number in numbers if number.dials for form in number.forms):
            return Doubt.KNOWN_NUMBER
        if any(self._known_otherwise(number) for number in numbers if number.dials):
            return Doubt.KNOWN_NUMBER
        if any(not told_apart(row, numbers, prospect.content) for prospect in named):
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

    def _known_otherwise(self, number: Number) -> bool:
        """Whether few have the number with or without its country, by the rule likely duplicates are found by."""
        there = self._by_ending.at(ending(number.forms[0]))
        if not 0 < len(there) <= MOST_ALIKE:
            return False
        ours, theirs = number.forms[0], [known.told().numbers.values() for known in there]
        have = sum(any(same_line(ours, one.forms[0]) for one in numbers) for numbers in theirs)
        return 0 < have <= SHARED_BY_MANY

    @staticmethod
    def _few(index: Index[Known], key: str) -> bool:
        return 0 < len(index.at(key)) <= SHARED_BY_MANY

    def _enter(self, prospect: Known) -> None:
        name = folded(prospect.name)
        there = self._by_name.get(name)
        if there is None:
            self._by_name[name] = prospect
        elif isinstance(there, Namesakes):
            prospect.place = there.enter(prospect)
        else:
            several = self._by_name[name] = Namesakes(lambda one: marks_of(one.told()))
            there.place, prospect.place = several.enter(there), several.enter(prospect)
        self._enter_all(prospect, *prospect.numbers_and_emails())

    def _enter_all(self, prospect: Known, numbers: Iterable[str], emails: Iterable[str]) -> None:
        for form in numbers:
            self._by_number.enter(form, prospect)
            if end := ending(form):
                self._by_ending.enter(end, prospect)
        for email in emails:
            self._by_email.enter(email, prospect)


def all_of(named: Named) -> Sequence[Known]:
    if named is None:
        return ()
    return named.all if isinstance(named, Namesakes) else (named,)


def sharing(named: Named, row: Incoming, numbers: Numbers) -> Sequence[Known]:
    """Those of the name that a row may surely be."""
    if not isinstance(named, Namesakes) or named.are_few:
        return all_of(named)
    forms = [form for number in numbers if number.dials for form in number.forms]
    places = [mark for name in EXACT if row_field(row, name) for mark in marks((name, row_field(row, name)))[0]]
    marked = [*(mark("number", form) for form in forms), *(mark("email", one) for one in emails_of(row)), *places]
    return named.with_any(marked)


def holding(named: Named, row: Incoming, numbers: Numbers) -> Sequence[Known]:
    """Those of the name that may hold all that a row says."""
    if not isinstance(named, Namesakes) or named.are_few:
        return all_of(named)
    said = list(additions(Content(), row, numbers))
    return named.with_each([group for addition in said for group in marks(addition)], whole_mark(said))


def is_the_same(row: Incoming, numbers: Numbers, prospect: Content) -> bool:
    """Whether a row of the same name is surely this prospect: it shares a number, an e-mail address or the place, and
    says no other place."""
    if other_place(row, prospect):
        return False
    if any(form in prospect.numbers for number in numbers if number.dials for form in number.forms):
        return True
    if not emails_of(row).isdisjoint(prospect.emails):
        return True
    return any(row_field(row, name) and same(row_field(row, name), prospect.fields.get(name, "")) for name in EXACT)


def other_place(row: Incoming, prospect: Content) -> bool:
    pairs = ((row_field(row, name), prospect.fields.get(name, "")) for name in PLACE)
    return any(mine and theirs and not same(mine, theirs) for mine, theirs in pairs)


def told_apart(row: Incoming, numbers: Numbers, prospect: Content) -> bool:
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


def adds_nothing(row: Incoming, numbers: Numbers, prospect: Content) -> bool:
    """Whether all that a row of the same name says stands there already."""
    return next(additions(prospect, row, numbers), None) is None


def refused_alone(row: Incoming, numbers: Numbers, prospect: Content) -> bool:
    """Whether all that a row adds is that they asked not to be called, if it adds that."""
    return all(isinstance(addition, Refused) for addition in additions(prospect, row, numbers))


def absorb(prospect: Content, row: Incoming, numbers: Numbers) -> "list[Addition]":
    """Add to a prospect what a row says and it lacks; answers with that."""
    found = list(additions(prospect, row, numbers))
    for addition in found:
        put(prospect, addition)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the notes."""

    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person that is known lacks: a title, an e-mail address, their part in buying or what is noted of them."""

    person: Person
    role: str
    email: str
    buying: BuyingRole = BuyingRole.UNKNOWN
    note: str = ""


Addition = tuple[str, str] | Line | Filled | Person | Number | Stands | str
"""A field and its text, a line, something of a person, a new person, a new number, where it stands, or a tag."""


def additions(prospect: Content, row: Incoming, numbers: Numbers) -> Iterator[Addition]:
    """What a row says that a prospect does not say yet."""
    for name, text in (*zip(FIELDS, FIELDS_OF(row), strict=True), *(row.more.fields if row.more else ())):
        value = text.strip()
        stored = prospect.fields.get(name, "")
        if value and not stored:
            yield (name, value)
        elif value and not same(value, stored):
            yield from new_lines(prospect, f"{name.replace('_', ' ').capitalize()}: {value}")
    yield from distinct(numbers, prospect.numbers)
    yield from people_added(prospect, row)
    tags: set[str] = set()
    for tag in row.tags:
        if folded(tag) not in tags and folded(tag) not in prospect.tags:
            tags.add(folded(tag))
            yield tag
    if row.more:
        forms = [number.forms[:1] for number in numbers]
        for found in stands(row.more, prospect.standing or Standing(), forms):
            if isinstance(found, str):
                yield from new_lines(prospect, found)
            elif not isinstance(found, Referred) or any(new_lines(prospect, referred_line(found.name))):
                yield found
    yield from new_lines(prospect, row.notes)


def people_added(prospect: Content, row: Incoming) -> Iterator[Addition]:
    seen: set[str] = set()
    for person in (*row.people, *([IncomingPerson("", "", row.email)] if row.email else [])):
        there, address = same_person(prospect, person), folded(person.email)
        nobodys = address in seen or (address, "") in prospect.nameless
        email = "" if nobodys or (not person.name and address in prospect.emails) else person.email.strip()
        if there is None:
            if person.name or email or person.role or person.note:
                yield Person(0, person.name, person.role, email, person.buying, person.note)
        else:
            yield from person_filled(prospect, there, replace(person, email=email))
        if not person.name:
            seen.add(address)


def same_person(prospect: Content, person: IncomingPerson) -> Person | None:
    """Who of a prospect's people somebody is: by name, and without one by address, else by title."""
    if person.name:
        return prospect.named.get(folded(person.name))
    return prospect.nameless.get(nameless_key(person))


def nameless_key(person: Person | IncomingPerson) -> tuple[str, str]:
    """What tells people without a name apart: their address, else their title."""
    return (folded(person.email), "" if person.email.strip() else folded(person.role))


def person_filled(prospect: Content, there: Person, person: IncomingPerson) -> Iterator[Addition]:
    """What is said of somebody known and fills a blank; what is said otherwise is kept beside."""
    role, email, note = person.role.strip(), person.email, person.note.strip()
    buying = BuyingRole.UNKNOWN if there.buying is not BuyingRole.UNKNOWN else person.buying
    fills = Filled(
        there, "" if there.role else role, "" if there.email else email, buying, "" if there.note else note
    )
    if fills != Filled(there, "", ""):
        yield fills
    if there.email and email and not same(there.email, email) and folded(email) not in prospect.emails:
        yield Person(0, "", "", email)
    shown = there.name or there.email or there.role
    if there.role and role and not same(role, there.role):
        yield from new_lines(prospect, f"{shown}: {role}")
    if there.note and note and not same(note, there.note):
        yield from new_lines(prospect, f"{shown}: {note}")
    if person.buying not in (BuyingRole.UNKNOWN, there.buying) and there.buying is not BuyingRole.UNKNOWN:
        yield from new_lines(prospect, f"{shown}: {person.buying.value.replace('_', ' ')}")


def new_lines(prospect: Content, text: str) -> Iterator[Line]:
    """The lines of a text that its notes do not hold, in their order; where there are no notes, the text as it is."""
    if not text.strip():
        return
    if not prospect.has_notes:
        yield Line(text)
        return
    fresh: set[str] = set()
    for line in text.split("\n"):
        if line.strip() and folded(line) not in prospect.lines and folded(line) not in fresh:
            fresh.add(folded(line))
            yield Line(line)


def put(prospect: Content, addition: Addition) -> None:
    if isinstance(addition, tuple):
        name, value = addition
        prospect.fields[name] = prospect.added_fields[name] = value
    elif isinstance(addition, Number):
        prospect.numbers |= dict.fromkeys(addition.forms, addition)
        prospect.added_numbers.append(addition)
    elif isinstance(addition, Person):
        prospect.find(addition)
        prospect.people.append(addition)
        prospect.added_people.append(addition)
    elif isinstance(addition, Line):
        prospect.added_notes.append(addition.text)
        prospect.find_lines(addition.text)
    elif isinstance(addition, Filled):
        person = addition.person
        person.role, person.email = person.role or addition.role, person.email or addition.email
        person.note = person.note or addition.note
        if addition.buying is not BuyingRole.UNKNOWN:
            person.buying = addition.buying
        prospect.find(person)
        if person.id and person not in prospect.filled_people:
            prospect.filled_people.append(person)
    elif isinstance(addition, Stands):
        prospect.standing = prospect.standing or Standing()
        says(prospect.standing, addition)
    else:
        prospect.tags.add(folded(addition))
        prospect.added_tags.append(addition)


def mark(kind: str, text: str) -> int:
    """What stands for one thing that is said, in little memory: two things may have the same."""
    return hash((kind, text))


def marks(addition: Addition) -> list[tuple[int, ...]]:
    """The marks of what is said, in groups: where it is held, it is so under one mark of each group at least."""
    if isinstance(addition, Stands):
        return []
    if isinstance(addition, Number):
        return [tuple(mark("number", form) for form in addition.forms)] if addition.forms else []
    if isinstance(addition, tuple):
        name, value = addition
        return [line_marks(f"{name.replace('_', ' ').capitalize()}: {value}")]
    if isinstance(addition, Line):
        return [(mark("line", folded(line)),) for line in addition.text.split("\n") if line.strip()]
    if isinstance(addition, str):
        return [(mark("tag", folded(addition)),)]
    name = addition.person.name if isinstance(addition, Filled) else addition.name
    names = [(mark("name", folded(name)),)] if folded(name) else []
    emails = [(mark("email", folded(addition.email)),)] if addition.email else []
    role = addition.role.strip()
    return [*names, *emails, *([line_marks(f"{name}: {role}")] if role and names else [])]


def line_marks(text: str) -> tuple[int, ...]:
    """Those of a text that stands in a place of its own, or else line by line in the notes."""
    return tuple({mark("line", folded(text)), mark("line", folded(text.split("\n", 1)[0]))})


def every_mark(said: Iterable[Addition]) -> set[int]:
    return {each for addition in said for group in marks(addition) for each in group}


def whole_mark(said: Iterable[Addition]) -> int:
    """One mark for all that is said."""
    return hash(frozenset(every_mark(said)))


def marks_of(prospect: Content) -> set[int]:
    """The marks of all that a prospect says, and the one for all of it."""
    notes = [Line(text) for text in (prospect.notes, *prospect.added_notes)]
    fields = [(name, value) for name, value in prospect.fields.items() if value]
    said: list[Addition] = [*fields, *prospect.numbers.values(), *prospect.people, *prospect.tags]
    return every_mark([*said, *notes]) | {whole_mark([*said, *notes])}
