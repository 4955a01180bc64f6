"""The invented course of things: day by day who is called, how it ends, and what is planned next."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.script import Direction
from callbook.domain.when import Due, add_working_days, is_working_day, local_day, local_instant
from callbook.services.demo.chances import Chances
from callbook.services.demo.course import Made, Planned, Sketch
from callbook.services.demo.days import A_DAY, Day, opened, plan
from callbook.services.demo.desk import IMPORTED_BEFORE, Desk
from callbook.services.demo.following import TIMES
from callbook.services.demo.talk import held, settle

FRESH = 0.05  # of the firms were never called yet
PLANNED = 0.35  # of those have a day for it, and of these a time
FEWEST_EACH = 3  # calls with a firm on average, where there are few calls for many firms
LOST = 10  # one in so many may become impossible to call
AN_HOUR = 2.5  # calls made today, by the hours that are over
_ONE_DAY = timedelta(days=1)


class History:
    """All calls with the sketched firms, made up one working day after the other: the same for the same `random`."""

    def __init__(
        self,
        sketches: Sequence[Sketch],
        calls: int,
        outcomes: list[Outcome],
        random: Random,
        now: datetime,
        ours: ZoneInfo,
    ) -> None:
        if calls and not sketches:
            raise ValueError("calls need somebody to be with")
        self.calls = calls
        self.chances = Chances(outcomes)
        self.random = random
        self.now = now
        self.ours = ours
        most = max(1, round(len(sketches) * (1 - FRESH)))
        self.desk = Desk(sketches, min(most, -(-calls // FEWEST_EACH)), random)
        self.zones = list(dict.fromkeys(sketch.clock for sketch in sketches))
        self.today = self._today()
        most_a_day = max(1, self.desk.to_start // 2)
        self.plan = plan(calls, most_a_day, self.today, self._last(self.today.date), random)
        self.behind = 0.0  # days of work that are waiting

    def days(self) -> Iterator[list[Made]]:
        """The calls of each working day, in order of time; together as many as there are to be."""
        made = missing = 0
        for day, wanted in self.plan:
            made += wanted
            at = opened(day, wanted + missing, self.ours, self.zones, self.now)
            calls = self._one_day(at, self.desk.to_start * made / self.calls)
            missing = at.wanted - len(calls)
            yield calls
        self._plan_first_calls()

    def _today(self) -> Day:
        """Today, with as many calls as the part of it that is over has room for, where it is a working day."""
        today = opened(local_day(self.now, self.ours), 0, self.ours, self.zones, self.now)
        if is_working_day(today.date):
            hours = len(today.open[self.ours.key]) / 60
            there = sum(len(today.open[sketch.place.zone]) > A_DAY[-1] for sketch in self.desk.sketches)
            today.wanted = min(round(hours * AN_HOUR), there // 4, self.desk.to_start // 4)
        return today

    def _last(self, today: date) -> date:
        """The last day before today whose working hours are over at every place."""
        day, later = today - _ONE_DAY, self.now + 3 * _ONE_DAY
        while self._windows(day, self.now) != self._windows(day, later):
            day -= _ONE_DAY
        return day

    def _windows(self, day: date, now: datetime) -> dict[str, range]:
        return opened(day, 0, self.ours, self.zones, now).open

    def _one_day(self, day: Day, new_by_now: float) -> list[Made]:
        self.desk.begin(day.date)
        calls: list[Made] = []
        for who, direction in self.desk.whom(day, new_by_now):
            call = self._call(day, who, direction)
            if call is not None:
                calls.append(call)
            if len(calls) == day.wanted:
                break
        self.behind = self.desk.waiting() / day.wanted
        return sorted(calls, key=lambda call: call.started_at)

    def _call(self, day: Day, who: int, direction: Direction) -> Made | None:
        sketch, standing = self.desk.sketches[who], self.desk.standings[who]
        planned = self.desk.planned(who, day.date) if direction is Direction.OUTBOUND else None
        losing = self.desk.lost < self.desk.to_start // LOST
        call = held(day, who, direction, sketch, planned, self.chances, losing, self.random)
        if call is None:
            return None
        settle(call, sketch, standing, day, self.behind, self.random)
        self.desk.lost += call.outcome.reached is Reached.WRONG_NUMBER or call.outcome.result is Result.DO_NOT_CALL
        if call.closes is not None or call.opens is not None:
            self.desk.plan(who, call.opens)
        if call.outcome.result is Result.REFERRAL:
            self.desk.refer(who, call.saved_at)
        return call

    def _plan_first_calls(self) -> None:
        """Some of those never called have a day for it already."""
        for who in range(self.desk.started, len(self.desk.sketches)):
            standing = self.desk.standings[who]
            standing.added_at = self.now - IMPORTED_BEFORE
            if self.random.random() < PLANNED:
                day = add_working_days(self.today.date, self.random.randint(1, 10))
                at = local_instant(day, self.random.choice(TIMES), self.desk.sketches[who].clock)
                due: Due = at if self.random.random() < PLANNED else day
                standing.action = Planned(ActionKind.CALL, due, day, created_at=standing.added_at)
