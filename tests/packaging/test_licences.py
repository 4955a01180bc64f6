"""Every file of a bundle has an owner and every owner a licence text, or the build stops."""

import json
import re
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import distribution, requires
from pathlib import Path
from urllib.parse import unquote

import licences
import pytest
from facts import ROOT, read_facts
from licences import Component, LicenceError, bill_of_materials, collect
from packaging.licenses import canonicalize_license_expression
from packaging.requirements import Requirement

SITE = Path(sysconfig.get_path("purelib"))
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at the libraries of a Linux machine")
URN = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
FACTS = read_facts(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(lines: Iterable[str]) -> set[str]:
    """The distributions that these requirements name here, and those that they need."""
    found = set()
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found |= {plain(requirement.name), *needed(requires(requirement.name) or [])}
    return found


def files_of(name: str) -> list[Path]:
    """What PyInstaller could take of a distribution: its modules and libraries."""
    owner = distribution(name)
    return [SITE / file for file in owner.files or () if file.suffix in (".py", ".so", ".pyd", ".dylib")]


def system_library(name: str) -> Path:
    folder = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "")
    if not (folder / name).exists():
        pytest.skip(f"{name} is not on this machine")
    return folder / name


def test_no_library_that_the_program_needs_is_forgotten(out: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = needed(project["dependencies"])
    assert {"pyside6-essentials", "shiboken6", "peewee", "python-dateutil", "six"} <= names
    chosen = [files_of(name)[0] for name in names]
    components = collect(chosen, out)
    assert names <= {plain(component.name) for component in components}
    for component in components:
        assert (out / component.file).read_text(encoding="utf-8").strip(), component.name
        assert component.version, component.name


def test_the_program_python_and_the_bootloader_are_in_every_bundle(out: Path) -> None:
    components = {component.name: component for component in collect([], out)}
    assert set(components) == {"Callbook", "Python", "pyinstaller"}
    assert components["pyinstaller"].licence == "GPL-2.0-or-later WITH Bootloader-exception"
    assert "Bootloader Exception" in (out / components["pyinstaller"].file).read_text(encoding="utf-8")
    text = (out / components["Python"].file).read_text(encoding="utf-8")
    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in text
    assert "libmpdec" in text


def test_every_file_of_the_program_and_of_python_is_known(out: Path) -> None:
    standard = Path(sysconfig.get_path("stdlib"))
    paths = [*(ROOT / "callbook").rglob("*.py"), *(ROOT / "resources").rglob("*"), *standard.glob("*.py")]
    paths += [ROOT / "build" / "work" / "base_library.zip", Path("/elsewhere/localpycs/struct.pyc")]
    assert len(paths) > 200
    assert len(collect(paths, out)) == 3


def test_the_index_is_what_about_reads(out: Path) -> None:
    collect([SITE / "peewee.py", SITE / "six.py"], out)
    rows = json.loads((out / "index.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in rows] == ["Callbook", "peewee", "pyinstaller", "Python", "six"]
    assert rows[1] == {
        "name": "peewee",
        "version": distribution("peewee").version,
        "licence": "MIT",
        "file": "peewee.txt",
        "homepage": "https://github.com/coleifer/peewee",
    }
    assert {path.name for path in out.iterdir()} == {row["file"] for row in rows} | {"index.json"}


def test_qt_has_the_lgpl_the_gpl_and_where_its_source_is(out: Path) -> None:
    version = distribution("PySide6-Essentials").version
    components = {component.name: component for component in collect(files_of("shiboken6")[:1], out)}
    text = (out / components["shiboken6"].file).read_text(encoding="utf-8")
    series = ".".join(version.split(".")[:2])
    assert f"Qt {version}" in text
    assert f"official_releases/qt/{series}/{version}/" in text
    assert "unmodified" in text and "dynamically" in text
    assert text.index("GNU LESSER GENERAL PUBLIC LICENSE") < text.index("GNU GENERAL PUBLIC LICENSE\n")
    assert "{" not in text.partition("GNU LESSER")[0]


@LINUX
def test_the_parts_inside_qt_s_libraries_are_named_with_the_versions_they_state(out: Path) -> None:
    qt = SITE / "PySide6" / "Qt"
    names = ["lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "plugins/imageformats/libqjpeg.so"]
    found = {component.name: component for component in collect([qt / name for name in names], out)}
    version = distribution("PySide6-Essentials").version
    assert found["Qt"].version == version
    assert found["Emoji Segmenter"].version == f"in Qt {version}"
    for name in ("PCRE2", "libpng", "libjpeg-turbo"):
        assert re.fullmatch(r"\d+\.\d+(\.\d+)?", found[name].version), name
    assert {"HarfBuzz", "MD4C", "double-conversion", "TinyCBOR", "FreeType rasterizer"} <= set(found)
    # Linux's own library is used there; on Windows and macOS it is inside Qt.
    assert not {"FreeType", "zlib", "D3D12 Memory Allocator"} & set(found)


@LINUX
def test_a_library_of_debian_s_has_its_package_and_the_common_licences_it_refers_to(out: Path) -> None:
    library = system_library("libglib-2.0.so.0")
    name = next(component for component in collect([library], out) if component.name.startswith("libglib2.0"))
    assert name.licence == "LGPL-2.1-or-later"
    text = (out / name.file).read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert name.version in text.splitlines()[0]


@LINUX
def test_a_common_licence_under_spdx_s_name_for_it_is_found(out: Path) -> None:
    library = system_library("libpango-1.0.so.0")
    assert "/usr/share/common-licenses/GPL-2.0" in Path("/usr/share/doc/libpango-1.0-0/copyright").read_text("utf-8")
    name = next(component for component in collect([library], out) if component.name == "libpango-1.0-0")
    assert "---- GPL-2 ----" in (out / name.file).read_text(encoding="utf-8")


@LINUX
@pytest.mark.parametrize("start", ["/usr/lib", "/lib"])
def test_a_library_is_found_under_both_names_of_its_folder(start: str, out: Path) -> None:
    library = system_library("libz.so.1")
    path = Path(start + str(library).removeprefix("/usr/lib"))
    assert "zlib1g" in {component.name for component in collect([path], out)}


@pytest.mark.parametrize(
    "name, component",
    [
        ("VCRUNTIME140_1.dll", "Microsoft Visual C++ Runtime"),
        ("msvcp140.dll", "Microsoft Visual C++ Runtime"),
        ("ucrtbase.dll", "Microsoft Visual C++ Runtime"),
        ("api-ms-win-core-path-l1-1-0.dll", "Microsoft Visual C++ Runtime"),
        ("sqlite3.dll", "SQLite (Python)"),
        ("libcrypto-3.dll", "OpenSSL (Python)"),
        ("libssl.3.dylib", "OpenSSL (Python)"),
        ("libffi-8.dll", "libffi (Python)"),
        ("liblzma.5.dylib", "XZ Utils (Python)"),
    ],
)
def test_what_comes_with_python_on_windows_and_macos_is_known_by_its_name(
    name: str, component: str, tmp_path: Path, out: Path
) -> None:
    (tmp_path / name).write_bytes(b"MZ")
    assert component in {found.name for found in collect([tmp_path / name], out)}


def test_a_path_without_an_owner_stops_the_build(tmp_path: Path, out: Path) -> None:
    stranger = tmp_path / "libstranger.so.1"
    stranger.touch()
    with pytest.raises(LicenceError, match=r"libstranger\.so\.1"):
        collect([SITE / "peewee.py", stranger], out)
    assert not out.exists()


def test_a_file_that_no_distribution_brought_is_not_ours_because_it_lies_in_the_checkout(out: Path) -> None:
    stray = SITE / "nobody_brought_this.py"
    with pytest.raises(LicenceError, match="nobody_brought_this"):
        collect([stray], out)


def installed(folder: Path, metadata: str, files: dict[str, str]) -> Path:
    """A made-up distribution in a folder; returns its module."""
    info = folder / "lent-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: lent\nVersion: 1.0\n{metadata}", encoding="utf-8")
    (folder / "lent.py").touch()
    for name, text in files.items():
        (info / name).write_text(text, encoding="utf-8")
    rows = ["lent.py", *(f"lent-1.0.dist-info/{name}" for name in ("METADATA", "RECORD", *files))]
    (info / "RECORD").write_text("".join(f"{row},,\n" for row in rows), encoding="utf-8")
    return folder / "lent.py"


@pytest.mark.parametrize(
    "metadata, files, says",
    [
        ("License: MIT\n", {}, "lent 1.0 brings no licence text"),
        ("License: MIT\n", {"LICENSE": " \n"}, "lent 1.0 has no licence text"),
        ("License: ask my lawyer\n", {"LICENSE": "Yes.\n"}, "lent 1.0 says no licence"),
    ],
)
def test_a_distribution_without_a_licence_stops_the_build(
    metadata: str, files: dict[str, str], says: str, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = installed(tmp_path / "site", metadata, files)
    monkeypatch.syspath_prepend(str(module.parent))
    with pytest.raises(LicenceError, match=says):
        collect([module], out)


def test_every_licence_file_of_a_distribution_is_in_its_text(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"COPYING": "Do as you like.", "NOTICE": "Somebody made it.", "AUTHORS": "Nobody."}
    metadata = "Classifier: License :: OSI Approved :: MIT License\nProject-URL: Source, https://lent.example\n"
    module = installed(tmp_path / "site", metadata, files)
    monkeypatch.syspath_prepend(str(module.parent))
    found = next(component for component in collect([module], out) if component.name == "lent")
    assert found == Component("lent", "1.0", "MIT", "https://lent.example", "lent.txt", "pkg:pypi/lent@1.0")
    text = (out / "lent.txt").read_text(encoding="utf-8")
    assert text == "---- COPYING ----\n\nDo as you like.\n\n---- NOTICE ----\n\nSomebody made it.\n"


@LINUX
def test_a_common_licence_that_is_not_there_stops_the_build(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = system_library("libglib-2.0.so.0")
    monkeypatch.setattr(licences, "COMMON", tmp_path)
    with pytest.raises(LicenceError, match="which is not there"):
        collect([library], out)


@pytest.mark.parametrize(
    "name, reason",
    [
        ("libqtvirtualkeyboardplugin.so", "GPL"),
        ("libQt6WaylandCompositor.so.6", "GPL"),
        ("Qt6Charts.dll", "GPL"),
        ("libreadline.so.8", "GPL"),
        ("opengl32sw.dll", "no licence text"),
    ],
)
def test_what_would_put_the_program_under_another_licence_is_refused(name: str, reason: str, out: Path) -> None:
    with pytest.raises(LicenceError, match=reason):
        collect([SITE / "PySide6" / name], out)


def test_no_module_of_pyside_s_own_that_the_lgpl_covers_is_refused() -> None:
    licences.refuse(files_of("shiboken6"))
    kept = ["libQt6Core.so.6", "libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6WaylandClient.so.6", "libQt6Svg.so.6"]
    licences.refuse([SITE / "PySide6" / "Qt" / "lib" / name for name in kept])


@pytest.mark.parametrize("row", licences.tables()["part"], ids=lambda row: row["name"])
def test_every_part_has_its_text_its_library_and_a_licence_that_spdx_knows(row: dict[str, str]) -> None:
    text = (licences.TEXTS / row["text"]).read_text(encoding="utf-8")
    assert len(text) > 200
    assert row["of"] in licences.tables()["libraries"]
    if row["licence"] != licences.SEE_TEXT:
        assert canonicalize_license_expression(row["licence"]) == row["licence"]


@pytest.mark.parametrize("table", ["distributions", "debian", "spdx"])
def test_the_licences_of_the_tables_are_in_spdx_s_words(table: str) -> None:
    for licence in licences.tables()[table].values():
        assert canonicalize_license_expression(licence) == licence


def test_every_text_is_used_and_says_where_it_was_taken_from() -> None:
    used = {row["text"] for row in licences.tables()["part"]} | {*licences.tables()["qt"]["texts"], "cpython-parts.txt"}
    assert {path.name for path in licences.TEXTS.glob("*.txt")} == used
    whole = {"qt.txt", "microsoft-runtime.txt", "LGPL-3.0.txt", "GPL-3.0.txt"}
    for name in used - whole:
        start = (licences.TEXTS / name).read_text(encoding="utf-8")[:500]
        assert "Source of this text:" in start, name


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> list[Component]:
    names = ["peewee.py", "six.py", "segno/__init__.py", "holidays/__init__.py"]
    return collect([SITE / name for name in names], tmp_path_factory.mktemp("licences"))


def test_the_bill_of_materials_has_what_cyclonedx_asks_for(components: list[Component]) -> None:
    # CycloneDX 1.6, bom-1.6.schema.json: bomFormat and specVersion are required, serialNumber is an RFC 4122 URN,
    # a component needs type and name, a bom-ref is unique in the document.
    bill = json.loads(json.dumps(bill_of_materials(components, FACTS)))
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(URN, bill["serialNumber"])
    assert bill["metadata"]["timestamp"] == "2026-11-22T09:30:00Z"
    assert bill["metadata"]["component"]["name"] == "callbook"
    assert bill["metadata"]["component"]["version"] == FACTS.version
    rows = bill["components"]
    assert [row["name"] for row in rows] == ["holidays", "peewee", "pyinstaller", "Python", "segno", "six"]
    assert all(row["type"] == "library" and row["version"] and row["licenses"] for row in rows)
    references = [row["bom-ref"] for row in rows]
    assert len({*references, bill["metadata"]["component"]["bom-ref"]}) == len(rows) + 1
    assert bill["dependencies"] == [{"ref": "callbook", "dependsOn": references}]


def test_the_bill_names_packages_as_purl_does(components: list[Component]) -> None:
    purl = "pkg:deb/debian/libx@1%3A2.0%2Bb1?arch=amd64"
    debian = Component("libx", "1:2.0+b1", licences.SEE_TEXT, "", "libx.txt", purl)
    bill = json.loads(json.dumps(bill_of_materials([*components, debian], FACTS)))
    rows = {row["name"]: row for row in bill["components"]}
    assert rows["peewee"]["purl"] == f"pkg:pypi/peewee@{distribution('peewee').version}"
    assert "1:2.0+b1" in unquote(rows["libx"]["purl"])
    assert rows["libx"]["licenses"] == [{"license": {"name": "as in libx.txt"}}]
    assert rows["peewee"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert rows["pyinstaller"]["licenses"] == [{"expression": "GPL-2.0-or-later WITH Bootloader-exception"}]
    assert "purl" not in rows["Python"]


def test_the_same_parts_give_the_same_bill_and_others_another_number(components: list[Component]) -> None:
    first, again = (bill_of_materials(components, FACTS) for _ in range(2))
    assert first == again
    assert bill_of_materials(components[:-1], FACTS)["serialNumber"] != first["serialNumber"]
