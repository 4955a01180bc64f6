"""Between records and rows: the SQL of a table's single-row writes, and the checksum each row carries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast
from zlib import crc32

from peewee import Model

from callbook.storage.schema import TABLES

Value: TypeAlias = str | int | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class RowMap:
    """How one kind of record lies in its table; `columns` are the record's fields in order, id first."""

    record: type
    table: str
    fields: tuple[Any, ...]
    columns: tuple[str, ...]
    select: str
    insert: str
    update: str
    delete: str

    def row(self, record: Any) -> Row:
        """The record's values as SQLite stores them."""
        values = (field.db_value(getattr(record, field.name)) for field in self.fields)
        return tuple(int(value) if isinstance(value, bool) else value for value in values)

    def read(self, row: Sequence[Value]) -> Any:
        return self.record(*(field.python_value(value) for field, value in zip(self.fields, row, strict=True)))


def checksum(row: Iterable[Value]) -> int:
    """CRC-32 over a row's values without its id: notices damage that SQLite's own check passes."""
    text = "\x1f".join("\x00" if value is None else str(value) for value in row)
    return crc32(text.encode("utf-8"))


def row_map(record: type) -> RowMap:
    model = TABLES[record]
    fields = cast(Any, model)._meta.sorted_fields
    columns = tuple(field.name for field in fields)
    table = table_name(model)
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    sets = ", ".join(f"{column} = ?" for column in columns[1:])
    return RowMap(
        record=record,
        table=table,
        fields=tuple(fields),
        columns=columns,
        select=f"SELECT {names} FROM {table} WHERE id = ?",
        insert=f"INSERT INTO {table} ({names}, crc) VALUES ({marks}, ?)",
        update=f"UPDATE {table} SET {sets}, crc = ? WHERE id = ?",
        delete=f"DELETE FROM {table} WHERE id = ?",
    )


def table_name(model: type[Model]) -> str:
    return str(cast(Any, model)._meta.table_name)


MAPS: dict[Any, RowMap] = {record: row_map(record) for record in TABLES}
TABLE_MAPS: dict[str, RowMap] = {rows.table: rows for rows in MAPS.values()}
