"""Out as a table, a workbook or contacts and in again: nothing that the file can hold is lost on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from callbook.domain.followup import ActionKind, NextAction
from callbook.domain.prospect import BuyingRole, Contact, Phone, Prospect, Stage
from callbook.formats.own_table import CALL_HEADINGS, own_mapping, prospect_headings
from callbook.formats.table_out import undefused
from callbook.services import prospects
from callbook.services.exchange import plan_import
from callbook.services.export import Wanted, export, format_of
from callbook.services.importing import run_import
from callbook.services.prospects import Draft
from callbook.services.standing import refresh
from callbook.storage.prospects import Card, card, contacts
from callbook.storage.prospects import phones as phones_of
from callbook.storage.taking_out import everybody
from tests.storage.desk import Desk, new_desk

FILES = (("a.csv", "3.0"), ("a.xlsx", "3.0"), ("a.vcf", "3.0"), ("a.vcf", "4.0"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def cards(desk: Desk) -> list[Card]:
    found = (card(desk.book, key) for key in everybody(desk.book))
    return [one for one in found if one is not None]


def there_and_back(desk: Desk, folder: Path, name: str, version: Any) -> list[Card]:
    """The cards of a new book that a file of this one was brought into."""
    path = folder / name
    export(desk.path, path, Wanted(format_of(path), version=version), now=desk.now, zone=desk.zone)
    beside = Path(mkdtemp(dir=folder))
    for other in new_desk(beside):
        plan = plan_import(other.book, path.read_bytes(), name, zone=desk.zone)
        run_import(other.book, plan, now=desk.now)
        return cards(other)
    raise AssertionError


def says(one: Card) -> str:
    """Everything that stands on a card, in one text without blanks."""
    texts = [str(getattr(one.prospect, field)) for field in Prospect.__dataclass_fields__]
    texts += [f"{each.name} {each.title} {each.email} {each.note}" for each in one.contacts]
    texts += [f"{each.label} {each.typed}" for each in one.phones]
    return "".join(" ".join([*texts, *one.tags, one.referrer]).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def typed_texts(one: Card) -> Iterator[str]:
    """Every text a person typed on a card that files of all kinds can hold."""
    prospect = one.prospect
    yield from (prospect.name, prospect.website, prospect.address, prospect.city, prospect.region, prospect.postcode)
    yield from (prospect.source, prospect.what_they_do, prospect.how_they_do_it, prospect.sets_apart)
    yield from (prospect.how_we_fit, prospect.who_decides, prospect.country, one.referrer, *one.tags)
    yield from prospect.notes.split("\n")
    for each in one.contacts:
        yield from (each.name, each.title, each.email, *each.note.split("\n"))


def numbers(one: Card) -> set[str]:
    return {phone.e164 or undefused(phone.typed) for phone in one.phones}


def same_by_name(before: list[Card], after: list[Card]) -> list[tuple[Card, Card]]:
    assert sorted(one.prospect.name for one in after) == sorted(one.prospect.name for one in before)
    found = {one.prospect.name: one for one in after}
    return [(one, found[one.prospect.name]) for one in before]


def fill(desk: Desk) -> None:
    friend = desk.add("Halden Outdoor", "0113 496 0123", people=("Kim Halden",))
    full = Prospect(
        name="Larch Bakery", website="https://larch.example", address="3 Mill Lane", city="Leeds", region="Yorkshire",
        postcode="LS1 4AB", country="GB", source="Directory", notes="Closed on Mondays\n=1+1 is a formula\n+and a plus",
        what_they_do="Bread, cakes", how_they_do_it="By hand", sets_apart='The "rye"', how_we_fit="Orders; online",
        who_decides="Dana", referred_by=friend,
    )  # fmt: skip
    people = (
        Contact(
            name="Dana Lark", title="Owner", email="dana@larch.example", role=BuyingRole.DECISION_MAKER, note="kind"
        ),
        Contact(name="Sam Roe", title="Baker", email="sam@larch.example"),
        Contact(name="Mo Ash"),
    )
    phones = (
        Phone(label="office", typed="+44 113 496 0142"), Phone(label="mobile", typed="07700 900123"),
        Phone(typed="+441134960199"), Phone(label="shop", typed="+44-113-496-0155"),
    )  # fmt: skip
    prospects.add(desk.book, Draft(full, people, phones, ("bakery", "near")), now=desk.now)
    abroad = Prospect(name="面包店 😀 Öztürk & Söhne", city="Köln", country="DE", notes="Zeile eins\nZeile zwei")
    number = Phone(label="mobile", typed="0171 4996 0142")
    prospects.add(desk.book, Draft(abroad, (Contact(name="Silke Öztürk"),), (number,)), now=desk.now)


@pytest.mark.parametrize("name, version", FILES)
def test_no_text_and_no_number_is_lost(desk: Desk, tmp_path: Path, name: str, version: str) -> None:
    fill(desk)
    for before, after in same_by_name(cards(desk), there_and_back(desk, tmp_path, name, version)):
        said = says(after)
        assert [text for text in typed_texts(before) if squeezed(text) not in said] == []
        assert numbers(after) >= numbers(before)


@pytest.mark.parametrize("name, version", FILES)
def test_what_has_a_field_comes_back_into_it(desk: Desk, tmp_path: Path, name: str, version: str) -> None:
    fill(desk)
    fields = ("website", "address", "city", "region", "postcode", "country")
    for before, after in same_by_name(cards(desk), there_and_back(desk, tmp_path, name, version)):
        for field in fields:
            assert getattr(after.prospect, field) == getattr(before.prospect, field), field
        # Of everybody the name; a table has the title and address of the first in a place of their own.
        assert {each.name for each in before.contacts} <= {each.name for each in after.contacts}
        first = before.contacts[0]
        (again,) = [each for each in after.contacts if each.name == first.name]
        assert (again.title, again.email) == (first.title, first.email)
        assert set(before.tags) <= set(after.tags)
        assert before.prospect.notes in after.prospect.notes
        spoken = {phone.typed: phone.label for phone in after.phones}
        assert spoken.get("+44 113 496 0142", "office") == "office"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_number_with_its_groups_apart_comes_back_as_it_was_typed(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.add("Larch Bakery", "+44 113 496 0142", "0113 496 0143")
    (after,) = there_and_back(desk, tmp_path, name, "3.0")
    assert [phone.typed for phone in after.phones][:2] == ["+44 113 496 0142", "0113 496 0143"]


@pytest.mark.parametrize("name, version", FILES)
def test_the_same_book_is_not_doubled_by_its_own_file(desk: Desk, tmp_path: Path, name: str, version: Any) -> None:
    fill(desk)
    path = tmp_path / name
    export(desk.path, path, Wanted(format_of(path), version=version), now=desk.now, zone=desk.zone)
    before = everybody(desk.book)
    run_import(desk.book, plan_import(desk.book, path.read_bytes(), name), now=desk.now)
    assert everybody(desk.book) == before


WORD = st.from_regex(r"[A-Za-zÀ-ÿ]{2,9}( [A-Za-zÀ-ÿ]{2,9}){0,2}", fullmatch=True)
DIGITS = st.integers(1000, 9999)
# Tags with the marks that lists of them are written with, as cells of a table and as categories of a contact.
TAG = st.from_regex(r"""[=*"';, :\\A-Za-zÀ-ÿ]{0,3}[A-Za-zÀ-ÿ]{2,5}[*"';, :\\)]{0,3}""", fullmatch=True).map(str.strip)
TAGS = st.lists(TAG, max_size=3, unique_by=str.casefold).map(tuple)


LINES = st.lists(WORD, max_size=2).map("\n".join)  # in the fields of the preparation sheet and the notes
EMAIL = st.sampled_from(["", "office@firm.example"]) | st.from_regex(r"[a-z]{3,8}@firm\.example", fullmatch=True)
ZONE = st.sampled_from(["", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
DAYTIME = range(9, 21)  # by UTC: no zone here puts its clocks back then, so that a wall clock tells the moment
MOMENT = st.builds(
    lambda day, hour, minute: datetime(day.year, day.month, day.day, hour, minute, 44, tzinfo=UTC),
    st.dates(date(2001, 1, 2), date(2037, 1, 2)), st.sampled_from(DAYTIME), st.integers(0, 59),
)  # fmt: skip
DUE = st.one_of(st.dates(date(2001, 1, 2), date(2037, 1, 2)), MOMENT.map(lambda at: at.replace(second=0)))
PERSON = st.builds(
    Contact, name=WORD, title=st.one_of(st.just(""), WORD), email=EMAIL, role=st.sampled_from(BuyingRole), note=LINES
)
NOBODY = st.builds(
    Contact, email=st.from_regex(r"[a-z]{3,8}@nobody\.example", fullmatch=True), role=st.sampled_from(BuyingRole)
)
PEOPLE = st.lists(
    st.one_of(PERSON, PERSON, NOBODY), max_size=4, unique_by=lambda one: (one.name or one.email).casefold()
)
PHONE = st.tuples(
    DIGITS, st.sampled_from(["", "office", "Mobile", "shop"]), st.one_of(st.none(), MOMENT), st.integers(0, 5)
)
PROSPECT = st.builds(
    Prospect, city=WORD, notes=LINES, what_they_do=LINES, how_they_do_it=LINES, sets_apart=LINES, how_we_fit=LINES,
    who_decides=LINES, source=WORD, zone=ZONE, stage=st.sampled_from(Stage),
    do_not_call_at=st.one_of(st.none(), MOMENT),
)  # fmt: skip
ACTION = st.builds(
    NextAction, kind=st.sampled_from(ActionKind), due=DUE, zone=ZONE, text=LINES, place=st.one_of(st.just(""), WORD)
)
FULL = st.tuples(
    PROSPECT, PEOPLE, st.lists(PHONE, max_size=3, unique_by=lambda row: row[0]), TAGS, st.one_of(st.none(), ACTION),
    st.integers(0, 5),
)  # fmt: skip


def write_full(desk: Desk, rows: list[Any]) -> None:
    """Prospects with everything that can stand on them; some were referred by the one before."""
    for at, (prospect, people, phones, tags, _, _) in enumerate(rows):
        numbers = tuple(Phone(label=label, typed=f"+44 113 49{at} {digits}") for digits, label, _, _ in phones)
        named = replace(prospect, name=f"Firm {at} Ltd")
        theirs = tuple(replace(one, email=one.email and f"{one.email}{at}") for one in people)
        prospects.add(desk.book, Draft(named, theirs, numbers, tags), now=desk.now)
    with desk.book.step(prospects.Op.EDIT_PROSPECT) as step:
        for key, (_, _, phones, _, action, referred) in enumerate(rows, start=1):
            found = desk.prospect(key)
            if referred == 0 and key > 1:
                step.update(replace(found, referred_by=key - 1))
            people = {at: one.id for at, one in enumerate(contacts(desk.book, key)) if one.name}
            for row, (_, _, wrong, owner) in zip(phones_of(desk.book, key), phones, strict=True):
                step.update(replace(row, wrong_at=wrong, contact_id=people.get(owner)))
            # Whom nobody may call is not planned to be.
            if action is not None and not (found.do_not_call_at and action.kind is ActionKind.CALL):
                zone = action.zone or ("Europe/London" if isinstance(action.due, datetime) else "")
                step.insert(replace(action, prospect_id=key, created_at=desk.now, zone=zone))
                refresh(step, key)


def plainly(one: Card) -> dict[str, Any]:
    """All that stands on a card, without what a book says of it for itself."""
    bookkeeping = ("id", "uuid", "created_at", "tries", "last_call_at", "referred_by")
    names = {each.id: each.name for each in one.contacts}
    action = one.next_action
    return {name: getattr(one.prospect, name) for name in Prospect.__dataclass_fields__ if name not in bookkeeping} | {
        "people": [(each.name, each.title, each.email, each.role, each.note) for each in one.contacts],
        "numbers": sorted(
            (each.label, each.e164, str(each.wrong_at), names.get(each.contact_id or 0, "")) for each in one.phones
        ),
        "tags": set(one.tags),
        "referrer": one.referrer,
        "action": action and (action.kind, action.due, action.zone, action.text, action.place),
    }


# Not made smaller where it fails: each example is four files and four books.
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.reuse, Phase.generate])
@given(st.lists(FULL, min_size=1, max_size=3))
def test_any_book_of_such_prospects_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("trip")
    for desk in new_desk(folder):
        write_full(desk, rows)
        for name, version in FILES:
            for before, after in same_by_name(cards(desk), there_and_back(desk, folder, name, version)):
                assert plainly(after) == plainly(before), name
            again = plan_import(desk.book, (folder / name).read_bytes(), name, zone=desk.zone)
            assert again.same == again.read, name


# A table of our own is known by its header


def test_our_own_header_is_known_for_what_it_is() -> None:
    names = [heading.name for heading in prospect_headings(12, 3)]
    mapping = own_mapping(names)
    assert mapping is not None
    meant = dict(zip(names, mapping, strict=True))
    assert (meant["Company"], meant["Contact 12"], meant["Phone label 3"]) == ("company", "person", "phone_label")
    assert {name for name, field in meant.items() if field == "ignore"} >= {"Phone link", "Phone link 3", "Calls"}
    assert [name for name in names if name.startswith("Contact 1")] == ["Contact 10", "Contact 11", "Contact 12"]


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("Company", "Contact", "Phone"),
        tuple(heading.name for heading in CALL_HEADINGS),
        (*(heading.name for heading in prospect_headings(1, 1)), "Their own column"),
    ],
)
def test_another_header_is_not(names: tuple[str, ...]) -> None:
    assert own_mapping(names) is None
