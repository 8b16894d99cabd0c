"""The 报头 in its proportions: names of any length, in one line or two, under a line of its own or not, in every house that
follows the standard."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT
from typeset_support import fonts, paragraph

from briefing.files.world import World
from briefing.house.load import load_house
from briefing.house.style import HouseStyle
from briefing.model.sheet import Block, Region, Sheet, SheetRule
from briefing.typeset import typeset
from briefing.typeset.composed import Composed, SetParagraph, SetRule

HOUSES = ("gb9704", "hezhang-dongtai", "meiri-yaoqing", "xinxi-zhuanbao", "yanjiu-cankao")
NAME = "云溪市政务服务热线数据情况每日要报"
LENGTHS = range(2, 17)


@cache
def loaded(name: str) -> HouseStyle:
    return load_house(World(ROOT / "issues"), name)


def masthead(house_name: str, *lines: str, over: str = "", marks: int = 1, special: bool = False) -> Composed:
    house = loaded(house_name)
    blocks: list[Block] = [paragraph("秘密★1年", "mark") for _ in range(marks)]
    blocks += [paragraph(over, "overline")] if over else []
    blocks += [paragraph(line, "nameplate") for line in lines]
    blocks += [paragraph("第17期", "number")] + [paragraph("（增刊）", "special")] * special
    blocks += [paragraph("云溪市政府办公室　2022年4月8日", "imprint"), SheetRule("red")]
    text = Region("body", (paragraph("题目", "title"), paragraph("正文。")))
    return typeset(Sheet((Region("masthead", tuple(blocks)), text)), house, fonts())


def named(composed: Composed, kind: str) -> list[SetParagraph]:
    return [block for block in composed.blocks if isinstance(block, SetParagraph) and block.style.kind == kind]


def width(composed: Composed) -> float:
    return max(line.width for block in named(composed, "nameplate") for line in block.lines) / composed.house.page.measure


def place(composed: Composed, wanted: type) -> float:
    """Where the first block of that kind stands on page 1, pt from the top of the type area."""
    return next(item.y for item in composed.pages[0].items if isinstance(composed.blocks[item.index], wanted))


def rule(composed: Composed) -> float:
    """Where the red rule stands, as a share of the page's height."""
    return (composed.pages[0].box.top + place(composed, SetRule)) / composed.pages[0].box.height


@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("over", ["", "云溪市人民政府办公室"])
def test_names_of_any_length(house: str, over: str) -> None:
    for length in LENGTHS:
        found = masthead(house, NAME[:length], over=over)
        (name,) = named(found, "nameplate")
        assert len(name.lines) == 1
        assert width(found) >= 0.55 or (name.style.tracking == 1.0 and length <= 3), length
        assert width(found) <= 0.95 + 1e-6, length
        assert 0.30 <= rule(found) <= 0.36, length
        assert name.style.tracking == 0 or name.size >= found.house.styles["nameplate"].size * 0.6 - 0.1, length
        for line in named(found, "overline"):
            assert line.size <= 0.6 * name.size + 0.05


@pytest.mark.parametrize("house", HOUSES)
def test_a_name_of_two_characters_is_larger_and_does_not_fall_apart(house: str) -> None:
    own = loaded(house).styles["nameplate"].size
    for marks, over, special in (
        (0, "", False),
        (1, "", False),
        (1, "云溪市人民政府办公室", False),
        (2, "云溪市政府", True),
    ):
        found = masthead(house, "要情", over=over, marks=marks, special=special)
        (name,) = named(found, "nameplate")
        assert name.style.tracking <= 1.0
        if not over:
            assert own <= name.size <= 1.5 * own
        assert width(found) >= 0.24
        assert rule(found) <= (0.40 if marks > 1 else 0.36)


@pytest.mark.parametrize("house", HOUSES)
def test_two_lines_have_one_size(house: str) -> None:
    for lines in (("云溪市", "政务服务热线数据情况每日要报"), ("云溪市人民政府办公室", "情况反映"), ("简报", "动态")):
        for over in ("", "中共云溪市委办公室"):
            found = masthead(house, *lines, over=over)
            assert len({block.size for block in named(found, "nameplate")}) == 1
            assert width(found) <= 0.95 + 1e-6
            assert width(found) >= 0.55 or named(found, "nameplate")[0].style.tracking == 1.0
            # A line more than the standard's 报头 has takes the rule lower, no further than it must.
            assert 0.30 <= rule(found) <= (0.41 if over else 0.38)


@pytest.mark.parametrize("house", HOUSES)
def test_white_above_and_below_a_nameplate(house: str) -> None:
    for length in (2, 4, 9, 16):
        found = masthead(house, NAME[:length])
        (name,) = named(found, "nameplate")
        assert name.before == pytest.approx(name.after)
        assert name.before > 0
        bare = masthead(house, NAME[:length], marks=0)
        assert 0 < named(bare, "nameplate")[0].before < named(bare, "nameplate")[0].after


@pytest.mark.parametrize("house", HOUSES)
def test_no_lines_are_left_under_the_rule(house: str) -> None:
    """Whatever the 报头 has, the text begins right under it, or rather a title with its own white."""
    for marks, special in ((0, False), (1, False), (2, True)):
        found = masthead(house, "信息", marks=marks, special=special)
        title = next(item for item in found.pages[0].items if found.blocks[item.index] is named(found, "title")[0])
        under = title.y - place(found, SetRule)
        block = named(found, "title")[0]
        assert under <= block.before + 1.6 * found.house.grid.pitch


def test_the_printed_original_keeps_its_masthead() -> None:
    found = masthead("jiangsu-jingshen-wenming", "江苏精神文明建设简报", marks=1)
    (name,) = named(found, "nameplate")
    assert (name.size, name.leading, name.style.tracking) == (43.0, 90.0, 0.0)
