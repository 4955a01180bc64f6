"""Reading call blocks: the open one, how far it is, and whose turn comes next."""

from peewee import SQL, Case, fn

from callbook.domain.block import Block, BlockMember, BlockProgress
from callbook.storage.engine import Connection, columns
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
    query = (
        M.select(M.prospect_id)
        .join(ProspectTable, on=(ProspectTable.id == M.prospect_id))
        .where(M.block_id == block_id, M.done_at.is_null())
        .where(ProspectTable.deleted_at.is_null(), ProspectTable.do_not_call_at.is_null())
        .order_by(M.later_at.is_null(False), M.later_at, M.position)
        .limit(limit)
    )
    return [prospect_id for (prospect_id,) in book.rows(query)]


def progress(book: Connection) -> BlockProgress | None:
    """How far the open block is; None without one. Who is gone meanwhile counts as done: nobody waits for them."""
    block = open_block(book)
    if block is None:
        return None
    gone = ProspectTable.deleted_at.is_null(False) | ProspectTable.do_not_call_at.is_null(False)
    done = fn.SUM(Case(None, ((M.done_at.is_null(False) | gone, 1),), 0))
    later = fn.SUM(Case(None, ((M.done_at.is_null() & M.later_at.is_null(False) & ~gone, 1),), 0))
    query = M.select(fn.COUNT(SQL("*")), done, later).join(ProspectTable, on=(ProspectTable.id == M.prospect_id))
    ((total, called, put_off),) = book.rows(query.where(M.block_id == block.id))
    waiting = waiting_ids(book, block.id, 1)
    return BlockProgress(block, total, called or 0, put_off or 0, waiting[0] if waiting else None)
