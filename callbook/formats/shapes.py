"""What the cell of a table looks like by itself: an address of the web, a date, a number."""

import re
from enum import StrEnum

from callbook.domain.place import postcode_country
from callbook.formats.table import LONG


class Shape(StrEnum):
    """What a cell looks like by itself."""

    TEXT = "text"
    EMAIL = "email"
    URL = "url"
    DATE = "date"
    NUMBER = "number"
    PHONE = "phone"
    POSTCODE = "postcode"


_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+([\s,;]+[^@\s,;]+@[^@\s,;]+)*")
_URL = re.compile(r"(https?://|www\.)\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?")
_DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}([ T].*)?|\d{1,2}([-/.])\d{1,2}\3(\d{4}|\d\d)([ T].*)?"
    r"|\d{1,2}:\d\d(:\d\d)?|\d{1,2} [A-Za-z]{3,9} \d{4}"
)
_NUMBER = re.compile(r"[-+]?\d{1,3}([.,]\d{3})*([.,]\d+)?|[-+]?\d+([.,]\d+)*")
_DOTTED_PHONE = re.compile(r"\d{3}\.\d{3}\.\d{4}")
_PHONE = re.compile(r"'?\+?[\d(][\d\s().\-–/]*\d(\s*(x|ext\.?|#)\s*\d+)?")
_ZIP_PLUS_4 = re.compile(r"\d{5}-\d{4}")


def shape_of(cell: str) -> Shape:
    """The shape of one cell, by itself: digits alone are a number, never a phone number."""
    text = cell.strip()
    if len(text) > LONG:
        return Shape.TEXT
    if _EMAIL.fullmatch(text):
        return Shape.EMAIL
    if _DATE.fullmatch(text):
        return Shape.DATE
    if _ZIP_PLUS_4.fullmatch(text) or postcode_country(text):
        return Shape.POSTCODE
    digits = sum(map(str.isdigit, text))
    if _DOTTED_PHONE.match(text) or (digits >= 7 and text.startswith(("+", "'+"))):
        return Shape.PHONE
    if _NUMBER.fullmatch(text):
        return Shape.NUMBER
    if 7 <= digits <= 20 and _PHONE.fullmatch(text):
        return Shape.PHONE
    return Shape.URL if _URL.fullmatch(text) else Shape.TEXT
