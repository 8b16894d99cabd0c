"""Named styles: the house's, and the few that the composition derives from them.

Every paragraph kind is a Word style with everything it says; whatever a single paragraph departs from it (a blank
padded to whole grid lines, a fitted size, a page break) is a style derived from it, made only when used. So changing
a style changes the document, and the text carries no formatting of its own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from briefing.house import PT_PER_MM, HouseStyle, InlineStyle, ParagraphStyle, RuleStyle
from briefing.write.docx_settings import LATIN
from briefing.write.docx_xml import Element, half_points, make, twips

_ALIGN = {"justify": "both", "left": "left", "center": "center", "right": "right"}


@dataclass(frozen=True, slots=True)
class Look:
    """How one paragraph departs from what its kind says; None: it does not. Lengths in twips, `size` in half-points."""

    before: int | None = None
    after: int | None = None
    size: int | None = None
    leading: int | None = None
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    tab: str | None = None  # "right": the pair's tab stop; "leader": with dots
    align: str | None = None
    outline: int | None = None
    break_before: bool | None = None
    framed: bool | None = None  # stands in the frame at the foot of the last page


#: What the usual paragraph of a kind has in common, and so belongs to the kind's own style.
_COMMON = ("before", "after", "tab")

_SAID = {
    "before": "段前{:g}", "after": "段后{:g}", "size": "字号{:g}", "leading": "行距{:g}", "left": "左{:g}", "right": "右{:g}",
    "hanging": "悬挂{:g}", "tab": "制表位", "align": "", "outline": "{}级", "break_before": "另页", "framed": "版记",
}  # fmt: skip
_ALIGNED = {"justify": "两端", "left": "居左", "center": "居中", "right": "居右"}


class StyleBook:
    """The styles of one document. Ask for the id of what is needed; `element` then holds all that was asked for."""

    def __init__(self, house: HouseStyle, language: str, wanted: Iterable[tuple[str, Look]] = ()) -> None:
        """`wanted`: kind and look of every paragraph to come; what is most usual goes into the kind's own style."""
        self._house, self._language = house, language
        self._common = _common(wanted)
        self._paragraphs: dict[tuple[str, Look], str] = {}
        self._characters: dict[tuple[str, int], str] = {}
        self._derived: Counter[str] = Counter()
        self._elements: list[Element] = []
        self._headings: dict[int, str] = {}
        self._names: set[str] = set()
        for kind, style in house.styles.items():
            self._define(kind, style)

    @property
    def element(self) -> Element:
        """`w:styles` with everything that was asked for."""
        return make("styles", _defaults(self._language), *_foundations(self._house), *self._elements)

    # -- paragraphs

    def paragraph(self, kind: str, look: Look) -> str:
        """Id of the style for a paragraph of `kind` that looks like `look`."""
        base = self._common.get(kind, Look())
        departs = replace(
            look, **{f.name: None for f in fields(Look) if getattr(look, f.name) == getattr(base, f.name)}
        )
        found = self._paragraphs.get((kind, departs))
        if found is None:
            style = self._house.styles[kind]
            identity = self._new_id(kind)
            name = f"{style.word}·{_said(departs)}"
            self._paragraphs[kind, departs] = identity
            self._add(
                "paragraph", identity, name, make("basedOn", val=self._paragraphs[kind, Look()]),
                ppr=self._properties(style, departs), rpr=_sized(departs.size),
            )  # fmt: skip
            return identity
        return found

    def _define(self, kind: str, style: ParagraphStyle) -> None:
        """The kind's own style. Outline levels use Word's built-in headings, which the navigation pane and a table of
        contents know in every language; the house's name stands beside theirs (`w:aliases`)."""
        look = self._common.get(kind, Look())
        identity, name, aliases, base = camel(kind), style.word, None, "Normal"
        if style.outline:
            if style.outline not in self._headings:
                identity, name, aliases = f"Heading{style.outline}", f"heading {style.outline}", style.word
                self._headings[style.outline] = identity
            else:
                base = self._headings[style.outline]
        self._paragraphs[kind, Look()] = identity
        self._add(
            "paragraph",
            identity,
            name,
            make("aliases", val=aliases) if aliases else None,
            make("basedOn", val=base),
            make("next", val=identity),
            ppr=self._properties(style, look, whole=True),
            rpr=self._type(style),
        )

    def _properties(self, style: ParagraphStyle, look: Look, whole: bool = False) -> Element:
        """`w:pPr`: all of a style (`whole`), or what `look` changes in it. Children in the schema's order."""
        house = self._house
        leading = look.leading
        if whole and leading is None:
            leading = twips(style.leading or house.grid.pitch)
        outline = look.outline if look.outline is not None else (style.outline if whole else None)
        alignment = look.align or (style.align if whole else None)
        has_spacing = whole or any(value is not None for value in (look.before, look.after, look.leading))
        return make(
            "pPr",
            make("keepNext", val=style.keep_with_next) if whole else None,
            make("keepLines", val=style.keep_with_next or style.balance) if whole else None,
            make("pageBreakBefore", val=look.break_before) if look.break_before is not None else None,
            self._frame() if look.framed else None,
            make("widowControl", val=house.composition.lone_line) if whole else None,
            self._tabs(style, look) if look.tab else None,
            make(
                "spacing",
                before=look.before if look.before is not None else (0 if whole else None),
                after=look.after if look.after is not None else (0 if whole else None),
                line=leading,
                lineRule="exact" if leading is not None else None,
            ) if has_spacing else None,
            self._indents(style, look, whole),
            make("jc", val=_ALIGN[alignment]) if alignment else None,
            make("outlineLvl", val=(outline or 10) - 1) if outline is not None else None,  # 9: body text
        )  # fmt: skip

    def _indents(self, style: ParagraphStyle, look: Look, whole: bool) -> Element | None:
        width = cell(self._house, style)
        left, right, hanging = look.left, look.right, look.hanging
        if not whole and left is right is hanging is None:
            return None
        first = None
        if whole:
            left, right = twips(style.indent_left * width), twips(style.indent_right * width)
            first = style.indent_first or None
        elif hanging is None:
            first = style.indent_first or None
        if hanging is not None and hanging < 0:
            first, hanging = -hanging / 20 / width, None
        chars = {}
        if first:
            chars = {"firstLineChars": round(first * 100), "firstLine": twips(first * width)}
        elif hanging is not None:  # also undoes the style's first-line indent
            chars = {"firstLineChars": 0, "hanging": hanging}
        return make("ind", left=left, right=right, **chars)

    def _tabs(self, style: ParagraphStyle, look: Look) -> Element:
        house = self._house
        inset = house.colophon.inset * style.size if look.framed else 0.0
        position = house.page.measure - style.indent_right * style.size - inset
        return make(
            "tabs", make("tab", val="right", leader="dot" if look.tab == "leader" else None, pos=twips(position))
        )

    def _frame(self) -> Element:
        return frame(self._house)

    def _type(self, style: ParagraphStyle) -> Element:
        color = self._house.colors[style.color].rgb.lstrip("#")
        spacing = tracking(self._house, style, style.size)
        return make(
            "rPr",
            _fonts(self._house.word_fonts[style.font]),
            make("b", val=style.bold),
            make("bCs", val=style.bold),
            make("color", val=color),
            make("spacing", val=spacing) if spacing else None,
            make("sz", val=half_points(style.size)),
            make("szCs", val=half_points(style.size)),
        )

    # -- characters

    def character(self, inline: str, spacing: int) -> str | None:
        """Id of the style for characters of an inline style, spaced `spacing` twips. None: as the paragraph."""
        if not inline and not spacing:
            return None
        found = self._characters.get((inline, spacing))
        if found is None:
            found = self._character(inline, spacing)
            self._characters[inline, spacing] = found
        return found

    def _character(self, inline: str, spacing: int) -> str:
        said = f"{'紧缩' if spacing < 0 else '疏排'}{abs(spacing) / 20:g}"
        if not inline:
            identity = f"Pin{'Tight' if spacing < 0 else 'Loose'}{abs(spacing)}"
            self._add("character", identity, said, rpr=make("rPr", make("spacing", val=spacing)), hidden=True)
            return identity
        style = self._house.inline[inline]
        if not spacing:
            identity = f"Inline{camel(inline)}"
            self._add("character", identity, style.word, rpr=self._inline(style))
            return identity
        base = self.character(inline, 0)
        identity = f"{base}{'Tight' if spacing < 0 else 'Loose'}{abs(spacing)}"
        self._add(
            "character", identity, f"{style.word}·{said}", make("basedOn", val=base),
            rpr=make("rPr", make("spacing", val=spacing)), hidden=True,
        )  # fmt: skip
        return identity

    def _inline(self, style: InlineStyle) -> Element:
        body = self._house.styles["body"].size
        raised = bool(style.raise_em)
        scaled = style.scale != 1 and not raised
        return make(
            "rPr",
            _fonts(self._house.word_fonts[style.font]) if style.font else None,
            make("b", val=style.bold) if style.bold is not None else None,
            make("bCs", val=style.bold) if style.bold is not None else None,
            make("color", val=self._house.colors[style.color].rgb.lstrip("#")) if style.color else None,
            make("sz", val=half_points(style.scale * body)) if scaled else None,
            # Raised figures follow the size of the text around them, which a size in points would not.
            make("vertAlign", val="superscript") if raised else None,
        )

    # -- everything else

    def rule(self, kind: str, look: Look) -> str:
        """Id of the style for a rule of the house, which is a paragraph without text above a border."""
        key = (f"rule-{kind}", look)
        if key not in self._paragraphs:
            style: RuleStyle = self._house.rules[kind]
            identity = self._new_id(f"rule-{kind}")
            border = make(
                "bottom",
                val="single",
                sz=max(2, round(style.weight * 8)),  # eighths of a point, 2 at least
                space=0,
                color=self._house.colors[style.color].rgb.lstrip("#"),
            )
            first = not self._derived[f"rule-{kind}"]
            ppr = make(
                "pPr",
                make("keepNext", val=False),
                make("pageBreakBefore") if look.break_before else None,
                self._frame() if look.framed else None,
                make("pBdr", border),
                make("spacing", before=look.before or 0, after=look.after or 0, line=20, lineRule="exact"),
                make("ind", firstLineChars=0, firstLine=0),
            )
            said = _RULES.get(kind, kind) + ("" if first else f"·{_said(look)}")
            self._derived[f"rule-{kind}"] += 1
            self._add("paragraph", identity, said, make("basedOn", val="Normal"), ppr=ppr, rpr=_sized(2))
            self._paragraphs[key] = identity
        return self._paragraphs[key]

    def picture(self, look: Look) -> str:
        """Id of the style for a paragraph that holds a picture: as high as the picture, which exact spacing would clip."""
        key = ("picture", look)
        if key not in self._paragraphs:
            identity = self._new_id("picture")
            ppr = make(
                "pPr",
                make("keepNext"),
                make("pageBreakBefore") if look.break_before else None,
                make("spacing", before=look.before or 0, after=look.after or 0, line=240, lineRule="auto"),
                make("jc", val="center"),
            )
            name = "图片" if identity == "Picture" else f"图片·{_said(look)}"
            self._add("paragraph", identity, name, make("basedOn", val="Normal"), ppr=ppr, rpr=_sized(2))
            self._paragraphs[key] = identity
        return self._paragraphs[key]

    def spacer(self, height: int = 20) -> str:
        """Id of the style for an empty paragraph `height` twips high: what Word wants after a table or a frame."""
        key = ("spacer", Look(leading=height))
        if key not in self._paragraphs:
            identity = self._new_id("spacer")
            ppr = make(
                "pPr",
                make("spacing", before=0, after=0, line=height, lineRule="exact"),
            )
            name = "间隔" if identity == "Spacer" else f"间隔·{height / 20:g}"
            self._add("paragraph", identity, name, make("basedOn", val="Normal"), ppr=ppr, rpr=_sized(2), hidden=True)
            self._paragraphs[key] = identity
        return self._paragraphs[key]

    def page_number(self, right_hand: bool) -> str:
        """Id of the style for the page number: right on odd pages, left on even ones, so many characters in."""
        identity = "PageNumberRight" if right_hand else "PageNumberLeft"
        key = (identity, Look())
        if key not in self._paragraphs:
            number = self._house.page_number
            inset = twips(number.inset * number.size)
            ppr = make(
                "pPr",
                make("spacing", before=0, after=0, line=twips(number.size), lineRule="exact"),
                make("ind", left=None if right_hand else inset, right=inset if right_hand else None),
                make("jc", val="right" if right_hand else "left"),
            )
            face = self._house.word_fonts[number.font]
            size = half_points(number.size)
            rpr = make("rPr", _fonts(face, latin=face), make("sz", val=size), make("szCs", val=size))
            name = "页码·单页" if right_hand else "页码·双页"
            self._add("paragraph", identity, name, make("basedOn", val="Normal"), ppr=ppr, rpr=rpr)
            self._paragraphs[key] = identity
        return identity

    def table(self) -> str:
        """Id of the table style."""
        key = ("Table", Look())
        if key not in self._paragraphs:
            line = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
            edges = (make(side, **line) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
            self._add("table", "Table", "表格", make("basedOn", val="TableNormal"), tblpr=make("tblPr", make("tblBorders", *edges)))
            self._paragraphs[key] = "Table"
        return "Table"

    # -- bookkeeping

    def _new_id(self, kind: str) -> str:
        self._derived[f"id-{kind}"] += 1
        number = self._derived[f"id-{kind}"]
        base = self._paragraphs.get((kind, Look()))
        if base is None:
            return camel(kind) if number == 1 else f"{camel(kind)}{number}"
        return f"{base}-{number}"

    def _add(
        self, type_: str, identity: str, name: str, *head: Element | None,
        ppr: Element | None = None, rpr: Element | None = None, tblpr: Element | None = None, hidden: bool = False,
    ) -> None:  # fmt: skip
        unique, number = name, 1
        while unique in self._names:  # Word drops the second of two styles of one name
            number += 1
            unique = f"{name} {number}"
        self._names.add(unique)
        order = {"name": 0, "aliases": 1, "basedOn": 2, "next": 3}
        children = [make("name", val=unique), *(child for child in head if child is not None)]
        children.sort(key=lambda child: order[child.tag.rpartition("}")[2]])
        tail = [make("uiPriority", val=99), make("semiHidden")] if hidden else [make("qFormat")]
        custom = None if identity.startswith("Heading") and "-" not in identity else True
        self._elements.append(
            make("style", *children, *tail, ppr, rpr, tblpr, type=type_, customStyle=custom, styleId=identity)
        )


_RULES = {"red": "红线", "first": "版记线·首", "inner": "版记线·中", "last": "版记线·末"}


def grid_tracking(house: HouseStyle, size: float) -> float:
    """Pt by which the character grid moves characters of `size` pt apart; 0 where it does not hold."""
    grid, body = house.grid, house.styles["body"].size
    if grid.chars is None or grid.chars < 2 or abs(size - body) > 1e-6:
        return 0.0
    return (house.page.measure - grid.chars * body) / (grid.chars - 1)


def tracking(house: HouseStyle, style: ParagraphStyle, size: float) -> int:
    """Character spacing of a style at type of `size` pt, in twips.

    The character grid is spacing too, rounded down so that a line holds its characters: LibreOffice gives a character a
    hair wider than a cell of `w:docGrid` two cells, which sets 14 characters on a line of 28.
    """
    return math.floor((style.tracking * size + grid_tracking(house, size)) * 20 + 1e-6)


def cell(house: HouseStyle, style: ParagraphStyle) -> float:
    """What one character of indent is wide, pt: a cell of the character grid, or the em."""
    return style.size + grid_tracking(house, style.size)


def frame(house: HouseStyle) -> Element:
    """`w:framePr` at the foot of the type area. Consecutive paragraphs with the same one share a frame (§17.3.1.11)."""
    width = twips(house.page.type_area_width_mm * PT_PER_MM)
    return make(
        "framePr", w=width, wrap="notBeside", vAnchor="margin", hAnchor="margin", xAlign="left", yAlign="bottom"
    )


def camel(kind: str) -> str:
    """table-cell → TableCell."""
    return "".join(word.capitalize() for word in kind.split("-"))


def _common(wanted: Iterable[tuple[str, Look]]) -> Mapping[str, Look]:
    counts: dict[str, Counter[Look]] = {}
    loose: set[str] = set()  # kinds with a paragraph outside the frame: a derived style cannot leave it
    for kind, look in wanted:
        usual = Look(**{name: getattr(look, name) for name in _COMMON})
        counts.setdefault(kind, Counter())[usual] += 1
        if not look.framed:
            loose.add(kind)
    return {
        kind: replace(counter.most_common(1)[0][0], framed=None if kind in loose else True)
        for kind, counter in counts.items()
    }


def _said(look: Look) -> str:
    parts = []
    for item in fields(Look):
        value = getattr(look, item.name)
        if value is None:
            continue
        if item.name == "align":
            parts.append(_ALIGNED[value])
        elif item.name == "size":
            parts.append(_SAID["size"].format(value / 2))
        elif isinstance(value, int) and not isinstance(value, bool) and item.name != "outline":
            parts.append(_SAID[item.name].format(value / 20))
        else:
            parts.append(_SAID[item.name].format(value))
    return "".join(parts)


def _sized(size: int | None) -> Element | None:
    return make("rPr", make("sz", val=size), make("szCs", val=size)) if size is not None else None


def _fonts(east_asian: str, latin: str = LATIN) -> Element:
    return make("rFonts", ascii=latin, hAnsi=latin, eastAsia=east_asian, cs=latin)


def _defaults(language: str) -> Element:
    return make(
        "docDefaults",
        make(
            "rPrDefault",
            make(
                "rPr",
                make("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia="宋体", cs=LATIN),
                make("kern", val=0),
                make("lang", val="en-US", eastAsia=language, bidi="ar-SA"),
            ),
        ),
        make("pPrDefault"),
    )


def _foundations(house: HouseStyle) -> list[Element]:
    """Normal and the three defaults that Word expects. Normal has the body's type: the character grid counts from it."""
    body = house.styles["body"]
    size = half_points(body.size)
    normal = make(
        "style",
        make("name", val="Normal"),
        make("qFormat"),
        make(
            "pPr",
            make("widowControl", val=False),
            make("kinsoku"),
            make("wordWrap"),
            make("overflowPunct"),
            make("topLinePunct", val=False),
            make("autoSpaceDE", val=bool(house.composition.latin_gap)),
            make("autoSpaceDN", val=bool(house.composition.latin_gap)),
            make("snapToGrid", val=False),
            make("jc", val="both"),
        ),
        make("rPr", _fonts(house.word_fonts[body.font]), make("sz", val=size), make("szCs", val=size)),
        type="paragraph",
        default=True,
        styleId="Normal",
    )
    character = make(
        "style", make("name", val="Default Paragraph Font"), make("uiPriority", val=1), make("semiHidden"),
        type="character", default=True, styleId="DefaultParagraphFont",
    )  # fmt: skip
    margins = make(
        "tblCellMar",
        *(make(side, w=width, type="dxa") for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))),
    )
    table = make(
        "style", make("name", val="Normal Table"), make("uiPriority", val=99), make("semiHidden"),
        make("tblPr", make("tblInd", w=0, type="dxa"), margins),
        type="table", default=True, styleId="TableNormal",
    )  # fmt: skip
    numbering = make(
        "style", make("name", val="No List"), make("uiPriority", val=99), make("semiHidden"),
        type="numbering", default=True, styleId="NoList",
    )  # fmt: skip
    return [normal, character, table, numbering]
