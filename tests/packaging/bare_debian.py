"""Tries the Linux packages where nothing is: `python -m tests.packaging.bare_debian DIST [--root DIR]`.

A new Debian without Python and Qt is made under --root (debootstrap, as root; kept for the next time). In it
the .deb is installed, used through its window with real keys and removed, then the tar.xz by another, ordinary user.
Prints a line for each check; exit code 1 when one failed. Pictures of the window and all that was said stay in --root.
"""

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage

from tests.bench.screen import virtual_screen

REPOSITORY = Path(__file__).resolve().parents[2]
SUITE = "bookworm"
USERS = ("first", "second")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
WAY_OUT = r"Acquire::(https?::(?!.*Auth).*Proxy|Check-)"  # settings of apt that a network may ask for
PATIENCE = 60.0  # seconds for a window to come or go
DATA = Path(".local/share/Callbook")
NEW = "Bakery of the bare system"
# Run in a Python of its own: whoever looks at a display through Qt is bound to it until the process ends.
GRAB = """\
import sys
from PySide6.QtGui import QGuiApplication
looking = QGuiApplication([])
sys.exit(not looking.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""


@dataclass(slots=True)
class Bare:
    """The small system in `root`/system. Its commands have mounts and processes of their own, which end with them."""

    root: Path
    display: str = ""
    failed: list[str] = field(default_factory=list)

    @property
    def system(self) -> Path:
        return self.root / "system"

    def command(self, user: str, *words: str) -> list[str]:
        """What to run out here for `words` to run in there, as "root" or one of USERS."""
        # The display is reached without a mount: its socket has an abstract name too, and the network is shared.
        mounts = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$@"'
        number, home = (0, "/root") if user == "root" else (1001 + USERS.index(user), f"/home/{user}")
        told = [f"HOME={home}", f"USER={user}", f"PATH={PATH}", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        told += [f"DISPLAY={self.display}"] if self.display else []
        entered = [f"--userspec={number}:{number}", str(self.system), "/usr/bin/env", "-i", "-C", home, *told, *words]
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        return [*apart, "sh", "-c", mounts, str(self.system), *entered]

    def run(self, user: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run and wait; what it said goes into the log too."""
        done = subprocess.run(
            self.command(user, *words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        with (self.root / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"\n{user}: {' '.join(words)}\n{done.stdout}exit {done.returncode}\n")
        return done

    def works(self, user: str, *words: str) -> bool:
        return self.run(user, *words).returncode == 0

    def check(self, words: str, good: bool) -> None:
        print(f"{'ok    ' if good else 'FAILED'}  {words}", flush=True)
        if not good:
            self.failed.append(words)

    def home(self, user: str) -> Path:
        return self.system / "home" / user


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser("bare_debian", description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("dist", type=Path, help="the folder with one .deb and one .tar.xz")
    asked.add_argument("--root", type=Path, default=REPOSITORY / "build" / "bare", help="where the system is made")
    asked.add_argument("--suite", default=SUITE)
    asked.add_argument("--mirror", help="by default this machine's own")
    given = asked.parse_args(arguments)
    missing = [tool for tool in ("debootstrap", "Xvfb", "xdotool", "unshare") if shutil.which(tool) is None]
    if missing or os.geteuid() != 0:
        print(f"This needs root and {', '.join(missing) or 'nothing else'}.")
        return 1
    bare = Bare(given.root.resolve())
    bare.root.mkdir(parents=True, exist_ok=True)
    (bare.root / "log.txt").write_text("", encoding="utf-8")
    make_system(bare, given.suite, given.mirror or mirror(given.suite))
    with ExitStack() as stack:
        bare.display = virtual_screen(stack)
        [deb], [tarball] = given.dist.glob("*.deb"), given.dist.glob("*.tar.xz")
        try_without_libraries(bare, tarball)
        try_deb(bare, deb)
        try_tarball(bare, tarball)
    print(f"{len(bare.failed)} failed; {bare.root}/log.txt has all that was said.")
    return 1 if bare.failed else 0


# The bare system


def out_here(*words: str | Path) -> str:
    """Run a command of this machine and answer with what it said; it has to work."""
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def make_system(bare: Bare, suite: str, mirror: str) -> None:
    base = bare.root / f"{suite}.tar"
    shutil.rmtree(bare.system, ignore_errors=True)
    if not base.is_file():
        out_here("debootstrap", "--variant=minbase", suite, bare.system, mirror)
        out_here("tar", "-C", bare.system, "-cf", base.with_suffix(".part"), ".")
        base.with_suffix(".part").rename(base)
    else:
        bare.system.mkdir()
        out_here("tar", "-C", bare.system, "-xpf", base)
    apt = bare.system / "etc" / "apt"
    (apt / "sources.list").write_text("".join(f"deb {line}\n" for line in targets()), encoding="utf-8")
    network = [line for line in out_here("apt-config", "dump").splitlines() if re.match(WAY_OUT, line)]
    (apt / "apt.conf.d" / "00network").write_text("\n".join(network) + "\n", encoding="utf-8")
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(f"/etc/{name}", bare.system / "etc" / name)
    bare.check("a bare system: no Python, no Qt", no_python(bare))
    users = [bare.works("root", "useradd", "-m", "-u", str(1001 + at), name) for at, name in enumerate(USERS)]
    bare.check("with ordinary users in it", all(users))
    bare.check("that reaches its packages", bare.works("root", "apt-get", "update"))


def targets() -> list[str]:
    """Address, suite and components of this machine's Debian sources, as sources.list has them."""
    parts = "$(ORIGIN) $(SITE) $(RELEASE) $(COMPONENT)"
    told = out_here("apt-get", "indextargets", "--format", parts, "Created-By: Packages")
    return sorted({line.partition(" ")[2] for line in told.splitlines() if line.startswith("Debian ")})


def mirror(suite: str) -> str:
    found = [line.split()[0] for line in targets() if line.split()[1] == suite]
    if not found:
        sys.exit(f"This machine has no Debian source for {suite}; name one with --mirror.")
    return found[0]


def no_python(bare: Bare) -> bool:
    installed = bare.run("root", "dpkg-query", "-W", "-f", "${Package}\n").stdout.split()
    foreign = [name for name in installed if name.startswith(("python", "libpython", "libqt", "qt"))]
    found = [*bare.system.glob("usr/bin/python*"), *bare.system.glob("usr/lib/**/libQt*")]
    return bool(installed) and not foreign and not found


# The window


@contextmanager
def window(bare: Bare, user: str, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The program with its window open: the process out here, and the window's number."""
    with (
        (bare.root / "log.txt").open("ab") as log,
        subprocess.Popen(bare.command(user, *words), stdout=log, stderr=log) as process,
    ):
        try:
            number = ""

            def there() -> bool:
                nonlocal number
                number = (xdotool(bare, "search", "--onlyvisible", "--class", "callbook").split() or [""])[-1]
                return bool(number)

            bare.check(f"{user}: a window opens", until(there))
            xdotool(bare, "windowfocus", "--sync", number)
            yield process, number
        finally:
            if process.poll() is None:
                process.kill()


def xdotool(bare: Bare, *words: str) -> str:
    command, told = ["xdotool", *words], os.environ | {"DISPLAY": bare.display}
    return subprocess.run(command, env=told, capture_output=True, text=True, check=False).stdout.strip()


def until(good: Callable[[], bool]) -> bool:
    """Whether it comes true within PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not good():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def grab(bare: Bare, name: str) -> int:
    """Take a picture of the whole screen into root/<name>.png; the number of different colours in it."""
    path = bare.root / f"{name}.png"
    told = os.environ | {"DISPLAY": bare.display, "QT_QPA_PLATFORM": "xcb"}
    subprocess.run([sys.executable, "-c", GRAB, path], env=told, check=True, capture_output=True)
    image = QImage(str(path))
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


def painted(bare: Bare, name: str) -> bool:
    """Whether the picture has the colours of text and marks, not of an empty window on an empty screen."""
    return until(lambda: grab(bare, name) > 60)


def names(bare: Bare, user: str) -> list[str]:
    book = bare.home(user) / DATA / "callbook.book"
    if not book.is_file():
        return []
    with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM prospect WHERE deleted_at IS NULL")]


def use(bare: Bare, user: str, program: str) -> None:
    """Type a new prospect, close, open again and find it."""
    with window(bare, user, program) as (process, number):
        bare.check(f"{user}: and is painted", painted(bare, f"{user}-empty"))
        xdotool(bare, "key", "ctrl+n")
        bare.check(f"{user}: Ctrl+N opens a form", until(lambda: other_window(bare, number)))
        xdotool(bare, "type", "--delay", "30", NEW)
        xdotool(bare, "key", "ctrl+Return")
        bare.check(f"{user}: what was typed is in the file", until(lambda: names(bare, user) == [NEW]))
        quit_by_keys(bare, user, process, number)
    with window(bare, user, program) as (process, number):
        bare.check(f"{user}: opened again it is painted", painted(bare, f"{user}-again"))
        bare.check(f"{user}: and the prospect is there", names(bare, user) == [NEW])
        quit_by_keys(bare, user, process, number)


def other_window(bare: Bare, number: str) -> bool:
    """Whether a second window is there; it is given the keyboard, which a window manager would do."""
    others = [
        each for each in xdotool(bare, "search", "--onlyvisible", "--class", "callbook").split() if each != number
    ]
    if others:
        xdotool(bare, "windowfocus", "--sync", others[-1])
    return bool(others)


def quit_by_keys(bare: Bare, user: str, process: subprocess.Popen[bytes], number: str) -> None:
    xdotool(bare, "windowfocus", "--sync", number)
    xdotool(bare, "key", "ctrl+q")
    bare.check(
        f"{user}: Ctrl+Q closes it, exit code 0", until(lambda: process.poll() is not None) and process.returncode == 0
    )


# What is tried


def try_without_libraries(bare: Bare, tarball: Path) -> None:
    folder = unpack(bare, tarball, "second")
    done = bare.run("second", "sh", f"{folder}/install.sh")
    said = "libegl1 on Debian" in done.stdout and "Nothing was installed." in done.stdout
    bare.check("without any desktop library, install.sh names them and installs nothing", done.returncode == 1 and said)
    bare.check("and leaves no trace", not list(bare.home("second").glob(".local/*")))


def try_deb(bare: Bare, deb: Path) -> None:
    shutil.copyfile(deb, bare.system / "srv" / deb.name)
    # Without what is only recommended: nothing that is needed may come by chance.
    install = ("apt-get", "install", "-y", "--no-install-recommends", f"/srv/{deb.name}")
    bare.check("apt-get install of the .deb", bare.works("root", *install))
    bare.check("which brings no Python and no Qt", no_python(bare))
    try_self_test(bare, "first", "callbook")
    use(bare, "first", "callbook")
    kept = contents(bare.home("first") / DATA)
    bare.check("apt-get remove", bare.works("root", "apt-get", "remove", "-y", "callbook"))
    bare.check("leaves the data byte for byte", bool(kept) and contents(bare.home("first") / DATA) == kept)
    check_gone(bare)
    bare.check("apt-get install once more", bare.works("root", *install))
    bare.check("apt-get purge", bare.works("root", "apt-get", "purge", "-y", "callbook"))
    bare.check("leaves the data byte for byte", bool(kept) and contents(bare.home("first") / DATA) == kept)
    check_gone(bare)


def check_gone(bare: Bare) -> None:
    left = [path for folder in ("opt", "usr", "var", "etc") for path in (bare.system / folder).rglob("*callbook*")]
    left += (bare.system / "opt").glob("*")
    for path in left:
        print(f"        {path.relative_to(bare.system)}")
    bare.check("and nothing else", not left)


def try_tarball(bare: Bare, tarball: Path) -> None:
    """After the .deb, whose dependencies stand for the desktop that a user has."""
    home = bare.home("second")
    folder = unpack(bare, tarball, "second")
    before = contents(home)
    bare.check("install.sh of the tar.xz, by an ordinary user", bare.works("second", "sh", f"{folder}/install.sh"))
    try_self_test(bare, "second", "/home/second/.local/bin/callbook")
    use(bare, "second", "/home/second/.local/bin/callbook")
    kept = contents(home / DATA)
    bare.check("install.sh once more, as an upgrade", bare.works("second", "sh", f"{folder}/install.sh"))
    try_self_test(bare, "second", "/home/second/.local/bin/callbook")
    bare.check("uninstall.sh", bare.works("second", "sh", "/home/second/.local/opt/callbook/uninstall.sh"))
    bare.check("leaves the data byte for byte", bool(kept) and contents(home / DATA) == kept)
    # What libraries of the system keep for themselves is theirs.
    left = {name for name in contents(home).keys() - before.keys() if not name.startswith((str(DATA), ".cache"))}
    for name in sorted(left - {".local", ".local/share"}):
        print(f"        {name}")
    bare.check("and nothing else", left <= {".local", ".local/share"})


def try_self_test(bare: Bare, user: str, program: str) -> None:
    bare.check(f"{user}: callbook --self-test in a window", bare.works(user, program, "--self-test"))
    without = bare.works(user, "env", "-u", "DISPLAY", program, "--self-test")
    bare.check(f"{user}: callbook --self-test without a display", without)


def unpack(bare: Bare, tarball: Path, user: str) -> str:
    """The unpacked folder's name, seen from inside."""
    number = 1001 + USERS.index(user)
    out_here("tar", "-C", bare.home(user), "-xf", tarball)
    name = tarball.name.removesuffix(".tar.xz")
    out_here("chown", "-R", f"{number}:{number}", bare.home(user) / name)
    return f"/home/{user}/{name}"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        for path in folder.rglob("*")
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
