"""Text search: whatever is typed finds something or nothing, and everything that stands in a row can be found."""

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callbook.domain.query import Query, parse
from callbook.services import exchange, importing, prospects
from callbook.services.prospects import Draft
from callbook.services.upkeep import check
from callbook.storage import calls as call_reader
from callbook.storage import listing
from callbook.storage import prospects as prospect_reader
from callbook.storage.calls import HistoryFilter
from callbook.storage.listing import Listing, Scope
from callbook.storage.text_index import CHUNK, match, spaced
from tests.storage.desk import Desk, new_desk

NUMBER = "+44 (0)20 7946 0018"
CHINESE = "上海市浦东新区人民医院有限公司"
JAPANESE = "株式会社サカイ引越センター"
KOREAN = "한국전자통신연구원"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A book that these tests only read."""
    for desk in new_desk(tmp_path_factory.mktemp("search")):
        bakery = desk.add(
            "Bäckerei Müller & Söhne",
            NUMBER,
            "0113 496 0123 x42",
            city="Köln",
            tags=("Brötchen",),
            people=("Ann O'Neill",),
        )
        desk.add(CHINESE, "１３８ ００１３ ８０００", city="上海")
        desk.add(JAPANESE, people=("山田 太郎",))
        desk.add(KOREAN)
        desk.add('The "Quoted" Company; DROP TABLE prospect --', website="https://quoted.example")
        desk.log(bakery, note="Wants the ÖFFNUNGSZEITEN changed, 价格 later.")
        yield desk


def found(shop: Desk, text: str) -> list[str]:
    return shop.names(Scope.ALL, text)


MULLER = "Bäckerei Müller & Söhne"


@pytest.mark.parametrize(
    "typed",
    [
        "muller", "MÜLLER", "müll", "backerei", "sohne", "brotchen", "Ann", "o'neill", "neill", "koln", "Köln",
        "muller ann", '"müller & söhne"', "mu", "m", "&  müller",
    ],
)  # fmt: skip
def test_words_are_found_by_their_beginning_without_accents_and_case(shop: Desk, typed: str) -> None:
    assert found(shop, typed) == [MULLER]


@pytest.mark.parametrize("typed", ["mullerx", "muller nobody", "uller", "ann quoted", '"söhne müller"'])
def test_every_word_must_be_found(shop: Desk, typed: str) -> None:
    assert found(shop, typed) == []


@pytest.mark.parametrize(
    "typed",
    ["", "&", "...", '"', '""', "'", "*", "-", "()", "—", "\0", "🙂", "\ud800", "%", "_", "\\"],
)
def test_what_holds_no_letter_or_digit_finds_nothing_or_all(shop: Desk, typed: str) -> None:
    everything = len(shop.names())
    assert len(found(shop, typed)) in (0, everything)
    assert match(parse(typed).words) == ""


@pytest.mark.parametrize(
    "typed",
    [
        '"', '"a', 'a"b', '"a""b"', "a AND b", "AND", "OR", "NOT", "NEAR(a b)", "NEAR", "name:a", "name : a", "{a}",
        "^a", "a*", "*a", "-a", "+a", "a -b", "(a", "a)", "a'b", "'; DROP TABLE prospect; --", "prospect_text",
        "rank", "rowid:1", "a\0b", "\ud83d a", "a\u200bb", "％", "a:b:c", ":", "::", "tag:", 'tag:"', "city:\ud800",
        "postcode:\udfff", "tag:\ud800", "stage:new\0", "last:9999d", "last:>9999d", "next:week", "sort:-next x",
        "0", "00", "٣٤٥", "१२३", "²³", "Ⅷ", "½½½", "x" * 5000, "漢" * 500, "1" * 500, " ".join(ascii_lowercase),
        " ".join(f"word{at}" for at in range(300)), " ".join(f"tag:t{at}" for at in range(300)),
    ],
)  # fmt: skip
def test_hostile_text_never_raises(shop: Desk, typed: str) -> None:
    ask_everything(shop, parse(typed))


def ask_everything(shop: Desk, query: Query, scopes: Iterable[Scope] = Scope) -> None:
    for scope in scopes:
        asked = Listing(scope, query)
        shown = listing.page(shop.book, asked, shop.now, shop.zone, 0, 50)
        assert len(shown) == listing.count(shop.book, asked, shop.now, shop.zone)
    narrow = HistoryFilter(words=query.words)
    calls = call_reader.history_page(shop.book, narrow, 0, 50)
    assert len(calls) == call_reader.history_count(shop.book, narrow)


@given(st.text(st.characters(), max_size=60))
@example('"')
@example("a\0")
def test_no_text_raises(shop: Desk, typed: str) -> None:
    ask_everything(shop, parse(typed))


@given(st.builds(Query, words=st.lists(st.text(st.characters())).map(tuple), city=st.text(st.characters()),
                 tags=st.lists(st.text(st.characters())).map(tuple), postcode=st.text(st.characters())))  # fmt: skip
def test_no_query_raises_even_one_that_nobody_typed(shop: Desk, query: Query) -> None:
    ask_everything(shop, query, [Scope.NEXT])


@given(st.text(st.characters()))
def test_no_beginning_of_a_name_raises(shop: Desk, typed: str) -> None:
    for number, name, _ in prospect_reader.named_like(shop.book, typed):
        assert shop.prospect(number).name == name
    prospect_reader.tag_named(shop.book, typed)


@settings(max_examples=30)
@given(st.data())
@pytest.mark.parametrize("name", [CHINESE, JAPANESE, KOREAN])
def test_any_part_of_a_name_without_blanks_is_found(shop: Desk, name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert name in found(shop, name[start:end])


def test_parts_must_stand_together(shop: Desk) -> None:
    assert found(shop, "上海 医院") == [CHINESE]
    assert found(shop, "上医") == []
    assert found(shop, "海上") == []


DIGITS = "442079460018"


@settings(max_examples=50)
@given(st.data())
def test_any_part_of_a_number_is_found(shop: Desk, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DIGITS) - 3))
    end = data.draw(st.integers(start + 3, len(DIGITS)))
    written = re.sub("", data.draw(st.sampled_from(["", "-", ".", "/"])), DIGITS[start:end]).strip("-./")
    # As typed it has a zero after the country's code.
    wanted = DIGITS[start:end] in "4402079460018" or DIGITS[start:end] in "442079460018"
    assert (MULLER in found(shop, written)) == wanted


@pytest.mark.parametrize(
    "typed",
    ["020 7946 0018", "+44 20 7946", "2079460018", "00442079460018", "(020) 7946-0018", "7946", "0123", "0113 496 0123",
     "０２０７９４６", "496"],
)  # fmt: skip
def test_numbers_are_found_however_they_are_written(shop: Desk, typed: str) -> None:
    assert MULLER in found(shop, typed)


def test_full_width_digits_are_digits(shop: Desk) -> None:
    assert found(shop, "13800138000") == [CHINESE]
    assert found(shop, "0013 8000") == [CHINESE]


def test_names_that_match_come_first(desk: Desk) -> None:
    desk.add("Apple House", notes="next to the bakery")
    desk.add("Zebra Bakery")
    assert desk.names(Scope.ALL, "bakery") == ["Zebra Bakery", "Apple House"]


@pytest.mark.parametrize(
    "field",
    ["name", "website", "address", "city", "region", "postcode", "source", "notes", "what_they_do", "how_they_do_it",
     "sets_apart", "how_we_fit", "who_decides"],
)  # fmt: skip
def test_every_field_of_a_card_is_searched(desk: Desk, field: str) -> None:
    desk.add("Other")
    fields: dict[str, Any] = {"name": "Northgate", field: "Quetzal"}
    desk.add(**fields)
    assert len(desk.rows(Scope.ALL, "quetzal")) == 1


def test_what_is_changed_is_found_anew_and_no_more_as_it_was(desk: Desk) -> None:
    number = desk.add("Northgate", "0161 496 0142", tags=("dental",), people=("Ann Lee",))
    shown = prospect_reader.card(desk.book, number)
    assert shown is not None
    prospects.edit(desk.book, Draft(shown.prospect, (), (), ("leeds",)), now=desk.now)
    for gone in ("ann", "4960142", "dental"):
        assert desk.names(Scope.ALL, gone) == []
    assert desk.names(Scope.ALL, "leeds") == ["Northgate"]
    desk.book.undo()
    for back in ("ann", "4960142", "dental"):
        assert desk.names(Scope.ALL, back) == ["Northgate"]
    prospects.delete(desk.book, [number], now=desk.now)
    assert desk.names(Scope.ALL, "northgate") == []
    assert check(desk.path) == []


def test_calls_are_found_by_note_answer_outcome_and_whom_with(shop: Desk) -> None:
    for words in (("öffnungszeiten",), ("offnung",), ("价格",), ("格",), ("talked",), ("muller",), ("neill",)):
        assert call_reader.history_count(shop.book, HistoryFilter(words=words)) == 1, words
    # Said of the prospect, but neither its name nor a person's.
    for words in (("brotchen",), ("nobody",)):
        assert call_reader.history_count(shop.book, HistoryFilter(words=words)) == 0, words


def test_more_rows_than_one_statement_takes(desk: Desk) -> None:
    numbers = [desk.add(f"Firm {at}") for at in range(3)]
    assert numbers == [1, 2, 3]
    rows = b"Company\n" + b"".join(b"Shop %d\n" % at for at in range(CHUNK + 5))
    from_file(desk, rows)
    assert len(desk.rows(Scope.ALL, "shop")) == CHUNK + 5
    assert check(desk.path) == []


def from_file(desk: Desk, rows: bytes) -> None:
    plan = exchange.plan_import(desk.book, rows, "shops.csv")
    importing.run_import(desk.book, plan, now=desk.now)


@given(st.text(st.characters()))
def test_spacing_only_adds_blanks(text: str) -> None:
    assert spaced(text).replace(" ", "") == text.replace(" ", "")


def test_a_damaged_index_is_noticed(desk: Desk) -> None:
    desk.log(desk.add("Northgate"))
    desk.book.sql("DELETE FROM prospect_text")
    desk.book.sql("INSERT INTO call_text(rowid, body) VALUES (99, 'nobody')")
    assert [(finding.table, finding.rows) for finding in check(desk.path)] == [("prospect_text", 1), ("call_text", 1)]
    assert desk.names(Scope.ALL, "northgate") == []
