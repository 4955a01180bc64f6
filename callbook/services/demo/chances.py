"""How the calls of a demonstration end, and how long they last: our own guesses, shaped like a solo caller's log."""

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.script import Purpose

Meaning = tuple[Reached, Result]

NOBODY = (Reached.NOBODY, Result.NONE)
VOICEMAIL = (Reached.VOICEMAIL, Result.NONE)
BUSY = (Reached.BUSY, Result.NONE)
WRONG_NUMBER = (Reached.WRONG_NUMBER, Result.NONE)
GATEKEEPER = (Reached.GATEKEEPER, Result.NONE)
TALKED = (Reached.RIGHT_PERSON, Result.INFORMATION)
MEETING = (Reached.RIGHT_PERSON, Result.MEETING)
CALL_BACK = (Reached.RIGHT_PERSON, Result.CALL_BACK)
NOT_NOW = (Reached.RIGHT_PERSON, Result.NOT_NOW)
NOT_INTERESTED = (Reached.RIGHT_PERSON, Result.NOT_INTERESTED)
DO_NOT_CALL = (Reached.RIGHT_PERSON, Result.DO_NOT_CALL)
REFERRAL = (Reached.RIGHT_PERSON, Result.REFERRAL)

LOSES = (WRONG_NUMBER, DO_NOT_CALL)

Weights = Mapping[Meaning, float]

UNREACHED: Weights = {NOBODY: 570, VOICEMAIL: 155, GATEKEEPER: 124, BUSY: 20, WRONG_NUMBER: 6}
REACHED: dict[Purpose, Weights] = {
    Purpose.NEW_BUSINESS: {
        TALKED: 46, CALL_BACK: 26, NOT_NOW: 20, NOT_INTERESTED: 26, REFERRAL: 3, MEETING: 2.4, DO_NOT_CALL: 1.6,
    },
    Purpose.MARKET_RESEARCH: {
        TALKED: 72, CALL_BACK: 20, NOT_NOW: 10, NOT_INTERESTED: 18, REFERRAL: 3, MEETING: 1, DO_NOT_CALL: 1,
    },
    Purpose.PARTNERSHIP: {
        TALKED: 66, CALL_BACK: 24, NOT_NOW: 14, NOT_INTERESTED: 12, REFERRAL: 5, MEETING: 4, DO_NOT_CALL: 0.5,
    },
}  # fmt: skip
# They had named the time themselves.
AGREED: Weights = {
    NOBODY: 300, VOICEMAIL: 80, GATEKEEPER: 60, TALKED: 330, CALL_BACK: 90, NOT_NOW: 60, NOT_INTERESTED: 60,
    REFERRAL: 10, MEETING: 10,
}  # fmt: skip
WALKED_IN: Weights = {
    NOBODY: 250, GATEKEEPER: 420, TALKED: 190, CALL_BACK: 60, NOT_NOW: 30, NOT_INTERESTED: 40, MEETING: 10,
}  # fmt: skip
CALLED_US: Weights = {
    TALKED: 560, CALL_BACK: 160, NOT_NOW: 90, NOT_INTERESTED: 110, REFERRAL: 40, MEETING: 40,
}  # fmt: skip
MET: Weights = {NOBODY: 60, TALKED: 640, NOT_NOW: 120, NOT_INTERESTED: 120, MEETING: 60}

LIKELIER = {8: 0.8, 9: 1.05, 10: 1.25, 11: 1.1, 12: 0.65, 13: 0.75, 14: 1.0, 15: 1.05, 16: 1.2, 17: 0.85}
"""By the hour of their clock: how much likelier than on average the right person is reached."""

SECONDS: dict[Meaning, tuple[int, int]] = {
    NOBODY: (20, 45),
    BUSY: (6, 15),
    VOICEMAIL: (30, 70),
    WRONG_NUMBER: (15, 60),
    GATEKEEPER: (25, 180),
    TALKED: (180, 1100),
    MEETING: (200, 900),
    CALL_BACK: (25, 160),
    NOT_NOW: (45, 300),
    NOT_INTERESTED: (25, 240),
    DO_NOT_CALL: (10, 60),
    REFERRAL: (120, 500),
}
FACE_TO_FACE = (1500, 3600)


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome as it may come about: how many seconds it takes, whether anybody spoke."""

    outcome: Outcome
    shortest: int
    longest: int
    spoke: bool
    loses: bool  # the firm cannot be called any more, or not at this number

    def seconds(self, random: Random) -> int:
        """How long they talk, or we listen to the ringing: mostly short, seldom long."""
        return self.shortest + int((self.longest - self.shortest) * random.random() ** 2)


@dataclass(frozen=True, slots=True)
class Table:
    """Endings with the sums of their weights up to each."""

    endings: tuple[Ending, ...]
    sums: tuple[float, ...]

    def draw(self, losing: bool, random: Random) -> Ending:
        """One of them; unless `losing`, none that loses the firm."""
        while True:
            ending = self.endings[bisect(self.sums, random.random() * self.sums[-1])]
            if losing or not ending.loses:
                return ending


class Chances:
    """How calls end, in the outcomes that a book has."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self._outcomes = {(outcome.reached, outcome.result): outcome for outcome in reversed(outcomes)}
        self.agreed, self.walked_in = self._table(AGREED), self._table(WALKED_IN)
        self.called_us, self.met = self._table(CALLED_US), self._table(MET, FACE_TO_FACE)
        self.cold = {
            purpose: tuple(self._table(at_hour(weights, hour)) for hour in range(24))
            for purpose, weights in REACHED.items()
        }

    def _table(self, weights: Weights, length: tuple[int, int] | None = None) -> Table:
        """A table of what the book has outcomes for; `length` is for those in which anybody spoke."""
        there = [meaning for meaning in weights if meaning in self._outcomes]
        endings = tuple(self._ending(meaning, length) for meaning in there)
        return Table(endings, tuple(accumulate(weights[meaning] for meaning in there)))

    def _ending(self, meaning: Meaning, length: tuple[int, int] | None) -> Ending:
        spoke = meaning[0].spoke
        shortest, longest = length if length is not None and spoke else SECONDS[meaning]
        return Ending(self._outcomes[meaning], shortest, longest, spoke, meaning in LOSES)


def at_hour(weights: Weights, hour: int) -> Weights:
    """The weights of a call nobody waits for."""
    factor = LIKELIER.get(hour, 0.7)
    return {**UNREACHED, **{meaning: weight * factor for meaning, weight in weights.items()}}
