"""The lines of vCard files of any version: put together, decoded, with their parameters, however damaged.

Read: vCard 2.1 (versit Consortium, 1996), 3.0 (RFC 2425, 2426), 4.0 (RFC 6350), parameter carets (RFC 6868).
"""

import binascii
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from callbook.formats.vcard_text import decoded, strictly_decoded

# A longer name with its parameters is no property any more: the line is kept as text.
_LONGEST_HEAD = 10_000
_HEADER = re.compile(rb'([A-Za-z][^":;,=\n]*+)((?:[;,](?:[^":]++|"[^"]*+")*+)?+):')
_UNQUOTED_HEADER = re.compile(rb'([A-Za-z][^":;,=\n]*+)((?:[;,][^:]*+)?+):')
_PARAM = re.compile(r'(?:[^;"]++|"[^"]*+"?)++')
_EDGE = re.compile(rb"\s*(BEGIN|END)\s*:\s*VCARD\s*", re.IGNORECASE)
_LONGEST_EDGE = 100
# After a line whose value is plain text one that begins with a letter begins anew.
_ANEW = frozenset(bytes([each]) for each in range(128) if chr(each).isalpha())
_BEFORE_EDGE = frozenset(bytes([each]) for each in b"BEbe \t\r\v\f")
_LONGEST_KEPT = 200  # bytes of what stands before a colon, up to which it is not read twice
# A line after a soft line break is text whatever it looks like, but for these: there the break is the mistake.
_SURELY_NEXT = re.compile(
    rb"([\w-]+\.)?(VERSION|N|FN|NICKNAME|ORG|TITLE|ROLE|TEL|EMAIL|ADR|LABEL|URL|BDAY|NOTE|PHOTO|CATEGORIES|UID|REV"
    rb"|X-[A-Z-]+)[;:]"
)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*")
_DATA_URI = re.compile(rb"\s*data:[^,]{0,200}base64\\?,", re.IGNORECASE)
_PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
# Words of fewer letters than this may well be words.
_SHORTEST_PICTURE = 100
# Most values are short ASCII: what begins so is no data: URI, and has no line ends of its own or changes of alphabet.
_SURELY_TEXT = frozenset(bytes([each]) for each in range(33, 127) if each not in b"dD")
_ENCODINGS = {"QUOTED-PRINTABLE": "qp", "BASE64": "base64", "B": "base64", "8BIT": "", "7BIT": ""}
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}


class ContentLine(NamedTuple):
    """One property as it stands in the file, decoded, its backslashes still in it.

    `name` is in capitals, `head` all before the colon as it was written; both are blank for a line that is no
    property. Parameters are in capitals too, bare ones (WORK) have a blank name. `binary` says that the value was
    not text and has been left out; BEGIN and END come as any other.
    """

    line: int
    head: str
    name: str
    text: str
    group: str = ""
    params: tuple[tuple[str, str], ...] = ()
    binary: bool = False

    @property
    def source(self) -> str:
        return f"{self.head}:{self.text}" if self.head else self.text


class _Head(NamedTuple):
    """What stands before the colon: how many bytes with it, as text, the group, the name, the parameters, and how the
    value is packed."""

    length: int
    written: str
    group: str
    name: str
    params: tuple[tuple[str, str], ...]
    coding: str


class _Open:
    """A content line that may still go on: `text` is all of it, `head` what stands before its colon, None for none."""

    __slots__ = ("card_inside", "coding", "head", "line", "plain", "raw", "text")

    def __init__(self, line: int, text: bytes) -> None:
        self.line = line
        self.text: bytes | bytearray = text  # bytes until it goes on
        self.raw = True  # no blank line has come yet, after which only folded lines go on
        self.read_head()

    def add(self, line: bytes, before: bytes = b"", without: int = 0) -> bool:
        """Append to it, so many of its last bytes taken away."""
        if isinstance(self.text, bytes):
            self.text = bytearray(self.text)
        if without:
            del self.text[-without:]
        self.text += before + line
        return True

    def read_head(self) -> None:
        self.head = _head(bytes(self.text))
        self.coding = self.head.coding if self.head else ""
        self.card_inside = bool(self.head and self.head.name == "AGENT" and _edge(bytes(self.text[self.head.length :])))
        self.plain = not self.coding and not self.card_inside
        if self.coding == "qp":
            self.text = self.text.rstrip()


