"""A slim card above the call: which block is worked down, and how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from callbook.domain.block import BlockProgress
from callbook.domain.change import Change
from callbook.storage import blocks
from callbook.ui import texts
from callbook.ui.fields import Card, ElidedLabel, Label, button, row
from callbook.ui.session import Session

SHOWN_TABLES = ("prospect", "block", "block_member")
BAR_HEIGHT = 6


class BlockBar(Card):
    """Shown while a block is open. `later_asked` is for who is shown now; `another_asked` for when all is done."""

    later_asked = Signal()
    end_asked = Signal()
    another_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(spacing=6)
        self._session = session
        self._gives_way = False
        self._name = ElidedLabel("", "name")
        self._words = Label("", "small")
        self._bar = QProgressBar()
        self._later = button(self.tr("Later today") + "   Alt+→", "flat", self.later_asked.emit)
        self._another = button(self.tr("Start another"), "flat", self.another_asked.emit)
        self._end = button(self.tr("End block"), "flat", self.end_asked.emit)
        self._lay_out()
        session.changed.connect(self._changed)
        self.hide()

    def give_way(self, gives: bool) -> None:
        """During a call its room is needed for the call."""
        if gives != self._gives_way:
            self._gives_way = gives
            self.refresh()

    def refresh(self) -> None:
        """Read again how far the open block is; without one the card is hidden."""
        found = blocks.progress(self._session.book)
        self.setVisible(found is not None and not self._gives_way)
        if found is not None:
            self._show(found)

    def words(self) -> str:
        """How far it is, as it is said."""
        return self._words.text()

    def _show(self, progress: BlockProgress) -> None:
        waits = progress.next_id is not None
        self._name.setText(progress.block.name)
        self._words.setText(self._how_far(progress))
        self._bar.setRange(0, max(1, progress.total))
        self._bar.setValue(progress.done if progress.total else 1)
        self._bar.setAccessibleName(self._words.text())
        self._later.setVisible(waits)
        self._another.setVisible(not waits)

    def _how_far(self, progress: BlockProgress) -> str:
        if not progress.total:
            return self.tr("Nobody left to call")
        if progress.next_id is None:
            return texts.counted(self.tr("1 of 1 called"), self.tr("All %n called"), progress.total)
        called = self.tr("%1 of %2 called").replace("%1", texts.grouped(progress.done))
        later = self.tr("%1 later today").replace("%1", texts.grouped(progress.later)) if progress.later else ""
        return texts.joined((called.replace("%2", texts.grouped(progress.total)), later))

    def _changed(self, change: Change, by: object) -> None:
        if any(change.ids(table) for table in SHOWN_TABLES):
            self.refresh()

    def _lay_out(self) -> None:
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(BAR_HEIGHT)
        self.column.setContentsMargins(14, 7, 8, 10)
        line = row(self._name, self._words, 4, self._later, self._another, self._end, spacing=6)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        below = row(self._bar)
        below.setContentsMargins(0, 0, 6, 0)
        self.column.addLayout(below)
