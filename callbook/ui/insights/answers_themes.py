"""The themes beside the answers: counted, made from a word or two, and what can be done with the one chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from callbook.domain.query import Query, to_text
from callbook.domain.research import Theme as AnswersTheme
from callbook.domain.research import Trait, Traits
from callbook.storage.research import TagCount
from callbook.ui import texts
from callbook.ui.fields import Card, Label, LineField, button, column, section
from callbook.ui.flow import Flow
from callbook.ui.insights import answers_words as words
from callbook.ui.insights.answers_reading import Chosen, Themes
from callbook.ui.insights.answers_theme_list import ThemeList
from callbook.ui.theme import Theme

MOST_TAGS = 8
MOST_TRAITS = 8


class EscField(LineField):
    """`left` is Esc or Down: back to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NameField(EscField):
    """A name that is edited where it stands: Enter or leaving keeps it (`renamed`), Esc takes it back."""

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stored = ""
        self.returnPressed.connect(self._keep)

    def show_name(self, name: str) -> None:
        """Show a stored name, unless another one is being typed."""
        typing = self.hasFocus() and self.text() != self._stored
        self._stored = name
        if typing:
            return
        typed_over = bool(name) and self.hasFocus() and self.selectedText() == self.text()
        self.setText(name)
        self.setCursorPosition(0)
        if typed_over:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._stored)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()

    def _keep(self) -> None:
        self._tell()
        self.left.emit()

    def _tell(self) -> None:
        name = " ".join(self.text().split())
        if name != self._stored:
            self.renamed.emit(name)
        self.setText(self._stored)


class ThemesCard(Card):
    """`chosen` carries a theme's id, 0 for none at all, None for any; `made` the name of a new theme, `proposed` a
    frequent word that shall be one."""

    made = Signal(str)
    proposed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(spacing=10)
        self._chosen = False
        self.list = ThemeList(theme)
        self.told = Label(
            self.tr(
                "A theme is a word or two of yours for what several answers have in common. Make one, then put it on "
                "the answers chosen with its digit."
            ),
            "quiet",
            wrap=True,
        )
        self.name = EscField()
        self.name.setPlaceholderText(self.tr("New theme"))
        self.name.setAccessibleName(self.tr("New theme"))
        self.name.setMaxLength(200)
        self.name.returnPressed.connect(self._make)
        self.words = Flow()
        self._words = QWidget()
        hint = Label(self.tr("Words that stand in several answers. Taking one makes a theme, put on nothing."), "faint")
        hint.setWordWrap(True)
        self._words.setLayout(column(section(self.tr("Often said")), self.words, hint, spacing=7))
        self._words.hide()
        self.column.setContentsMargins(8, 14, 8, 14)
        head = column(section(self.tr("Themes")), self.told, spacing=8)
        head.setContentsMargins(10, 0, 10, 0)
        foot = column(self.name, self._words, spacing=10)
        foot.setContentsMargins(10, 0, 10, 0)
        self.column.addLayout(head)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(foot)

    def show_themes(self, shown: Themes, whole: int, current: int | None) -> None:
        self.list.show_themes(shown, whole, current)
        self._show_or_hide(chosen=shown.chosen is not None)
        self.told.setVisible(not shown.themes)

    def show_words(self, proposals: Sequence[tuple[str, int]]) -> None:
        """Frequent words with how many answers hold each."""
        self.words.set_buttons([self._word(word, count) for word, count in proposals])
        self._show_or_hide(chosen=self._chosen)

    def _show_or_hide(self, chosen: bool) -> None:
        """What can be done with a theme chosen needs the room of the words that could be one."""
        self._chosen = chosen
        self._words.setVisible(bool(self.words.buttons()) and not chosen)

    def _word(self, word: str, count: int) -> QPushButton:
        made = button(f"+ {word} {texts.grouped(count)}".replace("&", "&&"), "chip", lambda: self.proposed.emit(word))
        made.setAccessibleName(f"{word}, {words.answers(count)}")
        return made

    def _make(self) -> None:
        name = self.name.text().strip()
        if name:
            self.name.clear()
            self.made.emit(name)


