"""Words for what was found in a call log: its columns, and each call with what becomes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from callbook.domain.script import Direction
from callbook.services.call_logs import CallFate, CallLogPlan, FatedCall
from callbook.ui import texts

UNFINISHED = "unfinished"


def tr(text: str) -> str:
    return QCoreApplication.translate("call_log", text)


@dataclass(frozen=True, slots=True)
class ListedCalls:
    """Some rows of a log, each put into words only when it is shown: the title over what the last column says of
    each, and that."""

    kind: str
    title: str
    last: str
    rows: Sequence[FatedCall]
    tell: Callable[[FatedCall], str]

    @property
    def can_end(self) -> bool:
        """Whether these calls come in, so that an outcome can be said."""
        return self.kind in (CallFate.NEW, CallFate.DOUBTFUL, UNFINISHED)


def listed(plan: CallLogPlan, kind: str) -> ListedCalls:
    """The rows of a fate, or those that come in without an outcome."""
    if kind == UNFINISHED:
        return ListedCalls(kind, tr("Without an outcome"), tr("Outcome"), plan.unfinished, outcome)
    title, last, tell = {
        CallFate.NEW: (tr("New"), tr("Outcome"), outcome),
        CallFate.SAME: (tr("Logged already"), tr("Why"), same),
        CallFate.DOUBTFUL: (tr("Doubtful"), tr("Outcome"), doubtful),
        CallFate.LEFT_OUT: (tr("Left out"), tr("Why"), left_out),
    }[CallFate(kind)]
    return ListedCalls(kind, title, last, [row for row in plan.fated if row.fate == kind], tell)


def outcome(row: FatedCall) -> str:
    return row.outcome.label if row.outcome is not None else tr("none yet")


def same(row: FatedCall) -> str:
    return tr("A call with them at that time is in the book")


def doubtful(row: FatedCall) -> str:
    return texts.joined((outcome(row), doubt(row.doubt)))


def left_out(row: FatedCall) -> str:
    return reason(str(row.reason or ""))


def reason(value: str) -> str:
    """Why a row becomes no call."""
    words = {
        "hidden": tr("The caller withheld the number"),
        "no_time": tr("When it was cannot be read"),
        "no_call": tr("A fax, a message, a visit, or a call within the house"),
        "blocked": tr("Blocked before it rang"),
        "future": tr("It lies in the future"),
        "stranger": tr("No prospect has this number"),
        "service": tr("A service number, too short for anybody's"),
        "shared": tr("Several prospects have this number: say whose it is"),
        "damaged": tr("The file is damaged from here on"),
    }
    return words.get(value, value.replace("_", " "))


def doubt(value: str) -> str:
    """What is not sure about a call."""
    return {
        "": "",
        "order": tr("day and month may be the other way round"),
        "direction": tr("the log does not say who called"),
        "length": tr("how long it was cannot be read"),
    }[value]


def notes() -> dict[str, str]:
    """What the note of a doubtful call says."""
    return {
        "order": tr("From a call log: day and month may be the other way round."),
        "direction": tr("From a call log that does not say who called."),
        "length": tr("From a call log: how long it was cannot be read."),
    }


def when(row: FatedCall, zone: ZoneInfo, now: datetime) -> str:
    start = row.call.started_at
    if start is None:
        return ""
    day = start.astimezone(zone).date()
    return f"{texts.day_and_month(day, day.year != now.astimezone(zone).year)}  {texts.clock(start, zone)}"


def who(row: FatedCall) -> str:
    return row.prospect or row.call.name or row.call.number or row.call.text


def how(row: FatedCall) -> str:
    """Who called and how long it was: "out 3:20"."""
    if row.call.started_at is None:
        return ""
    side = tr("out") if row.call.direction is Direction.OUTBOUND else tr("in")
    said = "" if row.call.seconds is None else texts.length(row.call.seconds)
    return texts.joined((side, tr("unanswered") if row.call.unanswered else said))


def part(field: str) -> str:
    """A part of a call as people call it."""
    words = {
        "number": tr("number"),
        "from": tr("who called"),
        "to": tr("who was called"),
        "name": tr("name"),
        "from_name": tr("name of who called"),
        "to_name": tr("name of who was called"),
        "moment": tr("when"),
        "length": tr("how long"),
        "direction": tr("in or out"),
        "result": tr("how it went"),
        "outcome": tr("outcome"),
        "note": tr("note"),
    }
    return words.get(field, field.replace("_", " "))


def columns(plan: CallLogPlan) -> str:
    """What was found in which column, in one line."""
    return texts.joined([f"{name} = {part(field)}" for field, name in plan.taken_for])
