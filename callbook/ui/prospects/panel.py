"""The left column: search, chips, the list itself, and today's tally."""

from itertools import chain

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout

from callbook.domain.change import Change
from callbook.domain.query import Query, parse
from callbook.domain.when import local_day
from callbook.services import settings as settings_service
from callbook.storage import blocks, insights, listing
from callbook.storage import settings as settings_reader
from callbook.storage.engine import Connection
from callbook.storage.listing import MOST_FOUND, Listing, Scope
from callbook.ui import texts
from callbook.ui.fields import Card, ElidedLabel, Label, button, column, line_field, row
from callbook.ui.prospects.chips import Chip, ChipBar
from callbook.ui.prospects.filters import FilterPopup
from callbook.ui.prospects.model import PAGE, ProspectModel
from callbook.ui.prospects.row_delegate import ProspectDelegate
from callbook.ui.session import Session
from callbook.ui.theme import Theme

SEARCH_MS = 60
# What a change must touch to be worth reading the list again; autosaved notes and answers are not.
SHOWN_TABLES = ("prospect", "contact", "next_action", "tagging", "view", "setting")
THEME_TABLES = ("theme", "answer_theme")
"""The same where the list is searched by what was said."""


class RowList(QListView):
    """A list in which letters typed by mistake move nothing: a note belongs into a field."""

    def keyboardSearch(self, search: str) -> None:
        """Do nothing."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard only: Qt would make the first row current where the one shown is not in the list."""
        selection = self.selectionModel()
        nobody = not self.currentIndex().isValid()
        selection.blockSignals(nobody)
        super().focusInEvent(event)
        if nobody:
            selection.clear()
        selection.blockSignals(False)


