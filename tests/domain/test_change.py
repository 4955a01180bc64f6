"""A change says which rows of which tables were touched."""

import pytest

from callbook.domain.change import Change, Op, combined

TWO = Change(Op.START_CALL, {"call": frozenset({17}), "prospect": frozenset({1, 2})})


def test_ids_of_a_table() -> None:
    assert TWO.ids("call") == {17}
    assert TWO.ids("prospect") == {1, 2}
    assert TWO.ids("tag") == frozenset()


def test_the_only_row_of_a_table() -> None:
    assert TWO.one("call") == 17
    for table in ("prospect", "tag"):
        with pytest.raises(ValueError, match="unpack"):
            TWO.one(table)


def test_a_verb_is_neither_undone_nor_redone() -> None:
    assert TWO.undone is None
    assert Change(Op.IMPORT).touched == {}


def test_every_operation_has_a_name_of_its_own() -> None:
    assert len({op.value for op in Op}) == len(Op)
    assert all(op.value == op.name.lower() for op in Op)


def test_several_steps_of_one_operation_as_one() -> None:
    first = Change(Op.IMPORT, {"prospect": frozenset({1, 2}), "tag": frozenset({5})})
    second = Change(Op.IMPORT, {"prospect": frozenset({2, 3}), "phone": frozenset({1})})
    whole = combined(iter([first, second, Change(Op.IMPORT)]))
    assert whole.op is Op.IMPORT
    assert whole.undone is None
    assert dict(whole.touched) == {"prospect": {1, 2, 3}, "tag": {5}, "phone": {1}}
    with pytest.raises(ValueError, match="no changes"):
        combined([])
