"""Qualities measured on finished pages: the weight of digits, the proportions of a 报头, even lines."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from conftest import ROOT
from painted_release import write_release
from typeset_support import paragraph

from briefing.building import stages
from briefing.core.han import is_han
from briefing.files.world import World
from briefing.house.load import load_house
from briefing.house.style import HouseStyle
from briefing.model.sheet import Region, Run, Sheet, SheetParagraph, SheetRule
from briefing.prove import evenness, masthead_shape, mention_places, prepare, prove, weights
from briefing.prove.areas import type_area
from briefing.prove.pdf_pages import Pdf, read_pdf
from briefing.typeset import typeset

STANDARD, ORIGINAL = "gb9704", "jiangsu-jingshen-wenming"
HAN, DIGITS = "国中市推发年工作报告情况治理", "0123456789"
#: Long enough for lines with gaps, signs and marks of all kinds.
TEXT = (
    "近期，市有关部门会同各县（区）开展了专题调研，走访企业46家、群众620人，重点任务完成率达88.9%，比上年同期提高3.5个百分点。"
    "气温升至35℃的日子里，工作队仍坚持入户，PM2.5浓度下降12‰，面积达1500m²左右。会议强调，要坚持问题导向，加大A类+B类项目的"
    "调度力度，确保年底前完成投资1.2亿元，同比增长−0.5%至+3%之间。"
)


@cache
def made(name: str) -> tuple[HouseStyle, bytes, Pdf]:
    world = World(ROOT / "issues" / "2022-17")
    house = load_house(world, name)
    head = (
        paragraph("秘密★1年", "mark"),
        paragraph("云溪简报", "nameplate"),
        paragraph("第17期", "number"),
        SheetRule("red"),
    )
    both = f"{HAN}{DIGITS}"
    kai = SheetParagraph("lead", (Run(f"导语{both}"), Run(f"加重{both}", "strong")))
    texts = [paragraph(both, kind) for kind in ("title", "heading-1", "table-caption")]
    sheet = Sheet((Region("masthead", head), Region("body", (*texts, kai, *[paragraph(TEXT[at:]) for at in (0, 9, 31)]))))
    data = write_release(typeset(sheet, house, stages.fonts_of(house, world)), world)
    return house, data, read_pdf(data)


def ratios(name: str) -> dict[str, float]:
    return {pairing.han: pairing.ratio for pairing in weights.measure(made(name)[1])}


def test_digits_have_the_weight_of_heavy_lines() -> None:
    found = ratios(STANDARD)
    assert 0.8 <= found["Briefing-Biaosong"] <= 1.2
    assert 0.8 <= found["Briefing-Hei"] <= 1.2


def test_the_printed_original_keeps_its_digits() -> None:
    """The control, too: Times beside 小标宋."""
    assert ratios(ORIGINAL)["Briefing-Biaosong"] < 0.8
    seen = [pairing.ratio for pairing in weights.measure(made(ORIGINAL)[1])]
    least, most = min(seen), max(seen)
    assert least == min(ratios(ORIGINAL).values()) < 0.8 < most


def test_bold_kai_is_heavier() -> None:
    pairings = {pairing.han: pairing for pairing in weights.measure(made(STANDARD)[1])}
    strong = next(pairing for name, pairing in pairings.items() if name.startswith("Briefing-Kai-for"))
    assert strong.han_stem > 1.25 * pairings["Briefing-Kai"].han_stem


def test_the_masthead_as_seen() -> None:
    house, _, pdf = made(STANDARD)
    found = masthead_shape.measure(pdf.pages[0], type_area(house, 1))
    assert found is not None
    assert 0.55 <= found.width <= 0.95
    assert 0.30 <= found.rule <= 0.36
    assert found.sizes == 1
    assert 0.6 <= found.above / found.below <= 1.7


def test_one_gap_in_a_paragraph_and_even_neighbours() -> None:
    house, _, pdf = made(STANDARD)
    found = evenness.measure(pdf.pages, type_area(house, 1), 16.0)
    assert found.mixed >= 3
    assert found.unlike == 0


@pytest.mark.parametrize("char", "%℃‰²")
def test_signs_have_the_gap_of_their_numbers(char: str) -> None:
    house, _, pdf = made(STANDARD)
    wanted = house.composition.latin_gap * 16
    glyphs = [glyph for page in pdf.pages for glyph in page.glyphs]
    for one, two in pairwise(glyphs):
        if one.char == char and is_han(two.char) and two.y == one.y:
            assert two.x - one.right == pytest.approx(wanted + house.grid_tracking(16), abs=0.05)


def test_the_measure_sees_uneven_gaps() -> None:
    """The control: lines that stretch their gaps."""
    house, _, pdf = made(STANDARD)
    page = pdf.pages[0]
    rows = sorted({glyph.y for glyph in page.glyphs})
    moved = tuple(
        glyph._replace(x=glyph.x + 0.04 * (rows.index(glyph.y) % 2) * (glyph.x - page.glyphs[0].x)) for glyph in page.glyphs
    )
    found = evenness.measure([page._replace(glyphs=moved)], type_area(house, 1), 16.0)
    assert found.uneven > 0


@cache
def opened(name: str) -> tuple[HouseStyle, bytes, Sheet]:
    """Paragraphs of which many lines begin with an opening mark."""
    world = World(ROOT / "issues" / "2022-17")
    house = load_house(world, name)
    words = "".join(f"（第{'一二三四五六七八九十'[at % 10]}批试点）“示范”《办法》推进工作" for at in range(60))
    sheet = Sheet((Region("body", tuple(paragraph(words[at:]) for at in (0, 9))),))
    return house, write_release(typeset(sheet, house, stages.fonts_of(house, world)), world), sheet


@pytest.mark.parametrize("name", [STANDARD, ORIGINAL])
def test_ink_stands_at_the_left_edge_where_the_house_says(name: str) -> None:
    house, data, _ = opened(name)
    found = evenness.measure(read_pdf(data).pages, type_area(house, 1), 16.0)
    assert found.heads > 4
    assert found.set_in == (0 if name == STANDARD else found.heads)


def test_the_proof_finds_opening_marks_otherwise_than_the_house_has_them() -> None:
    house, data, sheet = opened(STANDARD)
    fonts = stages.fonts_of(house, World(ROOT / "issues" / "2022-17"))

    def told(marks: str) -> set[str]:
        wanted = replace(house, composition=replace(house.composition, opening_marks=marks))
        return {finding.code for finding in prove(prepare(sheet, wanted), fonts, data).diagnostics}

    assert told("half") == set()
    assert told("full") == told("line") == {"prove-ragged"}


def test_how_far_figures_are_from_their_mentions() -> None:
    """On the same page, two pages further, before its mention, never mentioned; numbers that begin anew under another title."""
    world = World(ROOT / "issues" / "2022-17")
    house = load_house(world, STANDARD)
    filler = [paragraph("一行正文。") for _ in range(46)]
    body = (
        paragraph("第一篇", "title"), paragraph("情况如图1，又见图2。"), paragraph("图1　走势", "figure-caption"), *filler,
        paragraph("图2　分布", "figure-caption"), paragraph("表1　数量", "table-caption"),
        paragraph("续表1是另一回事，代表1人、表1234也是。"), *filler,
        paragraph("见表1。"), paragraph("第二篇", "title"), paragraph("见图1。"),
        paragraph("图1　构成", "figure-caption"), paragraph("图7　无人提到", "figure-caption"),
    )  # fmt: skip
    data = write_release(typeset(Sheet((Region("body", body),)), house, stages.fonts_of(house, world)), world)
    found = mention_places.measure(read_pdf(data).pages, type_area(house, 1), 16.0)
    assert [(caption.label, caption.pages, caption.mentioned is None) for caption in found.captions] == [
        ("图1", 0, False), ("图2", 2, False), ("表1", -2, False), ("图1", 0, False), ("图7", 0, True),
    ]  # fmt: skip
    assert [caption.label for caption in found.far] == ["图2", "表1"]
