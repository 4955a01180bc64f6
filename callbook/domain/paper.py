"""The paper people print on, by country."""

from enum import StrEnum

# Unicode CLDR, supplemental data, measurementData: the territories whose paperSize is US-Letter. All others have A4.
_LETTER = frozenset(("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"))


class Paper(StrEnum):
    A4 = "A4"
    LETTER = "letter"


def paper_of(country: str) -> Paper:
    """The usual paper of a country, ISO 3166-1 alpha-2; A4 where it is not known."""
    return Paper.LETTER if country.strip().upper() in _LETTER else Paper.A4
