"""The head of the call panel: who it is, their number, their clock, and what stands in the way of calling."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.followup import ActionKind, Closing
from callbook.domain.phone import national
from callbook.domain.prospect import BuyingRole, Phone
from callbook.domain.settings import named_stages
from callbook.services.prospects import zone_for
from callbook.storage.prospects import Card
from callbook.ui import texts
from callbook.ui.fields import ElidedLabel, Label, button, row
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class CallHeader(QWidget):
    """`dial_asked` carries the number to dial; the others what was clicked."""

    edit_asked = Signal()
    dial_asked = Signal(object)
    lift_asked = Signal()
    closing_asked = Signal(object)
    move_asked = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._card: Card | None = None
        self._phone: Phone | None = None
        self._name = ElidedLabel("", "title")
        self._stage = Label("", "pill")
        self._edit = button(self.tr("Edit"), clicked=self.edit_asked.emit)
        self._people = ElidedLabel("", "quiet")
        self._number = button("", clicked=self._dial)
        self._other = button(self.tr("Next number"), "flat", self._next_number)
        self._clock = ElidedLabel("", "quiet")
        self._barred = Label(self.tr("Do not call"), "alarm")
        self._lift = button(self.tr("Lift"), "flat", self.lift_asked.emit)
        self._next = ElidedLabel("", "small")
        self._done = button(self.tr("Done"), "flat", self._close_done)
        self._move = button(self.tr("Move"), "flat", self.move_asked.emit)
        self._drop = button(self.tr("Drop"), "flat", lambda: self.closing_asked.emit(Closing.DROPPED))
        self._edit.setToolTip("F2")
        # What is known of numbers takes a moment to load: only once the window stands.
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._stands = False
        self._lay_out()
        self._painted.timeout.connect(self._read_numbers)
        session.minute.connect(self._show_clock)
        theme.changed.connect(self._show_icons)

    @property
    def phone(self) -> Phone | None:
        """The number that would be dialled: the first that is not known to be wrong."""
        return self._phone

    def show_card(self, card: Card, called: Phone | None = None, live: bool = False) -> None:
        """Show a prospect; during a call `called` is the number it is made on, and what was planned steps back."""
        self._card = card
        good = [phone for phone in card.phones if phone.wrong_at is None]
        self._phone = called or (good[0] if good else None)
        self._name.setText(card.prospect.name)
        self._stage.setText(texts.stage(card.prospect.stage, named_stages(self._session.settings())))
        self._people.setText(self._who(card))
        self._other.setVisible(len(good) > 1)
        self._show_number()
        self._show_barred(card)
        self._show_next(card, live)
        self._show_clock()
        self._show_icons()

    def _who(self, card: Card) -> str:
        first = card.contacts[0] if card.contacts else None
        person = ""
        if first is not None:
            person = texts.joined((first.name, first.title), ", ")
            deciding = texts.role(first.role) if first.role is not BuyingRole.UNKNOWN else ""
            person = texts.joined((person, deciding), " — ")
        more = len(card.contacts) - 1
        others = texts.counted(self.tr("1 more person"), self.tr("%n more people"), more) if more > 0 else ""
        place = texts.joined((card.prospect.city, card.prospect.region), ", ")
        tags = texts.joined(card.tags, ", ")
        return texts.joined((person, others, place, tags))

    def _show_number(self) -> None:
        phone = self._phone
        self._number.setVisible(phone is not None)
        if phone is not None:
            shown = self.shown_number(phone)
            self._number.setText("  " + texts.joined((shown, phone.label), "  ").replace("&", "&&"))
            # Below the key: by its first line Qt decides whether a tooltip is HTML.
            self._number.setToolTip("Ctrl+D" if shown == phone.typed else f"Ctrl+D\n{phone.typed}")

    def shown_number(self, phone: Phone) -> str:
        """The number as it is dialled from home; until the window stands, as it was typed."""
        country = self._card.prospect.country if self._card else ""
        return national(phone.typed, country, self._session.settings().home_country) if self._stands else phone.typed

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._stands and not self._painted.isActive():
            self._painted.start(0)

    def _read_numbers(self) -> None:
        """From now on show numbers as they are written where they are dialled, and the clock they tell."""
        self._stands = True
        self._show_number()
        self._show_clock()

    def _show_barred(self, card: Card) -> None:
        barred = card.prospect.do_not_call_at is not None
        self._barred.setVisible(barred)
        self._lift.setVisible(barred)
        self._number.setEnabled(not barred)

    def _show_next(self, card: Card, live: bool) -> None:
        action = card.next_action
        for part in (self._next, self._done, self._move, self._drop):
            part.setVisible(action is not None and not live)
        if action is not None and action.due is not None:
            when = texts.due_words(action.due, self._session.now(), self._session.zone)
            length = self.tr("%1 min").replace("%1", str(action.minutes)) if action.minutes else ""
            what = self.tr("Next: %1").replace("%1", texts.action(action.kind))
            self._next.setText(texts.joined((what, when, action.place, length, action.text)))
            self._done.setText(self.tr("Held") if action.kind is ActionKind.MEETING else self.tr("Done"))

    def _show_clock(self) -> None:
        card = self._card
        now = self._session.now()
        zone = zone_for(card.prospect, card.phones if self._stands else (), now) if card else ""
        address = card.prospect.address if card and self._phone is None else ""
        theirs = now.astimezone(ZoneInfo(zone)) if zone else None
        self._clock.setText(texts.joined((address, self._when(theirs) if theirs else "")))

    def _when(self, theirs: datetime) -> str:
        """Their time of day, and whether it is one at which they are likely to be there."""
        settings = self._session.settings()
        working = theirs.weekday() < 5 and settings.first_hour <= theirs.hour < settings.last_hour
        said = self.tr("good time") if working else self.tr("outside their working hours")
        there = self.tr("%1 there, %2").replace("%1", f"{theirs:%H:%M}").replace("%2", texts.weekday(theirs.date()))
        return f"{there} — {said}"

    def _next_number(self) -> None:
        card, phone = self._card, self._phone
        if card is None or phone is None:
            return
        good = [one for one in card.phones if one.wrong_at is None]
        at = next((number for number, one in enumerate(good) if one.id == phone.id), -1)
        self._phone = good[(at + 1) % len(good)]
        self._show_number()

    def _dial(self) -> None:
        if self._phone is not None:
            self.dial_asked.emit(self._phone)

    def _close_done(self) -> None:
        action = self._card.next_action if self._card else None
        if action is not None:
            self.closing_asked.emit(Closing.HELD if action.kind is ActionKind.MEETING else Closing.DONE)

    def _show_icons(self) -> None:
        self._number.setIcon(self._theme.icon("phone", "text", 16))

    def _lay_out(self) -> None:
        self._stage.setSizePolicy(self._stage.sizePolicy().Policy.Fixed, self._stage.sizePolicy().Policy.Fixed)
        self._name.setSizePolicy(self._name.sizePolicy().Policy.Maximum, self._name.sizePolicy().Policy.Preferred)
        self._name.setMinimumWidth(60)
        top = row(self._name, self._stage, self._barred, self._lift, None, self._edit, spacing=10)
        top.setAlignment(self._stage, Qt.AlignmentFlag.AlignVCenter)
        numbers = row(self._number, self._other, self._clock, spacing=6)
        numbers.setStretch(2, 1)
        following = row(self._next, self._done, self._move, self._drop, spacing=2)
        following.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(top)
        whole.addWidget(self._people)
        whole.addLayout(numbers)
        whole.addLayout(following)
