"""Imports go one way, and what is heavy is imported late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "briefing"

#: Which package may import from which, and nothing else. `""` is the public API, which hands out what it is asked for.
EDGES: dict[str, set[str]] = {
    "core": set(),
    "fonts": {"core"},
    "model": {"core"},
    "office": {"core"},
    "pictures": {"core"},
    "files": {"core", "pictures"},
    "storage": {"core", "files"},
    "source": {"core", "files", "model", "pictures"},
    "house": {"core", "files", "fonts", "model", "source"},
    "proofread": {"core", "files", "house", "model", "source"},
    "diagnostics": {"core", "files", "house", "pictures", "proofread", "source"},
    "rendering": {"core", "files", "house", "model"},
    "typeset": {"core", "fonts", "house", "model", "pictures"},
    "paint": {"core", "fonts", "house", "model", "typeset"},
    "output": {"core", "files", "fonts", "house", "model", "paint", "pictures", "typeset"},
    "output.css": {"core", "files", "fonts", "house", "model", "output", "pictures", "rendering", "typeset"},
    "output.docx": {"core", "files", "fonts", "house", "model", "output", "pictures", "typeset"},
    "output.ofd": {"files", "fonts", "house", "output", "paint", "pictures"},
    "output.pdf": {"core", "files", "house", "output", "paint", "pictures", "typeset"},
    "output.screen": {"files", "model", "output", "paint"},
    "press": {"core", "files", "fonts", "house", "model", "output", "output.pdf", "paint", "rendering", "typeset"},
    "preflight": {"core", "house", "output.pdf", "press", "storage"},
    "prove": {"core", "diagnostics", "files", "fonts", "house", "model", "typeset"},
    "importing": {"core", "files", "fonts", "house", "model", "office", "pictures", "rendering", "source"},
    "building": {
        "core", "files", "fonts", "house", "importing", "model", "office", "output", "output.css", "output.docx", "output.ofd",
        "output.pdf", "output.screen", "paint", "pictures", "preflight", "proofread", "prove", "rendering", "source", "storage",
        "typeset",
    },
    "delivery": {
        "building", "core", "files", "house", "model", "output", "output.docx", "output.pdf", "paint", "preflight", "press",
        "prove", "rendering", "storage", "typeset",
    },
    "scaling": {"building", "core", "files", "storage"},
    "dissect": {
        "building", "core", "model", "output", "output.docx", "output.ofd", "output.pdf", "output.screen", "paint", "typeset",
    },
    "desk": {
        "building", "core", "delivery", "diagnostics", "files", "house", "importing", "model", "output", "output.screen", "paint",
        "source", "storage", "typeset",
    },
    "cli": {
        "building", "core", "delivery", "desk", "diagnostics", "dissect", "files", "fonts", "house", "importing", "model",
        "paint", "proofread", "prove", "scaling", "source", "storage", "typeset",
    },
}  # fmt: skip
HEAVY = {
    "weasyprint", "docx", "lxml", "fontTools", "PIL", "pydyf", "tinycss2", "uharfbuzz", "pypdfium2", "pypdfium2_raw", "pikepdf",
}  # fmt: skip
#: Where a heavy library may be named at the top of a module: below the writers, imported by them alone.
WRITERS = ("output/",)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def package(module: str) -> str:
    """`briefing.output.pdf.tags` → `output.pdf`. Files of the packages' own folder belong to the package: `""` for the top."""
    parts = module.split(".")[1:]
    return next((found for depth in (2, 1) if (found := ".".join(parts[:depth])) in EDGES), "")


def dotted(path: Path) -> str:
    return ".".join(("briefing", *path.relative_to(PACKAGE).with_suffix("").parts))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = node.module.startswith("briefing")
            yield from (f"{node.module}.{alias.name}" if inner else node.module for alias in node.names)


def at_import(tree: ast.Module) -> Iterator[str]:
    """What importing the module imports: not inside functions, not for type checkers."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(ast.Module([node], []))
        elif isinstance(node, ast.Try):
            yield from imports(node)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_imports_go_one_way(path: Path) -> None:
    own = package(dotted(path))
    if own == "":
        assert path.name in ("__init__.py", "__main__.py"), f"{name(path)} belongs to no package"
        return
    for imported in imports(ast.parse(path.read_text("utf-8"))):
        if imported.startswith("briefing.") and imported != "briefing.__version__":
            other = package(imported)
            if other == "":
                assert own in ("cli", "building"), f"{name(path)} imports the public API"
                continue
            assert other == own or other in EDGES[own], f"{name(path)} imports {imported}: {own} knows nothing of {other}"


def test_packages_have_an_order_and_no_edge_is_idle() -> None:
    list(TopologicalSorter(EDGES).static_order())  # raises where packages import each other in a circle
    found = ((path, other) for path in modules() for other in imports(ast.parse(path.read_text("utf-8"))))
    used = {(package(dotted(path)), package(other)) for path, other in found}
    assert {(own, other) for own, others in EDGES.items() for other in others} <= used


def test_one_name_is_one_module() -> None:
    names = Counter(path.stem for path in modules() if path.stem != "__init__")
    assert not [found for found, times in names.items() if times > 1]


def test_one_name_is_one_class() -> None:
    found: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(name(path))
    assert not {called: paths for called, paths in found.items() if len(paths) > 1}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    if name(path).startswith(WRITERS):
        return
    heavy = {module.split(".")[0] for module in at_import(ast.parse(path.read_text("utf-8")))} & HEAVY
    assert not heavy, f"{name(path)} imports {heavy} at its top"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_modules_stay_small(path: Path) -> None:
    """One idea a file. Whoever needs more room has two ideas."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if package(dotted(path)) == "cli" or path.name == "__main__.py":
        return
    tree = ast.parse(path.read_text("utf-8"))
    main = [node for node in tree.body if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)]
    ignored = {id(inner) for node in main for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in ignored:
            called = ast.unparse(node.func)
            assert called not in {"print", "input", "exit", "quit", "sys.exit"}, f"{name(path)}:{node.lineno} {called}"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "2022-17"], ["houses"], ["explain"]], ids=" ".join)
def test_light_commands_import_no_engine(arguments: list[str]) -> None:
    code = (
        "import sys; from briefing.cli import main; code = main(sys.argv[1:]);"
        "heavy = {m.split('.')[0] for m in sys.modules} & "
        f"{HEAVY!r}; assert not heavy, heavy; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_module_reads_the_clock() -> None:
    """The same sources give the same bytes whenever they are built; only `briefing new` proposes today's date."""
    for path in modules():
        if name(path) == "cli/new.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert not called.endswith((".now", ".today", ".utcnow", "time.time")), f"{name(path)}:{node.lineno}"
