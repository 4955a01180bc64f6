"""Reading what travels with the book: settings and smart views."""

from callbook.domain.prospect import View
from callbook.domain.settings import BookSettings, SettingRow, read_settings
from callbook.storage.engine import Connection, columns
from callbook.storage.schema import SettingTable, ViewTable


def settings(book: Connection) -> BookSettings:
    return read_settings({row.key: row.value for row in setting_rows(book)})


def setting_rows(book: Connection) -> list[SettingRow]:
    return book.fetch(SettingRow, SettingTable.select(*columns(SettingRow)))


def views(book: Connection) -> list[View]:
    query = ViewTable.select(*columns(View)).where(ViewTable.deleted_at.is_null())
    return book.fetch(View, query.order_by(ViewTable.position, ViewTable.id))
