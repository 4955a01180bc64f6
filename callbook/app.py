"""The composition root: paths, log, book, session, theme and window, put together here and nowhere else."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLibraryInfo, QLocale, QProcess, QTranslator
from PySide6.QtWidgets import QApplication

from callbook import __version__
from callbook.domain.errors import CallbookError, StorageError
from callbook.formats.script_file import ScriptFile, read_script
from callbook.services import upkeep
from callbook.services.setup import set_up
from callbook.storage.book import Book
from callbook.storage.opening import open_book
from callbook.system import resources
from callbook.system.clock import local_zone, utc_now
from callbook.system.garbage import GarbageOnThisThread
from callbook.system.instance import Instance
from callbook.system.logs import start_logs
from callbook.system.paths import Paths
from callbook.system.settings import THEME, MachineSettings
from callbook.system.worker import Worker
from callbook.ui.backups import Backups
from callbook.ui.failure import catch_failures, show_problem
from callbook.ui.main_window import MainWindow
from callbook.ui.session import Session
from callbook.ui.theme import Theme, pixmap

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Program:
    """Everything a window needs to live; keep it as long as the window."""

    book: Book
    session: Session
    theme: Theme
    backups: Backups
    window: MainWindow

    def close(self) -> None:
        """Close the window, with its backup, and the book."""
        self.window.close()
        self.backups.stop()
        self.window.deleteLater()
        self.session.close()


def application(arguments: list[str]) -> QApplication:
    """The one QApplication of this process, with its names and Qt's own words in the user's language."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    made = QApplication(arguments)
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


def ready_book(paths: Paths, now: datetime) -> Book:
    """The book of a folder, migrated behind a backup if it is older, with what it ships with if it is new."""
    book = open_book(paths.book, lambda path: upkeep.backup(path, paths.backups, now))
    set_up(book, shipped_scripts(), now=now)
    return book


def shipped_scripts() -> list[ScriptFile]:
    return [read_script(text) for text in resources.texts("scripts", ".json").values()]


def open_window(
    app: QApplication, paths: Paths, clock: Clock = utc_now, zone: ZoneInfo | None = None, theme: str = ""
) -> Program:
    """Open the book of a folder in a window, shown and ready for the first call."""
    machine = MachineSettings(paths.settings)
    book = ready_book(paths, clock())
    session = Session(book, clock, zone or local_zone(), Worker())
    looks = Theme(app, theme or machine.get(THEME))
    backups = Backups(session, paths.backups)
    window = MainWindow(session, looks, machine, backups)
    looks.apply()
    window.show()
    window.begin()
    return Program(book, session, looks, backups, window)


def run(paths: Paths, arguments: list[str], open_files: list[str] | None = None) -> int:
    """Open the window and stay until it is closed; a second start for the same book raises the first one's window."""
    app = application(arguments)
    crashes = start_logs(paths.logs)
    catch_failures()
    instance = Instance(paths.lock)
    if not instance.claim():
        if instance.raise_other():
            return 0
        show_problem(StorageError("The book is in use by another program.", "Close it there and try again."))
        return 3
    try:
        program = open_window(app, paths)
    except CallbookError as error:
        instance.release()
        show_problem(error)
        return 1
    garbage = GarbageOnThisThread(app)
    instance.raised.connect(lambda: raise_window(program.window))
    program.window.demo_asked.connect(lambda: start_again(["--demo"]))
    try:
        return app.exec()
    finally:
        program.close()
        garbage.stop()
        instance.release()
        crashes.close()


def raise_window(window: MainWindow) -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


def start_again(arguments: list[str]) -> None:
    """Start another Callbook beside this one."""
    packaged = getattr(sys, "frozen", False)
    QProcess.startDetached(sys.executable, arguments if packaged else ["-m", "callbook", *arguments])
