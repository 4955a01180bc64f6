"""From door to door: postcodes, streets, and the numbers of houses."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.prospect import Prospect
from callbook.domain.walking import natural, street, walking_order


def shuffled(stops: list[Prospect]) -> list[Prospect]:
    return stops[::-1]


def test_by_postcode_then_street_then_number() -> None:
    way = [
        ("LS1 4AB", "9 Park Row"),
        ("LS1 4AB", "10 Park Row"),
        ("LS1 4AB", "10a Park Row"),
        ("LS1 4AB", "Unit 1, 12 Park Row"),
        ("ls2 1aa", "2 Albion Place"),
        ("LS2 1AA", "1 Briggate"),
        ("LS10 1AA", "1 Albion Place"),
        ("LS10 1AA", ""),
        ("", "1 Albion Place"),
        ("", ""),
    ]
    stops = [Prospect(id=at, country="GB", postcode=code, address=address) for at, (code, address) in enumerate(way)]
    assert sorted(shuffled(stops), key=walking_order) == stops


@pytest.mark.parametrize(
    "address, name, number, letter",
    [
        ("12 Park Lane", "Park Lane", 12, ""),
        ("Parkstraße 12a", "Parkstraße", 12, "a"),
        ("Unit 3, 12 Park Lane", "Park Lane", 12, ""),
        ("12-14 Park Lane\nLeeds", "Park Lane", 12, ""),
        ("Hauptstr. 5 B", "Hauptstr.", 5, "b"),
        ("221B Baker Street", "Baker Street", 221, "b"),
        ("Rue de la Paix", "Rue de la Paix", 0, ""),
        ("", "", 0, ""),
    ],
)
def test_the_street_of_an_address(address: str, name: str, number: int, letter: str) -> None:
    assert street(address) == (natural(name), number, letter)


@pytest.mark.parametrize("sign", ["a", "1", " ", "a1", "1 a-", "，", "-"])
def test_an_address_that_never_ends_takes_no_time(sign: str) -> None:
    began = perf_counter()
    walking_order(Prospect(address=sign * 100_000, postcode=sign * 100_000))
    assert perf_counter() - began < 0.5


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=30)), max_size=6))
def test_every_address_has_a_place(way: list[tuple[str, str]]) -> None:
    stops = [Prospect(id=at, postcode=code, address=address) for at, (code, address) in enumerate(way)]
    assert sorted(stops, key=walking_order) == sorted(shuffled(stops), key=walking_order)
