"""Bringing files in: every row counted, every cell kept, nothing twice, one way back."""

import csv
import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callbook.domain.errors import UserError
from callbook.formats.csv_file import read_table
from callbook.services import prospects
from callbook.services.bringing_in import Doubt, Fate
from callbook.services.exchange import LARGEST_FILE, PREVIEW_ROWS, Choices, ImportPlan, bytes_of, plan_import
from callbook.services.importing import SLICE, import_in_pieces, run_import
from callbook.services.upkeep import check
from callbook.storage.listing import Scope
from callbook.storage.matching import alike, do_not_call_numbers
from callbook.storage.prospects import card
from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def bring_in(desk: Desk, data: bytes, source: str = "list.csv") -> ImportPlan:
    plan = plan_import(desk.book, data, source)
    run_import(desk.book, plan, now=desk.now)
    return plan


TEXTS = """
SELECT id, name || char(10) || website || char(10) || address || char(10) || city || char(10) || region || char(10)
  || postcode || char(10) || source || char(10) || notes || char(10) || what_they_do FROM prospect
UNION ALL SELECT prospect_id, name || char(10) || title || char(10) || email FROM contact
UNION ALL SELECT prospect_id, label || char(10) || typed FROM phone
UNION ALL SELECT prospect_id, name FROM tagging JOIN tag ON tag.id = tag_id
"""


def everything(desk: Desk) -> dict[int, str]:
    """All the text of each prospect."""
    found: dict[int, str] = {}
    for number, text in desk.book.sql(TEXTS):
        found[number] = found.get(number, "") + "\n" + text
    return found


def spaced(text: str) -> str:
    return " ".join(text.split())


def lost(desk: Desk, data: bytes, plan: ImportPlan, numbers: list[int]) -> list[tuple[int, str]]:
    """The cells of new rows that are not on the prospect the row became, and those of the others that are nowhere."""
    texts = {number: spaced(text) for number, text in everything(desk).items()}
    whole = "\n".join(texts.values())
    fresh = [one.row for one in plan.fated if one.fate in (Fate.NEW, Fate.DOUBTFUL)]
    made = {row.line: texts[number] for row, number in zip(fresh, numbers, strict=True)}
    table = read_table(data)
    return [
        (line, cell)
        for line, cells in zip(table.lines, table.rows, strict=True)
        for cell in cells
        if spaced(cell) not in made.get(line, whole)
    ]


FILES = [
    ("prospects/us-500/us-500.csv", 500, 500),
    ("prospects/ca-500/ca-500_noheader.csv", 500, 500),
    ("contacts_csv/linkedin-samples/sample_connections.csv", 140, 140),
    ("contacts_csv/linkedin-toolkit/sample_connections.csv", 7, 7),
    ("contacts_csv/from-test-code/linkedin_dup_and_empty.csv", 4, 3),
]


@pytest.mark.parametrize(("name", "rows", "new"), FILES, ids=str)
def test_real_files_come_in_whole_once_and_go_again(
    desk: Desk, shared_data: Path, name: str, rows: int, new: int
) -> None:
    data = (shared_data / name).read_bytes()
    before = desk.dump()
    plan = plan_import(desk.book, data, Path(name).name)
    assert (plan.read, plan.new, plan.same, plan.do_not_call) == (rows, new, rows - new, 0)
    assert desk.dump() == before, "a plan writes nothing"
    numbers = sorted(run_import(desk.book, plan, now=desk.now).ids("prospect"))
    assert len(numbers) == new
    assert lost(desk, data, plan, numbers) == []
    assert check(desk.path) == []
    again = plan_import(desk.book, data, "again.csv")
    assert (again.new, again.same) == (0, rows)
    after = desk.dump()
    assert run_import(desk.book, again, now=desk.now).touched == {}
    assert desk.dump() == after
    desk.book.undo()
    assert desk.dump() == before


