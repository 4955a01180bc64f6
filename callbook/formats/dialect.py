"""Which delimiter and which quotes a text file has: those that give the most records of one width."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from callbook.formats.delimited import Form, Lines, records
from callbook.formats.records import Record

# In the order in which they win a tie: a tab is never part of a name, a bar often stands inside a cell.
_DELIMITERS = "\t,;|"
# Taken only when none of the others makes a table and nearly all records have the same width, which is at least the
# given one: there are blanks in every name and colons in every time.
_RARE = {"\x1f": 2, "\x1e": 2, "^": 3, "~": 3, "\u00a6": 3, "\u00a7": 3, "#": 3, "*": 3, ":": 5, " ": 6}
_SCORED_RECORDS = 50
_SCORED_LINES = 2000
_SCORED_LENGTH = 1_000_000
_QUOTED = "(?:^|[,;\\t|])'[^'\\r\\n]*'(?=[,;\\t|\\r\\n]|$)"


def best_form(lines: Lines, delimiter: str = "") -> Form:
    """How the cells are told apart: by the delimiter given, or by the best; a comma where there is one column."""
    sample = lines.first(_SCORED_LINES, _SCORED_LENGTH)
    quote = _quote(sample)
    if not delimiter:
        scores = {one: score(sample, Form(one, quote)) for one in _DELIMITERS}
        delimiter = max(_DELIMITERS, key=scores.__getitem__)
        if scores[delimiter] <= 1 / 3:
            delimiter = _rare_delimiter(sample, quote) or ","
    return Form(delimiter, quote, _has_blank_first(sample, delimiter, quote))


def _quote(sample: Sequence[str]) -> str:
    """A single quote only where there is no double one and every line has cells in single ones."""
    if any('"' in line for line in sample):
        return '"'
    quoted = sum(bool(re.search(_QUOTED, line)) for line in sample)
    return "'" if sample and quoted > 0.9 * len(sample) else '"'


def _has_blank_first(sample: Sequence[str], delimiter: str, quote: str) -> bool:
    """Whether a blank stands between delimiter and quote, and never none."""
    if delimiter in " \t":
        return False
    lines = [line for line in sample if quote in line]
    loose = any(re.search(f"{re.escape(delimiter)} +{quote}", line) for line in lines)
    return loose and not any(f"{delimiter}{quote}" in line for line in lines)


def _rare_delimiter(sample: Sequence[str], quote: str) -> str:
    for delimiter, width in _RARE.items():
        if score(sample, Form(delimiter, quote), records_needed=3, width_needed=width) > 0.9:
            return delimiter
    return ""


def score(sample: Sequence[str], form: Form, records_needed: int = 1, width_needed: int = 2) -> float:
    """Share of records with the commonest width above one, less the share that has quotes inside cells.

    Quotes are left inside cells when a file is cut at the wrong character. Of two equal scores that with the
    wider records is a little higher, up to ten cells: one comma in every name makes no table of two columns.
    """
    found = [record for record in _first_records(sample, form) if record.extent]
    widths = Counter(len(record.cells) for record in found if len(record.cells) > 1)
    if not widths or len(found) < records_needed:
        return 0.0
    torn = sum(any('"' in cell for cell in record.cells) for record in found)
    width, count = widths.most_common(1)[0]
    return (count - torn / 2) / len(found) * (1 - 0.01 / min(width, 10)) if width >= width_needed else 0.0


def _first_records(sample: Sequence[str], form: Form) -> list[Record]:
    return list(islice(records(Lines("".join(sample)), form), _SCORED_RECORDS))
