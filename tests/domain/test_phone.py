"""Numbers as people type them; the larger tables are read from shared test data where that is at hand."""

import csv
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.phone import (
    country_of,
    digits,
    e164,
    extension,
    marked_e164,
    national,
    same_number,
    search_tails,
    zones_of,
)

LINES = ("GB", "FR", "IE", "AT", "CN", "JP", "IN", "ES", "NL", "AU")
DATA = Path(__file__).parents[2].parent / "shared" / "data" / "phones"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("020 7946 0100", "02079460100"),
        ("+44 (0)20 7946-0100 ext. 12", "440207946010012"),
        ("０３－１２３４－５６７８", "0312345678"),
        ("٠١٢٣", "0123"),
        ("none", ""),
        ("x²", ""),
    ],
)
def test_digits(typed: str, expected: str) -> None:
    assert digits(typed) == expected


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("020 7946 0100", "GB", "+442079460100"),
        ("(020) 7946 0100", "gb", "+442079460100"),
        ("+44 (0)20 7946 0100", "", "+442079460100"),
        ("+44 020 7946 0100", "US", "+442079460100"),
        ("(+44) 20 7946 0100", "FR", "+442079460100"),
        ("0044 20 7946 0100", "GB", "+442079460100"),
        ("0044 (0) 20 7946 0100", "DE", "+442079460100"),
        ("011 44 20 7946 0100", "US", "+442079460100"),
        ("0011 44 20 7946 0100", "AU", "+442079460100"),
        ("442079460100", "GB", "+442079460100"),
        ("2079460100", "GB", "+442079460100"),
        ("01697 72551", "GB", "+44169772551"),
        ("Tel.: 020 7946 0100", "GB", "+442079460100"),
        ("'+442079460100", "GB", "+442079460100"),
        ("0171 – 1234567", "DE", "+491711234567"),
        ("030/12345678", "DE", "+493012345678"),
        ("+49 30 12345678 (Zentrale)", "DE", "+493012345678"),
        ("(415) 555-0134", "US", "+14155550134"),
        ("415.555.0134", "CA", "+14155550134"),
        ("1-415-555-0134", "US", "+14155550134"),
        ("01 42 68 53 00", "FR", "+33142685300"),
        ("06 6982", "IT", "+39066982"),
        ("+39 06 6982", "US", "+39066982"),
        ("347 123 4567", "IT", "+393471234567"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("800 123 45 67", "RU", "+78001234567"),
        ("06 1 234 5678", "HU", "+3612345678"),
        ("138-0013-8000", "CN", "+8613800138000"),
        ("010-6275-1234", "CN", "+861062751234"),
        ("86-10-62751234", "CN", "+861062751234"),
        ("2602 5353", "HK", "+85226025353"),
        ("０３－１２３４－５６７８", "JP", "+81312345678"),
        ("13 12 34", "AU", "+61131234"),
        ("11 96123-4567", "BR", "+5511961234567"),
        # A country outside the table.
        ("+995 32 212 3456", "GB", "+995322123456"),
        ("032 212 3456", "GE", "+995322123456"),
        ("00 995 32 212 3456", "CR", "+995322123456"),
        ("2222 1234", "cr", "+50622221234"),
        ("01481 724567", "GG", "+441481724567"),
        # Extensions.
        ("020 7946 0100 ext. 12", "GB", "+442079460100"),
        ("020 7946 0100x12", "GB", "+442079460100"),
        ("020 7946 0100 #12", "GB", "+442079460100"),
        ("+442079460100;ext=12", "GB", "+442079460100"),
        ("+442079460100,,12#", "GB", "+442079460100"),
        ("020 7946 0100, 12", "GB", "+442079460100"),
        ("010-6275-1234 转 802", "CN", "+861062751234"),
        ("010-6275-1234转802", "CN", "+861062751234"),
        ("(02)2712-3456 分機 12", "TW", "+886227123456"),
        # Doubt.
        ("", "GB", ""),
        ("none", "GB", ""),
        ("0100", "GB", ""),
        ("7946 0100", "GB", ""),
        ("030 12345678", "", ""),
        ("0044 20 7946 0100", "", ""),
        ("020 7946 0100", "XX", ""),
        ("0532 212", "GE", ""),
        ("1", "GE", ""),
        ("30 12345678", "DE", ""),
        ("4930123456", "DE", ""),
        ("6113 1234", "AU", ""),
        ("390 236 6183", "IT", ""),
        ("2765 3147", "TW", ""),
        ("123 456 7890", "US", ""),
        ("+1 415 155 0134", "US", ""),
        ("+44 20 7946", "GB", ""),
        ("+0044 20 7946 0100", "GB", ""),
        ("+995 12", "GB", ""),
        ("1-800-FLOWERS", "US", ""),
        ("020 7946 0100/1", "GB", ""),
        ("27570854,27574884", "HK", ""),
        ("020 7946 0100 or 0101", "GB", ""),
        ("*31# 020 7946 0100", "GB", ""),
        ("3.34E+13", "US", ""),
        ("2014-04-12 04:04", "US", ""),
        ("020 7946 0100" + " " * 100, "GB", ""),
    ],
)
def test_e164(typed: str, country: str, expected: str) -> None:
    assert e164(typed, country) == expected


