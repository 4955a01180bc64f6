"""What columns mean, and rows as prospects to come."""

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.place import country_code
from callbook.formats.columns import (
    Field,
    Incoming,
    IncomingPerson,
    IncomingPhone,
    Shape,
    Table,
    guess,
    incoming,
    is_header_word,
    shape_of,
)
from callbook.formats.csv_file import read_table

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this checkout")

F = Field
NAMES = [F.FIRST_NAME, F.LAST_NAME]


def table(header: str | None, *rows: str) -> Table:
    """A table from texts with bars between the cells."""
    cells = tuple(tuple(row.split("|")) for row in rows)
    return Table(
        header=tuple(header.split("|")) if header is not None else None,
        rows=cells,
        first_line=2,
        encoding="utf-8",
        delimiter="|",
        lines=tuple(range(2, 2 + len(cells))),
    )


def read(header: str | None, *rows: str) -> list[Incoming]:
    grid = table(header, *rows)
    return list(incoming(grid, guess(grid)))


def one(header: str, row: str) -> Incoming:
    return read(header, row)[0]


@pytest.mark.parametrize(
    "header, fields",
    [
        (
            "first_name|last_name|company_name|address|city|county|state|zip|phone1|phone2|email|web",
            [
                *NAMES,
                F.COMPANY,
                F.ADDRESS,
                F.CITY,
                None,
                F.REGION,
                F.POSTCODE,
                F.PHONE,
                F.PHONE,
                F.EMAIL,
                F.WEBSITE,
            ],
        ),
        (
            "first_name|last_name|company_name|address|city|county|postal|phone1|phone2|email|web",
            [
                *NAMES,
                F.COMPANY,
                F.ADDRESS,
                F.CITY,
                F.REGION,
                F.POSTCODE,
                F.PHONE,
                F.PHONE,
                F.EMAIL,
                F.WEBSITE,
            ],
        ),
        (
            "First Name|Last Name|URL|Email Address|Company|Position|Connected On",
            [*NAMES, F.WEBSITE, F.EMAIL, F.COMPANY, F.ROLE, None],
        ),
        (
            "First Name|Middle Name|Last Name|Name Prefix|Organization Name|Organization Title|Notes|Labels"
            "|E-mail 1 - Label|E-mail 1 - Value|Phone 1 - Label|Phone 1 - Value|Address 1 - Formatted"
            "|Address 1 - Street|Address 1 - City|Address 1 - Region|Address 1 - Postal Code|Address 1 - Country"
            "|Website 1 - Value",
            [
                F.FIRST_NAME,
                *NAMES,
                None,
                F.COMPANY,
                F.ROLE,
                F.NOTES,
                F.TAGS,
                None,
                F.EMAIL,
                F.PHONE_LABEL,
                F.PHONE,
            ]
            + [None, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.COUNTRY, F.WEBSITE],
        ),
        (
            "Name|Given Name|Family Name|Group Membership|Phone 1 - Type|Phone 1 - Value|Organization 1 - Name"
            "|Organization 1 - Title",
            [F.PERSON, *NAMES, F.TAGS, F.PHONE_LABEL, F.PHONE, F.COMPANY, F.ROLE],
        ),
        (
            "Title|First Name|Last Name|Company|Job Title|Business Street|Business City|Business State"
            "|Business Postal Code|Business Country/Region|Home City|Business Fax|Business Phone|Mobile Phone"
            "|E-mail Address|E-mail 2 Address|Categories|Web Page",
            [None, *NAMES, F.COMPANY, F.ROLE, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.COUNTRY, None, None]
            + [F.PHONE, F.PHONE, F.EMAIL, F.EMAIL, F.TAGS, F.WEBSITE],
        ),
        (
            "Record ID|First Name|Last Name|Email|Phone Number|Job Title|Company Name|Lead Status|Contact owner",
            [None, *NAMES, F.EMAIL, F.PHONE, F.ROLE, F.COMPANY, None, None],
        ),
        (
            "Person - Name|Person - Phone - Work|Person - Email|Organization - Name|Organization - Address"
            "|Person - Owner",
            [F.PERSON, F.PHONE, F.EMAIL, F.COMPANY, F.ADDRESS, None],
        ),
        (
            "Account Name|Phone|Mailing Street|Mailing City|Mailing State/Province|Mailing Zip/Postal Code"
            "|Mailing Country|Title|Lead Source|Industry|Description",
            [F.COMPANY, F.PHONE, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.COUNTRY, F.ROLE, F.SOURCE]
            + [F.WHAT_THEY_DO, F.NOTES],
        ),
        (
            "FIRSTNAME|lastName|e-mail|PhoneNumber|ZipCode|Web-Site|Fax Number|Ticket Description",
            [*NAMES, F.EMAIL, F.PHONE, F.POSTCODE, F.WEBSITE, None, None],
        ),
        (
            "Firma|Vorname|Nachname|Straße|PLZ|Ort|Telefon",
            [F.COMPANY, *NAMES, F.ADDRESS, F.POSTCODE, F.CITY, F.PHONE],
        ),
        ("Name|Vorname|Telefon", [F.LAST_NAME, F.FIRST_NAME, F.PHONE]),
        ("会社名|氏名|電話|メール|住所", [F.COMPANY, F.PERSON, F.PHONE, F.EMAIL, F.ADDRESS]),
        ("公司|姓名|手机|邮箱|地址", [F.COMPANY, F.PERSON, F.PHONE, F.EMAIL, F.ADDRESS]),
        (
            "Home Phone|Company Main Phone|Clinic Telephone|Contact Email|Lead Owner Email",
            [*[F.PHONE] * 3, F.EMAIL, None],
        ),
    ],
)
def test_headers(header: str, fields: list[Field | None]) -> None:
    width = len(header.split("|"))
    assert list(guess(table(header, "|".join("x" * width)))) == fields


