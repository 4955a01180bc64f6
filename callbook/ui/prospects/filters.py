"""Sorting and filtering without knowing the words: choices that write themselves into the search."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from callbook.domain.prospect import Stage
from callbook.domain.query import Query, parse, to_text
from callbook.domain.settings import named_stages, offered_stages
from callbook.storage import prospects as reader
from callbook.storage.research import theme_names
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import Label, button, column, row
from callbook.ui.session import Session


class FilterPopup(QFrame):
    """A small panel under the search box. `query_changed` carries the search's new text."""

    query_changed = Signal(str)
    keep_asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._session = session
        self._query = Query()
        self.setProperty("role", "card")
        self._city, self._tag, self._postcode = choice(True), choice(True), choice(True)
        self._theme = choice(True)
        self._stage, self._last, self._next, self._sort = choice(), choice(), choice(), choice()
        self._rows = (
            (self.tr("City"), self._city),
            (self.tr("Postcode begins"), self._postcode),
            (self.tr("Tag"), self._tag),
            (self.tr("Said in an answer"), self._theme),
            (self.tr("Stage"), self._stage),
            (self.tr("Last call"), self._last),
            (self.tr("Next action"), self._next),
            (self.tr("Sort by"), self._sort),
        )
        self._lay_out()
        self._fill_fixed()

    def open_at(self, place: QPoint, text: str) -> None:
        """Show the choices of a search's text below a place on the screen."""
        self._query = parse(text)
        self._fill_stages()
        self._fill_from_book()
        self._show_query()
        self.adjustSize()
        self.move(place)
        self.show()
        self._city.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, (title, field) in enumerate(self._rows):
            grid.addWidget(Label(title, "quiet"), number, 0)
            grid.addWidget(field, number, 1)
            field.setAccessibleName(title)
            field.activated.connect(self._changed)
            edit = field.lineEdit()
            if edit is not None:
                edit.editingFinished.connect(self._changed)
        keep = button(self.tr("Keep as a view"), clicked=self._keep)
        clear = button(self.tr("Clear"), "flat", self._clear)
        whole = column(grid, row(clear, None, keep), spacing=14)
        whole.setContentsMargins(16, 14, 16, 14)
        self.setLayout(whole)

    def _fill_fixed(self) -> None:
        self._last.offer((
            (self.tr("any"), ""),
            (self.tr("never"), "never"),
            (self.tr("today"), "today"),
            (self.tr("in the last 7 days"), "7d"),
            (self.tr("in the last 30 days"), "30d"),
            (self.tr("over 30 days ago"), ">30d"),
            (self.tr("over 90 days ago"), ">90d"),
        ))  # fmt: skip
        self._next.offer((
            (self.tr("any"), ""),
            (self.tr("none"), "none"),
            (self.tr("due"), "overdue"),
            (self.tr("today"), "today"),
            (self.tr("within 7 days"), "week"),
            (self.tr("later"), "later"),
        ))  # fmt: skip
        self._sort.offer((
            (self.tr("what is next"), ""),
            (self.tr("name"), "name"),
            (self.tr("city"), "city"),
            (self.tr("last call, oldest first"), "last"),
            (self.tr("last call, newest first"), "-last"),
            (self.tr("next action"), "next"),
            (self.tr("newest first"), "-added"),
            (self.tr("stage"), "stage"),
        ))  # fmt: skip

    def _fill_stages(self) -> None:
        """Stages as they are called now: those offered, and the one searched for."""
        settings = self._session.settings()
        shown = {stage.value for stage in offered_stages(settings)} | {self._query.stage}
        named = ((texts.stage(stage, named_stages(settings)), stage.value) for stage in Stage if stage in shown)
        self._stage.offer([(self.tr("any"), ""), *named])

    def _fill_from_book(self) -> None:
        for field, found in (
            (self._city, reader.cities(self._session.book)),
            (self._tag, reader.all_tags(self._session.book)),
            (self._theme, theme_names(self._session.book)),
            (self._postcode, []),
        ):
            field.clear()
            field.addItem("")
            field.addItems(found)

    def _show_query(self) -> None:
        query = self._query
        self._city.setCurrentText(query.city)
        self._postcode.setCurrentText(query.postcode)
        self._tag.setCurrentText(query.tags[0] if query.tags else "")
        self._theme.setCurrentText(query.themes[0] if query.themes else "")
        for field, value in (
            (self._stage, query.stage),
            (self._last, query.last),
            (self._next, query.next),
            (self._sort, query.sort),
        ):
            field.choose(value)

    def _changed(self) -> None:
        tag, theme = self._tag.currentText().strip(), self._theme.currentText().strip()
        self._query = replace(
            self._query,
            city=self._city.currentText().strip(),
            postcode=self._postcode.currentText().strip(),
            tags=(tag, *self._query.tags[1:]) if tag else self._query.tags[1:],
            themes=(theme, *self._query.themes[1:]) if theme else self._query.themes[1:],
            stage=self._stage.currentData() or "",
            last=self._last.currentData() or "",
            next=self._next.currentData() or "",
            sort=self._sort.currentData() or "",
        )
        self.query_changed.emit(to_text(self._query))

    def _clear(self) -> None:
        self._query = Query(words=self._query.words)
        self._show_query()
        self.query_changed.emit(to_text(self._query))

    def _keep(self) -> None:
        self.hide()
        self.keep_asked.emit()


def choice(editable: bool = False) -> Choice:
    made = Choice(editable)
    made.setMinimumWidth(220)
    return made
