"""What goes into the bundle and what stays out, by name; callbook.spec asks here."""

import posixpath
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]  # place in the bundle, source, kind
Table = list[Entry]
Needs = Callable[[str], Iterable[str]]

# Shipped folders of resources/; help/ holds the pictures of the README only.
RESOURCES = ("demo", "icons", "scripts", "styles")

# Modules that libraries could import and this program never reaches. Without a network socket there is no use for
# TLS: leaving out ssl and the OpenSSL half of hashlib leaves OpenSSL itself out.
UNUSED_MODULES = [
    "_hashlib",
    "_ssl",
    "_tkinter",
    "asyncio",
    "distutils",
    "doctest",
    "ftplib",
    "holidays.deprecations",
    "holidays.financial",
    "holidays.generate_ics",
    "holidays.ical",
    "icalendar.cli",
    "icalendar.tests",
    "lib2to3",
    "multiprocessing",
    "numpy",
    "packaging",
    "pdb",
    "phonenumbers.carrier",
    "phonenumbers.carrierdata",
    "phonenumbers.geocoder",
    "phonenumbers.geodata",
    "pip",
    "pkg_resources",
    "playhouse",
    "pydoc",
    "readline",
    "rlcompleter",
    "setuptools",
    "smtplib",
    "ssl",
    "test",
    "tkinter",
    "unittest",
    "xmlrpc",
]
# Imported by a name made up while running, so that no reading of the code finds them.
# Zones come from the system where it has them, else from tzdata: Windows never has, a small Linux may not.
IMPORTED_BY_NAME = (
    "holidays.countries",
    "phonenumbers.data",
    "phonenumbers.shortdata",
    "phonenumbers.tzdata",
    "tzdata",
)

# Qt's plugins that are of use: a window in X11, Wayland or none; Chinese by ibus, accents by compose; the desktop's
# own file dialogs; pictures. Windows and macOS have one platform plugin and style each.
PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qico", "qicns", "qjpeg", "qsvg"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platforms": ("qcocoa", "qoffscreen", "qwayland", "qwindows", "qxcb"),
    "platformthemes": ("qxdgdesktopportal",),
    "styles": ("qmacstyle", "qmodernwindowsstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl",),
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
}
TRANSLATIONS = ("qtbase_en.qm", "qtbase_zh_CN.qm")

# Every Linux desktop has these, and some have to be the system's own: fonts follow its settings, drawing its drivers.
# The installed package declares them; all that a desktop may lack is in the bundle.
OF_THE_SYSTEM = re.compile(
    r"lib(X11|X11-xcb|Xau|Xdmcp|EGL|GL|GLX|GLdispatch|OpenGL|bsd|c|dbus-1|drm|expat|fontconfig|freetype|gbm|gcc_s|glib-2\.0"
    r"|gthread-2\.0|m|md|pcre2-8|resolv|stdc\+\+|uuid|wayland-(client|cursor|egl)|xcb|z)\.so(\..*)?"
)

# What the bundle must hold for a window, by the start of the file's name.
NEEDED = {
    "linux": (
        "libxcb-cursor.so",
        "libxcb-icccm.so",
        "libxcb-image.so",
        "libxcb-keysyms.so",
        "libxcb-randr.so",
        "libxcb-render-util.so",
        "libxcb-render.so",
        "libxcb-shape.so",
        "libxcb-shm.so",
        "libxcb-sync.so",
        "libxcb-util.so",
        "libxcb-xfixes.so",
        "libxcb-xkb.so",
        "libxkbcommon-x11.so",
        "libxkbcommon.so",
        "libcomposeplatforminputcontextplugin.so",
        "libibusplatforminputcontextplugin.so",
        "libqjpeg.so",
        "libqoffscreen.so",
        "libqsvg.so",
        "libqwayland.so",
        "libqxcb.so",
        "libxdg-shell.so",
    ),
    "win32": ("qwindows.dll", "qsvg.dll", "qoffscreen.dll", "qmodernwindowsstyle.dll"),
    "darwin": ("libqcocoa.dylib", "libqsvg.dylib", "libqoffscreen.dylib", "libqmacstyle.dylib"),
}
NEEDED_EVERYWHERE = (*TRANSLATIONS, "callbook.qss", "zone.tab")


def wanted(place: str) -> bool:
    """Whether a file, by its place in the bundle, belongs there; what only an unwanted plugin asked for is not known
    here (see `reached`)."""
    path = PurePosixPath(place.replace("\\", "/"))
    if "plugins" in path.parts:
        kind = path.parts[path.parts.index("plugins") + 1]
        return path.name.removeprefix("lib").split(".")[0] in PLUGINS.get(kind, ())
    if path.suffix == ".qm":
        return path.name in TRANSLATIONS
    if "holidays" in path.parts and "locale" in path.parts:
        return False  # names of holidays; only their days are used
    return OF_THE_SYSTEM.fullmatch(path.name) is None


def trimmed(binaries: Table, datas: Table, needs: Needs) -> tuple[Table, Table]:
    """PyInstaller's tables of shared libraries and of other files, without what the program has no use for.

    `needs` answers with the names that a library's source asks the loader for.
    """
    kept = [entry for entry in binaries if wanted(entry[0])]
    used = reached({place: source for place, source, kind in kept if kind != "SYMLINK"}, needs)

    def stays(entry: Entry) -> bool:
        place, source, kind = entry
        return (posixpath.normpath(PurePosixPath(place).parent / source) if kind == "SYMLINK" else place) in used

    others = [entry for entry in datas if wanted(entry[0]) and (entry[2] != "SYMLINK" or stays(entry))]
    return [entry for entry in kept if stays(entry)], others


def reached(files: dict[str, str], needs: Needs) -> set[str]:
    """Places of the shared libraries that something in the bundle still needs; `files` maps places to their sources.

    Whatever lies in a plugins folder or is a module of Python is a beginning; the other libraries have to be reached.
    """
    by_name = {PurePosixPath(place).name: place for place in files}
    found: set[str] = set()
    waiting = [place for place in files if is_beginning(place)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [by_name[name] for name in needs(files[place]) if name in by_name]
    return found


def elf_needs(source: str) -> list[str]:
    """The libraries that an ELF file itself asks the loader for, not those that these ask for in turn."""
    told = subprocess.run(["objdump", "-p", source], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE)


def is_beginning(place: str) -> bool:
    path = PurePosixPath(place.replace("\\", "/"))
    module = ".cpython-" in path.name or ".abi3." in path.name or path.suffix == ".pyd"
    return module or "plugins" in path.parts or path.name.lower().startswith(("libpython", "python"))


def missing(places: Iterable[str], system: str) -> list[str]:
    """What has to be in a bundle for `system` (as sys.platform says it) and is not."""
    names = {PurePosixPath(place.replace("\\", "/")).name for place in places}
    needed = (*NEEDED.get(system, ()), *NEEDED_EVERYWHERE)
    return [start for start in needed if not any(name.startswith(start) for name in names)]


def sources(*tables: Table) -> list[Path]:
    """The files that PyInstaller's tables of (place, source, kind) take."""
    return sorted({Path(source) for table in tables for _, source, kind in table if kind != "SYMLINK" and source})
