"""The pages of the user's own lists: outcomes and reasons, each beside the fields of the chosen one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from callbook.domain.change import Change
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Outcome, Reached, Reason
from callbook.services import lists as service
from callbook.storage import calls as reader
from callbook.storage.engine import Connection
from callbook.ui.dialogs.settings_outcome import OutcomeForm, ReasonForm
from callbook.ui.dialogs.settings_rows import RowsAndButtons
from callbook.ui.fields import Autosave, Card, Label
from callbook.ui.session import Session
from callbook.ui.theme import Theme

LIST_WIDTH = 306
Write: TypeAlias = Callable[..., Change | None]
"""Runs a verb of the services, and says in the dialog why it could not be done."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes a list one of outcomes or of reasons."""

    table: str
    name: str
    hint: str
    fewest: int
    fresh: Outcome | Reason
    read: Callable[[Connection], Sequence[Any]]
    add: Callable[..., Change]
    change: Callable[..., Change]
    remove: Callable[..., Change]
    move: Callable[..., Change]


def outcome_kind() -> Kind:
    return Kind(
        table="outcome",
        name=tr("Outcomes"),
        hint=tr("Calls already logged keep the outcome they were given."),
        fewest=1,
        fresh=Outcome(
            label=tr("New outcome"), reached=Reached.RIGHT_PERSON, action=ActionKind.CALL, proposes="+5wd"
        ),
        read=reader.outcomes,
        add=service.add_outcome,
        change=service.change_outcome,
        remove=service.remove_outcome,
        move=service.move_outcome,
    )  # fmt: skip


def reason_kind() -> Kind:
    return Kind(
        table="reason",
        name=tr("Reasons"),
        hint=tr("Calls already logged keep the reason they were given; reworded here, it reads so there as well."),
        fewest=0,
        fresh=Reason(label=tr("New reason")),
        read=reader.reasons,
        add=service.add_reason,
        change=service.change_reason,
        remove=service.remove_reason,
        move=service.move_reason,
    )


class ListPage(QWidget):
    """A list and the fields of its chosen row. What is typed is written within half a second, a choice at once."""

    def __init__(
        self, session: Session, theme: Theme, kind: Kind, form: OutcomeForm | ReasonForm, write: Write
    ) -> None:
        super().__init__()
        self._session, self._kind, self._form, self._write = session, kind, form, write
        self._list = RowsAndButtons(theme, kind.name, keys=isinstance(form, OutcomeForm))
        self._autosave = Autosave(self._save, self)
        self._typed_in = ""
        self._visit = 0
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Show what is stored now; what is typed from here on is taken back apart from what was typed before."""
        self._visit += 1
        self._typed_in = ""
        self._show(self._list.rows.current_id())

    def book_changed(self, change: Change) -> None:
        """Show what somebody else wrote, unless the user is changing it."""
        if (change.ids(self._kind.table) or change.ids("setting")) and not self._autosave.waiting:
            self._show(self._list.rows.current_id())

    def flush(self) -> None:
        """Write what waits to be written."""
        self._autosave.flush()

    def _show(self, current: int) -> None:
        """Show list and form anew."""
        self._autosave.drop()
        self._fill(current)
        self._show_form()

    def _fill(self, current: int) -> None:
        self._rows = {row.id: row for row in self._kind.read(self._session.book)}
        self._list.rows.fill([(row.id, getattr(row, "key", ""), row.label) for row in self._rows.values()], current)
        self._list.show_possible(self._kind.fewest)

    def _show_form(self) -> None:
        row = self._rows.get(self._list.rows.current_id())
        self._form.setVisible(row is not None)
        if row is not None:
            self._form.show_row(row, self._session.settings())

    def _went(self) -> None:
        self.flush()
        self._list.show_possible(self._kind.fewest)
        self._show_form()

    def _add(self) -> None:
        self.flush()
        change = self._write(self._kind.add, self._kind.fresh)
        if change is not None:
            self._show(change.one(self._kind.table))
            self._form.label.setFocus()
            self._form.label.selectAll()

    def _remove(self) -> None:
        self.flush()
        current = self._list.rows.current_id()
        if current and self._write(self._kind.remove, current) is not None:
            self._show(current)

    def _move(self, by: int) -> None:
        self.flush()
        current, at = self._list.rows.current_id(), self._list.rows.currentRow()
        if current and self._write(self._kind.move, current, max(0, at + by)) is not None:
            self._fill(current)

    def _typed(self, field: str) -> None:
        if self._typed_in != field:
            self.flush()
            self._typed_in = field
        self._autosave.typed()

    def _chosen(self) -> None:
        """A choice is a step of its own, after what was typed before it."""
        self._autosave.drop()
        row = self._form.row()
        self._put(row, "")

    def _save(self) -> None:
        row = self._form.row()
        self._put(row, f"{self._kind.table} {row.id} {self._typed_in} {self._visit}")

    def _put(self, row: Any, merge: str) -> None:
        if self._write(self._kind.change, row, merge=merge) is not None:
            self._fill(self._list.rows.current_id())

    def _lay_out(self) -> None:
        card, fields = Card(), Card()
        card.column.addWidget(self._list)
        card.setFixedWidth(LIST_WIDTH)
        fields.column.addWidget(self._form)
        fields.column.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(card)
        both.addWidget(fields, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(both, 1)
        whole.addWidget(Label(self._kind.hint, "small", wrap=True))

    def _connect(self) -> None:
        self._list.rows.gone_to.connect(lambda _: self._went())
        self._list.rows.opened.connect(self._form.label.setFocus)
        self._list.added.connect(self._add)
        self._list.removed.connect(self._remove)
        self._list.moved.connect(self._move)
        self._form.typed.connect(self._typed)
        self._form.chosen.connect(self._chosen)


def tr(text: str) -> str:
    return QCoreApplication.translate("settings", text)