@dataclass(slots=True)
class ContentLines:
    """The content lines of a file's bytes, each as soon as it is complete.

    `encoding` is for values that name no character set and are not UTF-8; "" is Windows-1252. `used` counts, while
    reading, what values with other than ASCII letters were decoded with.
    """

    data: bytes
    encoding: str = ""
    used: Counter[str] = field(default_factory=Counter)
    _wide: str = ""
    _old: bool = False
    _indent: bytes = b""

    def __iter__(self) -> Iterator[ContentLine]:
        self.data, self._wide = _narrow(self.data)
        going: _Open | None = None
        for number, physical in _physical(self.data):
            line = physical.removeprefix(self._indent) if self._indent else physical
            if going and not (going.plain and line[:1] in _ANEW) and self._goes_on(going, line):
                continue
            if going:
                yield self._closed(going)
            edge = _edge(line)
            if edge:
                self._note_edge(edge, line)
                yield ContentLine(number, edge, edge, "VCARD")
            going = None if edge or not line.strip() else _Open(number, line.lstrip())
        if going:
            yield self._closed(going)

    def _note_edge(self, edge: str, line: bytes) -> None:
        """A card that is set in as a whole is read without its margin."""
        if edge == "BEGIN":
            self._old = False
            self._indent = self._indent or line[: len(line) - len(line.lstrip())]
        else:
            self._indent = b""

    def _goes_on(self, going: _Open, line: bytes) -> bool:
        """Whether the line belongs to the one before it, which then has it."""
        if len(line) < 2 and not line.strip():
            going.raw = False
            return True
        soft = going.coding == "qp" and going.raw and going.text.endswith(b"=")
        if soft and not _SURELY_NEXT.match(line) and not _edge(line):
            return going.add(line.rstrip(), without=1)
        if line[:1] in b" \t" and (going.card_inside or not _edge(line)):
            return self._unfold(going, line)
        if not going.raw or not going.coding or _header(line) or _edge(line):
            return False
        if going.coding == "base64":
            return bool(_BASE64.fullmatch(line)) and going.add(line)
        return going.add(line.rstrip(), b"" if line.startswith(b"=") else b"\n")

    def _unfold(self, going: _Open, line: bytes) -> bool:
        """In 2.1 the blank a line was folded at is part of the text; since 3.0 it is added by folding."""
        if going.card_inside:
            return going.add(line.strip(), b"\n")
        going.add(line if self._old and going.head and going.coding != "base64" else line[1:])
        if not going.head and len(going.text) < _LONGEST_HEAD and b":" in line:
            going.read_head()
        return True

    def _closed(self, done: _Open) -> ContentLine:
        whole = bytes(done.text)
        head = done.head
        if head is None:
            return ContentLine(done.line, "", "", self._decoded(whole.strip(), ""))
        text = self._value(head.name, head.params, head.coding, whole[head.length :])
        if head.name == "VERSION" and text:
            self._old = text.strip() == "2.1"
        return ContentLine(done.line, head.written, head.name, text or "", head.group, head.params, text is None)

    def _value(self, name: str, params: tuple[tuple[str, str], ...], coding: str, value: bytes) -> str | None:
        """The text of a value; None where it is none."""
        long = len(value) >= _SHORTEST_PICTURE
        if not (coding or long) and value[:1] in _SURELY_TEXT and value.isascii() and not _has_odd(value):
            return value.decode("ascii")
        charset = next((value for key, value in params if key == "CHARSET"), "") if params else ""
        if coding == "qp":
            return self._decoded(binascii.a2b_qp(value), charset)
        if coding == "base64":
            return None if name in _PICTURES else self._unpacked(value, charset)
        if _DATA_URI.match(value) or (long and name in _PICTURES and _BASE64.fullmatch(value)):
            return None
        return self._decoded(value, "" if self._wide else charset)

    def _unpacked(self, value: bytes, charset: str) -> str | None:
        """Text that was packed as Base64 although it is text; a short value that is broken stays as it was."""
        try:
            return strictly_decoded(binascii.a2b_base64(value), charset)
        except binascii.Error:
            return self._decoded(value, charset) if len(value) < _SHORTEST_PICTURE else None

    def _decoded(self, value: bytes, charset: str) -> str:
        text, codec = decoded(value, charset, self.encoding)
        if codec:
            self.used[self._wide if self._wide and codec == "utf-8" else codec] += 1
        return text