@pytest.mark.parametrize(
    "header, row, field",
    [
        ("Name|Email", "Ann Smith|a@x.example", F.PERSON),
        ("Name|Email", "Acme Ltd|a@x.example", F.COMPANY),
        ("Name|Company", "Acme Ltd|Beta", F.PERSON),
        ("Name|Title", "Acme|CEO", F.PERSON),
        ("Name|Branche", "Acme|Bank", F.COMPANY),
    ],
)
def test_a_column_called_name(header: str, row: str, field: Field) -> None:
    assert guess(table(header, row))[0] is field


def test_second_choices_count_where_the_first_is_missing_or_blank() -> None:
    home = "Business City|Home City|Home Street|Home Street 2"
    assert guess(table(home, "Bonn|Ulm|A 1|B 2")) == (F.CITY, None, F.ADDRESS, F.ADDRESS)
    assert guess(table(home, "|Ulm|A 1|B 2")) == (F.CITY, F.CITY, F.ADDRESS, F.ADDRESS)
    assert one(home, "|Ulm|A 1|B 2").city == "Ulm"
    assert one("State|County", "LA|Orleans").notes == "County: Orleans"
    assert one("City|County", "Ulm|Kent").region == "Kent"


CANADIAN = (
    "Ann|Smith|Riebesell H F Jr|2335 Canton Hwy #6|Windsor|ON|N8N 3N2|519-569-8399|519-978-6179|a@b.example|http://b.example",
    "Bob|Jones|Deloitte & Touche|6 Arch St #9757|Alcida|NB|E8J 2C4|506-363-1526|506-932-4472|b@b.example|http://c.example",
)


def test_columns_without_a_header() -> None:
    mapping = guess(table(None, *CANADIAN))
    assert mapping == (
        *(*NAMES, F.COMPANY, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE),
        *(F.PHONE, F.PHONE, F.EMAIL, F.WEBSITE),
    )
    first = read(None, *CANADIAN)[0]
    assert (first.name, first.country, first.people[0].name) == ("Riebesell H F Jr", "CA", "Ann Smith")
    assert first.phones == (IncomingPhone("", "519-569-8399"), IncomingPhone("", "519-978-6179"))


@pytest.mark.parametrize(
    "rows, fields",
    [
        (
            ["Acme Ltd|12 High St|Leeds|LS1 4AP|0113 496 0000", "Beta|4 Low Rd|York|YO1 7HH|01904 960000"],
            [F.COMPANY, F.ADDRESS, F.CITY, F.POSTCODE, F.PHONE],
        ),
        (
            ["Ann Smith|Acme Ltd|a@x.example", "Bob Jones|Beta & Sons|b@x.example"],
            [F.PERSON, F.COMPANY, F.EMAIL],
        ),
        (
            ["Acme|1 Main St|Troy|NY|12180|5185550100", "Beta|2 Oak Ave|Ayer|MA|1432|9785550101"],
            [F.COMPANY, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.PHONE],
        ),
        (["Bäckerei Huber GmbH|Hauptstr. 12|huber.example", "Auto Maier|Am Wall 3a|www.maier.example"],
         [F.COMPANY, F.ADDRESS, F.WEBSITE]),
        (["1|愛全病院|0050813", "2|平松記念病院|0648536"], [None, F.COMPANY, None]),
    ],
)  # fmt: skip
def test_shapes_without_a_header(rows: list[str], fields: list[Field | None]) -> None:
    assert list(guess(table(None, *rows))) == fields


