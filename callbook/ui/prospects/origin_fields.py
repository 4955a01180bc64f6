"""Where a prospect comes from: website, source, who referred it, and its tags."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from callbook.services.prospects import Draft
from callbook.storage import prospects as reader
from callbook.ui import texts
from callbook.ui.choices import proposing
from callbook.ui.fields import Card, Label, line_field, section
from callbook.ui.forms import entry_of, labelled, one_line
from callbook.ui.session import Session

NAME_ROLE = Qt.ItemDataRole.UserRole + 1
ID_ROLE = Qt.ItemDataRole.UserRole + 2


class TagCompleter(QCompleter):
    """Completes the last of several tags."""

    def __init__(self, field: QLineEdit, names: QStringListModel) -> None:
        super().__init__(names, field)
        self._field = field
        proposing(self)

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, comma, _ = self._field.text().rpartition(",")
        return f"{before}{comma}{' ' if comma else ''}{index.data()}"


class ReferrerField(QLineEdit):
    """A prospect found by the beginning of its name. `unknown` carries a name nobody in the book has."""

    typed = Signal()
    unknown = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.prospect_id: int | None = None
        self.own_id = 0
        self.setMaxLength(2000)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("Type a name in the book"))
        self._found = QStandardItemModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(NAME_ROLE)
        proposing(completer)
        completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.setCompleter(completer)
        self.textEdited.connect(self._look_up)
        self.editingFinished.connect(self.settle)

    def show_prospect(self, prospect_id: int | None, name: str) -> None:
        self.prospect_id = prospect_id
        self.setText(one_line(name))
        self.setCursorPosition(0)

    def settle(self) -> None:
        """Take a name typed in full; what is no name in the book is handed on, never lost."""
        text = self.text().strip()
        if self.prospect_id is not None or not text:
            return
        found = reader.named_like(self._session.book, text)
        same = [(key, name) for key, name, _ in found if name.casefold() == text.casefold() and key != self.own_id]
        if len(same) == 1:
            self.show_prospect(*same[0])
        else:
            self.clear()
            self.unknown.emit(text)
        self.typed.emit()

    def _look_up(self, text: str) -> None:
        self.prospect_id = None
        self._found.clear()
        for key, name, city in reader.named_like(self._session.book, text.strip()) if text.strip() else []:
            if key != self.own_id:
                item = QStandardItem(texts.joined((one_line(name), one_line(city))))
                item.setData(one_line(name), NAME_ROLE)
                item.setData(key, ID_ROLE)
                self._found.appendRow(item)
        self.typed.emit()

    def _choose(self, index: QModelIndex) -> None:
        self.show_prospect(index.data(ID_ROLE), index.data(NAME_ROLE))
        self.typed.emit()


class OriginFields(Card):
    """The card with the origin and the tags. `entries` are its plain texts by their names in a Prospect."""

    typed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stored_referrer: int | None = None
        self._stored_tags: tuple[str, ...] = ()
        self._website, self._source = line_field(), line_field()
        self._referrer, self._referrer_hint = ReferrerField(session), Label("", "hint", wrap=True)
        self._tags = line_field(self.tr("Several with commas between: dental, clinic"))
        self._tag_names = QStringListModel(self)
        self._tags.setCompleter(TagCompleter(self._tags, self._tag_names))
        self._tags_entry = entry_of(self._tags)
        self.entries = {"website": entry_of(self._website), "source": entry_of(self._source)}
        self.order: list[QWidget] = [self._website, self._source, self._referrer, self._tags]
        self._lay_out()
        for line in (self._website, self._source, self._tags):
            line.textEdited.connect(lambda _: self.typed.emit())
        self._referrer.typed.connect(self.typed)
        self._referrer.unknown.connect(self._keep_unknown)

    @property
    def referred_by(self) -> int | None:
        return self._referrer.prospect_id

    @property
    def tags(self) -> tuple[str, ...]:
        if not self._tags_entry.touched:
            return self._stored_tags
        return tuple(tag.strip() for tag in self._tags.text().split(",") if tag.strip())

    def load(self, draft: Draft) -> None:
        self._stored_tags = draft.tags
        self._tags_entry.show(", ".join(draft.tags))
        self._tag_names.setStringList(reader.all_tags(self._session.book))
        self._referrer.own_id = draft.prospect.id
        self._stored_referrer = draft.prospect.referred_by
        self._show_referrer(self._stored_referrer)

    def refresh(self, draft: Draft) -> None:
        """Show what was changed elsewhere, but for what is being typed here."""
        if draft.prospect.referred_by != self._stored_referrer == self.referred_by:
            self._show_referrer(draft.prospect.referred_by)
        self._stored_referrer = draft.prospect.referred_by
        if not self._tags_entry.touched:
            self._stored_tags = draft.tags
            self._tags_entry.refresh(", ".join(draft.tags))

    def keep(self, stored: Draft) -> None:
        """What stands here is stored now."""
        self._tags_entry.keep()
        self._stored_referrer, self._stored_tags = stored.prospect.referred_by, stored.tags

    def settle(self) -> None:
        """Take the referrer's name as it was typed."""
        self._referrer.settle()

    def _show_referrer(self, prospect_id: int | None) -> None:
        self._referrer.show_prospect(prospect_id, reader.name_of(self._session.book, prospect_id))
        self._referrer_hint.hide()

    def _keep_unknown(self, name: str) -> None:
        """A referrer who is not in the book stays to be read as the source."""
        source = self._source.text().strip()
        self._source.setText(texts.joined((source, name), "; "))
        self._referrer_hint.setText(self.tr("Nobody of that name in the book; it is kept under Source."))
        self._referrer_hint.show()

    def _lay_out(self) -> None:
        self.column.addWidget(section(self.tr("Where from")))
        self.column.addLayout(labelled(self.tr("Website"), self._website))
        self.column.addLayout(labelled(self.tr("Source"), self._source))
        self.column.addLayout(labelled(self.tr("Referred by"), self._referrer, self._referrer_hint))
        self.column.addLayout(labelled(self.tr("Tags"), self._tags))
