"""House style: everything that differs between offices, as data. Loaded from `templates/<house>/house.yaml`.

Lengths are points (1 pt = 1/72 in) unless a name ends in `_mm`; `em` means the size of the style's own type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: 号 sizes in points (GB/T 9704-2012 practice).
HAO: dict[str, float] = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15,
    "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5,
}  # fmt: skip
PT_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PageStyle:
    """Sheet and margins, in mm. GB/T 9704-2012 §5.1: A4, top 37, binding 28, type area 156 × 225."""

    width_mm: float
    height_mm: float
    top_mm: float
    binding_mm: float
    type_area_width_mm: float
    type_area_height_mm: float
    mirrored: bool = False  # binding edge alternates (inner margin) on even pages

    @property
    def measure(self) -> float:
        """Width of the type area, pt."""
        return self.type_area_width_mm * PT_PER_MM

    @property
    def depth(self) -> float:
        """Height of the type area, pt."""
        return self.type_area_height_mm * PT_PER_MM


@dataclass(frozen=True, slots=True)
class Grid:
    """`lines` a page at `pitch` pt; `chars` a line, or None: the em as it falls."""

    lines: int
    pitch: float
    chars: int | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """How lines are fitted (GB/T 15834-2011 §5.1, W3C CLREQ). Amounts are in em of the mark's own size."""

    strategy: str = "first-fit"  # or "total-fit"
    level: str = "basic"  # or "strict": 避头尾 also of ・ー～ and small marks
    trim_line_end: bool = True  # a closing mark at a line's end may give up its trailing half
    squeeze_adjacent: bool = True  # 。” 》（ close up from 2 to 1.5 em
    squeeze_marks: float = 0.0  # how much ，、；：（）《》 inside a line may give to save a push-out; 0: never
    latin_gap: float = 0.0  # natural Chinese–Latin gap
    latin_gap_min: float = 0.0
    latin_gap_max: float = 0.25
    keep_units: bool = True  # a number stays with its unit where the line allows
    lone_character: bool = True  # 孤字不成行
    lone_line: bool = False  # 孤行不成页
    pin_docx: bool = True  # per-line character styles that lead a word processor to the same breaks


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """One entry of `styles:`; every kind of `sheet.PARAGRAPH_KINDS` has one."""

    kind: str
    word: str  # name of the Word paragraph style
    font: str  # role: fangsong, kai, biaosong, hei, song
    size: float
    bold: bool = False
    color: str = "black"  # a name of `colors:`
    align: str = "justify"  # justify, left, center, right
    indent_first: float = 0.0  # em
    indent_left: float = 0.0  # em
    indent_right: float = 0.0  # em
    leading: float | None = None  # pt from line to line; None: the grid's pitch
    before: float = 0.0  # pt above; dropped at the top of a page when `drop_before`
    after: float = 0.0
    drop_before: bool = True
    whole_lines: bool = True  # block height is padded to whole grid lines
    balance: bool = False  # break at word boundaries into balanced lines (titles)
    fit: bool = False  # shrink the type until each line fits the measure (nameplate)
    keep_with_next: bool = False
    outline: int = 0
    tracking: float = 0.0  # em added after each character


@dataclass(frozen=True, slots=True)
class InlineStyle:
    """One entry of `inline:`; every style of `sheet.INLINE_STYLES` has one. None: as the paragraph."""

    name: str
    word: str
    font: str | None = None
    bold: bool | None = None
    color: str | None = None
    scale: float = 1.0
    raise_em: float = 0.0


@dataclass(frozen=True, slots=True)
class RuleStyle:
    """A horizontal rule: weight and the white above and below it, pt."""

    weight: float
    color: str
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class PageNumber:
    """`format` holds {n}. GB/T 9704-2012 §7.5: 四号 half-width 宋体 digits, dash line 7 mm under the type area, odd right, even left,
    one character in."""

    format: str
    font: str
    size: float
    offset_mm: float
    inset: float  # em
    cover_numbered: bool = False


@dataclass(frozen=True, slots=True)
class ColophonStyle:
    """`even_page`: the colophon sits on an even page, blanks before it unnumbered."""

    even_page: bool = True
    inset: float = 1.0  # em each side


@dataclass(frozen=True, slots=True)
class Color:
    """A colour for the screen PDF and Word (`rgb`, #RRGGBB) and for print (`cmyk`, 0–100)."""

    rgb: str
    cmyk: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class HouseStyle:
    name: str
    title: str  # 名称, for `briefing houses`
    chain: tuple[str, ...]  # this house, its parent, …: template lookup order
    page: PageStyle
    grid: Grid
    composition: Composition
    styles: Mapping[str, ParagraphStyle]
    inline: Mapping[str, InlineStyle]
    rules: Mapping[str, RuleStyle]
    colors: Mapping[str, Color]
    fonts: Mapping[str, str]  # role → family of a shipped or dropped-in face
    word_fonts: Mapping[str, str]  # role → official face name written into DOCX
    page_number: PageNumber
    colophon: ColophonStyle
    wording: Mapping[str, str]  # 第{n}期, 总第{n}期, 报：… used by the template
    defaults: Mapping[str, Any] = field(default_factory=dict)  # raw issue.yaml defaults (bound by the reader)
    words: tuple[str, ...] = ()  # words never broken in titles (names, terms)
    css: tuple[str, ...] = ()  # paths of bulletin.css, parent first
    masthead_lines: int = 7  # grid lines the masthead takes when it shares page 1
