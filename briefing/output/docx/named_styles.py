"""Named styles: the house's, and the few that the composition derives from them.

Every paragraph kind is a Word style with everything it says; whatever a single paragraph departs from it (a
blank padded to whole grid lines, a fitted size, a page break) is a style derived from it, made only when
used. So changing a style changes the document, and the text carries no formatting of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from briefing.fonts.metrics import LATIN
from briefing.house.style import FontRole, HouseStyle, InlineStyle, ParagraphStyle
from briefing.model.sheet import InlineName, ParagraphKind
from briefing.output.docx.departures import Departure, WantedParagraph, style_name, usual_looks
from briefing.output.docx.elements import Element, half_points, make, twips
from briefing.output.docx.furniture import Furniture
from briefing.output.docx.measures import cell, tracking
from briefing.output.docx.style_defaults import role_fonts
from briefing.output.docx.style_list import camel

_ALIGN = {"justify": "both", "left": "left", "center": "center", "right": "right"}


class StyleBook(Furniture):
    """The styles of one document. Ask for the id of what is needed; `element` then holds all of them."""

    def __init__(self, house: HouseStyle, language: str, wanted: Iterable[WantedParagraph] = ()) -> None:
        """`wanted`: every paragraph to come; what is most usual in a kind goes into the kind's own style."""
        super().__init__(house, language)
        self._usual = usual_looks(wanted)
        self._headings: dict[int, str] = {}
        for kind in house.styles:
            self._kind(kind)

    # -- paragraphs

    def paragraph(self, kind: ParagraphKind, look: Departure) -> str:
        """Id of the style for a paragraph of `kind` that looks like `look`."""
        usual = self._usual.get(kind, Departure())
        same = {f.name: None for f in fields(Departure) if getattr(look, f.name) == getattr(usual, f.name)}
        departs = replace(look, **same)
        base = self._kind(kind)
        if departs == Departure():
            return base
        style = self.house.styles[kind]

        def define(identity: str, first: bool) -> None:
            properties = self._properties(style, departs)
            name = f"{style.word}·{style_name(departs)}"
            self.add("paragraph", identity, name, properties, _departing_type(departs), base=base)

        return self.once((kind, departs), f"{base}-1", define)

    def _kind(self, kind: ParagraphKind) -> str:
        """The kind's own style. Outline levels use Word's built-in headings, which the navigation pane and a
        table of contents know in every language; the house's name stands beside theirs (`w:aliases`)."""
        style = self.house.styles[kind]
        built_in = bool(style.outline) and self._headings.setdefault(style.outline, kind) == kind

        def define(identity: str, first: bool) -> None:
            base = "Normal" if built_in or not style.outline else f"Heading{style.outline}"
            self.add(
                "paragraph",
                identity,
                f"heading {style.outline}" if built_in else style.word,
                self._properties(style, self._usual.get(kind, Departure()), whole=True),
                self._type(style, self._usual.get(kind, Departure())),
                base=base,
                aliases=style.word if built_in else None,
                built_in=built_in,
            )

        # Heading1 … Heading9 are Word's own, which go by outline level, not by kind.
        own = camel(kind).replace("Heading", "LevelHeading") if kind.startswith("heading-") else camel(kind)
        return self.once(kind, f"Heading{style.outline}" if built_in else own, define)

    def _properties(self, style: ParagraphStyle, look: Departure, whole: bool = False) -> Element:
        """`w:pPr`: all of a style (`whole`), or what `look` changes in it. Children in the schema's order."""
        house = self.house
        leading = look.leading
        if whole and leading is None:
            leading = twips(style.leading or house.grid.pitch)
        outline = look.outline if look.outline is not None else (style.outline if whole else None)
        alignment = look.align or (style.align if whole else None)
        has_spacing = whole or any(value is not None for value in (look.before, look.after, look.leading))
        return make(
            "pPr",
            make("keepNext", val=style.keep_with_next if look.keep_next is None else look.keep_next)
            if whole or look.keep_next is not None
            else None,
            make("keepLines", val=look.keep_lines or style.keep_with_next or style.balance or style.whole)
            if whole or look.keep_lines
            else None,
            make("pageBreakBefore", val=look.break_before) if look.break_before is not None else None,
            make("widowControl", val=self._pairs(style)) if whole else None,
            self._tabs(style, look) if look.tab else None,
            # Said even where it is not so: a heading's base is another heading.
            make("topLinePunct", val=house.opening_marks(style) != "full")
            if whole and house.composition.opening_marks != "full"
            else None,
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

    def _pairs(self, style: ParagraphStyle) -> bool:
        """Whether no line stands alone on a page."""
        return self.house.composition.lone_line or style.lone_line or (style.kind == "note" and self.house.foot_notes)

    def _indents(self, style: ParagraphStyle, look: Departure, whole: bool) -> Element | None:
        width = cell(self.house, style)
        left, right, hanging = look.left, look.right, look.hanging
        if not whole and left is right is hanging is None:
            return None
        first = None
        if whole:
            left = twips(style.indent_left * width) if left is None else left
            right = twips(style.indent_right * width) if right is None else right
        if hanging is None:
            first = style.indent_first or None
        chars = {}
        if first and first < 0:
            chars = {"hanging": twips(-first * width)}
        elif first:
            chars = {"firstLineChars": round(first * 100), "firstLine": twips(first * width)}
        elif hanging is not None and hanging < 0:
            chars = {"firstLineChars": 0, "firstLine": -hanging}
        elif hanging is not None:  # 0 undoes what the kind's style says
            chars = {"firstLineChars": 0, "hanging": hanging}
        return make("ind", left=left, right=right, **chars)

    def _tabs(self, style: ParagraphStyle, look: Departure) -> Element:
        right = twips(style.indent_right * cell(self.house, style)) if look.right is None else look.right
        position = twips(self.house.page.measure) - right
        return make("tabs", make("tab", val="right", leader="dot" if look.tab == "leader" else None, pos=position))

    def _type(self, style: ParagraphStyle, look: Departure) -> Element:
        color = self.house.colors[style.color].rgb.lstrip("#")
        spacing = tracking(self.house, style, style.size) if look.spacing is None else look.spacing
        size = half_points(style.size) if look.size is None else look.size
        return make(
            "rPr",
            role_fonts(self.house, style.font),
            make("b", val=style.bold),
            make("bCs", val=style.bold),
            make("color", val=color),
            make("spacing", val=spacing),  # said even where it is none: a heading's base is another heading
            make("sz", val=size),
            make("szCs", val=size),
        )

    # -- characters

    def character(
        self, inline: InlineName, spacing: int | None = None, named: FontRole | None = None, undotted: bool = False
    ) -> str | None:
        """Id of the style for characters of an inline style, spaced `spacing` twips (None: as the paragraph), in the face of role
        `named` (script_runs.py) also as Latin text, if that is the Latin face also as Han; `undotted`: without the dots that the
        inline style puts under characters. None: as the paragraph."""
        base = self._inline_kind(inline) if inline else None
        if spacing is None and not named and not undotted:
            return base
        face = self.house.word_fonts[named] if named else ""
        parts = [self.house.inline[inline].word] if inline else []
        parts += [f"标点{face}"] if named else []
        parts += ["不加点"] if undotted else []
        parts += [_degree(spacing)] if spacing is not None else []
        # Of the bytes that the helps of word processors cost most are the names of these: people see `parts`.
        mark = ("U" if undotted else "") + ("" if not named else "W" if named == LATIN else "M")
        stem = f"{base or ''}{mark}" + ("" if spacing is None else _sign(spacing))

        def define(identity: str, first: bool) -> None:
            properties = make(
                "rPr",
                make("rFonts", ascii=face, hAnsi=face, eastAsia=face if named == LATIN else None) if named else None,
                make("spacing", val=spacing) if spacing is not None else None,
                make("em", val="none") if undotted else None,
            )
            self.add("character", identity, "·".join(parts), properties, base=base, hidden=True)

        return self.once((inline, spacing, named, undotted), stem, define)

    def lift(self, inline: InlineName | None) -> int | None:
        """How far a sign of a size of its own is raised, half-points. Its run says so: LibreOffice 7.4 reads it in a style as
        a superscript (58 %, raised by a third)."""
        style = self.house.inline[inline] if inline == "bullet" else None
        if style is None or not style.raise_em:
            return None
        return half_points(style.raise_em * style.scale * self.house.styles["body"].size)

    def _inline_kind(self, inline: InlineName) -> str:
        style = self.house.inline[inline]

        def define(identity: str, first: bool) -> None:
            self.add("character", identity, style.word, self._inline(style), base=None)

        return self.once(("inline", inline), f"Inline{camel(inline)}", define)

    def _inline(self, style: InlineStyle) -> Element:
        body = self.house.styles["body"].size
        sized = style.name == "bullet"  # a sign of a size of its own; what is raised otherwise follows the text around it
        raised = bool(style.raise_em) and not sized
        scaled = style.scale != 1 and not raised
        return make(
            "rPr",
            role_fonts(self.house, style.font) if style.font else None,
            make("b", val=style.bold) if style.bold is not None else None,
            make("bCs", val=style.bold) if style.bold is not None else None,
            make("color", val=self.house.colors[style.color].rgb.lstrip("#")) if style.color else None,
            make("sz", val=half_points(style.scale * body)) if scaled else None,
            # Raised figures follow the size of the text around them, which a size in points would not.
            make("vertAlign", val="superscript" if style.raise_em > 0 else "subscript") if raised else None,
            make("em", val="underDot") if style.dots else None,
        )


def _departing_type(look: Departure) -> Element | None:
    if look.size is None and look.spacing is None:
        return None
    return make(
        "rPr",
        make("spacing", val=look.spacing) if look.spacing is not None else None,
        *([make("sz", val=look.size), make("szCs", val=look.size)] if look.size is not None else []),
    )


def _degree(spacing: int) -> str:
    return f"{'紧缩' if spacing < 0 else '疏排'}{abs(spacing) / 20:g}" if spacing else "不加减"


def _sign(spacing: int) -> str:
    return f"{'T' if spacing < 0 else 'L'}{abs(spacing)}" if spacing else "P"
