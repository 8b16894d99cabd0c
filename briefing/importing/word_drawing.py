"""What a drawing holds: pictures, text boxes, and things that are neither."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.core.records import dataclass
from briefing.importing.flow import PLAIN, View
from briefing.importing.word_names import attribute, child, local, whole

#: What makes one of two alternatives worth reading.
_CONTENT = {"txbxContent", "blip", "imagedata", "t", "chart", "relIds"}
#: What an alternative may require and is then taken; others show the same as what stands beside them.
_KNOWN = ["w15"]
EMBEDDED, LINKED, SUBDOCUMENT = "嵌入的文件", "链接到文件之外的图片", "子文档"
_STRANGERS = {"chart": "图表", "relIds": "SmartArt 图示", "OLEObject": "嵌入的对象", "control": "控件", "contentPart": "手写墨迹"}
#: What a blip may carry that changes how its picture looks.
_EFFECTS = {
    "grayscl": "灰度",
    "biLevel": "黑白",
    "duotone": "双色",
    "lum": "亮度",
    "clrChange": "透明色",
    "imgEffect": "艺术效果",
}
_PERCENT, _FIXED = 100_000, 65_536


@dataclass(frozen=True, slots=True)
class DrawingPart:
    relation: str
    described: str
    title: str
    view: View = PLAIN
    effects: tuple[str, ...] = ()


def choose(root: Element) -> None:
    """Put one of its alternatives in the place of each `mc:AlternateContent`: both show the same drawing, the
    second for older readers."""
    pending = [root]
    while pending:
        parent = pending.pop()
        while any(local(inner) == "AlternateContent" for inner in parent):
            result: list[Element] = []
            for inner in parent:
                result.extend(_alternative(inner) if local(inner) == "AlternateContent" else (inner,))
            parent[:] = result
        pending.extend(parent)


def _alternative(element: Element) -> list[Element]:
    for option in element:
        if attribute(option, "Requires").split() == _KNOWN:  # Word 2013 and later take it, also with nothing in it
            return list(option)
        if any(local(inner) in _CONTENT for inner in option.iter()):
            return list(option)
    fallback = child(element, "Fallback")
    return [] if fallback is None else list(fallback)


def pictures(element: Element) -> Iterator[DrawingPart]:
    """Pictures outside text boxes, each place that one is shown at once."""
    properties = next((inner for inner in _outside(element) if local(inner) == "docPr"), None)
    for holder in _outside(element):
        name = local(holder)
        if name == "imagedata" and attribute(holder, "id"):
            described = attribute(properties, "descr") or attribute(holder, "title")
            yield DrawingPart(
                attribute(holder, "id"), described.strip(), attribute(properties, "name"), _old_view(holder, element)
            )
        elif name in ("pic", "wsp", "sp") or (name == "blipFill" and element is holder):
            blip = child(holder, "blipFill", "blip") if name == "pic" else child(holder, "spPr", "blipFill", "blip")
            relation = attribute(blip, "embed") or attribute(blip, "link")
            if relation:
                own = child(holder, "nvPicPr", "cNvPr") if name == "pic" else None
                described = attribute(properties, "descr") or attribute(own, "descr")
                effects = () if blip is None else tuple(_EFFECTS[n] for i in blip.iter() if (n := local(i)) in _EFFECTS)
                yield DrawingPart(relation, described.strip(), attribute(properties, "name"), _view(holder), effects)


def _view(shape: Element) -> View:
    """Of DrawingML: `a:srcRect` in thousandths of a percent, `a:xfrm` in sixty-thousandths of a degree."""
    fill = child(shape, "blipFill") if local(shape) == "pic" else child(shape, "spPr", "blipFill")
    rect, frame = child(fill, "srcRect"), child(shape, "spPr", "xfrm")
    left, top, right, bottom = (_share(attribute(rect, side), _PERCENT) for side in "ltrb")
    mirrored, flipped = (attribute(frame, name) in ("1", "true") for name in ("flipH", "flipV"))
    return View((left, top, right, bottom), mirrored, flipped, whole(attribute(frame, "rot")) / 60_000 % 360)


def _old_view(image: Element, drawing: Element) -> View:
    """Of VML: crops as 0.25, 25% or 16384f (of 65536), the turn and the mirrors in the shape's style."""
    cut = tuple(_share(attribute(image, f"crop{side}"), 1) for side in ("left", "top", "right", "bottom"))
    shape = next((inner for inner in drawing.iter() if image in list(inner)), None)
    style = dict(part.split(":", 1) for part in attribute(shape, "style").replace(" ", "").lower().split(";") if ":" in part)
    turned = style.get("rotation", "0")
    turn = whole(turned.removesuffix("fd")) / _FIXED if turned.endswith("fd") else whole(turned)
    return View(cut, "x" in style.get("flip", ""), "y" in style.get("flip", ""), turn % 360)  # type: ignore[arg-type]


def _share(text: str, unit: int) -> float:
    """A share of the picture's side from 0 to 1. Negative ones add white around it: nothing is cut."""
    try:
        if text.endswith("%"):
            share = float(text[:-1]) / 100
        elif text.endswith("f"):
            share = float(text[:-1]) / _FIXED
        else:
            share = float(text or 0) / unit
    except ValueError:
        return 0.0
    return share if 0 < share < 1 else 0.0


def boxes(element: Element) -> Iterator[Element]:
    """The contents of the outermost text boxes."""
    for inner in element:
        if local(inner) == "txbxContent":
            yield inner
        else:
            yield from boxes(inner)


def strangers(element: Element) -> Iterator[tuple[str, str]]:
    for inner in _outside(element):
        name = local(inner)
        if name in _STRANGERS:
            program = attribute(inner, "ProgID")
            words = f"{_STRANGERS[name]}（{program}）" if program else _STRANGERS[name]
            yield "object", words
        elif name == "textpath" and attribute(inner, "string"):
            yield "art", attribute(inner, "string")


def _outside(element: Element) -> Iterator[Element]:
    """The elements below, without those in text boxes."""
    for inner in element:
        if local(inner) != "txbxContent":
            yield inner
            yield from _outside(inner)
