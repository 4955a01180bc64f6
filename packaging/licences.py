"""Licence texts and the bill of materials: every file of the bundle is traced to its owner, or the build stops."""

import csv
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

from facts import ROOT, Facts, version

TEXTS = Path(__file__).resolve().parent / "licences"
COMMON = Path("/usr/share/common-licenses")
SEE_TEXT = "see text"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|copyright)", re.IGNORECASE)
COMMON_NAME = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9][\w.+-]*\w)")


class LicenceError(ValueError):
    """A file of the bundle has no known owner, or its owner no licence text: nothing may be shipped."""


@dataclass(frozen=True, slots=True)
class Component:
    """`licence` is an SPDX expression, or "see text"; `file` the text's name beside index.json; `purl` may be empty."""

    name: str
    version: str
    licence: str
    homepage: str
    file: str
    purl: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A component before its text is written."""

    name: str
    version: str
    licence: str
    homepage: str
    text: str
    purl: str = ""


def collect(sources: Iterable[Path], out: Path) -> list[Component]:
    """Write out/<name>.txt for every owner of the source paths, and out/index.json; returns what it holds, by name.

    The program itself, Python and PyInstaller's bootloader are in every bundle, whatever the paths say. Raises
    LicenceError with the path that has no owner, or the owner that has no text.
    """
    paths = sorted({Path(source).absolute() for source in sources})
    refuse(paths)
    found = {item.name: item for item in [own(), python(), of_distribution(distribution("pyinstaller"))]}
    for item in [*owners(paths), *parts(paths)]:
        found[item.name] = item
    out.mkdir(parents=True, exist_ok=True)
    components = [write(item, out) for item in sorted(found.values(), key=lambda item: item.name.casefold())]
    if len({component.file for component in components}) != len(components):
        raise LicenceError("Two components would share one file of licence text")
    rows = [
        {"name": c.name, "version": c.version, "licence": c.licence, "file": c.file, "homepage": c.homepage}
        for c in components
    ]
    (out / "index.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return components


def write(item: Found, out: Path) -> Component:
    if not item.text.strip():
        raise LicenceError(f"{item.name} {item.version} has no licence text")
    file = re.sub(r"[^a-z0-9.+-]+", "-", item.name.lower()).strip("-") + ".txt"
    (out / file).write_text(item.text.rstrip() + "\n", encoding="utf-8")
    return Component(item.name, item.version, item.licence, item.homepage, file, item.purl)


@cache
def tables() -> dict[str, Any]:
    """packaging/licences/parts.toml."""
    return tomllib.loads((TEXTS / "parts.toml").read_text(encoding="utf-8"))


def refuse(paths: Iterable[Path]) -> None:
    for path in paths:
        for row in tables()["refused"]:
            if re.fullmatch(row["files"], path.name):
                raise LicenceError(f"{path} must not be in the bundle: {row['reason']}")


def owners(paths: Iterable[Path]) -> Iterator[Found]:
    """One component for each owner of the paths but the program and Python, which are in every bundle."""
    known = files_of_distributions()
    chosen: dict[str, Distribution] = {}
    left = []
    for path in paths:
        owner = known.get(os.path.normcase(path)) or known.get(os.path.normcase(path.resolve()))
        if owner is not None and plain(owner.name) != "callbook":
            chosen[plain(owner.name)] = owner
        elif owner is None and not (is_own(path) or is_python(path) or is_runtime(path)):
            left.append(path)
    yield from (of_distribution(owner) for owner in chosen.values())
    yield from of_debian(sorted(debian_packages(left)))


def files_of_distributions() -> dict[str, Distribution]:
    """Every installed file, as os.path.normcase has it, with the distribution that brought it."""
    known: dict[str, Distribution] = {}
    for owner in distributions():
        root = Path(str(owner.locate_file(""))).absolute()
        record = owner.read_text("RECORD")
        # Parsed here: importlib makes a path of each of the 14,000 rows, which takes a second.
        names = [row[0] for row in csv.reader((record or "").splitlines())] or [str(file) for file in owner.files or ()]
        for place in {root, root.resolve()}:
            known |= {os.path.normcase(f"{place}/{name}"): owner for name in names}
    return known


def is_own(path: Path) -> bool:
    """In the checkout, but not in a virtual environment that lies in it."""
    return path.is_relative_to(ROOT) and not path.is_relative_to(sys.prefix) and "site-packages" not in path.parts


def is_python(path: Path) -> bool:
    """The standard library, the interpreter, and what PyInstaller packs of both into files of its own."""
    if path.name == "base_library.zip" or path.parent.name == "localpycs":
        return True
    library = Path(sysconfig.get_path("stdlib")).resolve()
    real = path.resolve()
    if real.is_relative_to(library) or real.is_relative_to(Path(sys.base_prefix).resolve() / "DLLs"):
        return not {"site-packages", "dist-packages"} & set(real.parts)
    interpreter = re.fullmatch(r"libpython3.*|python3\d*\.dll|Python", path.name) is not None
    return interpreter and real.is_relative_to(Path(sys.base_prefix).resolve())


def is_runtime(path: Path) -> bool:
    """One of the libraries that come with an interpreter or a system and that parts.toml names."""
    names = tables()["owners"]["libraries"]
    return any(re.fullmatch(tables()["libraries"][name], path.name, re.IGNORECASE) for name in names)


def own() -> Found:
    return Found("Callbook", version(), "MIT", "", (ROOT / "LICENSE").read_text(encoding="utf-8"))


def python() -> Found:
    """CPython, with the licences of the software it incorporates."""
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    text = next((read(place) for place in places if place.is_file()), None)
    if text is None:
        raise LicenceError(f"Python has no licence text at {places[0]} or {places[1]}")
    text = "\n\n".join([text, read(TEXTS / "cpython-parts.txt")])
    return Found("Python", platform.python_version(), "PSF-2.0", "https://www.python.org/", text)


def read(path: Path) -> str:
    """Some packages keep names in Latin-1."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def of_distribution(owner: Distribution) -> Found:
    """An installed distribution; Qt's bring no licence file and take theirs from packaging/licences."""
    name = plain(owner.name)
    purl = f"pkg:pypi/{name}@{quote(owner.version, safe='')}"
    if name in tables()["qt"]["distributions"]:
        licence, text = tables()["qt"]["licence"], qt_text(owner.version)
    else:
        licence, text = licence_of(owner), text_of(owner)
    return Found(owner.name.replace("_", "-"), owner.version, licence, homepage_of(owner), text, purl)


