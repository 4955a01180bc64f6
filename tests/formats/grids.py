"""Tables written as texts with bars between the cells, what becomes of them, and that nothing is lost."""

import dataclasses
import re
from collections.abc import Iterator
from itertools import zip_longest

from callbook.domain.place import country_code
from callbook.formats.columns import guess
from callbook.formats.headers import Field
from callbook.formats.incoming import Incoming, incoming
from callbook.formats.rare_cells import More, only_refuses, refuses
from callbook.formats.table import Table

NAMES = [Field.FIRST_NAME, Field.LAST_NAME]


def table(header: str | None, *rows: str) -> Table:
    """A table from texts with bars between the cells."""
    cells = tuple(tuple(row.split("|")) for row in rows)
    return Table(
        header=tuple(header.split("|")) if header is not None else None,
        rows=cells,
        first_line=2,
        encoding="utf-8",
        delimiter="|",
        lines=tuple(range(2, 2 + len(cells))),
    )


def read(header: str | None, *rows: str) -> list[Incoming]:
    grid = table(header, *rows)
    return list(incoming(grid, guess(grid)))


def one(header: str, row: str) -> Incoming:
    return read(header, row)[0]


def squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def all_text(found: Incoming) -> str:
    """Every text of the prospect, end to end; the line number is not one of them."""
    people = [text for person in found.people for text in dataclasses.astuple(person)]
    phones = [text for phone in found.phones for text in dataclasses.astuple(phone)]
    own = [value for value in (getattr(found, f.name) for f in dataclasses.fields(found)) if isinstance(value, str)]
    return squeezed("\n".join([*own, *people, *phones, *found.tags, *rare_text(found.more)]))


def rare_text(more: More | None) -> Iterator[str]:
    if more is None:
        return
    yield from (text for _, text in more.fields)
    yield from (more.stage or "", more.referred_by, str(more.do_not_call_at))
    yield from (f"{about.wrong_at}\n{about.owner}" for _, about in more.phones)
    if more.action:
        yield from map(str, dataclasses.astuple(more.action))


def is_only_an_answer(cell: str, field: Field | None) -> bool:
    """Whether a cell says no more than that they may or may not be called."""
    return field is Field.DO_NOT_CALL and (only_refuses(cell) or not refuses(cell))


def assert_nothing_lost(grid: Table, mapping: tuple[Field | None, ...]) -> None:
    found = list(incoming(grid, mapping))
    assert len(found) == len(grid.rows)
    for row, prospect in zip(grid.rows, found, strict=True):
        text = all_text(prospect)
        for cell, field in zip_longest(row, mapping[: len(row)]):
            if is_only_an_answer(cell, field):
                continue
            whole = squeezed(cell)
            if whole in text or (prospect.country and country_code(cell.strip()) == prospect.country):
                continue
            # Cells with several values come apart, and a label or tag loses the star that marks it, or its quotes.
            parts = [squeezed(part).replace('"', "").lstrip("*") for part in re.split(r":::|[;,]", cell)]
            assert all(part in text.replace('"', "") for part in parts), (cell, prospect)
