"""A card with a figure in it, which shows the table behind the figure in its place when asked."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from callbook.ui.fields import Card, ElidedLabel, Label, button, row, section
from callbook.ui.insights.chart import Chart
from callbook.ui.insights.sheet import SheetView

TABLE_KEY = "Ctrl+T"


class PictureCard(Card):
    """`opened` carries the mark of what was chosen in the figure or in its table. `told` is a line of words below,
    `beside` one at the right of the name."""

    opened = Signal(object)

    def __init__(self, name: str, chart: Chart, grows: bool = False, body: QWidget | None = None) -> None:
        super().__init__()
        self.chart = chart
        self.beside, self.told = ElidedLabel("", "small"), Label("", "small", wrap=True)
        self.beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table_button = self._button(name)
        self._name = name
        self._body = body or chart
        self._sheet: SheetView | None = None
        self._there = True
        self._title = section(name)
        head = row(self._title, self.beside, self.table_button)
        head.setStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._body, int(grows))
        self.column.addWidget(self.told)
        if not grows:
            self.column.addStretch(1)
        self.setAccessibleName(name)
        chart.opened.connect(self.opened)

    def show_state(self, there: bool, told: str, beside: str = "") -> None:
        """Whether there is anything to draw, and the words around it."""
        self._there = there
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.beside.setText(beside)
        self.table_button.setVisible(there)
        if not there:
            self.table_button.setChecked(False)
        self._swap()

    def define(self, definition: str) -> None:
        """Say what is counted, under the pointer and to screen readers."""
        self._title.setToolTip(f"<span>{definition}</span>" if definition else "")
        self.setAccessibleDescription(definition)

    def rename(self, name: str) -> None:
        """Call the figure by another name."""
        self._name = name
        self._title.setText(name)
        self.setAccessibleName(name)
        self.table_button.setAccessibleName(f"{self.tr('Table')}: {name}")
        if self._sheet is not None:
            self._sheet.setAccessibleName(name)

    def toggle_table(self) -> None:
        if self._there:
            self.table_button.toggle()

    def event(self, event: QEvent) -> bool:
        # The key is a command of the window as well; in a card it is about its figure.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_table_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the table before it leaves anything around it."""
        if is_table_key(event):
            self.toggle_table()
        elif event.key() == Qt.Key.Key_Escape and self.table_button.isChecked():
            self.table_button.setChecked(False)
        else:
            super().keyPressEvent(event)

    @property
    def sheet(self) -> SheetView:
        """The table, made when it is first asked for."""
        if self._sheet is None:
            self._sheet = SheetView(self._name)
            self._sheet.opened.connect(self.opened)
            self.column.insertWidget(1, self._sheet)
        return self._sheet

    def _swap(self) -> None:
        table = self.table_button.isChecked()
        had_keyboard = self.chart.hasFocus()
        if table:
            self.sheet.show_sheet(self.chart.sheet)
        if self._sheet is not None:
            if self._sheet.hasFocus() and not table:
                self._body.setVisible(self._there)  # what is away takes no keyboard
                self.chart.setFocus()
            self._sheet.setVisible(table)
        self._body.setVisible(self._there and not table)
        if table and had_keyboard:
            self.sheet.setFocus()

    def _button(self, name: str) -> QPushButton:
        made = button(self.tr("Table"), "link")
        made.setCheckable(True)
        made.setToolTip(f"{self.tr('The numbers as a table, to read and to copy')} ({TABLE_KEY})")
        made.setAccessibleName(f"{self.tr('Table')}: {name}")
        made.toggled.connect(lambda _: self._swap())
        made.clicked.connect(self._clicked)
        return made

    def _clicked(self, opened: bool) -> None:
        """A table opened with the pointer has the keyboard, for the arrows and for Esc."""
        if opened and not self.table_button.hasFocus():
            self.sheet.setFocus()


def is_table_key(event: QKeyEvent) -> bool:
    return QKeySequence(event.keyCombination()) == QKeySequence(TABLE_KEY)
