"""What columns mean, by their headers, their cells and the columns beside them."""

import pytest

from callbook.formats.columns import guess
from callbook.formats.headers import Field
from callbook.formats.incoming import IncomingPhone
from tests.formats.grids import NAMES, one, read, table

F = Field


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
