"""Writing a demonstration book: invented firms, and years of calls with them that could have been."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.call import Answer, Call
from callbook.domain.change import Op
from callbook.domain.outcome import Reached
from callbook.domain.prospect import Phone, Prospect, Stage, StageChange, Tagging
from callbook.domain.script import ScriptText
from callbook.domain.settings import BookSettings
from callbook.domain.when import local_instant
from callbook.services.demo.course import Made, Standing
from callbook.services.demo.days import OPENS
from callbook.services.demo.firms import invent, sketches
from callbook.services.demo.history import History
from callbook.services.demo.material import Material
from callbook.services.demo.rows import Known, Writer, action, closed, stage_changes
from callbook.services.demo.sayings import Sayings, written
from callbook.services.prospects import Draft, tag_id
from callbook.services.settings import change_settings, save_view
from callbook.storage import calls as reader
from callbook.storage.book import Book, Step

Progress = Callable[[int, int], None]

SETTINGS = BookSettings(
    me="Dana Reyes",
    offer="booking pages and online diaries for small firms",
    home_country="GB",
    daily_goal=20,
)
VIEWS = (
    ("Dental", "tag:dental"),
    ("Design firms", "tag:design"),
    ("Near me", "tag:near"),
    ("Not called for 30 days", "last:>30d"),
)
AT_ONCE = 5000  # records of one kind in one step, so that a million of them are never held


def fill_demo(
    book: Book,
    material: Material,
    prospects: int,
    calls: int,
    random: Random,
    *,
    now: datetime,
    zone: ZoneInfo,
    progress: Progress | None = None,
) -> None:
    """Write that many prospects and calls, all invented, into a book that has its first contents.

    The same for the same `random` and `now`, but for the uuids, which are the book's. `zone` is where the calls
    are made from. `progress` is told (done, of how many). ValueError for calls without prospects.
    """
    history = History(sketches(material, prospects, random), calls, reader.outcomes(book), random, now, zone)
    change_settings(book, SETTINGS, now=now)
    with book.step(Op.DEMO) as step:
        sayings = written(step, *span(history))
    fill = Fill(book, history, Writer(material, reader.reasons(book), zone, random), sayings)
    for done in fill.batches():
        book.forget_undo()
        if progress is not None:
            progress(done, calls + 2 * prospects)
    for name, query in VIEWS:
        save_view(book, name, query, now=now)
    book.forget_undo()


def span(history: History) -> tuple[datetime, datetime]:
    """When the first calls were made, and a morning half way from then to now."""
    dates = [day for day, _ in history.plan] or [history.today.date]
    return local_instant(dates[0], OPENS, history.ours), local_instant(dates[len(dates) // 2], OPENS, history.ours)


class Fill:
    """Writes a history into a book, a batch to a step: firms when they are first called, then their calls."""

    def __init__(self, book: Book, history: History, writer: Writer, sayings: Sayings) -> None:
        self.book = book
        self.history = history
        self.desk = history.desk
        self.writer = writer
        self.sayings = sayings
        self.known: list[Known] = []  # where each firm lies, in order
        self._taken: set[str] = set()

    def batches(self) -> Iterator[int]:
        """Write batch after batch; how much was done after each: calls, and each firm twice."""
        done = 0
        for batch in together(self.history.days()):
            with self.book.step(Op.DEMO) as step:
                done += self._write_firms(step, self.desk.started) + self._write_calls(step, batch)
            yield done
        everybody = len(self.desk.sketches)
        for count in (*range(len(self.known) + AT_ONCE, everybody, AT_ONCE), everybody):
            with self.book.step(Op.DEMO) as step:
                done += self._write_firms(step, count)
            yield done
        for start in range(0, len(self.known), AT_ONCE):
            with self.book.step(Op.DEMO) as step:
                done += self._write_standings(step, start, start + AT_ONCE)
            yield done

    def _write_firms(self, step: Step, until: int) -> int:
        """Write the firms up to that one which are not in the book yet."""
        new = slice(len(self.known), until)
        drawn, standings = self.desk.sketches[new], self.desk.standings[new]
        drafts = [
            invent(*pair, self.writer.material, self._taken, self.writer.random)
            for pair in zip(drawn, standings, strict=True)
        ]
        stored = step.insert_many(draft.prospect for draft in drafts)
        self.known += write_parts(step, drafts, stored)
        refer(step, stored, standings, self.known)
        return len(stored)

    def _write_calls(self, step: Step, batch: Sequence[Made]) -> int:
        """Write calls with everything they led to but what is still open."""
        texts = [self._text(made) for made in batch]
        said = [self.writer.answers(made, text) for made, text in zip(batch, texts, strict=True)]
        calls = step.insert_many(
            self.writer.call(made, self.known[made.who], self.desk.sketches[made.who], text, answers)
            for made, text, answers in zip(batch, texts, said, strict=True)
        )
        write_consequences(step, batch, calls, said)
        return len(calls)

    def _text(self, made: Made) -> ScriptText | None:
        referred = self.desk.standings[made.who].referred_by is not None
        return self.sayings.of(made, self.desk.sketches[made.who].purpose, referred)

    def _write_standings(self, step: Step, start: int, end: int) -> int:
        """Write where firms stand at the end, and their open next actions."""
        pairs = list(zip(self.known[start:end], self.desk.standings[start:end], strict=True))
        for known, standing in pairs:
            step.update(stood(step.get(Prospect, known.prospect_id), standing))
        zone = self.history.ours.key
        step.insert_many(
            action(standing.action, known.prospect_id, zone) for known, standing in pairs if standing.action
        )
        return len(pairs)


def together(days: Iterable[list[Made]]) -> Iterator[list[Made]]:
    """Days put together until there is enough for one step."""
    batch: list[Made] = []
    for day in days:
        batch += day
        if len(batch) >= AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def write_parts(step: Step, drafts: Sequence[Draft], stored: Sequence[Prospect]) -> list[Known]:
    """People, numbers, tags and stages of many firms, a statement for each kind. Mobiles are the first person's."""
    pairs = list(zip(stored, drafts, strict=True))
    people = step.insert_many(
        replace(contact, prospect_id=prospect.id) for prospect, draft in pairs for contact in draft.contacts
    )
    first = {contact.prospect_id: contact.id for contact in reversed(people)}
    phones = step.insert_many(
        replace(phone, prospect_id=prospect.id, contact_id=first.get(prospect.id) if phone.position else None)
        for prospect, draft in pairs
        for phone in draft.phones
    )
    tags = {name: tag_id(step, name) for name in sorted({name for draft in drafts for name in draft.tags})}
    step.insert_many(
        Tagging(prospect_id=prospect.id, tag_id=tags[name]) for prospect, draft in pairs for name in draft.tags
    )
    step.insert_many(
        StageChange(prospect_id=prospect.id, stage=prospect.stage, at=prospect.created_at)
        for prospect in stored
        if prospect.stage is not Stage.NEW
    )
    numbers: dict[int, list[int]] = {}
    for phone in phones:
        numbers.setdefault(phone.prospect_id, []).append(phone.id)
    return [Known(each.id, first.get(each.id), tuple(numbers.get(each.id, ()))) for each in stored]


