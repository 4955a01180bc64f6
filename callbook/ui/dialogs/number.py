"""The number, large enough to read from across the desk, and as a code that a phone's camera dials."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from callbook.ui.fields import ElidedLabel, Label, button, row
from callbook.ui.theme import LIGHT, Theme

# ISO/IEC 18004 asks for four light modules on every side of a code.
QUIET_ZONE = 4
MODULE = 7  # logical pixels; the code of a number is 25 or 29 modules wide
CORNER = 6  # less than a module: the quiet zone keeps its corners
SIDE = 28
LONGEST_DIALLED = 64
SCREEN_LEFT = 40  # pixels of the screen that stay free beside it


def modules(dialled: str) -> tuple[bytes, ...]:
    """The rows of the QR code for "tel:" and the number, 1 for each dark module; () for what no phone can dial."""
    from segno import make_qr

    if len(dialled) > LONGEST_DIALLED or not any(map(str.isdecimal, dialled)):
        return ()
    return tuple(bytes(line) for line in make_qr(f"tel:{dialled}", error="m").matrix)


class QrCode(QWidget):
    """A QR code, dark on white in both themes: many cameras read no other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[bytes, ...]) -> None:
        self._rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * QUIET_ZONE) * MODULE
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(QColor(LIGHT["card"]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        dark = QColor(LIGHT["text"])
        for top, line in enumerate(self._rows, QUIET_ZONE):
            for left, is_dark in enumerate(line, QUIET_ZONE):
                if is_dark:
                    painter.fillRect(QRect(left * MODULE, top * MODULE, MODULE, MODULE), dark)
        painter.end()


class NumberDialog(QDialog):
    """Whom to call, their number in large, and its code; Esc closes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dialled = ""
        self._name = ElidedLabel("", "title")
        self._number = ElidedLabel("", "timer")
        self._code = QrCode(theme)
        self._hint = Label(self.tr("Point your phone's camera at it"), "quiet")
        self._copy = button(self.tr("Copy"), clicked=self._copy_number)
        self._lay_out()
        self._show_icon()
        theme.changed.connect(self._show_icon)

    def show_number(self, name: str, shown: str, dialled: str) -> None:
        """Open with a name, the number as it is read, and as a phone is to dial it: + and digits where they are
        known. What is too long to dial, or has no digit, gets no code."""
        self._dialled = dialled
        self._name.setText(name)
        self._number.setText(shown)
        rows = modules(dialled)
        self._code.show_rows(rows)
        self._code.setAccessibleName(self.tr("QR code of %1").replace("%1", shown))
        for part in (self._code, self._hint):
            part.setVisible(bool(rows))
        self._copy.setText(self.tr("Copy"))
        self.open()
        self._fit()
        self._copy.setFocus()

    def _copy_number(self) -> None:
        QGuiApplication.clipboard().setText(self._dialled)
        self._copy.setText(self.tr("Copied"))

    def _show_icon(self) -> None:
        self._copy.setIcon(self._theme.icon("copy", "text", 16))

    def _fit(self) -> None:
        """As wide as the number, where the screen is, and as high as it takes; a longer name ends in …"""
        self._number.ensurePolished()
        wanted = self._number.sizeHint().width() + 2 * SIDE
        width = min(wanted, self.screen().availableSize().width() - SCREEN_LEFT)
        self.resize(max(width, self.minimumWidth()), self.sizeHint().height())

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Number"))
        self.setMinimumWidth(420)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SIDE, 22, SIDE, 16)
        whole.setSpacing(0)
        for part, after in ((self._name, 2), (self._number, 18), (self._code, 10), (self._hint, 18)):
            if isinstance(part, Label):
                part.setAlignment(Qt.AlignmentFlag.AlignCenter)
                whole.addWidget(part)
            else:
                whole.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
            whole.addSpacing(after)
        whole.addStretch(1)
        whole.addLayout(row(None, self._copy, button(self.tr("Close"), clicked=self.reject)))
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)
