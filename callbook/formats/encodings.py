"""Bytes to text: by the mark a file begins with, by its zeros, or by which encoding gives letters people write."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from callbook.domain.errors import UserError
from callbook.formats.letters import EASTERN, eastern_score, is_central, western_score

# What a person may choose from; each is a name that Python knows.
CHOICES = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250", "cp1251", "latin-1"),
    *("cp932", "euc_jp", "gb18030", "cp950", "big5hkscs", "cp949"),
)
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\x84\x31\x95\x33": "gb18030",
}
_SAMPLE = 256_000
_WINDOWS = 8
_HIGH = re.compile(rb"[\x80-\xff]")
_STRAY = re.compile("[\udc80-\udcff]")
# What UTF-8 has of Western and Central Europe. Its bytes, read as Windows-1252 or -1250, are "Ã¼" and the like.
_EUROPEAN = re.compile("[\u00a0-\u017f\u2010-\u203a\u20ac]")
_ODD = re.compile(rb"[\x01-\x08\x0e-\x1f\x80-\xff]")


class Decoded(NamedTuple):
    """The text, the Python name of its encoding, and whether the bytes began with a mark that says so.

    `strays` are the lines, from 1, with bytes that the encoding has no letter for; of UTF-16 and UTF-32 none are told.
    """

    text: str
    encoding: str
    bom: bool
    strays: tuple[int, ...] = ()


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of the bytes in the encoding a person chose, or in the one that fits best.

    Bytes that the encoding has no letter for are kept, each as its letter in Windows-1252. Raises UserError for a
    chosen encoding that does not exist or has no letters for a large part of the bytes. The guess looks at a sample
    of at most 256 kB and is the same every time.
    """
    mark = _mark(data)
    if encoding:
        return _chosen(data, encoding, mark)
    name = _MARKS[mark] if mark else _by_zeros(data) or _by_letters(data)
    text, _, strays = _text(data, name)
    return Decoded(text.removeprefix("\ufeff"), name, bool(mark), strays)


def _mark(data: bytes) -> bytes:
    return next((mark for mark in _MARKS if data.startswith(mark)), b"")


def _chosen(data: bytes, encoding: str, mark: bytes) -> Decoded:
    name = _known_name(encoding)
    marked = bool(mark) and _family(_MARKS[mark]) == _family(name)
    if marked:
        name = _MARKS[mark]
    elif name in ("utf-16", "utf-32"):
        name += _order(data, 2 if name == "utf-16" else 4)
    text, strays, lines = _text(data, name)
    wide = name.startswith(("utf-16", "utf-32"))
    written = len(text) if wide else len(data) - len(data.translate(None, bytes(range(128, 256))))
    if (wide or _is_multibyte(name)) and strays * 10 > written:
        raise UserError(
            "The file cannot be read in this encoding.", "Choose another encoding, or leave it to be found."
        )
    return Decoded(text.removeprefix("\ufeff"), name, marked, lines)


