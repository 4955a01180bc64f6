"""What a person can do with a call block: sit down to it, put somebody off, get up from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from callbook.domain.block import Block, BlockMember
from callbook.domain.change import Change, Op
from callbook.domain.errors import UserError
from callbook.domain.prospect import Prospect
from callbook.storage import blocks as reader
from callbook.storage.book import Book

MOST = 200
"""As many as anybody calls in a sitting, and more: what a longer view holds comes with the next block."""


def start_block(book: Book, name: str, prospect_ids: Sequence[int], *, now: datetime) -> Change:
    """Begin a block of these prospects in this order, `MOST` at most; one that is open ends. Who is gone or asked not
    to be called is left out. UserError where that leaves nobody."""
    wanted = list(islice((key for key in dict.fromkeys(prospect_ids) if may_be_called(book, key)), MOST))
    if not wanted:
        raise UserError("There is nobody to call in this view.", "Choose another view, then start the block.")
    with book.step(Op.START_BLOCK) as step:
        present = reader.open_block(book)
        if present is not None:
            step.update(replace(present, ended_at=now))
        block = step.insert(Block(name=name, started_at=now))
        step.insert_many(BlockMember(block_id=block.id, prospect_id=key, position=at) for at, key in enumerate(wanted))
    return step.change()


def may_be_called(book: Book, prospect_id: int) -> bool:
    prospect = book.get(Prospect, prospect_id)
    return prospect is not None and prospect.deleted_at is None and prospect.do_not_call_at is None


def put_off(book: Book, prospect_id: int, *, now: datetime) -> Change:
    """Later today: this one comes again after the others of the block, without a reason.

    Who was put off last comes last, within one second as well and after a clock was set back.
    """
    with book.step(Op.PUT_OFF) as step:
        member = reader.waiting_member(book, prospect_id)
        if member is not None:
            latest, position = reader.last_place(book, member.block_id)
            step.update(replace(member, later_at=max(now, latest or now), position=position + 1))
    return step.change()


def end_block(book: Book, *, now: datetime) -> Change:
    """Get up from the open block; who is left in it stays where they are in the queue."""
    with book.step(Op.END_BLOCK) as step:
        present = reader.open_block(book)
        if present is not None:
            step.update(replace(present, ended_at=now))
    return step.change()
