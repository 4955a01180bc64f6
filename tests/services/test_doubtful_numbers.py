"""Numbers that lost something, in lists that name no country: what is doubted and what is left in peace."""

from pathlib import Path

import pytest

from callbook.formats.incoming import Incoming, IncomingPhone
from callbook.services.bringing_in import Doubt, Matching, numbers_of
from callbook.services.exchange import Choices, read_file


def doubted(numbers: list[str], home: str, country: str = "") -> list[str]:
    """Those of a list's numbers whose row is doubtful for them."""
    match = Matching([], "list.csv")
    found = []
    for at, typed in enumerate(numbers):
        row = Incoming(at, f"Firm {at}", phones=(IncomingPhone("", typed),), country=country)
        fated = match.take(row, numbers_of(row, home))
        assert fated.row.phones[0].typed == typed  # nothing is put right in silence
        if fated.doubt in (Doubt.INCOMPLETE_NUMBER, Doubt.DESTROYED_NUMBER):
            found.append(typed)
    return found


BRITISH = [f"0113 496 014{at}" for at in range(6)]
GERMAN = [f"030 4996 014{at}" for at in range(6)]
FRENCH = [f"03 20 00 00 0{at}" for at in range(6)]
CHINESE = [f"010-6275123{at}" for at in range(6)]
OF_HONG_KONG = [f"2757085{at}" for at in range(6)]


@pytest.mark.parametrize(
    "numbers, home, doubtful",
    [
        ([*BRITISH, "3.34E+13", "1.13E+09"], "GB", ["3.34E+13", "1.13E+09"]),
        (["496 0142"], "GB", ["496 0142"]),  # no area code, whatever the country
        (["368-2322", "358-6693"], "JP", ["368-2322", "358-6693"]),
        ([*CHINESE, "8871599"], "CN", ["8871599"]),
        ([*GERMAN, "30499601"], "DE", ["30499601"]),  # a zero lost, in a list of whole numbers of home
        (["30499601", *GERMAN], "DE", []),  # the first of a list are not judged by what comes after
        ([*FRENCH, "20000001"], "GB", []),  # not a list of home
        (OF_HONG_KONG, "GB", []),  # of another country, which nobody told us
        (OF_HONG_KONG, "HK", []),
        (["+49 30", "+46300", "+46358560"], "AT", ["+46300", "+46358560"]),  # a calling code, and no number of it
        ([*CHINESE, "+862126137886,7058080"], "CN", []),  # two numbers, of which none is incomplete
        (["0561 12"], "GB", []),  # short, and yet with an area code
        (["112", "1234", "ask for Ann"], "GB", []),
        (["555 0100"], "IS", []),  # seven digits are a whole number there
    ],
)
def test_numbers_without_a_country(numbers: list[str], home: str, doubtful: list[str]) -> None:
    assert doubted(numbers, home) == doubtful


@pytest.mark.parametrize(
    ("first", "second", "doubt"),
    [
        ("030 5551234", "+49 30 5551234", Doubt.KNOWN_NUMBER),
        ("+49 30 5551234", "030 5551234", Doubt.KNOWN_NUMBER),
        ("(415) 555-2671", "+1 415 555 2671", Doubt.KNOWN_NUMBER),
        ("00442079460100", "+44 20 7946 0100", Doubt.KNOWN_NUMBER),
        ("+44 30 5551234", "+49 30 5551234", Doubt.NONE),  # two countries
        ("040 5551234", "+49 30 5551234", Doubt.NONE),
        ("555 2671", "+1 415 555 2671", Doubt.NONE),  # no area code
    ],
)
def test_a_number_is_known_with_and_without_its_country(first: str, second: str, doubt: Doubt) -> None:
    match = Matching([], "list.csv")
    rows = [Incoming(at, f"Firm {at}", phones=(IncomingPhone("", typed),)) for at, typed in enumerate((first, second))]
    assert [match.take(row, numbers_of(row, "")).doubt for row in rows][1] is doubt


def test_a_row_that_says_its_country_is_judged_by_it() -> None:
    assert doubted(["30499601"], "GB", country="DE") == ["30499601"]
    assert doubted(["27570854"], "GB", country="HK") == []


@pytest.mark.parametrize(
    "path, home, count",
    [
        ("at-organisations/kaernten/kaernten.csv", "AT", 1),
        ("cn-hotels-poi-gbk/酒店.csv", "CN", 1),
        ("cn-hospitals-beijing-gbk/医院.csv", "CN", 0),
        ("cn-hospitals-beijing-gbk/医院.csv", "GB", 0),
        ("jp-kumamoto-hospitals/byouin_list_byouin_list.csv", "JP", 0),
    ],
)
def test_rows_of_real_lists(shared_data: Path, path: str, home: str, count: int) -> None:
    rows = read_file((shared_data / "prospects" / path).read_bytes(), Choices()).rows
    match = Matching([], path)
    found = [match.take(row, numbers_of(row, home)).doubt for row in rows]
    assert found.count(Doubt.INCOMPLETE_NUMBER) == count
