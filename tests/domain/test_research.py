"""Words offered as themes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.research import FEWEST, frequent_words


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
