"""Settings as texts and back, with a default for whatever cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.settings import BookSettings, read_settings, settings_texts

NUMBERS = st.integers(0, 10**6)


@given(st.builds(BookSettings, st.text(), st.text(), st.text(), NUMBERS, NUMBERS, NUMBERS))
def test_any_settings_are_read_as_they_were_written(settings: BookSettings) -> None:
    assert read_settings(settings_texts(settings)) == settings


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", " 20", "²", "0x10", "1e3"])
def test_a_number_that_is_none_is_its_default(text: str) -> None:
    assert read_settings({"daily_goal": text}) == BookSettings()


def test_what_is_missing_or_unknown_changes_nothing() -> None:
    assert read_settings({}) == BookSettings()
    assert read_settings({"colour": "red", "me": "Ann"}) == BookSettings(me="Ann")


@given(st.dictionaries(st.sampled_from([*settings_texts(BookSettings()), "other"]), st.text()))
def test_no_text_raises(texts: dict[str, str]) -> None:
    settings = read_settings(texts)
    assert settings.me == texts.get("me", "")
    assert settings.daily_goal >= 0
