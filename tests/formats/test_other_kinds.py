"""What is no list is refused by what it holds, and no list for what it looks like."""

from pathlib import Path

import pytest

from callbook.domain.errors import UserError
from callbook.formats.other_kinds import refuse_other_kinds
from callbook.services.exchange import Choices, read_file

MESSAGE = (
    b"Return-Path: <a@example.com>\nReceived: from mail by mx\nFrom: Ann <a@example.com>\nSubject: List\n"
    b"Date: Tue, 24 Nov 2026 10:41:00 +0000\n\nHere it is.\n"
)
NO_LISTS = [
    (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "calendar"),
    (b"\xef\xbb\xbf\r\nbegin:vcalendar\r\nend:vcalendar\r\n", "calendar"),
    (b"<html><body><table><tr><th>Name</th></tr></table></body></html>", "web page"),
    (b"<!DOCTYPE HTML>\n<title>List</title>", "web page"),
    (b'<?xml version="1.0"?>\n<!-- x -->\n<html xmlns="http://www.w3.org/1999/xhtml"></html>', "web page"),
    ("<html><body>Ä</body></html>".encode("utf-16"), "web page"),
    (b'<?xml version="1.0"?>\n<contacts><name>A</name></contacts>', "XML"),
    (b"<!-- one -->\n<!-- two -->\n<!DOCTYPE list>\n<list/>", "XML"),
    (b'{"callbook": "book", "format": 1, "tables": {}}', "JSON"),
    (b'[\n {"name": "A", "phone": "1"},\n {"name": "B", "phone": "2"}\n]\n', "JSON"),
    (b"[" * 100_000 + b"]" * 100_000, "JSON"),
    (MESSAGE, "e-mail"),
    (b"From a@example.com Tue Nov 24 10:41:00 2026\n" + MESSAGE, "e-mail"),
    (MESSAGE.replace(b"\n", b"\r\n"), "e-mail"),
]
LISTS = [
    b"<b>Northgate</b>;Aisha;0161 496 0142\nHalden;Jonas;0561 1\n",
    b"<Name>,<Phone>\nNorthgate,0161 496 0142\n",
    b"[Name],[Phone]\nNorthgate,0161 496 0142\n",
    b'["Northgate",0161 496 0142\n',
    b"{Name},{Phone}\nNorthgate,0161 496 0142\n",
    b"From: Ann\nTo: Bo\nSubject: Call\nNorthgate\n",
    b"From,To,Date\nAnn,Bo,2026-11-24\n",
    b"From Berlin,Phone\nNorthgate,0161 496 0142\n",
    b"Name,Notes\nNorthgate,BEGIN:VCALENDAR\n",
    b"Name,Notes\nNorthgate,<html>\n",
]


@pytest.mark.parametrize(("data", "said"), NO_LISTS)
def test_what_is_no_list_is_refused_with_a_next_step(data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        read_file(data, Choices())
    assert refused.value.next_step


@pytest.mark.parametrize("data", LISTS)
def test_a_list_that_begins_oddly_is_read(data: bytes) -> None:
    assert read_file(data, Choices()).rows


def test_no_real_list_is_refused(shared_data: Path) -> None:
    kinds = (".csv", ".tsv", ".txt", ".ssv", ".psv")
    files = [path for path in sorted(shared_data.rglob("*")) if path.suffix.lower() in kinds]
    assert len(files) > 100
    for path in files:
        with path.open("rb") as file:
            refuse_other_kinds(file.read(100_000))
