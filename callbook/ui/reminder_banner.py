"""A slim line at the top of the window that names the next action now due, and never takes the keyboard by itself."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QVBoxLayout, QWidget

from callbook.domain.when import local_day
from callbook.storage.reminders import DueAction
from callbook.ui import texts
from callbook.ui.fields import ElidedLabel, Label, button, row

NARROWEST_NAME = 80


class ReminderBanner(QWidget):
    """Shows the first of some due next actions, and how many more there are. Each of its signals is about the one
    shown. Hidden while there is none; its margins go with it."""

    show_asked = Signal()
    snooze_asked = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._came_from: QWidget | None = None
        self._time = Label("", "remindertime")
        self._words = ElidedLabel("", "name")
        self._details = ElidedLabel("", "quiet")
        self._more = Label("", "quiet")
        self._show = button(self.tr("Show"), "reminder", self.show_asked.emit)
        self._snooze = button(self.tr("Snooze 10 min"), "reminder", self.snooze_asked.emit)
        self._dismiss = button(self.tr("Dismiss"), "reminder", self.dismissed.emit)
        self._lay_out()
        self.hide()

    def show_actions(self, actions: Sequence[DueAction], now: datetime, zone: ZoneInfo) -> None:
        """Show the first of `actions`, in the clock of `zone`; with none, hide and give back the keyboard."""
        if not actions:
            self._leave()
            self.hide()
            return
        first, rest = actions[0], len(actions) - 1
        self._time.setText(due_time(first, now, zone))
        words = self.tr("%1 %2", "call whom").replace("%1", texts.action(first.kind))
        self._words.setText(words.replace("%2", first.name))
        self._words.updateGeometry()
        self._details.setText(texts.joined((first.city, first.text)))
        self._more.setText(texts.counted(self.tr("and 1 more"), self.tr("and %n more"), rest))
        self._more.setVisible(rest > 0)
        self.show()
        self.setAccessibleName(self.text())
        self._show.setAccessibleDescription(self.text())

    def text(self) -> str:
        """What the banner says, in one line; "" where it is hidden."""
        if self.isHidden():
            return ""
        more = "" if self._more.isHidden() else self._more.text()
        said = (self._time.text(), self._words.whole_text(), self._details.whole_text(), more)
        return texts.joined(said, " ")

    def take_focus(self) -> None:
        """Take the keyboard, by a key of the window; it goes back to where it was when the last reminder goes."""
        before = QApplication.focusWidget()
        if self.isVisible() and before is not self and not self._has_keyboard():
            self._remember(before)
            self._show.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc dismisses, while the keyboard is here."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _leave(self) -> None:
        """Give the keyboard back before hiding: Qt would give it to whatever comes next."""
        before = self._came_from
        if before is not None and self._has_keyboard() and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._remember(None)

    def _remember(self, widget: QWidget | None) -> None:
        if self._came_from is not None:
            self._came_from.destroyed.disconnect(self._forget)
        self._came_from = widget
        if widget is not None:
            widget.destroyed.connect(self._forget)

    def _forget(self, _: QObject | None = None) -> None:
        self._came_from = None

    def _lay_out(self) -> None:
        self._words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._words.setMinimumWidth(NARROWEST_NAME)
        frame = QFrame()
        frame.setProperty("role", "reminder")
        parts = (self._time, self._words, self._details, self._more, 6, self._show, self._snooze, self._dismiss)
        line = row(*parts)
        line.setStretch(2, 1)
        line.setContentsMargins(12, 2, 4, 2)
        frame.setLayout(line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 4, 14, 0)
        whole.addWidget(frame)


def due_time(action: DueAction, now: datetime, zone: ZoneInfo) -> str:
    """When an action is due, as short as is clear: "14:30", "yesterday 23:30"."""
    time, day, today = texts.clock(action.due, zone), local_day(action.due, zone), local_day(now, zone)
    return time if day == today else f"{texts.short_day(day, today)} {time}"