def _known_name(encoding: str) -> str:
    try:
        "".encode(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise UserError("This encoding is not known.", "Choose one of the encodings in the list.") from None
    return "utf-8" if name == "utf-8-sig" else name


def _family(name: str) -> str:
    return name.removesuffix("-sig").removesuffix("-le").removesuffix("-be")


def _order(data: bytes, width: int) -> str:
    """The order of the bytes by where the zeros are; as Windows writes them where there are none."""
    return "-be" if data[:4000:width].count(0) > data[width - 1 : 4000 : width].count(0) else "-le"


def _is_multibyte(name: str) -> bool:
    return name.startswith("utf") or len("\u4e00".encode(name, "ignore")) > 1 or name in ("cp949", "euc_kr")


def _text(data: bytes, name: str) -> tuple[str, int, tuple[int, ...]]:
    """The text, how many bytes or pieces of it the encoding has no letter for, and the lines where these are."""
    try:
        return data.decode(name), 0, ()
    except UnicodeDecodeError:
        if name.startswith(("utf-16", "utf-32")):
            text = data.decode(name, "replace")
            return text, text.count("\ufffd"), ()
        text = data.decode(name, "surrogateescape")
        return *_STRAY.subn(_stray, text), tuple(dict.fromkeys(_lines_of_strays(text)))


def _lines_of_strays(text: str) -> Iterator[int]:
    end, line, last = "\n" if "\n" in text else "\r", 1, 0
    for found in _STRAY.finditer(text):
        line, last = line + text.count(end, last, found.start()), found.start()
        yield line


def _stray(found: re.Match[str]) -> str:
    byte = bytes([ord(found[0]) - 0xDC00])
    return byte.decode("cp1252", "ignore") or byte.decode("latin-1")


def _by_zeros(data: bytes) -> str:
    """UTF-16 or UTF-32 without its mark: zeros stand in every second byte, or in three of four."""
    start = data[: 4000 - 4000 % 4]
    if not (zeros := start.count(0)):
        return ""
    places = [start[at::4].count(0) for at in range(4)]
    if zeros * 2 > len(start) and min(places[0], places[3]) * 10 < max(places[0], places[3]):
        return "utf-32-be" if places[0] > places[3] else "utf-32-le"
    even, odd = places[0] + places[2], places[1] + places[3]
    name = "utf-16-be" if even > odd else "utf-16-le"
    mostly_latin = min(even, odd) * 10 < max(even, odd) and zeros * 5 > len(start)
    return name if mostly_latin or (min(even, odd) * 3 < max(even, odd) and _is_wide_text(start, name)) else ""


def _is_wide_text(start: bytes, name: str) -> bool:
    """Whether few zeros are those of line ends and commas among letters of the East, and not a few strays."""
    text = start[: len(start) // 2 * 2].decode(name, "replace")
    kinds = Counter(map(unicodedata.category, text))
    unwritten = kinds["Cn"] + kinds["Co"] + kinds["Cs"] + text.count("\ufffd")
    odd = len(_ODD.findall(start))
    return odd * 5 > len(start) and unwritten * 50 < len(text) and bool(re.search(r"[\r\n,;\t]", text))


def _by_letters(data: bytes) -> str:
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        sample = _sample(data)
    if _is_mostly_utf8(sample):
        return "utf-8"
    scores = {name: eastern_score(sample, name) for name in EASTERN}
    best = max(EASTERN, key=scores.__getitem__)
    western = sample.decode("cp1252", "surrogateescape")
    if scores[best] > max(0.3, western_score(western)):
        return best
    if _is_half_utf8(sample):
        return "utf-8"
    return "cp1250" if is_central(western) else "cp1252"


def _sample(data: bytes) -> bytes:
    """The file, or of a large one pieces from several places that hold more than ASCII."""
    if len(data) <= _SAMPLE:
        return data
    step = -(-len(data) // _WINDOWS)
    pieces = []
    for start in range(0, len(data), step):
        aligned = data.find(b"\n", start, start + step) + 1 if start else 0
        if high := _HIGH.search(data, aligned or start, start + step):
            begin = data.rfind(b"\n", max(aligned, high.start() - 2000), high.start()) + 1 or high.start()
            piece = data[begin : begin + _SAMPLE // _WINDOWS]
            pieces.append(piece[: piece.rfind(b"\n") + 1] or piece)
    return b"\n".join(pieces)


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether the letters beyond ASCII are UTF-8 but for a few bytes, as where two files were put together."""
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    letters = sum(char > "\x7f" for char in text)
    return len(_STRAY.findall(text)) * 10 < letters


def _is_half_utf8(sample: bytes) -> bool:
    """Whether the letters of Europe in UTF-8 are no fewer than the bytes that are none, as where two short lists were
    put together: by chance such letters hardly come about in an encoding of one byte."""
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    return len(_EUROPEAN.findall(text)) >= max(2, len(_STRAY.findall(text)))
