"""Real lists of other people, from their bytes to prospects to come."""

import dataclasses
from pathlib import Path

import pytest

from callbook.formats.columns import guess
from callbook.formats.csv_file import read_table
from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone, incoming
from tests.formats.grids import assert_nothing_lost

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this checkout")


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
