"""The preparation sheet: five short questions, edited in place, counted, kept as they are typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from callbook.domain.prospect import PREPARATION, Prospect
from callbook.services import prospects as service
from callbook.ui import texts
from callbook.ui.fields import Autosave, Card, Label, TextField, row, section
from callbook.ui.session import Session


class PreparationCard(Card):
    """Enter moves to the next question; what is typed is in the book within half a second."""

    def __init__(self, session: Session) -> None:
        super().__init__(spacing=6)
        self._session = session
        self._prospect = Prospect()
        self._visit = 0
        self._count = Label("", "pill")
        self._fields = {field: TextField(self.tr("not known yet"), most_lines=4) for field in PREPARATION}
        self._autosave = Autosave(self.save, self)
        self.column.addLayout(row(section(self.tr("Prepared")), None, self._count))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for number, (name, field) in enumerate(self._fields.items()):
            title = Label(texts.preparation(name), "quiet")
            title.setContentsMargins(0, 7, 0, 0)
            grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, number, 1)
            field.setProperty("role", "inline")
            field.setAccessibleName(texts.preparation(name))
            field.typed.connect(self._typed)
            field.left.connect(self._autosave.flush)
        self.column.addLayout(grid)
        rows = list(self._fields.values())
        for above, below in zip(rows, rows[1:], strict=False):
            above.moved_on.connect(below.setFocus)

    def show_prospect(self, prospect: Prospect) -> None:
        """Show a prospect's sheet; what was typed for the one before is saved first."""
        self._autosave.flush()
        if prospect.id != self._prospect.id:
            self._visit += 1
            self._autosave.drop()
        self._prospect = prospect
        if not self._autosave.waiting:
            for name, field in self._fields.items():
                field.set_text(getattr(prospect, name))
        self._show_count()

    def save(self) -> None:
        """Write what was typed, each field that differs."""
        merge = f"prepare:{self._prospect.id}:{self._visit}"
        for name, field in self._fields.items():
            if field.text() != getattr(self._prospect, name):
                words = field.text()
                if self._session.do(service.prepare, self._prospect.id, name, words, merge=merge, by=self) is None:
                    self._autosave.owe()
                    return
        stored = self._session.book.get(Prospect, self._prospect.id)
        self._prospect = stored or self._prospect

    def flush(self) -> None:
        self._autosave.flush()

    def focus_first_gap(self) -> None:
        empty = (field for field in self._fields.values() if not field.text().strip())
        next(empty, self._fields[PREPARATION[0]]).setFocus()

    def _typed(self) -> None:
        self._autosave.typed()
        self._show_count()

    def _show_count(self) -> None:
        filled = sum(bool(field.text().strip()) for field in self._fields.values())
        self._count.setText(self.tr("%1 of 5").replace("%1", str(filled)))
