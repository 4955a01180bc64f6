"""Writing what a call log plan says: in one step, or in pieces that are one entry of the undo history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from callbook.domain.call import Call
from callbook.domain.change import Change, Op
from callbook.domain.prospect import Phone, Prospect
from callbook.formats.call_log import LogDoubt
from callbook.services.call_logs import CallLogPlan, FatedCall, Stranger
from callbook.services.calls import with_outcome
from callbook.services.importing import disturbed
from callbook.services.one_entry import Write, at_once, in_pieces
from callbook.services.prospects import zone_for
from callbook.services.standing import refresh
from callbook.storage.book import Book, Step

SLICE = 100  # calls written in one piece
SAID: Mapping[str, str] = {
    LogDoubt.ORDER: "From a call log: day and month may be the other way round.",
    LogDoubt.DIRECTION: "From a call log that does not say who called.",
    LogDoubt.LENGTH: "From a call log: how long it was cannot be read.",
}
"""The note of a doubtful call."""


def run_call_log(book: Book, plan: CallLogPlan, zone: ZoneInfo, *, now: datetime) -> Change:
    """Write the calls of a plan, in one step that one undo takes back.

    They are history: next actions, stages and do-not-call stay as they are, and only the counts of a prospect follow.
    """
    return at_once(book, Op.IMPORT, writes(plan, zone, now, SAID))


def call_log_in_pieces(
    book: Book, plan: CallLogPlan, zone: ZoneInfo, *, now: datetime, said: Mapping[str, str] = SAID
) -> Iterator[Change]:
    """The same, a piece at each turn, so that a window can go on meanwhile; all of it is one entry of the undo history.

    `said` is the note of a doubtful call. Broken off, what is written so far stays, and one undo takes it back. Where
    anything else is done in between it goes no further, and raises UserError.
    """
    return in_pieces(book, Op.IMPORT, writes(plan, zone, now, said), disturbed())


def writes(plan: CallLogPlan, zone: ZoneInfo, now: datetime, said: Mapping[str, str]) -> Iterator[Write]:
    writing = _Writing(plan, zone, now, said)
    return (partial(writing.write, rows=piece) for piece in pieces(plan))


def pieces(plan: CallLogPlan) -> list[Sequence[FatedCall]]:
    """The calls to be written, those of one prospect together and strangers in the order of the file, in pieces that
    each take a moment."""
    first: dict[str, int] = {}
    for row in plan.written:
        first.setdefault(row.form, row.call.at)
    rows = sorted(
        plan.written, key=lambda row: (row.prospect_id, 0 if row.prospect_id else first[row.form], row.call.at)
    )
    return [rows[at : at + SLICE] for at in range(0, len(rows), SLICE)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a prospect is, and the number of theirs that a stranger's calls were with."""

    prospect_id: int
    zone: ZoneInfo | None
    phone_id: int | None = None


class _Writing:
    """One log on its way into the book. Strangers become prospects with the first piece that has calls of theirs."""

    def __init__(self, plan: CallLogPlan, zone: ZoneInfo, now: datetime, said: Mapping[str, str]) -> None:
        self._plan, self._zone, self._now, self._said = plan, zone, now, said
        self._places: dict[int, _Place] = {}
        self._made: dict[str, _Place] = {}

    def write(self, step: Step, rows: Sequence[FatedCall]) -> None:
        self._make(step, {row.form: row.stranger for row in rows if row.stranger and row.form not in self._made})
        placed = [(row, self._place(step, row)) for row in rows]
        step.insert_rows(self._call(row, place) for row, place in placed)
        for prospect_id in sorted({place.prospect_id for _, place in placed}):
            refresh(step, prospect_id)

    def _make(self, step: Step, strangers: Mapping[str, Stranger]) -> None:
        given = [
            Prospect(
                name=one.name,
                created_at=self._now,
                source=self._plan.source,
                do_not_call_at=self._now if one.barred else None,
            )
            for one in strangers.values()
        ]
        ids = [int(row[0] or 0) for row in step.insert_rows(given)]
        numbers = [
            Phone(prospect_id=key, typed=one.number.typed, e164=one.number.e164)
            for key, one in zip(ids, strangers.values(), strict=True)
        ]
        phones = [int(row[0] or 0) for row in step.insert_rows(numbers)]
        places = (_Place(key, None, phone) for key, phone in zip(ids, phones, strict=True))
        self._made.update(zip(strangers, places, strict=True))

    def _place(self, step: Step, row: FatedCall) -> _Place:
        if row.stranger is not None:
            return self._made[row.form]
        if row.prospect_id not in self._places:
            zone = zone_for(step.get(Prospect, row.prospect_id))
            self._places[row.prospect_id] = _Place(row.prospect_id, ZoneInfo(zone) if zone else None)
        return replace(self._places[row.prospect_id], phone_id=row.phone_id)

    def _call(self, row: FatedCall, place: _Place) -> Call:
        start = row.call.started_at
        assert start is not None  # noqa: S101  a row without a moment is left out
        seconds = row.call.seconds or 0
        theirs = start.astimezone(place.zone) if place.zone else None
        call = Call(
            prospect_id=place.prospect_id,
            contact_id=row.contact_id,
            phone_id=place.phone_id,
            direction=row.call.direction,
            started_at=start,
            zone=self._zone.key,
            their_zone=place.zone.key if place.zone else "",
            their_weekday=None if theirs is None else theirs.weekday(),
            their_hour=None if theirs is None else theirs.hour,
            ended_at=start + timedelta(seconds=seconds),
            saved_at=self._now,
            seen_at=self._now,
            seconds=0 if row.call.unanswered else seconds,
            note="\n".join(filter(None, (self._said.get(row.doubt, ""), row.call.note))),
        )
        return with_outcome(call, row.outcome, ())
