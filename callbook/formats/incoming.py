"""The rows of a table as prospects to come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from callbook.domain.place import country_code, guess_country
from callbook.formats.columns import Mapping
from callbook.formats.headers import Field, phone_label
from callbook.formats.table import Table
from callbook.formats.tag_list import split_tags


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPhone:
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row as a prospect to come. `line` is where it stands in the file, `country` ISO alpha-2 or blank.

    The first e-mail address is the first person's where there is a person, otherwise `email`.
    """

    line: int
    name: str
    people: tuple[IncomingPerson, ...] = ()
    phones: tuple[IncomingPhone, ...] = ()
    email: str = ""
    website: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    notes: str = ""
    what_they_do: str = ""


class Reason(StrEnum):
    """Why a part of a file becomes no prospect."""

    EMPTY = "empty"
    DAMAGED = "damaged"  # what is left of a card that never ends
    OUTSIDE = "outside"  # text that belongs to no card
    GROUP = "group"  # a list of other cards


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a file that becomes no prospect: where it begins, from line 1, and all its text."""

    line: int
    reason: Reason
    text: str


def incoming(table: Table, mapping: Mapping) -> Iterator[Incoming]:
    """Each row as a prospect to come, in the order of the file.

    No filled cell is dropped, unless its column is mapped to IGNORE: what has no place of its own becomes a
    line "Name of the column: cell" in the notes. Trailing columns may be missing in `mapping`.
    """
    plan = _Plan(table.names, mapping)
    for line, cells in zip(table.lines, table.rows, strict=True):
        yield _Row(line, cells, plan).read()


class _Plan:
    """The mapping turned round, once for all rows: where the cells of each field stand."""

    def __init__(self, names: Sequence[str], mapping: Mapping) -> None:
        self.names = names
        self.of: dict[Field, list[int]] = {}
        self.phones: list[tuple[int, str, dict[Field, int]]] = []
        beside: dict[Field, int] = {}
        for at, field in enumerate(mapping[: len(names)]):
            if field is None:
                continue
            self.of.setdefault(field, []).append(at)
            if field in (Field.PHONE_LABEL, Field.PHONE_PREFIX):
                beside[field] = at
            elif field is Field.PHONE:
                self.phones.append((at, phone_label(names[at]), beside))
                beside = {}


class _Row:
    """One row while it is being read: cells are taken out until only those without a place are left."""

    def __init__(self, line: int, cells: Sequence[str], plan: _Plan) -> None:
        self.line = line
        self.plan = plan
        self.left = {at: text for at, cell in enumerate(cells) if (text := cell.strip())}
        for at, text in self.left.items():
            if "\r" in text:
                self.left[at] = text.replace("\r\n", "\n").replace("\r", "\n")
        for at in plan.of.get(Field.IGNORE, ()):
            self.left.pop(at, None)
        self.fallback = _one_line(next(iter(self.left.values()), ""))

    def read(self) -> Incoming:
        company = _one_line(self.take(Field.COMPANY))
        phones = tuple(self.take_phones())
        emails = self.take_emails()
        names = self.take_names()
        people = self.people(names, emails)
        region, postcode = self.take(Field.REGION), self.take(Field.POSTCODE)
        country = self.take_country() or self.guess_country(region, postcode)
        email = emails.pop(0) if emails else ""
        website = self.take(Field.WEBSITE)
        numbers = [phone.typed for phone in phones]
        candidates = [company, *names, email, website, *numbers, self.fallback]
        # The notes come last: they hold whatever is then left.
        return Incoming(
            line=self.line,
            name=next(filter(None, candidates), ""),
            people=people,
            phones=phones,
            email=email,
            website=website,
            address=", ".join(self.take_all(Field.ADDRESS)),
            city=self.take(Field.CITY),
            region=region,
            postcode=postcode,
            country=country,
            tags=tuple(self.take_tags()),
            source=self.take(Field.SOURCE),
            what_they_do="\n".join(self.take_all(Field.WHAT_THEY_DO)),
            notes="\n".join([*self.take_all(Field.NOTES), *self.rest(emails)]),
        )

    def columns(self, field: Field) -> list[int]:
        return [at for at in self.plan.of.get(field, ()) if at in self.left]

    def take(self, field: Field) -> str:
        """The first filled cell of the field; further ones stay, but for those that say the same."""
        if field not in self.plan.of:
            return ""
        found = self.columns(field)
        text = self.left[found[0]] if found else ""
        for at in found:
            if self.left[at] == text:
                del self.left[at]
        return text

    def take_all(self, field: Field) -> list[str]:
        return [self.left.pop(at) for at in self.columns(field)] if field in self.plan.of else []

    def take_names(self) -> list[str]:
        """The people named in the row: full names where there are any, else first and last names joined."""
        full = [_one_line(name) for name in self.take_all(Field.PERSON)]
        parts = self.columns(Field.FIRST_NAME) + self.columns(Field.LAST_NAME)
        if not full:
            joined = _one_line(" ".join(self.left.pop(at) for at in parts))
            return [joined] if joined else []
        for at in parts:
            if _one_line(self.left[at]) in full[0]:
                del self.left[at]
        return list(dict.fromkeys(full))

    def people(self, names: Sequence[str], emails: list[str]) -> tuple[IncomingPerson, ...]:
        """The people, the first with the role and the first of the e-mail addresses."""
        if not names:
            return ()
        first = IncomingPerson(names[0], self.take(Field.ROLE), emails.pop(0) if emails else "")
        return (first, *map(IncomingPerson, names[1:]))

    def take_emails(self) -> list[str]:
        emails: list[str] = []
        for cell in self.take_all(Field.EMAIL):
            parts = [part for part in re.split(r":::|[;,]", cell) if part.strip()]
            emails += [p.strip() for p in parts] if all("@" in p for p in parts) else [cell]
        return emails

    def take_phones(self) -> Iterator[IncomingPhone]:
        """Numbers as they were typed, each with the label and the prefix of the columns before it."""
        for at, header, beside in self.plan.phones:
            yield from self.phones_at(at, header, beside)

    def phones_at(self, at: int, header: str, beside: dict[Field, int]) -> Iterator[IncomingPhone]:
        if not any(map(str.isdigit, self.left.get(at, ""))):
            return
        numbers = _numbers(self.left.pop(at))
        prefix = self.left.pop(beside.get(Field.PHONE_PREFIX, -1), "")
        label = self.left.pop(beside.get(Field.PHONE_LABEL, -1), "").lstrip("* ").lower()
        for typed in numbers:
            yield IncomingPhone(label or header, f"{prefix} {typed}".strip())

    def take_country(self) -> str:
        """The code of the first country that is known; any other stays as it was typed."""
        for at in self.columns(Field.COUNTRY):
            if code := country_code(self.left[at]):
                del self.left[at]
                return code
        return ""

    def guess_country(self, region: str, postcode: str) -> str:
        return "" if self.columns(Field.COUNTRY) else guess_country(region, postcode)

    def take_tags(self) -> Iterator[str]:
        for cell in self.take_all(Field.TAGS):
            yield from split_tags(cell)

    def rest(self, emails: Sequence[str]) -> Iterator[str]:
        """What found no place: further e-mail addresses, then every cell that is still there."""
        yield from (f"E-mail: {email}" for email in emails)
        yield from (f"{self.plan.names[at]}: {cell}" for at, cell in self.left.items())


def _one_line(text: str) -> str:
    if text.isprintable():  # most are one line
        return text.strip()
    return " ".join(part.strip() for part in text.splitlines() if part.strip())


def _numbers(cell: str) -> list[str]:
    """The numbers of one cell. A part with fewer than five digits is an extension and stays where it is."""
    numbers: list[str] = []
    for joined in cell.split(":::"):
        parts = [part.strip() for part in joined.split(";") if part.strip()]
        whole = all(sum(map(str.isdigit, part)) >= 5 for part in parts)
        numbers += parts if whole else [joined.strip()]
    return [number for number in numbers if number]
