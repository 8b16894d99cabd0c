"""What `thirty.py` shows: a page with all pages of both states; for docs/ a short one, with contact sheets and telling pages."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator, Sequence
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageDraw

from bench.typography import HEADS, Tally, cells
from briefing.building.page_changes import changed_pages
from briefing.core.records import dataclass
from briefing.prove.expected import seen
from briefing.prove.pdf_pages import read_pdf

#: Pixels a pt: of a page in the report, on a contact sheet, beside its other state.
_PAGE, _THUMB, _TELLING = 1.0, 0.31, 0.8
_COLUMNS, _GAP = 8, 8
#: Of `HEADS`, of each issue.
_SHOWN = (2, 7, 8, 9, 10, 11, 13, 14, 16)
_GREY, _RED, _WHITE = (150, 150, 150), (210, 30, 30), (255, 255, 255)
_STYLE = """
body{font:15px/1.6 serif;margin:2em;background:#f4f4f2}h2{margin-top:2.5em}table{border-collapse:collapse;font-size:13px}
td,th{border:1px solid #bbb;padding:2px 7px;text-align:right}td:first-child{text-align:left}.two{display:grid;
grid-template-columns:1fr 1fr;gap:1.5em}.sheet{display:flex;flex-wrap:wrap;gap:8px;align-content:flex-start}
figure{margin:0;font-size:12px;text-align:center}figure img{width:170px;border:1px solid #999;background:#fff;display:block}
.changed img{border:3px solid #c22}.turned img{width:auto;height:170px}.none{color:#a22}
"""


class Telling(NamedTuple):
    """Pages worth a look: those of an issue on which `text` stands; `said`: what to look at."""

    issue: str
    text: str
    said: str


TELLING = (
    Telling("2022-205", "第205期", "报名只有两个字：加大字号，字间空一字；标题里的数字与汉字一样粗，目录回行缩进"),
    Telling("2022-203", "第203期", "报头内容多：其余各行靠拢，报名缩小一点，红线不落到半页；摘要与目录分开"),
    Telling("2022-209", "第209期", "报名两行一样大，上一行小而同色；目录按意思断行"),
    Telling("2022-128-yaoqing", "第128期", "报头占首页的三分之一，上下匀着留白"),
    Telling("2024-01", "文明餐桌", "标题不拆开“主题宣传活动”这样的单位，标题上面不比下面空得少"),
    Telling("2022-215", "调查研究】", "目录的条目在词与词之间断，引导点上下对齐"),
    Telling("2022-204", "示范点建设新貌", "并排的图这一页放得下，标题与编者按之间不再空两行"),
    Telling("2022-210", "二、主要做法", "宽页前面的一页由后面的正文排满，小标题不单独在页末"),
    Telling("2022-214", "表4", "表格的各栏空得一样多，表题上下的空一致"),
    Telling("2024-014", "一、大力涵养城市精", "以括号、引号开头的列表项与下面各行对齐；行与行松紧一致"),
    Telling("2022-03-cankao", "摘要", "WeasyPrint 排的版式：报头、摘要与正文的距离"),
    Telling("2026-004", "第3期", "脚注多的页：注与正文的距离，行首的括号、引号与左边对齐"),
)

#: What a look at all pages found: mended, and still to be seen.
_MENDED = (
    "三行、四行的标题为省一页而让出上面的空，核对说它不在行网格上，成品做不出来；",
    "报名只有两个字时拉得很散（字间空两个半字），报头内容多时报名缩到六成；",
    "标题、副标题和编者按之间空了两行多，摘要紧贴着目录的最后一条；",
    "列表项以括号、引号开头的，● 后面空出一块，字迹与下面各行不齐；",
    "信息专报的报名是深蓝的，上面一行是红的；",
    "表格各栏的空不匀，位次一栏很窄、总量一栏很宽；列表写成 1. 1. 1. 的都印成 1.；",
    "并排的图、宽页前面留下半页空白，小标题单独留在宽页前面的页末。",
)
_LEFT = (
    "页末空行比以前多：孤行、单独的小标题不留在页末，供稿、落款不单独到下一页，空的是这些；",
    "图后面就是小标题、落款的，没有文字可以先排，前一页末尾仍有空行；",
    "两栏里的一条整条不拆，左右两栏有时差三四行（拆开的，LibreOffice 断得不同）；",
    "五行以内的一段连同供稿、落款整个移到下一页，前一页末尾空几行；",
    "江苏的版式照 2022 年的印刷本，标题、目录不按意思断行，孤行不避。",
)


@dataclass(frozen=True)
class Pair:
    """An issue before and now: its PDF, or why there is none, and what was measured."""

    name: str
    said: str
    before: bytes | str
    now: bytes | str
    measured_before: Tally | None
    measured_now: Tally | None

    @cached_property
    def changed(self) -> frozenset[int]:
        """Numbers of the pages that look otherwise."""
        if isinstance(self.before, str) or isinstance(self.now, str):
            return frozenset()
        return frozenset(change.number for change in changed_pages(self.before, self.now))

    def states(self) -> Iterator[tuple[str, bytes | str, Tally | None]]:
        yield "以前", self.before, self.measured_before
        yield "现在", self.now, self.measured_now


def pictures(pdf: bytes, scale: float) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def webp(image: Image.Image, quality: int = 60) -> bytes:
    data = BytesIO()
    image.save(data, "WEBP", quality=quality, method=6)
    return data.getvalue()


def count(pdf: bytes | str) -> str:
    """How many pages."""
    if isinstance(pdf, str):
        return "—"
    with pypdfium2.PdfDocument(pdf) as document:
        return str(len(document))


def write_page(pairs: Sequence[Pair], folder: Path, revision: str) -> Path:
    """`index.html` and its pictures, in `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pages").mkdir(parents=True)
    parts = [
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>三十期，逐页</title><style>{_STYLE}</style>",
        f"<h1>三十期，逐页：以前（{html.escape(revision)}）和现在</h1>",
        "<p>红框：与以前不同的页。点小图看大图。各项怎样量见 docs/typography.md。</p>",
    ]
    for pair in pairs:
        parts.append(f"<h2 id={pair.name}>{pair.name}　{html.escape(pair.said)}</h2>")
        parts.append(_table(pair))
        parts.append("<div class=two>" + "".join(_sheet(pair, *state, folder) for state in pair.states()) + "</div>")
    path = folder / "index.html"
    path.write_text("\n".join(parts), "utf-8")
    return path


def _table(pair: Pair) -> str:
    rows = [["", "页", *HEADS[1:]]]
    rows += [[name, count(pdf), *_row(tally)] for name, pdf, tally in pair.states()]
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell or '—')}" for cell in row) for row in rows)
    return f"<table>{body}</table>"


def _row(tally: Tally | None) -> list[str]:
    return cells("", tally)[1:] if tally is not None else [""] * (len(HEADS) - 1)


def _sheet(pair: Pair, state: str, pdf: bytes | str, tally: Tally | None, folder: Path) -> str:
    if isinstance(pdf, str):
        return f"<div><h3>{state}</h3><p class=none>做不出来：{html.escape(pdf)}</p></div>"
    figures = []
    for number, image in enumerate(pictures(pdf, _PAGE), 1):
        file = f"pages/{pair.name}-{number:02d}-{'before' if state == '以前' else 'now'}.webp"
        (folder / file).write_bytes(webp(image))
        kinds = ("changed " if number in pair.changed else "") + ("turned" if image.width > image.height else "")
        figures.append(f'<figure class="{kinds}"><a href="{file}"><img loading=lazy src="{file}"></a>{number}</figure>')
    return f"<div><h3>{state}，{len(figures)} 页</h3><div class=sheet>{''.join(figures)}</div></div>"


# --- for docs/


def write_docs(pairs: Sequence[Pair], docs: Path, revision: str) -> Path:
    """`thirty.md`, and below `images/thirty` a contact sheet of each issue as it is now, and the telling pages of both states."""
    folder = docs / "images" / "thirty"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    said = (
        "三十期一至二十四页的简报，六种版式，由 `bench/thirty.py` 从种子编出来、排出来；"
        f"“以前”是版面的工作开始之前的提交 `{revision}`，“现在”是写本页时的程序。\n"
        "全部各页的大图、以前与现在并排，`python bench/thirty.py` 做在 `build/thirty/index.html` 里；本页由 `--docs` 重做。\n"
        "各项怎样量见[排得怎么样](typography.md)。"
    )
    lines = ["# 三十期，逐页", "", said, "", "看了全部各页，改了的：", "", *(f"- {each}" for each in _MENDED), ""]
    lines += ["还看得见的：", "", *(f"- {each}" for each in _LEFT), "", "## 量出来的", "", *_counts(pairs), ""]
    lines += ["## 以前和现在", "", *_telling(pairs, folder), "## 各期", "", "红框是与以前不同的页。", ""]
    for pair in pairs:
        lines += [f"### {pair.name}　{pair.said}", ""]
        if isinstance(pair.now, str):
            lines += [f"做不出来：{pair.now}", ""]
            continue
        (folder / f"{pair.name}.webp").write_bytes(webp(contact_sheet(pair.now, pair.changed), 50))
        lines += [f"![{pair.name} 的各页](images/thirty/{pair.name}.webp)", ""]
    path = docs / "thirty.md"
    path.write_text("\n".join(lines).rstrip() + "\n", "utf-8")
    return path


def _counts(pairs: Sequence[Pair]) -> Iterator[str]:
    yield "三十期合计："
    yield ""
    yield f"| {' | '.join(('', '页', *HEADS[1:]))} |"
    yield "|---" + "|--:" * len(HEADS) + "|"
    for name in ("以前", "现在"):
        all_, pages = Tally(), 0
        for pair in pairs:
            both = isinstance(pair.before, bytes) and isinstance(pair.now, bytes)
            for state, pdf, tally in pair.states():
                if both and state == name and tally is not None:
                    all_.include(tally)
                    pages += int(count(pdf))
        yield f"| {name} | {pages} | {' | '.join(cell or '—' for cell in _row(all_))} |"
    yield ""
    yield "各期（以前 → 现在，相同的只写一个；“—”：没有可量的）："
    yield ""
    yield f"| 期 | 版式，内容 | 页 | 不同的页 | {' | '.join(HEADS[at] for at in _SHOWN)} |"
    yield "|---|---|--:" + "|--:" * (len(_SHOWN) + 1) + "|"
    for pair in pairs:
        was, is_now = (["", *_row(tally)] for _, _, tally in pair.states())
        row = [_both(was[at], is_now[at]) for at in _SHOWN]
        pages_ = _both(count(pair.before), count(pair.now))
        yield f"| {pair.name} | {pair.said} | {pages_} | {len(pair.changed)} | {' | '.join(row)} |"


def _both(before: str, now: str) -> str:
    return now or "—" if before == now else f"{before or '—'} → {now or '—'}"


def contact_sheet(pdf: bytes, marked: frozenset[int]) -> Image.Image:
    """All pages in rows, the `marked` ones with a red edge."""
    pages = pictures(pdf, _THUMB)
    width, height = max(min(page.size) for page in pages), max(page.height for page in pages)
    rows: list[list[tuple[int, Image.Image]]] = [[]]
    for number, page in enumerate(pages, 1):
        if rows[-1] and sum(each.width + _GAP for _, each in rows[-1]) + page.width > _COLUMNS * (width + _GAP):
            rows.append([])
        rows[-1].append((number, page))
    across = max(sum(page.width + _GAP for _, page in row) for row in rows) + _GAP
    sheet = Image.new("RGB", (across, len(rows) * (height + _GAP) + _GAP), _WHITE)
    draw = ImageDraw.Draw(sheet)
    for at, row in enumerate(rows):
        x, y = _GAP, _GAP + at * (height + _GAP)
        for number, page in row:
            sheet.paste(page, (x, y))
            edge = (_RED, 2) if number in marked else (_GREY, 1)
            draw.rectangle([x - 2, y - 2, x + page.width + 1, y + page.height + 1], outline=edge[0], width=edge[1])
            x += page.width + _GAP
    return sheet


def _telling(pairs: Sequence[Pair], folder: Path) -> Iterator[str]:
    known = {pair.name: pair for pair in pairs}
    for at, told in enumerate(TELLING, 1):
        pair = known.get(told.issue)
        if pair is None or isinstance(pair.before, str) or isinstance(pair.now, str):
            continue
        found = [_page_with(pdf, told.text) for pdf in (pair.before, pair.now)]
        sides = [pictures(pdf, _TELLING)[page] for pdf, page in zip((pair.before, pair.now), found, strict=True)]
        both = Image.new(
            "RGB", (sum(side.width for side in sides) + 3 * _GAP, max(side.height for side in sides) + 2 * _GAP), _GREY
        )
        both.paste(sides[0], (_GAP, _GAP))
        both.paste(sides[1], (sides[0].width + 2 * _GAP, _GAP))
        (folder / f"pair-{at:02d}.webp").write_bytes(webp(both, 45))
        yield f"{at}. **{told.issue}**，以前第 {found[0] + 1} 页，现在第 {found[1] + 1} 页：{told.said}"
        yield ""
        yield f"   ![以前，现在](images/thirty/pair-{at:02d}.webp)"
        yield ""


def _page_with(pdf: bytes, text: str) -> int:
    """The first page, from 0, whose lines say `text`."""
    for page in read_pdf(pdf).pages:
        row = sorted((glyph for glyph in page.glyphs if seen(glyph.char)), key=lambda glyph: (round(glyph.y), glyph.x))
        if text in "".join(glyph.char for glyph in row):
            return page.number - 1
    raise LookupError(text)
