"""The floors: what plain sqlite3 needs for the rows that the window shows or writes, at its best."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from callbook.storage.engine import PRAGMAS
from callbook.storage.text_index import match

SHOWN = """
SELECT p.id, p.name, c.name, c.title, c.role, p.stage, n.kind, p.next_due, k.result, p.tries, p.zone,
  p.do_not_call_at, r.name, p.last_call_at, p.prepared, p.city
FROM prospect p
LEFT JOIN contact c ON c.id = (SELECT id FROM contact WHERE prospect_id = p.id ORDER BY position, id LIMIT 1)
LEFT JOIN next_action n ON n.prospect_id = p.id AND n.closed_at IS NULL AND n.deleted_at IS NULL
LEFT JOIN call k ON k.id = n.opened_by
LEFT JOIN prospect r ON r.id = p.referred_by
WHERE p.id IN ({marks})
"""
FOUND = "SELECT rowid FROM prospect_text WHERE prospect_text MATCH ? LIMIT 2000"
ONE_PROSPECT = (
    "SELECT * FROM prospect WHERE id = ?",
    "SELECT * FROM contact WHERE prospect_id = ? ORDER BY position, id",
    "SELECT * FROM phone WHERE prospect_id = ? ORDER BY wrong_at IS NOT NULL, position, id",
    "SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.prospect_id = ? ORDER BY t.name",
    "SELECT * FROM next_action WHERE prospect_id = ? AND closed_at IS NULL AND deleted_at IS NULL",
    "SELECT count(*), sum(seconds) FROM call WHERE prospect_id = ? AND saved_at IS NOT NULL AND deleted_at IS NULL",
    "SELECT * FROM call WHERE prospect_id = ? AND saved_at IS NOT NULL AND deleted_at IS NULL"
    " ORDER BY started_at DESC, id DESC LIMIT 20",
)
SUMS = (
    "SELECT what, sum(attempts), sum(connects), sum(conversations), sum(meetings), sum(held), sum(calls), sum(seconds)"
    " FROM day_sum WHERE dimension = ? GROUP BY what"
)
FACTS = (
    "SELECT count(*), sum(attempt > 0), sum(connects), sum(conversations), sum(meetings), sum(held) FROM call_fact"
)
ANSWERS = (
    "SELECT * FROM answer WHERE call_id IN (SELECT id FROM call WHERE prospect_id = ?"
    " AND saved_at IS NOT NULL AND deleted_at IS NULL ORDER BY started_at DESC, id DESC LIMIT 20)"
)


class Plain:
    """A connection with the pragmas of a book, and nothing above it."""

    def __init__(self, book: Path) -> None:
        self.connection = sqlite3.connect(book, isolation_level=None)
        for name, value in PRAGMAS.items():
            self.connection.execute(f"PRAGMA {name} = {value}")

    def close(self) -> None:
        self.connection.close()

    def search(self, words: Sequence[str], rows: int) -> float:
        """Milliseconds for the first rows that hold the words, those with them in the name first, and their count."""
        expression = match(words)
        named = "name : (" + expression + ")"
        begun = time.perf_counter()
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(f"SELECT count(*) FROM ({FOUND})", (expression,)).fetchone()
            ids = cursor.execute(
                f"SELECT id FROM prospect WHERE id IN ({FOUND}) AND deleted_at IS NULL"
                f" ORDER BY id IN ({FOUND}) DESC, next_due IS NULL, next_due, id LIMIT ?",
                (expression, named, rows),
            ).fetchall()
            cursor.execute(SHOWN.format(marks=",".join("?" * len(ids))), [key for (key,) in ids]).fetchall()
        return since(begun)

    def sums(self, dimensions: Sequence[str]) -> float:
        """Milliseconds for the sums of all days, apart by what of each dimension."""
        begun = time.perf_counter()
        for dimension in dimensions:
            self.connection.execute(SUMS, (dimension,)).fetchall()
        return since(begun)

    def facts(self, ids: str, values: Sequence[Any]) -> float:
        """Milliseconds for adding up all that the calls with these prospects count for, at once."""
        begun = time.perf_counter()
        self.connection.execute(f"{FACTS} WHERE prospect_id IN ({ids})", values).fetchall()
        return since(begun)

    def select(self, prospect_id: int) -> float:
        """Milliseconds for all that stands on a prospect, with its last twenty calls and their answers."""
        begun = time.perf_counter()
        for sql in (*ONE_PROSPECT, ANSWERS):
            self.connection.execute(sql, (prospect_id,)).fetchall()
        return since(begun)

    def save(self, prospect_id: int, next_id: int) -> float:
        """Milliseconds to write an attempt that reached nobody in one transaction, and to read who is next.

        The same rows as the window writes: the call, its words in the index, the next action closed and another
        opened, the prospect. Its own values are those of the last call and action of this prospect.
        """
        begun = time.perf_counter()
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        call = self._again("call", "WHERE prospect_id = ? ORDER BY id DESC LIMIT 1", prospect_id)
        run("INSERT INTO call_text(rowid, body) VALUES (?, ?)", (call, "  No answer "))
        run(
            "UPDATE next_action SET closed_at = created_at, closed_by = ?, closing = 'replaced'"
            " WHERE prospect_id = ? AND closed_at IS NULL",
            (call, prospect_id),
        )
        self._again("next_action", "WHERE prospect_id = ? ORDER BY id DESC LIMIT 1", prospect_id)
        run("UPDATE next_action SET closed_at = NULL, closing = NULL WHERE id = (SELECT max(id) FROM next_action)")
        run("UPDATE prospect SET tries = tries + 1, last_call_at = '2026-03-04T11:10:00Z' WHERE id = ?", (prospect_id,))
        run("COMMIT")
        return since(begun) + self.select(next_id)

    def _again(self, table: str, which: str, *values: Any) -> int:
        """Insert a row once more under a new id and uuid."""
        names = [name for _, name, *_ in self.connection.execute(f"PRAGMA table_info({table})") if name != "id"]
        copied = ", ".join("hex(randomblob(16))" if name == "uuid" else name for name in names)
        done = self.connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table} {which}", values
        )
        return int(done.lastrowid or 0)


def since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
