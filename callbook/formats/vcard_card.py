"""One vCard as a prospect to come: what its properties say, each taken once, the rest into the notes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from callbook.domain.place import country_code, guess_country
from callbook.formats.headers import phone_label
from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone
from callbook.formats.rare_cells import refuses
from callbook.formats.vcard_lines import ContentLine
from callbook.formats.vcard_own import PARTS, PRODUCT, REFUSALS, TEXTS, Own, all_people, own_of
from callbook.formats.vcard_property import AGENT, BOOKKEEPING, TITLES, Property, dialled, labelled, words_of
from callbook.formats.vcard_text import split, unescaped

_MOST_TAGS = 1000
_NOT_TO_CALL = frozenset({"fax", "pager", "modem"})


class _Place(NamedTuple):
    address: str
    city: str
    region: str
    postcode: str
    country: str


class Reading:
    """A card while it is being read: properties are taken out until only those without a place are left."""

    def __init__(self, line: int, properties: Iterable[ContentLine], old: bool) -> None:
        self.line = line
        self.old = old
        properties = list(properties)
        self.is_own = any(each.name == "PRODID" and PRODUCT in each.text for each in properties)
        lines = [each for each in properties if each.name.removeprefix(AGENT) not in BOOKKEEPING]
        self.all = list(labelled(lines, old))
        self.left = dict(enumerate(self.all))
        self.notes: list[str] = []
        self.places: dict[str, list[int]] = {}
        for at, each in self.left.items():
            self.places.setdefault(each.line.name, []).append(at)

    def fallback(self) -> str:
        """The first text there is, for a card that says no name."""
        return _one_line(next(filter(None, (each.shown() for each in self.all if not each.line.binary)), ""))

    def at(self, name: str) -> list[int]:
        """Where properties of a name stand that are not taken out yet."""
        return [at for at in self.places.get(name, ()) if at in self.left]

    @property
    def group(self) -> bool:
        """Whether the card is a list of other cards."""
        kinds = [at for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND") for at in self.at(name)]
        return any(self.left[at].plain().lower() == "group" for at in kinds)

    def read(self) -> Incoming:
        """The prospect; its name is blank where the card holds no text."""
        company, person = self.take_names()
        found = self.take_best("EMAIL", len(self.left))
        emails = list(dict.fromkeys(email.removeprefix("mailto:") for email in found))
        phones = tuple(self.take_phones())
        own = self.take_own(phones)
        people: tuple[IncomingPerson, ...] = ()
        if own and own.people:
            people = all_people(own.people, person, self.take_role() if person else "", emails)
        elif person:
            people = (IncomingPerson(person, self.take_role(), emails.pop(0) if emails else ""),)
        email = emails.pop(0) if emails else ""
        place = self.take_place()
        website = next(iter(self.take_best("URL", 1)), "")
        tags = tuple(self.take_tags())
        candidates = [company, person, email, website, *(phone.typed for phone in phones)]
        notes = [own.notes] if own else [p.plain() for p in self.take("NOTE")]
        rest = [f"E-mail: {each}" for each in emails] + self.notes
        return Incoming(
            line=self.line,
            name=_one_line(next(filter(None, candidates), "") or self.fallback()),
            people=people,
            phones=phones,
            email=email,
            website=website,
            address=place.address,
            city=place.city,
            region=place.region,
            postcode=place.postcode,
            country=place.country,
            tags=tags,
            source=own.source if own else "",
            what_they_do=own.what_they_do if own else "",
            more=own.more if own else None,
            notes="\n".join([*filter(None, notes), *rest, *self.rest()]),
        )

    def take_own(self, phones: Sequence[IncomingPhone]) -> Own | None:
        """What properties that only Callbook writes say, or others that somebody must not be called."""
        refused = [each for name in REFUSALS for each in self.take(name) if refuses(each.plain() or "no")]
        if not self.is_own and not refused:
            return None
        said = {field: each.plain() for field, (name, _) in TEXTS.items() for each in self.take(name)}
        if refused:
            said.setdefault("do_not_call", refused[0].plain())
        parts = {name: [each.parts() for each in self.take(name)] for name in PARTS}
        return own_of(said, parts, phones, "\n".join(filter(None, (each.plain() for each in self.take("NOTE")))))

    def take(self, name: str) -> list[Property]:
        return [self.left.pop(at) for at in self.at(name)]

    def take_ranked(self, name: str, most: int) -> list[Property]:
        """Up to `most` properties that hold something, the preferred first, then those of work, as in the file."""
        if name not in self.places:
            return []
        found = [at for at in self.at(name) if not self.left[at].line.binary and self.left[at].shown()]
        if len(found) > 1:
            found.sort(key=lambda at: (not self.left[at].preferred, "work" not in self.left[at].types))
        taken = [self.left.pop(at) for at in found[:most]]
        for each in taken:
            self.notes += each.beside()
            self.notes += [f"{TITLES[name]} label: {each.own_label}"] if each.own_label else []
        return taken

    def take_best(self, name: str, most: int) -> list[str]:
        return [each.plain() for each in self.take_ranked(name, most)]

    def take_names(self) -> tuple[str, str]:
        """The organisation and the person, either of them blank where the card does not say."""
        shown = next(iter(self.take_ranked("FN", 1)), None)
        parts = next(iter(self.take_ranked("N", 1)), None)
        full = _one_line(shown.plain()) if shown else ""
        joined = _joined(parts.parts()) if parts else ""
        company, kind = self.take_company()
        if kind and not company:
            company = full or joined
        if full and full.casefold() == company.casefold():
            full = "" if _within(joined, company) else joined
        person = full or ("" if _within(joined, company) else joined)
        if parts and not all(part in person or part in company for part in map(_one_line, parts.parts())):
            self.notes.append(f"Name: {joined}")
        return company, person

    def take_company(self) -> tuple[str, bool]:
        """The organisation and whether the card is that of one; departments go into the notes."""
        is_firm = [p for name in ("KIND", "X-ABSHOWAS") for p in self.take(name)]
        kinds = {p.plain().lower() for p in is_firm}
        self.notes += [f"Kind: {kind}" for kind in kinds - {"org", "company", "individual", "person", ""}]
        found = next(iter(self.take_ranked("ORG", 1)), None)
        company, *departments = found.parts() if found else [""]
        if any(departments):
            self.notes.append(f"Department: {', '.join(filter(None, departments))}")
        return _one_line(company), bool(kinds & {"org", "company"})

    def take_role(self) -> str:
        return next(iter(self.take_best("TITLE", 1) or self.take_best("ROLE", 1)), "")

    def take_phones(self) -> Iterator[IncomingPhone]:
        """Every number that has a digit; what rings no telephone comes after those that do."""
        found = [at for at in self.at("TEL") if any(map(str.isdigit, self.left[at].plain()))]
        phones = [self.phone(self.left.pop(at)) for at in found]
        return iter(sorted(phones, key=lambda phone: bool(_NOT_TO_CALL & set(phone.label.lower().split()))))

    def phone(self, number: Property) -> IncomingPhone:
        typed, left = dialled(number.plain())
        self.notes += [f"{TITLES['TEL']}: {left}"] if left else []
        label = number.label or phone_label(" ".join(number.types))
        return IncomingPhone(label, number.param("X-TYPED") or typed)

    def take_place(self) -> _Place:
        found = next(iter(self.take_ranked("ADR", 1)), None)
        parts = found.parts() if found else [""] * 7
        self.drop_labels(parts)
        box, extended, street, city, region, postcode, country = parts
        code = country_code(country) if country else self.guess(region, postcode)
        self.notes += [f"Country: {country}"] if country and not code else []
        return _Place(", ".join(filter(None, [box, extended, street])), city, region, postcode, code)

    def guess(self, region: str, postcode: str) -> str:
        """The country of an address that names none; our own cards leave out only what the book does not say."""
        return "" if self.is_own else guess_country(region, postcode)

    def drop_labels(self, taken: list[str]) -> None:
        """Address labels that only repeat what the addresses of the card say."""
        if labels := self.at("LABEL"):
            known = words_of(*taken, *(part for at in self.at("ADR") for part in self.left[at].parts()))
            for at in labels:
                if words_of(self.left[at].plain()) <= known:
                    del self.left[at]

    def take_tags(self) -> list[str]:
        tags: dict[str, None] = {}
        for each in self.take("CATEGORIES"):
            parts = split(each.line.text, ",", _MOST_TAGS + 1)
            tags |= dict.fromkeys(filter(None, (_one_line(unescaped(part, self.old)) for part in parts[:_MOST_TAGS])))
            self.notes += [f"Categories: {unescaped(more, self.old).strip()}" for more in parts[_MOST_TAGS:]]
        return list(tags)

    def rest(self) -> Iterator[str]:
        for each in self.left.values():
            yield from each.notes()


def _joined(parts: list[str]) -> str:
    """Family, given, additional, prefix, suffix in the order they are spoken."""
    family, given, additional, prefix, suffix = parts
    return _one_line("\n".join([prefix, given, additional, family, suffix]))


def _within(name: str, other: str) -> bool:
    return name.casefold() in other.casefold()


def _one_line(text: str) -> str:
    if text.isascii() and text.isprintable():  # most are, and have nothing but blanks to lose
        return text.strip()
    return " ".join(part.strip() for part in text.splitlines() if part.strip())
