"""House style: everything that differs between offices, as data. `briefing.house.load` reads it from
`templates/<house>/house.yaml`; the classes here say what may stand there.

Lengths are points (1 pt = 1/72 in) unless a name ends in `_mm`; `em` means the size of the style's own type.
A field made by `setting` carries its unit and a Chinese description, from which the loader and docs/house.md
are driven.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Literal, get_args

from briefing.core.errors import Span
from briefing.core.plain import Entries
from briefing.core.records import dataclass
from briefing.house.archive_settings import ArchiveStyle
from briefing.house.box_settings import BoxStyle, ColumnStyle
from briefing.house.figure_settings import FigureStyle
from briefing.house.masthead_settings import MastheadStyle
from briefing.house.note_settings import NoteStyle
from briefing.house.print_settings import PrintStyle
from briefing.house.setting import setting
from briefing.house.table_settings import TableStyle
from briefing.house.word_settings import WordStyle
from briefing.house.wording import filled
from briefing.model.sheet import CELLS, InlineName, ParagraphKind

if TYPE_CHECKING:
    from briefing.source import yaml_tree

PT_PER_MM = 72 / 25.4

#: Our own writer, or WeasyPrint, which brings all of CSS and takes ten times as long.
PDF_ENGINES = ("marks", "weasyprint")
#: Before items of lists, by their depth: ● ○ ■ are in every Chinese font, • is not. A house says others in its wording.
BULLETS = "●○■"
#: English patterns of pyphen, or none.
NO_HYPHENATION = "none"
FontRole = Literal["fangsong", "kai", "biaosong", "hei", "song", "latin"]
FONT_ROLES: tuple[FontRole, ...] = get_args(FontRole)
#: What sets digits and Latin letters beside a Han face: the face of the role `latin`, or that face itself, in its own weight.
PAIRED, OWN = "paired", "own"


@dataclass(frozen=True, slots=True)
class PageStyle:
    """Sheet and margins, in mm. GB/T 9704-2012 §5.1: A4, top 37, binding 28, type area 156 × 225."""

    width_mm: float = setting("纸宽", unit="mm", least=50, key="width")
    height_mm: float = setting("纸高", unit="mm", least=50, key="height")
    top_mm: float = setting("天头", unit="mm", least=0, key="top")
    binding_mm: float = setting("订口", unit="mm", least=0, key="binding")
    type_area_width_mm: float = setting("版心宽", unit="mm", least=20, key="type_area_width")
    type_area_height_mm: float = setting("版心高", unit="mm", least=20, key="type_area_height")
    mirrored: bool = setting("双面印刷时订口左右交替", default=False)

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
    """`lines` a page at `pitch` pt; `chars` a line, or None: the em as it falls.

    Left out, `pitch` is the depth of the type area over `lines`: 22 lines on 225 mm are 28.99 pt apart.
    """

    lines: int = setting("每页行数", least=1)
    pitch: float = setting("行距", unit="pt", least=1)
    chars: int | None = setting("每行字数；none 表示不设字符网格", default=None, least=1)


@dataclass(frozen=True, slots=True)
class Composition:
    """How lines are fitted (GB/T 15834-2011 §5.1, W3C CLREQ). Amounts are in em of the mark's own size."""

    #: "first-fit" fills line after line; "total-fit" weighs the whole paragraph
    strategy: str = setting("断行方法", default="first-fit", choices=("first-fit", "total-fit"))
    #: "strict" keeps —— …… and ・ー々 and other small marks off line starts, too
    level: str = setting("避头尾的严格程度", default="basic", choices=("basic", "strict"))
    #: a closing mark at a line's end may give up its trailing half
    trim_line_end: bool = setting("行末标点可只占半个字", default=True)
    #: "half": an opening mark at the head of a line gives up its leading half, so that ink stands at the edge; "line": but not at
    #: the head of a paragraph
    opening_marks: str = setting(
        "行首、段首的（《“ 等开头标点占多大：full 一字，half 半字，line 行首半字、段首仍占一字",
        default="full",
        choices=("full", "half", "line"),
    )
    #: 。” 》（ close up from 2 to 1.5 em
    squeeze_adjacent: bool = setting("相邻标点挤压", default=True)
    #: how much ，、；：（）《》 inside a line may give to save a push-out; 0: never
    squeeze_marks: float = setting("行内标点最多可挤压多少", unit="em", default=0.0, least=0)
    latin_gap: float = setting("汉字与西文、数字之间的空隙", unit="em", default=0.0, least=0)
    latin_gap_min: float = setting("该空隙的下限", unit="em", default=0.0, least=0)
    latin_gap_max: float = setting("该空隙的上限", unit="em", default=0.25, least=0)
    keep_units: bool = setting("数字与单位尽量不分开", default=True)
    #: pyphen's patterns; names, abbreviations, numbers and addresses are kept whole whatever this says
    hyphenation: str = setting(
        "英文单词在行末加连字符断开，按哪种规则；none 为整词移到下一行",
        default="en_US",
        choices=("en_US", "en_GB", NO_HYPHENATION),
    )
    lone_character: bool = setting("孤字不成行", default=True)
    lone_line: bool = setting("孤行不成页", default=False)
    #: "kept": where it costs no page, no line stands alone on one, and a paragraph's last line has four characters
    ends: str = setting(
        "段末和页首页末：kept 为页数不变时，页首页末至少两行，段末一行至少四字", default="plain", choices=("plain", "kept")
    )
    #: beyond `squeeze_marks`, in paragraphs that are set in a line less
    copyfit: float = setting(
        "能省一页时，末行只有几个字的段落收紧一行，行内标点最多可挤压多少；0 不收", unit="em", default=0.0, least=0
    )
    #: of paragraphs that are set in a line more, where a page would have blank lines at its foot, or the last one a line or two
    loosen: float = setting(
        "ends 为 kept 时：页末要空几行、末页不到三行，附近末行快满的段落放松一行，汉字之间最多拉开多少；0 不放",
        unit="em",
        default=0.0,
        least=0,
    )
    #: lines that the text would have to lose for each page less, from which on it is said; 0: never
    near: int = setting("少几行就能省一页的，差到几行时提醒，能省两页的加倍；0 不提醒", default=0, least=0)
    #: from the white above titles, where a last page of few lines is saved by it
    tighten: float = setting("末页只剩几行时，标题上面最多可以少空多少，省下这一页", unit="pt", default=0.0, least=0)
    #: titles that would have less give none
    title_white: float = setting("少空以后，标题上面至少还有多少空；不到的标题不少空", unit="pt", default=0.0, least=0)
    #: per-line character styles that lead a word processor to the same breaks
    pin_docx: bool = setting("在 DOCX 中逐行微调，使断行与 PDF 一致", default=True)
    #: zero-width places where a line may end, which LibreOffice needs and Word does not see
    help_docx: bool = setting("在 DOCX 中放入只有 LibreOffice 看得见的零宽断行点", default=True)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """One entry of `styles:`; every kind of `sheet.PARAGRAPH_KINDS` has one."""

    kind: ParagraphKind
    word: str = setting("Word 段落样式名")
    font: FontRole = setting("字体角色", choices=FONT_ROLES[:-1])
    size: float = setting("字号", unit="pt", least=1)
    bold: bool = setting("加粗", default=False)
    #: a name of `colors:`
    color: str = setting("颜色名，见 colors", default="black")
    align: str = setting("对齐", default="justify", choices=("justify", "left", "center", "right"))
    indent_first: float = setting("首行缩进", unit="em", default=0.0)
    indent_left: float = setting("左缩进", unit="em", default=0.0)
    indent_right: float = setting("右缩进", unit="em", default=0.0)
    #: pt from line to line; None: the grid's pitch
    leading: float | None = setting("行距；不写则为网格行距", unit="pt", default=None, least=1)
    before: float = setting("段前空白", unit="pt", default=0.0, least=0)
    after: float = setting("段后空白", unit="pt", default=0.0, least=0)
    drop_before: bool = setting("在页首时略去段前空白", default=True)
    whole_lines: bool = setting("段落高度凑成整行", default=True)
    #: "around": above, too, where the paragraph would otherwise have more white below it than above
    padding: str = setting("凑成整行的空白加在哪里：below 下面，around 上下匀开", default="below", choices=("below", "around"))
    balance: bool = setting("在词语处断行；标题各行匀称", default=False)
    fit: bool = setting("字号缩到一行放得下（报名）", default=False)
    whole: bool = setting("段内不分页", default=False)
    keep_with_next: bool = setting("与下一段同页", default=False)
    lone_line: bool = setting("孤行不成页（全部段落都如此的，写在 composition 里）", default=False)
    outline: int = setting("大纲级别 1–4，0 不进导航", default=0, choices=("0", "1", "2", "3", "4"))
    tracking: float = setting("字距", unit="em", default=0.0)


