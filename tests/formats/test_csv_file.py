"""Delimited text: small files written here, and real files of other people where they are at hand."""

import csv
import io
import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.errors import UserError
from callbook.formats import csv_file
from callbook.formats.csv_file import read_table
from callbook.formats.delimited import Form, Lines, records
from callbook.formats.encodings import CHOICES, decode
from callbook.formats.table import Table

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this checkout")

HEADER = ("Company", "Phone", "Email")
ROWS = (("Acme", "555-0100", "a@acme.example"), ("Beta", "555-0101", "b@beta.example"))


def text_of(delimiter: str = ",", end: str = "\n", rows: tuple[tuple[str, ...], ...] = (HEADER, *ROWS)) -> str:
    return "".join(delimiter.join(row) + end for row in rows)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    table = read_table(text_of(delimiter, end).encode())
    assert (table.header, table.rows, table.delimiter) == (HEADER, ROWS, delimiter)
    assert (table.first_line, table.lines, table.names) == (2, (2, 3), HEADER)


@pytest.mark.parametrize(
    "codec, name",
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(codec: str, name: str) -> None:
    rows = (HEADER, ("Räksmörgås – Ølund", "+46 40 1", "å@x.example"))
    table = read_table(text_of(rows=rows).encode(codec))
    assert (table.header, table.rows, table.encoding) == (HEADER, rows[1:], name)


def test_bytes_that_windows_does_not_define_are_kept_one_by_one() -> None:
    table = read_table(b"Company,Phone\nCaf\xe9 \x81,1\n")
    assert (table.rows, table.encoding) == ((("Caf\xe9 \x81", "1"),), "cp1252")


@pytest.mark.parametrize(
    "text, delimiter, rows",
    [
        ("Name;Preis;Ort\nA;1,5;X\nB;2,5;Y\n", ";", 2),
        ("id;value\n1;3,4,5\n2;6,7,8\n", ";", 2),
        ("Company,Tags\nAcme,a;b;c\nBeta,d;e;f\n", ",", 2),
        ('"Smith, A";"x, y"\n"Jones, B";"z, w"\n', ";", 2),
        ("1|Smith, A|x|y|z\n2|Jones, B|x|y|z\n", "|", 2),
        ("Email\na@x.example\nb@x.example\n", ",", 2),
        ("sep=;\nCompany;Phone\nA,B;1\nC,D,E;2\n", ";", 2),
        ("sep=\t\r\nCompany\tPhone\r\nA\t1\r\n", "\t", 1),
        ('"sep=|"\nCompany|Phone\nA;B;C|1\n', "|", 1),
    ],
)
def test_which_delimiter(text: str, delimiter: str, rows: int) -> None:
    table = read_table(text.encode())
    assert (table.delimiter, len(table.rows)) == (delimiter, rows)


def test_lines_count_from_the_top_of_the_file() -> None:
    table = read_table(b'sep=;\nCompany;Notes\nA;"one\ntwo"\n\n;\nB;x\n')
    assert table.rows == (("A", "one\ntwo"), ("B", "x"))
    assert (table.first_line, table.lines) == (3, (3, 7))


def test_lines_around_the_table_are_kept_outside() -> None:
    grid = "First Name,Last Name,Company,URL\nA,B,C,D\nE,F,G,H\n"
    text = f'Notes:\n"Some, of the fields"\n\n{grid}\nTotal 2\n\n(c)\n'
    table = read_table(text.encode())
    assert table.header == ("First Name", "Last Name", "Company", "URL")
    assert (table.rows, table.lines) == ((tuple("ABCD"), tuple("EFGH")), (5, 6))
    assert table.outside == ("Notes:", "Some, of the fields", "Total 2", "(c)")


@pytest.mark.parametrize(
    "text, header",
    [
        ("Company,Phone\nAcme,1\n", True),
        ("Company\nAcme\nBeta\n", True),
        ("foo,bar\n1,2\n3,4\n", True),
        ("会社名,電話\nエイト,03-0000-1111\n", True),
        ("Unfug,Quatsch\nA,01.02.2024\nB,03.04.2024\n", True),
        ("Company,2020,Phone,Email,City\nAcme,5,555-0100,a@x.example,Ulm\n", True),
        ("Acme,555-0100\nBeta,555-0101\n", False),
        ("Ann,Acme\nBob,Beta\n", False),
        ("Acme,n/a\nBeta,555-0100\nGamma,555-0101\n", False),
        ("Acme,a@x.example,Home\nBeta,b@x.example,Work\n", False),
        ("Acme\n", False),
        ("Acme\n\nBeta,1,2,3\nGamma,4,5,6\n", False),
    ],
)
def test_header_or_not(text: str, header: bool) -> None:
    table = read_table(text.encode())
    assert (table.header is not None) is header
    assert len(table.rows) == sum(map(bool, text.splitlines())) - header
    assert table.outside == ()


def test_names_without_a_header_and_beyond_it() -> None:
    assert read_table(b"Acme,555-0100\nBeta,555-0101\n").names == ("Column 1", "Column 2")
    ragged = read_table(b"Company,,Phone\nA,b,1\nB,c,2,more\n")
    assert ragged.names == ("Company", "Column 2", "Phone", "Column 4")


def test_a_header_alone_is_a_table_without_rows() -> None:
    table = read_table(b"Company,Phone\n")
    assert (table.header, table.rows, table.first_line) == (("Company", "Phone"), (), 2)


@pytest.mark.parametrize(
    "line, cells",
    [
        ('1,"I missed " it",3', ("1", 'I missed  it"', "3")),
        ('1,This "quotes" stay,3', ("1", 'This "quotes" stay', "3")),
        ('1,"open,3', ("1", '"open', "3")),
        ('"open,2,3', ('"open', "2", "3")),
        ('1,"a "" b",3', ("1", 'a " b', "3")),
        ('1,"a" ,3', ("1", "a ", "3")),
        ('1,5" disk,3', ("1", '5" disk', "3")),
    ],
)
@pytest.mark.parametrize("after", ["", '4,5,6\n7,"8",9\n', '4,"5\n5",6\n'], ids=["last", "quoted", "two lines"])
def test_a_stray_quote_swallows_no_row(line: str, cells: tuple[str, ...], after: str) -> None:
    table = read_table(f"Company,Notes,Phone\nA,B,C\n{line}\n{after}".encode())
    assert table.rows[1] == cells
    assert len(table.rows) == 2 + after.count("\n") - after.count('"5\n')
    assert table.lines[1] == 3


def test_many_stray_quotes_cost_no_more_than_they_are() -> None:
    lines = ['x,"open,3' if n % 2 else "a,b,c" for n in range(20_000)]
    before = time.process_time()
    table = read_table("\n".join(["Company,Notes,Phone", *lines]).encode())
    assert len(table.rows) == 20_000
    assert time.process_time() - before < 10


@pytest.mark.parametrize("quote", ['"', ""], ids=["quoted", "bare"])
def test_a_cell_of_ten_megabytes(quote: str) -> None:
    long = "word " * 2_000_000
    for text in (f"Company,Notes\nA,{quote}{long}{quote}\nB,c\n", f"{quote}{long}{quote},1\nB,2\n"):
        table = read_table(text.encode())
        assert sum(cell == long for row in table.rows for cell in row) == 1
        assert table.rows[-1][0] == "B"


def test_nul_characters_are_dropped() -> None:
    assert read_table(b"Company,Phone\nAc\0me,1\0\n").rows == (("Acme", "1"),)


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b" \t ", b",,,\n,\n", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_table(data)
    assert caught.value.sentence == "The file is empty."
    assert caught.value.next_step


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\0\x06\0",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"\x7fELF" + bytes(200),
        bytes(range(256)) * 4,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_table(data)
    assert "not a text file" in caught.value.sentence


def test_a_few_characters_that_no_text_has_do_not_refuse_a_short_list() -> None:
    table = read_table(b"Name,Phone\nAl\0pha,0301\x134567\n\0\0\0,\0\nBeta,0302345678\n")
    assert table.rows == (("Alpha", "0301\x134567"), ("Beta", "0302345678"))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))))
