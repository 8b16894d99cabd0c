"""Containers of a report → Box, Columns, Beside: what their first line says, and whether they hold what they may."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.errors import Findings, Span
from briefing.model.bulletin import Beside, Block, Box, Columns, Figure, Line, Paragraph, plain
from briefing.source import values
from briefing.source.fences import NAMED, Fence

#: Pictures side by side: one more is too small to see.
MOST_BESIDE = 4
#: Kinds whose first line may say something.
_TITLED = {"story": "框的标题", "link": "链接的标题", "background": "背景的标题", "beside": "总的图题"}


def container(fence: Fence, head: Line, blocks: Sequence[Block], file: str, findings: Findings) -> Block | None:
    """`head`: what the first line says after the name."""
    span, name = Span(file, fence.start + 1, 1), NAMED[fence.kind]
    place = Span(file, span.line, fence.column + 1, max(1, len(fence.said)))
    if fence.kind == "beside" and not fence.told:
        return _beside(head, blocks, span, findings)
    if not blocks and fence.told:
        return None
    if not blocks:
        findings.add("box-content", f"“::: {name}”里没有内容", span, "请在 ::: 之前写上内容，或删去这两行。")
        return None
    if fence.kind == "columns":
        if head:
            findings.add("box-head", "“::: 两栏”后面不写文字", place, "标题请写在它上面，单独成段。")
        return Columns(tuple(blocks), span)
    if fence.kind == "instruction":
        return _instruction(fence, head, blocks, span, findings)
    if head and fence.kind not in _TITLED:
        findings.add("box-head", f"“::: {name}”后面不写文字", place, "内容请从下一行写起。")
    if fence.kind == "editor-note" and not isinstance(blocks[0], Paragraph):
        findings.add("box-content", "编者按要先写一段文字", blocks[0].span, "“编者按：”排在第一段前面；列表、表格请放在它后面。")
    return Box(fence.kind, tuple(blocks), span, head)


def _instruction(fence: Fence, head: Line, blocks: Sequence[Block], span: Span, findings: Findings) -> Box:
    """`::: 批示 省委书记 张三 2022-05-13`: who, and when if the line ends in a date."""
    date = None
    if fence.date:
        try:
            date = values.date(fence.date)
        except values.UnreadableValue as problem:
            place = Span(span.file, span.line, fence.date_column + 1, len(fence.date))
            findings.add("box-head", f"批示的日期不对：{problem.reason}", place, problem.hint)
    if not plain(head).strip():
        findings.add("box-head", "批示没有写是谁的", span, "请写成：::: 批示 省委书记 张三 2022-05-13；日期可以不写。")
    return Box("instruction", tuple(blocks), span, head, date)


def _beside(head: Line, blocks: Sequence[Block], span: Span, findings: Findings) -> Beside | None:
    figures = [block for block in blocks if isinstance(block, Figure)]
    other = next((block for block in blocks if not isinstance(block, Figure)), None)
    if other is not None:
        hint = "总的图题写在“::: 并排”后面，各图的图题写在图片的引号里；正文请移到 ::: 之后。"
        findings.add("box-content", "“::: 并排”里只能放图片", other.span, hint)
    if not 2 <= len(figures) <= MOST_BESIDE:
        message = f"“::: 并排”里要有二至{'〇一二三四'[MOST_BESIDE]}幅图，这里有 {len(figures)} 幅"
        findings.add("box-content", message, span, "一幅图不用并排；多的请分成几组。")
        return None
    wide = next((figure for figure in figures if figure.width), None)
    if wide is not None:
        findings.add("box-content", "并排的图不写宽度", wide.span, "请删去 {width=…}：几幅图一样高，合起来与版心同宽。")
    return Beside(tuple(figures), span, head)
