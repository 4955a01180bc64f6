"""What a person can do with answers: gather them under themes of their own, rename these, merge them, let them go."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.research import AnswerTheme, Theme
from callbook.services.one_entry import Write, at_once, in_pieces
from callbook.storage import research as reader
from callbook.storage.book import Book, Step
from callbook.storage.matching import folded

SLICE = 500  # answers written in one piece

Each = TypeVar("Each")


def add_theme(book: Book, question_id: int, name: str, answer_ids: Iterable[int] = (), *, now: datetime) -> Change:
    """Begin a theme of a question, and put it on these answers. UserError for a name that is blank or taken."""
    return at_once(book, Op.PUT_THEME, adding(question_id, name, answer_ids))


def add_theme_in_pieces(
    book: Book, question_id: int, name: str, answer_ids: Iterable[int], *, now: datetime
) -> Iterator[Change]:
    """The same, a piece at each turn, so that a window can go on meanwhile; all of it is one entry of the undo history.

    This holds for each verb in pieces here: broken off, what is written so far stays, and one undo takes it back;
    where anything else is done in between it goes no further, and raises UserError.
    """
    return in_pieces(book, Op.PUT_THEME, adding(question_id, name, answer_ids), disturbed())


def adding(question_id: int, name: str, answer_ids: Iterable[int]) -> Iterator[Write]:
    made: list[int] = []
    yield lambda step: made.append(begin(step, question_id, name))
    yield from putting(made[0], answer_ids)


def begin(step: Step, question_id: int, name: str) -> int:
    present = reader.themes(step.book, question_id)
    position = 1 + max((theme.position for theme in present), default=-1)
    return step.insert(Theme(question_id=question_id, position=position, name=free_name(present, name))).id


def free_name(others: Iterable[Theme], name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise UserError("A theme needs a name.", "Type a word or two that several answers have in common.")
    if any(folded(theme.name) == folded(plain) for theme in others):
        raise UserError("There is a theme of this name already.", "Use that one, or choose another name.")
    return plain


def put_theme(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Change:
    """Put a theme on answers; those that bear it already keep it."""
    return at_once(book, Op.PUT_THEME, putting(theme_id, answer_ids))


def put_theme_in_pieces(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Iterator[Change]:
    return in_pieces(book, Op.PUT_THEME, putting(theme_id, answer_ids), disturbed())


def putting(theme_id: int, answer_ids: Iterable[int]) -> Iterator[Write]:
    return (partial(put_on, theme_id=theme_id, answer_ids=some) for some in slices(list(dict.fromkeys(answer_ids))))


def put_on(step: Step, theme_id: int, answer_ids: Sequence[int]) -> None:
    present = {one.answer_id for one in reader.borne_by(step.book, theme_id, answer_ids)}
    step.insert_rows(AnswerTheme(answer_id=key, theme_id=theme_id) for key in answer_ids if key not in present)


def take_theme(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Change:
    """Take a theme off answers."""
    return at_once(book, Op.PUT_THEME, taking(theme_id, answer_ids))


def taking(theme_id: int, answer_ids: Iterable[int]) -> Iterator[Write]:
    return (partial(take_off, theme_id=theme_id, answer_ids=some) for some in slices(list(answer_ids)))


def take_off(step: Step, theme_id: int, answer_ids: Sequence[int]) -> None:
    for one in reader.borne_by(step.book, theme_id, answer_ids):
        step.delete(one)


def turn_theme(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Change:
    """Put a theme on answers, or take it off where all of them bear it."""
    return at_once(book, Op.PUT_THEME, turning(book, theme_id, answer_ids))


def turn_theme_in_pieces(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Iterator[Change]:
    return in_pieces(book, Op.PUT_THEME, turning(book, theme_id, answer_ids), disturbed())


def turning(book: Book, theme_id: int, answer_ids: Iterable[int]) -> Iterator[Write]:
    wanted = list(dict.fromkeys(answer_ids))
    all_bear_it = reader.bearing(book, theme_id, wanted) == len(wanted)
    yield from (taking if all_bear_it else putting)(theme_id, wanted)


def rename_theme(book: Book, theme_id: int, name: str, *, now: datetime) -> Change:
    """Give a theme another name. UserError for one that is blank, or another theme's: those can be merged."""
    with book.step(Op.EDIT_THEME) as step:
        theme = step.get(Theme, theme_id)
        others = [one for one in reader.themes(book, theme.question_id) if one.id != theme_id]
        step.update(replace(theme, name=free_name(others, name)))
    return step.change()


def merge_themes(book: Book, keep_id: int, other_id: int, *, now: datetime) -> Change:
    """Put a theme on all answers that bear another one, and let that one go. UserError across two questions."""
    return at_once(book, Op.MERGE_THEMES, merging(book, keep_id, other_id, now))


def merge_themes_in_pieces(book: Book, keep_id: int, other_id: int, *, now: datetime) -> Iterator[Change]:
    return in_pieces(book, Op.MERGE_THEMES, merging(book, keep_id, other_id, now), disturbed())


def merging(book: Book, keep_id: int, other_id: int, now: datetime) -> Iterator[Write]:
    keep, other = known(book, keep_id), known(book, other_id)
    if keep.question_id != other.question_id:
        raise UserError("These themes belong to two questions.", "Merge themes of one question.")
    if keep_id != other_id:
        yield from (partial(move, theme_id=keep_id, borne=some) for some in slices(reader.borne(book, other_id)))
        yield lambda step: step.update(replace(other, deleted_at=now))


def known(book: Book, theme_id: int) -> Theme:
    found = book.get(Theme, theme_id)
    if found is None:
        raise KeyError(theme_id)
    return found


def move(step: Step, theme_id: int, borne: Sequence[AnswerTheme]) -> None:
    """Put a theme where another stands."""
    put_on(step, theme_id, [one.answer_id for one in borne])
    for one in borne:
        step.delete(one)


def delete_theme(book: Book, theme_id: int, *, now: datetime) -> Change:
    """Let a theme go; the answers stay as they are."""
    with book.step(Op.DELETE_THEME) as step:
        step.update(replace(step.get(Theme, theme_id), deleted_at=now))
    return step.change()


def slices(given: Sequence[Each]) -> Iterator[Sequence[Each]]:
    return (given[at : at + SLICE] for at in range(0, len(given), SLICE))


def disturbed() -> UserError:
    return UserError("Something else was written meanwhile.", "What was done until then can be taken back.")
