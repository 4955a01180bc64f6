"""Dialling: the number handed to the system, which may have a program for it, and copied in any case."""

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from callbook.domain.prospect import Phone
from callbook.services.prospects import DO_NOT_CALL
from callbook.storage.prospects import Card


def tr(text: str) -> str:
    return QCoreApplication.translate("dialling", text)


def hindrance(card: Card | None, phone: Phone | None) -> str:
    """Why this number cannot be dialled; "" where it can."""
    if card is None or phone is None:
        return tr("There is no number to dial.")
    return DO_NOT_CALL.sentence if card.prospect.do_not_call_at is not None else ""


def dialled(phone: Phone) -> str:
    """The number as a telephone takes it."""
    return phone.e164 or "".join(phone.typed.split())


def hand_over(phone: Phone) -> str:
    """Copy the number and hand it to the system; answers with what was done, in words."""
    QGuiApplication.clipboard().setText(phone.typed)
    opened = QDesktopServices.openUrl(QUrl("tel:" + dialled(phone)))
    words = tr("Handed to your phone program, and copied: %1") if opened else tr("Number copied: %1")
    return words.replace("%1", phone.typed)
