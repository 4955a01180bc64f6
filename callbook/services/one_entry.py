"""What several writes do as one entry of the undo history: in one transaction, or in one for each."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.storage.book import Book, Step

Write: TypeAlias = Callable[[Step], object]


def at_once(book: Book, op: Op, writes: Iterable[Write]) -> Change:
    """Have all writes done by one transaction. Each is asked for when the one before is done, here and below."""
    with book.step(op) as step:
        for write in writes:
            write(step)
    return step.change()


def in_pieces(book: Book, op: Op, writes: Iterable[Write], disturbed: UserError) -> Iterator[Change]:
    """Have each write done by a transaction of its own, one at each turn, so that a window can go on meanwhile.

    Broken off, what is written so far stays, and one undo takes it back. Where anything else was written in between
    it goes no further, and raises `disturbed`.
    """
    name, begun = f"{op} {book.new_uuid()}", False
    for write in writes:
        if begun and not book.goes_on(name):
            raise disturbed
        with book.step(op, merge=name) as step:
            write(step)
        begun = begun or len(step.before) > 0
        yield step.change()