def test_the_same_people_in_three_files_are_the_same(desk: Desk, shared_data: Path) -> None:
    folder = shared_data / "prospects" / "uk-500"
    files = [
        ("uk-500_CR_only.csv", 500, 0),
        ("uk-500_LF_header.csv", 500, 0),
        ("uk-500_x3_duplicated_noheader.csv", 500, 1000),
    ]
    plans = [plan_import(desk.book, (folder / name).read_bytes(), name) for name, _, _ in files]
    assert [(plan.new, plan.same) for plan in plans] == [(new, same) for _, new, same in files]
    assert [plan.read for plan in plans] == [500, 500, 1500]
    plan = plans[-1]
    numbers = sorted(run_import(desk.book, plan, now=desk.now).ids("prospect"))
    assert len(numbers) == 500
    assert lost(desk, (folder / files[-1][0]).read_bytes(), plan, numbers) == []
    # Two of the websites are not the same in the first file: what differs is kept beside.
    differing = {"uk-500_CR_only.csv": 2, "uk-500_LF_header.csv": 0, "uk-500_x3_duplicated_noheader.csv": 0}
    for name, new, same in files:
        plan = plan_import(desk.book, (folder / name).read_bytes(), name)
        assert (plan.new, plan.updated, plan.same) == (0, differing[name], new + same - differing[name])


def test_values_read_off_by_hand(desk: Desk, shared_data: Path) -> None:
    plan = bring_in(desk, (shared_data / "prospects/us-500/us-500.csv").read_bytes(), "us-500.csv")
    assert plan.reading.table is not None
    assert plan.reading.table.header is not None
    first, last = card(desk.book, 1), card(desk.book, 500)
    assert first is not None
    assert last is not None
    assert (first.prospect.name, first.prospect.city, first.prospect.country) == (
        "Benton, John B Jr",
        "New Orleans",
        "US",
    )
    assert (first.contacts[0].name, first.contacts[0].email) == ("James Butt", "jbutt@gmail.com")
    assert (first.phones[0].typed, first.phones[0].e164) == ("504-621-8927", "+15046218927")
    assert first.prospect.source == "us-500.csv"
    assert (last.prospect.name, last.contacts[0].name) == ("Affiliated With Travelodge", "Chauncey Motley")
    assert [row.zone for row in desk.rows(text='"benton, john b jr"')] == ["America/Chicago"]
    assert desk.names(text="6218927") == ["Benton, John B Jr"]


def test_everybody_new_is_in_the_queue_in_order_of_import(desk: Desk) -> None:
    bring_in(desk, b"Company\nNorthgate\nLarch\nHalden\n")
    assert desk.names(Scope.NEXT) == ["Northgate", "Larch", "Halden"]


# Do not call


def test_a_number_that_asked_not_to_be_called_stays_so(desk: Desk) -> None:
    asked = desk.add("Northgate", "(0161) 496-0142")
    prospects.mark_do_not_call(desk.book, [asked], now=desk.now)
    desk.on(days=10)
    plan = bring_in(desk, b"Company,Phone,Mobile\nOther Name,0161 111 2222,0161 496 0142\nLarch,0113 496 0123,\n")
    assert (plan.read, plan.new, plan.doubtful, plan.do_not_call) == (2, 1, 1, 1)
    back, free = (row.id for row in desk.rows(text="sort:added")[1:])
    assert desk.prospect(back).do_not_call_at == desk.now
    assert desk.prospect(free).do_not_call_at is None
    assert desk.names(Scope.NEXT) == ["Larch"]


def test_even_of_a_prospect_that_was_deleted(desk: Desk) -> None:
    asked = desk.add("Northgate", "0161 496 0142")
    prospects.mark_do_not_call(desk.book, [asked], now=desk.now)
    prospects.delete(desk.book, [asked], now=desk.now)
    assert do_not_call_numbers(desk.book) == {"01614960142", "+441614960142"}
    plan = bring_in(desk, b"Company,Phone\nNorthgate,0161 496 0142\n")
    assert (plan.new, plan.do_not_call) == (1, 1)
    assert desk.names(Scope.NEXT) == []


def test_a_number_without_digits_bars_nobody(desk: Desk) -> None:
    asked = desk.add("Northgate", "ask Ann")
    prospects.mark_do_not_call(desk.book, [asked], now=desk.now)
    assert do_not_call_numbers(desk.book) == set()


# What a plan says


def test_a_plan_can_be_looked_at_before(desk: Desk) -> None:
    plan = plan_import(desk.book, "Firma;Telefon;Wert\nMüller;0221 1234567;x\n".encode("cp1252"), "liste.csv")
    assert (plan.names, plan.fields) == (("Firma", "Telefon", "Wert"), ("company", "phone", ""))
    table = plan.reading.table
    assert table is not None
    assert (plan.reading.encoding, table.delimiter, table.header) == ("cp1252", ";", ("Firma", "Telefon", "Wert"))
    assert plan.preview == (("Müller", "0221 1234567", "x"),)
    assert plan.field_choices[0] == ""
    assert {"company", "phone", "ignore"} <= set(plan.field_choices)


