"""What calls count for, kept beside them: a fact a call, the sums of each day, and which answers there are to each
question, in step with every write.

Counting a million calls takes a second or more; these sums are read in a moment. They hold nothing that the calls do
not say, and can be made anew from them at any time.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeVar

from callbook.domain.facts import Fact, Key, Labels, Told, add, facts_of
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.stats import Tally
from callbook.storage.engine import Connection
from callbook.storage.records import Row, RowMap

Record = TypeVar("Record", Told, Fact)

NOBODY = 0
CHUNK = 400  # prospects whose calls are read by one statement
KEPT = 200_000  # sums held in memory while all are made anew
COLUMNS = ", ".join(Fact._fields)
FACTS = f"SELECT {COLUMNS} FROM call_fact"
TOLD = """
SELECT id, prospect_id, started_at, zone, direction, channel, purpose, version_id, opener_id, their_weekday, their_hour,
  reached, result, reason_id, conversation, seconds
FROM call WHERE saved_at IS NOT NULL AND deleted_at IS NULL AND %s ORDER BY prospect_id, started_at, id
"""
HELD = f"""
SELECT opened_by FROM next_action WHERE kind = '{ActionKind.MEETING}' AND closing = '{Closing.HELD}'
  AND opened_by IS NOT NULL AND deleted_at IS NULL AND %s
