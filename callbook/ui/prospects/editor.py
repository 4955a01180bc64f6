"""The form for a prospect: a new one is saved by Ctrl+Return, a present one as one types."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QCompleter,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callbook.domain.change import Change
from callbook.domain.place import country_code
from callbook.domain.prospect import PREPARATION, BuyingRole, Contact, Phone, Prospect
from callbook.services import prospects
from callbook.services.prospects import Draft, zone_for
from callbook.storage import prospects as reader
from callbook.ui import texts
from callbook.ui.fields import Autosave, Card, Label, TextField, button, column, line_field, row, scrolling, section
from callbook.ui.session import Session
from callbook.ui.theme import Theme

NAME_ROLE = Qt.ItemDataRole.UserRole + 1
ID_ROLE = Qt.ItemDataRole.UserRole + 2
LONGEST_ITEM = 60


def labelled(text: str, field: QWidget, *below: QWidget) -> QVBoxLayout:
    """A field with its name above it, and what is told about it below."""
    field.setAccessibleName(text)
    return column(Label(text, "small"), field, *below, spacing=4)


def one_line(text: str) -> str:
    """A stored text short and in one line, for the items of a list."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_ITEM else flat[: LONGEST_ITEM - 1] + "…"


class Entry:
    """One text of a form. A stored text comes back as it was where nobody typed, whatever the widget makes of it."""

    def __init__(self, get: Callable[[], str], put: Callable[[str], object]) -> None:
        self._get, self._put = get, put
        self._value = self._shown = get()

    def show(self, value: str) -> None:
        self._put(value)
        self._value, self._shown = value, self._get()

    def refresh(self, value: str) -> None:
        """Show a newer stored text, unless the user is changing the older one."""
        if not self.touched and value != self._value:
            self.show(value)

    def keep(self) -> None:
        """What stands here is what is stored now."""
        self._value, self._shown = self.value(), self._get()

    def value(self) -> str:
        return self._get() if self.touched else self._value

    @property
    def touched(self) -> bool:
        return self._get() != self._shown


def entry_of(field: QLineEdit | TextField) -> Entry:
    if isinstance(field, TextField):
        return Entry(field.text, field.set_text)
    line = field

    def put(value: str) -> None:
        line.setMaxLength(max(line.maxLength(), len(value)))
        line.setText(value)
        line.setCursorPosition(0)

    return Entry(line.text, put)


class Choice(QComboBox):
    """A list to choose from that the wheel scrolls past: in a form that scrolls it would change what is set."""

    def __init__(self, editable: bool = False) -> None:
        super().__init__()
        self.setEditable(editable)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        if editable:
            frameless(self.lineEdit())

    def paintEvent(self, event: QPaintEvent) -> None:
        """With a chevron: the style sheet takes the style's own arrow away."""
        super().paintEvent(event)
        middle = QPointF(self.width() - 15.5, self.height() / 2 + 0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().placeholderText(), 1.5))
        painter.drawPolyline([middle + QPointF(x, y) for x, y in ((-4, -2), (0, 2), (4, -2))])
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _show(self, index: int, text: str) -> None:
        """Show what is stored: nobody typed it."""
        self.blockSignals(True)
        self.setCurrentIndex(index)
        self.setEditText(text)
        self.blockSignals(False)


def frameless(line: QLineEdit | None) -> None:
    """The line inside another field has no border of its own."""
    if line is not None:
        line.setStyleSheet("border: none; background: transparent; padding: 0; min-height: 0;")


def without_arrows(field: QAbstractSpinBox) -> None:
    """A field that is typed into or stepped by the arrow keys, with no small buttons in it."""
    field.setStyleSheet("QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }")
    if (line := field.lineEdit()) is not None:
        line.setTextMargins(8, 0, 8, 0)


