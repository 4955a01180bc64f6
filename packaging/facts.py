"""What the installers say of the program, read from the places that say it first."""

import re
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Facts:
    """`identifier` is the homepage's host turned round, with the program's name: what macOS and AppStream know it by.

    `when` is UTC: the same commit gives the same installers, whenever they are built.
    """

    name: str
    version: str
    summary: str
    homepage: str
    identifier: str
    licence: str
    author: str
    when: datetime


def read_facts(when: datetime) -> Facts:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    homepage = project["urls"]["Homepage"]
    host = urlsplit(homepage).hostname or ""
    return Facts(
        name=project["name"],
        version=version(),
        summary=project["description"],
        homepage=homepage,
        identifier=".".join([*reversed(host.split(".")), "Callbook"]),
        licence=project["license"],
        author=project["authors"][0]["name"],
        when=when.astimezone(UTC).replace(microsecond=0),
    )


def version() -> str:
    """From the package's own line, which pyproject.toml points to."""
    text = (ROOT / "callbook" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("callbook/__init__.py says no version")
    return found[1]


def time_of_commit() -> datetime:
    """When the checked-out commit was made."""
    seconds = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return datetime.fromtimestamp(int(seconds), UTC)
