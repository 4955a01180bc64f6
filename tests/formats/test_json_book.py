"""A book's rows as JSON and back, in any formatting, and what is no book refused."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.errors import UserError
from callbook.formats import json_book
from callbook.formats.json_book import DAMAGED, NOT_OURS, TOO_NEW, Columns, Value, read_json, write_json

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
TAG = Columns("tag", ("id", "name", "gone"), {"name": "", "gone": None})
NOTE = Columns("note", ("id", "text"), {"text": ""})
KNOWN = {"tag": TAG, "note": NOTE}
Rows = list[tuple[str, tuple[Value, ...]]]


def written(tags: list[tuple[Value, ...]], notes: list[tuple[Value, ...]] | None = None) -> str:
    file = io.BytesIO()
    write_json(file, [(TAG, tags), (NOTE, notes or [])], NOW)
    return file.getvalue().decode()


def read(text: str) -> Rows:
    return list(read_json(io.StringIO(text), KNOWN.__getitem__))


def test_a_row_is_a_line_without_what_is_blank() -> None:
    assert written([(1, "café", None), (2, "", "2026")], [(7, 'a "quote"')]) == (
        '{"callbook": "book", "format": 1, "exported_at": "2026-11-24T10:41:00Z", "tables": {\n'
        '"tag": [\n{"id": 1, "name": "café"},\n{"id": 2, "gone": "2026"}\n],\n'
        '"note": [\n{"id": 7, "text": "a \\"quote\\""}\n]\n}}\n'
    )


VALUES = st.one_of(st.none(), st.integers(), st.text(st.characters(codec="utf-8")))
TAGS = st.lists(st.tuples(st.integers(), st.text(st.characters(codec="utf-8")), VALUES), max_size=6)


@given(TAGS, st.sampled_from([None, 1, "\t"]), st.booleans(), st.booleans(), st.integers(1, 40))
def test_rows_come_back_however_the_file_is_formatted(
    tags: list[tuple[Value, ...]], indent: int | str | None, sort: bool, ascii: bool, chunk: int
) -> None:
    text = json.dumps(json.loads(written(tags)), indent=indent, sort_keys=sort, ensure_ascii=ascii)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_book, "_CHUNK", chunk)
        assert read(text) == [("tag", row) for row in tags]
    assert json.loads(written(tags))["tables"].keys() == {"tag", "note"}


@pytest.mark.parametrize(
    "text, said",
    [
        ("", NOT_OURS),
        ("[]", NOT_OURS),
        ("{}", NOT_OURS),
        ('{"name": "a package"}', NOT_OURS),
        ("Company,Phone\n", NOT_OURS),
        ('{"tables": {}}', NOT_OURS),
        ('{"callbook": "settings", "format": 1, "tables": {}}', NOT_OURS),
        ('{"callbook": "book", "format": "1", "tables": {}}', NOT_OURS),
        ('{"callbook": "book", "format": 1, "tables": {"horse": []}}', NOT_OURS),
        ('{"callbook": "book", "format": 2, "tables": {"horse": []}}', TOO_NEW),
        ('{"callbook": "book", "format": 1, "tables": []}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": {}}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [1]}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [{"name": "no id"}]}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [{"id": 1, "horse": 1}]}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [{"id": 1.5}]}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [{"id": [1]}]}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [{"id": 1} {"id": 2}]}}', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {}} and more', DAMAGED),
        ('{"callbook": "book", "format": 1, "tables": {"tag": [' + "[" * 100_000, DAMAGED),
    ],
)
def test_what_is_no_whole_book_of_ours_is_refused(text: str, said: tuple[str, str]) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert (refused.value.sentence, refused.value.next_step) == said


def test_a_file_cut_off_anywhere_is_refused() -> None:
    text = written([(1, "one", None), (2, "two", None)], [(3, "three")]).rstrip()
    for end in range(len(text)):
        with pytest.raises(UserError):
            read(text[:end])


def test_a_row_without_an_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_book, "_CHUNK", 100)
    monkeypatch.setattr(json_book, "_LONGEST_ROW", 10_000)

    class Endless(io.StringIO):
        asked = 0

        def read(self, size: int | None = -1) -> str:
            self.asked += size or 0
            return super().read(size) or "a" * (size or 0)

    file = Endless('{"callbook": "book", "format": 1, "tables": {"tag": [{"id": 1, "name": "')
    with pytest.raises(UserError):
        list(read_json(file, KNOWN.__getitem__))
    assert file.asked < 50_000


def test_what_is_no_text_is_refused() -> None:
    file = io.TextIOWrapper(io.BytesIO(b'{"callbook": "book", "x": "\xff\xfe'), encoding="utf-8")
    with pytest.raises(UserError):
        list(read_json(file, KNOWN.__getitem__))


def test_rows_are_read_and_written_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten thousand rows no more than a chunk is ever in memory."""
    monkeypatch.setattr(json_book, "_CHUNK", 1000)
    file = io.BytesIO()
    taken = 0

    def rows() -> Iterator[tuple[Value, ...]]:
        nonlocal taken
        for taken in range(10_000):
            assert file.tell() >= taken * len('{"id": 1}')  # what came before is written
            yield (taken, "", None)

    write_json(file, [(TAG, rows())], NOW)
    text = io.StringIO(file.getvalue().decode())
    for number, (_, row) in enumerate(read_json(text, KNOWN.__getitem__)):
        assert row == (number, "", None)
        assert text.tell() <= 3000 + 30 * number
    assert taken == 9999
