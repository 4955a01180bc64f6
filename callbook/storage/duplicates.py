"""Finding prospects that may be one, over the whole book."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from callbook.domain.duplicates import (
    DIFFERENT_KEY,
    FEW,
    Described,
    Held,
    Sign,
    Signal,
    Strength,
    held_key,
    place_key,
    read_different,
    signals,
    strength,
)
from callbook.domain.likeness import (
    address_key,
    city_key,
    domain_of,
    email_key,
    name_key,
    number_key,
    person_key,
    postcode_key,
    skeleton,
    tail,
)
from callbook.storage.engine import Connection, storage_errors
from callbook.storage.ids import MANY, as_value

# A key that more prospects share than this gathers nobody: their pairs are those of a chain, and there are too many.
MOST_HOLDERS = 8
MOST_PAIRS = 2000
MOST_SCORED = 30_000
CHUNK = 500
Gathering = dict[str, tuple[int, ...]]
NONE: tuple[int, ...] = ()

PRESENT = "p.deleted_at IS NULL"
NUMBERS = f"SELECT f.prospect_id, f.typed, f.e164 FROM phone f JOIN prospect p ON p.id = f.prospect_id WHERE {PRESENT}"
EMAILS = (
    "SELECT c.prospect_id, c.email FROM contact c JOIN prospect p ON p.id = c.prospect_id "
    f"WHERE c.email <> '' AND {PRESENT}"
)
SITES = f"SELECT p.id, p.website FROM prospect p WHERE p.website <> '' AND {PRESENT} UNION ALL {EMAILS}"
NAMES = f"SELECT p.id, p.name, p.city, p.postcode FROM prospect p WHERE {PRESENT}"
ADDRESSES = f"SELECT p.id, p.address, p.city FROM prospect p WHERE p.address <> '' AND {PRESENT}"
PEOPLE = (
    "SELECT c.prospect_id, c.name FROM contact c JOIN prospect p ON p.id = c.prospect_id "
    f"WHERE c.name <> '' AND {PRESENT}"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to gather who may be one: the keys of each row of a query over the book.

    `sign` is what the count of a key's holders is told by. Where it does not gather, only the count matters.
    """

    sign: Sign
    sql: str
    stored: Callable[..., Iterable[str]]
    gathers: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """Two prospects of the book that may be one, the older entry first."""

    first: int
    second: int
    strength: Strength
    signals: tuple[Signal, ...]

    @property
    def points(self) -> int:
        return sum(signal.weight for signal in self.signals)


@dataclass(frozen=True, slots=True)
class NamedPair:
    """A pair with the names it is listed by."""

    pair: Pair
    first: str
    second: str


WITHIN = "\n"
"""Parts a name from the place within which it is alike: such a key is nobody's name."""


def names_of(name: str, city: str, postcode: str) -> Iterator[str]:
    """The name itself, and what names that are alike share within one city or postcode."""
    key = name_key(name)
    yield key
    near = [place for place in (city_key(city), postcode_key(postcode)) if place]
    begins = (skeleton(key), " ".join(key.split()[:2]) + " ") if near and key else ()
    yield from (f"{begin}{WITHIN}{place}" for place in near for begin in begins)


def address_keys(address: str, city: str) -> tuple[str, ...]:
    street = address_key(address)
    return (place_key(street, city_key(city)),) if street else ()


KINDS = (
    Kind(Sign.NUMBER, NUMBERS, lambda typed, e164: (tail(number_key(typed, e164)),)),
    Kind(Sign.EMAIL, EMAILS, lambda email: (email_key(email),)),
    Kind(Sign.DOMAIN, SITES, lambda text: (domain_of(text),)),
    Kind(Sign.NAME, NAMES, names_of),
    Kind(Sign.ADDRESS, ADDRESSES, address_keys),
    # A person in both says nothing without another sign, by which the two are found.
    Kind(Sign.PERSON, PEOPLE, lambda name: (person_key(name),), gathers=False),
)


def gathered(book: Connection, kind: Kind) -> Gathering:
    """The prospects that hold each key of a kind; of too many, one more than gather."""
    holders: Gathering = {}
    with storage_errors():
        for prospect_id, *texts in book.connection.execute(kind.sql):
            for key in kind.stored(*texts):
                known = holders.get(key, NONE)
                if key and len(known) <= MOST_HOLDERS and prospect_id not in known:
                    holders[key] = (*known, prospect_id)
    return holders