class ProspectPanel(Card):
    """`chosen` carries the id of the prospect that became current (0 for none); `menu_asked` where the menu for the
    selected ones belongs; `block_asked` is for a call block of the present view."""

    chosen = Signal(int)
    menu_asked = Signal(QPoint)
    block_asked = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(spacing=8)
        self._session = session
        self._theme = theme
        self._chip = Chip("", Scope.NEXT)
        self._current = 0
        self._row = 0
        self._passed: set[int] = set()
        self._view_counts: dict[int, int] = {}
        self._search = line_field(self.tr("Search everything      Ctrl+F"))
        self._search.setProperty("role", "search")
        self._search.setAccessibleName(self.tr("Search everything"))
        self._search.setClearButtonEnabled(True)
        self._filter = self._search.addAction(
            theme.icon("filter", size=18), self._search.ActionPosition.TrailingPosition
        )
        self._filter.setToolTip(self.tr("Sort and filter"))
        self._popup = FilterPopup(session, self)
        self._chips = ChipBar()
        self._model = ProspectModel(session, self)
        self._list = RowList()
        self._nothing = Label("", "quiet", wrap=True)
        self._tally = ElidedLabel("", "small")
        self._goal = Label("", "small")
        self._block = button(self.tr("Call block") + " ▸", "flat", self.block_asked.emit)
        self._lay_out()
        self._connect()
        self.refresh()

    # what the composer asks

    def focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def focus_list(self) -> None:
        self._list.setFocus()

    def search_for(self, text: str) -> None:
        """Search at once."""
        self._search.setText(text)
        self._search_timer.stop()
        self._searched()

    def search_text(self) -> str:
        return self._search.text().strip()

    def view_name(self) -> str:
        """What the present view is called: by its search, in words where it asks for themes and tags alone, else by its
        chip."""
        return names_alone(parse(self.search_text())) or self.search_text() or self._chip.label

    def shown_listing(self) -> Listing:
        """The present view, as it can be read again."""
        return self._listing()

    def to_call(self, limit: int) -> list[int]:
        """The first `limit` prospects of the present view in its order, without those who asked not to be called."""
        return blocks.to_call(self._session.book, self._listing(), self._session.now(), self._session.zone, limit)

    def selected(self) -> list[int]:
        """The ids of the selected prospects, from the top; the current one where none is selected."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        found = [shown.id for number in rows if (shown := self._model.row(number)) is not None]
        return found or ([self._current] if self._current else [])

    def select_all(self) -> None:
        self._list.selectAll()

    def select(self, prospect_id: int) -> None:
        """Make a prospect current, whether the listing shows it or not."""
        self._current = prospect_id
        self._mark_current()
        self.chosen.emit(prospect_id)

    def reveal(self, prospect_id: int) -> None:
        """Make a prospect current and its row visible, leaving a search or chip that does not show it."""
        self.flush()
        if self._model.place_of(prospect_id) < 0 and self.search_text():
            self._search.clear()
            self._searched()
        if self._model.place_of(prospect_id) < 0:
            self.choose_scope(Scope.ALL)
        self.select(prospect_id)

    def mark(self, prospect_id: int) -> None:
        """Show which prospect is looked at, telling nobody."""
        self._current = prospect_id
        self._mark_current()

    def clear_search(self) -> bool:
        """Leave the search; False where there was none."""
        if not self._search.text():
            return False
        self._search.clear()
        return True

    def select_first(self) -> None:
        self._go_to(0)

    def advance(self) -> None:
        """On to what stood below, wherever a change not shown yet moves the current one; from the last to the first.

        Where the current one is gone from the top, or was not in the list, it is what has taken the place.
        """
        here, below = self._model.row(self._row), self._model.row(self._row + 1)
        self.flush()
        self._passed.add(self._current)
        place = -1
        if here is not None and here.id == self._current and (self._row or self._model.place_of(here.id) >= 0):
            place = self._model.place_of(below.id, self._row) if below is not None else 0
        self._go_to(self._first_not_passed(place if place >= 0 else self._row))

    def _first_not_passed(self, start: int) -> int:
        """The first row from `start` on, then from the top, that was not passed since this listing is shown: a view
        may put those called behind those still to call. The queue puts nobody there who need not be called again."""
        if self._model.listing.scope is Scope.NEXT:
            return start
        for number in chain(range(start, self._model.rowCount()), range(start)):
            shown = self._model.row(number)
            if shown is not None and shown.id not in self._passed:
                return number
        self._passed.clear()
        return start

    def go_back(self) -> None:
        self._go_to(max(0, self._row - 1))

    def choose_scope(self, scope: Scope) -> None:
        self._choose(
            next((chip for chip in self._chips.chips() if chip.scope is scope and not chip.view_id), self._chip)
        )

    def keep_view(self) -> None:
        """Keep the search as a smart view, named by its own words."""
        query = self.search_text()
        if self._session.do(settings_service.save_view, "", query, by=self) is not None:
            self._search.clear()
            kept = next((view for view in settings_reader.views(self._session.book) if view.query == query), None)
            if kept is not None:
                self.refresh()
                self._choose(Chip(kept.name, Scope.ALL, kept.id, kept.query))

    @property
    def showing_nothing(self) -> bool:
        return self._model.rowCount() == 0

    # showing

    def refresh(self) -> None:
        """Read the listing, the counts and the tally again; the current prospect stays current."""
        self._show_chips()
        self._show_list()
        self._show_tally()

    def _show_list(self) -> None:
        top = self._list.verticalScrollBar().value()
        wanted = self._listing()
        together = self._selected_together() if wanted == self._model.listing else []
        if wanted != self._model.listing:
            self._passed.clear()
        self._model.show(wanted)
        self._mark_current()
        self._select_again(together)
        self._list.verticalScrollBar().setValue(top)
        self._nothing.setVisible(self.showing_nothing)
        self._nothing.setText(self._why_nothing())

    def _listing(self) -> Listing:
        if self.search_text():
            return Listing(Scope.ALL, parse(self.search_text()))
        return Listing(self._chip.scope, parse(self._chip.query) if self._chip.query else Query())

    def _show_chips(self) -> None:
        fixed = [
            Chip(self.tr("Next"), Scope.NEXT),
            Chip(self.tr("Today"), Scope.TODAY),
            Chip(self.tr("New"), Scope.NEW),
            Chip(self.tr("All"), Scope.ALL),
        ]
        unfinished = Chip(self.tr("Unfinished"), Scope.UNFINISHED)
        counts = {chip: self._count(chip) for chip in (*fixed, unfinished)}
        shown = fixed + ([unfinished] if counts[unfinished] or self._chip.scope is Scope.UNFINISHED else [])
        views = [Chip(view.name, Scope.ALL, view.id, view.query) for view in settings_reader.views(self._session.book)]
        self._chips.set_chips(shown + views)
        for chip in shown:
            self._chips.set_count(chip, counts[chip])
        self._count_views(views)
        self._chip = next((chip for chip in shown + views if same(chip, self._chip)), fixed[0])
        self._chips.check(None if self.search_text() else self._chip)

    def _count(self, chip: Chip) -> int:
        """How many a chip without a query holds: an index counts them."""
        return listing.count(self._session.book, Listing(chip.scope), self._session.now(), self._session.zone)

    def _count_views(self, views: list[Chip]) -> None:
        """Count the smart views beside the window: a search of one's own may have to look at every prospect."""
        for chip in views:
            if chip.view_id in self._view_counts:
                self._chips.set_count(chip, self._view_counts[chip.view_id])
        if not views:
            return
        now, zone = self._session.now(), self._session.zone

        def count(book: Connection) -> dict[Chip, int]:
            return {chip: listing.count(book, Listing(Scope.ALL, parse(chip.query)), now, zone) for chip in views}

        self._session.read_aside(count).done.connect(self._show_view_counts)

    def _show_view_counts(self, counts: dict[Chip, int]) -> None:
        for chip, count in counts.items():
            self._view_counts[chip.view_id] = count
            or_more = count >= MOST_FOUND and bool(parse(chip.query).words)
            self._chips.set_count(chip, count, or_more)

    def _show_tally(self) -> None:
        day = local_day(self._session.now(), self._session.zone)
        today = insights.tally(self._session.book, day, day)
        words = [texts.counted(self.tr("1 call"), self.tr("%n calls"), today.attempts)]
        if today.conversations:
            words.append(texts.counted(self.tr("1 conversation"), self.tr("%n conversations"), today.conversations))
        if today.meetings:
            words.append(texts.counted(self.tr("1 meeting"), self.tr("%n meetings"), today.meetings))
        self._tally.setText(self.tr("Today") + "  " + texts.joined(words))
        self._goal.setText(self.tr("goal %1").replace("%1", str(self._session.settings().daily_goal)))

    def _why_nothing(self) -> str:
        if self.search_text():
            return self.tr("Nothing found. Fewer words find more.")
        if self._chip.scope is Scope.NEXT:
            return self.tr("Nobody is left to call. What is due later comes back here by itself.")
        return self.tr("Nothing here.")

    # moving

    def _go_to(self, number: int) -> None:
        shown = self._model.row(number) or self._model.row(0)
        self._current = shown.id if shown is not None else 0
        self._mark_current()
        self.chosen.emit(self._current)

    def _mark_current(self) -> None:
        """Select the current prospect's row without telling anybody; no row where the listing lacks it."""
        place = self._model.place_of(self._current, self._row) if self._current else -1
        selection = self._list.selectionModel()
        selection.blockSignals(True)
        if place >= 0:
            self._row = place
            index = self._model.index(place)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._list.scrollTo(index)
        else:
            selection.clear()
        selection.blockSignals(False)
        self._list.viewport().update()

    def _selected_together(self) -> list[int]:
        """Ids of several prospects selected, if they are no more than a refresh can select again."""
        several = 1 < len(self._list.selectionModel().selectedIndexes()) <= PAGE
        return self.selected() if several else []

    def _select_again(self, ids: list[int]) -> None:
        for place in (self._model.place_at_hand(prospect_id) for prospect_id in ids):
            if place >= 0:
                index = self._model.index(place)
                self._list.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def _row_changed(self) -> None:
        index = self._list.currentIndex()
        shown = self._model.row(index.row()) if index.isValid() else None
        if shown is not None and shown.id != self._current:
            self._current, self._row = shown.id, index.row()
            self.chosen.emit(shown.id)

    def _choose(self, chip: Chip) -> None:
        self._chip = chip
        self._search.clear()
        self._search_timer.stop()
        self._chips.check(chip)
        self._show_list()
        if self._model.place_of(self._current) < 0:
            self._go_to(0)

    def _searched(self) -> None:
        self._chips.check(None if self.search_text() else self._chip)
        self._show_list()

    def _enter_in_search(self) -> None:
        if not self.showing_nothing:
            self._search_timer.stop()
            self._searched()
            self._go_to(0)
            self._list.setFocus()

    # building

    def _lay_out(self) -> None:
        self.column.setContentsMargins(12, 12, 12, 12)
        self._list.setModel(self._model)
        self._list.setItemDelegate(ProspectDelegate(self._session, self._theme, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.setAccessibleName(self.tr("Prospects"))
        self._nothing.setContentsMargins(8, 8, 8, 8)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._nothing)
        inner.addWidget(self._list, 1)
        self.column.addWidget(self._search)
        self.column.addWidget(self._chips)
        self.column.addLayout(inner, 1)
        self._block.setToolTip("Ctrl+Shift+B")
        foot = column(self._tally, row(self._goal, None, self._block), spacing=0)
        foot.setContentsMargins(4, 4, 0, 0)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(SEARCH_MS)
        self._search_timer.timeout.connect(self._searched)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _: self._search_timer.start())
        self._search.returnPressed.connect(self._enter_in_search)
        self._search.installEventFilter(self)
        self._filter.triggered.connect(self.open_filters)
        self._popup.query_changed.connect(self._search.setText)
        self._popup.keep_asked.connect(self.keep_view)
        self._chips.chosen.connect(self._choose)
        self._chips.removal_asked.connect(self._remove_view)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._row_changed())
        self._list.customContextMenuRequested.connect(
            lambda place: self.menu_asked.emit(self._list.viewport().mapToGlobal(place))
        )
        self._session.changed.connect(self._changed)
        self._session.minute.connect(self.refresh)
        self._theme.changed.connect(self._recolour)

    def open_filters(self) -> None:
        """Show the sorting and filtering choices under the search box."""
        place = self._search.mapToGlobal(QPoint(0, self._search.height() + 4))
        self._popup.open_at(place, self.search_text())

    def _remove_view(self, view_id: int) -> None:
        self._session.do(settings_service.delete_view, view_id, by=self)

    def _changed(self, change: Change, by: object) -> None:
        query = self._model.listing.query
        tables = SHOWN_TABLES + (THEME_TABLES if query.themes or query.not_themes else ())
        if any(change.ids(table) for table in tables):
            self._refresh_timer.start(0)

    def flush(self) -> None:
        """Do now what waits for the next turn of the event loop."""
        if self._refresh_timer.isActive():
            self._refresh_timer.stop()
            self.refresh()

    def _recolour(self) -> None:
        self._filter.setIcon(self._theme.icon("filter", size=18))
        self._list.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._search.text():
                self._search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                self._enter_in_search()
                return True
        return super().eventFilter(watched, event)


def same(one: Chip, other: Chip) -> bool:
    """Whether two chips stand for the same, whatever their words."""
    return (one.scope, one.view_id) == (other.scope, other.view_id)


def names_alone(query: Query) -> str:
    """The names of the themes and tags that a search asks for; "" where it asks for nothing or for something else."""
    alone = query == Query(themes=query.themes, tags=query.tags)
    return texts.joined([*query.themes, *query.tags], ", ") if alone else ""