def test_unknown_headers_are_read_by_their_cells_but_nobody_becomes_a_person() -> None:
    header = "Quux|Foo|Bar|Baz|Ticket Owner"
    rows = [f"Ann Smith|a{n}@x.example|0113 496 000{n}|http://x.example|o@x.example" for n in range(4)]
    assert guess(table(header, *rows)) == (F.COMPANY, F.EMAIL, F.PHONE, F.WEBSITE, None)


@pytest.mark.parametrize(
    "cell, shape",
    [
        ("a@x.example", Shape.EMAIL), ("a@x.example, b@x.example", Shape.EMAIL), ("x@invalid", Shape.EMAIL),
        ("http://x.example/a?b", Shape.URL), ("www.x.example", Shape.URL), ("x.example", Shape.URL),
        ("2024-05-06", Shape.DATE), ("2024-05-06 10:00", Shape.DATE), ("6.5.24", Shape.DATE), ("10:30", Shape.DATE),
        ("15 Mar 2024", Shape.DATE), ("0/0/00", Shape.DATE),
        ("12", Shape.NUMBER), ("1,234.50", Shape.NUMBER), ("-3", Shape.NUMBER), ("5046218927", Shape.NUMBER),
        ("116.240227", Shape.NUMBER), ("504-621-8927", Shape.PHONE), ("(504) 621-8927 x12", Shape.PHONE),
        ("+431711000", Shape.PHONE), ("'+431711000", Shape.PHONE), ("831.605.2433x72946", Shape.PHONE),
        ("555-1234", Shape.PHONE), ("0716-4097666", Shape.PHONE), ("CT2 7PP", Shape.POSTCODE),
        ("N8N 3N2", Shape.POSTCODE), ("70116-1234", Shape.POSTCODE),
        ("Acme", Shape.TEXT), ("", Shape.TEXT), ("St. Stephens", Shape.TEXT), ("3.34E+13", Shape.TEXT),
        ("A81001", Shape.TEXT), ("9" * 300, Shape.TEXT),
    ],
)  # fmt: skip
def test_shape_of_a_cell(cell: str, shape: Shape) -> None:
    assert shape_of(cell) is shape


@pytest.mark.parametrize("word", ["Phone", "E-Mail", "first_name", "ZIP", "Name", "County", "Fax", "氏名", "Birthday"])
def test_words_of_headers(word: str) -> None:
    assert is_header_word(word)


@pytest.mark.parametrize("word", ["Acme", "Mobile Solutions Ltd", "Ann Smith", "New Orleans", "504-621-8927", ""])
def test_words_of_rows(word: str) -> None:
    assert not is_header_word(word)