def count_held(held: dict[str, int], kind: Kind, gathering: Gathering) -> None:
    """Write down what more than a few hold."""
    for key, holders in gathering.items():
        if len(holders) > FEW and WITHIN not in key:
            held[held_key(kind.sign, key)] = len(holders)


def likely_pairs(book: Connection, stop: Callable[[], bool] = lambda: False) -> list[NamedPair]:
    """Pairs of prospects that may be one, the strongest first, at most 2,000; pairs said to be different are left out.

    For the worker: a book of 100,000 takes seconds. Once `stop` says so the answer is empty.
    """
    gathering = gather_pairs(book, stop)
    pairs = list(scored(book, *gathering, stop))
    if stop():
        return []
    apart = said_different(book, pairs)
    left = [pair for pair in pairs if (pair.first, pair.second) not in apart]
    left.sort(key=lambda pair: (-pair.strength, -pair.points, -pair.second, pair.first))
    return named(book, left[:MOST_PAIRS])


def gather_pairs(book: Connection, stop: Callable[[], bool]) -> tuple[list[tuple[int, int]], Held]:
    """Who shares a key with whom, at most 30,000 pairs, those that share most; and who holds many."""
    found: Counter[tuple[int, int]] = Counter()
    held: dict[str, int] = {}
    for kind in KINDS:
        if stop():
            break
        gathering = gathered(book, kind)
        count_held(held, kind, gathering)
        for holders in gathering.values() if kind.gathers else ():
            if 1 < len(holders) <= MOST_HOLDERS:
                some = sorted(holders)
                found.update((one, two) for at, one in enumerate(some) for two in some[at + 1 :])
    most = sorted(found, key=lambda pair: (-found[pair], -pair[1], pair[0]))[:MOST_SCORED]
    return sorted(most), held


def scored(book: Connection, found: list[tuple[int, int]], held: Held, stop: Callable[[], bool]) -> Iterator[Pair]:
    for start in range(0, len(found), CHUNK):
        if stop():
            return
        some = found[start : start + CHUNK]
        known = describe(book, {key for pair in some for key in pair})
        for one, two in some:
            shared = signals(known[one], known[two], held)
            how = strength(shared)
            if how is not Strength.NONE:
                yield Pair(one, two, how, shared)


def describe(book: Connection, ids: Iterable[int]) -> dict[int, Described]:
    """These prospects as they are compared."""
    given = (as_value(sorted(ids)),)
    chosen = f"IN {MANY}"
    rows = book.sql(f"SELECT id, name, website, address, city, postcode FROM prospect WHERE id {chosen}", given)
    people: dict[int, list[str]] = {key: [] for key, *_ in rows}
    emails: dict[int, list[str]] = {key: [] for key in people}
    numbers: dict[int, list[str]] = {key: [] for key in people}
    for key, name, email in book.sql(
        f"SELECT prospect_id, name, email FROM contact WHERE prospect_id {chosen} ORDER BY position, id", given
    ):
        people[key].append(name)
        emails[key].append(email)
    for key, typed, e164 in book.sql(
        f"SELECT prospect_id, typed, e164 FROM phone WHERE prospect_id {chosen} ORDER BY position, id", given
    ):
        numbers[key].append(number_key(typed, e164))
    return {
        key: Described(
            name,
            tuple(filter(None, people[key])),
            tuple(filter(None, numbers[key])),
            tuple(filter(None, emails[key])),
            site,
            address,
            city,
            code,
        )
        for key, name, site, address, city, code in rows
    }


def named(book: Connection, pairs: Sequence[Pair]) -> list[NamedPair]:
    ids = sorted({key for pair in pairs for key in (pair.first, pair.second)})
    names = dict(book.sql(f"SELECT id, name FROM prospect WHERE id IN {MANY}", (as_value(ids),)))
    return [NamedPair(pair, names[pair.first], names[pair.second]) for pair in pairs]


def said_different(book: Connection, pairs: Iterable[Pair]) -> set[tuple[int, int]]:
    """Those of the pairs, as (first, second), that somebody said are different."""
    apart = read_different(different_text(book))
    if not apart:
        return set()
    ids = {uuid: key for key, uuid in book.sql("SELECT id, uuid FROM prospect WHERE deleted_at IS NULL")}
    return {(min(pair), max(pair)) for one, two in apart if len(pair := {ids.get(one, 0), ids.get(two, 0)}) == 2}


def different_text(book: Connection) -> str:
    rows = book.sql("SELECT value FROM setting WHERE key = ?", (DIFFERENT_KEY,))
    return str(rows[0][0]) if rows else ""
