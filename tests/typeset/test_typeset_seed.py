"""The printed original's page turns, met by rules alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typeset_support import ORIGINAL, fonts, house, page_lines, paragraph, paragraphs, seed_articles

from briefing.house.style import Composition, Grid
from briefing.model.sheet import Region, Run, Sheet, SheetParagraph
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetParagraph

#: Page → the characters it ends with, those the next begins with: read off the printed pages.
TURNS = {
    2: ("以考核的“指", "挥棒”推动"),
    3: ("综合信息管理服务平台，", "通过信息接入"),
    4: ("奋力推动创建水平全面提升，", "在全域化基础上"),
    5: ("着力深化不文明现象曝", "光机制建设"),
    6: ("环境新面貌、文", "明新风尚"),
    7: ("获得感、幸福感、安", "全感。"),
}
CONTENTS = (
    "南京市：凝心聚力　奋勇争先　争创人民满意的全国文明典范城市",
    "苏州市：为民惠民　共建共享　努力向全国文明典范城市目标奋进",
    "镇江市：强化常态长效　聚焦求新求变　向着争创全国文明典范城市目标持续奔跑",
)
COLOPHON = (
    ("报：", "中央文明办\u2028省文明委主任、副主任、委员"),
    ("发：", "各设区市、县（市、区）文明委、文明办，省文明委成员单位"),
)


def seed_sheet() -> Sheet:
    cover = [paragraph("江苏精神文明建设简报", "nameplate"), paragraph("第17期", "number")]
    cover += [paragraph(entry, "contents-entry") for entry in CONTENTS]
    colophon = [SheetParagraph("recipients", (Run(role, "label"), Run(names)), hang=len(role)) for role, names in COLOPHON]
    colophon.append(paragraph("（苏简字1004号　共印400份）", "serial"))
    return Sheet(
        (
            Region("cover", tuple(cover)),
            Region("body", tuple(seed_articles())),
            Region("colophon", tuple(colophon)),
        )
    )


def turns(composed: Composed) -> dict[int, bool]:
    return {
        page: page_lines(composed, page)[-1].endswith(end) and page_lines(composed, page + 1)[0].startswith(begin)
        for page, (end, begin) in TURNS.items()
    }


@pytest.mark.parametrize("measure_mm", [155.3, 156, 157.6])
@pytest.mark.parametrize("rules", [ORIGINAL, replace(ORIGINAL, lone_character=True)])
def test_six_page_turns(rules: Composition, measure_mm: float) -> None:
    composed = typeset(seed_sheet(), house(rules, measure_mm=measure_mm), fonts())
    assert turns(composed) == dict.fromkeys(TURNS, True)
    assert len(composed.pages) == 8


def test_without_trimming_the_turns_differ() -> None:
    composed = typeset(seed_sheet(), house(replace(ORIGINAL, trim_line_end=False)), fonts())
    assert not all(turns(composed).values())


def test_contents_entries_break_as_printed() -> None:
    composed = typeset(seed_sheet(), house(styles={"contents-entry": {"indent_left": 1.0, "indent_right": 1.0}}), fonts())
    ends = [
        block.text[block.lines[0].start : block.lines[0].end][-4:]
        for block in paragraphs(composed)
        if block.paragraph.kind == "contents-entry"
    ]
    assert ends == ["全国文明", "典范城市", "争创全国文"[-4:]]


def test_pages_hold_21_lines_on_the_grid() -> None:
    composed = typeset(seed_sheet(), house(), fonts())
    for page in composed.pages[1:7]:
        for item in page.items:
            if composed.regions[item.index] == "body":
                assert item.y / 30 == pytest.approx(round(item.y / 30), abs=1e-6)
    last = composed.pages[6].items[-1]
    block = composed.blocks[last.index]
    assert isinstance(block, SetParagraph)
    assert last.y + (last.last - last.first) * block.leading == pytest.approx(630)


def test_titles_take_four_lines_at_the_top_and_five_within() -> None:
    composed = typeset(seed_sheet(), house(), fonts())
    heights = {}
    for page in composed.pages:
        for item, following in zip(page.items, page.items[1:], strict=False):
            block = composed.blocks[item.index]
            if isinstance(block, SetParagraph) and block.paragraph.kind == "title":
                heights[page.number] = (block.before + 2 * block.leading + block.after) / 30
                assert following.y == pytest.approx(item.y + 2 * block.leading + block.after)
                assert len(block.lines) == 2
    assert heights == {2: 4, 4: 5, 6: 5}


def test_colophon_stands_on_the_bottom_of_the_last_even_page() -> None:
    composed = typeset(seed_sheet(), house(), fonts())
    assert len(composed.pages) % 2 == 0
    item = composed.pages[-1].items[-1]
    block = composed.blocks[item.index]
    assert isinstance(block, SetParagraph)
    bottom = item.y + len(block.lines) * block.leading + block.after
    assert bottom == pytest.approx(composed.house.page.depth)
    assert [page.label for page in composed.pages] == ["", *(f"— {n} —" for n in range(2, 9))]


def test_wrapped_recipients_align_after_the_colon() -> None:
    composed = typeset(seed_sheet(), house(), fonts())
    first, second = next(b for b in paragraphs(composed) if b.paragraph.kind == "recipients").lines
    assert second.x == pytest.approx(first.x + 2 * 14)


def test_grid_of_28_by_22_holds_28_characters() -> None:
    grid = Grid(lines=22, pitch=225 / 25.4 * 72 / 22, chars=28)
    composed = typeset(seed_sheet(), house(Composition(squeeze_adjacent=True), grid), fonts())
    text = "文" * 60
    block = next(iter(paragraphs(typeset(Sheet((Region("body", (paragraph(text),)),)), house(grid=grid), fonts()))))
    assert [line.end - line.start for line in block.lines] == [26, 28, 6]
    assert {len(page_lines(composed, n)) for n in range(2, 4)} <= set(range(18, 23))
