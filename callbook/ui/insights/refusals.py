"""Why people said no, counted."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent

from callbook.ui import texts
from callbook.ui.insights.chart import LEFT, RIGHT, Chart, fill, width_of, write
from callbook.ui.theme import Theme

ROW = 28
GAP = 16


class ReasonBars(Chart):
    """One row a reason, commonest first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._reasons: list[tuple[str, int]] = []

    def show_reasons(self, refusals: tuple[tuple[str, int], ...]) -> None:
        self._reasons = [(label or self.tr("No reason kept"), count) for label, count in refusals]
        words = [f"{label}: {texts.grouped(count)}" for label, count in self._reasons]
        self.setAccessibleName(". ".join([self.tr("Refusals by reason"), *words]))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, len(self._reasons) * ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._reasons:
            return
        names = min(max(width_of(label, self.font()) for label, _ in self._reasons) + 4, self.width() * 0.45)
        counts = max(width_of(texts.grouped(count), self.font()) for _, count in self._reasons) + 4
        room = max(20.0, self.width() - names - counts - 2 * GAP)
        most = max(count for _, count in self._reasons)
        with self.begin() as painter:
            for at, (label, count) in enumerate(self._reasons):
                top = at * ROW
                write(painter, QRectF(0, top, names, ROW), LEFT, label, self.font(), self.color("text"))
                fill(painter, QRectF(names + GAP, top + 10, room * count / most, 8), self.color("accent"), 3)
                box = QRectF(self.width() - counts, top, counts, ROW)
                write(painter, box, RIGHT, texts.grouped(count), self.font(), self.color("quiet"))
