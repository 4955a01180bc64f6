"""Writing a demonstration book: invented firms, and years of calls with them that could have been."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.call import Answer, Call
from callbook.domain.change import Op
from callbook.domain.prospect import Prospect, Stage, StageChange, Tagging
from callbook.domain.settings import BookSettings
from callbook.services.demo.course import Made
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
    are made from. `progress` is told (done, of how many). ValueError for calls without prospects. A history is
    made up twice, first to know where each prospect ends: its row then has to be written only once.
    """
    drawn, seed = sketches(material, prospects, random), random.getrandbits(64)
    histories = [History(drawn, calls, reader.outcomes(book), Random(seed), now, zone) for _ in range(2)]
    tell = counted(progress, prospects + 2 * calls)
    begun_at, reworded_at = span(histories[0], now, tell)
    change_settings(book, SETTINGS, now=now)
    with book.step(Op.DEMO) as step:
        sayings = written(step, begun_at, reworded_at)
    known = write_firms(book, histories[0], material, random, tell)
    write_calls(book, histories[1], Writer(material, reader.reasons(book), zone, random), known, sayings, tell)
    write_open_actions(book, histories[1], known, zone)
    for name, query in VIEWS:
        save_view(book, name, query, now=now)
    book.forget_undo()


def counted(progress: Progress | None, total: int) -> Callable[[int], None]:
    """What adds to the work done and tells of it."""
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    return tell


def span(history: History, now: datetime, tell: Callable[[int], None]) -> tuple[datetime, datetime]:
    """Let a history run to its end; when its first call was, and one in the middle of it. `now` without calls."""
    begun_at = reworded_at = now
    made = 0
    for day in history.days():
        if made == 0:
            begun_at = day[0].started_at
        if made < history.calls / 2:
            reworded_at = day[0].started_at
        made += len(day)
        tell(len(day))
    return begun_at, reworded_at


def write_firms(
    book: Book, history: History, material: Material, random: Random, tell: Callable[[int], None]
) -> list[Known]:
    """Write the firms as their history leaves them; where each lies, in order."""
    known: list[Known] = []
    taken: set[str] = set()
    desk = history.desk
    for start in range(0, len(desk.sketches), AT_ONCE):
        firms = list(zip(desk.sketches, desk.standings, strict=True))[start : start + AT_ONCE]
        drafts = [invent(drawn, standing, material, taken, random) for drawn, standing in firms]
        with book.step(Op.DEMO) as step:
            stored = step.insert_many(draft.prospect for draft in drafts)
            known += write_parts(step, drafts, stored)
            refer(step, stored, [standing.referred_by for _, standing in firms], known)
            step.insert_many(
                StageChange(prospect_id=prospect.id, stage=Stage.PREPARED, at=prospect.created_at)
                for prospect, (drawn, _) in zip(stored, firms, strict=True)
                if drawn.stage is Stage.PREPARED
            )
        book.forget_undo()
        tell(len(drafts))
    return known


def write_parts(step: Step, drafts: Sequence[Draft], stored: Sequence[Prospect]) -> list[Known]:
    """People, numbers and tags of many firms, a statement for each kind. Mobile numbers are the first person's."""
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
    numbers: dict[int, list[int]] = {}
    for phone in phones:
        numbers.setdefault(phone.prospect_id, []).append(phone.id)
    return [Known(each.id, first.get(each.id), tuple(numbers.get(each.id, ())), each.zone) for each in stored]


def refer(step: Step, stored: Sequence[Prospect], referrers: Sequence[int | None], known: Sequence[Known]) -> None:
    """Link the firms that others told of to those others, which came before them."""
    for prospect, referrer in zip(stored, referrers, strict=True):
        if referrer is not None:
            step.update(replace(prospect, referred_by=known[referrer].prospect_id))


def write_calls(
    book: Book,
    history: History,
    writer: Writer,
    known: Sequence[Known],
    sayings: Sayings,
    tell: Callable[[int], None],
) -> None:
    """Write a history's calls with everything they led to but what is still open."""
    for batch in batches(history.days()):
        texts = [sayings.of(made, history.desk.standings[made.who].referred_by is not None) for made in batch]
        said = [writer.answers(made, text) for made, text in zip(batch, texts, strict=True)]
        rows = zip(batch, texts, said, strict=True)
        with book.step(Op.DEMO) as step:
            calls = step.insert_many(
                writer.call(made, known[made.who], history.desk.sketches[made.who], text, answers)
                for made, text, answers in rows
            )
            write_consequences(step, batch, calls, said)
        book.forget_undo()
        tell(len(batch))


def batches(days: Iterable[list[Made]]) -> Iterator[list[Made]]:
    """Days put together until there is enough for one step."""
    batch: list[Made] = []
    for day in days:
        batch += day
        if len(batch) >= AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def write_consequences(
    step: Step, batch: Sequence[Made], calls: Sequence[Call], said: Sequence[tuple[Answer, ...]]
) -> None:
    """Answers, closed next actions and changes of stage; what a call opened learns that call's id."""
    pairs = list(zip(batch, calls, strict=True))
    for made, call in pairs:
        if made.opens is not None:
            made.opens.opened_by = call.id
    step.insert_many(
        replace(answer, call_id=call.id) for call, answers in zip(calls, said, strict=True) for answer in answers
    )
    step.insert_many(closed(made, made.closes, call) for made, call in pairs if made.closes is not None)
    step.insert_many(change for made, call in pairs for change in stage_changes(made, call))


def write_open_actions(book: Book, history: History, known: Sequence[Known], zone: ZoneInfo) -> None:
    open_now = [
        action(standing.action, where.prospect_id, zone.key)
        for standing, where in zip(history.desk.standings, known, strict=True)
        if standing.action is not None
    ]
    for start in range(0, len(open_now), AT_ONCE):
        with book.step(Op.DEMO) as step:
            step.insert_many(open_now[start : start + AT_ONCE])
        book.forget_undo()
