"""Imports go one way, and what is heavy is imported late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "briefing"

#: Layers, from the ground up. A module may import from its own layer and from those before it.
LAYERS = (
    ("errors", "suggest", "calling"),
    ("bounds",),
    ("decode", "unseen", "terminal", "stored", "font_folders", "pictures", "filekinds", "looking", "rooted", "world"),
    ("numerals", "cache", "no_network", "libreoffice"),
    ("model", "fields", "facts", "sheet", "fonts", "font_files"),
    ("house_setting", "house_print", "house_word", "house_archive", "house_wording"),
    ("read", "house", "diagnose", "schema", "house_units", "house_bind", "house_fit", "house_load", "composed"),
    ("proofread",),
    ("codes",),
    ("reporting",),
    ("xhtml", "sheet_css", "sheet_parse", "template_blocks", "template_budget", "templating", "dropped", "compose"),
    ("typeset",),
    ("painted", "paint"),
    ("write",),
    ("output",),
    ("press",),
    ("archive",),
    ("preflight",),
    ("prove",),
    ("importing",),
    ("building",),
    ("", "cli", "__main__"),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
HEAVY = {
    "weasyprint", "docx", "lxml", "fontTools", "PIL", "pydyf", "tinycss2", "uharfbuzz", "pypdfium2", "pypdfium2_raw", "pikepdf",
}  # fmt: skip
#: Where a heavy library may be named at the top of a module: below the writers, imported by them alone.
WRITERS = ("write/", "output/")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def top(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "briefing":
                yield from (f"briefing.{alias.name}" for alias in node.names)
            else:
                yield node.module


def at_import(tree: ast.Module) -> Iterator[str]:
    """What importing the module imports: not inside functions, not for type checkers."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(ast.Module([node], []))
        elif isinstance(node, ast.Try):
            yield from imports(node)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_imports_go_one_way(path: Path) -> None:
    own = top(path)
    assert own in RANK, f"briefing/{own} belongs to no layer: add it to LAYERS"
    if own == "":
        return  # the public API hands out what it is asked for, and imports nothing by itself
    for imported in imports(ast.parse(path.read_text("utf-8"))):
        if imported.startswith("briefing."):
            other = imported.split(".")[1]
            other = "" if other == "__version__" else other
            if other == "" and own in ("cli", "building", "__main__"):
                continue
            assert RANK[other] <= RANK[own], f"{name(path)} imports {imported}, which is above it"


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
    if top(path) in ("cli", "__main__"):
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
