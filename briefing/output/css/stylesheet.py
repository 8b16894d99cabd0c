"""HouseStyle → CSS, the projection the PDF is styled with. Positions come from `Composed`, not from here.

Class names: `k-` paragraph kind, `i-` inline style, `f-` face role, `r-` rule, `s` letter-spacing, `g` shift.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from briefing.house.leaves import on_leaf, outer_mm
from briefing.house.style import HouseStyle, InlineStyle, ParagraphStyle
from briefing.output.css.spacing import SHIFT
from briefing.typeset.composed import Composed

#: Room below the type area, pt: float dust in heights must not push a line over the page end.
SLACK = 1.0

_RESET = """
html,body{margin:0;padding:0;font-size:10pt;line-height:0}
p,h1,h2,h3,h4,h5,h6,figure,table,td,th,section,nav{margin:0;padding:0;border:0;break-inside:auto;break-after:auto;
break-before:auto;orphans:1;widows:1;text-align:left}
p,h1,h2,h3,h4,h5,h6,td,th,.foot>*{white-space:pre;font-kerning:none;font-variant-ligatures:none;hyphens:none;
bookmark-label:attr(data-label)}
.turn{break-before:page}
.piece{display:block;text-indent:0}
.blank{height:1pt}
[data-recto]{string-set:recto attr(data-recto),verso attr(data-verso)}
.held,.leader{display:inline-block;text-indent:0}
.leader{border-bottom:0.8pt dotted;height:0;margin-right:0.25em;vertical-align:0.33em}
.near{line-height:0}
.patch{display:block;height:0;position:relative}
.patch>*{position:absolute;z-index:-1}
.foot{display:block;height:0;position:relative}
.foot>*{position:absolute}
a{color:inherit;text-decoration:none}
img{display:block}
.table{display:flow-root}
table{border-collapse:collapse;table-layout:fixed;margin-top:-HALF;margin-bottom:-HALF;outline:OUTER solid;outline-offset:-OFFSET}
td,th{border:CELL_RULE solid;vertical-align:top;text-align:left;font-weight:400}
.full>*{margin-bottom:-1pt}
.over{height:0}
"""


def _reset(house: HouseStyle) -> str:
    """The outline of a table lies on its edges and takes no room: with a border of that weight the first and last cells would
    be narrower and lower. Its own border takes half its weight on either side; it stands in a box that no margin of it leaves:
    margins that meet are one, and that of a table at the head of the next column is as negative as the column is high."""
    outer = house.tables.outer
    values = {
        "CELL_RULE": house.tables.inner,
        "HALF": house.tables.inner / 2,
        "OUTER": outer,
        "OFFSET": (outer + house.tables.inner) / 2,
    }
    return reduce(lambda text, value: text.replace(value[0], f"{value[1]:g}pt"), values.items(), _RESET)


def stylesheet(composed: Composed, spacings: Iterable[int], shifts: Iterable[int]) -> str:
    """The style sheet of one document; `spacings` and `shifts` are the steps its lines use."""
    house = composed.house
    rules = [
        _page(composed),
        _reset(house),
    ]
    rules += (_kind(composed, style) for style in house.styles.values())
    rules += (
        f".{face_class(*key)}{{font-family:'{face.family}';font-weight:{face.weight};line-height:0}}"
        for key, face in composed.faces.items()
    )
    rules += (_inline(house, style) for style in house.inline.values() if style.name)
    for name, rule in house.rules.items():
        rules.append(f".r-{name}{{border-top-style:solid;border-top-color:{_color(house, rule.color)}}}")
    rules += (f".s{steps}{{letter-spacing:{steps / 10000:g}em}}" for steps in sorted(spacings))
    rules += (f".g{steps}{{margin-left:{steps * SHIFT:.2f}pt}}" for steps in sorted(shifts))
    return "\n".join(rules)


def face_class(key: str, bold: bool) -> str:
    """Of a face, by the key of its runs."""
    return f"f-{key}-bold" if bold else f"f-{key}"


def drawn_sources(families: Iterable[str]) -> str:
    """`@font-face` rules for faces that are not shipped; `font:` and the family is where the fetcher has them."""
    return "".join(f"@font-face{{font-family:'{family}';src:url('{font_url(family)}')}}\n" for family in families)


def font_url(family: str) -> str:
    return f"font:{family.replace(' ', '-')}"


def _page(composed: Composed) -> str:
    house = composed.house
    number = house.page_number
    face = composed.primaries[number.font, False]
    # The dash stands half an em under the top of its line, which is one em high.
    down = f"calc({number.offset_mm}mm - {number.size / 2 + SLACK:g}pt)"
    inset = number.inset * number.size
    font = f"font:{face.weight} {number.size:g}pt/{number.size:g}pt '{face.family}';"
    box = f"{font}white-space:pre;font-kerning:none;vertical-align:top;padding-top:{down};width:50%;"
    sides = (
        f"@bottom-left{{content:string(verso);text-align:left;padding-left:{inset:g}pt;{box}}}"
        f"@bottom-right{{content:string(recto);text-align:right;padding-right:{inset:g}pt;{box}}}"
    )
    if number.align == "center":  # of the two one is empty
        whole = box.replace("width:50%", "width:100%")
        sides = f"@bottom-center{{content:string(verso) string(recto);text-align:center;{whole}}}"
    margins, mirrored = _page_margins(house)
    rules = [
        f"@page{{size:{house.page.width_mm}mm {house.page.height_mm}mm;margin:{margins};{sides}}}"
        + (f"\n@page:left{{margin:{mirrored}}}" if house.page.mirrored else "")
    ]
    for leaf in sorted({page.leaf for page in composed.pages} - {""}):
        there = on_leaf(house, leaf)
        margins, mirrored = _page_margins(there)
        # What a house draws in the margin in which the number of a turned page stands would cover it.
        bare = "bottom-left bottom-center bottom-right left-top left-middle left-bottom" if leaf == "wide" else ""
        none = "".join(f"@{side}{{content:none}}" for side in bare.split())
        rules.append(f"@page {leaf}{{size:{there.page.width_mm}mm {there.page.height_mm}mm;margin:{margins};{none}}}")
        if margins != mirrored:
            rules.append(f"@page {leaf}:left{{margin:{mirrored}}}")
        rules.append(f".on-{leaf}{{page:{leaf}}}")
    if any(page.box.turned for page in composed.pages):
        rules.append(f".patch>.turned{{{font}white-space:pre;font-kerning:none;transform:rotate(90deg);transform-origin:0 0}}")
    return "\n".join(rules)


def _page_margins(house: HouseStyle) -> tuple[str, str]:
    """Of right-hand and of left-hand pages."""
    page, own = house.page, house.own_page
    right = outer_mm(page)
    bottom = page.height_mm - page.top_mm - page.type_area_height_mm
    margins = f"{page.top_mm}mm {right:g}mm calc({bottom:g}mm - {SLACK}pt) {page.binding_mm}mm"
    if page.mirrored:
        return margins, f"{page.top_mm}mm {page.binding_mm}mm calc({bottom:g}mm - {SLACK}pt) {right:g}mm"
    if house.leaf == "wide" and own is not None and own.mirrored:  # its head is at the edge that is cut
        return margins, f"{bottom:g}mm {right:g}mm calc({page.top_mm}mm - {SLACK}pt) {page.binding_mm}mm"
    return margins, margins


def _kind(composed: Composed, style: ParagraphStyle) -> str:
    house, face = composed.house, composed.primaries[style.font, style.bold]
    leading = house.grid.pitch if style.leading is None else style.leading
    return (
        f".k-{style.kind}{{font:{face.weight} {style.size:g}pt/{leading:g}pt '{face.family}';color:{_color(house, style.color)}}}"
    )


def _inline(house: HouseStyle, style: InlineStyle) -> str:
    rule = f"line-height:0;font-size:{style.scale:g}em;vertical-align:{style.raise_em:g}em"
    if style.color is not None:
        rule += f";color:{_color(house, style.color)}"
    return f".i-{style.name}{{{rule}}}"


def _color(house: HouseStyle, name: str) -> str:
    return house.colors[name].rgb
