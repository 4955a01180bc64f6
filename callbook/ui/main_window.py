"""The one window: the rail, the pages, the menus, and the notice bar; every command is wired here."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMargins, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from callbook import __version__
from callbook.domain.call import CallState
from callbook.domain.change import Change, Op
from callbook.services import timing, whole_book
from callbook.services.calls import Situation
from callbook.services.exchange import Reading
from callbook.services.export import Format, has_calendar_entry
from callbook.services.upkeep import LastBackup
from callbook.storage import calls as call_reader
from callbook.storage import prospects as prospect_reader
from callbook.storage.behind import Behind
from callbook.system.settings import GEOMETRY, SPLITTER, THEME, MachineSettings
from callbook.ui import texts
from callbook.ui.actions import OF_THE_CALL, OF_WHOM_IS_SHOWN, fill_menus, make_actions
from callbook.ui.backups import Backups
from callbook.ui.call.page import CallPage
from callbook.ui.carried import can_be_list, files_in, list_in
from callbook.ui.dialogs.about import AboutDialog
from callbook.ui.dialogs.call_log import CallLogDialog
from callbook.ui.dialogs.duplicates import DuplicatesDialog
from callbook.ui.dialogs.export import ExportDialog
from callbook.ui.dialogs.import_file import ImportDialog
from callbook.ui.dialogs.log_call import LogCallDialog
from callbook.ui.dialogs.long_step import LongStepDialog
from callbook.ui.dialogs.number import NumberDialog
from callbook.ui.dialogs.palette import CommandPalette
from callbook.ui.dialogs.reports import Reports
from callbook.ui.dialogs.settings import SettingsDialog
from callbook.ui.dialogs.shortcuts import ShortcutsDialog
from callbook.ui.fields import column
from callbook.ui.history.page import HistoryPage
from callbook.ui.in_pieces import InPieces
from callbook.ui.insights.page import InsightsPage
from callbook.ui.notice_bar import NoticeBar
from callbook.ui.prospects.editor import ProspectEditor
from callbook.ui.rail import Rail
from callbook.ui.reminder_banner import ReminderBanner
from callbook.ui.scripts.page import ScriptsPage
from callbook.ui.session import Session
from callbook.ui.theme import Theme

Dialog = TypeVar("Dialog", bound=QDialog)

CALL, HISTORY, INSIGHTS, SCRIPTS = range(4)
# Changes worth a word, with Undo behind it; of the others the screen itself shows enough.
UNDOABLE_SAID = (
    Op.LOG_CALL, Op.DELETE_PROSPECTS, Op.DELETE_CALLS, Op.MOVE_STAGE, Op.MOVE_NEXT, Op.TAG_PROSPECTS, Op.CLOSE_NEXT,
    Op.MARK_DO_NOT_CALL, Op.LIFT_DO_NOT_CALL, Op.SAVE_VIEW, Op.DELETE_VIEW, Op.DELETE_SCRIPT, Op.MERGE,
    Op.PUT_THEME, Op.EDIT_THEME, Op.MERGE_THEMES, Op.DELETE_THEME,
)  # fmt: skip


TITLE_BAR = 36  # pixels that a window manager puts above a window


class MainWindow(QMainWindow):
    """`demo_asked` and `closed` are for the composition root."""

    demo_asked = Signal()
    closed = Signal()

    def __init__(self, session: Session, theme: Theme, machine: MachineSettings, backups: Backups) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._machine = machine
        self._backups = backups
        self._rail = Rail(theme)
        self.page = CallPage(session, theme)
        self.reminder_banner = ReminderBanner()
        self._pages = QStackedWidget()
        self._notice = NoticeBar(self, self.reminder_banner)
        self._dialogs: dict[type[QDialog], QDialog] = {}
        self._reports = Reports(session, self)
        self.actions_by_name = make_actions(self, self._doings())
        self._menus = fill_menus(self.menuBar(), self.actions_by_name)
        self._lay_out()
        self._connect()
        self._outcome_keys()
        self._show_undo()
        self._show_backup(backups.last)
        self.setWindowTitle(self.tr("Callbook"))
        self.setAcceptDrops(True)
        self._restore_geometry()

    def begin(self) -> None:
        """Bring back a call that was cut off; else be ready to make the first of the queue."""
        self.page.begin()
        self._recover()

    def say_migrated(self) -> None:
        """Say that the book was brought up to date, after whatever is being said now."""
        said = self.tr("Your book was brought up to date for Callbook %1. A copy of it as it was is in backups.")
        self._notice.say_later(said.replace("%1", __version__))

    def notice_text(self) -> str:
        return self._notice.text() if self._notice.isVisibleTo(self) else ""

    # pages

    def show_page(self, number: int) -> None:
        """Show a page, made when it is first asked for: most starts never need more than the first."""
        self.page.call.flush()
        if self._pages.widget(number) is None or isinstance(self._pages.widget(number), Unmade):
            self._make_page(number)
        self._pages.setCurrentIndex(number)
        self._rail.check(number)
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus()
        if number == CALL:
            self.page.list.focus_list()

    def _make_page(self, number: int) -> None:
        if number == HISTORY:
            history = HistoryPage(self._session, self._theme, self._pages)
            history.prospect_chosen.connect(self.show_prospect)
            history.finish_requested.connect(self._finish)
            self._put_page(number, history)
        elif number == INSIGHTS:
            insights = InsightsPage(self._session, self._theme, self._pages)
            insights.prospect_chosen.connect(self.show_prospect)
            insights.block_asked.connect(self._call_found)
            insights.calls_asked.connect(self._show_behind)
            insights.prospects_asked.connect(self.show_found)
            self._put_page(number, insights)
        elif number == SCRIPTS:
            self._put_page(number, ScriptsPage(self._session, self._theme))

    def _rest_or_wake(self, number: int) -> None:
        """Whoever is not in sight is not edited: what F2 and its like mean there is for the page shown to say."""
        for name in OF_WHOM_IS_SHOWN:
            self.actions_by_name[name].setEnabled(number == CALL)

    def _put_page(self, number: int, page: QWidget) -> None:
        old = self._pages.widget(number)
        self._pages.insertWidget(number, page)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()

    def show_prospect(self, prospect_id: int) -> None:
        self.show_page(CALL)
        self.page.show_prospect(prospect_id)

    def show_found(self, search: str) -> None:
        """The prospects that a search finds, with the search to be seen and changed."""
        self.show_page(CALL)
        self.page.show_found(search)

    def _call_found(self, search: str) -> None:
        """Begin a call block with the prospects that a search finds."""
        self.show_found(search)
        self.page.start_another_block()

    def _show_behind(self, behind: Behind, words: str) -> None:
        """The calls that a figure counts."""
        self.show_page(HISTORY)
        page = self._pages.widget(HISTORY)
        if isinstance(page, HistoryPage):
            page.show_behind(behind, words)

    def _finish(self, call_id: int) -> None:
        self.show_page(CALL)
        self.page.finish(call_id)

    def show_script(self, script_id: int) -> None:
        self.show_page(SCRIPTS)
        page = self._pages.widget(SCRIPTS)
        if isinstance(page, ScriptsPage):
            page.select(script_id)

    # commands

    def _doings(self) -> dict[str, Callable[[], object]]:
        doings = self._doings_in_sight()
        for name in OF_THE_CALL:
            doings[name] = partial(self._in_sight, doings[name])
        return doings

    def _doings_in_sight(self) -> dict[str, Callable[[], object]]:
        call, prospects = self.page.call, self.page.list
        return {
            "import_file": self.choose_import,
            "paste_list": self.paste_list,
            "export": self.open_export,
            "week_page": self._reports.ask_week,
            "visit_sheet": lambda: self._reports.ask_visits(prospects),
            "visits_today": self._reports.ask_today,
            "demo_book": self.demo_asked.emit,
            "backup": self._backups.make,
            "show_folder": self._show_folder,
            "settings": self.open_settings,
            "quit": self.close,
            "undo": self.undo,
            "redo": self.redo,
            "search": lambda: self._on_call_page(prospects.focus_search),
            "filter": lambda: self._on_call_page(prospects.open_filters),
            "keep_view": prospects.keep_view,
            "palette": self.open_palette,
            "new_prospect": self.new_prospect,
            "edit_prospect": lambda: self.edit_prospect(call.prospect_id),
            "tag": self.page.ask_tag,
            "stage": self.page.ask_stage,
            "move_next": self.page.ask_next,
            "save_contact": lambda: self.save_one(call.prospect_id, Format.VCARD),
            "save_meeting": lambda: self.save_one(call.prospect_id, Format.CALENDAR),
            "do_not_call": self.page.mark_do_not_call,
            "delete": self.page.delete,
            "duplicates": self.open_duplicates,
            "primary": call.primary,
            "save_and_stay": lambda: call.save(advance=False),
            "inbound": lambda: self._on_call_page(self.page.start_inbound),
            "log_call": lambda: self._on_call_page(call.log),
            "dial": call.dial,
            "show_number": lambda: self._on_call_page(self.show_number),
            "script": lambda: self._on_call_page(call.open_scripts),
            "picked_up": call.pick_up,
            "desk": lambda: self._on_call_page(call.toggle_desk),
            "pause": call.pause,
            "ask": lambda: self._on_call_page(call.ask),
            "object": lambda: self._on_call_page(call.show_objections),
            "skip": self.page.advance,
            "back": self.page.go_back,
            "block": lambda: self._on_call_page(self.page.start_block),
            "end_block": self.page.end_block,
            "reminder": self.reminder_banner.take_focus,
            "page_call": lambda: self.show_page(CALL),
            "page_history": lambda: self.show_page(HISTORY),
            "page_insights": lambda: self.show_page(INSIGHTS),
            "page_scripts": lambda: self.show_page(SCRIPTS),
            "theme_system": lambda: self._choose_theme("system"),
            "theme_light": lambda: self._choose_theme("light"),
            "theme_dark": lambda: self._choose_theme("dark"),
            "shortcuts": lambda: self._kept(ShortcutsDialog, self._make_shortcuts).open(),
            "about": lambda: self._kept(AboutDialog, self._make_about).open(),
        }

    def _on_call_page(self, do: Callable[[], object]) -> None:
        if self._pages.currentIndex() != CALL:
            self.show_page(CALL)
        do()

    def _in_sight(self, do: Callable[[], object]) -> None:
        """Nothing is begun, ended or logged unseen: from another page the first key only shows what it is about."""
        if self._pages.currentIndex() == CALL:
            do()
            return
        self.show_page(CALL)
        if self.page.call.state is not None:
            self.page.call.focus_note()
        self._notice.say(self.tr("Here is what that is about. Once more, and it is done."))

    def undo(self) -> None:
        self.flush()
        if self._session.long_undo:
            self._long_step().undo()
        else:
            self._after_replay(self._session.undo())

    def redo(self) -> None:
        if self._session.long_redo:
            self._long_step().redo()
        else:
            self._after_replay(self._session.redo())

    def _do_long_step(self, words: str, run: InPieces) -> None:
        self.flush()
        self._long_step().begin(words, run)

    def _long_step(self) -> LongStepDialog:
        return self._kept(LongStepDialog, self._make_long_step)

    def _make_long_step(self) -> LongStepDialog:
        dialog = LongStepDialog(self._session, self)
        dialog.replayed.connect(self.page.after_undo)
        return dialog

    def _after_replay(self, change: Change | None) -> None:
        if change is None:
            self._notice.say(self.tr("There is nothing to take back."))
        else:
            self.page.after_undo(change)

    def new_prospect(self) -> None:
        self._kept(ProspectEditor, self._make_editor).new()

    def edit_prospect(self, prospect_id: int) -> None:
        if prospect_id:
            self.page.call.flush()
            self._kept(ProspectEditor, self._make_editor).edit(prospect_id)

    def open_settings(self) -> None:
        self._kept(SettingsDialog, self._make_settings).open()

    def _make_settings(self) -> SettingsDialog:
        settings = SettingsDialog(self._session, self._theme, self._machine, self)
        settings.replayed.connect(self.page.after_undo)
        return settings

    def open_duplicates(self) -> None:
        """Pairs of prospects that may be one."""
        self.flush()
        self._kept(DuplicatesDialog, self._make_duplicates).open()

    def _make_duplicates(self) -> DuplicatesDialog:
        dialog = DuplicatesDialog(self._session, self._theme, self)
        dialog.merged.connect(self._follow_merge)
        dialog.replayed.connect(self.page.after_undo)
        return dialog

    def _follow_merge(self, keep_id: int, other_id: int) -> None:
        """Who went into another is shown no more."""
        if self.page.call.prospect_id == other_id:
            self.page.show_prospect(keep_id)

    def show_number(self) -> None:
        """The number of the shown prospect large, with a code for a phone's camera."""
        shown = self.page.call.number_shown()
        if shown is not None:
            dialog = self._kept(NumberDialog, lambda: NumberDialog(self._theme, self))
            dialog.show_number(*shown)

    def open_palette(self) -> None:
        self._kept(CommandPalette, self._make_palette).open()

    def _make_palette(self) -> CommandPalette:
        palette = CommandPalette(self._session, self._theme, list(self.actions_by_name.values()), self)
        palette.prospect_chosen.connect(self.show_prospect)
        palette.script_chosen.connect(self.show_script)
        palette.outcome_chosen.connect(self._choose_outcome)
        return palette

    def _make_shortcuts(self) -> ShortcutsDialog:
        return ShortcutsDialog(list(self.actions_by_name.values()), self)

    def _make_about(self) -> AboutDialog:
        return AboutDialog(self._session, self._theme, self)

    def _make_editor(self) -> ProspectEditor:
        editor = ProspectEditor(self._session, self._theme)
        editor.setParent(self, editor.windowFlags())
        editor.saved.connect(self.show_prospect)
        return editor

    def _kept(self, kind: type[Dialog], make: Callable[[], Dialog]) -> Dialog:
        """The dialog of this kind, made when it is first asked for and kept as long as the window."""
        if kind not in self._dialogs:
            self._dialogs[kind] = make()
        found = self._dialogs[kind]
        assert isinstance(found, kind)  # noqa: S101  a dialog is kept under its own class
        return found

    def open_log(self, prospect_id: int, situation: Situation) -> None:
        dialog = self._kept(LogCallDialog, lambda: LogCallDialog(self._session, self._theme, self))
        dialog.open_for(prospect_id, situation)

    def choose_import(self) -> None:
        kinds = self.tr("Lists (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf *.xml);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Import a list"), str(Path.home()), kinds)
        if path:
            self.import_file(Path(path))

    def import_file(self, path: Path) -> None:
        """Show what a file would become, and import it when told so; a complete book comes back at once."""
        if path.suffix.lower() == ".json":
            self._bring_back(path)
            return
        self._importer().open_file(path)

    def paste_list(self) -> None:
        """Show what the list on the clipboard would become, as if it were a file."""
        if not self._take_list(QGuiApplication.clipboard().mimeData(), self.tr("clipboard")):
            self._notice.say(self.tr("There is no list on the clipboard: copy rows of a table or contacts first."))

    def _take_list(self, mime: QMimeData, source: str) -> bool:
        """Show what files or a text would become; whether there is any."""
        files, data = files_in(mime), list_in(mime)
        if files:
            self.open_files(files)
        elif data:
            self._importer().open_data(data, source)
        return bool(files or data)

    def _importer(self) -> ImportDialog:
        if ImportDialog not in self._dialogs:
            made = self._kept(ImportDialog, lambda: ImportDialog(self._session, self._machine, self))
            made.log_found.connect(self._open_call_log)
        return self._kept(ImportDialog, lambda: ImportDialog(self._session, self._machine, self))

    def _open_call_log(self, log: Reading, name: str) -> None:
        """Show what a call log would become."""
        if CallLogDialog not in self._dialogs:
            made = self._kept(CallLogDialog, lambda: CallLogDialog(self._session, self))
            made.list_asked.connect(self._importer().show_list)
            made.let_go.connect(self._importer().let_go)
        self._kept(CallLogDialog, lambda: CallLogDialog(self._session, self)).open_log(log, name)

    def _bring_back(self, path: Path) -> None:
        """Make this book, if it is empty, equal to one that was exported."""
        self.flush()
        change = self._session.do(whole_book.bring_back, path, lambda now: self._backups.make_now())
        if change is not None:
            self.page.after_undo(change)
            self._notice.say(self.tr("The book is back as it was exported."))

    def open_export(self) -> None:
        """Take out what the list shows, what is selected in it, or everything."""
        self.flush()
        shown = self.page.list
        self._export().open_for(shown.shown_listing(), shown.view_name(), tuple(shown.selected()))

    def save_one(self, prospect_id: int, kind: Format) -> None:
        """Save the prospect that is shown as a contact, or its next action for a calendar."""
        if prospect_id:
            self.flush()
            if kind is Format.CALENDAR and not has_calendar_entry(self._session.book, prospect_id):
                said = self.tr("There is no next action with a date to save here. Give this prospect one first.")
                self._notice.say(said)
                return
            self._export().save_one(prospect_id, prospect_reader.name_of(self._session.book, prospect_id), kind)

    def _export(self) -> ExportDialog:
        if ExportDialog not in self._dialogs:
            self._kept(ExportDialog, lambda: ExportDialog(self._session, self)).said.connect(self._notice.say)
        return self._kept(ExportDialog, lambda: ExportDialog(self._session, self))

    def open_files(self, files: Sequence[Path]) -> None:
        """Show what the first of these files would become; they come in one at a time, and none while somebody is on
        the telephone: what is typed then belongs to the call."""
        if files and self.page.call.state is CallState.LIVE:
            said = self.tr("You are in a call. Bring in %1 afterwards: File, Import.")
            self._notice.say_later(said.replace("%1", files[0].name))
            return
        if files:
            self.import_file(files[0])
        if len(files) > 1:
            said = self.tr("Files are imported one at a time: this is the first of %1.")
            self._notice.say(said.replace("%1", str(len(files))))

    def _choose_outcome(self, outcome_id: int) -> None:
        outcome = next((one for one in call_reader.outcomes(self._session.book) if one.id == outcome_id), None)
        if outcome is not None:
            self._in_sight(lambda: self.page.call.choose(outcome))

    def _show_folder(self) -> None:
        self._notice.say(self.tr("The book lies in %1").replace("%1", str(self._session.book.path.parent)))

    def _choose_theme(self, choice: str) -> None:
        self._machine.put(THEME, choice)
        self._theme.choose(choice)

    def _outcome_keys(self) -> None:
        for digit in "1234567890":
            key = QShortcut(QKeySequence(f"Alt+{digit}"), self)
            key.activated.connect(lambda digit=digit: self._in_sight(lambda: self.page.call.choose_key(digit)))

    # what is told

    def _changed(self, change: Change, by: object) -> None:
        self._show_undo()
        words = texts.notice(change)
        if words and (change.undone is not None or change.op in UNDOABLE_SAID):
            self._notice.say(words, undo=change.undone is None)

    def _say(self, words: str) -> None:
        self._notice.say(words, undo=self._session.book.undo_op is Op.SAVE_CALL)

    def _show_undo(self) -> None:
        book = self._session.book
        for name, op, words in (("undo", book.undo_op, self.tr("Undo")), ("redo", book.redo_op, self.tr("Redo"))):
            action = self.actions_by_name[name]
            action.setText(f"{words}: {texts.operation(op)}" if op else words)

    def _show_backup(self, backup: LastBackup | None) -> None:
        if backup is None:
            self._rail.show_backup(self.tr("No\nbackup"))
            return
        local = backup.made_at.astimezone(self._session.zone)
        today = self._session.now().astimezone(self._session.zone).date()
        when = f"{local:%H:%M}" if local.date() == today else texts.day_and_month(local.date())
        self._rail.show_backup(self.tr("Backup\n%1").replace("%1", when))

    def _recover(self) -> None:
        """A call that a crash cut off comes back in wrap-up, with what was typed."""
        for call in call_reader.open_calls(self._session.book):
            if call.state is CallState.LIVE:
                self._session.do(timing.recover, call.id)
            if call.prospect_id:
                self.page.show_prospect(call.prospect_id)
                name = prospect_reader.name_of(self._session.book, call.prospect_id)
            else:
                self.page.call.show_call(call.id)
                name = self.tr("somebody who called")
            began = (
                texts.past_moment(call.started_at, self._session.now(), self._session.zone) if call.started_at else ""
            )
            said = self.tr("Your call with %1 (%2) is back, with what you typed.")
            self._notice.say(said.replace("%1", name).replace("%2", began))
            self.page.call.focus_note()
            return

    # the window itself

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_be_list(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_list(event.mimeData(), self.tr("dragged text")):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, where nothing that has the keyboard took it."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._pages.currentIndex() != CALL:
            self.show_page(CALL)
        else:
            self.page.go_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._notice.place()

    def flush(self) -> None:
        """Write everything typed anywhere in the window and not written yet."""
        self.page.flush()
        for part in (*self._dialogs.values(), *(self._pages.widget(number) for number in (HISTORY, SCRIPTS))):
            if isinstance(part, ProspectEditor | SettingsDialog | HistoryPage | ScriptsPage):
                part.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        if LongStepDialog in self._dialogs:
            self._long_step().finish()  # before anything else is written, which would end it half done
        self.flush()
        self.page.call.pause_for_closing()
        if ImportDialog in self._dialogs:
            self._importer().stop()
        if CallLogDialog in self._dialogs:
            self._kept(CallLogDialog, lambda: CallLogDialog(self._session, self)).stop()
        if ExportDialog in self._dialogs:
            self._export().stop()
        self._machine.put(GEOMETRY, self.saveGeometry())
        self._machine.put(SPLITTER, self.page.columns())
        self._backups.make_at_closing()
        event.accept()
        self.closed.emit()

    def _restore_geometry(self) -> None:
        there = self.screen().availableGeometry().size()
        self.resize(QSize(1320, 840).boundedTo(there.shrunkBy(QMargins(0, TITLE_BAR, 0, 0))))
        self.setMinimumSize(980, 640)
        stored = self._machine.get(GEOMETRY)
        if not stored.isEmpty():
            self.restoreGeometry(stored)
        columns = self._machine.get(SPLITTER)
        if not columns.isEmpty():
            self.page.set_columns(columns)

    def _lay_out(self) -> None:
        self._pages.addWidget(self.page)
        for _ in (HISTORY, INSIGHTS, SCRIPTS):
            self._pages.addWidget(Unmade())
        central = QWidget()
        whole = QHBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        # At the free end of the menu bar it takes no room from the call; where the system has that bar, above the page.
        if self.menuBar().isNativeMenuBar():
            whole.addLayout(column(self.reminder_banner, self._pages, spacing=0), 1)
        else:
            self.menuBar().setCornerWidget(self.reminder_banner)
            whole.addWidget(self._pages, 1)
        self.setCentralWidget(central)
        self._rail.check(CALL)

    def _connect(self) -> None:
        self._session.changed.connect(self._changed)
        self._session.failed.connect(self._notice.say_error)
        self._session.long_step.connect(self._do_long_step)
        self._backups.failed.connect(self._notice.say_error)
        self._backups.made.connect(self._show_backup)
        self._notice.undo_asked.connect(self.undo)
        self._reports.said.connect(self._notice.say)
        self._reports.asked.connect(self.flush)
        self._rail.page_chosen.connect(self.show_page)
        self._pages.currentChanged.connect(self._rest_or_wake)
        self._rail.book_asked.connect(self._show_folder)
        self.page.said.connect(self._say)
        self.page.edit_asked.connect(self.edit_prospect)
        self.page.log_asked.connect(self.open_log)
        self.page.settings_asked.connect(self.open_settings)
        self.page.import_asked.connect(self.choose_import)
        self.page.demo_asked.connect(self.demo_asked)
        self.page.first_asked.connect(self.new_prospect)
        self.page.menu_asked.connect(self._show_prospect_menu)

    def _show_prospect_menu(self, place: QPoint) -> None:
        self._menus["prospect"].popup(place)


class Unmade(QWidget):
    """Stands where a page will be."""
