"""Whom to call next: the firms of a demonstration with what is due, what is new, and who calls by themselves."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from callbook.domain.prospect import Stage
from callbook.domain.script import Direction
from callbook.services.demo.course import Planned, Sketch, Standing
from callbook.services.demo.days import Day

INBOUND = 0.03
INBOUND_NEW = 0.1  # of the calls that come in are from somebody new
IMPORTED_TOGETHER = 25
IMPORTED_BEFORE = timedelta(days=3)
LOOKS = 30


class Desk:
    """Keeps where every firm stands and hands out whom to call; nobody is handed out twice a day."""

    def __init__(self, sketches: Sequence[Sketch], to_start: int, random: Random) -> None:
        self.sketches = sketches
        self.standings = [Standing(sketch.stage) for sketch in sketches]
        self.to_start = to_start
        self.started = 0
        self.lost = 0  # may not be called any more, or at one number less
        self.random = random
        self._referrals: list[tuple[int, datetime]] = []
        self._falls_due: dict[date, list[int]] = {}
        self._due: list[int] = []
        self._called: set[int] = set()
        self._imported_at: datetime | None = None

    def plan(self, who: int, action: Planned | None) -> None:
        self.standings[who].action = action
        if action is not None:
            self._falls_due.setdefault(action.day, []).append(who)

    def planned(self, who: int, day: date) -> Planned | None:
        """The next action of a firm, where it is due by `day`."""
        action = self.standings[who].action
        return action if action is not None and action.day <= day else None

    def refer(self, who: int, at: datetime) -> None:
        """The next new firm will be one that `who` told of."""
        self._referrals.append((who, at))

    def waiting(self) -> int:
        """How many were due and were not called."""
        return sum(who not in self._called for who in self._due)

    def begin(self, day: date) -> None:
        """Put on the desk what is due on a day, oldest first: what was left over, and what fell due since."""
        for due in sorted(due for due in self._falls_due if due <= day):
            self._due += self._falls_due.pop(due)
        self._due = [who for who in dict.fromkeys(self._due) if self.planned(who, day) is not None]
        self._called.clear()

    def whom(self, day: Day, new_by_now: float) -> Iterator[tuple[int, Direction]]:
        """Whom to call, for as long as there is anybody: what was agreed first, then a mixture.

        `new_by_now` is how many firms should have been called for the first time by the end of the day.
        """
        agreed = [who for who in self._due if self._agreed(who)]
        others = iter([who for who in self._due if not self._agreed(who)])
        for who in agreed:
            if self._fits(who, day):
                yield self._handed(who), Direction.OUTBOUND
        while True:
            inbound = self._caller(day) if self.random.random() < INBOUND else None
            if inbound is not None:
                yield self._handed(inbound), Direction.INBOUND
                continue
            outbound = self._next(day, others, new_by_now)
            if outbound is None:
                return
            yield self._handed(outbound), Direction.OUTBOUND

    def _agreed(self, who: int) -> bool:
        action = self.standings[who].action
        return action is not None and action.agreed

    def _handed(self, who: int) -> int:
        self._called.add(who)
        return who

    def _next(self, day: Day, due: Iterator[int], new_by_now: float) -> int | None:
        """A new firm while too few were started, else what is due, else a new one early, else anybody."""
        if self.started < new_by_now and (new := self._new(day)) is not None:
            return new
        for who in due:
            if self._fits(who, day):
                return who
        early = self._new(day) if self.started < self.to_start else None
        return self._anybody(day) if early is None else early

    def _fits(self, who: int, day: Day) -> bool:
        standing, sketch = self.standings[who], self.sketches[who]
        if who in self._called or standing.do_not_call_at is not None or len(standing.wrong_at) >= sketch.numbers:
            return False
        action = self.planned(who, day.date)
        if action is not None and isinstance(action.due, datetime) and day.minute(action.due) > day.until:
            return False
        return bool(day.open[sketch.place.zone])

    def _new(self, day: Day) -> int | None:
        """The first firm that was never called, with when and how it came into the book."""
        who = self.started
        if who >= len(self.sketches) or not day.open[self.sketches[who].place.zone]:
            return None
        self.started += 1
        standing = self.standings[who]
        if who % IMPORTED_TOGETHER == 0 or self._imported_at is None:
            self._imported_at = day.instant(18 * 60) - IMPORTED_BEFORE
        standing.added_at = self._imported_at
        if self._referrals:
            standing.referred_by, standing.added_at = self._referrals.pop(0)
        return who

    def _caller(self, day: Day) -> int | None:
        """Somebody who calls us: mostly one we have called."""
        if self.started < self.to_start and self.random.random() < INBOUND_NEW:
            return self._new(day)
        who = self.random.randrange(self.started) if self.started else None
        return who if who is not None and self._fits(who, day) else None

    def _anybody(self, day: Day) -> int | None:
        """Somebody with nothing planned, else whoever may be called."""
        for _ in range(LOOKS if self.started else 0):
            who = self.random.randrange(self.started)
            standing = self.standings[who]
            if standing.action is None and standing.stage is not Stage.CLOSED and self._fits(who, day):
                return who
        found = next((who for who in range(self.started) if self._fits(who, day)), None)
        return self._new(day) if found is None else found
