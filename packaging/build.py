"""Make the bundle, try it out, and make what this system can make of it: run by `python3 packaging/dev.py build`.

    build/made      what is made for the bundle: icons, licence texts, the bill of materials
    build/bundle    the bundle: one folder with the program and everything it needs
    dist            what people download, with checksums; emptied first
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import linux
import macos
import windows
from facts import ROOT, Facts, read_facts, time_of_commit
from icons import make_icons

MADE = ROOT / "build" / "made"
BUNDLE = ROOT / "build" / "bundle"
DIST = ROOT / "dist"

# By sys.platform: the bundle, its program that can print, and what makes something to download of the bundle.
Maker = Callable[[Path, Path, Facts, Path], Path]
SYSTEMS: dict[str, tuple[str, str, tuple[Maker, ...]]] = {
    "linux": ("callbook", "callbook", (linux.make_deb, linux.make_tarball)),
    "win32": ("callbook", "callbook-cli.exe", (windows.make_installer,)),
    "darwin": ("Callbook.app", "Contents/MacOS/callbook", (macos.make_image,)),
}


def main() -> int:
    facts = read_facts(time_of_commit())
    folder, program, makers = SYSTEMS[sys.platform]
    for place in (MADE, BUNDLE, DIST):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    make_icons(ROOT / "resources" / "icons" / "callbook.svg", MADE / "icons")
    bundle = make_bundle(facts) / folder
    try_out(bundle / program)
    made = [make(bundle, MADE / "icons", facts, DIST) for make in makers]
    bill = DIST / f"callbook-{facts.version}-{sys.platform}-{platform.machine().lower()}.cdx.json"
    shutil.copyfile(MADE / "bill.json", bill)
    write_checksums([*made, bill])
    print(f"{bundle.relative_to(ROOT)}: {megabytes(size_of(bundle))}")
    for path in made:
        print(f"{path.relative_to(ROOT)}: {megabytes(path.stat().st_size)}")
    return 0


def make_bundle(facts: Facts) -> Path:
    """Run PyInstaller on callbook.spec; the folder that holds what it made. Leaves with 1 where it fails."""
    log = MADE / "pyinstaller.log"
    command: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--distpath", BUNDLE]
    command += ["--workpath", ROOT / "build" / "work", ROOT / "packaging" / "callbook.spec"]
    # PyInstaller and Python's compiler take times and the order of sets from these.
    settled = {"SOURCE_DATE_EPOCH": str(int(facts.when.timestamp())), "PYTHONHASHSEED": "0"}
    print("Making the bundle ... ", flush=True)
    with log.open("wb") as file:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | settled, stdout=file, stderr=file, check=False)
    if done.returncode:
        print(log.read_text(encoding="utf-8", errors="replace")[-4000:])
        sys.exit(f"PyInstaller ended with {done.returncode}; the lines above, the last of {log}, say why.")
    return BUNDLE


def try_out(program: Path) -> None:
    """Run the bundle's own self-test from another folder and with no Python to be found; leaves with 1 if it fails."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="callbook-build-") as elsewhere:
        bare = kept | {"HOME": elsewhere, "PATH": elsewhere, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([program, "--self-test"], cwd=elsewhere, env=bare, check=False)
    if done.returncode:
        sys.exit(f"The bundle's self-test ended with {done.returncode}.")


def write_checksums(files: list[Path]) -> None:
    """SHA256SUMS as `sha256sum --check` reads it."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder; a link counts as nothing."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
