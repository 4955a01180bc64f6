"""What was typed into new forms that were closed without saving: it comes back, and can be put aside again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from callbook.services.prospects import Draft
from callbook.ui.fields import Label, button, row


class Unsaved(QWidget):
    """Keeps such drafts, and says in the form when it shows one. `swap_asked` is the link beside those words."""

    swap_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Draft] = []
        self._aside: Draft | None = None
        self._words = Label("", "hint")
        self.swap = button("", "link", self.swap_asked.emit)
        self.setLayout(row(self._words, self.swap, None))

    def keep(self, draft: Draft) -> None:
        """Keep a draft for the next new form."""
        self._kept.append(draft)

    def take(self) -> Draft | None:
        """The draft kept last, None where there is none; it is said that the form shows it."""
        kept = self._kept.pop() if self._kept else None
        if kept is not None:
            self._say(self.tr("You typed this before. It is not in the book yet."), self.tr("Start empty"))
        return kept

    def exchange(self, shown: Draft) -> Draft | None:
        """Put a draft aside, for which the form starts empty, or answer with the one that was."""
        back, self._aside = self._aside, None
        if back is None:
            self._aside = shown
            self._say(self.tr("Put aside until you close this form."), self.tr("Bring it back"))
        else:
            self._say(self.tr("You typed this before. It is not in the book yet."), self.tr("Start empty"))
        return back

    def be_quiet(self) -> None:
        """The form shows something else; what was put aside is let go."""
        self._aside = None
        self.hide()

    def _say(self, words: str, link: str) -> None:
        self._words.setText(words)
        self.swap.setText(link)
        self.show()
