"""Tags in one cell, ours and those of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.formats.tag_list import joined_tags, split_tags


@pytest.mark.parametrize(
    "cell, tags",
    [
        ("* myContacts ::: * Starred ::: Family", ["myContacts", "Starred", "Family"]),
        ("a;b, c ,, ;d", ["a", "b", "c", "d"]),
        ('"Leeds, West"; near', ["Leeds, West", "near"]),
        ('near, "say ""hello"";"', ["near", 'say "hello";']),
        ('5" disk, 8" disk', ['5" disk', '8" disk']),
        ('"big" ones, others', ['"big" ones', "others"]),
        ('"never closed, b', ['"never closed', "b"]),
        ('""', []),
        ("", []),
    ],
)
def test_tags_of_a_cell(cell: str, tags: list[str]) -> None:
    assert list(split_tags(cell)) == tags


def test_only_a_tag_that_would_come_apart_is_quoted() -> None:
    assert joined_tags(["bakery", "near", 'R&D 5" (new)']) == 'bakery; near; R&D 5" (new)'
    assert joined_tags(["a, b", "c;", '"d"']) == '"a, b"; "c;"; """d"""'


@given(st.lists(st.text(st.sampled_from("ab\";,:* '\\\n\t="), min_size=1, max_size=8), max_size=5))
def test_any_tags_come_back(tags: list[str]) -> None:
    assert list(split_tags(joined_tags(tags))) == tags


def test_many_quotes_take_no_longer_than_they_are_many() -> None:
    assert len(list(split_tags('"a' * 50_000))) == 1
    assert len(list(split_tags('"a,' * 50_000))) == 50_000
