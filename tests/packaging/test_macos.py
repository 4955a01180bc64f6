"""What macOS is told of the program; the disk image itself can be made on macOS only."""

import platform
import plistlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import macos
import pytest
from facts import read_facts

FACTS = read_facts(datetime(2026, 11, 22, tzinfo=UTC))


def test_the_property_list_is_one_and_says_what_a_bundle_must_say() -> None:
    told = plistlib.loads(plistlib.dumps(macos.info_plist(FACTS)))
    assert told["CFBundleIdentifier"] == FACTS.identifier == "example.callbook.Callbook"
    assert told["CFBundleShortVersionString"] == told["CFBundleVersion"] == FACTS.version
    assert told["LSMinimumSystemVersion"] == "13.0"
    assert told["NSHighResolutionCapable"] is True
    assert told["CFBundleLocalizations"] == ["en", "zh-Hans"]
    assert told["NSHumanReadableCopyright"] == f"© 2026 {FACTS.author}"


def test_dark_mode_is_not_refused() -> None:
    assert macos.info_plist(FACTS)["NSRequiresAquaSystemAppearance"] is False


def test_tables_and_cards_can_be_opened_with_it_but_are_not_taken_over() -> None:
    documents = macos.info_plist(FACTS)["CFBundleDocumentTypes"]
    assert isinstance(documents, list)
    assert [row["CFBundleTypeExtensions"] for row in documents] == [["csv"], ["vcf"]]
    assert {(row["CFBundleTypeRole"], row["LSHandlerRank"]) for row in documents} == {("Viewer", "Alternate")}


@pytest.mark.skipif(sys.platform == "darwin", reason="here the image can be made")
def test_elsewhere_the_image_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="on macOS only"):
        macos.make_image(tmp_path, tmp_path, FACTS, tmp_path)


@pytest.mark.skipif(sys.platform != "darwin", reason="hdiutil is a part of macOS")
def test_the_image_holds_the_program(tmp_path: Path) -> None:
    app = tmp_path / "Callbook.app"
    (app / "Contents").mkdir(parents=True)
    (app / "Contents" / "Info.plist").write_bytes(plistlib.dumps(macos.info_plist(FACTS)))
    image = macos.make_image(app, tmp_path, FACTS, tmp_path)
    assert image.name == f"callbook-{FACTS.version}-macos-{platform.machine()}.dmg"
    assert image.stat().st_size > 1000
