"""What the clipboard or a drag carries, as far as it can be a list: files, or text as if it were one."""

from pathlib import Path

from PySide6.QtCore import QMimeData

CARDS = ("text/vcard", "text/x-vcard", "text/directory")


def files_in(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def list_in(mime: QMimeData) -> bytes:
    """Cards or a table as text; nothing where there are only addresses of files and pages."""
    cards = next((kind for kind in CARDS if mime.hasFormat(kind)), "")
    if cards:
        return bytes(mime.data(cards).data())
    if mime.hasUrls() or not mime.hasText():
        return b""
    text = mime.text()
    return text.encode("utf-8", "replace") if text.strip() else b""


def can_be_list(mime: QMimeData) -> bool:
    """Whether to take it at all; of text only its kind is looked at, for it may be long."""
    return mime.hasUrls() or mime.hasText() or any(map(mime.hasFormat, CARDS))
