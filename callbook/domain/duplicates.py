"""Whether two descriptions are one prospect: what they share, what speaks against it, and how strong that is."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import lru_cache

from callbook.domain.likeness import (
    address_key,
    alike,
    city_key,
    domain_of,
    email_key,
    name_key,
    person_key,
    postcode_key,
    same_line,
    tail,
)

FEW = 3
"""A number, site or name that more prospects than this hold is that of a group, and says little of two of them."""


DIFFERENT_KEY = "different_prospects"
"""The setting of the book that keeps which pairs somebody said are different."""


class Sign(StrEnum):
    """What two descriptions share; the last six, what they hold against each other."""

    NUMBER = "number"
    EMAIL = "email"
    DOMAIN = "domain"
    MAIL_DOMAIN = "mail_domain"  # of the e-mail addresses alone: neither has such a site
    NAME = "name"
    NAME_LIKE = "name_like"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CITY = "city"
    PERSON = "person"
    OTHER_NAME = "other_name"
    OTHER_NUMBER = "other_number"
    OTHER_DOMAIN = "other_domain"
    OTHER_MAIL_DOMAIN = "other_mail_domain"
    OTHER_ADDRESS = "other_address"
    OTHER_PLACE = "other_place"


class Strength(IntEnum):
    """How sure it is that two are one."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign and what it weighs here, below zero where it speaks against. `crowded`: many in the book share it."""

    sign: Sign
    weight: int
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """A prospect as far as it can be recognised. `numbers` are as likeness.number_key writes them; `domain` is a web
    address or a bare domain, "" where there is no site; the rest is as typed."""

    name: str = ""
    people: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domain: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""

    @property
    def domains(self) -> frozenset[str]:
        """Domains of its own: of its site and its e-mail addresses, without those that anybody may use."""
        return keys(domain_of, (self.domain, *self.emails))

    @property
    def persons(self) -> frozenset[str]:
        """The people there; a prospect may itself be a person."""
        return keys(person_key, (self.name, *self.people))


@dataclass(frozen=True, slots=True)
class Marks:
    """A description in normal forms, by which it is compared. `itself` is its name as a person's."""

    name: str
    itself: str
    persons: frozenset[str]
    numbers: tuple[str, ...]
    tails: frozenset[str]
    emails: frozenset[str]
    domains: frozenset[str]
    site: str
    street: str
    city: str
    postcode: str


Held = Mapping[str, int]
"""How many prospects of the book hold a number, address, domain, name or person, by `held_key`; beyond FEW it does not
matter how many. What is missing is held by few."""
NOBODY: Held = {}

WEIGHTS = {
    Sign.NUMBER: 4, Sign.EMAIL: 4, Sign.DOMAIN: 3, Sign.MAIL_DOMAIN: 3, Sign.NAME: 3, Sign.NAME_LIKE: 2,
    Sign.ADDRESS: 3, Sign.POSTCODE: 2, Sign.CITY: 2, Sign.PERSON: 2,
    Sign.OTHER_NAME: -1, Sign.OTHER_NUMBER: -1, Sign.OTHER_DOMAIN: -2, Sign.OTHER_MAIL_DOMAIN: -2,
    Sign.OTHER_ADDRESS: -1, Sign.OTHER_PLACE: -2,
}  # fmt: skip
CROWDED_WEIGHT = 1
FIRM = (Sign.NUMBER, Sign.EMAIL, Sign.DOMAIN, Sign.MAIL_DOMAIN, Sign.ADDRESS, Sign.PERSON)
NAMES = (Sign.NAME, Sign.NAME_LIKE)
COARSE = (Sign.POSTCODE, Sign.CITY)
# So many points are needed; a name that is only alike has to be borne out by more.
MANY = 4  # kinds of evidence that agree, each of which may be crowded
SAME_FROM, ALIKE_SAME_FROM, LIKELY_FROM, POSSIBLE_FROM = 7, 9, 5, 3


def held_key(sign: Sign, key: str) -> str:
    """How a number's tail, an e-mail, domain, name, person or address is looked up in `Held`."""
    return f"{sign.value}:{key}"


def keys(form: Callable[[str], str], texts: Iterable[str]) -> frozenset[str]:
    """The normal forms of some texts, without those that have none."""
    return frozenset(filter(None, map(form, texts)))


@lru_cache(maxsize=4096)
def marks(one: Described) -> Marks:
    return Marks(
        name_key(one.name),
        person_key(one.name),
        one.persons,
        one.numbers,
        keys(tail, one.numbers),
        keys(email_key, one.emails),
        one.domains,
        domain_of(one.domain),
        address_key(one.address),
        city_key(one.city),
        postcode_key(one.postcode),
    )


def signals(a: Described, b: Described, held: Held = NOBODY) -> tuple[Signal, ...]:
    """What speaks for and against the two being one prospect; the same whichever comes first."""
    ours, theirs = marks(a), marks(b)
    return tuple(
        signal
        for compare in (by_number, by_web, by_name, by_place, by_person)
        for signal in compare(ours, theirs, held)
    )


