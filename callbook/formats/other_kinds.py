"""Files that are text and yet no list: told by how they begin, so that they are not taken for tables of one column."""

import json
import re

from callbook.domain.errors import UserError

_BEGINS_WITHIN = 8192  # bytes
_LARGEST_JSON = 20_000_000  # bytes; larger ones are not read through only to be refused
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_REMARKS = re.compile(rb"(<!--.*?-->\s*)+", re.DOTALL)
_PAGE = re.compile(
    rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table)\b", re.DOTALL | re.IGNORECASE
)
_XML = re.compile(rb"<(\?xml\s|!DOCTYPE\s)", re.IGNORECASE)
_JSON = re.compile(rb'\{\s*["}]|\[\s*[\[{"\]\d]')
# Of RFC 5322 and RFC 2045: every message that was sent has some of these beside From, Date and Subject.
_POST = re.compile(rb"^(received|return-path|message-id|mime-version|delivered-to):", re.MULTILINE | re.IGNORECASE)
_LETTER = re.compile(rb"^(from|to|date|subject):", re.MULTILINE | re.IGNORECASE)
_HEADER = re.compile(rb"(From [^\n,;\t]*\d\d:\d\d:\d\d[^\n,;\t]*\n)?[A-Za-z][A-Za-z-]*: ?[^\n]*\n")

AS_CSV = "Open it in the program that it comes from, save the list as CSV and choose that file."
CALENDAR = ("This is a calendar, not a list of prospects.", "Choose a list or contact cards; calendars are not read.")
PAGE = ("This is a web page, not a list.", "Open it in a spreadsheet, save the list as CSV and choose that file.")
LETTERS = ("This is an e-mail, not a list.", "Save the list that came with it as a file of its own and choose that.")
OTHER_XML = ("This is an XML file without a list that can be read.", AS_CSV)
OTHER_JSON = (
    "This is a JSON file, not a list.",
    "Save the list as CSV and choose that file. A complete book comes back from a file whose name ends in .json.",
)


def refuse_other_kinds(data: bytes) -> None:
    """UserError for a calendar, a web page, XML, JSON or an e-mail; what only looks a little like one passes."""
    start = data[:_BEGINS_WITHIN].replace(b"\0", b"").lstrip(_MARKS)
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        raise UserError(*CALENDAR)
    if _PAGE.match(start):
        raise UserError(*PAGE)
    if _XML.match(_REMARKS.sub(b"", start, count=1) if start.startswith(b"<!--") else start):
        raise UserError(*OTHER_XML)
    if _JSON.match(start) and len(data) <= _LARGEST_JSON and is_json(data):
        raise UserError(*OTHER_JSON)
    if is_letter(start.replace(b"\r\n", b"\n")):
        raise UserError(*LETTERS)


def is_json(data: bytes) -> bool:
    """Whether all of it is JSON: a row of a table may begin with a bracket."""
    try:
        json.loads(data)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def is_letter(start: bytes) -> bool:
    """Whether it begins with the headers of a message that was sent, or of a mailbox."""
    if not _HEADER.match(start):
        return False
    headers = start.partition(b"\n\n")[0]
    post = {found.lower() for found in _POST.findall(headers)}
    return bool(post) and len(post) + len({found.lower() for found in _LETTER.findall(headers)}) >= 3
