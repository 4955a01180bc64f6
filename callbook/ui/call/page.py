"""The first page: the list on the left, the call in the middle, what was said on the right."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from callbook.domain.block import BlockMember, BlockProgress
from callbook.domain.call import Call
from callbook.domain.change import Change, Op
from callbook.domain.followup import ActionKind
from callbook.domain.prospect import Stage
from callbook.domain.when import Due
from callbook.services import blocks as block_service
from callbook.services import calls as call_service
from callbook.services import prospects as service
from callbook.storage import blocks, listing
from callbook.storage import prospects as reader
from callbook.storage.listing import Listing, Scope
from callbook.ui.call.block_bar import BlockBar
from callbook.ui.call.nobody import NobodyLeft
from callbook.ui.call.panel import CallPanel
from callbook.ui.history.side import ProspectHistory
from callbook.ui.prospects.bulk import LineDialog, StageDialog, ask_day
from callbook.ui.prospects.empty import EmptyBook
from callbook.ui.prospects.panel import ProspectPanel
from callbook.ui.session import Session
from callbook.ui.theme import Theme

# Lines longer than this are hard to read, however wide the window.
WIDEST = 900
ROOM_FOR_THREE = 1080
OF_A_BLOCK = (Op.START_BLOCK, Op.PUT_OFF, Op.END_BLOCK)


class CallPage(QWidget):
    """Composes the three columns; what its parts ask of one another passes through here."""

    edit_asked = Signal(int)
    log_asked = Signal(int, object)
    settings_asked = Signal()
    import_asked = Signal()
    demo_asked = Signal()
    first_asked = Signal()
    menu_asked = Signal(QPoint)
    said = Signal(str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.list = ProspectPanel(session, theme)
        self.call = CallPanel(session, theme)
        self.history = ProspectHistory(session, theme)
        self._empty = EmptyBook(theme)
        self._nobody = NobodyLeft(session)
        self._block = BlockBar(session)
        self._done = 0
        self._middle = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Go on with an open call block, else select the first of the queue; the window gets the keyboard."""
        self._show_or_teach()
        if self._stack.currentWidget() is self._splitter:
            self.list.flush()
            if not self._take_turn():
                self.list.select_first()
            self.list.focus_list()

    def show_prospect(self, prospect_id: int) -> None:
        self._show_or_teach()
        self.list.reveal(prospect_id)

    def show_found(self, search: str) -> None:
        """Search the list for somebody else's sake: the first who is found is shown, unless a call is on."""
        self._show_or_teach()
        self.list.search_for(search)
        self.list.flush()
        if self.call.state is None:
            self.list.select_first()

    def go_up(self) -> None:
        """Esc: out of the search, else back to the list."""
        if not self.list.clear_search():
            self.list.focus_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is no room for three columns, what was said before gives way to what is said now.
        self.history.setVisible(self.width() >= ROOM_FOR_THREE)

    def advance(self) -> None:
        """On to the next of the call block, where who is passed over comes again later today; without one, of the
        list. The keyboard stays in the window for Ctrl+Return."""
        self.call.flush()
        passed = self.call.prospect_id
        put_off = self._session.do(block_service.put_off, passed) if passed else None
        self._go_on()
        if put_off is not None and put_off.touched and self.call.prospect_id == passed:
            self.said.emit(self.tr("Nobody else is left in the call block."))
        self.list.focus_list()

    def _prepare(self, prospect_id: int) -> None:
        """Somebody who was named to us just now: ready to prepare, unless a block of calls goes on."""
        if blocks.open_block(self._session.book) is not None:
            self.advance()
            return
        self.list.reveal(prospect_id)
        self.call.focus_preparation()

    def _back_to_turn(self, prospect_id: int) -> None:
        """To whose turn it was when somebody called us."""
        self.list.reveal(prospect_id)
        self.list.focus_list()

    def go_back(self) -> None:
        self.call.flush()
        self.list.go_back()
        self.list.focus_list()

    def start_inbound(self) -> None:
        """They are calling: now."""
        self._stack.setCurrentWidget(self._splitter)
        self._middle.setCurrentWidget(self.call)
        self.call.start_inbound()
        self.history.show(None)

    def finish(self, call_id: int) -> None:
        """Take an unfinished call back into wrap-up."""
        self.call.flush()
        if self._session.do(call_service.reopen, call_id) is None:
            return
        self.list.flush()
        call = self._session.book.get(Call, call_id)
        if call is not None and call.prospect_id is not None:
            self.list.select(call.prospect_id)
        self._stack.setCurrentWidget(self._splitter)
        self._middle.setCurrentWidget(self.call)
        self.call.show_call(call_id)

    def flush(self) -> None:
        """Save everything typed on this page."""
        self.call.flush()
        self.history.flush()

    def after_undo(self, change: Change) -> None:
        """Show what was taken back where it can be seen; on another page the keyboard stays where it is."""
        self._show_or_teach()
        self.list.refresh()
        self._done = 0
        turn = self._show_turn_after(change)
        if not turn:
            self._show_replayed(change)
        if not self.isVisible():
            return
        if self.call.state is not None and not turn:
            self.call.focus_note()
        else:
            self.list.focus_list()

    def _show_replayed(self, change: Change) -> None:
        self.call.undo_typing_into(change)
        if self.call.prospect_id or self.call.state is not None:
            self._middle.setCurrentWidget(self.call)
            self.history.show(self.call.prospect_id or None)
            self.list.mark(self.call.prospect_id)
        else:
            self.list.select_first()

    # the call block

    def start_block(self) -> None:
        """Go on with the open call block; without one, begin one with the view the list shows."""
        progress = blocks.progress(self._session.book)
        if progress is None:
            self.start_another_block()
        elif not self._take_turn():
            self._show_done(progress)
        self.list.focus_list()

    def start_another_block(self) -> None:
        """Begin a call block with the view the list shows; an open one ends."""
        self.flush()
        name, ids = self.list.view_name(), self.list.to_call(block_service.MOST)
        if self._session.do(block_service.start_block, name, ids) is not None:
            self._stack.setCurrentWidget(self._splitter)
            self._take_turn()
        self.list.focus_list()

    def end_block(self) -> None:
        """Get up from the call block; who is shown stays."""
        self.flush()
        if self._session.do(block_service.end_block) is not None and self._middle.currentWidget() is self._nobody:
            self.list.flush()
            self.list.select_first()
        self.list.focus_list()

    def _go_on(self) -> None:
        """To whose turn it is in the call block, once to its end, and where there is none to the next of the list."""
        progress = blocks.progress(self._session.book)
        if self._take_turn():
            return
        if progress is not None and progress.block.id != self._done:
            self._show_done(progress)
        else:
            self.list.advance()

    def _take_turn(self) -> bool:
        """Show whose turn it is, in the present view or not; False where nobody waits in a block."""
        progress = blocks.progress(self._session.book)
        if progress is None or progress.next_id is None:
            return False
        self._done = 0
        self.list.flush()
        self.list.select(progress.next_id)
        return True

    def _show_done(self, progress: BlockProgress) -> None:
        self._done = progress.block.id
        self.list.flush()
        self.list.select(0)

    def _show_turn_after(self, change: Change) -> bool:
        """After undo or redo of what was done with a block: whoever is back in their place, else whose turn it is."""
        if change.op is Op.PUT_OFF and change.undone:
            member = self._session.book.get(BlockMember, change.one("block_member"))
            if member is not None:
                self.list.select(member.prospect_id)
            return member is not None
        return change.op in OF_A_BLOCK and self.call.state is None and self._take_turn()

    # the selected prospects

    def ask_tag(self) -> None:
        self._with_selected(self._ask_tag)

    def _ask_tag(self, ids: list[int]) -> None:
        dialog = LineDialog(
            self,
            self.tr("Tag the selected prospects"),
            self.tr("one tag; a minus before it takes it off"),
            reader.all_tags(self._session.book),
        )
        dialog.answered.connect(lambda text: self._tag(ids, text))
        dialog.open()

    def _tag(self, ids: list[int], text: str) -> None:
        verb = service.untag if text.startswith("-") else service.tag
        self._session.do(verb, ids, text.lstrip("-").strip())

    def ask_stage(self) -> None:
        self._with_selected(self._ask_stage)

    def _ask_stage(self, ids: list[int]) -> None:
        dialog = StageDialog(self, self.tr("Move the selected prospects to a stage"), self._session.settings())
        dialog.chosen.connect(lambda stage: self._move_stage(ids, stage))
        dialog.open()

    def _move_stage(self, ids: list[int], stage: Stage) -> None:
        self._session.do(service.move_stage, ids, stage)

    def ask_next(self) -> None:
        self._with_selected(self._ask_next)

    def _ask_next(self, ids: list[int]) -> None:
        ask_day(self, self._session, self.tr("When is the next action?"), lambda due: self._move_next(ids, due))

    def _move_next(self, ids: list[int], due: Due) -> None:
        kind: ActionKind | None = None
        self._session.do(service.move_next, ids, kind, due, self._session.zone.key)

    def mark_do_not_call(self) -> None:
        """Mark the selected; said once more, it lifts the mark of who has it."""
        self._with_selected(self._bar_or_lift)

    def _bar_or_lift(self, ids: list[int]) -> None:
        if reader.barred(self._session.book, ids) != set(ids):
            self._session.do(service.mark_do_not_call, ids)
            return
        for prospect_id in ids:
            self._session.do(service.lift_do_not_call, prospect_id)

    def delete(self) -> None:
        self._with_selected(self._delete)

    def _delete(self, ids: list[int]) -> None:
        self.call.flush()
        if self._session.do(service.delete, ids) is not None:
            self._go_on()
            self._show_or_teach()

    def _with_selected(self, do: Callable[[list[int]], object]) -> None:
        ids = self.list.selected()
        if ids:
            do(ids)
        else:
            self.said.emit(self.tr("Select a prospect first."))

    # inside

    def _chosen(self, prospect_id: int) -> None:
        self.call.show_prospect(prospect_id)
        self.history.show(prospect_id or None)
        anybody = bool(prospect_id) or self.call.state is not None
        if not anybody:
            progress = blocks.progress(self._session.book)
            self._nobody.refresh(progress if progress is not None and progress.next_id is None else None)
        self._middle.setCurrentWidget(self.call if anybody else self._nobody)

    def _show_or_teach(self) -> None:
        """An empty book teaches; any prospect in it, and the three columns are shown."""
        everybody = Listing(Scope.ALL)
        anybody = listing.page(self._session.book, everybody, self._session.now(), self._session.zone, 0, 1)
        live = self.call.state is not None
        self._stack.setCurrentWidget(self._splitter if anybody or live else self._empty)

    def _changed(self, change: Change, by: object) -> None:
        if change.ids("prospect"):
            was_empty = self._stack.currentWidget() is self._empty
            self._show_or_teach()
            if was_empty and self._stack.currentWidget() is self._splitter:
                self.begin()

    def columns(self) -> QByteArray:
        return self._splitter.saveState()

    def set_columns(self, state: QByteArray) -> None:
        self._splitter.restoreState(state)

    def _lay_out(self) -> None:
        self._middle.addWidget(self.call)
        self._middle.addWidget(self._nobody)
        self.call.setMaximumWidth(WIDEST)
        self._block.setMaximumWidth(WIDEST)
        middle = QWidget()
        holder = QVBoxLayout(middle)
        holder.setContentsMargins(6, 0, 6, 0)
        holder.setSpacing(10)
        holder.addWidget(self._block)
        self._block.refresh()
        holder.addWidget(self._middle, 1)
        for widget, stretch, width in ((self.list, 0, 320), (middle, 1, 400), (self.history, 0, 280)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
            widget.setMinimumWidth(min(width, 250))
        self._splitter.setSizes([332, 590, 288])
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(10)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._empty)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 14)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.history.finish_requested.connect(self.finish)
        self.list.menu_asked.connect(self.menu_asked)
        self.list.block_asked.connect(self.start_block)
        self._block.later_asked.connect(self.advance)
        self._block.end_asked.connect(self.end_block)
        self._block.another_asked.connect(self.start_another_block)
        self.call.advance_asked.connect(self.advance)
        self.call.skip_asked.connect(self.advance)
        self.call.referred.connect(self._prepare)
        self.call.turn_asked.connect(self._back_to_turn)
        self.call.open_shown.connect(self._block.give_way)
        self.call.prospect_asked.connect(self._show_caller)
        self.call.edit_asked.connect(self.edit_asked)
        self.call.log_asked.connect(self.log_asked)
        self.call.move_asked.connect(lambda prospect_id: self._ask_next([prospect_id]))
        self.call.settings_asked.connect(self.settings_asked)
        self.call.said.connect(self.said)
        self._nobody.prospect_asked.connect(self.list.select)
        self._nobody.everybody_asked.connect(lambda: self.list.choose_scope(Scope.ALL))
        self._nobody.import_asked.connect(self.import_asked)
        self._empty.import_asked.connect(self.import_asked)
        self._empty.demo_asked.connect(self.demo_asked)
        self._empty.first_asked.connect(self.first_asked)
        self._session.changed.connect(self._changed)

    def _show_caller(self, prospect_id: int) -> None:
        self._middle.setCurrentWidget(self.call)
        self.history.show(prospect_id)
        self.list.mark(prospect_id)
