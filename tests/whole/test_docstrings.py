"""What a docstring says is raised is a class that there is."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "briefing"
MODULES = sorted(PACKAGE.rglob("*.py"))
_RAISES = re.compile(r"Raises (?:an? )?([A-Z]\w+(?:(?:, | or | and )[A-Z]\w+)*)")
_NAME = re.compile(r"[A-Z]\w+")


def classes() -> set[str]:
    own = {
        node.name for path in MODULES for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)
    }
    return own | set(dir(builtins)) | {"ParseError", "EBUSY"}  # ElementTree.ParseError; an errno


KNOWN = classes()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_raised_is_a_class(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and (said := ast.get_docstring(node)):
            for found in _RAISES.finditer(" ".join(said.split())):
                assert set(_NAME.findall(found[1])) <= KNOWN, f"{path}: {found[0]}"
