"""Words for what an import found: fields, encodings, delimiters, and each row with what becomes of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from callbook.services.bringing_in import Fate, Fated, Known
from callbook.services.exchange import ImportPlan
from callbook.services.standing_in import Moved, Planned, Referred, Refused, Stands, action_line
from callbook.ui import texts

LEFT_OUT, BARRED, OUTSIDE = "left_out", "barred", "outside"


def tr(text: str) -> str:
    return QCoreApplication.translate("import", text)


@dataclass(frozen=True, slots=True)
class Told:
    """A row as a list tells of it; `line` is "" for what stands on no line of its own."""

    line: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Some rows of a plan, each put into words only when it is shown."""

    kind: str
    title: str
    name: str
    why: str
    rows: Sequence[Any]
    tell: Callable[[Any], Told]


def listed(plan: ImportPlan, kind: str) -> Listed:
    """The rows of a fate, those left out, those that asked not to be called, or the text outside the table."""
    if kind == LEFT_OUT:
        return Listed(kind, tr("Left out"), tr("Text"), tr("Why"), plan.left_out, left_out)
    if kind == OUTSIDE:
        outside = plan.reading.table.outside if plan.reading.table else ()
        return Listed(kind, tr("Outside the table"), tr("Text"), "", outside, lambda text: Told("", text, ""))
    if kind == BARRED:
        barred = [one for one in plan.fated if one.row.line in plan.barred]
        return Listed(kind, tr("Do not call"), tr("Name"), tr("Numbers"), barred, numbers)
    title, why, tell = {
        Fate.NEW: (tr("New"), tr("What comes in"), said),
        Fate.UPDATED: (tr("Updated"), tr("What is added"), added),
        Fate.SAME: (tr("Same"), tr("Why"), same),
        Fate.DOUBTFUL: (tr("Doubtful"), tr("Why"), doubtful),
    }[Fate(kind)]
    return Listed(kind, title, tr("Name"), why, [one for one in plan.fated if one.fate == kind], tell)


def left_out(one: Any) -> Told:
    return Told(str(one.line), one.text, texts.left_out(one.reason))


def numbers(one: Fated) -> Told:
    return Told(str(one.row.line), one.row.name, texts.joined([phone.typed for phone in one.row.phones]))


def said(one: Fated) -> Told:
    return Told(str(one.row.line), one.row.name, texts.joined([*row_parts(one)]))


def row_parts(one: Fated) -> Iterator[str]:
    row = one.row
    for person in row.people:
        yield texts.joined((person.name, person.role, person.email), ", ")
    yield from (phone.typed for phone in row.phones)
    yield from (row.email, row.website, row.address, row.postcode, row.city, row.region, row.country)
    yield from (*row.tags, row.what_they_do, *row.notes.split("\n"))
    if row.more:
        yield field("do_not_call") if row.more.do_not_call else ""
        yield texts.stage(row.more.stage) if row.more.stage else ""
        yield from (text for _, text in row.more.fields)
        yield action_line(row.more.action) if row.more.action else ""


def doubtful(one: Fated) -> Told:
    shown = [phone.typed for phone in one.row.phones]
    return Told(str(one.row.line), one.row.name, texts.joined((texts.doubt(one.doubt), *shown)))


def same(one: Fated) -> Told:
    if one.target.id:
        why = tr("All of it is in the book already")
    else:
        why = tr("All of it stands in line %1 already").replace("%1", str(one.target.line))
    return Told(str(one.row.line), one.row.name, why)


def added(one: Fated) -> Told:
    if one.target.id:
        why = texts.joined([*additions(one.target)])
    else:
        why = tr("Goes with line %1: %2").replace("%1", str(one.target.line))
        why = why.replace("%2", texts.joined([*row_parts(one)]))
    return Told(str(one.row.line), one.row.name, why)


