"""Taking prospects, calls or everything out: what, as which kind of file, and where to."""

from pathlib import Path
from threading import Event

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from callbook.domain.errors import CallbookError
from callbook.services.export import Exported, Format, Stopped, Wanted, export_from, format_of
from callbook.storage.listing import Listing
from callbook.ui import texts
from callbook.ui.fields import Card, ElidedLabel, Label, button, row, section
from callbook.ui.session import Session

LONGEST_NAME = 40
ROOM_AROUND = 12  # pixels above and below a line together
CHIP_HEIGHT = 28  # the style sheet's round ends need that much
# What no system takes in the name of a file.
UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|\n\t', " "))


class ExportDialog(QDialog):
    """`said` carries words on what was written where no window of its own shows them."""

    said = Signal(str)
    _went_on = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = Event()
        self._running = False
        self._chosen = "all"
        self._one = ""  # what is being saved by itself, without this window
        self._scopes: dict[str, Wanted] = {}
        self._names: dict[str, str] = {}
        self._scope = QButtonGroup(self)
        self._scope_line = row()
        self._kinds = QListWidget()
        self._about = Label("", "quiet", wrap=True)
        self._told = ElidedLabel("")
        self._problem = Label("", "error", wrap=True)
        self._bar = QProgressBar()
        self._go = button(self.tr("Export…"), "primary", self._ask_place)
        self._close = button(self.tr("Close"), clicked=self.reject)
        self._lay_out()
        self._went_on.connect(self._show_progress)

    def open_for(self, listing: Listing, name: str, selected: tuple[int, ...]) -> None:
        """Offer everything, the view that the list shows, and where several are selected these."""
        if self._running:
            self.open()
            return
        shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        self._offer("all", self.tr("Everything"), Wanted(Format.CSV), self.tr("Callbook"))
        self._offer("view", self.tr("The view “%1”").replace("%1", shown), Wanted(Format.CSV, listing), name)
        several = texts.counted(self.tr("The one selected"), self.tr("The %n selected"), len(selected))
        self._offer("selected", several, Wanted(Format.CSV, prospects=selected), self.tr("Prospects"))
        self._choice("selected").setVisible(len(selected) > 1)
        self._chosen = "selected" if len(selected) > 1 else "all"
        self._say("", "")
        self._show_kind()
        self.open()
        self._kinds.setFocus()

    def save_one(self, prospect_id: int, name: str, kind: Format) -> None:
        """Ask where a single prospect shall go, and write it there."""
        if not self._running:
            self._one = name
            self._ask(Wanted(kind, prospects=(prospect_id,)), name)

    def write(self, path: Path, wanted: Wanted) -> None:
        """Write a file beside the window; the ending of its name decides over what was chosen."""
        try:
            wanted = Wanted(format_of(path), wanted.listing, wanted.prospects, wanted.calls, wanted.version)
        except CallbookError:
            path = path.with_name(f"{path.name}.{wanted.format}")
            if path.exists():
                self._say(self.tr("There is a file of this name already."), self.tr("Choose another name."))
                return
        self._stop.clear()
        self._show_running(True)
        now, zone = self._session.now(), self._session.zone
        job = self._session.read_aside(
            lambda book: export_from(book, path, wanted, now=now, zone=zone, tell=self._tell)
        )
        job.done.connect(self._written)
        job.failed.connect(self._failed)

    def stop(self) -> None:
        """Give up what is being written; the file that was there stays."""
        self._stop.set()

    def reject(self) -> None:
        """Esc stops what is being written, else closes."""
        if self._running:
            self.stop()
        else:
            super().reject()

    def _tell(self, done: int, total: int) -> None:
        """On the worker's thread."""
        if self._stop.is_set():
            raise Stopped
        self._went_on.emit(done, total)

    # Where to

    def _ask_place(self) -> None:
        kind = self._kinds.currentItem()
        if kind is None or self._running:
            return
        form: Wanted = kind.data(Qt.ItemDataRole.UserRole)
        scope = "all" if form.format is Format.BOOK else self._chosen
        scoped = self._scopes[scope]
        self._one = ""
        self._ask(Wanted(form.format, scoped.listing, scoped.prospects, form.calls, form.version), self._names[scope])

    def _ask(self, wanted: Wanted, name: str) -> None:
        today = self._session.now().astimezone(self._session.zone).date()
        clean = " ".join(name.translate(UNFIT).split()).strip(". ") or self.tr("Callbook")
        proposed = clean if self._one else f"{clean} {today.isoformat()}"
        dialog = QFileDialog(self.parentWidget() if self._one else self, self.tr("Export"), str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{wanted.format.value.upper()} (*.{wanted.format})")
        dialog.setDefaultSuffix(wanted.format.value)
        dialog.selectFile(f"{proposed}.{wanted.format}")
        dialog.fileSelected.connect(lambda path: self.write(Path(path), wanted))
        dialog.open()

    # What is told

    def _written(self, made: Exported) -> None:
        self._show_running(False)
        said = self.tr("%1 written to %2").replace("%1", self._one or counted(made)).replace("%2", str(made.path))
        if self._one:
            self.said.emit(said)
        self._told.setText(said)
        self._close.setFocus()

    def _failed(self, error: Exception) -> None:
        self._show_running(False)
        if isinstance(error, Stopped):
            self._told.setText(self.tr("Stopped. No file was written."))
        elif isinstance(error, CallbookError):
            self._say(error.sentence, error.next_step)
        else:
            raise error

    def _say(self, sentence: str, next_step: str) -> None:
        self._told.setText("")
        self._problem.setText(texts.joined((sentence, next_step), " "))
        self._problem.setVisible(bool(sentence))
        if sentence and self._one:
            self._session.failed.emit(sentence, next_step)

    def _show_running(self, running: bool) -> None:
        self._running = running
        self._problem.hide()
        self._told.setText("")
        self._bar.setRange(0, 0)
        self._bar.setVisible(running)
        self._choices.setEnabled(not running)
        self._go.setEnabled(not running)
        self._close.setText(self.tr("Stop") if running else self.tr("Close"))

    def _show_progress(self, done: int, total: int) -> None:
        if self._running:
            self._bar.setRange(0, max(1, total))
            self._bar.setValue(done)
            self._told.setText(texts.joined((texts.grouped(done), texts.grouped(total)), self.tr(" of ")))

    def _show_kind(self) -> None:
        """Say what a kind of file is for; the complete book is of everything, whatever was chosen."""
        item = self._kinds.currentItem()
        if item is None:
            return
        form: Wanted = item.data(Qt.ItemDataRole.UserRole)
        self._about.setText(item.data(Qt.ItemDataRole.UserRole + 1))
        whole = form.format is Format.BOOK
        for each in self._scope.buttons():
            each.setEnabled(not whole or each.objectName() == "all")
            each.setChecked(each.objectName() == ("all" if whole else self._chosen))

    def _choose(self, scope: str) -> None:
        self._chosen = scope

    # Making

    def _choice(self, name: str) -> QPushButton:
        found = next((each for each in self._scope.buttons() if each.objectName() == name), None)
        if isinstance(found, QPushButton):
            return found
        made = button("", "chip", lambda: self._choose(name))
        made.setCheckable(True)
        made.setObjectName(name)
        self._scope.addButton(made)
        self._scope_line.insertWidget(self._scope_line.count() - 1, made)
        return made

    def _offer(self, name: str, words: str, wanted: Wanted, file_name: str) -> None:
        self._scopes[name], self._names[name] = wanted, file_name
        made = self._choice(name)
        made.setText(words)
        made.setMinimumSize(made.sizeHint().width() + 14, CHIP_HEIGHT)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self._scope_line.addStretch(1)
        self._fill_kinds()
        self._kinds.setAccessibleName(self.tr("As"))
        self._kinds.currentRowChanged.connect(lambda _: self._show_kind())
        self._kinds.itemActivated.connect(lambda _: self._ask_place())
        self._kinds.setFixedHeight(
            self._kinds.sizeHintForRow(0) * self._kinds.count() + 2 * self._kinds.frameWidth() + 8
        )
        self._about.setFixedHeight(2 * self._about.fontMetrics().lineSpacing())
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._problem.hide()
        self._choices = Card()
        self._choices.column.addWidget(section(self.tr("What")))
        self._choices.column.addLayout(self._scope_line)
        self._choices.column.addWidget(section(self.tr("As")))
        self._choices.column.addWidget(self._kinds)
        self._choices.column.addWidget(self._about)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        for part in (Label(self.tr("Export"), "title"), self._choices, self._problem, self._bar, self._told):
            whole.addWidget(part)
        whole.addStretch(1)
        whole.addLayout(row(None, self._close, self._go))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)

    def _fill_kinds(self) -> None:
        kinds = (
            (self.tr("Table (CSV)"), Wanted(Format.CSV), self.tr("A row a prospect, for any spreadsheet.")),
            (
                self.tr("Table of calls (CSV)"),
                Wanted(Format.CSV, calls=True),
                self.tr("A row a call, with its answers, for any spreadsheet."),
            ),
            (
                self.tr("Excel workbook"),
                Wanted(Format.XLSX),
                self.tr("Prospects, calls and answers on a sheet each, with dates and lengths to reckon with."),
            ),
            (
                self.tr("Contacts (vCard 3.0)"),
                Wanted(Format.VCARD),
                self.tr("For address books and telephones: a card for each person."),
            ),
            (
                self.tr("Contacts (vCard 4.0)"),
                Wanted(Format.VCARD, version="4.0"),
                self.tr("For newer address books: numbers as they are dialled from anywhere."),
            ),
            (
                self.tr("Calendar (iCalendar)"),
                Wanted(Format.CALENDAR),
                self.tr("Next actions and meetings, with alarms. Importing it again replaces them."),
            ),
            (
                self.tr("Complete book (JSON)"),
                Wanted(Format.BOOK),
                self.tr(
                    "Everything there is, scripts and deleted ones too. File, Import brings it into an empty book."
                ),
            ),
        )
        for name, form, about in kinds:
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, self._kinds.fontMetrics().lineSpacing() + ROOM_AROUND))
            item.setData(Qt.ItemDataRole.UserRole, form)
            item.setData(Qt.ItemDataRole.UserRole + 1, about)
            self._kinds.addItem(item)
        self._kinds.setCurrentRow(0)


def counted(made: Exported) -> str:
    """What a file holds, in words."""
    if made.format is Format.BOOK:
        return texts.tr("The complete book")
    words = []
    if made.rows and made.format is Format.CALENDAR:
        words.append(texts.counted(texts.tr("1 next action"), texts.tr("%n next actions"), made.rows))
    elif made.rows:
        words.append(texts.counted(texts.tr("1 prospect"), texts.tr("%n prospects"), made.rows))
    if made.calls or not made.rows:
        words.append(texts.counted(texts.tr("1 call"), texts.tr("%n calls"), made.calls))
    return texts.joined(words, ", ")
