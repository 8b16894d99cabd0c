"""What a house's template may use, as a chapter of docs/house.md: the list is the program's own, so that it cannot lag behind.

python -m briefing.rendering.vocabulary     writes it between its two marks in docs/house.md
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from briefing.core import saving
from briefing.files.world import MAX_TEMPLATE, World
from briefing.house.load import load_house
from briefing.model import bulletin, fields, issue_parts
from briefing.model.blocks import Block
from briefing.model.sheet import BOX_KINDS, INLINE_STYLES, LEAVES, PARAGRAPH_KINDS, REGIONS
from briefing.rendering import parse, sandbox

BASE = "gb9704"
MANUAL = Path(__file__).parents[2] / "docs" / "house.md"
FIRST, LAST = "<!-- 词汇：以下由 make schema 生成 -->", "<!-- 词汇：以上由 make schema 生成 -->"

#: Blocks of the base template, which another may override.
BLOCKS = {
    "front": "首页：报头和目录",
    "masthead": "报头：份号、密级、处理标记、报名、期号、说明、红线",
    "imprint": "机关、日期、签发人",
    "contents": "目录",
    "front_pages": "正文之前各占一页的内容",
    "opening": "摘要、编者按",
    "articles": "栏目和各篇报道、简讯",
    "attachment_notes": "附件说明",
    "signature": "全期的落款",
    "attachments": "附件",
    "colophon": "版记",
    "recipients": "报、送、发",
    "editors": "编辑、联系方式、准印证号",
    "serial": "编号、印数",
}
_REGIONS = {
    "cover": "封面，独占第一页",
    "masthead": "报头，下面接排别的",
    "contents": "目录，接在报头之后",
    "front": "正文之前的一页；可以有几个",
    "body": "正文",
    "attachment": "一个附件，另起一页",
    "colophon": "版记，在末页版心的下边",
}
#: Functions that a template calls.
HELPERS = {
    "anchor": "（篇）它的标题的 id，目录的页码指向它",
    "at": "（来处）标明文字从哪里来，出错时才指得到行；写在标签里",
    "attachment_item": "（附件）附件说明里标题前面的序号",
    "brief": "（一条简讯）`label` 编号、`anchor` 文件第一条的 id、`ruled` 上面有没有线",
    "bullet": "（列表的一项）没有编号的，前面的符号",
    "continued": "（表格）标签里的一个属性：转页后表上面的“续表1”",
    "empty": "（表格, 一格）数字栏里的空格，版式要填的“—”",
    "heading_number": "（小标题）它的序号",
    "item_number": "（栏目, 第几篇）篇目的编号",
    "kind": "（块）它的种类，如 Paragraph、Table、Brief",
    "numbers": "（）期号的数字，合刊是“20、21”",
    "padded": "（数, 位数）前面补零",
    "printed_notes": "（篇）它的脚注：`number` 印出的号码、`anchor` 段落的 id、`content` 注文",
    "qr": "（网址）二维码：`size` 一边几格，`path` 是 SVG 的路径",
    "runs": "（一行）稿件里的一行；`wide=true` 时空格占一字，`notes=false` 时不带注码",
    "say": "（名称, …）house.yaml 里 wording 的一句用语",
    "signed": "（篇或期）开头写的落款：`names` 机关，`date` 日期",
    "unknown": "（块）不认得的种类，报错",
    "words": "（文字, 来处）issue.yaml 里的一句文字",
}
_OWNERS: dict[str, tuple[str, type]] = {
    "issue": ("一期", bulletin.Issue),
    "issue.number": ("期号", issue_parts.Number),
    "issue.masthead": ("报头", issue_parts.Masthead),
    "issue.contents": ("目录", issue_parts.Contents),
    "issue.sections 的一项": ("栏目", bulletin.Section),
    "issue.articles、section.articles 的一项": ("一篇", bulletin.Article),
    "issue.attachments 的一项": ("附件", bulletin.Attachment),
    "issue.colophon": ("版记", issue_parts.Colophon),
}
#: What no editor writes.
_MORE = {
    "issue": {"articles": "各栏目的全部报道", "name": "文件夹名"},
    "issue.number": {"until": "合刊的最后一期"},
    "issue.sections 的一项": {"brief": "是不是简讯", "briefs": "全部各条简讯"},
    "issue.articles、section.articles 的一项": {"title": "标题", "blocks": "正文各块", "notes": "脚注", "path": "文件名"},
}
_MACRO = re.compile(r"\{%-? macro (\w+\([^%]*?\)) -?%\}")
_BLOCK = re.compile(r"\{%-? (block|endblock)(?: (\w+))? -?%\}")


def chapter() -> str:
    """The text between the marks, Markdown."""
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    world = World(Path())
    house = load_house(world, BASE)
    base, parts = (world.templates.text(f"{BASE}/{name}.html.j2", MAX_TEMPLATE)[0] for name in ("bulletin", "parts"))
    yield from _table("可以重写的块", _nested(base))
    yield from _table('`<section class="…">`，照这个次序', ((name, _REGIONS[name]) for name in REGIONS))
    yield from _table(
        '`<p class="…">`；大纲级别为 1 至 4 的写成 `<h1>` 至 `<h4>`',
        ((kind, _outlined(house.styles[kind].word, house.styles[kind].outline)) for kind in PARAGRAPH_KINDS),
    )
    yield "段落的 class 后面还可以写 `hang`（转行与标签后的文字对齐）、`leader`（`pair` 之前加点线）。"
    yield ""
    inline = {name: house.inline[name].word if name in house.inline else "" for name in INLINE_STYLES if name}
    yield from _table('`<span class="…">`', [*inline.items(), ("pair", "放在段落末尾：排在末行右端的文字")])
    yield from _table(
        '`<hr class="…"/>`：`rules` 里的名称，自己可以另加',
        ((name, f"粗 {rule.weight:.3g} 磅") for name, rule in house.rules.items()),
    )
    boxes = [(f"box {kind}", name) for kind, name in BOX_KINDS.items()]
    leaves = [(f"leaf {leaf}", name) for leaf, name in LEAVES.items()]
    others = [("columns", "两栏"), ("beside", "并排的图"), ("css", "任意的 HTML，见“CSS 块”")]
    yield from _table('`<div class="…">`', [*boxes, *others, *leaves])
    attributes = {tag: sorted(names - {"class"}) for tag, names in parse.ATTRIBUTES.items()}
    yield from _table("元素和它们的属性（`class` 见上）", ((tag, "、".join(f"`{name}`" for name in names) or "没有")
                                            for tag, names in attributes.items()))  # fmt: skip
    for owner, (title, declared) in _OWNERS.items():
        known = {item.attribute: item.text for item in fields.declared(declared, "")} | _MORE.get(owner, {})
        yield from _table(f"{title}：`{owner}`" if "一项" not in owner else f"{title}：{owner}", known.items())
    said = ((kind, (f"`{part.name}`" for part in dataclasses.fields(kind) if part.name != "span")) for kind in get_args(Block))
    rows = [(kind.__name__, f"{kind.called}：{'、'.join(parts)}") for kind, parts in said]
    yield from _table("正文的块：article.blocks 的一项，`kind(块)` 说是哪一种", rows)
    yield from _table("函数", HELPERS.items())
    filters = "、".join(f"`{name}`" for name in sorted(sandbox.FILTERS))
    yield f"过滤器：{filters}；另有 `range`、`namespace` 和 `house`（版式的各项设置）。"
    yield ""
    macros = "、".join(f"`{' '.join(found.split())}`" for found in _MACRO.findall(parts))
    yield f'底版现成的段落（`{{% import "{BASE}/parts.html.j2" as parts %}}`，用的时候前面写 `parts.`）：{macros}。'


def _outlined(word: str, outline: int) -> str:
    return f"{word}（`<h{outline}>`）" if outline else word


def _nested(template: str) -> Iterator[tuple[str, str]]:
    """Each block of a template and what it is for; one in another is set in."""
    depth = 0
    for kind, name in _BLOCK.findall(template):
        if kind == "block":
            yield name, f"{'　' * depth}{BLOCKS[name]}"
        depth += 1 if kind == "block" else -1


def _table(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {title} | 意思 |"
    yield "|---|---|"
    for name, text in rows:
        yield f"| `{name}` | {text.replace('|', chr(92) + '|')} |"
    yield ""


def placed(manual: str) -> str:
    """The manual with the chapter as it is now."""
    before, _, rest = manual.partition(FIRST)
    return f"{before}{FIRST}\n\n{chapter()}\n\n{LAST}{rest.partition(LAST)[2]}"


if __name__ == "__main__":
    saving.save(MANUAL, placed(MANUAL.read_text("utf-8")).encode(), mode=0o644)