@dataclass(frozen=True, slots=True)
class InlineStyle:
    """One entry of `inline:`; every named style of `sheet.INLINE_STYLES` has one. None: as the paragraph."""

    name: InlineName
    word: str = setting("Word 字符样式名")
    font: FontRole | None = setting("字体角色", default=None, choices=FONT_ROLES[:-1])
    bold: bool | None = setting("加粗", default=None)
    color: str | None = setting("颜色名，见 colors", default=None)
    scale: float = setting("字号相对所在段落的倍数", default=1.0, least=0.1)
    raise_em: float = setting("上移", unit="em", default=0.0, key="raise")
    dots: bool = setting("字下加着重号（标点下不加）", default=False)


@dataclass(frozen=True, slots=True)
class RuleStyle:
    """One entry of `rules:`, a horizontal rule as wide as the type area."""

    weight: float = setting("粗细", unit="pt", least=0.05)
    color: str = setting("颜色名，见 colors")
    before: float = setting("线上空白", unit="pt", default=0.0, least=0)
    after: float = setting("线下空白", unit="pt", default=0.0, least=0)


@dataclass(frozen=True, slots=True)
class PageNumber:
    """GB/T 9704-2012 §7.5: 四号 half-width 宋体 digits between dashes, the dashes 7 mm under the type area;
    odd pages right, even pages left, one character in. `format` holds {n}, and {pages} where the house wants it, which may be
    called {total}."""

    format: str = setting("页码写法，{n} 为页号，{pages} 或 {total} 为总页数")
    font: FontRole = setting("字体角色", choices=FONT_ROLES)
    size: float = setting("字号", unit="pt", least=1)
    offset_mm: float = setting("一字线在版心下边缘之下多远", unit="mm", least=0, key="offset")
    inset: float = setting("距版心左右边缘多远", unit="em", least=0)
    #: "outer": odd pages right, even pages left; "center": in the middle, where `inset` says nothing
    align: str = setting("位置：outer 单页居右、双页居左，center 居中", default="outer", choices=("outer", "center"))
    cover_numbered: bool = setting("封面或报头页编页码", default=False)
    front_numbered: bool = setting("正文之前各页（目录、批示独占的页）编页码", default=True)

    def label(self, number: object, total: object) -> str:
        """The text on page `number` of `total`."""
        return filled(self.format, {"n": number, "total": total, "pages": total})


