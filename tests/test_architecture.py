"""The import rules of the package, held by a test so that the shape of the code cannot drift."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "callbook"

OURS_ALLOWED = {
    "domain": {"domain"},
    "formats": {"domain", "formats"},
    "storage": {"domain", "storage"},
    "services": {"domain", "storage", "formats", "services"},
    "system": {"system"},
    "ui": {"domain", "services", "system", "ui", "storage"},
    "app": {"domain", "services", "system", "ui", "storage", "formats"},
    "tour": {"domain", "services", "system", "ui", "storage", "app"},
    "self_test": {"domain", "services", "system", "ui", "storage", "app"},
    "cli": {"domain", "services", "system", "ui", "storage", "formats", "app", "tour", "self_test"},
    "__main__": {"cli", "app"},
    "__init__": set(),
}
# The window reads through these; it never opens a step and never sees the schema.
UI_STORAGE_FORBIDDEN = {"schema", "migrations", "backup", "records"}

THIRD_PARTY_ALLOWED = {
    "domain": set(),
    "formats": set(),
    "storage": {"peewee", "sqlite3"},
    "services": set(),
    "system": {"PySide6", "appdirs"},
    "ui": {"PySide6"},
    "app": {"PySide6"},
    "tour": {"PySide6"},
    "self_test": {"PySide6"},
    "cli": {"PySide6"},
    "__main__": set(),
    "__init__": set(),
}
# Only these layers may import inside a function; everything else stands at the top of its file.
LATE_IMPORTS_ALLOWED = {"cli"}
# Libraries that take long to load: each in one file, inside the function that needs it, so that no start pays for it.
LATE_LIBRARIES = {
    "domain/phone.py": "phonenumbers",
    "domain/workdays.py": "holidays",
    "formats/calendar_out.py": "icalendar",
    "formats/xlsx_file.py": "python_calamine",
    "formats/xlsx_out.py": "xlsxwriter",
    "ui/dialogs/number.py": "segno",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else path.stem


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every imported module, `from a.b import c` giving a.b and a.b.c."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            base = node.module or ""
            yield base, node
            for alias in node.names:
                yield f"{base}.{alias.name}", node


def is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_ours_point_inward(path: Path) -> None:
    allowed = OURS_ALLOWED[layer(path)]
    for name, node in imports(parsed(path)):
        parts = name.split(".")
        if parts[0] != "callbook" or len(parts) < 2 or not is_module(name):
            continue
        assert parts[1] in allowed, f"{path}:{node.lineno} imports {name}"
        if layer(path) == "ui" and parts[1] == "storage" and len(parts) > 2:
            assert parts[2] not in UI_STORAGE_FORBIDDEN, f"{path}:{node.lineno} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_third_party_stays_where_it_belongs(path: Path) -> None:
    for name, node in imports(parsed(path)):
        top = name.split(".")[0]
        if top == "callbook" or (top in sys.stdlib_module_names and top != "sqlite3"):
            continue
        allowed = {*THIRD_PARTY_ALLOWED[layer(path)], late_library(path)}
        assert top in allowed, f"{path}:{node.lineno} imports {name}"
    if layer(path) == "system":
        assert_system_qt_is_narrow(path)


def late_library(path: Path) -> str:
    return LATE_LIBRARIES.get(path.relative_to(PACKAGE).as_posix(), "")


def assert_system_qt_is_narrow(path: Path) -> None:
    """system/ sees QtCore; QtNetwork's local socket only in instance.py; appdirs only in paths.py."""
    for name, node in imports(parsed(path)):
        if name.startswith("PySide6."):
            module = name.split(".")[1]
            assert module == "QtCore" or (module == "QtNetwork" and path.stem == "instance"), f"{path}:{node.lineno}"
        if name == "appdirs":
            assert path.stem == "paths"


def test_no_circles() -> None:
    arrows = {
        dotted(path): {
            name
            for name, _ in imports(parsed(path))
            if name.startswith("callbook.") and is_module(name) and name != dotted(path)
        }
        for path in modules()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in done:
            return
        for target in arrows.get(name, ()):
            visit(target, (*trail, name))
        done.add(name)

    for name in arrows:
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_stand_at_the_top(path: Path) -> None:
    if layer(path) in LATE_IMPORTS_ALLOWED:
        return
    tree = parsed(path)
    for name, node in imports(tree):
        if name.split(".")[0] == late_library(path):
            assert node not in tree.body, f"{path}:{node.lineno} imports {name} at every start"
        else:
            at_top = node in tree.body or is_type_checking(tree, node)
            assert at_top, f"{path}:{node.lineno} imports inside a function"


def test_a_start_loads_nothing_that_takes_long() -> None:
    script = f"import sys, callbook.app; print(*sorted(sys.modules.keys() & {set(LATE_LIBRARIES.values())!r}))"
    told = subprocess.check_output([sys.executable, "-c", script], cwd=PACKAGE.parent, text=True)
    assert told.split() == []


def is_type_checking(tree: ast.Module, node: ast.stmt) -> bool:
    return any(
        isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING" and node in block.body
        for block in tree.body
    )


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_nothing_happens_on_import(path: Path) -> None:
    """Module level holds only definitions, constants and imports: no bare calls, no loops, no files."""
    for node in parsed(path).body:
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"{path}:{node.lineno}"
        elif isinstance(node, ast.If):
            assert (
                "__name__" in ast.unparse(node.test)
                or "TYPE_CHECKING" in ast.unparse(node.test)
                or ("sys.platform" in ast.unparse(node.test))
            ), f"{path}:{node.lineno}"
        else:
            assert not isinstance(node, ast.For | ast.While | ast.With | ast.Try), f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_every_module_opens_with_a_line(path: Path) -> None:
    tree = parsed(path)
    assert not tree.body or ast.get_docstring(tree), path