def strength(found: tuple[Signal, ...]) -> Strength:
    """How sure it is that they are one. Neither a number nor a name alone is more than possible.

    LIKELY takes a name and something beside it, or two other firm signs where the names differ; SAME takes a name
    and a firm sign that few share.
    """
    signs = {signal.sign for signal in found}
    named = not signs.isdisjoint(NAMES)
    # A town is no news beside a number of that town: it tells two of one name apart.
    points = sum(signal.weight for signal in found if named or signal.sign not in COARSE)
    firm = {group(signal.sign) for signal in found if signal.sign in FIRM and not signal.crowded}
    agree = {group(signal.sign) for signal in found if signal.weight > 0}
    if firm and Sign.NAME in signs and points >= (SAME_FROM if len(agree) < MANY else SAME_FROM - 1):
        return Strength.SAME
    if len(firm) > 1 and points >= ALIKE_SAME_FROM and named:
        return Strength.SAME
    beside = bool(firm) or not signs.isdisjoint(COARSE)
    if points >= LIKELY_FROM and (len(firm) > 1 or (named and beside)):
        return Strength.LIKELY
    enough = named or bool(firm - {Sign.PERSON})
    return Strength.POSSIBLE if points >= POSSIBLE_FROM and enough else Strength.NONE


def group(sign: Sign) -> Sign:
    """An e-mail address and its domain are one piece of evidence."""
    return Sign.DOMAIN if sign in (Sign.EMAIL, Sign.MAIL_DOMAIN) else sign


def by_number(a: Marks, b: Marks, held: Held) -> tuple[Signal, ...]:
    if not a.numbers or not b.numbers:
        return ()
    shared: set[str] = set()
    if not a.tails.isdisjoint(b.tails):
        shared = {tail(one) for one in a.numbers for two in b.numbers if same_line(one, two)}
    return weighed(Sign.NUMBER, shared, held) or (against(Sign.OTHER_NUMBER),)


def by_web(a: Marks, b: Marks, held: Held) -> tuple[Signal, ...]:
    if emails := a.emails & b.emails:
        return weighed(Sign.EMAIL, emails, held)
    if not a.domains or not b.domains:
        return ()
    shared = a.domains & b.domains
    if not shared:
        return (against(Sign.OTHER_DOMAIN if a.site or b.site else Sign.OTHER_MAIL_DOMAIN),)
    (found,) = weighed(Sign.DOMAIN, shared, held)
    of_sites = not shared.isdisjoint((a.site, b.site))
    return (found if of_sites else replace(found, sign=Sign.MAIL_DOMAIN),)


def by_name(a: Marks, b: Marks, held: Held) -> tuple[Signal, ...]:
    if not a.name or not b.name:
        return ()
    if a.name.replace(" ", "") == b.name.replace(" ", ""):
        return weighed(Sign.NAME, {a.name, b.name}, held)
    return (Signal(Sign.NAME_LIKE, WEIGHTS[Sign.NAME_LIKE]),) if alike(a.name, b.name) else (against(Sign.OTHER_NAME),)


def by_place(a: Marks, b: Marks, held: Held) -> tuple[Signal, ...]:
    same_code, other_code = compared(a.postcode, b.postcode)
    same_city, other_city = compared(a.city, b.city)
    if (other_code and not same_city) or (other_city and not same_code):
        return (against(Sign.OTHER_PLACE),)
    same_street, other_street = compared(a.street, b.street)
    if same_street:
        return weighed(Sign.ADDRESS, {place_key(a.street, city) for city in (a.city, b.city)}, held)
    coarse: tuple[Signal, ...] = ()
    if same_code:
        coarse = (Signal(Sign.POSTCODE, WEIGHTS[Sign.POSTCODE]),)
    elif same_city:
        coarse = (Signal(Sign.CITY, 1 if other_code else WEIGHTS[Sign.CITY]),)
    return (*coarse, against(Sign.OTHER_ADDRESS)) if other_street else coarse


def place_key(street: str, city: str) -> str:
    return f"{street}|{city}"


def by_person(a: Marks, b: Marks, held: Held) -> tuple[Signal, ...]:
    """A person in both. The prospects' own names, where they are the same, are counted as names already."""
    shared = a.persons & b.persons
    return weighed(Sign.PERSON, shared - {a.itself} if a.itself == b.itself else shared, held)


def weighed(sign: Sign, shared: Set[str], held: Held) -> tuple[Signal, ...]:
    """The signal of what is shared, by the least held of it."""
    if not shared:
        return ()
    crowded = min(held.get(held_key(sign, key), 0) for key in shared) > FEW
    return (Signal(sign, CROWDED_WEIGHT if crowded else WEIGHTS[sign], crowded),)


def compared(a: str, b: str) -> tuple[bool, bool]:
    """Whether both are known and the same, and whether both are known and differ."""
    known = bool(a and b)
    return known and a == b, known and a != b


def against(sign: Sign) -> Signal:
    return Signal(sign, WEIGHTS[sign])


def read_different(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of prospects' uuids that somebody said are different, from the text of the setting."""
    pairs = (tuple(sorted(line.split())) for line in text.splitlines())
    return frozenset((pair[0], pair[1]) for pair in pairs if len(pair) == 2)


def different_text(pairs: frozenset[tuple[str, str]]) -> str:
    """The text `read_different` reads, the same whatever order the pairs came in."""
    return "\n".join(sorted(" ".join(sorted(pair)) for pair in pairs))
