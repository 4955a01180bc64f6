"""Undo and redo give back every byte, over any sequence of everything a person can do."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callbook.domain.call import Answer, Call
from callbook.domain.change import Change, combined
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind, Closing
from callbook.domain.prospect import PREPARATION, Contact, Phone, Prospect, Stage
from callbook.domain.script import Channel, Direction
from callbook.domain.settings import BookSettings
from callbook.services import calls, exchange, importing, prospects, scripts, timing
from callbook.services import settings as book_settings
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.prospects import Draft
from callbook.services.upkeep import check
from callbook.storage import book as book_module
from callbook.storage import calls as call_reader
from callbook.storage import settings as settings_reader
from callbook.storage.prospects import card
from callbook.storage.scripts import scripts as script_texts
from tests.storage.desk import LONDON, TODAY, Desk, Dump, new_desk

WORDS = ("teeth", "müller", "会社", "0161 496 0142", "", 'O\'Neill "x"', "two\nlines", "leeds")
TAGS = ("dental", "leeds", "warm", "Warm")


@dataclass(slots=True)
class Person:
    """Somebody who does things in no order at all; each answers with the Change and the visit it belongs to."""

    desk: Desk
    random: Random = field(default_factory=Random)

    def some(self, table: str, where: str = "1") -> list[int]:
        ids = [key for (key,) in self.desk.book.sql(f"SELECT id FROM {table} WHERE {where} ORDER BY id")]
        return sorted(self.random.sample(ids, min(len(ids), self.random.randint(1, 3))))

    def one(self, table: str, where: str = "1") -> int | None:
        found = self.some(table, where)
        return self.random.choice(found) if found else None

    def prospect(self) -> int | None:
        return self.one("prospect", "deleted_at IS NULL")

    def word(self) -> str:
        return self.random.choice(WORDS)

    def visit(self) -> str:
        return self.random.choice(("", "visit"))

    def ending(self) -> Ending:
        outcome = self.random.choice([None, *call_reader.outcomes(self.desk.book)])
        due = self.random.choice([None, TODAY, TODAY + timedelta(days=3), self.desk.now])
        return Ending(outcome, next=NextStep(outcome.action if outcome else None, due, self.word()), typed=self.word())

    def situation(self) -> Situation:
        prospect = self.random.choice([None, self.prospect()])
        where = f"prospect_id = {prospect}" if prospect else "0"
        version = self.one("script_version")
        return Situation(
            LONDON,
            prospect,
            self.one("contact", where),
            self.one("phone", where),
            self.random.choice(list(Direction)),
            self.random.choice(list(Channel)),
            version_id=version,
            opener_id=self.one("opener", f"version_id = {version}"),
        )


Doing = Callable[[Person], tuple[Change, str] | None]


def add(person: Person) -> tuple[Change, str]:
    draft = Draft(
        Prospect(name=person.word() or "Northgate", notes=person.word(), country="GB", referred_by=person.prospect()),
        tuple(Contact(name=person.word()) for _ in range(person.random.randint(0, 2))),
        tuple(Phone(typed=person.word()) for _ in range(person.random.randint(0, 2))),
        tuple(person.random.sample(TAGS, 2)),
    )
    return prospects.add(person.desk.book, draft, now=person.desk.now), ""


def edit(person: Person) -> tuple[Change, str] | None:
    number = person.prospect()
    shown = card(person.desk.book, number) if number else None
    if shown is None:
        return None
    shuffled = person.random.sample(shown.contacts, len(shown.contacts))
    kept = tuple(replace(contact, title=person.word()) for contact in shuffled if person.random.random() < 0.7)
    numbers = tuple(phone for phone in shown.phones if person.random.random() < 0.7)
    draft = Draft(
        replace(shown.prospect, city=person.word(), website=person.word()),
        (*kept, Contact(name=person.word(), email=person.word())),
        (*numbers, Phone(typed=person.word(), contact_id=kept[0].id if kept else None)),
        tuple(person.random.sample(TAGS, person.random.randint(0, 3))),
    )
    merge = person.visit()
    return prospects.edit(person.desk.book, draft, now=person.desk.now, merge=merge), merge


def prepare(person: Person) -> tuple[Change, str] | None:
    number, merge = person.prospect(), person.visit()
    if number is None:
        return None
    sheet = person.random.choice(PREPARATION)
    return prospects.prepare(person.desk.book, number, sheet, person.word(), now=person.desk.now, merge=merge), merge


def several(verb: Callable[..., Change], *choices: Callable[[Person], object]) -> Doing:
    def do(person: Person) -> tuple[Change, str]:
        ids = person.some("prospect", "deleted_at IS NULL")
        return verb(person.desk.book, ids, *(choose(person) for choose in choices), now=person.desk.now), ""

    return do


def move_next(person: Person) -> tuple[Change, str]:
    ids = person.some("prospect", "deleted_at IS NULL")
    due = person.random.choice([TODAY, TODAY + timedelta(days=9), person.desk.now])
    kind = person.random.choice([None, *ActionKind])
    return prospects.move_next(person.desk.book, ids, kind, due, "Europe/London", now=person.desk.now), ""


def lift(person: Person) -> tuple[Change, str] | None:
    number = person.prospect()
    return (prospects.lift_do_not_call(person.desk.book, number, now=person.desk.now), "") if number else None


def start(person: Person) -> tuple[Change, str]:
    return calls.start(person.desk.book, person.situation(), now=person.desk.now), ""


def log(person: Person) -> tuple[Change, str]:
    at = person.desk.now - timedelta(minutes=person.random.randint(0, 9999))
    seconds, note = person.random.randint(0, 900), person.word()
    change = calls.log(person.desk.book, person.situation(), at, seconds, note, person.ending(), now=person.desk.now)
    return change, ""


def with_call(where: str, verb: Callable[[Person, int], tuple[Change, str] | None]) -> Doing:
    def do(person: Person) -> tuple[Change, str] | None:
        number = person.one("call", f"deleted_at IS NULL AND {where}")
        return None if number is None else verb(person, number)

    return do


def said(person: Person) -> list[Answer]:
    question = person.one("question")
    return [Answer(question_id=question, position=at, wording="Who?", text=person.word()) for at in range(2)]


def write(person: Person, number: int) -> tuple[Change, str]:
    merge = person.visit()
    answers, note = said(person), person.word()
    return calls.write(person.desk.book, number, note, answers, now=person.desk.now, merge=merge), merge


def choose(person: Person, number: int) -> tuple[Change, str]:
    outcome = person.random.choice(call_reader.outcomes(person.desk.book))
    merge, reason = person.visit(), person.one("reason")
    change = calls.choose(person.desk.book, number, outcome, reason, person.word(), now=person.desk.now, merge=merge)
    return change, merge


def attach(person: Person, number: int) -> tuple[Change, str] | None:
    owner = person.prospect()
    return (calls.attach(person.desk.book, number, owner, now=person.desk.now), "") if owner else None


def change_situation(person: Person, number: int) -> tuple[Change, str]:
    contact, phone = person.one("contact"), person.one("phone")
    opener = person.one("opener", f"version_id = {person.desk.call(number).version_id or 0}")
    return calls.change_situation(person.desk.book, number, contact, phone, opener, now=person.desk.now), ""


def save(person: Person, number: int) -> tuple[Change, str]:
    return calls.save(person.desk.book, number, person.ending(), LONDON, now=person.desk.now), ""


def plain(verb: Callable[..., Change]) -> Callable[[Person, int], tuple[Change, str]]:
    return lambda person, number: (verb(person.desk.book, number, now=person.desk.now), "")


def put_right(person: Person, number: int) -> tuple[Change, str]:
    call: Call = replace(person.desk.call(number), note=person.word(), seconds=person.random.randint(0, 99))
    outcome = person.random.choice([None, *call_reader.outcomes(person.desk.book)])
    return calls.edit(person.desk.book, call, outcome, said(person), now=person.desk.now), ""


def delete_calls(person: Person) -> tuple[Change, str]:
    ids = person.some("call", "deleted_at IS NULL")
    return calls.delete(person.desk.book, ids, now=person.desk.now), ""


def reword(person: Person) -> tuple[Change, str]:
    text = person.random.choice(script_texts(person.desk.book))
    merge = person.visit()
    wording = scripts.Wording(
        text.script.name,
        positioning=person.word(),
        openers=tuple(person.random.sample(WORDS, 2)),
        questions=tuple(person.random.sample(WORDS, 2)),
        known=tuple(prompt.question_id for prompt in text.prompts),
        objections=((person.word(), person.word()),),
    )
    return scripts.reword(person.desk.book, text.script.id, wording, now=person.desk.now, merge=merge), merge


def add_script(person: Person) -> tuple[Change, str]:
    wording = scripts.Wording(person.word() or "Walk-in", openers=(person.word(),), questions=(person.word(),))
    return scripts.add(person.desk.book, wording, now=person.desk.now), ""


def delete_script(person: Person) -> tuple[Change, str] | None:
    if len(script_texts(person.desk.book)) < 2:
        return None
    ids = person.some("script", "deleted_at IS NULL")[:1]
    return scripts.delete(person.desk.book, ids, now=person.desk.now), ""


def change_settings(person: Person) -> tuple[Change, str]:
    merge = person.visit()
    wanted = BookSettings(me=person.word(), daily_goal=person.random.randint(1, 40))
    return book_settings.change_settings(person.desk.book, wanted, now=person.desk.now, merge=merge), merge


def save_view(person: Person) -> tuple[Change, str]:
    return book_settings.save_view(person.desk.book, person.word(), person.word(), now=person.desk.now), ""


def delete_view(person: Person) -> tuple[Change, str] | None:
    views = settings_reader.views(person.desk.book)
    if not views:
        return None
    return book_settings.delete_view(person.desk.book, views[0].id, now=person.desk.now), ""


def bring_in(person: Person) -> tuple[Change, str]:
    lines = "".join(f'"{person.word() or "Shop"} {at}",0161 496 01{at:02},dental\n' for at in range(3))
    plan = exchange.plan_import(person.desk.book, f"Company,Phone,Tags\n{lines}".encode(), "list.csv")
    return importing.run_import(person.desk.book, plan, now=person.desk.now), ""


VERBS: tuple[Doing, ...] = (
    add, edit, edit, edit, prepare, move_next, lift, start, log, log, delete_calls, reword, add_script, delete_script,
    change_settings, save_view, delete_view, bring_in,
    several(prospects.tag, lambda person: person.random.choice(TAGS)),
    several(prospects.untag, lambda person: person.random.choice(TAGS)),
    several(prospects.move_stage, lambda person: person.random.choice(list(Stage))),
    several(prospects.close_next, lambda person: person.random.choice(list(Closing))),
    several(prospects.mark_do_not_call),
    several(prospects.delete),
    with_call("1", write),
    with_call("saved_at IS NULL", write),
    with_call("saved_at IS NULL", plain(timing.pick_up)),
    with_call("1", change_situation),
    with_call("1", attach),
    with_call("ended_at IS NULL", plain(calls.hang_up)),
    with_call("saved_at IS NULL", plain(timing.recover)),
    with_call("saved_at IS NULL", choose),
    with_call("saved_at IS NULL", save),
    with_call("saved_at IS NULL", save),
    with_call("saved_at IS NOT NULL", put_right),
    with_call("saved_at IS NOT NULL AND outcome_id IS NULL", plain(calls.reopen)),
)  # fmt: skip
# Thousands of steps: a disk that is one would spend the time.
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
UNDO, REDO = len(VERBS), len(VERBS) + 1


@dataclass(slots=True)
class History:
    """What undo and redo have to give back: the dump after each entry, and the visit it belongs to."""

    dumps: list[Dump]
    visits: list[str] = field(default_factory=lambda: [""])
    at: int = 0
    in_pieces: bool = False

    def done(self, dump: Dump, visit: str) -> None:
        del self.dumps[self.at + 1 :], self.visits[self.at + 1 :]
        if visit and self.visits[self.at] == visit:
            self.dumps[self.at] = dump
        else:
            self.dumps.append(dump)
            self.visits.append(visit)
            self.at += 1


def assert_sound(desk: Desk, wanted: Dump) -> None:
    found = desk.dump()
    assert {table for table in wanted if found[table] != wanted[table]} == set()
    assert check(desk.path) == []


def do(person: Person, verb: int, history: History) -> None:
    before = person.desk.dump()
    try:
        done = VERBS[verb](person)
    except UserError:
        assert_sound(person.desk, before)
        return
    if done is not None and done[0].touched:
        history.done(person.desk.dump(), done[1])
    assert_sound(person.desk, history.dumps[history.at])


def all_of(pieces: Iterator[Change]) -> Change | None:
    changes = list(pieces)
    return combined(changes) if changes else None


def undo(desk: Desk, history: History) -> None:
    change = all_of(desk.book.undo_in_pieces()) if history.in_pieces else desk.book.undo()
    assert (change is None) == (history.at == 0)
    if change is not None:
        assert change.undone is True
        history.at -= 1
    assert_sound(desk, history.dumps[history.at])


def redo(desk: Desk, history: History) -> None:
    change = all_of(desk.book.redo_in_pieces()) if history.in_pieces else desk.book.redo()
    assert (change is None) == (history.at == len(history.dumps) - 1)
    if change is not None:
        assert change.undone is False
        history.at += 1
        history.visits[history.at] = ""  # what was undone and done again stands for itself
    assert_sound(desk, history.dumps[history.at])


def run(doings: list[tuple[int, int]], in_pieces: bool = False) -> None:
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        for desk in new_desk(Path(folder)):
            person = Person(desk)
            for seed in range(3):
                person.random.seed(seed)
                add(person)
                log(person)
            desk.book.forget_undo()
            history = History([desk.dump()], in_pieces=in_pieces)
            for verb, seed in doings:
                person.random.seed(seed)
                desk.on(minutes=7)
                if verb == UNDO:
                    undo(desk, history)
                elif verb == REDO:
                    redo(desk, history)
                else:
                    do(person, verb, history)
            for _ in range(history.at + 1):
                undo(desk, history)
            for _ in range(len(history.dumps)):
                redo(desk, history)


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, REDO), st.integers(0, 2**16)), min_size=4, max_size=14))
@example([(VERBS.index(edit), seed) for seed in range(8)] + [(UNDO, 0), (REDO, 0), (VERBS.index(edit), 9)])
def test_any_sequence_can_be_undone_and_done_again(doings: list[tuple[int, int]]) -> None:
    run(doings)


def test_every_verb_once_can_be_undone_and_done_again() -> None:
    run([(verb, seed) for seed in (1,) for verb in range(len(VERBS))])


def test_every_verb_can_be_undone_and_done_again_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "PIECE", 2)
    run([(verb, 1) for verb in range(len(VERBS))], in_pieces=True)
