"""The scripts page: the scripts on the left, the form of the chosen one on the right."""

from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from callbook.domain.change import Change, Op
from callbook.domain.errors import CallbookError
from callbook.domain.script import ScriptText
from callbook.services import scripts as verbs
from callbook.services.scripts import Wording
from callbook.storage import scripts as reader
from callbook.ui.fields import Autosave, Card, Label, button, row, scrolling
from callbook.ui.scripts.editor import ScriptEditor
from callbook.ui.scripts.script_list import ScriptList
from callbook.ui.scripts.words import says_the_same, tidied, version_line
from callbook.ui.session import Session
from callbook.ui.theme import Theme

TABLES = ("script", "script_version", "opener", "prompt", "question", "objection")
LIST_WIDTH = 300


class ScriptsPage(QWidget):
    """What is typed is in the book within half a second. One visit to a script is one undo step, but for rows
    that are moved or taken away: each of those is a step of its own."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._texts: list[ScriptText] = []
        self._usage: dict[int, int] = {}
        self._shown: ScriptText | None = None
        self._stale = True
        self._visit = 0
        self._request = 0
        self.list = ScriptList(theme)
        self.editor = ScriptEditor(theme)
        self._autosave = Autosave(self._save, self)
        self._lay_out()
        self._connect()

    def select(self, script_id: int) -> None:
        """Show a script; nothing happens where it is gone."""
        self._autosave.flush()
        if self._stale:
            self._read()
        self._show(script_id)

    def flush(self) -> None:
        """Write what was typed and not written yet."""
        self._autosave.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._visit += 1
        if self._stale:
            self._read()
        self._read_usage()
        self._say_version()

    def hideEvent(self, event: QHideEvent) -> None:
        self._autosave.flush()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        self.new_button = button(self.tr("New script"), "", self._add)
        self.delete_button = button(self.tr("Delete"), "flat", self._remove)
        self.delete_button.setAccessibleName(self.tr("Delete the shown script"))
        left = QFrame()
        left.setProperty("role", "card")
        left.setFixedWidth(LIST_WIDTH)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(6, 14, 6, 10)
        inside.setSpacing(8)
        inside.addLayout(row(12, Label(self.tr("Scripts"), "title"), None, self.new_button, 8, spacing=0))
        inside.addWidget(self.list, 1)
        inside.addLayout(row(6, self.delete_button, None, spacing=0))
        self._area = scrolling(self.editor)
        self._right = QStackedWidget()
        self._right.addWidget(self._area)
        self._right.addWidget(self._empty())
        whole = row(left, self._right, spacing=14)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _empty(self) -> QWidget:
        card = Card()
        card.column.addWidget(Label(self.tr("No script yet"), "title"))
        told = self.tr(
            "A script holds what to say and ask in one situation: the opening line, the questions, an answer to "
            "each objection. On the call it is all in front of you."
        )
        card.column.addWidget(Label(told, "quiet", wrap=True))
        card.column.addLayout(row(button(self.tr("Write the first script"), "primary", self._add), None))
        card.column.addStretch(1)
        return card

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self.editor.start_naming)
        self.list.unwanted.connect(self._remove)
        self.editor.typed.connect(self._autosave.typed)
        self.editor.arranged.connect(self._arranged)
        self._theme.changed.connect(self._set_icon)
        self._set_icon()
        self._session.changed.connect(self._changed)

        for before, after in pairwise((self.list, self.new_button, self.delete_button, self.editor.name)):
            QWidget.setTabOrder(before, after)
        self.setFocusProxy(self.list)

    def _set_icon(self) -> None:
        self.delete_button.setIcon(self._theme.icon("trash", size=16))

    def _choose(self, script_id: int) -> None:
        self._autosave.flush()
        self._show(script_id)

    def _show(self, script_id: int) -> None:
        """Put a script into the form. Only a script gone to anew starts at the top and begins a visit."""
        text = next((text for text in self._texts if text.script.id == script_id), None)
        if text is None:
            return
        gone_to = self._shown is None or self._shown.script.id != script_id
        self._shown = text
        self.editor.show_text(text)
        self.list.mark(script_id)
        self._say_version()
        if gone_to:
            self._visit += 1
            self._area.verticalScrollBar().setValue(0)

    def _read(self) -> None:
        """Read all scripts again and go on showing the one that is shown, or the first."""
        self._stale = False
        self._texts = reader.scripts(self._session.book)
        ids = [text.script.id for text in self._texts]
        wanted = self._shown.script.id if self._shown is not None else 0
        current = wanted if wanted in ids else next(iter(ids), 0)
        self.list.fill(self._texts, self._usage, current)
        self._right.setCurrentIndex(0 if ids else 1)
        self.delete_button.setEnabled(bool(ids))
        if current:
            self._show(current)
        else:
            self._shown = None

    def _read_usage(self) -> None:
        """Count the calls of each script aside; an answer that is overtaken by a newer question is void."""
        self._request += 1
        request = self._request
        job = self._session.read_aside(lambda connection: (request, reader.usage(connection)))
        job.done.connect(self._usage_read)
        job.failed.connect(self._usage_failed)

    def _usage_read(self, answer: tuple[int, dict[int, int]]) -> None:
        request, usage = answer
        if request == self._request:
            self._usage = usage
            self.list.describe(self._texts, usage)
            self._say_version()

    def _usage_failed(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)

    def _say_version(self) -> None:
        if self._shown is not None:
            version = self._shown.version
            in_use = reader.is_used(self._session.book, version.id)
            self.editor.say_version(version_line(version.number, in_use, self._usage.get(version.script_id, 0)))

    def _save(self) -> None:
        """Write the form, unless it says what is stored already: only a real change begins a new version."""
        if self._shown is None:
            return
        wording = tidied(self.editor.wording())
        if says_the_same(wording, self._shown):
            return
        script = self._shown.script
        merge = f"script {script.id} visit {self._visit}"
        change = self._session.do(verbs.reword, script.id, wording, by=self, merge=merge)
        if change is not None:
            self._saved(change)

    def _saved(self, change: Change) -> None:
        """Take in what is stored now; the fields stay as they are, for somebody is typing in them."""
        self._texts = reader.scripts(self._session.book)
        shown = self._shown.script.id if self._shown is not None else 0
        self._shown = next((text for text in self._texts if text.script.id == shown), None)
        if self._shown is not None:
            self.editor.learn(self._shown.prompts, change.ids("question"))
        self.list.describe(self._texts, self._usage)
        self._say_version()

    def _arranged(self) -> None:
        self._visit += 1
        self._save()
        self._visit += 1

    def _add(self) -> None:
        self._autosave.flush()
        change = self._session.do(verbs.add, Wording(name=self.tr("New script")), by=self)
        if change is not None:
            self._read()
            self._show(change.one("script"))
            self.editor.start_naming()

    def _remove(self) -> None:
        """Take the shown script away, without asking: undo brings it back."""
        if self._shown is None:
            return
        self._autosave.flush()
        ids = [text.script.id for text in self._texts]
        at = ids.index(self._shown.script.id)
        following = [*ids[at + 1 :], *reversed(ids[:at])]
        if self._session.do(verbs.delete, [self._shown.script.id], by=self) is not None:
            self._read()
            self._show(next(iter(following), 0))

    def _changed(self, change: Change, by: QObject | None) -> None:
        if by is self:
            return
        if any(change.ids(table) for table in TABLES):
            self._take_in(change)
        if change.ids("call") and self.isVisible():
            self._read_usage()
            self._say_version()

    def _take_in(self, change: Change) -> None:
        """Somebody else changed scripts. Words not yet saved are saved first, but never over what was undone."""
        if change.undone is not None:
            self._autosave.drop()
        else:
            self._autosave.flush()
        self._visit += 1
        self._stale = True
        if self.isVisible():
            self._read()
            if change.op is Op.DELETE_SCRIPT and change.undone and len(change.ids("script")) == 1:
                self._show(change.one("script"))
