"""Set up a checkout and use it: `python3 packaging/dev.py run`, `test` or `build`. Standard library only."""

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path

# Reached by every Python 3, so that an old one gets a sentence instead of a traceback further down.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Callbook needs Python 3.11 or newer; this is {platform.python_version()} ({sys.executable}).")

USAGE = """\
usage: python3 packaging/dev.py run [ARGUMENT ...]    set up, then open Callbook
       python3 packaging/dev.py test [ARGUMENT ...]   set up, then ruff, mypy and pytest with the arguments
       python3 packaging/dev.py build                 set up, then make the installers of this system in dist/"""

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "locked.txt"
VENV = ROOT / ".venv"
STAMP = VENV / "set-up-of"
TOUR = VENV / "tour"

# What Qt's own files ask the loader for (objdump -p) and Debian's package that has it.
OFFSCREEN_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# The bundle carries Python with it as a library, which Debian's own Python does not need.
LIBPYTHON = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
PYTHON_LIBRARY = {f"{LIBPYTHON}.so.1.0": LIBPYTHON}
# What puts the program and its parts into packages: the command, and Debian's package that has it.
BUILD_TOOLS = {"dpkg-shlibdeps": "dpkg-dev", "objdump": "binutils", "xz": "xz-utils"}
# Pictures of the window in English and Chinese: Debian's package and where it puts the font.
FONTS = {
    "fonts-dejavu-core": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    "fonts-noto-cjk": Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
}


def main(arguments: list[str]) -> int:
    """Run one command of the usage text; returns the exit code, 2 for a command that is none."""
    commands = {"run": run, "test": test, "build": build}
    if not arguments or arguments[0] not in commands:
        print(USAGE)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    return commands[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """Open the program, or without a display and without arguments take pictures of it instead."""
    if has_display(sys.platform, os.environ):
        set_up(OFFSCREEN_LIBRARIES | WINDOW_LIBRARIES)
    elif arguments:
        set_up(OFFSCREEN_LIBRARIES)
    else:
        return take_pictures()
    return venv_python("-m", "callbook", *arguments)


def test(arguments: list[str]) -> int:
    """Run ruff, mypy and pytest, off the screen, up to the first that fails; returns its exit code."""
    set_up(OFFSCREEN_LIBRARIES)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    keep_bytecode(os.environ)
    # All tests on all cores, a file on one of them; a chosen few start faster on one.
    for tool in (["ruff", "check"], ["mypy"], ["pytest", *(arguments or ["-n", "auto", "--dist", "loadfile"])]):
        print(f"{tool[0]}:", flush=True)
        code = venv_python("-m", *tool)
        if code:
            print(f"Stopped: {tool[0]} ended with {code}.")
            return code
    return 0


def keep_bytecode(environment: MutableMapping[str, str]) -> None:
    """Where Python is to write no bytecode beside the sources, have it in .venv: else each of the many processes that
    the tests start compiles the whole program anew."""
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def build(arguments: list[str]) -> int:
    """Make the bundle and what this system can make of it in dist/; returns the exit code."""
    set_up(OFFSCREEN_LIBRARIES | WINDOW_LIBRARIES | PYTHON_LIBRARY, tools=BUILD_TOOLS)
    return venv_python(str(ROOT / "packaging" / "build.py"), *arguments)


def take_pictures() -> int:
    """Draw the window into picture files where no display can show it; returns the program's exit code."""
    print("No display here (DISPLAY and WAYLAND_DISPLAY are empty): taking pictures of Callbook instead.")
    set_up(OFFSCREEN_LIBRARIES, missing_fonts())
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shutil.rmtree(TOUR, ignore_errors=True)
    code = venv_python("-m", "callbook", "screenshots", str(TOUR))
    if code == 0:
        print(f"The pictures are in {TOUR}")
    return code


def has_display(system: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can open; only Linux, by its two variables, can lack a display."""
    return system != "linux" or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def set_up(libraries: Mapping[str, str], fonts: Iterable[str] = (), tools: Mapping[str, str] | None = None) -> None:
    """Make .venv hold the locked versions and this checkout; leaves the program with 1 where that fails.

    The system's part comes first: without it neither .venv nor Qt works. The stamp is written last, so a
    set-up that was interrupted starts afresh.
    """
    if sys.platform == "linux":
        supply_system([*missing_packages(libraries), *missing_tools(tools or {})], fonts)
    project = (ROOT / "pyproject.toml").read_bytes()
    wanted = fingerprint(LOCK.read_bytes(), project, sys.version.encode(), bytes(ROOT))
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return
    stage("Making .venv", outer_python(), "-m", "venv", "--clear", str(VENV))
    pip = (str(venv_executable()), "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check")
    stage("Installing the locked packages", *pip, "-r", str(LOCK))
    stage("Installing this checkout", *pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted, encoding="ascii")


def fingerprint(*parts: bytes) -> str:
    """A text that changes with any of the parts, and with where one ends and the next begins."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def outer_python() -> str:
    """The interpreter outside any virtual environment: .venv is not made anew by the Python inside it."""
    return str(getattr(sys, "_base_executable", sys.executable))


def venv_executable() -> Path:
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def venv_python(*arguments: str) -> int:
    """Run .venv's Python in the checkout's top folder; returns its exit code, a signal N as 128 + N."""
    code = subprocess.run([venv_executable(), *arguments], cwd=ROOT, check=False).returncode
    return code if code >= 0 else 128 - code


def stage(title: str, *command: str) -> None:
    """Run one step on one line, with the seconds it took; if it fails, show what it said and leave with 1."""
    print(f"{title} ... ", end="", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    print(f"{time.monotonic() - started:.1f} s", flush=True)
    if done.returncode:
        print(done.stdout)
        sys.exit(f"{title} failed with {done.returncode}; the lines above say why.")


def supply_system(missing: list[str], fonts: Iterable[str]) -> None:
    """Install what is missing, as root on Debian and its kin; else say what to type and leave with 1."""
    if importlib.util.find_spec("ensurepip") is None:
        missing.insert(0, f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not is_debian():
        if missing:
            print(f"Missing in this system, by Debian's names: {' '.join(missing)}. Going on without them.")
        return
    if sys.platform == "linux" and os.geteuid() == 0:
        install([*missing, *fonts])
    elif missing:
        sys.exit(f"Packages of the system are missing. Type this line, then try again:\n{sudo_line(missing)}")
    elif fonts:
        print(f"Some text in the pictures will be boxes. To have its font:\n{sudo_line(fonts)}")


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Debian's packages for those of the libraries that the loader does not find."""
    return [package for library, package in libraries.items() if not loads(library)]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_tools(tools: Mapping[str, str]) -> list[str]:
    """Debian's packages for those of the commands that are not on the PATH."""
    return [package for command, package in tools.items() if shutil.which(command) is None]


def missing_fonts() -> list[str]:
    return [package for package, font in FONTS.items() if not font.is_file()]


def is_debian() -> bool:
    """Whether packages come by apt-get under Debian's names: Debian, Ubuntu and what says it is like them."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return bool(names & {"debian", "ubuntu"}) and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    if packages:
        print(f"Missing in this system: {' '.join(packages)}")
        apt = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120")
        stage("Reading the system's package lists", *apt, "update")
        stage("Installing them", *apt, "install", "--yes", "--no-install-recommends", *packages)


def sudo_line(packages: Iterable[str]) -> str:
    return f"sudo apt-get update && sudo apt-get install --yes --no-install-recommends {' '.join(packages)}"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
