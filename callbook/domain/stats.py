"""The counts of calling and their rates, each with its denominator and its interval."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z_95 = 1.959964
"""The standard normal deviate that leaves 2.5 % on either side."""
TOO_FEW = 10
"""Under this many a rate says nothing: even 5 of 9 could be anything from 27 to 81 % (95 % score interval)."""


def wilson(successes: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a proportion, as shares from 0 to 1; n = 0 tells nothing: (0.0, 1.0).

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22 (1927) 209-212; method 3 (without continuity correction) in
    R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872. It keeps to what it promises for the small
    counts and rare successes that calling gives, where the textbook interval does not.
    ValueError unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError("successes must lie between none and all of the trials")
    if n == 0:
        return 0.0, 1.0
    share, square = successes / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # At the ends the formula gives exactly 0 and 1; rounding must not say otherwise.
    low = 0.0 if successes == 0 else middle - reach
    high = 1.0 if successes == n else middle + reach
    return low, high


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of n came out well; show n wherever the share is shown. ValueError for negative counts.

    `successes` is kept as it was counted. Where more were counted than there is to count from, the share
    is of those that fit, and `outside` says how many were left out, so that it can be said beside it.
    """

    successes: int
    n: int

    def __post_init__(self) -> None:
        if self.successes < 0 or self.n < 0:
            raise ValueError("counts are never negative")

    @property
    def inside(self) -> int:
        """The successes the share is made of."""
        return min(self.successes, self.n)

    @property
    def outside(self) -> int:
        """The successes that did not come out of these n, and are not in the share."""
        return self.successes - self.inside

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there is nothing to count from."""
        return self.inside / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % score interval of the share."""
        return wilson(self.inside, self.n)


class Count(StrEnum):
    """What is counted; but for refusals the name of a field of a `Tally`, which says what each means."""

    ATTEMPTS = "attempts"
    CONNECTS = "connects"
    CONVERSATIONS = "conversations"
    MEETINGS = "meetings"
    HELD = "held"
    CALLS = "calls"
    REFUSALS = "refusals"  # calls that ended with somebody not interested


RATES = {
    Count.CONNECTS: Count.ATTEMPTS,
    Count.CONVERSATIONS: Count.CONNECTS,
    Count.MEETINGS: Count.CONVERSATIONS,
    Count.HELD: Count.MEETINGS,
}
"""Each rate by what it counts, and what of: connects per attempt."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over one set of calls.

    An attempt is an outbound call, by phone or walking in; calls that came in and planned meetings are
    never attempts. A connect is an attempt that reached the right person. A conversation is a connect
    with a stored answer or an outcome flagged as conversation; it is settled when a call is saved, and kept on
    the call for the user to decide otherwise. A meeting set implies a conversation with
    whoever set it; it is held once its next action was closed as held. `calls` are all saved calls,
    attempts or not, and `seconds` their talk time.

    Each count is thus taken out of the one before, with one exception: a meeting set by somebody else
    than the right person is a conversation without a connect, so conversations can be more than connects.
    A meeting set on a call that came in is still a meeting to be glad of, but no attempt led to it: count
    it, with its conversation, in a tally of the inbound calls (attempts and connects 0), not in this one.
    Whatever does not fit its denominator is in `Rate.outside`, never in the share.
    """

    attempts: int = 0
    connects: int = 0
    conversations: int = 0
    meetings: int = 0
    held: int = 0
    calls: int = 0
    seconds: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.attempts + other.attempts,
            self.connects + other.connects,
            self.conversations + other.conversations,
            self.meetings + other.meetings,
            self.held + other.held,
            self.calls + other.calls,
            self.seconds + other.seconds,
        )

    def count(self, what: Count) -> int:
        """One of the counts by its name; refusals are not among them."""
        return int(getattr(self, what))

    def rate(self, what: Count, still_open: int = 0) -> Rate:
        """The rate of RATES that counts `what`. Of the meetings so many are `still_open`, neither held nor off yet:
        these can be no part of the share of those held."""
        whole = self.count(RATES[what])
        return Rate(self.count(what), max(0, whole - still_open) if what is Count.HELD else whole)

    @property
    def connect_rate(self) -> Rate:
        """Connects per attempt."""
        return Rate(self.connects, self.attempts)

    @property
    def conversation_rate(self) -> Rate:
        """Conversations per connect."""
        return Rate(self.conversations, self.connects)

    @property
    def meeting_rate(self) -> Rate:
        """Meetings set per conversation."""
        return Rate(self.meetings, self.conversations)
