"""The text index: what is found by which words. Written by the step that writes the rows, read by search."""

import re
import sqlite3
from collections.abc import Iterable

from callbook.domain.phone import digits, search_tails

# Scripts written without blanks: each character is a token of its own, and a word is a phrase of them.
UNSPACED = re.compile(r"([぀-ヿ㐀-䶿一-鿿豈-﫿가-힯])")

# Many prospects at a time: an import writes the index in a few statements, not five for every row.
CHUNK = 400
# SQLite's parser of search expressions overflows its stack at some hundreds.
MOST_WORDS = 60

PROSPECT_TEXT = """
SELECT p.id, p.name,
  coalesce((SELECT group_concat(c.name || ' ' || c.title || ' ' || c.email, ' ')
            FROM contact c WHERE c.prospect_id = p.id), ''),
  coalesce((SELECT group_concat(f.typed, char(10)) FROM phone f WHERE f.prospect_id = p.id), ''),
  p.city || ' ' || p.region || ' ' || p.postcode || ' ' || p.address || ' ' || p.website || ' ' || p.source || ' '
    || p.what_they_do || ' ' || p.how_they_do_it || ' ' || p.sets_apart || ' ' || p.how_we_fit || ' '
    || p.who_decides || ' ' || p.notes || ' '
    || coalesce((SELECT group_concat(t.name, ' ')
                 FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.prospect_id = p.id), '')
FROM prospect p WHERE p.deleted_at IS NULL AND p.id IN (%s)
"""
CALL_TEXT = """
SELECT c.id, c.note || ' ' || c.next_text || ' ' || c.outcome || ' '
  || coalesce((SELECT group_concat(a.wording || ' ' || a.text, ' ') FROM answer a WHERE a.call_id = c.id), '')
FROM call c WHERE c.deleted_at IS NULL AND c.id IN (%s)
"""


def spaced(text: str) -> str:
    """Text with a blank around each character of an unspaced script."""
    return text if text.isascii() else UNSPACED.sub(r" \1 ", text)


def index_prospects(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Write the entries of these prospects anew; a deleted prospect has none."""
    for some in chunks(sorted(ids)):
        marks = ",".join("?" * len(some))
        connection.execute(f"DELETE FROM prospect_text WHERE rowid IN ({marks})", some)
        found = connection.execute(PROSPECT_TEXT % marks, some).fetchall()
        connection.executemany(
            "INSERT INTO prospect_text(rowid, name, people, numbers, rest) VALUES (?, ?, ?, ?, ?)",
            [
                (key, spaced(name), spaced(people), tails(numbers), spaced(rest))
                for key, name, people, numbers, rest in found
            ],
        )


def index_calls(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Write the entries of these calls anew: note, answers and outcome."""
    for some in chunks(sorted(ids)):
        marks = ",".join("?" * len(some))
        connection.execute(f"DELETE FROM call_text WHERE rowid IN ({marks})", some)
        found = connection.execute(CALL_TEXT % marks, some).fetchall()
        connection.executemany(
            "INSERT INTO call_text(rowid, body) VALUES (?, ?)", [(key, spaced(body)) for key, body in found]
        )


def tails(numbers: str) -> str:
    return " ".join(tail for number in numbers.split("\n") for tail in search_tails(number))


def chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def match(words: Iterable[str]) -> str:
    """An FTS5 expression that finds what holds every word, each also as a beginning; "" for no words.

    A number is looked for by its digits alone, as it was indexed. Every word is quoted, so that
    nothing a person types can be a syntax error; of a whole page pasted into the search the first words count.
    """
    parts = []
    for word in words:
        number = digits(word)
        if len(number) >= 3 and not any(char.isalpha() for char in word):
            parts.append(f'"{number}"*')
            continue
        tokens = spaced(word.replace('"', " ").replace("\0", " ")).split()
        tokens = [token for token in tokens if any(char.isalnum() for char in token)]
        if tokens:
            parts.append('"' + " ".join(tokens[:MOST_WORDS]) + '"*')
    return " AND ".join(parts[:MOST_WORDS])