@dataclass(frozen=True, slots=True)
class ColophonStyle:
    """`even_page`: the colophon sits on an even page, blanks before it unnumbered; `last_side`: on the last side of the folded
    sheets, too, alone on its page where blanks have to stand before it."""

    even_page: bool = setting("版记排在偶数页", default=True)
    last_side: bool = setting("装订要补空白页时，版记另起一页排在最后一面", default=False)
    inset: float = setting("版记左右各空多少", unit="em", default=1.0, least=0)


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
    styles: Mapping[ParagraphKind, ParagraphStyle]
    inline: Mapping[InlineName, InlineStyle]
    rules: Mapping[str, RuleStyle]
    colors: Mapping[str, Color]
    fonts: Mapping[FontRole, tuple[str, ...]]  # role → names of shipped faces or of the house's own, in the order they are asked
    word_fonts: Mapping[FontRole, str]  # role → official face name written into DOCX
    page_number: PageNumber
    colophon: ColophonStyle
    wording: Mapping[str, str]  # 第{n}期, 总第{n}期, 报：… used by the template
    #: what issue.yaml need not say; nodes with places, bound by the reader of issues
    defaults: yaml_tree.Mapping | Entries = field(default_factory=dict)
    words: tuple[str, ...] = ()  # words never broken in titles (names, terms)
    css: tuple[str, ...] = ()  # paths of bulletin.css, parent first
    pdf: str = "marks"  # of PDF_ENGINES: what makes the release PDF
    masthead_lines: int = 7  # grid lines the masthead takes when it shares page 1
    masthead: MastheadStyle = field(default_factory=MastheadStyle)
    boxes: Mapping[str, BoxStyle] = field(default_factory=dict)  # by sheet.BOX_KINDS
    item_rule: bool = False  # a line between items of 简讯
    boxed_editor_note: bool = False  # 编者按 of issue.yaml and of a report's head, too
    columns: ColumnStyle = field(default_factory=ColumnStyle)
    printing: PrintStyle = field(default_factory=PrintStyle)
    archive: ArchiveStyle = field(default_factory=ArchiveStyle)
    word: WordStyle = field(default_factory=WordStyle)
    tables: TableStyle = field(default_factory=TableStyle)
    figures: FigureStyle = field(default_factory=FigureStyle)
    latin: Mapping[FontRole, str] = field(default_factory=dict)  # role → PAIRED, which is meant where it is not named, or OWN
    notes: NoteStyle = field(default_factory=NoteStyle)
    font_spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # where `fonts` names them
    leaf: str = ""  # the format that `page` and `grid` are of, one of `sheet.LEAVES`; "": the house's own
    own_page: PageStyle | None = None  # the house's own `page`, where `leaf` is another

    def grid_tracking(self, size: float) -> float:
        """Pt that the character grid adds after each character of `size` pt; 0 where it does not hold.

        `grid.chars` characters fill the measure of the house's own pages: (measure − chars · size) / (chars − 1), for type of the
        body's size; other sizes fall as they do. Characters are as far apart on pages of other formats.
        """
        chars, body = self.grid.chars, self.styles["body"].size
        if chars is None or chars < 2 or abs(size - body) > 1e-6:
            return 0.0
        return ((self.own_page or self.page).measure - chars * body) / (chars - 1)

    def opening_marks(self, style: ParagraphStyle) -> str:
        """As `Composition.opening_marks`, of the lines of a style: they keep their width where lines are centred or set flush
        right, and in cells, which have white on either side."""
        straight = style.align in ("justify", "left") and style.kind not in CELLS
        return self.composition.opening_marks if straight else "full"

    def owns_latin(self, role: FontRole) -> bool:
        """Whether the faces of a role set digits and Latin letters, too."""
        return self.latin.get(role, PAIRED) == OWN

    def bullet(self, depth: int) -> str:
        """The sign before an item of a list without numbers, `depth` lists deep."""
        return self.wording.get(f"bullet_{depth + 1}", BULLETS[depth])

    @property
    def foot_notes(self) -> bool:
        """Whether notes stand at the foot of the page of their mark."""
        return self.notes.place == "foot"

    @property
    def styled(self) -> bool:
        """Whether WeasyPrint sets the release PDF: the house says so, or has style sheets of its own."""
        return self.pdf == "weasyprint" or bool(self.css)