@pytest.mark.parametrize(
    "header, cell, phones",
    [
        ("Mobile Phone", " 555-0100 ", [("mobile", "555-0100")]),
        ("phone1", "555-0100", [("", "555-0100")]),
        ("Business Phone 2", "(504) 555-0100", [("business", "(504) 555-0100")]),
        ("tel_work", "+49 30 1", [("work", "+49 30 1")]),
        ("Telefon geschäftlich", "030 1", [("geschaftlich", "030 1")]),
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
    found = list(incoming(grid, (F.COMPANY, F.IGNORE)))
    assert [row.notes for row in found] == ["Fax: 1", "Fax: 2\nColumn 4: extra"]
    assert [row.line for row in found] == [2, 3]
    assert list(incoming(grid, (F.COMPANY, F.IGNORE, None, None, F.PHONE))) == found


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


def squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def all_text(found: Incoming) -> str:
    """Every text of the prospect, end to end; the line number is not one of them."""
    people = [text for person in found.people for text in dataclasses.astuple(person)]
    phones = [text for phone in found.phones for text in dataclasses.astuple(phone)]
    own = [value for value in (getattr(found, f.name) for f in dataclasses.fields(found)) if isinstance(value, str)]
    return squeezed("\n".join([*own, *people, *phones, *found.tags]))


def assert_nothing_lost(grid: Table, mapping: tuple[Field | None, ...]) -> None:
    found = list(incoming(grid, mapping))
    assert len(found) == len(grid.rows)
    for row, prospect in zip(grid.rows, found, strict=True):
        text = all_text(prospect)
        for cell in row:
            whole = squeezed(cell)
            if whole in text or (prospect.country and country_code(cell.strip()) == prospect.country):
                continue
            # Cells with several values come apart, and a label or tag loses the star that marks it.
            parts = [squeezed(part).lstrip("*") for part in re.split(r":::|[;,]", cell)]
            assert all(part in text for part in parts), (cell, prospect)


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


# Real files.


def prospects_of(path: str) -> list[Incoming]:
    grid = read_table((DATA / path).read_bytes())
    return list(incoming(grid, guess(grid)))


@with_data
@pytest.mark.parametrize(
    "path, count, country, first, last",
    [
        ("us-500/us-500.csv", 500, "US", "Benton, John B Jr", "Affiliated With Travelodge"),
        ("uk-500/uk-500_CR_only.csv", 500, "GB", "Alan D Rosenburg Cpa Pc", "Nelson Wright Haworth Golf Crs"),
        (
            "uk-500/uk-500_LF_header.csv",
            500,
            "GB",
            "Alan D Rosenburg Cpa Pc",
            "Nelson Wright Haworth Golf Crs",
        ),
        ("uk-500/uk-500_x3_duplicated_noheader.csv", 1500, "GB", "Alan D Rosenburg Cpa Pc", None),
        ("ca-500/ca-500_noheader.csv", 500, "CA", "Riebesell  H F Jr", "Mission Lincoln Properties"),
    ],
)
def test_the_five_hundreds(path: str, count: int, country: str, first: str, last: str | None) -> None:
    found = prospects_of(f"prospects/{path}")
    assert (len(found), found[0].name) == (count, first)
    assert last in (None, found[-1].name)
    assert {len(row.people) for row in found} == {1}
    assert {len(row.phones) for row in found} == {2}
    assert all(row.people[0].email and row.address and row.city and row.postcode for row in found)
    assert {row.country for row in found} == {country}


@with_data
def test_first_and_last_of_the_american_list() -> None:
    found = prospects_of("prospects/us-500/us-500.csv")
    assert found[0] == Incoming(
        line=2,
        name="Benton, John B Jr",
        people=(IncomingPerson("James Butt", email="jbutt@gmail.com"),),
        phones=(IncomingPhone("", "504-621-8927"), IncomingPhone("", "504-845-1427")),
        website="http://www.bentonjohnbjr.com",
        address="6649 N Blue Gum St",
        city="New Orleans",
        region="LA",
        postcode="70116",
        country="US",
        notes="county: Orleans",
    )
    assert (found[499].line, found[499].people[0].name) == (501, "Chauncey Motley")
    assert found[499].phones[0].typed == "407-413-4842"


@with_data
def test_linkedin_and_google() -> None:
    people = prospects_of("contacts_csv/linkedin-toolkit/sample_connections.csv")
    assert people[0].people == (IncomingPerson("Ada Lovelace", "Founder & CEO"),)
    assert (people[0].name, people[0].notes) == ("Analytical Engines", "Connected On: 14 May 2026")
    assert len(prospects_of("contacts_csv/linkedin-samples/sample_connections.csv")) == 140
    assert len(prospects_of("contacts_csv/from-test-code/linkedin_dup_and_empty.csv")) == 4
    [ada] = prospects_of("contacts_csv/from-test-code/google_old_indexed_ada.csv")
    assert ada.phones == (
        IncomingPhone("mobile", "+44 20 7946 0100"),
        IncomingPhone("work", "+44 20 7946 0200"),
    )
    assert ada.tags == ("myContacts", "Starred", "Family", "Work")
    [grace] = prospects_of("contacts_csv/from-test-code/google_new_labeled_grace.csv")
    assert (grace.name, grace.people[0].name) == ("US Navy", "Grace Brewster Hopper")
    assert grace.people[0].role == "Rear Admiral"


@with_data
@pytest.mark.parametrize(
    "path",
    sorted(path for name in ("prospects", "contacts_csv") for path in (DATA / name).rglob("*.csv")),
    ids=lambda path: path.name,
)
def test_no_cell_of_a_real_file_is_lost(path: Path) -> None:
    if path.stat().st_size > 1_500_000:
        pytest.skip("larger than this test needs")
    grid = read_table(path.read_bytes())
    short = dataclasses.replace(grid, rows=grid.rows[:300], lines=grid.lines[:300])
    assert_nothing_lost(short, guess(grid))
    assert all(row.name for row in incoming(short, guess(grid)))
