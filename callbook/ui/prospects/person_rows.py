"""The people of a prospect, each with title, e-mail and buying role."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from callbook.domain.prospect import BuyingRole, Contact
from callbook.ui import texts
from callbook.ui.prospects.part_rows import PartRow, PartRows
from callbook.ui.theme import Theme


class ContactRow(PartRow):
    """One person: name and title, e-mail and buying role."""

    def __init__(self, contact: Contact, theme: Theme) -> None:
        names = {"name": self.tr("Name"), "title": self.tr("Title"), "email": self.tr("E-mail")}
        super().__init__(contact, theme, self.tr("Take this person out"), **names)
        roles = sorted(BuyingRole, key=lambda role: role is not BuyingRole.UNKNOWN)
        self.choice.offer((texts.role(role) or self.tr("role unknown"), role) for role in roles)
        self.choice.choose(contact.role)
        self.choice.setAccessibleName(self.tr("Buying role"))
        for place, field in enumerate((self.lines["name"], self.lines["title"], self.lines["email"], self.choice)):
            self.grid.addWidget(field, place // 2, place % 2)
        self.grid.addWidget(self.remove, 0, 2)
        self.grid.setColumnStretch(0, 6)
        self.grid.setColumnStretch(1, 5)
        self.grid.setContentsMargins(0, 0, 0, 6)

    def contact(self) -> Contact:
        return replace(cast(Contact, self.stored), role=BuyingRole(self.choice.currentData()), **self.words)


class PersonRows(PartRows[ContactRow]):
    """The card with the people."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("People"), self.tr("Add a person"), theme)

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        self._clear()
        for contact in contacts or (Contact(),):
            self._add(contact)

    def contacts(self) -> tuple[Contact, ...]:
        """The people as they stand here; rows with nothing in them are left out."""
        return tuple(person.contact() for person in self.rows if not person.blank)

    def named(self) -> list[ContactRow]:
        """Those a number may belong to."""
        return [person for person in self.rows if person.words["name"].strip()]

    def add_blank(self) -> ContactRow:
        return self._add(Contact())

    def _add(self, contact: Contact) -> ContactRow:
        made = ContactRow(contact, self._theme)
        made.typed.connect(self.typed)
        self._put(made)
        return made
