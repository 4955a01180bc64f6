"""A card of what others published, for who asked to see it."""

from PySide6.QtWidgets import QGridLayout

from callbook.domain.published import PUBLISHED, Published
from callbook.domain.stats import Count
from callbook.ui import texts
from callbook.ui.fields import Card, Label, section
from callbook.ui.insights import words
from callbook.ui.insights.words import NBSP, tr
from callbook.ui.texts import filled


class PublishedCard(Card):
    """Each figure with what it is of, who published it and when."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for line, one in enumerate(PUBLISHED):
            grid.addWidget(Label(words.rate_name(one.rate)), line, 0)
            grid.addWidget(Label(share_of(one)), line, 1)
            grid.addWidget(Label(source(one), "quiet", wrap=True), line, 2)
        self.column.addWidget(section(self.tr("Published by others")))
        self.column.addLayout(grid)
        told = self.tr(
            "A reference, no goal: other callers, other lists, other offers, and each counts in its own way. A connect "
            "here is any dial that was answered, whoever it reached. Settings, Calling, hides this."
        )
        self.column.addWidget(Label(told, "small", wrap=True))
        self.setAccessibleName(self.tr("Published by others"))


def share_of(one: Published) -> str:
    """The share and what of: "9.9 % of more than 175,000 dials"."""
    of = {Count.CONNECTS: tr("dials"), Count.CONVERSATIONS: tr("connects"), Count.MEETINGS: tr("conversations")}
    share = words.number(one.share, words.FINE) if one.share < 0.1 else words.number(one.share, 0)
    if not one.basis:
        return filled(tr("%1 of %2"), share + NBSP + "%", of[one.rate])
    many = tr("%1 of more than %2 %3") if one.more else tr("%1 of %2 %3")
    return filled(many, share + NBSP + "%", texts.grouped(one.basis), of[one.rate])


def source(one: Published) -> str:
    return filled(tr("%1: “%2”, %3"), one.publisher, one.title, str(one.year))
