"""Lists to choose from, with an arrow in both themes: short ones, countries, and proposals while one types."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QStyle, QStyleOptionComboBox

from callbook.domain.place import country_code

MOST_SHOWN = 14
MOST_PROPOSED = 9


class Choice(QComboBox):
    """A list to choose from that the wheel scrolls past: in a form that scrolls it would change what is set. A name
    that has no room is cut where `cut` says."""

    cut = Qt.TextElideMode.ElideRight

    def __init__(self, editable: bool = False) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEditable(editable)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setIconSize(QSize(0, 0))  # there are none, and room kept for them makes it higher than a line of text
        self.setMaxVisibleItems(MOST_SHOWN)

    def offer(self, items: Iterable[tuple[str, object]]) -> None:
        """Put up other items, each with its words and its value; the first is chosen."""
        self.clear()
        for words, value in items:
            self.addItem(words, value)

    def choose(self, value: object) -> None:
        """Choose the item of a value, the first where none has it."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def show_stored(self, index: int, text: str) -> None:
        """Show what is stored: nobody typed it."""
        self.blockSignals(True)
        self.setCurrentIndex(index)
        self.setEditText(text)
        self.blockSignals(False)

    def shown_text(self) -> str:
        """The name chosen as it stands in the box."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option.currentText

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        option.currentText = option.fontMetrics.elidedText(self.currentText(), self.cut, max(20, room - 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """With a chevron: the style sheet takes the style's own arrow away, and knows no picture in our colours."""
        super().paintEvent(event)
        middle = QPointF(self.width() - 15.5, self.height() / 2 + 0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().placeholderText(), 1.5))
        painter.drawPolyline([middle + QPointF(x, y) for x, y in ((-4, -2), (0, 2), (4, -2))])
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CountryField(Choice):
    """A country by its name, kept as its ISO 3166 code; another code, or what is no country, as typed."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__(editable=True)
        self._names = self._country_names()
        self.offer((name, code) for code, name in sorted(self._names.items(), key=lambda item: item[1]))
        self.show_code("")
        self.currentTextChanged.connect(lambda _: self.typed.emit())

    def show_code(self, code: str) -> None:
        self.show_stored(self.findData(code) if code else -1, self._names.get(code, code))

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


def proposing(completer: QCompleter) -> None:
    """Propose in any case of letters, nine at a time, in a list with a border of its own."""
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(MOST_PROPOSED)
    if (popup := completer.popup()) is not None:
        popup.setProperty("role", "proposals")
