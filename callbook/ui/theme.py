"""The only place that knows colours: two tables of the same names, the style sheet, and recoloured icons."""

from collections.abc import Mapping
from string import Template

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from callbook.system import resources

LIGHT: Mapping[str, str] = {
    "window": "#f6f6f4",
    "card": "#ffffff",
    "field": "#ffffff",
    "line": "#e2e3df",
    "strong_line": "#c9ccc7",
    "text": "#1a1e1c",
    "quiet": "#5f6562",
    "faint": "#787e7b",
    "accent": "#0f7a65",
    "accent_hover": "#0c6856",
    "accent_text": "#ffffff",
    "accent_soft": "#e2f1ed",
    "selected": "#e9f3f0",
    "hover": "#f1f2ef",
    "overdue": "#b3261e",
    "today": "#95580a",
    "soon": "#0f7a65",
    "warning_soft": "#fbf0dc",
    "bar_off": "#dcdedb",
}
DARK: Mapping[str, str] = {
    "window": "#131615",
    "card": "#1c201f",
    "field": "#191d1c",
    "line": "#2c3230",
    "strong_line": "#444b48",
    "text": "#eceeed",
    "quiet": "#a7aeab",
    "faint": "#8c9390",
    "accent": "#3cc4a2",
    "accent_hover": "#57d3b4",
    "accent_text": "#05251d",
    "accent_soft": "#173a32",
    "selected": "#1d322d",
    "hover": "#242928",
    "overdue": "#ff8177",
    "today": "#e3a549",
    "soon": "#3cc4a2",
    "warning_soft": "#3a2e18",
    "bar_off": "#3a403e",
}


class Theme(QObject):
    """The colours and sizes in force, on the screen once `apply` is called: under a style sheet Qt dresses each part
    again whenever it is put into another, so a window is built first. `changed` tells what paints by itself to paint
    again."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__()
        self._application = application
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self.choice = choice
        self.colors = DARK if self.dark else LIGHT
        application.styleHints().colorSchemeChanged.connect(self.apply)

    def choose(self, choice: str) -> None:
        """Follow the system, or stay light or dark."""
        self.choice = choice
        self.apply()

    def apply(self) -> None:
        self.colors = DARK if self.dark else LIGHT
        self._icons.clear()
        self._application.setPalette(palette(self.colors))
        sheet = style_sheet(self.colors, self._application.font())
        if self._application.styleSheet() != sheet:
            self._application.setStyleSheet(sheet)
        self.changed.emit()

    @property
    def dark(self) -> bool:
        if self.choice != "system":
            return self.choice == "dark"
        return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def color(self, name: str) -> QColor:
        return QColor(self.colors[name])

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, radius: int, inset: int) -> None:
        """The ground of a list's row that is chosen or pointed at. The chosen one has a bar at its left end, `inset`
        pixels shorter above and below, and a frame where the list has the keyboard."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not selected and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(self.color("accent") if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self.color("selected" if selected else "hover"))
        painter.drawRoundedRect(box, radius, radius)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.color("accent"))
            painter.drawRoundedRect(QRect(box.left(), box.top() + inset, 3, box.height() - 2 * inset), 1.5, 1.5)

    def paint_line(
        self, painter: QPainter, font: QFont, color: str, place: QRect, text: str, right: bool = False
    ) -> int:
        """One line of plain text from the upper edge of `place`, with … where it ends early; the width it took, in
        pixels."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, max(place.width(), 0))
        width = metrics.horizontalAdvance(shown)
        left = place.left() + (place.width() - width if right else 0)
        painter.setFont(font)
        painter.setPen(self.color(color))
        # On the font's own line: in a box, Chinese from another font would be lowered, and its feet cut.
        painter.drawText(QPoint(left, place.top() + metrics.ascent()), shown)
        return width

    def icon(self, name: str, color: str = "quiet", size: int = 20) -> QIcon:
        """A shipped icon in one of the theme's colours."""
        key = (name, self.colors[color], size)
        if key not in self._icons:
            self._icons[key] = QIcon(pixmap(name, self.colors[color], size, self._application.devicePixelRatio()))
        return self._icons[key]


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An SVG drawn in `color` (it says currentColor, which Qt would take for black), `size` logical pixels high."""
    svg = resources.text("icons", f"{name}.svg").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    box = renderer.defaultSize().scaled(QSize(size * 8, size), Qt.AspectRatioMode.KeepAspectRatio)
    image = QPixmap(box * ratio)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, box.width(), box.height()))
    painter.end()
    return image


def palette(colors: Mapping[str, str]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "faint",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_text",
        QPalette.ColorRole.Link: "accent",
    }
    made = QPalette()
    for role, name in roles.items():
        made.setColor(role, QColor(colors[name]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors["faint"]))
    return made


def style_sheet(colors: Mapping[str, str], font: QFont) -> str:
    """The shipped style sheet with the colours and with sizes in steps from the system's font."""
    base = QFontMetrics(font).height() * 0.78
    steps = {
        "tiny": 0.86,
        "small": 0.93,
        "body": 1.0,
        "large": 1.16,
        "title": 1.52,
        "speech": 1.42,
        "timer": 2.6,
        "figure": 2.6,
    }
    sizes = {f"size_{name}": f"{round(base * factor)}px" for name, factor in steps.items()}
    # The sheet can draw a picture only from a file, and only in the colours it has there.
    tick = resources.resource("styles", "check-dark.svg" if colors is DARK else "check-light.svg").as_posix()
    return Template(resources.text("styles", "callbook.qss")).substitute(colors, check=tick, **sizes)


def strong(font: QFont) -> QFont:
    """The font of a name in a list."""
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def small(font: QFont) -> QFont:
    """The font of what stands below a name."""
    made = QFont(font)
    if font.pixelSize() > 0:
        made.setPixelSize(max(10, round(font.pixelSize() * 0.9)))
    else:
        made.setPointSizeF(font.pointSizeF() * 0.9)
    return made
