"""Many ids in a condition, as one value: to write a mark for each takes longer than to read their rows."""

import json
from collections.abc import Iterable

from peewee import SQL

MANY = "(SELECT value FROM json_each(?))"
"""Stands for `as_value` of some ids in plain SQL, after IN."""


def as_value(ids: Iterable[object]) -> str:
    return json.dumps(list(ids))


def these(ids: Iterable[object]) -> SQL:
    """The same for a Peewee condition."""
    return SQL(MANY, (as_value(ids),))