def qt_text(number: str) -> str:
    first, *rest = (read(TEXTS / name) for name in tables()["qt"]["texts"])
    series = ".".join(number.split(".")[:2])
    return "\n\n".join([first.format(version=number, series=series), *rest])


def licence_of(owner: Distribution) -> str:
    """Its SPDX expression; raises LicenceError where neither its metadata nor parts.toml has one."""
    spdx = tables()["spdx"]
    chosen: str | None = tables()["distributions"].get(plain(owner.name)) or first_of(owner, "License-Expression")
    said = [first_of(owner, "License"), *(owner.metadata.get_all("Classifier") or [])]
    found = chosen or next((spdx[word] for word in said if word in spdx), None)
    found = found or next((word for word in said if word in spdx.values()), None)
    if found is None:
        raise LicenceError(f"{owner.name} {owner.version} says no licence: name it in packaging/licences/parts.toml")
    return found


def first_of(owner: Distribution, field: str) -> str:
    """The field's value, empty where the metadata has none."""
    return next(iter(owner.metadata.get_all(field) or []), "")


def text_of(owner: Distribution) -> str:
    """The licence files it brings, each under its name where there are several."""
    places = [
        Path(str(owner.locate_file(file)))
        for file in owner.files or ()
        if ".dist-info" in str(file) and (LICENCE_FILE.match(file.name) or "licenses" in file.parts[1:-1])
    ]
    found = [place for place in sorted(places) if place.is_file()]
    if not found:
        raise LicenceError(f"{owner.name} {owner.version} brings no licence text")
    if len(found) == 1:
        return read(found[0])
    return "\n\n".join(f"---- {place.name} ----\n\n{read(place)}" for place in found)


def homepage_of(owner: Distribution) -> str:
    links = dict(re.split(r",\s*", row, maxsplit=1) for row in owner.metadata.get_all("Project-URL") or [])
    named = {name.lower(): link for name, link in links.items()}
    first = first_of(owner, "Home-page") or named.get("homepage") or named.get("repository") or named.get("source")
    return str(first or next(iter(named.values()), ""))


def debian_packages(paths: list[Path]) -> set[str]:
    """The Debian packages that own the paths; raises LicenceError for a path without one.

    Since /lib became a link to /usr/lib a package may list a file under either name.
    """
    if paths and shutil.which("dpkg-query") is None:
        raise LicenceError(f"Nobody is known to own {paths[0]}: name its owner in packaging/licences/parts.toml")
    asked = {name for path in paths for name in names_of(path)}
    known = dict(ask_debian(sorted(asked))) if asked else {}
    packages = set()
    for path in paths:
        package = next((known[name] for name in names_of(path) if name in known), None)
        if package is None:
            raise LicenceError(f"Nobody is known to own {path}: no distribution, not Python, no Debian package")
        packages.add(package)
    return packages


def names_of(path: Path) -> list[str]:
    names = []
    for name in (str(path), str(path.resolve())):
        names += [name, name.removeprefix("/usr") if name.startswith("/usr/lib") else f"/usr{name}"]
    return names


def ask_debian(names: list[str]) -> Iterator[tuple[str, str]]:
    """(path, package) for those of the names that a package lists."""
    command = ["dpkg-query", "--search", "--", *names]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    for line in said.stdout.splitlines():
        packages, _, path = line.partition(": ")
        if not line.startswith("diversion by"):
            yield path, packages.split(", ")[0].split(":")[0]


