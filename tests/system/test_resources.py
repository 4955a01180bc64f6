"""Shipped files are found from a checkout and from a wheel alike."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callbook.system import resources
from callbook.system.resources import resource, text, texts
from tests.conftest import CHECKOUT


def test_from_a_checkout() -> None:
    assert resource("scripts").is_dir()
    assert resource("icons", "phone.svg").read_text(encoding="utf-8") == text("icons", "phone.svg")
    assert text("icons", "phone.svg").lstrip().startswith("<")


def test_all_of_a_folder_by_name() -> None:
    found = texts("scripts", ".json")
    assert list(found) == sorted(path.stem for path in resource("scripts").glob("*.json"))
    assert len(found) == 7
    assert all(found.values())
    assert texts("scripts", ".nothing") == {}


@pytest.mark.parametrize("parts", [("icons", "none.svg"), ("nowhere",), ("icons", "..", "none")])
def test_what_is_missing_is_said_by_name(parts: tuple[str, ...]) -> None:
    with pytest.raises(FileNotFoundError, match="/".join(parts)):
        resource(*parts)


SHOW = (
    "from callbook.system.resources import resource, text; print(resource('icons', 'phone.svg')); print(text('mark'))"
)


@pytest.mark.parametrize(
    ("place", "mark"),
    [("site/callbook/_resources", "wheel"), ("site/resources", "checkout")],
    ids=["wheel", "checkout"],
)
def test_from_a_layout_like(tmp_path: Path, place: str, mark: str) -> None:
    """The package alone, its files where a wheel or a checkout puts them, and nothing of this checkout in reach."""
    package = tmp_path / "site" / "callbook"
    shutil.copytree(Path(resources.__file__).parent, package / "system", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "callbook" / "__init__.py", package)
    shutil.copytree(resource("icons"), tmp_path / place / "icons")
    (tmp_path / place / "mark").write_text(mark, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=tmp_path / "site", capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [str(tmp_path / place / "icons" / "phone.svg"), mark], done.stderr


def test_a_packaged_files_own_copy_counts_before_one_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("inside", "beside"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mark").write_text(name, encoding="utf-8")
    monkeypatch.setattr(resources, "PLACES", (tmp_path / "inside", tmp_path / "beside"))
    assert text("mark") == "inside"
    (tmp_path / "inside" / "mark").unlink()
    assert text("mark") == "beside"
