"""What macOS is told of the program, and the disk image that people download; making the image needs macOS."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from facts import Facts

# What Qt 6.11 needs (doc.qt.io, "Qt for macOS").
OLDEST = "13.0"
# Readers only: a double-click on a table goes where it went before.
DOCUMENTS = (("Comma-separated table", "public.comma-separated-values-text", "csv"), ("vCard", "public.vcard", "vcf"))


def info_plist(facts: Facts) -> dict[str, object]:
    """Info.plist beyond what PyInstaller's BUNDLE writes itself (Apple, "Information Property List")."""
    return {
        "CFBundleName": "Callbook",
        "CFBundleDisplayName": "Callbook",
        "CFBundleIdentifier": facts.identifier,
        "CFBundleShortVersionString": facts.version,
        "CFBundleVersion": facts.version,
        "CFBundlePackageType": "APPL",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleDocumentTypes": [document_type(*row) for row in DOCUMENTS],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": f"© {facts.when.year} {facts.author}",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,
    }


def document_type(name: str, identifier: str, suffix: str) -> dict[str, object]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Viewer",
        "CFBundleTypeExtensions": [suffix],
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [identifier],
    }


def make_image(app: Path, icons: Path, facts: Facts, out: Path) -> Path:
    """Write callbook-<version>-macos-<machine>.dmg with the program and a link to the Applications folder.

    The image's icon is the program's own, so `icons` is not looked at. RuntimeError on any system but macOS, and
    where hdiutil refuses.
    """
    if sys.platform != "darwin":
        raise RuntimeError("A disk image can be made on macOS only: hdiutil is a part of it.")
    image = out / f"callbook-{facts.version}-macos-{platform.machine()}.dmg"
    with TemporaryDirectory(prefix="callbook-dmg-") as folder:
        tree = Path(folder) / "Callbook"
        # Links stay links: a framework is made of them, and its signature counts on it.
        shutil.copytree(app, tree / app.name, symlinks=True)
        (tree / "Applications").symlink_to("/Applications")
        command = ["hdiutil", "create", "-volname", "Callbook", "-fs", "HFS+", "-format", "UDZO", "-ov"]
        done = subprocess.run(
            [*command, "-srcfolder", str(tree), str(image)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(f"hdiutil ended with {done.returncode}: {done.stderr.strip()}")
    return image
