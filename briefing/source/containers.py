"""What an author writes between `::: 名称` and `:::`, a row a kind: names, what may stand in it, reading, writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, assert_never

from briefing.core.errors import Findings, Span
from briefing.core.records import dataclass
from briefing.model.blocks import Beside, Block, Box, Columns, Fenced, Figure, Paragraph, QrCode, Signature, Wide
from briefing.model.sheet import BOX_KINDS, LEAVES
from briefing.model.text_lines import Line, plain
from briefing.source import qr_codes, signatures, values
from briefing.source.fenced_content import FencedContent

#: Pictures side by side: one more is too small to see.
MOST_BESIDE = 4
#: Kinds whose first line may say something.
_TITLED = {"story": "框的标题", "link": "链接的标题", "background": "背景的标题", "beside": "总的图题"}


def may_hold(outer: str, inner: str) -> bool:
    """Whether a container of the kind `inner` may stand in one of `outer`."""
    match KINDS[outer].holds:
        case "all":
            return KINDS[inner].holds != "all"
        case "pictures":
            return KINDS[inner].pictures
        case "text":
            return False


def _box(content: FencedContent, findings: Findings) -> Block | None:
    fence, head, blocks = content.fence, content.read_head(), _held(content, findings)
    if not blocks:
        return None
    if head and fence.kind not in _TITLED:
        findings.add("box-head", f"“::: {content.name}”后面不写文字", content.head_span, "内容请从下一行写起。")
    if fence.kind == "editor-note" and not isinstance(blocks[0], Paragraph):
        findings.add("box-content", "编者按要先写一段文字", blocks[0].span, "“编者按：”排在第一段前面；列表、表格请放在它后面。")
    return Box(fence.kind, tuple(blocks), content.span, head)


def _columns(content: FencedContent, findings: Findings) -> Block | None:
    head, blocks = content.read_head(), _held(content, findings)
    if head and blocks:
        findings.add("box-head", "“::: 两栏”后面不写文字", content.head_span, "标题请写在它上面，单独成段。")
    return Columns(tuple(blocks), content.span) if blocks else None


def _leaf(content: FencedContent, findings: Findings) -> Block | None:
    head, blocks = content.read_head(), _held(content, findings)
    if head and blocks:
        hint = "A4 横排不写，A3 折页写“::: 宽页 A3”；标题请写在下一行。"
        findings.add("box-head", f"“::: {content.name}”后面不写文字", content.head_span, hint)
    return Wide(content.fence.kind, tuple(blocks), content.span) if blocks else None


def _held(content: FencedContent, findings: Findings) -> Sequence[Block]:
    """What it holds, at least one block unless something has been said."""
    blocks = content.read_blocks()
    if not blocks and not content.fence.told:
        findings.add("box-content", f"“::: {content.name}”里没有内容", content.span, "请在 ::: 之前写上内容，或删去这两行。")
    return blocks


def _instruction(content: FencedContent, findings: Findings) -> Block | None:
    """`::: 批示 省委书记 张三 2022-05-13`: who, and when if the line ends in a date."""
    fence, span, head, blocks = content.fence, content.span, content.read_head(), _held(content, findings)
    if not blocks:
        return None
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


def _beside(content: FencedContent, findings: Findings) -> Block | None:
    head, span, blocks = content.read_head(), content.span, content.read_blocks()
    figures = [block for block in blocks if isinstance(block, Figure)]
    if content.fence.told:
        return Beside(tuple(figures), span, head) if figures else None
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


@dataclass(frozen=True, slots=True)
class ContainerKind:
    """`name` is what an editor writes; `kind` is understood, too. `read` makes a block of what stands in it, or says why there is
    none. `holds`: which others may stand in it: none, those of pictures, or all but such as hold all. `pictures`: it holds
    nothing else, and no blank lines are wanted between them. `dated`: its first line may end in a date."""

    kind: str
    name: str
    read: Callable[[FencedContent, Findings], Block | None]
    holds: Literal["text", "pictures", "all"] = "pictures"
    pictures: bool = False
    dated: bool = False


_ROWS = (
    *(ContainerKind(kind, name, _instruction if kind == "instruction" else _box, dated=kind == "instruction")
      for kind, name in BOX_KINDS.items()),
    ContainerKind("columns", "两栏", _columns, holds="text"),
    ContainerKind("beside", "并排", _beside, holds="text", pictures=True),
    ContainerKind("signature", "落款", signatures.signature),
    ContainerKind("qr", "二维码", qr_codes.qr_code),
    *(ContainerKind(leaf, name, _leaf, holds="all") for leaf, name in LEAVES.items()),
)  # fmt: skip
KINDS = {row.kind: row for row in _ROWS}
#: What an editor may write → the kind.
NAMES = {row.name: row.kind for row in _ROWS} | {row.kind: row.kind for row in _ROWS}


@dataclass(frozen=True, slots=True)
class Written:
    """A container as an author writes it: `title` and then `more` after its name, the lines or else the blocks in it."""

    title: Line = ()
    more: str = ""
    lines: Sequence[Line] | None = None
    blocks: Sequence[Block] = ()


def written(block: Fenced) -> Written:
    match block:
        case Box():
            return Written(block.title, block.date.isoformat() if block.date else "", blocks=block.blocks)
        case Columns() | Wide():
            return Written(blocks=block.blocks)
        case Beside():
            return Written(block.caption, blocks=block.figures)
        case Signature():
            return Written(lines=block.lines)
        case QrCode():
            return Written(more=block.url, lines=(block.caption,) if block.caption else ())
        case _:
            assert_never(block)
