"""Call logs of telephones and telephone services: which calls are new, which are logged already, which are left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callbook.domain.errors import UserError
from callbook.domain.likeness import Numbers, ending, number_key, same_line
from callbook.domain.outcome import Outcome, Reached
from callbook.domain.phone import digits, marked_e164
from callbook.domain.phone import e164 as e164_of
from callbook.domain.script import Direction
from callbook.formats.call_log import (
    LogColumns,
    LogDoubt,
    LoggedCall,
    LogReason,
    logged_calls,
)
from callbook.formats.call_times import Order
from callbook.formats.call_words import Answer, CallField
from callbook.formats.incoming import LeftOut
from callbook.services.bringing_in import FEWEST_DIGITS, Number, number
from callbook.services.exchange import Reading
from callbook.storage import calls as call_reader
from callbook.storage import logged, matching
from callbook.storage.engine import Connection
from callbook.storage.matching import folded
from callbook.storage.settings import settings

NEAR = timedelta(minutes=5)
"""How far apart the starts of a logged call and of a row may lie for them to be the same call. A timer is started a few
seconds before dialling or after the answer; a call that is logged afterwards gets a moment in whole minutes, and is
logged within minutes; the FRITZ!Box rounds to the minute. Two attempts less than five minutes apart are kept apart by
each logged call matching one row only, and by whether anybody was spoken with."""
MONTH_FIRST = ("US", "PH")  # countries that write 12/31/2026, as the Unicode CLDR 45 has their short dates


NO_ROW = -1  # the place of what is no row of the table


class CallFate(StrEnum):
    """What becomes of a row. A doubtful one is imported and marked."""

    NEW = "new"
    SAME = "same"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class LogChoices:
    """What a person says of a log: whether strangers become prospects, which number of a day is the day (an Order, "":
    the guess), whose a number of several prospects is (the number's first form -> prospect), and how calls ended
    (place of the row -> outcome, None for a call to be finished)."""

    strangers: bool = False
    order: str = ""
    picked: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[int, Outcome | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody in a log who is in no list; `barred` where their number asked not to be called."""

    number: Number
    name: str
    barred: bool


@dataclass(frozen=True, slots=True)
class FatedCall:
    """A row and what becomes of it. `prospect_id` is 0 for a stranger's, `outcome` None for a call to be finished, and
    `among` are the prospects that share a number."""

    call: LoggedCall
    fate: CallFate
    prospect_id: int = 0
    prospect: str = ""
    phone_id: int | None = None
    contact_id: int | None = None
    reason: LogReason | None = None
    doubt: LogDoubt = LogDoubt.NONE
    outcome: Outcome | None = None
    stranger: Stranger | None = None
    form: str = ""
    among: tuple[int, ...] = ()

    @property
    def written(self) -> bool:
        return self.fate in (CallFate.NEW, CallFate.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class CallLogPlan:
    """What a log would become in this book; nothing is written yet. read = new + same + doubtful + left out.

    `unclear` says that day and month of the whole file may be the other way round.
    """

    reading: Reading
    columns: LogColumns
    source: str
    choices: LogChoices
    fated: tuple[FatedCall, ...]
    unclear: bool

    @property
    def read(self) -> int:
        return len(self.fated)

    def count(self, fate: CallFate) -> int:
        return sum(one.fate is fate for one in self.fated)

    @property
    def new(self) -> int:
        return self.count(CallFate.NEW)

    @property
    def same(self) -> int:
        return self.count(CallFate.SAME)

    @property
    def doubtful(self) -> int:
        return self.count(CallFate.DOUBTFUL)

    @property
    def left_out(self) -> tuple[FatedCall, ...]:
        return tuple(one for one in self.fated if one.fate is CallFate.LEFT_OUT)

    @property
    def written(self) -> tuple[FatedCall, ...]:
        return tuple(one for one in self.fated if one.written)

    @property
    def strangers(self) -> int:
        """How many people the log knows that no list does."""
        return len({row.form for row in self.fated if row.stranger or row.reason is LogReason.STRANGER})

    @property
    def unfinished(self) -> tuple[FatedCall, ...]:
        """The calls that come in without an outcome."""
        return tuple(row for row in self.fated if row.written and row.outcome is None)

    @property
    def taken_for(self) -> tuple[tuple[str, str], ...]:
        """What was found in which column: the name of the part and the column's title."""
        names = () if self.reading.table is None else self.reading.table.names
        found = [(field.value, at) for field, at in self.columns.of.items() if field is not CallField.OWN]
        found += [("result", at) for at in self.columns.results]
        found += [("moment", at) for at in dict.fromkeys((self.columns.day, self.columns.clock))]
        return tuple((field, names[at]) for field, at in sorted(found, key=lambda one: one[1]))


def with_outcomes(plan: CallLogPlan, places: Iterable[int], outcome: Outcome | None) -> CallLogPlan:
    """The plan with this outcome for the calls of these rows; None leaves them to be finished."""
    said = {**plan.choices.outcomes, **dict.fromkeys(places, outcome)}
    choices = replace(plan.choices, outcomes=said)
    fated = (replace(row, outcome=said[row.call.at]) if _is_said(row, said) else row for row in plan.fated)
    return replace(plan, choices=choices, fated=tuple(fated))


def _is_said(row: FatedCall, said: Mapping[int, Outcome | None]) -> bool:
    return row.written and row.call.at in said


def plan_log(
    book: Connection,
    reading: Reading,
    source: str,
    zone: ZoneInfo,
    choices: LogChoices | None = None,
    *,
    now: datetime,
) -> CallLogPlan:
    """Say what each row of a log would become; moments without a zone are by the clock of `zone`. UserError where the
    file is no log."""
    asked = choices or LogChoices()
    columns = reading.log
    if reading.table is None or columns is None:
        raise UserError("This is not a list of calls.", "Import it as a list of prospects.")
    home = settings(book).home_country
    likely = Order.MONTH_FIRST if home in MONTH_FIRST else Order.DAY_FIRST
    calls, unclear = logged_calls(
        reading.table, columns, zone, now, Order(asked.order) if asked.order else None, likely
    )
    planner = _Planner(book, home, asked, columns.directed)
    fated = planner.fated(calls)
    damaged = tuple(_damaged(one) for one in reading.left_out)
    return CallLogPlan(reading, columns, source, asked, (*fated, *damaged), unclear)


def _damaged(part: LeftOut) -> FatedCall:
    call = LoggedCall(
        NO_ROW, part.line, "", "", None, None, Direction.OUTBOUND, Answer.UNKNOWN, LogDoubt.NONE, None, part.text
    )
    return FatedCall(call, CallFate.LEFT_OUT, reason=LogReason.DAMAGED)


class _Planner:
    """Rows beside the book: whose number each has, then which are logged, then how the others ended."""

    def __init__(self, book: Connection, home: str, choices: LogChoices, directed: bool) -> None:
        self._book, self._home, self._choices, self._directed = book, home, choices, directed
        self._outcomes = call_reader.outcomes(book)
        self._labels = {folded(one.label): one for one in self._outcomes}
        self._numbers: dict[str, Number] = {}
        self._keys: dict[str, str] = {}

    def fated(self, calls: Sequence[LoggedCall]) -> list[FatedCall]:
        forms = {form for call in calls for form in self._number(call).forms}
        known = logged.lines_of(self._book, forms, set(self._keys.values()), self._home)
        rows = _one_form_each([self._placed(call, self._lines(self._number(call), *known)) for call in calls])
        names = logged.prospects_named(self._book, {key for row in rows for key in (row.prospect_id, *row.among)})
        rows = [replace(row, prospect=names.get(row.prospect_id or _only(row.among), "")) for row in rows]
        rows = self._recognised(rows)
        if self._choices.strangers:
            rows = self._with_strangers(rows)
        return [self._ended(row) for row in _repeated(rows)]

    def _number(self, call: LoggedCall) -> Number:
        known = self._numbers.get(call.number)
        if known is None:
            marked = marked_e164(call.number)
            known = number("", call.number, marked or e164_of(call.number, self._home))
            self._numbers[call.number], self._keys[call.number] = known, number_key(call.number, marked)
        return known

    def _lines(self, number: Number, same: logged.Lines, alike: logged.Lines) -> Sequence[logged.Line]:
        """Whose a number is: those who have it as it is read here, else all who have it with or without a country.
        Numbers found to be wrong count where nobody else has them."""
        found = same.get(number.e164, []) if number.e164 else []
        if not found and number.dials:
            every = (*same.get(number.forms[-1], ()), *alike.get(self._keys[number.typed], ()))
            found = list(dict.fromkeys(every))
        return [line for line in found if not line.wrong] or found

    def _placed(self, call: LoggedCall, lines: Sequence[logged.Line]) -> FatedCall:
        """Whose a row is, and why it is left out if it is."""
        form = next(iter(self._number(call).forms), "")
        among = tuple(sorted({line.prospect_id for line in lines}))
        row = FatedCall(call, CallFate.LEFT_OUT, form=form, among=among, doubt=call.doubt)
        if call.reason is not None:
            return replace(row, reason=call.reason)
        if not lines:
            short = len(digits(call.number)) < FEWEST_DIGITS
            return replace(row, reason=LogReason.SERVICE if short else LogReason.STRANGER)
        picked = self._choices.picked.get(form, 0)
        line = next((one for one in lines if one.prospect_id == picked), lines[0])
        if len(among) > 1 and picked not in among:
            return replace(row, reason=LogReason.SHARED)
        fate = CallFate.DOUBTFUL if call.doubt else CallFate.NEW
        return replace(row, fate=fate, prospect_id=line.prospect_id, phone_id=line.phone_id, contact_id=line.contact_id)

    def _recognised(self, rows: list[FatedCall]) -> list[FatedCall]:
        """The rows with those found that are logged already: of one's own prospect first, then of those who share a
        number."""
        moments = [row.call.started_at for row in rows if row.among and row.call.started_at]
        if not moments:
            return rows
        ids = {key for row in rows for key in row.among}
        known = logged.calls_with(self._book, ids, min(moments) - NEAR, max(moments) + NEAR)
        pools = _Pools(known, self._directed)
        logged_as = pools.matched([row for row in rows if row.written])
        shared = [row for row in rows if row.reason is LogReason.SHARED]
        for row in shared:
            logged_as.update(pools.matched([replace(row, prospect_id=key) for key in row.among], only_one=True))
        return [replace(row, fate=CallFate.SAME, reason=None) if row.call.at in logged_as else row for row in rows]

    def _with_strangers(self, rows: list[FatedCall]) -> list[FatedCall]:
        barred = Numbers(matching.do_not_call_numbers(self._book))
        names: dict[str, str] = {}
        for row in rows:
            if row.reason is LogReason.STRANGER and row.call.name:
                names.setdefault(row.form, row.call.name)
        made: dict[str, Stranger] = {}
        return [self._as_prospect(row, made, names, barred) for row in rows]

    def _as_prospect(
        self, row: FatedCall, made: dict[str, Stranger], names: dict[str, str], barred: Numbers
    ) -> FatedCall:
        if row.reason is not LogReason.STRANGER:
            return row
        if row.form not in made:
            theirs, key = self._number(row.call), self._keys[row.call.number]
            name = names.get(row.form) or row.call.number
            made[row.form] = Stranger(theirs, name, any(form in barred for form in (key, *theirs.forms)))
        fate = CallFate.DOUBTFUL if row.doubt else CallFate.NEW
        return replace(row, fate=fate, reason=None, stranger=made[row.form], prospect=made[row.form].name)

    def _ended(self, row: FatedCall) -> FatedCall:
        if not row.written:
            return row
        said = self._choices.outcomes
        if row.call.at in said:
            return replace(row, outcome=said[row.call.at])
        return replace(row, outcome=self._labels.get(folded(row.call.outcome)) or self._outcome(row.call))

    def _outcome(self, call: LoggedCall) -> Outcome | None:
        """The first of the user's outcomes that says what a log says of an unanswered call; None for a call in which
        somebody may have been spoken with, which only the user knows."""
        if not call.unanswered:
            return None
        out = call.direction is Direction.OUTBOUND
        said = {Answer.BUSY: Reached.BUSY, Answer.VOICEMAIL: Reached.VOICEMAIL} if out else {}
        for reached in (said.get(call.answer, Reached.NOBODY), Reached.NOBODY):
            found = next((one for one in self._outcomes if one.reached is reached), None)
            if found is not None:
                return found
        return None


def _only(ids: Sequence[int]) -> int:
    """The one id there is, else 0."""
    return ids[0] if len(ids) == 1 else 0


def _one_form_each(rows: Sequence[FatedCall]) -> list[FatedCall]:
    """The rows, with the form of the international number for that of a stranger's without a country, where the log has
    just one such: so that both are one stranger."""
    strange = {row.form for row in rows if row.reason is LogReason.STRANGER}
    whole: dict[str, list[str]] = {}
    for form in strange:
        if form.startswith("+"):
            whole.setdefault(ending(form), []).append(form)
    as_one = {}
    for form in strange:
        same = [] if form.startswith("+") else [one for one in whole.get(ending(form), ()) if same_line(form, one)]
        if len(same) == 1:
            as_one[form] = same[0]
    return [replace(row, form=as_one.get(row.form, row.form)) for row in rows]


def _repeated(rows: Iterable[FatedCall]) -> list[FatedCall]:
    """Rows that say exactly what an earlier one says are the same call."""
    seen: set[tuple[object, ...]] = set()
    found = []
    for row in rows:
        call = row.call
        key = (row.form, call.direction, call.started_at, call.seconds, call.answer)
        if row.written and key in seen:
            row = replace(row, fate=CallFate.SAME)
        seen.add(key)
        found.append(row)
    return found


class _Pools:
    """Logged calls by prospect and direction, each to be matched with at most one row."""

    def __init__(self, known: Iterable[logged.Known], directed: bool) -> None:
        self._directed = directed
        self._left: dict[tuple[int, Direction | None], list[logged.Known]] = {}
        for call in known:
            key = (call.prospect_id, call.direction if directed else None)
            self._left.setdefault(key, []).append(call)

    def matched(self, rows: Iterable[FatedCall], only_one: bool = False) -> set[int]:
        """The places of rows that are logged. Those of the same second first; then what is near, in the order of time,
        so that as many as possible find one; first rows with talk, then the others among calls without any."""
        groups: dict[tuple[int, Direction | None], list[FatedCall]] = {}
        for row in rows:
            groups.setdefault((row.prospect_id, row.call.direction if self._directed else None), []).append(row)
        found: set[int] = set()
        for key, group in groups.items():
            left = self._left.get(key, [])
            waiting = sorted(_apart_by_text(group), key=lambda row: _start(row))
            for talk, quiet, near in _PASSES:
                these = [row for row in waiting if row.call.at not in found and _talks(row) is talk]
                found |= _paired(these, left, quiet, timedelta(0) if not near else NEAR)
            if found and only_one:
                break
        return found


# Rows with talk or without, what a call has to be like for them (None: anything), whether near is enough.
_PASSES = (
    (True, False, False),
    (False, True, False),
    (True, None, False),
    (True, None, True),
    (False, True, True),
)


def _apart_by_text(group: Iterable[FatedCall]) -> list[FatedCall]:
    """One row of each call: what is said twice is not looked for twice."""
    first: dict[tuple[object, ...], FatedCall] = {}
    for row in group:
        first.setdefault((row.call.started_at, row.call.seconds, row.call.answer), row)
    return list(first.values())


def _start(row: FatedCall) -> datetime:
    assert row.call.started_at is not None  # noqa: S101  a row without a moment is left out before
    return row.call.started_at


def _talks(row: FatedCall) -> bool:
    return not row.call.unanswered


def _is_quiet(call: logged.Known) -> bool:
    """Whether nobody was spoken with, as far as the book says."""
    return call.spoke is False or (call.spoke is None and call.seconds == 0)


def _paired(rows: list[FatedCall], left: list[logged.Known], quiet: bool | None, near: timedelta) -> set[int]:
    """The places of rows that find a call; the calls are taken out of `left`. Both are in the order of time, and each
    row takes the earliest call that is not too far away: no other way pairs more of them."""
    found: set[int] = set()
    taken: set[int] = set()
    usable = [call for call in left if quiet is None or _is_quiet(call) is quiet]
    at = 0
    for row in rows:
        start = _start(row)
        while at < len(usable) and usable[at].started_at < start - near:
            at += 1
        if at < len(usable) and usable[at].started_at <= start + near:
            taken.add(usable[at].id)
            found.add(row.call.at)
            at += 1
    left[:] = [call for call in left if call.id not in taken]
    return found
