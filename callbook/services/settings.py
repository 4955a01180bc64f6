"""What a person can set in the book: who they are, and their smart views."""

from dataclasses import replace
from datetime import datetime

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.prospect import View
from callbook.domain.settings import BookSettings, SettingRow, settings_texts
from callbook.storage import settings as reader
from callbook.storage.book import Book, Step


def change_settings(book: Book, settings: BookSettings, *, now: datetime, merge: str = "") -> Change:
    """Write the settings that travel with the book."""
    with book.step(Op.EDIT_SETTINGS, merge) as step:
        write_settings(step, settings)
    return step.change()


def write_settings(step: Step, settings: BookSettings) -> None:
    stored = {row.key: row for row in reader.setting_rows(step.book)}
    for key, value in settings_texts(settings).items():
        if key in stored:
            step.update(replace(stored[key], value=value))
        else:
            step.insert(SettingRow(key=key, value=value))


def save_view(book: Book, name: str, query: str, *, now: datetime) -> Change:
    """Keep a search as a smart view; one of the same name is changed. UserError where there is nothing to keep."""
    if not query.strip():
        raise UserError("There is no search to keep yet.", "Type what to look for, then keep it as a view.")
    name = name.strip() or query.strip()
    with book.step(Op.SAVE_VIEW) as step:
        present = reader.views(book)
        same = next((view for view in present if view.name.casefold() == name.casefold()), None)
        if same is not None:
            step.update(replace(same, query=query))
        else:
            step.insert(View(name=name, query=query, position=len(present)))
    return step.change()


def delete_view(book: Book, view_id: int, *, now: datetime) -> Change:
    """Take a smart view away; the prospects in it stay where they are."""
    with book.step(Op.DELETE_VIEW) as step:
        step.update(replace(step.get(View, view_id), deleted_at=now))
    return step.change()
