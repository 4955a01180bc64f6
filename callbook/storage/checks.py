"""Looking for damage: SQLite's own check, the checksum of every row, and what one table repeats of another."""

from callbook.storage.engine import Connection, storage_errors
from callbook.storage.records import TABLE_MAPS


def integrity_faults(book: Connection) -> list[str]:
    """What SQLite's integrity and foreign key checks say; [] where both pass."""
    said = [text for (text,) in book.sql("PRAGMA integrity_check(20)") if text != "ok"]
    broken = book.sql("PRAGMA foreign_key_check")
    return said + [f"a row of {table} points to a {parent} that is not there" for table, _, parent, _ in broken]


def damaged_rows(book: Connection) -> dict[str, int]:
    """Rows of each table whose content does not fit their checksum: SQLite's check passes most of these."""
    found = {}
    for table, rows in TABLE_MAPS.items():
        with storage_errors():
            cursor = book.connection.execute(f"SELECT {', '.join(rows.columns)}, crc FROM {table}")
            bad = sum(row[-1] != rows.checksum(row[:-1]) for row in cursor)
        if bad:
            found[table] = bad
    return found


def unindexed(book: Connection) -> dict[str, int]:
    """Prospects and calls that text search would miss, or would find though they are gone."""
    found = {}
    for table in ("prospect", "call"):
        ((missing,),) = book.sql(
            f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL AND id NOT IN (SELECT rowid FROM {table}_text)"
        )
        ((extra,),) = book.sql(
            f"SELECT count(*) FROM {table}_text WHERE rowid NOT IN (SELECT id FROM {table} WHERE deleted_at IS NULL)"
        )
        if missing or extra:
            found[f"{table}_text"] = int(missing + extra)
    return found


REPEATED = {
    "rows whose next action is not that of their open next action": """
        SELECT count(*) FROM prospect p LEFT JOIN next_action n
          ON n.prospect_id = p.id AND n.closed_at IS NULL AND n.deleted_at IS NULL
        WHERE p.deleted_at IS NULL AND p.next_due IS NOT n.due""",
    "rows whose last call is not that of their calls": """
        SELECT count(*) FROM prospect p WHERE p.deleted_at IS NULL AND p.last_call_at IS NOT
          (SELECT max(c.started_at) FROM call c
           WHERE c.prospect_id = p.id AND c.deleted_at IS NULL AND c.saved_at IS NOT NULL)""",
}


def unsteady(book: Connection) -> dict[str, int]:
    """Prospects whose row does not repeat what their calls and next action say."""
    counts = {what: int(book.sql(sql)[0][0]) for what, sql in REPEATED.items()}
    return {what: rows for what, rows in counts.items() if rows}
