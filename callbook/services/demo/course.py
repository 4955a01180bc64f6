"""What is invented about one firm, and what becomes of it call by call, as plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind
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

    `created_at` and `opened_by`, the id of the call it came from, are filled in when that call is written.
    """

    kind: ActionKind
    due: Due
    day: date
    agreed: bool = False
    created_at: datetime | None = None
    opened_by: int | None = None


@dataclass(slots=True)
class Standing:
    """Where a firm stands. `failed` are the hours, theirs, of the last two tries that failed."""

    stage: Stage
    added_at: datetime | None = None
    referred_by: int | None = None
    last_call_at: datetime | None = None
    do_not_call_at: datetime | None = None
    tries: int = 0
    failed: tuple[int, ...] = ()
    wrong_at: list[datetime] = field(default_factory=list)
    action: Planned | None = None


@dataclass(slots=True)
class Made:
    """One call and what it led to. `number` is which of the firm's numbers was dialled, None where none was.

    `rang`, `lasted` and `wrote` are seconds: until somebody answered (None where nobody did), of talking or
    waiting, of writing up. `stage` is where the outcome moved the firm, `moved` where the user did, by hand.
    """

    who: int
    direction: Direction
    channel: Channel
    outcome: Outcome
    started_at: datetime
    rang: int | None
    lasted: int
    wrote: int
    number: int | None = None
    closes: Planned | None = None
    opens: Planned | None = None
    stage: Stage | None = None
    moved: Stage | None = None

    @property
    def picked_up_at(self) -> datetime | None:
        return None if self.rang is None else self.started_at + timedelta(seconds=self.rang)

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(seconds=(self.rang or 0) + self.lasted)

    @property
    def saved_at(self) -> datetime:
        return self.ended_at + timedelta(seconds=self.wrote)
