"""The page of answers in words: every count with what it is a count of."""

from PySide6.QtCore import QCoreApplication

from callbook.domain.research import Trait, Traits
from callbook.domain.stats import TOO_FEW
from callbook.ui import texts
from callbook.ui.forms import one_line
from callbook.ui.texts import filled


def tr(text: str) -> str:
    return QCoreApplication.translate("answers", text)


def answers(count: int) -> str:
    return texts.counted(tr("1 answer"), tr("%n answers"), count)


def of_answers(part: int, whole: int) -> str:
    """ "9 of 64 answers"."""
    of_one, of_many = tr("%1 of 1 answer"), tr("%1 of %2 answers")
    return filled(of_one if whole == 1 else of_many, texts.grouped(part), texts.grouped(whole))


def shown(count: int, whole: int, counted: bool, narrowed: bool, now: int | None = None) -> str:
    """What stands above the answers; `now` is how many would be found where others were found when asked for."""
    if not counted:
        return tr("counting …")
    if now is not None and now != count:
        return filled(tr("%1 now, %2 shown as first found"), of_answers(now, whole), texts.grouped(count))
    return filled(tr("%1 shown"), of_answers(count, whole)) if narrowed else answers(whole)


def prospects(count: int) -> str:
    return texts.counted(tr("said by 1 prospect"), tr("said by %n prospects"), count)


def trait(one: Trait, among: Traits) -> str:
    """ "dental: 7 of 9 who said it, 12 of 55 others"."""
    said = filled(tr("%1 of %2 who said it"), texts.grouped(one.said), texts.grouped(among.said))
    others = filled(tr("%1 of %2 others"), texts.grouped(one.others), texts.grouped(among.others))
    return f"{one_line(one.name)}: " + (f"{said}, {others}" if among.others else said)


def traits_told(among: Traits) -> str:
    """What stands above the tags and cities of who said it."""
    if not among.enough:
        few = tr("Too early to tell what sets them apart: %1 said it and %2 others answered. It takes %3 of each.")
        return filled(few, *map(texts.grouped, (among.said, among.others, TOO_FEW)))
    if among.telling():
        return tr("More frequent among who said it than among others who answered; a hint, no proof:")
    return tr("No tag or city is clearly more frequent among who said it than among others who answered.")


def offer(name: str, count: int, bearing: int) -> str:
    """Asked when a theme was made of a word; `bearing` is how many answers the theme stands on."""
    where = answers(bearing) if bearing else tr("no answer yet")
    stands = filled(tr("“%1” is a theme now and stands on %2."), name, where)
    below = tr("Below is the one answer that holds the word.") if count == 1 else filled(
        tr("Below are the %1 answers that hold the word."), texts.grouped(count)
    )  # fmt: skip
    return f"{stands} {below}"


def take_offer(count: int) -> str:
    return texts.counted(tr("Put it on this answer"), tr("Put it on these %n answers"), count)


def typing_hint(count: int) -> str:
    if not count:
        return tr("No answer is chosen")
    one, many = tr("Enter puts it on the answer chosen"), tr("Enter puts it on the %n answers chosen")
    return texts.counted(one, many, count)
