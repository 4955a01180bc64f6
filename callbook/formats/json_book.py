"""A whole book as one JSON file: every table, a row to a line, read and written without holding it in memory.

    {"callbook": "book", "format": 1, "exported_at": "2026-11-24T10:41:00Z", "tables": {
    "prospect": [
    {"id": 1, "uuid": "...", "name": "Northgate Dental", ...},
    ...

A column that holds what it holds in most rows, nothing, is left out: null where a column may be null, else "".
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, TextIO, TypeAlias

from callbook.domain.errors import UserError
from callbook.domain.when import instant_text

FORMAT = 1
Value: TypeAlias = str | int | None
_CHUNK = 1 << 20
# No row of ours is as long; without an end to it a damaged file would be read into memory as a whole.
_LONGEST_ROW = 256 << 20
_BLANKS = " \t\r\n"
_HEAD = {"callbook": "book", "format": FORMAT}

NOT_OURS = ("This JSON file is not a book of Callbook.", "Choose a file that Callbook has exported as a complete book.")
TOO_NEW = ("This file was written by a newer Callbook.", "Install that version or a later one to bring it back.")
DAMAGED = ("This file is damaged or not whole: it cannot be read to its end.", "Nothing was written. Try a copy of it.")


@dataclass(frozen=True, slots=True)
class Columns:
    """A table: its columns in order, and of each the value that is left out, if any is."""

    table: str
    names: tuple[str, ...]
    blanks: Mapping[str, Value]


def write_json(file: BinaryIO, tables: Iterable[tuple[Columns, Iterable[tuple[Value, ...]]]], now: datetime) -> None:
    """Write a book's tables; `now` (aware) is when."""
    head = json.dumps({**_HEAD, "exported_at": instant_text(now)})
    file.write(f'{head[:-1]}, "tables": {{'.encode())
    for number, (columns, rows) in enumerate(tables):
        file.write(f'{"," if number else ""}\n"{columns.table}": ['.encode())
        for at, row in enumerate(rows):
            file.write(b",\n" if at else b"\n")
            file.write(row_text(columns, row).encode("utf-8", "replace"))
        file.write(b"\n]")
    file.write(b"\n}}\n")


def row_text(columns: Columns, row: tuple[Value, ...]) -> str:
    said = {
        name: value
        for name, value in zip(columns.names, row, strict=True)
        if name not in columns.blanks or value != columns.blanks[name]
    }
    return json.dumps(said, ensure_ascii=False)


def read_json(file: TextIO, columns: Callable[[str], Columns]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Each row of a book, with the name of its table, in the order of the file. It may be formatted in any way.

    `columns` says what a table's are, KeyError where there is no such table. UserError for what is not a book of ours,
    is newer, or is damaged; then rows may have come already.
    """
    text = _Text(file)
    head: dict[str, Any] = {}
    for name in text.names(NOT_OURS):
        if name == "tables":
            refuse_foreign(head)
            for table in text.names(DAMAGED):
                yield from _table(text, table, columns)
        else:
            head[name] = text.value(DAMAGED if head else NOT_OURS)
    text.end()
    refuse_foreign(head)


def _table(text: "_Text", table: str, columns: Callable[[str], Columns]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    try:
        known = columns(table)
    except KeyError as error:
        raise UserError(*NOT_OURS) from error
    for row in text.items():
        yield table, read_row(known, row)


def read_row(columns: Columns, row: object) -> tuple[Value, ...]:
    """A row's values in order; UserError for a row that is none, has a column too many or lacks one."""
    if not isinstance(row, dict) or not row.keys() <= set(columns.names):
        raise UserError(*DAMAGED)
    whole = {**columns.blanks, **row}
    if len(whole) != len(columns.names) or not all(isinstance(value, str | int | None) for value in whole.values()):
        raise UserError(*DAMAGED)
    return tuple(whole[name] for name in columns.names)


def refuse_foreign(head: Mapping[str, Any]) -> None:
    number = head.get("format")
    if head.get("callbook") != "book" or not isinstance(number, int):
        raise UserError(*NOT_OURS)
    if number > FORMAT:
        raise UserError(*TOO_NEW)


class _Text:
    """A JSON text being read a value at a time; of the file only the part around the present place is held."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._decoder = json.JSONDecoder()

    def names(self, otherwise: tuple[str, str]) -> Iterator[str]:
        """The names of an object, each to be followed by reading its value."""
        self.take("{", otherwise)
        if self.took("}"):
            return
        while True:
            name = self.value(otherwise)
            self.take(":", otherwise)
            yield str(name)
            if self.took("}"):
                return
            self.take(",", DAMAGED)

    def items(self) -> Iterator[object]:
        """The values of an array."""
        self.take("[", DAMAGED)
        if self.took("]"):
            return
        while True:
            yield self.value(DAMAGED)
            if self.took("]"):
                return
            self.take(",", DAMAGED)

    def value(self, otherwise: tuple[str, str]) -> object:
        """The next value, whole; what follows it has to be in sight, for a number might go on."""
        self.peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self.more():
                    raise UserError(*otherwise) from error
                continue
            if end < len(self._text) or not self.more():
                self._at = end
                return found

    def peek(self) -> str:
        """The next sign that is no blank; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self.more():
                return ""

    def took(self, sign: str) -> bool:
        found = self.peek() == sign
        self._at += found
        return found

    def take(self, sign: str, otherwise: tuple[str, str]) -> None:
        if not self.took(sign):
            raise UserError(*otherwise)

    def end(self) -> None:
        if self.peek():
            raise UserError(*DAMAGED)

    def more(self) -> bool:
        """Have more of the file in sight: twice as much of a value that goes on; False at its end."""
        left = self._text[self._at :]
        if len(left) > _LONGEST_ROW:
            return False
        try:
            read = self._file.read(max(_CHUNK, len(left)))
        except UnicodeDecodeError as error:
            raise UserError(*DAMAGED) from error
        self._text, self._at = left + read, 0
        return bool(read)
