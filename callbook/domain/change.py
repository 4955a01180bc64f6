"""What a verb answers with: which operation, and which rows of which tables it touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Op(StrEnum):
    """Every kind of step there is; ui/texts.py turns them into words."""

    SET_UP = "set_up"
    IMPORT = "import"
    DEMO = "demo"
    ADD_PROSPECT = "add_prospect"
    EDIT_PROSPECT = "edit_prospect"
    DELETE_PROSPECTS = "delete_prospects"
    MERGE = "merge"
    KEEP_APART = "keep_apart"
    TAG_PROSPECTS = "tag_prospects"
    MOVE_STAGE = "move_stage"
    MOVE_NEXT = "move_next"
    CLOSE_NEXT = "close_next"
    MARK_DO_NOT_CALL = "mark_do_not_call"
    LIFT_DO_NOT_CALL = "lift_do_not_call"
    START_CALL = "start_call"
    EDIT_CALL = "edit_call"
    PAUSE_CALL = "pause_call"
    GO_ON_CALL = "go_on_call"
    HANG_UP = "hang_up"
    SAVE_CALL = "save_call"
    LOG_CALL = "log_call"
    DELETE_CALLS = "delete_calls"
    EDIT_SCRIPT = "edit_script"
    ADD_SCRIPT = "add_script"
    DELETE_SCRIPT = "delete_script"
    SAVE_VIEW = "save_view"
    DELETE_VIEW = "delete_view"
    EDIT_SETTINGS = "edit_settings"
    START_BLOCK = "start_block"
    PUT_OFF = "put_off"
    END_BLOCK = "end_block"
    PUT_THEME = "put_theme"
    EDIT_THEME = "edit_theme"
    MERGE_THEMES = "merge_themes"
    DELETE_THEME = "delete_theme"


@dataclass(frozen=True, slots=True)
class Change:
    """`touched` maps a table's name to the ids of its rows that were added, changed or removed.

    `undone` is None for a verb, else says whether it was taken back (True) or done again (False).
    """

    op: Op
    touched: Mapping[str, frozenset[int]] = field(default_factory=dict)
    undone: bool | None = None

    def ids(self, table: str) -> frozenset[int]:
        return self.touched.get(table, frozenset())

    def one(self, table: str) -> int:
        """The id of the only row of `table` touched; ValueError where it is not one."""
        (only,) = self.ids(table)
        return only


def combined(changes: Iterable[Change]) -> Change:
    """What one operation touched in several steps, as one change; ValueError where there is no step."""
    steps = list(changes)
    if not steps:
        raise ValueError("no changes to combine")
    tables = {table for step in steps for table in step.touched}
    touched = {table: frozenset().union(*(step.ids(table) for step in steps)) for table in tables}
    return Change(steps[0].op, touched, steps[0].undone)
