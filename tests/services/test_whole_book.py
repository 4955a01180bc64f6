"""The whole book out as JSON and back: equal in every row, whatever was done in it; refused where there is a book."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbook.domain.call import Answer
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.prospect import Contact, Phone, Prospect, Stage
from callbook.domain.settings import BookSettings
from callbook.services import blocks, calls, lists, prospects, research, scripts
from callbook.services import settings as settings_service
from callbook.services.export import Exported, Format, Wanted, export
from callbook.services.prospects import Draft
from callbook.services.upkeep import check
from callbook.services.whole_book import bring_back, row_count
from callbook.storage.opening import open_book
from callbook.storage.records import TABLE_MAPS
from callbook.storage.scripts import scripts as script_texts
from tests.storage.desk import COLD_CALL, LONDON, TODAY, Desk, dump, new_desk, no_backup, template

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def written(book: Path, name: str = "all.json") -> Path:
    path = book.with_name(name)
    wanted = Wanted(Format.BOOK)
    made: Exported = export(book, path, wanted, now=NOW, zone=LONDON)
    assert made.rows == sum(len(rows) for rows in json.loads(path.read_text(encoding="utf-8"))["tables"].values())
    return path


def brought_back(path: Path, target: Path) -> None:
    """A new book, as it ships, made equal to the one in a file."""
    target.write_bytes(template())
    kept: list[datetime] = []
    with closing(open_book(target, no_backup)) as book:
        bring_back(book, path, kept.append, now=NOW)
        assert book.undo_op is None
        assert book.steps == 1
    assert kept == [NOW]


def busy(desk: Desk) -> None:
    """One of everything that can stand in a book."""
    larch = desk.add("Larch Bakery", "0113 496 0142", tags=("bakery", "near"), people=("Dana", "Sam"), notes="a\nb")
    gone, barred, later = desk.add("Gone Ltd"), desk.add("Barred", "0113 496 0143"), desk.add("Späteres 面包店 😀")
    text = desk.script()
    desk.log(larch, "Talked", due=TODAY, version_id=text.version.id, opener_id=text.openers[0].id)
    live = desk.start(later)
    answers = [Answer(question_id=text.prompts[0].question_id, wording="How?", text="By telephone")]
    calls.write(desk.book, live, "half a sent", answers, now=desk.now)
    calls.delete(desk.book, [desk.log(gone)], now=desk.now)
    prospects.delete(desk.book, [gone], now=desk.now)
    prospects.mark_do_not_call(desk.book, [barred], now=desk.now)
    blocks.start_block(desk.book, "Near me", [larch, later], now=desk.now)
    blocks.put_off(desk.book, larch, now=desk.now)
    settings_service.change_settings(desk.book, BookSettings(me="Dana Reyes", daily_goal=7), now=desk.now)
    settings_service.save_view(desk.book, "Near", "tag:near", now=desk.now)
    lists.remove_outcome(desk.book, desk.outcome("Busy").id, now=desk.now)
    ((answer_id, question_id),) = desk.book.sql("SELECT id, question_id FROM answer")
    research.add_theme(desk.book, question_id, "On the phone", [answer_id], now=desk.now)
    scripts.delete(desk.book, [desk.script("They call us").script.id], now=desk.now)
    desk.book.undo()


def test_a_book_with_one_of_everything_comes_back_equal(desk: Desk, tmp_path: Path) -> None:
    busy(desk)
    brought_back(written(desk.path), tmp_path / "back.book")
    assert dump(tmp_path / "back.book") == desk.dump()
    assert check(tmp_path / "back.book") == []
    filled = [table for table in TABLE_MAPS if desk.book.sql(f"SELECT 1 FROM {table} LIMIT 1")]
    assert set(TABLE_MAPS) - set(filled) <= {"raised"}


def test_what_comes_back_is_the_same_file_again(desk: Desk, tmp_path: Path) -> None:
    busy(desk)
    first = written(desk.path)
    brought_back(first, tmp_path / "back.book")
    assert written(tmp_path / "back.book", "again.json").read_bytes() == first.read_bytes()


# Anything that can be done, in any order

Verb = Callable[[Desk, Random], object]
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


def some(desk: Desk, random: Random) -> int:
    """A prospect that is there, made where there is none."""
    present = [row.id for row in desk.rows()]
    return random.choice(present) if present else desk.add("Somebody")


def word(random: Random) -> str:
    return "".join(random.choice("ab é\"\\\n\t面😀='{}[],:\u2028\x7f") for _ in range(random.randint(1, 9)))


def add(desk: Desk, random: Random) -> None:
    draft = Draft(
        Prospect(
            name="x" + word(random), notes=word(random), city=word(random), country=random.choice(["GB", "", "US"])
        ),
        (Contact(name=word(random), note=word(random)), Contact(email=word(random))),
        (Phone(typed=f"0113 496 {random.randint(0, 9999):04}", label=word(random)),),
        (word(random).strip() or "tag",),
    )
    prospects.add(desk.book, draft, now=desk.now)


def log(desk: Desk, random: Random) -> None:
    prospect_id = some(desk, random)
    if desk.prospect(prospect_id).do_not_call_at is None:
        label = random.choice(["Talked", "No answer", "Not interested", ""])
        text = random.choice(script_texts(desk.book))
        desk.log(
            prospect_id, label, note=word(random), seconds=random.randint(0, 900), version_id=text.version.id,
            due=TODAY + timedelta(days=random.randint(-9, 9)) if label == "Talked" else None,
        )  # fmt: skip


def reword(desk: Desk, random: Random) -> None:
    text = random.choice(script_texts(desk.book))
    wording = scripts.Wording(**{field: getattr(COLD_CALL, field) for field in COLD_CALL.__dataclass_fields__})
    scripts.reword(desk.book, text.script.id, replace(wording, voicemail=word(random)), now=desk.now)


VERBS: dict[str, Verb] = {
    "add": add,
    "log": log,
    "reword": reword,
    "start": lambda desk, random: desk.start(),
    "delete": lambda desk, random: prospects.delete(desk.book, [some(desk, random)], now=desk.now),
    "tag": lambda desk, random: prospects.tag(desk.book, [some(desk, random)], "x" + word(random), now=desk.now),
    "stage": lambda desk, random: prospects.move_stage(
        desk.book, [some(desk, random)], random.choice(list(Stage)), now=desk.now
    ),
    "next": lambda desk, random: prospects.move_next(
        desk.book, [some(desk, random)], ActionKind.VISIT, desk.now, "Asia/Tokyo", now=desk.now
    ),
    "close": lambda desk, random: prospects.close_next(desk.book, [some(desk, random)], Closing.DONE, now=desk.now),
    "bar": lambda desk, random: prospects.mark_do_not_call(desk.book, [some(desk, random)], now=desk.now),
    "view": lambda desk, random: settings_service.save_view(desk.book, word(random), "x" + word(random), now=desk.now),
    "block": lambda desk, random: blocks.start_block(desk.book, word(random), [some(desk, random)], now=desk.now),
    "undo": lambda desk, random: desk.book.undo(),
    "redo": lambda desk, random: desk.book.redo(),
}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=14), st.integers(0, 10**6))
def test_any_book_comes_back_equal(tmp_path_factory: pytest.TempPathFactory, verbs: list[str], seed: int) -> None:
    folder, random = tmp_path_factory.mktemp("book"), Random(seed)  # noqa: S311
    for desk in new_desk(folder):
        for verb in verbs:
            desk.on(minutes=random.randint(1, 9999))
            try:
                VERBS[verb](desk, random)
            except UserError:  # who asked not to be called is not put into a block
                continue
        brought_back(written(desk.path), folder / "back.book")
        assert dump(folder / "back.book") == desk.dump()
    assert check(folder / "back.book") == []


# What is refused


def test_a_book_with_anything_in_it_is_left_as_it_is(desk: Desk) -> None:
    path = written(desk.path)
    desk.add("Larch Bakery")
    before = desk.dump()
    kept: list[datetime] = []
    with pytest.raises(UserError, match="only into an empty one"):
        bring_back(desk.book, path, kept.append, now=desk.now)
    assert desk.dump() == before
    assert kept == []


def test_only_the_deleted_are_something_too(desk: Desk) -> None:
    path = written(desk.path)
    prospects.delete(desk.book, [desk.add("Gone Ltd")], now=desk.now)
    with pytest.raises(UserError, match="only into an empty one"):
        bring_back(desk.book, path, no_keep, now=desk.now)


def no_keep(now: datetime) -> None:
    raise AssertionError("a copy of a book that stays as it is")


Damage = Callable[[dict[str, Any]], object]
DAMAGES: dict[str, Damage] = {
    "a word that is no stage": lambda tables: tables["prospect"][0].update(stage="horse"),
    "a time that is none": lambda tables: tables["prospect"][0].update(created_at="yesterday"),
    "a word where a number belongs": lambda tables: tables["prospect"][0].update(tries="many"),
    "a number beyond all bounds": lambda tables: tables["prospect"][0].update(tries=10**30),
    "nothing where something has to be": lambda tables: tables["prospect"][0].update(name=None),
    "a row twice": lambda tables: tables["prospect"].append(tables["prospect"][0]),
    "a uuid twice": lambda tables: tables["prospect"].append({**tables["prospect"][0], "id": 99}),
    "a link to nobody": lambda tables: tables["contact"][0].update(prospect_id=99),
    "a referrer who is not there": lambda tables: tables["prospect"][0].update(referred_by=99),
    "a table of another program": lambda tables: tables.update(horse=[]),
    "a column of another program": lambda tables: tables["prospect"][0].update(horse=1),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_does_not_fit_together_changes_nothing(desk: Desk, tmp_path: Path, damage: str) -> None:
    desk.add("Larch Bakery", "0113 496 0142", people=("Dana",))
    path = written(desk.path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    DAMAGES[damage](whole["tables"])
    path.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    target = tmp_path / "back.book"
    target.write_bytes(template())
    before = dump(target)
    with closing(open_book(target, no_backup)) as book, pytest.raises(UserError):
        bring_back(book, path, lambda now: None, now=NOW)
    assert dump(target) == before


def test_a_file_that_cannot_be_read_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        bring_back(desk.book, tmp_path / "nowhere.json", lambda now: None, now=NOW)


def test_a_file_cut_off_in_the_middle_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    busy(desk)
    path = written(desk.path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    target = tmp_path / "back.book"
    target.write_bytes(template())
    before = dump(target)
    with closing(open_book(target, no_backup)) as book:
        with pytest.raises(UserError, match="damaged or not whole"):
            bring_back(book, path, lambda now: None, now=NOW)
        assert book.steps == 0
        prospects.add(book, Draft(Prospect(name="Still usable")), now=NOW)
    assert dump(target)["prospect"] != before["prospect"]


def test_a_file_of_an_older_schema_gets_what_later_columns_hold_in_older_rows(desk: Desk, tmp_path: Path) -> None:
    desk.log(desk.add("Larch Bakery"))
    path = written(desk.path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    for row in whole["tables"]["call"]:
        del row["paused_seconds"]
    del whole["tables"]["block"], whole["tables"]["block_member"], whole["tables"]["raised"]
    path.write_text(json.dumps(whole), encoding="utf-8")
    brought_back(path, tmp_path / "back.book")
    assert dump(tmp_path / "back.book") == desk.dump()


def test_after_it_all_goes_on_as_before(desk: Desk, tmp_path: Path) -> None:
    """New rows get ids behind those that came, and what is done then can be undone."""
    busy(desk)
    path = written(desk.path)
    desk.path.with_name("again").mkdir()
    told: list[tuple[int, int]] = []
    for other in new_desk(desk.path.with_name("again")):
        change = bring_back(other.book, path, lambda now: None, now=NOW, tell=lambda *at: told.append(at))
        assert change.ids("prospect") == {1, 2, 3, 4}
        assert told[0][1] == path.stat().st_size
        before = other.dump()
        assert other.add("New one") == 5
        assert other.names(text="dana") == ["Larch Bakery"]
        other.book.undo()
        assert other.dump() == before
        assert row_count(other.book) == row_count(desk.book)