@pytest.mark.parametrize(
    ("a", "b", "country"),
    [
        ("020 7946 0100", "(020) 79460100", "GB"),
        ("+44 20 7946 0100", "020 7946 0100", "GB"),
        ("0044 20 7946 0100", "+44 (0)20 7946 0100", "GB"),
        ("+44 20 7946 0100", "020 7946 0100 ext. 12", "GB"),
        ("020 7946 0100 x12", "+442079460100 ext 12", "GB"),
        ("+1 415 555 0134", "(415) 555-0134", "US"),
        ("+39 06 6982", "06 6982", "IT"),
        ("7946 0100", "79460100", "GB"),
        ("1-800-FLOWERS", "1800 flowers", "US"),
        ("010-6275-1234 转 802", "+86 10 6275 1234", "CN"),
        ("020 7946 0100", "020 7946 0100", ""),
    ],
)
def test_same(a: str, b: str, country: str) -> None:
    assert same_number(a, b, country)
    assert same_number(b, a, country)


@pytest.mark.parametrize(
    ("a", "b", "country"),
    [
        ("020 7946 0100", "020 7946 0101", "GB"),
        ("020 7946 0100", "7946 0100", "GB"),
        ("+44 20 7946 0100", "020 7946 0100", "FR"),
        ("+44 20 7946 0100", "020 7946 0100", ""),
        ("+39 6 6982", "06 6982", "IT"),
        ("020 7946 0100 x12", "020 7946 0100 x13", "GB"),
        ("1-800-FLOWERS", "1-800-PLUMBER", "US"),
        ("none", "none", "GB"),
        ("", "", "GB"),
        ("110", "+86 110", "CN"),
    ],
)
def test_not_surely_the_same(a: str, b: str, country: str) -> None:
    assert not same_number(a, b, country)
    assert not same_number(b, a, country)


