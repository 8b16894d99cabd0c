"""Whether a page description is of a size that a bulletin has. Asked before a line is set, and once more of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from briefing.core import bounds
from briefing.core.errors import Findings, Span
from briefing.model.sheet import Block, CssBlock, Picture, SheetParagraph, SheetRule, SheetTable

_HINT = "请分成几期；如果是版式的模板重复排出来的，请检查模板里的循环。"


#: What has to go into one line says so itself, whatever its length.
_FITTED = frozenset({"nameplate", "overline"})


def judge(blocks: Sequence[Block], regions: Sequence[str], template: Span, findings: Findings) -> None:
    """Raises InputError for too many blocks, cells or letters, at the first that is too many. `regions[i]` is that of block i;
    `template` stands for what has no place in the sources."""
    head = [block for block, region in zip(blocks, regions, strict=True) if region == "masthead"]
    if len(head) > bounds.MASTHEAD_BLOCKS:
        message = f"报头有 {len(head)} 行，最多 {bounds.MASTHEAD_BLOCKS} 行"
        place = _span(head[bounds.MASTHEAD_BLOCKS], template)
        findings.add("issue-size", message, place, "报头只写本期的报名、期号、机关和日期。")
    if len(blocks) > bounds.ISSUE_BLOCKS:
        message = f"本期有 {len(blocks)} 段，最多 {bounds.ISSUE_BLOCKS} 段"
        findings.add("issue-size", message, _span(blocks[bounds.ISSUE_BLOCKS], template), _HINT)
    cells = 0
    for block in blocks:
        match block:
            case SheetTable():
                cells += sum(map(len, (block.header, *block.rows)))
                if cells > bounds.ISSUE_CELLS:
                    message = f"本期的表格一共超过 {bounds.ISSUE_CELLS} 格"
                    findings.add("issue-size", message, block.span or template, "请把大表另附，或分成几期。")
                    break
            case SheetParagraph():
                length = sum(len(run.text) for run in block.runs)
                if length > bounds.PARAGRAPH_CHARACTERS and block.kind not in _FITTED:
                    message = f"这一段有 {length} 字，最多 {bounds.PARAGRAPH_CHARACTERS} 字"
                    findings.add("issue-size", message, _span(block, template), "请分成几段。")
                    break
            case SheetRule() | Picture() | CssBlock():
                pass
            case _:
                assert_never(block)
    findings.raise_errors()


def judge_pages(count: int, blocks: Sequence[Block], template: Span, findings: Findings) -> None:
    """Raises InputError for more pages than an issue may have."""
    if count > bounds.ISSUE_PAGES:
        findings.add("issue-size", f"本期排出来有 {count} 页，最多 {bounds.ISSUE_PAGES} 页", _span(blocks[-1], template), _HINT)
        findings.raise_errors()


def _span(block: Block, template: Span) -> Span:
    own: Span | None = getattr(block, "span", None)
    inner = next((run.span for run in getattr(block, "runs", ()) if run.span), None)
    return inner or own or template
