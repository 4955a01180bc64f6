"""The rows of a table as prospects to come."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from callbook.domain.followup import ActionKind
from callbook.domain.place import country_code, guess_country
from callbook.domain.prospect import BuyingRole
from callbook.formats import rare_cells
from callbook.formats.columns import Mapping
from callbook.formats.headers import Field, phone_label
from callbook.formats.people_columns import People, people_columns
from callbook.formats.rare_cells import NOTHING_MORE, AboutPhone, IncomingAction, More
from callbook.formats.table import Table
from callbook.formats.tag_list import split_tags

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    name: str
    role: str = ""
    email: str = ""
    buying: BuyingRole = BuyingRole.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPhone:
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row as a prospect to come. `line` is where it stands in the file, `country` ISO alpha-2 or blank.

    The first e-mail address is the first person's where there is a person, otherwise `email`; where the columns say
    whose each address is, it is theirs. `more` is what few rows say.
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
    more: More | None = None


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


_RARE_TEXTS = (Field.HOW_THEY_DO_IT, Field.SETS_APART, Field.HOW_WE_FIT, Field.WHO_DECIDES)
_RARE = frozenset(
    (*_RARE_TEXTS, Field.DO_NOT_CALL, Field.WRONG_SINCE, Field.NUMBER_OF, Field.REFERRED_BY, Field.STAGE, Field.ZONE)
) | {Field.ACTION_KIND, Field.ACTION_ON, Field.ACTION_AT, Field.ACTION_ZONE, Field.ACTION_TEXT, Field.ACTION_PLACE}


def incoming(table: Table, mapping: Mapping, own: bool = False) -> Iterator[Incoming]:
    """Each row as a prospect to come, in the order of the file.

    No filled cell is dropped, unless its column is mapped to IGNORE, or it says of somebody that they may be called:
    what has no place of its own becomes a line "Name of the column: cell" in the notes. Trailing columns may be missing
    in `mapping`. A table of our `own` says all of a prospect: nothing is guessed.
    """
    plan = _Plan(table.names, mapping, own)
    for line, cells in zip(table.lines, table.rows, strict=True):
        yield _Row(line, cells, plan).read()


class _Plan:
    """The mapping turned round, once for all rows: where the cells of each field stand."""

    def __init__(self, names: Sequence[str], mapping: Mapping, own: bool) -> None:
        self.names = names
        self.own = own
        self.of: dict[Field, list[int]] = {}
        self.phones: list[tuple[int, str, dict[Field, int]]] = []
        self.people = people_columns(names, mapping)
        self.rare = not _RARE.isdisjoint(mapping)
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
            elif field in (Field.WRONG_SINCE, Field.NUMBER_OF) and self.phones:
                self.phones[-1][2].setdefault(field, at)


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
        self.about: list[tuple[int, AboutPhone]] = []

    def read(self) -> Incoming:
        company = _one_line(self.take(Field.COMPANY))
        phones = tuple(self.take_phones())
        grouped, emails = self.take_groups()
        emails += self.take_emails()
        people = grouped or self.people(self.take_names(), emails)
        region, postcode = self.take(Field.REGION), self.take(Field.POSTCODE)
        country = self.take_country() or self.guess_country(region, postcode)
        email = emails.pop(0) if emails else ""
        website = self.take(Field.WEBSITE)
        numbers = [phone.typed for phone in phones]
        named, reached = [one.name for one in people], [one.email for one in grouped]
        candidates = [company, *named, email, *reached, website, *numbers, self.fallback]
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
            more=self.take_more() if self.plan.rare else None,
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
        role, email = self.take(Field.ROLE), emails.pop(0) if emails else ""
        first = IncomingPerson(names[0], role, email, *self.take_manner(self.plan.of))
        return (first, *map(IncomingPerson, names[1:]))

    def take_manner(self, where: People) -> tuple[BuyingRole, str]:
        """Somebody's part in buying and what is noted of them, from the columns there are for them."""
        if Field.BUYING_ROLE not in where and Field.PERSON_NOTE not in where:
            return BuyingRole.UNKNOWN, ""
        notes = [self.left.pop(at) for at in where.get(Field.PERSON_NOTE, ()) if at in self.left]
        for at in where.get(Field.BUYING_ROLE, ()):
            if role := rare_cells.buying_role(self.left.get(at, "")):
                del self.left[at]
                return role, "\n".join(notes)
        return BuyingRole.UNKNOWN, "\n".join(notes)

    def take_groups(self) -> tuple[tuple[IncomingPerson, ...], list[str]]:
        """The people of a row whose columns say whose each of them is, and the further addresses of somebody."""
        people: list[IncomingPerson] = []
        further: list[str] = []
        for where in self.plan.people:
            name = _one_line(" ".join(self.pop_all(where, Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME)))
            role = " / ".join(self.pop_all(where, Field.ROLE))
            email, *more = list(_addresses(self.pop_all(where, Field.EMAIL))) or [""]
            person = IncomingPerson(name, role, email, *self.take_manner(where))
            if name or role or email or person.note:
                people.append(person)
            further += more
        return tuple(people), further

    def pop_all(self, where: People, *fields: Field) -> list[str]:
        return [self.left.pop(at) for field in fields for at in where.get(field, ()) if at in self.left]

    def take_emails(self) -> list[str]:
        return list(_addresses(self.take_all(Field.EMAIL)))

    def take_phones(self) -> Iterator[IncomingPhone]:
        """Numbers as they were typed, each with the label and the prefix of the columns before it."""
        many = 0
        for at, header, beside in self.plan.phones:
            found = list(self.phones_at(at, header, beside))
            if found and (Field.WRONG_SINCE in beside or Field.NUMBER_OF in beside):
                self.take_about(many, beside)
            many += len(found)
            yield from found

    def take_about(self, number: int, beside: dict[Field, int]) -> None:
        """What stands beside a number: since when it is wrong, and whose it is."""
        wrong = rare_cells.moment(self.left.get(beside.get(Field.WRONG_SINCE, -1), ""))
        if wrong:
            del self.left[beside[Field.WRONG_SINCE]]
        owner = _one_line(self.left.pop(beside.get(Field.NUMBER_OF, -1), ""))
        if wrong or owner:
            self.about.append((number, AboutPhone(wrong, owner)))

    def phones_at(self, at: int, header: str, beside: dict[Field, int]) -> Iterator[IncomingPhone]:
        if not any(map(str.isdigit, self.left.get(at, ""))):
            return
        numbers = _numbers(self.left.pop(at))
        prefix = self.left.pop(beside.get(Field.PHONE_PREFIX, -1), "")
        label = self.left.pop(beside.get(Field.PHONE_LABEL, -1), "")
        if not self.plan.own:
            label = label.lstrip("* ").lower()
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
        return "" if self.plan.own or self.columns(Field.COUNTRY) else guess_country(region, postcode)

    def take_tags(self) -> Iterator[str]:
        for cell in self.take_all(Field.TAGS):
            yield from split_tags(cell)

    def take_more(self) -> More | None:
        """What few rows say; None where this one does not."""
        texts = ((field.value, "\n".join(self.take_all(field))) for field in _RARE_TEXTS)
        fields = [(name, text) for name, text in texts if text]
        if zone := self.take_read(Field.ZONE, rare_cells.zone):
            fields.append((Field.ZONE.value, zone))
        refused, since = self.take_refusal()
        more = More(
            fields=tuple(fields),
            stage=self.take_read(Field.STAGE, rare_cells.stage),
            action=self.take_action(),
            referred_by=_one_line(self.take(Field.REFERRED_BY)),
            phones=tuple(self.about),
            do_not_call=refused,
            do_not_call_at=since,
        )
        return None if more == NOTHING_MORE else more

    def take_read(self, field: Field, read: Callable[[str], Read | None]) -> Read | None:
        """What the first cell of the field says; one that cannot be read stays for the notes."""
        for at in self.columns(field):
            if (found := read(self.left[at])) is not None:
                del self.left[at]
                return found
        return None

    def take_refusal(self) -> tuple[bool, datetime | None]:
        """Whether they asked not to be called, and since when; what a cell says beyond that stays for the notes."""
        refused, since = False, None
        for at in self.columns(Field.DO_NOT_CALL):
            cell = self.left[at]
            if rare_cells.refuses(cell):
                refused, since = True, since or rare_cells.moment(cell)
            if not rare_cells.refuses(cell) or rare_cells.only_refuses(cell):
                del self.left[at]
        return refused, since

    def take_action(self) -> IncomingAction | None:
        at, on = self.take_read(Field.ACTION_AT, rare_cells.minute), self.take_read(Field.ACTION_ON, rare_cells.day)
        if at is None and on is None:
            return None
        zone = self.take_read(Field.ACTION_ZONE, rare_cells.zone) or ""
        due = rare_cells.due_of(at, on, zone)
        kind = self.take_read(Field.ACTION_KIND, rare_cells.action_kind) or ActionKind.CALL
        return IncomingAction(kind, due, zone, self.take(Field.ACTION_TEXT), self.take(Field.ACTION_PLACE))

    def rest(self, emails: Sequence[str]) -> Iterator[str]:
        """What found no place: further e-mail addresses, then every cell that is still there."""
        yield from (f"E-mail: {email}" for email in emails)
        yield from (f"{self.plan.names[at]}: {cell}" for at, cell in self.left.items())


def _addresses(cells: Iterable[str]) -> Iterator[str]:
    """The e-mail addresses of some cells; a cell that holds anything else is left as it is."""
    for cell in cells:
        parts = [part for part in re.split(r":::|[;,]", cell) if part.strip()]
        yield from (part.strip() for part in parts) if all("@" in part for part in parts) else [cell]


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
