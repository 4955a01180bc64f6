"""What others published about their own calls: a dated reference, never a goal, and shown only to who asks for it.

Each counts in its own way, by none of the definitions of domain.stats: a connect is a dial that was answered.
"""

from dataclasses import dataclass

from callbook.domain.stats import Count


@dataclass(frozen=True, slots=True)
class Published:
    """A share from 0 to 1 that comes near `rate`, one of stats.RATES. `basis` is how many of what it is of were looked
    at, 0 where that was not told; `more` says that it was told as more than that. `year` is that of publication."""

    rate: Count
    share: float
    basis: int
    more: bool
    publisher: str
    title: str
    year: int


BELKINS = "Belkins", "B2B cold calling statistics 2026", 2026  # dials of 2025; published on 26 June 2026
GONG = "Gong Labs, 30 Minutes to President’s Club", "Is cold calling actually dead?", 2024  # on 26 July 2024
COGNISM = "Cognism, We Have A Meeting", "The state of cold calling in 2024", 2024

PUBLISHED = (
    Published(Count.CONNECTS, 0.099, 175_000, True, *BELKINS),
    Published(Count.CONNECTS, 0.054, 300_000_000, True, *GONG),
    Published(Count.CONVERSATIONS, 0.58, 0, False, *BELKINS),
    Published(Count.MEETINGS, 254 / 5_265, 5_265, False, *COGNISM),
    Published(Count.MEETINGS, 0.046, 0, False, *BELKINS),
)
