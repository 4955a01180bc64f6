"""What people type when they are asked how long a call took."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.typed_length import read_length


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4:27", 267),
        ("04:27", 267),
        ("75:00", 4500),
        ("1:02:03", 3723),
        ("4m", 240),
        ("4 min", 240),
        ("4", 240),
        (" 4.5 ", 270),
        ("4,5 min", 270),
        ("270s", 270),
        ("90 seconds", 90),
        ("1h", 3600),
        ("1h30", 5400),
        ("1h 30m", 5400),
        ("1 hour 30 min 20 s", 5420),
        ("4m30", 270),
        ("0", 0),
        ("４：２７", 267),
        ("24h", 86400),
        ("", None),
        ("soon", None),
        ("4:60", None),
        ("1:75:00", None),
        ("-4", None),
        ("4 apples", None),
        ("30m 1h", None),
        ("30s 20", None),
        ("4 5", None),
        ("24h 1s", None),
        ("12345678", None),
        ("4:27 ok", None),
    ],
)
def test_length(text: str, seconds: int | None) -> None:
    assert read_length(text) == seconds


@given(st.one_of(st.text(), st.text("0123456789:hms ,."), st.text("１２hmin ")))
def test_any_text_is_a_length_of_a_day_at_most_or_none(text: str) -> None:
    length = read_length(text)
    assert length is None or 0 <= length <= 86400


@given(st.integers(0, 86400))
def test_a_length_as_a_clock_shows_it_is_read_back(seconds: int) -> None:
    minutes, rest = divmod(seconds, 60)
    assert read_length(f"{minutes}:{rest:02}") == seconds
    assert read_length(f"{minutes // 60}:{minutes % 60:02}:{rest:02}") == seconds


@pytest.mark.parametrize(
    "piece", ["thu ", " ", "9", "+", "1/", "3 days ", ",", "a ", "working ", "1.", "９", "–", "h1"]
)
def test_long_lines_take_no_longer_than_their_length(piece: str) -> None:
    line = piece * 200_000
    begun = perf_counter()
    read_length(line)
    assert perf_counter() - begun < 3