def test_any_bytes_are_a_table_or_a_user_error(data: bytes) -> None:
    try:
        table = read_table(data)
    except UserError:
        return
    assert len(table.rows) == len(table.lines)
    assert table.header or table.rows
    assert all(any(cell.strip() for cell in row) for row in table.rows)
    assert list(table.lines) == sorted(set(table.lines))


@given(st.text(alphabet='ab1é",;\t|\n\r ', max_size=200))
def test_no_letter_is_lost_whatever_the_quotes_and_delimiters(text: str) -> None:
    try:
        table = read_table(text.encode())
    except UserError:
        assert not any(map(str.isalnum, text)) or not text.strip()
        return
    kept = "".join("".join(row) for row in (table.header or (), *table.rows, table.outside))
    assert Counter(filter(str.isalnum, kept)) == Counter(filter(str.isalnum, text))


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters=",;\t|\ufeff"))
GRIDS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)


@given(GRIDS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_what_a_csv_writer_wrote_comes_back(
    grid: list[tuple[str, str, str]], delimiter: str, end: str, quoted: bool
) -> None:
    rows = [(f"{a}x {delimiter}", f"{b}{end}", c) for a, b, c in grid]
    file = io.StringIO()
    if quoted:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    writer.writerows([HEADER, *rows])
    table = read_table(file.getvalue().encode())
    assert (table.header, table.rows, table.delimiter) == (HEADER, tuple(rows), delimiter)


WEST = (
    "Navn;By\nBjørn Sørensen;Ålborg\nÆrø;Næstved\n",
    "Nom;Ville\nHélène Lefèvre;Besançon\nœuvre;Où ça – l’été\n",
    "Nombre;Ciudad\nPeña;Málaga\n¿Qué?;Logroño\nº1;España\n",
    "Nome;Cidade\nJoão Simões;São Paulo\nConceição;Camões\n",
    "Nome;Città\nNiccolò;Forlì\nperché;più\n",
    "Name;Preis\nGröße;5 m²\nStraße;10 £\nÄrzte;½ €\n",
    "Nimi;Linn\nJõgi;Pärnu\nÕnne;Võru\n",
    "Ort;Wert\nTemp;20°C\n",
)
CENTRAL = (
    "Firma;Miasto\nŻabka;Łódź\nKowalski;Białystok\nŚwiętokrzyska;Gdańsk\n",
    "Jméno;Město\nDvořák;Příbram\nNěmec;České Budějovice\n",
    "Név;Város\nKovács Győző;Szűcs utca\nTőkés;Debrecen\n",
)
EAST = [
    *(("gb18030", text) for text in ("姓名\n张三\n", "公司,电话\n北京银行,1\n", "商店\n体育用品\n")),
    *(("cp932", text) for text in ("氏名\n田中\n", "会社名,電話\nエイト,03\n", "ｶﾅ,漢字\nﾀﾅｶ,田中\n")),
    *(("cp950", text) for text in ("姓名\n王小明\n", "藥局,電話\n健安藥局,(03)8358141\n")),
    *(("euc_jp", text) for text in ("氏名\n田中\n", "店名\nさくら薬局\n")),
    *((codec, "会社名,電話\r\n日本商事,1\r\n") for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")),
]


@pytest.mark.parametrize(
    "codec, text", [*(("cp1252", text) for text in WEST), *(("cp1250", text) for text in CENTRAL), *EAST]
)
def test_encodings_found_by_their_letters(codec: str, text: str) -> None:
    found = decode(text.encode(codec))
    assert (found.encoding, found.text, found.bom) == (codec, text, False)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_is_believed_and_taken_off(codec: str) -> None:
    assert decode("Name\nÅ 会\n".encode(codec))[:3] == ("Name\nÅ 会\n", codec, True)


def test_two_short_lists_in_two_encodings_are_both_read_and_the_rows_of_the_other_told() -> None:
    first = "Company,Phone,Notes\nMüller,030222111,größe\n".encode()
    table = read_table(first + "Schröder,0302221112,\"ganz\n schön\"\nLarch,1,\n".encode("latin-1"))
    assert table.encoding == "utf-8"
    assert [row[0] for row in table.rows] == ["Müller", "Schröder", "Larch"]
    assert (table.rows[1][2], table.lines, table.strays) == ("ganz\n schön", (2, 3, 5), (3,))
    assert read_table(first).strays == ()


def test_a_few_wrong_bytes_in_utf8_are_kept_as_letters() -> None:
    data = "Größe,Straße,Äpfel\n".encode() * 20 + b"Caf\xe9,1,2\n"
    table = read_table(data, header=False)
    assert (table.encoding, table.rows[-1]) == ("utf-8", ("Café", "1", "2"))
    assert read_table(data, encoding="utf-8", header=False).rows == table.rows


@given(st.binary(max_size=200), st.sampled_from(CHOICES))
def test_a_chosen_encoding_reads_the_bytes_or_says_that_it_cannot(data: bytes, codec: str) -> None:
    try:
        table = read_table(b"Company,Phone\n" + data, encoding=codec)
    except UserError:
        assert (
            codec.startswith(("utf", "cp9", "euc", "gb", "big5"))
            or not data.isascii()
            or re.search(rb"[\x00-\x1f]", data)
        )
        return
    if not codec.startswith("utf-"):
        assert table.encoding == codec or codec == "latin-1"


def test_choices_override_the_guess() -> None:
    data = "Firma;Stra\xdfe\nA,B;C,D\n".encode("cp1252")
    assert read_table(data, encoding="cp1250").encoding == "cp1250"
    chosen = read_table(data, delimiter=",", header=False)
    assert (chosen.header, chosen.rows) == (None, (("Firma;Stra\xdfe",), ("A", "B;C", "D")))
    assert read_table(b"Acme,1\nBeta,2\n", header=True).header == ("Acme", "1")
    assert read_table("Größe\n".encode("utf-16-le"), encoding="utf-16").rows == (("Größe",),)


@pytest.mark.parametrize(
    "choice",
    [{"encoding": "utf-8"}, {"encoding": "cp932x"}, {"encoding": "base64"}, {"encoding": "utf-32"},
     {"encoding": "rot13"}, {"delimiter": ",,"}, {"delimiter": '"'}],
)  # fmt: skip
def test_choices_that_cannot_be(choice: dict[str, str]) -> None:
    with pytest.raises(UserError) as caught:
        read_table("Größe,Straße\n".encode("cp1252"), **choice)
    assert caught.value.sentence.endswith(".") and caught.value.next_step


def test_a_whole_row_inside_one_quoted_cell_is_read_as_the_row() -> None:
    rows = b'id,name,city,notes\n1,Acme,Leeds,x\n"2,Beta,York,""a, b"""\n3,"Smith, A, B",Ripon,y\n"Only, a, word"\n'
    table = read_table(rows)
    assert table.rows[1] == ("2", "Beta", "York", "a, b")
    assert table.rows[2:] == (("3", "Smith, A, B", "Ripon", "y"), ("Only, a, word",))
    assert (table.mended, table.lines) == ((3,), (2, 3, 4, 5))
    blanks = read_table(b'a1,b2,c3,phone,email\n1,2,3,4,5\n"1,2,3,4,6",,,,\n')
    assert (blanks.rows[1], blanks.mended) == (("1", "2", "3", "4", "6"), (3,))


def test_every_row_inside_one_quoted_cell() -> None:
    table = read_table(b'"Company,Phone,City"\n"Acme,1,""Leeds, UK"""\n"Beta,2,York"\n')
    assert (table.header, table.rows) == (
        ("Company", "Phone", "City"),
        (("Acme", "1", "Leeds, UK"), ("Beta", "2", "York")),
    )
    assert (table.delimiter, table.mended) == (",", (2, 3))


@pytest.mark.parametrize(
    "text, delimiter, row",
    [
        ("'a','b, c','d'\n'e','f, g','h'\n", ",", ("e", "f, g", "h")),
        ('a, "b, c", d\ne, "f, g", h\n', ",", ("e", "f, g", "h")),
        ("a^b^c\nd^e^f\ng^h^i\n", "^", ("g", "h", "i")),
        ("a b c d e f\n1 2 3 4 5 6\n7 8 9 1 2 3\n", " ", ("7", "8", "9", "1", "2", "3")),
        ("http://a.example\nhttp://b.example\nhttp://c.example\n", ",", ("http://c.example",)),
        ("Ann B. Smith\nBob C. Jones\nCec D. Adams\n", ",", ("Cec D. Adams",)),
    ],
)
def test_rarer_quotes_and_delimiters(text: str, delimiter: str, row: tuple[str, ...]) -> None:
    table = read_table(text.encode())
    assert (table.delimiter, table.rows[-1]) == (delimiter, row)


# Hostile files, small enough for every run.


def test_a_line_of_a_million_delimiters_has_at_most_a_thousand_columns() -> None:
    table = read_table(b"Company,Phone\nA" + b"," * 1_000_000 + b"z\nB,1\n")
    assert (len(table.names), len(table.rows), table.rows[1]) == (1000, 2, ("B", "1"))
    assert table.rows[0][999] == "," * 999_001 + "z"


@pytest.mark.parametrize("tail", [b"", b'Beta,"closed",1\n'])
def test_an_open_quote_in_the_middle_of_five_megabytes(tail: bytes) -> None:
    data = b"Company,City,Phone\n" + b"Acme,Leeds,555\n" * 60_000 + b'Beta,"open,5\n' + b"Acme,Leeds,555\n" * 60_000
    table = read_table(data + tail)
    assert len(table.rows) == 120_001 + bool(tail)
    assert table.rows[60_000] == ("Beta", '"open', "5")


class Counted(Lines):
    """Lines that count how often one is read."""

    reads = 0

    def __getitem__(self, at: int) -> str:
        self.reads += 1
        return super().__getitem__(at)


@given(
    st.lists(
        st.sampled_from(['x,"open,3\n', "a,b\n", '"""\n', '""\n', 'a,"b"\n', '"\n', 'c"\n', '"a""\n']), max_size=60
    )
)
def test_no_line_is_read_more_than_a_few_times(texts: list[str]) -> None:
    lines = Counted("".join(texts))
    found = list(records(lines, Form(",")))
    assert lines.reads <= 6 * len(texts)
    assert [record.line for record in found] == sorted({record.line for record in found})


def test_millions_of_blank_lines_and_of_nothing_but_quotes() -> None:
    assert read_table(b"\n" * 500_000 + b"a,b\n1,2\n").rows[-1] == ("1", "2")
    assert len(read_table(b'"' * 1_000_001).names) == 1
    with pytest.raises(UserError):
        read_table(bytes(1_000_000))


# Real files.


def table_of(path: str) -> Table:
    return read_table((DATA / path).read_bytes())


@with_data
def test_values_read_off_by_hand() -> None:
    us = table_of("prospects/us-500/us-500.csv")
    assert us.rows[0][:3] == ("James", "Butt", "Benton, John B Jr")
    assert us.rows[0][8] == "504-621-8927"
    assert us.rows[499][:3] == ("Chauncey", "Motley", "Affiliated With Travelodge")
    assert "407-413-4842" in us.rows[499]
    uk = table_of("prospects/uk-500/uk-500_CR_only.csv")
    assert uk.rows[0][:2] + uk.rows[0][7:9] == ("Aleshia", "Tomkiewicz", "01835-703597", "01944-369967")
    assert uk.rows[499][:3] == ("Mi", "Richan", "Nelson Wright Haworth Golf Crs")
    unix = table_of("prospects/uk-500/uk-500_LF_header.csv")
    assert [row[:10] for row in uk.rows] == [row[:10] for row in unix.rows]
    thrice = table_of("prospects/uk-500/uk-500_x3_duplicated_noheader.csv")
    assert (thrice.header, thrice.first_line, len(set(thrice.rows))) == (None, 1, 500)
    canada = table_of("prospects/ca-500/ca-500_noheader.csv")
    assert canada.rows[0][:3] == ("Francoise", "Rautenstrauch", "Riebesell  H F Jr")
    assert [row[1] for row in canada.rows[498:]] == ["Dobler", "Unruh"]


@with_data
@pytest.mark.parametrize(
    "path, records, first_line, preamble, last",
    [
        ("linkedin-samples/sample_connections.csv", 140, 5, 3, None),
        ("linkedin-toolkit/sample_connections.csv", 7, 6, 2, "Tim"),
        ("from-test-code/linkedin_dup_and_empty.csv", 4, 5, 2, "Jane"),
    ],
)
def test_linkedin(path: str, records: int, first_line: int, preamble: int, last: str | None) -> None:
    table = table_of(f"contacts_csv/{path}")
    assert table.header is not None
    assert table.header[:3] == ("First Name", "Last Name", "URL")
    assert (len(table.rows), table.first_line, len(table.outside)) == (records, first_line, preamble)
    assert last in (None, table.rows[-1][0])


@with_data
def test_more_values_read_off_by_hand() -> None:
    hong_kong = table_of("prospects/hk-schools-utf16/SCH_LOC_EDB_utf16le.csv")
    assert hong_kong.rows[0][3:5] == ("YAN CHAI HOSPITAL CHOI HIN TO PRIMARY SCHOOL", "仁濟醫院蔡衍濤小學")
    report = table_of("contacts_csv/derived/salesforce_report_export_with_footer.csv")
    assert (report.rows[1][2], report.rows[1][8]) == ('O"Hara', "1 Market St\nSuite 300")
    assert report.outside[0] == "Grand Totals (3 records)"
    assert len(report.outside) == 3
    export = table_of("contacts_csv/thunderbird-ab/export.csv")
    assert export.rows[1][32:36] == ("custom, 1", "custom\t2", "custom\r3", "custom\n4")
    schools = table_of("prospects/de-nrw-schools/schuldaten_2of3.csv")
    assert (schools.first_line, schools.delimiter, len(schools.header or ())) == (3, ";", 24)


@with_data
@pytest.mark.parametrize(
    "path", sorted((DATA / "csv" / "csv-spectrum" / "json").glob("*.json")), ids=lambda path: path.stem
)
def test_csv_spectrum(path: Path) -> None:
    table = read_table((path.parents[1] / "csvs" / f"{path.stem}.csv").read_bytes())
    told = json.loads(path.read_text(encoding="utf-8"))
    found = [dict(zip(table.names, row, strict=True)) for row in table.rows]
    assert json.dumps(found).replace("\\r\\n", "\\n") == json.dumps(told).replace("\\r\\n", "\\n")


@with_data
@pytest.mark.parametrize(
    "path", sorted((DATA / "csv" / "sineemore" / "json").glob("*.json")), ids=lambda path: path.stem
)
def test_sineemore(path: Path) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    data = (path.parents[1] / "csv" / f"{path.stem}.csv").read_bytes()
    if path.stem == "all-empty":
        with pytest.raises(UserError):
            read_table(data)
        return
    if path.stem == "header-no-rows":  # words nobody knows with nothing below: kept as a row
        assert read_table(data).rows == (("foo", "bar", "baz"),)
        return
    table = read_table(data)
    if told and isinstance(told[0], dict):
        assert [dict(zip(table.names, row, strict=True)) for row in table.rows] == told
    else:
        assert [list(row) for row in (table.header, *table.rows) if row is not None] == told


@with_data
def test_every_real_file_is_read_and_none_is_slow() -> None:
    paths = [path for name in ("prospects", "contacts_csv", "csv") for path in (DATA / name).rglob("*.[cC][sS][vV]")]
    small = [path for path in paths if path.stat().st_size < 2_000_000]
    refused, slow = [], []
    for path in small:
        before = time.process_time()
        try:
            read_table(path.read_bytes())
        except UserError:
            refused.append(path.name)
        if time.process_time() - before > 2:
            slow.append(path.name)
    assert (len(small) > 100, refused, slow) == (True, ["all-empty.csv"], [])


@pytest.mark.parametrize(
    ("limit", "most", "data"),
    [
        ("MOST_BYTES", 20, b"Company,Phone\nA,1\nB,2\n"),
        ("MOST_ROWS", 2, b"Company,Phone\nA,1\nB,2\nC,3\n"),
        ("MOST_CELLS", 7, b"Company,Phone\nA,1\nB,2\nC,3\n"),
        ("MOST_LINES", 3, b"Company,Phone\nA,1" + b"\n" * 7),
    ],
)
def test_more_than_fits_into_memory_is_refused_with_a_next_step(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, data: bytes
) -> None:
    assert read_table(data).rows[0] == ("A", "1")
    monkeypatch.setattr(csv_file, limit, most)
    with pytest.raises(UserError, match="too large to be read at once") as told:
        read_table(data)
    assert "Split it" in told.value.next_step
