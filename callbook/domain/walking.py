"""In which order to walk from door to door: by postcode, then street, then the number of the house."""

import re

from callbook.domain.prospect import Prospect

_CHUNK = re.compile(r"\d+|[^\W\d_]+")
_NUMBER_FIRST = re.compile(r"(\d+)\s?([^\W\d_]?)(?:\s*[-–/]\s*\d+\s?[^\W\d_]?)?\s+(.*[^\W\d_].*)")
_NUMBER_LAST = re.compile(r"(.*[^\W\d_].*?)\s*\b(\d+)\s?([^\W\d_]?)(?:\s*[-–/]\s*\d+\s?[^\W\d_]?)?")

LONGEST = 200
"""More of an address is not looked at: the time taken grows faster than its length."""

Chunk = tuple[int, int, str]
Street = tuple[tuple[Chunk, ...], int, str]


def walking_order(prospect: Prospect) -> tuple[object, ...]:
    """A key to sort by. What has no postcode comes after what has one, in its country."""
    code = prospect.postcode.strip()
    return (
        prospect.country.casefold(),
        not code,
        natural(code),
        prospect.city.strip().casefold(),
        not prospect.address.strip(),
        street(prospect.address),
        prospect.name.casefold(),
        prospect.id,
    )


def natural(text: str) -> tuple[Chunk, ...]:
    """Words by letters, numbers by size: "LS2" before "LS10"."""
    found = _CHUNK.findall(text[:LONGEST].casefold())
    return tuple((0, int(each), "") if each.isdecimal() else (1, 0, each) for each in found)


def street(address: str) -> Street:
    """The street of an address, its house's number (0 where there is none), and the letter after it.

    Of "Unit 3, 12 Park Lane" and "Parkstraße 12a" the first part that reads as a street with a number counts, one that
    begins with its number before others; where there is none, the whole of it.
    """
    address = address[:LONGEST]
    parts = [" ".join(part.split()) for line in address.splitlines() for part in line.split(",")]
    for part in parts:
        if found := _NUMBER_FIRST.fullmatch(part):
            return natural(found[3]), int(found[1]), found[2].casefold()
    for part in parts:
        if found := _NUMBER_LAST.fullmatch(part):
            return natural(found[1]), int(found[2]), found[3].casefold()
    return natural(address), 0, ""
