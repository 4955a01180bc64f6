"""Which columns of a table belong to one person: "Contact 2", "Job title 2", "Email 2"."""

import re
from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import TypeAlias

from callbook.formats.columns import Mapping
from callbook.formats.headers import Field

People: TypeAlias = Fields[Field, list[int]]
"""The columns of a person, by what they are."""

_NAMES = (Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME)
_BESIDE = (Field.ROLE, Field.EMAIL, Field.BUYING_ROLE, Field.PERSON_NOTE)
_NUMBER = re.compile(r"\d+")


def people_columns(names: Sequence[str], mapping: Mapping) -> list[People]:
    """The columns of each person in the order of their places; none where the header does not tell people apart.

    It does where two or more have a column for their whole name, or for first and last name, with different numbers in
    the header ("Contact", "Contact 2"), and in our own tables. A header without a number is that of the first person,
    unless another of its kind has the number 1.
    """
    said = [(at, field) for at, field in enumerate(mapping[: len(names)]) if field in (*_NAMES, *_BESIDE)]
    numbered = {at: int(found[0]) for at, _ in said if (found := _NUMBER.search(names[at]))}
    first = {field for at, field in said if numbered.get(at) == 1}
    places: dict[int, dict[Field, list[int]]] = {}
    for at, field in said:
        if field is not None and (at in numbered or field not in first):
            places.setdefault(numbered.get(at, 1), {}).setdefault(field, []).append(at)
    people = [dict(places[key]) for key in sorted(places) if _is_named(places[key])]
    own = any(Field.BUYING_ROLE in one for one in people)
    return list(people) if own or (len(people) > 1 and _covers(said, people)) else []


def _is_named(columns: People) -> bool:
    """Whether these are the columns of one person: one name, or its first and last part."""
    whole, parts = len(columns.get(Field.PERSON, ())), Field.FIRST_NAME in columns and Field.LAST_NAME in columns
    return whole == 1 or (whole == 0 and parts)


def _covers(said: Sequence[tuple[int, Field | None]], people: Sequence[People]) -> bool:
    """Whether every column of a name is somebody's."""
    taken = {at for one in people for field in _NAMES for at in one.get(field, ())}
    return taken == {at for at, field in said if field in _NAMES}
