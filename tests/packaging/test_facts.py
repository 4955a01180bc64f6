"""The installers say what the project says."""

from datetime import UTC, datetime, timedelta, timezone

from facts import read_facts, version

from callbook import __version__

NOON = datetime(2026, 11, 22, 12, 30, 15, 999, tzinfo=timezone(timedelta(hours=8)))


def test_the_version_is_the_packages_own() -> None:
    assert version() == __version__


def test_the_identifier_is_the_homepages_host_turned_round() -> None:
    facts = read_facts(NOON)
    host = facts.homepage.removeprefix("https://")
    assert facts.identifier == ".".join([*reversed(host.split(".")), "Callbook"])
    assert facts.name == "callbook"
    assert facts.licence == "MIT"


def test_the_time_is_in_whole_seconds_of_utc() -> None:
    assert read_facts(NOON).when == datetime(2026, 11, 22, 4, 30, 15, tzinfo=UTC)
