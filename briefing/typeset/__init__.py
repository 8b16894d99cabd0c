"""Typesetting: a Sheet with every line, height and page decided, as a pure function over glyph widths.

composed.py     the result
letters.py      runs → characters with face, size and natural advance
classes.py      character classes and which may stand at a line's edge
strip.py        characters in a row with what lies between them
firstfit.py     line ends, line by line          totalfit.py   line ends, paragraph at once
justify.py      the exact amount after each character
titles.py       balanced lines; word_ends.py: where words end
stand_ins.py    which faces were used, and in whose place
companions.py   a 落款's office and date, runs of 编者按 and attachment notes
paragraphs.py, tables.py, picture_sizes.py, pages.py, pagination.py   blocks and pages
floats.py       figures that text passes
groups.py       frames, columns, pictures side by side: across the page; group_pages.py: on pages
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from briefing.core.errors import Findings, Span
from briefing.fonts.metrics import Fonts
from briefing.house.leaves import on_leaf
from briefing.house.style import HouseStyle
from briefing.model.sheet import Block, CssBlock, Picture, RegionName, Run, Sheet, SheetParagraph, SheetRule, SheetTable
from briefing.typeset import floats, sizes
from briefing.typeset.companions import together
from briefing.typeset.composed import Composed, SetBlock, SetParagraph, SetPicture, SetRule
from briefing.typeset.context import Context
from briefing.typeset.groups import GroupSlot, set_group, shifted, slots
from briefing.typeset.pagination import Paginated, paginate
from briefing.typeset.paragraphs import TextBox, set_paragraph
from briefing.typeset.picture_sizes import set_picture
from briefing.typeset.remembered import Remembered
from briefing.typeset.stand_ins import primaries, set_faces, substitutions
from briefing.typeset.tables import apart, set_table

__all__ = ["box_of", "typeset"]

#: Page numbers in the contents may change the contents' height and so the page numbers; more rounds never
#: helped.
ROUNDS = 3


def typeset(
    sheet: Sheet, house: HouseStyle, fonts: Fonts, findings: Findings | None = None, remembered: Remembered | None = None
) -> Composed:
    """Decide every line and page of `sheet`. `remembered`: what was set before in this process.

    Findings that are no errors go to `findings`. Raises InputError with everything that cannot be set, all
    at once: characters no face has, a nameplate or 版记 too long, page references to nowhere.
    """
    own = Findings()
    context = Context(house, fonts, own)
    remembered = remembered or Remembered()
    remembered.begin(house, fonts)
    blocks, regions, starts = _flat(sheet)
    template = Span(f"templates/{house.name}/bulletin.html.j2", 1, 1)
    sizes.judge(blocks, regions, template, own)
    _check_references(blocks, own)
    groups, leaves = sheet.groups, sheet.leaves
    contexts = {leaf: replace(context, house=on_leaf(house, leaf)) for leaf in ("", *leaves)}
    places: dict[int, GroupSlot] = {}
    for leaf, on_pages in contexts.items():
        places |= slots([group for group in groups if leaves[group.start] == leaf], blocks, on_pages)
    set_blocks = [
        _placed(block, region, places.get(index), contexts[leaf], remembered)
        for index, (block, region, leaf) in enumerate(zip(blocks, regions, leaves, strict=True))
    ]
    set_groups = [set_group(group, places, contexts[leaves[group.start]]) for group in groups]
    of_regions = [contexts[region.leaf] for region in sheet.regions]
    own.items[:] = dict.fromkeys(own.items)  # a title stands in the contents, too
    own.raise_errors()
    referring = [i for i, block in enumerate(blocks) if isinstance(block, SheetParagraph) and any(_references(block))]
    shown: dict[str, int] = {}
    set_blocks = apart(together(set_blocks, context), regions, context)
    result = paginate(set_blocks, regions, starts, context, set_groups, of_regions)
    sizes.judge_pages(len(result.pages), blocks, template, own)
    for _ in range(ROUNDS):
        if not referring or result.anchors == shown:
            break
        shown = result.anchors
        for i in referring:
            block = blocks[i]
            assert isinstance(block, SheetParagraph)
            set_blocks[i] = _placed(_filled(block, shown), regions[i], places.get(i), contexts[leaves[i]], remembered)
        result = paginate(set_blocks, regions, starts, context, set_groups, of_regions)
    own.raise_errors()
    if findings is not None:
        findings.items.extend([*own.items, *result.notes])
    passed = floats.passed(result.order)
    composed = replace(_composed(sheet, house, regions, result, fonts), groups=tuple(set_groups), passed=passed)
    if findings is not None:
        findings.items.extend(substitutions(composed, fonts))
    return composed


def _flat(sheet: Sheet) -> tuple[list[Block], list[RegionName], list[int]]:
    blocks: list[Block] = []
    regions: list[RegionName] = []
    starts: list[int] = []
    for region in sheet.regions:
        starts.append(len(blocks))
        blocks.extend(region.blocks)
        regions.extend([region.name] * len(region.blocks))
    return blocks, regions, starts


def _placed(block: Block, region: str, slot: GroupSlot | None, context: Context, remembered: Remembered) -> SetBlock:
    """The block as wide as its slot, and there."""
    if slot is None:
        return _set(block, region, context, remembered)
    inner = replace(context, inner=slot.width)
    if isinstance(block, Picture) and slot.height is not None:
        width = slot.height * block.pixels[0] / block.pixels[1]
        return SetPicture(block, slot.x + (slot.width - width) / 2, width, slot.height, 0.0, 0.0)
    return shifted(_set(block, region, inner, remembered), slot.x)


def _set(block: Block, region: str, context: Context, remembered: Remembered) -> SetBlock:
    match block:
        case SheetParagraph():
            return _remembered(block, region, context, remembered)
        case SheetRule():
            style = context.house.rules[block.kind]
            return SetRule(block, style.weight, style.before, style.after)
        case SheetTable():
            return set_table(block, context)
        case Picture():
            return set_picture(block, context)
        case CssBlock():
            raise TypeError("laid out before anything is set")  # building/drawings makes a Picture of it
        case _:
            assert_never(block)


def _remembered(paragraph: SheetParagraph, region: str, context: Context, remembered: Remembered) -> SetParagraph:
    def anew() -> tuple[SetParagraph, bool]:
        before = len(context.findings.items)
        found = set_paragraph(paragraph, context, box_of(paragraph, region, context))
        return found, len(context.findings.items) == before

    return remembered.paragraph(paragraph, region, context.measure, context.fonts, anew)


def box_of(paragraph: SheetParagraph, region: str, context: Context) -> TextBox:
    """The type area; the 版记 keeps one character free on either side (GB/T 9704-2012 §7.4.2)."""
    house = context.house
    inset = house.colophon.inset * house.styles[paragraph.kind].size if region == "colophon" else 0.0
    return TextBox(inset, context.measure - 2 * inset)


def _composed(sheet: Sheet, house: HouseStyle, regions: list[RegionName], result: Paginated, fonts: Fonts) -> Composed:
    return Composed(
        sheet, house, tuple(result.blocks), tuple(regions), tuple(result.pages), result.anchors,
        set_faces(result.blocks, fonts), primaries(house, fonts),
    )  # fmt: skip


# --- page references
# ------------------------------------------------------------------------------------------


def _references(paragraph: SheetParagraph) -> Iterator[Run]:
    return (run for run in (*paragraph.runs, *paragraph.pair) if run.style == "page-ref" and run.target)


def _check_references(blocks: list[Block], findings: Findings) -> None:
    anchors = {block.anchor for block in blocks if isinstance(block, SheetParagraph)}
    for block in blocks:
        if isinstance(block, SheetParagraph):
            for run in _references(block):
                if run.target not in anchors:
                    message = f"页码指向“{run.target}”，但正文里没有这个位置"
                    findings.add("template-anchor", message, run.span or block.span, "请检查模板中的 target。")


def _filled(paragraph: SheetParagraph, pages: dict[str, int]) -> SheetParagraph:
    """The paragraph with the page numbers of `pages` in its references."""

    def fill(run: Run) -> Run:
        return replace(run, text=str(pages[run.target])) if run.style == "page-ref" and run.target else run

    return replace(paragraph, runs=tuple(map(fill, paragraph.runs)), pair=tuple(map(fill, paragraph.pair)))
