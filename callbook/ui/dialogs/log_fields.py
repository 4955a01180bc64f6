"""What is typed of a call that was made without the timer: when, with whom, how long, what was said."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from callbook.domain.script import Channel, Direction
from callbook.domain.typed_length import read_length
from callbook.domain.when import local_day
from callbook.services.calls import Situation
from callbook.storage import prospects as reader
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import Card, Label, TextField, line_field
from callbook.ui.forms import labelled, one_line
from callbook.ui.moment_field import MomentField
from callbook.ui.session import Session


class LogFields(Card):
    """The card with the call itself. `moment_changed` tells that another time is meant."""

    moment_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.when = MomentField(session.zone, lambda: local_day(session.now(), session.zone))
        self.channel, self.direction, self.contact = Choice(), Choice(), Choice()
        self.length = line_field(self.tr("4:27, 4m or 270s"))
        self.note = TextField(self.tr("What was said"), lines=3)
        self._reading, self._day = Label("", "reading"), Label("", "small")
        self.channel.offer((texts.channel(channel), channel) for channel in Channel)
        self.direction.offer((texts.direction(direction), direction) for direction in Direction)
        self._lay_out()
        self.when.textEdited.connect(lambda _: self._moment_changed())
        self.when.typed.connect(self._moment_changed)
        self.length.textEdited.connect(lambda _: self._show_readings())

    def offer(self, prospect_id: int, situation: Situation) -> None:
        """What there is to choose from, with the situation's own chosen."""
        contacts = [
            (texts.joined((one_line(each.name), one_line(each.title), texts.role(each.role))), each.id)
            for each in reader.contacts(self._session.book, prospect_id)
        ]
        self.contact.offer([(self.tr("nobody in particular"), None), *contacts])
        self.contact.choose(situation.contact_id)
        self.channel.choose(situation.channel)
        self.direction.choose(situation.direction)

    def moment(self) -> datetime:
        """When the call was; while what is typed says nothing, as it was last."""
        return self.when.reading() or self.when.moment() or self._session.now()

    def show_typed(self, when: datetime, length: str, note: str) -> None:
        self.when.show_moment(when)
        self.length.setText(length)
        self.note.set_text(note)
        self._show_readings()

    def chosen(self, situation: Situation) -> Situation:
        """The situation with what is chosen here."""
        return replace(
            situation,
            contact_id=self.contact.currentData(),
            channel=Channel(self.channel.currentData()),
            direction=Direction(self.direction.currentData()),
        )

    def seconds(self) -> int:
        """The length in seconds, 0 where none is typed or none can be read."""
        return self._read() or 0

    def whole_note(self) -> str:
        """The note, and the length where it could not be read: it is kept as typed."""
        if self._read() is not None:
            return self.note.text()
        length = self.tr("Length: %1").replace("%1", self.length.text().strip())
        return texts.joined((self.note.text(), length), "\n")

    def _read(self) -> int | None:
        """The length in seconds, None where what is typed is none."""
        text = self.length.text().strip()
        return read_length(text) if text else 0

    def _moment_changed(self) -> None:
        self._show_readings()
        self.moment_changed.emit()

    def _show_readings(self) -> None:
        """What is understood of what is typed."""
        moment = self.when.reading()
        past = self.tr("Not a day and time") if moment is None else texts.past_moment(
            moment, self._session.now(), self._session.zone
        )
        self._day.setText(past)
        seconds = self._read()
        words = self.tr("Not a length; it is kept in the note") if seconds is None else texts.long_length(seconds)
        self._reading.setText(words)
        self._reading.setVisible(bool(self.length.text().strip()))
        self._reading.setProperty("doubtful", seconds is None)
        self._reading.style().polish(self._reading)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        grid.addLayout(labelled(self.tr("When"), self.when, self._day), 0, 0, top)
        grid.addLayout(labelled(self.tr("Channel"), self.channel), 0, 1, top)
        grid.addLayout(labelled(self.tr("Who called"), self.direction), 0, 2, top)
        grid.addLayout(labelled(self.tr("Spoke with"), self.contact), 1, 0, top)
        grid.addLayout(labelled(self.tr("Length"), self.length), 1, 1, top)
        grid.addWidget(self._reading, 1, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        grid.addLayout(labelled(self.tr("Note"), self.note), 2, 0, 1, 3)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        self.column.addLayout(grid)
