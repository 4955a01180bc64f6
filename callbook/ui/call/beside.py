"""The lines an outcome may ask for beside the next action: where a meeting is, and whom they named."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from callbook.domain.prospect import Phone, Prospect
from callbook.domain.typed_length import read_length
from callbook.services.calls import NextStep
from callbook.services.prospects import Draft
from callbook.ui import texts
from callbook.ui.fields import Label, line_field, row

NARROWEST = 260  # pixels; what is understood stands below the fields long before
SPACING = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """What somebody typed beside the next action of one call; None where they left what was proposed."""

    place: str | None = None
    length: str | None = None
    name: str | None = None
    number: str | None = None


class ReadLine(QWidget):
    """A caption, a field, and what was understood of it: to its right where there is room, else below."""

    def __init__(self, caption: str, field: QWidget, letters: int, roles: tuple[str, str]) -> None:
        """`letters` is how many the field needs at least; `roles` are those of what was understood and of doubt."""
        super().__init__()
        self.caption = Label(caption, "quiet")
        self._field, self._letters, self._roles = field, letters, roles
        self._reading = Label("", roles[0])
        self.setMinimumWidth(NARROWEST)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.caption, 0, 0)
        self._grid.addWidget(field, 0, 1)
        self._grid.addWidget(self._reading, 0, 2)

    def say(self, words: str, doubtful: bool = False) -> None:
        """Show what was understood; "" where that needs no saying."""
        self._reading.setText(words)
        self._reading.setVisible(bool(words))
        if self._reading.property("doubtful") != doubtful:
            self._reading.setProperty("doubtful", doubtful)
            self._reading.setProperty("role", self._roles[doubtful])
            self._reading.style().polish(self._reading)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._reading.setWordWrap(False)
        needed = self._reading.sizeHint().width()
        room = self.width() - max(self.caption.sizeHint().width(), self.caption.minimumWidth()) - SPACING
        beside = room - needed - SPACING >= self._letters * self._field.fontMetrics().averageCharWidth()
        too_wide = needed > room
        self._reading.setWordWrap(too_wide)
        aligned = Qt.AlignmentFlag(0) if beside or too_wide else Qt.AlignmentFlag.AlignLeft
        self._grid.removeWidget(self._reading)
        self._grid.addWidget(self._reading, 0 if beside else 1, 2 if beside else 1, aligned)


class MeetingLine(QWidget):
    """Where a meeting is and how long it takes. `entered` is Return in the last field."""

    entered = Signal()
    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.place = line_field(self.tr("address, link or number"))
        self.length = line_field()
        self.place.setAccessibleName(self.tr("Where the meeting is"))
        self.length.setAccessibleName(self.tr("How long it takes"))
        self.length.setFixedWidth(self.length.fontMetrics().averageCharWidth() * 10 + 24)
        fields = QWidget()
        fields.setLayout(row(self.place, Label(self.tr("How long"), "quiet"), self.length, spacing=SPACING))
        self._line = ReadLine(self.tr("Where"), fields, letters=46, roles=("small", "hint"))
        self.caption = self._line.caption
        self._proposed = NextStep()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._line)
        self.place.returnPressed.connect(self.length.setFocus)
        self.length.returnPressed.connect(self.entered)
        self.place.textEdited.connect(lambda _: self.typed.emit())
        self.length.textEdited.connect(lambda _: self.typed.emit())

    def show_proposed(self, proposed: NextStep, kept: Beside) -> None:
        """Show what is proposed, or what was typed over it before."""
        self._proposed = proposed
        fill(self.place, " ".join(proposed.place.split()), kept.place)
        fill(self.length, length_words(proposed.minutes), kept.length)
        self.length.setPlaceholderText(length_words(proposed.minutes))

    def meant(self, step: NextStep) -> NextStep:
        """A meeting with its place and its length in minutes; a length that cannot be read stays as proposed."""
        place = self.place.text().strip() if self.place.isModified() else self._proposed.place
        return replace(step, place=place, minutes=self._read() or self._proposed.minutes)

    def show_reading(self, due: datetime | None, zone: ZoneInfo) -> None:
        """Say what the length was read as, and until when that is where it begins at a time, `due`."""
        typed, minutes = self.length.text().strip(), self._read() or self._proposed.minutes
        words = length_words(minutes)
        if typed and self._read() is None:
            self._line.say(texts.joined((self.tr("not read"), words)), doubtful=True)
            return
        until = texts.clock(due + timedelta(minutes=minutes), zone) if due and minutes else ""
        ends = self.tr("until %1").replace("%1", until) if until else ""
        self._line.say(texts.joined((words if typed and typed != words else "", ends)))

    def _read(self) -> int | None:
        """Whole minutes, a begun one counted; None for what is no length."""
        seconds = read_length(self.length.text())
        return -(-seconds // 60) if seconds else None


class ReferralLine(QWidget):
    """Whom they named, and their number. `passed` is Return in the last field."""

    passed = Signal()
    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.caption = Label(self.tr("Who"), "quiet")
        self.name = line_field(self.tr("the business or the person they named"))
        self.number = line_field(self.tr("if they gave one"))
        self.name.setAccessibleName(self.tr("Who was named"))
        self.number.setAccessibleName(self.tr("Their number"))
        line = row(self.caption, self.name, Label(self.tr("Number"), "quiet"), self.number, spacing=SPACING)
        line.setStretch(1, 3)
        line.setStretch(3, 2)
        self.setLayout(line)
        self.name.returnPressed.connect(self.number.setFocus)
        self.number.returnPressed.connect(self.passed)
        self.name.textEdited.connect(lambda _: self.typed.emit())
        self.number.textEdited.connect(lambda _: self.typed.emit())

    def show_kept(self, kept: Beside) -> None:
        fill(self.name, "", kept.name)
        fill(self.number, "", kept.number)

    def draft(self, country: str) -> Draft | None:
        """Whom they named, in the country of who named them; a number alone is its own name."""
        name, number = self.name.text().strip(), self.number.text().strip()
        if not name and not number:
            return None
        prospect = Prospect(name=name or number, source=self.tr("Referral"), country=country)
        return Draft(prospect, phones=(Phone(typed=number),) if number else ())


def beside_text(beside: Beside) -> str:
    """What was typed, as it is kept with the call; "" for nothing."""
    typed = {name: text for name, text in asdict(beside).items() if text is not None}
    return json.dumps(typed, ensure_ascii=False) if typed else ""


def read_beside(text: str) -> Beside:
    """What `beside_text` told; anything else is as if nothing had been typed."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        told = {}
    if not isinstance(told, dict):
        return Beside()
    return Beside(**{field.name: str(told[field.name]) for field in fields(Beside) if field.name in told})


def fill(field: QLineEdit, proposed: str, kept: str | None) -> None:
    """Show what is proposed, or what was typed over it; `isModified` tells which of the two it is."""
    field.setText(proposed if kept is None else kept)
    field.setModified(kept is not None)
    field.setCursorPosition(0)


def length_words(minutes: int | None) -> str:
    """A length as `typed_length.read_length` reads it back: "45 min", "1 h 30 min"; "" for none."""
    hours, rest = divmod(minutes or 0, 60)
    return texts.joined((f"{hours} h" if hours else "", f"{rest} min" if rest else ""), " ")
