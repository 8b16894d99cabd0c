"""The page number of a turned page: a text box in the footer, its text a quarter turn to the right, where the number stands on
the sheet as it is bound (GB/T 9704-2012 §8).

No footer of Word's stands beside the text, and a cell of a table in it could be turned but not placed. Word 2010 and
LibreOffice know such boxes; older programs show no number.
"""

from __future__ import annotations

from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.output.docx.elements import Element, make
from briefing.typeset.page_boxes import PageBox

_EMU = 12700  # a point
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_FORM = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="{shape}"
><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing
><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1"
 allowOverlap="1"><wp:simplePos x="0" y="0"
/><wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH
><wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV
><wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone
/><wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr
/><a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"
/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm
><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr
><wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"
><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def turned(number: Element, spacer: str, house: HouseStyle, box: PageBox, identity: int) -> Element:
    """`w:ftr` with the paragraph `number` beside the type area of `box`. `spacer`: the style of the empty paragraph that holds
    it."""
    from docx.oxml import parse_xml

    style = house.page_number
    right = box.left - style.offset_mm * PT_PER_MM + style.size / 2  # its line is one em high; the first is at the right
    width = 2 * style.size
    holder = parse_xml(
        _FORM.format(
            shape=_SHAPE,
            x=round((right - width) * _EMU),
            y=round(box.top * _EMU),
            width=round(width * _EMU),
            height=round(box.depth * _EMU),
            number=identity,
            name=f"页码 {identity}",
        )
    )
    next(holder.iter(f"{{{_W}}}txbxContent")).append(number)
    return make("ftr", make("p", make("pPr", make("pStyle", val=spacer)), holder))