"""
LABELS = "SELECT id, city, country FROM prospect WHERE %s"
TAGS = "SELECT prospect_id, tag_id FROM tagging WHERE %s ORDER BY prospect_id, tag_id"
WRITE_FACT = f"INSERT INTO call_fact ({COLUMNS}) VALUES ({', '.join('?' * len(Fact._fields))})"
AMOUNTS = tuple(field.name for field in fields(Tally))
CALLS = AMOUNTS.index("calls")
ADD_SUM = f"""
INSERT INTO day_sum (dimension, what, day, {", ".join(AMOUNTS)}) VALUES (?, ?, ?, {", ".join("?" * len(AMOUNTS))})
ON CONFLICT DO UPDATE SET {", ".join(f"{name} = {name} + excluded.{name}" for name in AMOUNTS)}
"""
# What was said to a question in a saved call; an empty answer is none.
WRITE_ANSWERS = """
INSERT INTO answer_fact (answer_id, question_id, started_at, call_id)
SELECT a.id, a.question_id, c.started_at, c.id FROM answer a JOIN call c ON c.id = a.call_id
WHERE a.question_id IS NOT NULL AND trim(a.text) <> '' AND c.saved_at IS NOT NULL AND c.deleted_at IS NULL AND %s
"""
# The columns by which a call is counted; those of other tables that change what its calls count for.
COUNTED = {
    "call": frozenset(
        ("deleted_at", "prospect_id", "direction", "channel", "purpose", "version_id", "opener_id", "started_at")
        + ("zone", "their_weekday", "their_hour", "saved_at", "seconds", "reached", "result", "reason_id")
        + ("conversation",)
    ),
    "next_action": frozenset(("deleted_at", "prospect_id", "kind", "opened_by", "closing")),
    "prospect": frozenset(("city", "country")),
    "tagging": frozenset(("prospect_id", "tag_id")),
    "answer": frozenset(("call_id", "question_id", "text")),
}


@dataclass(slots=True)
class Recount:
    """Whose calls a step has to count anew: those of prospects, and single ones that are with nobody. What the
    prospects were counted by before the step is kept where it changes."""

    prospects: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    labelled: set[int] = field(default_factory=set)  # whose tags or place changed
    answered: set[int] = field(default_factory=set)  # calls whose answers are other ones
    new: set[int] = field(default_factory=set)  # no call with them has been counted yet
    places: dict[int, tuple[str, str]] = field(default_factory=dict)  # city and country before
    tags: dict[int, Counter[int]] = field(default_factory=dict)  # tags put on (1) and taken off (-1)

    def note(self, rows: RowMap, row: Row | None, before: Row | None) -> None:
        """A row was added (there was none before), changed, or taken out (there is none now)."""
        if rows.table not in COUNTED or not counted_otherwise(rows, row, before):
            return
        both = [one for one in (row, before) if one is not None]
        if not any(counts(rows, one) for one in both):
            return
        if rows.table == "prospect":
            self._note_place(rows, int(both[0][0] or 0), before)
            return
        if rows.table == "answer":
            self.answered.update(owner_of(rows, one, "call_id") for one in both)
            return
        owners = {owner_of(rows, one, "prospect_id") for one in both}
        (self.labelled if rows.table == "tagging" else self.prospects).update(owners - {NOBODY})
        if rows.table == "call":
            self.answered.add(int(both[0][0] or 0))
            if NOBODY in owners:
                self.calls.add(int(both[0][0] or 0))
        if rows.table == "tagging":
            for one, sign in ((before, -1), (row, 1)):
                if one is not None:
                    tags = self.tags.setdefault(owner_of(rows, one, "prospect_id"), Counter())
                    tags[owner_of(rows, one, "tag_id")] += sign

    def _note_place(self, rows: RowMap, prospect_id: int, before: Row | None) -> None:
        if before is None:
            self.new.add(prospect_id)
            return
        city, country = (str(before[rows.columns.index(name)]) for name in ("city", "country"))
        self.places.setdefault(prospect_id, (city, country))
        self.labelled.add(prospect_id)

    def labels_before(self, prospect_id: int, now: Labels) -> Labels:
        """What a prospect was counted by before the step."""
        city, country = self.places.get(prospect_id, (now.city, now.country))
        moved = self.tags.get(prospect_id, Counter())
        tags = {tag for tag in now.tags if moved.get(tag, 0) <= 0} | {tag for tag, sign in moved.items() if sign < 0}
        return Labels(city, country, tuple(sorted(tags)))

    def write(self, connection: sqlite3.Connection) -> None:
        """Bring facts, sums and answers in step with the calls as they stand now."""
        write_answers(connection, sorted(self.answered))
        owners = sorted(self.prospects | (self.labelled - self.new))
        if not owners and not self.calls:
            return
        gone: list[tuple[int]] = []
        come: list[Fact] = []
        sums: dict[Key, list[int]] = {}
        for some in (*of_prospects(connection, owners), *alone(connection, sorted(self.calls))):
            before = self.labels_before(some.prospect_id, some.labels)
            now, then = set(some.facts), set(some.stored)
            if now == then and before == some.labels:
                continue
            add(sums, some.stored, before, -1)
            add(sums, some.facts, some.labels)
            gone += [(fact.call_id,) for fact in then - now]
            come += now - then
        # All of the old first: a call that moved to another prospect is in both.
        connection.executemany("DELETE FROM call_fact WHERE call_id = ?", gone)
        connection.executemany(WRITE_FACT, come)
        add_sums(connection, sums)


def owner_of(rows: RowMap, row: Row, column: str) -> int:
    """The id a row points to; NOBODY where it points to none."""
    return int(row[rows.columns.index(column)] or NOBODY)


def counted_otherwise(rows: RowMap, row: Row | None, before: Row | None) -> bool:
    """Whether a write touches what calls are counted by."""
    if before is None or row is None:
        return True
    changed = [column for column, new, old in zip(rows.columns, row, before, strict=True) if new != old]
    if rows.table == "answer" and changed == ["text"]:  # typed further, as it is many times in a call
        text = rows.columns.index("text")
        return bool(str(row[text]).strip()) != bool(str(before[text]).strip())
    return any(column in COUNTED[rows.table] for column in changed)


def counts(rows: RowMap, row: Row) -> bool:
    """Whether a row can count at all: a call once it is saved, a next action where it is a meeting."""
    if rows.table == "call":
        return row[rows.columns.index("saved_at")] is not None
    return rows.table != "next_action" or row[rows.columns.index("kind")] == ActionKind.MEETING


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls with one prospect (0: nobody) as they are counted now, and as they were stored."""

    prospect_id: int
    facts: list[Fact]
    stored: list[Fact]
    labels: Labels


def of_prospects(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Counted]:
    """The calls of each of these prospects that has any, or had."""
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        within = f"IN ({', '.join('?' * len(some))})"
        told = by_prospect(map(Told._make, connection.execute(TOLD % f"prospect_id {within}", some)))
        stored = by_prospect(map(Fact._make, connection.execute(f"{FACTS} WHERE prospect_id {within}", some)))
        if not told and not stored:
            continue
        held = {key for (key,) in connection.execute(HELD % f"prospect_id {within}", some)}
        places = {key: (city, country) for key, city, country in connection.execute(LABELS % f"id {within}", some)}
        tags: dict[int, list[int]] = {}
        for key, tag in connection.execute(TAGS % f"prospect_id {within}", some):
            tags.setdefault(key, []).append(tag)
        for key in sorted(told.keys() | stored.keys()):
            city, country = places.get(key, ("", ""))
            labels = Labels(city, country, tuple(tags.get(key, ())))
            yield Counted(key, facts_of(told.get(key, ()), held), stored.get(key, []), labels)


