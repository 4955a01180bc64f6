"""What people type when they are asked how long a call took."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.typed_length import read_length


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        # as a clock shows it: minutes and seconds, or hours too
        ("4:27", 267),
        ("04:27", 267),
        ("0:30", 30),
        ("0:00", 0),
        ("75:00", 4500),
        ("100:00", 6000),
        ("1:02:03", 3723),
        ("01:02:03", 3723),
        ("1:2:03", 3723),
        ("0:04:27", 267),
        ("24:00:00", 86400),
        ("1440:00", 86400),
        # one unit
        ("4m", 240),
        ("4 min", 240),
        ("4 Min.", 240),
        ("4MINS", 240),
        ("4 minutes", 240),
        ("1 minute", 60),
        ("270s", 270),
        ("90 sec", 90),
        ("90 secs.", 90),
        ("90 seconds", 90),
        ("1h", 3600),
        ("1 hr", 3600),
        ("2hrs", 7200),
        ("2 hours", 7200),
        ("24h", 86400),
        ("1440 min", 86400),
        # parts of a unit, with a point or a comma
        ("4.5m", 270),
        ("4.5 min", 270),
        ("4,5 min", 270),
        (" 4.5 ", 270),
        ("1.5h", 5400),
        ("0.25 h", 900),
        ("0.5s", 0),  # half a second is rounded to the even one
        ("1.5s", 2),
        ("4.55m", 273),
        # several units, the larger first
        ("1h30", 5400),
        ("1h 30", 5400),
        ("1 h 30 m", 5400),
        ("1h 30m", 5400),
        ("1hr30min", 5400),
        ("1h, 30m", 5400),
        ("1 hour and 30 minutes", 5400),
        ("1h 20s", 3620),
        ("1h30m20", 5420),
        ("1 hour 30 min 20 s", 5420),
        ("1 hour, 30 min, and 20 seconds", 5420),
        ("4m27", 267),
        ("4m27s", 267),
        ("4 min. 27 sec.", 267),
        # a bare number is minutes
        ("4", 240),
        ("90", 5400),
        ("0", 0),
        ("0.5", 30),
        ("1440", 86400),
        # blanks, and the characters of a Chinese keyboard
        ("\t4   min ", 240),
        ("４：２７", 267),
        ("４ｍ", 240),
        # nothing that can be read
        ("", None),
        ("  ", None),
        ("soon", None),
        ("m", None),
        (":30", None),
        ("4:", None),
        ("4:7", None),
        ("4:60", None),
        ("4:5:6", None),
        ("1:75:00", None),
        ("1:02:03:04", None),
        ("4.5:00", None),
        ("-4", None),
        ("+4", None),
        ("4 apples", None),
        ("4 m m", None),
        ("30m 1h", None),
        ("30s 20", None),
        ("4 5", None),
        ("4 and 5", None),
        ("1h and", None),
        ("1.234 m", None),
        ("4..5", None),
        ("4:27 ok", None),
        # no call takes longer than a day
        ("24:00:01", None),
        ("24h 1s", None),
        ("1441", None),
        ("25h", None),
        ("86401s", None),
        ("12345678", None),
    ],
)
def test_length(text: str, seconds: int | None) -> None:
    assert read_length(text) == seconds


@given(st.one_of(st.text(), st.text("0123456789:hms ,.and"), st.text("１２hmin ")))
def test_any_text_is_a_length_of_a_day_at_most_or_none(text: str) -> None:
    length = read_length(text)
    assert length is None or 0 <= length <= 86400


@given(st.integers(0, 86400))
def test_a_length_as_a_clock_shows_it_is_read_back(seconds: int) -> None:
    minutes, rest = divmod(seconds, 60)
    assert read_length(f"{minutes}:{rest:02}") == seconds
    assert read_length(f"{minutes // 60}:{minutes % 60:02}:{rest:02}") == seconds


@pytest.mark.parametrize(
    "piece",
    ["thu ", " ", "9", "+", "1/", "3 days ", ",", "a ", "working ", "1.", "９", "–", "h1"]
    + ["1 and ", "1h, ", "1m.", "and "],
)
def test_long_lines_take_no_longer_than_their_length(piece: str) -> None:
    line = piece * 200_000
    begun = perf_counter()
    read_length(line)
    assert perf_counter() - begun < 3
