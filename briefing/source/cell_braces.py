"""{左}, {中}, {右} at the end of a table's cell: how this one is aligned, whatever its column is."""

from __future__ import annotations

from dataclasses import replace

from briefing.core.errors import Findings, Span
from briefing.core.pattern import Pattern
from briefing.core.suggest import nearest
from briefing.model.blocks import Cell
from briefing.model.text_lines import Inline, Line, Text, plain

_SIGNS = {"left": "左", "center": "中", "right": "右"}
_NAMES = {
    **{name: align for align, sign in _SIGNS.items() for name in (align, sign, f"居{sign}", f"靠{sign}", f"{sign}对齐")},
    "居中对齐": "center", "中间": "center", "middle": "center",
}  # fmt: skip
_BRACES = Pattern(r"\s*\{\s*(?:(align|对齐)\s*[=＝]\s*)?([^{}]*?)\s*\}\s*$", "{")
_HINT = "请写 {左}、{中} 或 {右}；要印出花括号，请在前面加 \\。"


def read(content: Line, source: str, span: Span, findings: Findings) -> tuple[Line, str]:
    """A cell's words without its braces, and what these ask for. `source`: the cell as it is typed, where an escaped brace is
    none."""
    last = content[-1] if content else None
    match = _BRACES.search(last.text) if isinstance(last, Text) else None
    typed = _BRACES.search(source)
    if match is None or typed is None or not isinstance(last, Text) or _escaped(source):
        return content, ""
    name = match[2].lower()
    if name not in _NAMES:
        if match[1] or (len(name) <= 6 and nearest(name, _NAMES)):
            findings.add("table-wish", f"格子的对齐“{match[0].strip()}”写法不对", span, _HINT)
        return content, ""
    words: list[Inline] = [*content[:-1]]
    if rest := last.text[: match.start()]:
        words.append(replace(last, text=rest))
    return tuple(words), _NAMES[name]


def written(cell: Cell, text: str) -> str:
    """A cell's words `text` as Markdown has them, with what it asks for behind them."""
    if cell.own:
        return f"{text} {{{_SIGNS[cell.own]}}}".lstrip()
    match = _BRACES.search(text)
    asks = match is not None and match[2].lower() in _NAMES and _BRACES.search(plain(cell.content)) is not None
    return f"{text[: text.rindex('{')]}\\{text[text.rindex('{') :]}" if asks else text


def _escaped(source: str) -> bool:
    """Whether the last opening brace is escaped."""
    before = source[: source.rindex("{")]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
