"""vCards: real ones of other programs, damaged and hostile ones, and our own there and back."""

import csv
import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.errors import UserError
from callbook.domain.place import country_code
from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone, LeftOut, Reason
from callbook.formats.vcard import Cards, read_cards
from callbook.formats.vcard_lines import ContentLine, ContentLines
from callbook.formats.vcard_out import OutCard, OutPerson, OutPhone, Version, write_cards
from callbook.formats.vcard_property import BOOKKEEPING
from callbook.formats.vcard_text import unescaped
from tests.formats.grids import all_text, squeezed

DATA = Path(__file__).parents[2].parent / "shared" / "data"
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this checkout")
VERSIONS: list[Version] = ["3.0", "4.0"]

# Files of which we read another number of cards than their lines BEGIN:VCARD, and why.
OTHER_COUNTS = {
    "vcard/derived/gmail-list_utf8bom_LF.vcf": (2, 3, "a byte order mark hides the first BEGIN from a search for it"),
    "vcard/eds/libebook/vcard/7.vcf": (0, 1, "the card has lost its BEGIN line and is whole otherwise"),
}


def card(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode()


def one(*lines: str) -> Incoming:
    found = read_cards(card(*lines))
    assert (len(found.rows), found.left_out) == (1, ())
    return found.rows[0]


def real(path: str) -> Cards:
    return read_cards((DATA / path).read_bytes())


def expected() -> list[dict[str, str]]:
    if not DATA.is_dir():
        return []
    with (DATA / "EXPECTED_vcard.tsv").open(encoding="utf-8", errors="replace", newline="") as file:
        rows = csv.DictReader(io.StringIO(file.read()), delimiter="\t")
        return [row for row in rows if (DATA / row["path"]).is_file()]


def files() -> list[Path]:
    return [path for folder in ("vcard", "contacts_csv") for path in sorted((DATA / folder).rglob("*.vc[fs]"))]


@with_data
@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"].removeprefix("vcard/"))
def test_every_card_of_the_real_files_is_a_row_or_left_out(row: dict[str, str]) -> None:
    counted = int(row["BEGIN_VCARD_count"])
    told, cards, why = OTHER_COUNTS.get(row["path"], (counted, counted, "as counted"))
    assert told == counted, why
    if cards == 0:
        with pytest.raises(UserError, match="no vCard"):
            real(row["path"])
        return
    found = real(row["path"])
    assert len(found.rows) + len(found.left_out) == cards, why
    assert {left.reason for left in found.left_out} <= {Reason.EMPTY}


@with_data
@pytest.mark.parametrize("row", expected(), ids=lambda row: row["path"].removeprefix("vcard/"))
def test_every_number_of_the_real_files_is_kept(row: dict[str, str]) -> None:
    lines = list(ContentLines((DATA / row["path"]).read_bytes()))
    numbers = [line.text for line in lines if line.name == "TEL"]
    assert len(numbers) == int(row["TEL_lines"])
    if not numbers:
        return
    found = real(row["path"])
    text = "\n".join(map(all_text, found.rows))
    for number in numbers:
        plain = unescaped(number, old=False).removeprefix("tel:").partition(";ext=")[0]
        assert squeezed(plain) in text


@with_data
@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_in_the_real_files_is_lost(path: Path) -> None:
    data = path.read_bytes()
    try:
        found = read_cards(data)
    except UserError:
        assert b"begin:vcard" not in data.lower()
        return
    text = "\n".join([*map(all_text, found.rows), *(squeezed(left.text) for left in found.left_out)])
    lines = list(ContentLines(data))
    places = [row.notes for row in found.rows] + [line.text for line in lines if line.name == "ADR"]
    words = set(re.findall(r"\w+", "\n".join(places).casefold()))
    for line in lines:
        if line.name not in BOOKKEEPING | {"BEGIN", "END", "AGENT"}:
            assert_kept(line, text, words, {row.country for row in found.rows})


def assert_kept(line: ContentLine, text: str, words: set[str], countries: set[str]) -> None:
    """All parts of the value are there; a label that repeats the address may be, word for word, in the address."""
    if line.name in {"KIND", "X-ABSHOWAS"} or line.text.startswith("_$!<"):
        return  # they say what a value is, and show in where it stands
    for old in (True, False):
        plain = unescaped(line.text, old).removeprefix("tel:").replace("ext=", "")
        parts = [part.strip("\\") for part in re.split(r"[;,\n]", plain)]
        lost = [part for part in parts if squeezed(part) not in text and country_code(part) not in countries - {""}]
        in_address = line.name in {"ADR", "LABEL"} and set(re.findall(r"\w+", "\n".join(lost).casefold())) <= words
        if not lost or in_address:
            return
    raise AssertionError(line)


HAND_CHECKED = [
    # path, card, name, people, phones, what stands in the notes
    ("ez-vcard/John_Doe_ANDROID.vcf", 0, "john.doe@company.com", [], [], ""),
    ("ez-vcard/John_Doe_ANDROID.vcf", 2, "Ñ Ñ Ñ Ñ Ñ", ["Ñ Ñ Ñ Ñ Ñ"], [("cell", "123456789")], ""),
    (
        "ez-vcard/John_Doe_GMAIL.vcf",
        0,
        "IBM",
        ["Mr. John Richter, James Doe Sr."],
        [("cell", "905-555-1234"), ("home", "905-666-1234")],
        "Spouse: Jenny",
    ),
    (
        "ez-vcard/gmail-single.vcf",
        0,
        "TheCompany",
        ["Greg Dartmouth"],
        [("cell", "555 555 1111"), ("GRAND_CENTRAL", "555 555 2222")],
        "Anniversary: 1970-06-02",
    ),
    ("ez-vcard/outlook-2003.vcf", 0, "Company, The", ["John Doe III"], [], "Telephone (work): BusinessPhone\n"),
    ("roundcube/utf-16_sample.vcf", 0, "Ǽgean ĽdaMonté", ["Ǽgean ĽdaMonté"], [], ""),
    (
        "roundcube/johndoe.vcf",
        0,
        "roundcube.net",
        ["John Doë"],
        [("work", "+123456789"), ("cell", "+987654321")],
        "The notes...",
    ),
    ("aosp-vcard/v21_japanese_1.vcf", 0, "安藤ロイド", ["安藤ロイド"], [("", "0300000000")], "ｱﾝﾄﾞｳﾛｲﾄﾞ"),
    (
        "icloud-sample/contacts.vcf",
        2,
        "San Zhang",
        ["San Zhang"],
        [("iphone cell", "801-3257622"), ("work cell", "+8613211265236")],
        "Some notes 2",
    ),
    (
        "derived/cn_android_v21_qp_utf8_3cards.vcf",
        0,
        "北京示例科技有限公司",
        ["王伟"],
        [("cell", "13800138000"), ("work", "010-62751234")],
        "请先联系秘书李娜（分机 802），再转接王总。价格敏感，已有供应商；下季度再谈。",
    ),
    (
        "derived/cn_android_v21_qp_utf8_3cards.vcf",
        1,
        "上海测试贸易（集团）有限公司",
        ["欧阳娜娜"],
        [("cell", "+86 159 2000 3000")],
        "",
    ),
    ("derived/cn_android_v21_qp_utf8_3cards.vcf", 2, "张鑫淼", ["张鑫淼"], [("home", "0755-88889999;802")], ""),
]


@with_data
@pytest.mark.parametrize("path, at, name, people, phones, noted", HAND_CHECKED)
def test_values_read_off_by_hand(
    path: str, at: int, name: str, people: list[str], phones: list[tuple[str, str]], noted: str
) -> None:
    row = real(f"vcard/{path}").rows[at]
    assert (row.name, [person.name for person in row.people]) == (name, people)
    assert [(phone.label, phone.typed) for phone in row.phones] == phones
    assert noted in row.notes


@with_data
def test_more_values_read_off_by_hand() -> None:
    mac = real("vcard/tine20/mac_os_x_addressbook.vcf").rows[0]
    assert (mac.name, "Department: UN;IT\n" in mac.notes) == ("ORGANI,SATION", True)
    assert real("vcard/ez-vcard/John_Doe_GMAIL.vcf").rows[0].website == "http://www.ibm.com"
    assert [real(f"vcard/{path}").encoding for path in ("roundcube/utf-16_sample.vcf", "roundcube/johndoe.vcf")] == [
        "utf-16-be",
        "cp1252",
    ]
    broken = real("vcard/kcontacts/vcard10.vcf").rows
    assert [row.line for row in broken] == [1, 9, 19, 29, 42]
    assert [row.address for row in broken[:2]] == ["DDDDDDDDDDDDDDD-Staße 2\n00000 DDDDDDDDDD", "AAAAAAA-AäAAAAA 11"]
    assert broken[3].people == (IncomingPerson("Dr. med. Surname Name", "Facharzt für Allgemeinmedizin"),)
    assert broken[4].notes.endswith("Di   10–12, 13–18\nMi  10–12, 13–18\nDo  13–18\nFr      8–12")


@pytest.mark.parametrize(
    "lines, typed, label",
    [
        (["TEL;CELL:030 1"], "030 1", "cell"),
        (["TEL;TYPE=WORK,VOICE,pref:030 1"], "030 1", "work"),
        (['TEL;TYPE="work,voice";VALUE=uri:tel:+1-418-656-9254;ext=102'], "+1-418-656-9254 ext. 102", "work"),
        (["TEL;VALUE=uri:tel:+49%2030"], "+49 30", ""),
        (["item1.TEL:1", "item1.X-ABLabel:_$!<Main>!$_"], "1", "Main"),
        (["item1.X-ABLabel:Büro Süd", "ITEM1.TEL;TYPE=work:1"], "1", "Büro Süd"),
        (["TEL;WORK;FAX:0755-88889999;802"], "0755-88889999;802", "work fax"),
        (["TEL;TYPE=x-nec-hotel:10"], "10", "nec hotel"),
        (["TEL;TYPE=费:1"], "1", "费"),
        (["TEL;TYPE=WO", " RK:03", " 0 1"], "030 1", "work"),
        (["TEL;TYPE=work", "\t,cell:1"], "1", "work cell"),
        (["tel:1-800-FLOWERS"], "1-800-FLOWERS", ""),
        (['TEL;TYPE="work:1'], "1", "work"),
    ],
)
def test_numbers_keep_their_text_and_their_label(lines: list[str], typed: str, label: str) -> None:
    assert one("VERSION:3.0", "FN:A", *lines).phones == (IncomingPhone(label, typed),)


def test_what_rings_no_telephone_comes_last_and_words_go_into_the_notes() -> None:
    row = one("FN:A", "TEL;FAX:1", "TEL;CELL:2", "TEL;PAGER:3", "TEL;HOME:ask Jenny", "TEL;WORK:")
    assert [(phone.label, phone.typed) for phone in row.phones] == [("cell", "2"), ("fax", "1"), ("pager", "3")]
    assert row.notes == "Telephone (home): ask Jenny"


@pytest.mark.parametrize(
    "lines, name, people",
    [
        (["FN:Ann Smith"], "Ann Smith", ["Ann Smith"]),
        (["N:Smith;Ann;B.;Dr.;PhD"], "Dr. Ann B. Smith PhD", ["Dr. Ann B. Smith PhD"]),
        (["FN:Ann Smith", "ORG:Acme"], "Acme", ["Ann Smith"]),
        (["FN:Acme", "ORG:Acme;"], "Acme", []),
        (["FN:Acme", "ORG:ACME", "N:Smith;Ann"], "ACME", ["Ann Smith"]),
        (["KIND:org", "FN:Acme"], "Acme", []),
        (["FN:Acme", "N:;;;;", "X-ABShowAs:COMPANY"], "Acme", []),
        (["ORG:Acme"], "Acme", []),
        (["EMAIL:a@x"], "a@x", []),
        (["URL:x.example", "BDAY:1970-01-01"], "x.example", []),
        (["TEL:030 1"], "030 1", []),
        (["BDAY:1970-01-01"], "1970-01-01", []),
        (["fn;charset=utf-8:Ann\\, B"], "Ann, B", ["Ann, B"]),
    ],
)
def test_names_of_firms_and_people(lines: list[str], name: str, people: list[str]) -> None:
    row = one(*lines)
    assert (row.name, [person.name for person in row.people]) == (name, people)


def test_every_other_value_goes_into_the_notes_with_its_label() -> None:
    row = one(
        "VERSION:3.0",
        "N:Smith;Ann;;Dr.;",
        "FN:Ann Smith",
        "ORG:Acme\\; Co;Sales;East",
        "TITLE:Head",
        "ROLE:Buyer",
        "EMAIL;TYPE=home:b@x",
        "EMAIL;TYPE=pref:a@x",
        "EMAIL:c@x",
        "URL:one.example",
        "item1.URL:two.example",
        "item1.X-ABLabel:Shop",
        "ADR;TYPE=home:;;Home 1;Town;;1;Tokelau",
        "ADR;TYPE=work:Box 1;Floor 2;Street 3;Berlin;;10115;Deutschland;",
        "LABEL;TYPE=work:Street 3\\n10115 Berlin",
        "LABEL;TYPE=home:Ring twice",
        "CATEGORIES:a,b\\,c,a",
        "NOTE:One\\nTwo",
        "NOTE:Three",
        "BDAY:1970-01-01",
        "IMPP;X-SERVICE-TYPE=Skype:skype:ann",
        "item2.X-ABDATE:2001-01-01",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
        "PHOTO;ENCODING=b:AAAA",
        "UID:1",
        "REV:2001-01-01T00:00:00Z",
    )
    assert (row.name, row.people) == ("Acme; Co", (IncomingPerson("Ann Smith", "Head", "a@x"),))
    assert (row.email, row.website, row.tags) == ("b@x", "one.example", ("a", "b,c"))
    place = (row.address, row.city, row.region, row.postcode, row.country)
    assert place == ("Box 1, Floor 2, Street 3", "Berlin", "", "10115", "DE")
    assert row.notes.split("\n") == [
        "One",
        "Two",
        "Three",
        "E-mail: c@x",
        "Department: Sales, East",
        "Name: Dr. Ann Smith",
        "Role: Buyer",
        "Website (Shop): two.example",
        "Address (home): Home 1, Town, 1, Tokelau",
        "Address label (home): Ring twice",
        "Birthday: 1970-01-01",
        "Instant messages (Skype): skype:ann",
        "Anniversary: 2001-01-01",
        "Photo: picture left out",
    ]


@pytest.mark.parametrize(
    "address, country, notes",
    [
        (";;1 St;Huntsville;AL;35801;", "US", ""),
        (";;1 St;Huntsville;AL;35801;Tokelau", "", "Country: Tokelau"),
        (";;1 St;London;;SW1A 1AA", "GB", ""),
        (";;;;;;Schweiz", "CH", ""),
    ],
)
def test_the_country_is_read_or_guessed(address: str, country: str, notes: str) -> None:
    row = one("FN:A", f"ADR:{address}")
    assert (row.country, row.notes) == (country, notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("before", ["", "\n\n", "Sent by Ann:\n"])
def test_encodings_and_line_ends(encoding: str, line_end: str, before: str) -> None:
    text = before + "BEGIN:VCARD\nVERSION:3.0\nFN:Zoë\n 王\nNOTE:a\n\n b\nEND:VCARD\n"
    found = read_cards(text.replace("\n", line_end).encode(encoding))
    assert [(row.name, row.notes) for row in found.rows] == [("Zoë王", "ab")]
    assert [left.reason for left in found.left_out] == ([Reason.OUTSIDE] if "Ann" in before else [])


@pytest.mark.parametrize(
    "declared, codec, text",
    [
        ("windows-1252", "cp1252", "Doë"),
        ("ISO-8859-1", "cp1252", "Doë €"),
        ("Shift_JIS", "cp932", "表計算ソ㈱"),
        ("GBK", "gb18030", "王伟"),
        ("gb2312", "gb18030", "镕基"),
        ("Big5", "big5", "許功蓋"),
        ("EUC-KR", "euc_kr", "한국"),
        ("KOI8-R", "koi8-r", "Иван"),
        ("no-such-set", "utf-8", "Zoë"),
        ("hex", "utf-8", "Zoë"),
        ("unicode_escape", "utf-8", "Zoë"),
    ],
)
def test_character_sets_of_single_values(declared: str, codec: str, text: str) -> None:
    raw = b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=%b:%b;x\nNOTE:Zo\xc3\xab\nEND:VCARD" % (
        declared.encode(),
        text.encode(codec),
    )
    found = read_cards(raw)
    assert (found.rows[0].name, found.rows[0].notes) == (f"{text};x", "Zoë")
    quoted = "".join(f"={byte:02X}" for byte in text.encode(codec))
    assert one("VERSION:2.1", f"FN;ENCODING=QUOTED-PRINTABLE;CHARSET={declared}:{quoted}").name == text


def test_what_names_no_character_set_is_read_as_chosen() -> None:
    raw = b"BEGIN:VCARD\nFN:" + "王伟".encode("gb18030") + b"\nEND:VCARD"
    assert (read_cards(raw, "gbk").rows[0].name, read_cards(raw, "gbk").encoding) == ("王伟", "gb18030")
    assert read_cards(b"BEGIN:VCARD\nFN:Zo\xeb\x92 \xc3\xab\nEND:VCARD").rows[0].name == "Zoë’ ë"


@pytest.mark.parametrize(
    "lines, note",
    [
        (["NOTE;QUOTED-PRINTABLE:one=", "two"], "onetwo"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:=C3=", "=AB"], "ë"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:=C3", "=AB"], "ë"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo"], "one\ntwo"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one=", "TITLE:Head"], "one\nTitle: Head"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one=", "", "TITLE:Head"], "one\nTitle: Head"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one="], "one"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one", "two"], "one\ntwo"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:50% = half =ZZ"], "50% = half =ZZ"),
        (["NOTE:one", " two"], "one two"),
        (["NOTE:C:\\new\\\\x\\;y"], "C:\\new\\x;y"),
        (["PHOTO;ENCODING=BASE64;TYPE=JPEG:AAAA", "BBBB", "", "CCCC"], "Photo: picture left out\nCCCC"),
        (["PHOTO;JPEG;BASE64:", " AAAA", "", "NOTE:x"], "x\nPhoto: picture left out"),
        (["NOTE;ENCODING=BASE64:T25l"], "One"),
        (["X-CARD;ENCODING=BASE64:/9j/4AAQ"], "X-CARD: file left out"),
        (["what is this", "NOTE:x"], "x\nwhat is this"),
        (["AGENT:", "BEGIN:VCARD", "N:Lee;Al", "TEL;WORK:5", "END:VCARD", "NOTE:x"], "x\n"
         "Agent, Name: Lee, Al\nAgent, Telephone (work): 5"),
        (["AGENT:BEGIN:VCARD", " FN:Al", " END:VCARD", "NOTE:x"], "x\nAgent, Name: Al"),
        (["AGENT:BEGIN:VCARD\\nFN:Al\\nEND:VCARD"], "Agent, Name: Al"),
        (["AGENT:Al"], "Agent: Al"),
    ],
)  # fmt: skip
def test_the_ways_of_the_oldest_version_and_its_mistakes(lines: list[str], note: str) -> None:
    assert one("VERSION:2.1", "ORG:A", *lines).notes == note


