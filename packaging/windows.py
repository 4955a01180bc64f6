"""The Windows installer, made by NSIS from windows/callbook.nsi, and the version resource of the programs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from facts import Facts

SCRIPT = Path(__file__).resolve().parent / "windows" / "callbook.nsi"
# All there is at the top of the bundle: the installer swaps these and the uninstaller removes these, nothing else.
PIECES = {"Callbook.exe", "callbook-cli.exe", "_internal"}
# NSIS's own installer on Windows adds nothing to PATH.
USUAL_PLACE = Path("C:/Program Files (x86)/NSIS/makensis.exe")
DATA_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def make_installer(bundle: Path, icons: Path, facts: Facts, out: Path) -> Path:
    """Write callbook-<version>-windows-setup.exe from the bundle's folder; every warning of makensis is an error.

    `icons` is what icons.make_icons wrote. ValueError where the bundle is not made of the pieces that the uninstaller
    knows, RuntimeError where makensis is missing or refuses.
    """
    found = {path.name for path in bundle.iterdir()}
    if found != PIECES:
        raise ValueError(f"{bundle} holds {', '.join(sorted(found))}, not {', '.join(sorted(PIECES))}")
    installer = out.resolve() / f"callbook-{facts.version}-windows-setup.exe"
    said = {
        "VERSION": facts.version,
        "VERSION_NUMBERS": ".".join(str(number) for number in numbers(facts.version)),
        "SUMMARY": facts.summary,
        "AUTHOR": facts.author,
        "HOMEPAGE": facts.homepage,
        "YEAR": str(facts.when.year),
        "KILOBYTES": str(size_of(bundle) // 1024),
        "BUNDLE": str(bundle.resolve()),
        "ICON": str((icons / "callbook.ico").resolve()),
        "INSTALLER": str(installer),
    }
    options = ["-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in said.items())]
    settled = os.environ | {"SOURCE_DATE_EPOCH": str(int(facts.when.timestamp()))}
    done = subprocess.run(
        [makensis(), *options, str(SCRIPT)], capture_output=True, text=True, errors="replace", env=settled, check=False
    )
    if done.returncode:
        raise RuntimeError(f"makensis ended with {done.returncode}: {(done.stdout + done.stderr).strip()}")
    return installer


def makensis() -> str:
    found = shutil.which("makensis") or (str(USUAL_PLACE) if USUAL_PLACE.is_file() else None)
    if found is None:
        raise RuntimeError("makensis is missing: install NSIS 3 (Debian: nsis; Windows: nsis.sourceforge.io).")
    return found


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def numbers(version: str) -> tuple[int, int, int, int]:
    """Windows' four numbers for a version such as 1.2.3 or 1.2.3rc1; ValueError for one that begins otherwise."""
    match = DATA_VERSION.match(version)
    if match is None:
        raise ValueError(f"Windows cannot number the version {version}: it does not begin like 1.2.3")
    return (int(match[1]), int(match[2]), int(match[3]), 0)


def version_resource(facts: Facts) -> str:
    """What PyInstaller's EXE(version=...) reads from a file: the "Details" of the .exe's properties.

    In U.S. English and Unicode (040904B0), as Microsoft's "VERSIONINFO resource" numbers them.
    """
    four = numbers(facts.version)
    strings = {
        "CompanyName": facts.author,
        "FileDescription": "Callbook",
        "FileVersion": facts.version,
        "InternalName": "Callbook",
        "LegalCopyright": f"© {facts.when.year} {facts.author}",
        "OriginalFilename": "Callbook.exe",
        "ProductName": "Callbook",
        "ProductVersion": facts.version,
        "Comments": facts.summary,
    }
    rows = ",\n        ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={four}, prodvers={four}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)
  ),
  kids=[
    StringFileInfo([
      StringTable('040904B0', [
        {rows}
      ])
    ]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])])
  ]
)
"""
