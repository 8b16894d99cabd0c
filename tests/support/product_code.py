"""How the program's own modules are written, for tests that hold them to something: each is parsed once a process."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "briefing"


@dataclass(frozen=True)
class CallMade:
    """`called`: what is called, as it is written where that is a dotted name, else "". `argument`: the first one."""

    called: str
    line: int
    argument: ast.expr | None
    as_main: bool  # under `if __name__ == "__main__"`


@dataclass(frozen=True)
class ModuleCode:
    """`dotted`: briefing.output.pdf.tags. `imports`: what is imported anywhere in it, `at_top`: when it is. `classes`: its own at
    the top, public. `docstrings`: with white space as single blanks."""

    name: str
    dotted: str
    lines: int
    imports: Sequence[str]
    at_top: Sequence[str]
    classes: Sequence[str]
    every_class: Sequence[str]
    calls: Sequence[CallMade]
    docstrings: Sequence[str]


@cache
def modules() -> tuple[ModuleCode, ...]:
    return tuple(map(_read, sorted(PACKAGE.rglob("*.py"))))


def _read(path: Path) -> ModuleCode:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    main = [node for node in tree.body if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)]
    as_main = {id(inner) for node in main for inner in ast.walk(node)}
    documented = (ast.FunctionDef, ast.ClassDef, ast.Module)
    return ModuleCode(
        name=path.relative_to(PACKAGE).as_posix(),
        dotted=".".join(("briefing", *path.relative_to(PACKAGE).with_suffix("").parts)),
        lines=len(text.splitlines()),
        imports=list(_imports(nodes)),
        at_top=list(_at_top(tree)),
        classes=[node.name for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")],
        every_class=[node.name for node in nodes if isinstance(node, ast.ClassDef)],
        calls=[
            CallMade(_dotted(node.func), node.lineno, node.args[0] if node.args else None, id(node) in as_main)
            for node in nodes
            if isinstance(node, ast.Call)
        ],
        docstrings=[
            " ".join(said.split()) for node in nodes if isinstance(node, documented) and (said := ast.get_docstring(node))
        ],
    )


def _imports(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = node.module.startswith("briefing")
            yield from (f"{node.module}.{alias.name}" if inner else node.module for alias in node.names)


def _at_top(tree: ast.Module) -> Iterator[str]:
    """Not inside functions, not for type checkers."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports([node])
        elif isinstance(node, ast.Try):
            yield from _imports(list(ast.walk(node)))


def _dotted(node: ast.expr) -> str:
    """Of what is no name, such as a call's result, the attributes after it."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
