"""A grid of text, whichever kind of file it came from.

Every reader of tables ends in a Table; from there on nobody knows which kind of file it was.
"""

from dataclasses import dataclass

# No title of a column, no number and no address of any kind is longer; longer cells are words.
LONG = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A text grid as it stood in a file; no cell is trimmed and no filled row left out.

    `first_line` and `lines` count from 1 and say where each row begins. `outside` holds the text before the
    header and after the last row ("Notes:", "Grand Totals"), a line each, for the person to see. `mended` are the
    lines of rows that stood in a single cell as a whole, `strays` those of rows with bytes of another encoding,
    which are read as Windows-1252. A sheet has no encoding and no delimiter.
    """

    header: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    first_line: int
    encoding: str
    delimiter: str
    lines: tuple[int, ...]
    outside: tuple[str, ...] = ()
    mended: tuple[int, ...] = ()
    strays: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """A name for every column up to the widest row: the header's, or "Column 3" where there is none."""
        header = self.header or ()
        width = max((len(header), *map(len, self.rows)))
        given = [name.strip() for name in header] + [""] * (width - len(header))
        return tuple(name or f"Column {at}" for at, name in enumerate(given, start=1))
