"""Typesetting: a Sheet with every line, height and page decided, as a pure function over glyph widths.

composed.py     the result
letters.py      runs → characters with face, size and natural advance
classes.py      character classes and which may stand at a line's edge
strip.py        characters in a row with what lies between them
firstfit.py     line ends, line by line          totalfit.py   line ends, paragraph at once
justify.py      the exact amount after each character
titles.py       balanced lines; title_partings.py: what each place costs; title_units.py, place_names.py: what stays whole;
                word_ends.py: where words end
even_lines.py   neighbouring lines alike         paragraph_ends.py   last lines of few characters, a line less or more
stand_ins.py    which faces were used, and in whose place
mastheads.py    the 报头 as a whole; fitted_type.py: type that has to go on one line
companions.py   a 落款's office and date, runs of 编者按 and attachment notes
paragraphs.py, tables.py, picture_sizes.py, figure_white.py, pages.py, book.py, pagination.py   blocks and pages
page_feet.py    white at the feet of pages, lines that stand alone
last_leaf.py    last pages of a line or two, or blank before that of the 版记
floats.py       figures that text passes; leaf_plates.py: on pages of another format
foot_notes.py   notes at the foot of pages; page_numbering.py: their numbers, as far as the pages decide them
groups.py       frames, columns, pictures side by side: across the page; group_pages.py: on pages
of a line:      fitting.py, strip_sums.py, office_scripts.py, hyphenation.py, latin_words.py, wide_words.py, measured.py,
                emphasis_dots.py
of a table:     column_widths.py, unparted.py, cell_lines.py, table_pages.py
of a page:      filled_page.py, page_boxes.py, page_labels.py, adjoining.py, tails.py
what is told:   scripts.py, spare_lines.py, colophon_notes.py
of all:         context.py, sizes.py; remembered.py: paragraphs that were set before
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import assert_never

from briefing.core.errors import Findings, Span
from briefing.fonts.metrics import Fonts
from briefing.house.leaves import on_leaf
from briefing.house.style import Composition, HouseStyle
from briefing.model.freedoms import REFITTED, is_plate
from briefing.model.numbered_marks import numbered
from briefing.model.sheet import (
    Block,
    CssBlock,
    Picture,
    RegionName,
    Run,
    Sheet,
    SheetParagraph,
    SheetRule,
    SheetTable,
    stretches,
)
from briefing.typeset import figure_white, mastheads, page_numbering, paragraph_ends, sizes, spare_lines
from briefing.typeset.book import Refits
from briefing.typeset.companions import together
from briefing.typeset.composed import Composed, SetBlock, SetParagraph, SetPicture, SetRule
from briefing.typeset.context import Context
from briefing.typeset.fitting import Measure
from briefing.typeset.groups import GroupSlot, set_group, shifted, slots
from briefing.typeset.leaf_plates import LeafFormat
from briefing.typeset.pagination import Paginated, paginate
from briefing.typeset.paragraphs import TextBox, set_paragraph
from briefing.typeset.picture_sizes import set_picture
from briefing.typeset.remembered import Remembered
from briefing.typeset.stand_ins import primaries, set_faces, substitutions
from briefing.typeset.strip import Strip
from briefing.typeset.tables import set_table

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
    sizes.judge([*blocks, *sheet.notes], [*regions, *("notes" for _ in sheet.notes)], template, own)
    _check_references(blocks, own)
    groups, leaves = sheet.groups, sheet.leaves
    noted = _leaves_of_notes(sheet)
    contexts = {leaf: replace(context, house=on_leaf(house, leaf)) for leaf in ("", *leaves)}
    places: dict[int, GroupSlot] = {}
    for leaf, on_pages in contexts.items():
        places |= slots([group for group in groups if leaves[group.start] == leaf], blocks, on_pages)
    set_blocks = [
        _placed(block, region, places.get(index), contexts[leaf], remembered)
        for index, (block, region, leaf) in enumerate(zip(blocks, regions, leaves, strict=True))
    ]
    notes = [_remembered(note, "notes", contexts[leaf], remembered) for note, leaf in zip(sheet.notes, noted, strict=True)]
    set_groups = [set_group(group, places, contexts[leaves[group.start]]) for group in groups]
    formats = [LeafFormat(contexts[region.leaf], is_plate(region)) for region in sheet.regions]
    own.items[:] = dict.fromkeys(own.items)  # a title stands in the contents, too
    own.raise_errors()
    referring = [i for i, block in enumerate(blocks) if isinstance(block, SheetParagraph) and any(_references(block))]
    shown: dict[str, int] = {}
    said = list(blocks)  # with the pages and numbers of notes that they name
    set_blocks = mastheads.shaped(together(set_blocks, context), regions, context)
    set_blocks = figure_white.settled(set_blocks, regions, lambda at: contexts[leaves[at]], partial(_framed, places), notes)

    def refitted(index: int, rules: Composition, refit: paragraph_ends.Refitter, more: int) -> SetParagraph | None:
        block, usual = said[index], set_blocks[index]
        if not isinstance(block, SheetParagraph) or not isinstance(usual, SetParagraph) or index in places:
            return None
        if block.kind not in REFITTED:
            return None
        leaf = contexts[leaves[index]]
        return _refitted(block, usual, regions[index], replace(leaf, house=replace(leaf.house, composition=rules)), refit, more)

    rules = house.composition
    closer = replace(rules, squeeze_marks=max(rules.squeeze_marks, rules.copyfit))
    refits = Refits(
        tighter=partial(refitted, rules=closer, refit=paragraph_ends.tightened, more=-1) if rules.copyfit else None,
        looser=partial(refitted, rules=rules, refit=paragraph_ends.loosened, more=1) if rules.loosen else None,
    )
    result = paginate(set_blocks, regions, starts, context, set_groups, formats, notes, refits)
    sizes.judge_pages(len(result.pages), blocks, template, own)
    by_page = house.foot_notes and bool(notes)
    marked = [i for i, block in enumerate(blocks) if by_page and any(run.style == "note-ref" for run in _runs(block))]
    told: dict[str, str] = {}  # the numbers of notes that pages give them
    for turn in range(ROUNDS + by_page):
        found = page_numbering.numbers(result.pages, result.blocks, notes, house)
        if (not referring or result.anchors == shown) and found == told:
            break
        shown, told = result.anchors, found if turn < ROUNDS else page_numbering.anywhere(notes, house)
        for i in dict.fromkeys((*referring, *marked)):
            said[i] = _filled(numbered(blocks[i], told), shown)
            again = _placed(said[i], regions[i], places.get(i), contexts[leaves[i]], remembered)
            set_blocks[i] = again if i not in marked else replace(again, before=set_blocks[i].before, after=set_blocks[i].after)
        if marked:
            renumbered = zip((numbered(note, told) for note in sheet.notes), noted, strict=True)
            notes = [_remembered(note, "notes", contexts[leaf], remembered) for note, leaf in renumbered]
        result = paginate(set_blocks, regions, starts, context, set_groups, formats, notes, refits)
    own.raise_errors()
    if findings is not None:
        findings.items.extend([*own.items, *result.notes])
    composed = _composed(sheet, house, regions, result, notes, fonts)
    composed = replace(composed, groups=result.groups, passed=result.passed, longer=result.longer)
    if findings is not None:
        findings.items.extend(substitutions(composed, fonts))
        if not result.notes:
            findings.items.extend(spare_lines.near(composed))
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


def _framed(places: Mapping[int, GroupSlot], index: int) -> bool | None:
    """Whether a block stands in a frame or columns; None: beside another picture."""
    slot = places.get(index)
    return None if slot is not None and slot.height is not None else slot is not None


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


def _refitted(
    paragraph: SheetParagraph, usual: SetParagraph, region: str, context: Context, refit: paragraph_ends.Refitter, more: int
) -> SetParagraph | None:
    """`usual` in `more` lines, if `refit` finds it those."""
    found: list[int] = []

    def fit(strip: Strip, measure: Measure, rules: Composition) -> list[int]:
        ends = context.fitter(strip, measure, rules)
        other = refit(strip, measure, rules, ends)
        found.extend(other)
        return other or ends

    again = set_paragraph(paragraph, replace(context, findings=Findings()), box_of(paragraph, region, context), fitter=fit)
    if more > 0 and not found:
        return None  # the lines of a word that is not hyphenated
    return again if len(again.lines) == len(usual.lines) + more else None


def _composed(
    sheet: Sheet, house: HouseStyle, regions: list[RegionName], result: Paginated, notes: list[SetParagraph], fonts: Fonts
) -> Composed:
    if result.pairs:  # word processors are told, too
        house = replace(house, composition=replace(house.composition, lone_line=True))
    own = [number for number, region in enumerate(sheet.regions) for _ in region.blocks]
    parts = tuple(own[at] for at in result.order)
    return Composed(
        sheet, house, tuple(result.blocks), tuple(regions), parts, tuple(result.pages), result.anchors,
        set_faces([*result.blocks, *notes], fonts), primaries(house, fonts), notes=tuple(notes),
    )  # fmt: skip


def _leaves_of_notes(sheet: Sheet) -> list[str]:
    """The format of the pages on which each note is first marked."""
    found: dict[str, str] = {}
    for block, leaf in zip(sheet.blocks, sheet.leaves, strict=True):
        for runs in stretches(block) if sheet.notes else ():
            for run in runs:
                if run.style == "note-ref":
                    found.setdefault(run.target, leaf)
    return [found.get(note.anchor, "") for note in sheet.notes]


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


def _runs(block: Block) -> Iterator[Run]:
    return (run for runs in stretches(block) for run in runs)


def _filled(paragraph: Block, pages: dict[str, int]) -> Block:
    """A paragraph with the page numbers of `pages` in its references."""
    if not isinstance(paragraph, SheetParagraph):
        return paragraph

    def fill(run: Run) -> Run:
        return replace(run, text=str(pages[run.target])) if run.style == "page-ref" and run.target else run

    return replace(paragraph, runs=tuple(map(fill, paragraph.runs)), pair=tuple(map(fill, paragraph.pair)))