def test_a_preview_is_five_rows(desk: Desk) -> None:
    plan = plan_import(desk.book, b"Company\n" + b"".join(b"Firm %d\n" % at for at in range(9)), "x.csv")
    assert (plan.read, len(plan.preview)) == (9, 5)


def test_columns_can_be_taken_for_something_else(desk: Desk) -> None:
    data = b"Company,Number,Secret\nNorthgate,0161 496 0142,owes money\n"
    plan = plan_import(desk.book, data, "x.csv")
    assert plan.fields == ("company", "phone", "")
    changed = plan_import(desk.book, data, "x.csv", Choices(fields=("company", "phone", "ignore")))
    assert changed.fields == ("company", "phone", "ignore")
    made = run_import(desk.book, changed, now=desk.now).one("prospect")
    assert "owes money" not in everything(desk)[made]
    assert [phone.typed for phone in card(desk.book, made).phones] == ["0161 496 0142"]  # type: ignore[union-attr]


def test_a_column_nobody_understood_stands_in_the_notes_under_its_name(desk: Desk) -> None:
    bring_in(desk, b"Company,Shoe size\nNorthgate,43\n")
    assert "Shoe size" in desk.prospect(1).notes
    assert "43" in desk.prospect(1).notes


def test_a_source_in_the_file_counts_before_its_name(desk: Desk) -> None:
    bring_in(desk, b"Company,Source\nNorthgate,fair\nLarch,\n", "list.csv")
    assert [desk.prospect(number).source for number in (1, 2)] == ["fair", "list.csv"]


def test_all_of_a_row_comes_to_its_place(desk: Desk) -> None:
    bring_in(
        desk,
        b"Company,First name,Last name,Job title,Email,Phone,Website,Street,City,State,Zip,Country,Tags,Notes,Sector\n"
        b"Northgate,Ann,Lee,Owner,ann@n.example,212 555 0142,n.example,1 High St,Albany,NY,12207,US,dent,Nice,Teeth\n",
    )
    shown = card(desk.book, 1)
    assert shown is not None
    found = shown.prospect
    assert (found.name, found.address, found.city, found.region) == ("Northgate", "1 High St", "Albany", "NY")
    assert (found.postcode, found.country, found.website) == ("12207", "US", "n.example")
    assert (found.notes, found.what_they_do, shown.tags) == ("Nice", "Teeth", ("dent",))
    assert [(one.name, one.title, one.email) for one in shown.contacts] == [("Ann Lee", "Owner", "ann@n.example")]
    assert [(one.typed, one.e164) for one in shown.phones] == [("212 555 0142", "+12125550142")]


