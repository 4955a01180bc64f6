"""Reading call blocks: the open one, how far it is, whose turn comes next, and whom a view would bring into one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import fn

from callbook.domain.block import Block, BlockMember, BlockProgress
from callbook.storage import listing
from callbook.storage.engine import Connection, columns
from callbook.storage.listing import Listing, Scope
from callbook.storage.schema import BlockMemberTable, BlockTable, ProspectTable

M = BlockMemberTable


def open_block(book: Connection) -> Block | None:
    """The block being worked down, or None."""
    found = book.fetch(Block, BlockTable.select(*columns(Block)).where(BlockTable.ended_at.is_null()))
    return found[0] if found else None


def waiting_member(book: Connection, prospect_id: int) -> BlockMember | None:
    """A prospect's place in the open block, where its turn has not come yet."""
    query = M.select(*columns(BlockMember)).join(BlockTable, on=(BlockTable.id == M.block_id))
    still = (BlockTable.ended_at.is_null(), M.prospect_id == prospect_id, M.done_at.is_null())
    found = book.fetch(BlockMember, query.where(*still))
    return found[0] if found else None


def waiting_ids(book: Connection, block_id: int, limit: int) -> list[int]:
    """Prospects still to be called, those put off behind the others. Who is gone or asked not to be called is left
    out."""
    query = waiting(M.select(M.prospect_id), block_id)
    # Without a time comes first: SQLite sorts NULL before everything, and the index has this order.
    return [prospect_id for (prospect_id,) in book.rows(query.order_by(M.later_at, M.position).limit(limit))]


def last_place(book: Connection, block_id: int) -> tuple[datetime | None, int]:
    """When somebody was last put off in a block, and the highest position in it."""
    query = M.select(fn.MAX(M.later_at), fn.MAX(M.position)).where(M.block_id == block_id)
    ((later_at, position),) = book.rows(query)
    return later_at, position or 0


def progress(book: Connection) -> BlockProgress | None:
    """How far the open block is; None without one. Who is gone or barred before their turn no longer counts."""
    block = open_block(book)
    if block is None:
        return None
    done = book.one(M.select(fn.COUNT(M.done_at)).where(M.block_id == block.id)) or 0
    ((waits, later),) = book.rows(waiting(M.select(fn.COUNT(M.id), fn.COUNT(M.later_at)), block.id))
    turn = waiting_ids(book, block.id, 1)
    return BlockProgress(block, done + waits, done, later, turn[0] if turn else None)


def waiting(query: Any, block_id: int) -> Any:
    """Narrowed to those whose turn can still come."""
    return (
        query.join(ProspectTable, on=(ProspectTable.id == M.prospect_id))
        .where(M.block_id == block_id, M.done_at.is_null())
        .where(ProspectTable.deleted_at.is_null(), ProspectTable.do_not_call_at.is_null())
    )


def to_call(book: Connection, view: Listing, now: datetime, zone: ZoneInfo, limit: int) -> list[int]:
    """The first `limit` prospects of a view in its order, without those who asked not to be called."""
    if view.scope is Scope.NEXT:
        return listing.page_ids(book, view, now, zone, 0, limit)
    where = [*listing.scoped(view.scope, now, zone), *listing.narrowed(view.query, now, zone)]
    willing = [*where, ProspectTable.do_not_call_at.is_null()]
    return listing.ids(book, willing, listing.order(view, now, zone), 0, limit)
