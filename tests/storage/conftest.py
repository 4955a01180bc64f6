"""What every test of storage is given."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new book, open."""
    yield from new_desk(tmp_path)
