"""Everything that belongs to a prospect or points to it, deleted rows too: what a merge has to bring along."""

from typing import Any, TypeVar

from callbook.domain.block import BlockMember
from callbook.domain.followup import NextAction
from callbook.domain.prospect import Prospect, StageChange
from callbook.storage.engine import Connection, columns
from callbook.storage.records import table_name
from callbook.storage.schema import BlockMemberTable, CallTable, NextActionTable, ProspectTable, StageChangeTable

Record = TypeVar("Record")


def next_actions(book: Connection, prospect_id: int) -> list[NextAction]:
    return owned(book, NextAction, NextActionTable, prospect_id)


def stage_changes(book: Connection, prospect_id: int) -> list[StageChange]:
    return owned(book, StageChange, StageChangeTable, prospect_id)


def places_in_blocks(book: Connection, prospect_id: int) -> list[BlockMember]:
    return owned(book, BlockMember, BlockMemberTable, prospect_id)


def owned(book: Connection, record: type[Record], table: Any, prospect_id: int) -> list[Record]:
    query = table.select(*columns(record)).where(table.prospect_id == prospect_id)
    return book.fetch(record, query.order_by(table.id))


def referred(book: Connection, prospect_id: int) -> list[Prospect]:
    """Those whom this prospect referred."""
    query = ProspectTable.select(*columns(Prospect)).where(ProspectTable.referred_by == prospect_id)
    return book.fetch(Prospect, query.order_by(ProspectTable.id))


def unsaved_calls(book: Connection, *prospect_ids: int) -> int:
    """How many calls with these are live or in wrap-up."""
    open_calls = CallTable.select(CallTable.id).where(CallTable.saved_at.is_null(), CallTable.deleted_at.is_null())
    return len(book.rows(open_calls.where(CallTable.prospect_id.in_(prospect_ids))))


def calls_made(book: Connection, prospect_id: int) -> int:
    """How many saved calls there are with a prospect."""
    ((count,),) = book.sql(
        f"SELECT count(*) FROM {table_name(CallTable)} "
        "WHERE prospect_id = ? AND deleted_at IS NULL AND saved_at IS NOT NULL",
        (prospect_id,),
    )
    return int(count)
