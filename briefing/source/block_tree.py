"""markdown-it's flat block tokens as a small tree, and the constructs that are refused wherever they
stand."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from briefing.core.code import Code
from briefing.core.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

#: Blocks a bulletin has no place for: code, message, hint.
REFUSED: dict[str, tuple[Code, str, str]] = {
    "html_block": ("html", "报告里不能写 HTML 标记", "请删去标记，只写文字。"),
    "fence": ("code", "报告里没有代码段（```）", "请删去三个反引号的行。"),
    "code_block": ("code", "报告里没有代码段", "请删去行首的空格。"),
    "hr": ("rule", "报告里不用分隔线（---）", "请删去这一行；分层次请用 ## 标题，--- 只用来分开简讯（form: 简讯）的各条。"),
}


@dataclass
class BlockNode:
    """A block: its type without `_open`, its first token, and what it contains."""

    kind: str
    token: Token
    children: list[BlockNode] = field(default_factory=list)

    @property
    def line(self) -> int:
        """First source line, from 0."""
        return self.token.map[0] if self.token.map else next((child.line for child in self.children), 0)


def tree(tokens: Iterable[Token]) -> list[BlockNode]:
    """The top blocks."""
    top: list[BlockNode] = []
    stack = [top]
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
            continue
        node = BlockNode(token.type.removesuffix("_open"), token)
        stack[-1].append(node)
        if token.nesting > 0:
            stack.append(node.children)
    return top
