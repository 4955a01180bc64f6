"""The machine's clock, with its zone."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from callbook.system.clock import local_zone, utc_now
from tests.conftest import CHECKOUT


def test_now_is_now_and_in_utc() -> None:
    before = datetime.now(UTC)
    now = utc_now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)


def test_here_is_somewhere() -> None:
    assert datetime.now(local_zone()).utcoffset() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the variable is not asked")
@pytest.mark.parametrize(
    ("set_to", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("America/New_York", "America/New_York"), ("Moon/Base", "UTC")]
)
def test_the_zone_is_what_the_machine_is_set_to(set_to: str, zone: str) -> None:
    show = "from callbook.system.clock import local_zone; print(local_zone().key)"
    done = subprocess.run(
        [sys.executable, "-c", show],
        cwd=CHECKOUT,
        env={**os.environ, "TZ": set_to},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == zone, done.stderr
