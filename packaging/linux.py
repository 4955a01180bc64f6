"""The Linux packages: a .deb for the whole machine, and a tar.xz that people install for themselves."""

import gzip
import hashlib
import os
import platform
import re
import shutil
import struct
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from facts import ROOT, Facts

TEXTS = Path(__file__).resolve().parent / "linux"
# Time zones are data that change more often than the program.
ALWAYS_NEEDED = ("tzdata",)
# For the man page's date, which mdoc(7) wants in English.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ELF = b"\x7fELF"
# Debian asks for the version it has itself, by rule. The library is two functions without versions of their own:
# systems with an older one are not to be shut out for it.
ANY_VERSION = "libX11-xcb 1 libx11-xcb1\n"
# Kinds of segments, and of entries in the dynamic section (DT_RPATH and DT_RUNPATH).
LOAD, DYNAMIC = 1, 2
STRINGS, SEARCHED = 5, (15, 29)


def make_deb(bundle: Path, icons: Path, facts: Facts, out: Path) -> Path:
    """Write callbook_<version>_<architecture>.deb into `out`; the same arguments give the same bytes.

    `bundle` is the program's folder, `icons` what icons.make_icons wrote. RuntimeError where a Debian tool is missing
    or refuses, among others when a library that the bundle wants is not installed on this machine.
    """
    architecture = said_by(["dpkg", "--print-architecture"]).strip()
    with TemporaryDirectory(prefix="callbook-deb-") as folder:
        tree = Path(folder) / "tree"
        copy_bundle(bundle, tree / "opt" / "callbook")
        (tree / "usr" / "bin").mkdir(parents=True)
        (tree / "usr" / "bin" / "callbook").symlink_to("/opt/callbook/callbook")
        fill_share(tree / "usr" / "share", icons, facts)
        fill_doc(tree / "usr" / "share" / "doc" / "callbook", facts)
        fill_control(tree, facts, architecture)
        settle(tree, facts.when)
        path = out / f"callbook_{facts.version}_{architecture}.deb"
        # One thread: more of them cut the data into blocks, which pack worse.
        packing = ["-Zxz", "-z9", "--threads-max=1", "--root-owner-group"]
        said_by(
            ["dpkg-deb", *packing, "--build", str(tree), str(path)], SOURCE_DATE_EPOCH=str(int(facts.when.timestamp()))
        )
    return path


def make_tarball(bundle: Path, icons: Path, facts: Facts, out: Path) -> Path:
    """Write callbook-<version>-linux-<machine>.tar.xz into `out`; the same arguments give the same bytes."""
    name = f"callbook-{facts.version}-linux-{platform.machine()}"
    path = out / f"{name}.tar.xz"
    with TemporaryDirectory(prefix="callbook-tar-") as folder:
        tree = Path(folder) / name
        copy_bundle(bundle, tree / "program")
        fill_share(tree / "share", icons, facts)
        for script in ("install.sh", "uninstall.sh"):
            shutil.copyfile(TEXTS / script, tree / script)
            (tree / script).chmod(0o755)
        write(tree / "README.txt", filled("README.txt", facts, machine=platform.machine()))
        settle(tree, facts.when)
        with tarfile.open(path, "w:xz", preset=9) as archive:
            for entry in [tree, *sorted(tree.rglob("*"))]:
                archive.add(entry, str(entry.relative_to(folder)), recursive=False, filter=of_nobody)
    return path


def of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who built it is nobody's business, and would differ from machine to machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def copy_bundle(bundle: Path, to: Path) -> None:
    if not (bundle / "callbook").is_file():
        raise RuntimeError(f"There is no program in {bundle}.")
    shutil.copytree(bundle, to, symlinks=True)
    for path in elf_files(to):
        data = path.read_bytes()
        cleaned = without_foreign_search(data)
        if cleaned != data:
            path.write_bytes(cleaned)


def without_foreign_search(elf: bytes) -> bytes:
    """The same file without the folders of the build host in which a Python built by hand has its libraries sought.

    As `chrpath --delete` does: the entry is taken out of the dynamic section. What is sought beside the file itself
    ($ORIGIN) stays. Of 64 bits and little-endian only, which all machines are that Qt is published for.
    Source: System V ABI, Object Files, "Program Header" and "Dynamic Section".
    """
    if elf[4:6] != b"\2\1":
        return elf
    (table,) = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    segments = [struct.unpack_from("<IIQQQQ", elf, table + number * size) for number in range(count)]
    dynamic = next((each for each in segments if each[0] == DYNAMIC), None)
    if dynamic is None:
        return elf
    start, end = dynamic[2], dynamic[2] + dynamic[5]
    entries = list(struct.iter_unpack("<qQ", elf[start:end]))
    strings = dict(entries)[STRINGS]
    at = (
        next(each[2] - each[3] for each in segments if each[0] == LOAD and each[3] <= strings < each[3] + each[5])
        + strings
    )

    def foreign(tag: int, value: int) -> bool:
        return tag in SEARCHED and not elf[at + value :].startswith(b"$ORIGIN")

    kept = b"".join(struct.pack("<qQ", *entry) for entry in entries if not foreign(*entry))
    return elf[:start] + kept.ljust(end - start, b"\0") + elf[end:]


