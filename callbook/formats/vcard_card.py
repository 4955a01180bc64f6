"""One vCard as a prospect to come: what its properties say, each taken once, the rest into the notes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callbook.domain.place import country_code, guess_country
from callbook.formats.headers import phone_label
from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone
from callbook.formats.vcard_lines import ContentLine
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
        lines = [each for each in properties if each.name.removeprefix(AGENT) not in BOOKKEEPING]
        self.left = dict(enumerate(labelled(lines, old)))
        self.notes: list[str] = []
        texts = (each.shown() for each in self.left.values() if not each.line.binary)
        self.fallback = _one_line(next(filter(None, texts), ""))

    @property
    def group(self) -> bool:
        """Whether the card is a list of other cards."""
        kinds = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
        return any(p.line.name in kinds and p.plain().lower() == "group" for p in self.left.values())

    def read(self) -> Incoming:
        """The prospect; its name is blank where the card holds no text."""
        company, person = self.take_names()
        found = self.take_best("EMAIL", len(self.left))
        emails = list(dict.fromkeys(email.removeprefix("mailto:") for email in found))
        people: tuple[IncomingPerson, ...] = ()
        if person:
            people = (IncomingPerson(person, self.take_role(), emails.pop(0) if emails else ""),)
        email = emails.pop(0) if emails else ""
        phones = tuple(self.take_phones())
        place = self.take_place()
        website = next(iter(self.take_best("URL", 1)), "")
        tags = tuple(self.take_tags())
        candidates = [company, person, email, website, *(phone.typed for phone in phones), self.fallback]
        notes = [p.plain() for p in self.take("NOTE")]
        rest = [f"E-mail: {each}" for each in emails] + self.notes
        return Incoming(
            line=self.line,
            name=_one_line(next(filter(None, candidates), "")),
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
            notes="\n".join([*filter(None, notes), *rest, *self.rest()]),
        )

    def take(self, name: str) -> list[Property]:
        found = [at for at, each in self.left.items() if each.line.name == name]
        return [self.left.pop(at) for at in found]

    def take_ranked(self, name: str, most: int) -> list[Property]:
        """Up to `most` properties that hold something, the preferred first, then those of work, as in the file."""
        found = [at for at, p in self.left.items() if p.line.name == name and p.shown() and not p.line.binary]
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
        found = [at for at, p in self.left.items() if p.line.name == "TEL" and any(map(str.isdigit, p.plain()))]
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
        code = country_code(country) if country else guess_country(region, postcode)
        self.notes += [f"Country: {country}"] if country and not code else []
        return _Place(", ".join(filter(None, [box, extended, street])), city, region, postcode, code)

    def drop_labels(self, taken: list[str]) -> None:
        """Address labels that only repeat what the addresses of the card say."""
        known = words_of(*taken)
        for each in self.left.values():
            known |= words_of(*each.parts()) if each.line.name == "ADR" else set()
        for at, each in list(self.left.items()):
            if each.line.name == "LABEL" and words_of(each.plain()) <= known:
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
    return " ".join(part.strip() for part in text.splitlines() if part.strip())
