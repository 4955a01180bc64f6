"""Where a prospect that rows are compared with stands: stage, next action, who referred it, not to be called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind
from callbook.domain.prospect import Stage
from callbook.formats.rare_cells import AboutPhone, IncomingAction, More


@dataclass(frozen=True, slots=True)
class Refused:
    """They asked not to be called; None where the row does not say when."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class Moved:
    stage: Stage


@dataclass(frozen=True, slots=True)
class Planned:
    action: IncomingAction


@dataclass(frozen=True, slots=True)
class Referred:
    name: str


@dataclass(frozen=True, slots=True)
class AboutNumber:
    """What is said of a number, which is given by the first of its forms."""

    form: str
    about: AboutPhone


Stands = Refused | Moved | Planned | Referred | AboutNumber


@dataclass(slots=True)
class Standing:
    """Where a prospect stands. What rows add stands in `added` too, so that exactly this is written."""

    stage: Stage = Stage.NEW
    refused: bool = False
    action: IncomingAction | None = None
    referrer: str = ""
    about: dict[str, AboutPhone] = field(default_factory=dict)  # by the first form of the number
    added: list[Stands] = field(default_factory=list)

    @property
    def referral(self) -> str:
        """The name of who referred it, where a row has added that."""
        return next((one.name for one in self.added if isinstance(one, Referred)), "")

    @property
    def refused_at(self) -> datetime | None:
        return next((one.at for one in self.added if isinstance(one, Refused)), None)

    @property
    def newly_refused(self) -> bool:
        return any(isinstance(one, Refused) for one in self.added)


def stands(more: More, there: Standing, forms: Sequence[tuple[str, ...]]) -> Iterator[Stands | str]:
    """What a row says of where a prospect stands and is not known; what it says otherwise as a line for the notes.

    `forms` are those of the row's numbers. Nothing is ever taken back: a stage that is not new, an open action, and
    least of all that somebody asked not to be called.
    """
    if more.do_not_call and not there.refused:
        yield Refused(more.do_not_call_at)
    if more.stage is not None and more.stage is not there.stage:
        yield Moved(more.stage) if there.stage is Stage.NEW else f"Stage: {more.stage.value}"
    if more.action is not None:
        yield from next_action(more.action, there, more.do_not_call or there.refused)
    if more.referred_by and not _same(more.referred_by, there.referrer):
        yield Referred(more.referred_by) if not there.referrer else referred_line(more.referred_by)
    yield from about_numbers(more, there, forms)


def next_action(action: IncomingAction, there: Standing, refused: bool) -> Iterator[Planned | str]:
    """Nobody who asked not to be called is planned to be."""
    if there.action is None and not (refused and action.kind is ActionKind.CALL):
        yield Planned(action)
    elif there.action is None or replace(action, zone="") != replace(there.action, zone=""):
        yield action_line(action)


def about_numbers(more: More, there: Standing, forms: Sequence[tuple[str, ...]]) -> Iterator[AboutNumber]:
    """What is said of numbers and not known of them yet."""
    for at, about in more.phones:
        for form in forms[at] if at < len(forms) else ():
            known = there.about.get(form, AboutPhone())
            wrong = None if known.wrong_at else about.wrong_at
            owner = "" if known.owner else about.owner
            if wrong or owner:
                yield AboutNumber(form, AboutPhone(wrong, owner))


def says(standing: Standing, addition: Stands) -> None:
    """Take an addition into what a prospect says."""
    standing.added.append(addition)
    if isinstance(addition, Refused):
        standing.refused = True
    elif isinstance(addition, Moved):
        standing.stage = addition.stage
    elif isinstance(addition, Planned):
        standing.action = addition.action
    elif isinstance(addition, Referred):
        standing.referrer = addition.name
    else:
        known = standing.about.get(addition.form, AboutPhone())
        about = addition.about
        standing.about[addition.form] = AboutPhone(known.wrong_at or about.wrong_at, known.owner or about.owner)


def action_line(action: IncomingAction) -> str:
    """A next action that cannot be one, for the notes; its time by the clock of its own zone where it has one."""
    due = action.due
    if isinstance(due, datetime):
        shown = f"{due.astimezone(ZoneInfo(action.zone)) if action.zone else due:%Y-%m-%d %H:%M}"
    else:
        shown = date.isoformat(due)
    return f"Next action: {' '.join(filter(None, (action.kind.value, shown, action.text, action.place)))}"


def referred_line(name: str) -> str:
    return f"Referred by: {name}"


def _same(a: str, b: str) -> bool:
    return " ".join(a.casefold().split()) == " ".join(b.casefold().split())
