"""What travels with the book: who I am, and the searches I keep."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from callbook.domain.errors import UserError
from callbook.domain.settings import BookSettings
from callbook.services import settings as verbs
from callbook.storage.settings import setting_rows, settings, views
from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def test_settings_are_kept_and_taken_back(desk: Desk) -> None:
    verbs.change_settings(desk.book, BookSettings(me="Ann", daily_goal=30), now=desk.now)
    assert settings(desk.book) == BookSettings(me="Ann", daily_goal=30)
    desk.book.undo()
    assert settings(desk.book) == BookSettings()


def test_only_what_was_changed_is_touched(desk: Desk) -> None:
    change = verbs.change_settings(desk.book, BookSettings(me="Ann"), now=desk.now)
    assert len(change.ids("setting")) == 1
    assert verbs.change_settings(desk.book, BookSettings(me="Ann"), now=desk.now).touched == {}


def test_a_setting_a_book_does_not_have_yet_is_added(desk: Desk) -> None:
    desk.book.sql("DELETE FROM setting WHERE key = 'offer'")
    verbs.change_settings(desk.book, BookSettings(offer="websites"), now=desk.now)
    assert settings(desk.book).offer == "websites"
    keys = [row.key for row in setting_rows(desk.book)]
    assert len(keys) == len(set(keys)) == len(fields(BookSettings))


def test_typing_a_setting_is_one_thing_to_undo(desk: Desk) -> None:
    for typed in ("A", "An", "Ann"):
        verbs.change_settings(desk.book, BookSettings(me=typed), now=desk.now, merge="settings")
    desk.book.undo()
    assert settings(desk.book).me == ""


def test_a_view_is_a_search_with_a_name(desk: Desk) -> None:
    change = verbs.save_view(desk.book, " Leeds ", "city:leeds", now=desk.now)
    assert [(view.id, view.name, view.query) for view in views(desk.book)] == [
        (change.one("view"), "Leeds", "city:leeds")
    ]


def test_a_view_of_the_same_name_is_changed(desk: Desk) -> None:
    verbs.save_view(desk.book, "Leeds", "city:leeds", now=desk.now)
    verbs.save_view(desk.book, "LEEDS", "city:leeds tag:warm", now=desk.now)
    assert [(view.name, view.query) for view in views(desk.book)] == [("Leeds", "city:leeds tag:warm")]


def test_a_view_without_a_name_is_called_what_it_looks_for_once(desk: Desk) -> None:
    for _ in range(2):
        verbs.save_view(desk.book, "  ", "city:leeds", now=desk.now)
    assert [(view.name, view.query) for view in views(desk.book)] == [("city:leeds", "city:leeds")]


@pytest.mark.parametrize("query", ["", "   "])
def test_there_must_be_something_to_keep(desk: Desk, query: str) -> None:
    with pytest.raises(UserError, match="no search to keep"):
        verbs.save_view(desk.book, "Leeds", query, now=desk.now)
    assert views(desk.book) == []


def test_a_view_goes_and_comes_back_and_its_prospects_stay(desk: Desk) -> None:
    desk.add("Northgate", city="Leeds")
    verbs.save_view(desk.book, "Leeds", "city:leeds", now=desk.now)
    (view,) = views(desk.book)
    verbs.delete_view(desk.book, view.id, now=desk.now)
    assert views(desk.book) == []
    assert desk.names() == ["Northgate"]
    desk.book.undo()
    assert views(desk.book) == [view]