@pytest.mark.parametrize(
    ("typed", "country", "home", "expected"),
    [
        ("01614960142", "GB", "", "0161 496 0142"),
        ("+44 (0)161-496 0142", "gb", "", "0161 496 0142"),
        ("+44 161 496 0142", "US", "", "+44 161 496 0142"),
        ("+44 161 496 0142", "", "", "+44 161 496 0142"),
        # Read as dialled from the country, from home where that is not known; shown as it is dialled in either.
        ("+44 161 496 0142", "US", "GB", "0161 496 0142"),
        ("0161 4960142", "", "GB", "0161 496 0142"),
        ("0161 4960142", "US", "GB", "0161 4960142"),
        # Countries with one calling code call each other as at home.
        ("415.555.0134", "CA", "", "(415) 555-0134"),
        ("01481724567", "GB", "", "01481 724567"),
        ("03012345678", "DE", "", "030 12345678"),
        ("0142685300", "FR", "", "01 42 68 53 00"),
        ("8 (495) 1234567", "RU", "", "8 (495) 123-45-67"),
        ("13800138000", "CN", "", "138 0013 8000"),
        ("0322123456", "GE", "", "032 212 34 56"),
        # Shaped right, though nobody has been given it: the numbers kept for drama.
        ("07700900123", "GB", "", "07700 900123"),
        # From abroad it has to be dialled with its code.
        ("030 12345678", "DE", "GB", "+49 30 12345678"),
        ("0161 496 0142", "GB", "US", "+44 161 496 0142"),
        # A national form that says too little stays away.
        ("+54 9 11 2345-6789", "AR", "", "+54 9 11 2345-6789"),
        ("+39 000000", "IT", "", "+39 000000"),
        # Groups that would lose a digit, and a calling code that nobody has.
        ("+53 0000000", "GB", "", "+530000000"),
        ("+999 1234 5678", "GB", "", "+99912345678"),
        ("01614960142x12", "GB", "", "0161 496 0142 ext. 12"),
        ("01614960142x12", "US", "GB", "01614960142x12"),
        ("010-62751234转802", "CN", "", "010 6275 1234 ext. 802"),
        ("+49 30 12345678 (Zentrale)", "GB", "", "+49 30 12345678 (Zentrale)"),
        # In doubt, as it was typed.
        ("020 7946 0100/1", "GB", "", "020 7946 0100/1"),
        ("1-800-FLOWERS", "US", "", "1-800-FLOWERS"),
        (" ask <b>Jo</b> ", "GB", "", " ask <b>Jo</b> "),
        ("", "GB", "", ""),
    ],
)
def test_how_a_number_is_shown(typed: str, country: str, home: str, expected: str) -> None:
    assert national(typed, country, home) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("020 7946 0100 ext. 12", "12"),
        ("020 7946 0100,,12#", "12"),
        ("020 7946 0100 Durchwahl ４", "4"),
        ("020 7946 0100", ""),
        ("", ""),
    ],
)
def test_extension(typed: str, expected: str) -> None:
    assert extension(typed) == expected


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("0161 496 0142", "GB", "GB"),
        ("+44 161 496 0142", "US", "GB"),
        ("01481 724567", "GB", "GG"),
        ("(613) 903-7043", "US", "CA"),
        ("(415) 555-0134", "CA", "US"),
        ("+7 727 258 1234", "RU", "KZ"),
        # Nobody has been given it: one of its calling code.
        ("07700 900123", "GB", "GB"),
        ("+44 7700 900123", "", "GB"),
        ("(222) 555-0134", "CA", "CA"),
        ("+800 1234 5678", "GB", ""),
        ("+999 1234 5678", "GB", ""),
        ("none", "GB", ""),
    ],
)
def test_where_a_number_was_given_out(typed: str, country: str, expected: str) -> None:
    assert country_of(typed, country) == expected


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("0161 496 0142", "GB", {"Europe/London"}),
        ("(212) 736-5000", "US", {"America/New_York"}),
        ("+61 2 9374 4000", "GB", {"Australia/Sydney"}),
        ("928 123456", "ES", {"Atlantic/Canary"}),
        ("+999 1234 5678", "GB", set()),
        ("none", "GB", set()),
    ],
)
def test_the_zone_a_number_rings_in(typed: str, country: str, expected: set[str]) -> None:
    assert set(zones_of(typed, country)) == expected


@pytest.mark.parametrize(
    ("typed", "country", "among"),
    [
        ("0412 345 678", "AU", {"Australia/Sydney", "Australia/Perth"}),
        ("800 555 0199", "US", {"America/New_York", "Pacific/Honolulu"}),
        ("07700 900123", "GB", {"Europe/London", "Europe/Jersey"}),
    ],
)
def test_a_number_of_no_place_may_ring_in_every_zone_of_its_code(typed: str, country: str, among: set[str]) -> None:
    assert among < set(zones_of(typed, country))


def found(part: str, typed: str, country: str = "") -> bool:
    return any(tail.startswith(digits(part)) for tail in search_tails(typed, country))


@pytest.mark.parametrize(
    ("part", "typed", "country"),
    [
        ("0100", "020 7946 0100", ""),
        ("946", "020 7946 0100", ""),
        ("020 79", "020 7946 0100", ""),
        ("020 79", "+44 20 7946 0100", ""),
        ("2079", "+44 (0)20 7946 0100", ""),
        ("+44 (0)20 79", "+44 (0)20 7946 0100", ""),
        ("+44 20 79", "+44 (0)20 7946 0100", ""),
        ("0044 20 79", "+44 20 7946 0100", ""),
        ("+44 20 79", "020 7946 0100", "GB"),
        ("0044 20 79", "020 7946 0100", "GB"),
        ("1 415", "(415) 555-0134", "US"),
        ("+995 32", "+995 32 212 3456", ""),
        ("100 12", "020 7946 0100 ext 12", ""),
        ("１２３４", "０３－１２３４－５６７８", "JP"),
    ],
)
def test_a_part_of_a_number_is_found(part: str, typed: str, country: str) -> None:
    assert found(part, typed, country)


