"""Between records and rows: the SQL of a table's single-row writes, and the checksum each row carries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeAlias, cast
from zlib import crc32

from peewee import BooleanField, IntegerField, Model

from callbook.storage.ids import MANY
from callbook.storage.schema import ADDED, TABLES, Text

Value: TypeAlias = str | int | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class RowMap:
    """How one kind of record lies in its table; `columns` are the record's fields in order, id first."""

    record: type
    table: str
    fields: tuple[Any, ...]
    values: Callable[[Any], Row]
    stored: tuple[tuple[int, Callable[[Any], Value]], ...]
    texts: tuple[int, ...]
    columns: tuple[str, ...]
    select: str
    select_some: str
    select_range: str
    insert: str
    update: str
    delete: str
    delete_range: str
    added: tuple[tuple[str, Value], ...] = ()

    def row(self, record: Any) -> Row:
        """The record's values as SQLite stores them."""
        values = list(self.values(record))
        for at, stored in self.stored:
            if values[at] is not None:
                values[at] = stored(values[at])
        whole = "".join([str(values[at]) for at in self.texts])
        if not whole.isascii() or "\0" in whole:  # most rows have nothing to be mended, and an import has many
            for at in self.texts:
                values[at] = self.fields[at].db_value(values[at])
        return tuple(values)

    def checksum(self, row: Sequence[Value]) -> int:
        """The checksum of a whole row, id first: of its content, whichever version of the schema wrote it."""
        if not self.added:
            return checksum(row[1:])
        first = len(row) - len(self.added)
        late = zip(self.added, row[first:], strict=True)
        said = [f"{name}={value}" for (name, usual), value in late if value != usual]
        return checksum((*row[1:first], *said))

    def read(self, row: Sequence[Value]) -> Any:
        return self.record(*(field.python_value(value) for field, value in zip(self.fields, row, strict=True)))


def checksum(row: Iterable[Value]) -> int:
    """CRC-32 over a row's values without its id: notices damage that SQLite's own check passes."""
    text = "\x1f".join(["\x00" if value is None else str(value) for value in row])
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
        values=attrgetter(*columns),
        # A whole number is stored as it is, and so is most text; every other kind of field says how.
        stored=tuple((at, stored_by(each)) for at, each in enumerate(fields) if type(each) not in (IntegerField, Text)),
        texts=tuple(at for at, each in enumerate(fields) if type(each) is Text),
        columns=columns,
        select=f"SELECT {names} FROM {table} WHERE id = ?",
        select_some=f"SELECT {names} FROM {table} WHERE id IN {MANY}",
        select_range=f"SELECT {names} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id DESC",
        insert=f"INSERT INTO {table} ({names}, crc) VALUES ({marks}, ?)",
        update=f"UPDATE {table} SET {sets}, crc = ? WHERE id = ?",
        delete=f"DELETE FROM {table} WHERE id = ?",
        delete_range=f"DELETE FROM {table} WHERE id BETWEEN ? AND ?",
        added=tuple(ADDED.get(record, {}).items()),
    )


def stored_by(field: Any) -> Callable[[Any], Value]:
    return int if isinstance(field, BooleanField) else cast(Callable[[Any], Value], field.db_value)


def table_name(model: type[Model]) -> str:
    return str(cast(Any, model)._meta.table_name)


MAPS: dict[Any, RowMap] = {record: row_map(record) for record in TABLES}
TABLE_MAPS: dict[str, RowMap] = {rows.table: rows for rows in MAPS.values()}
