"""What is invented about one firm, and what becomes of it call by call, as plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind, Closing
from callbook.domain.outcome import Outcome
from callbook.domain.prospect import PREPARATION, Stage
from callbook.domain.script import Channel, Direction, Purpose
from callbook.domain.when import Due
from callbook.services.demo.material import Place, Trade


@dataclass(frozen=True, slots=True)
class Sketch:
    """A firm before anything happened: what decides how calls with it go."""

    place: Place
    clock: ZoneInfo  # at that place
    trade: Trade
    purpose: Purpose
    people: int
    numbers: int
    prepared: int
    near: bool  # so near that one can walk in

    @property
    def stage(self) -> Stage:
        return Stage.PREPARED if self.prepared == len(PREPARATION) else Stage.NEW


@dataclass(slots=True)
class Planned:
    """A next action. `day` is the day of `due` by our clock; `agreed` says that they named it themselves.

    `opened_by` is the id of the call it came from, filled in when that call is written.
    """

    kind: ActionKind
    due: Due
    day: date
    created_at: datetime
    agreed: bool = False
    opened_by: int | None = None


@dataclass(slots=True)
class Standing:
    """Where a firm stands. `failed` are the hours, ours, of the tries since the right person was reached."""

    stage: Stage
    added_at: datetime | None = None
    referred_by: int | None = None
    last_call_at: datetime | None = None
    do_not_call_at: datetime | None = None
    tries: int = 0
    failed: list[int] = field(default_factory=list)
    wrong_at: list[datetime] = field(default_factory=list)
    action: Planned | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One call and what it led to. `number` is which of the firm's numbers was dialled, None where none was.

    `stage` is where the outcome moved the firm, `moved` where the user moved it afterwards, by hand.
    """

    who: int
    direction: Direction
    channel: Channel
    purpose: Purpose
    outcome: Outcome
    started_at: datetime
    picked_up_at: datetime | None
    ended_at: datetime
    saved_at: datetime
    number: int | None = None
    closes: Planned | None = None
    closing: Closing | None = None
    opens: Planned | None = None
    stage: Stage | None = None
    moved: Stage | None = None
