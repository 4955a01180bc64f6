"""Every real list that was counted by hand, read whole: encoding, delimiter, header, records, and three of them."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from callbook.formats.csv_file import read_table
from callbook.formats.encodings import decode
from callbook.formats.table import Table

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this checkout")

# Lines before the header that are not kept beside the table, and why.
FEWER_OUTSIDE = {
    "contacts_csv/from-test-code/linkedin_dup_and_empty.csv": (1, "a blank line before the header holds nothing"),
    "contacts_csv/linkedin-toolkit/sample_connections.csv": (2, "blank lines before the header hold nothing"),
    "contacts_csv/linkedin-samples/sample_connections.csv": (0, "all lines before the header are filled"),
    "prospects/de-nrw-schools/schuldaten_2of3.csv": (1, "sep=; says how to read the file and is no text of the list"),
}


def expected() -> list[dict[str, str]]:
    path = DATA / "EXPECTED_csv.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row for row in rows if (DATA / row["path"]).is_file()]


@cache
def table_of(path: str) -> Table:
    return read_table((DATA / path).read_bytes())


@dataclass(frozen=True)
class Told:
    """One record as the expectations write it: the first of its filled cells, each cut to sixty characters."""

    at: int
    cells: tuple[tuple[str, str], ...]


def told(text: str, at: int) -> Told:
    numbered = re.match(r"#(\d+): ", text)
    pairs = [part.partition("=") for part in text[numbered.end() if numbered else 0 :].split(" | ")]
    return Told(int(numbered[1]) - 1 if numbered else at, tuple((name, cell) for name, _, cell in pairs))


def written(cell: str) -> str:
    return re.sub(r"\r\n|\r|\n", "⏎", cell).strip()[:60].strip()


@with_data
@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"])
def test_a_list_counted_by_hand(row: dict[str, str]) -> None:
    table = table_of(row["path"])
    width = len(table.header or table.names)
    assert len(table.rows) == int(row["records"])
    assert (table.header is not None) is (row["header"] == "yes")
    assert table.delimiter == row["delimiter"].replace("TAB", "\t")
    assert width == int(row["columns"])
    assert table.encoding.removesuffix("-sig") == row["encoding"].replace("ascii", "utf-8")
    assert len(table.rows) - len(set(table.rows)) == int(row["exact_duplicate_records"])
    assert sum(len(cells) != width for cells in table.rows) == int(row["records_with_other_width"])
    assert sum("\n" in (joined := "".join(cells)) or "\r" in joined for cells in table.rows) == int(
        row["records_with_newline_in_cell"]
    )


@with_data
@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"])
def test_first_middle_and_last_record(row: dict[str, str]) -> None:
    table = table_of(row["path"])
    for text, at in ((row["first_record"], 0), (row["middle_record"], 0), (row["last_record"], len(table.rows) - 1)):
        record = told(text, at)
        names = table.header or tuple(f"col{number}" for number in range(1, 1 + len(table.names)))
        found = {(name.strip(), written(cell)) for name, cell in zip(names, table.rows[record.at], strict=False)}
        wanted = {(name.strip(), written(cell)) for name, cell in record.cells if cell}
        assert wanted <= found, (text, sorted(wanted - found))


@with_data
@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"])
def test_lines_around_the_table(row: dict[str, str]) -> None:
    fewer, _why = FEWER_OUTSIDE.get(row["path"], (0, ""))
    around = int(row["preamble_lines"]) + int(row["footer_lines"])
    assert len(table_of(row["path"]).outside) == around - fewer


@with_data
def test_the_same_rows_in_every_encoding() -> None:
    derived = DATA / "contacts_csv" / "derived"
    whole = read_table((derived / "hk200_utf8_nobom.csv").read_bytes())
    assert len(whole.rows) == 200
    files = [*derived.glob("*hk200*")]
    assert len(files) == 4
    for path in files:
        table = read_table(path.read_bytes())
        assert (table.header, table.rows, table.lines) == (whole.header, whole.rows, whole.lines), path.name
    text = (derived / "hk200_utf8_nobom.csv").read_bytes().decode("utf-8")
    for codec in ("utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le", "gb18030", "utf-8-sig"):
        table = read_table(text.encode(codec))
        assert (table.rows, table.encoding) == (whole.rows, codec), codec
    hong_kong = text.encode("big5hkscs", "ignore")  # one rare letter of the list is not in it
    assert read_table(hong_kong).rows == read_table(hong_kong.decode("big5hkscs").encode()).rows


@with_data
@pytest.mark.parametrize(
    "path, codecs",
    [
        ("prospects/tw-pharmacies/tw_pharmacies_20200303.csv", ("cp950", "utf-16-be")),
        ("prospects/jp-kumamoto-hospitals/yakkyoku_list_yakkyoku_list.csv", ("cp932", "euc_jp", "utf-16-le")),
        ("prospects/cn-hotels-poi-gbk/酒店.csv", ("gb18030", "utf-16-le")),
        ("prospects/at-organisations/privat/banken.csv", ("cp1252",)),
        ("prospects/fr-schools-35/fr-en-annuaire-education_2of3.csv", ("cp1252",)),
    ],
)
def test_pieces_of_real_lists_in_other_encodings(path: str, codecs: tuple[str, ...]) -> None:
    data = (DATA / path).read_bytes()
    lines = read_table(data, delimiter="\x1f", header=False).rows[:400]
    for codec in codecs:
        for size in (400, 20, 5):
            for at in range(0, len(lines), size):
                text = "\n".join(cells[0] for cells in lines[at : at + size]) + "\n"
                again = text.encode(codec, "ignore")
                if not again.isascii():
                    assert decode(again).text == again.decode(codec), (codec, size, text)


# Delimiters that other people noted down, where ours differ, and why.
OTHER_DELIMITERS = {
    "Line feed character is more frequent than the car return-line feed combination.csv": (
        ",",
        "two columns of numbers with decimal commas give as even a table with commas, of one column more",
    ),
}


def annotated() -> list[tuple[Path, str]]:
    folder = DATA / "csv" / "csvsniffer"
    named = {"comma": ",", "semicolon": ";", "tab": "\t", "vslash": "|", "space": " "}
    path = folder / "Dialect_annotations.txt"
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []
    rows = [line.split("|") for line in lines]
    return [(folder / "CSV" / row[0], named[row[2]]) for row in rows if (folder / "CSV" / row[0]).is_file()]


@with_data
def test_delimiters_that_others_noted_down() -> None:
    files = annotated()
    assert len(files) == 24
    for path, delimiter in files:
        other, _why = OTHER_DELIMITERS.get(path.name, (delimiter, ""))
        table = read_table(path.read_bytes())
        assert table.delimiter == other, path.name
        kept = letters([table.header or (), *table.rows, table.outside])
        text = decode(path.read_bytes()).text
        assert Counter(kept) == Counter(filter(str.isalnum, text)), path.name


# What differs from the cleaned files of a test suite of polluted ones, and why.
NOT_CLEANED = {
    "file_field_delimiter_0x20.csv": "blanks stand between the cells and, without quotes, in them: one column",
    "file_escape_char_0x5C.csv": "a quote behind a backslash is no quote of CSV: the text is kept, its backslash too",
    "file_multitable_same.csv": "the second table is kept, its header a row: it is for the person to leave out",
}


@with_data
@pytest.mark.parametrize(
    "path", sorted((DATA / "csv" / "pollock-polluted" / "clean").glob("*.csv")), ids=lambda path: path.stem
)
def test_polluted_files_read_like_the_cleaned_ones(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        clean = [tuple(cells) for cells in csv.reader(file) if any(cells)]
    table = read_table((path.parents[1] / "csv" / path.name).read_bytes())
    found = [cells for cells in (table.header, *table.rows) if cells is not None]
    if path.name in NOT_CLEANED:
        assert letters(found).startswith(letters(clean))
    else:
        assert found == clean


def letters(rows: list[tuple[str, ...]]) -> str:
    return "".join(char for cells in rows for cell in cells for char in cell if char.isalnum())
