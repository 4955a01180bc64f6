"""The numbers of a prospect: as typed, what each is, whose it is, and whether it proved wrong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QWidget

from callbook.domain.prospect import Contact, Phone
from callbook.ui import texts
from callbook.ui.fields import Label, button, row
from callbook.ui.forms import one_line
from callbook.ui.prospects.part_rows import PartRow, PartRows
from callbook.ui.prospects.person_rows import ContactRow
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class PhoneRow(PartRow):
    """One number as typed, what it is, and whose; a wrong one is struck through and says since when."""

    def __init__(self, phone: Phone, theme: Theme, marked: str) -> None:
        names = {"typed": self.tr("Number"), "label": self.tr("Label")}
        super().__init__(phone, theme, self.tr("Take this number out"), **names)
        self.wrong_at = phone.wrong_at
        self.choice.setAccessibleName(self.tr("Whose number"))
        self.wrong = Label(self.tr("Wrong number, marked %1").replace("%1", marked), "hint")
        self.right = button(self.tr("It is right after all"), "link", self._set_right)
        for place, field in enumerate((self.lines["typed"], self.lines["label"], self.choice)):
            self.grid.addWidget(field, 0, place)
            self.grid.setColumnStretch(place, (5, 3, 4)[place])
        self.grid.addWidget(self.remove, 0, 3)
        self.grid.addLayout(row(self.wrong, None, self.right), 1, 0, 1, 3)
        self._show_wrong()

    @property
    def order(self) -> list[QWidget]:
        return [*super().order, self.right]

    def phone(self) -> Phone:
        """Changed, it is another number, and no longer a wrong one."""
        stored, words = cast(Phone, self.stored), self.words
        wrong_at = self.wrong_at if words["typed"] == stored.typed else None
        return replace(stored, contact_id=self.owner_id, wrong_at=wrong_at, **words)

    def owner(self) -> ContactRow | None:
        found = self.choice.currentData()
        return found if isinstance(found, ContactRow) else None

    @property
    def owner_id(self) -> int | None:
        """The id of the person it belongs to; None for the business, and for a person not stored yet."""
        owner = self.owner()
        return owner.stored.id or None if owner is not None else None

    def offer_owners(self, people: Sequence[ContactRow], chosen: ContactRow | None) -> None:
        """The people this number may belong to, as they stand in the form."""
        named = [(one_line(person.words["name"]), person) for person in people]
        self.choice.offer([(self.tr("the business"), None), *named])
        self.choice.setCurrentIndex([None, *people].index(chosen) if chosen in people else 0)

    def keep(self, stored: Contact | Phone | None) -> None:
        super().keep(stored)
        self.wrong_at = cast(Phone, self.stored).wrong_at
        self._show_wrong()

    def _set_right(self) -> None:
        self.wrong_at = None
        self._show_wrong()
        self.typed.emit()

    def _show_wrong(self) -> None:
        font = self.lines["typed"].font()
        font.setStrikeOut(self.wrong_at is not None)
        self.lines["typed"].setFont(font)
        self.wrong.setVisible(self.wrong_at is not None)
        self.right.setVisible(self.wrong_at is not None)


class NumberRows(PartRows[PhoneRow]):
    """The card with the numbers. They belong to the business, or to people of the same form."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(self.tr("Numbers"), self.tr("Add a number"), theme)
        self._session = session
        self._people: list[ContactRow] = []

    def show_phones(self, phones: Sequence[Phone], people: Sequence[ContactRow]) -> None:
        """Show stored numbers; `people` are the rows of those who have names."""
        self._clear()
        self._people = list(people)
        owners = {person.stored.id: person for person in people}
        for phone in phones or (Phone(),):
            self._add(phone).offer_owners(self._people, owners.get(phone.contact_id or -1))

    def phones(self) -> tuple[Phone, ...]:
        """The numbers as they stand here; rows with nothing in them are left out."""
        return tuple(number.phone() for number in self.rows if not number.blank)

    def offer_owners(self, people: Sequence[ContactRow]) -> None:
        """Other people to choose from; who was chosen stays chosen."""
        self._people = list(people)
        for number in self.rows:
            number.offer_owners(self._people, number.owner())

    def owned_otherwise(self, stored: Sequence[Phone]) -> bool:
        """Whether a number belongs to another here than it does in the book."""
        owners = {phone.id: phone.contact_id for phone in stored}
        return any(number.stored.id and number.owner_id != owners[number.stored.id] for number in self.rows)

    def add_blank(self) -> PhoneRow:
        made = self._add(Phone())
        made.offer_owners(self._people, None)
        return made

    def _add(self, phone: Phone) -> PhoneRow:
        now, zone = self._session.now(), self._session.zone
        made = PhoneRow(phone, self._theme, texts.past_moment(phone.wrong_at, now, zone) if phone.wrong_at else "")
        made.typed.connect(self.typed)
        self._put(made)
        return made