class ChosenCard(Card):
    """What can be done with the theme chosen. `prospects_asked` and `block_asked` carry a search, `merge_asked` the id
    of the theme it shall go into, `tag_chosen` a tag's id or None; `others_asked` carries the theme, for
    `offer_others`."""

    renamed = Signal(str)
    merge_asked = Signal(int)
    removal_asked = Signal()
    tag_chosen = Signal(object)
    prospects_asked = Signal(str)
    block_asked = Signal(str)
    others_asked = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(spacing=9)
        self._chosen: Chosen | None = None
        self._themes = Themes()
        self._tag: int | None = None
        self.name = NameField()
        self.name.setAccessibleName(self.tr("Name of the theme"))
        self.name.setToolTip(self.tr("Rename: F2"))
        self.name.renamed.connect(self.renamed)
        self.name.left.connect(self.left)
        self.told = Label("", "small", wrap=True)
        self.who = button(self.tr("Who said it"), clicked=self._show_who)
        self.block = button(self.tr("Call them") + " ▸", clicked=self._call)
        self.others = button(self.tr("Others like them") + " ▾", clicked=self._ask_others)
        self.others_told = Label("", "faint", wrap=True)
        self.merge = button(self.tr("Merge") + " ▾", "flat", self._offer_merge)
        self.remove = button(self.tr("Remove"), "flat", self.removal_asked.emit)
        self.tags_told = section("")
        self.tags = Flow()
        doings = Flow()
        doings.set_buttons([self.who, self.block, self.others, self.merge, self.remove])
        self.column.addLayout(column(self.name, self.told, spacing=6))
        for part in (doings, self.others_told, self.tags_told, self.tags):
            self.column.addWidget(part)

    def show_chosen(self, shown: Themes, whole: int, tag_id: int | None) -> None:
        """Show the theme chosen, if any, of a question with `whole` answers."""
        self._chosen, self._themes, self._tag = shown.chosen, shown, tag_id
        chosen = shown.chosen
        self.setVisible(chosen is not None)
        if chosen is None:
            return
        count = shown.counts.get(chosen.theme.id, 0)
        self.name.show_name(chosen.theme.name)
        self.told.setText(texts.joined([words.of_answers(count, whole), words.prospects(chosen.prospects)]))
        for one in (self.who, self.block):
            one.setEnabled(bool(chosen.prospects))
        self.others.setEnabled(bool(chosen.prospects) and not self._no_others())
        self.others_told.setText(self._no_others())
        self.others_told.setVisible(bool(self._no_others()))
        self.merge.setEnabled(len(shown.themes) > 1)
        self._show_tags(chosen.tags[:MOST_TAGS], count)

    def _show_tags(self, tags: Sequence[TagCount], whole: int) -> None:
        self.tags_told.setText(self.tr("Tags of who said it, of %1").replace("%1", words.answers(whole)))
        self.tags_told.setVisible(bool(tags))
        self.tags.setVisible(bool(tags))
        self.tags.set_buttons([self._tag_chip(tag) for tag in tags])

    def _tag_chip(self, tag: TagCount) -> QPushButton:
        made = button(f"{tag.name} {texts.grouped(tag.answers)}".replace("&", "&&"), "chip")
        made.setCheckable(True)
        made.setChecked(tag.tag_id == self._tag)
        made.setAccessibleName(f"{tag.name}, {words.answers(tag.answers)}")
        made.clicked.connect(lambda on: self.tag_chosen.emit(tag.tag_id if on else None))
        return made

    def _who(self) -> Query:
        tag = next((tag.name for tag in self._tags() if tag.tag_id == self._tag), "")
        return Query(themes=(self._theme_name(),), tags=(tag,) if tag else ())

    def _no_others(self) -> str:
        """Why there is nobody to look for who is like them; "" where there may be."""
        if self._chosen is None or not self._chosen.prospects or self._tags() or self._chosen.city:
            return ""
        return self.tr("Those who said it have neither a tag nor a city to look for others by.")

    def _tags(self) -> Sequence[TagCount]:
        return self._chosen.tags if self._chosen is not None else ()

    def _theme_name(self) -> str:
        return self._chosen.theme.name if self._chosen is not None else ""

    def _show_who(self) -> None:
        self.prospects_asked.emit(to_text(self._who()))

    def _call(self) -> None:
        self.block_asked.emit(to_text(self._who()))

    def _ask_others(self) -> None:
        if self._chosen is not None:
            self.others_asked.emit(self._chosen.theme)

    def offer_others(self, theme: AnswersTheme, traits: Traits) -> None:
        """A menu of what sets those apart who said it: picking one looks for the others who have it too."""
        if self._chosen is None or self._chosen.theme.id != theme.id:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(words.traits_told(traits)).setEnabled(False)
        for trait in traits.telling()[:MOST_TRAITS]:
            search = to_text(self._like(trait))
            told = words.trait(trait, traits).replace("&", "&&")
            menu.addAction(told, partial(self.prospects_asked.emit, search))
        menu.popup(self.others.mapToGlobal(QPoint(0, self.others.height() + 2)))

    def _like(self, trait: Trait) -> Query:
        """A search for who has it and has not said so."""
        without = (self._theme_name(),)
        if trait.kind == "tag":
            return Query(tags=(trait.name,), not_themes=without)
        return Query(city=trait.name, not_themes=without)

    def _offer_merge(self) -> None:
        """A menu of the other themes: the one chosen goes into the one picked."""
        if self._chosen is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for theme in self._themes.themes:
            if theme.id != self._chosen.theme.id:
                into = self.tr("Into “%1”").replace("%1", theme.name.replace("&", "&&"))
                menu.addAction(into, partial(self.merge_asked.emit, theme.id))
        menu.popup(self.merge.mapToGlobal(QPoint(0, self.merge.height() + 2)))
