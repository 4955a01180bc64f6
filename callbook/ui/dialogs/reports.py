"""Printing from the window: which week or whose visits, then where to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from callbook.domain.errors import CallbookError
from callbook.domain.weeks import Week, week_of
from callbook.domain.when import local_day
from callbook.storage import visits as visit_reader
from callbook.storage.engine import Connection
from callbook.storage.visits import VisitReading
from callbook.ui.fields import Card, Label, button, row
from callbook.ui.printed.file import Kind, kind_of, write_printed
from callbook.ui.printed.report import Made, made_of_visits, made_of_week, read_visits, read_week_of
from callbook.ui.printed.wording import week_name
from callbook.ui.prospects.panel import ProspectPanel
from callbook.ui.session import Session
from callbook.ui.texts import filled

OFFERED = 54
"""Weeks to choose from: this one and those of a year before it."""
ROOM_AROUND = 12  # pixels above and below a line together
SHOWN = 8  # weeks without scrolling
# What no system takes in the name of a file.
UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|\n\t', " "))


class Reports(QObject):
    """`asked` tells before the book is read, so that what is typed is written first; `said` carries what was written,
    and where to."""

    asked = Signal()
    said = Signal(str)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window

    def ask_week(self) -> None:
        """Ask which week, then where to."""
        dialog = WeekDialog(week_of(local_day(self._session.now(), self._session.zone)), self._window)
        dialog.chosen.connect(self.print_week)
        dialog.open()

    def print_week(self, week: Week) -> None:
        now, zone = self._session.now(), self._session.zone
        self._read(lambda book: read_week_of(book, week, now, zone), made_of_week, f"Callbook {week}")

    def ask_visits(self, shown: ProspectPanel) -> None:
        """A sheet of the prospects that are selected where they are several, else of those the list shows."""
        now, zone, ids, listing = self._session.now(), self._session.zone, shown.selected(), shown.shown_listing()
        several = len(ids) > 1
        name = self.tr("selected") if several else shown.view_name()

        def read(book: Connection) -> VisitReading:
            return read_visits(
                book,
                lambda: (
                    visit_reader.of_these(book, ids, now, zone)
                    if several
                    else visit_reader.of_listing(book, listing, now, zone)
                ),
            )

        self._read_visits(read, name)

    def ask_today(self) -> None:
        """A sheet of the visits that are due today."""
        now, zone = self._session.now(), self._session.zone
        self._read_visits(
            lambda book: read_visits(book, lambda: visit_reader.of_today(book, now, zone)), self.tr("today")
        )

    def save(self, made: Made, path: Path) -> None:
        """Write what was made, beside the window; a name that says no kind of file becomes a PDF's."""
        try:
            kind_of(path)
        except CallbookError:
            path = path.with_name(f"{path.name}.{Kind.PDF}")
            if path.exists():
                self._session.failed.emit(self.tr("There is a file of this name already."), self.tr("Choose another."))
                return
        job = self._session.worker.start(lambda: write_printed(made.printed, path))
        job.done.connect(lambda _: self.said.emit(filled(self.tr("%1: written to %2"), made.told, str(path))))
        job.failed.connect(self._failed)

    def _read_visits(self, read: Callable[[Connection], VisitReading], name: str) -> None:
        today = local_day(self._session.now(), self._session.zone)
        file_name = filled(self.tr("Visits %1 %2"), name, today.isoformat())
        self._read(read, lambda reading: made_of_visits(reading, name), file_name)

    def _read(self, read: Callable[[Connection], Any], make: Callable[[Any], Made], name: str) -> None:
        """Read beside the window, then ask where to."""
        self.asked.emit()
        job = self._session.read_aside(read)
        job.done.connect(lambda reading: self._ask_place(make(reading), name))
        job.failed.connect(self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)

    def _ask_place(self, made: Made, name: str) -> None:
        dialog = QFileDialog(self._window, self.tr("Print to a file"), str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("To print (*.pdf)"), self.tr("To read on a screen (*.html)")])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("html" if "html" in chosen else "pdf"))
        dialog.setDefaultSuffix(Kind.PDF.value)
        clean = " ".join(name.translate(UNFIT).split()).strip(". ")
        dialog.selectFile(f"{clean}.{Kind.PDF}")
        dialog.fileSelected.connect(lambda path: self.save(made, Path(path)))
        dialog.open()


class WeekDialog(QDialog):
    """Which week: `chosen` carries it. The last whole one is offered first."""

    chosen = Signal(object)

    def __init__(self, this: Week, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Week on a page"))
        self.setMinimumWidth(380)
        self.weeks = QListWidget()
        self.weeks.setAccessibleName(self.tr("Week"))
        for back in range(OFFERED):
            self._offer(this.back(back), back == 0)
        self.weeks.setFixedHeight(SHOWN * self.weeks.sizeHintForRow(0) + 2 * self.weeks.frameWidth())
        self.weeks.setCurrentRow(1)
        self.weeks.itemActivated.connect(lambda _: self._take())
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 18)
        whole.setSpacing(10)
        about = self.tr("Its numbers and answers, with the meetings ahead and the promises that are open now.")
        whole.addWidget(Label(self.tr("Week on a page"), "title"))
        whole.addWidget(Label(about, "quiet", wrap=True))
        card = Card()
        card.column.addWidget(self.weeks)
        whole.addWidget(card)
        cancel = button(self.tr("Cancel"), clicked=self.reject)
        whole.addLayout(row(None, cancel, button(self.tr("Print to a file…"), "primary", self._take)))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
        self.weeks.setFocus()

    def _offer(self, week: Week, so_far: bool) -> None:
        name = week_name(week)
        item = QListWidgetItem(filled(self.tr("%1 (so far)"), name) if so_far else name)
        item.setSizeHint(QSize(0, self.weeks.fontMetrics().lineSpacing() + ROOM_AROUND))
        item.setData(Qt.ItemDataRole.UserRole, week)
        self.weeks.addItem(item)

    def _take(self) -> None:
        item = self.weeks.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
