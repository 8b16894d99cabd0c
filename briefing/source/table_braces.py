"""{head=2 widths=2,8,3 size=小五 align=decimal total}: at the end of a table's caption, or alone on a line above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.core.errors import Findings, Span
from briefing.core.pattern import Pattern
from briefing.core.suggest import nearest
from briefing.core.type_sizes import HAO, points
from briefing.model.table_wishes import MAX_HEADS, ColumnWidth, TableWishes
from briefing.model.text_lines import Text
from briefing.source.inline import Row

_BRACES = Pattern(r"\s*\{([^{}]*)\}\s*$", "{")
_EQUALS = Pattern(r"\s*[=＝]\s*")
_COMMAS = Pattern(r"\s*[,，、]\s*")
_WIDTH = Pattern(r"(\d{1,4}(?:\.\d{1,2})?)\s*(mm|毫米)?")
_NAMES = {
    "head": "head", "表头": "head", "widths": "widths", "width": "widths", "列宽": "widths", "size": "size", "字号": "size",
    "align": "align", "对齐": "align", "total": "total", "合计": "total",
}  # fmt: skip
_EXAMPLES = {
    "head": "表头的行数，如 head=2",
    "widths": "每列的份数或毫米数，用逗号隔开，如 widths=2,8,3 或 widths=20mm,80mm,30mm",
    "size": "字号，如 size=小五",
    "align": "数字按小数点对齐：align=decimal",
    "total": "最后一行是合计：total",
}
_DECIMAL = frozenset({"小数点", "decimal"})
_YES = frozenset({"是", "1", "true"})
_ALL = "可用的设置：" + "；".join(_EXAMPLES.values()) + "。"


def split(row: Row) -> tuple[Row, str, Span] | None:
    """A line's words before its braces, what these hold, and where; None where it has none that ask for anything."""
    last = row[-1] if row else None
    match = _BRACES.search(last.text) if isinstance(last, Text) else None
    if match is None or not isinstance(last, Text):
        return None
    names = [part.split("=")[0] for part in _parts(match[1])]
    if not names or not ("=" in match[1] or "＝" in match[1] or any(name in _NAMES or nearest(name, _NAMES) for name in names)):
        return None
    rest = last.text[: match.start()]
    words: Row = [*row[:-1], replace(last, text=rest)] if rest else [*row[:-1]]
    return words, match[1], last.span.shifted(last.text.index("{", match.start()))


def _parts(text: str) -> list[str]:
    return _COMMAS.sub(",", _EQUALS.sub("=", text.strip())).split()


def read(text: str, span: Span, findings: Findings) -> TableWishes:
    """What the braces ask for; what is wrong is in `findings`."""
    wishes = TableWishes()
    for part in _parts(text):
        name, equals, value = part.partition("=")
        key = _NAMES.get(name.lower())
        if key is None:
            near = nearest(name, _NAMES)
            findings.add("table-wish", f"表格没有“{name}”这个设置", span, f"是不是“{near}”？{_ALL}" if near else _ALL)
            continue
        made = _one(wishes, key, value.strip(), bool(equals))
        if made is None:
            findings.add("table-wish", f"表格的设置“{part}”写法不对", span, f"应写{_EXAMPLES[key]}。")
        else:
            wishes = made
    return wishes


def kept(told: Sequence[object], index: int, span: Span) -> TableWishes:
    """What a file of our own keeps of the `index`-th table; nothing where somebody has changed it."""
    unsound = Findings()
    wishes = read(str(told[index]) if index < len(told) else "", span, unsound)
    return TableWishes() if unsound.items else wishes


def _one(wishes: TableWishes, key: str, value: str, said: bool) -> TableWishes | None:
    match key:
        case "head":
            return replace(wishes, heads=int(value)) if re.fullmatch(f"[1-{MAX_HEADS}]", value) else None
        case "widths":
            matches = [_WIDTH.fullmatch(part) for part in value.split(",")]
            widths = [ColumnWidth(float(found[1]), bool(found[2])) for found in matches if found and float(found[1]) > 0]
            return replace(wishes, widths=tuple(widths)) if len(widths) == len(matches) else None
        case "size":
            size = points(value)
            return replace(wishes, size=size) if size is not None and 5 <= size <= max(HAO.values()) else None
        case "align":
            return replace(wishes, decimal=True) if value in _DECIMAL else None
        case _:
            return replace(wishes, total=True) if not said or value in _YES else None
