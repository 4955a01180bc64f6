"""Everything that is kept of a prospect, on one form: it shows a Draft and reads as one, and writes nothing."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from callbook.domain.prospect import PREPARATION, Prospect
from callbook.services.prospects import Draft
from callbook.ui import texts
from callbook.ui.fields import Card, Label, TextField, column, line_field, row, scrolling, section
from callbook.ui.forms import entry_of, labelled
from callbook.ui.prospects.number_rows import NumberRows
from callbook.ui.prospects.origin_fields import OriginFields
from callbook.ui.prospects.person_rows import PersonRows
from callbook.ui.prospects.place_fields import PlaceFields
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class ProspectForm(QWidget):
    """`typed` tells that the user changed something, `arranged` that Tab goes another way now."""

    typed = Signal()
    arranged = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._base = Prospect()  # as stored, or as prefilled
        self.name = line_field(self.tr("The business, or a person on their own"))
        self.people, self.numbers = PersonRows(theme), NumberRows(session, theme)
        self._place, self._origin = PlaceFields(session), OriginFields(session)
        self._notes = TextField(lines=3)
        self._sheet = {field: TextField() for field in PREPARATION}
        self._prepared = Label("", "pill")
        self._lines: dict[str, QLineEdit | TextField] = {"name": self.name, "notes": self._notes, **self._sheet}
        self._entries = {name: entry_of(field) for name, field in self._lines.items()}
        self._entries |= self._place.entries | self._origin.entries
        self._lay_out()
        self._connect()

    @property
    def prospect_id(self) -> int:
        """The id of the prospect shown, 0 for a new one."""
        return self._base.id

    @property
    def order(self) -> list[QWidget]:
        """The fields in the order in which Tab goes through them."""
        left = [*self.people.order, *self.numbers.order, *self._sheet.values()]
        return [self.name, *left, *self._place.order, *self._origin.order, self._notes]

    def draft(self) -> Draft:
        """The form as it stands; rows with nothing in them are left out."""
        words: dict[str, Any] = {name: entry.value() for name, entry in self._entries.items()}
        prospect = replace(self._base, referred_by=self._origin.referred_by, **words)
        return Draft(prospect, self.people.contacts(), self.numbers.phones(), self._origin.tags)

    def load(self, draft: Draft) -> None:
        """Show another prospect."""
        self._base = draft.prospect
        for name, entry in self._entries.items():
            entry.show(getattr(draft.prospect, name))
        self._origin.load(draft)
        self._show_rows(draft)
        self._show_readings()

    def refresh(self, draft: Draft) -> None:
        """Show what was changed elsewhere, but for what is being typed here."""
        for name, entry in self._entries.items():
            entry.refresh(getattr(draft.prospect, name))
        self._origin.refresh(draft)
        ours = self.draft()
        self._base = draft.prospect
        by_id = {number.id: number for number in draft.phones}
        if ours.contacts != draft.contacts or {number.id: number for number in ours.phones} != by_id:
            self._show_rows(draft)
        self._show_readings()

    def keep(self, stored: Draft) -> bool:
        """Learn what became of the rows. True where numbers belong to people who had no id before: that is to be
        written now."""
        self._base = stored.prospect
        for entry in self._entries.values():
            entry.keep()
        self._origin.keep(stored)
        self.people.adopt(stored.contacts)
        self.numbers.adopt(stored.phones)
        return self.numbers.owned_otherwise(stored.phones)

    def settle(self) -> None:
        """Take what is typed but not looked up yet."""
        self._origin.settle()

    def _show_rows(self, draft: Draft) -> None:
        self.people.show_contacts(draft.contacts)
        self.numbers.show_phones(draft.phones, self.people.named())
        self.arranged.emit()

    def _show_readings(self) -> None:
        """What follows from what stands in the form."""
        prospect = self.draft().prospect
        self._place.show_readings(prospect)
        self._prepared.setText(self.tr("%1 of 5").replace("%1", str(prospect.prepared)))

    def _typed(self) -> None:
        self._show_readings()
        self.typed.emit()

    def _person_typed(self) -> None:
        self.numbers.offer_owners(self.people.named())
        self._typed()

    def _connect(self) -> None:
        for field in self._lines.values():
            (field.typed if isinstance(field, TextField) else field.textEdited).connect(lambda *_: self._typed())
        for line in self._sheet.values():
            line.moved_on.connect(self.focusNextChild)
        for part in (self.numbers, self._place, self._origin):
            part.typed.connect(self._typed)
        self.people.typed.connect(self._person_typed)
        for rows in (self.people, self.numbers):
            rows.arranged.connect(self.arranged)

    def _lay_out(self) -> None:
        columns = QWidget()
        sides = QHBoxLayout(columns)
        sides.setContentsMargins(0, 0, 4, 0)
        sides.setSpacing(12)
        sides.addLayout(column(self.people, self.numbers, self._sheet_card(), None, spacing=12), 1)
        sides.addLayout(column(self._place, self._origin, self._notes_card(), None, spacing=12), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(labelled(self.tr("Name"), self.name))
        whole.addWidget(scrolling(columns), 1)

    def _sheet_card(self) -> Card:
        card = Card()
        card.column.addLayout(row(section(self.tr("Prepared")), None, self._prepared))
        for field, line in self._sheet.items():
            card.column.addLayout(labelled(texts.preparation(field), line))
        return card

    def _notes_card(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Notes")))
        card.column.addWidget(self._notes)
        self._notes.setAccessibleName(self.tr("Notes"))
        return card
