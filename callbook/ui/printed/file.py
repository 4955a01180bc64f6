"""Printed pages as files: PDF or HTML, by the ending of the name, whole or not there."""

from enum import StrEnum
from pathlib import Path

from callbook.domain.errors import UserError
from callbook.services.whole_file import replacing
from callbook.ui.printed.blocks import usual_type
from callbook.ui.printed.html import html
from callbook.ui.printed.parts import Printed
from callbook.ui.printed.pdf import pdf


class Kind(StrEnum):
    """What a printed page can be, by the ending of its file's name."""

    PDF = "pdf"
    HTML = "html"


def kind_of(path: Path) -> Kind:
    """What the ending of a file's name asks for; UserError for one that is none of these."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in list(Kind):
        raise UserError(
            "What kind of file this shall be does not follow from its name.",
            f"Let it end in {', '.join(f'.{each}' for each in Kind)}.",
        )
    return Kind(ending)


def write_printed(printed: Printed, path: Path) -> None:
    """Write pages to `path`, in the place of what stood there. UserError where that cannot be done; then it stays."""
    data = html(printed).encode("utf-8", "replace") if kind_of(path) is Kind.HTML else pdf(printed, usual_type())
    with replacing(path) as file:
        file.write(data)
