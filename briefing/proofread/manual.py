"""The manual page of each rule, from the docstring of its module.

A docstring has one shape: the title; a paragraph that says why; examples, each 错：… or 对：… with its text on the line or
indented below; the remedy, 改法：…. From it come `briefing explain`, docs/proofreading.md and the tests of the examples.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterable, Iterator
from functools import cache

from briefing.core import saving
from briefing.core.code import Code
from briefing.core.errors import Severity
from briefing.core.records import dataclass
from briefing.proofread.rule import Rule
from briefing.proofread.rules import CODES, GROUPS

_EXAMPLE = re.compile(r"^(错|对)：(.*)$")
_REMEDY = "改法："
LEVELS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}


@dataclass(frozen=True, slots=True)
class ManualPage:
    """`wrong` and `right` are report bodies, or whole reports where they begin with ---; lines that begin with 本期： or 上期：
    are lines of issue.yaml."""

    code: Code
    severity: Severity
    title: str
    why: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    remedy: str


def rule(code: Code) -> Rule:
    module = importlib.import_module(f"briefing.proofread.rules.{code.replace('-', '_')}")
    found: Rule = module.RULE
    return found


@cache
def page(code: Code) -> ManualPage:
    module = importlib.import_module(f"briefing.proofread.rules.{code.replace('-', '_')}")
    said = module.__doc__ or _written_docstring(inspect.getsource(module))
    title, why, examples = inspect.cleandoc(said).split("\n\n", 2)
    wrong, right, remedy = _read(examples.split("\n"))
    return ManualPage(code, module.RULE.severity, title.strip(), _joined(why), wrong, right, remedy)


def _written_docstring(source: str) -> str:
    """python -OO drops docstrings; from 3.14 on `ast.parse` drops them, too."""
    tree = compile(source, "", "exec", ast.PyCF_ONLY_AST, dont_inherit=True, optimize=0)
    assert isinstance(tree, ast.Module)
    return ast.get_docstring(tree) or ""


def pages() -> Iterator[ManualPage]:
    """Every page, in the order of the manual."""
    return map(page, CODES)


def _read(lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    found: dict[str, list[list[str]]] = {"错": [], "对": []}
    block: list[str] = []
    remedy: list[str] = []
    for line in lines:
        match = _EXAMPLE.match(line)
        if match:
            block = [match[2]] if match[2] else []
            found[match[1]].append(block)
        elif line.startswith(_REMEDY):
            remedy.append(line.removeprefix(_REMEDY))
        elif remedy:
            remedy.append(line)
        else:
            block.append(line.removeprefix("    "))
    texts = {kind: tuple("\n".join(block).strip("\n") for block in blocks) for kind, blocks in found.items()}
    return texts["错"], texts["对"], _joined("\n".join(remedy))


def _joined(text: str) -> str:
    """Lines joined as Chinese is: no space between Han."""
    return "".join(line.strip() for line in text.strip().split("\n"))


def markdown() -> str:
    """docs/proofreading.md."""
    parts = [_HEAD]
    for group, codes in GROUPS.items():
        parts.append(f"\n## {group}\n")
        for code in codes:
            one = page(code)
            parts.append(f"\n### `{code}` {one.title}（{LEVELS[one.severity]}）\n\n{one.why}\n")
            parts += _examples("错", one.wrong)
            parts += _examples("对", one.right)
            parts.append(f"\n改法：{one.remedy}\n")
    return "".join(parts)


def _examples(kind: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"\n{kind}：`{text}`\n" if "\n" not in text and "`" not in text else f"\n{kind}：\n\n```markdown\n{text}\n```\n"


_HEAD = """# 校对规则

本页由 `make manual` 从程序里的规则生成，每条规则都带着例子。用法见[怎样写一期](writing.md#校对)，
词表的写法见[为本单位做一套样式](house.md#校对的词表)。
`.venv/bin/briefing explain 代码` 显示一条规则。
"""


if __name__ == "__main__":
    from pathlib import Path

    saving.save(Path(__file__).parents[2] / "docs" / "proofreading.md", markdown().encode(), mode=0o644)
