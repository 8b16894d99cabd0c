"""Styles that no kind of the sheet has: rules, pictures, page numbers, tables, the empty paragraphs Word
wants."""

from __future__ import annotations

from briefing.house.box_settings import SIDES
from briefing.output.docx.departures import Departure, style_name
from briefing.output.docx.elements import Element, half_points, make, twips
from briefing.output.docx.style_defaults import fonts
from briefing.output.docx.style_list import Stylesheet, camel

_RULES = {"red": "红线", "item": "条间线"}
#: Names of the tables that are frames, by which they are known when a file comes back.
FRAMES = {
    "instruction": "批示框", "story": "专栏框", "editor-note": "编者按框", "link": "链接框", "background": "背景框",
    "beside": "并排图",
}  # fmt: skip
_THIN = 20  # twips: as low as Word lets a line be


class Furniture(Stylesheet):
    """Each method gives the id of a style, made when first asked for."""

    def rule(self, kind: str, look: Departure) -> str:
        """A rule of the house: a paragraph without text above a border."""

        def define(identity: str, first: bool) -> None:
            name = _RULES.get(kind, f"横线·{kind}")
            properties = make(
                "pPr",
                make("pageBreakBefore") if look.break_before else None,
                make("pBdr", self.border("bottom", kind)),
                _spacing(look, _THIN, "exact"),
            )
            self.add("paragraph", identity, name if first else f"{name}·{style_name(look)}", properties, sized(2))

        return self.once(("rule", kind, look), f"Rule{camel(kind)}", define)

    def picture(self, look: Departure) -> str:
        """A paragraph that holds a picture: as high as the picture, which exact spacing would clip."""

        def define(identity: str, first: bool) -> None:
            properties = make(
                "pPr",
                make("keepNext"),
                make("pageBreakBefore") if look.break_before else None,
                _spacing(look, 240, "auto"),
                make("jc", val="center"),
            )
            self.add("paragraph", identity, "图片" if first else f"图片·{style_name(look)}", properties, sized(2))

        return self.once(("picture", look), "Picture", define)

    def spacer(self, height: int = _THIN, break_before: bool = False) -> str:
        """An empty paragraph `height` twips high, on a new page with `break_before`."""

        def define(identity: str, first: bool) -> None:
            name = ("间隔" if height == _THIN else f"间隔·{height / 20:g}") + "·另页" * break_before
            properties = make("pPr", make("pageBreakBefore") if break_before else None, _spacing(Departure(), height, "exact"))
            self.add("paragraph", identity, name, properties, sized(2), hidden=True)

        return self.once(("spacer", height, break_before), "Spacer", define)

    def page_number(self, right_hand: bool) -> str:
        """Page numbers: right on odd pages, left on even ones, so many characters in (GB/T 9704-2012
        §7.5), or in the middle."""

        def define(identity: str, first: bool) -> None:
            number = self.house.page_number
            inset, size = twips(number.inset * number.size), half_points(number.size)
            face = self.house.word_fonts[number.font]
            centred = number.align == "center"
            left, right = (None, None) if centred else (None, inset) if right_hand else (inset, None)
            self.add(
                "paragraph",
                identity,
                "页码·单页" if right_hand else "页码·双页",
                make(
                    "pPr",
                    _spacing(Departure(), twips(number.size), "exact"),
                    None if centred else make("ind", left=left, right=right),
                    make("jc", val="center" if centred else "right" if right_hand else "left"),
                ),
                # The Han face sets the digits too: half-width 宋体, not the Latin face.
                make("rPr", fonts(face, latin=face), make("sz", val=size), make("szCs", val=size)),
            )

        return self.once(("page number", right_hand), "PageNumberRight" if right_hand else "PageNumberLeft", define)

    def table(self) -> str:
        """Tables of the reports."""

        def define(identity: str, first: bool) -> None:
            line = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
            sides = ("top", "left", "bottom", "right", "insideH", "insideV")
            borders = make("tblBorders", *(make(side, **line) for side in sides))
            self.add("table", identity, "表格", make("tblPr", borders), base="TableNormal")

        return self.once("table", "Table", define)

    def frame(self, kind: str) -> str:
        """The table around what stands in a frame, or of pictures side by side; `kind` of a group."""

        def define(identity: str, first: bool) -> None:
            box = self.house.boxes.get(kind)
            borders = None
            if box is not None and SIDES[box.sides]:
                color = self.house.colors[box.color].rgb.lstrip("#")
                line = {"val": "single", "sz": max(2, round(box.weight * 8)), "space": 0, "color": color}
                borders = make("tblBorders", *(make(side, **line) for side in SIDES[box.sides]))
            self.add("table", identity, FRAMES[kind], make("tblPr", borders), base="TableNormal")

        return self.once(("frame", kind), f"Frame{camel(kind)}", define)

    def colophon(self, top: str, inner: str, bottom: str) -> str:
        """The table of the 版记: its rules are the table's borders ("": none there)."""

        def define(identity: str, first: bool) -> None:
            sides = (("top", top), ("bottom", bottom), ("insideH", inner))
            borders = make("tblBorders", *(self.border(side, kind) for side, kind in sides if kind))
            margins = make("tblCellMar", *(make(side, w=0, type="dxa") for side in ("left", "right")))
            self.add("table", identity, "版记", make("tblPr", borders, margins), base="TableNormal")

        return self.once("colophon", "Colophon", define)

    def border(self, side: str, kind: str) -> Element:
        """One border as heavy and in the colour of a rule of the house."""
        rule = self.house.rules[kind]
        weight = max(2, round(rule.weight * 8))  # eighths of a point, 2 at least
        color = self.house.colors[rule.color].rgb.lstrip("#")
        return make(side, val="single", sz=weight, space=0, color=color)


def sized(size: int) -> Element:
    """`w:rPr` of a type size in half-points."""
    return make("rPr", make("sz", val=size), make("szCs", val=size))


def _spacing(look: Departure, line: int, rule: str) -> Element:
    return make("spacing", before=look.before or 0, after=look.after or 0, line=line, lineRule=rule)
