"""The Linux packages of a bundle with one small program: what is in them, and that they come and go without a trace."""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from facts import ROOT, Facts
from icons import HICOLOR_SIZES, make_icons

from callbook.cli import parser

if not sys.platform.startswith("linux"):
    pytest.skip("makes packages for Linux", allow_module_level=True)

import linux

FACTS = Facts(
    name="callbook",
    version="1.2.3",
    summary="A call log for people who sell their own work by phone and at the door.",
    homepage="https://callbook.example",
    identifier="example.callbook.Callbook",
    licence="MIT",
    author="Callbook contributors",
    when=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
)
# The package says where it lies; that this is /opt is meant.
ABOUT_OPT = {"dir-or-file-in-opt"}


def needs(*tools: str) -> pytest.MarkDecorator:
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")


makes_deb = needs("dpkg-deb", "dpkg-shlibdeps")


def run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"} | more, check=False
    )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As PyInstaller lays it out: a program that says it is well, a library of ours, a link to it."""
    made = tmp_path_factory.mktemp("made") / "callbook"
    (made / "_internal" / "callbook" / "_resources" / "licences").mkdir(parents=True)
    shutil.copyfile("/bin/true", made / "callbook")
    (made / "callbook").chmod(0o700)
    own = made / "_internal" / "PySide6"
    own.mkdir()
    shutil.copyfile("/bin/false", own / "libours.so.1")
    (own / "libours.so.1").chmod(0o777)
    (made / "_internal" / "libours.so.1").symlink_to("PySide6/libours.so.1")
    (made / "_internal" / "callbook" / "_resources" / "licences" / "ours.txt").write_text("May be used.\n")
    return made


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("icons")
    make_icons(ROOT / "resources" / "icons" / "callbook.svg", made)
    return made


@pytest.fixture(scope="module")
def deb(bundle: Path, icons: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linux.make_deb(bundle, icons, FACTS, tmp_path_factory.mktemp("deb"))


@pytest.fixture(scope="module")
def tarball(bundle: Path, icons: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linux.make_tarball(bundle, icons, FACTS, tmp_path_factory.mktemp("tar"))


@pytest.fixture
def unpacked(tarball: Path, tmp_path: Path) -> Path:
    with tarfile.open(tarball) as archive:
        archive.extractall(tmp_path, filter="tar")
    return tmp_path / tarball.name.removesuffix(".tar.xz")


# What desktops read


@needs("desktop-file-validate")
def test_the_menu_entry_is_valid() -> None:
    done = run("desktop-file-validate", linux.TEXTS / "callbook.desktop")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_the_menu_entry_offers_to_open_lists_and_speaks_chinese() -> None:
    lines = (linux.TEXTS / "callbook.desktop").read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    assert said["MimeType"] == "text/vcard;text/x-vcard;text/csv;"
    assert said["StartupWMClass"] == said["Icon"] == "callbook"
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert re.search("[\u4e00-\u9fff]", said[f"{key}[zh_CN]"])


@needs("appstreamcli")
def test_the_metainfo_is_valid(tmp_path: Path) -> None:
    path = tmp_path / f"{FACTS.identifier}.metainfo.xml"
    path.write_text(linux.metainfo(FACTS), encoding="utf-8")
    done = run("appstreamcli", "validate", "--no-net", path)
    assert done.returncode == 0, done.stdout
    # The example address has no known ending; that is said until there is a real one (see pyproject.toml).
    assert set(re.findall(r"^\w: \S+ (\S+)", done.stdout, re.MULTILINE)) <= {"cid-maybe-not-rdns"}


def test_the_metainfo_says_the_facts_and_names_pictures_that_are_drawn() -> None:
    text = linux.metainfo(FACTS)
    assert '<release version="1.2.3" date="2026-03-04"/>' in text
    assert "<id>example.callbook.Callbook</id>" in text
    drawn = re.findall(r"https://callbook\.example/screenshots/([a-z-]+)-(?:light|dark)\.png", text)
    tour = (ROOT / "callbook" / "tour.py").read_text(encoding="utf-8")
    assert set(drawn) == {"before", "live", "wrap-up", "history"}
    assert all(f'"{name}"' in tour for name in drawn)


@needs("mandoc")
def test_the_man_page_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "callbook.1"
    path.write_text(linux.man_page(FACTS), encoding="utf-8")
    done = run("mandoc", "-T", "lint", path)
    assert (done.stdout, done.returncode) == ("", 0)


def parsers(top: ArgumentParser) -> Iterator[tuple[str, ArgumentParser]]:
    yield "", top
    for action in top._actions:
        if isinstance(action, _SubParsersAction):
            yield from action.choices.items()


def test_the_man_page_tells_every_option_and_command() -> None:
    page = linux.man_page(FACTS)
    told = {"-" + name for name in re.findall(r"\bFl (?:h , )?(-[a-z-]+)", page)}
    known = {
        option
        for _, each in parsers(parser())
        for action in each._actions
        for option in action.option_strings
        if option.startswith("--")
    }
    assert told == known
    commands = {name for name, _ in parsers(parser()) if name}
    described = page[page.index("The commands work") : page.index(".Sh ENVIRONMENT")]
    assert set(re.findall(r"^\.It Cm (\S+)", described, re.MULTILINE)) == commands


# The .deb


@makes_deb
def test_the_deb_holds_the_program_and_what_desktops_read(deb: Path, tmp_path: Path) -> None:
    assert run("dpkg-deb", "-x", deb, tmp_path).returncode == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if not path.is_dir()} == {
        "opt/callbook/callbook",
        "opt/callbook/_internal/PySide6/libours.so.1",
        "opt/callbook/_internal/libours.so.1",
        "opt/callbook/_internal/callbook/_resources/licences/ours.txt",
        "usr/bin/callbook",
        "usr/share/applications/callbook.desktop",
        "usr/share/doc/callbook/changelog.gz",
        "usr/share/doc/callbook/copyright",
        *(f"usr/share/icons/hicolor/{size}x{size}/apps/callbook.png" for size in HICOLOR_SIZES),
        "usr/share/icons/hicolor/scalable/apps/callbook.svg",
        "usr/share/lintian/overrides/callbook",
        "usr/share/man/man1/callbook.1.gz",
        "usr/share/metainfo/example.callbook.Callbook.metainfo.xml",
    }
    link = tmp_path / "usr" / "bin" / "callbook"
    assert link.readlink() == Path("/opt/callbook/callbook")
    assert run(tmp_path / link.readlink().relative_to("/"), "--self-test").returncode == 0
    assert gzip.decompress((tmp_path / "usr/share/man/man1/callbook.1.gz").read_bytes()).decode() == linux.man_page(
        FACTS
    )


@makes_deb
def test_the_debs_files_belong_to_root_and_are_as_old_as_the_commit(deb: Path) -> None:
    for line in run("dpkg-deb", "-c", deb, TZ="UTC").stdout.splitlines():
        mode, owner, _, day, clock, name = line.split(maxsplit=5)
        assert (owner, day, clock) == ("root/root", "2026-03-04", "05:06")
        runs = mode.startswith("d") or name.endswith("/callbook/callbook")
        assert mode[0] == "l" or mode[1:] == ("rwxr-xr-x" if runs else "rw-r--r--"), name


@makes_deb
def test_the_control_file_says_what_the_program_needs_and_how_large_it_is(deb: Path) -> None:
    fields = ("Package", "Version", "Maintainer", "Homepage", "Suggests", "Depends", "Installed-Size", "Description")
    said = {name: run("dpkg-deb", "-f", deb, name).stdout.strip() for name in fields}
    assert said["Package"] == "callbook" and said["Version"] == "1.2.3"
    assert said["Maintainer"] == "Callbook contributors <callbook@callbook.example>"
    assert said["Suggests"] == "fonts-noto-cjk, ibus"
    depends = said["Depends"].split(", ")
    assert any(re.fullmatch(r"libc6 \(>= [0-9.]+\)", each) for each in depends)
    assert "tzdata" in depends
    assert said["Description"].startswith("call log for people who sell their own work by phone and at the door\n")
    unpacked = sum(path.stat().st_size for path in (Path("/bin/true"), Path("/bin/false"))) / 1024
    assert unpacked < int(said["Installed-Size"]) < unpacked + 400


@makes_deb
def test_a_library_of_the_bundle_is_not_asked_of_the_system(bundle: Path, icons: Path, tmp_path: Path) -> None:
    grown = tmp_path / "callbook"
    shutil.copytree(bundle, grown, symlinks=True)
    loaded = run("ldd", "/usr/bin/dpkg-deb").stdout
    found = re.search(r"(liblzma\.so\.5|libzstd\.so\.1) => (\S+)", loaded)
    if found is None:
        pytest.skip("dpkg-deb here uses neither library")
    shutil.copyfile("/usr/bin/dpkg-deb", grown / "_internal" / "packer")
    asked = linux.needed_packages(grown)
    package = found[1].split(".")[0] + found[1].split(".")[-1]
    assert any(each.startswith(package) for each in asked)
    shutil.copyfile(found[2], grown / "_internal" / found[1])
    assert not any(each.startswith(package) for each in linux.needed_packages(grown))


@makes_deb
@needs("dpkg-deb")
def test_the_checksums_are_those_of_the_files(deb: Path, tmp_path: Path) -> None:
    assert run("dpkg-deb", "-R", deb, tmp_path).returncode == 0
    lines = (tmp_path / "DEBIAN" / "md5sums").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 10 + len(HICOLOR_SIZES)  # all but the two links
    for line in lines:
        told, name = line.split("  ", 1)
        assert hashlib.md5((tmp_path / name).read_bytes(), usedforsecurity=False).hexdigest() == told
    assert not [path for path in (tmp_path / "DEBIAN").iterdir() if path.name not in ("control", "md5sums")]


@makes_deb
def test_the_same_commit_gives_the_same_packages(
    deb: Path, tarball: Path, bundle: Path, icons: Path, tmp_path: Path
) -> None:
    os.utime(bundle / "callbook", (1, 1))
    before = os.umask(0o077)
    try:
        again = linux.make_deb(bundle, icons, FACTS, tmp_path), linux.make_tarball(bundle, icons, FACTS, tmp_path)
    finally:
        os.umask(before)
    assert [path.read_bytes() for path in again] == [deb.read_bytes(), tarball.read_bytes()]


@makes_deb
@needs("lintian")
def test_lintian_finds_no_error(deb: Path) -> None:
    done = run("lintian", "--tag-display-limit", "0", deb)
    found = {line for line in done.stdout.splitlines() if line.startswith(("E:", "W:"))}
    assert {line for line in found if line.split()[2] not in ABOUT_OPT} == set()


def test_a_search_path_of_the_build_host_is_taken_out(tmp_path: Path) -> None:
    if shutil.which("cc") is None or shutil.which("readelf") is None:
        pytest.skip("cc or readelf not installed")
    source = tmp_path / "one.c"
    source.write_text("int one(void) { return 1; }\n", encoding="ascii")
    for path, kept in (("/home/builder/lib", False), ("$ORIGIN/../lib", True)):
        made = tmp_path / "one.so"
        assert run("cc", "-shared", "-fPIC", f"-Wl,-rpath,{path}", "-o", made, source).returncode == 0
        made.write_bytes(linux.without_foreign_search(made.read_bytes()))
        told = run("readelf", "-d", made)
        assert told.returncode == 0 and not told.stderr
        assert (path in told.stdout) is kept


def test_a_folder_without_the_program_is_refused(icons: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="There is no program in"):
        linux.make_tarball(tmp_path, icons, FACTS, tmp_path)


# The tar.xz


def test_the_tarball_has_one_folder_that_belongs_to_nobody(tarball: Path) -> None:
    assert re.fullmatch(r"callbook-1\.2\.3-linux-\w+\.tar\.xz", tarball.name)
    with tarfile.open(tarball) as archive:
        entries = archive.getmembers()
    top = tarball.name.removesuffix(".tar.xz")
    assert [each.name for each in entries] == sorted(each.name for each in entries)
    assert {each.name.split("/")[0] for each in entries} == {top}
    assert {(each.uid, each.gid, each.uname, each.gname) for each in entries} == {(0, 0, "", "")}
    assert {each.mtime for each in entries} == {FACTS.when.timestamp()}
    modes = {each.name.removeprefix(f"{top}/"): each.mode for each in entries if each.isfile()}
    assert {name for name, mode in modes.items() if mode == 0o755} == {"install.sh", "uninstall.sh", "program/callbook"}
    assert {"README.txt", "share/applications/callbook.desktop", "share/man/man1/callbook.1.gz"} < modes.keys()


@pytest.mark.parametrize("name", ["install.sh", "uninstall.sh"])
def test_the_scripts_are_plain_shell(name: str) -> None:
    shell = shutil.which("dash") or "/bin/sh"
    done = run(shell, "-n", linux.TEXTS / name)
    assert (done.returncode, done.stderr) == (0, "")


@needs("shellcheck")
@pytest.mark.parametrize("name", ["install.sh", "uninstall.sh"])
def test_shellcheck_has_nothing_to_say(name: str) -> None:
    done = run("shellcheck", linux.TEXTS / name)
    assert (done.returncode, done.stdout) == (0, "")


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): b"" if path.is_dir() or path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a book in it, of a user whose name is trouble."""
    made = tmp_path / 'ho me of $O\'Neil "Neil" 100%'
    data = made / ".local" / "share" / "Callbook"
    data.mkdir(parents=True)
    (data / "callbook.book").write_bytes(b"a book")
    return made