def _narrow(data: bytes) -> tuple[bytes, str]:
    """The bytes with one kind of line end and no NUL; UTF-16, told by its mark or its first card, as UTF-8."""
    wide = _wide_encoding(data)
    if wide:
        data = data.decode(wide, "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").replace(b"\r\n", b"\n")
    if b"\n" not in data:
        return data.replace(b"\r", b"\n"), wide
    # Among other line ends a single CR ends a line only where a new one can begin.
    return re.sub(rb"\r(?=[ \t\n]|[A-Za-z][\w.-]{0,60}[:;])", b"\n", data), wide


def _has_odd(value: bytes) -> bool:
    return b"\r" in value or b"\x1b" in value


def _wide_encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:100_000].lower()
    for encoding in ("utf-16-le", "utf-16-be"):
        at = start.find("begin:vcard".encode(encoding))
        if at >= 0 and at % 2 == 0:
            return encoding
    return ""


def _physical(data: bytes) -> Iterator[tuple[int, bytes]]:
    at, number = 0, 1
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        yield number, data[at:end]
        at, number = end + 1, number + 1


def _edge(line: bytes) -> str:
    """BEGIN or END; "" for any other line."""
    if line[:1] not in _BEFORE_EDGE or len(line) >= _LONGEST_EDGE:
        return ""
    found = _EDGE.fullmatch(line)
    return found[1].decode().upper() if found else ""


def _header(line: bytes) -> re.Match[bytes] | None:
    """All up to the colon; where quotes do not pair, a quote is a character."""
    return _HEADER.match(line) or _UNQUOTED_HEADER.match(line)


def _head(line: bytes) -> _Head | None:
    """What a line says of its property; None for one that is none. Few are written in more than a few ways."""
    written = line[: line.find(b":", 0, _LONGEST_KEPT) + 1]
    return _kept_head(written) if written and b'"' not in written else _read_head(line)


def _read_head(line: bytes) -> _Head | None:
    found = _header(line)
    if found is None or found.end() > _LONGEST_HEAD:
        return None
    group, _, name = found[1].decode("ascii", "replace").strip().upper().rpartition(".")
    params = _params(found[2]) if found[2] else ()
    words = {value.upper() for key, value in params if key in ("", "ENCODING")}
    coding = next(filter(None, (_ENCODINGS.get(word, "") for word in words)), "")
    return _Head(found.end(), line[: found.end() - 1].decode("utf-8", "replace"), group, name, params, coding)


_kept_head = lru_cache(maxsize=4096)(_read_head)


def _params(written: bytes) -> tuple[tuple[str, str], ...]:
    """Names in capitals with their values, quotes and carets resolved."""
    found = []
    for param in _PARAM.findall(written[1:].decode("utf-8", "replace")):
        key, equals, value = param.strip().partition("=")
        plain = re.sub(r"\^[n'^]", lambda caret: _CARETS[caret[0]], (value if equals else key).replace('"', "").strip())
        found.append((key.strip().upper() if equals else "", plain))
    return tuple(found)