def refer(step: Step, stored: Sequence[Prospect], standings: Sequence[Standing], known: Sequence[Known]) -> None:
    """Link the firms that others told of to those others, which came before them."""
    for prospect, standing in zip(stored, standings, strict=True):
        if standing.referred_by is not None:
            step.update(replace(prospect, referred_by=known[standing.referred_by].prospect_id))


def write_consequences(
    step: Step, batch: Sequence[Made], calls: Sequence[Call], said: Sequence[tuple[Answer, ...]]
) -> None:
    """Answers, closed next actions, changes of stage, wrong numbers; what a call opened learns of that call."""
    pairs = list(zip(batch, calls, strict=True))
    for made, call in pairs:
        if made.opens is not None:
            made.opens.opened_by, made.opens.created_at = call.id, call.saved_at
        if call.reached is Reached.WRONG_NUMBER and call.phone_id is not None:
            step.update(replace(step.get(Phone, call.phone_id), wrong_at=call.saved_at))
    step.insert_many(
        replace(answer, call_id=call.id) for call, answers in zip(calls, said, strict=True) for answer in answers
    )
    step.insert_many(closed(made.closes, call) for made, call in pairs if made.closes is not None)
    step.insert_many(change for made, call in pairs for change in stage_changes(made, call))


def stood(prospect: Prospect, standing: Standing) -> Prospect:
    """A firm's row as its calls left it."""
    return replace(
        prospect,
        stage=standing.stage,
        do_not_call_at=standing.do_not_call_at,
        tries=standing.tries,
        last_call_at=standing.last_call_at,
        next_due=None if standing.action is None else standing.action.due,
    )
