"""What a person can do with answers: gather them under themes of their own, rename these, merge them, let them go."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.research import AnswerTheme, Theme
from callbook.storage import research as reader
from callbook.storage.book import Book, Step
from callbook.storage.matching import folded


def add_theme(book: Book, question_id: int, name: str, answer_ids: Iterable[int] = (), *, now: datetime) -> Change:
    """Begin a theme of a question, and put it on these answers. UserError for a name that is blank or taken."""
    with book.step(Op.PUT_THEME) as step:
        present = reader.themes(book, question_id)
        position = 1 + max((theme.position for theme in present), default=-1)
        made = step.insert(Theme(question_id=question_id, position=position, name=free_name(present, name)))
        put_on(step, made.id, answer_ids)
    return step.change()


def free_name(others: Iterable[Theme], name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise UserError("A theme needs a name.", "Type a word or two that several answers have in common.")
    if any(folded(theme.name) == folded(plain) for theme in others):
        raise UserError("There is a theme of this name already.", "Use that one, or choose another name.")
    return plain


def put_theme(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Change:
    """Put a theme on answers; those that bear it already keep it."""
    with book.step(Op.PUT_THEME) as step:
        put_on(step, theme_id, answer_ids)
    return step.change()


def take_theme(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Change:
    """Take a theme off answers."""
    with book.step(Op.PUT_THEME) as step:
        for one in reader.borne_by(step.book, theme_id, list(answer_ids)):
            step.delete(one)
    return step.change()


def turn_theme(book: Book, theme_id: int, answer_ids: Iterable[int], *, now: datetime) -> Change:
    """Put a theme on answers, or take it off where all of them bear it."""
    wanted = list(dict.fromkeys(answer_ids))
    bear = len(reader.borne_by(book, theme_id, wanted))
    return (take_theme if bear == len(wanted) else put_theme)(book, theme_id, wanted, now=now)


def rename_theme(book: Book, theme_id: int, name: str, *, now: datetime) -> Change:
    """Give a theme another name. UserError for one that is blank, or another theme's: those can be merged."""
    with book.step(Op.EDIT_THEME) as step:
        theme = step.get(Theme, theme_id)
        others = [one for one in reader.themes(book, theme.question_id) if one.id != theme_id]
        step.update(replace(theme, name=free_name(others, name)))
    return step.change()


def merge_themes(book: Book, keep_id: int, other_id: int, *, now: datetime) -> Change:
    """Put a theme on all answers that bear another one, and let that one go. UserError across two questions."""
    with book.step(Op.EDIT_THEME) as step:
        keep, other = step.get(Theme, keep_id), step.get(Theme, other_id)
        if keep.question_id != other.question_id:
            raise UserError("These themes belong to two questions.", "Merge themes of one question.")
        if keep_id != other_id:
            moved = reader.borne(step.book, other_id)
            put_on(step, keep_id, [one.answer_id for one in moved])
            for one in moved:
                step.delete(one)
            step.update(replace(other, deleted_at=now))
    return step.change()


def delete_theme(book: Book, theme_id: int, *, now: datetime) -> Change:
    """Let a theme go; the answers stay as they are."""
    with book.step(Op.DELETE_THEME) as step:
        step.update(replace(step.get(Theme, theme_id), deleted_at=now))
    return step.change()


def put_on(step: Step, theme_id: int, answer_ids: Iterable[int]) -> None:
    wanted = list(dict.fromkeys(answer_ids))
    present = {one.answer_id for one in reader.borne_by(step.book, theme_id, wanted)}
    step.insert_rows(AnswerTheme(answer_id=key, theme_id=theme_id) for key in wanted if key not in present)
