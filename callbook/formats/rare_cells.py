"""What only few rows say: where a prospect stands, what is next, whose a number is, and not to be called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callbook.domain.followup import ActionKind
from callbook.domain.prospect import BuyingRole, Stage
from callbook.domain.when import Due

Word = TypeVar("Word", bound=StrEnum)

# What says that nobody asked not to be called; any other text in a column of that name says that somebody did.
_NO_WORDS = (
    "0|0.0|no|n|none|false|f|off|never|nein|falsch|non|faux|falso|não|nao|nee|nej|nie|нет|否|不|いいえ|-|–|—|/|n/a|na"
    "|null|nil|unknown|ok|okay|allowed|call|callable|subscribed|active|opted in|opt in|unchecked|☐"
)
_YES_WORDS = (
    "1|1.0|yes|y|true|t|x|on|ja|j|wahr|oui|o|vrai|si|sí|sì|s|verdadero|vero|sim|verdadeiro|tak|да|是|はい|有|✓|✔|☑|☒|✗"
    "|checked|do not call|dnc|opted out|opt out"
)
_NO, _YES = frozenset(_NO_WORDS.split("|")), frozenset(_YES_WORDS.split("|"))


@dataclass(frozen=True, slots=True)
class IncomingAction:
    """The open next action. `due` is naive where no zone says which clock it is by, until `in_zone` has."""

    kind: ActionKind
    due: Due
    zone: str = ""
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class AboutPhone:
    """Since when a number is known to be wrong, and by name whose it is."""

    wrong_at: datetime | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class More:
    """What few rows say beside name, people, numbers and place. `fields` are texts by the name of the prospect's field,
    `phones` says something of numbers by their place in the row."""

    fields: tuple[tuple[str, str], ...] = ()
    stage: Stage | None = None
    action: IncomingAction | None = None
    referred_by: str = ""
    phones: tuple[tuple[int, AboutPhone], ...] = ()
    do_not_call: bool = False
    do_not_call_at: datetime | None = None


NOTHING_MORE = More()


def in_zone(more: More, zone: tzinfo) -> More:
    """The same with every moment in UTC: those without a zone were read off a clock of this one."""
    action = more.action
    if action is not None and isinstance(action.due, datetime):
        action = replace(action, due=_moment_in(action.due, zone))
    phones = tuple(
        (at, replace(about, wrong_at=about.wrong_at and _moment_in(about.wrong_at, zone))) for at, about in more.phones
    )
    since = more.do_not_call_at and _moment_in(more.do_not_call_at, zone)
    return replace(more, action=action, phones=phones, do_not_call_at=since)


def _moment_in(moment: datetime, zone: tzinfo) -> datetime:
    aware = moment if moment.utcoffset() is not None else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(UTC)
    except OverflowError:  # the first or last day there is
        return moment.replace(tzinfo=UTC)


def day(text: str) -> date | None:
    """A day as 2026-11-24, also where a time stands behind it; None for any other text."""
    try:
        return datetime.fromisoformat(text.strip()).date() if len(text.strip()) >= len("2026-11-24") else None
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """A moment as 2026-11-24 10:41:00, naive unless it says its zone; a day is its first minute."""
    try:
        found = datetime.fromisoformat(text.strip()) if len(text.strip()) >= len("2026-11-24") else None
    except ValueError:
        return None
    return found and found.replace(microsecond=0)


def minute(text: str) -> datetime | None:
    """A moment that says a time."""
    return moment(text) if len(text.strip()) > len("2026-11-24") else None


def zone(text: str) -> str | None:
    """The name of a time zone; None for one that is not known."""
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _word(kind: type[Word], text: str) -> Word | None:
    plain = "_".join(text.casefold().replace("_", " ").split())
    return next((each for each in kind if each.value == plain), None)


stage: Callable[[str], Stage | None] = partial(_word, Stage)
action_kind: Callable[[str], ActionKind | None] = partial(_word, ActionKind)
buying_role: Callable[[str], BuyingRole | None] = partial(_word, BuyingRole)


def refuses(cell: str) -> bool:
    """Whether a filled cell of a column "Do not call" says so: everything does but a no."""
    return " ".join(cell.casefold().split()) not in _NO


def only_refuses(cell: str) -> bool:
    """Whether it says no more than that, or since when."""
    return " ".join(cell.casefold().split()) in _YES or moment(cell) is not None


def due_of(at: datetime | None, on: date | None, zone_name: str) -> Due:
    """When a next action is due: the minute, by the clock of its zone where it names one, else the day.

    ValueError where neither is given.
    """
    if at is not None:
        return _moment_in(at, ZoneInfo(zone_name)) if zone_name else at
    if on is None:
        raise ValueError("neither a minute nor a day")
    return on
