"""The set-up script and its lock: what the project asks for is what gets installed."""

import ast
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
SCRIPT = CHECKOUT / "packaging" / "dev.py"
MACHINES = {
    "Linux": {"sys_platform": "linux", "platform_machine": "x86_64"},
    "Linux on ARM": {"sys_platform": "linux", "platform_machine": "aarch64"},
    "macOS": {"sys_platform": "darwin", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "platform_machine": "AMD64"},
}


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    """packaging/dev.py as a module; its folder is no package, or it would hide the library of that name."""
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked() -> list[Requirement]:
    lines = (CHECKOUT / "packaging" / "locked.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def asked_for() -> list[Requirement]:
    tables = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    project = tables["project"]
    extras = project["optional-dependencies"]
    tools = tables["build-system"]["requires"] + extras["build"] + extras["dev"]
    return [Requirement(text) for text in project["dependencies"] + tools]


def applies(requirement: Requirement, machine: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(MACHINES[machine])


def test_the_lock_holds_exact_versions() -> None:
    loose = [str(pin) for pin in locked() if [part.operator for part in pin.specifier] != ["=="]]
    assert loose == []


@pytest.mark.parametrize("machine", MACHINES)
def test_the_lock_answers_what_the_project_asks_for(machine: str) -> None:
    pins = [pin for pin in locked() if applies(pin, machine)]
    versions = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    assert len(versions) == len(pins), "a package is locked twice"
    for wanted in asked_for():
        if applies(wanted, machine):
            assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), wanted


@pytest.mark.parametrize("minor", [6, 8, 10])
def test_an_old_python_can_read_the_script_far_enough_to_say_so(minor: int) -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, minor))
    before = [type(node) for node in tree.body[: [type(node) for node in tree.body].index(ast.If)]]
    assert set(before) == {ast.Expr, ast.Import, ast.ImportFrom}
    guard = next(node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(guard.test) == "sys.version_info < (3, 11)"


@pytest.mark.parametrize(
    "system, environment, expected",
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": "", "WAYLAND_DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_has_display(dev: ModuleType, system: str, environment: dict[str, str], expected: bool) -> None:
    assert dev.has_display(system, environment) is expected


def test_the_tests_compile_the_program_once_and_leave_nothing_beside_the_sources(dev: ModuleType) -> None:
    inside = str(dev.VENV / "bytecode")
    for given, kept in (
        ({"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/home/me"}, {"PYTHONPYCACHEPREFIX": inside, "HOME": "/home/me"}),
        ({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/else"}, {"PYTHONPYCACHEPREFIX": "/else"}),
        ({"HOME": "/home/me"}, {"HOME": "/home/me"}),
    ):
        environment = dict(given)
        dev.keep_bytecode(environment)
        assert environment == kept


def test_the_fingerprint_sees_every_part_and_its_borders(dev: ModuleType) -> None:
    prints = [dev.fingerprint(*parts) for parts in ([b"ab"], [b"a", b"b"], [b"b", b"a"], [b"ab", b""], [])]
    assert len(set(prints)) == len(prints)
    assert dev.fingerprint(b"a", b"b") == prints[1]


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's packages are for Linux")
def test_only_what_the_loader_lacks_is_missing(dev: ModuleType) -> None:
    assert dev.missing_packages({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}) == ["libnowhere9"]


def test_only_the_commands_that_are_not_there_are_missing(dev: ModuleType) -> None:
    assert dev.missing_tools({"sh": "dash", "no-such-command": "nowhere"}) == ["nowhere"]


def test_the_line_to_type(dev: ModuleType) -> None:
    line = dev.sudo_line(["libegl1", "python3.11-venv"])
    assert line.startswith("sudo apt-get update && sudo apt-get install ")
    assert line.endswith(" libegl1 python3.11-venv")


@pytest.mark.parametrize("arguments, code", [([], 2), (["dance"], 2), (["--help"], 0), (["-h"], 0)])
def test_anything_but_a_command_shows_the_usage(
    dev: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert dev.main(arguments) == code
    assert capsys.readouterr().out.startswith("usage: python3 packaging/dev.py run")


def test_a_failing_stage_shows_its_words_and_leaves_with_1(
    dev: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        dev.stage("Counting", sys.executable, "-c", "print('no fingers'); raise SystemExit(3)")
    assert left.value.code == "Counting failed with 3; the lines above say why."
    out = capfd.readouterr().out
    assert out.startswith("Counting ... ")
    assert out.splitlines()[1] == "no fingers"
