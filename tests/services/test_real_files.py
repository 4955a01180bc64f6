"""Every real file that is not large: it comes in whole, its counts add up, and a second time nothing happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callbook.domain.errors import UserError
from callbook.services.exchange import plan_import
from callbook.services.importing import run_import
from callbook.services.upkeep import check
from tests.storage.desk import Desk, new_desk

KINDS = (".csv", ".tsv", ".txt", ".vcf", ".xlsx", ".ods", ".xls")
LARGEST = 60_000  # bytes; the larger ones are read in tests/formats
FOLDERS = ("prospects", "contacts_csv", "vcard", "xlsx")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_adds_up_and_comes_in_once(desk: Desk, shared_data: Path, folder: str) -> None:
    files = [path for path in sorted((shared_data / folder).rglob("*")) if path.suffix.lower() in KINDS]
    small = [path for path in files if path.stat().st_size <= LARGEST]
    assert len(small) >= 5
    came_in = 0
    for path in small:
        try:
            plan = plan_import(desk.book, path.read_bytes(), path.name)
        except UserError:
            continue
        assert plan.read == plan.new + plan.updated + plan.same + plan.doubtful + len(plan.left_out), path
        run_import(desk.book, plan, now=desk.now)
        again = plan_import(desk.book, path.read_bytes(), path.name)
        assert (again.same, len(again.left_out)) == (len(plan.fated), len(plan.left_out)), path
        assert not again.writes
        came_in += 1
    assert came_in >= 0.9 * len(small)
    assert check(desk.path) == []


def test_the_same_rows_in_several_encodings_are_the_same(desk: Desk, shared_data: Path) -> None:
    files = sorted((shared_data / "contacts_csv" / "derived").glob("*hk200*"))
    assert len(files) >= 4
    plans = [plan_import(desk.book, path.read_bytes(), "hk.csv") for path in files]
    assert [plan.read for plan in plans] == [200] * len(files)
    rows = [tuple(one.row for one in plan.fated) for plan in plans]
    for path, found in zip(files, rows, strict=True):
        assert [(row.name, row.phones, row.address) for row in found] == [
            (row.name, row.phones, row.address) for row in rows[0]
        ], path
    run_import(desk.book, plans[0], now=desk.now)
    for path in files:
        assert plan_import(desk.book, path.read_bytes(), "hk.csv").same == 200, path
