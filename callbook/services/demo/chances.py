"""How the calls of a demonstration end, and how long they last: our own guesses, shaped like a solo caller's log."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.script import Channel, Direction, Purpose

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
class Circumstances:
    """What a call's chances depend on.

    `agreed` says that they had named the time, `hour` is of their clock; `losing` that the firm may be lost for
    good: a number that is wrong, or the wish not to be called.
    """

    direction: Direction
    channel: Channel
    purpose: Purpose
    agreed: bool
    hour: int
    losing: bool


class Chances:
    """Draws how a call ended from the outcomes a book has."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self._outcomes = {(outcome.reached, outcome.result): outcome for outcome in reversed(outcomes)}
        self._drawn: dict[Circumstances, tuple[list[Outcome], list[float]]] = {}

    def draw(self, given: Circumstances, random: Random) -> Outcome:
        if given not in self._drawn:
            weights = [
                (self._outcomes[meaning], weight)
                for meaning, weight in weighed(given).items()
                if meaning in self._outcomes and (given.losing or meaning not in LOSES)
            ]
            self._drawn[given] = [one for one, _ in weights], list(accumulate(weight for _, weight in weights))
        outcomes, sums = self._drawn[given]
        return random.choices(outcomes, cum_weights=sums)[0]


def weighed(given: Circumstances) -> Weights:
    if given.channel in (Channel.MEETING, Channel.VIDEO):
        return MET
    if given.direction is Direction.INBOUND:
        return CALLED_US
    if given.channel is Channel.WALK_IN:
        return WALKED_IN
    if given.agreed:
        return AGREED
    factor = LIKELIER.get(given.hour, 0.7)
    return {**UNREACHED, **{meaning: weight * factor for meaning, weight in REACHED[given.purpose].items()}}


def seconds(outcome: Outcome, channel: Channel, random: Random) -> int:
    """How long they talk, or we listen to the ringing."""
    meaning = (outcome.reached, outcome.result)
    face_to_face = channel in (Channel.MEETING, Channel.VIDEO) and outcome.reached.spoke
    shortest, longest = FACE_TO_FACE if face_to_face else SECONDS.get(meaning, (30, 120))
    return int(random.triangular(shortest, longest, shortest + (longest - shortest) / 4))
