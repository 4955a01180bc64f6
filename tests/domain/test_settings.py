"""Settings as texts and back, with a default for whatever cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.prospect import Stage
from callbook.domain.settings import (
    LARGEST,
    BookSettings,
    hidden_stages,
    hidden_stages_text,
    named_stages,
    offered_stages,
    read_settings,
    settings_texts,
    stage_names_text,
)

NUMBERS = st.integers(0, 10**6)
BOUND = [st.integers(0, most) for most in LARGEST.values()]
STAGES = st.sampled_from(Stage)


@given(
    st.builds(
        BookSettings, st.text(), st.text(), st.text(), NUMBERS, NUMBERS, NUMBERS, *BOUND, st.text(), st.text(),
        st.integers(0, 1),
    )
)  # fmt: skip
def test_any_settings_are_read_as_they_were_written(settings: BookSettings) -> None:
    assert read_settings(settings_texts(settings)) == settings


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", " 20", "²", "0x10", "1e3", "9" * 10, "9" * 10_000])
def test_a_number_that_is_none_is_its_default(text: str) -> None:
    for name in ("daily_goal", "most_tries", "rest_months", "meeting_minutes", "remind_minutes"):
        assert read_settings({name: text}) == BookSettings()


def test_what_the_new_settings_are_until_somebody_sets_them() -> None:
    settings = read_settings({"me": "Ann"})
    assert (settings.most_tries, settings.rest_months, settings.meeting_minutes, settings.remind_minutes) == (
        8,
        3,
        30,
        5,
    )
    assert read_settings({"most_tries": "0"}).most_tries == 0


@pytest.mark.parametrize(("name", "most"), LARGEST.items())
def test_a_number_beyond_use_is_its_default(name: str, most: int) -> None:
    assert getattr(read_settings({name: str(most)}), name) == most
    assert read_settings({name: str(most + 1)}) == BookSettings()


def test_what_is_missing_or_unknown_changes_nothing() -> None:
    assert read_settings({}) == BookSettings()
    assert read_settings({"colour": "red", "me": "Ann"}) == BookSettings(me="Ann")


@given(st.dictionaries(st.sampled_from([*settings_texts(BookSettings()), "other"]), st.text()))
def test_no_text_raises(texts: dict[str, str]) -> None:
    settings = read_settings(texts)
    assert settings.me == texts.get("me", "")
    assert settings.daily_goal >= 0
    assert settings.rest_months <= 120
    assert named_stages(settings).keys() <= set(Stage)
    assert offered_stages(settings)


# Stages


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", {}),
        ("talking=In talks", {Stage.TALKING: "In talks"}),
        ("talking = In talks \r\nclient=Won=paid", {Stage.TALKING: "In talks", Stage.CLIENT: "Won=paid"}),
        ("talking=\nclient\n=x\nelse=y\nTALKING=z", {}),
        ("new=One\nnew=Two", {Stage.NEW: "Two"}),
    ],
)
def test_stages_are_named_line_by_line(text: str, names: dict[Stage, str]) -> None:
    assert named_stages(BookSettings(stage_names=text)) == names


@given(st.dictionaries(STAGES, st.text()))
def test_any_name_is_read_as_one_line(names: dict[Stage, str]) -> None:
    read = named_stages(BookSettings(stage_names=stage_names_text(names)))
    assert read == {stage: " ".join(name.split()) for stage, name in names.items() if name.split()}


@given(st.sets(STAGES), st.text())
def test_hidden_stages_are_not_offered(hidden: set[Stage], other: str) -> None:
    settings = BookSettings(hidden_stages=hidden_stages_text(hidden))
    assert hidden_stages(settings) == hidden
    left = tuple(stage for stage in Stage if stage not in hidden)
    assert offered_stages(settings) == (left or tuple(Stage))
    assert hidden_stages(BookSettings(hidden_stages=other)) <= set(Stage)
