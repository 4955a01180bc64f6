"""Reading calls: the open ones, those of a prospect, and the whole history a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from peewee import SQL, NodeList, fn

from callbook.domain.call import Answer, Call, Raised
from callbook.domain.outcome import Outcome, Reason
from callbook.domain.script import Direction
from callbook.storage.behind import Behind, call_ids, is_rare
from callbook.storage.behind import count as figure_count
from callbook.storage.engine import Connection, columns
from callbook.storage.schema import (
    AnswerTable,
    CallTable,
    OutcomeTable,
    ProspectTable,
    RaisedTable,
    ReasonTable,
    ScriptTable,
    ScriptVersionTable,
)
from callbook.storage.text_index import match

C = CallTable
# Each word is a condition inside the one before, and SQLite's parser is a hundred deep.
MOST_WORDS = 12
ONE_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2, 1, 1), date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Narrowing of the history; instants are UTC, `until` exclusive; None and "" mean any. `behind` is a figure whose
    calls are asked for."""

    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    outcome_id: int | None = None
    script_id: int | None = None
    direction: Direction | None = None
    prospect_id: int | None = None
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A call with the names a reader needs beside it."""

    call: Call
    prospect: str
    script: str
    reason: str
    answers: tuple[Answer, ...]
    raised: tuple[str, ...] = ()


def open_calls(book: Connection) -> list[Call]:
    """Calls not yet saved, live or in wrap-up, newest first: what a crash left, or what is parked."""
    query = C.select(*columns(Call)).where(C.saved_at.is_null(), C.deleted_at.is_null())
    return book.fetch(Call, query.order_by(C.started_at.desc(), C.id.desc()))


def answers(book: Connection, call_ids: Iterable[int]) -> dict[int, tuple[Answer, ...]]:
    """The answers of each of these calls, in the order they were asked."""
    query = AnswerTable.select(*columns(Answer)).where(AnswerTable.call_id.in_(list(call_ids)))
    found: dict[int, list[Answer]] = {}
    for answer in book.fetch(Answer, query.order_by(AnswerTable.call_id, AnswerTable.position, AnswerTable.id)):
        found.setdefault(answer.call_id, []).append(answer)
    return {key: tuple(some) for key, some in found.items()}


def raised(book: Connection, call_ids: Iterable[int]) -> dict[int, tuple[Raised, ...]]:
    """The objections that came up in each of these calls, in the order they did."""
    query = RaisedTable.select(*columns(Raised)).where(RaisedTable.call_id.in_(list(call_ids)))
    found: dict[int, list[Raised]] = {}
    for one in book.fetch(Raised, query.order_by(RaisedTable.call_id, RaisedTable.id)):
        found.setdefault(one.call_id, []).append(one)
    return {key: tuple(some) for key, some in found.items()}


def outcomes(book: Connection) -> list[Outcome]:
    query = OutcomeTable.select(*columns(Outcome)).where(OutcomeTable.deleted_at.is_null())
    return book.fetch(Outcome, query.order_by(OutcomeTable.position, OutcomeTable.id))


def reasons(book: Connection) -> list[Reason]:
    query = ReasonTable.select(*columns(Reason)).where(ReasonTable.deleted_at.is_null())
    return book.fetch(Reason, query.order_by(ReasonTable.position, ReasonTable.id))


def history_count(book: Connection, narrow: HistoryFilter) -> int:
    if narrow.behind is not None and narrow == HistoryFilter(behind=narrow.behind):
        return figure_count(book, narrow.behind)  # facts are of saved calls alone
    return int(book.one(C.select(fn.COUNT(C.id)).where(*with_figure(book, narrow))) or 0)


def history_page(book: Connection, narrow: HistoryFilter, offset: int, limit: int) -> list[HistoryRow]:
    """Saved calls, newest first."""
    order = (C.started_at.desc(), C.id.desc())
    ids = C.select(C.id).where(*with_figure(book, narrow)).order_by(*order).offset(offset).limit(limit)
    return history_rows(book, [key for (key,) in book.rows(ids)])


def history_rows(book: Connection, ids: list[int]) -> list[HistoryRow]:
    """These calls in this order."""
    query = (
        C.select(*columns(Call), ProspectTable.name, ScriptTable.name, ReasonTable.label)
        .left_outer_join(ProspectTable, on=(ProspectTable.id == C.prospect_id))
        .switch(C)
        .left_outer_join(ScriptVersionTable, on=(ScriptVersionTable.id == C.version_id))
        .left_outer_join(ScriptTable, on=(ScriptTable.id == ScriptVersionTable.script_id))
        .switch(C)
        .left_outer_join(ReasonTable, on=(ReasonTable.id == C.reason_id))
        .where(C.id.in_(ids))
    )
    said, objections = answers(book, ids), raised(book, ids)
    found: dict[int, HistoryRow] = {}
    for row in book.rows(query):
        call = Call(*row[:-3])
        prospect, script, reason = (text or "" for text in row[-3:])
        came_up = tuple(one.wording for one in objections.get(call.id, ()))
        found[call.id] = HistoryRow(call, prospect, script, reason, said.get(call.id, ()), came_up)
    return [found[key] for key in ids if key in found]


def prospect_totals(book: Connection, prospect_id: int) -> tuple[int, int]:
    """How many calls with a prospect, and how many seconds of talk."""
    query = C.select(fn.COUNT(C.id), fn.COALESCE(fn.SUM(C.seconds), 0))
    ((calls, seconds),) = book.rows(query.where(*conditions(HistoryFilter(prospect_id=prospect_id))))
    return int(calls), int(seconds)


def last_call(book: Connection, prospect_id: int) -> Call | None:
    query = C.select(*columns(Call)).where(*conditions(HistoryFilter(prospect_id=prospect_id)))
    found = book.fetch(Call, query.order_by(C.started_at.desc(), C.id.desc()).limit(1))
    return found[0] if found else None


def last_version(book: Connection, prospect_id: int, direction: Direction) -> int | None:
    """The wording last used with a prospect in calls of one direction, None before the first."""
    where = conditions(HistoryFilter(prospect_id=prospect_id, direction=direction))
    query = C.select(C.version_id).where(*where, C.version_id.is_null(False))
    found = book.one(query.order_by(C.started_at.desc(), C.id.desc()).limit(1))
    return None if found is None else int(found)


def conditions(narrow: HistoryFilter) -> list[Any]:
    where: list[Any] = [C.saved_at.is_null(False), C.deleted_at.is_null()]
    if narrow.prospect_id is not None:
        where.append(C.prospect_id == narrow.prospect_id)
    if narrow.since is not None:
        where.append(C.started_at >= narrow.since)
    if narrow.until is not None:
        where.append(C.started_at < narrow.until)
    if narrow.outcome_id is not None:
        where.append(C.outcome_id == narrow.outcome_id)
    if narrow.direction is not None:
        where.append(C.direction == narrow.direction)
    if narrow.script_id is not None:
        versions = ScriptVersionTable.select(ScriptVersionTable.id).where(
            ScriptVersionTable.script_id == narrow.script_id
        )
        where.append(C.version_id.in_(versions))
    return where + worded(narrow.words)


def with_figure(book: Connection, narrow: HistoryFilter) -> list[Any]:
    """The same with the figure whose calls are asked for: few of all calls are listed, many are met on the way."""
    where, behind = conditions(narrow), narrow.behind
    if behind is None:
        return where
    sql, values = call_ids(behind)
    if is_rare(book, behind):
        return [*where, C.id.in_(SQL(f"({sql})", values))]
    # A day is that of where we were, so the moments of a day lie within a day around that of UTC.
    first = datetime.combine(max(behind.since, FIRST_DAY) - ONE_DAY, time(0), UTC)
    last = datetime.combine(min(behind.until, LAST_DAY) + ONE_DAY, time.max, UTC)
    met = NodeList((SQL(f"EXISTS ({sql} AND f.call_id =", values), C.id, SQL(")")))
    return [*where, C.started_at >= first, C.started_at <= last, met]


def worded(words: tuple[str, ...]) -> list[Any]:
    """Every word was said in the call, or is in the name of whom it was with; of very many the first count."""
    return [
        said_or_named(expression) if (expression := match([word])) else SQL("0") for word in words[:MOST_WORDS]
    ]


def said_or_named(expression: str) -> Any:
    said = SQL("(SELECT rowid FROM call_text WHERE call_text MATCH ?)", (expression,))
    named = "{name people} : (" + expression + ")"
    known = SQL("(SELECT rowid FROM prospect_text WHERE prospect_text MATCH ?)", (named,))
    return C.id.in_(said) | C.prospect_id.in_(known)


def recent_calls(book: Connection, prospect_id: int, limit: int = 200) -> list[Call]:
    """Saved calls with a prospect, newest first."""
    query = C.select(*columns(Call)).where(*conditions(HistoryFilter(prospect_id=prospect_id)))
    return book.fetch(Call, query.order_by(C.started_at.desc(), C.id.desc()).limit(limit))