def test_an_address_of_nobody_is_a_contact_of_its_own(desk: Desk) -> None:
    bring_in(desk, b"Company,Email\nNorthgate,office@n.example\n")
    shown = card(desk.book, 1)
    assert shown is not None
    assert [(one.name, one.email) for one in shown.contacts] == [("", "office@n.example")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04zip", b"SQLite format 3\x00"])
def test_what_is_no_table_is_refused_with_a_sentence(desk: Desk, data: bytes) -> None:
    before = desk.dump()
    with pytest.raises(UserError) as refused:
        plan_import(desk.book, data, "x.csv")
    assert refused.value.sentence.endswith(".")
    assert desk.dump() == before


# The same and not the same


HEADER = "Company,Contact,Phone,Postcode\n"


@pytest.mark.parametrize(
    ("row", "fate", "doubt"),
    [
        ("Northgate Dental,Ann Lee,0161 496 0142,LS1 4AB", Fate.SAME, Doubt.NONE),
        ("NORTHGATE  DENTAL,ann lee,(0161) 496-0142,ls1 4ab", Fate.SAME, Doubt.NONE),
        ("\u2003Northgate Dental,ANN LEE,0161.496.0142,LS1  4AB", Fate.SAME, Doubt.NONE),
        ("Northgate Dental,Ann Lee,+44 161 496 0142,LS1 4AB", Fate.SAME, Doubt.NONE),
        ("Northgate Dental,,,LS1 4AB", Fate.SAME, Doubt.NONE),
        ("Northgate Dental,Ann Lee,,", Fate.SAME, Doubt.NONE),
        ("Northgate Dental,,,", Fate.SAME, Doubt.NONE),
        ("Northgate Dental,Ann Lee,0161 496 0143,LS1 4AB", Fate.UPDATED, Doubt.NONE),
        ("Northgate Dental,Bob Lee,0161 496 0142,LS1 4AB", Fate.UPDATED, Doubt.NONE),
        ("Northgate Dental,Bob Lee,0161 496 0142,", Fate.UPDATED, Doubt.NONE),
        ("Northgate Dental,Ann Lee,0161 496 0142,LS2", Fate.DOUBTFUL, Doubt.KNOWN_NUMBER),
        ("Northgate,Ann Lee,0161 496 0142,LS1 4AB", Fate.DOUBTFUL, Doubt.KNOWN_NUMBER),
        ("Northgate Dental,Ann Lee,0113 496 0999,LS2", Fate.NEW, Doubt.NONE),
        ("Northgate Dental,Bob Lee,,", Fate.NEW, Doubt.NONE),
        ("Larch,Bob Lee,3.34E+13,", Fate.DOUBTFUL, Doubt.DESTROYED_NUMBER),
        ("Larch,Bob Lee,496 0142,LS2 1AA", Fate.DOUBTFUL, Doubt.INCOMPLETE_NUMBER),
    ],
)
def test_what_becomes_of_a_row(desk: Desk, row: str, fate: Fate, doubt: Doubt) -> None:
    bring_in(desk, f"{HEADER}Northgate Dental,Ann Lee,0161 496 0142,LS1 4AB\n".encode())
    plan = plan_import(desk.book, f"{HEADER}{row}\n".encode(), "x.csv")
    assert [(one.fate, one.doubt) for one in plan.fated] == [(fate, doubt)]
    assert plan.read == 1 == plan.new + plan.updated + plan.same + plan.doubtful
    before = desk.dump()
    run_import(desk.book, plan, now=desk.now)
    again = plan_import(desk.book, f"{HEADER}{row}\n".encode(), "x.csv")
    assert [one.fate for one in again.fated] == [Fate.SAME]
    if fate is not Fate.SAME:
        desk.book.undo()
    assert desk.dump() == before


def test_a_number_of_the_book_is_known_with_and_without_its_country(desk: Desk) -> None:
    bring_in(desk, b"Company,Phone\nBakery,+49 30 5551234\n")
    plan = plan_import(desk.book, b"Company,Phone\nMill,030 5551234\nInn,030 5551235\n", "x.csv")
    assert [one.doubt for one in plan.fated] == [Doubt.KNOWN_NUMBER, Doubt.NONE]


def test_who_asked_not_to_be_called_is_known_without_a_country_too(desk: Desk) -> None:
    bring_in(desk, b"Company,Phone\nBakery,+49 30 5551234\n")
    prospects.mark_do_not_call(desk.book, [1], now=desk.now)
    plan = plan_import(desk.book, b"Company,Phone\nMill,030 5551234\nInn,030 5551235\n", "x.csv")
    assert plan.barred == {2}


def test_an_addition_fills_what_is_blank_and_changes_nothing(desk: Desk) -> None:
    header = b"Company,Contact,Title,Email,Phone,Website,City,Tags,Notes\n"
    bring_in(desk, header + b"Northgate,Ann Lee,,,0161 496 0142,n.example,Leeds,dent,Nice\n")
    later = b"Northgate,Ann Lee,Owner,ann@n.example,0161 496 0142;0161 496 0199,m.example,,gold,Open late\n"
    plan = bring_in(desk, header + later, "later.csv")
    assert [one.fate for one in plan.fated] == [Fate.UPDATED]
    shown = card(desk.book, 1)
    assert shown is not None
    assert (shown.prospect.website, shown.prospect.city, shown.prospect.source) == ("n.example", "Leeds", "list.csv")
    assert shown.prospect.notes == "Nice\nWebsite: m.example\nOpen late"
    assert [(one.name, one.title, one.email) for one in shown.contacts] == [("Ann Lee", "Owner", "ann@n.example")]
    assert [phone.typed for phone in shown.phones] == ["0161 496 0142", "0161 496 0199"]
    assert shown.tags == ("dent", "gold")
    assert desk.names(text="late") == ["Northgate"]


def test_in_pieces_it_is_the_same_and_one_undo(desk: Desk) -> None:
    rows = b"".join(b"Firm %d,0161 496 %04d\n" % (at, at) for at in range(1200))
    plan = plan_import(desk.book, b"Company,Phone\n" + rows, "x.csv")
    before = desk.dump()
    changes = list(import_in_pieces(desk.book, plan, now=desk.now))
    assert [len(change.ids("prospect")) for change in changes] == [SLICE, SLICE, 200]
    assert plan_import(desk.book, b"Company,Phone\n" + rows, "x.csv").same == 1200
    assert check(desk.path) == []
    desk.book.undo()
    assert desk.dump() == before
    assert desk.book.undo_op is None
    desk.book.redo()
    assert plan_import(desk.book, b"Company,Phone\n" + rows, "x.csv").same == 1200


def test_a_row_is_no_more_than_itself_until_another_one_is_compared_with_it(desk: Desk) -> None:
    data = b"Company,Phone,City\nNorthgate,0161 496 0142,Leeds\nLarch,,York\nHalden,,\nLARCH,0161 496 0143,York\n"
    plan = plan_import(desk.book, data, "x.csv")
    assert [(one.fate, one.target.is_only_its_row) for one in plan.fated] == [
        (Fate.NEW, True),
        (Fate.NEW, False),
        (Fate.NEW, True),
        (Fate.DOUBTFUL, True),
    ]
    run_import(desk.book, plan, now=desk.now)
    assert [one.target.is_only_its_row for one in plan.fated] == [True, False, True, True], "written, and not kept"
    assert plan.reading.rows == ()


def test_what_is_kept_of_a_table_is_its_preview(desk: Desk) -> None:
    data = b"Company\n" + b"".join(b"Firm %d\n" % at for at in range(90)) + b"Larch,more,than,others\n"
    plan = plan_import(desk.book, data, "x.csv")
    assert plan.reading.table is not None
    assert (plan.read, len(plan.reading.table.rows), len(plan.names), len(plan.fields)) == (91, PREVIEW_ROWS, 4, 4)


def test_a_file_larger_than_any_list_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(UserError, match="too large"):
        bytes_of(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [("folder", "This is a folder"), ("pipe", "not a file with a list"), ("gone", "not there"), ("closed", "may not")],
)
def test_what_is_no_file_or_cannot_be_read_is_refused_with_a_next_step(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "closed").write_bytes(b"Company\nLarch\n")
    (tmp_path / "closed").chmod(0)
    if name == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("there are no pipes in folders here")
        os.mkfifo(tmp_path / name)
    if name == "closed" and os.access(tmp_path / name, os.R_OK):
        pytest.skip("who runs this may read everything")
    with pytest.raises(UserError, match=said) as refused:
        bytes_of(tmp_path / name)
    assert refused.value.next_step


def test_one_number_of_many_tells_nothing(desk: Desk) -> None:
    rows = "".join(f"Campus {at},,0161 496 0142,M{at} 1AA\n" for at in range(9))
    plan = bring_in(desk, (HEADER + rows).encode())
    fates = [one.fate for one in plan.fated]
    assert fates == [Fate.NEW, Fate.DOUBTFUL, Fate.DOUBTFUL, Fate.DOUBTFUL, *[Fate.NEW] * 5]
    assert len(desk.names()) == 9


def test_a_doubtful_one_comes_in_marked(desk: Desk) -> None:
    bring_in(desk, b"Company,Phone\nLarch,3.34E+13\n")
    shown = card(desk.book, 1)
    assert shown is not None
    assert (shown.tags, [phone.typed for phone in shown.phones]) == (("doubtful",), ["3.34E+13"])


def test_a_newer_list_of_the_same_people_adds_what_is_new(desk: Desk, shared_data: Path) -> None:
    folder = shared_data / "contacts_csv" / "tine20"
    first = bring_in(desk, (folder / "import_duplicate_1.csv").read_bytes())
    assert (first.read, first.new, first.updated) == (2, 1, 1), "two people of one firm"
    second = bring_in(desk, (folder / "import_duplicate_2.csv").read_bytes())
    assert (second.read, second.new) == (2, 0)
    assert second.updated >= 1


def test_cards_come_in_too(desk: Desk) -> None:
    card_file = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nORG:Northgate\r\nTEL:+44 161 496 0142\r\nEND:VCARD\r\n"
    plan = bring_in(desk, card_file, "ann.vcf")
    assert (plan.read, plan.new, plan.names) == (1, 1, ())
    shown = card(desk.book, 1)
    assert shown is not None
    assert (shown.prospect.name, shown.contacts[0].name) == ("Northgate", "Ann Lee")
    assert bring_in(desk, card_file, "ann.vcf").same == 1
    assert (plan.names, plan.fields) == ((), ())


def test_two_branches_of_one_firm_are_two(desk: Desk) -> None:
    data = b"Company,City\nNorthgate,Leeds\nNorthgate,York\nNorthgate,Leeds\n"
    plan = bring_in(desk, data)
    assert (plan.new, plan.same) == (2, 1)
    assert [desk.prospect(row.id).city for row in desk.rows(text="sort:added")] == ["Leeds", "York"]
    assert plan_import(desk.book, data, "x.csv").new == 0


def test_what_was_deleted_is_new_again(desk: Desk) -> None:
    data = b"Company,Phone\nNorthgate,0161 496 0142\n"
    bring_in(desk, data)
    prospects.delete(desk.book, [1], now=desk.now)
    assert plan_import(desk.book, data, "x.csv").new == 1


def test_those_alike_are_found_by_each_of_the_three(desk: Desk) -> None:
    rows = b"".join(b"Firm %d,0161 496 %04d,f%d@firm.example\n" % (at, at, at) for at in range(900))
    bring_in(desk, b"Company,Phone,Email\n" + rows)
    found = alike(desk.book, {"firm 2"}, {"01614960003"}, {"f4@firm.example"})
    assert [one.prospect.name for one in found] == ["Firm 2", "Firm 3", "Firm 4"]
    assert len(alike(desk.book, {f"firm {at}" for at in range(900)}, set(), set())) == 900
    assert alike(desk.book, set(), set(), set()) == []


ROWS_OF = {
    "table": HEADER.encode() + b"".join(b"Larch %d,,0161 496 %04d,\n" % (at, at) for at in range(1500)),
    "cards": b"".join(b"BEGIN:VCARD\nVERSION:3.0\nFN:Larch %d\nEND:VCARD\n" % at for at in range(1500)),
}


@pytest.mark.parametrize("kind", ROWS_OF)
def test_a_reading_that_nobody_waits_for_ends_wherever_it_is(desk: Desk, kind: str) -> None:
    data, looks = ROWS_OF[kind], list[int]()

    class Enough(Exception):  # noqa: N818
        pass

    def ended_at(most: int) -> int:
        looks.clear()

        def watch() -> None:
            looks.append(1)
            if len(looks) > most:
                raise Enough

        with suppress(Enough):
            plan_import(desk.book, data, "list", watch=watch)
            return 0
        return len(looks)

    assert not ended_at(1000)
    in_all = len(looks)
    assert in_all >= 7
    assert [ended_at(most) for most in range(in_all)] == list(range(1, in_all + 1))


CELLS = st.text("ab Ä1-,;\"'\n@.会", max_size=8)
ROWS = st.lists(st.tuples(*[CELLS] * 5), min_size=1, max_size=6)


@settings(max_examples=20)
@given(ROWS)
@example([("", "", "1", "", ""), ("", "Ä", "", "", ""), ("ä", "", "", "", "")])
def test_any_table_adds_up_and_comes_in_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("Company", "Contact", "Phone", "Email", "City"), *rows])
    data = text.getvalue().encode()
    for desk in new_desk(tmp_path_factory.mktemp("book")):
        before = desk.dump()
        plan = plan_import(desk.book, data, "x.csv")
        assert plan.read == plan.new + plan.updated + plan.same + plan.doubtful
        numbers = sorted(run_import(desk.book, plan, now=desk.now).ids("prospect"))
        assert len(numbers) == plan.new + plan.doubtful == len(desk.names())
        # Several addresses in one cell are taken apart: what stood between them may go, no letter or digit.
        kept = re.sub(r"\W+", " ", " ".join(everything(desk).values())).casefold().split()
        words = " ".join(cell for row in read_table(data).rows for cell in row).casefold()
        assert set(re.findall(r"\w+", words)) <= set(kept)
        assert check(desk.path) == []
        again = plan_import(desk.book, data, "x.csv")
        assert (again.new, again.same) == (0, plan.read)
        if numbers:
            desk.book.undo()
        assert desk.dump() == before
