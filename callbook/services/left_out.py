"""Keeping what an import left out: a table of the lines, the reasons and all the text."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from callbook.formats.table_out import write_csv
from callbook.services.whole_file import replacing


def save_left_out(path: Path, header: Sequence[str], rows: Iterable[tuple[int, str, str]]) -> None:
    """Write rows of a line number, a reason and a text as CSV under `header`; UserError where it cannot be written.

    What stood at `path` stays as it was unless all of it could be written.
    """
    with replacing(path) as file:
        write_csv(file, [tuple(header), *rows])
