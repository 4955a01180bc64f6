"""The strip above a live call: its time, what to say first, and who picked up at the desk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callbook.domain.call import Call, CallState, talk_seconds
from callbook.domain.script import Direction
from callbook.domain.typed_length import read_length
from callbook.ui import texts
from callbook.ui.call.desk import DeskRow
from callbook.ui.fields import Card, ElidedLabel, Label, LineField, button, row, section
from callbook.ui.session import Session

TICK_MS = 500
BEAT = timedelta(seconds=5)
"""How often a live call notes that it still goes on; after as long without a tick the computer must have slept."""


class Strip(Card):
    """Timer, state and line to say, always in sight. `length_corrected` and `stretch_taken_out` carry seconds,
    `answered` who picked up; `beat` comes every few seconds while the timer runs."""

    hang_up_asked = Signal()
    picked_up_asked = Signal()
    pause_asked = Signal()
    length_corrected = Signal(int)
    stretch_taken_out = Signal(int)
    desk_asked = Signal()
    answered = Signal(str)
    beat = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(spacing=0)
        self._session = session
        self._call = Call()
        self._ticked: datetime | None = None
        self._beaten: datetime | None = None
        self._slept = 0
        self._time = Label("0:00", "timer")
        self._length = LineField("0:00")
        self._state = section("")
        self._since = ElidedLabel("", "faint")
        self._place = section("")
        self._line = Label("", "strip", wrap=True)
        self._said = ElidedLabel("", "quiet")
        self.desk = DeskRow()
        self._sleep = Label("", "hint")
        self._take_out = button(self.tr("Do not count it"), "flat", self._take_stretch_out)
        self._stretch = QWidget()
        self._picked = button(self.tr("Picked up"), "flat", self.picked_up_asked.emit)
        self._desk = button(self.tr("At the desk"), "flat", self.desk_asked.emit)
        self._pause = button("", "flat", self.pause_asked.emit)
        self._hang_up = button(self.tr("Hang up"), clicked=self.hang_up_asked.emit)
        self._ticks = QTimer(self)
        self._lay_out()
        self._connect()

    def show_call(self, call: Call, line: str, at_desk: bool, answered_by: str) -> None:
        """`line` is what to say now: the opening, or at the desk the line for whoever picked up there."""
        if call.id != self._call.id:
            self._forget_stretch()
        self._place.setText(self.tr("At the desk"))
        self._place.setVisible(at_desk)
        for part in (self._line, self._said):
            part.setText(f"“{line}”" if line else "")
        self.desk.show_answered(answered_by)
        self.desk.setVisible(at_desk)
        self.show_state(call)

    def show_state(self, call: Call) -> None:
        """Only what changes with the state of the call."""
        self._call = call
        live, paused = call.state is CallState.LIVE, call.paused_at is not None
        self._state.setText(self._state_words(live, paused))
        self._show_since()
        for part in (self._hang_up, self._pause, self._desk):
            part.setVisible(live)
        self._desk.setVisible(live and call.direction is Direction.OUTBOUND)
        self._pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self._picked.setVisible(live and call.picked_up_at is None and call.direction is Direction.OUTBOUND)
        # Afterwards what was said needs one line, and what comes next the room.
        self._line.setVisible(live and bool(self._line.text()))
        self._said.setVisible(not live and bool(self._line.text()))
        self._time.setVisible(live)
        self._length.setVisible(not live)
        if not live and not self._length.hasFocus():
            self._show_length(call.seconds)
        running = live and not paused
        self._ticked = self._session.now() if running else None
        (self._ticks.start if running else self._ticks.stop)()
        self._show_time()

    def _state_words(self, live: bool, paused: bool) -> str:
        if not live:
            return self.tr("Wrap-up")
        return self.tr("Paused") if paused else self.tr("Talking")

    def _show_since(self) -> None:
        call = self._call
        if call.started_at is None:
            return
        zone = ZoneInfo(call.zone) if call.zone else self._session.zone
        began = self.tr("started %1").replace("%1", texts.clock(call.started_at, zone))
        paused = self.tr("paused at %1").replace("%1", texts.clock(call.paused_at, zone)) if call.paused_at else ""
        self._since.setText(paused or began)

    def _show_time(self) -> None:
        self._time.setText(texts.length(talk_seconds(self._call, self._session.now())))

    def tick(self) -> None:
        """Count on. A tick that comes late says that the computer slept: on a phone of one's own the call went on,
        so it counts unless its caller says otherwise."""
        now = self._session.now()
        if self._ticked is not None and now - self._ticked > BEAT:
            self._slept += round((now - self._ticked).total_seconds())
            self._show_stretch()
        self._ticked = now
        if self._beaten is None or now - self._beaten >= BEAT:
            self._beaten = now
            self.beat.emit()
        self._show_time()

    def _show_stretch(self) -> None:
        slept = self.tr("This computer slept for %1 of this call.").replace("%1", texts.long_length(self._slept))
        self._sleep.setText(slept)
        self._stretch.setVisible(self._slept > 0)

    def _take_stretch_out(self) -> None:
        seconds = self._slept
        self._forget_stretch()
        self.stretch_taken_out.emit(seconds)

    def _forget_stretch(self) -> None:
        self._slept = 0
        self._stretch.hide()

    def _length_typed(self) -> None:
        """What cannot be read is put back: a length is never lost to a slip."""
        seconds = read_length(self._length.text())
        if seconds is not None and seconds != self._call.seconds:
            self.length_corrected.emit(seconds)
        self._show_length(self._call.seconds if seconds is None else seconds)

    def _show_length(self, seconds: int) -> None:
        self._length.setText(texts.length(seconds))
        self._length.ensurePolished()
        room = self._length.fontMetrics().horizontalAdvance(self._length.text() + "00")
        self._length.setFixedSize(room, self._length.minimumSizeHint().height())

    def _lay_out(self) -> None:
        self._picked.setToolTip("Ctrl+T")
        self._desk.setToolTip("Ctrl+G")
        self._pause.setToolTip("Ctrl+P")
        self._hang_up.setToolTip("Ctrl+⏎")
        self._length.setProperty("role", "timer")
        self._length.setAccessibleName(self.tr("Length of the call"))
        self._length.setToolTip(self.tr("Type it anew to put it right: 4:27, 4m, 270s"))
        for part in (self._time, self._length):
            font = part.font()
            font.setFeature(QFont.Tag("tnum"), 1)
            part.setFont(font)
        self.column.setContentsMargins(18, 10, 18, 12)
        state = QVBoxLayout()
        state.setSpacing(1)
        state.addWidget(self._state)
        state.addWidget(self._since)
        state.addWidget(self._said)
        top = row(self._time, self._length, 4, self._picked, self._desk, self._pause, self._hang_up, spacing=4)
        top.insertLayout(3, state, 1)
        stretch = row(self._sleep, self._take_out, None)
        self._stretch.setLayout(stretch)
        self.column.addLayout(top)
        self.column.addWidget(self._stretch)
        self.column.addSpacing(6)
        self.column.addWidget(self._place)
        self.column.addWidget(self._line)
        self.column.addWidget(self.desk)
        self._stretch.hide()

    def _connect(self) -> None:
        self._ticks.setInterval(TICK_MS)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self.tick)
        self._length.editingFinished.connect(self._length_typed)
        self.desk.answered.connect(self.answered)