def fill_share(share: Path, icons: Path, facts: Facts) -> None:
    """What the desktop asks for, laid out as under /usr/share: menu entry, icons, metainfo, man page."""
    write(share / "applications" / "callbook.desktop", (TEXTS / "callbook.desktop").read_text(encoding="utf-8"))
    shutil.copytree(icons / "hicolor", share / "icons" / "hicolor")
    write(share / "metainfo" / f"{facts.identifier}.metainfo.xml", metainfo(facts))
    write_gzip(share / "man" / "man1" / "callbook.1.gz", man_page(facts))


def metainfo(facts: Facts) -> str:
    said = {name: escape(value) for name, value in texts(facts).items()}
    return Template((TEXTS / "callbook.metainfo.xml").read_text(encoding="utf-8")).substitute(said)


def man_page(facts: Facts) -> str:
    return filled("callbook.1", facts, date=f"{MONTHS[facts.when.month - 1]} {facts.when.day}, {facts.when.year}")


def fill_doc(doc: Path, facts: Facts) -> None:
    licence = "".join(f" {line or '.'}\n" for line in (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()[4:])
    write(doc / "copyright", filled("copyright", facts, licence_text=licence.rstrip("\n")))
    entry = f"callbook ({facts.version}) stable; urgency=medium\n\n  * Version {facts.version}.\n\n"
    write_gzip(doc / "changelog.gz", f"{entry} -- {maintainer(facts)}  {format_datetime(facts.when)}\n")
    write(doc.parents[1] / "lintian" / "overrides" / "callbook", (TEXTS / "lintian-overrides").read_text("utf-8"))


def fill_control(tree: Path, facts: Facts, architecture: str) -> None:
    """DEBIAN/control and the checksums that `dpkg --verify` reads."""
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}"
        for path in files
    ]
    depends = ", ".join([*needed_packages(tree / "opt" / "callbook"), *ALWAYS_NEEDED])
    control = filled("control", facts, architecture=architecture, depends=depends, size=str(installed_size(tree)))
    write(tree / "DEBIAN" / "control", control)
    write(tree / "DEBIAN" / "md5sums", "\n".join(sums) + "\n")


def installed_size(tree: Path) -> int:
    """In KiB, each file rounded up and anything else as one: as Debian's policy has dpkg-gencontrol count it."""
    paths = list(tree.rglob("*"))
    return sum(-(-path.stat().st_size // 1024) if path.is_file() and not path.is_symlink() else 1 for path in paths)


def needed_packages(program: Path) -> list[str]:
    """Debian's packages, with their versions, of the libraries that the program wants from the system."""
    files = sorted(elf_files(program.resolve()))
    command = ["dpkg-shlibdeps", "--warnings=0", "-O", "-Lshlibs.own", "-xcallbook"]
    command += [f"-l{folder}" for folder in sorted({path.parent for path in files})] + [f"-e{path}" for path in files]
    # dpkg-shlibdeps would name the system's package also for a library that the program brings.
    own = {found[1]: found[2] for path in files if (found := re.fullmatch(r"(.+)\.so\.(.+)", path.name))}
    with TemporaryDirectory(prefix="callbook-depends-") as folder:
        write(Path(folder) / "debian" / "control", "Source: callbook\n\nPackage: callbook\nArchitecture: any\n")
        lines = [f"{name} {version} callbook\n" for name, version in own.items()]
        write(Path(folder) / "shlibs.own", "".join([ANY_VERSION, *lines]))
        answer = said_by(command, folder)
    return answer.removeprefix("shlibs:Depends=").strip().split(", ")


def elf_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(len(ELF)) == ELF:
                    yield path


def settle(tree: Path, when: datetime) -> None:
    """Modes as Debian wants them, whatever the umask here, and one time for all: a library is no program to start."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (when.timestamp(), when.timestamp()), follow_symlinks=False)


def filled(name: str, facts: Facts, **more: str) -> str:
    return Template((TEXTS / name).read_text(encoding="utf-8")).substitute(texts(facts) | more)


def texts(facts: Facts) -> dict[str, str]:
    return {
        "author": facts.author,
        "date": facts.when.date().isoformat(),
        "homepage": facts.homepage,
        "identifier": facts.identifier,
        "licence": facts.licence,
        "maintainer": maintainer(facts),
        # A package's synopsis is no sentence and begins with no article.
        "summary": facts.summary.removeprefix("A ").removesuffix("."),
        "version": facts.version,
        "year": str(facts.when.year),
    }


def maintainer(facts: Facts) -> str:
    return f"{facts.author} <callbook@{urlsplit(facts.homepage).hostname}>"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_gzip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def said_by(command: Sequence[str], folder: str | None = None, **more: str) -> str:
    """What a tool printed; RuntimeError with its own last line where it is missing or fails."""
    if shutil.which(command[0]) is None:
        raise RuntimeError(f"{command[0]} is not installed; on Debian it is part of dpkg-dev.")
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"LC_ALL": "C.UTF-8"} | more, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stderr.strip() or 'it said nothing').splitlines()[-1]}")
    return done.stdout
