"""The text of vCard values: from bytes in any character set, and with its escapes resolved."""

import codecs
import re

# What a declared character set is read with: the wider one that its writers mean. None of these can do harm.
_SAME = (
    "utf-8|cp932|euc_jp|iso2022_jp|gb18030|big5|big5hkscs|cp950|euc_kr|cp949|koi8-r|koi8-u|mac-roman"
    "|cp437|cp850|cp874|cp1250|cp1251|cp1252|cp1253|cp1254|cp1255|cp1256|cp1257|cp1258"
    "|iso8859-2|iso8859-3|iso8859-4|iso8859-5|iso8859-6|iso8859-7|iso8859-8|iso8859-9|iso8859-10|iso8859-11"
    "|iso8859-13|iso8859-14|iso8859-15|iso8859-16"
)
_WIDER = {"ascii": "utf-8", "iso8859-1": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030"}
_CHARSETS = {**{name: name for name in _SAME.split("|")}, **_WIDER}
# Single bytes that are not UTF-8 are what Windows takes them for, so that one of them spoils no others.
_STRAY_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}


def decoded(value: bytes, charset: str, fallback: str) -> tuple[str, str]:
    """The text and the codec it was read with, "" where it is ASCII.

    `charset` is what the value says of itself, `fallback` what holds where it says nothing and is not UTF-8. Never
    fails: bytes that fit nothing are read as Windows-1252, one by one.
    """
    if value.isascii() and b"\x1b" not in value:
        return tidy(value.decode("ascii")), ""
    for codec in (_codec(charset), "utf-8", _codec(fallback)):
        try:
            return tidy(value.decode(codec or "ascii")), codec
        except UnicodeDecodeError:
            continue
    return tidy(value.decode("utf-8", "surrogateescape").translate(_STRAY_BYTES)), "cp1252"


def strictly_decoded(value: bytes, charset: str) -> str | None:
    """The text in the character set it says it is in, or UTF-8; None where it is no text in that."""
    try:
        text = value.decode(_codec(charset) or "utf-8")
    except UnicodeDecodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else tidy(text)


def _codec(charset: str) -> str:
    """The codec for a declared character set; "" for none and for those that are not of this world."""
    try:
        return _CHARSETS.get(codecs.lookup(charset.strip()).name, "") if charset.isascii() and charset else ""
    except (LookupError, ValueError):
        return ""


def tidy(text: str) -> str:
    """With one kind of line end and without NUL."""
    plain = text.replace("\0", "") if "\0" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n") if "\r" in plain else plain


def split(text: str, mark: str, most: int) -> list[str]:
    """The text at its marks that no backslash stands before, into `most` parts at most; escapes stay."""
    if "\\" not in text:
        return text.split(mark, most - 1)
    # No text here has a NUL: it stands for a backslash that is escaped itself.
    parts = re.split(rf"(?<!\\){mark}", text.replace("\\\\", "\0"), maxsplit=most - 1)
    return [part.replace("\0", "\\\\") for part in parts]


def unescaped(text: str, old: bool) -> str:
    r"""The text without its backslashes. In vCard 2.1 (`old`) \n is no line end but may be part of a path."""
    if "\\" not in text:
        return text
    pattern = r"\\([\\,;:])" if old else r"\\([\\,;:\"'nN])"
    return re.sub(pattern, lambda found: "\n" if found[1] in "nN" else found[1], text)
