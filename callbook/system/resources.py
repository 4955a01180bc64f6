"""Files that ship with the program, the same from a checkout, a wheel and a packaged build."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel and in a packaged build they lie inside the package; in a checkout beside it.
PLACES = (PACKAGE / "_resources", PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder; FileNotFoundError where it is missing."""
    for place in PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))


def text(*parts: str) -> str:
    return resource(*parts).read_text(encoding="utf-8")


def texts(folder: str, ending: str) -> dict[str, str]:
    """Name without ending -> text of every file in a shipped folder, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(resource(folder).glob(f"*{ending}"))}
