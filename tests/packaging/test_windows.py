"""The Windows installer: compiled against a placeholder, and run under Wine where there is one."""

import ast
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import windows
from facts import ROOT, Facts, read_facts
from icons import make_icons

FACTS = read_facts(datetime(2026, 11, 22, tzinfo=UTC))
WINE = shutil.which("wine") or ""
needs_makensis = pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not on this machine")
needs_wine = pytest.mark.skipif(
    not WINE or not Path("/usr/lib/wine/wineserver64").exists(),
    reason="Wine is not on this machine",
)
WINE_CMD = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/cmd.exe")


def make_bundle(folder: Path, word: str, program: Path | None = None) -> Path:
    """A stand-in for the bundle whose files say `word`."""
    (folder / "_internal" / "PySide6").mkdir(parents=True)
    (folder / "_internal" / "PySide6" / "Qt6Core.dll").write_text(word)
    (folder / "_internal" / f"only-{word}.txt").write_text(word)
    (folder / "callbook-cli.exe").write_text(word)
    (folder / "Callbook.exe").write_text(word)
    if program is not None:
        shutil.copyfile(program, folder / "Callbook.exe")
    return folder


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    make_icons(ROOT / "resources" / "icons" / "callbook.svg", folder)
    return folder


def made(bundle: Path, icons: Path, facts: Facts, out: Path) -> Path:
    out.mkdir(exist_ok=True)
    return windows.make_installer(bundle, icons, facts, out)


@needs_makensis
def test_the_script_compiles_without_a_warning_and_twice_to_the_same_bytes(tmp_path: Path, icons: Path) -> None:
    bundle = make_bundle(tmp_path / "bundle", "first")
    installer = made(bundle, icons, FACTS, tmp_path / "out")
    assert installer == tmp_path / "out" / f"callbook-{FACTS.version}-windows-setup.exe"
    content = installer.read_bytes()
    assert content[:2] == b"MZ"
    # What Explorer shows of the installer, in its version resource.
    for text in ("Callbook Setup", FACTS.author, f"© 2026 {FACTS.author}", "Callbook 安装程序"):
        assert text.encode("utf-16-le") in content, text
    assert made(bundle, icons, FACTS, tmp_path / "out").read_bytes() == content


@needs_makensis
def test_a_fault_in_the_script_or_its_files_is_said_with_makensis_s_words(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "bundle", "first")
    with pytest.raises(RuntimeError, match=r"makensis ended with 1: .*callbook\.ico"):
        made(bundle, tmp_path / "no-icons", FACTS, tmp_path / "out")


@pytest.mark.parametrize("change", ["more", "less"])
def test_a_bundle_that_the_uninstaller_would_not_know_is_refused(change: str, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "bundle", "first")
    if change == "more":
        (bundle / "readme.txt").touch()
    else:
        (bundle / "callbook-cli.exe").unlink()
    with pytest.raises(ValueError, match=r"not Callbook\.exe, _internal, callbook-cli\.exe"):
        windows.make_installer(bundle, tmp_path, FACTS, tmp_path)


def test_the_uninstaller_removes_only_pieces_by_name() -> None:
    script = windows.SCRIPT.read_text(encoding="utf-8")
    removed = {line.strip() for line in script.splitlines() if line.strip().startswith("RMDir /r")}
    assert removed == {
        r'RMDir /r "$INSTDIR\${LIBRARIES}"',
        r'RMDir /r "$INSTDIR\${piece}"',
        r'RMDir /r "$INSTDIR\~new"',
        r'RMDir /r "$INSTDIR\~old"',
    }
    for name in windows.PIECES:
        assert f'"{name}"' in script


def test_the_installer_offers_itself_for_tables_and_cards_without_taking_them_over() -> None:
    script = windows.SCRIPT.read_text(encoding="utf-8")
    written = [line for line in script.splitlines() if "WriteReg" in line and r"\.${suffix}" in line]
    assert len(written) == 1
    assert "OpenWithProgids" in written[0]
    assert "UserChoice" not in script


