"""Files of 简讯: no title, and items that a line of --- parts. Their blocks → Brief, one for each item."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from briefing.core.errors import Findings, Span
from briefing.model.blocks import Block, Box, Brief, Columns, Heading, Paragraph, Signature, Wide

#: Of a head: what belongs to a title, or stands before the first item.
_OF_REPORTS = {"subtitle": "副标题", "lead": "导语", "editor_note": "编者按", "contents_title": "目录标题", "wide": "宽页"}
_REFUSED = {Heading: "小标题", Wide: "宽页、折页", Signature: "落款"}


def border(span: Span) -> Brief:
    """Stands between two items until `gathered` has made them."""
    return Brief((), span)


def gathered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """An item for each stretch of blocks between borders and columns, which hold items of their own."""
    items: list[Block] = []
    held: list[Block] = []

    def end() -> None:
        if held:
            items.append(Brief(tuple(held), held[0].span))
            held.clear()

    for block in blocks:
        if isinstance(block, Columns):
            end()
            items.append(Columns(gathered(block.blocks), block.span))
        elif isinstance(block, Brief):
            end()
        else:
            held.append(block)
    end()
    return tuple(items)


def judge(blocks: Sequence[Block], findings: Findings) -> None:
    """What a file of 简讯 may not hold, before it is gathered."""
    above: Block | None = None
    for block in blocks:
        first = above is None or isinstance(above, Brief | Columns)
        refused = _REFUSED.get(type(block))
        if isinstance(block, Brief):
            if above is None or isinstance(above, Brief):
                _extra(block, "前面没有一条简讯", findings)
        elif isinstance(block, Columns):
            judge(block.blocks, findings)
        elif refused is not None:
            hint = "标题写成段首的 **加粗的一句**；要小标题、宽页、落款的，请放到别的栏目，写成有标题的报道。"
            findings.add("brief-part", f"简讯里没有{refused}", block.span, hint)
        elif first and not isinstance(block, Paragraph):
            hint = "编号和段首句都在第一段里；表格、图片、列表请放在它后面。"
            findings.add("brief-part", "一条简讯要先写一段文字", block.span, hint)
        elif isinstance(block, Box):
            for inner in block.blocks:
                if isinstance(inner, Brief):
                    _extra(inner, "在框里", findings)
        above = block
    if isinstance(above, Brief):
        _extra(above, "后面没有一条简讯", findings)


def judge_head(head: MutableMapping[str, object], file: str, findings: Findings) -> None:
    for key, what in _OF_REPORTS.items():
        if head.pop(key, None):
            hint = f"请删去开头的 {key}；要{what}的，请放到别的栏目，写成有标题的报道。"
            findings.add("brief-part", f"简讯没有{what}", Span(file, 1, 1), hint)


def _extra(border: Brief, where: str, findings: Findings) -> None:
    findings.add("rule", f"这条 --- {where}", border.span, "--- 只写在两条简讯之间，请删去这一行。")
