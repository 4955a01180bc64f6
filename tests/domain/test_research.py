"""Words offered as themes, and what may be said of who said something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.research import FEWEST, Trait, Traits, frequent_words


@pytest.mark.parametrize(
    ("answers", "offered"),
    [
        ([], []),
        (["Price is high"] * 2, []),
        (
            ["The price is too high", "price", "It's the Price.", "no time at all", "We have no staff"],
            [("price", 3)],
        ),
        (["Price, price, price", "price", "nothing"], []),
        (["They use paper", "on paper!", "paper-based", "Paper"], [("paper", 3)]),
        (["預約系統太貴", "想換預約系統", "預約系統很慢", "系統"], [("系統", 4), ("預約系統", 3)]),
        (["价格太高", "价格高", "觉得价格不合适"], [("价格", 3)]),
        (["Wir nutzen Excel", "Excel", "alles in Excel", "Größe", "die Größe", "größe"], [("Excel", 3), ("Größe", 3)]),
    ],
)
def test_words_that_stand_in_several_answers_are_offered(
    answers: list[str], offered: list[tuple[str, int]]
) -> None:
    assert frequent_words(answers) == offered


def test_a_theme_that_is_there_is_not_offered_again() -> None:
    answers = ["price", "Price", "price and time pressure", "pressure", "under pressure"]
    assert frequent_words(answers, ["PRICE"]) == [("pressure", 3)]
    assert frequent_words(answers, ["Price, or pressure"]) == []
    assert frequent_words(["預約系統"] * 3, ["系統太貴"]) == [("預約系統", 3)]


@given(st.lists(st.text(), max_size=12), st.integers(0, 5))
def test_nothing_rare_and_nothing_twice_is_offered(answers: list[str], most: int) -> None:
    found = frequent_words(answers, most=most)
    assert len(found) <= most
    assert all(FEWEST <= count <= len(answers) for _, count in found)
    assert len({word.casefold() for word, _ in found}) == len(found)


@pytest.mark.parametrize(
    ("said", "others", "have", "others_have", "told"),
    [
        (6, 30, 1, 0, False),  # one of six is nothing
        (9, 90, 9, 0, False),  # as is all that fewer than ten have
        (90, 9, 90, 0, False),
        (10, 90, 2, 0, False),  # nor is it what two have in common
        (10, 30, 4, 0, True),
        (10, 55, 5, 12, False),  # the interval of the difference holds none at all
        (12, 30, 8, 4, True),
        (12, 30, 4, 20, False),  # less frequent
        (0, 0, 0, 0, False),
    ],
)
def test_only_what_several_of_enough_have_is_told(
    said: int, others: int, have: int, others_have: int, told: bool
) -> None:
    trait = Trait("tag", "dental", have, others_have)
    assert Traits(said, others, (trait,)).telling() == ([trait] if told else [])


def test_what_sets_them_apart_most_comes_first() -> None:
    traits = [Trait("city", name, have, 0) for name, have in (("Leeds", 6), ("York", 9), ("Bath", 6))]
    assert [one.name for one in Traits(20, 40, tuple(traits)).telling()] == ["York", "Bath", "Leeds"]
