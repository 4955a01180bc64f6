"""What reading vCards costs: twice the file is twice the work, however it is made, and there is an end to it.

Work is counted in calls of functions, which are the same on every machine, and memory in bytes.
"""

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType

import pytest

from callbook.domain.errors import UserError
from callbook.formats import vcard
from callbook.formats.vcard import read_cards

HEAD = b"BEGIN:VCARD\nVERSION:3.0\nFN:A\n"
END = b"END:VCARD\n"
SHAPES: dict[str, Callable[[int], bytes]] = {
    "ordinary cards": lambda n: (HEAD + b"TEL;TYPE=WORK:01134960142\nADR:;;1 A St;Leeds;;LS1;UK\n" + END) * n,
    "cards without anything": lambda n: (b"BEGIN:VCARD\n" + END) * n,
    "beginnings": lambda n: b"BEGIN:VCARD\n" * n,
    "beginnings of agents": lambda n: b"BEGIN:VCARD\nAGENT:\n" * n,
    "a card that never ends": lambda n: HEAD + b"X-A:some text\n" * n,
    "one long property": lambda n: HEAD + b"NOTE:" + b"x" * 60 * n + b"\n" + END,
    "one long list": lambda n: HEAD + b"CATEGORIES:" + b"a\\,b," * n + b"\n" + END,
    "one long address": lambda n: HEAD + b"ADR:" + b"a\\;b;" * n + b"\n" + END,
    "one property in many lines": lambda n: HEAD + b"NOTE:x\n" + b" y\n" * n + END,
    "a name in many lines": lambda n: HEAD + b"NOTE\n" + b" y\n" * n + b" :z\n" + END,
    "soft line ends": lambda n: HEAD + b"NOTE;QUOTED-PRINTABLE:x=\n" + b"y=\n" * n + b"z\n" + END,
    "a picture in many lines": lambda n: HEAD + b"PHOTO;BASE64:x\n" + b"yyyy\n" * n + b"\n" + END,
    "groups": lambda n: HEAD + b"".join(b"i%d.TEL:0113%d\ni%d.X-ABLabel:l\n" % (i, i, i) for i in range(n)) + END,
    "addresses and their labels": lambda n: HEAD + b"".join(b"LABEL:x %d\nADR:;;a\n" % i for i in range(n)) + END,
    "parameters": lambda n: HEAD + b"X" + b";A=B" * n + b":x\n" + END,
    "zeros": lambda n: HEAD + b"NOTE:" + b"\0" * 60 * n + b"x\n" + END,
    "blank lines": lambda n: HEAD + b"\n" * n + END,
    "carriage returns": lambda n: HEAD + b"NOTE:x\n" + b"\r" * n + b"\n" + END,
    "text without a card": lambda n: HEAD + END + b"words\n" * n,
}


def calls_to_read(data: bytes) -> int:
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_cards(data)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_file_is_twice_the_work(shape: str) -> None:
    made = SHAPES[shape]
    calls_to_read(made(1))  # what is found out once for all files
    little, much = calls_to_read(made(150)), calls_to_read(made(600))
    assert much <= 4.4 * little + 100


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_grows_with_the_file_alone(shape: str) -> None:
    data = SHAPES[shape](600)
    read_cards(SHAPES[shape](1))
    tracemalloc.start()
    try:
        read_cards(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40 * len(data) + 200_000


def test_more_cards_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcard, "MOST_CARDS", 20)
    assert len(read_cards(SHAPES["ordinary cards"](20)).rows) == 20
    for shape in ("ordinary cards", "cards without anything", "beginnings"):
        with pytest.raises(UserError, match="more than 20 vCards") as refused:
            read_cards(SHAPES[shape](21))
        assert refused.value.next_step.startswith("Split it")
