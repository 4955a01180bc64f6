"""The composition root: paths, log, book, session, theme and window, put together here and nowhere else."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QProcess, QTranslator, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from callbook import __version__
from callbook.domain.call import CallState
from callbook.domain.errors import CallbookError, StorageError
from callbook.formats.script_file import ScriptFile, read_script
from callbook.services.setup import set_up
from callbook.storage.backup import write_backup
from callbook.storage.book import Book
from callbook.storage.calls import open_calls
from callbook.storage.opening import open_book, refuse_unwritable, unwritable
from callbook.system import resources
from callbook.system.clock import SteadyClock, local_zone
from callbook.system.desktop import name_for_taskbar
from callbook.system.garbage import GarbageOnThisThread
from callbook.system.instance import Instance
from callbook.system.logs import start_logs
from callbook.system.notify import Notifier
from callbook.system.paths import Paths
from callbook.system.settings import REMINDED, THEME, MachineSettings
from callbook.system.worker import Worker
from callbook.ui.backups import Backups
from callbook.ui.failure import catch_failures, show_problem
from callbook.ui.main_window import MainWindow
from callbook.ui.reminders import Reminders, Tray
from callbook.ui.session import Session
from callbook.ui.theme import Theme, pixmap

Clock = Callable[[], datetime]


class Application(QApplication):
    """`files_asked` carries what macOS asks to open: it does so by an event, and not on the command line."""

    files_asked = Signal(list)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if event.file():  # else it is an address, of which none is ours
            self.files_asked.emit([Path(event.file())])
        return True


@dataclass(slots=True)
class Program:
    """Everything a window needs to live; keep it as long as the window."""

    book: Book
    session: Session
    theme: Theme
    backups: Backups
    window: MainWindow
    reminders: Reminders
    machine: MachineSettings

    def close(self) -> None:
        """Close the window, with its backup, and the book."""
        self.window.close()
        self.reminders.stop()
        if self.reminders.looked is not None:
            self.machine.put(REMINDED, self.reminders.looked.isoformat())
        self.backups.stop()
        self.window.deleteLater()
        self.session.close()


def application(arguments: list[str]) -> Application:
    """The one QApplication of this process, with its names and Qt's own words in the user's language."""
    present = QApplication.instance()
    if isinstance(present, Application):
        return present
    name_for_taskbar()
    made = Application(arguments)
    made.setApplicationName("Callbook")
    made.setApplicationDisplayName("Callbook")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName("callbook")
    made.setWindowIcon(pixmap("callbook", "black", 64))
    made.setStyle("Fusion")
    translator = QTranslator(made)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        made.installTranslator(translator)
    return made


def ready_book(paths: Paths, now: datetime, migrated: Callable[[Path], object] | None = None) -> Book:
    """The book of a folder, with what it ships with if it is new; if it is older, migrated behind a backup, whose path
    `migrated` is given once all has gone well."""
    copies: list[Path] = []
    # The older backups are not thinned meanwhile: what hinders that must not hinder the start.
    book = open_book(paths.book, lambda path: copies.append(write_backup(path, paths.backups, now).path))
    set_up(book, shipped_scripts(), now=now)
    if migrated is not None and copies:
        migrated(copies[0])
    return book


def shipped_scripts() -> list[ScriptFile]:
    return [read_script(text) for text in resources.texts("scripts", ".json").values()]


def open_window(
    app: QApplication,
    paths: Paths,
    clock: Clock | None = None,
    zone: ZoneInfo | None = None,
    theme: str = "",
    notifier: Notifier | None = None,
) -> Program:
    """Open the book of a folder in a window, shown and ready for the first call; without a `notifier` what comes due
    is said in the window only."""
    machine = MachineSettings(paths.settings)
    steady = SteadyClock()
    told = clock or steady
    copies: list[Path] = []
    book = ready_book(paths, told(), copies.append)
    steady.busy = lambda: timed(book)
    session = Session(book, told, zone or local_zone(), Worker())
    looks = Theme(app, theme or machine.get(THEME))
    backups = Backups(session, paths.backups)
    window = MainWindow(session, looks, machine, backups)
    looks.apply()
    window.show()
    looked = machine.get(REMINDED)
    since = datetime.fromisoformat(looked) if looked else None
    reminders = Reminders(session, window.reminder_banner, notifier, lambda: session.settings().remind_minutes, since)
    reminders.open_asked.connect(window.show_prospect)
    reminders.shown_asked.connect(lambda: raise_window(window))
    reminders.look()
    window.begin()
    if copies:
        window.say_migrated()
    return Program(book, session, looks, backups, window, reminders, machine)


def timed(book: Book) -> bool:
    """Whether a call is being timed."""
    return any(call.state is CallState.LIVE for call in open_calls(book))


def run(paths: Paths, arguments: list[str], files: Sequence[Path] = ()) -> int:
    """Open the window, and these files in it by their whole paths, and stay until it is closed; a second start for the
    same book raises the first one's window and hands its files over."""
    app = application(arguments)
    try:
        refuse_unwritable(paths.folder, paths.beside_program)
        crashes = start_logs(paths.logs)
    except CallbookError as error:
        return refuse(error, arguments)
    except OSError:
        return refuse(unwritable(paths.folder, paths.beside_program), arguments)
    catch_failures()
    instance = Instance(paths.lock)
    if not instance.claim():
        if instance.raise_other(files):
            return 0
        if not instance.is_held():
            return refuse(unwritable(paths.folder, paths.beside_program), arguments)
        show_problem(StorageError("The book is in use by another program.", "Close it there and try again."))
        return 3
    tray = Tray(app.windowIcon())
    notifier = Notifier(tray.show_message)
    try:
        program = open_window(app, paths, notifier=notifier)
    except CallbookError as error:
        instance.release()
        return refuse(error, arguments)
    connect_tray(tray, notifier, program)
    connect_files(app, instance, program.window)
    garbage = GarbageOnThisThread(app)
    program.window.demo_asked.connect(lambda: start_again(["--demo"]))
    program.window.open_files(files)
    try:
        return app.exec()
    finally:
        tray.stop()
        program.close()
        garbage.stop()
        instance.release()
        crashes.close()


def refuse(error: CallbookError, arguments: list[str]) -> int:
    """Say in a window why none can be opened on the book, and answer with the exit code."""
    application(arguments)
    show_problem(error)
    return 1


def connect_files(app: Application, instance: Instance, window: MainWindow) -> None:
    """What another start and the system ask for: to see the window, and files in it."""
    instance.raised.connect(lambda: raise_window(window))
    instance.opened.connect(window.open_files)
    app.files_asked.connect(lambda: raise_window(window))
    app.files_asked.connect(window.open_files)


def connect_tray(tray: Tray, notifier: Notifier, program: Program) -> None:
    tray.clicked.connect(notifier.clicked)
    tray.window_asked.connect(lambda: raise_window(program.window))
    tray.snooze_asked.connect(program.reminders.snooze)
    tray.quit_asked.connect(program.window.close)


def raise_window(window: MainWindow) -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


def start_again(arguments: list[str]) -> None:
    """Start another Callbook beside this one."""
    packaged = getattr(sys, "frozen", False)
    QProcess.startDetached(sys.executable, arguments if packaged else ["-m", "callbook", *arguments])