def test_tails() -> None:
    assert search_tails("01234") == ("01234", "1234", "234")
    assert search_tails("12") == search_tails("none") == ()
    assert not found("9461", "020 7946 0100")
    assert not found("+44 20", "020 7946 0100")


COUNTRIES = st.sampled_from(["GB", "DE", "US", "IT", "RU", "CN", "HK", "HU", "AU", "", "XX"])
TYPED = st.one_of(
    st.text(),
    st.text("0123456789 +-()/.,;x#", max_size=30),
    st.lists(st.sampled_from("0044 +44 (0) 20 x 转 9".split())).map("".join),
)


@given(TYPED, COUNTRIES)
def test_any_text_is_read_and_the_answer_reads_as_itself(typed: str, country: str) -> None:
    number = e164(typed, country)
    if number:
        assert number[0] == "+" and number[1:].isdecimal() and number.isascii()
        assert e164(number, country) == e164(number, "") == number
        assert same_number(typed, number, country)


@given(TYPED, COUNTRIES, COUNTRIES)
def test_what_is_shown_is_the_same_number(typed: str, country: str, home: str) -> None:
    shown, number = national(typed, country, home), e164(typed, country or home)
    if not number:
        assert shown == typed
    else:
        assert number in (e164(shown, country), e164(shown, home))
        assert extension(shown) == extension(typed)


@given(TYPED, TYPED, COUNTRIES)
def test_sameness_goes_both_ways(a: str, b: str, country: str) -> None:
    assert same_number(a, b, country) == same_number(b, a, country)


@given(st.text("0123456789", min_size=3, max_size=64), st.data())
def test_any_part_of_three_digits_is_found(typed: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(typed) - 3))
    end = data.draw(st.integers(start + 3, len(typed)))
    assert found(typed[start:end], typed, "GB")


@pytest.mark.parametrize("piece", ["1", ",", "(", "+", "ext", "0 ", "転", "１"])
def test_what_is_no_number_costs_nothing(piece: str) -> None:
    begun = perf_counter()
    typed = piece * 100_000
    assert e164(typed, "GB") == ""
    assert len(search_tails(typed, "GB")) <= 64
    assert same_number(typed, typed, "GB") is False
    assert perf_counter() - begun < 3


def rows(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"shared test data is not here: {name}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_numbers_as_people_typed_them_are_read_right_or_not_at_all() -> None:
    """Against libphonenumber's reading: no other number than its, and most of what it holds to be valid."""
    valid = [row for row in rows("human_typed_numbers.tsv") if row["valid"] == "True"]
    read = {row["raw"]: e164(row["raw"], row["default_region"]) for row in valid}
    other = {row["raw"] for row in valid if read[row["raw"]] not in ("", row["e164_or_error"])}
    assert other == set()
    assert sum(map(bool, read.values())) / len(valid) > 0.8


@pytest.mark.parametrize("written", ["e164", "international", "national"])
def test_example_numbers_of_all_regions_are_read_right_or_not_at_all(written: str) -> None:
    examples = rows("example_numbers_all_regions.tsv")
    read = [(row, e164(row[written], row["region"])) for row in examples]
    assert [row[written] for row, number in read if number not in ("", row["e164"])] == []
    lines = [number for row, number in read if row["type"] in ("fixed", "mobile") and row["region"] in LINES]
    assert lines
    assert all(lines)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("+44 20 7946 0100", "+442079460100"),
        ("0044 (0)20 7946 0100", "+442079460100"),
        ("011 44 20 7946 0100", "+442079460100"),
        ("020 7946 0100", ""),
        ("0113 496 0123", ""),  # Leeds
        ("011 2345 6789", ""),  # Delhi
        ("011 91234-5678", ""),  # São Paulo
        ("00800 FLOWERS", ""),
        ("", ""),
    ],
)
def test_numbers_that_say_themselves_that_they_are_international(typed: str, expected: str) -> None:
    assert marked_e164(typed) == expected