def of_debian(packages: list[str]) -> Iterator[Found]:
    if not packages:
        return
    form = "${Package}\t${Version}\t${Architecture}\t${Homepage}\t${source:Package} ${source:Version}\n"
    command = ["dpkg-query", "--show", f"--showformat={form}", *packages]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    system = platform.freedesktop_os_release()
    for package, number, machine, homepage, source in dict.fromkeys(tuple(row.split("\t")) for row in rows):
        copyright_text = debian_text(package)
        text = f"{package} {number}, from {system['NAME']}'s archive, where its source is had as {source}.\n\n"
        purl = f"pkg:deb/{system['ID']}/{package}@{quote(number, safe='')}?arch={machine}"
        judged = (licence for name, licence in tables()["debian"].items() if fnmatchcase(package, name))
        licence = next(judged, None) or debian_licence(copyright_text)
        yield Found(package, number, licence, homepage, text + copyright_text, purl)


def debian_text(package: str) -> str:
    """The package's copyright file, with every common licence that it refers to."""
    place = Path("/usr/share/doc", package, "copyright")
    if not place.is_file():
        raise LicenceError(f"Debian's package {package} has no {place}")
    text = read(place)
    # A few name the file as SPDX would: GPL-2.0 for GPL-2.
    named = {name if (COMMON / name).is_file() else name.removesuffix(".0") for name in COMMON_NAME.findall(text)}
    names = sorted(named)
    missing = [name for name in names if not (COMMON / name).is_file()]
    if missing:
        raise LicenceError(f"{place} refers to {COMMON / missing[0]}, which is not there")
    return "".join([text, *(f"\n\n---- {name} ----\n\n{read(COMMON / name)}" for name in names)])


def debian_licence(text: str) -> str:
    """What a machine-readable copyright file says of all files, in SPDX's words, where those are known."""
    whole = re.search(r"^Files: *\*\n(?:.+\n)*?License: *(.+)$", text, re.MULTILINE)
    return str(tables()["spdx"].get(whole[1].strip(), SEE_TEXT)) if whole else SEE_TEXT


def parts(paths: Iterable[Path]) -> Iterator[Found]:
    """What Qt's and Python's own libraries contain of others."""
    libraries = tables()["libraries"]
    shared = [path for path in paths if path.suffix not in (".py", ".pyi", ".pyc")]
    for row in tables()["part"]:
        files = [path for path in shared if re.fullmatch(libraries[row["of"]], path.name, re.IGNORECASE)]
        if files:
            number = stated_version(files, row.get("version")) or carrier(files[0])
            text = qt_text(qt_version()) if row["text"] == "qt.txt" else read(TEXTS / row["text"])
            yield Found(row["name"], number, row["licence"], row["homepage"], text)


def stated_version(files: Iterable[Path], pattern: str | None) -> str | None:
    """What the library says of itself in its own bytes."""
    for file in files if pattern else ():
        match = re.search((pattern or "").encode(), file.read_bytes()) if file.is_file() else None
        if match:
            return match[1].decode("ascii")
    return None


def qt_version() -> str:
    return distribution("PySide6-Essentials").version


def carrier(file: Path) -> str:
    inside = {"PySide6", "shiboken6"} & set(file.parts)
    return f"in Qt {qt_version()}" if inside else f"in Python {platform.python_version()}"


def bill_of_materials(components: Iterable[Component], facts: Facts) -> dict[str, object]:
    """CycloneDX 1.6 as JSON (ECMA-424; cyclonedx.org/docs/1.6/json), the same for the same components.

    The specification wants a serial number for every document: it follows from the name, the version and the parts.
    """
    others = [component for component in components if component.name != "Callbook"]
    said = [facts.name, facts.version, *(f"{component.name} {component.version}" for component in others)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join([facts.homepage, *said]))}",
        "version": 1,
        "metadata": {
            "timestamp": facts.when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": facts.name,
                "name": facts.name,
                "version": facts.version,
                "description": facts.summary,
                "licenses": [{"license": {"id": facts.licence}}],
            },
        },
        "components": [material(component) for component in others],
        "dependencies": [{"ref": facts.name, "dependsOn": [reference(component) for component in others]}],
    }


def reference(component: Component) -> str:
    return component.purl or component.file.removesuffix(".txt")


def material(component: Component) -> dict[str, object]:
    """A component of the bill; a licence without an SPDX expression is known by the file that has its text."""
    if component.licence == SEE_TEXT:
        licence: dict[str, object] = {"license": {"name": f"as in {component.file}"}}
    elif re.search(r"\s", component.licence):
        licence = {"expression": component.licence}
    else:
        licence = {"license": {"id": component.licence}}
    row: dict[str, object] = {
        "type": "library",
        "bom-ref": reference(component),
        "name": component.name,
        "version": component.version,
        "licenses": [licence],
    }
    if component.purl:
        row["purl"] = component.purl
    if component.homepage:
        row["externalReferences"] = [{"type": "website", "url": component.homepage}]
    return row