def test_parameters_with_quotes_and_carets() -> None:
    row = one("VERSION:4.0", "FN:A", "ADR;LABEL=\"1 Main St^nFloor ^^2 ^'b^'; x:y\":;;1 Main St;;;;")
    assert (row.address, row.notes) == ("1 Main St", 'Address label: 1 Main St\nFloor ^2 "b"; x:y')


def test_cards_without_an_end_between_text_set_in_and_empty() -> None:
    data = (
        "\n\nHello\nBEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nbetween: them\nand more\n"
        "  BEGIN:VCARD\n  FN:C\n  TEL:1\n  END:VCARD\nBEGIN:VCARD\nVERSION:3.0\nUID:1\nEND:VCARD\n"
        "BEGIN:VCARD\nPHOTO;ENCODING=b:AAAA\nEND:VCARD\n"
        "BEGIN:VCARD\nKIND:group\nFN:Friends\nMEMBER:urn:uuid:1\nEND:VCARD\nEND:VCARD\nVERSION:3.0\nFN:D"
    )
    found = read_cards(data.encode())
    assert [(row.line, row.name) for row in found.rows] == [(4, "A"), (6, "B"), (11, "C"), (28, "D")]
    assert found.left_out == (
        LeftOut(3, Reason.OUTSIDE, "Hello"),
        LeftOut(9, Reason.OUTSIDE, "between: them\nand more"),
        LeftOut(15, Reason.EMPTY, ""),
        LeftOut(19, Reason.EMPTY, "Photo: picture left out"),
        LeftOut(22, Reason.GROUP, "Friends\nKind: group\nMEMBER: urn:uuid:1"),
    )


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 1000, b"name,phone\nA,1\n", b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", b"\xff\xfe\x00"]
)
def test_what_is_no_vcard_is_said_with_a_next_step(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_cards(data)
    assert caught.value.sentence.endswith(".") and caught.value.next_step.endswith(".")


HOSTILE = {
    "endless": (b"X-A:b\n" * 50_000, Reason.DAMAGED),
    "one line": (b"NOTE:" + b"x" * 1_000_000, None),
    "folded": (b"NOTE:x" + b"\n x" * 100_000, None),
    "folded name": (b"NOTE" + b"\n ;" * 100_000, None),
    "soft breaks": (b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=41=\n" * 100_000, None),
    "components": (b"N:" + b"a;" * 300_000 + b"\nADR:" + b"a;" * 300_000, None),
    "backslashes": (b"ADR:" + b"\\;" * 300_000, None),
    "parameters": (b"TEL" + b";A=b" * 100_000 + b":1", None),
    "quotes": (b'TEL;X="' * 100_000, None),
    "agents": (b"AGENT:\nBEGIN:VCARD\n" * 15_000, None),
    "agents in one value": (b"AGENT:BEGIN:VCARD\\n" * 20_000, None),
    "NUL": (b"\0" * 1_000_000, None),
    "numbers": (b"TEL:1\n" * 10_000, None),
    "tags": (b"CATEGORIES:" + b"a,b," * 100_000, None),
    "one number": (b"TEL:tel:1" + b";a" * 200_000, None),
    "one label": (b"i.TEL:1\ni.X-ABLABEL:" + b"_$!<" * 200_000, None),
    "blanks": (b"NOTE:" + b" " * 500_000 + b"x\n" + b" " * 500_000 + b"x:", None),
    "a picture of blanks": (b"PHOTO:" + b" " * 500_000 + b"!", None),
    "no picture": (b"X:data:" + b"base64" * 100_000, None),
    "character sets": (b"".join(b"X;CHARSET=k%d:\xe9\n" % at for at in range(1_000)), None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cards_end_as_one_row_and_hide_no_other(name: str) -> None:
    body, reason = HOSTILE[name]
    data = b"BEGIN:VCARD\nFN:A\n" + body + b"\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"
    found = read_cards(data)
    assert [row.name for row in found.rows] == ["A", "B"]
    assert [left.reason for left in found.left_out] == ([reason] if reason else [])


PIECES = st.sampled_from(
    "BEGIN:VCARD|END:VCARD|VERSION:2.1|VERSION:4.0|FN:|N:|ORG:|ADR:|TEL;|TEL:|AGENT:|LABEL:|PHOTO;BASE64:|NOTE;"
    "|ENCODING=QUOTED-PRINTABLE:|CHARSET=gbk:|item1.X-ABLabel:|item1.TEL:|CATEGORIES:|KIND:group|=41|=|\\|\\n|;|,|:|\"|^n"
    "|\n|\r\n|\r| |\t|\0|é|王|\xad|tel:+1;ext=2|data:x;base64,".split("|")
)  # fmt: skip


@given(
    st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode())),
    st.sampled_from([b"", b"BEGIN:VCARD\n", b"\xef\xbb\xbfBEGIN:VCARD\nVERSION:2.1\n", b"\xff\xfe"]),
    st.sampled_from(["", "gbk", "no-such", "utf-8"]),
)
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes, start: bytes, encoding: str) -> None:
    try:
        found = read_cards(start + data, encoding)
    except UserError:
        return
    assert all(row.name for row in found.rows)
    lines = [row.line for row in found.rows]
    assert lines == sorted(set(lines))


WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\\"), min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
MARKED = st.lists(st.sampled_from([*"ab\\;,:\"'^=\n 漢é", "\\n", "_$!<"]), max_size=90).map(
    lambda c: "".join(c).strip()
)
VALUES = st.dictionaries(st.sampled_from(["TITLE", "NICKNAME", "NOTE", "X-A", "BDAY", "ROLE", "IMPP", "ö"]), MARKED)


@given(VALUES, st.sampled_from(["3.0", "4.0"]))
def test_the_text_of_every_property_is_kept(values: dict[str, str], version: str) -> None:
    escaped = {
        name: re.sub(r"([\\,;\n])", lambda mark: "\\n" if mark[0] == "\n" else f"\\{mark[0]}", text)
        for name, text in values.items()
    }
    row = one(f"VERSION:{version}", "FN:A B", *(f"{name}:{text}" for name, text in escaped.items()))
    text = "\n".join([row.notes, *(person.role for person in row.people)])
    for name, value in values.items():
        said = escaped[name] if name == "ö" else value.rstrip(";").strip()
        assert said.strip() in text


def one_line(text: str) -> str:
    return " ".join(text.split())


EMAILS = st.sampled_from(["", "ann@x.example", "none, ask; them", "zoë@例え.example"])
UIDS = st.sampled_from(["", "urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af", "a;b"])
REVISED = st.sampled_from([None, datetime(2026, 8, 1, 12, tzinfo=timezone(timedelta(hours=2)))])


PHONES = st.builds(
    OutPhone,
    st.one_of(
        st.sampled_from(["", "cell", "mobile", "work", "work cell", "home fax", "Büro, Süd; 1", "转 802"]), NAMES
    ),
    st.sampled_from(["+44 20 7946 0100", "020 7946 0100 ext. 12", '(0)20 "7946"^n', "0755-88889999;802", "1\\n,2"]),
    st.sampled_from(["", "+442079460100"]),
)
PLACES = st.sampled_from(
    [("", "", "", "", ""), ("1 Main St\nFloor 2; left", "Huntsville", "AL", "35801", "US"), ("", "", "", "", "DE")]
)


def sorted_numbers(phones: tuple[OutPhone, ...]) -> tuple[OutPhone, ...]:
    """What rings no telephone comes last when it is read: the writer keeps the order it is given."""
    return tuple(sorted(phones, key=lambda phone: bool({"fax", "pager", "modem"} & set(phone.label.lower().split()))))


PEOPLE = st.builds(OutPerson, NAMES, MARKED.map(one_line), EMAILS, UIDS)


@st.composite
def out_cards(draw: st.DrawFn) -> OutCard:
    people = tuple(draw(st.lists(PEOPLE, max_size=3)))
    name = draw(NAMES)
    if people and draw(st.booleans()):
        people, name = people[:1], people[0].name
    address, city, region, postcode, country = draw(PLACES)
    return OutCard(
        name=name,
        people=people,
        phones=sorted_numbers(tuple(draw(st.lists(PHONES, max_size=3)))),
        # With a person who has none, it would be read as that person's.
        email=draw(EMAILS) if not people or people[0].email else "",
        website=draw(st.sampled_from(["", "https://x.example/a,b;c?d=\\e"])),
        address=address,
        city=city,
        region=region,
        postcode=postcode,
        country=country,
        tags=tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
        notes=draw(MARKED),
        uid=draw(UIDS),
    )


def as_read(card: OutCard) -> Iterator[Incoming]:
    """The rows a written card is to be read back as; their lines are another matter."""
    for at, person in enumerate(card.people or (None,)):
        email = card.email if at == 0 else ""
        if person and email == person.email:
            email = ""  # one address is written twice and kept once
        yield Incoming(
            line=0,
            name=card.name,
            people=(IncomingPerson(person.name, person.role, person.email),) if person else (),
            phones=tuple(IncomingPhone(phone.label, phone.typed) for phone in card.phones),
            email=email,
            website=card.website,
            address=card.address,
            city=card.city,
            region=card.region,
            postcode=card.postcode,
            country=card.country,
            tags=card.tags,
            notes=card.notes if at == 0 else "",
        )


@pytest.mark.parametrize("version", VERSIONS)
@given(cards=st.lists(out_cards(), min_size=1, max_size=3), revised=REVISED)
def test_written_cards_are_read_back_equal(version: Version, cards: list[OutCard], revised: datetime | None) -> None:
    found = read_cards(write_cards(cards, version, revised))
    rows = [dataclasses.replace(row, line=0) for row in found.rows]
    assert (rows, found.left_out) == ([row for card in cards for row in as_read(card)], ())


@pytest.mark.parametrize("version", VERSIONS)
@given(cards=st.lists(out_cards(), min_size=1, max_size=3), revised=REVISED)
def test_written_bytes_keep_to_the_format_and_vobject_reads_them(
    version: Version, cards: list[OutCard], revised: datetime | None
) -> None:
    data = write_cards(cards, version, revised)
    lines = data.split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    people = [(card, person) for card in cards for person in card.people or (None,)]
    read = list(vobject.readComponents(data.decode()))
    assert [component.fn.value for component in read] == [(p.name if p else c.name) for c, p in people]
    for component, (card, _) in zip(read, people, strict=True):
        assert component.version.value == version
        assert len(component.contents.get("tel", [])) == len(card.phones)
        if card.tags:
            assert component.categories.value == list(card.tags)


def test_a_written_card_line_by_line() -> None:
    card = OutCard(
        name="Müller, Söhne",
        people=(OutPerson("Ann Lee", "Head", "ann@x.example", "u1"),),
        phones=(
            OutPhone("mobile", "+44 20 7946 0100", "+442079460100"),
            OutPhone("work", "030 1234;5", ""),
            OutPhone("work", "+442079460100 ext. 12", "+442079460100"),
        ),
        address="1 Main St\nFloor 2",
        country="GB",
        tags=("a,b", "c"),
    )
    at = datetime(2026, 8, 1, 12, tzinfo=UTC)
    assert write_cards([card], "4.0", at).decode().replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "PRODID:-//Callbook//Callbook//EN",
        "FN:Ann Lee",
        "N:Lee;Ann;;;",
        "ORG:Müller\\, Söhne",
        "TITLE:Head",
        "EMAIL:ann@x.example",
        'item1.TEL;TYPE=cell;VALUE=uri;X-TYPED="+44 20 7946 0100":tel:+442079460100',
        "item1.X-ABLabel:mobile",
        "TEL;TYPE=work:030 1234;5",
        "TEL;TYPE=work;VALUE=uri:tel:+442079460100;ext=12",
        "ADR;TYPE=work:;;1 Main St\\nFloor 2;;;;GB",
        "CATEGORIES:a\\,b,c",
        "UID;VALUE=text:u1",
        "REV:20260801T120000Z",
        "END:VCARD",
        "",
    ]
    assert b"REV:2026-08-01T12:00:00Z\r\n" in write_cards([card], "3.0", at)
    assert b"tel:" not in write_cards([card], "3.0", at)
