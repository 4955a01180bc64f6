"""The first ten seconds: the opening line large, how to be seen, and the script it comes from."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyle, QStyleOptionButton

from callbook.domain.script import Direction, Opener, ScriptText
from callbook.ui.call import wording
from callbook.ui.fields import Button, Card, Label, button, row, section

ARROW = "  ▾"
LEAST_NAME = 60


class ScriptButton(Button):
    """The name of a script that opens a list of others; it ends in … where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        self._name = " ".join(name.split())
        self.setText(mnemonic_free(self._name) + ARROW)

    def shown_text(self) -> str:
        """The name as it stands in the button."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return option.text

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), LEAST_NAME), whole.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        room = inside - option.fontMetrics.horizontalAdvance(ARROW)
        shown = option.fontMetrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(0, room))
        option.text = mnemonic_free(shown) + ARROW


def mnemonic_free(text: str) -> str:
    return text.replace("&", "&&")


class OpeningCard(Card):
    """`script_chosen` and `opener_chosen` carry ids; `settings_asked` that a gap of one's own is to be filled."""

    script_chosen = Signal(int)
    opener_chosen = Signal(int)
    settings_asked = Signal()

    def __init__(self) -> None:
        super().__init__(spacing=10)
        self._script = ScriptButton()
        self._line = Label("", "speech", wrap=True)
        self._value = Label("", "", wrap=True)
        self._seen = Label("", "quiet", wrap=True)
        self._fill = button(self.tr("Fill in your name and what you offer"), "link", self.settings_asked.emit)
        self._script.setAccessibleName(self.tr("Choose another script"))
        self.column.addLayout(row(section(self.tr("The first ten seconds")), None, self._script))
        for part in (self._line, self._value, self._seen, self._fill):
            self.column.addWidget(part)
        self._script.setMenu(QMenu(self._script))

    def show_script(
        self,
        text: ScriptText | None,
        opener: Opener | None,
        values: Mapping[str, str],
        choice: Sequence[ScriptText],
    ) -> None:
        """Show what to say now, and offer the scripts of `choice` and this one's other openers."""
        self._script.show_name(text.script.name if text else self.tr("No script"))
        line = wording.said(opener.text, values) if opener else ""
        self._line.setText(f"“{line}”" if line else self.tr("Choose a script, and its opening line stands here."))
        self._value.setText(wording.said(text.version.value_proposition, values) if text else "")
        self._value.setVisible(bool(self._value.text()))
        seen = self.tr("Seen as: %1").replace("%1", wording.said(text.version.positioning, values)) if text else ""
        self._seen.setText(f"{wording.situation(text)}\n{seen}" if text else "")
        self._fill.setVisible(not values.get("me") or not values.get("my offer"))
        self._offer(text, opener, choice)

    def open_choice(self) -> None:
        self._script.showMenu()

    def _offer(self, text: ScriptText | None, opener: Opener | None, choice: Sequence[ScriptText]) -> None:
        menu = self._script.menu()
        menu.clear()
        add_choices(
            menu,
            [(one.script.name, one.script.id) for one in choice if one.script.direction is Direction.OUTBOUND],
            text.script.id if text else 0,
            self.script_chosen,
        )
        if text is not None and len(text.openers) > 1:
            menu.addSeparator()
            lines = [(f"“{one.text[:60]}…”" if len(one.text) > 60 else f"“{one.text}”", one.id) for one in text.openers]
            add_choices(menu, lines, opener.id if opener else 0, self.opener_chosen)


def add_choices(menu: QMenu, choices: Sequence[tuple[str, int]], chosen: int, signal: object) -> None:
    """One checkable action for each (label, id), of which one is chosen."""
    group = QActionGroup(menu)
    for label, key in choices:
        action = QAction(mnemonic_free(label), menu)
        action.setCheckable(True)
        action.setChecked(key == chosen)
        action.triggered.connect(lambda _=False, key=key: signal.emit(key))  # type: ignore[attr-defined]
        group.addAction(action)
        menu.addAction(action)