@pytest.mark.parametrize(
    "version, expected", [("0.1.0", (0, 1, 0, 0)), ("12.34.56", (12, 34, 56, 0)), ("1.2.3rc1", (1, 2, 3, 0))]
)
def test_a_version_in_windows_s_four_numbers(version: str, expected: tuple[int, int, int, int]) -> None:
    assert windows.numbers(version) == expected


def test_a_version_that_windows_cannot_number_is_named() -> None:
    with pytest.raises(ValueError, match="the version next"):
        windows.numbers("next")


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_the_version_resource_is_one_expression_that_says_what_it_is_of() -> None:
    facts = replace(FACTS, version="1.2.3", author='O\'Neill "& Co"')
    tree = ast.parse(windows.version_resource(facts), mode="eval")
    (fixed,) = calls(tree, "FixedFileInfo")
    said = {word.arg: ast.literal_eval(word.value) for word in fixed.keywords}
    assert said["filevers"] == said["prodvers"] == (1, 2, 3, 0)
    assert (said["OS"], said["fileType"]) == (0x40004, 1)
    strings = dict(tuple(ast.literal_eval(word) for word in call.args) for call in calls(tree, "StringStruct"))
    assert strings["FileVersion"] == strings["ProductVersion"] == "1.2.3"
    assert strings["CompanyName"] == 'O\'Neill "& Co"'
    assert strings["LegalCopyright"] == '© 2026 O\'Neill "& Co"'
    assert strings["OriginalFilename"] == "Callbook.exe"


def test_pyinstaller_reads_the_version_resource(tmp_path: Path) -> None:
    versioninfo = pytest.importorskip(
        "PyInstaller.utils.win32.versioninfo", reason="PyInstaller reads it on Windows only", exc_type=ImportError
    )
    file = tmp_path / "version.txt"
    file.write_text(windows.version_resource(FACTS), encoding="utf-8")
    resource = versioninfo.load_version_info_from_text_file(str(file))
    assert FACTS.version.encode("utf-16-le") in resource.toRaw()


@dataclass(frozen=True, slots=True)
class Wine:
    """A fresh Windows 10 of one's own."""

    prefix: Path
    environment: dict[str, str]

    @property
    def local(self) -> Path:
        (user,) = (path for path in (self.prefix / "drive_c" / "users").iterdir() if path.name != "Public")
        return user / "AppData" / "Local"

    @property
    def program(self) -> Path:
        return self.local / "Programs" / "Callbook"

    def run(self, *words: str | Path) -> int:
        return subprocess.run([WINE, *words], env=self.environment, check=False, timeout=90).returncode

    def start(self, *words: str | Path) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        return subprocess.Popen([WINE, *words], env=self.environment, stdin=pipe, stdout=pipe)

    def says(self, key: str) -> str:
        """What the registry holds under a key of the user's, empty where there is none."""
        done = subprocess.run(
            [WINE, "reg", "query", rf"HKCU\{key}", "/s"], env=self.environment, capture_output=True, check=False
        )
        return done.stdout.decode(errors="replace") if done.returncode == 0 else ""

    def uninstall(self) -> int:
        # Without _?= it would go on in a copy of its own and return at once.
        folder = str(self.program).removeprefix(str(self.prefix / "drive_c")).replace("/", "\\")
        return self.run(self.program / "uninstall.exe", "/S", f"_?=C:{folder}")

    def holds(self) -> dict[str, str]:
        """What the small text files in the program's folder say."""
        files = [path for path in self.program.rglob("*") if path.is_file() and path.stat().st_size < 100]
        return {path.relative_to(self.program).as_posix(): path.read_text() for path in files}


@pytest.fixture
def wine(tmp_path: Path) -> Iterator[Wine]:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"WINEPREFIX": str(tmp_path / "wine"), "WINEDEBUG": "-all", "HOME": str(tmp_path)}
    fresh = Wine(tmp_path / "wine", environment)
    assert fresh.run("wineboot", "-i") == 0
    yield fresh
    subprocess.run(["/usr/lib/wine/wineserver64", "-k", "-w"], env=environment, check=False, timeout=30)


UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Callbook"
KEYS = [
    UNINSTALL,
    r"Software\Callbook",
    r"Software\Microsoft\Windows\CurrentVersion\App Paths\Callbook.exe",
    r"Software\Classes\Applications\Callbook.exe",
    r"Software\Classes\Callbook.csv",
    r"Software\Classes\.csv\OpenWithProgids",
    r"Software\Classes\.vcf\OpenWithProgids",
]
FIRST = {"callbook-cli.exe": "first", "_internal/only-first.txt": "first", "_internal/PySide6/Qt6Core.dll": "first"}
SECOND = {
    "callbook-cli.exe": "second",
    "_internal/only-second.txt": "second",
    "_internal/PySide6/Qt6Core.dll": "second",
}


@needs_makensis
@needs_wine
def test_install_upgrade_and_uninstall_leave_the_data_alone(wine: Wine, tmp_path: Path, icons: Path) -> None:
    first = made(make_bundle(tmp_path / "1", "first", WINE_CMD), icons, FACTS, tmp_path / "out")
    newer = replace(FACTS, version="99.0.0")
    second = made(make_bundle(tmp_path / "2", "second", WINE_CMD), icons, newer, tmp_path / "out")

    # Wine begins as Windows 7, which is too old.
    assert wine.run(first, "/S") == 4
    assert not wine.program.exists()
    assert wine.run("winecfg", "-v", "win10") == 0

    book = wine.local / "Callbook" / "callbook.book"
    book.parent.mkdir()
    book.write_text("calls")
    assert wine.run(first, "/S") == 0
    assert wine.holds() == FIRST
    assert f"DisplayVersion    REG_SZ    {FACTS.version}" in wine.says(UNINSTALL)
    assert all(wine.says(key) for key in KEYS)
    assert len(list(wine.prefix.rglob("Callbook.lnk"))) == 1  # the Start menu's; the desktop's is asked for

    (wine.program / "book").mkdir()
    (wine.program / "book" / "callbook.book").write_text("portable")
    kept = {"book/callbook.book": "portable"}
    assert wine.run(second, "/S") == 0
    assert wine.holds() == SECOND | kept
    assert "99.0.0" in wine.says(UNINSTALL)

    with wine.start(wine.program / "Callbook.exe", "/c", "echo here& set /p word=") as running:
        assert running.stdout is not None
        assert b"here" in running.stdout.readline()
        assert wine.run(first, "/S") == 3
        assert wine.uninstall() == 3
        assert wine.holds() == SECOND | kept
        running.communicate(b"done\r\n", timeout=30)

    assert wine.uninstall() == 0
    assert wine.holds() == kept
    assert not (wine.program / "Callbook.exe").exists()
    assert [key for key in KEYS if wine.says(key)] == []
    assert list(wine.prefix.rglob("Callbook.lnk")) == []
    assert book.read_text() == "calls"


@needs_makensis
@needs_wine
def test_an_upgrade_that_was_cut_short_is_put_right_by_the_next(wine: Wine, tmp_path: Path, icons: Path) -> None:
    first = made(make_bundle(tmp_path / "1", "first", WINE_CMD), icons, FACTS, tmp_path / "out")
    assert wine.run("winecfg", "-v", "win10") == 0
    assert wine.run(first, "/S") == 0

    # While unpacking: the old program is whole.
    new, old = wine.program / "~new", wine.program / "~old"
    (new / "_internal").mkdir(parents=True)
    (new / "_internal" / "half.dll").write_text("ha")
    assert wine.run(first, "/S") == 0
    assert wine.holds() == FIRST

    # While swapping: the libraries were moved away, and the new ones are in place.
    old.mkdir()
    new.mkdir()
    (wine.program / "_internal").rename(old / "_internal")
    (wine.program / "_internal").mkdir()
    (wine.program / "_internal" / "new.dll").write_text("new")
    assert wine.run(first, "/S") == 0
    assert wine.holds() == FIRST

    # While clearing up: what is left of the old program is not brought back.
    (old / "_internal").mkdir(parents=True)
    (old / "_internal" / "torn.dll").write_text("torn")
    assert wine.run(first, "/S") == 0
    assert wine.holds() == FIRST
    assert not new.exists()
    assert not old.exists()
