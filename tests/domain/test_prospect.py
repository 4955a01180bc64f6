"""Stages move as they were decided, and preparation counts what was filled in."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.prospect import PREPARATION, Prospect, Stage, stage_after

S = Stage
FORWARD = [S.NEW, S.PREPARED, S.INTRODUCED, S.TALKING, S.MEETING, S.PROPOSAL, S.CLIENT]


@pytest.mark.parametrize(
    ("current", "target", "after"),
    [
        (S.NEW, S.INTRODUCED, S.INTRODUCED),
        (S.NEW, S.MEETING, S.MEETING),
        (S.MEETING, S.TALKING, S.MEETING),
        (S.TALKING, None, S.TALKING),
        (S.TALKING, S.TALKING, S.TALKING),
        (S.NEW, S.RESTING, S.RESTING),
        (S.PROPOSAL, S.RESTING, S.RESTING),
        (S.RESTING, S.INTRODUCED, S.INTRODUCED),
        (S.RESTING, S.CLOSED, S.CLOSED),
        (S.CLOSED, S.RESTING, S.CLOSED),
        (S.CLOSED, S.TALKING, S.CLOSED),
        (S.PROPOSAL, S.CLOSED, S.CLOSED),
        (S.CLIENT, S.RESTING, S.CLIENT),
        (S.CLIENT, S.CLOSED, S.CLIENT),
        (S.PARTNER, S.CLOSED, S.PARTNER),
        (S.PARTNER, S.CLIENT, S.PARTNER),
        (S.CLIENT, S.PARTNER, S.CLIENT),
        (S.CLIENT, S.MEETING, S.CLIENT),
    ],
)
def test_a_stage_after_an_outcome(current: Stage, target: Stage | None, after: Stage) -> None:
    assert stage_after(current, target) is after


@given(st.sampled_from(FORWARD), st.sampled_from(FORWARD))
def test_of_two_stages_on_the_way_the_later_one_stands(current: Stage, target: Stage) -> None:
    assert stage_after(current, target) is max(current, target, key=FORWARD.index)


@given(st.sampled_from(Stage), st.sampled_from(Stage) | st.none())
def test_an_outcome_moves_to_its_stage_or_not_at_all_and_once(current: Stage, target: Stage | None) -> None:
    after = stage_after(current, target)
    assert after in (current, target)
    assert stage_after(after, target) is after


def test_preparation_counts_its_five_fields() -> None:
    assert len(PREPARATION) == 5
    assert set(PREPARATION) < {field.name for field in fields(Prospect)}
    prospect = Prospect(name="Northgate", notes="much", city="Leeds")
    assert prospect.prepared == 0
    for count, field in enumerate(PREPARATION, start=1):
        changes: dict[str, str] = {field: "known"}
        prospect = replace(prospect, **changes)  # type: ignore[arg-type]
        assert prospect.prepared == count


def test_a_prospect_is_never_changed_in_place() -> None:
    prospect = Prospect()
    with pytest.raises(FrozenInstanceError):
        prospect.name = "x"  # type: ignore[misc]
    assert not hasattr(prospect, "__dict__")