def additions(target: Known) -> Iterator[str]:
    """What all rows of the file together add to a prospect of the book."""
    content = target.content
    for name, value in content.added_fields.items():
        yield f"{field(name)}: {value}"
    for number in content.added_numbers:
        yield f"{field('phone')}: {number.typed}"
    for person in (*content.added_people, *content.filled_people):
        yield f"{field('person')}: {texts.joined((person.name, person.role, person.email), ', ')}"
    for tag in content.added_tags:
        yield f"{field('tags')}: {tag}"
    for found in content.standing.added if content.standing else ():
        yield stands(found)
    for note in content.added_notes:
        yield f"{field('notes')}: {note}"


def stands(found: Stands) -> str:
    """Where a prospect of the book stands by a row of the file."""
    if isinstance(found, Refused):
        return field("do_not_call")
    if isinstance(found, Moved):
        return f"{field('stage')}: {texts.stage(found.stage)}"
    if isinstance(found, Planned):
        return action_line(found.action)
    if isinstance(found, Referred):
        return f"{field('referred_by')}: {found.name}"
    wrong = tr("a wrong number") if found.about.wrong_at else ""
    return f"{field('phone')}: {texts.joined((found.form, wrong, found.about.owner))}"


def field(value: str) -> str:
    """A field of a prospect as people call it; one that has no words yet by its own name."""
    words = {
        "": tr("a line in the notes"),
        "company": tr("Business"),
        "person": tr("Person"),
        "first_name": tr("First name"),
        "last_name": tr("Last name"),
        "role": tr("Job title"),
        "phone": tr("Number"),
        "phone_label": tr("Label of the next number"),
        "phone_prefix": tr("Area code of the next number"),
        "email": tr("E-mail"),
        "website": tr("Website"),
        "address": tr("Address"),
        "city": tr("City"),
        "region": tr("Region"),
        "postcode": tr("Postcode"),
        "country": tr("Country"),
        "source": tr("Source"),
        "tags": tr("Tags"),
        "notes": tr("Notes"),
        "what_they_do": tr("What they do"),
        "do_not_call": tr("Do not call"),
        "buying_role": tr("Part in buying"),
        "person_note": tr("About the person"),
        "wrong_since": tr("Number before is wrong since"),
        "number_of": tr("Whose the number before is"),
        "referred_by": tr("Referred by"),
        "how_they_do_it": tr("How they do it"),
        "sets_apart": tr("What sets them apart"),
        "how_we_fit": tr("How we fit"),
        "who_decides": tr("Who decides"),
        "stage": tr("Stage"),
        "zone": tr("Time zone"),
        "action_kind": tr("Next action"),
        "action_on": tr("Next action on"),
        "action_at": tr("Next action at"),
        "action_zone": tr("Next action's time zone"),
        "action_text": tr("Next action's text"),
        "action_place": tr("Next action's place"),
        "ignore": tr("left out"),
    }
    return words.get(value, value.replace("_", " "))


def encodings() -> dict[str, str]:
    """The encodings to choose from, each by the name that Python knows."""
    return {
        "utf-8": tr("Unicode (UTF-8)"),
        "utf-16": tr("Unicode (UTF-16)"),
        "utf-16-le": tr("Unicode (UTF-16 LE)"),
        "utf-16-be": tr("Unicode (UTF-16 BE)"),
        "utf-32": tr("Unicode (UTF-32)"),
        "cp1252": tr("Western European (Windows-1252)"),
        "cp1250": tr("Central European (Windows-1250)"),
        "cp1251": tr("Cyrillic (Windows-1251)"),
        "latin-1": tr("Western European (Latin-1)"),
        "cp932": tr("Japanese (Shift_JIS)"),
        "euc_jp": tr("Japanese (EUC-JP)"),
        "gb18030": tr("Chinese, simplified (GB18030)"),
        "cp950": tr("Chinese, traditional (Big5)"),
        "big5hkscs": tr("Chinese, Hong Kong (Big5-HKSCS)"),
        "cp949": tr("Korean (CP949)"),
    }


def delimiters() -> dict[str, str]:
    return {
        ",": tr("Commas"),
        ";": tr("Semicolons"),
        "\t": tr("Tabs"),
        "|": tr("Bars"),
        ":": tr("Colons"),
        " ": tr("Blanks"),
    }
