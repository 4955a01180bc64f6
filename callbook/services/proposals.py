"""What comes next: what an outcome proposes, and what a typed date means."""

from collections.abc import Container
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callbook.domain.call import Call
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reached, Result
from callbook.domain.prospect import Prospect, Stage
from callbook.domain.typed_date import read_due
from callbook.domain.when import Due, Lateness, add_working_days, lateness, local_day, proposed_due
from callbook.services.calls import NextStep
from callbook.services.prospects import working_days_off, zone_for
from callbook.services.standing import tried_enough
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.storage import settings as settings_reader
from callbook.storage.engine import Connection

OTHER_TIME = "other time"  # how a rule ends that asks for another time of day


def proposal(book: Connection, call: Call, outcome: Outcome, zone: ZoneInfo, *, now: datetime) -> NextStep:
    """The next step an outcome proposes for this call's prospect: always one, except where it means none.

    A meeting that is still ahead stays, whatever a call in between came to. A wrong number leads to the
    next good number today. What asks for a date the user has not given yet has `due` None and a kind.
    """
    if call.prospect_id is None or outcome.stage is Stage.CLOSED:
        return NextStep()
    planned = prospect_reader.open_action(book, call.prospect_id)
    if planned is not None and planned.due is not None and outcome.result is not Result.MEETING:
        ahead = lateness(planned.due, now, zone) in (Lateness.LATER, Lateness.TODAY)
        if planned.kind is ActionKind.MEETING and ahead:
            return NextStep(planned.kind, planned.due, planned.text, planned.place, planned.minutes)
    if outcome.reached is Reached.WRONG_NUMBER:
        numbers = prospect_reader.phones(book, call.prospect_id)
        others = any(phone.wrong_at is None and phone.id != call.phone_id for phone in numbers)
        return NextStep(ActionKind.CALL, local_day(now, zone)) if others else NextStep()
    if outcome.action is None:
        return NextStep()
    free = days_off(book, call, now)
    if tried_enough(book, call, outcome):
        rest = f"+{settings_reader.settings(book).rest_months}m"
        return NextStep(outcome.action, proposed_due(rest, now, zone, holidays=free))
    if outcome.action is ActionKind.MEETING:
        return a_meeting(book, call, proposed_due(outcome.proposes, now, zone, holidays=free))
    if not outcome.proposes.endswith(OTHER_TIME):
        return NextStep(outcome.action, proposed_due(outcome.proposes, now, zone, holidays=free))
    theirs = their_zone(book, call, zone)
    hours = failed_hours(book, call, theirs)
    return NextStep(outcome.action, proposed_due(outcome.proposes, now, theirs, hours, free))


def days_off(book: Connection, call: Call, now: datetime) -> Container[date]:
    """Public holidays where this call's prospect is: nobody is called back on one."""
    prospect = book.get(Prospect, call.prospect_id or 0)
    return working_days_off(prospect, now) if prospect is not None else ()


def a_meeting(book: Connection, call: Call, due: Due | None) -> NextStep:
    """A meeting as it is usually held: at their place, for as long as the settings say."""
    prospect = book.get(Prospect, call.prospect_id or 0)
    place = ", ".join(part for part in (prospect.address, prospect.city) if part) if prospect else ""
    return NextStep(ActionKind.MEETING, due, "", place, settings_reader.settings(book).meeting_minutes)


def their_zone(book: Connection, call: Call, ours: ZoneInfo) -> ZoneInfo:
    """The zone in which to look for another time of day: that of their clock, ours where theirs is not known."""
    prospect = book.get(Prospect, call.prospect_id or 0)
    phones = prospect_reader.phones(book, call.prospect_id or 0)
    name = zone_for(prospect, phones, call.started_at) if prospect is not None else ""
    return ZoneInfo(name) if name else ours


def failed_hours(book: Connection, call: Call, zone: ZoneInfo) -> list[int]:
    """Hours by the clock of `zone` of the tries since the right person was last reached, this one included."""
    hours = []
    for earlier in [call, *reader.recent_calls(book, call.prospect_id or 0, limit=10)]:
        if earlier.reached is Reached.RIGHT_PERSON:
            break
        if earlier.started_at is not None:
            hours.append(earlier.started_at.astimezone(zone).hour)
    return hours


def next_step(
    typed: str,
    proposed: NextStep,
    zone: ZoneInfo,
    day_first: bool,
    *,
    now: datetime,
    theirs: ZoneInfo | None = None,
) -> NextStep:
    """What the text in the wrap-up's "Next" field means; `theirs` is the zone that "their time" names.

    "never", or an emptied field where a date stood, means no next action. A date that is asked for but missing
    or unreadable becomes the next working day with the text kept, so that nothing is forgotten.
    """
    reading = read_due(typed, now, zone, day_first, theirs)
    if reading.due is not None:
        return replace(proposed, kind=proposed.kind or ActionKind.CALL, due=reading.due, text=reading.rest)
    if reading.never and typed.strip():
        return NextStep()
    if proposed.kind is None:
        return NextStep(ActionKind.CALL, tomorrow(now, zone), typed.strip()) if typed.strip() else NextStep()
    if not typed.strip() and proposed.due is not None:
        return NextStep()
    return replace(proposed, due=tomorrow(now, zone), text=typed.strip())


def tomorrow(now: datetime, zone: ZoneInfo) -> Due:
    return add_working_days(local_day(now, zone), 1)
