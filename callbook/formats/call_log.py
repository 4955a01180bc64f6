"""Call logs: telling one from a list of people, what its columns mean, and its rows as calls."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from callbook.domain.phone import digits
from callbook.domain.script import Direction
from callbook.formats.call_times import Order, Written, moment_of, order_of, read_cell, seconds_of
from callbook.formats.call_words import (
    ANDROID,
    FRITZBOX,
    OLD_FRITZBOX,
    Answer,
    CallField,
    Word,
    is_utc,
    read_title,
    read_word,
    unit_of,
)
from callbook.formats.headers import Field, plain_words, read_header
from callbook.formats.shapes import Shape, shape_of
from callbook.formats.table import LONG, Table

_SAMPLE = 200
_MOST = 0.6  # of the numbers: some callers hide theirs
_NEARLY_ALL = 0.9  # of the cells of a column that has no title
_HALF = 0.5  # more than that of the cells of a column whose title says what it is: some cells of every log are odd
_LONGEST_NUMBER = 60  # letters, with blanks and an extension
_FEWEST_DIGITS, _MOST_DIGITS = 3, 18
_HIDDEN_WORDS = (
    "private|private number|unknown|unknown number|anonymous|withheld|restricted|unavailable|no caller id|unbekannt"
    "|anonym|inconnu|masque|desconocido|privado|sconosciuto|onbekend|n a|na|null|none|不明|非通知|未知"
)
_HIDDEN = frozenset(_HIDDEN_WORDS.split("|"))
_NO_LENGTH = ("", "-", "--")
_ADDRESS = re.compile(r"(?:tel|sips?|callto):([^@;?]+)", re.IGNORECASE)
_PHONE = re.compile(r"[+(\d][\d\s().\-–/*#+]*(\s*(x|ext\.?|#)\s*\d+)?", re.IGNORECASE)
_NUMBER_AT_END = re.compile(r"[(<\[]\s*(\+?\d[\d\s.-]*)[)>\]]$")
_SAYING_WHAT = ("action", "media", "media type", "service", "channel")  # titles over what a row is of
# What only a list of people has: where such a column is filled, a table is one, whatever else stands in it.
_OF_PEOPLE = (Field.EMAIL, Field.WEBSITE, Field.ADDRESS, Field.POSTCODE, Field.FIRST_NAME, Field.LAST_NAME)


class LogReason(StrEnum):
    """Why a row of a log becomes no call."""

    HIDDEN = "hidden"  # no number: the caller withheld it
    NO_TIME = "no_time"  # when it was cannot be read
    NO_CALL = "no_call"  # a fax, a message, a visit, or a call within the house
    BLOCKED = "blocked"  # refused without ringing
    FUTURE = "future"
    STRANGER = "stranger"
    SERVICE = "service"  # a number too short for a subscriber's
    SHARED = "shared"  # of several prospects
    DAMAGED = "damaged"


class LogDoubt(StrEnum):
    """What is not sure about a call."""

    NONE = ""
    ORDER = "order"  # day and month may be the other way round
    DIRECTION = "direction"  # the log does not say who called
    LENGTH = "length"  # how long it was cannot be read, and nothing else tells how it went


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """A row of a log; `at` is its place among the rows, for some files have all of them on one line.

    `started_at` is UTC, `seconds` None where the log tells no length, `reason` set where the row is no call by itself,
    `text` all that stands in it, `outcome` how it ended in the words of whoever kept the log.
    """

    at: int
    line: int
    number: str
    name: str
    started_at: datetime | None
    seconds: int | None
    direction: Direction
    answer: Answer
    doubt: LogDoubt
    reason: LogReason | None
    text: str
    note: str = ""
    outcome: str = ""

    @property
    def unanswered(self) -> bool:
        """Whether nobody was spoken with: the log says so, or the call lasted no time at all."""
        if self.answer is Answer.UNKNOWN:
            return self.seconds == 0
        return self.answer is not Answer.ANSWERED


@dataclass(frozen=True, slots=True)
class LogColumns:
    """Where in a table the parts of a call stand; the codes of a numbered direction are `codes`."""

    of: dict[CallField, int]
    results: tuple[int, ...] = ()
    words: tuple[int, ...] = ()  # columns that may say that a row is no call at all
    day: int = 0
    clock: int = 0
    codes: dict[str, Word] | None = None
    unit: float = 1.0
    hours_and_minutes: bool = False
    utc: bool = False
    numbers_as: tuple[str, ...] = ()  # our own numbers, by their digits

    @property
    def directed(self) -> bool:
        """Whether rows say who called."""
        return CallField.DIRECTION in self.of or bool(self.numbers_as)


def find_columns(table: Table) -> LogColumns | None:
    """What the columns of a call log mean; None for a table that is surely or probably something else.

    A log has telephone numbers, moments to the minute, and lengths or words for who called; titles and cells have to
    agree. A table without titles has to have all of these. Whatever has e-mail addresses, streets, websites or first
    names is a list of people.
    """
    if not table.rows or (table.header is not None and _has_people(table)):
        return None
    columns = _Columns(table)
    return columns.found() if columns.are_a_log() else None


def possible_columns(table: Table) -> LogColumns | None:
    """What the columns of a table would mean if it were a call log: where titles name a number and a moment, and any
    cell of each can be read. None where no call could be made of any row."""
    if not table.rows or table.header is None:
        return None
    columns = _Columns(table, enough=0.0)
    return columns.found() if columns.could_be_a_log() else None


def _has_people(table: Table) -> bool:
    sample = table.rows[:_SAMPLE]
    for at, name in enumerate(table.header or ()):
        of_people = read_header(name).field in _OF_PEOPLE and read_title(name) is None
        if of_people and any(at < len(row) and row[at].strip() for row in sample):
            return True
    return any(shape_of(cell) is Shape.EMAIL for row in sample for cell in row if "@" in cell and _plain(cell) == cell)


class _Columns:
    """The columns of a table, while it is found out whether they are those of a call log."""

    def __init__(self, table: Table, enough: float = _HALF) -> None:
        self.names = table.names
        self._enough = enough  # more than that of its cells have to fit a title
        sample = table.rows[:_SAMPLE]
        self.cells = [
            [row[at].strip()[: LONG + 1] if at < len(row) else "" for row in sample] for at in range(len(self.names))
        ]
        self.titled = table.header is not None
        self.of: dict[CallField, int] = {}
        self.results: list[int] = []
        self.moments: list[int] = []
        for at, name in enumerate(self.names):
            self._place(at, read_title(name) if self.titled else None)
        if not self.titled:
            self._guess()
        self.day, self.clock = self._moment()

    def are_a_log(self) -> bool:
        told = CallField.LENGTH in self.of, CallField.DIRECTION in self.of or self._has_sides()
        return self.could_be_a_log() and (any(told) if self.titled else all(told))

    def could_be_a_log(self) -> bool:
        return self.day >= 0 and (CallField.NUMBER in self.of or self._has_sides())

    def _has_sides(self) -> bool:
        return CallField.FROM in self.of and CallField.TO in self.of

    def found(self) -> LogColumns:
        length, direction = self.of.get(CallField.LENGTH), self.of.get(CallField.DIRECTION)
        fritz = CallField.OWN in self.of and direction is not None and self._are_codes(direction)
        return LogColumns(
            self.of,
            tuple(self.results),
            tuple(at for at, name in enumerate(self.names) if _may_say_no_call(name)),
            self.day,
            self.clock,
            self._codes(direction, fritz),
            1.0 if length is None or not self.titled else unit_of(self.names[length]),
            fritz,
            self.titled and any(is_utc(self.names[at]) for at in (self.day, self.clock)),
            self._own_numbers() if direction is None else (),
        )

    def _place(self, at: int, field: CallField | None) -> None:
        """Take a column for what its title says, if its cells say nothing else."""
        if field is None or not any(self.cells[at]):
            return
        fits = {
            CallField.NUMBER: self._are_numbers,
            CallField.FROM: self._are_numbers_or_names,
            CallField.TO: self._are_numbers_or_names,
            CallField.LENGTH: self._are_lengths,
            CallField.DIRECTION: self._are_directions,
        }
        if field is CallField.MOMENT:
            self.moments.append(at)
        elif field is CallField.RESULT:
            self.results.append(at)
        elif field not in self.of and (field not in fits or fits[field](at)):
            self.of[field] = at

    def _guess(self) -> None:
        for at in range(len(self.names)):
            if CallField.DIRECTION not in self.of and self._are_directions(at) and not self._are_codes(at):
                self.of[CallField.DIRECTION] = at
            elif CallField.NUMBER not in self.of and self._are_numbers(at) and not self._are_lengths(at):
                self.of[CallField.NUMBER] = at
            elif self._mostly(at, lambda cell: read_cell(cell).day is not None):
                self.moments.append(at)
            elif CallField.LENGTH not in self.of and self._are_lengths(at):
                self.of[CallField.LENGTH] = at

    def _moment(self) -> tuple[int, int]:
        """The column with the day and that with the time of it, often the same; -1 where there is none."""
        whole = [at for at in self.moments if self._mostly(at, lambda cell: _is_whole(read_cell(cell)))]
        if whole:
            return whole[0], whole[0]
        days = [at for at in self.moments if self._mostly(at, lambda cell: read_cell(cell).day is not None)]
        clocks = [at for at in self.moments if self._mostly(at, lambda cell: read_cell(cell).clock is not None)]
        return (days[0], clocks[0]) if days and clocks else (-1, -1)

    def _share(self, at: int, fits: Callable[[str], bool]) -> float:
        filled = [cell for cell in self.cells[at] if cell]
        return sum(map(fits, filled)) / len(filled) if filled else 0.0

    def _mostly(self, at: int, fits: Callable[[str], bool]) -> bool:
        """Whether so many cells fit as the title, or its absence, asks for."""
        share = self._share(at, fits)
        return share > self._enough if self.titled else share >= _NEARLY_ALL

    def _are_numbers(self, at: int) -> bool:
        shown = [cell for cell in self.cells[at] if cell and not _is_hidden(cell)]
        fits = sum(map(_is_number, shown))
        return fits >= _MOST * max(1, len(shown)) if self._enough else fits > 0

    def _are_numbers_or_names(self, at: int) -> bool:
        """A telephone system writes the names of those it knows in place of their numbers."""
        return self._share(at, lambda cell: bool(_apart(cell)[1])) > 0

    def _are_lengths(self, at: int) -> bool:
        return self._mostly(at, lambda cell: _is_length(cell) or (self.titled and _is_answer(cell)))

    def _are_directions(self, at: int) -> bool:
        return self._mostly(at, lambda cell: _says_side(read_word(cell))) or self._are_codes(at)

    def _are_codes(self, at: int) -> bool:
        return self._share(at, lambda cell: cell in ANDROID) == 1.0

    def _codes(self, direction: int | None, fritz: bool) -> dict[str, Word] | None:
        if direction is None or not self._are_codes(direction):
            return None
        if fritz:
            return FRITZBOX if "4" in self.cells[direction] else OLD_FRITZBOX
        return ANDROID

    def _own_numbers(self) -> tuple[str, ...]:
        """Where only who called and who was called is told: the number that is in most rows is ours."""
        sides = [at for field in (CallField.FROM, CallField.TO) if (at := self.of.get(field)) is not None]
        if len(sides) < 2:  # noqa: PLR2004
            return ()
        seen = Counter(digits(_apart(cell)[1]) for at in sides for cell in self.cells[at])
        seen.pop("", None)
        most = seen.most_common(2)
        clear = most and (len(most) == 1 or most[0][1] > most[1][1])
        return (most[0][0],) if clear and most[0][1] >= _MOST * len(self.cells[sides[0]]) else ()


def _is_whole(one: Written) -> bool:
    return one.moment is not None or (one.day is not None and one.clock is not None)


def _is_length(cell: str) -> bool:
    return cell in _NO_LENGTH or seconds_of(cell) is not None


def _is_answer(cell: str) -> bool:
    """Whether a cell says how a call went: "not answered", as some logs do in place of its length."""
    return read_word(cell).answer is not Answer.UNKNOWN


def _says_side(word: Word) -> bool:
    return word.direction is not None or word.answer is not Answer.UNKNOWN or word.no_call


def _may_say_no_call(name: str) -> bool:
    return read_title(name) is CallField.DIRECTION or plain_words(name) in _SAYING_WHAT


def _is_number(text: str) -> bool:
    cell = _plain(text)
    if len(cell) > _LONGEST_NUMBER or not _FEWEST_DIGITS <= len(digits(cell)) <= _MOST_DIGITS:
        return False
    return _PHONE.fullmatch(cell.strip("'\"")) is not None


def _is_hidden(cell: str) -> bool:
    """Whether a cell says that the caller showed no number; Android writes -1 to -3."""
    return cell in ("-1", "-2", "-3") or plain_words(cell) in _HIDDEN


def _plain(cell: str) -> str:
    """A cell without what makes an address of a number: "tel:+44…" (RFC 3966), "sip:+44…@example.com" (RFC 3261)."""
    found = _ADDRESS.match(cell.strip())
    return found[1] if found else cell


def _apart(cell: str) -> tuple[str, str]:
    """The name and the number of a cell that may have either or both: "Halden, Info (838)"."""
    text = _plain(cell.strip().strip("'\""))
    if _is_hidden(text):
        return "", ""
    found = _NUMBER_AT_END.search(text) if len(text) <= LONG else None
    if found and any(map(str.isalpha, text[: found.start()])):
        return text[: found.start()].strip(" ,"), found[1].strip()
    return ("", text) if _is_number(text) else (text, "")


def logged_calls(
    table: Table,
    columns: LogColumns,
    zone: tzinfo,
    now: datetime,
    order: Order | None = None,
    likely: Order = Order.DAY_FIRST,
) -> tuple[list[LoggedCall], bool]:
    """Every row as a call, in the order of the file, and whether it is unclear which of its numbers is the day.

    Moments without a zone are by the clock of `zone`. `order` is a person's word for which number is the day; else
    the whole column decides; where it cannot, it is taken to be `likely`, and each such row is doubtful.
    """
    days = [read_cell(_cell(row, columns.day)) for row in table.rows]
    decided = order or order_of(days, now)
    reader = _Reader(columns, UTC if columns.utc else zone, now, decided, likely)
    rows = enumerate(zip(table.lines, table.rows, days, strict=True))
    return [reader.read(at, line, row, day) for at, (line, row, day) in rows], decided is None


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and 0 <= at < len(row) else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: LogColumns
    zone: tzinfo
    now: datetime
    order: Order | None
    likely: Order

    def read(self, at: int, line: int, row: Sequence[str], day: Written) -> LoggedCall:
        word = self._word(row)
        name, number = self._who(row, word)
        clock = day if self.columns.clock == self.columns.day else read_cell(_cell(row, self.columns.clock))
        started_at = moment_of(day, clock, self.order or self.likely, self.zone)
        lasted = self._of(row, CallField.LENGTH)
        length = seconds_of(lasted, self.columns.unit, self.columns.hours_and_minutes)
        if length is None and word.answer is Answer.UNKNOWN:  # "not answered" in place of a length
            word = replace(word, answer=read_word(lasted).answer)
        call = LoggedCall(
            at,
            line,
            number,
            name,
            None if started_at is None else started_at.replace(microsecond=0),
            length,
            word.direction or Direction.OUTBOUND,
            word.answer,
            self._doubt(day, word, length is None and lasted not in _NO_LENGTH),
            None,
            ", ".join(cell.strip() for cell in row if cell.strip()),
            self._of(row, CallField.NOTE),
            self._of(row, CallField.OUTCOME),
        )
        return replace(call, reason=self._reason(call, word))

    def _of(self, row: Sequence[str], field: CallField) -> str:
        return _cell(row, self.columns.of.get(field))

    def _word(self, row: Sequence[str]) -> Word:
        """Who called and how it went: the column of directions first, then those of results."""
        said = self._of(row, CallField.DIRECTION)
        word = (self.columns.codes or {}).get(said) or read_word(said)
        for at in self.columns.results:
            more = read_word(_cell(row, at))
            answer = more.answer if word.answer is Answer.UNKNOWN else word.answer
            word = Word(word.direction, answer, word.no_call)
        apart = any(read_word(_cell(row, at)).no_call for at in self.columns.words)
        direction = word.direction or self._side(row)
        if direction is None and CallField.DIRECTION in self.columns.of and word:
            direction = Direction.INBOUND  # "missed", "voicemail", "blocked": it was they who called
        return Word(direction, word.answer, word.no_call or apart)

    def _side(self, row: Sequence[str]) -> Direction | None:
        if not self.columns.numbers_as:
            return None
        ours = digits(_apart(self._of(row, CallField.FROM))[1]) in self.columns.numbers_as
        return Direction.OUTBOUND if ours else Direction.INBOUND

    def _who(self, row: Sequence[str], word: Word) -> tuple[str, str]:
        """The name and number of the other side."""
        out = word.direction is not Direction.INBOUND
        sides = (CallField.TO, CallField.TO_NAME) if out else (CallField.FROM, CallField.FROM_NAME)
        name, number = _apart(self._of(row, CallField.NUMBER))
        if not number and CallField.NUMBER not in self.columns.of:
            name, number = _apart(self._of(row, sides[0]))
        said = self._of(row, sides[1]) or self._of(row, CallField.NAME)
        return ("" if _is_hidden(said) else said) or name, number

    def _doubt(self, day: Written, word: Word, unread: bool) -> LogDoubt:
        unclear = self.order is None and day.day is not None and day.day[0] <= 12 and day.day[0] != day.day[1]  # noqa: PLR2004
        if unclear:
            return LogDoubt.ORDER
        if unread and word.answer is Answer.UNKNOWN:
            return LogDoubt.LENGTH
        return LogDoubt.NONE if word.direction else LogDoubt.DIRECTION

    def _reason(self, call: LoggedCall, word: Word) -> LogReason | None:
        if word.no_call:
            return LogReason.NO_CALL
        if not call.number:
            return LogReason.HIDDEN
        if call.started_at is None:
            return LogReason.NO_TIME
        if call.started_at > self.now:
            return LogReason.FUTURE
        return LogReason.BLOCKED if call.answer is Answer.BLOCKED else None
