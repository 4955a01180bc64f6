"""Reminders: says once, while the program runs, that a next action with a time comes due; snoozing says it again."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from callbook.domain.call import CallState
from callbook.domain.change import Change
from callbook.storage.calls import open_calls
from callbook.storage.reminders import DueAction, due_between
from callbook.system.notify import Notifier
from callbook.ui import texts
from callbook.ui.reminder_banner import ReminderBanner, due_time
from callbook.ui.session import Session

LEAD_MINUTES = 5
SNOOZE = timedelta(minutes=10)
# What came due longer ago than a night is no news: the queue has it.
AWAY = timedelta(hours=12)
# Time is looked at every half minute; what is later than this was slept over.
MISSED = timedelta(minutes=2)
SHOWN_MS = 10_000

Moment: TypeAlias = tuple[int, datetime]
"""A prospect and when its next action is due: moved to another time, it is announced again."""


class Reminders(QObject):
    """Announces each due moment once, through the notifier and in the banner, where it stays until it is shown,
    snoozed, dismissed or done. Nothing of this is in the book.

    `open_asked` names a prospect to show; `shown_asked` asks for the window to come to the front.
    """

    open_asked = Signal(int)
    shown_asked = Signal()
    snoozed = Signal()

    def __init__(
        self,
        session: Session,
        banner: ReminderBanner,
        notifier: Notifier | None = None,
        lead: Callable[[], int] = lambda: LEAD_MINUTES,
        since: datetime | None = None,
    ) -> None:
        """`lead` gives the minutes before a due moment at which to announce it. `since` is when the program last
        looked, in an earlier run; what came due from then on was missed. Without a notifier there is the banner
        alone."""
        super().__init__()
        self._session = session
        self._banner = banner
        self._notifier = notifier
        self._lead = lead
        self._looked = since
        self._announced: set[Moment] = set()
        self._waiting: list[DueAction] = []
        self._asleep: dict[Moment, datetime] = {}
        self._last: tuple[Moment, ...] = ()
        banner.show_asked.connect(self.open_first)
        banner.snooze_asked.connect(lambda: self._snooze(self._waiting[:1]))
        banner.dismissed.connect(lambda: self._take(self._waiting[:1]))
        session.changed.connect(self._changed)
        session.minute.connect(self.look)
        if notifier is not None:
            notifier.clicked.connect(self._clicked)

    @property
    def looked(self) -> datetime | None:
        """When due moments were last looked at: the `since` of the next run."""
        return self._looked

    def look(self) -> None:
        """Announce what has come due or will within the lead. Called each half minute, and once to begin with."""
        now = self._session.now()
        oldest = now - AWAY
        after = max(min(self._looked or oldest, now), oldest)
        found = self._due(after, now + timedelta(minutes=max(0, self._lead())))
        self._looked = now
        fresh = [action for action in found if moment(action) not in self._announced]
        self._announced = {known for known in self._announced if known[1] > oldest} | {moment(one) for one in fresh}
        self._announce(fresh, self._woken(now), now)

    def open_first(self) -> None:
        """Show the prospect whose action waits longest."""
        first = self._waiting[:1]
        self._take(first)
        for action in first:
            self.open_asked.emit(action.prospect_id)

    def snooze(self) -> None:
        """Announce everything in the banner again in ten minutes."""
        self._snooze(list(self._waiting))

    def stop(self) -> None:
        """Look no more: the book is about to be closed."""
        self._session.minute.disconnect(self.look)
        self._session.changed.disconnect(self._changed)

    def _changed(self, change: Change, by: object) -> None:
        touched = any(change.ids(table) for table in ("next_action", "prospect", "call"))
        if touched and (self._waiting or self._asleep):
            self._check()
            self._show()

    def _announce(self, fresh: list[DueAction], woken: list[DueAction], now: datetime) -> None:
        """One notification for what was missed, one for the rest, and all of it in the banner."""
        missed = [action for action in fresh if action.due < now - MISSED]
        timely = [action for action in fresh if action.due >= now - MISSED] + woken
        self._waiting = sorted([*self._waiting, *fresh, *woken], key=lambda action: (action.due, action.prospect_id))
        self._show()
        if missed:
            self._notify(missed, self.tr("%n next actions came due while you were away"), True)
        if timely:
            self._notify(timely, self.tr("%n next actions are due"), False)

    def _notify(self, actions: list[DueAction], many: str, missed: bool) -> None:
        self._last = tuple(moment(action) for action in actions)
        if self._notifier is None:
            return
        title = self._title(actions[0]) if len(actions) == 1 else texts.counted("", many, len(actions))
        self._notifier.notify(title, self._body(actions, missed))

    def _title(self, action: DueAction) -> str:
        """ "Call Northgate Dental, 14:30". The name goes in last: it may hold anything."""
        words = self.tr("%1 %2, %3", "call whom, when").replace(
            "%3", due_time(action, self._session.now(), self._session.zone)
        )
        return words.replace("%1", texts.action(action.kind)).replace("%2", action.name)

    def _body(self, actions: list[DueAction], missed: bool) -> str:
        """How soon or how late; nothing that somebody typed, for some desktops would read HTML in it."""
        now, zone = self._session.now(), self._session.zone
        first = min(actions, key=lambda action: action.due)
        minutes = round((first.due - now).total_seconds() / 60)
        if len(actions) > 1:
            return self.tr("The first at %1.").replace("%1", due_time(first, now, zone))
        if missed:
            return self.tr("It came due while you were away.")
        if minutes > 0:
            return texts.counted(self.tr("In 1 minute."), self.tr("In %n minutes."), minutes)
        return self.tr("Now.") if minutes == 0 else texts.due_words(first.due, now, zone)

    def _woken(self, now: datetime) -> list[DueAction]:
        """Snoozed actions whose ten minutes are over."""
        over = {known for known, until in self._asleep.items() if until <= now}
        for known in over:
            del self._asleep[known]
        return self._still_due(over)

    def _check(self) -> None:
        """Let go of what was begun, done, moved, deleted or marked do-not-call meanwhile; take over other names."""
        self._waiting = self._still_due({moment(action) for action in self._waiting})
        still = {moment(action) for action in self._still_due(self._asleep)}
        self._asleep = {known: until for known, until in self._asleep.items() if known in still}

    def _still_due(self, moments: Iterable[Moment]) -> list[DueAction]:
        wanted = set(moments)
        if not wanted:
            return []
        dues = [due for _, due in wanted]
        found = self._due(min(dues) - timedelta(seconds=1), max(dues))
        return [action for action in found if moment(action) in wanted]

    def _due(self, after: datetime, until: datetime) -> list[DueAction]:
        """What is due between two moments; nobody needs a reminder of whom they are talking with."""
        book = self._session.book
        talking = {call.prospect_id for call in open_calls(book) if call.state is CallState.LIVE}
        return [action for action in due_between(book, after, until) if action.prospect_id not in talking]

    def _snooze(self, actions: list[DueAction]) -> None:
        if actions:
            until = self._session.now() + SNOOZE
            self._asleep |= {moment(action): until for action in actions}
            self._take(actions)
            self.snoozed.emit()

    def _take(self, actions: list[DueAction]) -> None:
        """Take actions out of the banner."""
        self._waiting = [action for action in self._waiting if action not in actions]
        self._show()

    def _show(self) -> None:
        self._banner.show_actions(self._waiting, self._session.now(), self._session.zone)

    def _clicked(self) -> None:
        """To the front; and to the prospect, where the notification was about one that still waits."""
        self.shown_asked.emit()
        named = [action for action in self._waiting if moment(action) in self._last]
        if len(self._last) == 1 and named:
            self._take(named)
            self.open_asked.emit(named[0].prospect_id)


def moment(action: DueAction) -> Moment:
    return action.prospect_id, action.due


class Tray(QObject):
    """The program's icon beside the system's clock, where there is such a place, as long as the program runs."""

    clicked = Signal()
    window_asked = Signal()
    snooze_asked = Signal()
    quit_asked = Signal()

    def __init__(self, icon: QIcon) -> None:
        super().__init__()
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setToolTip(self.tr("Callbook"))
        self._menu = QMenu()
        self._menu.addAction(self.tr("Show Callbook")).triggered.connect(lambda: self.window_asked.emit())
        self._menu.addAction(self.tr("Snooze 10 minutes")).triggered.connect(lambda: self.snooze_asked.emit())
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit")).triggered.connect(lambda: self.quit_asked.emit())
        self._icon.setContextMenu(self._menu)
        self._icon.messageClicked.connect(self.clicked)
        self._icon.activated.connect(self._activated)
        self._there()

    def show_message(self, title: str, body: str) -> bool:
        """Show a notification; False where there is no tray now, or it shows none."""
        if not self._there() or not QSystemTrayIcon.supportsMessages():
            return False
        self._icon.showMessage(title, body, self._icon.icon(), SHOWN_MS)
        return True

    def stop(self) -> None:
        self._icon.hide()
        self._menu.deleteLater()

    def _there(self) -> bool:
        """Whether there is a tray, with the icon in it."""
        available = QSystemTrayIcon.isSystemTrayAvailable()
        if available and not self._icon.isVisible():
            self._icon.show()
        return available

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_asked.emit()
