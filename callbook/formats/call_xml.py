"""The calls that an Android telephone backed up as XML, as a table.

The elements and their attributes are those that SMS Backup & Restore writes: calls, and in it call with number,
duration (seconds), date (milliseconds since 1970), type (of android.provider.CallLog.Calls) and contact_name.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from callbook.domain.errors import UserError
from callbook.formats.incoming import LeftOut, Reason
from callbook.formats.table import Table

HEADER = ("number", "name", "date", "duration", "type")
_ATTRIBUTES = ("number", "contact_name", "date", "duration", "type")
_BEGINS_WITHIN = 4096  # bytes: declarations and remarks stand before the first element
_PIECE = 1 << 16
_LONGEST_TEXT = 1000
# Android writes a sign beyond the first 65,536 as two references to halves of it, which XML does not allow.
_HALVES = re.compile(rb"&#(5[5-7]\d{3}|x[dD][89abAB]\w\w);&#(5[67]\d{3}|x[dD][c-fC-F]\w\w);", re.ASCII)
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]{1,6}|[0-9]{1,7});")
_NOBODY = frozenset(("", "null", "(unknown)", "unknown"))


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def is_calls_xml(data: bytes) -> bool:
    """Whether a file begins as one of calls does: messages may be kept in the same file."""
    start = data[:_BEGINS_WITHIN].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    first = re.search(rb"<([A-Za-z][\w.-]*)", start)
    return start.startswith(b"<") and first is not None and first[1] in (b"calls", b"smses")


def read_calls(data: bytes) -> tuple[Table, tuple[LeftOut, ...]]:
    """The calls as a table with titles, and what of a damaged file is left.

    UserError for a file without a call, and for one that declares a document type: such a declaration can blow up a
    small file to any size, and no telephone writes one.
    """
    found = _Found()
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: _take(found, parser, name, said)
    parser.StartDoctypeDeclHandler = _refuse
    left_out: tuple[LeftOut, ...] = ()
    whole = _REFERENCE.sub(_mended, _HALVES.sub(_joined, data))
    try:
        for at in range(0, len(whole), _PIECE):
            parser.Parse(whole[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        rest = whole[max(0, parser.ErrorByteIndex) :][:_LONGEST_TEXT].decode("utf-8", "replace")
        left_out = (LeftOut(error.lineno, Reason.DAMAGED, rest.strip()),)
    if not found.rows:
        raise UserError("There are no calls in this file.", "Choose the file with the calls of the backup.")
    return Table(HEADER, tuple(found.rows), found.lines[0], "", "", tuple(found.lines)), left_out


def _take(found: _Found, parser: expat.XMLParserType, name: str, said: dict[str, str]) -> None:
    if name == "call":
        cells = [said.get(attribute, "") for attribute in _ATTRIBUTES]
        cells[1] = "" if cells[1].strip().casefold() in _NOBODY else cells[1]
        found.rows.append(tuple(cells))
        found.lines.append(parser.CurrentLineNumber)


def _refuse(*_: object) -> None:
    raise UserError("This file is not a list of calls.", "Choose the XML file that the telephone's backup wrote.")


def _joined(found: re.Match[bytes]) -> bytes:
    """Two halves as the one sign they stand for."""
    first, second = _code(found[1]) - 0xD800, _code(found[2]) - 0xDC00
    if not (0 <= first < 0x400 and 0 <= second < 0x400):
        return found[0]
    return b"&#%d;" % (0x10000 + (first << 10) + second)


def _mended(found: re.Match[bytes]) -> bytes:
    """A question mark for what stands for no sign at all."""
    return found[0] if _is_sign(_code(found[1])) else b"?"


def _code(digits: bytes) -> int:
    try:
        return int(digits[1:], 16) if digits[:1] == b"x" else int(digits)
    except ValueError:
        return 0


def _is_sign(code: int) -> bool:
    """Of XML 1.0, production 2."""
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
