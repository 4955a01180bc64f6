"""Rows as prospects to come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.formats.columns import guess
from callbook.formats.headers import Field
from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone, incoming
from callbook.formats.table import Table
from tests.formats.grids import assert_nothing_lost, one, table


@pytest.mark.parametrize(
    "header, cell, phones",
    [
        ("Mobile Phone", " 555-0100 ", [("mobile", "555-0100")]),
        ("phone1", "555-0100", [("", "555-0100")]),
        ("Business Phone 2", "(504) 555-0100", [("business", "(504) 555-0100")]),
        ("tel_work", "+49 30 1", [("work", "+49 30 1")]),
        ("Telefon geschäftlich", "030 1", [("geschäftlich", "030 1")]),
        ("Phone", "027-85798361;027-85798362", [("", "027-85798361"), ("", "027-85798362")]),
        ("Phone", "+44 20 7946 0100 ::: 020 7946 0200", [("", "+44 20 7946 0100"), ("", "020 7946 0200")]),
        ("Phone", "0755-88889999;802", [("", "0755-88889999;802")]),
        ("Phone", "N.A.", []),
        ("Phone", "3.34E+13", [("", "3.34E+13")]),
    ],
)
def test_phones(header: str, cell: str, phones: list[tuple[str, str]]) -> None:
    found = one(f"Company|{header}", f"Acme|{cell}")
    assert [(phone.label, phone.typed) for phone in found.phones] == phones
    assert found.notes == ("" if phones else f"{header}: {cell}")


def test_a_label_and_a_prefix_belong_to_the_next_number() -> None:
    google = one("Phone 1 - Type|Phone 1 - Value|Phone 2 - Type|Phone 2 - Value", "* Mobile|555-0100|Work|")
    assert google.phones == (IncomingPhone("mobile", "555-0100"),)
    assert google.notes == "Phone 2 - Type: Work"
    german = one("Telefonvorwahl|Telefon|Faxvorwahl|Fax", "0234|9388231|0234|9388232")
    assert german.phones == (IncomingPhone("", "0234 9388231"),)
    assert german.notes == "Faxvorwahl: 0234\nFax: 9388232"
    assert one("name|country_code|mobile", "A|+91|98765").phones == (IncomingPhone("mobile", "+91 98765"),)


@pytest.mark.parametrize(
    "header, row, name, people",
    [
        ("Company|First|Last", "Acme|Ann|Smith", "Acme", [IncomingPerson("Ann Smith")]),
        ("Company|First|Last", "|Ann|Smith", "Ann Smith", [IncomingPerson("Ann Smith")]),
        ("First|Middle Name|Last", "Ann|B.|Smith", "Ann B. Smith", [IncomingPerson("Ann B. Smith")]),
        ("Last|First", "Smith|Ann", "Ann Smith", [IncomingPerson("Ann Smith")]),
        ("Company|Contact|Role|Email", "A|B|C|d@e", "A", [IncomingPerson("B", "C", "d@e")]),
        ("Contact|Display Name", "Ann|Bob", "Ann", [IncomingPerson("Ann"), IncomingPerson("Bob")]),
        ("Company|Email", "|d@e.example", "d@e.example", []),
        ("Company|Phone", "|555-0100", "555-0100", []),
        ("Company|Fax", "|555-0100", "555-0100", []),
        ("Company|Notes", "A\nB|", "A B", []),
    ],
)
def test_names_and_people(header: str, row: str, name: str, people: list[IncomingPerson]) -> None:
    found = one(header, row)
    assert (found.name, list(found.people)) == (name, people)


def test_emails_go_to_the_person_then_to_the_prospect_then_to_the_notes() -> None:
    header = "Company|Contact|Email|E-mail 2|E-mail 3"
    found = one(header, "Acme|Ann|a@x|b@x|c@x")
    assert (found.people[0].email, found.email, found.notes) == ("a@x", "b@x", "E-mail: c@x")
    alone = one(header, "Acme||a@x; b@x||")
    assert (alone.people, alone.email, alone.notes) == ((), "a@x", "E-mail: b@x")
    assert one("Company|Email", "Acme|none, ask").email == "none, ask"


@pytest.mark.parametrize(
    "header, row, country, notes",
    [
        ("Country", "Deutschland", "DE", ""),
        ("Country", "Tokelau", "", "Country: Tokelau"),
        ("Country|State|Zip", "Tokelau|AL|44313", "", "Country: Tokelau"),
        ("Country|State|Zip", "|AL|44313", "US", ""),
        ("State|Zip", "LA|70116", "US", ""),
        ("Postcode", "CT2 7PP", "GB", ""),
        ("City", "Ulm", "", ""),
    ],
)
def test_country(header: str, row: str, country: str, notes: str) -> None:
    found = one(header, row)
    assert (found.country, found.notes) == (country, notes)


def test_the_rest_of_a_row() -> None:
    found = one(
        "Company|Street|Street 2|Labels|Lead Source|Industry|Notes|Fax|Company Name|Website|Web Page 2",
        "Acme|1 Main St|Suite 4|* a ::: b;c, d|Fair|Tools|Hello\r\nyou|555|Acme|x.example|y.example",
    )
    assert found == Incoming(
        line=2,
        name="Acme",
        address="1 Main St, Suite 4",
        tags=("a", "b", "c", "d"),
        source="Fair",
        what_they_do="Tools",
        notes="Hello\nyou\nFax: 555\nWeb Page 2: y.example",
        website="x.example",
    )


def test_a_person_may_leave_columns_out_and_mappings_may_be_short_or_long() -> None:
    grid = table("Company|Secret|Fax", "Acme|x|1", "Beta||2|extra")
    found = list(incoming(grid, (Field.COMPANY, Field.IGNORE)))
    assert [row.notes for row in found] == ["Fax: 1", "Fax: 2\nColumn 4: extra"]
    assert [row.line for row in found] == [2, 3]
    assert list(incoming(grid, (Field.COMPANY, Field.IGNORE, None, None, Field.PHONE))) == found


HEADERS = st.sampled_from(
    "Company|Organization|Name|Full Name|First Name|Last Name|Title|Job Title|Phone|Mobile Phone|Phone 1 - Type|Fax"
    "|Phone 1 - Value|Vorwahl|Email|E-mail 2|Website|URL|Street|Home Street|City|County|State|Zip|Country|Source"
    "|Labels|Notes|Industry|Quux||Domain".split("|")
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
TYPICAL = st.sampled_from(
    "504-621-8927|a@x.example|a@x, b@y|US|Tokelau|LA|70116|CT2 7PP|* Work|x ::: y;z|12345;67890|N.A."
    "|\xa0a\r\nb\n".split("|")
)
CELLS = st.one_of(WORDS, TYPICAL)
ROWS = st.lists(st.lists(CELLS, max_size=9).map(tuple), max_size=5).map(tuple)
FIELDS = st.sampled_from([None, *(field for field in Field if field is not Field.IGNORE)])


@given(st.one_of(st.none(), st.lists(HEADERS, min_size=1, max_size=9).map(tuple)), ROWS)
def test_no_cell_is_lost_under_the_guessed_mapping(
    header: tuple[str, ...] | None, rows: tuple[tuple[str, ...], ...]
) -> None:
    grid = Table(header, rows, 1, "utf-8", ",", tuple(range(1, 1 + len(rows))))
    mapping = guess(grid)
    assert len(mapping) == len(grid.names)
    assert Field.IGNORE not in mapping
    assert_nothing_lost(grid, mapping)


@given(ROWS, st.lists(FIELDS, max_size=9).map(tuple))
def test_no_cell_is_lost_under_any_mapping(
    rows: tuple[tuple[str, ...], ...], mapping: tuple[Field | None, ...]
) -> None:
    assert_nothing_lost(Table(None, rows, 1, "utf-8", ",", tuple(range(1, 1 + len(rows)))), mapping)
