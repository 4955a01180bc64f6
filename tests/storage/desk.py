"""A book with somebody working at it: what the tests of storage and services share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from callbook.domain.call import Call
from callbook.domain.outcome import Outcome, Reason
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.domain.query import parse
from callbook.domain.script import Channel, Direction, Purpose, ScriptText
from callbook.domain.when import Due
from callbook.formats.script_file import ScriptFile
from callbook.services import calls, prospects
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.prospects import Draft
from callbook.services.setup import set_up
from callbook.storage import calls as call_reader
from callbook.storage import listing, scripts
from callbook.storage.book import Book
from callbook.storage.listing import Listing, ListRow, Scope
from callbook.storage.opening import open_book
from callbook.storage.records import TABLE_MAPS

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)

COLD_CALL = ScriptFile(
    name="Cold call",
    direction=Direction.OUTBOUND,
    channel=Channel.PHONE,
    purpose=Purpose.NEW_BUSINESS,
    positioning="A developer who finishes things",
    value_proposition="Your booking page, working, in two weeks.",
    openers=("Do you have a minute?", "I was wondering if you could help me."),
    gatekeeper_line="Who looks after your website?",
    voicemail="I will try again on Thursday.",
    questions=("How do people book today?", "What happens when you are closed?"),
    objections=(("No time", "When is better?"), ("Send an e-mail", "What shall it say?")),
)
INBOUND = replace(
    COLD_CALL,
    name="They call us",
    direction=Direction.INBOUND,
    openers=("What made you get in touch?",),
    questions=("What made you get in touch?", "How do people book today?"),
)

Dump = dict[str, list[tuple[Any, ...]]]


def no_backup(path: Path) -> None:
    raise AssertionError("a book of today's schema was taken for an older one")


@cache
def template() -> bytes:
    """A new book as it ships, with two scripts, as the bytes of its file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "callbook.book"
        with closing(open_book(path, no_backup)) as book:
            set_up(book, [COLD_CALL, INBOUND], now=TUESDAY - timedelta(days=100))
        return path.read_bytes()


@dataclass(slots=True)
class Desk:
    """A book and the moment it is worked at; `now` is the test's to move."""

    book: Book
    now: datetime = TUESDAY
    zone: ZoneInfo = LONDON

    @property
    def path(self) -> Path:
        return self.book.path

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)

    def add(
        self, name: str, *numbers: str, tags: tuple[str, ...] = (), people: tuple[str, ...] = (), **fields: Any
    ) -> int:
        """A new prospect's id."""
        draft = Draft(
            Prospect(name=name, **{"country": "GB", **fields}),
            tuple(Contact(name=person) for person in people),
            tuple(Phone(typed=number) for number in numbers),
            tags,
        )
        return prospects.add(self.book, draft, now=self.now).one("prospect")

    def prospect(self, prospect_id: int) -> Prospect:
        found = self.book.get(Prospect, prospect_id)
        assert found is not None
        return found

    def call(self, call_id: int) -> Call:
        found = self.book.get(Call, call_id)
        assert found is not None
        return found

    def outcome(self, label: str) -> Outcome:
        (found,) = [outcome for outcome in call_reader.outcomes(self.book) if outcome.label == label]
        return found

    def reason(self, label: str) -> Reason:
        (found,) = [reason for reason in call_reader.reasons(self.book) if reason.label == label]
        return found

    def script(self, name: str = "Cold call") -> ScriptText:
        (found,) = [text for text in scripts.scripts(self.book) if text.script.name == name]
        return found

    def start(self, prospect_id: int | None = None, **situation: Any) -> int:
        """A live call's id."""
        before = {call.id for call in call_reader.open_calls(self.book)}
        calls.start(self.book, Situation(self.zone, prospect_id, **situation), now=self.now)
        (made,) = {call.id for call in call_reader.open_calls(self.book)} - before
        return made

    def log(
        self,
        prospect_id: int | None,
        label: str = "Talked",
        at: datetime | None = None,
        seconds: int = 60,
        note: str = "",
        due: Due | None = None,
        **situation: Any,
    ) -> int:
        """A saved call's id; its outcome by label, "" for none."""
        outcome = self.outcome(label) if label else None
        following = NextStep(outcome.action, due) if outcome and due else NextStep()
        change = calls.log(
            self.book,
            Situation(self.zone, prospect_id, **situation),
            at or self.now,
            seconds,
            note,
            Ending(outcome, next=following),
            now=self.now,
        )
        return change.one("call")

    def rows(self, scope: Scope = Scope.ALL, text: str = "") -> list[ListRow]:
        """The first thousand rows of a listing."""
        return listing.page(self.book, Listing(scope, parse(text)), self.now, self.zone, 0, 1000)

    def names(self, scope: Scope = Scope.ALL, text: str = "") -> list[str]:
        return [row.name for row in self.rows(scope, text)]

    def dump(self) -> Dump:
        return dump(self.path)


def new_desk(folder: Path) -> Iterator[Desk]:
    """A desk in `folder`, its book closed afterwards."""
    path = folder / "callbook.book"
    path.write_bytes(template())
    with closing(open_book(path, no_backup)) as book:
        yield Desk(book)


def dump(path: Path) -> Dump:
    """Everything that stands in a book: every column of every row, every word of the text index, and every sum."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as book:
        found: Dump = {table: book.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in TABLE_MAPS}
        found["call_fact"] = book.execute("SELECT * FROM call_fact ORDER BY call_id").fetchall()
        found["day_sum"] = book.execute("SELECT * FROM day_sum ORDER BY dimension, what, day").fetchall()
        found["answer_fact"] = book.execute("SELECT * FROM answer_fact ORDER BY answer_id").fetchall()
        for index in ("prospect_text", "call_text"):
            found[index] = book.execute(f"SELECT rowid, * FROM {index} ORDER BY rowid").fetchall()
            book.execute(f"CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab(main, {index}, instance)")
            found[f"{index}_words"] = sorted(book.execute(f"SELECT * FROM temp.{index}_words").fetchall())
    return found