def as_user(home: Path, *command: str | Path, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    bare = {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, env=bare, cwd="/", check=False)


def test_it_is_installed_and_taken_away_without_a_trace(unpacked: Path, home: Path) -> None:
    before = everything(home)
    local = home / ".local"
    done = as_user(home, unpacked / "install.sh")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"put {local}/bin into PATH" in done.stdout
    assert as_user(home, local / "bin" / "callbook", "--self-test").returncode == 0
    assert (local / "share/icons/hicolor/scalable/apps/callbook.svg").is_file()
    assert (local / "share/man/man1/callbook.1.gz").is_file()
    assert not list(home.rglob("*.new"))
    done = as_user(home, local / "opt" / "callbook" / "uninstall.sh")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"still in {local}/share/Callbook." in done.stdout
    assert everything(home) == before


@needs("desktop-file-validate")
def test_the_installed_menu_entry_starts_the_installed_program(unpacked: Path, home: Path) -> None:
    assert as_user(home, unpacked / "install.sh").returncode == 0
    entry = home / ".local" / "share" / "applications" / "callbook.desktop"
    done = run("desktop-file-validate", entry)
    assert (done.stdout, done.returncode) == ("", 0)
    commands = re.findall(r"^Exec=(.*)$", entry.read_text(encoding="utf-8"), re.MULTILINE)
    assert [unescaped(each) for each in commands] == [
        (str(home / ".local/bin/callbook"), " %F"),
        (str(home / ".local/bin/callbook"), " --demo"),
    ]


def unescaped(value: str) -> tuple[str, str]:
    """The program and the rest, as the Desktop Entry Specification has a launcher read Exec."""
    text = re.sub(r"\\(.)", r"\1", value)
    found = re.fullmatch(r'"((?:[^"\\`$]|\\.)*)"(.*)', text)
    assert found is not None
    return re.sub(r"\\(.)", r"\1", found[1]).replace("%%", "%"), found[2]


def test_a_newer_version_takes_the_place_of_the_old_one(unpacked: Path, home: Path) -> None:
    before = everything(home)
    assert as_user(home, unpacked / "install.sh").returncode == 0
    first = everything(home)
    (unpacked / "program" / "_internal" / "news").write_text("new", encoding="ascii")
    done = as_user(home, unpacked / "install.sh")
    assert done.returncode == 0 and "brought up to date" in done.stdout
    second = everything(home)
    assert {name.replace("program-2", "program-1") for name in second} - first.keys() == {
        ".local/opt/callbook/program-1/_internal/news"
    }
    assert not [name for name in second if "program-1" in name]
    assert as_user(home, unpacked / "uninstall.sh").returncode == 0
    assert everything(home) == before


def test_the_old_version_goes_on_while_it_is_open_and_is_not_removed_under_it(unpacked: Path, home: Path) -> None:
    shutil.copyfile("/bin/sleep", unpacked / "program" / "callbook")
    (unpacked / "program" / "callbook").chmod(0o755)
    bare = unpacked / "install.sh"
    text = bare.read_text(encoding="utf-8").replace("--self-test", "0")
    bare.write_text(text, encoding="utf-8")
    assert as_user(home, bare).returncode == 0
    installed = home / ".local" / "opt" / "callbook"
    with subprocess.Popen([home / ".local" / "bin" / "callbook", "60"]) as running:
        try:
            done = as_user(home, bare)
            assert done.returncode == 0 and "until it is closed" in done.stdout
            assert {path.name for path in installed.glob("program-*")} == {"program-1", "program-2"}
            done = as_user(home, installed / "uninstall.sh")
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr == "Callbook is open. Close it and run this again; nothing was removed.\n"
        finally:
            running.kill()
    assert as_user(home, bare).returncode == 0
    assert {path.name for path in installed.glob("program-*")} == {"program-3"}


def test_what_an_upgrade_broken_off_left_is_cleared_away(unpacked: Path, home: Path) -> None:
    before = everything(home)
    assert as_user(home, unpacked / "install.sh").returncode == 0
    half = home / ".local" / "opt" / "callbook" / "program-2.new"
    half.mkdir()
    (half / "part").write_bytes(b"half a file")
    assert as_user(home, home / ".local" / "bin" / "callbook").returncode == 0
    assert as_user(home, unpacked / "install.sh").returncode == 0
    assert {path.name for path in half.parent.glob("program-*")} == {"program-2"}
    assert as_user(home, unpacked / "uninstall.sh").returncode == 0
    assert everything(home) == before


def test_a_book_inside_the_installed_program_is_kept(unpacked: Path, home: Path) -> None:
    carried = unpacked / "program" / "book"
    carried.mkdir()
    (carried / "callbook.book").write_bytes(b"of the stick")
    assert as_user(home, unpacked / "install.sh").returncode == 0
    program = home / ".local" / "opt" / "callbook" / "program-1"
    assert not (program / "book").exists()
    (program / "book").mkdir()
    (program / "book" / "callbook.book").write_bytes(b"written here")
    done = as_user(home, unpacked / "uninstall.sh")
    assert done.returncode == 0 and f"{program}/book was kept" in done.stdout
    assert everything(program) == {"book": b"", "book/callbook.book": b"written here"}


def test_another_place_can_be_named(unpacked: Path, home: Path) -> None:
    before = everything(home)
    done = as_user(
        home, unpacked / "install.sh", "--prefix", home / "else where", path=f"/usr/bin:/bin:{home}/else where/bin"
    )
    assert done.returncode == 0 and "PATH" not in done.stdout
    assert (home / "else where" / "share" / "applications" / "callbook.desktop").is_file()
    assert as_user(home, unpacked / "uninstall.sh").returncode == 1  # nothing in ~/.local
    assert as_user(home, unpacked / "uninstall.sh", f"--prefix={home}/else where").returncode == 0
    assert everything(home) == before


def test_somebody_elses_command_is_left_alone(unpacked: Path, home: Path) -> None:
    other = home / ".local" / "bin" / "callbook"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n", encoding="ascii")
    before = everything(home)
    done = as_user(home, unpacked / "install.sh")
    assert done.returncode == 1 and "was not put there by this script" in done.stderr
    assert everything(home) == before


def test_a_program_that_does_not_run_here_is_not_installed(unpacked: Path, home: Path) -> None:
    before = everything(home)
    shutil.copyfile("/bin/false", unpacked / "program" / "callbook")
    done = as_user(home, unpacked / "install.sh")
    assert done.returncode == 1 and "Nothing was installed." in done.stderr
    assert everything(home) == before


def test_a_missing_library_is_named_with_its_package(unpacked: Path, home: Path, tmp_path: Path) -> None:
    """A stand-in for ldd says what it says where a library is missing: none can be missing here at will."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "ldd").write_text("#!/bin/sh\nprintf '\\tlibEGL.so.1 => not found\\n'\n", encoding="ascii")
    (tools / "ldd").chmod(0o755)
    shutil.copyfile("/bin/false", unpacked / "program" / "callbook")
    done = as_user(home, unpacked / "install.sh", path=f"{tools}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "  libEGL.so.1: libegl1 on Debian and Ubuntu, libglvnd-egl on Fedora, libglvnd on Arch" in done.stderr


@pytest.mark.parametrize("wrong", [["--prefix"], ["--what"], ["here"]])
@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh"])
def test_wrong_usage_is_said(unpacked: Path, home: Path, script: str, wrong: list[str]) -> None:
    before = everything(home)
    done = as_user(home, unpacked / script, *wrong)
    assert done.returncode == 2 and done.stderr.startswith("usage: ")
    assert everything(home) == before
