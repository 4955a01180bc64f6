"""Several tags in one cell: how they are put together, and how those of any program are taken apart."""

import re
from collections.abc import Iterable, Iterator

# Google writes ::: between labels, Outlook and others ; or a comma.
_TAG = re.compile(r'\s*+"((?:[^"]|"")*+)"\s*+(?::::|[;,]|\Z)|(.*?)(?::::|[;,]|\Z)', re.DOTALL)
_NEEDS_QUOTES = re.compile(r'[;,\r\n]|:::|:\Z|^["*:\s]|\s\Z')


def joined_tags(tags: Iterable[str]) -> str:
    """The tags with ; between them. One that would come apart stands in quotes, those within it doubled, as in CSV."""
    return "; ".join(_quoted(tag) if _NEEDS_QUOTES.search(tag) else tag for tag in tags)


def _quoted(tag: str) -> str:
    doubled = tag.replace('"', '""')
    return f'"{doubled}"'


def split_tags(cell: str) -> Iterator[str]:
    """The tags of a cell, between :::, semicolons or commas, without the star that marks some programs' own.

    What stands in quotes from one mark to the next is one tag; any other quote is a letter of the tag.
    """
    for found in _TAG.finditer(cell):
        quoted, plain = found.groups()
        tag = plain.strip().removeprefix("* ") if quoted is None else quoted.replace('""', '"')
        if tag:
            yield tag
