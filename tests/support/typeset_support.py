"""A house and sheets for the typesetting tests, made in memory: no template, no reader, no engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from briefing.core.errors import Span
from briefing.fonts.metrics import Fonts
from briefing.house.style import (
    ColophonStyle,
    Color,
    Composition,
    Grid,
    HouseStyle,
    InlineStyle,
    PageNumber,
    PageStyle,
    ParagraphStyle,
    RuleStyle,
)
from briefing.model.sheet import PARAGRAPH_KINDS, Block, ParagraphKind, Region, RegionName, Run, Sheet, SheetParagraph
from briefing.typeset.composed import Composed, SetParagraph

ROOT = Path(__file__).parents[2]
#: What the printed original shows: no grid of characters, line-end trimming only.
ORIGINAL = Composition(squeeze_adjacent=False, latin_gap=0.0, keep_units=False, lone_character=False)


@cache
def fonts() -> Fonts:
    return Fonts.from_json((ROOT / "fonts" / "metrics.json").read_text("utf-8"))


def style(kind: ParagraphKind, **changes: Any) -> ParagraphStyle:
    return replace(ParagraphStyle(kind=kind, word=kind, font="fangsong", size=16.0), **changes)


def house(
    composition: Composition = ORIGINAL,
    grid: Grid | None = None,
    styles: dict[str, dict[str, Any]] | None = None,
    measure_mm: float = 156,
    **changes: Any,
) -> HouseStyle:
    """The seed's house: 16 pt on 156 mm, 21 lines of 30 pt. `styles` changes single fields of styles by
    kind."""
    looks: dict[str, dict[str, Any]] = {kind: {} for kind in PARAGRAPH_KINDS}
    looks["body"] = {"indent_first": 2.0}
    looks["title"] = {
        "font": "biaosong", "size": 22.0, "align": "center", "before": 30.0, "after": 60.0,
        "balance": True, "keep_with_next": True,
    }  # fmt: skip
    for level in range(1, 5):
        looks[f"heading-{level}"] = {"font": "hei", "indent_first": 2.0, "keep_with_next": True}
    looks["nameplate"] = {"font": "biaosong", "size": 46.0, "align": "center", "fit": True, "leading": 60.0}
    for kind in ("recipients", "editors", "serial"):
        looks[kind] = {"size": 14.0, "leading": 24.0}
    for kind, change in (styles or {}).items():
        looks[kind] = {**looks[kind], **change}
    parts: dict[str, Any] = {
        "name": "seed",
        "title": "测试",
        "chain": ("seed",),
        "page": PageStyle(210, 297, 37, 28, measure_mm, 225),
        "grid": grid or Grid(lines=21, pitch=30.0),
        "composition": composition,
        "styles": {kind: style(kind, **looks[kind]) for kind in PARAGRAPH_KINDS},
        "inline": {
            "strong": InlineStyle("strong", "strong", bold=True),
            "emphasis": InlineStyle("emphasis", "emphasis", font="kai"),
            "lead-in": InlineStyle("lead-in", "lead-in", bold=True),
            "label": InlineStyle("label", "label"),
            "note-ref": InlineStyle("note-ref", "note-ref", scale=0.6, raise_em=0.35),
            "page-ref": InlineStyle("page-ref", "page-ref"),
            "red": InlineStyle("red", "red", color="red"),
        },
        "rules": {kind: RuleStyle(1.0, "black") for kind in ("red", "first", "inner", "last")},
        "colors": {"black": Color("#000000", (0, 0, 0, 100))},
        "fonts": {},
        "word_fonts": {},
        "page_number": PageNumber("— {n} —", "song", 14.0, 7.0, 1.0),
        "colophon": ColophonStyle(),
        "wording": {},
    }
    return HouseStyle(**{**parts, **changes})


def paragraph(text: str, kind: ParagraphKind = "body", **changes: Any) -> SheetParagraph:
    return SheetParagraph(kind, (Run(text, span=Span("01.md", 1, 1)),), **changes)


def sheet(*blocks: Block, region: RegionName = "body") -> Sheet:
    return Sheet((Region(region, blocks),))


def seed_articles() -> list[SheetParagraph]:
    """Issue 2022-17, one paragraph a line; `# ` marks a title, `**` bold."""
    found: list[SheetParagraph] = []
    source = (ROOT / "tests" / "typeset" / "data" / "2022-17.txt").read_text("utf-8")
    for number, line in enumerate(source.splitlines(), start=1):
        if line.startswith("# "):
            found.append(SheetParagraph("title", (Run(line[2:], span=Span("17", number, 3)),)))
        else:
            runs = [
                Run(part, "lead-in" if i % 2 else "", Span("17", number, 1)) for i, part in enumerate(line.split("**")) if part
            ]
            found.append(SheetParagraph("body", tuple(runs)))
    return found


def paragraphs(composed: Composed) -> Iterable[SetParagraph]:
    return (block for block in composed.blocks if isinstance(block, SetParagraph))


def page_lines(composed: Composed, number: int) -> list[str]:
    """The text of each line on a page, in order."""
    texts: list[str] = []
    for item in composed.pages[number - 1].items:
        block = composed.blocks[item.index]
        if isinstance(block, SetParagraph):
            texts += [block.text[line.start : line.end] for line in block.lines[item.first : item.last]]
    return texts