class CountryField(Choice):
    """A country by its name, kept as its ISO 3166 code; another code, or what is no country, as typed."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__(editable=True)
        self._names = self._country_names()
        for code, name in sorted(self._names.items(), key=lambda item: item[1]):
            self.addItem(name, code)
        self.show_code("")
        self.currentTextChanged.connect(lambda _: self.typed.emit())

    def show_code(self, code: str) -> None:
        self._show(self.findData(code) if code else -1, self._names.get(code, code))

    def code(self) -> str:
        typed = self.currentText().strip()
        index = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if index >= 0:
            return str(self.itemData(index))
        code = typed.upper() if len(typed) == 2 and typed.isascii() and typed.isalpha() else ""
        return country_code(typed) or code or typed

    @property
    def understood(self) -> bool:
        code = self.code()
        return not code or (len(code) == 2 and code.isascii() and code.isupper())

    def _country_names(self) -> dict[str, str]:
        return {
            "AE": self.tr("United Arab Emirates"), "AT": self.tr("Austria"), "AU": self.tr("Australia"),
            "BE": self.tr("Belgium"), "BR": self.tr("Brazil"), "CA": self.tr("Canada"),
            "CH": self.tr("Switzerland"), "CN": self.tr("China"), "CZ": self.tr("Czechia"),
            "DE": self.tr("Germany"), "DK": self.tr("Denmark"), "EE": self.tr("Estonia"),
            "ES": self.tr("Spain"), "FI": self.tr("Finland"), "FR": self.tr("France"),
            "GB": self.tr("United Kingdom"), "GR": self.tr("Greece"), "HK": self.tr("Hong Kong"),
            "HU": self.tr("Hungary"), "IE": self.tr("Ireland"), "IL": self.tr("Israel"),
            "IN": self.tr("India"), "IS": self.tr("Iceland"), "IT": self.tr("Italy"),
            "JP": self.tr("Japan"), "KR": self.tr("South Korea"), "LU": self.tr("Luxembourg"),
            "LV": self.tr("Latvia"), "MX": self.tr("Mexico"), "MY": self.tr("Malaysia"),
            "NL": self.tr("Netherlands"), "NO": self.tr("Norway"), "NZ": self.tr("New Zealand"),
            "PL": self.tr("Poland"), "PT": self.tr("Portugal"), "RO": self.tr("Romania"),
            "SE": self.tr("Sweden"), "SG": self.tr("Singapore"), "TR": self.tr("Turkey"),
            "TW": self.tr("Taiwan"), "US": self.tr("United States"), "ZA": self.tr("South Africa"),
        }  # fmt: skip


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
        as_popup(completer)
        self.setCompleter(completer)
        self.currentTextChanged.connect(lambda _: self.typed.emit())

    def show_zone(self, zone: str) -> None:
        if not self.count():
            self._fill()
        self._show(self.findText(zone) if zone else -1, zone)

    def zone(self) -> str:
        return self._by_name.get(self.currentText().strip().casefold(), "")

    def _fill(self) -> None:
        """All zones, read from the machine when the form is first shown: that takes a moment."""
        found = zones()
        cities = {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in found}
        self._by_name = cities | {zone.casefold(): zone for zone in found} | {"utc": "UTC"}
        self.blockSignals(True)
        self.addItems(found)
        self.blockSignals(False)

    def follow(self, zone: str) -> None:
        """Say in the empty field which zone follows from the place."""
        words = self.tr("%1, from the place").replace("%1", zone) if zone else self.tr("Not known")
        if (line := self.lineEdit()) is not None:
            line.setPlaceholderText(words)


def as_popup(completer: QCompleter) -> None:
    """A list of proposals opens on a ground of its own: views elsewhere let the card behind them through."""
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(9)
    if (popup := completer.popup()) is not None:
        popup.setStyleSheet("QListView { background: palette(base); padding: 4px; } ::item { padding: 4px 6px; }")


class TagCompleter(QCompleter):
    """Completes the last of several tags."""

    def __init__(self, field: QLineEdit, names: QStringListModel) -> None:
        super().__init__(names, field)
        self._field = field
        as_popup(self)

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, comma, _ = self._field.text().rpartition(",")
        return f"{before}{comma}{' ' if comma else ''}{index.data()}"


class ReferrerField(QLineEdit):
    """A prospect found by the beginning of its name. `unknown` carries a name nobody in the book has."""

    typed = Signal()
    unknown = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.prospect_id: int | None = None
        self.own_id = 0
        self.setMaxLength(2000)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("Type a name in the book"))
        self._found = QStandardItemModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(NAME_ROLE)
        as_popup(completer)
        completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.setCompleter(completer)
        self.textEdited.connect(self._look_up)
        self.editingFinished.connect(self.settle)

    def show_prospect(self, prospect_id: int | None, name: str) -> None:
        self.prospect_id = prospect_id
        self.setText(one_line(name))
        self.setCursorPosition(0)

    def _look_up(self, text: str) -> None:
        self.prospect_id = None
        self._found.clear()
        for key, name, city in reader.named_like(self._session.book, text.strip()) if text.strip() else []:
            if key != self.own_id:
                item = QStandardItem(texts.joined((one_line(name), one_line(city))))
                item.setData(one_line(name), NAME_ROLE)
                item.setData(key, ID_ROLE)
                self._found.appendRow(item)
        self.typed.emit()

    def _choose(self, index: QModelIndex) -> None:
        self.show_prospect(index.data(ID_ROLE), index.data(NAME_ROLE))
        self.typed.emit()

    def settle(self) -> None:
        """Take a name typed in full; what is no name in the book is handed on, never lost."""
        text = self.text().strip()
        if self.prospect_id is not None or not text:
            return
        found = reader.named_like(self._session.book, text)
        same = [(key, name) for key, name, _ in found if name.casefold() == text.casefold() and key != self.own_id]
        if len(same) == 1:
            self.show_prospect(*same[0])
        else:
            self.clear()
            self.unknown.emit(text)
        self.typed.emit()


class PartRow(QWidget):
    """One row of a list in the form: the record it came from, its texts, and a button that takes it out."""

    typed = Signal()
    removed = Signal()

    def __init__(self, stored: Contact | Phone, theme: Theme, remove: str, **lines: str) -> None:
        super().__init__()
        self.empty, self.stored, self._theme = type(stored)(), stored, theme
        self.lines = {name: line_field(title) for name, title in lines.items()}
        self.entries = {name: entry_of(line) for name, line in self.lines.items()}
        for name, line in self.lines.items():
            line.setAccessibleName(lines[name])
            self.entries[name].show(getattr(stored, name))
            line.textEdited.connect(lambda _: self.typed.emit())
        self.choice = Choice()
        self.choice.activated.connect(lambda _: self.typed.emit())
        self.remove = QToolButton()
        self.remove.setProperty("role", "icon")
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.setAccessibleName(remove)
        self.remove.setToolTip(remove)
        self.remove.clicked.connect(lambda: self.removed.emit())
        self.show_icons()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(6)

    @property
    def order(self) -> list[QWidget]:
        """Its fields in the order in which Tab goes through them."""
        return [*self.lines.values(), self.choice, self.remove]

    @property
    def words(self) -> dict[str, Any]:
        return {name: entry.value() for name, entry in self.entries.items()}

    @property
    def blank(self) -> bool:
        return not self.stored.id and not "".join(self.words.values()).strip()

    def keep(self, stored: Contact | Phone | None) -> None:
        """What stands here is stored as this record now, or, with None, is not stored at all."""
        self.stored = stored or self.empty
        for entry in self.entries.values():
            entry.keep()

    def show_icons(self) -> None:
        self.remove.setIcon(self._theme.icon("close"))


class ContactRow(PartRow):
    """One person: name and title, e-mail and buying role."""

    def __init__(self, contact: Contact, theme: Theme) -> None:
        names = {"name": self.tr("Name"), "title": self.tr("Title"), "email": self.tr("E-mail")}
        super().__init__(contact, theme, self.tr("Take this person out"), **names)
        for role in sorted(BuyingRole, key=lambda role: role is not BuyingRole.UNKNOWN):
            self.choice.addItem(texts.role(role) or self.tr("role unknown"), role)
        self.choice.setCurrentIndex(self.choice.findData(contact.role))
        self.choice.setAccessibleName(self.tr("Buying role"))
        for place, field in enumerate((self.lines["name"], self.lines["title"], self.lines["email"], self.choice)):
            self.grid.addWidget(field, place // 2, place % 2)
        self.grid.addWidget(self.remove, 0, 2)
        self.grid.setColumnStretch(0, 6)
        self.grid.setColumnStretch(1, 5)
        self.grid.setContentsMargins(0, 0, 0, 6)

    def contact(self) -> Contact:
        return replace(cast(Contact, self.stored), role=BuyingRole(self.choice.currentData()), **self.words)


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

    def phone(self, contact_id: int | None) -> Phone:
        """Changed, it is another number, and no longer a wrong one."""
        stored, words = cast(Phone, self.stored), self.words
        wrong_at = self.wrong_at if words["typed"] == stored.typed else None
        return replace(stored, contact_id=contact_id, wrong_at=wrong_at, **words)

    def owner(self) -> ContactRow | None:
        found = self.choice.currentData()
        return found if isinstance(found, ContactRow) else None

    def offer_owners(self, people: Sequence[ContactRow], chosen: ContactRow | None) -> None:
        """The people this number may belong to, as they stand in the form."""
        self.choice.clear()
        self.choice.addItem(self.tr("the business"), None)
        for person in people:
            self.choice.addItem(one_line(person.words["name"]), person)
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


def adopt(rows: Sequence[PartRow], stored: Sequence[Contact | Phone]) -> None:
    """Give each row the record it became, by id or by its words; one that was not stored is a new one again."""
    by_id = {part.id: part for part in stored}
    fresh = [part for part in stored if part.id not in {each.stored.id for each in rows}]
    for each in rows:
        found = by_id.get(each.stored.id)
        if found is None:
            words = each.words
            found = next((part for part in fresh if all(getattr(part, n) == words[n] for n in words)), None)
        fresh = [part for part in fresh if part is not found]
        each.keep(found)


class ProspectEditor(QDialog):
    """`saved` carries the prospect's id when a new one was written, or a changed one was closed."""

    saved = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._theme = session, theme
        self._base = Prospect()  # as stored, or as prefilled
        self._opened = Draft(self._base)  # what the form showed first: anything else was typed
        self._tags: tuple[str, ...] = ()
        self._aside: list[Draft] = []  # typed into new forms that were closed without saving
        self._put_aside: Draft | None = None
        self._visit, self._changed, self._failed = 0, False, False
        self._people: list[ContactRow] = []
        self._numbers: list[PhoneRow] = []
        self._autosave = Autosave(self._save, self)
        self._make_fields()
        self._make_foot()
        self._lay_out()
        self._connect()

    def new(self, prefill: Draft | None = None) -> None:
        """Open an empty form, or one with what is known; without a prefill, what was typed last and not saved."""
        if self.isVisible() and not self._base.id and prefill is None:
            self._come_forward()
        elif self._left():
            kept = self._aside.pop() if self._aside and prefill is None else None
            self._load(kept or prefill or self._empty())
            if kept is not None:
                self._opened = self._empty()
            self._show_notice(kept is not None)
            self._come_forward()

    def edit(self, prospect_id: int) -> None:
        """Open the form of a prospect; nothing happens where there is none."""
        card = reader.card(self.session.book, prospect_id)
        if card is not None and self._left():
            self._load(Draft(card.prospect, card.contacts, card.phones, card.tags))
            self._show_notice(False)
            self._come_forward()

    def flush(self) -> None:
        """Write what waits to be written: before the window or the program closes."""
        self._autosave.flush()

    def draft(self) -> Draft:
        """The form as it stands; rows with nothing in them are left out."""
        words: dict[str, Any] = {name: entry.value() for name, entry in self._entries.items()}
        prospect = replace(self._base, referred_by=self._referrer.prospect_id, **words)
        people = tuple(person.contact() for person in self._people if not person.blank)
        numbers = tuple(number.phone(owner_id(number)) for number in self._numbers if not number.blank)
        tags = tuple(tag.strip() for tag in self._tags_line.text().split(",") if tag.strip())
        return Draft(prospect, people, numbers, tags if self._tags_entry.touched else self._tags)

    def finish(self) -> None:
        """Ctrl+Return: write a new prospect and close; a present one is written already."""
        if self._base.id:
            self.reject()
            return
        self._referrer.settle()
        change = self._write(prospects.add, self.draft())
        if change is not None:
            self._adopt(change.one("prospect"))
            self.accept()
            self.saved.emit(self._base.id)

    def reject(self) -> None:
        """Esc: close. What could not be written keeps the form open; a filled new form is kept for the next time."""
        if self._left():
            super().reject()
            if self._changed:
                self._changed = False
                self.saved.emit(self._base.id)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QAbstractButton):
            focused.click()
        else:
            self.focusNextChild()

    # Showing

    def _empty(self) -> Draft:
        return Draft(Prospect(country=self.session.settings().home_country))

    def _load(self, draft: Draft) -> None:
        self._autosave.drop()
        self._visit += 1
        self._changed = self._failed = False
        self._base, self._tags = draft.prospect, draft.tags
        for name, entry in self._entries.items():
            entry.show(getattr(draft.prospect, name))
        self._tags_entry.show(", ".join(draft.tags))
        self._tag_names.setStringList(reader.all_tags(self.session.book))
        self._referrer.own_id = draft.prospect.id
        self._show_referrer(draft.prospect.referred_by)
        self._show_rows(draft)
        self._problem.hide()
        self._show_state()
        self._opened = self.draft()

    def _refresh(self, draft: Draft) -> None:
        """Show what was changed elsewhere, but for what is being typed here."""
        referred = self._base.referred_by
        for name, entry in self._entries.items():
            entry.refresh(getattr(draft.prospect, name))
        if draft.prospect.referred_by != referred == self._referrer.prospect_id:
            self._show_referrer(draft.prospect.referred_by)
        if not self._tags_entry.touched:
            self._tags = draft.tags
            self._tags_entry.refresh(", ".join(draft.tags))
        ours = self.draft()
        self._base = draft.prospect
        by_id = {number.id: number for number in draft.phones}
        if ours.contacts != draft.contacts or {number.id: number for number in ours.phones} != by_id:
            self._show_rows(draft)
        self._show_state()

    def _show_rows(self, draft: Draft) -> None:
        for old in (*self._people, *self._numbers):
            old.hide()
            old.deleteLater()
        self._people, self._numbers = [], []
        for contact in draft.contacts or (Contact(),):
            self._add_person(contact)
        owners = {person.stored.id: person for person in self._people}
        for number in draft.phones or (Phone(),):
            self._add_number(number).offer_owners(self._named(), owners.get(number.contact_id or -1))
        self._set_tab_order()

    def _show_referrer(self, prospect_id: int | None) -> None:
        self._referrer.show_prospect(prospect_id, reader.name_of(self.session.book, prospect_id))
        self._referrer_hint.hide()

    def _show_state(self) -> None:
        """The lines that follow from what stands in the form."""
        new = not self._base.id
        title = self.tr("New prospect") if new else self.tr("Edit prospect")
        self.setWindowTitle(title)
        self._title.setText(title)
        self._hint.setText(
            self.tr("Esc closes. What you typed is kept for the next new prospect, but is not in the book yet.")
            if new
            else self.tr("Saved as you type.")
        )
        self._save_button.setVisible(new)
        prospect = self.draft().prospect
        self._zone.follow(zone_for(replace(prospect, zone="")))
        self._show_clock(zone_for(prospect))
        filled = self.tr("%1 of 5").replace("%1", str(prospect.prepared))
        self._prepared.setText(filled)
        self._country_hint.setVisible(not self._country.understood)

    def _minute_passed(self) -> None:
        if self.isVisible():
            self._show_clock(zone_for(self.draft().prospect))

    def _show_clock(self, zone: str) -> None:
        unknown = bool(self._zone.currentText().strip()) and not self._zone.zone()
        if unknown:
            self._clock.setText(self.tr("Not a time zone known here. Type a city, such as Chicago."))
        elif zone:
            now = texts.clock(self.session.now(), ZoneInfo(zone))
            self._clock.setText(self.tr("It is %1 there").replace("%1", now))
        self._clock.setVisible(unknown or bool(zone))

    def _show_notice(self, kept: bool, aside: bool = False) -> None:
        self._notice.setVisible(kept or aside)
        self._notice_text.setText(
            self.tr("Put aside until you close this form.")
            if aside
            else self.tr("You typed this before. It is not in the book yet.")
        )
        self._swap.setText(self.tr("Bring it back") if aside else self.tr("Start empty"))

    def _swap_forms(self) -> None:
        """Start empty with what came back put aside, or bring that back."""
        shown, empty = self.draft(), self._empty()
        back = self._put_aside
        self._put_aside = None if back else shown
        self._load(back or empty)
        self._opened = empty
        self._show_notice(back is not None, back is None)
        self._name.setFocus()

    def _come_forward(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()
        self._name.setFocus()
        self._name.end(False)

    # Writing

    def _typed(self) -> None:
        self._show_state()
        if self._base.id:
            self._autosave.typed()

    def _left(self) -> bool:
        """Let go of what the form shows; False where it could not be written."""
        self._referrer.settle()
        if self._base.id:
            self._autosave.flush()
            return not self._failed or self._save()
        if self.draft() != self._opened:
            self._aside.append(self.draft())
            self._opened = self.draft()
        return True

    def _save(self) -> bool:
        change = self._write(prospects.edit, self.draft(), merge=f"editor {self._visit}")
        self._failed = change is None
        if change is not None:
            self._changed = self._changed or bool(change.touched)
            self._adopt(self._base.id)
        return not self._failed

    def _adopt(self, prospect_id: int) -> None:
        """Learn what became of the rows, and then write whose number is whose: new people had no id before."""
        card = reader.card(self.session.book, prospect_id)
        if card is None:
            return
        self._base, self._tags = card.prospect, card.tags
        for entry in (*self._entries.values(), self._tags_entry):
            entry.keep()
        adopt(self._people, card.contacts)
        adopt(self._numbers, card.phones)
        owners = {phone.id: phone.contact_id for phone in card.phones}
        if any(number.stored.id and owner_id(number) != owners[number.stored.id] for number in self._numbers):
            self._write(prospects.edit, self.draft(), merge=f"editor {self._visit}")

    def _write(self, verb: Callable[..., Change], *arguments: Any, **named: Any) -> Change | None:
        """Run a verb; what it says when it cannot be done stands in the form."""
        self._problem.hide()
        self.session.failed.connect(self._show_problem)
        try:
            return self.session.do(verb, *arguments, by=self, **named)
        finally:
            self.session.failed.disconnect(self._show_problem)

    def _show_problem(self, sentence: str, next_step: str) -> None:
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.show()

    def _book_changed(self, change: Change, by: QObject | None) -> None:
        tables = ("contact", "phone", "tag", "tagging")
        ours = self._base.id in change.ids("prospect") or any(change.ids(table) for table in tables)
        if by is self or not self._base.id or not self.isVisible() or not ours:
            return
        card = reader.card(self.session.book, self._base.id)
        if card is None:
            self._autosave.drop()
            self._changed = False
            super().reject()
        else:
            self._refresh(Draft(card.prospect, card.contacts, card.phones, card.tags))

    def _keep_unknown(self, name: str) -> None:
        """A referrer who is not in the book stays to be read as the source."""
        source = self._source.text().strip()
        self._source.setText(texts.joined((source, name), "; "))
        self._referrer_hint.setText(self.tr("Nobody of that name in the book; it is kept under Source."))
        self._referrer_hint.show()

    # Rows

    def _named(self) -> list[ContactRow]:
        return [person for person in self._people if person.words["name"].strip()]

    def _add_person(self, contact: Contact) -> ContactRow:
        made = ContactRow(contact, self._theme)
        made.typed.connect(self._person_typed)
        made.removed.connect(lambda: self._remove(made))
        self._people.append(made)
        self._people_column.addWidget(made)
        return made

    def _add_number(self, phone: Phone) -> PhoneRow:
        marked = texts.past_moment(phone.wrong_at, self.session.now(), self.session.zone) if phone.wrong_at else ""
        made = PhoneRow(phone, self._theme, marked)
        made.offer_owners(self._named(), None)
        made.typed.connect(self._typed)
        made.removed.connect(lambda: self._remove(made))
        self._numbers.append(made)
        self._numbers_column.addWidget(made)
        return made

    def _remove(self, gone: PartRow) -> None:
        """Take a row out; the last one stays, empty."""
        for rows in (self._people, self._numbers):
            if gone in rows:
                rows.remove(gone)  # type: ignore[arg-type]
        gone.hide()
        gone.deleteLater()
        if not self._people:
            self._add_person(Contact())
        if not self._numbers:
            self._add_number(Phone())
        self._set_tab_order()
        self._person_typed()
        (self._more_people if isinstance(gone, ContactRow) else self._more_numbers).setFocus()

    def _set_tab_order(self) -> None:
        """As it is read: rows are made after what stands below them."""
        order: list[QWidget] = [self._swap, self._name]
        for person in self._people:
            order += person.order
        order.append(self._more_people)
        for number in self._numbers:
            order += number.order
        order += [self._more_numbers, *self._sheet.values(), *self._right_side, self._close_button, self._save_button]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _person_typed(self) -> None:
        for number in self._numbers:
            number.offer_owners(self._named(), number.owner())
        self._typed()

    # Making

    def _make_fields(self) -> None:
        self._name = line_field(self.tr("The business, or a person on their own"))
        self._address, self._city, self._region = line_field(), line_field(), line_field()
        self._postcode, self._website, self._source = line_field(), line_field(), line_field()
        self._country, self._zone = CountryField(), ZoneField()
        self._country_hint = Label(self.tr("Not a country known here; kept as typed."), "hint", wrap=True)
        self._clock, self._referrer_hint = Label("", "small", wrap=True), Label("", "hint", wrap=True)
        self._referrer = ReferrerField(self.session)
        self._tags_line = line_field(self.tr("Several with commas between: dental, clinic"))
        self._tag_names = QStringListModel(self)
        self._tags_line.setCompleter(TagCompleter(self._tags_line, self._tag_names))
        self._notes = TextField(lines=3)
        self._sheet = {field: TextField() for field in PREPARATION}
        self._prepared = Label("", "pill")
        self._lines: dict[str, QLineEdit | TextField] = {
            "name": self._name, "address": self._address, "city": self._city, "region": self._region,
            "postcode": self._postcode, "website": self._website, "source": self._source, "notes": self._notes,
            **self._sheet,
        }  # fmt: skip
        self._entries = {name: entry_of(field) for name, field in self._lines.items()}
        self._entries["country"] = Entry(self._country.code, self._country.show_code)
        self._entries["zone"] = Entry(self._zone.zone, self._zone.show_zone)
        self._tags_entry = entry_of(self._tags_line)
        self._right_side = (
            self._address, self._city, self._postcode, self._region, self._country, self._zone,
            self._website, self._source, self._referrer, self._tags_line, self._notes,
        )  # fmt: skip

    def _make_foot(self) -> None:
        self._title = Label("", "title")
        self._notice_text, self._swap = Label("", "hint"), button("", "link", self._swap_forms)
        self._notice = QWidget()
        self._notice.setLayout(row(self._notice_text, self._swap, None))
        self._problem, self._hint = Label("", "error", wrap=True), Label("", "small", wrap=True)
        self._problem.hide()
        keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self._save_button = button(texts.joined((self.tr("Save"), keys), "  "), "primary", self.finish)
        self._close_button = button(self.tr("Close"), clicked=self.reject)

    def _lay_out(self) -> None:
        columns = QWidget()
        sides = QHBoxLayout(columns)
        sides.setContentsMargins(0, 0, 4, 0)
        sides.setSpacing(12)
        sides.addLayout(column(self._people_card(), self._numbers_card(), self._sheet_card(), None, spacing=12), 1)
        sides.addLayout(column(self._place_card(), self._origin_card(), self._notes_card(), None, spacing=12), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addLayout(row(self._title, 8, self._notice, None))
        whole.addLayout(labelled(self.tr("Name"), self._name))
        whole.addWidget(scrolling(columns), 1)
        whole.addWidget(self._problem)
        foot = row(self._hint, 12, self._close_button, self._save_button)
        foot.setStretch(0, 1)
        whole.addLayout(foot)
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.resize(1040, 680)

    def _people_card(self) -> Card:
        card, self._people_column = Card(), column(spacing=6)
        self._more_people = button(self.tr("Add a person"), "link", self._one_more_person)
        card.column.addWidget(section(self.tr("People")))
        card.column.addLayout(self._people_column)
        card.column.addLayout(row(self._more_people, None))
        return card

    def _numbers_card(self) -> Card:
        card, self._numbers_column = Card(), column(spacing=6)
        self._more_numbers = button(self.tr("Add a number"), "link", self._one_more_number)
        card.column.addWidget(section(self.tr("Numbers")))
        card.column.addLayout(self._numbers_column)
        card.column.addLayout(row(self._more_numbers, None))
        return card

    def _one_more_person(self) -> None:
        made = self._add_person(Contact())
        self._set_tab_order()
        made.lines["name"].setFocus()

    def _one_more_number(self) -> None:
        made = self._add_number(Phone())
        self._set_tab_order()
        made.lines["typed"].setFocus()

    def _sheet_card(self) -> Card:
        card = Card()
        card.column.addLayout(row(section(self.tr("Prepared")), None, self._prepared))
        for field, line in self._sheet.items():
            card.column.addLayout(labelled(texts.preparation(field), line))
            line.moved_on.connect(self.focusNextChild)
        return card

    def _place_card(self) -> Card:
        card, grid = Card(), QGridLayout()
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
        card.column.addWidget(section(self.tr("Where")))
        card.column.addLayout(grid)
        return card

    def _origin_card(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Where from")))
        card.column.addLayout(labelled(self.tr("Website"), self._website))
        card.column.addLayout(labelled(self.tr("Source"), self._source))
        card.column.addLayout(labelled(self.tr("Referred by"), self._referrer, self._referrer_hint))
        card.column.addLayout(labelled(self.tr("Tags"), self._tags_line))
        return card

    def _notes_card(self) -> Card:
        card = Card()
        card.column.addWidget(section(self.tr("Notes")))
        card.column.addWidget(self._notes)
        self._notes.setAccessibleName(self.tr("Notes"))
        return card

    def _connect(self) -> None:
        for field in (*self._lines.values(), self._tags_line):
            (field.typed if isinstance(field, TextField) else field.textEdited).connect(lambda *_: self._typed())
        for other in (self._country, self._zone, self._referrer):
            other.typed.connect(self._typed)
        self._referrer.unknown.connect(self._keep_unknown)
        self.session.changed.connect(self._book_changed)
        self.session.minute.connect(self._minute_passed)
        self._theme.changed.connect(self._show_icons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.finish)

    def _show_icons(self) -> None:
        for each in (*self._people, *self._numbers):
            each.show_icons()


def owner_id(number: PhoneRow) -> int | None:
    """The id of the person a number belongs to; None for the business, and for a person not stored yet."""
    owner = number.owner()
    return owner.stored.id or None if owner is not None else None
