"""Where a prospect is: address, country, and the time zone that follows from them or is set by hand."""

from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from callbook.domain.prospect import Prospect
from callbook.services.prospects import zone_for
from callbook.ui import texts
from callbook.ui.choices import Choice, CountryField, proposing
from callbook.ui.fields import Card, Label, line_field, section
from callbook.ui.forms import Entry, entry_of, labelled
from callbook.ui.session import Session


def zones() -> list[str]:
    """The IANA zones that have a place in their name."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


class ZoneField(Choice):
    """A time zone by its IANA name or by its city; "" where what is typed is none that is known."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__(editable=True)
        self._by_name: dict[str, str] = {}
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        proposing(completer)
        self.setCompleter(completer)
        self.currentTextChanged.connect(lambda _: self.typed.emit())

    def show_zone(self, zone: str) -> None:
        if not self.count():
            self._fill()
        self.show_stored(self.findText(zone) if zone else -1, zone)

    def zone(self) -> str:
        return self._by_name.get(self.currentText().strip().casefold(), "")

    @property
    def understood(self) -> bool:
        return bool(self.zone()) or not self.currentText().strip()

    def follow(self, zone: str) -> None:
        """Say in the empty field which zone follows from the place."""
        words = self.tr("%1, from the place").replace("%1", zone) if zone else self.tr("Not known")
        if (line := self.lineEdit()) is not None:
            line.setPlaceholderText(words)

    def _fill(self) -> None:
        """All zones, read from the machine when the form is first shown: that takes a moment."""
        found = zones()
        cities = {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in found}
        self._by_name = cities | {zone.casefold(): zone for zone in found} | {"utc": "UTC"}
        self.blockSignals(True)
        self.addItems(found)
        self.blockSignals(False)


class PlaceFields(Card):
    """The card with the place, and the time it is there. `entries` are its texts by their names in a Prospect."""

    typed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._followed = ""
        self._address, self._city, self._region, self._postcode = (line_field() for _ in range(4))
        self._country, self._zone = CountryField(), ZoneField()
        self._country_hint = Label(self.tr("Not a country known here; kept as typed."), "hint", wrap=True)
        self._clock = Label("", "small", wrap=True)
        lines = {
            "address": self._address, "city": self._city, "region": self._region, "postcode": self._postcode,
        }  # fmt: skip
        self.entries = {name: entry_of(line) for name, line in lines.items()}
        self.entries["country"] = Entry(self._country.code, self._country.show_code)
        self.entries["zone"] = Entry(self._zone.zone, self._zone.show_zone)
        self.order: list[QWidget] = [
            self._address, self._city, self._postcode, self._region, self._country, self._zone,
        ]  # fmt: skip
        self._lay_out()
        for line in lines.values():
            line.textEdited.connect(lambda _: self.typed.emit())
        for choice in (self._country, self._zone):
            choice.typed.connect(self.typed)
        session.minute.connect(self._minute_passed)

    def show_readings(self, prospect: Prospect) -> None:
        """What follows from the place as it stands in the form."""
        self._zone.follow(zone_for(replace(prospect, zone="")))
        self._followed = zone_for(prospect)
        self._show_clock()
        self._country_hint.setVisible(not self._country.understood)

    def _minute_passed(self) -> None:
        if self.isVisible():
            self._show_clock()

    def _show_clock(self) -> None:
        if not self._zone.understood:
            self._clock.setText(self.tr("Not a time zone known here. Type a city, such as Chicago."))
        elif self._followed:
            now = texts.clock(self._session.now(), ZoneInfo(self._followed))
            self._clock.setText(self.tr("It is %1 there").replace("%1", now))
        self._clock.setVisible(not self._zone.understood or bool(self._followed))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(10)
        grid.addLayout(labelled(self.tr("Address"), self._address), 0, 0, 1, 2)
        grid.addLayout(labelled(self.tr("City"), self._city), 1, 0)
        grid.addLayout(labelled(self.tr("Postcode"), self._postcode), 1, 1)
        grid.addLayout(labelled(self.tr("Region"), self._region), 2, 0)
        grid.addLayout(labelled(self.tr("Country"), self._country), 2, 1)
        grid.addWidget(self._country_hint, 3, 0, 1, 2)
        grid.addLayout(labelled(self.tr("Their time zone"), self._zone, self._clock), 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addWidget(section(self.tr("Where")))
        self.column.addLayout(grid)