def alone(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Counted]:
    """Those of these calls that are with nobody, or were."""
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        within = f"prospect_id IS NULL AND %s IN ({', '.join('?' * len(some))})"
        told = [Told._make(row) for row in connection.execute(TOLD % (within % "id"), some)]
        stored = [Fact._make(row) for row in connection.execute(f"{FACTS} WHERE {within % 'call_id'}", some)]
        facts = [fact for call in told for fact in facts_of([call], ())]
        yield Counted(0, facts, stored, Labels())


def by_prospect(records: Iterable[Record]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for record in records:
        found.setdefault(record.prospect_id or 0, []).append(record)
    return found


def write_answers(connection: sqlite3.Connection, calls: Sequence[int]) -> None:
    for start in range(0, len(calls), CHUNK):
        some = calls[start : start + CHUNK]
        within = f"IN ({', '.join('?' * len(some))})"
        connection.execute(f"DELETE FROM answer_fact WHERE call_id {within}", some)
        connection.execute(WRITE_ANSWERS % f"c.id {within}", some)


def add_sums(connection: sqlite3.Connection, sums: dict[Key, list[int]]) -> None:
    """Add to the sums of each day; one that nothing is left of goes."""
    moved = {key: counts for key, counts in sums.items() if any(counts)}
    connection.executemany(ADD_SUM, ((*key, *counts) for key, counts in moved.items()))
    lessened = [key for key, counts in moved.items() if counts[CALLS] < 0]
    connection.executemany("DELETE FROM day_sum WHERE dimension = ? AND what = ? AND day = ? AND calls = 0", lessened)


def everything(connection: sqlite3.Connection) -> Iterator[Counted]:
    """The calls with each prospect, and each with nobody, as they are counted now and as they were stored."""
    for table, read in (("prospect", of_prospects), ("call", alone)):
        where = "prospect_id IS NULL AND " if table == "call" else ""
        last = 0
        while ids := [
            key
            for (key,) in connection.execute(
                f"SELECT id FROM {table} WHERE {where}id > ? ORDER BY id LIMIT {CHUNK}", (last,)
            )
        ]:
            yield from read(connection, ids)
            last = ids[-1]


def count_all(connection: sqlite3.Connection) -> None:
    """Make facts and sums anew from the calls, within the transaction that is open."""
    connection.execute("DELETE FROM call_fact")
    connection.execute("DELETE FROM day_sum")
    connection.execute("DELETE FROM answer_fact")
    connection.execute(WRITE_ANSWERS % "1")
    sums: dict[Key, list[int]] = {}
    for some in everything(connection):
        connection.executemany(WRITE_FACT, some.facts)
        add(sums, some.facts, some.labels)
        if len(sums) > KEPT:
            add_sums(connection, sums)
            sums.clear()
    add_sums(connection, sums)


def miscounted(book: Connection) -> dict[str, int]:
    """Facts and sums that are not what the calls say; {} where all are."""
    sums: dict[Key, list[int]] = {}
    facts = 0
    for some in everything(book.connection):
        facts += len(set(some.facts) ^ set(some.stored))
        add(sums, some.facts, some.labels)
    left_over = book.sql("SELECT count(*) FROM call_fact WHERE call_id NOT IN (SELECT id FROM call)")[0][0]
    stored = {(row[0], row[1], row[2]): row[3:] for row in book.sql("SELECT * FROM day_sum")}
    told = {(str(key[0]), key[1], key[2]): tuple(counts) for key, counts in sums.items()}
    wrong = sum(stored.get(key) != told.get(key) for key in stored.keys() | told.keys())
    found = {"call_fact": facts + int(left_over), "day_sum": wrong, "answer_fact": unanswered(book)}
    return {table: rows for table, rows in found.items() if rows}


def unanswered(book: Connection) -> int:
    """Answers that are not listed under their question as they should be."""
    told = f"SELECT a.id, a.question_id, c.started_at, c.id {WRITE_ANSWERS[WRITE_ANSWERS.index('FROM') :]}" % "1"
    stored = "SELECT answer_id, question_id, started_at, call_id FROM answer_fact"
    return sum(len(book.sql(f"{one} EXCEPT {other}")) for one, other in ((told, stored), (stored, told)))
